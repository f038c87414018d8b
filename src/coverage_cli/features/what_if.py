"""What if: observations with other numerators, where a unit had so many more people or all reached the median.

The leaves are changed, and by as much what is printed of the units above; new people are as many more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from statistics import median

from coverage_cli.errors import UsageFault
from coverage_cli.indicator import Measure, added_up
from coverage_cli.model import Computed, Count, Figure, Observations, Quotient
from coverage_cli.records import NamedTuple
from coverage_cli.targets.assigned import places_of
from coverage_cli.targets.parse import number_of

MEDIAN = "median"
_CHANGE = re.compile(
    r"(?P<unit>.+?)\s*=\s*(?P<sign>[+-]?)\s*(?P<amount>\d[\d.,]*)\s*(?P<percent>%?)"
)


class _Change(NamedTuple):
    """A unit's supposed people: so many more or fewer, so many, or so many per cent of its denominator."""

    unit: str
    sign: str
    amount: Quotient
    percent: bool


def suppose(
    texts: Sequence[str], observations: Observations, result: Computed, indicators: Sequence[str]
) -> Observations:
    """Return the observations as they would be; raises `UsageFault` for what cannot be supposed.

    `Xã A=+50` and `Xã A=4750` speak of people, `Xã A=95%` of coverage; `median` brings every lowest unit that is below
    the median coverage of its neighbours under one upper unit to it (above it, where lower is better), but for those
    that are told themselves.
    """
    if len(indicators) > 1 and any(text.strip() != MEDIAN for text in texts):
        raise UsageFault("what-if-several", choices=tuple(indicators))
    wanted: dict[int, Count] = {}
    for text in texts:
        if text.strip() != MEDIAN:
            at, people = _told(text, observations, result)
            if at in wanted:
                raise UsageFault("what-if-twice", unit=observations.units[at].name)
            wanted[at] = people
    if any(text.strip() == MEDIAN for text in texts):
        # What was told of a unit goes before the median.
        wanted = {**_median(observations, result), **wanted}
    return _with(wanted, observations, result)


def _with(
    wanted: Mapping[int, Count], observations: Observations, result: Computed
) -> Observations:
    """Return the observations in which these leaves have so many people."""
    measure, sign = result.over[0]
    now = added_up(result.over, observations.counts)
    more = {at: people - (now[at] or 0) for at, people in wanted.items()}
    # Whether what is printed above holds a unit that has no figure itself is not known: it is left as it is.
    printed = {at: people for at, people in more.items() if now[at] is not None}
    counts = _added(
        observations.counts[measure],
        {at: sign * people for at, people in printed.items()},
        observations,
    )
    for at in more.keys() - printed.keys():
        counts[at] = (counts[at] or 0) + sign * more[at]
    changed: dict[str, Sequence[Count | None]] = {**observations.counts, measure: counts}
    new = str(Measure(result.indicator.subject, "new"))
    if new in changed:
        changed[new] = _added(changed[new], printed, observations)
    return observations._replace(counts=changed)


def _added(
    values: Sequence[Count | None], more: Mapping[int, Count], observations: Observations
) -> list[Count | None]:
    """Return a column with so many more in some units and in all above them, where a figure stands."""
    changed = list(values)
    for at, people in more.items():
        for place in (at, *observations.units.uppers(at)):
            had = changed[place]
            changed[place] = None if had is None else had + people
    return changed


def _told(text: str, observations: Observations, result: Computed) -> tuple[int, Count]:
    change, units = _read(text), observations.units
    found = [at for at in places_of(change.unit, units) if units.leaves[at]]
    if len(found) != 1:
        raise UsageFault("what-if-unit", unit=change.unit, count=len(found))
    people = _people(change, result.by_unit[found[0]], lower=result.indicator.lower)
    if people is None or people < 0:
        raise UsageFault("what-if-impossible", value=text, unit=units.names[found[0]])
    return found[0], people


def _read(text: str) -> _Change:
    match = _CHANGE.fullmatch(text.strip())
    amount = number_of(match["amount"]) if match else None
    is_whole = amount is not None and amount.under == 1
    if (
        not match
        or amount is None
        or (not match["percent"] and not is_whole)
        or (match["percent"] and match["sign"])
    ):
        raise UsageFault("what-if-form", value=text)
    return _Change(match["unit"].strip(), match["sign"], amount, bool(match["percent"]))


def _people(change: _Change, figure: Figure, *, lower: bool) -> Count | None:
    if change.percent:
        if not figure.denominator:
            return None
        return _whole(
            Fraction(change.amount.over, 100 * change.amount.under) * figure.denominator,
            lower=lower,
        )
    if not change.sign:
        return change.amount.over
    if figure.numerator is None:
        return None
    return figure.numerator + (change.amount.over if change.sign == "+" else -change.amount.over)


def _median(observations: Observations, result: Computed) -> Mapping[int, Count]:
    """Bring every leaf that is worse than the median coverage of those beside it to it, to the next whole person."""
    lower, units = result.indicator.lower, observations.units
    groups: dict[int | None, list[tuple[Fraction, Figure]]] = {}
    for at, figure in result.by_unit.items():
        if units.leaves[at] and figure.coverage_pct is not None:
            groups.setdefault(units.parents[at], []).append(
                (Fraction(*figure.coverage_pct), figure)
            )
    lifted: dict[int, Count] = {}
    for group in groups.values():
        middle = median(rate for rate, _ in group)
        for rate, figure in group:
            if rate > middle if lower else rate < middle:
                lifted[figure.at] = _whole(middle * (figure.denominator or 0) / 100, lower=lower)
    return lifted


def _whole(value: Fraction, *, lower: bool) -> int:
    """Return the fewest people that reach a value, or the most that keep to it where fewer are better."""
    return floor(value) if lower else ceil(value)
