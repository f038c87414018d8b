"""Rank the units that are short of their target, each with the pace it needs and the pace it had lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from coverage_cli.features.over_time.course import Course, course_of, further_of
from coverage_cli.features.over_time.timeline import boundary_findings, day_of, not_comparable, timelines, with_previous
from coverage_cli.features.views import views_of
from coverage_cli.figures.pace import months_left
from coverage_cli.locate import load_vocabulary
from coverage_cli.model import Cell, Figure, Finding, Phrase, Quotient
from coverage_cli.periods import in_time, last_month
from coverage_cli.pipeline import Outcome, Settled, Worked, work_through
from coverage_cli.pipeline.assembly import assemble
from coverage_cli.pipeline.select import select
from coverage_cli.project import Job
from coverage_cli.spelling import key

_NAMED = 10
"""How many units a note names."""
SORTS = ("people", "points", "attainment", "name")


class Ranking(NamedTuple):
    """How the units are ranked: by what, how many of them, until when, and which share of the shortfall is counted."""

    sort: str = "people"
    top: int | None = None
    deadline: str | None = None
    share: int = 80


def gaps(job: Job, ranking: Ranking) -> Outcome:
    """Make the report of the units short of target. Raises `CoverageError` where nothing can be computed."""
    worked = work_through(job, history=True)
    if worked.missing:
        raise worked.missing
    period = reported_period(worked)
    periods = with_previous(worked)
    worked = held_against_time(periods, worked, job)
    lines = timelines(periods, load_vocabulary(phrases=job.told.phrases, levels=job.told.levels).kinds)
    everything = [
        figure
        for settled in worked.periods
        if settled.observations.period == period
        for result in settled.results
        for figure in result.figures
    ]
    chosen = select(everything, job.choice)
    blocks = {name: [figure for figure in chosen if figure.indicator == name] for name in _names(chosen)}
    findings = [*about_period(worked, job, period, ranking.deadline), *boundary_findings(lines)]
    rows: list[Course] = []
    shares: list[_Shares] = []
    notes = {}
    for name, block in blocks.items():
        ranked = _ranked(block, ranking)
        rows += [course_of(figure, lines.get(name), ranking.deadline) for figure in ranked]
        short = _by_shortfall(block, [figure for figure in everything if figure.indicator == name])
        shares += _shares(short, ranked)
        notes[period, name] = _notes(short, ranking.share)
        findings += not_comparable(lines.get(name), period)
    figures = [row.figure for row in rows]
    views = views_of(job, worked, figures)
    further = {**further_of(rows), **_of_shares(shares), **views.further}
    report = assemble(worked, job, figures, further, [*findings, *views.findings])
    ranked_from = {(period, name): tuple(block) for name, block in blocks.items()}
    report = report._replace(ranked=ranked_from, notes=notes, names={**report.names, **views.names})
    return Outcome(report, worked.understood.refused, worked)


def held_against_time(periods: Sequence[Settled], worked: Worked, job: Job) -> Worked:
    """Return a job's work with what is odd about it over these periods, the job's and earlier ones."""
    if len(periods) < 2 and not job.expect:
        return worked
    from coverage_cli.features.over_time.history import held_against  # one month pays nothing for it

    return held_against(worked, periods, job)


def reported_period(worked: Worked) -> str | None:
    """Return the period asked for, else the latest that has figures."""
    periods = [settled.observations.period for settled in worked.periods if settled.results]
    if worked.asked in periods:
        return worked.asked
    return max((period for period in periods if period), key=in_time, default=None)


def about_period(worked: Worked, job: Job, period: str | None, deadline: str | None) -> list[Finding]:
    """Say that no pace can be told, which period is reported, what is not earlier, and that the time is over."""
    if period is None:
        return [Finding("period-unclear", "error", {})]
    others = [settled.observations.period or "–" for settled in worked.periods if settled.observations.period != period]
    findings = []
    if others and not job.told.period:
        findings.append(Finding("period-latest", "info", {"period": period, "others": tuple(others)}))
    own = {settled.observations.period for settled in worked.periods}
    earlier = dict.fromkeys(settled.observations.period for settled in worked.earlier)
    unused = tuple(at or "–" for at in earlier if at is None or at in own or day_of(at) >= day_of(period))
    if unused and all(finding.code != "previous-unused" for finding in worked.findings):
        findings.append(Finding("previous-unused", "warning", {"periods": unused, "period": period}))
    if deadline and last_month(period) and months_left(period, deadline) == 0:
        values = {"deadline": deadline, "period": period}
        findings.append(Finding("deadline-passed", "warning", values))
    return findings


def _names(figures: Sequence[Figure]) -> list[str]:
    return list(dict.fromkeys(figure.indicator for figure in figures))


def _ranked(figures: Sequence[Figure], ranking: Ranking) -> list[Figure]:
    """Return the units that are short, the first of the ranking first; equals stay in reading order."""
    short = [figure for figure in figures if figure.gap_people is not None and figure.gap_people > 0]
    order: dict[str, Callable[[Figure], Any]] = {
        "people": lambda figure: -(figure.gap_people or 0),
        "points": lambda figure: -_exact(figure.gap_pp),
        "attainment": lambda figure: _exact(figure.attainment_pct),
        "name": lambda figure: key(figure.unit),
    }
    return sorted(short, key=order[ranking.sort])[: ranking.top]


def _exact(value: Quotient | None) -> Fraction:
    return Fraction(value.over, value.under) if value else Fraction(0)


class _Shares(NamedTuple):
    """A unit's place among those of its level, its share of the shortfall, and that of all down to it, in percent."""

    rank: int
    share_pct: Quotient | None = None
    cumulative_pct: Quotient | None = None


