"""Hold a new delivery against an old one, unit by unit: what was restated, and what follows from it above.

Units are known again by code, else by name. Both speak of the same period, so that no redrawing of units lies between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from coverage_cli.comparison import Comparison, Effect, Kind, Revision, Tally
from coverage_cli.errors import CoverageError, UnreadableInput, UsageFault
from coverage_cli.features.compute import report
from coverage_cli.figures.arithmetic import gap_pp
from coverage_cli.locate import load_vocabulary
from coverage_cli.model import Computed, Count, Figure, Finding, Quotient, Units
from coverage_cli.pipeline import Outcome, Settled, Worked
from coverage_cli.pipeline.select import select
from coverage_cli.project import Job
from coverage_cli.units.align import align
from coverage_cli.units.names import TypeWords


class Compared(NamedTuple):
    """A comparison, the report of the new delivery, and the inputs of either that were refused."""

    comparison: Comparison
    outcome: Outcome
    refused: tuple[CoverageError, ...]


class _Delivery(NamedTuple):
    """One period's and indicator's figures by the index of their unit, the units, and those that have parts."""

    figures: Mapping[int, Figure]
    units: Units
    uppers: frozenset[int]


class _Pair(NamedTuple):
    """An old delivery, a new one, and the old unit of each new one."""

    old: _Delivery
    new: _Delivery
    places: Sequence[int | None]


class _Change(NamedTuple):
    """A unit that differs: its index in either delivery, None where it is not there."""

    old: int | None
    new: int | None


def compare(old: Job, new: Job) -> Compared:
    """Compare two deliveries. Raises `CoverageError` where one cannot be used or they have no period in common."""
    everywhere = new.choice._replace(level=None, inside=None)
    before, now = (report(job._replace(choice=everywhere, people_alone=True)) for job in (old, new))
    theirs, ours = _by_period(before.worked), _by_period(now.worked)
    if not theirs.keys() & ours.keys():
        raise UnreadableInput("no-common-period", old=_told(theirs) or ("–",), new=_told(ours) or ("–",))
    kinds = load_vocabulary(phrases=new.told.phrases, levels=new.told.levels).kinds
    chosen = _chosen(before, now, new)
    revisions: list[Revision] = []
    of_any_level = _chosen(before, now, new._replace(choice=new.choice._replace(level=None)))
    compared: dict[tuple[str | None, str], Tally] = {}
    findings: list[Finding] = []
    for period in (period for period in ours if period in theirs):
        pairs = _pairs(theirs[period], ours[period], kinds)
        for name, pair in pairs.items():
            changes = list(_changes(pair))
            compared[period, name] = _tally(pair, changes, of_any_level)
            below = _leaves_below(pair, changes)
            kept = [change for change in changes if chosen & set(map(id, _figures(pair, change)))]
            revisions += _in_order([_revision(pair, change, below) for change in kept])
        findings += _units_gone(period, next(iter(pairs.values()), None))
        findings += _indicators_apart(period, theirs[period], ours[period])
    comparison = Comparison(
        title=now.report.title,
        old=before.report.sources,
        new=now.report.sources,
        revisions=tuple(revisions),
        compared=compared,
        only_old=_told(period for period in theirs if period not in ours),
        only_new=_told(period for period in ours if period not in theirs),
        findings=(*now.report.findings, *findings),
        indicators={**before.report.indicators, **now.report.indicators},
    )
    outcome = now._replace(report=now.report._replace(findings=comparison.findings))
    return Compared(comparison, outcome, (*before.refused, *now.refused))


def _by_period(worked: Worked) -> dict[str | None, Settled]:
    return {settled.observations.period: settled for settled in worked.periods if settled.results}


def _told(periods: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(period for period in periods if period)


def _chosen(before: Outcome, now: Outcome, job: Job) -> frozenset[int]:
    """Return the identities of the figures asked for in either delivery; what neither has is refused."""
    chosen: set[int] = set()
    faults = []
    for outcome in (before, now):
        try:
            chosen |= set(map(id, select(outcome.report.figures, job.choice)))
        except UsageFault as fault:
            faults.append(fault)
    if len(faults) == 2:
        raise faults[1]
    return frozenset(chosen)


def _pairs(old: Settled, new: Settled, kinds: TypeWords) -> dict[str, _Pair]:
    """Return the indicators that both deliveries of a period have."""
    units, old_units = new.observations.units, old.observations.units
    places = align(units, old_units, kinds)
    if places[0] is None and 0 not in places and units[0].level == old_units[0].level:
        places[0] = 0  # both have one whole, whatever each is called
    known = {result.indicator.id: result for result in old.results}
    return {
        result.indicator.id: _Pair(_delivery(known[result.indicator.id], old_units), _delivery(result, units), places)
        for result in new.results
        if result.indicator.id in known
    }


def _delivery(result: Computed, units: Units) -> _Delivery:
    figures = dict(zip(result.order, result.figures, strict=True))
    return _Delivery(figures, units, frozenset(unit.parent for unit in units if unit.parent is not None))


def _changes(pair: _Pair) -> Iterator[_Change]:
    """Yield the units that differ in the order of the new delivery, those that are gone behind."""
    for at, figure in pair.new.figures.items():
        place = pair.places[at]
        before = pair.old.figures.get(place) if place is not None else None
        if before is None:
            yield _Change(None, at)
        elif _differ(before, figure):
            yield _Change(place, at)
    there = set(pair.places)
    for at in pair.old.figures:
        if at not in there:
            yield _Change(at, None)


def _differ(old: Figure, new: Figure) -> bool:
    fields = ("numerator", "denominator", "target_count", "status")
    return any(getattr(old, field) != getattr(new, field) for field in fields) or _rates_differ(old, new)


def _rates_differ(old: Figure, new: Figure) -> bool:
    """Tell whether the targets as rates differ, whatever fractions they are written as."""
    one, other = old.target_pct, new.target_pct
    if one is None or other is None:
        return one is not other
    return one.over * other.under != other.over * one.under


def _figures(pair: _Pair, change: _Change) -> tuple[Figure | None, Figure | None]:
    old = pair.old.figures[change.old] if change.old is not None else None
    return old, pair.new.figures[change.new] if change.new is not None else None


def _tally(pair: _Pair, changes: Sequence[_Change], chosen: frozenset[int]) -> Tally:
    """Count the lowest units among the chosen figures: those in both deliveries, and those that differ by kind."""
    compared = sum(
        place is not None
        and at in pair.new.figures
        and at not in pair.new.uppers
        and id(pair.new.figures[at]) in chosen
        for at, place in enumerate(pair.places)
    )
    kinds = Counter(
        _kind(change)
        for change in changes
        if change.new not in pair.new.uppers and (change.new is not None or change.old not in pair.old.uppers)
        if not chosen.isdisjoint(map(id, _figures(pair, change)))
    )
    return Tally(compared, kinds["restated"], kinds["added"], kinds["removed"])


def _kind(change: _Change) -> Kind:
    return "added" if change.old is None else "removed" if change.new is None else "restated"


def _leaves_below(pair: _Pair, changes: Sequence[_Change]) -> Mapping[_Change, tuple[str, ...]]:
    """Return for each upper unit that differs the lowest ones below it that do."""
    by_new = {change.new: change for change in changes if change.new is not None}
    by_old = {change.old: change for change in changes if change.old is not None}
    below: dict[_Change, dict[str, None]] = {}
    for change in changes:
        is_new = change.new is not None
        side, at = (pair.new, change.new) if is_new else (pair.old, change.old)
        assert at is not None
        if at in side.uppers:
            continue
        parent = side.units[at].parent
        while parent is not None:
            above = (by_new if is_new else by_old).get(parent)
            if above is not None:
                below.setdefault(above, {})[side.figures[at].unit] = None
            parent = side.units[parent].parent
    return {change: tuple(names) for change, names in below.items()}


def _revision(pair: _Pair, change: _Change, below: Mapping[_Change, tuple[str, ...]]) -> Revision:
    old, new = _figures(pair, change)
    named = new or old
    assert named is not None
    kind = _kind(change)
    rates = (new.coverage_pct, old.coverage_pct) if new and old else (None, None)
    people = _difference(new and new.numerator, old and old.numerator) if new and old else None
    return Revision(
        period=named.period,
        level=named.level,
        code=named.code,
        unit=named.unit,
        parent=named.parent,
        indicator=named.indicator,
        kind=kind,
        old_numerator=old and old.numerator,
        new_numerator=new and new.numerator,
        old_denominator=old and old.denominator,
        new_denominator=new and new.denominator,
        old_coverage_pct=old and old.coverage_pct,
        new_coverage_pct=new and new.coverage_pct,
        old_target_count=old and old.target_count,
        new_target_count=new and new.target_count,
        old_status=old and old.status,
        new_status=new and new.status,
        change_people=people,
        change_pp=_points(*rates),
        people_affected=_affected(old, new),
        effect=_effect(kind, old, new),
        follows_from=below.get(change, ()),
    )


def _difference(new: Count | None, old: Count | None) -> Count | None:
    return None if new is None or old is None else new - old


def _points(new: Quotient | None, old: Quotient | None) -> Quotient | None:
    return gap_pp(new, old) if new is not None and old is not None else None


def _affected(old: Figure | None, new: Figure | None) -> Count:
    """Return how many people a revision concerns: the larger difference of the pair, a missing count being none."""
    over, under = _counts(old)
    new_over, new_under = _counts(new)
    return max(new_over - over, over - new_over, new_under - under, under - new_under)


def _counts(figure: Figure | None) -> tuple[Count, Count]:
    return (0, 0) if figure is None else (figure.numerator or 0, figure.denominator or 0)


def _effect(kind: Kind, old: Figure | None, new: Figure | None) -> Effect:
    """Return what a revision comes to, the weightiest of what may be said."""
    if kind != "restated" or old is None or new is None:
        return "added" if kind == "added" else "removed"
    if old.numerator is None or new.numerator is None:
        return "now_missing" if new.numerator is None and old.numerator is not None else _reported(old, new)
    return _verdict(old, new)


def _reported(old: Figure, new: Figure) -> Effect:
    return "now_reported" if old.numerator is None and new.numerator is not None else _verdict(old, new)


def _verdict(old: Figure, new: Figure) -> Effect:
    if new.status == "met" and old.status != "met":
        return "now_met"
    if new.status == "short" and old.status == "met":
        return "now_short"
    if (old.numerator, old.denominator) == (new.numerator, new.denominator):
        return "target_changed"
    return "still_met" if new.status == "met" else "still_short" if new.status == "short" else "restated"


def _in_order(revisions: Sequence[Revision]) -> list[Revision]:
    """Return the units restated themselves, most people first, those that one delivery has alone, then what follows."""
    kinds = ("restated", "added", "removed")

    def place(revision: Revision) -> tuple[bool, int, Count]:
        return bool(revision.follows_from), kinds.index(revision.kind), -revision.people_affected

    return sorted(revisions, key=place)


def _units_gone(period: str | None, pair: _Pair | None) -> list[Finding]:
    """Say which of the lowest units are in one of the deliveries alone."""
    if pair is None:
        return []
    there = set(pair.places)
    gone = [f.unit for at, f in pair.old.figures.items() if at not in there and at not in pair.old.uppers]
    come = [f.unit for at, f in pair.new.figures.items() if pair.places[at] is None and at not in pair.new.uppers]
    findings = []
    for names, variant, all_of in ((gone, "gone", pair.old), (come, "come", pair.new)):
        if names:
            lowest = sum(at not in all_of.uppers for at in all_of.figures)
            values = {"period": period or "–", "units": tuple(names), "expected": lowest}
            findings.append(Finding("units-differ", "warning", values, count=len(names), variant=variant))
    return findings


def _indicators_apart(period: str | None, old: Settled, new: Settled) -> list[Finding]:
    """Say which indicators only one delivery of a period has."""
    theirs, ours = ([result.indicator.id for result in settled.results] for settled in (old, new))
    findings = []
    for names, others, variant in ((theirs, ours, "old"), (ours, theirs, "new")):
        alone = tuple(name for name in names if name not in others)
        if alone:
            values = {"period": period or "–", "indicators": alone}
            findings.append(Finding("indicators-differ", "warning", values, count=len(alone), variant=variant))
    return findings
