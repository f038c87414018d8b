"""Find a whole with less coverage than its indicator ever has: a part was probably taken for all."""

from __future__ import annotations

from coverage_cli.findings import at_counts, finding
from coverage_cli.grouping import first_where
from coverage_cli.model import Computed, Finding
from coverage_cli.rules.case import Case


def judge(case: Case, result: Computed) -> list[Finding]:
    """Return a warning where the whole has less coverage than the indicator ever has, unless all columns are told."""
    figure, least = result.figures[result.order.index(0)], result.indicator.unlikely_below
    share, measure = figure.coverage_pct, result.measures[0]
    if result.indicator.lower or share is None or not 0 < share.over < least * share.under:
        return []
    observations = case.observations
    first = first_where(lambda at: observations.cell(measure, at), range(len(observations.units)))
    used = {measure, *result.denominator_measures}
    is_told = all(column.told for (_, of), column in observations.columns.items() if of in used)
    # Who tells all of the columns has seen how low the coverage is.
    if first is None or is_told:
        return []
    place = observations.places[measure][first]
    column = observations.columns.get((place[0], measure)) if place else None
    made = finding(
        "coverage-unlikely",
        at_counts(observations, measure, [first])._replace(unit=None),
        unit=figure.unit,
        indicator=result.indicator.id,
        coverage=share,
        numerator=figure.numerator,
        denominator=figure.denominator,
        column=column.name if column else measure,
        letter=column.letter if column else "–",
        threshold=least,
    )
    return [made]
