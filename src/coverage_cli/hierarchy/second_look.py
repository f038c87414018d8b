"""The next reading where the first comes to more than is printed: rows in the wrong group, rows that count all again.

Nothing is taken here that leaves a printed figure unexplained; what stays contradicted is refused later.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import takewhile

from coverage_cli.grouping import first_where
from coverage_cli.hierarchy.breakdowns import Breakdown, breakdown_among
from coverage_cli.hierarchy.siblings import Marks, Siblings, Values, row_of, siblings_of
from coverage_cli.hierarchy.weigh import ENOUGH, fit
from coverage_cli.model import Observations


def closing(siblings: Siblings, stop: int = -1) -> float:
    """Return how much it weighs that all siblings, or those before `stop`, are the printed figure above them together.

    It is 0 where they are not.
    """
    facts = [
        fit(value, siblings.sums[number][stop], siblings.steps[number])
        for number, value in enumerate(siblings.above)
        if value is not None and siblings.counted[number]
    ]
    known = [fact.bits for fact in facts if fact is not None]
    return sum(known) if known and all(bits > 0 for bits in known) else 0.0


def strangers(siblings: Siblings, heads: Collection[int]) -> list[int]:
    """Return the sums at the end of a group without which the others are its printed figure: they stand beside it.

    A head that no word tells ("Amt Zell" among districts called Landkreis) is first taken for a part of the one above.
    """
    stops = takewhile(
        lambda at: siblings.at[at] in heads or not siblings.leaves[at],
        range(len(siblings.at) - 1, 0, -1),
    )
    stop = first_where(lambda at: closing(siblings, at) >= ENOUGH, stops)
    return list(siblings.at[stop:]) if stop and not closing(siblings) else []


def counted_again(
    observations: Observations, columns: Sequence[Values], marks: Marks
) -> list[Breakdown]:
    """Return what to leave out where the lowest units, in whatever groups they stand, are two lists of one whole.

    A label that announces the second list ("By area") goes with it.
    """
    lowest = sorted(observations.units.lowest, key=lambda at: row_of(observations, at))
    siblings = siblings_of(observations, columns, marks, lowest, 0)
    found = breakdown_among(observations, siblings)
    labels = [at for at in lowest if marks.by_kind[at]]
    return [found._replace(left_out=(*found.left_out, *labels))] if found else []
