"""Find attainments and coverages that can hardly be: of other people, or in thousands. Nothing is corrected."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.model import Computed, Figure, Finding, Observations
from coverage_cli.project import Thresholds
from coverage_cli.rules.saying import finding_on, further, source_of_rule


def attainment_unlikely(observations: Observations, result: Computed, thresholds: Thresholds) -> list[Finding]:
    """Return a warning on the units, the whole among them, that reach too little or too much of a target.

    New people are no stock: a month may bring any part of the year's, so nothing is said of them.
    """
    if result.indicator.lower:
        return []
    goals = result.set_targets.get(result.target_name, ())
    off = [
        (at, figure)
        for at, figure in zip(result.order, result.figures, strict=True)
        if figure.target_kind != "new" and (observations.units[at].leaf or (goals and goals[at]))
        if _is_unlikely(figure, thresholds)
    ]
    return [_finding(observations, result, off, thresholds)] if off else []


def _is_unlikely(figure: Figure, thresholds: Thresholds) -> bool:
    share = figure.attainment_pct
    if share is None:
        return False
    return not thresholds.attainment_low * share.under <= share.over <= thresholds.attainment_high * share.under


def _finding(
    observations: Observations, result: Computed, off: Sequence[tuple[int, Figure]], thresholds: Thresholds
) -> Finding:
    (at, figure), goals = off[0], result.set_targets.get(result.target_name, ())
    targets = [goal.cell for other, _ in off if goals and (goal := goals[other]) and goal.cell]
    values = {
        "unit": figure.unit,
        "indicator": result.indicator.id,
        "attainment": figure.attainment_pct,
        "numerator": figure.numerator,
        "target": figure.target_count,
        "numerator_cell": observations.cell(result.measures[0], at) or "–",
        "target_cell": targets[0] if targets else "–",
        "further": further(len(off) - 1),
        "low": thresholds.attainment_low,
        "high": thresholds.attainment_high,
        "source": source_of_rule("attainment_low", thresholds),
    }
    finding = finding_on(observations, "attainment-unlikely", result.measures[0], [at for at, _ in off], values)
    return finding._replace(cells=(*finding.cells, *targets))


def coverage_unlikely(observations: Observations, result: Computed) -> list[Finding]:
    """Return a warning where the whole has less coverage than the indicator ever has, unless all columns are told."""
    figure, least = result.figures[result.order.index(0)], result.indicator.unlikely_below
    share, measure = figure.coverage_pct, result.measures[0]
    first = next((at for at in range(len(observations.units)) if observations.cell(measure, at)), None)
    if result.indicator.lower or share is None or first is None or not 0 < share.over < least * share.under:
        return []
    used = {measure, *result.denominator_measures}
    if all(column.told for (_, of), column in observations.columns.items() if of in used):
        return []
    place = observations.places[measure][first]
    column = observations.columns.get((place[0], measure)) if place else None
    values = {
        "unit": figure.unit,
        "indicator": result.indicator.id,
        "coverage": share,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "column": column.name if column else measure,
        "letter": column.letter if column else "–",
        "threshold": least,
    }
    return [finding_on(observations, "coverage-unlikely", measure, [first], values)._replace(unit=None)]
