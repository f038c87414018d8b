"""`coverage gaps`: the units short of target, ranked, with their pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coverage_cli.cli import options as opt
from coverage_cli.cli.ending import Ending
from coverage_cli.cli.reporting import Request, asking

if TYPE_CHECKING:
    from coverage_cli.features.over_time.gaps import Ranking


@asking
def gaps(
    request: Request,
    by_date: str | None = None,
    sort: str | None = None,
    top: int | None = None,
    share: int = 80,
    what_if: list[str] | None = None,
    summary: bool = False,
    geo: str | None = None,
    whole: bool = False,
) -> Ending:
    """Rank the units short of target: people missing, what each month must bring, the recent pace."""
    from coverage_cli.cli.deliver import deliver, in_words, with_map
    from coverage_cli.features.over_time.gaps import gaps as rank

    ranking = ranking_of(by_date, sort, top, share)
    job = request.job._replace(what_if=tuple(what_if or ()))
    ask = with_map(in_words(request.delivery, summary=summary), geo)
    if summary:
        told = {
            "--what-if": job.what_if,
            "--population NAME=FILE": job.further_populations,
            "--top": top,
            "--sort": sort,
        }
        opt.alone_with_summary(told)
        from coverage_cli.features.over_time.summary import summarise

        return deliver(lambda job: summarise(job, ranking.deadline), job, request.words, ask)
    is_whole = whole or top is not None
    ask = ask._replace(first_screen=not is_whole, paged=whole)
    return deliver(lambda job: rank(job, ranking), job, request.words, ask)


def ranking_of(by_date: str | None, sort: str | None, top: int | None, share: int) -> Ranking:
    """Return how gaps are ranked. Raises `UsageFault` for a key or a date that there is not."""
    from coverage_cli.features.over_time.gaps import SORTS, Ranking

    key = opt.one_of("--sort", sort, SORTS, "gaps") or "people"
    return Ranking(key, top, opt.month_of("--by-date", by_date), share)
