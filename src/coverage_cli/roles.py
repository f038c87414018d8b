"""The columns of a table by what they were taken for."""

from __future__ import annotations

from collections.abc import Iterable

from coverage_cli.model import Column


def of_role(columns: Iterable[Column], *roles: str) -> list[Column]:
    """Return the columns taken for one of these roles, in their order."""
    return [column for column in columns if column.role in roles]
