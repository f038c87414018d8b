"""Grow the tree of a table's units: each under its upper unit, the row of each total given to what it sums up.

Columns for the upper units are trusted before the ranks of a single column of names (`ranks`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from coverage_cli.hierarchy.rows import Line, Ranking
from coverage_cli.model import LeftOut, Unit, Units
from coverage_cli.spelling import key, loosened

NAMELESS = "?"
"""Stands for a unit whose row has a number and no name, so that its parts are not given to its neighbour."""


class Node:
    """A unit while the tree grows; `closed` says that a total of its own stands below its parts."""

    __slots__ = ("children", "closed", "code", "name", "name_cell", "parent", "rank", "row")

    def __init__(self, name: str, rank: int, parent: int | None, name_cell: tuple[int, int] | None) -> None:
        """Start without figures, code or parts."""
        self.name = name
        self.rank = rank
        self.parent = parent
        self.name_cell = name_cell
        self.code: str | None = None
        self.row: int | None = None
        self.children = 0
        self.closed = False


class Tree:
    """A tree that grows from lines: the whole first, parents before their parts; what is no unit is left out."""

    def __init__(self, lines: Sequence[Line], name_column: int) -> None:
        """Start with a whole that nobody named."""
        self.lines, self.name_column = lines, name_column
        self.nodes = [Node("", -1, None, None)]
        self.groups: list[int] = []
        self.left_out: list[LeftOut] = []
        self.closing = _closing_total(lines)
        self.last_figures = max((at for at, line in enumerate(lines) if line.has_figures), default=-1)

    def add(self, node: Node) -> int:
        """Put a unit under its parent and return its place."""
        self.nodes.append(node)
        above = node.parent or 0
        self.nodes[above].children += 1
        if above and self.nodes[above].children == 1:
            self.groups.append(above)
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
        """Give a total's row to the unit it sums up, unless that has one."""
        node = self.nodes[at]
        node.row, node.closed = line.row, at > 0
        if not at:
            node.name_cell = (line.row, self.name_column)

    def take_for_whole(self, line: Line, at: int) -> None:
        """Give a row with figures and no name to the whole, if it is first or last and has no number of a unit."""
        is_inside = 0 < at < len(self.lines) - 1
        if self.nodes[0].row is None and line.ordinal is None and not is_inside:
            self.give(line, 0)
        else:
            self.leave_out(line, "nameless")

    def named(self, name: str) -> int | None:
        """Return the group whose name a total's label repeats ("New South Wales" of "New South Wales Divisions").

        Searched from the last one up: a total mostly stands right below its group.
        """
        keyed = ((at, key(self.nodes[at].name)) for at in reversed(self.groups))
        found = next((at for at, called in keyed if called == name), None)
        return found if found is not None else self._called_about(name)

    def _called_about(self, name: str) -> int | None:
        """Return the group called so in other signs ("Ely & Dee", "Ely and Dee"), else with more words around it."""
        groups = [(at, key(self.nodes[at].name)) for at in reversed(self.groups)]
        otherwise = (at for at, keyed in groups if loosened(keyed) == loosened(name))
        close = (at for at, keyed in groups if keyed.startswith(f"{name} ") or keyed.endswith(f" {name}"))
        return next(otherwise, next(close, None))

    def open_group(self, open_nodes: Sequence[int], *, closes: bool) -> int | None:
        """Return the group that a bare total below its members sums up, if it prints no figures of its own yet."""
        bare = [at for at in open_nodes[1:] if self.nodes[at].children and self.nodes[at].row is None]
        return bare[-1] if bare and not (closes and not self.closes_a_group(bare[-1])) else None

    def closes_a_group(self, group: int) -> bool:
        """Tell whether the last total is that group's: where every other group had a total of its own below it."""
        rank = self.nodes[group].rank
        peers = [node for at, node in enumerate(self.nodes) if at != group and node.children and node.rank == rank]
        return bool(peers) and all(node.closed for node in peers)


