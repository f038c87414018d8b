"""Say which upper units stand as printed because none of the units below them has both counts."""

from __future__ import annotations

from coverage_cli.findings import at_counts, finding
from coverage_cli.model import Computed, Finding, Phrase
from coverage_cli.rules.case import Case

# How many upper units a message names.
_NAMED = 5


def judge(case: Case, result: Computed) -> list[Finding]:
    """Return a warning with the cells of the printed figures that stand, in the sums too, for units without any."""
    wanting = {at for at, why in result.as_printed.items() if why == "want"} - result.partial
    pairs = zip(result.order, result.figures, strict=True) if wanting else ()
    taken = {at: figure for at, figure in pairs if at in wanting and not figure.units_complete}
    if not taken:
        return []
    cells = {at: case.observations.cell(result.measures[0], at) or "–" for at in taken}
    said = [
        Phrase(
            "taken_upper", {"unit": figure.unit, "cell": cells[at], "count": figure.units_expected}
        )
        for at, figure in taken.items()
    ]
    more = [Phrase("units_more", {"count": len(said) - _NAMED})] if len(said) > _NAMED else []
    made = finding(
        "taken-as-printed",
        at_counts(case.observations, result.measures[0], list(taken)),
        indicator=result.indicator.id,
        lowest=sum(figure.units_expected for figure in taken.values()),
        units=(*said[:_NAMED], *more),
    )
    return [made]
