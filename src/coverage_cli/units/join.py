"""Join the tables of one period into one set of observations: other units side by side, other measures beside them.

A unit is known by its code, else by its name under its parent. What two tables say differently about one unit is
never picked: a few such units lose their value with a finding, many mean that the tables are rivals, and are refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from coverage_cli.errors import UnreadableInput
from coverage_cli.model import LEVELS, Column, Count, Finding, Observations, Unit, cell_name
from coverage_cli.spelling import key

MOST = 2
"""A list without a name of its own belongs to the unit under which one in this many of its units stand."""
RIVAL_SHARE = 5
"""Tables are rivals where more than one in this many of their common units have other figures."""


class _Joined(NamedTuple):
    """The units of all tables in one list, where each table's units went, and what did not fit together."""

    units: list[Unit]
    places: list[list[int]]
    whole_named: bool
    findings: list[Finding]


def join(tables: Sequence[Observations]) -> tuple[Observations, list[Finding]]:
    """Return the observations of several tables of one period as one.

    Raises `UnreadableInput` where two tables give the same units other figures.
    """
    if len(tables) == 1:
        return tables[0], []
    joined = _joined_units(tables)
    counts, places, findings = _joined_counts(tables, joined)
    columns: dict[tuple[int, str], Column] = {}
    origins: dict[int, tuple[str, str]] = {}
    for table in tables:
        columns.update(table.columns)
        origins.update(table.origins)
    targets = _aligned([table.targets for table in tables], joined)
    printed = _aligned([table.printed for table in tables], joined)
    made = Observations(
        tables[0].period, tuple(joined.units), joined.whole_named, counts, targets, printed, places, columns, origins
    )
    return made, [*joined.findings, *findings]


class _Known:
    """The units gathered so far, found by code, by name under a parent, and by name alone."""

    def __init__(self, top: Unit) -> None:
        self.units = [top]
        self.under: dict[tuple[int, str], int] = {}
        self.codes: dict[str, int] = {}
        self.names: dict[str, list[int]] = {}

    def find(self, unit: Unit, parent: int) -> int | None:
        """Return a unit's place by its code, else by its name under its parent, unless the codes differ."""
        if unit.code and unit.code in self.codes:
            return self.codes[unit.code]
        at = self.under.get((parent, key(unit.name)))
        other = self.units[at].code if at is not None else None
        return None if other and unit.code and other != unit.code else at

    def add(self, unit: Unit, parent: int) -> int:
        """Put a unit under its parent and return its place."""
        self.units.append(unit._replace(parent=parent))
        at = len(self.units) - 1
        self.under.setdefault((parent, key(unit.name)), at)
        self.names.setdefault(key(unit.name), []).append(at)
        return at

    def learn(self, at: int, unit: Unit) -> None:
        """Add what another table knows of a unit: its code, that it has parts."""
        known = self.units[at]
        self.units[at] = known._replace(code=known.code or unit.code, leaf=known.leaf and unit.leaf)
        if unit.code:
            self.codes.setdefault(unit.code, at)


def _joined_units(tables: Sequence[Observations]) -> _Joined:
    """Gather the units, the tables with the deepest tree first, so that a flat list finds its district there."""
    top, named = _top(tables)
    known = _Known(top)
    places: list[list[int]] = [[] for _ in tables]
    findings: list[Finding] = []
    for number in sorted(range(len(tables)), key=lambda at: (-_depth(tables[at].units), -len(tables[at].units))):
        table = tables[number]
        moved = [_place_of_whole(table, known)]
        for at, unit in enumerate(table.units[1:], start=1):
            assert unit.parent is not None
            parent = moved[unit.parent]
            found = known.find(unit, parent)
            if found is not None and known.units[found].parent not in (parent, None) and 0 not in (parent, found):
                findings += _other_parent(table, at, known, found)
            found = known.add(unit, parent) if found is None else found
            known.learn(found, unit)
            moved.append(found)
        places[number] = moved
    return _Joined(known.units, places, named, findings)


def _top(tables: Sequence[Observations]) -> tuple[Unit, bool]:
    """Return the top of the joined tree: the one whole that all tables belong to, else a total above their wholes."""
    named = {key(table.units[0].name): table.units[0] for table in tables if table.whole_named}
    highest = min((table.units[0] for table in tables), key=lambda unit: _rank(unit.level))
    for name, whole in named.items():
        table = next(table for table in tables if key(table.units[0].name) == name)
        listed = {key(unit.name) for unit in table.units}
        if set(named) <= listed:
            return whole._replace(leaf=False), True
    if not named:
        return highest._replace(leaf=False), False
    rank = min(_rank(whole.level) for whole in named.values())
    above = LEVELS[rank - 1] if 0 < rank < len(LEVELS) else "whole"
    return Unit("Total", above, None, None, None, None, leaf=False), False


def _place_of_whole(table: Observations, known: _Known) -> int:
    """Return where a table's whole belongs: the top, a unit of its name, or the unit that has its parts."""
    whole = table.units[0]
    if len(known.units) == 1 and known.units[0].name != "Total":
        return 0
    if table.whole_named:
        if key(whole.name) == key(known.units[0].name):
            return 0
        found = known.names.get(key(whole.name), [])
        return found[0] if len(found) == 1 else known.add(whole._replace(leaf=False), 0)
    return _parent_of_most(table, known)


