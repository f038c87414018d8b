"""Which columns of a table A4 has room for: the others stay on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.write.columns import Column, left_out_first

# Of 182 mm at 9.5 points, in letters of middling width.
_ROOM = 96
_AROUND = 2
_MOST = 40


def unprinted(columns: Sequence[Column]) -> list[int]:
    """Return the 1-based places of the columns that are not printed, those go first that a narrow screen drops first.

    Of periods side by side the earliest go next: how things stand is never left out.
    """
    widths = {place: _width(column) for place, column in enumerate(columns, start=1)}
    turns = {key: turn for turn, key in enumerate(left_out_first())}
    told = [place for place in widths if columns[place - 1].key in turns]
    told.sort(key=lambda place: turns[columns[place - 1].key])
    periods = [place for place in widths if columns[place - 1].key[:4].isdigit()][:-2]
    dropped: list[int] = []
    for place in [*told, *periods]:
        if sum(widths.values()) <= _ROOM:
            break
        del widths[place]
        dropped.append(place)
    return sorted(place for place in dropped if place <= _MOST)


def _width(column: Column) -> int:
    """Return how many letters wide a column is; headings and names fold at blanks."""
    words = [len(word) for word in column.heading.split()]
    if column.key == "unit":
        return 22
    return max([4, *words, *map(len, column.cells)]) + _AROUND
