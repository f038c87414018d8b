"""Rows of cells into a sheet: by one template a sheet where the sheet knows how, else cell by cell.

The template saves four fifths of the time of ten thousand rows. It rests on methods that XlsxWriter keeps to itself:
of a version that nobody has tried, or where one of them is missing, every sheet is an ordinary one. A test holds both
ways to the same cells, formats and strings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.sharedstrings import SharedStringTable
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from coverage_cli.errors import UnwritableOutput
from coverage_cli.records import NamedTuple

_TRIED = ("3.2.", "3.3.")
_KEPT_TO_ITSELF = (
    (Worksheet, ("_write_rows", "_check_dimensions", "_escape_data")),
    (SharedStringTable, ("_get_shared_string_index",)),
    (Format, ("_get_xf_index",)),
)


class Formula(NamedTuple):
    """A formula without its =, and the value that programs show which do not calculate."""

    text: str
    value: str | int | float


Held = str | int | float | None | Formula
"""What a cell holds; None is a blank in the look of its format."""


class Cells(NamedTuple):
    """A column of cells and their formats, a row each."""

    cells: Sequence[Held]
    formats: Sequence[Format]


class TemplateSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter is not typed
    """A worksheet whose last rows are one block of columns, written by one template."""

    _first_row = 0
    _block: Sequence[Cells] = ()
    _outline: Sequence[int] = ()

    def fill(self, first_row: int, columns: Sequence[Cells], outline: Sequence[int]) -> int:
        """Keep the columns as the block below `first_row` (0-based), strings shared with the other sheets."""
        self._first_row, self._block = first_row, columns
        self._outline = outline or [0] * len(columns[0].cells)
        self.outline_row_level = max([self.outline_row_level, *self._outline])  # type: ignore[has-type]
        self._strings: dict[str, int] = {}
        for column in columns:
            texts = [cell for cell in column.cells if isinstance(cell, str)]
            self._strings |= {
                text: self.str_table._get_shared_string_index(text) for text in dict.fromkeys(texts)
            }
            self.str_table.count += len(texts) - len(set(texts))
        refused: int = self._check_dimensions(
            first_row + len(columns[0].cells) - 1, len(columns) - 1
        )
        return refused

    def _write_rows(self) -> None:
        if not self._block:
            super()._write_rows()
            return
        last_row: int = self.dim_rowmax  # type: ignore[has-type]
        self.dim_rowmax = self._first_row - 1
        super()._write_rows()
        self.dim_rowmax = last_row
        self.fh.writelines(self._rows())

    def _rows(self) -> Iterator[str]:
        # XlsxWriter numbers formats by their first cell in reading order; rows of the same formats add none.
        for formats in dict.fromkeys(zip(*(column.formats for column in self._block), strict=True)):
            for used in formats:
                used._get_xf_index()
        letters = [xl_col_to_name(index) for index in range(len(self._block))]
        cells = "".join(f'<c r="{letter}%s" s="%s' for letter in letters)
        template = f'<row r="%s" spans="1:{len(letters)}"%s>{cells}</row>'
        numbers = range(self._first_row + 1, self._first_row + 1 + len(self._block[0].cells))
        # XlsxWriter says so of the rows of a sheet that has bars of 2010
        year = ' x14ac:dyDescent="0.25"' if self.excel_version == 2010 else ""
        levels = [f' outlineLevel="{level}"{year}' if level else year for level in self._outline]
        parts = [part for column in self._block for part in (numbers, self._ends(column))]
        return map(template.__mod__, zip(numbers, levels, *parts, strict=True))

    def _ends(self, column: Cells) -> list[str]:
        """Return each cell from the number of its format on; distinct ones are made once."""
        styles = {used: str(used._get_xf_index()) for used in set(column.formats)}
        plain = {cell for cell in column.cells if type(cell) is not Formula}
        ends = {cell: self._end(cell) for cell in plain}
        return [
            styles[used] + (self._formula_end(cell) if type(cell) is Formula else ends[cell])
            for cell, used in zip(column.cells, column.formats, strict=True)
        ]

    def _end(self, cell: Held) -> str:
        if cell is None:
            return '"/>'
        if isinstance(cell, str):
            return f'" t="s"><v>{self._strings[cell]}</v></c>'
        return f'"><v>{cell:.16G}</v></c>'  # the digits that XlsxWriter gives a number

    def _formula_end(self, cell: Formula) -> str:
        text, value = cell
        kind = ""
        if isinstance(value, str):
            kind, value = ' t="str"', self._escape_data(value)
        if "<" in text or "&" in text or ">" in text:
            text = self._escape_data(text)
        return f'"{kind}><f>{text}</f><v>{value}</v></c>'


def sheet_class() -> type[Any]:
    """Return the class of sheets for long tables: the ordinary one of a version on which the other was not tried."""
    is_tried = xlsxwriter.__version__.startswith(_TRIED)
    has_all = all(hasattr(owner, name) for owner, names in _KEPT_TO_ITSELF for name in names)
    return TemplateSheet if is_tried and has_all else Worksheet


def fill(
    sheet: Worksheet, first_row: int, columns: Sequence[Cells], outline: Sequence[int] = ()
) -> None:
    """Write the columns below `first_row` (0-based); raises `UnwritableOutput` where a cell was not written.

    `outline` is the level of each row as a group that can be folded, 0 for one that always shows.
    """
    if not columns[0].cells:
        return
    if isinstance(sheet, TemplateSheet):
        checked(sheet.fill(first_row, columns, outline))
        return
    for row, level in enumerate(outline, first_row):
        if level:
            checked(sheet.set_row(row, None, None, {"level": level}))
    rows = zip(*(zip(column.cells, column.formats, strict=True) for column in columns), strict=True)
    for row, cells in enumerate(rows, first_row):
        for column, (cell, used) in enumerate(cells):
            checked(_write(sheet, (row, column), cell, used))


def mark_table(
    sheet: Worksheet,
    heading_row: int,
    headings: Sequence[str],
    rows: int,
    name: str,
    *,
    filtered: bool = True,
) -> None:
    """Make the headings and the rows below them a table of Excel's own, which is called `name`.

    XlsxWriter remembers every cell of a table: it is made of its first row and then told how long it is.
    """
    last = heading_row + max(rows, 1)
    columns = [{"header": text} for text in headings]
    told = {"name": name, "style": None, "columns": columns, "autofilter": filtered}
    if not isinstance(sheet, TemplateSheet):
        checked(sheet.add_table(heading_row, 0, last, len(headings) - 1, told))
        return
    checked(sheet.add_table(heading_row, 0, heading_row + 1, len(headings) - 1, told))
    whole = f"A{heading_row + 1}:{xl_col_to_name(len(headings) - 1)}{last + 1}"
    ranges = ("range", "a_range", "autofilter") if filtered else ("range", "a_range")
    sheet.tables[-1].update(dict.fromkeys(ranges, whole))


def checked(code: int) -> None:
    """Refuse to go on where a cell was not written, which XlsxWriter only tells by its return code."""
    if code:
        raise UnwritableOutput("workbook-cell-refused", reason=code)


def _write(sheet: Worksheet, at: tuple[int, int], cell: Held, used: Format) -> int:
    """Write a cell by the method for what it holds: `Worksheet.write` makes formulas and links of text."""
    if cell is None:
        code = sheet.write_blank(*at, None, used)
    elif isinstance(cell, str):
        code = sheet.write_string(*at, cell, used)
    elif isinstance(cell, Formula):
        code = sheet.write_formula(*at, cell.text, used, cell.value)
    else:
        code = sheet.write_number(*at, cell, used)
    return int(code)
