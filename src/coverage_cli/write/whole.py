"""A whole that no sheet names, as people read it: "Toàn địa bàn", "Gesamtgebiet"; machines always read `Total`."""

from __future__ import annotations

from coverage_cli.model import UNNAMED, Figure, Report
from coverage_cli.words import Words

FOR_PEOPLE = ("table", "plain", "markdown", "html", "xlsx")
"""The formats that people read."""


def with_whole_called(report: Report, words: Words) -> Report:
    """Return a report whose nameless whole is called in the reader's language; most reports have none."""
    if words.unit(UNNAMED) == UNNAMED or not _has_nameless(report):
        return report
    call = _Called(words.unit(UNNAMED))
    return report._replace(
        figures=tuple(map(call, report.figures)),
        ranked={key: tuple(map(call, figures)) for key, figures in report.ranked.items()},
        trends=tuple(one._replace(figures=tuple(map(call, one.figures))) for one in report.trends),
    )


def _has_nameless(report: Report) -> bool:
    return any(UNNAMED in (one.unit, one.parent) for one in report.figures) or any(
        UNNAMED in (one.unit, one.parent)
        for figures in (*report.ranked.values(), *(trend.figures for trend in report.trends))
        for one in figures
    )


class _Called:
    """Calls the whole by a name; one figure stays one, wherever it is asked for, so that it is found again."""

    def __init__(self, name: str) -> None:
        """Remember how the whole is called."""
        self._said = {UNNAMED: name}
        self._made: dict[int, Figure] = {}

    def __call__(self, figure: Figure) -> Figure:
        """Return a figure with its unit and the one above it called so."""
        if figure.unit not in self._said and figure.parent not in self._said:
            return figure
        if id(figure) not in self._made:
            said = self._said
            self._made[id(figure)] = figure._replace(
                unit=said.get(figure.unit, figure.unit),
                parent=said.get(figure.parent or "", figure.parent),
            )
        return self._made[id(figure)]
