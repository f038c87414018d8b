"""Put the units' figures of several periods side by side: what each reached, what changed, where it leads.

A stock is never summed over time. The rows are those of every period of the inputs; what people are shown is a row a
unit, with earlier deliveries as columns before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from coverage_cli.features.over_time.course import Course, course_of, further_of
from coverage_cli.features.over_time.gaps import held_against_time, reported_period
from coverage_cli.features.over_time.timeline import (
    Timeline,
    Track,
    boundary_findings,
    not_comparable,
    timelines,
    with_previous,
)
from coverage_cli.features.views import views_of
from coverage_cli.locate import load_vocabulary
from coverage_cli.model import Cell, Computed, Figure, Finding, Trend
from coverage_cli.periods import in_time, missing_between
from coverage_cli.pipeline import Outcome, Settled, Worked, work_through
from coverage_cli.pipeline.assembly import assemble
from coverage_cli.pipeline.select import select
from coverage_cli.project import Choice, Job

Shown = Literal["percent", "people", "points"]
SHOWN: tuple[Shown, ...] = ("percent", "people", "points")
_FIELDS = {"percent": "coverage_pct", "people": "numerator", "points": "gap_pp"}
_LONGEST_GAP = 3
"""More missing periods than these in a row are one column."""


class Manner(NamedTuple):
    """How a trend is asked for: until when, and which figure is shown by period (None: what there is)."""

    deadline: str | None = None
    shown: Shown | None = None


def trend(job: Job, manner: Manner) -> Outcome:
    """Make the report of several periods. Raises `CoverageError` where nothing can be computed.

    The order of the inputs does not matter, to the byte.
    """
    job = job._replace(inputs=tuple(sorted(job.inputs)), previous=tuple(sorted(job.previous)), people_alone=True)
    worked = work_through(job, history=True)
    if worked.missing:
        raise worked.missing
    last = reported_period(worked)
    kinds = load_vocabulary(phrases=job.told.phrases, levels=job.told.levels).kinds
    history = [at for at in with_previous(worked) if _is_known_by(last, at.observations.period)]
    worked = held_against_time(history, worked, job)
    lines = timelines(history, kinds)
    chosen = _rows(worked, job, last)
    courses = [course_of(figure, lines.get(figure.indicator), manner.deadline) for figure in chosen]
    findings = [*_about_time(worked, history, last), *boundary_findings(lines)]
    for line in lines.values():
        findings += not_comparable(line, last)
    views = views_of(job, worked, chosen)
    further = {**further_of(courses), **views.further}
    report = assemble(worked, job, chosen, further, [*findings, *views.findings])
    known = {id(course.figure): course for course in courses}
    trends = [
        _trend(line, _in_reading_order(line, history), manner, (job.choice, known))
        for line in lines.values()
        if last in line.periods
    ]
    shown = tuple(made for made in trends if made)
    report = report._replace(trends=shown, names={**report.names, **views.names})
    return Outcome(report, worked.understood.refused, worked)


def _is_known_by(last: str | None, period: str | None) -> bool:
    """Tell whether a period is part of what is known when the last one is reported."""
    return period is None or last is None or in_time(period) <= in_time(last)


def _rows(worked: Worked, job: Job, last: str | None) -> tuple[Figure, ...]:
    """Return the figures of all periods in their order; of the one asked for alone where that is one of them."""
    chosen = select([figure for result in worked.results for figure in result.figures], job.choice)
    if worked.asked != last:
        return chosen
    return tuple(figure for figure in chosen if figure.period == last)


def _about_time(worked: Worked, history: Sequence[Settled], last: str | None) -> list[Finding]:
    """Say which tables have no date, which periods are missing, and that one alone is no trend."""
    findings = []
    for settled in worked.periods:
        if settled.observations.period is None and settled.results:
            file, sheet = settled.observations.origin(0)
            findings.append(Finding("period-unclear", "error", {}, file, sheet))
    dated = [settled.observations.period for settled in history if settled.observations.period and settled.results]
    missing = missing_between(dated)
    if missing:
        values = {"periods": tuple(missing), "first": dated[0], "last": last}
        findings.append(Finding("period-missing", "warning", values, count=len(missing)))
    if len(dated) == 1:
        findings.append(Finding("one-period", "warning", {"period": dated[0]}))
    return findings


def _trend(
    line: Timeline, tracks: Sequence[Track], manner: Manner, asked: tuple[Choice, Mapping[int, Course]]
) -> Trend | None:
    """Return an indicator's figures side by side, None where none was chosen; `asked` are units and known courses."""
    choice, known = asked
    now = [_at_last(track, line) for track in tracks]
    chosen = {id(figure) for figure in select(now, choice)}
    kept = [(track, figure) for track, figure in zip(tracks, now, strict=True) if id(figure) in chosen]
    if not kept:
        return None
    shown = manner.shown or ("percent" if any(_any_rate(track) for track, _ in kept) else "people")
    cells: dict[str, Sequence[Cell]] = {heading: [None] * len(kept) for heading in _gaps(line.periods)}
    for at, period in enumerate(line.periods):
        cells[period] = [_value(track.figures[at], shown) for track, _ in kept]
    courses = [known.get(id(figure)) or course_of(figure, line, manner.deadline) for _, figure in kept]
    in_order = dict(sorted(cells.items(), key=lambda column: in_time(column[0].partition("–")[0])))
    return Trend(line.indicator.id, shown, tuple(figure for _, figure in kept), in_order, further_of(courses))


