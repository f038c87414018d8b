"""Say which people are in no sum because their unit has no denominator, and which printed figures have them.

A provincial office insures people who live elsewhere: its row has people and no population.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from coverage_cli.indicator import written
from coverage_cli.model import Computed, Count, Figure, Finding, Fixed, Observations, Phrase, Quotient
from coverage_cli.rules.printed import decimals_of

_NAMED = 3
"""How many units, and how many upper units with them, a message names."""


def in_no_sum(observations: Observations, result: Computed) -> list[Finding]:
    """Return a finding on the units with people and a blank for a denominator, and those on denominators of 0."""
    if result.denominators is None:
        return []
    leaves = [at for at in result.order if observations.units[at].leaf]
    zero = [at for at in leaves if result.denominators[at] == 0]
    blank = [at for at in leaves if result.denominators[at] is None and not _is_in_printed(observations, result, at)]
    with_people = [[at for at in units if _people(observations, result, at)] for units in (blank, zero)]
    alone = [at for at in zero if not _people(observations, result, at)]
    return [
        *([_with_people(observations, result, with_people[0], zero=False)] if with_people[0] else []),
        *([_with_people(observations, result, with_people[1], zero=True)] if with_people[1] else []),
        *([_nobody(observations, result, alone)] if alone else []),
    ]


def _people(observations: Observations, result: Computed, at: int) -> Fraction:
    """Return the people counted in a unit: of a sum those of its terms that are known, where none is taken away."""
    if len(result.over) == 1 or any(term.sign < 0 for term in result.over):
        return Fraction(result.numerators[at] or 0)
    return sum((Fraction(observations.counts[term.measure][at] or 0) for term in result.over), Fraction(0))


def _is_in_printed(observations: Observations, result: Computed, at: int) -> bool:
    """Tell whether the unit above stands as printed, so that a unit's people may well be among its own."""
    return observations.units[at].parent in result.as_printed


def _nobody(observations: Observations, result: Computed, units: Sequence[int]) -> Finding:
    """Say that denominators are 0 where nobody is counted."""
    name = observations.units[units[0]].name
    values = {"unit": name, "indicator": result.indicator.id}
    file, sheet = observations.origin(units[0])
    cells = _cells(observations, result.denominator_measures, units)
    return Finding("no-denominator", "error", values, file, sheet, cells, name if len(units) == 1 else None, len(units))


def _with_people(observations: Observations, result: Computed, units: Sequence[int], *, zero: bool) -> Finding:
    """Say how many people are in no sum, whose they are, and which printed figures have them."""
    people = sum((_people(observations, result, at) for at in units), Fraction(0))
    ranked = sorted(units, key=lambda at: -_people(observations, result, at))
    more = [Phrase("units_more", {"count": len(units) - _NAMED})] if len(units) > _NAMED else []
    values = {
        "people": _count(people),
        "indicator": result.indicator.id,
        "units": (*(_unit(observations, result, at) for at in ranked[:_NAMED]), *more),
        "measure": written(result.under),
        "printed": _printed(observations, result, units),
    }
    file, sheet = observations.origin(units[0])
    cells = _cells(observations, result.denominator_measures if zero else result.measures, units)
    unit = observations.units[units[0]].name if len(units) == 1 else None
    if zero:
        return Finding(
            "no-denominator", "error", values, file, sheet, cells, unit, len(units), int(people), variant="people"
        )
    return Finding("people-without-denominator", "warning", values, file, sheet, cells, unit, len(units), int(people))


def _unit(observations: Observations, result: Computed, at: int) -> Phrase:
    return Phrase(
        "unit_people", {"unit": observations.units[at].name, "people": _count(_people(observations, result, at))}
    )


def _cells(observations: Observations, measures: Sequence[str], units: Sequence[int]) -> tuple[str, ...]:
    """Return a cell a unit: of the first of these measures that is counted there."""
    counted = (next((one for one in measures if observations.counts[one][at] is not None), measures[0]) for at in units)
    cells = (observations.cell(measure, at) for measure, at in zip(counted, units, strict=True))
    return tuple(cell for cell in cells if cell)


def _count(value: Fraction) -> Count:
    return value.numerator if value.denominator == 1 else value


def _printed(observations: Observations, result: Computed, units: Sequence[int]) -> Phrase | str:
    """Return the upper units whose printed people are the report's and just those in no sum, the highest first."""
    above: dict[int, Fraction] = {}
    for at in units:
        parent = observations.units[at].parent
        while parent is not None:
            above[parent] = above.get(parent, Fraction(0)) + _people(observations, result, at)
            parent = observations.units[parent].parent
    figures = dict(zip(result.order, result.figures, strict=True))
    said = []
    for at in sorted(above):
        printed, used = result.numerators[at], figures[at].numerator
        if at not in result.as_printed and printed is not None and used is not None and printed - used == above[at]:
            said.append(_upper(observations, result, at, figures[at]))
    return Phrase("printed_with_them", {"uppers": tuple(said[:_NAMED])}) if said else ""


def _upper(observations: Observations, result: Computed, at: int, figure: Figure) -> Phrase:
    """Return what an upper unit prints of its people, rate and gap, each beside the report's figure."""
    subject = result.indicator.subject
    gap = figure.gap_people
    computed = {
        "rate": figure.coverage_pct if result.indicator.per == 100 else None,
        "gap": None if gap is None else Quotient(gap.numerator, gap.denominator),
    }
    beside: dict[str, Phrase | str] = dict.fromkeys(computed, "")
    for kind, exact in computed.items():
        told = observations.printed.get((kind, subject))
        printed = told[at] if told else None
        places = decimals_of(printed.tolerance) if printed else 0
        if printed and exact and printed.value.rounded(places) != exact.rounded(places):
            values = {"printed": Fixed(printed.value, places), "computed": Fixed(exact, places)}
            beside[kind] = Phrase(f"printed_more_{kind}", values)
    own = {"unit": figure.unit, "printed": result.numerators[at], "computed": figure.numerator}
    cells = " + ".join(cell for measure in result.measures if (cell := observations.cell(measure, at)))
    return Phrase("printed_more", {**own, "cell": cells or "–", **beside})
