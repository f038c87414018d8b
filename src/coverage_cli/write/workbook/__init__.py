"""A report as an Excel workbook: summary, figures, findings, sources, a sheet each; the same report, the same bytes.

A trend has one more, with the periods side by side.
"""

from __future__ import annotations

from coverage_cli.model import Report
from coverage_cli.words import Words
from coverage_cli.write.workbook.book import new_book
from coverage_cli.write.workbook.lists import write_findings, write_sources
from coverage_cli.write.workbook.results import write_results
from coverage_cli.write.workbook.summary import write_summary
from coverage_cli.write.workbook.trend import write_trends

_SHEETS = ("sheet_summary", "sheet_results", "sheet_findings", "sheet_sources")


def workbook_bytes(report: Report, words: Words) -> bytes:
    """Return the workbook's file; nothing is written to the disk, not even to a temporary folder."""
    labels = (_SHEETS[0], *(["sheet_trend"] if report.trends else []), *_SHEETS[1:])
    with new_book(report.title, labels, words) as (content, sheets, look):
        summary, *trends, results, findings, sources = sheets
        write_summary(summary, report, words, look)
        for sheet in trends:
            write_trends(sheet, report, words, look)
        write_results(results, report, words, look)
        write_findings(findings, report.findings, words, look)
        write_sources(sources, report.sources, words, look)
    return content.getvalue()
