"""The report of a job: its figures, what is odd over time, and its further targets and denominators beside them."""

from __future__ import annotations

from coverage_cli.errors import UnreadableInput
from coverage_cli.features.over_time import with_history
from coverage_cli.indicator import measure_of
from coverage_cli.pipeline import Outcome, Worked, work_out
from coverage_cli.pipeline.assembly import assemble
from coverage_cli.pipeline.select import select
from coverage_cli.project import Job


def report(job: Job) -> Outcome:
    """Make the report of a job. Raises `CoverageError` where nothing can be computed, with what is missing."""
    try:
        worked = with_history(work_out(job))
    except UnreadableInput as fault:
        from coverage_cli.features.other_profile import named_profile  # only a refusal needs it

        raise named_profile(fault, job) from fault
    figures = select(worked.figures, job.choice)
    if not job.what_if and not _has_views(worked):
        return Outcome(assemble(worked, figures), worked)
    # Most reports have one target and one denominator.
    from coverage_cli.features.views import views_of

    further, findings, names = views_of(worked, figures)
    return Outcome(assemble(worked, figures, further, findings, names), worked)


def _has_views(worked: Worked) -> bool:
    """Tell whether there is a further target or denominator, whose figures stand beside the report's own."""
    beside = any(
        measure_of(key).name for settled in worked.periods for key in settled.observations.counts
    )
    return beside or bool(worked.populations) or any(result.named for result in worked.results)
