"""Find the heading rows of a table and the first row of its data, by shape: no word needs to be known.

A heading stands above figures and has words over them; titles, unit lines and letterheads do not (they stand alone
in their row, or a blank row parts them from the table). How it decides is written down in docs/decisions/0003.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import takewhile

from coverage_cli.grouping import first_where, take
from coverage_cli.locate.row_kinds import Fact, Sheet, kind_of
from coverage_cli.locate.series import may_be_series
from coverage_cli.locate.shapes import (
    LAST_YEAR,
    WORDS,
    figures_of,
    filled,
    is_column_numbers,
    is_figure,
    is_words,
    merges_between,
    text_of,
    words_of,
)
from coverage_cli.model import Grid, Span, Value
from coverage_cli.patterns import pattern
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import tidy

SEARCHED_ROWS = 120
"""How deep the first figures are looked for: letterhead, title and notes above a table are never longer."""
_SAMPLED_ROWS = 12
HEADING_DEPTH = 5
"""Heading rows one above the other: four of words, and one blank or numbered."""
_LONG_TITLE = 30
_LONGEST = 120
_FIGURES_WITHIN = 5
NOTHING: Callable[[str], bool] = frozenset[str]().__contains__
_TITLE = pattern(rf"(?:{'|'.join(WORDS['titles']['begin'])})\b")


class Heading(NamedTuple):
    """The 0-based heading rows of a table (highest first), the first row of its data, and why the lowest is one."""

    rows: tuple[int, ...]
    first_data_row: int
    facts: tuple[Fact, ...] = ()

    @property
    def top(self) -> int:
        """Return the first row of the table, its heading included."""
        return self.rows[0] if self.rows else self.first_data_row


def find_heading(
    grid: Grid, told_rows: tuple[int, int] | None = None, knows: Callable[[str], bool] = NOTHING
) -> Heading | None:
    """Return where a grid's heading stands, None where no figures stand under words.

    `told_rows` are 1-based and win; `knows` tells whether a text is known to head a column of names, codes or numbers.
    """
    if told_rows is not None:
        return heading_in(grid, told_rows)
    figures = [data_figures(row) for row in grid.rows[:SEARCHED_ROWS]]
    first = _first_data_row(figures)
    if first is not None:
        return _walk_up(_sheet(grid, first, figures, knows), first)
    first, is_sure = _first_of_years(grid.rows[:SEARCHED_ROWS], knows)
    return (
        None
        if first is None
        else _walk_up(_sheet(grid, first, figures, knows), first, is_sure=is_sure)
    )


def _first_of_years(
    rows: Sequence[Sequence[Value]], knows: Callable[[str], bool]
) -> tuple[int | None, bool]:
    """Return the first data row where the figures of all rows may be years, and whether it is sure to be one.

    It stands below a word for names; where there is none, the last row is all that can be data.

    "Commune | 2022 | 2023" stands over "Alta | 2010 | 1995" and "Bona | 2100 | 2005".
    """
    figures = [figures_of(row) for row in rows]
    heads = (
        at
        for at, row in enumerate(rows)
        if figures[at] and any(knows(text_of(row[name])) for name in words_of(row))
    )
    below = next(heads, -1) + 1
    first = _first_data_row(figures[below:]) if below else None
    if first is not None:
        return below + first, True
    from_below = _first_data_row(figures[::-1])
    return (None if from_below is None else len(figures) - 1 - from_below), False


def heading_in(grid: Grid, told_rows: tuple[int, int]) -> Heading | None:
    """Return the heading of these 1-based rows, those left out that number the columns."""
    first, last = told_rows
    if first > len(grid.rows):
        return None
    after = min(last, len(grid.rows))
    while after < len(grid.rows) and (
        not filled(grid.rows[after]) or is_column_numbers(grid.rows[after])
    ):
        after += 1
    sheet = _sheet(grid, after, (), NOTHING)
    told = range(first - 1, min(last, len(grid.rows)))
    return Heading(tuple(row for row in told if kind_of(sheet, row)[0] != "numbers"), after)


def _first_data_row(figures: Sequence[Sequence[int]]) -> int | None:
    """Return the first row that has at least half as many figures as the fullest one near the top."""
    counts = [len(found) for found in figures]
    enough = max(1, (max(counts, default=0) + 1) // 2)
    return next((at for at, count in enumerate(counts) if count >= enough), None)


def data_figures(row: Sequence[Value]) -> list[int]:
    """Return where a row has figures; nowhere where they number the columns or may be years, ages or doses."""
    figures = figures_of(row)
    if not figures or any(
        type(value := row[index]) is float and value > LAST_YEAR for index in figures
    ):
        return figures  # no series and no column number is so large: nearly every row ends here
    name = next(iter(words_of(row)), -1)
    behind = [row[index] for index in figures if index > name] or take(row, figures)
    return [] if may_be_series(behind) or is_column_numbers(row) else figures


def _sheet(
    grid: Grid, first: int, known: Sequence[Sequence[int]], knows: Callable[[str], bool]
) -> Sheet:
    """Return what the rows above the first data row are seen beside: the columns of figures in most rows from it on.

    Numbering and codes stand left of the names and are no figures: over them a group row has its own "I".
    """
    sampled = range(first, min(first + _SAMPLED_ROWS, len(grid.rows)))
    read = [
        (known[row] if row < len(known) else data_figures(grid.rows[row]), grid.rows[row])
        for row in sampled
    ]
    sample = [(found, row) for found, row in read if found] or [
        (figures_of(row), row) for _, row in read
    ]
    figures = _tallies(found for found, _ in sample)
    words = _tallies(words_of(row) for _, row in sample)
    names = min((index for index, tally in words.items() if 2 * tally >= len(sample)), default=None)
    columns = {index for index, tally in figures.items() if 2 * tally >= len(sample)}
    right = {index for index in columns if names is None or index > names} or columns
    return Sheet(grid, frozenset(right), names, [row for _, row in sample], knows)


def _tallies(rows: Iterable[Sequence[int]]) -> Counter[int]:
    return Counter(index for row in rows for index in row)


def _walk_up(sheet: Sheet, first: int, *, is_sure: bool = False) -> Heading:
    """Find the lowest heading row above the first data row, and the true first data row (`first`, where `is_sure`).

    Rows with a name only (a district over its communes) belong to the data, not to the heading.
    """
    grid, top = sheet.grid, first
    for row in range(first, max(-1, first - HEADING_DEPTH * 4), -1):
        is_data = row == first and (is_sure or bool(data_figures(grid.rows[row])))
        kind, facts = ("unit", ()) if is_data else kind_of(sheet, row)
        if kind == "heading":
            left = min(filled(grid.rows[first]), default=0) if first < len(grid.rows) else 0
            below = takewhile(partial(_goes_on, sheet, left), range(row + 1, first))
            rows = [*_upwards(sheet, row), *below]
            top = max(top, rows[-1] + 1)
            return Heading(tuple(at for at in rows if filled(grid.rows[at])), top, facts)
        if kind == "title":
            return Heading((), top)
        if kind in ("unit", "label"):
            top = row
    return Heading((), first)


def _goes_on(sheet: Sheet, left: int, row: int) -> bool:
    """Tell whether a row right below a heading has words over figures alone: a last storey; a unit line is none.

    A word over the first column (`left`) names the block below it, though numbers of quarters may stand there.
    """
    cells = sheet.grid.rows[row]
    held = filled(cells)
    return bool(held) and all(
        at in sheet.columns - {left} and is_words(cells[at]) and ":" not in str(cells[at])
        for at in held
    )


def figure_columns(grid: Grid, heading: Heading) -> frozenset[int]:
    """Return the columns of figures below a heading."""
    return _sheet(grid, heading.first_data_row, (), NOTHING).columns


def with_groups(grid: Grid, heading: Heading) -> Heading:
    """Return a heading with the rows of groups above it."""
    above = _upwards(_sheet(grid, heading.first_data_row, (), NOTHING), heading.rows[0])[:-1]
    return heading._replace(rows=(*above, *heading.rows))


def _upwards(sheet: Sheet, bottom: int) -> list[int]:
    """Return the heading rows from the highest to the lowest."""
    grid = sheet.grid
    merges = merges_between(grid, max(0, bottom - HEADING_DEPTH), bottom)
    top = bottom
    while top > max(0, bottom - HEADING_DEPTH + 1):
        row = top - 1
        held = filled(grid.rows[row])
        lower = range(top, bottom + 1)
        is_tied = any(merges.anchor(at, column) == (row, column) for at in lower for column in held)
        is_bridged = not held and any(at == row for at, _ in merges.anchors)
        if not (is_tied or is_bridged or _is_group_row(sheet, row) or _is_passed(grid, row, top)):
            break
        top = row
    return list(range(top, bottom + 1))


def _is_passed(grid: Grid, row: int, lower: int) -> bool:
    """Tell whether a merged heading cell with words reaches from above this row down to the heading row `lower`."""
    return any(
        span.first_row < row
        and span.last_row >= lower
        and is_words(grid.rows[span.first_row][span.first_column])
        for span in grid.merges
    )


def _is_group_row(sheet: Sheet, row: int) -> bool:
    """Tell whether a row groups the columns below it: several short texts, at least one of them over figures."""
    cells = sheet.grid.rows[row]
    held = filled(cells)
    if len(held) == 1:
        return held[0] in sheet.columns and (
            _is_group(sheet.grid, row, held[0], sheet.columns) or _is_between(sheet, row, held[0])
        )
    if any(len(str(cells[index])) > _LONGEST for index in held):
        return False  # a title with its number beside it
    return kind_of(sheet, row)[0] == "heading" and not _is_name_with_unit_line(
        sheet.grid, row, held
    )


def _is_between(sheet: Sheet, row: int, column: int) -> bool:
    """Tell whether a lone text stands right below a group in a row of headings: the middle storey; no title does."""
    upper = sheet.grid.rows[row - 1] if row else ()
    is_below = {column, sheet.names}.issubset(filled(upper)) and is_words(upper[column])
    return is_below and kind_of(sheet, row - 1)[0] == "heading"


def _is_name_with_unit_line(grid: Grid, row: int, held: Sequence[int]) -> bool:
    """Tell a block's name and its unit line ("Đơn vị: người"), both above headings, from names of groups."""
    text = str(grid.rows[row][held[-1]]).rstrip()
    is_apart = len(held) == 2 and held[0] + 1 < held[1]
    return (
        is_apart and ":" in text[:-1] and None not in (grid.rows[row + 1][index] for index in held)
    )