def _closing_total(lines: Sequence[Line]) -> int:
    """Return the last total below the last unit with figures: it closes the whole, those before it close groups.

    One that names something (the number of communes that reported) closes it only where no plain total does.
    """
    end = max((at for at, line in enumerate(lines) if line.is_counted), default=-1)
    closing = [at for at, line in enumerate(lines) if at > end and line.sums]
    plain = [at for at in closing if lines[at].sums != "named"]
    return max(plain or closing, default=-1)


def grow_ranked(placed: Ranking, name_column: int) -> Tree:
    """Grow the tree of a single name column: each unit hangs under the nearest higher one above it."""
    tree = Tree(placed.rows.lines, name_column)
    open_nodes, lowest = [0], max(placed.ranks)
    for at, (line, rank) in enumerate(zip(tree.lines, placed.ranks, strict=True)):
        if line.sums and not _is_a_name(tree, line, at):
            _settle_total(tree, line, _summed(tree, line, open_nodes, closes=at == tree.closing))
            continue
        if not line.name:
            tree.take_for_whole(line, at)
            if line.ordinal is None or rank == lowest:
                continue
            line = line._replace(name=NAMELESS, has_figures=False)  # noqa: PLW2901 - it heads the rows below
        while tree.nodes[open_nodes[-1]].rank >= rank:
            open_nodes.pop()
        by_code = placed.how == "tiers" and line.code is not None
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
    return len(others) > 1 and all(tree.named(of) is None for of in others)


def _summed(tree: Tree, line: Line, open_nodes: Sequence[int], *, closes: bool) -> int | None:
    """Return the unit that a total sums up: the named one, the open group, or the whole; None if none of them."""
    if line.sums == "whole" and line.of:
        return 0
    group = tree.named(line.of) if line.sums == "named" else tree.open_group(open_nodes, closes=closes)
    return 0 if group is None and (closes or len(tree.nodes) == 1) else group


def _settle_total(tree: Tree, line: Line, group: int | None) -> None:
    """Give a total's row to the unit it sums up, which goes by the name that is written there."""
    if group is None or tree.nodes[group].row is not None:
        tree.leave_out(line, "total-twice" if group else "total-unclear")
        return
    tree.give(line, group)
    written = line.total.name if line.total is not None and line.sums == "named" else ""
    if not group:
        tree.nodes[0].name = line.name
    elif written and line.name.startswith(written):
        tree.nodes[group].name = written


def _drop_empty_section(tree: Tree) -> None:
    """Take a last section without members for the name of the whole ("Australia" over "Total")."""
    last, whole = tree.nodes[-1], tree.nodes[0]
    if last.rank or last.children or last.row is not None or last.name_cell is None:
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
    nodes = tree.nodes
    tops = [at for at, node in enumerate(nodes) if node.parent == 0]
    if len(tops) == 1 and nodes[tops[0]].children:
        return Grown(_with_lone_top(nodes, tops[0], levels), whole_named=True)
    name, level = whole
    label = name or nodes[0].name or "Total"
    label = nodes[0].name if key(nodes[0].name) == key(label) else label
    top, *units = (_frozen(node, [*levels, level][node.rank]) for node in nodes)
    named = name is not None or any(left.why == "whole" for left in tree.left_out)
    return Grown(Units.of((top._replace(name=label), *units)), named)


def _with_lone_top(nodes: Sequence[Node], top: int, levels: Sequence[str]) -> Units:
    """Let the only top unit be the whole; a printed total row becomes its own where it prints none."""
    kept = [top, *(at for at in range(1, len(nodes)) if at != top)]
    position = {at: index for index, at in enumerate(kept)}
    nodes[top].row = nodes[0].row if nodes[top].row is None else nodes[top].row
    units = Units.of(_frozen(nodes[at], levels[nodes[at].rank]) for at in kept)
    return units.replace(parents=[None, *(position[parent or top] for parent in units.parents[1:])])


def _frozen(node: Node, level: str) -> Unit:
    """Freeze a node; a unit without parts keeps its row although it prints no figure there: it has not reported."""
    row = node.name_cell[0] if node.row is None and not node.children and node.name_cell else node.row
    return Unit(node.name, level, node.code, node.parent, row, node.name_cell, leaf=not node.children)
