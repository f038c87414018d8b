"""Give every unit its target: its own, else the one given for the indicator, else what its parts add up to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from coverage_cli.figures.arithmetic import coverage_pct, in_percent, target_count_of_rate
from coverage_cli.figures.rollup import Sums
from coverage_cli.grouping import take
from coverage_cli.model import Count, Indicator, Quotient, Target, Units
from coverage_cli.records import NamedTuple


class Goal(NamedTuple):
    """A unit's target worked out on its denominator.

    `rate` is the target in percent where it is one, `speaks_of_whole` says that a count was set for all parts
    although some have no figures, so that nothing may be judged by it.
    """

    kind: Literal["rate", "count", "new"]
    rate: Quotient | None
    pct: Quotient | None
    people: int | None
    speaks_of_whole: bool = False


def goals_of(
    units: Units,
    sums: Sums,
    own: Sequence[Target | None] | None,
    given: Sequence[Target | None],
    news: Sums,
    indicator: Indicator,
) -> list[Goal | None]:
    """Return the goal of every unit, None where it has none.

    `own` are the units' own targets, `given` what holds where there is none. `news` are the units' new people. Rates
    are given as the indicator is shown (per 100, per 1,000); a goal has them in percent.
    """
    size = len(units)
    goals: list[Goal | None] = [None] * size
    parts: list[list[int]] = [[] for _ in range(size)]
    for at in range(size - 1, -1, -1):
        target = (own[at] if own is not None else None) or given[at]
        if target is not None:
            is_upper = bool(parts[at]) or not units.leaves[at]
            goals[at] = _worked_out(target, (sums, news), at, indicator, parts=is_upper)
        elif parts[at]:
            goals[at] = _from_parts(at, parts[at], goals, (sums, news, indicator))
        parent = units.parents[at]
        # What has no figures is not in the sum above; its target must not be in the target above, either.
        if parent is not None and sums.complete[at]:
            parts[parent].append(at)
    return goals


def _worked_out(
    target: Target, basis: tuple[Sums, Sums], at: int, indicator: Indicator, *, parts: bool
) -> Goal:
    """Return the goal of a target of its own; `basis` are the unit's sums and those of its new people."""
    sums, news = basis
    denominator = sums.denominators[at]
    if target.kind == "rate":
        return _of_rate(in_percent(target.value, indicator.per), denominator, indicator)
    # Targets in people were held to whole numbers where they were read.
    people = target.value.over // target.value.under
    partial = bool(parts) and (
        sums.complete[at] < sums.expected[at] or _lacks_new_people(target, news, at)
    )
    pct = coverage_pct(people, denominator) if target.kind == "count" and not partial else None
    return Goal(target.kind, None, pct, people, speaks_of_whole=partial)


def _lacks_new_people(target: Target, news: Sums, at: int) -> bool:
    """Tell whether the new people are known of some parts alone, although the target speaks of all."""
    return target.kind == "new" and 0 < news.complete[at] < news.expected[at]


def _of_rate(pct: Quotient, denominator: Count | None, indicator: Indicator) -> Goal:
    people = target_count_of_rate(pct, denominator, lower=indicator.lower) if denominator else None
    return Goal("rate", pct, pct, people)


def _from_parts(
    at: int,
    parts: Sequence[int],
    goals: Sequence[Goal | None],
    basis: tuple[Sums, Sums, Indicator],
) -> Goal | None:
    """Return the rate that all parts share, else the sum of their counts if all of them have one."""
    sums, news, indicator = basis
    theirs = take(goals, parts)
    known = [goal for goal in theirs if goal is not None]
    if len(known) < len(theirs):
        return None
    rates = {goal.rate for goal in known}
    # Parts' people are each rounded up; their sum would ask for more than the rate that all share.
    shared = rates.pop() if len(rates) == 1 else None
    if shared is not None:
        return _of_rate(shared, sums.denominators[at], indicator)
    counts = [goal.people for goal in known if goal.people is not None]
    kinds = {"new" if goal.kind == "new" else "count" for goal in known}
    if len(counts) < len(known) or len(kinds) > 1:
        return None
    # Beside the new people of some parts only the targets of these may stand.
    if kinds == {"new"}:
        reported = [
            goal.people
            for part in parts
            if (goal := goals[part]) and goal.people and news.numerators[part] is not None
        ]
        counts = reported or counts
    people = sum(counts)
    partial = any(goal.speaks_of_whole for goal in known)
    kind: Literal["count", "new"] = "new" if kinds == {"new"} else "count"
    pct = coverage_pct(people, sums.denominators[at]) if kind == "count" and not partial else None
    return Goal(kind, None, pct, people, speaks_of_whole=partial)
