"""The report of a job: its figures, what is odd over time, and its further targets and denominators beside them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from coverage_cli.errors import UnreadableInput
from coverage_cli.features.over_time import with_history
from coverage_cli.grouping import grouped
from coverage_cli.indicator import measure_of
from coverage_cli.model import Figure
from coverage_cli.pipeline import Outcome, Worked, work_out
from coverage_cli.pipeline.assembly import assemble
from coverage_cli.pipeline.select import select
from coverage_cli.project import Job

if TYPE_CHECKING:
    from coverage_cli.features.order import Order


def report(job: Job, order: Order | None = None) -> Outcome:
    """Make the report of a job, its units in an order if one is asked for.

    Raises `CoverageError` where nothing can be computed, with what is missing.
    """
    try:
        worked = with_history(work_out(job))
    except UnreadableInput as fault:
        from coverage_cli.features.other_profile import named_profile  # only a refusal needs it

        raise named_profile(fault, job) from fault
    chosen = select(worked.figures, job.choice)
    if order:
        from coverage_cli.features.order import in_order

        blocks = in_order(worked, chosen, order)
        outcome = _assembled(worked, tuple(chain.from_iterable(blocks.values())))
        everything = grouped(((one.period, one.indicator), one) for one in chosen)
        return outcome._replace(report=outcome.report._replace(ranked=everything))
    return _assembled(worked, chosen)


def _assembled(worked: Worked, figures: Sequence[Figure]) -> Outcome:
    """Return the report of these figures, with further targets, denominators and suppositions beside them."""
    if not worked.context.job.what_if and not _has_views(worked):
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
