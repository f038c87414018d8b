"""Let a sheet of populations or targets alone serve the periods of the other sheets: a year's list beside months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.indicator import measures_in
from coverage_cli.model import Finding, Indicator, Observations
from coverage_cli.periods import serving


def lend(
    observations: Sequence[Observations], indicators: Mapping[str, Indicator]
) -> tuple[list[Observations], list[Finding]]:
    """Return the observations with those that count nobody enrolled dated as the ones that they serve.

    A figure of a year serves every month of it; of another year only where nothing nearer is there, and that is said.
    One that serves nothing, and one that a period has of its own, stays as it is.
    """
    counted = {measure for indicator in indicators.values() for measure in measures_in(indicator.numerators)}
    givers = [made for made in observations if (made.counts or made.targets) and not counted & set(made.counts)]
    takers = [made for made in observations if counted & set(made.counts)]
    if not givers or not takers:
        return list(observations), []
    made: list[Observations] = []
    used: set[int] = set()
    findings: list[Finding] = []
    for period in dict.fromkeys(taker.period for taker in takers):
        own = {name for taker in takers if taker.period == period for name in _names(taker)}
        for group in _alike(givers):
            found = serving(period, [giver.period for giver in group], strict=not group[0].counts)
            if found is None or _names(group[0]) <= own:
                continue
            serve = [giver for giver in group if giver.period == found[0]]
            made += [_without(giver, own)._replace(period=period) for giver in serve]
            used.update(map(id, serve))
            findings += [] if found[1] else [_of_another_time(serve[0], period)]
    groups = _alike(givers)  # of lists of several years those that serve nothing are no news beside one that does
    idle = [giver for group in groups if not used.intersection(map(id, group)) for giver in group]
    return [*takers, *made, *idle], findings


def _names(observations: Observations) -> set[str]:
    """Return what observations hold: measures and targets."""
    return {*observations.counts, *(f"target_{name}" for name in observations.targets)}


def _without(giver: Observations, own: set[str]) -> Observations:
    """Return a giver without what the sheets of the period have themselves."""
    counts = {name: values for name, values in giver.counts.items() if name not in own}
    targets = {name: values for name, values in giver.targets.items() if f"target_{name}" not in own}
    places = {name: values for name, values in giver.places.items() if name not in own}
    return giver._replace(counts=counts, targets=targets, places=places)


def _alike(givers: Sequence[Observations]) -> list[list[Observations]]:
    """Return the givers of the same things together: the lists of several years."""
    groups: dict[frozenset[str], list[Observations]] = {}
    for giver in givers:
        groups.setdefault(frozenset(_names(giver)), []).append(giver)
    return list(groups.values())


def _of_another_time(giver: Observations, period: str | None) -> Finding:
    file, sheet = giver.origin(0)
    values = {"list": f"'{sheet or file}'", "period": giver.period or "–", "wanted": period or "–"}
    return Finding("other-year", "warning", values, file, sheet)
