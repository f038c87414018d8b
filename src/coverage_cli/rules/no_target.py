"""Say which of the lowest units lack a target where others have one."""

from __future__ import annotations

from coverage_cli.findings import at_counts, finding
from coverage_cli.model import Computed, Finding
from coverage_cli.rules.case import Case, column


def judge(case: Case, result: Computed) -> list[Finding]:
    """Return a note on the units without a target, if some have one and some have none."""
    kinds = column(result.figures, "target_kind")
    if None not in kinds or len(set(kinds)) == 1:
        return []
    units = case.observations.units
    leaves = [(at, kind) for at, kind in zip(result.order, kinds, strict=True) if units.leaves[at]]
    lacking = [at for at, kind in leaves if kind is None]
    if not lacking or len(lacking) == len(leaves):
        return []
    where = at_counts(case.observations, result.measures[0], lacking)
    return [
        finding("no-target", where, unit=units.names[lacking[0]], indicator=result.indicator.id)
    ]
