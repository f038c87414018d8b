"""Find the leaves that stand again elsewhere in a table: under their own upper unit, or under another one.

A code is one unit wherever it stands, unless codes begin anew in every upper unit. A name is one unit under one upper
unit only (there are 27 Xã Tân Thành), except where all its figures are the same as well. Nothing is dropped here.
"""

from __future__ import annotations

from collections import Counter

from coverage_cli.model import Observations
from coverage_cli.spelling import key

_RENUMBERED = 5
"""Codes begin anew where one in this many of them stands under another upper unit with another name."""
_SMALLEST = 100
"""Figures below this many people may be equal by chance."""
_MOST = 2
"""An upper unit is a copy where more than one in this many of its units stand under one other as well."""


def stand_alone(observations: Observations) -> bool:
    """Tell whether no two leaves share a name or a code, as in most tables: then none stands again."""
    leaves = [unit for unit in observations.units if unit.is_lowest]
    codes = [unit.code for unit in leaves if unit.code]
    return len(set(codes)) == len(codes) and len({key(unit.name) for unit in leaves}) == len(leaves)


def repeated(observations: Observations) -> dict[int, int]:
    """Map each leaf that stood there before, by its code, else by its name under its parent, to the first of them."""
    by_code = not _begin_anew(observations)
    seen: dict[tuple[object, ...], int] = {}
    again: dict[int, int] = {}
    for at in observations.units.lowest:
        unit = observations.units[at]
        under = None if unit.code and by_code else unit.parent
        first = seen.setdefault((under, unit.code or None, "" if unit.code else key(unit.name)), at)
        if first != at:
            again[at] = first
    return again


def _begin_anew(observations: Observations) -> bool:
    """Tell whether each upper unit numbers its own from 01 on, so that a code is no unit by itself."""
    coded = [unit for unit in observations.units if unit.is_lowest and unit.code]
    firsts = {unit.code: (unit.parent, key(unit.name)) for unit in reversed(coded)}
    pairs = ((unit, *firsts[unit.code]) for unit in coded)
    return _RENUMBERED * sum(parent != unit.parent and name != key(unit.name) for unit, parent, name in pairs) > len(
        coded
    )


def under_other_parents(observations: Observations) -> dict[int, int]:
    """Map each leaf to the one of that name and those very figures under another upper unit."""
    seen: dict[str, list[int]] = {}
    again: dict[int, int] = {}
    for at in observations.units.lowest:
        others = seen.setdefault(key(observations.units[at].name), [])
        first = next((other for other in others if _is_same(observations, at, other)), None)
        again |= {} if first is None else {at: first}
        others.append(at)
    return _without_copies(observations, again)


def _without_copies(observations: Observations, again: dict[int, int]) -> dict[int, int]:
    """Leave out the units of copies, most of which stand under one other unit: a copy is said as a whole."""
    if not again:
        return again
    leaves = Counter(unit.parent for unit in observations.units if unit.leaf)
    pairs = Counter((observations.units[at].parent, observations.units[first].parent) for at, first in again.items())
    copies = {parent for (parent, _), count in pairs.items() if _MOST * count > leaves[parent] and count > 1}
    return {at: first for at, first in again.items() if observations.units[at].parent not in copies}


def _is_same(observations: Observations, at: int, other: int) -> bool:
    """Tell whether two leaves under two upper units have one name, no two codes, and all figures alike."""
    one, two = observations.units[at], observations.units[other]
    if one.parent == two.parent or (one.code and two.code):
        return False
    pairs = [(values[at], values[other]) for values in observations.counts.values()]
    large = {mine for mine, _ in pairs if mine is not None and mine >= _SMALLEST}
    return len(large) > 1 and all(mine == theirs for mine, theirs in pairs)
