"""How the units of a sheet are carried to those of another day: the rows to be, and what goes where.

Whole units are added up. What cannot be carried stands in a row of its own under the name it had: a part whose share
nobody tells, a unit that the table does not know, the parts of a unit of which one has no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from coverage_cli.boundaries.carry import Move, Moves
from coverage_cli.boundaries.crosswalk import Route
from coverage_cli.boundaries.tree import Row, Tree, Upper, common, tree_of
from coverage_cli.model import Observations, Units
from coverage_cli.records import NamedTuple

Pair = tuple[int, int]
"""A change (from, to) of which nobody tells how many people it brought."""
Kind = Literal["new", "rest", "apart", "own", "unknown"]


class Standing(NamedTuple):
    """What a row of restated figures stands for.

    `new`: a unit of the day; `rest`: what of an old one was not parted; `apart`: an old part, for want of a figure
    beside it; `own`: a unit that no change names; `unknown`: one that a list of all units lacks. `place` is it in
    the table; `pairs` are the changes whose people a unit of the day lacks, and those that a rest holds.
    """

    kind: Kind
    place: int | None = None
    pairs: frozenset[Pair] = frozenset()


class Asked(NamedTuple):
    """What is asked for: the way to the units of a day, and the units as the sheets of that day print them.

    `printed` maps units of the day to how the latest sheet prints them: its units, and the place there. `denominators`
    maps subjects of targets to the measure that their rates are of; `level_of` tells the level of a name, and is asked
    with how many units stand above it.
    """

    route: Route
    printed: Mapping[int, tuple[Units, int]]
    denominators: Mapping[str, str]
    level_of: Callable[[str, int], str]


class Plan(NamedTuple):
    """How the units of a sheet are carried: the rows to be, what each stands for, what goes where, and their tree.

    `found` are the sheet's lowest units in the table; `same` maps upper units to those of the sheet that hold just the
    same people.
    """

    rows: Sequence[Row]
    standing: Sequence[Standing]
    moves: Moves
    tree: Tree
    same: Mapping[int, int]

    @property
    def by_place(self) -> dict[int, Standing]:
        """Return what each lowest unit of the tree stands for."""
        return dict(
            zip(
                self.tree.places,
                self.standing,
                strict=True,
            )
        )


def parts_missing(
    observations: Observations,
    found: Sequence[int | None],
    day: str,
    route: Route,
) -> dict[int, tuple[int, ...]]:
    """Return the units of the day that cannot be made, each with its old parts that have no figure there.

    `found` are the units of the observations in the table; one of the sheet's rows may lack, or its figure.
    """
    present = {place: at for at, place in enumerate(found) if place is not None}
    sources = route.sources_on(day)
    touched = {goal.place for place in present for goal in route.goals[place] if goal.reached}
    missing: dict[int, tuple[int, ...]] = {}
    blank = _blank(observations)
    for place in touched:
        parts = sources[place]
        gone = [one for one in parts if one not in present]
        there = [present[one] for one in parts if one in present]
        if not blank.isdisjoint(there):
            gone += [found[at] or 0 for at in _lacking_beside(observations, there)]
        if gone and len(parts) > 1:
            missing[place] = tuple(gone)
    return missing


def _blank(observations: Observations) -> set[int]:
    """Return the lowest units without a value in any measure."""
    lowest = observations.units.lowest
    columns = (values for values in observations.counts.values() if None in values)
    return {at for values in columns for at in lowest if values[at] is None}


def _lacking_beside(observations: Observations, units: Sequence[int]) -> list[int]:
    """Return those of some units that have no value where another of them has one."""
    lacking: dict[int, None] = {}
    for values in observations.counts.values():
        without = [at for at in units if values[at] is None]
        if len(without) < len(units):
            lacking.update(dict.fromkeys(without))
    return list(lacking)


def plan_of(
    units: Units,
    found: Sequence[int | None],
    day: str,
    missing: Mapping[int, Sequence[int]],
    asked: Asked,
) -> Plan:
    """Return how the units of a sheet of a day are carried to those of the day asked for."""
    rows = _Rows(
        units,
        day,
        asked,
    )
    moves: list[Move] = []
    for at in units.lowest:
        place = found[at]
        if place is None:
            moves.append(((rows.unlisted(at), Fraction(1)),))
            continue
        shares: dict[int, Fraction] = {}
        for goal in asked.route.goals[place]:
            if not goal.reached:
                row = rows.of(
                    "rest",
                    goal.place,
                    at,
                )
            elif goal.place in missing:
                row = rows.of(
                    "apart",
                    place,
                    at,
                )
            else:
                row = rows.of(
                    "new",
                    goal.place,
                    at,
                )
            shares[row] = shares.get(row, Fraction(0)) + goal.share
        moves.append(tuple(shares.items()))
    carried = Moves(moves, len(rows.rows))
    whole = _with_own_rows(
        rows.rows,
        carried,
        units,
    )
    tree = tree_of(units, whole)
    return Plan(
        whole,
        rows.standing,
        carried,
        tree,
        tree.same_uppers(units, carried),
    )


def _with_own_rows(
    rows: Sequence[Row],
    moves: Moves,
    units: Units,
) -> list[Row]:
    """Return the rows, those that are all of one unit of the sheet with its place.

    Where the table tells no unit above, what stands above all parts in the sheet does.
    """
    made = []
    for row, sources in zip(
        rows,
        moves.sources(),
        strict=True,
    ):
        parts = [units.lowest[old] for old, _ in sources]
        is_one = len(sources) == 1 and sources[0][1] == 1
        path = row.path
        if row.absolute and not path:
            path = common([uppers_of(units, at) for at in parts])
        made.append(
            row._replace(
                own=parts[0] if is_one else None,
                path=path,
                absolute=row.absolute and path == row.path,
            )
        )
    return made


class _Rows:
    """The rows to be, each made when the first people go there."""

    def __init__(
        self,
        units: Units,
        day: str,
        asked: Asked,
    ) -> None:
        self.units, self.day, self.asked = units, day, asked
        table, route = asked.route.table, asked.route
        days = [at for at in table.days if day < at <= route.day]
        self.is_complete = any(map(table.lists_all, days))
        self.numbers: dict[tuple[Kind, int], int] = {}
        self.rows: list[Row] = []
        self.standing: list[Standing] = []

    def unlisted(self, at: int) -> int:
        """Return the row of a unit that the table does not have: unchanged, unless the table lists all."""
        unit = self.units[at]
        kind: Kind = "unknown" if self.is_complete else "own"
        path = () if self.is_complete else uppers_of(self.units, at)
        row = Row(
            unit.name,
            unit.level,
            unit.code,
            path,
            turn=(1, at),
        )
        return self._add(
            kind,
            at,
            row,
            frozenset(),
        )

    def of(
        self,
        kind: Kind,
        place: int,
        first: int,
    ) -> int:
        """Return the row of a unit of the table; `first` is the sheet's unit whose people are the first to go there."""
        if (kind, place) in self.numbers:
            return self.numbers[kind, place]
        printed = self.asked.printed.get(place) if kind == "new" else None
        told = self.asked.route.table.places[place]
        ends = self._ends(kind, place)
        row = Row(
            # A part of it may bear the same name and code on the day asked for.
            name=told.name if kind == "new" else f"{told.name} (→ {told.until})",
            level=self.units.levels[first],
            code=told.code or None,
            path=common([self._path_of(end) for end in ends]),
            turn=(1, first),
            absolute=self.asked.printed.keys().isdisjoint(ends),
        )
        if printed:
            units, at = printed
            row = row._replace(
                name=units.names[at],
                level=units.levels[at],
                code=units.codes[at],
                turn=(0, at),
            )
        return self._add(
            kind,
            place,
            row,
            self._pairs(kind, place),
        )

    def _add(
        self,
        kind: Kind,
        of: int,
        row: Row,
        pairs: frozenset[Pair],
    ) -> int:
        self.numbers[kind, of] = len(self.rows)
        self.rows.append(row)
        place = None if kind in ("own", "unknown") else of
        self.standing.append(
            Standing(
                kind,
                place,
                pairs,
            )
        )
        return len(self.rows) - 1

    def _pairs(
        self,
        kind: Kind,
        place: int,
    ) -> frozenset[Pair]:
        """Return the changes that a unit lacks, of those between the sheet's day and the day asked for, or holds."""
        route = self.asked.route
        if kind == "new":
            lacking = route.unknown.get(place, frozenset())
            return frozenset(pair for pair in lacking if route.is_ahead(pair, self.day))
        changes = route.becoming.get(place, ()) if kind == "rest" else ()
        return frozenset((place, one.new) for one in changes if one.share is None)

    def _ends(
        self,
        kind: Kind,
        place: int,
    ) -> list[int]:
        """Return the units of the day that people of a row are in, or may have gone to."""
        route = self.asked.route
        if kind == "new":
            return [place]
        if kind == "apart":
            return [goal.place for goal in route.goals[place]]
        parts = [one.new for one in route.becoming.get(place, ())]
        return [goal.place for part in parts for goal in route.goals[part]]

    def _path_of(self, place: int) -> tuple[Upper, ...]:
        """Return the units above a unit of the day as its sheet prints them, else as the table does."""
        if place in self.asked.printed:
            units, at = self.asked.printed[place]
            return uppers_of(units, at)
        names = self.asked.route.table.places[place].above
        return tuple(Upper(name, self.asked.level_of(name, at)) for at, name in enumerate(names))


def uppers_of(units: Units, at: int) -> tuple[Upper, ...]:
    """Return the units above one of a sheet, the highest first, without the whole."""
    above = [units[upper] for upper in reversed(units.uppers(at)[:-1])]
    return tuple(
        Upper(
            one.name,
            one.level,
            one.code,
        )
        for one in above
    )
