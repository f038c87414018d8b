"""Workbook: .xlsx and .xlsm to grids. Cells come from the engine, what it leaves out from a look at the raw parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.errors import UnreadableInput
from coverage_cli.findings import Where, finding
from coverage_cli.model import Finding, Grid
from coverage_cli.read.archive import pack
from coverage_cli.read.cells import Rows, columns_within, put
from coverage_cli.read.engine import EngineSheet, read_sheets
from coverage_cli.read.fonts import LegacyFonts, legacy_cells, legacy_fonts
from coverage_cli.read.formats import columns_in_thousands, styles_in_thousands
from coverage_cli.read.guard import Parts, check_sheet, open_package
from coverage_cli.read.home import bring_home
from coverage_cli.read.package import Sheet, list_sheets, unlist_sheets
from coverage_cli.read.sheet_xml import (
    KNOWN_ERRORS,
    SheetLook,
    look_at_sheet,
    without_unknown_errors,
)
from coverage_cli.records import NamedTuple

_REPACKED_BYTES = 64 << 20


class _Look(NamedTuple):
    found: SheetLook
    legacy: Mapping[tuple[int, int], str]
    thousands: frozenset[int]


def read_workbook(file: str, content: bytes) -> tuple[list[Grid], list[Finding]]:
    """Read an OOXML workbook; every error cell and uncalculated formula stands at its place as an `ErrorCell`."""
    parts = open_package(file, content)
    is_moved = bring_home(parts)
    sheets, skipped = _usable(file, parts)
    fonts, scaled = legacy_fonts(parts), styles_in_thousands(parts)
    looks = {
        part: _look(file, part, parts[part], (fonts, scaled))
        for part in {sheet.part: None for sheet in sheets}
    }
    is_masked = _mask_newer_errors(parts, looks)
    handed_on = (
        pack(parts)
        if is_moved or is_masked or skipped or sum(map(len, parts.values())) <= _REPACKED_BYTES
        else content
    )
    parts.clear()
    read = list(read_sheets(file, handed_on))
    if len(read) != len(sheets):
        raise UnreadableInput(
            "workbook-damaged", file=file, reason=f"{len(read)} of {len(sheets)} sheets"
        )
    grids = [
        _grid(file, sheet, looks[about.part]) for sheet, about in zip(read, sheets, strict=True)
    ]
    kept, findings = _without_namesakes(grids)
    return kept, [*skipped, *findings]


def _usable(file: str, parts: Parts) -> tuple[list[Sheet], list[Finding]]:
    """Return the worksheets that are there; one that is missing, or holds macros, is taken off the list and said."""
    listed = list_sheets(file, parts)
    sheets = [sheet for sheet in listed if sheet.is_worksheet and sheet.part]
    missing = [sheet for sheet in listed if sheet.is_worksheet and not sheet.part]
    if not sheets:
        if missing:
            raise UnreadableInput("sheet-missing", file=file, sheet=missing[0].name)
        raise UnreadableInput("workbook-without-sheets", file=file)
    off = {
        at: "missing" if sheet.is_worksheet else "macros"
        for at, sheet in enumerate(listed)
        if sheet in missing or "macro" in sheet.kind.lower()
    }
    if off:
        unlist_sheets(parts, frozenset(off))
    return sheets, [
        finding(
            "sheet-skipped",
            Where(file, listed[at].name),
            variant=variant,
            sheet=listed[at].name,
        )
        for at, variant in off.items()
    ]


def _look(file: str, part: str, xml: bytes, styles: tuple[LegacyFonts, frozenset[int]]) -> _Look:
    """Guard a worksheet part and look at it; its values are the engine's. `styles` are legacy fonts and thousands."""
    fonts, scaled = styles
    found = look_at_sheet(xml)
    check_sheet(file, part, xml, found.last_row)
    return _Look(found, legacy_cells(xml, fonts), columns_in_thousands(xml, scaled))


def _mask_newer_errors(parts: Parts, looks: Mapping[str, _Look]) -> bool:
    """Put errors that the engine refuses a whole workbook for as `#N/A`; their texts are kept by the looks."""
    masked = [
        part
        for part, look in looks.items()
        if any(
            cell.text.encode() not in KNOWN_ERRORS
            for cell in look.found.odd_cells.values()
            if not cell.stale
        )
    ]
    for part in masked:
        parts[part] = without_unknown_errors(parts[part])
    return bool(masked)


def _without_namesakes(grids: Sequence[Grid]) -> tuple[list[Grid], list[Finding]]:
    """Leave out sheets of a name that was there before: the engine gives the first one's cells for them, too."""
    kept: dict[str, Grid] = {}
    findings = []
    for grid in grids:
        if grid.sheet in kept:
            values = {"sheet": grid.sheet}
            findings.append(
                finding("sheet-skipped", Where(grid.file, grid.sheet), values, variant="same-name")
            )
        else:
            kept[grid.sheet] = grid
    return list(kept.values()), findings


def _grid(file: str, sheet: EngineSheet, look: _Look) -> Grid:
    rows: Rows = sheet.rows
    put(rows, look.found.odd_cells)
    width = len(rows[0]) if rows else 0
    return Grid(
        file,
        sheet.name,
        rows,
        sheet.merges,
        frozenset(row for row in look.found.hidden_rows if row < len(rows)),
        columns_within(look.found.hidden_columns, width),
        sheet.visibility,
        look.legacy,
        thousands=look.thousands,
    )
