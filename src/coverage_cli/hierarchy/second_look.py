"""The next reading where the first comes to more than is printed: rows in the wrong group, rows that count all again.

Nothing is taken here that leaves a printed figure unexplained; what stays contradicted is refused later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, pairwise
from operator import add

from coverage_cli.hierarchy.breakdowns import Breakdown, left_out_of
from coverage_cli.hierarchy.siblings import Siblings, row_of
from coverage_cli.hierarchy.weigh import ENOUGH, fit
from coverage_cli.model import Count, Observations

# Rows that come to the printed whole once more in one column alone may do so by chance.
_FEWEST_COLUMNS = 2


def closing(siblings: Siblings) -> float:
    """Return how much it weighs that all siblings together are the printed figure above them, 0 where they are not."""
    facts = [
        fit(value, siblings.sums[number][-1], siblings.steps[number])
        for number, value in enumerate(siblings.above)
        if value is not None and siblings.counted[number]
    ]
    known = [fact.bits for fact in facts if fact is not None]
    return sum(known) if known and all(bits > 0 for bits in known) else 0.0


def strangers(siblings: Siblings, heads: Collection[int]) -> list[int]:
    """Return the sums at the end of a group without which the others are its printed figure: they stand beside it.

    A head that no word tells ("Amt Zell" among districts called Landkreis) is first taken for a part of the one above.
    """
    if closing(siblings) > 0:
        return []
    size = len(siblings.at)
    for stop in range(size - 1, 0, -1):
        if siblings.leaves[stop] and siblings.at[stop] not in heads:
            return []
        if closing(siblings.only(range(stop))) >= ENOUGH:
            return list(siblings.at[stop:])
    return []


def counted_again(observations: Observations) -> Breakdown | None:
    """Return what to leave out where the lowest units come to the printed whole again and again, wherever they stand.

    Each run of rows must be the whole in every count; the one of most units is kept.
    """
    columns = [values for values in observations.counts.values() if values[0]]
    lowest = sorted(observations.units.lowest, key=lambda at: row_of(observations, at))
    rows = [(at, tuple(values[at] for values in columns)) for at in lowest]
    counted = [(at, counts) for at, counts in rows if any(value is not None for value in counts)]
    if len(set(map(tuple, columns))) < _FEWEST_COLUMNS or any(None in of for _, of in counted):
        return None
    whole = tuple(values[0] for values in columns)
    blocks = list(_blocks([counts for _, counts in counted], whole))  # type: ignore[arg-type, misc]
    if len(blocks) < _FEWEST_COLUMNS:
        return None
    kept = max(blocks, key=len)
    used = [counted[at][0] for at in kept]
    others = {at for at, _ in counted}.difference(used)
    labels = [  # rows without figures right above announce them
        at for at, below in pairwise(lowest) if below in others and at not in others.union(used)
    ]
    return left_out_of(observations, [*sorted(others), *labels], used)


def _blocks(rows: Sequence[tuple[Count, ...]], whole: tuple[Count, ...]) -> Iterator[range]:
    """Yield the runs of rows that are the whole each, nothing where they do not come out even."""
    sums = [(0,) * len(whole), *accumulate(rows, lambda one, other: tuple(map(add, one, other)))]
    times = sums[-1][0] // whole[0]
    wanted = [tuple(number * count for count in whole) for number in range(times + 1)]
    if sums[-1] != wanted[-1] or not set(wanted) <= set(sums):
        return
    yield from (range(*ends) for ends in pairwise(map(sums.index, wanted)))
