"""Observations -> figures: coverage, target, attainment, gap and status of every unit for every indicator asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.figures.arithmetic import (
    attainment_of_count,
    attainment_of_rate,
    coverage_pct,
    gap_pp,
    is_met,
)
from coverage_cli.figures.goals import Goal, goals_of
from coverage_cli.figures.rollup import Sums, roll_up
from coverage_cli.model import Computed, Count, Figure, Indicator, Observations, Quotient, Status, Unit
from coverage_cli.project import TargetSetting


def computable(
    observations: Observations, indicators: Mapping[str, Indicator], given: Sequence[TargetSetting]
) -> list[str]:
    """Return the indicators whose measures are found; one without a denominator needs a count as its target."""
    found = []
    for indicator in indicators.values():
        measures = measures_of(observations, indicator)
        if measures and (
            indicator.denominator in observations.counts or _has_count_target(observations, indicator, given)
        ):
            found.append(indicator.id)
    return found


def lacking(observations: Observations, indicators: Mapping[str, Indicator]) -> dict[str, list[str]]:
    """Return, by the denominator they lack, the named indicators whose numerators are there."""
    without: dict[str, list[str]] = {}
    for indicator in indicators.values():
        if measures_of(observations, indicator) and indicator.denominator not in observations.counts:
            without.setdefault(indicator.denominator, []).append(indicator.id)
    return without


def target_given(given: Sequence[TargetSetting], indicator: str) -> TargetSetting | None:
    """Return the target given for an indicator by name, else the one given for all."""
    named = [setting for setting in given if setting.indicator == indicator]
    fitting = named or [setting for setting in given if setting.indicator is None]
    return fitting[-1] if fitting else None


def measures_of(observations: Observations, indicator: Indicator) -> tuple[str, ...] | None:
    """Return the first alternative of an indicator's numerator whose measures are all found."""
    return next((parts for parts in indicator.numerators if all(part in observations.counts for part in parts)), None)


def _has_count_target(observations: Observations, indicator: Indicator, given: Sequence[TargetSetting]) -> bool:
    own = observations.targets.get(indicator.numerators[0][0], ())
    setting = target_given(given, indicator.id)
    return any(target and target.kind != "rate" for target in own) or (setting is not None and setting.kind != "rate")


def compute(
    observations: Observations, indicator: Indicator, given: Sequence[TargetSetting] = (), *, printed: bool = False
) -> Computed:
    """Return the figures of one indicator; its numerator's measures must be among the observations.

    `printed` keeps the printed figures of upper units instead of summing their parts.
    """
    measures = measures_of(observations, indicator)
    assert measures is not None
    units = observations.units
    numerators = _numerators(observations, measures)
    denominators = observations.counts.get(indicator.denominator)
    sums = roll_up(units, numerators, denominators, printed=printed)
    subject = indicator.numerators[0][0]
    new_counts = observations.counts.get(f"new_{subject}", [None] * len(units))
    news = roll_up(units, new_counts, None).numerators
    goals = goals_of(units, sums, observations.targets.get(subject), target_given(given, indicator.id), news)
    order, depths = _reading_order(units)
    shortfalls = _shortfalls(units, goals, sums, news)
    places = _places(observations)
    figures = tuple(
        _figure(observations, indicator.id, (at, depths[at], places[at]), sums, (goals[at], news[at], shortfalls[at]))
        for at in order
    )
    return Computed(indicator, measures, figures, tuple(order), numerators, denominators)


def _numerators(observations: Observations, measures: Sequence[str]) -> Sequence[Count | None]:
    """Return the sum of several measures, unit by unit; one missing leaves no sum."""
    columns = [observations.counts[measure] for measure in measures]
    if len(columns) == 1:
        return columns[0]
    return [None if None in parts else sum(parts) for parts in zip(*columns, strict=True)]


