"""The report behind the paragraphs of a monthly report: one period, every unit with its pace and what changed."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.features.over_time.course import further_of
from coverage_cli.features.over_time.gaps import about_period, by_indicator
from coverage_cli.features.over_time.report import OverTime, over_time
from coverage_cli.features.views import further_targets
from coverage_cli.model import Finding
from coverage_cli.pipeline import Outcome
from coverage_cli.pipeline.assembly import assemble
from coverage_cli.pipeline.select import select
from coverage_cli.project import Job


def summarise(job: Job, deadline: str | None = None) -> Outcome:
    """Make the report of the period told or the latest; its rows are those chosen, its `ranked` all that lie below.

    Raises `CoverageError` where nothing can be computed.
    """
    return summary_of(over_time(job, deadline), job)


def summary_of(made: OverTime, job: Job) -> Outcome:
    """Make the report of what was worked out over time."""
    figures = select(made.reported, job.choice)
    # A paragraph on a level speaks of who lies behind below it, too.
    below = by_indicator(select(made.reported, job.choice._replace(level=None)))
    further = {**further_of(map(made.course, figures)), **further_targets(made.worked, figures)}
    findings = [*_without_alarm(about_period(made)), *made.not_compared()]
    report = assemble(made.worked, figures, further, findings)
    ranked = {(made.period, name): block for name, block in below.items()}
    return Outcome(report._replace(ranked=ranked), made.worked)


def _without_alarm(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings about the period: a summary without a date is whole, it only says nothing of a pace."""
    return [
        one._replace(severity="warning") if one.code == "period-unclear" else one
        for one in findings
    ]
