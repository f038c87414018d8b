"""A whole that no sheet names, as people read it: "Toàn địa bàn", "Gesamtgebiet"; machines always read `Total`."""

from __future__ import annotations

from collections.abc import Iterable

from coverage_cli.model import UNNAMED, Figure, Report
from coverage_cli.words import Words

FOR_PEOPLE = ("table", "plain", "markdown", "html", "xlsx")
"""The formats that people read."""


def with_whole_called(report: Report, words: Words) -> Report:
    """Return a report whose nameless whole is called in the reader's language; most reports have none."""
    if words.unit(UNNAMED) == UNNAMED or not _has_nameless(report):
        return report
    return report._replace(
        figures=_called(report.figures, words),
        ranked={key: _called(figures, words) for key, figures in report.ranked.items()},
        trends=tuple(one._replace(figures=_called(one.figures, words)) for one in report.trends),
    )


def _has_nameless(report: Report) -> bool:
    return any(UNNAMED in (one.unit, one.parent) for one in report.figures) or any(
        UNNAMED in (one.unit, one.parent)
        for figures in (*report.ranked.values(), *(trend.figures for trend in report.trends))
        for one in figures
    )


def _called(figures: Iterable[Figure], words: Words) -> tuple[Figure, ...]:
    said = {UNNAMED: words.unit(UNNAMED)}
    return tuple(
        one._replace(
            unit=said.get(one.unit, one.unit), parent=said.get(one.parent or "", one.parent)
        )
        if one.unit in said or one.parent in said
        else one
        for one in figures
    )