def lowest_of(chosen: Sequence[Figure], figures: Sequence[Figure]) -> list[Figure]:
    """Return the chosen figures below which no other chosen one stands; `figures` are all, parts behind their whole."""
    wanted = {id(figure) for figure in chosen}
    above: list[Figure] = []
    uppers: set[int] = set()
    for figure in figures:
        while above and above[-1].depth >= figure.depth:
            above.pop()
        if id(figure) in wanted:
            uppers |= {id(above[-1])} if above else set()
            above.append(figure)
    return [figure for figure in chosen if id(figure) not in uppers]


def _shares(short: Sequence[Figure], ranked: Sequence[Figure]) -> list[_Shares]:
    """Return where the ranked units stand; `short` are the lowest ones in which people are missing, in order."""
    cumulative: dict[int, tuple[Quotient, Quotient]] = {}
    total, held = _missing(short), Fraction(0)
    for figure in short:
        own = _missing([figure])
        held += own
        cumulative[id(figure)] = _percent(own, total), _percent(held, total)
    ranks: Counter[str] = Counter()
    shares = []
    for figure in ranked:
        ranks[figure.level] += 1
        shares.append(_Shares(ranks[figure.level], *cumulative.get(id(figure), (None, None))))
    return shares


def _missing(figures: Sequence[Figure]) -> Fraction:
    """Return how many people are missing in these units, a surplus in one of their parts never set off."""
    return sum((Fraction(figure.shortfall_people or 0) for figure in figures), Fraction(0))


def _percent(part: Fraction, whole: Fraction) -> Quotient:
    share = 100 * part / whole
    return Quotient(share.numerator, share.denominator)


def _by_shortfall(block: Sequence[Figure], everything: Sequence[Figure]) -> list[Figure]:
    """Return the lowest units that are judged and in which people are missing, those with most first."""
    judged = [figure for figure in block if figure.shortfall_people is not None]
    short = [figure for figure in lowest_of(judged, everything) if figure.shortfall_people]
    return sorted(short, key=lambda figure: -(figure.shortfall_people or 0))


def _notes(short: Sequence[Figure], share: int) -> list[Phrase]:
    """Say how few of the lowest units hold the greater part of the shortfall.

    Where one of these has parts that are short although it meets its own target, they are not called short themselves.
    """
    total, held = _missing(short), Fraction(0)
    all_short = all(figure.gap_people == figure.shortfall_people for figure in short)
    for number, figure in enumerate(short, start=1):
        held += _missing([figure])
        if 100 * held >= share * total:
            values: Mapping[str, object] = {
                "count": number,
                "short": len(short),
                "held": _percent(held, total),
                "people": held.numerator if held.denominator == 1 else held,
                "units": _first([one.unit for one in short[:number]]),
            }
            return [Phrase("pareto" if all_short else "pareto_above", values)]
    return []


def _first(names: Sequence[str]) -> tuple[str, ...]:
    """Return the first of a list of names, and how many follow."""
    more = len(names) - _NAMED
    return (*names[:_NAMED], f"+{more}") if more > 0 else tuple(names)


def _of_shares(shares: Sequence[_Shares]) -> dict[str, list[Cell]]:
    return {name: [row[at] for row in shares] for at, name in enumerate(_Shares._fields)}
