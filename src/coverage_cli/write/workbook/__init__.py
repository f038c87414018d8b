"""A report as an Excel workbook: a summary, a sheet an indicator, findings, sources; the same report, the same bytes.

A trend has one more, with the periods side by side.
"""

from __future__ import annotations

from coverage_cli.model import Report
from coverage_cli.words import Words
from coverage_cli.write.columns import indicator_name
from coverage_cli.write.workbook.book import new_book
from coverage_cli.write.workbook.cover import Made, write_cover
from coverage_cli.write.workbook.indicator import write_indicator
from coverage_cli.write.workbook.key_figures import Sheet
from coverage_cli.write.workbook.lists import write_findings, write_sources
from coverage_cli.write.workbook.subject import subjects_of
from coverage_cli.write.workbook.trend import write_trends


def workbook_bytes(report: Report, words: Words) -> bytes:
    """Return the workbook's file; nothing is written to the disk, not even to a temporary folder."""
    subjects = subjects_of(report)
    names = [indicator_name(one.indicator, report.indicators, words) for one in subjects]
    first = ["sheet_summary", *(["sheet_trend"] if report.trends else [])]
    labels = [
        *map(words.label, first),
        *names,
        *map(words.label, ("sheet_findings", "sheet_sources")),
    ]
    long = {words.label("sheet_trend"), *names}
    with new_book(report.title, labels, words, long) as (content, sheets, look, book):
        cover, *trends = sheets[: len(first)]
        *indicators, findings, sources = sheets[len(first) :]
        written = [
            Sheet(subject, write_indicator(sheet, subject, report, words, look))
            for sheet, subject in zip(indicators, subjects, strict=True)
        ]
        write_cover(cover, report, written, Made(book, words, look))
        for sheet in trends:
            write_trends(sheet, report, words, look)
        write_findings(findings, report.findings, words, look)
        write_sources(sources, report.sources, words, look)
    return content.getvalue()