def _is_group(grid: Grid, row: int, column: int, columns: frozenset[int]) -> bool:
    """Tell whether a lone text is merged over some of the figure columns, as a group heading is and a title is not.

    A unit line ("Đơn vị tính: Người") may be merged too: it has a colon, or cuts through the groups below it.
    """
    span = first_where(
        lambda span: (span.first_row, span.first_column) == (row, column), grid.merges
    )
    text = str(grid.rows[row][column])
    if span is None or ":" in text:
        return False
    covered = range(span.first_column, span.last_column + 1)
    is_cut = any(other.first_row == row + 1 and _crosses(span, other) for other in grid.merges)
    is_title = (
        columns.issubset(covered) and not _is_passed(grid, row, row + 1) and _is_title(tidy(text))
    )
    return len(covered) < len(grid.rows[0]) - 1 and not is_cut and not is_title


def _is_title(text: str) -> bool:
    """Tell whether a text reads as a title: by its first words, or its length."""
    return len(text) > _LONG_TITLE or _TITLE.match(text.casefold()) is not None


def _crosses(upper: Span, lower: Span) -> bool:
    """Tell whether two spans share columns without the lower standing wholly below the upper."""
    first, last = upper.first_column, upper.last_column
    is_within = first <= lower.first_column and lower.last_column <= last
    return lower.first_column <= last and first <= lower.last_column and not is_within


