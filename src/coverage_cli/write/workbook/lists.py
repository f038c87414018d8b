"""The sheets beside the figures: what the reader must know about the data, and where the figures came from."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from coverage_cli.model import Finding, Source
from coverage_cli.words import Words
from coverage_cli.write.text.evidence import proof_line
from coverage_cli.write.text.findings import worst_first
from coverage_cli.write.workbook.cells import NOTE, Looks, fit_rows, put_text
from coverage_cli.write.workbook.table import columns_of, set_up, write_table

_FINDING_HEADINGS = ("severity", "finding", "message", "file", "sheet", "cells", "unit", "count")
_SOURCE_HEADINGS = (
    "file",
    "sheet",
    "range",
    "header_rows",
    "period",
    "columns",
    "evidence",
    "sha256",
)
_WIDEST = 70
Row = Sequence[str | int]


def write_findings(
    sheet: Worksheet, findings: Sequence[Finding], words: Words, look: Looks
) -> None:
    """Write a finding a row, worst first."""
    rows = [_finding_row(finding, words) for finding in worst_first(findings)]
    _write_list(sheet, _FINDING_HEADINGS, rows, words, look)
    if not rows:
        put_text(sheet, 1, 0, words.label("no_findings"), look, **NOTE)


def write_sources(sheet: Worksheet, sources: Sequence[Source], words: Words, look: Looks) -> None:
    """Write a table that was read a row."""
    _write_list(sheet, _SOURCE_HEADINGS, [_source_row(one, words) for one in sources], words, look)


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
    return (
        source.file,
        source.sheet,
        source.range,
        rows,
        source.period or "",
        columns,
        proof,
        source.sha256,
    )


def _write_list(
    sheet: Worksheet, keys: Sequence[str], rows: Sequence[Row], words: Words, look: Looks
) -> None:
    columns = columns_of([words.label(key) for key in keys], rows, words)
    across = write_table(sheet, 0, columns, (look, [()] * len(rows)), widest=_WIDEST)
    fit_rows(sheet, 1, [list(map(str, row)) for row in rows], across)
    if rows:
        set_up(sheet, 0, len(rows), len(keys), 0)
    else:
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
