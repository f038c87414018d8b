"""Undo groups whose head stands below its parts: its figures are the sum of the rows above it, not of those below."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.hierarchy.propose import proposals
from coverage_cli.hierarchy.regrow import regrown
from coverage_cli.hierarchy.siblings import Siblings, Values, groups_of, no_marks, siblings_of
from coverage_cli.hierarchy.weigh import ENOUGH, weigh
from coverage_cli.model import Observations


def without_turned(
    observations: Observations, columns: Sequence[Values], doubtful: Sequence[int]
) -> Observations:
    """Return the observations, the parts of heads that sum up the rows above them put beside these heads.

    `doubtful` are the upper units whose printed figures their parts do not add up to.
    """
    units = observations.units
    heads = [at for at in doubtful if at and units[at].row is not None]
    if not heads:
        return observations
    parents = list(units.parents)
    groups = groups_of(observations, parents)
    around = {at: _around(observations, columns, groups[parents[at] or 0], at) for at in heads}
    turned = [at for at in heads if _sums_up_rows_above(around[at])]
    if not turned:
        return observations
    for at in turned:
        for part in groups[at]:
            parents[part] = parents[at]
    return regrown(observations, parents)


def _around(
    observations: Observations, columns: Sequence[Values], together: Sequence[int], head: int
) -> Siblings:
    """Return the units of a group up to a head, the head without its parts."""
    until = together[: together.index(head) + 1]
    siblings = siblings_of(observations, columns, no_marks(len(observations.units)), until, 0)
    return siblings._replace(
        leaves=[at == head or leaf for at, leaf in zip(until, siblings.leaves, strict=True)]
    )


def _sums_up_rows_above(siblings: Siblings) -> bool:
    """Tell whether the last of some siblings is the sum of a run above it."""
    last = len(siblings.at) - 1
    claims = (claim for claim in proposals(siblings) if claim.head == last)
    return any(weigh(siblings, claim).bits >= ENOUGH for claim in claims)
