"""Find attainments that can hardly be: the target is of other people, of another time, or in thousands."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.findings import at_counts, finding
from coverage_cli.grouping import places_where
from coverage_cli.model import Computed, Figure, Finding
from coverage_cli.rules.case import Case, column
from coverage_cli.rules.saying import further, source_of_rule


def judge(case: Case, result: Computed) -> list[Finding]:
    """Return a warning on the units, the whole among them, that reach too little or too much of a target."""
    # Where fewer is better a tenth of the target may be a success: no attainment is unlikely.
    off = dict([] if result.indicator.lower else _off(case, result))
    groups = case.apart("attainment-unlikely", list(off))
    return [_finding(case, result, [(at, off[at]) for at in group]) for group in groups]


def _finding(case: Case, result: Computed, off: Sequence[tuple[int, Figure]]) -> Finding:
    (first, figure), thresholds = off[0], case.thresholds
    goals = result.set_targets.get(result.target_name, ())
    targets = [goal.cell for at, _ in off if goals and (goal := goals[at]) and goal.cell]
    where = at_counts(case.observations, result.measures[0], [at for at, _ in off])
    return finding(
        "attainment-unlikely",
        where._replace(cells=(*where.cells, *targets)),
        unit=figure.unit,
        indicator=result.indicator.id,
        attainment=figure.attainment_pct,
        numerator=figure.numerator,
        target=figure.target_count,
        numerator_cell=case.observations.cell(result.measures[0], first) or "–",
        target_cell=targets[0] if targets else "–",
        further=further(len(off) - 1),
        low=thresholds.attainment_low,
        high=thresholds.attainment_high,
        source=source_of_rule("attainment_low", thresholds),
    )


def _off(case: Case, result: Computed) -> list[tuple[int, Figure]]:
    """Return the lowest units, and those with a target of their own, whose attainment lies outside the bounds.

    New people are no stock: a month may bring any part of the year's, so nothing is said of them.
    """
    low, high = case.thresholds.attainment_low, case.thresholds.attainment_high
    shares = column(result.figures, "attainment_pct")
    outside = places_where(
        lambda share: share and not low * share.under <= share.over <= high * share.under, shares
    )
    goals = result.set_targets.get(result.target_name)
    pairs = [(result.order[index], result.figures[index]) for index in outside]
    return [
        (at, figure)
        for at, figure in pairs
        if figure.target_kind != "new"
        and (case.observations.units.leaves[at] or (goals and goals[at]))
    ]
