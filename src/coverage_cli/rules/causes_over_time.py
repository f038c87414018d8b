"""What earlier periods say of more insured than people in a unit: which of the two counts moved, and which did not."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from coverage_cli.grouping import first_where
from coverage_cli.model import Finding
from coverage_cli.project import Thresholds
from coverage_cli.rules.history import History
from coverage_cli.rules.saying import quotient


def causes_over_time(
    history: History, pair: tuple[str, str], unit: int, period: int, thresholds: Thresholds
) -> dict[str, Mapping[str, object]]:
    """Return the causes that the period before speaks for; `pair` are the measures of numerator and denominator."""
    overs, unders = (history.counts[measure][unit] for measure in pair)
    earlier = first_where(
        lambda at: overs[at] is not None and unders[at], range(period - 1, -1, -1)
    )
    if earlier is None:
        return {}
    over, under = (Fraction(values[period] or 0) for values in (overs, unders))
    over_before, under_before = (Fraction(values[earlier] or 0) for values in (overs, unders))
    told = {"earlier": history.periods[earlier], "before": overs[earlier], "now": overs[period]}
    allowed = Fraction(thresholds.jump, 100)
    causes: dict[str, Mapping[str, object]] = {}
    if (
        over_before
        and over > over_before * (1 + allowed)
        and over - over_before >= thresholds.jump_people
    ):
        causes["jumped"] = {**told, "change": quotient(100 * (over - over_before) / over_before)}
    if under < under_before * (1 - allowed) and under_before - under >= thresholds.jump_people:
        causes["denominator_fell"] = {**told, "before": unders[earlier], "now": unders[period]}
    if under == under_before and over > over_before:
        causes["unchanged"] = {**told, "denominator": unders[period]}
    return causes


def units_of(history: History, finding: Finding, measure: str, period: int) -> dict[str, int]:
    """Map the cells of a finding to the units of the history whose counts stand there."""
    cells = set(finding.cells)
    found = {}
    for unit in history.members[period]:
        spot = history.spot(measure, unit, period)
        if spot.cell in cells and (spot.file, spot.sheet) == (finding.file, finding.sheet):
            found[spot.cell or ""] = unit
    return found
