"""Take away counts of a doubtful unit of measure: thousands of people beside persons, rates under a heading of counts.

What can be told by a column alone is told in `counts.py`; here a numerator is seen beside its denominator, wherever
that came from. A doubtful count has no value, and every cell of it is named; what may be true is said and kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from coverage_cli.clean.attach import Pair, agreement, pairs_of
from coverage_cli.indicator import first_found
from coverage_cli.model import Count, Finding, Indicator, Observations, Severity

HARDLY = 100
"""Numerators this many times their denominators are in another unit, not merely enrolled elsewhere."""
FEWEST_PEERS = 3
"""So many other units with both figures are needed before one of them is said to differ in its unit."""
_NEAREST = 1 / 2000
_FARTHEST = 1 / 500
"""A share between these of what is usual, of its peers or of everyone, is about a thousandth: thousands for persons."""
_TARGETS_WITHIN = 5
"""A target in people is at most this many times as large or as small as the people it is the target of."""
_HIGHEST_RATE = 150
_USUAL_RATE = 100
_ORDER = 10
"""Units this many times smaller than all others are apart from these by an order of magnitude."""
_THOUSAND = 1000
_TINY = 100
"""Hardly an office reports on so few people of its own beside thousands, all alike."""
_MANY = 1000
"""Beside so many people, values up to 100 with fractions among them are rates in percent."""


class _Doubt(NamedTuple):
    """What is doubtful: the units whose numerators are named, and by measure those that lose their value."""

    code: str
    variant: str
    severity: Severity
    named: Sequence[int]
    emptied: Mapping[str, Sequence[int]]


def settle_doubts(
    observations: Observations, indicators: Mapping[str, Indicator], *, scale_told: bool = False
) -> tuple[Observations, list[Finding]]:
    """Return the observations without the counts whose unit of measure is in doubt, and a finding for each cause.

    Where the scale is told, units are as small as they are printed.
    """
    findings: list[Finding] = []
    emptied: dict[str, set[int]] = {}
    said: set[tuple[str, tuple[str, ...]]] = set()
    for indicator in indicators.values():
        for pair in pairs_of({indicator.id: indicator}, observations.counts, ()):
            over = first_found(indicator.numerators, observations.counts) or ()
            under = first_found(indicator.denominators, observations.counts) or ()
            parts, bases = tuple(term.measure for term in over), tuple(term.measure for term in under)
            doubt = _doubt(observations, parts, bases, pair)
            doubted = doubt.named if doubt else ()
            small = [] if scale_told else _in_thousands(observations, pair, (*parts, *bases), doubted)
            for doubtful in [doubt, *small]:
                if doubtful is None or (doubtful.code, parts) in said:
                    continue
                findings.append(_finding(observations, indicator, pair, (parts[0], *bases[:1]), doubtful))
                for measure, units in doubtful.emptied.items():
                    emptied.setdefault(measure, set()).update(units)
            said.update((doubtful.code, parts) for doubtful in [doubt, *small] if doubtful)
    return _without(observations, emptied) if emptied else observations, findings


def _doubt(observations: Observations, parts: Sequence[str], bases: Sequence[str], pair: Pair) -> _Doubt | None:
    """Return what is doubtful about a pair of numerator (of `parts`) and denominator (of `bases`), None if nothing."""
    every = [at for at, value in enumerate(pair.numerators) if value is not None]
    if _are_rates(pair):
        return _Doubt("thousands-as-decimal", "rate", "error", every, dict.fromkeys(parts, every))
    shares = _shares(observations, pair)
    if not shares:
        return None
    middle = sorted(shares.values())[len(shares) // 2]
    if middle >= HARDLY:
        high = [at for at in shares if shares[at] >= HARDLY]
        gone = bases if _fit_their_targets(observations, pair) else parts
        return _Doubt("unit-scale", "", "error", high, dict.fromkeys(gone, range(len(pair.numerators))))
    if _NEAREST < middle < _FARTHEST and pair.per == 100 and not _is_printed(observations, pair):
        # People are whole: fractions of them are thousands. Whole ones may be few indeed.
        if 2 * sum(type(value) is Fraction for value in pair.numerators) >= len(every):
            return _Doubt("unit-scale", "", "error", list(shares), dict.fromkeys(parts, every))
        return _Doubt("unit-scale", "few", "warning", list(shares), {})
    odd = _off_their_peers(shares, middle)
    if not odd:
        return None
    over = [at for at in odd if _is_farther_off(at, shares, pair)]
    under = [at for at in odd if at not in over]
    return _Doubt("unit-scale", "unit", "error", odd, {**dict.fromkeys(parts, over), **dict.fromkeys(bases, under)})


def _off_their_peers(shares: Mapping[int, float], middle: float) -> list[int]:
    """Return the units about a thousandfold above or below their peers, whose middle is given."""
    if len(shares) <= FEWEST_PEERS:
        return []
    return [
        at
        for at, share in shares.items()
        if _NEAREST < share / middle < _FARTHEST or (share >= HARDLY * middle and _NEAREST < middle / share < _FARTHEST)
    ]


def _is_farther_off(at: int, shares: Mapping[int, float], pair: Pair) -> bool:
    """Tell whether a unit's numerator is farther from those of its peers than its denominator."""
    return _times(at, shares, pair.numerators) >= _times(at, shares, pair.denominators or ())


