"""Grow the tree of a table's units: each under its upper unit, the row of each total given to what it sums up.

Columns for the upper units are trusted before the ranks of a single column of names (`ranks`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coverage_cli.hierarchy.rows import Line, Ranking
from coverage_cli.model import UNNAMED, LeftOut, Unit, Units
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key, loosened

NAMELESS = "?"
"""Stands for a unit whose row has a number and no name, so that its parts are not given to its neighbour."""


class Node:
    """A unit while the tree grows; `closed` says that a total of its own stands below its parts.

    `parent` is the place of its upper unit; the whole is its own.
    """

    __slots__ = ("children", "closed", "code", "name", "name_cell", "parent", "rank", "row")

    def __init__(
        self, name: str, rank: int, parent: int, name_cell: tuple[int, int] | None
    ) -> None:
        """Start without figures, code or parts."""
        self.name, self.rank, self.parent, self.name_cell = name, rank, parent, name_cell
        self.code: str | None = None
        self.row: int | None = None
        self.children = 0
        self.closed = False


class Tree:
    """A tree that grows from lines: the whole first, parents before their parts; what is no unit is left out."""

    def __init__(self, lines: Sequence[Line], name_column: int) -> None:
        """Start with a whole that nobody named."""
        self.lines, self.name_column = lines, name_column
        self.nodes = [Node("", -1, 0, None)]
        self.groups: list[int] = []
        self.left_out: list[LeftOut] = []
        self.closing = _closing_total(lines)
        self.last_figures = max(
            (at for at, line in enumerate(lines) if line.has_figures), default=-1
        )

    def add(self, node: Node) -> int:
        """Put a unit under its parent and return its place."""
        self.nodes.append(node)
        above = self.nodes[node.parent]
        above.children += 1
        if node.parent and above.children == 1:
            self.groups.append(node.parent)
        return len(self.nodes) - 1

    def add_line(self, line: Line, rank: int, parent: int) -> int:
        """Put the unit of a line under its parent and return its place."""
        node = Node(line.name, rank, parent, (line.row, self.name_column))
        node.code, node.row = line.code, line.row if line.has_figures else None
        return self.add(node)

    def leave_out(self, line: Line, why: str) -> None:
        """Keep a line that is no unit, and why."""
        self.left_out.append(LeftOut(line.row, line.name, why))

    def give(self, line: Line, at: int) -> None:
        """Give a total's row to the unit it sums up."""
        node = self.nodes[at]
        node.row, node.closed = line.row, at > 0
        if not at:
            node.name_cell = (line.row, self.name_column)

    def take_for_whole(self, line: Line, at: int) -> None:
        """Give a row with figures and no name to the whole, if it is first or last and has no number of a unit."""
        if self.nodes[0].row is None and line.ordinal is None and at in (0, len(self.lines) - 1):
            self.give(line, 0)
        else:
            self.leave_out(line, "nameless")

    def named(self, name: str) -> int | None:
        """Return the group that a total's label names.

        It repeats the name, writes it in other signs ("Ely & Dee", "Ely and Dee"), or a part of it ("New South Wales"
        of "New South Wales Divisions"). Of several the last one: a total mostly stands right below its group.
        """
        called = {at: key(self.nodes[at].name) for at in reversed(self.groups)}
        ways: tuple[Callable[[str], bool], ...] = (
            name.__eq__,
            lambda other: loosened(other) == loosened(name),
            lambda other: other.startswith(f"{name} ") or other.endswith(f" {name}"),
        )
        return next((at for is_it in ways for at, other in called.items() if is_it(other)), None)

    def open_group(self, open_nodes: Sequence[int], *, closes: bool) -> int | None:
        """Return the group that a bare total below its members sums up, if it prints no figures of its own yet."""
        bare = [
            at for at in open_nodes[1:] if self.nodes[at].children and self.nodes[at].row is None
        ]
        return bare[-1] if bare and not (closes and not self.closes_a_group(bare[-1])) else None

    def closes_a_group(self, group: int) -> bool:
        """Tell whether the last total is that group's: where every other group had a total of its own below it."""
        rank = self.nodes[group].rank
        peers = [
            node
            for at, node in enumerate(self.nodes)
            if at != group and node.children and node.rank == rank
        ]
        return bool(peers) and all(node.closed for node in peers)


def _closing_total(lines: Sequence[Line]) -> int:
    """Return the last total below the last unit with figures: it closes the whole, those before it close groups.

    One that names something (the number of communes that reported) closes it only where no plain total does.
    """
    end = max((at for at, line in enumerate(lines) if line.is_counted), default=-1)
    closing = [at for at in range(end + 1, len(lines)) if lines[at].sums]
    plain = [at for at in closing if lines[at].sums != "named"]
    return max(plain or closing, default=-1)


