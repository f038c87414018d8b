"""Find the heading rows of a table and the first row of its data, by shape alone: no word needs to be known.

A heading stands above figures and has words over them; titles, unit lines and letterheads do not (they stand alone
in their row, or a blank row parts them from the table). How it decides is written down in docs/decisions/0003.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from coverage_cli.locate.shapes import (
    figures_of,
    filled,
    is_column_numbers,
    is_date,
    is_placeholder,
    is_time_like,
    is_words,
    is_year_like,
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
_YEARS_APART = 30
HEADING_DEPTH = 5
"""Heading rows one above the other: four of words, and one blank or numbered."""
_LONG_TITLE = 30
# How the title of a report begins; "Kết quả" and "Tình hình" name groups, too, and are titles where much follows.
_TITLE = pattern(
    r"^(?:báo cáo|tổng hợp|biểu|bảng|danh sách|phụ lục|thống kê|report|table|list of|annex|bericht|tabelle|liste)\b"
)
_LONG_TITLE_START = pattern(r"^(?:tình hình|kết quả)\b")


class Heading(NamedTuple):
    """The 0-based heading rows of a table (words only, highest first) and the first row of its data."""

    rows: tuple[int, ...]
    first_data_row: int


def find_heading(grid: Grid, told_rows: tuple[int, int] | None = None) -> Heading | None:
    """Return where a grid's heading stands, None where no figures stand under words.

    `told_rows` are 1-based and win.
    """
    if told_rows is not None:
        return _told_heading(grid, told_rows)
    figures = [_data_figures(row) for row in grid.rows[:SEARCHED_ROWS]]
    first = _first_data_row(figures)
    if first is None:
        return None
    columns = _figure_columns(grid.rows, first, figures)
    bottom, top_of_data = _walk_up(grid, first, columns)
    if bottom is None:
        return Heading((), top_of_data)
    rows = _upwards(grid, bottom, columns)
    return Heading(tuple(row for row in rows if filled(grid.rows[row])), top_of_data)


def _told_heading(grid: Grid, told_rows: tuple[int, int]) -> Heading | None:
    first, last = told_rows
    if first > len(grid.rows):
        return None
    after = min(last, len(grid.rows))
    while after < len(grid.rows) and (not filled(grid.rows[after]) or is_column_numbers(grid.rows[after])):
        after += 1
    words = [row for row in range(first - 1, min(last, len(grid.rows))) if not is_column_numbers(grid.rows[row])]
    return Heading(tuple(words), after)


def _first_data_row(figures: Sequence[Sequence[int]]) -> int | None:
    """Return the first row that has at least half as many figures as the fullest one near the top."""
    counts = [len(found) for found in figures]
    fullest = max(counts, default=0)
    enough = max(1, (fullest + 1) // 2)
    return next((index for index, count in enumerate(counts) if count >= enough), None)


def _data_figures(row: Sequence[Value]) -> list[int]:
    """Return where a row has figures; nowhere if they are only years or column numbers, as headings have them."""
    figures = figures_of(row)
    if not figures or is_column_numbers(row):
        return []
    if all(is_time_like(row[index]) for index in figures) and (len(figures) > 1 or len(filled(row)) == 1):
        return []
    return figures


def _figure_columns(rows: Sequence[Sequence[Value]], first: int, known: Sequence[Sequence[int]] = ()) -> set[int]:
    """Return the columns that hold figures in most of the rows from the first data row on; of some they are known.

    Numbering and codes stand left of the names and are no figures: over them a group row has its own "I".
    """
    sampled = range(first, min(first + _SAMPLED_ROWS, len(rows)))
    read = [(known[row] if row < len(known) else _data_figures(rows[row]), rows[row]) for row in sampled]
    sample = [(found, words_of(row)) for found, row in read if found]
    figures, words = _tallies(found for found, _ in sample), _tallies(found for _, found in sample)
    names = min((index for index, tally in words.items() if 2 * tally >= len(sample)), default=-1)
    columns = {index for index, tally in figures.items() if 2 * tally >= len(sample)}
    return {index for index in columns if index > names} or columns


def _tallies(rows: Iterable[Sequence[int]]) -> Counter[int]:
    return Counter(index for row in rows for index in row)


def _walk_up(grid: Grid, first: int, columns: set[int]) -> tuple[int | None, int]:
    """Return the lowest heading row above the first data row, and the true first data row.

    Rows with a name only (a district over its communes) belong to the data, not to the heading.
    """
    top_of_data, row = first, first - 1
    while row >= 0 and first - row <= HEADING_DEPTH * 4:
        cells = grid.rows[row]
        if is_column_numbers(cells):
            pass  # it numbers the columns of the heading above it
        elif any(is_words(cells[index]) for index in columns if index < len(cells)):
            if _is_heading_row(grid, row, columns):
                return row, top_of_data
            if filled(cells) != [min(columns)]:
                return None, top_of_data
            top_of_data = row  # a lone name in the first column heads the rows below it
        elif _is_row_of_years(cells, columns) or _is_row_of_dates(cells, columns):
            return row, top_of_data
        elif filled(cells):
            top_of_data = row
        row -= 1
    return None, first


def _is_row_of_years(cells: Sequence[Value], columns: set[int]) -> bool:
    """Tell years over the figures, in number cells too, from a unit's figures: they lie close together."""
    years = [
        int(str(cells[index]).strip().partition(".")[0]) for index in figures_of(cells) if is_year_like(cells[index])
    ]
    figures = figures_of(cells)
    if len(years) < 2 or len(years) < len(figures) or not columns.intersection(figures):
        return False
    return max(years) - min(years) <= _YEARS_APART


