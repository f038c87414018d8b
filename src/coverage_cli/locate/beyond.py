"""Rows below a total that is the sum of all rows above it: comparisons, statistics, plans, whatever they are called."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.grouping import places_where
from coverage_cli.hierarchy import Line
from coverage_cli.locate.shapes import number_in, text_of
from coverage_cli.model import Column, Grid, LeftOut
from coverage_cli.roles import of_role

# So many rows or more a total must be the sum of.
_FEWEST = 3
# A smaller total may be a sum by chance.
_LEAST = 100


def without_rows_beyond(
    grid: Grid, lines: Sequence[Line], columns: Sequence[Column]
) -> tuple[list[Line], list[LeftOut]]:
    """Return the lines up to a total that every row above it is part of, and the rows below it that it leaves out.

    Only in a table of one level, all of whose counts are exact there; rows with a number or a code, names without
    figures and further totals below it say that the table goes on.
    """
    totals = places_where(lambda line: line.total is not None, lines)
    last = totals[-1] if totals else -1
    beyond = lines[last + 1 :]
    if (
        len(totals) != 1
        or not beyond
        or 2 * len(beyond) > last
        or not all(line.is_bare for line in beyond)
    ):
        return list(lines), []
    counts = [column.index for column in of_role(columns, "measure")]
    if (
        last < _FEWEST
        or not counts
        or not all(_is_sum(grid, lines[: last + 1], at) for at in counts)
    ):
        return list(lines), []
    label = [
        LeftOut(line.row, " ".join(filter(None, map(text_of, grid.rows[line.row]))), "other-row")
        for line in beyond
    ]
    return list(lines[: last + 1]), label


def _is_sum(grid: Grid, lines: Sequence[Line], column: int) -> bool:
    """Tell whether the last line's figure is the sum of those of all lines above it, each of which has one."""
    *parts, total = (number_in(grid.rows[line.row][column]) for line in lines)
    known = [part for part in parts if part is not None]
    return (
        total is not None and total >= _LEAST and len(known) == len(parts) and sum(known) == total
    )
