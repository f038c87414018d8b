"""Find figures of the period before delivered again: a whole column, a district's, or one unit that stands still.

Denominators are left out: a population serves a year. Nor is a value a copy that comes from one cell for both periods.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from coverage_cli.project import Thresholds
from coverage_cli.rules.history import Flag, History, Place, Values
from coverage_cli.rules.saying import source_of_rule

# Equal counts below this are no sign of copying.
_TRIVIAL = 10


def judge(history: History, thresholds: Thresholds) -> list[Flag]:
    """Return the values that were probably copied, and the units that stand still while those beside them move."""
    flags: list[Flag] = []
    for measure in history.counts:
        if measure in history.denominators:
            continue
        steps = _steps(history, measure)
        equal = {step: _equal(history, measure, step) for step in steps}
        for step in steps:
            flags += _columns(history, measure, (step, equal[step]), thresholds)
        known = {flag.place for flag in flags}
        still = _still(history, measure, [(step, equal[step]) for step in steps], thresholds)
        # What a copied column says already is not said again of its single units.
        flags += [flag for flag in still if flag.place not in known]
    return flags


Step = tuple[int, int]
"""A period and the one before it that has figures of the measure."""
Equal = dict[int, bool]
"""The units with figures that say something in both periods of a step, and whether these are the same."""


def _steps(history: History, measure: str) -> list[Step]:
    known = [
        at
        for at in range(len(history.periods))
        if any(values[at] is not None for values in history.counts[measure])
    ]
    return list(itertools.pairwise(known))


def _equal(history: History, measure: str, step: Step) -> Equal:
    earlier, period = step
    return {
        unit: values[earlier] == values[period]
        for unit, values in enumerate(history.counts[measure])
        if _says_something(values, step)
        and not _is_one_cell(history, (measure, unit), values, step)
    }


def _says_something(values: Values, step: Step) -> bool:
    return all((values[at] or 0) >= _TRIVIAL for at in step)


def _is_one_cell(history: History, series: tuple[str, int], values: Values, step: Step) -> bool:
    """Tell whether a figure of both periods stands in one cell, as that of a list does which serves a year."""
    if values[step[0]] != values[step[1]]:
        return False
    earlier, now = (history.spot(*series, at) for at in step)
    return now.cell is not None and earlier == now


def _columns(
    history: History, measure: str, known: tuple[Step, Equal], thresholds: Thresholds
) -> list[Flag]:
    """Return the equal values of a whole column, else those of the districts whose part of it was copied."""
    (earlier, period), equal = known
    by_parent: dict[int | None, list[int]] = {}
    for unit in equal:
        by_parent.setdefault(history.units[unit].parent, []).append(unit)
    groups: Iterable[Sequence[int]] = (
        [list(equal)] if _is_copied(list(equal), equal, thresholds) else by_parent.values()
    )
    flags = []
    for units in groups:
        if _is_copied(units, equal, thresholds):
            same = [unit for unit in units if equal[unit]]
            told = {
                "earlier": history.periods[earlier],
                "same": len(same),
                "compared": len(units),
                "threshold": thresholds.copied_forward,
                "least": thresholds.copied_units,
                "source": source_of_rule("copied_forward", thresholds),
            }
            flags += [_flag(history, Place(measure, unit, period), told) for unit in same]
    return flags


def _is_copied(units: Sequence[int], equal: Equal, thresholds: Thresholds) -> bool:
    same = sum(equal[unit] for unit in units)
    return same >= thresholds.copied_units and 100 * same >= thresholds.copied_forward * len(units)


def _flag(history: History, place: Place, told: dict[str, object], variant: str = "") -> Flag:
    value = history.counts[place.measure][place.unit][place.period] or 0
    return Flag(place, {"value": value, **told}, int(value), variant)


def _still(
    history: History, measure: str, steps: Sequence[tuple[Step, Equal]], thresholds: Thresholds
) -> list[Flag]:
    """Return the units that had the same figure in so many periods in which most of their neighbours moved.

    A unit that goes on standing still is said once, of the last such period that is told about.
    """
    needed = thresholds.copied_periods - 1
    moving = [_parents_of_movers(history, equal, thresholds) for _, equal in steps]
    still: dict[int, list[int]] = {}
    for last in range(needed, len(steps) + 1):
        window = [equal for _, equal in steps[last - needed : last]]
        moved = set.intersection(*moving[last - needed : last])
        for unit in window[-1]:
            if history.units[unit].parent in moved and all(equal.get(unit) for equal in window):
                still.setdefault(unit, []).append(last)
    flags = []
    for unit, lasts in still.items():
        for last in lasts:
            if last + 1 in lasts and steps[last][0][1] in history.told:
                continue
            first = next(at for at in range(last, 0, -1) if at - 1 not in lasts)
            told: dict[str, object] = {
                "earlier": history.periods[steps[first - needed][0][0]],
                "periods": last - first + thresholds.copied_periods,
                "threshold": thresholds.copied_forward,
                "source": source_of_rule("copied_periods", thresholds),
            }
            flags.append(_flag(history, Place(measure, unit, steps[last - 1][0][1]), told, "still"))
    return flags


def _parents_of_movers(history: History, equal: Equal, thresholds: Thresholds) -> set[int | None]:
    """Return the upper units under which, but for one unit that stands still, most move in a step."""
    known: dict[int | None, int] = {}
    moving: dict[int | None, int] = {}
    for unit, same in equal.items():
        parent = history.units[unit].parent
        known[parent] = known.get(parent, 0) + 1
        moving[parent] = moving.get(parent, 0) + (not same)
    return {
        at
        for at, count in moving.items()
        if count and 100 * count >= thresholds.copied_forward * (known[at] - 1)
    }
