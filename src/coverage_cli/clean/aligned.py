"""Columns aligned with the units of a table, None where a unit has no value: what is known, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from coverage_cli.grouping import known
from coverage_cli.model import Count

Made = TypeVar("Made")


def each(make: Callable[..., Made], *columns: Sequence[Any]) -> list[Made | None]:
    """Return what is made of the columns row by row, None where one of them has no value.

    >>> each(lambda over, under: over / under, [1, None, 3], [4, 5, 6])
    [0.25, None, 0.5]
    """
    # Most calls: looking for None in a row of values would compare fractions, slowly.
    if len(columns) == 1:
        return [None if value is None else make(value) for value in columns[0]]
    return [None if None in row else make(*row) for row in zip(*columns, strict=True)]


def middle(ordered: Sequence[float]) -> float:
    """Return the middle one of ordered values."""
    return ordered[len(ordered) // 2]


def ratios_to(values: Sequence[Count | None], counts: Sequence[Count | None]) -> list[float]:
    """Return values by counts in order of size: hints about magnitudes, no figure comes out of them."""
    ratios = each(
        lambda value, count: float(value) / float(count) if count else None, values, counts
    )
    return sorted(known(ratios))
