"""Count how many of the units expected reported in a period, place by place, and name those that reported before.

Expected are the units that a list names, else those that reported in the period before. A unit reported where it has
any figure beside its denominators, zero among them. Whether reports came in time is not judged: no sheet of this kind
says when it was received.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from coverage_cli.model import Quotient
from coverage_cli.project import Thresholds
from coverage_cli.rules.history import Flag, History, Place
from coverage_cli.rules.saying import source_of_rule

# So many units at most are taken to have become one.
_MERGED = 4
# With one in this many of the places of the delivery before a delivery speaks of all of them.
_HALF = 2


def judge(history: History, thresholds: Thresholds) -> list[Flag]:
    """Return the places of the periods told about where units are missing, or have others in their stead."""
    flags = []
    for period in sorted(history.told):
        reported, come = _reported(history, period), _newcomers(history, period)
        asked = {
            unit
            for unit in _expected(history, period)
            if unit in reported or not history.is_excused(unit, period)
        }
        for parent, units in _by_parent(history, asked).items():
            place = Place("", parent, period)
            flags += _of_place(
                history, place, units, (reported, come.get(parent, frozenset())), thresholds
            )
    return flags


def _of_place(
    history: History,
    place: Place,
    units: frozenset[int],
    delivery: tuple[frozenset[int], frozenset[int]],
    thresholds: Thresholds,
) -> list[Flag]:
    """Return what is odd about a place; `delivery` are the units that reported and those no earlier period had."""
    reported, newcomers = delivery
    gone = sorted(units - reported - history.members[place.period])
    # A list names who is asked for, so that nobody can come in another's place.
    come = sorted(newcomers & reported) if gone and not history.listed else []
    is_replaced = bool(come) and len(gone) <= _MERGED * len(come)
    flags = [_replaced(history, place, gone, come)] if is_replaced else []
    expected, missing = (units - set(gone), []) if is_replaced else (units, gone)
    there = len(expected & reported)
    if 100 * there < thresholds.reporting * len(expected):
        flags.append(_flag(history, place, (there, len(expected)), missing, thresholds))
    return flags


def _newcomers(history: History, period: int) -> Mapping[int, frozenset[int]]:
    """Return the units that no earlier period had, by the place they are under."""
    known = frozenset[int]().union(*history.members[:period])
    return _by_parent(history, history.members[period] - known)


def _replaced(history: History, place: Place, gone: Sequence[int], come: Sequence[int]) -> Flag:
    """Say that units are no longer in the sheets while others are: nobody has failed to report."""
    told = {
        "earlier": history.periods[place.period - 1],
        "units": tuple(history.units[unit].name for unit in gone),
        "others": tuple(history.units[unit].name for unit in come),
    }
    people = sum(_last_known(history, unit, place.period) for unit in gone)
    return Flag(place, told, people, "replaced")


def _reported(history: History, period: int) -> frozenset[int]:
    return frozenset(
        unit
        for measure, units in history.counts.items()
        if measure not in history.denominators
        for unit, values in enumerate(units)
        if values[period] is not None
    )


def _expected(history: History, period: int) -> frozenset[int]:
    """Return the units of a list, else those that reported before under places that this period speaks of, too."""
    if history.listed:
        return history.members[period]
    if period == 0:
        return frozenset()
    before, now = _reported(history, period - 1), _reported(history, period)
    places, here = ({history.units[unit].parent for unit in units} for units in (before, now))
    shared = places & here
    # The sheet is now one of the places themselves: their units are not expected in it.
    if any(unit in places for unit in now):
        return frozenset()
    # A delivery of one district must not make all others silent.
    is_of_all = _HALF * len(shared) >= len(places)
    return frozenset(unit for unit in before if is_of_all or history.units[unit].parent in shared)


def _by_parent(history: History, units: Iterable[int]) -> Mapping[int, frozenset[int]]:
    groups: dict[int, set[int]] = {}
    for unit in units:
        parent = history.units[unit].parent
        if parent is not None:
            groups.setdefault(parent, set()).add(unit)
    return {parent: frozenset(members) for parent, members in groups.items()}


def _flag(
    history: History, place: Place, counts: tuple[int, int], gone: list[int], thresholds: Thresholds
) -> Flag:
    there, expected = counts
    graver = 100 * there < thresholds.reporting_error * expected
    setting = "reporting_error" if graver else "reporting"
    told = {
        "reported": there,
        "expected": expected,
        "share": Quotient(100 * there, expected),
        "units": tuple(history.units[unit].name for unit in gone),
        "threshold": getattr(thresholds, setting),
        "source": source_of_rule(setting, thresholds, "who"),
    }
    people = sum(_last_known(history, unit, place.period) for unit in gone)
    return Flag(place, told, people, "named" if gone and not history.listed else "", graver)


def _last_known(history: History, unit: int, period: int) -> int:
    """Return the most people that any figure of a unit spoke of when it last had one."""
    known = (
        int(values[unit][at] or 0)
        for values in history.counts.values()
        for at in range(period - 1, -1, -1)
        if values[unit][at] is not None
    )
    return max(known, default=0)
