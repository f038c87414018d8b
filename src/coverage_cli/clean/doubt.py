"""Take away counts of a doubtful unit of measure: thousands of people beside persons, rates under a heading of counts.

What can be told by a column alone is told in `counts.py`; here a numerator is seen beside its denominator, wherever
that came from. A doubtful count has no value, and every cell of it is named; what may be true is said and kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain

from coverage_cli.clean.aligned import middle, ratios_to
from coverage_cli.clean.attach import Pair, agreement, both_of, pairs_of
from coverage_cli.findings import at_units, finding
from coverage_cli.grouping import first_where, known, places_where, take
from coverage_cli.indicator import first_found
from coverage_cli.model import Count, Finding, Indicator, Observations
from coverage_cli.records import NamedTuple

HARDLY = 100
"""Numerators this many times their denominators are in another unit, not merely enrolled elsewhere."""
FEWEST_PEERS = 3
"""So many other units with both figures are needed before one of them is said to differ in its unit."""
_NEAREST = 1 / 2000
# A share between these of what is usual, of its peers or of everyone, is about a thousandth: thousands for persons.
_FARTHEST = 1 / 500
# A target in people is at most this many times as large or as small as the people it is the target of.
_TARGETS_WITHIN = 5
_HIGHEST_RATE = 150
_USUAL_RATE = 100
# Units this many times smaller than all others are apart from these by an order of magnitude.
_ORDER = 10
_THOUSAND = 1000
# Hardly an office reports on so few people of its own beside thousands, all alike.
_TINY = 100
# Beside so many people, values up to 100 with fractions among them are rates in percent.
_MANY = 1000


class _Doubt(NamedTuple):
    """What is doubtful: the units whose numerators are named, and by measure those that lose their value."""

    code: str
    variant: str
    named: Sequence[int]
    emptied: Mapping[str, Sequence[int]] = {}


class _Seen(NamedTuple):
    """A numerator (of `parts`) beside its denominator (of `bases`); `shares` are those of the smallest units."""

    observations: Observations
    pair: Pair
    parts: tuple[str, ...]
    bases: tuple[str, ...]
    shares: Mapping[int, float]

    @property
    def every(self) -> list[int]:
        """Return the units that have a numerator."""
        return places_where(lambda value: value is not None, self.pair.numerators)

    @property
    def usual(self) -> float:
        """Return the middle share."""
        return middle(sorted(self.shares.values()))


def settle_doubts(
    observations: Observations, indicators: Mapping[str, Indicator], *, scale_told: bool = False
) -> tuple[Observations, list[Finding]]:
    """Return the observations without the counts whose unit of measure is in doubt, and a finding for each cause.

    Where the scale is told, units are as small as they are printed.
    """
    findings: list[Finding] = []
    emptied: defaultdict[str, set[int]] = defaultdict(set)
    # Indicators share their columns: what one has said of a column the next one does not say again.
    said: set[tuple[str, tuple[str, ...]]] = set()
    for indicator in indicators.values():
        for seen in _seen(observations, indicator):
            doubts = _doubts(seen)
            doubts += (
                []
                if scale_told
                else _in_thousands(seen, [at for doubt in doubts for at in doubt.named])
            )
            new = [doubt for doubt in doubts if (doubt.code, seen.parts) not in said]
            said.update((doubt.code, seen.parts) for doubt in new)
            findings += [_finding(seen, indicator.id, doubt) for doubt in new]
            for measure, units in chain.from_iterable(doubt.emptied.items() for doubt in new):
                emptied[measure].update(units)
    return _without(observations, emptied) if emptied else observations, findings


def _seen(observations: Observations, indicator: Indicator) -> list[_Seen]:
    """Return the numerator and denominator of an indicator, nothing where there is no numerator."""
    over = first_found(indicator.numerators, observations.counts) or ()
    under = first_found(indicator.denominators, observations.counts) or ()
    parts, bases = (tuple(term.measure for term in terms) for terms in (over, under))
    pairs = pairs_of({indicator.id: indicator}, observations.counts, ())
    return [_Seen(observations, pair, parts, bases, _shares(observations, pair)) for pair in pairs]


def _shares(observations: Observations, pair: Pair) -> dict[int, float]:
    """Return numerator by denominator of the smallest units, by their index; zeros tell nothing of a scale."""
    units = observations.units
    # A hint about magnitudes: no figure comes out of it.
    return {
        at: float(over) / float(under)
        for at, over, under in both_of(pair)
        if over and units.leaves[at]
    }


def _doubts(seen: _Seen) -> list[_Doubt]:
    """Return the first cause of doubt that is found."""
    causes = (_as_rates, _in_another_unit, _few, _off_their_peers) if seen.shares else (_as_rates,)
    first = next(filter(None, (cause(seen) for cause in causes)), None)
    return [] if first is None else [first]


def _as_rates(seen: _Seen) -> _Doubt | None:
    """Doubt counts that are rates in percent: up to 100 with fractions, beside thousands of people."""
    if Fraction not in map(type, seen.pair.numerators):
        return None
    rates: list[Count] = known(seen.pair.numerators)
    people: list[Count] = known(seen.pair.denominators or ())
    if not people or sorted(people)[len(people) // 2] < _MANY:
        return None
    # One in ten may lie outside: a coverage of over 100 %, or of nearly nobody.
    usual = sum(1 <= rate <= _USUAL_RATE for rate in rates)
    if max(rates) > _HIGHEST_RATE or 10 * usual < 9 * len(rates):
        return None
    return _Doubt("thousands-as-decimal", "rate", seen.every, dict.fromkeys(seen.parts, seen.every))


def _in_another_unit(seen: _Seen) -> _Doubt | None:
    """Doubt numerators a hundred times their denominators; targets as large show that the denominators are odd."""
    if seen.usual < HARDLY:
        return None
    high = [at for at, share in seen.shares.items() if share >= HARDLY]
    targets = [
        Fraction(*target.value) if target and target.kind == "count" else None
        for target in seen.observations.targets.get(seen.pair.measure, ())
    ]
    ratios = ratios_to(targets, seen.pair.numerators) if targets else []
    fits = bool(ratios) and 1 / _TARGETS_WITHIN <= middle(ratios) <= _TARGETS_WITHIN
    gone = seen.bases if fits else seen.parts
    return _Doubt("unit-scale", "", high, dict.fromkeys(gone, range(len(seen.pair.numerators))))


def _few(seen: _Seen) -> _Doubt | None:
    """Doubt numerators of about a thousandth that no printed rate confirms; whole ones may be few indeed."""
    # What is shown per 1,000 or more is rare by nature, so that few are no sign of another unit.
    if seen.pair.per != 100 or not _is_thousandth(seen.usual) or _is_printed(seen):
        return None
    if 2 * sum(type(value) is Fraction for value in seen.pair.numerators) < len(seen.every):
        return _Doubt("unit-scale", "few", list(seen.shares))
    return _Doubt("unit-scale", "", list(seen.shares), dict.fromkeys(seen.parts, seen.every))


def _is_printed(seen: _Seen) -> bool:
    """Tell whether the sheet prints the low rates itself."""
    printed = seen.observations.printed.get(("rate", seen.pair.measure), ())
    return (
        bool(printed)
        and 2 * agreement([rate.value if rate else None for rate in printed], seen.pair) >= 1
    )


def _is_thousandth(ratio: float) -> bool:
    return _NEAREST < ratio < _FARTHEST


def _off_their_peers(seen: _Seen) -> _Doubt | None:
    """Doubt the units about a thousandfold above or below their peers: the count that is farther from its own."""
    usual = seen.usual
    odd = [
        at
        for at, share in seen.shares.items()
        if _is_thousandth(share / usual) or _is_thousandth(usual / share)
    ]
    if not odd or len(seen.shares) <= FEWEST_PEERS:
        return None
    bases = seen.pair.denominators or ()
    over = [at for at in odd if _times(at, seen, seen.pair.numerators) >= _times(at, seen, bases)]
    under = [at for at in odd if at not in over]
    return _Doubt(
        "unit-scale",
        "unit",
        odd,
        {**dict.fromkeys(seen.parts, over), **dict.fromkeys(seen.bases, under)},
    )


def _times(at: int, seen: _Seen, values: Sequence[Count | None]) -> float:
    """Return how many times a count is larger or smaller than the middle of its peers."""
    ratio = float(values[at] or 1) / middle(
        sorted(float(values[other] or 0) for other in seen.shares)
    )
    return max(ratio, 1 / ratio)


def _in_thousands(seen: _Seen, doubted: Sequence[int]) -> list[_Doubt]:
    """Return the units with both counts about a thousandth of all others': in thousands, or tiny indeed.

    Those in doubt already are left aside. The rate is the same in both readings, so that the printed sum above must
    tell: one that counts the unit as it stands proves it, one that counts it a thousandfold takes its value. Without
    any, a unit is in doubt only where it is farther from all others than these are from each other: below `_TINY`
    people it has no value then, others (an island among districts) keep theirs with a warning.
    """
    bases = seen.pair.denominators or ()
    people = {at: bases[at] or 0 for at in seen.shares if at not in doubted}
    small = _apart_from_all(people)
    others = [at for at in people if at not in small]
    within = {
        at: _summed_as(seen.observations, bases, at, small)
        for at in sorted(small)
        if all(_is_a_thousandth(of[at], take(of, others)) for of in (seen.pair.numerators, bases))
    }
    apart = [at for at, factor in within.items() if factor is None and _is_far(people, small)]
    lost = [
        at
        for at, factor in within.items()
        if factor == _THOUSAND or (at in apart and people[at] < _TINY)
    ]
    kept = [at for at in apart if at not in lost]
    doubts = [
        _Doubt("unit-scale", "small", lost, dict.fromkeys((*seen.parts, *seen.bases), lost)),
        _Doubt("unit-scale", "small-kept", kept),
    ]
    return [doubt for doubt in doubts if doubt.named]


def _is_far(people: Mapping[int, Count], small: Sequence[int]) -> bool:
    """Tell whether the small units are farther from all others than these are from each other."""
    others = [value for at, value in people.items() if at not in small]
    # small / min(others) < min(others) / max(others), multiplied out: the gap is wider than the rest.
    return max(people[at] for at in small) * max(others) < min(others) ** 2


def _apart_from_all(people: Mapping[int, Count]) -> list[int]:
    """Return the units, less than half of all, that are smaller than all others by an order of magnitude."""
    ordered = sorted(people, key=people.__getitem__)
    # Fewer than half: of as many large units as small ones nobody could say which are odd.
    steps = range(1, (len(ordered) + 1) // 2)
    split = max(
        (at for at in steps if people[ordered[at]] >= _ORDER * people[ordered[at - 1]]), default=0
    )
    return ordered[:split] if len(ordered) - split >= FEWEST_PEERS else []


def _is_a_thousandth(value: Count | None, others: Sequence[Count | None]) -> bool:
    """Tell whether a thousand times a count lies among the others, or not far outside: 2 may have been 1500."""
    people: list[Count] = known(others)
    return value is not None and min(people) <= 5000 * value and 500 * value <= max(people)


def _summed_as(
    observations: Observations, values: Sequence[Count | None], at: int, small: Sequence[int]
) -> int | None:
    """Return the factor by which the nearest upper unit that prints a count counts the small units: 1, 1000 or None."""
    units = observations.units
    above = first_where(lambda upper: values[upper] is not None, units.uppers(at))
    if above is None:
        return None
    leaves = [index for index in units.below(above) if units.leaves[index]]
    counts: list[Count] = known(values[index] for index in leaves)
    if len(counts) < len(leaves):
        return None
    # What the printed sum has beyond the units as they stand: nothing, or the small ones 999 times more.
    missing = (values[above] or 0) - sum(counts)
    tiny = [count for index, count in zip(leaves, counts, strict=True) if index in small]
    if missing == 0:
        return 1
    off = missing - (_THOUSAND - 1) * sum(tiny)
    # Each figure in thousands was rounded by half a thousand at most.
    rounded = _THOUSAND // 2 * len(tiny)
    return _THOUSAND if -rounded <= off <= rounded else None


def _without(observations: Observations, emptied: Mapping[str, set[int]]) -> Observations:
    """Return the observations without some counts; a measure that has none left is not there."""
    counts: dict[str, Sequence[Count | None]] = {}
    for measure, values in observations.counts.items():
        gone = emptied.get(measure)
        if not gone:
            counts[measure] = values
            continue
        left = [None if at in gone else value for at, value in enumerate(values)]
        if known(left):
            counts[measure] = left
    return observations._replace(counts=counts)


def _finding(seen: _Seen, indicator: str, doubt: _Doubt) -> Finding:
    """Return the finding at the numerators' cells; the first unit's figures stand for all."""
    observations, measure, base = (
        seen.observations,
        seen.parts[0],
        [*seen.parts[:1], *seen.bases[:1]][-1],
    )
    at = min(doubt.named, key=lambda at: observations.units.rows[at] or 0)
    place = observations.places[measure][at] if measure in observations.places else None
    column = observations.columns.get((place[0], measure)) if place else None
    over, under = (
        (values or {at: None})[at] for values in (seen.pair.numerators, seen.pair.denominators)
    )
    values: dict[str, object] = {
        "unit": observations.units.names[at],
        "indicator": indicator,
        "column": column.name if column else measure,
        "found": str(float(over or 0)),
        "numerator": over,
        "denominator": under,
        "thousand_numerator": over and 1000 * over,
        "thousand_denominator": under and 1000 * under,
        "numerator_cell": observations.cell(measure, at) or "–",
        "denominator_cell": observations.cell(base, at) or "–",
    }
    file, sheet = observations.origin(at)
    where = at_units(observations, doubt.named, lambda other: observations.cell(measure, other))
    where = where._replace(file=file, sheet=sheet)
    return finding(doubt.code, where, values, variant=doubt.variant)
