"""Find missed targets that would look reached after rounding: 81.84998 against 81.85."""

from __future__ import annotations

from coverage_cli.findings import Where, finding
from coverage_cli.grouping import places_where
from coverage_cli.model import Computed, Figure, Finding, Quotient
from coverage_cli.rules.case import Case, column

# The decimals that percentages are shown with unless somebody asks for others.
_PLACES = 2


def judge(case: Case, result: Computed) -> list[Finding]:
    """Return a note on each unit whose rate only looks like its target."""
    off = [
        index
        for index in suspects(case, result)
        if _only_looks_met(result.figures[index], result.indicator.lower)
    ]
    return [_finding(case, result, index) for index in off]


def suspects(case: Case, result: Computed) -> list[int]:
    """Return the figures so near to their target that rounding may hide the difference: one unit of the last place."""
    # All screens are called alike; here the figures alone tell.
    del case
    gaps = column(result.figures, "gap_pp")
    return places_where(lambda gap: gap and abs(gap.over) * 10**_PLACES <= gap.under, gaps)


def _only_looks_met(figure: Figure, lower: bool) -> bool:
    rate, target = figure.coverage_pct, figure.target_pct
    if figure.status != "short" or figure.target_kind != "rate" or not rate or not target:
        return False
    return only_looks_met(target, rate) if lower else only_looks_met(rate, target)


def only_looks_met(coverage: Quotient, target: Quotient, places: int = _PLACES) -> bool:
    """Tell whether rounding would show a missed rate as reached.

    >>> only_looks_met(Quotient(19724700, 240986), Quotient(8185, 100))
    True
    """
    missed = coverage.over * target.under < target.over * coverage.under
    return missed and coverage.rounded(places) >= target.rounded(places)


def _finding(case: Case, result: Computed, index: int) -> Finding:
    at, figure = result.order[index], result.figures[index]
    cell = case.observations.cell(result.measures[0], at)
    return finding(
        "rounding-hides-miss",
        Where(*case.observations.origin(at), (cell,) if cell else (), figure.unit),
        unit=figure.unit,
        indicator=result.indicator.id,
        coverage=figure.coverage_pct,
        target=figure.target_pct,
        gap=figure.gap_people,
    )
