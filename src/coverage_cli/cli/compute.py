"""`coverage compute`: coverage, attainment and gap of every unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coverage_cli.cli import options as opt
from coverage_cli.cli.ending import Ending
from coverage_cli.cli.reporting import Request, asking

if TYPE_CHECKING:
    from coverage_cli.features.order import Order


@asking
def compute(
    request: Request,
    what_if: list[str] | None = None,
    summary: bool = False,
    geo: str | None = None,
    whole: bool = False,
    into_form: str | None = None,
    sort: str | None = None,
    top: int | None = None,
) -> Ending:
    """Compute coverage, attainment and gap of every unit of the sheets."""
    from coverage_cli.cli.deliver import deliver, in_words, with_map

    order = order_of(sort, top) if sort or top else None
    is_whole = whole or order is not None  # what was asked for in an order is shown so
    ask = with_map(in_words(request.delivery, summary=summary), geo)
    ask = ask._replace(first_screen=not is_whole, paged=is_whole)
    job = request.job._replace(what_if=tuple(what_if or ()))
    if summary:
        opt.alone_with_summary(
            {
                "--what-if": job.what_if,
                "--population NAME=FILE": job.further_populations,
                "--top": top,
                "--sort": sort,
            }
        )
        from coverage_cli.features.over_time.summary import summarise

        return deliver(summarise, job, request.words, ask)
    from coverage_cli.features.compute import report

    if into_form:
        from coverage_cli.cli.into_form import deliver_into

        return deliver_into(into_form, report, job, request.words, ask)
    return deliver(lambda job: report(job, order), job, request.words, ask)


def order_of(sort: str | None, top: int | None) -> Order:
    """Return the order that was asked for. Raises `UsageFault` for a key that there is not."""
    from coverage_cli.features.order import SORTS, Order

    return Order(opt.one_of("--sort", sort, SORTS), top)
