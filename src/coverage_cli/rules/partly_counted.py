"""Find upper units whose figures of several measures speak of different people; nothing is said of them here."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.model import Observations


def above_partly_counted(observations: Observations, measures: Sequence[str]) -> frozenset[int]:
    """Return the upper units that have a lowest unit below them with some of these measures and not with others.

    What they print of one measure speaks of other people than what they print of another.
    """
    units, columns = observations.units, [observations.counts[measure] for measure in measures]
    torn: set[int] = set()
    for at in range(len(units) - 1, -1, -1):
        parent, known = units[at].parent, sum(values[at] is not None for values in columns)
        if parent is not None and (at in torn or (units[at].leaf and 0 < known < len(columns))):
            torn.add(parent)
    return frozenset(torn)