def _times(at: int, among: Mapping[int, float], values: Sequence[Count | None]) -> Fraction:
    """Return how many times a count is larger or smaller than the middle of its peers."""
    peers = sorted(value for other in among if (value := values[other]))
    ratio = Fraction(values[at] or 1) / peers[len(peers) // 2]
    return max(ratio, 1 / ratio)


def _in_thousands(
    observations: Observations, pair: Pair, measures: Sequence[str], doubted: Sequence[int]
) -> list[_Doubt]:
    """Return the units with both counts about a thousandth of all others': in thousands, or tiny indeed.

    Those in doubt already are left aside. The rate is the same in both readings, so that the printed sum above must
    tell: one that counts the unit as it stands proves it, one that counts it a thousandfold takes its value. Without
    any, a unit is in doubt only where it is farther from all others than these are from each other: below `_TINY`
    people it has no value then, others (an island among districts) keep theirs with a warning.
    """
    people = {at: (pair.denominators or ())[at] or 0 for at in _shares(observations, pair) if at not in doubted}
    small = _apart_from_all(people)
    others = [at for at in people if at not in small]
    within = {
        at: _summed_as(observations, pair.denominators or (), at, small)
        for at in sorted(small)
        if all(
            _is_a_thousandth(values[at], [values[other] for other in others])
            for values in (pair.numerators, pair.denominators or ())
        )
    }
    apart = [at for at, factor in within.items() if factor is None and _is_far(people, small)]
    lost = [at for at, factor in within.items() if factor == _THOUSAND or (at in apart and people[at] < _TINY)]
    kept = [at for at in apart if at not in lost]
    doubts = [_Doubt("unit-scale", "small", "error", lost, dict.fromkeys(measures, lost))] if lost else []
    return [*doubts, _Doubt("unit-scale", "small-kept", "warning", kept, {})] if kept else doubts


def _is_far(people: Mapping[int, Count], small: Sequence[int]) -> bool:
    """Tell whether the small units are farther from all others than these are from each other."""
    others = [value for at, value in people.items() if at not in small]
    return bool(small) and max(people[at] for at in small) * max(others) < min(others) ** 2


def _apart_from_all(people: Mapping[int, Count]) -> list[int]:
    """Return the units, less than half of all, that are smaller than all others by an order of magnitude."""
    ordered = sorted(people, key=lambda at: people[at])
    split = max(
        (at for at in range(1, (len(ordered) + 1) // 2) if people[ordered[at]] >= _ORDER * people[ordered[at - 1]]),
        default=0,
    )
    return ordered[:split] if len(ordered) - split >= FEWEST_PEERS else []


def _is_a_thousandth(value: Count | None, others: Sequence[Count | None]) -> bool:
    """Tell whether a thousand times a count lies among the others, or not far outside: 2 may have been 1500."""
    known = [other for other in others if other is not None]
    return value is not None and min(known) <= 5000 * value and 500 * value <= max(known)


def _summed_as(observations: Observations, values: Sequence[Count | None], at: int, small: Sequence[int]) -> int | None:
    """Return the factor by which the nearest upper unit that prints a count counts the small units: 1, 1000 or None."""
    units = observations.units
    above = units[at].parent
    while above is not None and values[above] is None:
        above = units[above].parent
    if above is None:
        return None
    below = {above}
    for index, unit in enumerate(units):  # parents stand before their parts
        if unit.parent in below:
            below.add(index)
    leaves = [index for index in below if units[index].leaf]
    if any(values[index] is None for index in leaves):
        return None
    missing = (values[above] or 0) - sum(values[index] or 0 for index in leaves)
    tiny = [values[index] or 0 for index in leaves if index in small]
    if missing == 0:
        return 1
    off, rounded = missing - (_THOUSAND - 1) * sum(tiny), _THOUSAND // 2 * len(tiny)  # each by half a thousand at most
    return _THOUSAND if -rounded <= off <= rounded else None


def _are_rates(pair: Pair) -> bool:
    """Tell whether a column of counts holds rates in percent: up to 100 with fractions, beside thousands of people."""
    known = sorted(value for value in pair.numerators if value is not None)
    people = sorted(value for value in pair.denominators or () if value is not None)
    if not any(type(value) is Fraction for value in known) or not people or people[len(people) // 2] < _MANY:
        return False
    usual = sum(1 <= value <= _USUAL_RATE for value in known)
    return known[-1] <= _HIGHEST_RATE and 10 * usual >= 9 * len(known)


def _shares(observations: Observations, pair: Pair) -> dict[int, float]:
    """Return numerator by denominator of the smallest units, by their index; zeros tell nothing of a scale."""
    if pair.denominators is None:
        return {}
    return {
        at: float(over) / float(under)  # a hint about magnitudes: no figure comes out of it
        for at, (over, under) in enumerate(zip(pair.numerators, pair.denominators, strict=True))
        if observations.units[at].leaf and over and under
    }


def _fit_their_targets(observations: Observations, pair: Pair) -> bool:
    """Tell whether the numerators are as large as targets in people, so that the denominators are the odd ones."""
    ratios = sorted(
        Fraction(*target.value) / over
        for target, over in zip(observations.targets.get(pair.measure, ()), pair.numerators, strict=False)
        if target is not None and target.kind == "count" and over
    )
    return bool(ratios) and Fraction(1, _TARGETS_WITHIN) <= ratios[len(ratios) // 2] <= _TARGETS_WITHIN


def _is_printed(observations: Observations, pair: Pair) -> bool:
    """Tell whether the sheet prints the low rates itself."""
    printed = observations.printed.get(("rate", pair.measure), ())
    return bool(printed) and 2 * agreement([rate.value if rate else None for rate in printed], pair) >= 1


def _without(observations: Observations, emptied: Mapping[str, set[int]]) -> Observations:
    """Return the observations without some counts; a measure that has none left is not there."""
    counts: dict[str, Sequence[Count | None]] = {}
    for measure, values in observations.counts.items():
        gone = emptied.get(measure, set())
        left = [None if at in gone else value for at, value in enumerate(values)] if gone else values
        if not gone or any(value is not None for value in left):
            counts[measure] = left
    return observations._replace(counts=counts)


def _finding(
    observations: Observations, indicator: Indicator, pair: Pair, measures: Sequence[str], doubt: _Doubt
) -> Finding:
    """Return the finding at the numerators' cells; the first unit's figures stand for all."""
    measure, base = measures[0], measures[-1]
    at = min(doubt.named, key=lambda at: observations.units[at].row or 0)
    file, sheet = observations.origin(at)
    place = observations.places[measure][at] if measure in observations.places else None
    column = observations.columns.get((place[0], measure)) if place else None
    over, name = pair.numerators[at], observations.units[at].name
    under = pair.denominators[at] if pair.denominators else None
    values: dict[str, object] = {
        "unit": name,
        "indicator": indicator.id,
        "column": column.name if column else measure,
        "found": str(float(over or 0)),
        "numerator": over,
        "denominator": under,
        "thousand_numerator": None if over is None else 1000 * over,
        "thousand_denominator": None if under is None else 1000 * under,
        "numerator_cell": observations.cell(measure, at) or "–",
        "denominator_cell": observations.cell(base, at) or "–",
    }
    cells = tuple(cell for other in doubt.named if (cell := observations.cell(measure, other)))
    unit = name if len(doubt.named) == 1 else None
    return Finding(
        doubt.code, doubt.severity, values, file, sheet, cells, unit, len(doubt.named), variant=doubt.variant
    )
