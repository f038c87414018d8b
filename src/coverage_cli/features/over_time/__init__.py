"""Figures of several periods side by side: the timeline, changes and pace, and the reports that are made of them."""

from __future__ import annotations

from coverage_cli.pipeline import Worked
from coverage_cli.project import Job


def held_against_time(worked: Worked, job: Job) -> Worked:
    """Return a job's work with what is odd over time, where several periods are at hand, and who did not report."""
    if len(worked.periods) < 2 and not job.previous and not job.expect:
        return worked
    from coverage_cli.features.over_time.history import with_history  # a month's sheet alone has no history

    return with_history(worked, job)
