"""A comparison as an Excel workbook: a revision a row in real numbers, the findings, both deliveries' sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from coverage_cli.comparison import Comparison, Revision
from coverage_cli.words import Words
from coverage_cli.write.columns import heading_of, in_words
from coverage_cli.write.comparison import said_of, table_of
from coverage_cli.write.machine.records import machine_cell
from coverage_cli.write.text.width import width
from coverage_cli.write.workbook.book import new_book
from coverage_cli.write.workbook.cells import NOTE, TITLE, VERDICTS, Looks, cell_text, put_text
from coverage_cli.write.workbook.lists import write_findings, write_sources
from coverage_cli.write.workbook.table import SheetColumn, Style, set_up, styles_of, write_table

_HEADING_ROW = 2
_SHEETS = ("sheet_revisions", "sheet_findings", "sheet_sources")
_DIGITS = 10
_FOLLOWING: Style = (("bg_color", "#EAF0F9"),)


def comparison_workbook(comparison: Comparison, words: Words) -> bytes:
    """Return the workbook's file; the same comparison gives the same bytes."""
    labels = list(map(words.label, _SHEETS))
    with new_book(comparison.title, labels, words, labels[:1]) as (
        content,
        (revisions, findings, sources),
        look,
        _,
    ):
        _write_revisions(revisions, comparison, words, look)
        write_findings(findings, comparison.findings, words, look, {})
        write_sources(sources, (*comparison.old, *comparison.new), words, look)
    return content.getvalue()


def _write_revisions(sheet: Worksheet, comparison: Comparison, words: Words, look: Looks) -> None:
    put_text(sheet, 0, 0, comparison.title or words.label("sheet_revisions"), look, **TITLE)
    put_text(
        sheet,
        1,
        0,
        " · ".join([words.label("old_to_new"), *said_of(comparison, words)]),
        look,
        **NOTE,
    )
    table = table_of(comparison.revisions, words)
    columns = [_column(key, cells, comparison, words) for key, cells in table.items()]
    follows: list[Style] = [
        _FOLLOWING if revision.follows_from else () for revision in comparison.revisions
    ]
    write_table(sheet, _HEADING_ROW, columns, (look, follows))
    set_up(sheet, _HEADING_ROW, len(follows), len(columns), Revision._fields.index("unit") + 1)


def _column(key: str, cells: Sequence[Any], comparison: Comparison, words: Words) -> SheetColumn:
    """Return a column of revisions, verdicts in their colours."""
    said = [machine_cell(cell) for cell in in_words(key, cells, words, comparison.indicators)]
    held = [cell_text(cell) if isinstance(cell, str) else cell for cell in said]
    numeric = any(not isinstance(cell, str | None) for cell in held)
    content = max(
        (width(cell) for cell in said if isinstance(cell, str)), default=_DIGITS if numeric else 0
    )
    styles = styles_of(held, words, key)
    if key in ("old_status", "new_status"):
        styles = [(("font_color", VERDICTS[cell]),) if cell in VERDICTS else () for cell in cells]
    return SheetColumn(heading_of(key, words), held, styles, content, numeric)