def _reading_order(units: Sequence[Unit]) -> tuple[list[int], list[int]]:
    """Return the units' indices from the whole down, each followed by its parts, and their depths."""
    children: list[list[int]] = [[] for _ in units]
    depths = [0] * len(units)
    for at, unit in enumerate(units):
        if unit.parent is not None:
            children[unit.parent].append(at)
            depths[at] = depths[unit.parent] + 1
    order: list[int] = []
    waiting = [at for at in range(len(units) - 1, -1, -1) if units[at].parent is None]
    while waiting:
        at = waiting.pop()
        order.append(at)
        waiting.extend(reversed(children[at]))
    return order, depths


def _gap(goal: Goal | None, numerator: Count | None, new: Count | None) -> Count | None:
    """Return target minus what stands against it: the stock, or the new people of a new-people target."""
    if goal is None or goal.people is None or goal.speaks_of_whole:
        return None
    reached = new if goal.kind == "new" else numerator
    return None if reached is None else goal.people - reached


def _shortfalls(
    units: Sequence[Unit], goals: Sequence[Goal | None], sums: Sums, news: Sequence[Count | None]
) -> list[Count | None]:
    """Return each unit's shortfall: its own for a leaf, the sum of its parts' above (never netted with a surplus)."""
    below: list[Count | None] = [None] * len(units)
    for at in range(len(units) - 1, -1, -1):
        if below[at] is None:
            gap = _gap(goals[at], sums.numerators[at], news[at])
            below[at] = None if gap is None else max(gap, 0)
        parent = units[at].parent
        own = below[at]
        if parent is not None and own is not None:
            below[parent] = (below[parent] or 0) + own
    return below


def _figure(
    observations: Observations,
    indicator: str,
    where: tuple[int, int, tuple[int, int] | None],
    sums: Sums,
    judged: tuple[Goal | None, Count | None, Count | None],
) -> Figure:
    at, depth, place = where
    goal, new, shortfall = judged
    unit = observations.units[at]
    numerator, denominator = sums.numerators[at], sums.denominators[at]
    coverage = coverage_pct(numerator, denominator)
    gap = _gap(goal, numerator, new)
    has_parent = unit.parent is not None and (unit.parent != 0 or observations.whole_named)
    return Figure(
        observations.period,
        unit.level,
        unit.code,
        unit.name,
        observations.units[unit.parent].name if has_parent and unit.parent is not None else None,
        indicator,
        numerator,
        denominator,
        coverage,
        goal.kind if goal else None,
        goal.pct if goal else None,
        goal.people if goal else None,
        _attainment(goal, coverage, new if goal and goal.kind == "new" else numerator),
        gap,
        gap_pp(goal.pct, coverage) if goal and goal.pct and coverage and not goal.speaks_of_whole else None,
        shortfall,
        _status(goal, gap, coverage),
        sums.complete[at],
        sums.expected[at],
        depth,
        place,
    )


def _places(observations: Observations) -> list[tuple[int, int] | None]:
    """Return the row of each unit: of the first measure that has one."""
    columns = list({id(places): places for places in observations.places.values()}.values())
    if len(columns) == 1:
        return list(columns[0])
    return [next((place for place in places if place is not None), None) for places in zip(*columns, strict=True)]


def _attainment(goal: Goal | None, coverage: Quotient | None, reached: Count | None) -> Quotient | None:
    if goal is None or goal.speaks_of_whole:
        return None
    if goal.rate is not None:
        return attainment_of_rate(coverage, goal.rate) if coverage else None
    return attainment_of_count(reached, goal.people) if reached is not None and goal.people else None


def _status(goal: Goal | None, gap: Count | None, coverage: Quotient | None) -> Status:
    if goal is not None and goal.speaks_of_whole:
        return "incomplete"
    if gap is not None and goal is not None and goal.people is not None:
        return "met" if is_met(goal.people - gap, goal.people) else "short"
    if coverage is None:
        return "no_data"
    return "no_target" if goal is None else "no_data"
