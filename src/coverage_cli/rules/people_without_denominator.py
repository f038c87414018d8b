"""Say which people are in no sum because their unit has no denominator, and which printed figures have them.

A provincial office insures people who live elsewhere: its row has people and no population. A denominator of 0 is
another matter (`no-denominator`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from coverage_cli.findings import Where, at_units, finding
from coverage_cli.grouping import first_where
from coverage_cli.indicator import written
from coverage_cli.model import Computed, Figure, Finding, Fixed, Observations, Phrase, Quotient
from coverage_cli.rules.case import Case
from coverage_cli.rules.printed_rate_differs import decimals_of
from coverage_cli.rules.saying import quotient, whole

# How many units, and how many upper units with them, a message names.
_NAMED = 3


def judge(case: Case, result: Computed) -> list[Finding]:
    """Return a finding on the units with people and a blank for a denominator, and those on denominators of 0."""
    units, unders = case.observations.units, result.denominators
    if unders is None or not (None in unders or 0 in unders):
        return []
    lacking = [at for at in result.order if not unders[at] and units.leaves[at]]
    people = {at: _people(case.observations, result, at) for at in lacking}
    # Where the unit above stands as printed, its people may well be among those of that figure.
    blank = [
        at
        for at in lacking
        if unders[at] is None and people[at] and units.parents[at] not in result.as_printed
    ]
    zero = [at for at in lacking if unders[at] == 0]
    crowded, empty = [at for at in zero if people[at]], [at for at in zero if not people[at]]
    return [
        *([_with_people(case, result, {at: people[at] for at in blank})] if blank else []),
        *([_with_people(case, result, {at: people[at] for at in crowded})] if crowded else []),
        *([_nobody(case, result, empty)] if empty else []),
    ]


def _people(observations: Observations, result: Computed, at: int) -> Fraction:
    """Return the people counted in a unit: of a sum those of its terms that are known, where none is taken away."""
    # Where a term is taken away, the others alone would be more people than there are.
    if len(result.over) == 1 or any(term.sign < 0 for term in result.over):
        return Fraction(result.numerators[at] or 0)
    return sum(
        (Fraction(observations.counts[term.measure][at] or 0) for term in result.over), Fraction(0)
    )


def _nobody(case: Case, result: Computed, units: Sequence[int]) -> Finding:
    """Say that denominators are 0 where nobody is counted."""
    where = _counted_cells(case.observations, result.denominator_measures, units)
    name = case.observations.units[units[0]].name
    return finding("no-denominator", where, unit=name, indicator=result.indicator.id)


def _with_people(case: Case, result: Computed, people: Mapping[int, Fraction]) -> Finding:
    """Say how many people are in no sum, whose they are, and which printed figures have them."""
    observations, units = case.observations, list(people)
    is_zero = (result.denominators or ())[units[0]] == 0
    where = _counted_cells(
        observations, result.denominator_measures if is_zero else result.measures, units
    )
    total = sum(people.values(), Fraction(0))
    ranked = sorted(units, key=lambda at: -people[at])
    named = [(observations.units[at].name, whole(people[at])) for at in ranked[:_NAMED]]
    said = [Phrase("unit_people", {"unit": name, "people": count}) for name, count in named]
    more = [Phrase("units_more", {"count": len(units) - _NAMED})] if len(units) > _NAMED else []
    return finding(
        "no-denominator" if is_zero else "people-without-denominator",
        where._replace(people=int(total)),
        variant="people" if is_zero else "",
        people=whole(total),
        indicator=result.indicator.id,
        units=(*said, *more),
        measure=written(result.under),
        printed=_printed(observations, result, people),
    )


def _counted_cells(
    observations: Observations, measures: Sequence[str], units: Sequence[int]
) -> Where:
    """Return a cell a unit: of the first of these measures that is counted there."""
    counts = observations.counts

    def cell(at: int) -> str | None:
        return observations.cell(
            first_where(lambda one: counts[one][at] is not None, measures, measures[0]), at
        )

    return at_units(observations, units, cell)


def _printed(
    observations: Observations, result: Computed, people: Mapping[int, Fraction]
) -> Phrase | str:
    """Return the upper units whose printed people are the report's and just those in no sum, the highest first."""
    above: dict[int, Fraction] = {}
    for at, count in people.items():
        for upper in observations.units.uppers(at):
            above[upper] = above.get(upper, Fraction(0)) + count
    figures = dict(zip(result.order, result.figures, strict=True))
    said = []
    for at in sorted(above.keys() - result.as_printed.keys()):
        printed, used = result.numerators[at], figures[at].numerator
        if printed is not None and used is not None and printed - used == above[at]:
            said.append(_upper(observations, result, at, figures[at]))
    return Phrase("printed_with_them", {"uppers": tuple(said[:_NAMED])}) if said else ""


def _upper(observations: Observations, result: Computed, at: int, figure: Figure) -> Phrase:
    """Return what an upper unit prints of its people, rate and gap, each beside the report's figure."""
    gap = figure.gap_people
    own = {"unit": figure.unit, "printed": result.numerators[at], "computed": figure.numerator}
    cells = " + ".join(
        cell for measure in result.measures if (cell := observations.cell(measure, at))
    )
    beside = {
        "rate": figure.coverage_pct if result.indicator.per == 100 else None,
        "gap": None if gap is None else quotient(gap),
    }
    subject = result.indicator.subject
    more = {
        kind: _otherwise(observations, (kind, subject), at, exact) for kind, exact in beside.items()
    }
    return Phrase("printed_more", {**own, "cell": cells or "–", **more})


def _otherwise(
    observations: Observations, key: tuple[str, str], at: int, exact: Quotient | None
) -> Phrase | str:
    """Return a printed figure and the report's, where they differ in the decimals that are printed."""
    printed = observations.printed[key][at] if key in observations.printed else None
    if printed is None or exact is None:
        return ""
    places = decimals_of(printed.tolerance)
    if printed.value.rounded(places) == exact.rounded(places):
        return ""
    return Phrase(
        f"printed_more_{key[0]}",
        {"printed": Fixed(printed.value, places), "computed": Fixed(exact, places)},
    )
