"""How cells of our workbooks look and are written: shared formats, real numbers, text that stays text.

`Worksheet.write` is never used: it makes formulas and links of text, and reports what it could not write by a code.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from coverage_cli.write.safety import inert, visible
from coverage_cli.write.text.width import folded, width
from coverage_cli.write.workbook.rows import checked

Looks = Callable[..., "Format"]
"""Gives the one shared format that has the properties named."""
LONGEST_TEXT = 32_767  # UTF-16 units, the limit of a cell
_LINE = {"bottom": 4, "bottom_color": "#BFBFBF", "valign": "top"}
HEADING = {
    "bold": True,
    "text_wrap": True,
    "valign": "vcenter",
    "bg_color": "#1F3864",
    "font_color": "#FFFFFF",
}
TITLE = {"bold": True, "font_size": 14}
NOTE = {"font_color": "#595959"}
VERDICTS = {"met": "#1E6B34", "short": "#B00020", "no_data": "#6A1B9A", "incomplete": "#6A1B9A"}
"""The colours of statuses that say something."""
_AIR, _BUTTON = (
    2,
    3,
)  # characters: around a cell's content, and for the filter's button in a heading
_LINE_POINTS, _AROUND_HEADING, _HIGHEST = 15, 6, 409  # Excel has no higher row


def looks_of(book: Workbook) -> Looks:
    """Return a function that makes each format once: a workbook of thousands of formats opens slowly."""
    made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def look(**properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in made:
            made[key] = book.add_format(properties)
        return made[key]

    return look


def body(**properties: Any) -> dict[str, Any]:
    """Return the properties of a cell of a table's body."""
    return {**_LINE, **properties}


def put_text(
    sheet: Worksheet, row: int, column: int, text: str, look: Looks, **properties: Any
) -> None:
    """Write text as text; one that begins like a formula stays text even when somebody edits the cell."""
    shown = cell_text(text)
    guarded = {"quote_prefix": True} if inert(shown) != shown else {}
    checked(sheet.write_string(row, column, shown, look(**properties, **guarded)))


def put_headings(
    sheet: Worksheet,
    row: int,
    headings: Sequence[str],
    look: Looks,
    *,
    numeric: Collection[int] = (),
) -> None:
    """Write a row of headings, those over numbers to the right like their numbers."""
    for column, heading in enumerate(headings):
        side = (
            {"align": "right"}
            if column in numeric
            else {"align": "left", "indent": int(column - 1 in numeric)}
        )
        put_text(sheet, row, column, heading, look, **HEADING, **side)
    sheet.set_row(
        row, 45 if any(" " in heading for heading in headings) else None
    )  # `fit_columns` knows better


def cell_text(text: str) -> str:
    """Return what a cell can hold of a text: control characters spelled out, beyond Excel's limit cut with a mark."""
    shown = visible(text)
    if len(shown) <= LONGEST_TEXT // 2 or len(shown.encode("utf-16-le")) // 2 <= LONGEST_TEXT:
        return shown
    return f"{shown[: LONGEST_TEXT // 2 - 1]} …"  # each letter may be two units


def sheet_name(label: str, taken: Sequence[str]) -> str:
    """Return a label as a sheet may be called: no reserved signs, at most 31 units, no name twice."""
    bare = (
        "".join(" " if sign in "[]:*?/\\" else sign for sign in visible(label)).strip("' ")
        or "Sheet"
    )
    for number in range(1, len(taken) + 2):
        end = "" if number == 1 else f" {number}"
        name = _cut(bare, 31 - len(end)) + end
        if name.casefold() not in [other.casefold() for other in taken]:
            return name
    raise AssertionError("more names than sheets")


def fit_columns(
    sheet: Worksheet,
    heading_row: int,
    headings: Sequence[str],
    across: Sequence[int],
    *,
    grouped_from: int | None = None,
) -> None:
    """Set columns as wide as told (`fitted`), and the row of headings as high as they then need.

    No program is left to guess it. Columns from `grouped_from` on are a group that can be folded.
    """
    for column, cells in enumerate(across):
        in_group = grouped_from is not None and column >= grouped_from
        sheet.set_column(column, column, cells, None, {"level": 1} if in_group else {})
    lines = max(
        len(folded(text, max(cells - _BUTTON, 1)))
        for text, cells in zip(headings, across, strict=True)
    )
    sheet.set_row(heading_row, lines * _LINE_POINTS + _AROUND_HEADING)


def fitted(
    headings: Sequence[str], contents: Sequence[int], *, widest: int = 60, filtered: bool = True
) -> list[int]:
    """Return how wide columns are: as their content and as the longest word of their heading, within reason.

    Headings that can be filtered by have a button beside them.
    """
    beside = _BUTTON if filtered else 0
    return [
        min(max(_bold_width(max(heading.split(" "), key=width)) + beside, content + _AIR), widest)
        for heading, content in zip(headings, contents, strict=True)
    ]


def _bold_width(word: str) -> int:
    """Return the room for a word in bold: a seventh more, and more again where another font stands in for Excel's."""
    return -(-width(word) * 6 // 5)


def fit_rows(
    sheet: Worksheet, first_row: int, rows: Sequence[Sequence[str]], across: Sequence[int]
) -> None:
    """Set the height of rows with wrapped text: not every program finds it when it opens the file."""
    for row, texts in enumerate(rows, first_row):
        lines = max(
            len(folded(text, max(cells - 1, 1))) for text, cells in zip(texts, across, strict=True)
        )
        if lines > 1:
            sheet.set_row(row, min(lines * _LINE_POINTS, _HIGHEST))


def _cut(text: str, units: int) -> str:
    while len(text.encode("utf-16-le")) // 2 > units:
        text = text[:-1]
    return text.strip("' ")
