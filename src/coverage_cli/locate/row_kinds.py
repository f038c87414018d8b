"""Weigh what a row above the figures is: part of the heading, a unit, the name of a group, a title, or column numbers.

Each function proposes facts: a kind, the fact's name and its weight. The kind with most weight is taken, of equals the
first in `Kind`. Why the weights are what they are is written down in docs/decisions/0003.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, get_args

from coverage_cli.grouping import take
from coverage_cli.locate.paths import heading_paths
from coverage_cli.locate.series import is_regular, may_be_series
from coverage_cli.locate.shapes import (
    figures_of,
    filled,
    is_column_numbers,
    is_date,
    is_figure,
    is_number,
    is_time_like,
    is_words,
    text_of,
    words_of,
)
from coverage_cli.model import Grid, Value
from coverage_cli.records import NamedTuple

Kind = Literal["heading", "unit", "label", "numbers", "title", "blank"]
# So many rows above a row are its heading at most.
_ABOVE = 5
_SIZES_APART = 10


class Fact(NamedTuple):
    """What speaks for a kind of row, and how much."""

    kind: Kind
    name: str
    weight: int


class Sheet(NamedTuple):
    """What the rows of a grid are seen beside.

    `columns` are those of figures, `names` is that of the names left of them (None where there is none), `sample` are
    rows that hold units without doubt, and `knows` tells whether a text is known to head a column of names, codes …
    """

    grid: Grid
    columns: frozenset[int]
    names: int | None
    sample: Sequence[Sequence[Value]]
    knows: Callable[[str], bool]


def kind_of(sheet: Sheet, row: int) -> tuple[Kind, tuple[Fact, ...]]:
    """Return the kind of a row that has most weight, and all facts."""
    facts = tuple(_facts(sheet, row))
    weights: dict[Kind, int] = dict.fromkeys(get_args(Kind), 0)
    for fact in facts:
        weights[fact.kind] += fact.weight
    return max(weights, key=weights.__getitem__) if facts else "unit", facts


def _facts(sheet: Sheet, row: int) -> Iterator[Fact]:
    cells = sheet.grid.rows[row]
    held = filled(cells)
    if not held:
        yield Fact("blank", "no cell is filled", 1)
    elif len(held) == 1 and is_words(cells[held[0]]):
        yield from _of_a_lone_text(sheet, row, held[0])
    elif is_column_numbers(cells):
        yield from _of_column_numbers(sheet, row, held)
    elif not sheet.columns.intersection(held):
        is_lower = all(sheet.knows(text_of(cells[index])) for index in held)
        yield Fact("heading" if is_lower else "label", "nothing stands over the figures", 1)
    else:
        yield from _of_words(sheet, cells, held)
        yield from _of_a_series(sheet, row, cells)
        yield from _of_a_unit(sheet, row, cells)


def _of_a_lone_text(sheet: Sheet, row: int, column: int) -> Iterator[Fact]:
    first = min(sheet.columns, default=0)
    reaches_down = any(span.first_row < row <= span.last_row for span in sheet.grid.merges)
    is_lowest_word = column > first and row > 0 and len(filled(sheet.grid.rows[row - 1])) > 2
    meanings: tuple[tuple[bool, Kind, str], ...] = (
        (column not in sheet.columns, "label", "one text beside the figures"),
        (len(sheet.columns) == 1, "heading", "over the only column of figures"),
        (reaches_down, "heading", "headings reach down beside it"),
        (is_lowest_word, "heading", "the lowest word of a group"),
        (column == first, "label", "one text in the first column of figures"),
        (True, "title", "one text over the figures"),
    )
    yield next(Fact(kind, name, 2) for holds, kind, name in meanings if holds)


def _of_column_numbers(sheet: Sheet, row: int, held: Sequence[int]) -> Iterator[Fact]:
    """Doses and groups A, B, C number the columns of one group; column numbers run over all of them."""
    cells = sheet.grid.rows[row]
    bare = take(cells, held)
    if (
        any(not is_number(value) and not text_of(value).isalnum() for value in bare)
        or len(set(map(type, bare))) > 1
    ):
        yield Fact("numbers", "brackets, or letters beside numbers", 4)
    if sheet.names in held:
        yield Fact("numbers", "the column of names is numbered", 2)
    own = _own_headings(sheet, row, held)
    yield (
        Fact("numbers", "each stands under a heading", 3)
        if own
        else Fact("heading", "one group is over several", 3)
    )


def _of_words(sheet: Sheet, cells: Sequence[Value], held: Sequence[int]) -> Iterator[Fact]:
    words = sheet.columns.intersection(words_of(cells))
    if words:
        if len(words) >= len(sheet.columns.intersection(figures_of(cells))):
            yield Fact("heading", "no fewer words than figures", 3)
        yield Fact("heading", "words over the figures", 2)
        yield Fact("heading", "several texts", 2)
        if (
            len(words) > 1
            and len({text_of(cells[index]) for index in words}) == 1
            and sheet.names in held
        ):
            yield Fact("unit", "one text in place of several figures", 4)
    if held[0] in sheet.columns or (sheet.names is not None and sheet.names not in held):
        yield Fact("heading", "no name", 3)
    elif any(sheet.knows(text_of(cells[index])) for index in held if index not in sheet.columns):
        yield Fact("heading", "a word for names, codes or numbers", 4)
    if all(is_date(cells[index]) for index in held):
        yield Fact("heading", "dates alone", 3)


def _of_a_series(sheet: Sheet, row: int, cells: Sequence[Value]) -> Iterator[Fact]:
    figures = [index for index in figures_of(cells) if index in sheet.columns]
    values = take(cells, figures)
    if not values:
        return
    if not may_be_series(values):
        yield Fact("unit", "figures that are no series", 5)
    elif is_regular(values):
        yield Fact("heading", "a series by equal steps", 3)
    else:
        yield Fact("heading", "maybe a series", 1)
    if not _own_headings(sheet, row, figures[:1]):
        yield Fact("heading", "no heading above", 2)


def _of_a_unit(sheet: Sheet, row: int, cells: Sequence[Value]) -> Iterator[Fact]:
    over = [index for index in filled(cells) if index in sheet.columns]
    if _own_headings(sheet, row, over):
        yield Fact("unit", "each column has its heading above", 4)
    if _goes_on(sheet, cells):
        yield Fact("unit", "named or numbered like the next one", 3)
    sizes = [(index, size) for index in over if (size := _size(cells[index]))]
    if sizes and all(_is_of_their_size(sheet, index, size) for index, size in sizes):
        yield Fact("unit", "as large as those below", 1)


def _own_headings(sheet: Sheet, row: int, columns: Sequence[int]) -> bool:
    """Tell whether each of these columns has words of its own in the rows right above, units between apart."""
    rows = sheet.grid.rows
    lowest = row - 1
    while lowest >= 0 and not _may_head(sheet, rows[lowest], rows[row]):
        lowest -= 1
    above = range(max(0, lowest - _ABOVE + 1), lowest + 1)
    unbroken = (at for at in above if all(filled(rows[below]) for below in range(at, lowest)))
    storeys = [at for at in unbroken if len(filled(rows[at])) > 1]
    paths = heading_paths(sheet.grid, storeys)
    own = set(take(paths, columns))
    return () not in own and len(own) == len(columns)


def _may_head(sheet: Sheet, upper: Sequence[Value], cells: Sequence[Value]) -> bool:
    """Tell whether a row may be the heading of another: words over the figures, or years over what are none."""
    if sheet.columns.intersection(words_of(upper)):
        return not is_column_numbers(upper)
    over = [index for index in figures_of(upper) if index in sheet.columns]
    return bool(over) and all(
        is_time_like(upper[index]) and not is_time_like(cells[index]) for index in over
    )


def _goes_on(sheet: Sheet, cells: Sequence[Value]) -> bool:
    """Tell whether a row's name begins like the next unit's, or its number or code goes on there."""
    if sheet.names is None or not sheet.sample:
        return False
    below = sheet.sample[0]
    words, others = (text_of(row[sheet.names]).casefold().split() for row in (cells, below))
    numbered = [
        index for index in range(sheet.names) if is_figure(cells[index]) and is_figure(below[index])
    ]
    return bool(numbered) or (len(words) > 1 and len(others) > 1 and words[0] == others[0])


def _is_of_their_size(sheet: Sheet, column: int, size: float) -> bool:
    sizes = [number for row in sheet.sample if (number := _size(row[column]))]
    return (
        min(sizes, default=size) <= size * _SIZES_APART
        and size <= max(sizes, default=0) * _SIZES_APART
    )


def _size(value: Value) -> float:
    """Return about how large a figure is, typed or written; 0 where it is none."""
    if is_number(value):
        return abs(float(value))  # type: ignore[arg-type]
    digits = "".join(filter(str.isdecimal, text_of(value))) if is_figure(value) else ""
    return float(digits or 0)
