"""Find the heading rows of a table and the first row of its data, by shape: no word needs to be known.

A heading stands above figures and has words over them; titles, unit lines and letterheads do not (they stand alone
in their row, or a blank row parts them from the table). How it decides is written down in docs/decisions/0003.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from coverage_cli.locate.row_kinds import Fact, Sheet, kind_of
from coverage_cli.locate.series import may_be_series
from coverage_cli.locate.shapes import (
    LAST_YEAR,
    figures_of,
    filled,
    is_column_numbers,
    is_placeholder,
    is_words,
    merges_between,
    text_of,
    words_of,
)
from coverage_cli.model import Grid, Span, Value
from coverage_cli.patterns import pattern
from coverage_cli.spelling import tidy

SEARCHED_ROWS = 120
"""How deep the first figures are looked for: letterhead, title and notes above a table are never longer."""
_SAMPLED_ROWS = 12
HEADING_DEPTH = 5
"""Heading rows one above the other: four of words, and one blank or numbered."""
_LONG_TITLE = 30
NOTHING: Callable[[str], bool] = frozenset[str]().__contains__
# How the title of a report begins; "Kết quả" and "Tình hình" name groups, too, and are titles where much follows.
_TITLE = pattern(
    r"^(?:báo cáo|tổng hợp|biểu|bảng|danh sách|phụ lục|thống kê|report|table|list of|annex|bericht|tabelle|liste)\b"
)
_LONG_TITLE_START = pattern(r"^(?:tình hình|kết quả)\b")


class Heading(NamedTuple):
    """The 0-based heading rows of a table (highest first), the first row of its data, and why the lowest is one."""

    rows: tuple[int, ...]
    first_data_row: int
    facts: tuple[Fact, ...] = ()


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
    if first is None:
        first = _first_data_row([figures_of(row) for row in grid.rows[:SEARCHED_ROWS]], last=True)
    return None if first is None else _walk_up(_sheet(grid, first, figures, knows), first)


def heading_in(grid: Grid, told_rows: tuple[int, int]) -> Heading | None:
    """Return the heading of these 1-based rows, those left out that number the columns."""
    first, last = told_rows
    if first > len(grid.rows):
        return None
    after = min(last, len(grid.rows))
    while after < len(grid.rows) and (not filled(grid.rows[after]) or is_column_numbers(grid.rows[after])):
        after += 1
    sheet = _sheet(grid, after, (), NOTHING)
    told = range(first - 1, min(last, len(grid.rows)))
    return Heading(tuple(row for row in told if kind_of(sheet, row)[0] != "numbers"), after)


def _first_data_row(figures: Sequence[Sequence[int]], *, last: bool = False) -> int | None:
    """Return the first row (the last one) that has at least half as many figures as the fullest one near the top."""
    counts = [len(found) for found in figures]
    fullest = max(counts, default=0)
    enough = max(1, (fullest + 1) // 2)
    return next((at for at in sorted(range(len(counts)), reverse=last) if counts[at] >= enough), None)


def data_figures(row: Sequence[Value]) -> list[int]:
    """Return where a row has figures; nowhere where they number the columns or may be years, ages or doses."""
    figures = figures_of(row)
    if not figures or any(type(value := row[index]) is float and value > LAST_YEAR for index in figures):
        return figures  # no series and no column number is so large: nearly every row ends here
    name = next(iter(words_of(row)), -1)
    behind = [row[index] for index in figures if index > name] or [row[index] for index in figures]
    return [] if may_be_series(behind) or is_column_numbers(row) else figures


def _sheet(grid: Grid, first: int, known: Sequence[Sequence[int]], knows: Callable[[str], bool]) -> Sheet:
    """Return what the rows above the first data row are seen beside: the columns of figures in most rows from it on.

    Numbering and codes stand left of the names and are no figures: over them a group row has its own "I".
    """
    sampled = range(first, min(first + _SAMPLED_ROWS, len(grid.rows)))
    read = [(known[row] if row < len(known) else data_figures(grid.rows[row]), grid.rows[row]) for row in sampled]
    sample = [(found, row) for found, row in read if found] or [(figures_of(row), row) for _, row in read]
    figures = _tallies(found for found, _ in sample)
    words = _tallies(words_of(row) for _, row in sample)
    names = min((index for index, tally in words.items() if 2 * tally >= len(sample)), default=None)
    columns = {index for index, tally in figures.items() if 2 * tally >= len(sample)} or set(figures)
    right = {index for index in columns if names is None or index > names} or columns
    return Sheet(grid, frozenset(right), names, [row for _, row in sample], knows)


def _tallies(rows: Iterable[Sequence[int]]) -> Counter[int]:
    return Counter(index for row in rows for index in row)


def _walk_up(sheet: Sheet, first: int) -> Heading:
    """Find the lowest heading row above the first data row, and the true first data row.

    Rows with a name only (a district over its communes) belong to the data, not to the heading.
    """
    grid, top = sheet.grid, first
    for row in range(first, max(-1, first - HEADING_DEPTH * 4), -1):
        kind, facts = kind_of(sheet, row) if row < first or not data_figures(grid.rows[row]) else ("unit", ())
        if kind == "heading":
            rows = _upwards(grid, row, set(sheet.columns))
            return Heading(tuple(at for at in rows if filled(grid.rows[at])), top, facts)
        if kind == "title":
            return Heading((), top)
        if kind in ("unit", "label"):
            top = row
    return Heading((), first)


def figure_columns(grid: Grid, heading: Heading) -> frozenset[int]:
    """Return the columns of figures below a heading."""
    return _sheet(grid, heading.first_data_row, (), NOTHING).columns


def with_groups(grid: Grid, heading: Heading) -> Heading:
    """Return a heading with the rows of groups above it."""
    above = _upwards(grid, heading.rows[0], set(figure_columns(grid, heading)))[:-1]
    return heading._replace(rows=(*(row for row in above if filled(grid.rows[row])), *heading.rows))


def _upwards(grid: Grid, bottom: int, columns: set[int]) -> list[int]:
    """Return the heading rows from the highest to the lowest."""
    merges = merges_between(grid, max(0, bottom - HEADING_DEPTH), bottom)
    rows = [bottom]
    row = bottom - 1
    while row >= 0 and len(rows) < HEADING_DEPTH:
        tied = any(merges.anchor(lower, column) == (row, column) for lower in rows for column in filled(grid.rows[row]))
        bridged = not filled(grid.rows[row]) and _reaches_over(row, merges.anchors)
        if not (tied or bridged or _is_group_row(grid, row, columns) or _is_passed(grid, row, rows[0])):
            break
        rows.insert(0, row)
        row -= 1
    return rows


def _reaches_over(row: int, anchors: dict[tuple[int, int], Span]) -> bool:
    """Tell whether a merged heading cell covers this blank row."""
    return any(at_row == row for at_row, _ in anchors)


def _is_passed(grid: Grid, row: int, lower: int) -> bool:
    """Tell whether a merged heading cell with words reaches from above this row down to the heading row `lower`."""
    return any(
        span.first_row < row and span.last_row >= lower and is_words(grid.rows[span.first_row][span.first_column])
        for span in grid.merges
    )


def _is_group_row(grid: Grid, row: int, columns: set[int]) -> bool:
    """Tell whether a row groups the columns below it: several short texts, at least one of them over figures."""
    cells = grid.rows[row]
    words = filled(cells)
    if len(words) == 1:
        return _is_partial_span(grid, row, words[0], columns)
    over_figures = [index for index in words if index in columns]
    if len(words) < 2 or not over_figures or is_column_numbers(cells):
        return False
    return all(len(str(cells[index])) <= 120 and not is_placeholder(cells[index]) for index in words)


def _is_partial_span(grid: Grid, row: int, column: int, columns: set[int]) -> bool:
    """Tell whether a lone text is merged over some of the figure columns, as a group heading is and a title is not.

    A unit line ("Đơn vị tính: Người") may be merged too: it has a colon, or cuts through the groups below it.
    """
    span = next((span for span in grid.merges if (span.first_row, span.first_column) == (row, column)), None)
    if column not in columns or span is None or ":" in str(grid.rows[row][column]):
        return False
    covered = span.last_column - span.first_column + 1
    cut = any(other.first_row == row + 1 and _crosses(span, other) for other in grid.merges)
    return 2 <= covered < len(grid.rows[0]) - 1 and not cut and not _is_title(grid, span, columns)


def _is_title(grid: Grid, span: Span, columns: set[int]) -> bool:
    """Tell whether a lone text merged over all figures reads as a title: by its first words, or long and in capitals.

    Under a heading that reaches down beside it, it is a group.
    """
    covers = columns <= set(range(span.first_column, span.last_column + 1))
    if not covers or _is_passed(grid, span.first_row, span.first_row + 1):
        return False
    text = tidy(text_of(grid.rows[span.first_row][span.first_column]))
    if len(text) > _LONG_TITLE and (text.isupper() or _LONG_TITLE_START.match(text.casefold())):
        return True
    return _TITLE.match(text.casefold()) is not None


def _crosses(upper: Span, lower: Span) -> bool:
    """Tell whether two spans share columns without the lower standing wholly below the upper."""
    apart = lower.last_column < upper.first_column or lower.first_column > upper.last_column
    within = upper.first_column <= lower.first_column and lower.last_column <= upper.last_column
    return not apart and not within


def next_heading(
    grid: Grid, rows: Sequence[int], heading: Heading, names_columns: Callable[[Sequence[str]], bool]
) -> Heading | None:
    """Return the heading of a second table among a table's rows: words over its figures, with figures below them.

    One over few of the columns is known by its words (`names_columns`).
    """
    if not heading.rows:
        return None
    columns: frozenset[int] = frozenset()
    seen = False
    for row in rows:
        cells = grid.rows[row]
        if float in map(type, cells) or figures_of(cells):  # nearly every row ends here
            seen = seen or bool(data_figures(cells))
            continue
        if not seen:
            continue
        columns = columns or figure_columns(grid, heading)
        words = columns.intersection(words_of(cells))
        if not words or is_column_numbers(cells):
            continue
        if (2 * len(words) < len(columns) or len(words) < 2) and not names_columns([text_of(value) for value in cells]):
            continue
        below = (at for at in range(row + 1, min(row + 6, len(grid.rows))) if data_figures(grid.rows[at]))
        if (first := next(below, None)) is not None:
            return Heading((row,), first)
    return None
