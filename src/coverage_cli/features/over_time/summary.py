"""The report behind the paragraphs of a monthly report: one period, every unit with its pace and what changed."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.features.over_time import held_against_time
from coverage_cli.features.over_time.course import course_of, further_of
from coverage_cli.features.over_time.gaps import about_period, reported_period
from coverage_cli.features.over_time.timeline import boundary_findings, not_comparable, timelines, with_previous
from coverage_cli.features.views import further_targets
from coverage_cli.locate import load_vocabulary
from coverage_cli.model import Finding
from coverage_cli.pipeline import Outcome, work_through
from coverage_cli.pipeline.assembly import assemble
from coverage_cli.pipeline.select import select
from coverage_cli.project import Job


def summarise(job: Job, deadline: str | None = None) -> Outcome:
    """Make the report of the period told or the latest; its rows are those chosen, its `ranked` all that lie below.

    Raises `CoverageError` where nothing can be computed.
    """
    worked = work_through(job, history=True)
    if worked.missing:
        raise worked.missing
    worked = held_against_time(worked, job)
    period = reported_period(worked)
    kinds = load_vocabulary(phrases=job.told.phrases, levels=job.told.levels).kinds
    lines = timelines(with_previous(worked), kinds)
    of_period = [settled for settled in worked.periods if settled.observations.period == period]
    everything = [figure for settled in of_period for result in settled.results for figure in result.figures]
    figures = select(everything, job.choice)
    below = select(everything, job.choice._replace(level=None))
    rows = [course_of(figure, lines.get(figure.indicator), deadline) for figure in figures]
    findings = [*_without_alarm(about_period(worked, job, period, deadline)), *boundary_findings(lines)]
    for line in lines.values():
        findings += not_comparable(line, period)
    report = assemble(worked, job, figures, {**further_of(rows), **further_targets(worked, figures)}, findings)
    ranked = {
        (period, name): [figure for figure in below if figure.indicator == name]
        for name in dict.fromkeys(figure.indicator for figure in below)
    }
    return Outcome(report._replace(ranked=ranked), worked.understood.refused, worked)


def _without_alarm(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings about the period: a summary without a date is whole, it only says nothing of a pace."""
    return [one._replace(severity="warning") if one.code == "period-unclear" else one for one in findings]