def _is_row_of_dates(cells: Sequence[Value], columns: set[int]) -> bool:
    """Tell whether a row holds nothing but typed dates over the figures: those of the columns below."""
    dates = [index for index in filled(cells) if is_date(cells[index])]
    return len(dates) > 1 and set(dates) <= columns and dates == filled(cells)


def _is_heading_row(grid: Grid, row: int, columns: set[int]) -> bool:
    """Tell a heading from a title: words over the figures, and not one lone text unless headings reach down to it."""
    words = filled(grid.rows[row])
    if len(words) >= 2 or len(columns) == 1:
        return True
    if any(span.first_row < row <= span.last_row for span in grid.merges):
        return True
    # A lone text in the first column names a section, further right it is the lowest word of a group.
    return words[0] > min(columns) and row > 0 and len(filled(grid.rows[row - 1])) >= 3


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
    columns: set[int] = set()
    seen = False
    for row in rows:
        cells = grid.rows[row]
        if float in map(type, cells) or figures_of(cells):  # nearly every row ends here
            seen = seen or bool(_data_figures(cells))
            continue
        if not seen:
            continue
        columns = columns or _figure_columns(grid.rows, heading.first_data_row)
        words = columns.intersection(words_of(cells))
        if not words or is_column_numbers(cells):
            continue
        if (2 * len(words) < len(columns) or len(words) < 2) and not names_columns([text_of(value) for value in cells]):
            continue
        below = next(
            (lower for lower in range(row + 1, min(row + 6, len(grid.rows))) if _data_figures(grid.rows[lower])), None
        )
        if below is not None and not any(_data_figures(grid.rows[between]) for between in range(row, below)):
            return Heading((row,), below)
    return None


def is_same_heading(grid: Grid, row: int, heading: Heading) -> bool:
    """Tell whether a row repeats one of the heading rows, as at the top of a printed page or of a district's block."""
    words = [text_of(value).casefold() for value in grid.rows[row]]
    return any(words == [text_of(value).casefold() for value in grid.rows[other]] for other in heading.rows)


def heading_paths(grid: Grid, rows: Sequence[int]) -> list[tuple[str, ...]]:
    """Return each column's heading path, highest word first; a group's word reaches over the columns it groups."""
    width = len(grid.rows[0]) if grid.rows else 0
    if not rows:
        return [()] * width
    merges = merges_between(grid, rows[0], rows[-1])
    lines = [[_shown(grid, merges.anchor(row, column)) for column in range(width)] for row in rows]
    for position, row in enumerate(rows[:-1]):
        if not any(span.first_row == row and span.last_column > span.first_column for span in merges.anchors.values()):
            _reach_right(lines, position)
    return [_path([line[column] for line in lines]) for column in range(width)]


def _shown(grid: Grid, at: tuple[int, int]) -> str:
    value = grid.rows[at[0]][at[1]]
    if type(value) is float and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime):
        value = value.date()
    return tidy(text_of(value) if isinstance(value, str) else "" if value is None else str(value))


def _reach_right(lines: list[list[str]], position: int) -> None:
    """Let a group's word reach over the blank cells to its right, as far as these have words below them.

    Sheets saved as CSV have lost their merged cells; a word with nothing below it groups nothing.
    """
    line, below = lines[position], lines[position + 1 :]
    reaching = ""
    for column, word in enumerate(line):
        has_below = any(lower[column] for lower in below)
        if word:
            reaching = word if has_below else ""
        elif has_below and reaching:
            line[column] = reaching
        elif not has_below:
            reaching = ""


def _path(words: Sequence[str]) -> tuple[str, ...]:
    path: list[str] = []
    for word in words:
        if word and (not path or path[-1] != word):
            path.append(word)
    return tuple(path)
