"""What a committee's report is made from: the summary of a period, and the course of its topmost unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.features.over_time.report import over_time
from coverage_cli.features.over_time.summary import summary_of
from coverage_cli.features.over_time.timeline import Timeline, day_of
from coverage_cli.model import Figure, FigureKey, Quotient
from coverage_cli.pipeline import Outcome
from coverage_cli.project import Job
from coverage_cli.records import NamedTuple


class Point(NamedTuple):
    """A unit's coverage in a period, and whether the same units stand behind it as behind the one reported."""

    period: str
    coverage: Quotient
    comparable: bool


class Reported(NamedTuple):
    """A period's report with its pace and changes, and the course of the first unit of each indicator."""

    outcome: Outcome
    courses: Mapping[FigureKey, Sequence[Point]]


def reported(job: Job, deadline: str | None = None) -> Reported:
    """Work a job out for a committee. Raises `CoverageError` where nothing can be computed."""
    made = over_time(job, deadline)
    outcome = summary_of(made, job)
    firsts: dict[str, Figure] = {}
    for figure in outcome.report.figures:
        firsts.setdefault(figure.indicator, figure)
    return Reported(
        outcome,
        {
            figure.key: _course(made.lines[indicator], figure)
            for indicator, figure in firsts.items()
            if indicator in made.lines
        },
    )


def _course(line: Timeline, figure: Figure) -> list[Point]:
    """Return a unit's coverage up to the period reported; beyond a reform its name stood for other places."""
    if figure.period not in line.periods:
        return []
    track, now = line.track_of(figure), line.periods.index(figure.period)
    since = max((day for day, _ in line.breaks if day <= day_of(figure.period)), default="")
    return [
        Point(period, found.coverage_pct, line.comparable(track, at, now))
        for at, (period, found) in enumerate(zip(line.periods, track.figures, strict=True))
        if at <= now and found and found.coverage_pct is not None and day_of(period) >= since
    ]
