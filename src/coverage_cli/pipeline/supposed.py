"""What if: observations with other numerators, where a unit had so many more people or all reached the median.

Only the leaves are changed; what that means for the units above is summed as always.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from coverage_cli.errors import UsageFault
from coverage_cli.figures.assigned import places_of
from coverage_cli.indicator import added_up
from coverage_cli.model import Computed, Count, Figure, Observations, Quotient
from coverage_cli.told_target import number_of

MEDIAN = "median"
_CHANGE = re.compile(r"(?P<unit>.+?)\s*=\s*(?P<sign>[+-]?)\s*(?P<amount>\d[\d.,]*)\s*(?P<percent>%?)")


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

    `Xã A=+50` and `Xã A=4750` speak of people, `Xã A=95%` of coverage; `median` lifts every lowest unit that is below
    the median coverage of its neighbours under one upper unit to it.
    """
    if len(indicators) > 1 and any(text.strip() != MEDIAN for text in texts):
        raise UsageFault("what-if-several", choices=tuple(indicators))
    wanted: dict[int, Count] = {}
    for text in texts:
        wanted |= _median(observations, result) if text.strip() == MEDIAN else _told(text, observations, result)
    measure, sign = result.over[0]
    now = added_up(result.over, observations.counts)
    counts = list(observations.counts[measure])
    for at, people in wanted.items():
        counts[at] = (counts[at] or 0) + sign * (people - (now[at] or 0))
    return observations._replace(counts={**observations.counts, measure: counts})


def _told(text: str, observations: Observations, result: Computed) -> Mapping[int, Count]:
    change = _read(text)
    found = [at for at in places_of(change.unit, observations.units) if observations.units[at].leaf]
    figures = dict(zip(result.order, result.figures, strict=True))
    if len(found) != 1:
        raise UsageFault("what-if-unit", unit=change.unit, count=len(found))
    at = found[0]
    people = _people(change, figures[at])
    if people is None or people < 0:
        raise UsageFault("what-if-impossible", value=text, unit=observations.units[at].name)
    return {at: people}


def _read(text: str) -> _Change:
    match = _CHANGE.fullmatch(text.strip())
    amount = number_of(match["amount"]) if match else None
    is_whole = amount is not None and amount.under == 1
    if not match or amount is None or (not match["percent"] and not is_whole) or (match["percent"] and match["sign"]):
        raise UsageFault("what-if-form", value=text)
    return _Change(match["unit"].strip(), match["sign"], amount, bool(match["percent"]))


def _people(change: _Change, figure: Figure) -> Count | None:
    if change.percent:
        if not figure.denominator:
            return None
        return _ceiling(Fraction(change.amount.over, 100 * change.amount.under) * figure.denominator)
    if not change.sign:
        return change.amount.over
    if figure.numerator is None:
        return None
    return figure.numerator + (change.amount.over if change.sign == "+" else -change.amount.over)


def _median(observations: Observations, result: Computed) -> Mapping[int, Count]:
    """Lift every leaf below the median coverage of the leaves beside it, to the next whole person."""
    groups: dict[int | None, list[tuple[int, Figure]]] = {}
    for at, figure in zip(result.order, result.figures, strict=True):
        if observations.units[at].leaf and figure.coverage_pct is not None:
            groups.setdefault(observations.units[at].parent, []).append((at, figure))
    lifted: dict[int, Count] = {}
    for group in groups.values():
        middle = _middle([Fraction(figure.coverage_pct.over, figure.coverage_pct.under) for _, figure in group])  # type: ignore[union-attr]
        for at, figure in group:
            people = _ceiling(middle * (figure.denominator or 0) / 100)
            if people > (figure.numerator or 0):
                lifted[at] = people
    return lifted


def _middle(values: Sequence[Fraction]) -> Fraction:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _ceiling(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
