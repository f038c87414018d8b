"""What people are shown of a report, ready to be set: its blocks, or the trends that stand in their place.

Screen, plain text and Markdown set the same parts; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.grouping import first_where
from coverage_cli.model import Cell, Figure, Report, Trend
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.blocks import (
    Block,
    blocks_of,
    columns_of,
    foot_of,
    naming_columns,
    sides_of,
    status_column,
    title_of,
)
from coverage_cli.write.columns import Column, further_columns
from coverage_cli.write.rates import Shown, shown_as

FIGURE_BY_PERIOD = {"percent": "coverage_pct", "points": "gap_pp", "people": "numerator"}
"""What a trend shows under its periods: the column that each of them is one of."""


class Part(NamedTuple):
    """A table of a report: its title, what is said beside it, its columns and its foot.

    `figures` are those of the rows. `series` are, of a trend, the figures of each row in the order of time.
    """

    title: str
    sides: Sequence[str]
    columns: Sequence[Column]
    foot: Sequence[str]
    figures: Sequence[Figure]
    series: Sequence[Sequence[Cell]] = ()


def parts_of(report: Report, words: Words) -> list[Part]:
    """Return the tables of a report."""
    if report.trends:
        return [_part_of_trend(trend, report, words) for trend in report.trends]
    return [
        Part(
            title_of(block, words),
            sides_of(block, report, words),
            columns_of(block, words),
            foot_of(block, words),
            block.figures,
        )
        for block in blocks_of(report)
    ]


def _part_of_trend(trend: Trend, report: Report, words: Words) -> Part:
    definition = report.indicators.get(trend.indicator)
    manner = shown_as(definition, words)
    block = Block(trend.indicator, trend.figures[0].period, trend.figures, definition=definition)
    key = FIGURE_BY_PERIOD[trend.shown]
    columns = [
        *naming_columns(trend.figures, words),
        # those without any value too: a missing month is shown as missing
        *(
            manner.column(key, cells)._replace(key=period, heading=words.period(period))
            for period, cells in trend.cells.items()
        ),
        *further_columns(told_by_people(trend), words),
        status_column(trend.figures, words),
    ]
    return Part(
        _with_span(title_of(block._replace(period=None), words), trend, words),
        [*sides_of(block, report, words), *_about(trend, manner)],
        columns,
        foot_of(block, words),
        trend.figures,
        list(zip(*trend.cells.values(), strict=True)),
    )


def _with_span(title: str, trend: Trend, words: Words) -> str:
    """Return a trend's title with its first and last period."""
    first, *_, last = map(words.period, [*trend.cells, *trend.cells])
    return f"{title} · {first} – {last}" if first != last else f"{title} · {last}"


def figure_heading(trend: Trend, manner: Shown) -> str:
    """Return what the figures under the periods are."""
    if trend.shown == "people":
        return manner.words.label("shown_people")
    return manner.heading(FIGURE_BY_PERIOD[trend.shown])


def _about(trend: Trend, manner: Shown) -> list[str]:
    """Say which figure stands under the periods, and which one the change is told from."""
    before = first_where(lambda at: at, trend.further["previous_period"])
    said = [manner.words.label("shown_by_period", figure=figure_heading(trend, manner))]
    return [*said, manner.words.label("change_since", period=before)] if before else said


def told_by_people(trend: Trend) -> dict[str, Sequence[Cell]]:
    """Return the columns of a trend that people are shown: what may be compared, the changes, then the pace."""
    keys = (*_RESTATED, *_CHANGES, *_PACE)
    return {key: trend.further[key] for key in keys if key in trend.further}


_RESTATED = ("comparable",)


_CHANGES = tuple(
    f"change{since}_{kind}"
    for since in ("", "_december", "_year")
    for kind in ("people", "pct", "pp")
)
_PACE = ("recent_per_month", "projected", "on_track")
