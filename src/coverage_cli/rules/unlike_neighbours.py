"""Find units whose coverage lies far from that of all units beside them; nothing is corrected.

A digit too few in one of two counts makes a coverage of 9 % among 90 %. What is usual is the median of the units of one
parent, as long as these agree; the nearer they are to one another, the less need one be off (45 % among 88 to 93 %).
Totals among the units are said under the same code (`totals_among`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from coverage_cli.findings import at_counts, finding
from coverage_cli.grouping import take
from coverage_cli.model import Computed, Count, Finding
from coverage_cli.records import NamedTuple
from coverage_cli.rules.case import Case
from coverage_cli.rules.saying import further, percent, quotient, source_of_rule
from coverage_cli.rules.totals_among import totals_among

# Fewer units say nothing of what is usual.
_FEWEST = 3
# Among so many units, however their rates are spread, one far from all others is odd.
_SEVERAL = 6
# Units agree where three in four of those beside one have the usual rate within this factor.
_AGREE = 2
# However near the others are, one that is less off may be true: a remote commune has 65 % among 90 %.
_LEAST_OFF = Fraction(3, 2)
# Among such units no less than this share of the threshold is odd, so that a project's own one holds for them, too.
_SHARE_OFF = Fraction(3, 10)
# The highest rate of these over their lowest, to this power, is how many times off one is odd: 5 at 1.3.
_BEYOND = 6
# A count is further from the expected one than chance leads where the square of the difference is so many times it.
_CHANCE = 49


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
    times: Fraction


def judge(case: Case) -> list[Finding]:
    """Return a warning for each measure that makes rates unlike, each cell once, and for totals among the units."""
    said: set[tuple[str, int]] = set()
    findings = []
    for result in case.results:
        by_measures: dict[tuple[str, ...], list[_Far]] = {}
        for far in _far_ones(case, result):
            if (far.measures[0], far.rate.at) not in said:
                said.add((far.measures[0], far.rate.at))
                by_measures.setdefault(far.measures, []).append(far)
        for fars in by_measures.values():
            by_unit = {far.rate.at: far for far in fars}
            groups = case.apart("unlike-neighbours", list(by_unit))
            findings += [_finding(case, result, take(by_unit, group)) for group in groups]
    return [*findings, *totals_among(case.observations, case.thresholds)]


def _far_ones(case: Case, result: Computed) -> Iterator[_Far]:
    times = case.thresholds.unlike_neighbours
    for group in _groups(case, result) if suspects(result, times) else ():
        # A float gives the order alone: what is judged is exact.
        ordered = sorted(group, key=lambda rate: rate.over / rate.under)
        usual = ordered[len(ordered) // 2]
        if not usual.over:
            continue  # nobody is the usual number: the few who are there are no mistake
        odd = _times_among_near(ordered, usual, times)
        far = [rate for rate in ordered if _is_far(rate, usual, odd)]
        if len(ordered) < _SEVERAL:
            far = [rate for rate in far if rate.over]  # zero is a count
        agree = 4 * sum(not _is_off(rate, usual, _AGREE) for rate in group) >= 3 * (len(group) - 1)
        if far and (agree or _stands_alone(ordered, far, odd)):
            yield from (
                _Far(rate, usual, _likely_measures(result, rate, group, times), odd) for rate in far
            )


def _times_among_near(ordered: Sequence[_Rate], usual: _Rate, times: int) -> Fraction:
    """Return how many times off the usual rate is odd: `times`, and less among units that are near one another."""
    near = [rate for rate in ordered if not _is_off(rate, usual, _LEAST_OFF)]
    if len(near) < _SEVERAL - 1 or 4 * len(near) < 3 * len(ordered):
        return Fraction(times)
    apart = Fraction(near[-1].over * near[0].under, near[-1].under * near[0].over)
    return min(Fraction(times), max(_least_off(times), apart**_BEYOND))


def _least_off(times: int) -> Fraction:
    return max(_LEAST_OFF, times * _SHARE_OFF)


def suspects(result: Computed, times: int) -> bool:
    """Tell whether the highest rate is so much above the lowest: else none is that far from one in the middle.

    Of binary floats, so that a little less will do.
    """
    pairs = zip(result.numerators, result.denominators or (), strict=False)
    rates = [over / under for over, under in pairs if over is not None and under and over >= 0]
    return bool(rates) and max(rates) >= 0.999 * float(_least_off(times)) * min(rates)


def _groups(case: Case, result: Computed) -> Iterable[Sequence[_Rate]]:
    """Return the units of each parent; those of parents with too few are held against all units together."""
    units, groups = case.observations.units, dict[int | None, list[_Rate]]()
    pairs = zip(units.leaves, result.numerators, result.denominators or (), strict=False)
    for at, (leaf, over, under) in enumerate(pairs):
        if leaf and over is not None and under and over >= 0:
            groups.setdefault(units.parents[at], []).append(_Rate(at, over, under))
    if all(len(group) >= _FEWEST for group in groups.values()):
        return groups.values()
    together = sorted(rate for group in groups.values() for rate in group)
    return [together] if len(together) >= _FEWEST else []


def _is_off(rate: _Rate, usual: _Rate, times: Count) -> bool:
    """Tell whether a rate is so many times the usual one, or that part of it."""
    own, theirs = rate.over * usual.under, usual.over * rate.under
    return own * times <= theirs > 0 or own >= times * theirs > 0


def _is_far(rate: _Rate, usual: _Rate, times: Count) -> bool:
    own, expected = rate.over * usual.under, usual.over * rate.under
    return (
        _is_off(rate, usual, times)
        and (own - expected) ** 2 >= _CHANCE * max(own, expected) * usual.under
    )


def _stands_alone(ordered: Sequence[_Rate], far: Sequence[_Rate], times: Count) -> bool:
    """Tell whether one unit at an end of several is as far from the next one as from the usual rate."""
    if len(far) != 1 or len(ordered) < _SEVERAL:
        return False
    beside = {ordered[0]: ordered[1], ordered[-1]: ordered[-2]}
    return far[0] in beside and _is_off(far[0], beside[far[0]], times)


def _likely_measures(
    result: Computed, rate: _Rate, group: Sequence[_Rate], times: int
) -> tuple[str, ...]:
    """Return the measure whose count is unlike the others' in size, both where neither clearly is."""
    half = len(group) // 2
    over, under = sorted(one.over for one in group)[half], sorted(one.under for one in group)[half]
    own, usual = rate.over * rate.under, over * under
    is_low = rate.over * under < over * rate.under
    pair = (result.measures[0], result.denominator_measures[0])
    likely = pair if (own < usual) == is_low else pair[::-1]
    is_clear = own * times <= usual or own >= times * usual
    return likely[:1] if is_clear else likely


def _finding(case: Case, result: Computed, fars: Sequence[_Far]) -> Finding:
    observations, units = case.observations, [far.rate.at for far in fars]
    rate, usual, measures, times = fars[0]
    places = [at_counts(observations, measure, units) for measure in measures]
    return finding(
        "unlike-neighbours",
        places[0]._replace(cells=tuple(cell for place in places for cell in place.cells)),
        unit=observations.units[rate.at].name,
        indicator=result.indicator.id,
        coverage=percent(rate.over, rate.under),
        usual=percent(usual.over, usual.under),
        numerator=rate.over,
        denominator=rate.under,
        numerator_cell=observations.cell(result.measures[0], rate.at) or "–",
        denominator_cell=observations.cell(result.denominator_measures[0], rate.at) or "–",
        further=further(len(fars) - 1),
        threshold=quotient(times) if times.denominator > 1 else int(times),
        source=source_of_rule("unlike_neighbours", case.thresholds),
    )
