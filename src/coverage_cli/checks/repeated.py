"""Find tables that count the same people again: a summary beside its districts, a copied sheet."""

from __future__ import annotations

from collections.abc import Mapping

from coverage_cli.model import Count, Finding, Observations

FEWEST_PEOPLE = 1000
"""Below this many people equal sums of two tables prove nothing."""


def check_repeated(observations: Observations) -> list[Finding]:
    """Return an error for each table whose lowest units add up to exactly what all others, or one other, add up to."""
    sums = _sums_by_source(observations)
    if len(sums) < 2:
        return []
    measures = sorted({measure for per in sums.values() for measure in per})
    findings: list[Finding] = []
    said: set[int] = set()
    for source in sums:
        others = [other for other in sums if other != source and other not in said]
        one = next((other for other in others if other < source and _same(sums, source, [other], measures)), None)
        again = [one] if one is not None else others
        if len(said) == len(sums) - 1 or not again or not _same(sums, source, again, measures):
            continue
        said.add(source)
        findings.append(_finding(observations, source, again))
    return findings


def _sums_by_source(observations: Observations) -> dict[int, dict[str, Count]]:
    """Return the sum over the lowest units that each table gives, measure by measure."""
    sums: dict[int, dict[str, Count]] = {}
    for measure, values in observations.counts.items():
        for unit, value, place in zip(observations.units, values, observations.places[measure], strict=True):
            if unit.leaf and value is not None and place is not None:
                per = sums.setdefault(place[0], {})
                per[measure] = per.get(measure, 0) + value
    return sums


def _same(sums: Mapping[int, Mapping[str, Count]], source: int, others: list[int], measures: list[str]) -> bool:
    """Tell whether two measures and more have the same sum here and there."""
    pairs = [(sums[source].get(name), sum(sums[other].get(name, 0) for other in others)) for name in measures]
    known = [(mine, theirs) for mine, theirs in pairs if mine is not None]
    return len(known) > 1 and all(mine == theirs and mine >= FEWEST_PEOPLE for mine, theirs in known)


def _finding(observations: Observations, source: int, others: list[int]) -> Finding:
    file, sheet = observations.origins[source]
    names = [" ".join(part for part in observations.origins[other] if part) for other in others]
    values = {"sheet": f"'{sheet or file}'", "others": len(others), "first": names[0]}
    variant = "one" if len(others) == 1 else ""
    return Finding("counted-twice", "error", values, file, sheet, variant=variant)