def _gaps(periods: Sequence[str]) -> list[str]:
    """Return the headings of the missing periods; a long row of them has one heading, 2020-01–2024-04."""
    runs: list[list[str]] = []
    missing = set(missing_between(periods))
    for period in sorted([*periods, *missing], key=in_time):
        if period not in missing:
            runs.append([])
        elif runs:
            runs[-1].append(period)
    return [heading for run in runs for heading in (run if len(run) <= _LONGEST_GAP else [f"{run[0]}–{run[-1]}"])]


def _any_rate(track: Track) -> bool:
    return any(figure.coverage_pct is not None for figure in track.figures if figure)


def _value(figure: Figure | None, shown: Shown) -> Cell:
    value: Cell = getattr(figure, _FIELDS[shown]) if figure else None
    return value


def _at_last(track: Track, line: Timeline) -> Figure:
    """Return a unit's figure of the last period; one without figures where it is there and expected no more."""
    if track.figures[-1]:
        return track.figures[-1]
    figure = next(figure for figure in reversed(track.figures) if figure)
    return Figure(
        line.periods[-1], figure.level, figure.code, figure.unit, figure.parent, figure.indicator,
        None, None, None, None, None, None, None, None, None, None, "no_data", 0, 0, figure.depth,
    )  # fmt: skip


def _in_reading_order(line: Timeline, history: Iterable[Settled]) -> list[Track]:
    """Return the tracks as the last period's figures stand, units of earlier ones behind the one they stood behind."""
    following: dict[int, Track | None] = {0: None}  # by the identity of a track, 0 being the head
    for result in _results(history, line.indicator.id):
        before = 0
        for figure in result.figures:
            track = line.places[id(figure)][0]
            if id(track) not in following:
                following[id(track)] = following[before]
                following[before] = track
            before = id(track)
    ordered: list[Track] = []
    upcoming = following[0]
    while upcoming is not None:
        ordered.append(upcoming)
        upcoming = following[id(upcoming)]
    return ordered


def _results(history: Iterable[Settled], indicator: str) -> list[Computed]:
    """Return an indicator's results, the latest first."""
    dated: Mapping[str, Settled] = {at.observations.period: at for at in history if at.observations.period}
    return [
        result
        for period in sorted(dated, key=in_time, reverse=True)
        for result in dated[period].results
        if result.indicator.id == indicator
    ]
