"""Find units with more insured than people; they are shown as they are, with what is likely to have led to it.

Where most units have, and the reverse rates would be plausible, the columns are exchanged (`columns-swapped`).
"""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.findings import at_counts, finding
from coverage_cli.grouping import take
from coverage_cli.model import Computed, Count, Figure, Finding
from coverage_cli.records import NamedTuple
from coverage_cli.rules.case import Case, column
from coverage_cli.rules.causes import causes_of, with_causes

# Of fewer units nobody can tell that the columns are exchanged.
_FEWEST = 3


class _Over(NamedTuple):
    """A unit whose numerator exceeds its denominator."""

    at: int
    figure: Figure
    numerator: Count
    denominator: Count


def judge(case: Case, result: Computed) -> list[Finding]:
    """Find units with more insured than people, by the indicator's own rule where it has one."""
    own = result.indicator.over_100
    over = [] if own is False else _over(case, result)
    if not over:
        return []
    if _is_swapped(case, result, over):
        return [_finding("columns-swapped", case, result, over)]
    percent = own or case.thresholds.over_100
    over = [one for one in over if 100 * one.numerator > percent * one.denominator]
    if not over:
        return []
    by_place = {one.at: one for one in over}
    found = []
    for group in case.apart("over-100", list(by_place)):
        causes = causes_of(case.observations, result, group)
        told = _finding("over-100", case, result, take(by_place, group))
        found.append(with_causes(told, causes))
    return found


def suspects(case: Case, result: Computed) -> list[int]:
    """Return the figures with more insured than people, upper units among them."""
    # All screens are called alike; here the figures alone tell.
    del case
    pairs = zip(
        column(result.figures, "numerator"), column(result.figures, "denominator"), strict=True
    )
    return [index for index, (over, under) in enumerate(pairs) if over and under and over > under]


def _over(case: Case, result: Computed) -> list[_Over]:
    places = [(result.order[index], result.figures[index]) for index in suspects(case, result)]
    leaves = [(at, figure) for at, figure in places if case.observations.units.leaves[at]]
    made = [
        _Over(at, figure, figure.numerator or 0, figure.denominator or 0) for at, figure in leaves
    ]
    return [one for one in made if one.numerator > one.denominator > 0]


def _is_swapped(case: Case, result: Computed, over: Sequence[_Over]) -> bool:
    """Tell whether most units are above 100 % and the reverse rates would be plausible coverage (half and more)."""
    leaves = case.observations.units.leaves
    pairs = zip(result.order, result.figures, strict=True)
    known = sum(
        leaves[at] and figure.numerator is not None and bool(figure.denominator)
        for at, figure in pairs
    )
    sound = sum(2 * one.denominator > one.numerator for one in over)
    is_most = 100 * len(over) > case.thresholds.columns_swapped * known
    return known >= _FEWEST and is_most and 2 * sound > len(over)


def _finding(code: str, case: Case, result: Computed, over: Sequence[_Over]) -> Finding:
    first, observations = over[0], case.observations
    people = sum(int(one.numerator - one.denominator) for one in over)
    return finding(
        code,
        at_counts(observations, result.measures[0], [one.at for one in over])._replace(
            people=people
        ),
        unit=first.figure.unit,
        indicator=result.indicator.id,
        period=observations.period,
        numerator=first.numerator,
        denominator=first.denominator,
        coverage=first.figure.coverage_pct,
        numerator_cell=observations.cell(result.measures[0], first.at) or "–",
        denominator_cell=observations.cell(result.denominator_measures[0], first.at) or "–",
        causes="",
    )
