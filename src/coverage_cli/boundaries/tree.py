"""Rows that were restated -> the tree they stand in: upper units by name, the whole of the sheet above them."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.boundaries.carry import Moves
from coverage_cli.grouping import grouped, only
from coverage_cli.model import UNNAMED, Unit, Units
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key


class Upper(NamedTuple):
    """A unit above a row."""

    name: str
    level: str
    code: str | None = None


class Row(NamedTuple):
    """A lowest unit to be: how it is called, what stands above it, and its turn among the rows.

    `own` is the unit of the sheet whose very row it is, None where it is made of several. An `absolute` path begins at
    the top of the country, another below the whole of the sheet.
    """

    name: str
    level: str
    code: str | None
    path: tuple[Upper, ...]
    turn: tuple[int, int]
    own: int | None = None
    absolute: bool = False


class Tree(NamedTuple):
    """The units of restated figures; `places` tell where each row stands among them."""

    units: Units
    places: Sequence[int]

    def same_uppers(
        self,
        before: Units,
        moves: Moves,
    ) -> dict[int, int]:
        """Return the upper units that hold just the people of one of the sheet's, so that what it prints holds.

        `moves` are those of the sheet's lowest units, in their order.
        """
        rows_of = _leaves_below(before, before.lowest)
        goes_to = [{at for at, _ in move} for move in moves.moves]
        comes_from = [{old for old, _ in sources} for sources in moves.sources()]
        old_by_name = grouped((key(before.names[at]), at) for at in rows_of)
        same: dict[int, int] = {}
        for upper, rows in _leaves_below(self.units, self.places).items():
            wanted = [0] if upper == 0 else old_by_name.get(key(self.units.names[upper]), [])
            from_there = set().union(*(comes_from[row] for row in rows))
            for old in wanted:
                to_here = set().union(*(goes_to[leaf] for leaf in rows_of[old]))
                if rows_of[old] == from_there and to_here == rows:
                    same[upper] = old
        return same


def _leaves_below(units: Units, leaves: Sequence[int]) -> dict[int, set[int]]:
    """Return for each upper unit which leaves stand below it, by their numbers in the list."""
    below: dict[int, set[int]] = {}
    for number, at in enumerate(leaves):
        for upper in units.uppers(at):
            below.setdefault(upper, set()).add(number)
    return below


def tree_of(before: Units, rows: Sequence[Row]) -> Tree:
    """Return the tree of rows below the whole of the sheet they come from."""
    whole = before[0]._replace(leaf=not rows)
    top = _top_of(whole.name, rows)
    # A sheet that names no whole speaks of the one upper unit that all of its units have.
    if top and whole.name == UNNAMED:
        whole = whole._replace(name=top)
    made: list[Unit] = [whole]
    known: dict[tuple[str, ...], int] = {(): 0}
    places = [0] * len(rows)
    for number in sorted(range(len(rows)), key=lambda at: rows[at].turn):
        row = rows[number]
        parent = _upper_of(
            _below(top, row),
            made,
            known,
        )
        places[number] = len(made)
        own = before[row.own] if row.own is not None else None
        leaf = Unit(
            name=row.name,
            level=row.level,
            code=row.code,
            parent=parent,
            row=own.row if own else None,
            name_cell=own.name_cell if own else None,
        )
        made.append(leaf)
    return Tree(Units.of(made), places)


def _top_of(whole: str, rows: Sequence[Row]) -> str:
    """Return the upper unit that the whole stands for: of its name, else the only one at the top; "" for none."""
    paths = [row.path for row in rows if row.absolute and row.path]
    names = {key(upper.name): upper.name for path in paths for upper in path}
    tops = {path[0].name for path in paths}
    return names.get(key(whole), only(tops) or "")


def _below(top: str, row: Row) -> tuple[Upper, ...]:
    """Return the units between the whole and a row: an absolute path without what ends at the whole itself."""
    names = [key(upper.name) for upper in row.path]
    if not row.absolute or key(top) not in names:
        return row.path
    return row.path[names.index(key(top)) + 1 :]


def _upper_of(
    path: Sequence[Upper],
    made: list[Unit],
    known: dict[tuple[str, ...], int],
) -> int:
    """Return the place of the last unit of a path, after those that are not there yet were added."""
    steps: tuple[str, ...] = ()
    at = 0
    for upper in path:
        steps = (*steps, key(upper.name))
        if steps not in known:
            known[steps] = len(made)
            added = Unit(
                upper.name,
                upper.level,
                upper.code,
                at,
                None,
                None,
                leaf=False,
            )
            made.append(added)
        at = known[steps]
    return at


def common(paths: Sequence[tuple[Upper, ...]]) -> tuple[Upper, ...]:
    """Return what paths have in common from the top."""
    shared: list[Upper] = []
    for step in zip(*paths, strict=False):
        if len({key(upper.name) for upper in step}) > 1:
            break
        shared.append(step[0])
    return tuple(shared)
