"""What everybody asks of the tree of units: the way up from one, what stands below it, what its parts come to.

Parents stand before their parts; places are 0-based.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from coverage_cli.model import Count, Observations, Unit


def uppers_of(units: Sequence[Unit], at: int) -> list[int]:
    """Return the places of the units above the one at a place, the nearest first; none for the whole."""
    uppers = []
    parent = units[at].parent
    while parent is not None:
        uppers.append(parent)
        parent = units[parent].parent
    return uppers


def lowest_of(units: Sequence[Unit]) -> list[int]:
    """Return the places of the lowest units, never that of the whole."""
    return [at for at, unit in enumerate(units) if unit.is_lowest]


def parts_of(units: Sequence[Unit]) -> list[list[int]]:
    """Return for each unit the places of those right below it."""
    parts: list[list[int]] = [[] for _ in units]
    for at, unit in enumerate(units):
        if unit.parent is not None:
            parts[unit.parent].append(at)
    return parts


def all_below(units: Sequence[Unit], at: int) -> list[int]:
    """Return the places of all units below the one at a place."""
    above, found = {at}, []
    for other in range(at + 1, len(units)):
        if units[other].parent in above:
            above.add(other)
            found.append(other)
    return found


def filled_up(units: Sequence[Unit], values: Sequence[Count | None]) -> list[Count | None]:
    """Return a column with the sums of their parts for upper units that have no figure, if all parts are known."""
    sums: list[Count | None] = [0] * len(values)
    for at in range(len(values) - 1, -1, -1):
        unit, own = units[at], values[at]
        amount = sums[at] = own if own is not None or unit.leaf else sums[at]
        if unit.parent is not None:
            above = sums[unit.parent]
            sums[unit.parent] = None if amount is None or above is None else above + amount
    return sums


def without(observations: Observations, dropped: Collection[int]) -> Observations:
    """Return observations without some of the lowest units; the parents of the others shift with these."""
    kept = [at for at in range(len(observations.units)) if at not in dropped]
    moved: dict[int | None, int | None] = {None: None, **{at: index for index, at in enumerate(kept)}}
    units = tuple(unit._replace(parent=moved[unit.parent]) for unit in (observations.units[at] for at in kept))
    return observations.with_columns(lambda values: [values[at] for at in kept])._replace(units=units)
