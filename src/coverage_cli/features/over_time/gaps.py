"""Rank the units that are short of their target, each with the pace it needs and the pace it had lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any

from coverage_cli.features.over_time.course import further_of
from coverage_cli.features.over_time.earlier import unused
from coverage_cli.features.over_time.report import OverTime, over_time
from coverage_cli.features.views import views_of
from coverage_cli.figures.pace import months_left
from coverage_cli.findings import finding
from coverage_cli.model import Cell, Figure, FigureKey, Finding, Phrase, Quotient
from coverage_cli.periods import last_month
from coverage_cli.pipeline import Outcome
from coverage_cli.pipeline.assembly import assemble
from coverage_cli.pipeline.select import select
from coverage_cli.project import Job
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key

MOST = 80
"""The share of what is missing, in percent, that is called most of it."""
# How many units a note names.
_NAMED = 10


class Ranking(NamedTuple):
    """How the units are ranked: by what, how many of them, until when, and which share of the shortfall is counted."""

    sort: str = "people"
    top: int | None = None
    deadline: str | None = None
    share: int = MOST


def gaps(job: Job, ranking: Ranking) -> Outcome:
    """Make the report of the units short of target. Raises `CoverageError` where nothing can be computed."""
    made = over_time(job, ranking.deadline)
    chosen, everything = (
        by_indicator(select(made.reported, job.choice)),
        by_indicator(made.reported),
    )
    rows: list[Figure] = []
    shares: list[_Shares] = []
    notes = {}
    for name, block in chosen.items():
        # The first of a whole report would be the whole itself, then what is only large for its many parts.
        is_cut = ranking.top is not None and job.choice.level is None
        ranked = _ranked(_lowest(block, everything[name]) if is_cut else block, ranking)
        # Shares are of the lowest units alone: with the districts above them people would count twice.
        short = by_shortfall(block, everything[name])
        rows += ranked
        shares += _shares(short, ranked)
        notes[made.period, name] = few_that_hold(short, ranking.share)
    views = views_of(made.worked, rows)
    further = {**further_of(map(made.course, rows)), **_of_shares(shares), **views.further}
    findings = [*about_period(made), *made.not_compared(), *views.findings]
    report = assemble(made.worked, rows, further, findings, views.names)
    ranked_from = {(made.period, name): tuple(block) for name, block in chosen.items()}
    return Outcome(report._replace(ranked=ranked_from, notes=notes), made.worked)


def about_period(made: OverTime) -> list[Finding]:
    """Say that no pace can be told, which period is reported, what is not earlier, and that the time is over."""
    period, worked, deadline = made.period, made.worked, made.deadline
    if period is None:
        return [finding("period-unclear")]
    others = tuple(settled.period or "–" for settled in worked.periods if settled.period != period)
    is_over = deadline and last_month(period) and months_left(period, deadline) == 0
    is_chosen = others and not worked.context.job.told.period
    said = (
        (is_chosen, finding("period-latest", period=period, others=others)),
        (is_over, finding("deadline-passed", deadline=deadline, period=period)),
    )
    return [*unused(worked, period), *(one for holds, one in said if holds)]


def by_indicator(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Return the figures of each indicator."""
    blocks: dict[str, list[Figure]] = {}
    for figure in figures:
        blocks.setdefault(figure.indicator, []).append(figure)
    return blocks


_ORDERS: Mapping[str, Callable[[Figure], Any]] = {
    "people": lambda figure: -(figure.gap_people or 0),
    "points": lambda figure: -_exact(figure.gap_pp),
    "attainment": lambda figure: _exact(figure.attainment_pct),
    "name": lambda figure: key(figure.unit),
}
SORTS = tuple(_ORDERS)


def _ranked(figures: Sequence[Figure], ranking: Ranking) -> list[Figure]:
    """Return the units that are short, the first of the ranking first; equals stay in reading order."""
    short = [
        figure for figure in figures if figure.gap_people is not None and figure.gap_people > 0
    ]
    return sorted(short, key=_ORDERS[ranking.sort])[: ranking.top]


