"""Put the units of observations in the order of a new tree: parents before their parts, levels told anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from coverage_cli.grouping import take
from coverage_cli.model import LEVELS, Observations, Units

Column = Sequence[Any]


def regrown(
    observations: Observations, parents: Sequence[int | None], dropped: Collection[int] = ()
) -> Observations:
    """Return the observations on the tree of these parents, without the units dropped and what stands below them."""
    tree = observations.units.replace(parents=parents)
    gone = {below for at in dropped for below in (at, *tree.below(at))}
    order = [at for at in tree.reading_order if at not in gone]
    made = observations.with_columns(lambda values: take(values, order))
    made = made._replace(units=_levelled(tree.take(order)))
    while made.units.has_lone_top:
        made = _without_lone_top(made)
    return made


def _levelled(units: Units) -> Units:
    """Tell anew which units are the lowest, and the levels of the whole and of subtotals that were lowest units."""
    heights = [0] * len(units)
    for at, parent in zip(range(len(units) - 1, 0, -1), reversed(units.parents), strict=False):
        assert parent is not None  # the whole alone has none, and comes last
        heights[parent] = max(heights[parent], heights[at] + 1)
    was_lowest, levels = units.leaves, list(units.levels)
    for at, height in enumerate(heights):
        if at == 0 or (height and was_lowest[at]):
            levels[at] = _level(levels[at], height, is_top=at == 0)
    return units.replace(levels=levels, leaves=[not height for height in heights])


def _level(level: str, height: int, *, is_top: bool) -> str:
    """Return the level of a unit over others: so many above its lowest parts, the whole above all."""
    if level not in LEVELS:
        return level
    own = LEVELS.index(level)
    rank = min(own, own + 1 - height) if is_top else own - height
    return LEVELS[rank] if rank >= 0 else "whole"


def _without_lone_top(observations: Observations) -> Observations:
    """Let the only unit under the whole be the whole: a row that sums up everything is no part of it.

    A heading without figures over the parts of a whole that prints its own ("Provinces") goes, the whole stays.
    """
    whole, lone = observations.units[0], observations.units[1]
    units = observations.units.without_whole()
    if whole.row is not None and lone.row is None:
        units = units.with_whole(**whole._asdict())
    elif observations.whole_named:
        units = units.with_whole(name=whole.name, level=whole.level)

    def keep(values: Column) -> list[Any]:
        return [values[0] if values[1] is None else values[1], *values[2:]]

    restated = {
        name: [(*told[0], *told[1]), *told[2:]] for name, told in observations.restated.items()
    }
    made = observations._replace(restated={}).with_columns(keep)
    return made._replace(units=units, whole_named=True, restated=restated)
