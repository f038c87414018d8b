"""BIFF12: .xlsb to grids. Values come from the engine, error cells and what is hidden from the records themselves."""

from __future__ import annotations

from collections.abc import Iterator
from struct import error, unpack_from

from coverage_cli.errors import UnreadableInput
from coverage_cli.model import ErrorCell, Finding, Grid
from coverage_cli.read import limits
from coverage_cli.read.cells import columns_within, put
from coverage_cli.read.engine import EngineSheet, read_sheets
from coverage_cli.read.guard import Parts, open_package
from coverage_cli.read.package import relations_of, resolved
from coverage_cli.read.sheet_xml import SheetLook

_ROW, _LAST_CELL, _COLUMN, _SHEET = 0, 11, 60, 156
_ERRORS = (3, 11)
_NOTHING = SheetLook({}, frozenset(), (), 0)
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x01
_ERROR_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def read_xlsb(file: str, content: bytes) -> tuple[list[Grid], list[Finding]]:
    """Read a BIFF12 workbook; uncalculated formulas do not show."""
    looks = look_at_workbook(file, content)
    return [
        _grid(file, sheet, looks.get(sheet.name, _NOTHING)) for sheet in read_sheets(file, content)
    ], []


def look_at_workbook(file: str, content: bytes) -> dict[str, SheetLook]:
    """Guard an .xlsb workbook and return what its sheets hold besides values, by the sheets' names."""
    parts = open_package(file, content)
    try:
        return {name: _look_at_sheet(file, part, parts[part]) for name, part in _sheets(parts)}
    except (error, IndexError) as fault:
        raise UnreadableInput("workbook-damaged", file=file, reason=str(fault)) from fault


def records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield each record's type, start and size; both are written in groups of seven bits."""
    position, end = 0, len(part)
    while position < end:
        kind = part[position]
        position += 1
        if kind & 0x80:
            kind = kind & 0x7F | part[position] << 7
            position += 1
        size = shift = 0
        while True:
            byte = part[position]
            position += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift == 28:
                break
        yield kind, position, size
        position += size


def _grid(file: str, sheet: EngineSheet, look: SheetLook) -> Grid:
    put(sheet.rows, look.odd_cells)
    columns = columns_within(look.hidden_columns, len(sheet.rows[0]) if sheet.rows else 0)
    hidden = frozenset(row for row in look.hidden_rows if row < len(sheet.rows))
    return Grid(file, sheet.name, sheet.rows, sheet.merges, hidden, columns, sheet.visibility)


def _look_at_sheet(file: str, name: str, part: bytes) -> SheetLook:
    odd_cells: dict[tuple[int, int], ErrorCell] = {}
    hidden_rows, hidden_columns = set(), []
    row = last_row = last_column = 0
    for kind, start, _ in records(part):
        if kind == _ROW:
            row = unpack_from("<L", part, start)[0]
            last_row = max(last_row, row)
            if part[start + 11] & _HIDDEN_ROW:
                hidden_rows.add(row)
        elif kind <= _LAST_CELL:
            column = unpack_from("<L", part, start)[0]
            last_column = max(last_column, column)
            if kind in _ERRORS:
                odd_cells[row, column] = ErrorCell(_ERROR_TEXTS.get(part[start + 8], "#N/A"))
        elif kind == _COLUMN:
            hidden_columns += _hidden_columns(part, start)
    _check_box(file, name, last_row + 1, last_column + 1)
    return SheetLook(odd_cells, frozenset(hidden_rows), tuple(hidden_columns), last_row + 1)


def _hidden_columns(part: bytes, start: int) -> list[tuple[int, int]]:
    first, last, width = unpack_from("<3L", part, start)
    return [(first, last)] if part[start + 16] & _HIDDEN_COLUMN or not width else []


def _check_box(file: str, name: str, rows: int, columns: int) -> None:
    if rows > limits.ROWS or columns > limits.COLUMNS:
        raise UnreadableInput("address-outside", file=file, part=name, address=rows)
    if rows * columns > limits.raised(limits.BOX_CELLS):
        raise UnreadableInput("box-too-large", file=file, part=name, rows=rows, columns=columns)


def _sheets(parts: Parts) -> Iterator[tuple[str, str]]:
    """Yield names and parts of the sheets; a sheet record holds state, id, relation id and name."""
    names = {name.lower(): name for name in parts}
    workbook = parts[names["xl/workbook.bin"]]
    targets = relations_of(parts.get(names.get("xl/_rels/workbook.bin.rels", ""), b""))
    for kind, start, _ in records(workbook):
        if kind == _SHEET:
            relation, after = _wide_text(workbook, start + 8)
            name, _ = _wide_text(workbook, after)
            part = (
                names.get(resolved(targets[relation].target).lower())
                if relation in targets
                else None
            )
            if part and targets[relation].kind == "worksheet":
                yield name, part


def _wide_text(part: bytes, start: int) -> tuple[str, int]:
    length = unpack_from("<L", part, start)[0]
    end = start + 4 + 2 * min(length, 1024)
    return part[start + 4 : end].decode("utf-16-le", "replace"), end
