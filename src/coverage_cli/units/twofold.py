"""Find the leaves that stand again elsewhere in a table: under their own upper unit, or under another one.

A code is one unit wherever it stands, unless codes begin anew in every upper unit. A name is one unit under one upper
unit only (there are 27 Xã Tân Thành), except where all its figures are the same as well. Nothing is dropped here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from coverage_cli.grouping import shared
from coverage_cli.model import Observations, Units
from coverage_cli.spelling import key
from coverage_cli.units.names import keyed_lowest

# Codes begin anew where one in this many of them stands under another upper unit with another name.
_RENUMBERED = 5
# Figures below this many people may be equal by chance.
_SMALLEST = 100
# An upper unit is a copy where more than one in this many of its units stand under one other as well.
_MOST = 2


def stand_alone(observations: Observations) -> bool:
    """Tell whether no two leaves share a name or a code, as in most tables: then none stands again."""
    units = observations.units
    codes = [code for at in units.lowest if (code := units.codes[at])]
    return _are_distinct(codes) and _are_distinct(keyed_lowest(units))


def _are_distinct(values: Sequence[str]) -> bool:
    return len(set(values)) == len(values)


def repeated(observations: Observations) -> dict[int, int]:
    """Map each leaf that stood there before, by its code, else by its name under its parent, to the first of them."""
    units = observations.units
    # Where each district numbers its communes from 01 on, a code alone is none of them.
    by_code = not _begin_anew(units)
    marks = [
        (None if by_code else units.parents[at], code, "")
        if (code := units.codes[at])
        else (units.parents[at], "", name)
        for at, name in zip(units.lowest, keyed_lowest(units), strict=True)
    ]
    groups = shared(zip(marks, units.lowest, strict=True))
    return dict(sorted((at, first) for first, *others in groups for at in others))


def _begin_anew(units: Units) -> bool:
    """Tell whether each upper unit numbers its own from 01 on, so that a code is no unit by itself."""
    coded = [at for at in units.lowest if units.codes[at]]
    # Reversed, so that each code keeps the first unit that bears it.
    firsts = {units.codes[at]: at for at in reversed(coded)}
    others = [(at, first) for at in coded if (first := firsts[units.codes[at]]) != at]
    renumbered = sum(_are_unlike(units, at, first) for at, first in others)
    return _RENUMBERED * renumbered > len(coded)


def _are_unlike(units: Units, at: int, first: int) -> bool:
    """Tell whether two units differ in both their upper unit and their name."""
    return units.parents[at] != units.parents[first] and key(units.names[at]) != key(
        units.names[first]
    )


def under_other_parents(observations: Observations) -> dict[int, int]:
    """Map each leaf to the one of that name and those very figures under another upper unit."""
    units = observations.units
    again: dict[int, int] = {}
    for group in shared(zip(keyed_lowest(units), units.lowest, strict=True)):
        pairs = combinations(group, 2)
        same = [(at, first) for first, at in pairs if _is_same(observations, at, first)]
        # Reversed, so that the first of several is the one that counts.
        again |= dict(reversed(same))
    return _without_copies(observations, dict(sorted(again.items())))


def _without_copies(observations: Observations, again: dict[int, int]) -> dict[int, int]:
    """Leave out the units of copies, most of which stand under one other unit: a copy is said as a whole."""
    parents = observations.units.parents
    leaves = Counter(parents[at] for at in observations.units.lowest)
    pairs = Counter((parents[at], parents[first]) for at, first in again.items())
    copies = {
        parent
        for (parent, _), count in pairs.items()
        if _MOST * count > leaves[parent] and count > 1
    }
    return {at: first for at, first in again.items() if parents[at] not in copies}


def _is_same(observations: Observations, at: int, other: int) -> bool:
    """Tell whether two leaves under two upper units have one name, no two codes, and all figures alike."""
    one, two = observations.units[at], observations.units[other]
    if one.parent == two.parent or (one.code and two.code):
        return False
    pairs = [(values[at], values[other]) for values in observations.counts.values()]
    large = {mine for mine, _ in pairs if mine is not None and mine >= _SMALLEST}
    # One large figure in common may be chance; two and all others are the same row again.
    return len(large) > 1 and all(mine == theirs for mine, theirs in pairs)
