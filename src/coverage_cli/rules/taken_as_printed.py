"""Say which upper units stand as printed because none of the units below them has both counts."""

from __future__ import annotations

from coverage_cli.model import Computed, Finding, Observations, Phrase
from coverage_cli.rules.saying import finding_on

_NAMED = 5
"""How many upper units a message names."""


def taken_as_printed(observations: Observations, result: Computed) -> list[Finding]:
    """Return a finding with the cells of the printed figures that stand, in the sums too, for units without any."""
    figures = dict(zip(result.order, result.figures, strict=True))
    taken = [
        at
        for at in result.order
        if result.as_printed.get(at) == "want" and at not in result.partial and not figures[at].units_complete
    ]
    if not taken:
        return []
    lacking = [figures[at].units_expected for at in taken]
    cells = [observations.cell(result.measures[0], at) for at in taken]
    said = [
        Phrase("taken_upper", {"unit": figures[at].unit, "cell": cell or "–", "count": count})
        for at, cell, count in zip(taken, cells, lacking, strict=True)
    ]
    more = [Phrase("units_more", {"count": len(said) - _NAMED})] if len(said) > _NAMED else []
    values = {"indicator": result.indicator.id, "lowest": sum(lacking), "units": (*said[:_NAMED], *more)}
    return [finding_on(observations, "taken-as-printed", result.measures[0], taken, values)]
