"""What a cell or a row looks like before anyone knows what it means: figure, placeholder, column number, words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import pairwise
from string import ascii_uppercase

from coverage_cli.datafiles import read_data
from coverage_cli.model import ErrorCell, Grid, Span, Value
from coverage_cli.patterns import FOOTNOTES, FOOTNOTES_BEFORE, RAISED, pattern
from coverage_cli.patterns import PLACEHOLDERS as MISSING
from coverage_cli.records import NamedTuple

# A figure as offices write it: digits with any grouping, a sign, a % or a per-mille mark, a bound, a footnote mark; or
# with the word for people behind it, or a percentage in brackets.
WORDS = read_data("forms", "words")
_PEOPLE = "|".join(WORDS["figures"]["people"])
_FIGURE = pattern(
    rf"^\s*'?(?:{FOOTNOTES_BEFORE})?[-+−]?\s*\d[\d.,'\s\u00a0\u202f]*"
    rf"(?:[%‰]?(?:{FOOTNOTES})?|(?i:{_PEOPLE})|\(\s*\d[\d.,]*\s*%\s*\))\s*$",
)
_PLAIN_FIGURE = re.compile(r"\s*'?[-+−]?\s*\d[\d.,'\s\u00a0\u202f]*[%‰]?\s*$")
# What most figures are, and what all begin with: the pattern of all of them takes long to compile.
_BEGINS_A_FIGURE = re.compile(rf"\s*'?(?:[-+−\d(\[*†‡§¶]|{RAISED})")
PLACEHOLDERS = MISSING | {"“", '"'}
"""What holds no words: a ditto mark stands for the cell above."""
# "(1)", "A", "(3)=(2)/(1)", "7=5/1", "(10) = (8)-(9)": the row under a heading that numbers its columns.
_FEWEST_NUMBERED = 3
# So many cells tell whether a row numbers the columns.
_TELLING = 8
_COLUMN_NUMBER = re.compile(
    r"^\s*\(?\s*(?:[A-Z]|\d{1,2}(?:\.0+)?)\s*\)?\s*(?:=\s*[\d()\s+\-*/:x×.,%A-Z]+)?$"
)
_MONTH_OF_YEAR = pattern(r"^\s*(?:0?[1-9]|1[0-2])\s*\.\s*(?:19|20)\d\d\s*$")
_MARKS = pattern(FOOTNOTES + r"\s*$")
_GROUPED = re.compile(r"^[1-9]\d{0,2}(?:[.,]\d{3})+$")
_PLAIN = re.compile(r"^\d+(?:\.\d+)?$", re.ASCII)
_LONGEST_NUMBER = 40
_FIRST_YEAR, LAST_YEAR = 1900, 2100


def text_of(value: Value) -> str:
    """Return a text cell's text without blanks around it, "" for anything else."""
    return value.strip() if type(value) is str else ""


def written(value: Value) -> str:
    """Return a cell as a person writes it, a whole number without decimals, "" for a blank one.

    >>> written(12.0), written(1.5), written(None)
    ('12', '1.5', '')
    """
    if value is None:
        return ""
    return str(int(value)) if type(value) is float and value.is_integer() else str(value)


def is_number(value: Value) -> bool:
    """Tell whether a cell holds a typed number."""
    return type(value) is float or type(value) is int


def is_figure(value: Value) -> bool:
    """Tell whether a cell holds a number, typed or written, or an error where one should be."""
    if type(value) is str:
        return _is_written(value)
    return is_number(value) or isinstance(value, ErrorCell)


def _is_written(text: str) -> bool:
    """Tell whether a text is a figure."""
    if text.isdecimal():
        return True
    if _BEGINS_A_FIGURE.match(text) is None:
        return False
    return _PLAIN_FIGURE.match(text) is not None or _FIGURE.match(text) is not None


def number_in(value: Value) -> float | None:
    """Return the number of a cell as evidence: exact enough to compare sums, never to compute with."""
    if is_number(value):
        return float(value)  # type: ignore[arg-type]
    written = text_of(value)
    written = written if written[-1:].isdecimal() else _MARKS.sub("", written)
    text = "".join(written.split()).rstrip("%*").replace("'", "")
    text = (
        re.sub(r"[.,](?=\d{3}(?:[.,]|$))", "", text)
        if _GROUPED.match(text)
        else text.replace(",", ".")
    )
    return float(text) if _PLAIN.match(text) else None


def is_words(value: Value) -> bool:
    """Tell whether a cell holds words: text that is neither a figure nor a placeholder."""
    if type(value) is not str:
        return False
    text = value.strip()
    return bool(text) and not _is_written(value) and text.casefold() not in PLACEHOLDERS


def is_blank(value: Value) -> bool:
    """Tell whether a cell is blank to the eye."""
    return value is None or (type(value) is str and not value.strip())


