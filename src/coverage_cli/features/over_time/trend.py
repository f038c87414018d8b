"""Put the units' figures of several periods side by side: what each reached, what changed, where it leads.

A stock is never summed over time. The rows are those of every period of the inputs; what people are shown is a row a
unit, with earlier deliveries as columns before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from coverage_cli.features.over_time.course import Course, further_of
from coverage_cli.features.over_time.report import OverTime, over_time
from coverage_cli.features.over_time.timeline import Timeline, Track
from coverage_cli.features.views import views_of
from coverage_cli.findings import Where, finding
from coverage_cli.model import Cell, Figure, Finding, Trend
from coverage_cli.periods import in_time, missing_between
from coverage_cli.pipeline import Outcome
from coverage_cli.pipeline.assembly import assemble, comparable_of
from coverage_cli.pipeline.select import select
from coverage_cli.project import Job
from coverage_cli.records import NamedTuple

Shown = Literal["percent", "people", "points"]
SHOWN: tuple[Shown, ...] = ("percent", "people", "points")
_FIELDS = {"percent": "coverage_pct", "people": "numerator", "points": "gap_pp"}
# More missing periods than these in a row are one column.
_LONGEST_GAP = 3


class Manner(NamedTuple):
    """How a trend is asked for: until when, and which figure is shown by period (None: what there is)."""

    deadline: str | None = None
    shown: Shown | None = None


def trend(job: Job, manner: Manner) -> Outcome:
    """Make the report of several periods. Raises `CoverageError` where nothing can be computed.

    The order of the inputs does not matter, to the byte.
    """
    job = job._replace(
        inputs=tuple(sorted(job.inputs)), previous=tuple(sorted(job.previous)), people_alone=True
    )
    made = over_time(job, manner.deadline)
    worked = made.worked
    rows = select(worked.figures, job.choice)
    if worked.asked == made.period:  # the one period asked for
        rows = tuple(figure for figure in rows if figure.period == made.period)
    views = views_of(worked, rows)
    findings = [*_about_time(made), *made.not_compared(), *views.findings]
    report = assemble(
        worked, rows, {**further_of(map(made.course, rows)), **views.further}, findings, views.names
    )
    trends = (
        _trend(made, line, manner.shown)
        for line in made.lines.values()
        if made.period in line.periods
    )
    return Outcome(
        report._replace(trends=tuple(trend for trend in trends if trend.figures)), worked
    )


def _about_time(made: OverTime) -> list[Finding]:
    """Say which tables have no date, which periods are missing, and that one alone is no trend."""
    findings = [
        finding("period-unclear", Where(*settled.observations.origin(0)))
        for settled in made.worked.periods
        if settled.period is None and settled.results
    ]
    dated = [settled.period for settled in made.history if settled.period and settled.results]
    missing = missing_between(dated)
    if missing:
        values = {"periods": tuple(missing), "first": dated[0], "last": made.period}
        findings.append(finding("period-missing", Where(count=len(missing)), values))
    if len(dated) == 1:
        findings.append(finding("one-period", period=dated[0]))
    return findings


def _trend(made: OverTime, line: Timeline, shown: Shown | None) -> Trend:
    """Return an indicator's figures side by side."""
    tracks = {number: line.tracks[number] for number in _in_reading_order(line)}
    now = [_at_last(track, line)._replace(at=number) for number, track in tracks.items()]
    chosen = select(now, made.worked.context.job.choice)
    kept = [tracks[figure.at] for figure in chosen]
    rated = any(
        figure.coverage_pct is not None for track in kept for figure in track.figures if figure
    )
    field = _FIELDS[shown := shown or ("percent" if rated else "people")]
    cells: dict[str, Sequence[Cell]] = {
        heading: [None] * len(kept) for heading in _gaps(line.periods)
    }
    for at, period in enumerate(line.periods):
        cells[period] = [getattr(track.figures[at], field, None) for track in kept]
    lasts = [(track.figures[-1], figure) for track, figure in zip(kept, chosen, strict=True)]
    courses = [
        made.course(last) if last else Course(figure) for last, figure in lasts
    ]  # one that is gone has no pace
    in_order = dict(sorted(cells.items(), key=lambda column: in_time(column[0].partition("–")[0])))
    figures = tuple(course.figure for course in courses)
    further = {**further_of(courses), **_comparable(made, lasts)}
    return Trend(line.indicator.id, shown, figures, in_order, further)


def _comparable(
    made: OverTime, lasts: Sequence[tuple[Figure | None, Figure]]
) -> dict[str, list[Cell]]:
    """Return whether each unit's last figure may be compared; of one that is there no more it may not."""
    there = [last for last, _ in lasts if last]
    told = comparable_of(made.worked, there)
    if not told:
        return {}
    column = iter(told["comparable"])
    return {"comparable": [next(column) if last else False for last, _ in lasts]}


def _gaps(periods: Sequence[str]) -> list[str]:
    """Return the headings of the missing periods; a long row of them has one heading, 2020-01–2024-04."""
    runs: list[list[str]] = []
    missing = set(missing_between(periods))
    for period in sorted([*periods, *missing], key=in_time):
        if period not in missing:
            runs.append([])
        elif runs:
            runs[-1].append(period)
    return [
        heading
        for run in runs
        for heading in (run if len(run) <= _LONGEST_GAP else [f"{run[0]}–{run[-1]}"])
    ]


def _at_last(track: Track, line: Timeline) -> Figure:
    """Return a unit's figure of the last period; one without figures where it is there and expected no more."""
    if track.figures[-1]:
        return track.figures[-1]
    figure = track.last
    return Figure(
        line.periods[-1], figure.level, figure.code, figure.unit, figure.parent, figure.indicator,
        None, None, None, None, None, None, None, None, None, None, "no_data", 0, 0, figure.depth,
    )  # fmt: skip


def _in_reading_order(line: Timeline) -> list[int]:
    """Return the tracks as the last period's figures stand, units of earlier ones behind the one they stood behind."""
    head = -1
    following: dict[int, int | None] = {head: None}
    for at in reversed(range(len(line.periods))):
        before = head
        for number in line.orders[at]:
            if number not in following:
                following[number] = following[before]
                following[before] = number
            before = number
    ordered: list[int] = []
    upcoming = following[head]
    while upcoming is not None:
        ordered.append(upcoming)
        upcoming = following[upcoming]
    return ordered
