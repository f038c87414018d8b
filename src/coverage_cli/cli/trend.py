"""`coverage trend`: the same units over several periods."""

from __future__ import annotations

from coverage_cli.cli import options as opt
from coverage_cli.cli.reporting import Request, asking


@asking
def trend(request: Request, by_date: str | None = None, show: str | None = None) -> int:
    """Put the units' figures of several periods side by side: change, pace, projection."""
    from coverage_cli.cli.deliver import deliver
    from coverage_cli.features.over_time.trend import SHOWN, Manner
    from coverage_cli.features.over_time.trend import trend as compare_periods

    manner = Manner(opt.month_of("--by-date", by_date), opt.one_of("--show", show, SHOWN, "trend"))
    return deliver(
        lambda job: compare_periods(job, manner), request.job, request.words, request.delivery
    )
