"""Find tables that count the same people again: a summary beside its districts, a copied sheet."""

from __future__ import annotations

from collections.abc import Mapping

from coverage_cli.model import Count, Finding, Observations

FEWEST_PEOPLE = 1000
"""Below this many people equal sums of two tables prove nothing."""


def check_repeated(observations: Observations) -> list[Finding]:
    """Return an error for each table whose lowest units add up to exactly what all others, or one other, add up to."""
    sums = _sums_by_source(observations)
    remaining = {name: sum(per.get(name, 0) for per in sums.values()) for name in observations.counts}
    look_alikes = _LookAlikes(sums)
    findings: list[Finding] = []
    said: set[int] = set()
    for source, per in sums.items():
        if len(said) == len(sums) - 1:
            break
        if len(per) < 2 or min(per.values()) < FEWEST_PEOPLE:
            continue
        one = next((other for other in look_alikes.of(per) if other < source and other not in said), None)
        if one is None and any(remaining[name] != 2 * value for name, value in per.items()):
            continue  # what remains is neither this table twice nor one before it
        again = [one] if one is not None else [other for other in sums if other != source and other not in said]
        said.add(source)
        remaining.update({name: remaining[name] - value for name, value in per.items()})
        findings.append(_finding(observations, source, again))
    return findings


class _LookAlikes:
    """The tables by their sums, so that hundreds of them need not be held one against the other."""

    def __init__(self, sums: Mapping[int, Mapping[str, Count]]) -> None:
        self.sums = sums
        self.by_sums: dict[tuple[str, ...], dict[tuple[Count | None, ...], list[int]]] = {}

    def of(self, per: Mapping[str, Count]) -> list[int]:
        """Return the tables that have the same sums of these measures, whatever others they have."""
        names = tuple(sorted(per))
        if names not in self.by_sums:
            groups = self.by_sums[names] = {}
            for source, sums in self.sums.items():
                groups.setdefault(tuple(map(sums.get, names)), []).append(source)
        return self.by_sums[names][tuple(per[name] for name in names)]


def _sums_by_source(observations: Observations) -> dict[int, dict[str, Count]]:
    """Return the sum over the lowest units that each table gives, measure by measure."""
    sums: dict[int, dict[str, Count]] = {}
    for measure, values in observations.counts.items():
        for unit, value, place in zip(observations.units, values, observations.places[measure], strict=True):
            if unit.leaf and value is not None and place is not None:
                per = sums.setdefault(place[0], {})
                per[measure] = per.get(measure, 0) + value
    return sums


def _finding(observations: Observations, source: int, others: list[int]) -> Finding:
    file, sheet = observations.origins[source]
    names = [" ".join(part for part in observations.origins[other] if part) for other in others]
    values = {"sheet": f"'{sheet or file}'", "others": len(others), "first": names[0]}
    variant = "one" if len(others) == 1 else ""
    return Finding("counted-twice", "error", values, file, sheet, variant=variant)