def grow_ranked(placed: Ranking, name_column: int) -> Tree:
    """Grow the tree of a single name column: each unit hangs under the nearest higher one above it."""
    tree = Tree(placed.rows.lines, name_column)
    open_nodes, lowest = [0], max(placed.ranks)
    for at, (line, rank) in enumerate(zip(tree.lines, placed.ranks, strict=True)):
        if line.total is not None and not _is_a_name(tree, line, at):
            _settle_total(tree, line, _summed(tree, line, open_nodes, closes=at == tree.closing))
            continue
        if not line.name:
            tree.take_for_whole(line, at)
            if line.ordinal is None or rank == lowest:
                continue
            line = line._replace(name=NAMELESS, has_figures=False)  # noqa: PLW2901 - it heads the rows below
        while tree.nodes[open_nodes[-1]].rank >= rank:
            open_nodes.pop()
        by_code = line.code is not None and placed.how == "tiers"
        above = _by_code(tree, open_nodes, line.code or "") if by_code else open_nodes[-1]
        open_nodes.append(tree.add_line(line, rank, above))
    if placed.how == "sections":
        _drop_empty_section(tree)
    return tree


def _by_code(tree: Tree, open_nodes: Sequence[int], code: str) -> int:
    """Return the nearest open unit whose code a unit's code begins with, else the nearest: a city of no province.

    Zeros at the end of a code stand for levels that it does not tell.
    """
    stems = [(at, (tree.nodes[at].code or "").rstrip("0")) for at in reversed(open_nodes)]
    return next((at for at, stem in stems if stem and code.startswith(stem)), open_nodes[-1])


def _is_a_name(tree: Tree, line: Line, at: int) -> bool:
    """Tell a place called like a total (Tổng Cọt, Cộng Hòa) from a total.

    It names no group, and ends nothing: it is numbered like its peers, units or another total follow, or the whole has
    its row already. Whether it is a sum its figures tell (`choose`).
    """
    if line.sums != "named" or tree.named(line.of) is not None:
        return False
    if line.ordinal not in (None, "bullet") or tree.nodes[0].row is not None:
        return True
    if at < tree.last_figures and len(tree.nodes) > 1:
        return True
    others = [other.of for other in tree.lines if other.sums == "named"]
    return len(others) > 1 and not any(map(tree.named, others))


def _summed(tree: Tree, line: Line, open_nodes: Sequence[int], *, closes: bool) -> int | None:
    """Return the unit that a total sums up: the named one, the open group, or the whole; None if none of them."""
    if line.sums == "whole" and line.of:
        return 0
    group = (
        tree.named(line.of) if line.sums == "named" else tree.open_group(open_nodes, closes=closes)
    )
    return 0 if group is None and (closes or len(tree.nodes) == 1) else group


def _settle_total(tree: Tree, line: Line, group: int | None) -> None:
    """Give a total's row to the unit it sums up, which goes by the name that is written there."""
    if group is None or tree.nodes[group].row is not None:
        tree.leave_out(line, "total-twice" if group else "total-unclear")
        return
    tree.give(line, group)
    if not group:
        tree.nodes[0].name = line.name
    elif line.written and line.name.startswith(line.written):
        tree.nodes[group].name = line.written


def _drop_empty_section(tree: Tree) -> None:
    """Take a last section without members for the name of the whole ("Australia" over "Total")."""
    last, whole = tree.nodes[-1], tree.nodes[0]
    if last.rank or last.name_cell is None:
        return
    tree.nodes.pop()
    whole.children -= 1
    whole.name, whole.name_cell = last.name, last.name_cell
    tree.left_out.append(LeftOut(last.name_cell[0], last.name, "whole"))


class Grown(NamedTuple):
    """The units of a table, the whole first, and whether that bears a name of its own."""

    units: Units
    whole_named: bool


def finish(tree: Tree, levels: Sequence[str], whole: tuple[str | None, str]) -> Grown:
    """Freeze a tree: levels by rank, the whole named, a lone top unit taken for the whole.

    `levels[rank]` are the names of the ranks, `whole` the name found in the title (or None) and the level of the whole.
    """
    name, level = whole
    by_rank = [*levels, level]  # the whole's rank is -1
    top, *below = (_frozen(node, by_rank[node.rank]) for node in tree.nodes)
    label = name or top.name or UNNAMED
    label = top.name if key(top.name) == key(label) else label
    units = Units.of((top._replace(name=label, parent=None), *below))
    if units.has_lone_top:
        lifted = units.without_whole()
        # A printed total row becomes the row of a lone top that prints none.
        row = units.rows[0] if lifted.rows[0] is None else lifted.rows[0]
        return Grown(lifted.with_whole(row=row), whole_named=True)
    named = name is not None or any(left.why == "whole" for left in tree.left_out)
    return Grown(units, named)


def _frozen(node: Node, level: str) -> Unit:
    """Freeze a node; a unit without parts keeps its row although it prints no figure there: it has not reported."""
    row = (
        node.name_cell[0] if node.row is None and not node.children and node.name_cell else node.row
    )
    return Unit(
        node.name, level, node.code, node.parent, row, node.name_cell, leaf=not node.children
    )
