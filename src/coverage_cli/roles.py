"""The columns of a table by what they were taken for."""

from __future__ import annotations

from collections.abc import Iterable

from coverage_cli.model import Column


def of_role(columns: Iterable[Column], *roles: str) -> list[Column]:
    """Return the columns taken for one of these roles, in their order."""
    return [column for column in columns if column.role in roles]


def indices(columns: Iterable[Column]) -> list[int]:
    """Return where in the sheet the columns stand, 0-based."""
    return [column.index for column in columns]


def by_place(columns: Iterable[Column]) -> list[Column]:
    """Return the columns from the left to the right."""
    return sorted(columns, key=lambda column: column.index)
