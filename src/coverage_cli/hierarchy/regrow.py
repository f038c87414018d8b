"""Put the units of observations in the order of a new tree: parents before their parts, levels told anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from coverage_cli.model import LEVELS, Observations, Unit, Units

Column = Sequence[Any]


def regrown(observations: Observations, parents: Sequence[int | None], dropped: Collection[int] = ()) -> Observations:
    """Return the observations on the tree of these parents, without the units dropped and what stands below them."""
    children: list[list[int]] = [[] for _ in parents]
    for at, parent in enumerate(parents):
        if parent is not None and at not in dropped:
            children[parent].append(at)
    order: list[int] = []
    waiting = [0]
    while waiting:
        at = waiting.pop()
        order.append(at)
        waiting.extend(sorted(children[at], reverse=True))
    made = _reordered(observations, order, parents, children)
    while _has_lone_top(made):
        made = _without_lone_top(made)
    return made


def _reordered(
    observations: Observations, order: Sequence[int], parents: Sequence[int | None], children: Sequence[Sequence[int]]
) -> Observations:
    moved = {at: index for index, at in enumerate(order)}
    heights: dict[int, int] = {}
    for at in reversed(order):
        heights[at] = 1 + max((heights[part] for part in children[at]), default=-1)
    units = []
    for at in order:
        unit, parent = observations.units[at], parents[at]
        level = _level(unit, heights[at], is_new=bool(children[at]) and unit.leaf, is_top=parent is None)
        above = None if parent is None else moved[parent]
        units.append(unit._replace(parent=above, leaf=not children[at], level=level))
    made = observations.with_columns(lambda values: [values[at] for at in order])
    return made._replace(units=Units.of(units))


def _level(unit: Unit, height: int, *, is_new: bool, is_top: bool) -> str:
    """Return a unit's level: a found subtotal stands so many levels above its lowest parts, the whole above all."""
    if not (is_new or is_top) or unit.level not in LEVELS:
        return unit.level
    own = LEVELS.index(unit.level)
    lowest = own + 1 if is_top else own
    rank = min(own, lowest - height) if is_top else lowest - height
    return LEVELS[rank] if rank >= 0 else "whole"


def _has_lone_top(observations: Observations) -> bool:
    """Tell whether one unit with parts is all that stands under the whole."""
    tops = [at for at, unit in enumerate(observations.units) if unit.parent == 0]
    return len(tops) == 1 and not observations.units[tops[0]].leaf


def _without_lone_top(observations: Observations) -> Observations:
    """Let the only unit under the whole be the whole: a row that sums up everything is no part of it.

    A heading without figures over the parts of a whole that prints its own ("Provinces") goes, the whole stays.
    """
    whole, lone = observations.units[0], observations.units[1]
    if whole.row is not None and lone.row is None:
        first = whole
    else:
        name = whole.name if observations.whole_named else lone.name
        level = whole.level if observations.whole_named else lone.level
        first = lone._replace(name=name, parent=None, level=level)
    units = [first]
    units += [
        unit._replace(parent=0 if unit.parent == 1 else (unit.parent or 1) - 1) for unit in observations.units[2:]
    ]

    def keep(values: Column) -> list[Any]:
        return [values[1] if values[1] is not None else values[0], *values[2:]]

    restated = {name: [(*told[0], *told[1]), *told[2:]] for name, told in observations.restated.items()}
    made = observations._replace(restated={}).with_columns(keep)
    return made._replace(units=Units.of(units), whole_named=True, restated=restated)
