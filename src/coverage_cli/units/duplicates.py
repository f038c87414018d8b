"""Find units that stand twice in a table: identical rows count once, differing ones leave the unit without a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coverage_cli.model import Finding, Observations, Severity, cell_name
from coverage_cli.spelling import key


def settle_duplicates(observations: Observations) -> tuple[Observations, list[Finding]]:
    """Return the observations with each leaf once, and a finding for every one that stood there again."""
    units = observations.units
    seen: dict[tuple[object, ...], int] = {}
    dropped: set[int] = set()
    emptied: set[int] = set()
    findings = []
    for at, unit in enumerate(units):
        if not unit.leaf or unit.parent is None:
            continue
        first = seen.setdefault(("code", unit.code) if unit.code else (unit.parent, key(unit.name)), at)
        if first == at:
            continue
        same = all(values[first] == values[at] for values in observations.counts.values())
        dropped.add(at)
        if not same:
            emptied.add(first)
        findings.append(_finding(observations, first, at, same=same))
    if not dropped:
        return observations, []
    return _without(observations, dropped, emptied), findings


def _finding(observations: Observations, first: int, again: int, *, same: bool) -> Finding:
    file, sheet = observations.origin(again)
    unit = observations.units[again]
    names = [observations.units[at].name_cell for at in (again, first)]
    cells = tuple(cell_name(*cell) for cell in names if cell)
    values = {"unit": unit.name, "first": cells[-1] if cells else "", "again": cells[0] if cells else ""}
    severity: Severity = "warning" if same else "error"
    return Finding(
        "duplicate-unit", severity, values, file, sheet, cells, unit.name, variant="same" if same else "differs"
    )


def _without(observations: Observations, dropped: set[int], emptied: set[int]) -> Observations:
    """Drop units and take the values of others away; parents never are dropped, so their indices only shift."""
    kept = [at for at in range(len(observations.units)) if at not in dropped]
    moved = {at: index for index, at in enumerate(kept)}
    units = tuple(
        unit._replace(parent=None if unit.parent is None else moved[unit.parent])
        for unit in (observations.units[at] for at in kept)
    )

    def keep(values: Sequence[Any], *, counts: bool = False) -> list[Any]:
        return [None if counts and at in emptied else values[at] for at in kept]

    return observations._replace(
        units=units,
        counts={name: keep(values, counts=True) for name, values in observations.counts.items()},
        targets={name: keep(values) for name, values in observations.targets.items()},
        printed={name: keep(values) for name, values in observations.printed.items()},
        places={name: keep(values) for name, values in observations.places.items()},
    )
