"""What a committee's report is made from: the summary of a period, and the coverage of the whole over the months."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from coverage_cli.features.over_time.report import over_time
from coverage_cli.features.over_time.summary import summary_of
from coverage_cli.model import Quotient
from coverage_cli.pipeline import Outcome
from coverage_cli.project import Job

Course = Mapping[str, Quotient]
"""The coverage of the whole by period, in the order of time."""


class Reported(NamedTuple):
    """A period's report with its pace and changes, and the course of each indicator by its id."""

    outcome: Outcome
    courses: Mapping[str, Course]


def reported(job: Job, deadline: str | None = None) -> Reported:
    """Work a job out for a committee. Raises `CoverageError` where nothing can be computed."""
    made = over_time(job, deadline)
    courses: dict[str, dict[str, Quotient]] = {}
    for settled in made.history:
        for result in settled.results:
            # Figures are in reading order, so that the whole comes first.
            whole = result.figures[0]
            if settled.period and whole.coverage_pct is not None:
                courses.setdefault(result.indicator.id, {})[settled.period] = whole.coverage_pct
    return Reported(summary_of(made, job), courses)
