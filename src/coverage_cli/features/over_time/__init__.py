"""Figures of several periods side by side: the timeline, changes and pace, and the reports that are made of them."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.findings import Where, finding
from coverage_cli.model import Finding
from coverage_cli.periods import in_time
from coverage_cli.pipeline import Settled, Worked


def with_history(worked: Worked) -> Worked:
    """Return a job's work with what is odd about it over time, and which earlier deliveries it could not use."""
    said: list[Finding] = []
    if worked.earlier and worked.periods:
        from coverage_cli.features.over_time.earlier import place_undated

        worked, said = place_undated(worked)
        said += _not_compared(worked)
    worked = worked._replace(findings=(*worked.findings, *said))
    return held_against_time(worked, worked.as_sent or worked.with_earlier)


def held_against_time(worked: Worked, periods: Sequence[Settled]) -> Worked:
    """Return a job's work with what is odd about it over these periods, the job's and earlier ones."""
    if len(periods) < 2 and not worked.context.job.expect:
        return worked
    # A month's sheet alone has no history.
    from coverage_cli.features.over_time.history import held_against

    return held_against(worked, periods)


def _not_compared(worked: Worked) -> list[Finding]:
    """Say that nothing is compared for want of a date, or with a delivery of a period that the sheets have."""
    from coverage_cli.features.over_time.earlier import unused

    own = [settled.period for settled in worked.periods if settled.period]
    if own:
        return unused(worked, max(own, key=in_time))
    where = Where(*worked.periods[0].observations.origin(0))
    return [finding("period-unclear", where, variant="previous")]
