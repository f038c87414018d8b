"""Find units whose coverage lies far from that of all units beside them; nothing is corrected.

A digit too few in one of two counts makes a coverage of 9 % among 90 %. What is usual is the median of the units of one
parent, as long as these agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coverage_cli.model import Computed, Count, Finding, Observations
from coverage_cli.project import Thresholds
from coverage_cli.rules.saying import finding_on, further, percent, source_of_rule

_FEWEST = 3
"""Fewer units say nothing of what is usual."""
_SEVERAL = 6
"""Among so many units, however their rates are spread, one far from all others is odd."""
_AGREE = 2
"""Units agree where three in four of those beside one have the usual rate within this factor."""
_CHANCE = 49
"""A count is further from the expected one than chance leads where the square of the difference is so many times it."""


class _Rate(NamedTuple):
    """A unit's two counts, the denominator above zero."""

    at: int
    over: Count
    under: Count


class _Far(NamedTuple):
    """A unit far from those beside it: their usual rate, and the measures that may be wrong, the likeliest first."""

    rate: _Rate
    usual: _Rate
    measures: tuple[str, ...]


def unlike_neighbours(observations: Observations, results: Sequence[Computed], thresholds: Thresholds) -> list[Finding]:
    """Return a warning for each measure that makes rates unlike, each cell once."""
    said: set[tuple[str, int]] = set()
    findings = []
    for result in results:
        suspects: dict[tuple[str, ...], list[_Far]] = {}
        for far in _far_ones(observations, result, thresholds):
            if (far.measures[0], far.rate.at) not in said:
                said.add((far.measures[0], far.rate.at))
                suspects.setdefault(far.measures, []).append(far)
        findings += [_rates(observations, result, fars, thresholds) for fars in suspects.values()]
    return findings


def _far_ones(observations: Observations, result: Computed, thresholds: Thresholds) -> Iterator[_Far]:
    rates = [
        _Rate(at, over, under)
        for at, (over, under) in enumerate(zip(result.numerators, result.denominators or (), strict=False))
        if over and under and over > 0 and observations.units[at].leaf
    ]
    for group in _groups(observations, rates):
        ordered = sorted(group, key=lambda rate: rate.over / rate.under)  # only the order: what is judged is exact
        usual = ordered[len(ordered) // 2]
        far = [rate for rate in ordered if _is_far(rate, usual, thresholds.unlike_neighbours)]
        agree = 4 * sum(not _is_off(rate, usual, _AGREE) for rate in group) >= 3 * (len(group) - 1)
        if far and (agree or _stands_alone(ordered, far, thresholds.unlike_neighbours)):
            yield from (_Far(rate, usual, _suspects(result, rate, group, thresholds)) for rate in far)


def _groups(observations: Observations, rates: Sequence[_Rate]) -> Iterable[Sequence[_Rate]]:
    """Return the units of each parent; those of parents with too few are held against all units together."""
    groups: dict[int | None, list[_Rate]] = {}
    for rate in rates:
        groups.setdefault(observations.units[rate.at].parent, []).append(rate)
    large = [group for group in groups.values() if len(group) >= _FEWEST]
    if len(large) == len(groups):
        return large
    return [rates] if len(rates) >= _FEWEST else []


def _is_off(rate: _Rate, usual: _Rate, times: int) -> bool:
    """Tell whether a rate is so many times the usual one, or that part of it."""
    own, theirs = rate.over * usual.under, usual.over * rate.under
    return own * times <= theirs or own >= times * theirs > 0


def _is_far(rate: _Rate, usual: _Rate, times: int) -> bool:
    own, expected = rate.over * usual.under, usual.over * rate.under
    return _is_off(rate, usual, times) and (own - expected) ** 2 >= _CHANCE * max(own, expected) * usual.under


def _stands_alone(ordered: Sequence[_Rate], far: Sequence[_Rate], times: int) -> bool:
    """Tell whether one unit at an end of several is as far from the next one as from the usual rate."""
    if len(far) != 1 or len(ordered) < _SEVERAL:
        return False
    return (far[0] == ordered[-1] and _is_off(far[0], ordered[-2], times)) or (
        far[0] == ordered[0] and _is_off(far[0], ordered[1], times)
    )


def _suspects(result: Computed, rate: _Rate, group: Sequence[_Rate], thresholds: Thresholds) -> tuple[str, ...]:
    """Return the measure whose count is unlike the others' in size, both where neither clearly is."""
    half = len(group) // 2
    over, under = sorted(one.over for one in group)[half], sorted(one.under for one in group)[half]
    own, usual = rate.over * rate.under, over * under
    is_low = rate.over * under < over * rate.under
    pair = (result.measures[0], result.denominator_measures[0])
    likely = pair if (own < usual) == is_low else pair[::-1]
    times = thresholds.unlike_neighbours
    return likely[:1] if own * times <= usual or own >= times * usual else likely


def _rates(observations: Observations, result: Computed, fars: Sequence[_Far], thresholds: Thresholds) -> Finding:
    rate, usual, measures = fars[0]
    values = {
        "unit": observations.units[rate.at].name,
        "indicator": result.indicator.id,
        "coverage": percent(rate.over, rate.under),
        "usual": percent(usual.over, usual.under),
        "numerator": rate.over,
        "denominator": rate.under,
        "numerator_cell": observations.cell(result.measures[0], rate.at) or "–",
        "denominator_cell": observations.cell(result.denominator_measures[0], rate.at) or "–",
        "further": further(len(fars) - 1),
        "threshold": thresholds.unlike_neighbours,
        "source": source_of_rule("unlike_neighbours", thresholds),
    }
    units = [far.rate.at for far in fars]
    first, *others = (finding_on(observations, "unlike-neighbours", measure, units, values) for measure in measures)
    return first._replace(cells=(*first.cells, *(cell for other in others for cell in other.cells)))
