"""Hold a new delivery against an old one, unit by unit: what was restated, and what follows from it above.

Units are known again by code, else by name. Both speak of the same period, so that no redrawing of units lies between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import sub
from typing import Any

from coverage_cli.comparison import Comparison, Effect, Kind, Revision, Tally
from coverage_cli.errors import CoverageError, UnreadableInput, UsageFault
from coverage_cli.features.compute import report
from coverage_cli.figures.arithmetic import gap_pp
from coverage_cli.findings import Where, finding
from coverage_cli.model import Computed, Count, Figure, FigureKey, Finding, Units
from coverage_cli.pipeline import Outcome, Settled, Worked
from coverage_cli.pipeline.select import select
from coverage_cli.project import Job
from coverage_cli.records import NamedTuple
from coverage_cli.units.align import align
from coverage_cli.units.names import TypeWords

_SIDES = ("numerator", "denominator", "coverage_pct", "target_count", "status")
_KINDS: tuple[Kind, ...] = ("restated", "added", "removed")


class Compared(NamedTuple):
    """A comparison, the report of the new delivery, and the inputs of either that were refused."""

    comparison: Comparison
    outcome: Outcome
    refused: tuple[CoverageError, ...]


class _Row(NamedTuple):
    """A unit's figures in the old delivery and the new one, None where it is not there.

    `units` are those of the new delivery, of the old one where the unit is there alone.
    """

    old: Figure | None
    new: Figure | None
    units: Units

    @property
    def kind(self) -> Kind:
        """Tell whether a unit is there in both deliveries, came, or is gone."""
        return "added" if self.old is None else "removed" if self.new is None else "restated"

    @property
    def named(self) -> Figure:
        """Return the figure that says what the unit is called now."""
        named = self.new or self.old
        assert named is not None
        return named

    @property
    def is_lowest(self) -> bool:
        """Tell whether nothing stands below the unit."""
        return not self.units.parts[self.named.at]

    @property
    def differs(self) -> bool:
        """Tell whether anything is different in the new delivery."""
        old, new = self.old, self.new
        if old is None or new is None:
            return True
        fields = ("numerator", "denominator", "target_count", "status")
        return any(getattr(old, field) != getattr(new, field) for field in fields) or _rates_differ(
            old, new
        )


class _Chosen(NamedTuple):
    """The figures asked for, in the old delivery and in the new one."""

    old: Collection[FigureKey]
    new: Collection[FigureKey]

    def has(self, row: _Row) -> bool:
        """Tell whether a unit is one of those asked for in either delivery."""
        return (row.old is not None and row.old.key in self.old) or (
            row.new is not None and row.new.key in self.new
        )


def compare(old: Job, new: Job) -> Compared:
    """Compare two deliveries. Raises `CoverageError` where one cannot be used or they have no period in common."""
    # Both are worked out whole: what was restated below a unit tells why the unit itself moved.
    everywhere = new.choice._replace(level=None, inside=None)
    before, now = (report(job._replace(choice=everywhere, people_alone=True)) for job in (old, new))
    theirs, ours = _by_period(before.worked), _by_period(now.worked)
    if not theirs.keys() & ours.keys():
        raise UnreadableInput(
            "no-common-period", old=_told(theirs) or ("–",), new=_told(ours) or ("–",)
        )
    chosen = _chosen(before, now, new)
    # Units are counted where they report, whatever level is shown.
    of_any_level = _chosen(before, now, new._replace(choice=new.choice._replace(level=None)))
    revisions: list[Revision] = []
    compared: dict[tuple[str | None, str], Tally] = {}
    findings: list[Finding] = []
    for period in (period for period in ours if period in theirs):
        blocks = _blocks(theirs[period], ours[period], now.worked.context.vocabulary.kinds)
        for name, rows in blocks.items():
            changed = [row for row in rows if row.differs]
            below = _lowest_below(changed)
            compared[period, name] = _tally(
                [row for row in rows if row.is_lowest and of_any_level.has(row)]
            )
            revisions += _in_order(_revision(row, below) for row in changed if chosen.has(row))
        # The units are the same for every indicator: one block tells who came and who is gone.
        for rows in list(blocks.values())[:1]:
            findings += _units_gone(period, rows)
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
    return {settled.period: settled for settled in worked.periods if settled.results}


def _told(periods: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(filter(None, periods))


def _chosen(before: Outcome, now: Outcome, job: Job) -> _Chosen:
    """Return the figures asked for in either delivery; what neither has is refused."""
    chosen: list[frozenset[FigureKey]] = []
    faults = []
    for outcome in (before, now):
        try:
            chosen.append(
                frozenset(figure.key for figure in select(outcome.report.figures, job.choice))
            )
        except UsageFault as fault:
            faults.append(fault)
            chosen.append(frozenset())
    if len(faults) == len(chosen):
        raise faults[-1]
    return _Chosen(*chosen)


def _blocks(old: Settled, new: Settled, kinds: TypeWords) -> dict[str, list[_Row]]:
    """Return the units of each indicator that both deliveries of a period have, those that are gone behind."""
    units, old_units = new.observations.units, old.observations.units
    places = align(units, old_units, kinds)
    if places[0] is None and 0 not in places and units[0].level == old_units[0].level:
        # Both have one whole, whatever each is called.
        places[0] = 0
    known = {result.indicator.id: result for result in old.results}
    return {
        result.indicator.id: [
            *_there(known[result.indicator.id], result, (units, places)),
            *_gone(known[result.indicator.id], old_units, places),
        ]
        for result in new.results
        if result.indicator.id in known
    }


def _there(
    old: Computed, new: Computed, aligned: tuple[Units, Sequence[int | None]]
) -> Iterator[_Row]:
    units, places = aligned
    before: Mapping[Any, Figure] = old.by_unit
    return (_Row(before.get(places[figure.at]), figure, units) for figure in new.figures)


def _gone(old: Computed, units: Units, places: Collection[int | None]) -> Iterator[_Row]:
    there = set(places)
    return (_Row(figure, None, units) for figure in old.figures if figure.at not in there)


def _rates_differ(old: Figure, new: Figure) -> bool:
    """Tell whether the targets as rates differ, whatever fractions they are written as."""
    one, other = old.target_pct, new.target_pct
    if one is None or other is None:
        return one is not other
    return one.over * other.under != other.over * one.under


def _tally(rows: Sequence[_Row]) -> Tally:
    """Count units: those in both deliveries, and those that differ by kind."""
    kinds = Counter(row.kind for row in rows if row.differs)
    return Tally(sum(row.kind == "restated" for row in rows), *(kinds[kind] for kind in _KINDS))


def _lowest_below(changed: Iterable[_Row]) -> Mapping[tuple[bool, int], dict[str, None]]:
    """Return the lowest units that differ below each upper one: by whether they are gone, and its place there."""
    below: dict[tuple[bool, int], dict[str, None]] = {}
    for row in changed:
        for upper in row.units.uppers(row.named.at) if row.is_lowest else ():
            below.setdefault((row.kind == "removed", upper), {})[row.named.unit] = None
    return below


def _revision(row: _Row, below: Mapping[tuple[bool, int], dict[str, None]]) -> Revision:
    old, new, named = row.old, row.new, row.named
    places = [(is_gone, figure.at) for is_gone, figure in ((False, new), (True, old)) if figure]
    follows_from = dict.fromkeys(name for place in places for name in below.get(place, ()))
    sides: dict[str, Any] = {
        f"{side}_{field}": getattr(figure, field, None)
        for field in _SIDES
        for side, figure in (("old", old), ("new", new))
    }
    return Revision(
        period=named.period,
        level=named.level,
        code=named.code,
        unit=named.unit,
        parent=named.parent,
        indicator=named.indicator,
        kind=row.kind,
        **sides,
        change_people=_change(sub, sides["new_numerator"], sides["old_numerator"]),
        change_pp=_change(gap_pp, sides["new_coverage_pct"], sides["old_coverage_pct"]),
        people_affected=_affected(old, new),
        effect=_effect(old, new),
        follows_from=tuple(follows_from),
    )


def _change(difference: Callable[[Any, Any], Any], new: Any, old: Any) -> Any:
    return None if new is None or old is None else difference(new, old)


def _affected(old: Figure | None, new: Figure | None) -> Count:
    """Return how many people a revision concerns: the larger difference of the pair, a missing count being none."""
    (over, under), (new_over, new_under) = _counts(old), _counts(new)
    return max(new_over - over, over - new_over, new_under - under, under - new_under)


def _counts(figure: Figure | None) -> tuple[Count, Count]:
    return (figure.numerator or 0, figure.denominator or 0) if figure else (0, 0)


def _effect(old: Figure | None, new: Figure | None) -> Effect:
    """Return what a revision comes to, the weightiest of what may be said."""
    if old is None or new is None:
        return "added" if old is None else "removed"
    said: tuple[tuple[bool, Effect], ...] = (
        (old.numerator is not None and new.numerator is None, "now_missing"),
        (old.numerator is None and new.numerator is not None, "now_reported"),
        (new.status == "met" != old.status, "now_met"),
        (new.status == "short" and old.status == "met", "now_short"),
        ((old.numerator, old.denominator) == (new.numerator, new.denominator), "target_changed"),
        (new.status == "met", "still_met"),
        (new.status == "short", "still_short"),
    )
    return next((effect for holds, effect in said if holds), "restated")


def _in_order(revisions: Iterable[Revision]) -> list[Revision]:
    """Return the units restated themselves, most people first, those that one delivery has alone, then what follows."""
    return sorted(
        revisions,
        key=lambda one: (bool(one.follows_from), _KINDS.index(one.kind), -one.people_affected),
    )


def _units_gone(period: str | None, rows: Sequence[_Row]) -> list[Finding]:
    """Say which of the lowest units are in one of the deliveries alone."""
    lowest = [row for row in rows if row.is_lowest]
    findings = []
    for kind, other, variant in (("removed", "added", "gone"), ("added", "removed", "come")):
        names = tuple(row.named.unit for row in lowest if row.kind == kind)
        if names:
            values = {
                "period": period or "–",
                "units": names,
                "expected": sum(row.kind != other for row in lowest),
            }
            findings.append(
                finding("units-differ", Where(count=len(names)), values, variant=variant)
            )
    return findings


def _indicators_apart(period: str | None, old: Settled, new: Settled) -> list[Finding]:
    """Say which indicators only one delivery of a period has."""
    theirs, ours = ([result.indicator.id for result in settled.results] for settled in (old, new))
    findings = []
    for names, others, variant in ((theirs, ours, "old"), (ours, theirs, "new")):
        alone = tuple(name for name in names if name not in others)
        if alone:
            values = {"period": period or "–", "indicators": alone}
            findings.append(
                finding("indicators-differ", Where(count=len(alone)), values, variant=variant)
            )
    return findings
