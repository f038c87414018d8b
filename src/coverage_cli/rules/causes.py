"""What is likely to have led to more insured than people in a unit, with its evidence, the likeliest first.

Nobody can tell from a sheet which it was; what speaks for each is said in figures, so that one knows what to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from coverage_cli.model import Computed, Count, Finding, Observations, Phrase, Quotient

RANKS = ("digit", "jumped", "denominator_fell", "other_denominator", "unchanged", "all_over", "elsewhere", "swapped")
"""The causes, the likeliest first where there is evidence for it."""
_FEWEST = 3
"""Fewer units beside it say nothing of what is usual."""
_DIGIT = (8, 12)
"""Between these factors of the usual rate there is a digit too many or too few."""
_NEAR_POINTS = 3
"""So near to the units beside it exchanged columns must bring a rate."""
_OFF_PCT = 10
"""By so many percent the denominator must be smaller than another base of the unit lets expect."""
_HIGHEST_PCT = 150
_BASES = ("population", "labour_force", "pupils")
_UNITS_TOLD = 5


class _Beside(NamedTuple):
    """The units beside one: how many, their sums, how many of them are not full and how many people these lack."""

    units: tuple[int, ...]
    numerator: Fraction
    denominator: Fraction
    short: int
    lacking: int

    @property
    def rate(self) -> Fraction:
        """Return their coverage in percent."""
        return 100 * self.numerator / self.denominator


def causes_of(observations: Observations, result: Computed, at: int) -> list[Phrase]:
    """Return the likely causes that a unit's own period speaks for."""
    unders = result.denominators
    beside = None if unders is None else _beside(observations, result.numerators, unders, at)
    over, under = Fraction(result.numerators[at] or 0), Fraction((unders or [0] * (at + 1))[at] or 0)
    if unders is None or beside is None or not under:
        return []
    own = result.denominator_measures
    kinds = {
        "digit": _digit(over, under, beside),
        "other_denominator": _other_denominator(observations, own[0], unders, (at, beside)) if len(own) == 1 else None,
        **_around(observations, at, over - under, beside),
        "swapped": _swapped(over, under, beside),
    }
    unit, cell = observations.units[at].name, observations.cell(result.measures[0], at)
    return [cause(kind, values, unit, cell) for kind, values in kinds.items() if values is not None]


def cause(kind: str, evidence: Mapping[str, object], unit: str, cell: str | None) -> Phrase:
    """Return a likely cause of a unit's figure in words that its evidence fills."""
    return Phrase(f"cause_{kind}", {**evidence, "unit": unit, "cell": cell})


def _beside(
    observations: Observations, overs: Sequence[Count | None], unders: Sequence[Count | None], at: int
) -> _Beside | None:
    """Return the units of the same parent with both counts, else all others, None where these are too few."""
    units = observations.units
    complete = [
        other
        for other, unit in enumerate(units)
        if unit.leaf and other != at and unders[other] and _is_credible(overs[other], unders[other])
    ]
    own = [other for other in complete if units[other].parent == units[at].parent]
    chosen = own if len(own) >= _FEWEST else complete
    if len(chosen) < _FEWEST:
        return None
    lacks = [int((unders[other] or 0) - (overs[other] or 0)) for other in chosen]
    lacks = [lack for lack in lacks if lack > 0]
    return _Beside(tuple(chosen), _sum(overs, chosen), _sum(unders, chosen), len(lacks), sum(lacks))


def _is_credible(over: Count | None, under: Count | None) -> bool:
    """Tell whether a unit says what is usual; one far above 100 % is wrong itself."""
    return over is not None and under is not None and 100 * over <= _HIGHEST_PCT * under


def _sum(counts: Sequence[Count | None], units: Iterable[int]) -> Fraction:
    return sum((Fraction(counts[unit] or 0) for unit in units), Fraction(0))


def _digit(over: Fraction, under: Fraction, beside: _Beside) -> dict[str, object] | None:
    rate = 100 * over / under
    if not beside.rate or not _DIGIT[0] * beside.rate <= rate <= _DIGIT[1] * beside.rate:
        return None
    return {"meant": int(over) // 10, "rate": quotient(rate / 10), "usual": quotient(beside.rate)}


def _other_denominator(
    observations: Observations, own: str, unders: Sequence[Count | None], place: tuple[int, _Beside]
) -> dict[str, object] | None:
    """Hold the denominator against the unit's other base (labour force, pupils), as the units beside it have both."""
    at, beside = place
    for measure in _BASES:
        counts = observations.counts.get(measure, ())
        if measure == own or not counts or not counts[at]:
            continue
        known = [other for other in beside.units if counts[other]]
        if len(known) < _FEWEST:
            continue
        expected, under = (
            Fraction(counts[at] or 0) * _sum(unders, known) / _sum(counts, known),
            Fraction(unders[at] or 0),
        )
        if 100 * (expected - under) > _OFF_PCT * under:
            return {"measure": measure, "people": counts[at], "expected": round(expected), "denominator": unders[at]}
    return None


def _around(
    observations: Observations, at: int, surplus: Fraction, beside: _Beside
) -> dict[str, dict[str, object] | None]:
    """Say whether the units beside it lack the people, or all of them are above 100 %, too."""
    parent = observations.units[at].parent
    told: dict[str, object] = {
        "surplus": int(surplus),
        "parent": observations.units[parent].name if parent is not None else "",
        "usual": quotient(beside.rate),
    }
    if beside.rate > 100:
        return {"all_over": told}
    fits = beside.lacking >= surplus
    return {"elsewhere": {**told, "short": beside.short, "lacking": beside.lacking} if fits else None}


def _swapped(over: Fraction, under: Fraction, beside: _Beside) -> dict[str, object] | None:
    rate = 100 * under / over
    is_near = abs(rate - beside.rate) <= _NEAR_POINTS
    return {"rate": quotient(rate), "usual": quotient(beside.rate)} if is_near else None


def with_causes(finding: Finding, causes: Sequence[Phrase]) -> Finding:
    """Return a finding with its causes, in the order of its cells and of their likelihood, in words and values."""
    cells = {cell: place for place, cell in enumerate(finding.cells)}
    ranks = {f"cause_{kind}": rank for rank, kind in enumerate(RANKS)}
    ordered = sorted(causes, key=lambda one: (cells.get(str(one.values["cell"]), len(cells)), ranks[one.key]))
    units: dict[tuple[object, object], list[Phrase]] = {}
    for one in ordered:
        units.setdefault((one.values["cell"], one.values["unit"]), []).append(one)
    said = tuple(
        Phrase("likely_of", {"unit": unit, "causes": tuple(own[: None if place == 0 else 1])})
        for place, ((_, unit), own) in enumerate(list(units.items())[:_UNITS_TOLD])
    )
    words = Phrase("likely_causes", {"causes": said}) if said else ""
    return finding._replace(causes=tuple(ordered), values={**finding.values, "causes": words})


def quotient(value: Fraction) -> Quotient:
    """Return a fraction as a percentage is kept."""
    return Quotient(value.numerator, value.denominator)
