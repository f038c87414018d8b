"""Observations -> figures: coverage, target, attainment, gap and status of every unit for every indicator asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Literal

from coverage_cli.figures.arithmetic import (
    attainment_of_count,
    attainment_of_rate,
    coverage_pct,
    gap_people,
    gap_pp,
    is_met,
)
from coverage_cli.figures.goals import Goal, goals_of
from coverage_cli.figures.rollup import Sums, nothing_of, roll_up
from coverage_cli.grouping import first_where, take
from coverage_cli.indicator import Measure, Sum, added_up, first_found, measure_of, target_key
from coverage_cli.model import (
    Computed,
    Count,
    Figure,
    Indicator,
    Observations,
    Quotient,
    Status,
    Target,
    Units,
)
from coverage_cli.project import TargetSetting
from coverage_cli.records import NamedTuple
from coverage_cli.targets.assigned import Assigned, assigned, fitting, names_of


class References(NamedTuple):
    """What figures are held against besides the sheet and the settings: lists of named targets, last December.

    `named` maps a name to targets by subject, aligned with the units; `december` are last December's observations with
    their counts aligned with the units. `today` is what each unit really has, where the figures are only supposed: from
    it people remaining are counted on.
    """

    named: Mapping[str, Mapping[str, Sequence[Target | None]]] = {}
    december: Observations | None = None
    today: Sequence[Count | None] | None = None


NO_REFERENCES = References()


class _Basis(NamedTuple):
    """What the figures of one indicator are made from; `news` are the new people of every unit, summed likewise.

    `lower` says that fewer is better: asked of the indicator once, not for every unit.
    """

    observations: Observations
    indicator: Indicator
    sums: Sums
    news: Sums
    lower: bool


class _Judged(NamedTuple):
    """The goals of all units, what stands against them, and what that comes to: columns aligned with the units."""

    goals: Sequence[Goal | None]
    reached: Sequence[Count | None]
    gaps: Sequence[Count | None]
    shortfalls: Sequence[Count | None]


# What stands in the place of the goal that a unit has not.
_NO_GOAL = (None, None, None, None, False)


def computable(
    observations: Observations,
    indicators: Mapping[str, Indicator],
    given: Sequence[TargetSetting],
    *,
    people_alone: bool = False,
) -> list[str]:
    """Return the indicators whose measures are found; one that lacks its denominator needs a count as its target.

    `people_alone` takes it all the same: how its people change can be told.
    """
    return [
        indicator.id
        for indicator in indicators.values()
        if measures_of(observations, indicator)
        and (
            people_alone
            or _has_denominator(observations, indicator)
            or _has_count_target(observations, indicator, given)
        )
    ]


def _has_denominator(observations: Observations, indicator: Indicator) -> bool:
    """Tell whether the denominator is found; an indicator defined without one needs none."""
    return (
        not indicator.denominators
        or first_found(indicator.denominators, observations.counts) is not None
    )


def lacking(
    observations: Observations, indicators: Mapping[str, Indicator]
) -> dict[str, list[str]]:
    """Return, by the denominator they lack, the named indicators whose numerators are there."""
    without: dict[str, list[str]] = {}
    for indicator in indicators.values():
        if measures_of(observations, indicator) and not _has_denominator(observations, indicator):
            without.setdefault(indicator.denominator, []).append(indicator.id)
    return without


def measures_of(observations: Observations, indicator: Indicator) -> Sum | None:
    """Return the first alternative of an indicator's numerator whose measures are all found."""
    return first_found(indicator.numerators, observations.counts)


def _has_count_target(
    observations: Observations, indicator: Indicator, given: Sequence[TargetSetting]
) -> bool:
    own = observations.targets.get(indicator.subject, ())
    told = fitting(given, indicator, observations.period)
    return any(target and target.kind != "rate" for target in own) or any(
        setting.kind != "rate" for setting in told
    )


