"""The sheets beside the figures: what the reader must know about the data, and where the figures came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coverage_cli.model import Finding, Source
from coverage_cli.words import Words
from coverage_cli.write.cells import NOTE, Looks, fit_columns, fit_rows, put_cell, put_headings, put_text
from coverage_cli.write.display import width
from coverage_cli.write.findings import worst_first
from coverage_cli.write.proof import proof_line

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_FINDING_HEADINGS = ("severity", "finding", "message", "file", "sheet", "cells", "unit", "count")
_SOURCE_HEADINGS = ("file", "sheet", "range", "header_rows", "period", "columns", "evidence", "sha256")
_WIDEST = 70
Row = Sequence[str | int]


def write_findings(sheet: Worksheet, findings: Sequence[Finding], words: Words, look: Looks) -> None:
    """Write a finding a row, worst first."""
    rows = [_finding_row(finding, words) for finding in worst_first(findings)]
    _write_list(sheet, [words.label(key) for key in _FINDING_HEADINGS], rows, look)
    if not rows:
        put_text(sheet, 1, 0, words.label("no_findings"), look, **NOTE)


def write_sources(sheet: Worksheet, sources: Sequence[Source], words: Words, look: Looks) -> None:
    """Write a table that was read a row."""
    _write_list(
        sheet, [words.label(key) for key in _SOURCE_HEADINGS], [_source_row(one, words) for one in sources], look
    )


def _finding_row(finding: Finding, words: Words) -> Row:
    return (
        words.severity(finding.severity),
        finding.code,
        words.finding(finding),
        finding.file or "",
        finding.sheet or "",
        ", ".join(finding.cells),
        finding.unit or "",
        finding.count,
    )


def _source_row(source: Source, words: Words) -> Row:
    columns = ", ".join(f"{measure}={place}" for measure, place in source.columns.items())
    rows = ", ".join(map(str, source.header_rows))
    proof = proof_line([source.evidence], words)
    return (source.file, source.sheet, source.range, rows, source.period or "", columns, proof, source.sha256)


def _write_list(sheet: Worksheet, headings: Sequence[str], rows: Sequence[Row], look: Looks) -> None:
    put_headings(sheet, 0, headings, look, numeric=_numeric(rows))
    for row, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            style: dict[str, Any] = {"text_wrap": True} if isinstance(cell, str) else {}
            put_cell(sheet, (row, column), cell, look, **style)
    contents = [max((width(str(row[column])) for row in rows), default=0) for column in range(len(headings))]
    across = fit_columns(sheet, 0, headings, contents, widest=_WIDEST)
    fit_rows(sheet, 1, [list(map(str, row)) for row in rows], across)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(headings) - 1)


def _numeric(rows: Sequence[Row]) -> list[int]:
    return [column for column, cell in enumerate(rows[0]) if isinstance(cell, int)] if rows else []
