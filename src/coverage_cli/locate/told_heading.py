"""Find a heading by the columns that a user told: it is the block of rows in which their names stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from coverage_cli.locate.called import has_column
from coverage_cli.locate.headings import (
    HEADING_DEPTH,
    SEARCHED_ROWS,
    Heading,
    data_figures,
    find_heading,
    heading_in,
    with_groups,
)
from coverage_cli.locate.paths import by_letter, heading_paths
from coverage_cli.locate.shapes import filled, text_of
from coverage_cli.locate.vocabulary import heading_key
from coverage_cli.model import Grid
from coverage_cli.project import Told

# So many rows below a heading the figures begin at the latest: a district's name and blank rows stand between.
_FIGURES_WITHIN = 6


def heading_of(grid: Grid, told: Told, knows: Callable[[str], bool]) -> Heading | None:
    """Return the heading of a grid: its told rows, else the rows in which most told names stand, else by its shape."""
    names = _headings_told(told, len(grid.rows[0]) if grid.rows else 0)
    keys = {heading_key(name) for name in names}
    found = find_heading(
        grid, told.header_rows, lambda text: knows(text) or heading_key(text) in keys
    )
    if told.header_rows is not None:
        return found
    most = _standing(grid, found.rows, names, whole=False) if found else 0
    if most == len(names):
        return found
    best = max(_blocks(grid, names), key=lambda rows: _standing(grid, rows, names), default=())
    if not best or _standing(grid, best, names) <= most:
        return found
    told_here = heading_in(grid, (best[0] + 1, best[-1] + 1))
    return with_groups(grid, told_here) if told_here else None


def _headings_told(told: Told, width: int) -> list[str]:
    """Return the headings that were told, letters apart."""
    names = (
        told.unit,
        told.parent,
        *(told.code or "").split("+"),
        told.target_column,
        *told.measures.values(),
    )
    return [name for name in names if name and not by_letter(name, width)]


def _blocks(grid: Grid, names: Sequence[str]) -> Iterator[range]:
    """Return the rows, one or several, that may be a heading: the lowest has the last words of a told name.

    Figures stand in it only where a told name is one.
    """
    keys = list(map(heading_key, names))
    numbers = any(map(str.isdecimal, keys))
    for last, cells in enumerate(grid.rows[:SEARCHED_ROWS]):
        endings = tuple(filter(None, map(heading_key, map(text_of, cells))))
        ends = any(name.endswith(endings) for name in keys)
        if ends and (numbers or not data_figures(cells)) and _has_figures_below(grid, last):
            for first in range(last, max(-1, last - HEADING_DEPTH), -1):
                yield range(first, last + 1)


def _has_figures_below(grid: Grid, row: int) -> bool:
    return any(map(data_figures, grid.rows[row + 1 : row + 1 + _FIGURES_WITHIN]))


def _standing(grid: Grid, rows: Sequence[int], names: Sequence[str], *, whole: bool = True) -> int:
    """Return how many told names stand over a column, or begin its words where they need not be the `whole`."""
    paths = heading_paths(grid, [row for row in rows if filled(grid.rows[row])])
    return sum(has_column(paths, name, whole=whole) for name in names)