def compute(
    observations: Observations,
    indicator: Indicator,
    given: Sequence[TargetSetting] = (),
    references: References = NO_REFERENCES,
    *,
    printed: bool = False,
) -> Computed:
    """Return the figures of one indicator; its numerator's measures must be among the observations.

    `printed` keeps the printed figures of upper units instead of summing their parts. Of several targets that live at
    once the one without a name is judged first, else the one named first; the others are the result's `named`.
    """
    over, under = (
        measures_of(observations, indicator),
        first_found(indicator.denominators, observations.counts),
    )
    assert over is not None
    units = observations.units
    numerators = added_up(over, observations.counts)
    denominators = _at_least_zero(added_up(under, observations.counts)) if under else None
    sums = roll_up(units, numerators, denominators, printed=printed)
    news = _new_people(
        observations, indicator, over, (numerators, references.december), printed=printed
    )
    basis = _Basis(observations, indicator, sums, news, indicator.lower)
    set_targets = _set_targets(basis, given, references)
    goals = {
        name: goals_of(units, sums, *one, news, indicator) for name, one in set_targets.items()
    }
    # All targets bear names: the first of these is judged in the place of the one without.
    if len(goals) > 1 and not any(goals[""]):
        del goals[""]
    judged = {name: _figures(basis, _judged(basis, theirs)) for name, theirs in goals.items()}
    first, *others = judged
    return Computed(
        indicator, over, under or (), judged[first], tuple(units.reading_order), numerators, denominators, first,
        {name: judged[name] for name in others}, _as_printed(sums),
        {name: [one or other for one, other in zip(*set_targets[name], strict=True)] for name in judged},
        frozenset(at for at, complete in enumerate(sums.complete) if complete < sums.expected[at]),
    )  # fmt: skip


def _as_printed(sums: Sums) -> dict[int, Literal["told", "want"]]:
    """Return the units whose figures stand as printed, and why."""
    want: dict[int, Literal["told", "want"]] = {
        at: "want" for at, taken in enumerate(sums.taken) if taken
    }
    return {**want, **{at: "told" for at, kept in enumerate(sums.kept) if kept}}


def _new_people(
    observations: Observations,
    indicator: Indicator,
    over: Sum,
    stocks: tuple[Sequence[Count | None], Observations | None],
    *,
    printed: bool,
) -> Sums:
    """Return the people who are new in the year: as counted, else this stock less last December's."""
    counted = observations.counts.get(str(Measure(indicator.subject, "new")))
    now, december = stocks
    # A difference is net of those who left, so what the sheet counts as new goes before it.
    if counted is None and december is not None and first_found((over,), december.counts):
        before = added_up(over, december.counts)
        counted = [
            None if one is None or other is None else one - other
            for one, other in zip(now, before, strict=True)
        ]
    if counted is None:
        return nothing_of(observations.units)
    return roll_up(observations.units, counted, None, printed=printed)


def _set_targets(
    basis: _Basis, given: Sequence[TargetSetting], references: References
) -> dict[str, Assigned]:
    """Return what was set for every unit under each target by its name, the one to be judged first in front."""
    observations, indicator, sums, _, _ = basis
    subject = indicator.subject
    known = map(measure_of, observations.targets)
    beside = [
        one.name for one in known if one.name and one._replace(name="") == measure_of(subject)
    ]
    # Their order decides which is judged: the one without a name, those told, lists, the sheet's own.
    names = ["", *names_of(given, indicator, observations.period), *references.named, *beside]
    targets: dict[str, Assigned] = {}
    for name in dict.fromkeys(names):
        today = sums.numerators if references.today is None else references.today
        told = assigned([one for one in given if one.name == name], indicator, observations, today)
        printed = references.named.get(name, {}).get(subject) or observations.targets.get(
            target_key(subject, name)
        )
        own = [one or other for one, other in zip(told.own, printed or repeat(None), strict=False)]
        targets[name] = Assigned(own, told.otherwise)
    return targets


def _judged(basis: _Basis, goals: Sequence[Goal | None]) -> _Judged:
    """Return the goals with what stands against them, the gaps and the shortfalls."""
    reached = [
        new if goal and goal.kind == "new" else stock
        for goal, new, stock in zip(
            goals, basis.news.numerators, basis.sums.numerators, strict=True
        )
    ]
    gaps = list(map(_gap, goals, reached, repeat(basis.lower)))
    return _Judged(goals, reached, gaps, _shortfalls(basis.observations.units, gaps))


def _at_least_zero(denominators: Sequence[Count | None]) -> Sequence[Count | None]:
    """Return denominators without those that a difference makes negative: nobody is covered among fewer than none."""
    # Most sheets have no such difference: their column is handed on as it is.
    if all(value is None or value >= 0 for value in denominators):
        return denominators
    return [None if value is None or value < 0 else value for value in denominators]


