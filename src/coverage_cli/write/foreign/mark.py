"""Mark cells in a copy of the workbook that they were found in: coloured by how bad, with a remark that says why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coverage_cli.grouping import grouped
from coverage_cli.model import AUTHOR
from coverage_cli.records import NamedTuple
from coverage_cli.write.foreign.change import changed

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from coverage_cli.write.foreign.proof import Changed

_COLOURS = {"error": "FFC7CE", "warning": "FFEB9C", "info": "DDEBF7"}
_BETWEEN = "\n\n"
# Points of a remark's box, and how many letters a line of it holds.
_WIDTH, _LINE, _LETTERS, _HIGHEST = 300, 15, 48, 400


class Mark(NamedTuple):
    """A cell by its sheet and 0-based row and column, how bad it is, and what is to be said."""

    sheet: str
    place: tuple[int, int]
    severity: str
    text: str


def marked_copy(file: str, content: bytes, marks: Sequence[Mark]) -> bytes:
    """Return a copy of a workbook with cells coloured and remarked, everything else proved as it was."""

    def put(book: Workbook) -> Changed:
        """Colour the cells and hang the remarks on them."""
        changed_cells: dict[str, set[tuple[int, int]]] = {}
        for (name, place), told in grouped(((at.sheet, at.place), at) for at in marks).items():
            cell = _anchor(book[name], place)
            _mark(book[name], cell, told)
            changed_cells.setdefault(name, set()).add(cell)
        return changed_cells

    return changed(file, content, put, looks_too=True)


def _anchor(sheet: Worksheet, place: tuple[int, int]) -> tuple[int, int]:
    """Return the cell that shows what a merged cell holds."""
    row, column = place[0] + 1, place[1] + 1
    for span in sheet.merged_cells.ranges:
        if span.min_row <= row <= span.max_row and span.min_col <= column <= span.max_col:
            return span.min_row - 1, span.min_col - 1
    return place


def _mark(sheet: Worksheet, place: tuple[int, int], told: Sequence[Mark]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell: Any = sheet.cell(place[0] + 1, place[1] + 1)
    worst = min((mark.severity for mark in told), key=list(_COLOURS).index)
    cell.fill = PatternFill("solid", fgColor=_COLOURS[worst])
    before = [cell.comment.text] if cell.comment else []
    text = _BETWEEN.join([*before, *dict.fromkeys(mark.text for mark in told)])
    lines = sum(1 + len(line) // _LETTERS for line in text.splitlines())
    height = min(_LINE * (lines + 1), _HIGHEST)
    cell.comment = Comment(text, AUTHOR, height=height, width=_WIDTH)
