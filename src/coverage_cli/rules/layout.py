"""Say what the reader must know about a layout: hidden rows and columns, rows left out, numbers for names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from unicodedata import is_normalized

from coverage_cli.model import Column, Finding, LeftOut, Severity, Table, cell_name, column_letter

_SHOWN_ROWS = 20
_UNSEEN = "\u00a0\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Blanks that do not break and characters without a width."""
_ROLES = ("unit", "parent", "code", "measure", "target")


def check_layout(table: Table, columns: Sequence[Column]) -> list[Finding]:
    """Return the findings on one table's layout; `columns` are those finally taken."""
    return [
        *_hidden_rows(table),
        *_hidden_columns(table, columns),
        *_left_out(table),
        *_numbers_for_names(table),
        *_names_repaired(table),
        *_words_for_counts(table),
        *_levels_untold(table),
    ]


def _hidden_rows(table: Table) -> list[Finding]:
    rows = [unit.row for unit in table.units if unit.row is not None and unit.row in table.grid.hidden_rows]
    if not rows:
        return []
    column = next(column.index for column in table.columns if column.role == "unit")
    cells = tuple(cell_name(row, column) for row in sorted(rows))
    values = {"rows": tuple(str(row + 1) for row in sorted(rows)[:_SHOWN_ROWS])}
    return [_said(table, "hidden-rows", values, cells)]


def _hidden_columns(table: Table, columns: Sequence[Column]) -> list[Finding]:
    row = table.header_rows[-1] if table.header_rows else table.rows[0]
    return [
        _said(table, "hidden-column", {"column": column.name, "letter": column.letter}, (cell_name(row, column.index),))
        for column in columns
        if column.index in table.grid.hidden_columns and column.role in _ROLES
    ]


def _left_out(table: Table) -> list[Finding]:
    """Say which rows were taken for notes, and which could not be placed."""
    findings = []
    kinds: tuple[tuple[str, Severity], ...] = (
        ("below", "info"),
        ("nameless", "error"),
        ("total-unclear", "warning"),
        ("total-twice", "warning"),
        ("other-row", "info"),
    )
    for why, severity in kinds:
        rows = [left for left in table.left_out if left.why == why]
        if rows:
            findings.append(_rows_finding(table, rows, why, severity))
    return findings


def _rows_finding(table: Table, rows: Sequence[LeftOut], why: str, severity: Severity) -> Finding:
    values = {"rows": tuple(str(left.row + 1) for left in rows[:_SHOWN_ROWS]), "text": rows[0].text[:80]}
    cells = tuple(f"A{left.row + 1}" for left in rows)
    return _said(table, "rows-left-out", values, cells)._replace(severity=severity, variant=why)


def _numbers_for_names(table: Table) -> list[Finding]:
    """Find rows shifted sideways: a number where a name should be."""
    shifted = [unit for unit in table.units if unit.name_cell and unit.name.replace(".", "").replace(",", "").isdigit()]
    if not shifted or 2 * len(shifted) > len(table.units):
        return []
    cells = tuple(cell_name(*unit.name_cell) for unit in shifted if unit.name_cell)
    values = {
        "found": shifted[0].name,
        "letter": column_letter(shifted[0].name_cell[1]) if shifted[0].name_cell else "",
    }
    return [_said(table, "row-shifted", values, cells)._replace(severity="error")]


def _names_repaired(table: Table) -> list[Finding]:
    """Say which names hold characters that nobody sees, or letters and marks apart: others do not find them so."""
    rows = table.grid.rows
    repaired = [unit for unit in table.units if unit.name_cell and _is_odd(rows[unit.name_cell[0]][unit.name_cell[1]])]
    if not repaired:
        return []
    cells = tuple(cell_name(*unit.name_cell) for unit in repaired if unit.name_cell)
    values = {"unit": repaired[0].name}
    return [_said(table, "name-repaired", values, cells, repaired[0].name)._replace(severity="info")]


def _is_odd(cell: object) -> bool:
    if type(cell) is not str or cell.isascii():
        return False
    return not is_normalized("NFC", cell) or any(character in _UNSEEN for character in cell.strip())


def _words_for_counts(table: Table) -> list[Finding]:
    """Find rows shifted to the right: a name where the first count should be."""
    rows = [left for left in table.left_out if left.why == "shifted"]
    if not rows:
        return []
    name = next(column.index for column in table.columns if column.role == "unit")
    spots = [(left.row, _first_words(table, left.row, name)) for left in rows]
    cells = tuple(cell_name(*spot) for spot in spots)
    found = str(table.grid.rows[spots[0][0]][spots[0][1]]).strip()
    values = {"found": found, "letter": column_letter(spots[0][1])}
    return [_said(table, "row-shifted", values, cells, found)._replace(severity="error", variant="right")]


def _first_words(table: Table, row: int, name: int) -> int:
    """Return the first column right of the names that a row fills."""
    cells = table.grid.rows[row]
    return next(at for at in range(name + 1, len(cells)) if str(cells[at] or "").strip())


def _levels_untold(table: Table) -> list[Finding]:
    """Say which units have no word in a column that tells the level of the others."""
    column = next((column for column in table.columns if column.role == "level"), None)
    if column is None or not any(column.why.endswith("/tiers") for column in table.columns):
        return []
    rows = table.grid.rows
    untold = [
        unit
        for unit in table.units[1:]
        if unit.name_cell and not str(rows[unit.name_cell[0]][column.index] or "").strip()
    ]
    if not untold:
        return []
    cells = tuple(cell_name(unit.name_cell[0], column.index) for unit in untold if unit.name_cell)
    values = {"column": column.name, "unit": untold[0].name}
    return [_said(table, "layout-repaired", values, cells, untold[0].name)._replace(severity="info", variant="level")]


def _said(
    table: Table, code: str, values: Mapping[str, object], cells: Sequence[str], unit: str | None = None
) -> Finding:
    """Return a warning at cells of the table's sheet; the unit is named where there is one cell alone."""
    name = unit if len(cells) == 1 else None
    return Finding(code, "warning", values, table.grid.file, table.grid.sheet, tuple(cells), name, len(cells))