def _gap(goal: Goal | None, reached: Count | None, lower: bool) -> Count | None:
    """Return the gap between a target and what stands against it."""
    if goal is None or goal.people is None or goal.speaks_of_whole or reached is None:
        return None
    return gap_people(goal.people, reached, lower=lower)


def _shortfalls(units: Units, gaps: Sequence[Count | None]) -> list[Count | None]:
    """Return each unit's shortfall: its own for a leaf, the sum of its parts' above (never netted with a surplus)."""
    below: list[Count | None] = [None] * len(units)
    # Parts stand behind their uppers: from the last on, every sum is whole before it is added above.
    for at in range(len(units) - 1, -1, -1):
        if below[at] is None:
            gap = gaps[at]
            below[at] = None if gap is None else max(gap, 0)
        parent = units.parents[at]
        own = below[at]
        if parent is not None and own is not None:
            below[parent] = (below[parent] or 0) + own
    return below


def _figures(basis: _Basis, judged: _Judged) -> tuple[Figure, ...]:
    """Return the figures of all units in reading order, worked out column by column."""
    observations, indicator, sums, _, _ = basis
    units, lower = observations.units, repeat(basis.lower)
    goals, reached, gaps, shortfalls = judged
    coverage = list(map(coverage_pct, sums.numerators, sums.denominators))
    # What is counted without a denominator has data as soon as there are people.
    known = coverage if sums.has_denominator else sums.numerators
    kinds, _, target_pcts, targets, _ = zip(*(goal or _NO_GOAL for goal in goals), strict=True)
    rows = map(
        Figure,
        repeat(observations.period),
        units.levels,
        units.codes,
        units.names,
        _names_above(observations),
        repeat(indicator.id),
        sums.numerators,
        sums.denominators,
        coverage,
        kinds,
        target_pcts,
        targets,
        map(_attainment, goals, coverage, reached, lower),
        gaps,
        map(_gap_pp, goals, coverage, lower),
        shortfalls,
        map(_status, goals, reached, known, lower),
        sums.with_both,
        sums.lowest,
        units.depths,
        _places(observations),
        range(len(units)),
    )
    return tuple(take(list(rows), units.reading_order))


def _names_above(observations: Observations) -> list[str | None]:
    """Return the name of the unit above each.

    A whole without a name was made up to hold the units; no unit is shown as its part.
    """
    units = observations.units
    names = [units.names[0] if observations.whole_named else None, *units.names[1:]]
    return [None if parent is None else names[parent] for parent in units.parents]


def _places(observations: Observations) -> list[tuple[int, int] | None]:
    """Return the row of each unit: of the first measure that has one."""
    # The measures of one table share one list of places, which is told by identity, not cell by cell.
    columns = list({id(places): places for places in observations.places.values()}.values())
    if len(columns) == 1:
        return list(columns[0])
    return [
        first_where(lambda place: place is not None, places)
        for places in zip(*columns, strict=True)
    ]


# The last argument of these is fed from a column, which has no keywords.
def _attainment(
    goal: Goal | None, coverage: Quotient | None, reached: Count | None, lower: bool
) -> Quotient | None:
    if goal is None or goal.speaks_of_whole:
        return None
    if goal.rate is not None:
        return attainment_of_rate(coverage, goal.rate, lower=lower) if coverage else None
    if reached is None or goal.people is None:
        return None
    return attainment_of_count(reached, goal.people, lower=lower)


def _gap_pp(goal: Goal | None, coverage: Quotient | None, lower: bool) -> Quotient | None:
    if goal is None or goal.pct is None or coverage is None or goal.speaks_of_whole:
        return None
    return gap_pp(goal.pct, coverage, lower=lower)


def _status(
    goal: Goal | None, reached: Count | None, known: Quotient | Count | None, lower: bool
) -> Status:
    """Judge a unit; `known` is the figure that would be judged if there were a target."""
    if goal is None:
        return "no_data" if known is None else "no_target"
    if goal.speaks_of_whole:
        return "incomplete"
    if goal.people is None or reached is None:
        return "no_data"
    return "met" if is_met(reached, goal.people, lower=lower) else "short"
