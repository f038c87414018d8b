"""Gather the units of several tables into one tree, in which each stands once.

A unit is known by its code, else by its name under its parent, where one side may leave the type word out or shorten
it. Where two could be meant nothing is picked: the unit is left out, with a finding. No figures are looked at here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain

from coverage_cli.findings import about_unit
from coverage_cli.grouping import grouped, shared
from coverage_cli.grouping import known as known_ones
from coverage_cli.model import UNNAMED, Finding, Observations, Unit, Units
from coverage_cli.records import NamedTuple
from coverage_cli.units.names import Name, TypeWords, are_alike, namer, spelled_alike

MOST = 2
"""A list without a name of its own belongs to the unit under which one in this many of its units stand."""


class Joined(NamedTuple):
    """The units of all tables in one list, where each table's units went (None: left out), and what did not fit.

    `doubtful` are units that a name without its type word was taken for before another one turned up.
    """

    units: list[Unit]
    places: list[list[int | None]]
    whole_named: bool
    findings: list[Finding]
    doubtful: set[int]


class _Top(NamedTuple):
    """The top of the joined tree, whether it bears a name, and the table it was taken from (None: a total over all)."""

    unit: Unit
    named: bool
    table: int | None


class _Known:
    """The units gathered so far, found by code, by name under a parent, and by name alone."""

    def __init__(self, top: Unit, part: Callable[[str], Name]) -> None:
        self.part = part
        self.units = [top]
        self.under: dict[tuple[int, str], list[int]] = {}
        self.codes: dict[tuple[str, bool], int] = {}
        self.names: dict[str, list[int]] = {}
        self.kinds: dict[int, str] = {0: part(top.name).kind}
        self.bare: set[int] = set()
        self.doubtful: dict[int, Unit] = {}

    def fitting(self, name: Name, candidates: Sequence[int]) -> list[int]:
        """Return those of some units of the same bare name that may be meant; of the same type if there are any."""
        kinds = self.kinds
        same = [at for at in candidates if kinds[at] == name.kind]
        return same or [at for at in candidates if not name.kind or not kinds[at]]

    def right_below_top(self, places: Sequence[int]) -> list[int]:
        """Return those of some units that stand right below the top."""
        return [at for at in places if self.units[at].parent == 0]

    def meant(self, unit: Unit) -> list[int]:
        """Return the units that a unit may be, wherever they stand: its code's, else those of its name."""
        coded = self.coded(unit)
        if coded is not None:
            return [coded]
        name = self.part(unit.name)
        return self.fitting(name, self.names.get(name.bare, ()))

    def coded(self, unit: Unit) -> int | None:
        """Return the unit of a code: of the same tier, for districts may number themselves as communes do, or name."""
        code = unit.code or ""
        at, other = (self.codes.get((code, tier)) for tier in (unit.leaf, not unit.leaf))
        if at is not None or other is None:
            return at
        return other if self.part(unit.name).may_be(self.part(self.units[other].name)) else None

    def find(self, unit: Unit, parent: int) -> list[int]:
        """Return the places a unit may have: its code's, else those of its name under its parent with no other code."""
        coded = self.coded(unit)
        if coded is not None and not self.is_other(unit, parent, coded):
            return [coded]
        name = self.part(unit.name)
        found = self.fitting(name, self.under.get((parent, name.bare), ()))
        return [at for at in found if not unit.code or self.units[at].code in (None, unit.code)]

    def is_other(self, unit: Unit, parent: int, at: int) -> bool:
        """Tell whether a code that stands under another upper unit there is another unit: its name is quite another."""
        if self.units[at].parent in (parent, None, 0) or not parent:
            return False
        return not are_alike(self.part(unit.name).bare, self.part(self.units[at].name).bare)

    def add(self, unit: Unit, parent: int) -> int:
        """Put a unit under its parent and return its place."""
        name = self.part(unit.name)
        at = len(self.units)
        self.units.append(unit if unit.parent == parent else unit._replace(parent=parent))
        self.kinds[at] = name.kind
        beside = self.under.setdefault((parent, name.bare), [])
        for other in beside:
            if other in self.bare and name.kind and name.kind != self.kinds[other]:
                self.doubtful[other] = unit
        if not any(
            self.kinds[other] == name.kind and self.units[other].code == unit.code
            for other in beside
        ):
            # A row that repeats another one is no second place, or every name would be ambiguous.
            beside.append(at)
            self.names.setdefault(name.bare, []).append(at)
        return at

    def learn(self, at: int, unit: Unit) -> None:
        """Add what another table knows of a unit: its code, its type, that it has parts and so is of a higher level."""
        known, kind = self.units[at], self.part(unit.name).kind
        level = unit.level if known.leaf and not unit.leaf else known.level
        learnt = (known.code or unit.code, known.leaf and unit.leaf, level)
        if learnt != (known.code, known.leaf, known.level):
            self.units[at] = known._replace(code=learnt[0], leaf=learnt[1], level=learnt[2])
        if unit.code:
            self.codes.setdefault((unit.code, unit.leaf), at)
        if at and kind != self.kinds[at]:
            self.bare.add(at)
            self.kinds[at] = kind or self.kinds[at]


