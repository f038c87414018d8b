"""Find counts in another unit of measure than those beside them: thousands of people beside persons."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from coverage_cli.model import Computed, Finding, Observations

HARDLY = 100
"""Numerators this many times their denominators are in another unit, not merely enrolled elsewhere."""
FEWEST_PEERS = 3
"""So many other units with both figures are needed before one of them is said to differ in its unit."""
_NEAREST = Fraction(1, 2000)
_FARTHEST = Fraction(1, 500)
"""A unit between these shares of its peers' coverage has its numerator in thousands, the other way round likewise."""


def check_scale(observations: Observations, result: Computed) -> tuple[list[Finding], frozenset[int]]:
    """Return the findings on units of measure, and the indices of the units they speak of."""
    rates = {
        at: Fraction(figure.numerator) / Fraction(figure.denominator)
        for at, figure in zip(result.order, result.figures, strict=True)
        if observations.units[at].leaf and figure.numerator and figure.denominator
    }
    if not rates:
        return [], frozenset()
    middle = sorted(rates.values())[len(rates) // 2]
    if middle >= HARDLY:
        off = [at for at, rate in rates.items() if rate >= HARDLY]
        return [_finding(observations, result, off, "")], frozenset(off)
    if len(rates) <= FEWEST_PEERS:
        return [], frozenset()
    large = [at for at, rate in rates.items() if rate >= HARDLY * middle and _NEAREST < middle / rate < _FARTHEST]
    small = [at for at, rate in rates.items() if _NEAREST < rate / middle < _FARTHEST]
    findings = [_finding(observations, result, off, "unit") for off in (large, small) if off]
    return findings, frozenset([*large, *small])


def _finding(observations: Observations, result: Computed, off: Sequence[int], variant: str) -> Finding:
    at = min(off, key=lambda at: observations.units[at].row or 0)
    figure = result.figures[result.order.index(at)]
    cells = [cell for other in off if (cell := observations.cell(result.measures[0], other))]
    file, sheet = observations.origin(at)
    values = {
        "unit": figure.unit,
        "indicator": result.indicator.id,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "numerator_cell": observations.cell(result.measures[0], at) or "–",
        "denominator_cell": observations.cell(result.indicator.denominator, at) or "–",
    }
    unit = figure.unit if len(off) == 1 else None
    return Finding("unit-scale", "error", values, file, sheet, tuple(cells), unit, len(off), variant=variant)
