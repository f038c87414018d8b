"""Fit a block's columns into the width of a terminal: headings folded, names folded, the least important left out.

No figure is ever cut: where even the last columns do not fit, lines are longer than the terminal.
"""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.records import NamedTuple
from coverage_cli.write.columns import Column, left_out_first
from coverage_cli.write.text.width import folded, width, widths

BETWEEN = 2
_USUAL_TERMINAL = 80
_LOW_HEADING = 2
# Of a trend the last periods stay as long as people and the coverage of other reports do.
_PERIODS_KEPT = 3
_NARROWEST_NAME = 24
_NARROWEST_NAME_OF_ALL = 16
_FOLDING = ("unit", "parent", "indicator")


class Layout(NamedTuple):
    """The columns that are shown, each one's width, and the headings of those left out."""

    columns: tuple[Column, ...]
    across: tuple[int, ...]
    left_out: tuple[str, ...]


def fitted(columns: Sequence[Column], room: int) -> Layout:
    """Return the layout of the columns in so many cells: names are folded first, then columns are left out."""
    natural = {column.key: _natural(column) for column in columns}
    left_out = [key for key in _too_many(natural, _order(columns), room) if key in natural]
    across = _folded_widths(
        {key: cells for key, cells in natural.items() if key not in left_out}, room
    )
    shown = tuple(column for column in columns if column.key in across)
    across = _with_low_headings(shown, across, room)
    missing = tuple(
        column.heading for column in columns if column.key in left_out and column.heading
    )
    return Layout(shown, tuple(across[column.key] for column in shown), missing)


def _with_low_headings(
    columns: Sequence[Column], across: dict[str, int], room: int
) -> dict[str, int]:
    """Return the widths with what is left of the line given to columns whose headings stand highest."""
    wider, spare = dict(across), room - _total(across)
    while True:
        heights = {one.key: len(folded(one.heading, wider[one.key])) for one in columns}
        tallest = max(heights.values(), default=0)
        high = [key for key, height in heights.items() if height == tallest]
        if tallest <= _LOW_HEADING or len(high) > spare:
            return wider
        spare -= len(high)
        wider |= {key: wider[key] + 1 for key in high}


def heading_lines(layout: Layout) -> list[list[str]]:
    """Return the headings folded to their columns, the last line of each at the bottom."""
    folds = [
        folded(column.heading, cells)
        for column, cells in zip(layout.columns, layout.across, strict=True)
    ]
    height = max(map(len, folds))
    return [[_line(fold, index - height + len(fold)) for fold in folds] for index in range(height)]


def name_lines(name: str, cells: int) -> list[str]:
    """Return a name folded to its column, each line as far in as the first."""
    if width(name) <= cells:
        return [name]
    bare = name.lstrip(" ")
    indent = min(len(name) - len(bare), cells // 2)
    return [" " * indent + line for line in folded(bare, cells - indent)]


def is_folding(column: Column) -> bool:
    """Tell whether the column holds names, which may be folded."""
    return column.key in _FOLDING


def _natural(column: Column) -> int:
    return max(*map(width, column.heading.split(" ")), *widths(column.cells))


def _too_many(natural: dict[str, int], order: Sequence[str], room: int) -> list[str]:
    """Return the columns to leave out: as many as must go, less those for which the others then leave room."""
    across = dict(natural)
    gone: list[str] = []
    for key in order:
        if _total(_folded_widths(across, room)) <= room:
            break
        gone.append(key)
        across.pop(key, None)
    for key in reversed(gone):
        with_it = {**across, key: natural.get(key, 0)}
        if key in natural and _total(_folded_widths(with_it, room, _NARROWEST_NAME)) <= room:
            across = with_it
            gone.remove(key)
    return gone


def _order(columns: Sequence[Column]) -> list[str]:
    """Return the columns in the order in which they go: units, coverage, gap and status stay.

    Of the periods those without any figure go first, then the oldest, all but the last ones early. Before the columns
    of the report itself go those of a further target or denominator, their verdicts behind all.
    """
    keys = [column.key for column in columns]
    beside = [key for key in keys if "." in key]
    verdicts = [key for key in beside if key.endswith((".coverage_pct", ".status"))]
    dated = [column for column in columns if column.key[:1].isdigit()]
    blank = [
        column.key
        for column in dated
        if len(set(column.cells)) == 1 and not _has_digits(column.cells[0])
    ]
    periods = [column.key for column in dated if column.key not in blank]
    turns = left_out_first()
    early = turns.index("months_left")
    return [
        *blank,
        *(key for key in beside if key not in verdicts),
        *turns[:early],
        *periods[:-_PERIODS_KEPT],
        *turns[early:],
        *periods[-_PERIODS_KEPT:-1],
        *verdicts,
    ]


def _has_digits(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _folded_widths(natural: dict[str, int], room: int, narrowest: int = 0) -> dict[str, int]:
    """Return the widths with the names narrowed, as far as may be, by what the line is too long."""
    narrowed = dict(natural)
    least = narrowest or (_NARROWEST_NAME if room >= _USUAL_TERMINAL else _NARROWEST_NAME_OF_ALL)
    for key in reversed(_FOLDING):
        excess = _total(narrowed) - room
        if key in narrowed and excess > 0:
            narrowed[key] = max(narrowed[key] - excess, min(narrowed[key], least))
    return narrowed


def _total(across: dict[str, int]) -> int:
    return sum(across.values()) + BETWEEN * (len(across) - 1)


def _line(fold: list[str], index: int) -> str:
    return fold[index] if index >= 0 else ""
