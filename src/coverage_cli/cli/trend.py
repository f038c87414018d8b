"""`coverage trend`: the same units over several periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coverage_cli.cli import options as opt
from coverage_cli.cli.ending import Ending
from coverage_cli.cli.reporting import Request, asking

if TYPE_CHECKING:
    from coverage_cli.features.over_time.trend import Manner


@asking
def trend(
    request: Request,
    by_date: str | None = None,
    show: str | None = None,
    geo: str | None = None,
) -> Ending:
    """Put the units' figures of several periods side by side: change, pace, projection."""
    from coverage_cli.cli.deliver import deliver, with_map
    from coverage_cli.features.over_time.trend import trend as compare_periods

    manner = manner_of(by_date, show)
    ask = with_map(request.delivery, geo)
    return deliver(lambda job: compare_periods(job, manner), request.job, request.words, ask)


def manner_of(by_date: str | None, show: str | None) -> Manner:
    """Return what a trend shows, up to when. Raises `UsageFault` for a choice or a date that there is not."""
    from coverage_cli.features.over_time.trend import SHOWN, Manner

    return Manner(opt.month_of("--by-date", by_date), opt.one_of("--show", show, SHOWN, "trend"))
