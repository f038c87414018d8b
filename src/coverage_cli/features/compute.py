"""The report of a job: its figures, what is odd over time, and its further targets and denominators beside them."""

from __future__ import annotations

from coverage_cli.errors import UnreadableInput
from coverage_cli.features.over_time import held_against_time
from coverage_cli.pipeline import Outcome, Worked, work_through
from coverage_cli.pipeline.assembly import assemble
from coverage_cli.pipeline.select import select
from coverage_cli.project import Job


def report(job: Job) -> Outcome:
    """Make the report of a job. Raises `CoverageError` where nothing can be computed, with what is missing."""
    try:
        worked = work_through(job)
        if worked.missing:
            raise worked.missing
    except UnreadableInput as fault:
        from coverage_cli.features.other_profile import named_profile  # only a refusal needs it

        raise named_profile(fault, job) from fault
    worked = held_against_time(worked, job)
    figures = select([figure for result in worked.results for figure in result.figures], job.choice)
    if job.what_if or has_views(worked):
        from coverage_cli.features.views import views_of  # only a second view needs it

        further, findings, names = views_of(job, worked, figures)
        made = assemble(worked, job, figures, further, findings)
        return Outcome(made._replace(names={**made.names, **names}), worked.understood.refused, worked)
    return Outcome(assemble(worked, job, figures), worked.understood.refused, worked)


def has_views(worked: Worked) -> bool:
    """Tell whether there is a further target or denominator, whose figures stand beside the report's own."""
    beside = any("#" in measure for settled in worked.periods for measure in settled.observations.counts)
    return beside or bool(worked.populations) or any(result.named for result in worked.results)
