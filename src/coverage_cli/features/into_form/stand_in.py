"""Put figures into the blank cells of a form, so that it can be understood as a filled sheet is.

Which rows are units is told by the names that the report has; headings are found by the figures below them, so that a
stand-in in each blank cell of these rows is all that a form lacks. No stand-in ever reaches a figure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from coverage_cli.locate import Vocabulary
from coverage_cli.locate.labels import label_of, says_sum
from coverage_cli.locate.shapes import (
    PLACEHOLDERS,
    filled,
    is_column_numbers,
    is_words,
    text_of,
    words_of,
)
from coverage_cli.model import Grid, Value
from coverage_cli.records import NamedTuple
from coverage_cli.units.names import namer

# Like no year, no rate and no number of a column.
_FIGURE = 1003.0
_DOTS = re.compile(r"[\s._…\-–—]*")
# A row with words in more cells right of its name is a heading.
_WORDS_OF_UNIT = 2
# A total stands at most so many rows above the first unit or below the last.
_TOTALS_WITHIN = 3


class Form(NamedTuple):
    """A sheet of a form as it can be read, and the 0-based cells that are blank in it."""

    grid: Grid
    blanks: frozenset[tuple[int, int]]


def is_open(value: Value) -> bool:
    """Tell whether a cell is left to be filled in: blank, or with dots or a dash to write upon."""
    if type(value) is not str:
        return value is None
    return _DOTS.fullmatch(value) is not None or value.strip().casefold() in PLACEHOLDERS


def with_stand_ins(grid: Grid, names: Iterable[str], vocabulary: Vocabulary) -> Form:
    """Return a sheet with figures in the blank cells of its units; as it is where it names none of the units."""
    part = namer(vocabulary.kinds)
    known = {part(name).bare for name in names}

    def is_unit(value: Value) -> bool:
        """Tell whether a cell names a unit of the report."""
        return is_words(value) and part(label_of(value).name).bare in known

    column = _column_of_names(grid, is_unit)
    rows = _rows_of_units(grid, column, is_unit, vocabulary) if column is not None else []
    behind = range((column or 0) + 1, len(grid.rows[0]) if grid.rows else 0)
    blanks = frozenset(
        (row, index) for row in rows for index in behind if is_open(grid.rows[row][index])
    )
    made = [
        [_FIGURE if (row, index) in blanks else value for index, value in enumerate(cells)]
        for row, cells in enumerate(grid.rows)
    ]
    return Form(grid._replace(rows=made), blanks)


def _column_of_names(grid: Grid, is_unit: Callable[[Value], bool]) -> int | None:
    """Return the column with most of the units, each counted once; of equals the left one."""
    found = {
        (index, value)
        for cells in grid.rows
        for index, value in enumerate(cells)
        if type(value) is str and is_unit(value)
    }
    counts = Counter(index for index, _ in found)
    return max(sorted(counts), key=lambda index: counts[index], default=None)


def _rows_of_units(
    grid: Grid, column: int, is_unit: Callable[[Value], bool], vocabulary: Vocabulary
) -> list[int]:
    """Return the rows of units: from the first one known to the last, and the totals around them."""
    named = [row for row, cells in enumerate(grid.rows) if is_unit(cells[column])]
    before = range(max(0, named[0] - _TOTALS_WITHIN), named[0])
    after = range(named[-1] + 1, min(len(grid.rows), named[-1] + 1 + _TOTALS_WITHIN))
    totals = [
        row for row in (*before, *after) if _says_total(grid.rows[row][: column + 1], vocabulary)
    ]
    between = range(named[0], named[-1] + 1)
    inside = [row for row in between if _may_be_unit(grid.rows[row], column)]
    return sorted([*inside, *totals])


def _says_total(cells: Sequence[Value], vocabulary: Vocabulary) -> bool:
    return any(says_sum(label_of(cell).name, vocabulary) for cell in cells if text_of(cell))


def _may_be_unit(cells: Sequence[Value], column: int) -> bool:
    """Tell whether a row among units may be one: not blank, no heading printed again, no numbers of columns."""
    behind = [index for index in words_of(cells) if index > column]
    is_blank = not filled(cells[: column + 1])
    return not (is_blank or len(behind) > _WORDS_OF_UNIT or is_column_numbers(cells))