def cells_in(rows: Sequence[Sequence[Value]], at: int) -> list[Value]:
    """Return the cells of a column, row by row."""
    return [row[at] for row in rows]


def filled(row: Sequence[Value]) -> list[int]:
    """Return the indices of a row's cells that are not blank."""
    return [
        index
        for index, value in enumerate(row)
        if value is not None and (type(value) is not str or value.strip())
    ]


def figures_of(row: Sequence[Value]) -> list[int]:
    """Return the indices of a row's cells that hold figures."""
    return [
        index
        for index, value in enumerate(row)
        if value is not None and (type(value) is float or is_figure(value))
    ]


def words_of(row: Sequence[Value]) -> list[int]:
    """Return the indices of a row's cells that hold words."""
    return [index for index, value in enumerate(row) if type(value) is str and is_words(value)]


def end_of_earlier(grid: Grid, top: int) -> int:
    """Return the first row below an earlier table, 0 where there is none: two rows running have several figures."""
    figures = [len(figures_of(cells)) for cells in grid.rows[:top]]
    rows = (row for row in range(top - 1, 0, -1) if min(figures[row - 1 : row + 1]) > 1)
    return next(rows, -1) + 1


def is_column_numbers(row: Sequence[Value]) -> bool:
    """Tell whether a row numbers the columns: A, B, 1, 2, (3)=(2)/(1) …, its numbers rising one by one."""
    texts: list[str] = []
    for value in row:  # nearly every row is told from such a one by its first cell or two
        text = written(value)
        if type(value) is str and len(text) > _LONGEST_NUMBER:
            return False
        if not text.strip():
            continue
        if not _COLUMN_NUMBER.match(text):
            return False
        texts.append(text)
        if len(texts) == _TELLING and not _rises(texts):
            return False  # a row of thousands of figures is not gone through
    if not texts:
        return False
    if _are_letters_in_order(texts) or _begin_at_one(texts):
        return True
    fewest = (
        3 if any("(" in text or "=" in text for text in texts) else 4
    )  # "A, 3, 4" may be a unit and its counts
    if len(texts) < fewest:
        return False
    numbers = _numbers_in(texts)
    return len(numbers) >= 2 and numbers[0] <= 3 and _rises(texts)


def _rises(texts: Sequence[str]) -> bool:
    """Tell whether the numbers in some texts rise one by one, but for a single step."""
    numbers = _numbers_in(texts)
    rising = sum(after - before == 1 for before, after in pairwise(numbers))
    return rising >= len(numbers) - 2


def _numbers_in(texts: Sequence[str]) -> list[int]:
    return [int(match.group()) for text in texts if (match := re.search(r"\d+", text))]


def _are_letters_in_order(texts: Sequence[str]) -> bool:
    """Tell whether the cells are A, B, C … and nothing else."""
    letters = "".join(map(str.strip, texts))
    return len(texts) >= _FEWEST_NUMBERED and letters == ascii_uppercase[: len(texts)]


def _begin_at_one(texts: Sequence[str]) -> bool:
    """Tell whether the cells are 1, 2, 3, or a letter and then 1, 2: no unit has one person, then two."""
    first, *rest = [text.strip() for text in texts]
    if len(texts) != _FEWEST_NUMBERED or first not in ("1", "A", "B"):
        return False
    return [first, *rest] == ["1", "2", "3"] or rest == ["1", "2"]


def is_year_like(value: Value) -> bool:
    """Tell whether a figure could be a year: those stand in headings."""
    if type(value) is str:
        text = _MARKS.sub("", value).strip()
        value = int(text) if text.isdigit() else None
    return is_number(value) and float(value).is_integer() and _FIRST_YEAR <= value <= LAST_YEAR  # type: ignore[arg-type,operator]


def is_time_like(value: Value) -> bool:
    """Tell whether a figure could be a year, or a text one that can only be a month of a year ("5.2024")."""
    return is_year_like(value) or (type(value) is str and _MONTH_OF_YEAR.match(value) is not None)


def is_date(value: Value) -> bool:
    """Tell whether a cell holds a typed date."""
    return isinstance(value, datetime.date)


class Merges(NamedTuple):
    """The merged ranges of a grid, found by the cells they cover."""

    anchors: dict[tuple[int, int], Span]

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """Return the cell that holds what a cell shows."""
        span = self.anchors.get((row, column))
        return (row, column) if span is None else (span.first_row, span.first_column)


def merges_between(grid: Grid, first_row: int, last_row: int) -> Merges:
    """Gather the merged ranges that touch these 0-based rows, cell by cell (whole-sheet merges are cut to the rows)."""
    anchors = {}
    width = len(grid.rows[0]) if grid.rows else 0
    for span in grid.merges:
        for row in range(max(span.first_row, first_row), min(span.last_row, last_row) + 1):
            for column in range(span.first_column, min(span.last_column, width - 1) + 1):
                anchors[row, column] = span
    return Merges(anchors)
