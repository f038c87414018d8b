"""A line of blocks for figures over time: seen at a glance, never read off. Each row has its own scale."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from coverage_cli.model import Cell, Count, Quotient
from coverage_cli.write.columns import Column

_BLOCKS = "▁▂▃▄▅▆▇█"
_LEVEL = "▄"
_GAP = " "


def spark_column(series: Sequence[Sequence[Cell]], heading: str) -> Column:
    """Return the column of lines, a block a period; a missing one is a gap."""
    return Column("spark", heading, [sparkline(row) for row in series], right=False)


def sparkline(row: Sequence[Cell]) -> str:
    """Return a row's line from its lowest to its highest figure; without any change it is level.

    >>> sparkline([10, 20, None, 45]), sparkline([5, 5]), sparkline([Quotient(1, 3), Quotient(2, 3)])
    ('▁▃ █', '▄▄', '▁█')
    """
    exact = [_exact(cell) for cell in row]
    known = [value for value in exact if value is not None]
    low, high = min(known, default=0), max(known, default=0)
    if low == high:
        return "".join(_GAP if value is None else _LEVEL for value in exact)
    steps = len(_BLOCKS) - 1
    return "".join(
        _GAP if value is None else _BLOCKS[int(steps * (value - low) / (high - low))]
        for value in exact
    )


def _exact(cell: Cell) -> Count | None:
    if isinstance(cell, Quotient):
        return Fraction(cell.over, cell.under)
    return cell if isinstance(cell, int | Fraction) else None
