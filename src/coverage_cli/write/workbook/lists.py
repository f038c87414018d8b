"""The sheets beside the figures: what the reader must know about the data, where the figures came from, the method.

What people need is printed, on A4 at nine points or more; codes and check sums stand in a group to the right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.utility import quote_sheetname
from xlsxwriter.worksheet import Worksheet

from coverage_cli.model import Finding, Footnote, Report, Source
from coverage_cli.words import Words
from coverage_cli.write.text.evidence import proof_line
from coverage_cli.write.text.findings import worst_first
from coverage_cli.write.workbook.cells import (
    NOTE,
    TITLE,
    Looks,
    body,
    cell_text,
    fit_rows,
    put_text,
)
from coverage_cli.write.workbook.page import page_for, put_lines, set_print
from coverage_cli.write.workbook.rows import checked
from coverage_cli.write.workbook.table import LINK, WRAPPED, columns_of, set_up, write_table

_FINDING_HEADINGS = (
    *("severity", "unit", "message", "cells", "sheet"),
    *("file", "finding", "count"),
)
_SOURCE_HEADINGS = (
    "file",
    "sheet",
    "range",
    "period",
    "evidence",
    "columns",
    "header_rows",
    "sha256",
)
_NOTE_HEADINGS = ("file", "sheet", "row", "note")
_METHOD = (
    *("method_coverage", "method_target", "method_attainment", "method_gap"),
    *("method_shortfall", "method_sums", "method_status", "method_formulas"),
)
_PRINTED = 5  # columns of either list
_WIDEST, _NOTE = 50, 44
_CELLS_SHOWN = 3
Row = Sequence[str | int]
Places = Mapping[str, tuple[str, int]]


def write_findings(
    sheet: Worksheet, findings: Sequence[Finding], words: Words, look: Looks, places: Places
) -> None:
    """Write a finding a row, worst first; `places` are the sheet and 1-based row of each unit, which it links to."""
    ordered = worst_first(findings)
    _write_list(
        sheet, _FINDING_HEADINGS, [_finding_row(one, words) for one in ordered], words, look
    )
    if not ordered:
        put_text(sheet, 1, 0, words.label("no_findings"), look, **NOTE)
    at = _FINDING_HEADINGS.index("unit")
    for row, one in enumerate(ordered, start=1):
        if one.unit is not None and one.unit in places:
            name, place = places[one.unit]
            target = f"internal:{quote_sheetname(name)}!A{place}"
            linked = look(**body(**dict((*WRAPPED, *LINK))))
            checked(sheet.write_url(row, at, target, linked, cell_text(one.unit)))


def write_sources(sheet: Worksheet, sources: Sequence[Source], words: Words, look: Looks) -> None:
    """Write a table that was read a row."""
    _write_list(sheet, _SOURCE_HEADINGS, [_source_row(one, words) for one in sources], words, look)


def write_notes(sheet: Worksheet, report: Report, words: Words, look: Looks) -> None:
    """Write how the figures are made, then whatever the source sheets print below their tables, whole."""
    put_text(sheet, 0, 0, words.label("sheet_notes"), look, **TITLE)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 16)
    sheet.set_column(2, 2, 8)
    sheet.set_column(3, 3, _NOTE)
    row = put_lines(sheet, 1, [f"• {words.label(key)}" for key in _METHOD], 82, look)
    if report.footnotes:
        put_text(sheet, row + 1, 0, words.label("footnotes_of_sources"), look, bold=True)
        rows = [_note_row(one) for one in report.footnotes]
        headings = [words.label(key) for key in _NOTE_HEADINGS]
        columns = columns_of(headings, rows, words)
        across = write_table(sheet, row + 2, columns, (look, [()] * len(rows)), widest=_NOTE)
        fit_rows(sheet, row + 3, [list(map(str, one)) for one in rows], across)
    sheet.set_portrait()


def _note_row(one: Footnote) -> Row:
    return (_without_folders(one.file), one.sheet, one.row, one.text)


def _without_folders(file: str) -> str:
    return file.replace("\\", "/").rpartition("/")[2]


def _finding_row(finding: Finding, words: Words) -> Row:
    more = len(finding.cells) - _CELLS_SHOWN
    cells = [*finding.cells[:_CELLS_SHOWN], *([f"+{more}"] if more > 0 else [])]
    return (
        words.severity(finding.severity),
        finding.unit or "",
        words.finding(finding),
        ", ".join(cells),
        finding.sheet or "",
        finding.file or "",
        finding.code,
        finding.count,
    )


def _source_row(source: Source, words: Words) -> Row:
    return (
        _without_folders(source.file),
        source.sheet,
        source.range,
        words.period(source.period),
        proof_line([source.evidence], words),
        ", ".join(f"{measure}={place}" for measure, place in source.columns.items()),
        ", ".join(map(str, source.header_rows)),
        source.sha256,
    )


def _write_list(
    sheet: Worksheet, keys: Sequence[str], rows: Sequence[Row], words: Words, look: Looks
) -> None:
    columns = columns_of([_headed(key, words) for key in keys], rows, words)
    across = write_table(sheet, 0, columns, (look, [()] * len(rows)), widest=_WIDEST)
    fit_rows(sheet, 1, [list(map(str, row)) for row in rows], across)
    for at, cells in enumerate(across[_PRINTED:], start=_PRINTED):
        sheet.set_column(at, at, cells, None, {"level": 1})
    sheet.outline_settings(True, False, False)
    if rows:
        set_up(sheet, 0, len(rows), len(keys), 0)
    else:
        sheet.freeze_panes(1, 0)
    set_print(sheet, page_for(across[:_PRINTED]), 0, max(len(rows), 1))


def _headed(key: str, words: Words) -> str:
    label = words.label(key)
    return label[:1].upper() + label[1:]
