"""Find units with more insured than people; they are shown as they are, with what is likely to have led to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from coverage_cli.model import Computed, Figure, Finding, Observations, Severity
from coverage_cli.project import Thresholds
from coverage_cli.rules.causes import causes_of, with_causes
from coverage_cli.rules.saying import finding_on


class Over(NamedTuple):
    """A unit whose numerator exceeds its denominator."""

    at: int
    figure: Figure


def over_100(observations: Observations, result: Computed, thresholds: Thresholds) -> list[Finding]:
    """Find units with more insured than people, by the indicator's own rule where it has one."""
    own = result.indicator.over_100
    if own is False:
        return []
    leaves = [
        Over(at, figure)
        for at, figure in zip(result.order, result.figures, strict=True)
        if observations.units[at].leaf and figure.numerator is not None and figure.denominator
    ]
    over = [entry for entry in leaves if (entry.figure.numerator or 0) > (entry.figure.denominator or 0)]
    if not over:
        return []
    if len(leaves) >= 3 and 100 * len(over) > thresholds.columns_swapped * len(leaves) and _plausible_reversed(over):
        return [_finding(observations, "columns-swapped", "error", result, over)]
    over = [entry for entry in over if _exceeds(entry.figure, own or thresholds.over_100)]
    if not over:
        return []
    finding = _finding(observations, "over-100", "warning", result, over)
    causes = [one for entry in over for one in causes_of(observations, result, entry.at)]
    return [with_causes(finding, causes)]


def _exceeds(figure: Figure, percent: int) -> bool:
    return 100 * (figure.numerator or 0) > percent * (figure.denominator or 0)


def _plausible_reversed(over: Sequence[Over]) -> bool:
    """Tell whether the reverse rates would be plausible coverage (half and more)."""
    sound = sum(2 * (entry.figure.denominator or 0) > (entry.figure.numerator or 0) for entry in over)
    return 2 * sound > len(over)


def _finding(
    observations: Observations, code: str, severity: Severity, result: Computed, over: Sequence[Over]
) -> Finding:
    first = over[0]
    people = sum(int((entry.figure.numerator or 0) - (entry.figure.denominator or 0)) for entry in over)
    values = {
        "unit": first.figure.unit,
        "indicator": result.indicator.id,
        "period": observations.period,
        "numerator": first.figure.numerator,
        "denominator": first.figure.denominator,
        "coverage": first.figure.coverage_pct,
        "numerator_cell": observations.cell(result.measures[0], first.at) or "–",
        "denominator_cell": observations.cell(result.denominator_measures[0], first.at) or "–",
        "causes": "",
    }
    finding = finding_on(observations, code, result.measures[0], [entry.at for entry in over], values)
    return finding._replace(severity=severity, people=people)
