"""`coverage compute`: coverage, attainment and gap of every unit."""

from __future__ import annotations

from coverage_cli.cli import options as opt
from coverage_cli.cli.ending import Ending
from coverage_cli.cli.reporting import Request, asking


@asking
def compute(
    request: Request,
    what_if: list[str] | None = None,
    summary: bool = False,
    geo: str | None = None,
    whole: bool = False,
    into_form: str | None = None,
) -> Ending:
    """Compute coverage, attainment and gap of every unit of the sheets."""
    from coverage_cli.cli.deliver import deliver, in_words, with_map

    ask = with_map(in_words(request.delivery, summary=summary), geo)
    ask = ask._replace(first_screen=not whole, paged=whole)
    job = request.job._replace(what_if=tuple(what_if or ()))
    if summary:
        opt.alone_with_summary(
            {"--what-if": job.what_if, "--population NAME=FILE": job.further_populations}
        )
        from coverage_cli.features.over_time.summary import summarise

        return deliver(summarise, job, request.words, ask)
    from coverage_cli.features.compute import report

    if into_form:
        from coverage_cli.cli.into_form import deliver_into

        return deliver_into(into_form, report, job, request.words, ask)
    return deliver(report, job, request.words, ask)
