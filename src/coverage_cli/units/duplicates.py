"""Find units that stand twice in a table: identical rows count once, differing ones leave the unit without a value.

What two tables say of one unit is settled where they are joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coverage_cli.model import Finding, Observations, Severity, cell_name
from coverage_cli.spelling import key
from coverage_cli.units.names import TypeWords, namer


def settle_duplicates(observations: Observations, type_words: TypeWords = ()) -> tuple[Observations, list[Finding]]:
    """Return the observations with each leaf once, and a finding for every one that stood there again.

    A name with and without its type word ("Xã A", "A") is one unit where all its figures are the same.
    """
    emptied: set[int] = set()
    findings = []
    again = _again(observations)
    again |= {at: first for at, first in _without_type(observations, type_words).items() if at not in again}
    for at, first in again.items():
        same = _told(observations, first) == _told(observations, at)
        if not same:
            emptied.add(first)
        findings.append(_finding(observations, first, at, same=same))
    if not again:
        return observations, []
    return _without(observations, set(again), emptied), findings


def without_repeated(observations: Observations) -> Observations:
    """Return a list without the rows that repeat another one in all they say; differing ones stay, to be refused."""
    dropped = {
        at
        for at, first in _again(observations).items()
        if _told(observations, first) == _told(observations, at)
        if key(observations.units[first].name) == key(observations.units[at].name)
    }
    return _without(observations, dropped, set()) if dropped else observations


def _again(observations: Observations) -> dict[int, int]:
    """Map each leaf that stood there before, by its code, else by its name under its parent, to the first of them."""
    seen: dict[tuple[object, ...], int] = {}
    again: dict[int, int] = {}
    for at, unit in enumerate(observations.units):
        if unit.leaf and unit.parent is not None:
            first = seen.setdefault(("code", unit.code) if unit.code else (unit.parent, key(unit.name)), at)
            if first != at:
                again[at] = first
    return again


def _without_type(observations: Observations, type_words: TypeWords) -> dict[int, int]:
    """Map each leaf named without its type word to the one beside it of that name with one and of the same figures."""
    if not type_words:
        return {}
    part = namer(type_words)
    typed: dict[tuple[int | None, str], list[int]] = {}
    bare: list[tuple[int, str]] = []
    for at, unit in enumerate(observations.units):
        if unit.leaf and unit.parent is not None and not unit.code:
            name = part(unit.name)
            if name.kind:
                typed.setdefault((unit.parent, name.bare), []).append(at)
            else:
                bare.append((at, name.bare))
    pairs = ((at, typed.get((observations.units[at].parent, name), [])) for at, name in bare)
    return {
        at: twins[0]
        for at, twins in pairs
        if len(twins) == 1 and _told(observations, at) == _told(observations, twins[0])
        if any(value is not None for value in _told(observations, at))
    }


def _told(observations: Observations, at: int) -> list[object]:
    """Return all that is told of a unit: its counts and its targets, wherever they stand."""
    goals = [values[at] for values in observations.targets.values()]
    counts: list[object] = [values[at] for values in observations.counts.values()]
    return counts + [goal and (goal.kind, goal.value) for goal in goals]


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