def _exact(value: Quotient | None) -> Fraction:
    return Fraction(*value) if value else Fraction(0)


class _Shares(NamedTuple):
    """A unit's place among those of its level, its share of the shortfall, and that of all down to it, in percent."""

    rank: int
    share_pct: Quotient | None = None
    cumulative_pct: Quotient | None = None


def lowest_of(chosen: Sequence[Figure], figures: Sequence[Figure]) -> list[Figure]:
    """Return the chosen figures below which no other chosen one stands; `figures` are all, parts behind their whole."""
    wanted = {figure.key for figure in chosen}
    above: list[Figure] = []
    uppers: set[FigureKey] = set()
    for figure in figures:
        while above and above[-1].depth >= figure.depth:
            above.pop()
        if figure.key in wanted:
            uppers.update(upper.key for upper in above[-1:])
            above.append(figure)
    return [figure for figure in chosen if figure.key not in uppers]


def _shares(short: Sequence[Figure], ranked: Sequence[Figure]) -> list[_Shares]:
    """Return where the ranked units stand; `short` are the lowest ones in which people are missing, in order."""
    missing = [_missing(figure) for figure in short]
    total = sum(missing)
    shares = {
        figure.key: (_percent(own, total), _percent(held, total))
        for figure, own, held in zip(short, missing, accumulate(missing), strict=True)
    }
    ranks: Counter[str] = Counter()
    rows = []
    for figure in ranked:
        ranks[figure.level] += 1
        rows.append(_Shares(ranks[figure.level], *shares.get(figure.key, ())))
    return rows


def _missing(figure: Figure) -> Fraction:
    """Return how many people are missing in a unit, a surplus in one of its parts never set off."""
    return Fraction(figure.shortfall_people or 0)


def _percent(part: Fraction, whole: Fraction | int) -> Quotient:
    return Quotient(*(100 * part / whole).as_integer_ratio())


def by_shortfall(block: Sequence[Figure], everything: Sequence[Figure]) -> list[Figure]:
    """Return the lowest units that are judged and in which people are missing, those with most first."""
    short = [figure for figure in _lowest(block, everything) if figure.shortfall_people]
    return sorted(short, key=_missing, reverse=True)


def _lowest(block: Sequence[Figure], everything: Sequence[Figure]) -> list[Figure]:
    """Return the lowest of the units that are judged."""
    judged = [figure for figure in block if figure.shortfall_people is not None]
    return lowest_of(judged, everything)


def few_that_hold(short: Sequence[Figure], share: int = MOST) -> list[Phrase]:
    """Say how few of the lowest units hold the greater part of the shortfall.

    Where one of these has parts that are short although it meets its own target, they are not called short themselves.
    """
    reached = list(accumulate(map(_missing, short)))
    number, held = next(
        (
            (at, held)
            for at, held in enumerate(reached, start=1)
            if 100 * held >= share * reached[-1]
        ),
        (0, Fraction(0)),
    )
    if not number:
        return []
    values: Mapping[str, object] = {
        "count": number,
        "short": len(short),
        "held": _percent(held, reached[-1]),
        "people": held.numerator if held.denominator == 1 else held,
        "units": _first([one.unit for one in short[:number]]),
    }
    all_short = all(figure.gap_people == figure.shortfall_people for figure in short)
    return [Phrase("pareto" if all_short else "pareto_above", values)]


def _first(names: Sequence[str]) -> tuple[str, ...]:
    """Return the first of a list of names, and how many follow."""
    more = len(names) - _NAMED
    return (*names[:_NAMED], f"+{more}") if more > 0 else tuple(names)


def _of_shares(shares: Sequence[_Shares]) -> dict[str, list[Cell]]:
    return {name: [row[at] for row in shares] for at, name in enumerate(_Shares._fields)}
