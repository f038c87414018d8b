"""A report as an Excel workbook: a summary, a sheet an indicator, findings, sources; the same report, the same bytes.

A trend has one more, with the periods side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from coverage_cli.model import Report
from coverage_cli.words import Words
from coverage_cli.write.columns import indicator_name
from coverage_cli.write.standing import title_of_report
from coverage_cli.write.workbook.book import new_book
from coverage_cli.write.workbook.cover import Made, write_cover
from coverage_cli.write.workbook.indicator import write_indicator
from coverage_cli.write.workbook.key_figures import Sheet
from coverage_cli.write.workbook.lists import write_findings, write_notes, write_sources
from coverage_cli.write.workbook.subject import subjects_of
from coverage_cli.write.workbook.trend import Course, write_trend


def workbook_bytes(report: Report, words: Words) -> bytes:
    """Return the workbook's file; nothing is written to the disk, not even to a temporary folder."""
    subjects = subjects_of(report)
    names = [indicator_name(one.indicator, report.indicators, words) for one in subjects]
    courses = [
        words.label(
            "sheet_trend_of", indicator=indicator_name(one.indicator, report.indicators, words)
        )
        for one in report.trends
    ]
    others = list(map(words.label, ("sheet_findings", "sheet_sources", "sheet_notes")))
    labels = [words.label("sheet_summary"), *courses, *names, *others]
    title = title_of_report(report, words)
    with new_book(title, labels, words, {*courses, *names}) as (content, sheets, look, book):
        cover, *tables, findings, sources, notes = sheets
        made = Made(book, words, look)
        behind = [
            Sheet(subject, write_indicator(sheet, subject, report, words, look))
            for sheet, subject in zip(tables[len(courses) :], subjects, strict=True)
        ]
        drawn = _write_trends(tables[: len(courses)], report, behind, made)
        write_cover(cover, report, behind, made, drawn)
        write_findings(findings, report.findings, words, look, _places(behind))
        write_sources(sources, report.sources, words, look)
        write_notes(notes, report, words, look)
    return content.getvalue()


def _write_trends(
    tables: Sequence[Worksheet], report: Report, behind: Sequence[Sheet], made: Made
) -> list[Course]:
    """Write the sheet of each trend; return where their periods stand."""
    by_indicator = {one.subject.indicator: one for one in behind}
    how = (made.words, made.look)
    return [
        write_trend(sheet, trend, report, by_indicator.get(trend.indicator), how)
        for sheet, trend in zip(tables, report.trends, strict=True)
    ]


def _places(behind: Sequence[Sheet]) -> dict[str, tuple[str, int]]:
    """Return the sheet and 1-based row of each unit, in its last period; those that share a name have none."""
    places: dict[str, tuple[str, int]] = {}
    for sheet in reversed(behind):  # the first indicator's wins
        last = sheet.subject.figures[-1].period
        rows = [(row, one) for row, one in enumerate(sheet.subject.figures) if one.period == last]
        names = Counter(one.unit for _, one in rows)
        for row, one in rows:
            if names[one.unit] == 1:
                places[one.unit] = (sheet.written.sheet, sheet.written.first_row + row)
    return places
