"""Find rates of one row that speak of different denominators although their indicators share one.

Where a sheet prints counts and rates but not what they were divided by, each pair implies a denominator, as exactly as
its digits allow: 134,951 at 28.3 % is a labour force of 476,018 to 477,702, 125,729 at 24.7 % one of 507,996 to 510,056
(Hà Nam 2019). Where the denominator is printed the rates are held against that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import ceil
from typing import Any

from coverage_cli.findings import Where, finding
from coverage_cli.indicator import Indicator, measures_in, written
from coverage_cli.model import Finding, Fixed, Observations, Printed
from coverage_cli.records import NamedTuple
from coverage_cli.rules.case import Case
from coverage_cli.rules.printed_rate_differs import decimals_of
from coverage_cli.rules.tally import count

# A rate kept in full precision is a binary float, off by less than this in points.
_NOISE = Fraction(1, 10**8)


class _Rated(NamedTuple):
    """A measure, the only denominator that its rates have, and what its rate is per."""

    measure: str
    denominator: str
    per: int


class _Implied(NamedTuple):
    """A measure's printed rate of a unit, and the denominators that lead to it: from `low` to `high`."""

    measure: str
    at: int
    people: Fraction
    printed: Printed
    low: Fraction
    high: Fraction | None

    def overlaps(self, other: _Implied) -> bool:
        """Tell whether both may have one denominator."""
        return (other.high is None or self.low <= other.high) and (
            self.high is None or other.low <= self.high
        )


def judge(case: Case) -> list[Finding]:
    """Return a warning for every pair of measures whose rates imply different denominators; the tally counts pairs."""
    observations, rated = case.observations, _rated(case.profile.default_indicators)
    printed = [
        measure
        for kind, measure in observations.printed
        if kind == "rate" and measure in observations.counts
    ]
    measures = [rated[measure] for measure in printed if measure in rated]
    findings = []
    for one, other in combinations(measures, 2):
        if one.denominator != other.denominator:
            continue
        off = []
        for pair in _pairs(observations, one, other):
            place = observations.places[one.measure][pair[0].at]
            agrees = pair[0].overlaps(pair[1])
            count(case.tally, place[0] if place else 0, "rate_pairs", agrees=agrees)
            if not agrees:
                off.append(pair)
        findings += [_finding(observations, one.denominator, off)] if off else []
    return findings


def _rated(indicators: Mapping[str, Indicator]) -> dict[str, _Rated]:
    """Return every measure that is counted over one denominator alone."""
    known: dict[str, _Rated] = {}
    for indicator in indicators.values():
        if not indicator.share and len(indicator.denominators) == 1:
            for measure in measures_in(indicator.numerators):
                known.setdefault(
                    measure, _Rated(measure, written(indicator.denominators[0]), indicator.per)
                )
    return known


def _pairs(
    observations: Observations, one: _Rated, other: _Rated
) -> Iterator[tuple[_Implied, _Implied]]:
    """Yield what two printed rates of a row imply where the denominator itself is not known."""
    size = len(observations.units)
    known = observations.counts.get(one.denominator) or [None] * size
    for at in (at for at in range(size) if known[at] is None):
        first, second = (_implied(observations, rated, at) for rated in (one, other))
        if first and second:
            yield first, second


def _implied(observations: Observations, rated: _Rated, at: int) -> _Implied | None:
    printed, people = (
        observations.printed["rate", rated.measure][at],
        observations.counts[rated.measure][at],
    )
    if printed is None or not people:
        return None
    value, tolerance = Fraction(*printed.value), Fraction(*printed.tolerance) + _NOISE
    if value <= 0:
        return None
    counted = rated.per * Fraction(people)
    # A rate that may be as low as 0 allows any denominator, however large.
    high = counted / (value - tolerance) if value > tolerance else None
    return _Implied(
        rated.measure, at, Fraction(people), printed, counted / (value + tolerance), high
    )


def _finding(
    observations: Observations, denominator: str, off: Sequence[tuple[_Implied, _Implied]]
) -> Finding:
    one, other = off[0]
    name = observations.units[one.at].name
    is_alone = len(off) == 1
    cells = (
        (one.printed.cell, other.printed.cell)
        if is_alone
        else tuple(second.printed.cell for _, second in off)
    )
    said = {**_said(one), **{f"other_{key}": value for key, value in _said(other).items()}}
    where = Where(*observations.origin(one.at), cells, name if is_alone else None, len(off))
    return finding("denominators-differ", where, said, unit=name, denominator=denominator)


def _said(implied: _Implied) -> dict[str, Any]:
    """Return what is said of one of the two rates: the whole numbers of people that it allows."""
    return {
        "measure": implied.measure,
        "people": implied.people,
        "rate": Fixed(implied.printed.value, decimals_of(implied.printed.tolerance)),
        "low": ceil(implied.low),
        "high": "…" if implied.high is None else int(implied.high),
    }
