"""Find tables that count the same people again: a summary beside its districts, a copied sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.findings import Where, finding
from coverage_cli.model import Count, Finding, Observations
from coverage_cli.rules.case import Case

FEWEST_PEOPLE = 1000
"""Below this many people equal sums of two tables prove nothing."""
_Sums = Mapping[str, Count]


def judge(case: Case) -> list[Finding]:
    """Return an error for each table whose lowest units add up to exactly what all others, or one other, add up to."""
    if len(case.observations.origins) < 2:
        return []
    sums = _sums_by_source(case.observations)
    remaining = {
        name: sum(own.get(name, 0) for own in sums.values()) for name in case.observations.counts
    }
    alike = _LookAlikes(sums)
    again: dict[int, list[int]] = {}
    for source, own in sums.items():
        # One table has to remain: not all of them can repeat others.
        if len(again) == len(sums) - 1:
            break
        # A single measure, or sums of few people, may be equal by chance.
        if len(own) < 2 or min(own.values()) < FEWEST_PEOPLE:
            continue
        others = [other for other in alike.of(own) if other < source and other not in again][:1]
        # What remains is neither this table twice nor one before it.
        if not others and any(remaining[name] != 2 * value for name, value in own.items()):
            continue
        again[source] = others or [
            other for other in sums if other != source and other not in again
        ]
        remaining |= {name: remaining[name] - value for name, value in own.items()}
    return [_finding(case.observations, source, others) for source, others in again.items()]


class _LookAlikes:
    """The tables by their sums, so that hundreds of them need not be held one against the other."""

    def __init__(self, sums: Mapping[int, _Sums]) -> None:
        self.sums = sums
        self.by_sums: dict[tuple[str, ...], dict[tuple[Count | None, ...], list[int]]] = {}

    def of(self, own: _Sums) -> list[int]:
        """Return the tables that have the same sums of these measures, whatever others they have."""
        names = tuple(sorted(own))
        if names not in self.by_sums:
            groups = self.by_sums[names] = {}
            for source, sums in self.sums.items():
                groups.setdefault(tuple(map(sums.get, names)), []).append(source)
        return self.by_sums[names][tuple(own[name] for name in names)]


def _sums_by_source(observations: Observations) -> dict[int, dict[str, Count]]:
    """Return the sum over the lowest units that each table gives, measure by measure."""
    sums: dict[int, dict[str, Count]] = {}
    for measure, values in observations.counts.items():
        rows = zip(observations.units.leaves, values, observations.places[measure], strict=True)
        for leaf, value, place in rows:
            if leaf and value is not None and place is not None:
                own = sums.setdefault(place[0], {})
                own[measure] = own.get(measure, 0) + value
    return sums


def _finding(observations: Observations, source: int, others: Sequence[int]) -> Finding:
    file, sheet = observations.origins[source]
    return finding(
        "counted-twice",
        Where(file, sheet),
        variant="one" if len(others) == 1 else "",
        sheet=f"'{sheet or file}'",
        others=len(others),
        first=" ".join(filter(None, observations.origins[others[0]])),
    )
