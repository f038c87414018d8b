"""Find upper units whose figures of several measures speak of different people; nothing is said of them here."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.model import Observations


def above_partly_counted(observations: Observations, measures: Sequence[str]) -> frozenset[int]:
    """Return the upper units that have a lowest unit below them with some of these measures and not with others.

    What they print of one measure speaks of other people than what they print of another.
    """
    units = observations.units
    known = zip(*(observations.counts[measure] for measure in measures), strict=True)
    partly = [
        at
        for at, counts in enumerate(known)
        if units.leaves[at] and 0 < counts.count(None) < len(counts)
    ]
    return frozenset(upper for at in partly for upper in units.uppers(at))
