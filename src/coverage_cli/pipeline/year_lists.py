"""Let a sheet of populations or targets alone serve the periods of the other sheets: a year's list beside months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.findings import Where, finding
from coverage_cli.indicator import Measure, measures_in
from coverage_cli.model import Finding, Indicator, Observations
from coverage_cli.periods import serving


def lend(
    observations: Sequence[Observations], indicators: Mapping[str, Indicator]
) -> tuple[list[Observations], list[Finding]]:
    """Return the observations with those that count nobody enrolled dated as the ones that they serve.

    A figure of a year serves every month of it; of another year only where nothing nearer is there, and that is said.
    One that serves nothing, and one that a period has of its own, stays as it is.
    """
    counted = {
        measure
        for indicator in indicators.values()
        for measure in measures_in(indicator.numerators)
    }
    takers = [made for made in observations if counted.intersection(made.counts)]
    # Lists of several years stand together: one of them is chosen for each period.
    givers: dict[frozenset[str], list[Observations]] = {}
    for made in observations:
        if counted.isdisjoint(made.counts) and _names(made):
            givers.setdefault(_names(made), []).append(made)
    if not givers or not takers:
        return list(observations), []
    lent: list[Observations] = []
    serving_lists: set[frozenset[str]] = set()
    findings: list[Finding] = []
    for period in dict.fromkeys(taker.period for taker in takers):
        own = frozenset[str]().union(*(_names(taker) for taker in takers if taker.period == period))
        for names, group in givers.items():
            found = serving(period, [giver.period for giver in group], strict=not group[0].counts)
            # The period has all of it on its own sheets, which go before a list of the year.
            if found is None or names <= own:
                continue
            time, is_of_that_time = found
            serve = [giver for giver in group if giver.period == time]
            lent += [_without(giver, own)._replace(period=period) for giver in serve]
            serving_lists.add(names)
            findings += [] if is_of_that_time else [_of_another_time(serve[0], period)]
    # Of lists of several years those that serve nothing are no news beside one that does.
    idle = [
        giver for names, group in givers.items() if names not in serving_lists for giver in group
    ]
    return [*takers, *lent, *idle], findings


def _names(observations: Observations) -> frozenset[str]:
    """Return what observations hold: measures and targets."""
    return frozenset(
        {*observations.counts, *(str(Measure(name, "target")) for name in observations.targets)}
    )


def _without(giver: Observations, own: frozenset[str]) -> Observations:
    """Return a giver without what the sheets of the period have themselves."""
    counts = {name: values for name, values in giver.counts.items() if name not in own}
    targets = {
        name: values
        for name, values in giver.targets.items()
        if str(Measure(name, "target")) not in own
    }
    places = {name: values for name, values in giver.places.items() if name not in own}
    return giver._replace(counts=counts, targets=targets, places=places)


def _of_another_time(giver: Observations, period: str | None) -> Finding:
    file, sheet = giver.origin(0)
    values = {"list": f"'{sheet or file}'", "period": giver.period or "–", "wanted": period or "–"}
    return finding("other-year", Where(file, sheet), values)
