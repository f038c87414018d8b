"""A report as an Excel workbook: summary, figures, findings, sources, a sheet each; the same report, the same bytes.

A trend has one more, with the periods side by side.
"""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING

from coverage_cli.model import Report
from coverage_cli.words import Words
from coverage_cli.write.cells import cell_text, looks_of, sheet_name
from coverage_cli.write.list_sheets import write_findings, write_sources
from coverage_cli.write.results_sheet import write_results
from coverage_cli.write.summary_sheet import write_summary
from coverage_cli.write.trend_sheet import write_trends

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_SHEETS = ("sheet_summary", "sheet_results", "sheet_findings", "sheet_sources")
_A4 = 9
_FOOTER_TITLE = 100  # a footer holds 255 characters


def workbook_bytes(report: Report, words: Words) -> bytes:
    """Return the workbook's file; nothing is written to the disk, not even to a temporary folder."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True})
    set_properties(book, report.title)
    summary, *trends, results, findings, sources = _add_sheets(book, report, words)
    look = looks_of(book)
    write_summary(summary, report, words, look)
    for sheet in trends:
        write_trends(sheet, report, words, look)
    write_results(results, report, words, look)
    write_findings(findings, report.findings, words, look)
    write_sources(sources, report.sources, words, look)
    book.close()
    return content.getvalue()


def set_properties(book: Workbook, title: str) -> None:
    """Fix the date of creation, for XlsxWriter would take the clock's and no two files would be the same."""
    book.set_properties(
        {
            "title": cell_text(title)[:_FOOTER_TITLE],
            "author": "coverage-cli",
            "created": datetime.datetime(2000, 1, 1),  # any day, if it is always the same
        }
    )


def _add_sheets(book: Workbook, report: Report, words: Words) -> list[Worksheet]:
    names: list[str] = []
    for label in (_SHEETS[0], *(["sheet_trend"] if report.trends else []), *_SHEETS[1:]):
        names.append(sheet_name(words.label(label), names))
    sheets = [book.add_worksheet(name) for name in names]
    for sheet in sheets:
        set_page(sheet, report.title, words)
    return sheets


def set_page(sheet: Worksheet, title: str, words: Words) -> None:
    """Print on A4 across, one page wide, with the title and the page's number below."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    footer = cell_text(title)[:_FOOTER_TITLE].replace("&", "&&")
    sheet.set_footer(f"&L{footer}&R{words.label('page_of', page='&P', pages='&N')}")