def next_heading(
    grid: Grid,
    rows: Sequence[int],
    heading: Heading,
    names_columns: Callable[[Sequence[str]], bool],
) -> Heading | None:
    """Return the heading of a second table among a table's rows: words over its figures, with figures below them.

    One over few of the columns is known by its words (`names_columns`).
    """
    columns: frozenset[int] = frozenset()
    seen = False
    for row in rows:
        cells = grid.rows[row]
        if float in map(type, cells) or any(map(is_figure, cells)):  # nearly every row ends here
            seen = seen or bool(data_figures(cells))
        elif seen and any(cells):  # a sheet may have a million blank rows
            columns = columns or figure_columns(grid, heading)
            below = range(row + 1, min(row + 1 + _FIGURES_WITHIN, len(grid.rows)))
            first = first_where(lambda at: data_figures(grid.rows[at]), below)
            if first is not None and _may_head(cells, columns, names_columns):
                return Heading((row,), first)
    return None


def _may_head(
    cells: Sequence[Value], columns: frozenset[int], names_columns: Callable[[Sequence[str]], bool]
) -> bool:
    """Tell whether a row without figures has words over half of the columns, or over some and words that head such.

    One word in all of them ("F | F | F") stands for figures that are not printed.
    """
    words = columns.intersection(words_of(cells))
    is_one_word = len(words) > 1 and len({text_of(cells[at]) for at in words}) == 1
    if not words or is_one_word or is_column_numbers(cells):
        return False
    return len(words) >= max(2, len(columns) / 2) or names_columns(
        [text_of(value) for value in cells]
    )