def gather(tables: Sequence[Observations], levels: Sequence[str], type_words: TypeWords) -> Joined:
    """Gather the units: the table of the top first, then the deepest trees, so that a flat list finds its district."""
    part = spelled_alike(namer(type_words), [table.units.names for table in tables])
    top = _top(tables, levels, part)
    known = _Known(top.unit, part)
    places: list[list[int | None]] = [[] for _ in tables]
    findings: list[Finding] = []

    def rank(at: int) -> tuple[bool, int, int]:
        return (at != top.table, -_depth(tables[at].units), -len(tables[at].units))

    for number in sorted(range(len(tables)), key=rank):
        places[number], more = _moved(tables[number], known, 0 if number == top.table else None)
        findings += more
    findings += [_twofold(tables, known, at) for at in known.doubtful]
    return Joined(known.units, places, top.named, findings, set(known.doubtful))


def _moved(
    table: Observations, known: _Known, whole: int | None
) -> tuple[list[int | None], list[Finding]]:
    """Bring the units of one table into the tree; return where each went, and what did not fit."""
    findings: list[Finding] = []
    if whole is None:
        found = _places_of_whole(table, known)
        if len(found) > 1:
            return [None] * len(table.units), [_ambiguous(table, 0, known, found)]
        whole = found[0] if found else known.add(table.units[0]._replace(leaf=False), 0)
        if table.whole_named:
            known.learn(whole, table.units[0]._replace(leaf=False))
    moved: list[int | None] = [whole]
    taken = {whole}
    twins = _twins(table, known.part)
    for at, unit in enumerate(table.units[1:], start=1):
        parent = moved[unit.parent or 0]
        places = (
            []
            if parent is None
            else _unlike_twins(known, unit, known.find(unit, parent), at in twins)
        )
        if parent is None or len(places) > 1:
            moved.append(None)
            findings += [_ambiguous(table, at, known, places)] if places else []
            continue
        findings += _other_parent(table, at, known, (parent, places[0])) if places else []
        # A row that stands twice in its own table stays twice: that is settled when all tables are one.
        place = known.add(unit, parent) if not places or places[0] in taken else places[0]
        known.learn(place, unit)
        taken.add(place)
        moved.append(place)
    return moved, findings


def _twins(table: Observations, part: Callable[[str], Name]) -> set[int]:
    """Return the units that share their parent and their bare name with another one of their table."""
    bare_names = [part(name).bare for name in table.units.names]
    places = zip(table.units.parents, bare_names, strict=True)
    return set(chain.from_iterable(shared(zip(places, range(len(bare_names)), strict=True))))


def _unlike_twins(known: _Known, unit: Unit, places: list[int], has_twin: bool) -> list[int]:
    """Hold a unit that its table tells from another one of that bare name to its very name."""
    if not has_twin or known.coded(unit) is not None:
        return places
    kind = known.part(unit.name).kind
    return [at for at in places if known.kinds[at] == kind]


