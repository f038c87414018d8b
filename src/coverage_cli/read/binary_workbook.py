"""Binary workbook: .xls to grids, with error cells, fonts, what is hidden. Sees no formula without a stored value."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from io import StringIO
from typing import Any

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.xldate import xldate_as_datetime

from coverage_cli.errors import UnreadableInput
from coverage_cli.findings import Where, finding
from coverage_cli.model import ErrorCell, Finding, Grid, Span, Value, Visibility
from coverage_cli.read.cells import evened, trimmed
from coverage_cli.read.engine import read_sheets
from coverage_cli.read.fonts import encoding_of_font

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_VISIBILITY: tuple[Visibility, ...] = ("visible", "hidden", "very_hidden")


def read_xls(file: str, content: bytes) -> tuple[list[Grid], list[Finding]]:
    """Read a BIFF workbook with xlrd, which knows error cells, fonts and hidden rows, else with the engine."""
    try:
        return _with_xlrd(file, content), []
    except xlrd.XLRDError as fault:
        if "encrypted" in str(fault):
            raise UnreadableInput("kind-encrypted", file=file) from fault
        return _with_engine(file, content, fault)
    except (
        Exception
    ) as fault:  # xlrd says IndexError, struct.error, AssertionError … for a damaged file
        return _with_engine(file, content, fault)


def _with_xlrd(file: str, content: bytes) -> list[Grid]:
    book = xlrd.open_workbook(
        file_contents=content, logfile=StringIO(), formatting_info=True, ragged_rows=True
    )
    fonts = {
        index: encoding
        for index, font in enumerate(book.font_list)
        if (encoding := encoding_of_font(font.name))
    }
    return [_xls_grid(file, book, sheet, fonts) for sheet in book.sheets()]


def _with_engine(file: str, content: bytes, fault: Exception) -> tuple[list[Grid], list[Finding]]:
    grids = [
        Grid(file, sheet.name, sheet.rows, sheet.merges, visibility=sheet.visibility)
        for sheet in read_sheets(file, content)
    ]
    reason = f"{type(fault).__name__}: {fault}"
    return grids, [finding("layout-repaired", Where(file), variant="xls-fallback", reason=reason)]


def _xls_grid(file: str, book: Any, sheet: Any, fonts: Mapping[int, str]) -> Grid:
    rows = evened(trimmed([_row(sheet, row, book.datemode) for row in range(sheet.nrows)]))
    width = len(rows[0]) if rows else 0
    hidden_rows = {
        row for row, about in sheet.rowinfo_map.items() if about.hidden and row < len(rows)
    }
    hidden_columns = {
        column for column, about in sheet.colinfo_map.items() if about.hidden or not about.width
    }
    merges = (
        Span(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells
    )
    return Grid(
        file,
        sheet.name,
        rows,
        tuple(merges),
        frozenset(hidden_rows),
        frozenset(column for column in hidden_columns if column < width),
        _VISIBILITY[sheet.visibility],
        _legacy(book, sheet, fonts) if fonts else {},
    )


def _row(sheet: Any, row: int, datemode: int) -> list[Value]:
    """Return a row without the formatted blanks at its end."""
    pairs = zip(sheet.row_types(row), sheet.row_values(row), strict=True)
    values = [_value(kind, value, datemode) for kind, value in pairs]
    while values and values[-1] is None:
        values.pop()
    return values


def _value(kind: int, value: Any, datemode: int) -> Value:
    """Turn xlrd's pair of type and value into the value itself."""
    if kind == _NUMBER:
        return float(value)
    if kind == _TEXT:
        return value or None
    if kind == _DATE:
        return _date(value, datemode)
    if kind == _BOOLEAN:
        return bool(value)
    return _error(value) if kind == _ERROR else None


def _date(value: float, datemode: int) -> Value:
    """Turn a serial number into a date and time; one outside the calendar stays the number it is."""
    try:
        moment: datetime.datetime = xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return value
    if 0 <= value < 1:
        return moment.time()
    return moment.date() if value == int(value) else moment


def _error(code: int) -> ErrorCell:
    return ErrorCell(error_text_from_code.get(code, f"#ERROR {code}"))


def _legacy(book: Any, sheet: Any, fonts: Mapping[int, str]) -> dict[tuple[int, int], str]:
    """Map text cells to the encoding of their font, or of the first legacy font among their runs."""
    styles = {
        index: fonts[style.font_index]
        for index, style in enumerate(book.xf_list)
        if style.font_index in fonts
    }
    found = {}
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind != _TEXT:
                continue
            runs = (
                fonts.get(font) for _, font in sheet.rich_text_runlist_map.get((row, column), ())
            )
            encoding = styles.get(sheet.cell_xf_index(row, column)) or next(
                filter(None, runs), None
            )
            if encoding:
                found[row, column] = encoding
    return found