def _parent_of_most(table: Observations, known: _Known) -> int:
    """Return the unit under which most of a nameless table's units already stand, else the top."""
    tops = [unit for unit in table.units[1:] if unit.parent == 0]
    parents: dict[int, int] = {}
    for unit in tops:
        by_code = [known.codes[unit.code]] if unit.code in known.codes else []
        for at in by_code or known.names.get(key(unit.name), []):
            parent = known.units[at].parent
            if parent is not None:
                parents[parent] = parents.get(parent, 0) + 1
    best = max(parents, key=lambda parent: parents[parent], default=0)
    return best if parents and MOST * parents[best] >= len(tops) else 0


def _other_parent(table: Observations, at: int, known: _Known, found: int) -> list[Finding]:
    """Say that a code stands under two upper units."""
    unit, other = table.units[at], known.units[found]
    parents = [table.units[unit.parent].name if unit.parent else "", known.units[other.parent or 0].name]
    if key(parents[0]) == key(parents[1]):
        return []
    file, sheet = table.origin(at)
    cells = (cell_name(*unit.name_cell),) if unit.name_cell else ()
    values = {"unit": unit.name, "parent": parents[0], "other": parents[1]}
    return [Finding("wrong-parent", "error", values, file, sheet, cells, unit.name)]


def _depth(units: Sequence[Unit]) -> int:
    depths = [0] * len(units)
    for at, unit in enumerate(units):
        if unit.parent is not None:
            depths[at] = depths[unit.parent] + 1
    return max(depths)


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else -1


class _Counts:
    """The counts of all tables on the joined units, and where two tables give one unit other figures."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.values: dict[str, list[Count | None]] = {}
        self.places: dict[str, list[tuple[int, int] | None]] = {}
        self.givers: dict[tuple[str, int], int] = {}
        self.common: dict[tuple[int, int], set[int]] = {}
        self.clashes: dict[tuple[int, int], set[int]] = {}

    def take(self, number: int, table: Observations, moved: Sequence[int], measure: str) -> None:
        """Take one measure of a table; what another table gave before stays, and is compared."""
        values = self.values.setdefault(measure, [None] * self.size)
        places = self.places.setdefault(measure, [None] * self.size)
        for at, value, place in zip(moved, table.counts[measure], table.places[measure], strict=True):
            if value is None:
                places[at] = places[at] or place
                continue
            giver = self.givers.setdefault((measure, at), number)
            if giver == number:
                values[at], places[at] = value, place
                continue
            self.common.setdefault((giver, number), set()).add(at)
            if values[at] != value:
                self.clashes.setdefault((giver, number), set()).add(at)


def _joined_counts(
    tables: Sequence[Observations], joined: _Joined
) -> tuple[dict[str, list[Count | None]], dict[str, list[tuple[int, int] | None]], list[Finding]]:
    counts = _Counts(len(joined.units))
    for number, (table, moved) in enumerate(zip(tables, joined.places, strict=True)):
        for measure in table.counts:
            counts.take(number, table, moved, measure)
    findings = []
    for pair, clashing in counts.clashes.items():
        if RIVAL_SHARE * len(clashing) > len(counts.common[pair]):
            _refuse_rivals(tables, pair, joined.units, clashing)
        for at in sorted(clashing):
            findings.append(_sent_twice(tables, pair, joined, at))
            for values in counts.values.values():
                values[at] = None
    return counts.values, counts.places, findings


def _refuse_rivals(
    tables: Sequence[Observations], pair: tuple[int, int], units: Sequence[Unit], clashing: set[int]
) -> None:
    where = [_where(tables[number]) for number in pair]
    example = units[min(clashing)].name
    raise UnreadableInput("tables-differ", first=where[0], second=where[1], unit=example, count=len(clashing))


def _where(table: Observations) -> str:
    file, sheet = next(iter(table.origins.values()))
    return f"{file} [{sheet}]" if sheet else file


def _sent_twice(tables: Sequence[Observations], pair: tuple[int, int], joined: _Joined, at: int) -> Finding:
    first, second = (tables[number] for number in pair)
    local = joined.places[pair[1]].index(at)
    measure = next(iter(second.counts))
    cell = second.cell(measure, local)
    file, sheet = next(iter(second.origins.values()))
    values = {"unit": joined.units[at].name, "other": _where(first)}
    return Finding(
        "duplicate-unit", "error", values, file, sheet, (cell,) if cell else (), joined.units[at].name, variant="files"
    )


def _aligned(maps: Sequence[Mapping[Any, Sequence[Any]]], joined: _Joined) -> dict[Any, list[Any]]:
    """Bring targets or printed figures of every table onto the joined units; the first table that has one gives it."""
    aligned: dict[Any, list[Any]] = {}
    for values_of, moved in zip(maps, joined.places, strict=True):
        for name, values in values_of.items():
            merged = aligned.setdefault(name, [None] * len(joined.units))
            for at, value in zip(moved, values, strict=True):
                if merged[at] is None:
                    merged[at] = value
    return aligned
