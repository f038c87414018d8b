"""Find rates of one row that speak of different denominators although their indicators share one.

Where a sheet prints counts and rates but not what they were divided by, each pair implies a denominator, as exactly as
its digits allow: 134,951 at 28.3 % is a labour force of 476,018 to 477,702, 125,729 at 24.7 % one of 507,996 to 510,056
(Hà Nam 2019). Where the denominator is printed the rates are held against that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from coverage_cli.indicator import Indicator, measures_in, written
from coverage_cli.model import Finding, Fixed, Observations, Printed
from coverage_cli.rules.evidence import Tally, count
from coverage_cli.rules.printed import decimals_of

_NOISE = Fraction(1, 10**8)
"""A rate kept in full precision is a binary float, off by less than this in points."""


class Implied(NamedTuple):
    """A measure's printed rate of a unit, and the denominators that lead to it: from `low` to `high`."""

    measure: str
    at: int
    people: Fraction
    printed: Printed
    low: Fraction
    high: Fraction | None


def check_implied(
    observations: Observations, indicators: Mapping[str, Indicator], tally: Tally | None = None
) -> list[Finding]:
    """Return a finding for every pair of measures whose rates imply different denominators; the tally counts pairs."""
    shared = _shared(indicators)
    groups: dict[str, list[str]] = {}
    for kind, measure in observations.printed:
        if kind == "rate" and measure in shared and measure in observations.counts:
            groups.setdefault(shared[measure][0], []).append(measure)
    findings = []
    for denominator, measures in groups.items():
        for one, other in combinations(measures, 2):
            pers = shared[one][1], shared[other][1]
            held = list(_pairs(observations, denominator, (one, other), pers))
            off = [pair for pair in held if not _overlap(*pair)]
            findings += [_finding(observations, denominator, off)] if off else []
            for pair in held:
                place = observations.places[one][pair[0].at]
                count(tally, place[0] if place else 0, "rate_pairs", agrees=_overlap(*pair))
    return findings


def _shared(indicators: Mapping[str, Indicator]) -> dict[str, tuple[str, int]]:
    """Map every measure that is counted to its only denominator and what its rate is per."""
    known: dict[str, tuple[str, int]] = {}
    for indicator in indicators.values():
        if indicator.share or len(indicator.denominators) != 1:
            continue
        for measure in measures_in(indicator.numerators):
            known.setdefault(measure, (written(indicator.denominators[0]), indicator.per))
    return known


def _pairs(
    observations: Observations, denominator: str, measures: tuple[str, str], pers: tuple[int, int]
) -> Iterator[tuple[Implied, Implied]]:
    """Yield what two printed rates of a row imply where the denominator itself is not known."""
    known: Sequence[object] = observations.counts.get(denominator, ())
    for at in range(len(observations.units)):
        if known and known[at] is not None:
            continue
        one, other = (_implied(observations, measure, at, per) for measure, per in zip(measures, pers, strict=True))
        if one and other:
            yield one, other


def _implied(observations: Observations, measure: str, at: int, per: int) -> Implied | None:
    printed, count = observations.printed["rate", measure][at], observations.counts[measure][at]
    if printed is None or not count:
        return None
    value, tolerance = Fraction(*printed.value), Fraction(*printed.tolerance) + _NOISE
    if value <= 0:
        return None
    high = per * Fraction(count) / (value - tolerance) if value > tolerance else None
    return Implied(measure, at, Fraction(count), printed, per * Fraction(count) / (value + tolerance), high)


def _overlap(one: Implied, other: Implied) -> bool:
    return (other.high is None or one.low <= other.high) and (one.high is None or other.low <= one.high)


def _finding(observations: Observations, denominator: str, off: Sequence[tuple[Implied, Implied]]) -> Finding:
    one, other = off[0]
    name = observations.units[one.at].name
    values: dict[str, object] = {"unit": name, "denominator": denominator}
    for start, implied in (("", one), ("other_", other)):
        values |= {
            f"{start}measure": implied.measure,
            f"{start}people": implied.people,
            f"{start}rate": Fixed(implied.printed.value, decimals_of(implied.printed.tolerance)),
            f"{start}low": -(-implied.low.numerator // implied.low.denominator),
            f"{start}high": int(implied.high) if implied.high is not None else "…",
        }
    file, sheet = observations.origin(one.at)
    alone = len(off) == 1
    cells = (one.printed.cell, other.printed.cell) if alone else tuple(second.printed.cell for _, second in off)
    return Finding("denominators-differ", "warning", values, file, sheet, cells, name if alone else None, len(off))
