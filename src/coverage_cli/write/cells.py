"""How cells of our workbooks look and are written: shared formats, real numbers, text that stays text.

`Worksheet.write` is never used: it makes formulas and links of text, and reports what it could not write by a code.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

from coverage_cli.errors import UnwritableOutput
from coverage_cli.write.display import width
from coverage_cli.write.safety import inert, visible

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Looks = Callable[..., "Format"]
"""Gives the one shared format that has the properties named."""
LONGEST_TEXT = 32_767  # UTF-16 units, the limit of a cell
_LINE = {"bottom": 4, "bottom_color": "#BFBFBF", "valign": "top"}
HEADING = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#1F3864", "font_color": "#FFFFFF"}
TITLE = {"bold": True, "font_size": 14}
NOTE = {"font_color": "#595959"}


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


def put_text(sheet: Worksheet, row: int, column: int, text: str, look: Looks, **properties: Any) -> None:
    """Write text as text; one that begins like a formula stays text even when somebody edits the cell."""
    shown = cell_text(text)
    guarded = {"quote_prefix": True} if inert(shown) != shown else {}
    checked(sheet.write_string(row, column, shown, look(**properties, **guarded)))


def put_headings(
    sheet: Worksheet, row: int, headings: Sequence[str], look: Looks, *, numeric: Collection[int] = ()
) -> None:
    """Write a row of headings, those over numbers to the right like their numbers."""
    for column, heading in enumerate(headings):
        side = {"align": "right"} if column in numeric else {"align": "left", "indent": int(column - 1 in numeric)}
        put_text(sheet, row, column, heading, look, **HEADING, **side)
    sheet.set_row(row, 45 if any(" " in heading for heading in headings) else None)


def checked(code: int) -> None:
    """Refuse to go on where a cell was not written, which XlsxWriter only tells by its return code."""
    if code:
        raise UnwritableOutput("workbook-cell-refused", reason=code)


def cell_text(text: str) -> str:
    """Return what a cell can hold of a text: control characters spelled out, beyond Excel's limit cut with a mark."""
    shown = visible(text)
    if len(shown) <= LONGEST_TEXT // 2 or len(shown.encode("utf-16-le")) // 2 <= LONGEST_TEXT:
        return shown
    return f"{shown[: LONGEST_TEXT // 2 - 1]} …"  # each letter may be two units


def sheet_name(label: str, taken: Sequence[str]) -> str:
    """Return a label as a sheet may be called: no reserved signs, at most 31 units, no name twice."""
    bare = "".join(" " if sign in "[]:*?/\\" else sign for sign in visible(label)).strip("' ") or "Sheet"
    for number in range(1, len(taken) + 2):
        end = "" if number == 1 else f" {number}"
        name = _cut(bare, 31 - len(end)) + end
        if name.casefold() not in [other.casefold() for other in taken]:
            return name
    raise AssertionError("more names than sheets")


def fit_columns(sheet: Worksheet, headings: Sequence[str], contents: Sequence[int], *, widest: int = 60) -> None:
    """Set each column as wide as its content, and as the longest word of its heading, within reason."""
    for column, (heading, content) in enumerate(zip(headings, contents, strict=True)):
        word = max(map(width, heading.split(" "))) + 3  # the filter's button stands in the heading
        sheet.set_column(column, column, min(max(word, content + 2), widest))


def _cut(text: str, units: int) -> str:
    while len(text.encode("utf-16-le")) // 2 > units:
        text = text[:-1]
    return text.strip("' ")
