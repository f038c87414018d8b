"""A comparison as an Excel workbook: a revision a row in real numbers, the findings, both deliveries' sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coverage_cli.comparison import Comparison, Revision
from coverage_cli.words import Words
from coverage_cli.write.book import new_book
from coverage_cli.write.cells import (
    NOTE,
    TITLE,
    VERDICTS,
    Looks,
    fit_columns,
    put_cell,
    put_headings,
    put_text,
)
from coverage_cli.write.columns import heading_of, in_words, number_format
from coverage_cli.write.comparison import said_of, table_of
from coverage_cli.write.display import width
from coverage_cli.write.list_sheets import write_findings, write_sources
from coverage_cli.write.records import machine_cell

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_HEADING_ROW = 2
_SHEETS = ("sheet_revisions", "sheet_findings", "sheet_sources")
_DIGITS = 10
_STATUSES = ("old_status", "new_status")
_UPPER = {"bg_color": "#EAF0F9"}


def comparison_workbook(comparison: Comparison, words: Words) -> bytes:
    """Return the workbook's file; the same comparison gives the same bytes."""
    with new_book(comparison.title, _SHEETS, words) as (content, (revisions, findings, sources), look):
        _write_revisions(revisions, comparison, words, look)
        write_findings(findings, comparison.findings, words, look)
        write_sources(sources, (*comparison.old, *comparison.new), words, look)
    return content.getvalue()


def _write_revisions(sheet: Worksheet, comparison: Comparison, words: Words, look: Looks) -> None:
    table = table_of(comparison.revisions, words)
    headings = [heading_of(key, words) for key in table]
    numeric = [at for at, cells in enumerate(table.values()) if any(not isinstance(c, str | None) for c in cells)]
    put_text(sheet, 0, 0, comparison.title or words.label("sheet_revisions"), look, **TITLE)
    put_text(sheet, 1, 0, " · ".join([words.label("old_to_new"), *said_of(comparison, words)]), look, **NOTE)
    put_headings(sheet, _HEADING_ROW, headings, look, numeric=numeric)
    widths = []
    for column, (key, cells) in enumerate(table.items()):
        said = in_words(key, cells, words, comparison.indicators)
        texts = [width(cell) for cell in said if isinstance(cell, str)]
        widths.append(max(texts, default=_DIGITS if column in numeric else 0))
        _write_column(sheet, column, (key, said), comparison.revisions, words, look)
    fit_columns(sheet, _HEADING_ROW, headings, widths)
    sheet.freeze_panes(_HEADING_ROW + 1, Revision._fields.index("unit") + 1)
    sheet.autofilter(_HEADING_ROW, 0, _HEADING_ROW + len(comparison.revisions), len(headings) - 1)
    sheet.repeat_rows(_HEADING_ROW)


def _write_column(
    sheet: Worksheet,
    column: int,
    told: tuple[str, Sequence[object]],
    revisions: Sequence[Revision],
    words: Words,
    look: Looks,
) -> None:
    key, cells = told
    for row, (cell, revision) in enumerate(zip(cells, revisions, strict=True), _HEADING_ROW + 1):
        looks = dict(_UPPER) if revision.follows_from else {}
        status = getattr(revision, key) if key in _STATUSES else None
        mark = {"font_color": VERDICTS[status]} if status in VERDICTS else {}
        shown = machine_cell(cell)
        put_cell(sheet, (row, column), shown, look, number_format(key, shown, words), **looks, **mark)
