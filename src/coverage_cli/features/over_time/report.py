"""What the reports over time have in common: the job's work, the periods at hand, an indicator's figures over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.features.over_time import held_against_time
from coverage_cli.features.over_time.course import Course, course_of
from coverage_cli.features.over_time.timeline import (
    Timeline,
    boundary_findings,
    not_comparable,
    timelines,
)
from coverage_cli.model import Figure, Finding
from coverage_cli.periods import in_time
from coverage_cli.pipeline import Settled, Worked, work_out
from coverage_cli.project import Job
from coverage_cli.records import NamedTuple


class OverTime(NamedTuple):
    """A job's work, all periods at hand (earlier deliveries in front), the one reported, a timeline an indicator.

    `deadline` is the month until which a target is to be met, None: the end of the year.
    """

    worked: Worked
    history: Sequence[Settled]
    period: str | None
    lines: Mapping[str, Timeline]
    deadline: str | None

    @property
    def reported(self) -> list[Figure]:
        """Return the figures of the period reported."""
        return [
            figure
            for settled in self.worked.periods
            if settled.period == self.period
            for figure in settled.figures
        ]

    def course(self, figure: Figure) -> Course:
        """Return a figure with its pace and what changed."""
        return course_of(figure, self.lines.get(figure.indicator), self.deadline)

    def not_compared(self) -> list[Finding]:
        """Say which figures of the period reported are not compared with earlier ones, and why."""
        findings = boundary_findings(self.lines)
        for line in self.lines.values():
            findings += not_comparable(line, self.period)
        return findings


def over_time(job: Job, deadline: str | None) -> OverTime:
    """Work a job through with all its periods. Raises `CoverageError` where nothing can be computed."""
    worked = work_out(job, history=True)
    period = _reported_period(worked)
    # What came later was not known when the period was reported, and explains nothing of it.
    history = [settled for settled in worked.with_earlier if _is_known_by(period, settled.period)]
    lines = timelines(history, worked.context.vocabulary.kinds, worked.bridged)
    sent = [settled for settled in worked.as_sent if _is_known_by(period, settled.period)]
    held = held_against_time(worked, sent or history)
    return OverTime(held, history, period, lines, deadline)


def _reported_period(worked: Worked) -> str | None:
    """Return the period asked for, else the latest that has figures."""
    periods = [settled.period for settled in worked.periods if settled.results]
    if worked.asked in periods:
        return worked.asked
    return max((period for period in periods if period), key=in_time, default=None)


def _is_known_by(last: str | None, period: str | None) -> bool:
    """Tell whether a period is part of what is known when the last one is reported."""
    return period is None or last is None or in_time(period) <= in_time(last)