def _top(
    tables: Sequence[Observations], levels: Sequence[str], part: Callable[[str], Name]
) -> _Top:
    """Return the top of the joined tree: the whole that all named ones belong to, else a total above them.

    A whole that another table lists among its units is no top.
    """
    named = {part(table.units[0].name): table.units[0] for table in tables if table.whole_named}
    if not named:
        at = min(range(len(tables)), key=lambda at: _rank(tables[at].units[0].level, levels))
        return _Top(tables[at].units[0]._replace(leaf=False), False, None)
    listed = [_by_bare(table.units.names[1:], part) for table in tables]
    for at in sorted(range(len(tables)), key=lambda at: not tables[at].whole_named):
        whole = tables[at].units[0]
        own = part(whole.name) if tables[at].whole_named else None
        others = (name for name in named if own is None or not name.may_be(own))
        if not all(_lists(listed[at], name) for name in others):
            continue
        below = own is not None and any(
            _lists(units, own) for number, units in enumerate(listed) if number != at
        )
        if not below:
            return _Top(whole._replace(leaf=False), tables[at].whole_named, at)
    rank = min(_rank(whole.level, levels) for whole in named.values())
    # Wholes side by side: what holds them all is one level above the highest.
    above = levels[rank - 1] if 0 < rank < len(levels) else "whole"
    return _Top(Unit(UNNAMED, above, None, None, None, None, leaf=False), False, None)


def _by_bare(names: Sequence[str], part: Callable[[str], Name]) -> dict[str, list[Name]]:
    return grouped((name.bare, name) for name in map(part, names))


def _lists(listed: dict[str, list[Name]], name: Name) -> bool:
    return any(other.may_be(name) for other in listed.get(name.bare, ()))


def _places_of_whole(table: Observations, known: _Known) -> list[int]:
    """Return where a table's whole may belong: the top, units of its name, or the unit that has its parts."""
    if not table.whole_named:
        return [_parent_of_most(table, known)]
    name, top = known.part(table.units[0].name), known.part(known.units[0].name)
    if name == top:
        return [0]
    anywhere = known.names.get(name.bare, ())
    of_its_type = [at for at in anywhere if known.kinds[at] == name.kind]
    found = known.right_below_top(of_its_type) or of_its_type
    if not found:
        found = known.fitting(name, known.right_below_top(anywhere)) + [0] * top.may_be(name)
    if len(found) <= 1:
        return found
    parts = _parent_of_most(table, known)
    return [parts] if parts in found else found


def _parent_of_most(table: Observations, known: _Known) -> int:
    """Return the unit under which most of a table's units already stand, else the top."""
    tops = table.units.parts[0]
    meant = chain.from_iterable(known.meant(table.units[at]) for at in tops)
    parents = Counter(known_ones(known.units[at].parent for at in meant))
    best, count = parents.most_common(1)[0] if parents else (0, 0)
    return best if MOST * count >= len(tops) else 0


def _other_parent(
    table: Observations, at: int, known: _Known, place: tuple[int, int]
) -> list[Finding]:
    """Say that a code stands under two upper units; `place` is the parent here and the unit found by its code."""
    parent, other = place[0], known.units[place[1]].parent
    if not parent or not other or parent == other:
        return []
    here, there = known.units[parent].name, known.units[other].name
    return [about_unit(table, at, "wrong-parent", parent=here, other=there)]


def _ambiguous(table: Observations, at: int, known: _Known, places: Sequence[int]) -> Finding:
    """Say that a unit may be several of those that other tables have."""
    choices = tuple(known.units[place].name for place in places)
    return about_unit(table, at, "unit-ambiguous", "tables", choices=choices)


def _twofold(tables: Sequence[Observations], known: _Known, at: int) -> Finding:
    """Say that a name without its type word was taken for one of two units that bear it."""
    unit, other = known.units[at], known.doubtful[at]
    table = next(table for table in tables if unit.name in table.units.names)
    return about_unit(
        table,
        table.units.names.index(unit.name),
        "unit-ambiguous",
        "tables",
        choices=(unit.name, other.name),
    )


def _depth(units: Units) -> int:
    return max(units.depths)


def _rank(level: str, levels: Sequence[str]) -> int:
    return levels.index(level) if level in levels else -1
