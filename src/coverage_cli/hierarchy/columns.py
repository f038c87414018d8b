"""Grow the tree where columns of their own name the upper units; the rows need not be sorted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

from coverage_cli.grouping import first_where, places_where
from coverage_cli.hierarchy.grow import Node, Tree
from coverage_cli.hierarchy.rows import Line, Rows
from coverage_cli.spelling import key, loosened


class _Groups(Tree):
    """A tree with its upper units by the unit above, name and code ("" where none is written), and by name alone."""

    def __init__(
        self, lines: Sequence[Line], name_column: int, parent_columns: Sequence[int]
    ) -> None:
        """Start without upper units."""
        super().__init__(lines, name_column)
        self.parent_columns = parent_columns
        self.found: dict[tuple[int, str, str], int] = {}
        self.by_name: dict[str, int] = {}

    def group_of(self, line: Line) -> int:
        """Return the unit right above a line, found or added with those above it."""
        group = 0
        codes = line.codes_above or ("",) * len(self.parent_columns)
        for rank, (name, code) in enumerate(zip(names_above(line), codes, strict=True)):
            if name:
                name = self._as_before(group, name, line)  # noqa: PLW2901
                new = Node(name, rank, group, (line.row, self.parent_columns[rank]))
                group = self.group((group, key(name), code), new)
        return group

    def _as_before(self, parent: int, name: str, line: Line) -> str:
        """Return the name in a total as the rows above write it: "Ely & Dee" of "Ely and Dee", "Ely" of "Amt Ely"."""
        if line.total is None or (parent, key(name), "") in self.found:
            return name
        of = loosened(key(name))
        is_typed = line.total.type_of is not None
        alike = first_where(
            lambda one: one == of or (is_typed and of.endswith(f" {one}")), self.by_name
        )
        return name if alike is None else self.nodes[self.by_name[alike]].name

    def group(self, at: tuple[int, str, str], new: Node) -> int:
        """Return the upper unit of a name and code; a name without a code is the unit last called so."""
        parent, name, code = at
        last = self.found.get((parent, name, ""))
        if at not in self.found:
            is_uncoded = last is not None and self.nodes[last].code is None
            self.found[at] = last if last is not None and is_uncoded else self._added(new)
        group = self.found[parent, name, ""] = self.found[at]
        self.nodes[group].code = code or self.nodes[group].code
        return group

    def _added(self, new: Node) -> int:
        self.by_name[loosened(key(new.name))] = self.add(new)
        return len(self.nodes) - 1

    def is_total(self, line: Line) -> bool:
        """Tell the total of an upper unit from a place called like a total (Cộng Hòa) in the column of names."""
        of = f" {loosened(line.of)} "
        is_named = (of.endswith(f" {name} ") or f" {name} ".endswith(of) for name in self.by_name)
        return bool(line.sums) and (line.sums != "named" or not line.name or any(is_named))

    def summed(self, line: Line, group: int, latest: int, *, closes: bool) -> int:
        """Return the unit that a total sums up: the one it names, the one whose rows it stands in, else the whole."""
        if line.sums == "named":
            return self.by_name.get(loosened(line.of), group) if line.name else group
        if group and (any(line.own) or not closes or self._is_open(group, closes=True)):
            return group
        return (
            self._above(line, latest, closes=closes) if line.sums == "bare" and not line.name else 0
        )

    def _above(self, line: Line, latest: int, *, closes: bool) -> int:
        """Return the upper unit of the last one whose column a bare total stands in, if it prints no figures yet."""
        rank = max(places_where(bool, line.own), default=-1)
        while self.nodes[latest].rank > rank:
            latest = self.nodes[latest].parent
        return latest if self._is_open(latest, closes=closes) else 0

    def _is_open(self, group: int, *, closes: bool) -> bool:
        return self.nodes[group].row is None and (not closes or self.closes_a_group(group))


def grow_from_columns(
    rows: Rows, name_column: int, parent_columns: Sequence[int], levels: Sequence[str]
) -> Tree:
    """Grow the tree of a table with columns of upper units."""
    tree = _Groups(_own_rows(rows, levels), name_column, parent_columns)
    latest = 0
    for at, line in enumerate(tree.lines):
        group = tree.group_of(line)
        if tree.is_total(line):
            _give(tree, line, tree.summed(line, group, latest, closes=at == tree.closing))
        elif line.name:
            tree.add_line(line, len(parent_columns), group)
            latest = group
        elif group and any(line.own):
            _give(tree, line, group)
        else:
            tree.take_for_whole(line, at)
    for rank in range(1, len(parent_columns) + 1):
        _tell_codes_apart(tree, rank)
    return tree


def names_above(line: Line) -> list[str]:
    """Return the upper units of a line; of a total written in their columns the unit that it sums up, if any."""
    names = list(line.above)
    if line.total is not None and not line.name and any(line.own):
        last = max(places_where(bool, line.own))
        names[last:] = [line.total.name, *([""] * (len(names) - last - 1))]
    return names


def _own_rows(rows: Rows, levels: Sequence[str]) -> Sequence[Line]:
    """Take rows that repeat the name of their upper unit, type word and all, for its own, where it has other rows.

    Without a type word it may be the town that a district is called after.
    """
    same = {at for at in rows.units if rows.lines[at].name == rows.lines[at].above[-1]}
    if not same:
        return rows.lines
    others = {line.above[-1] for at, line in enumerate(rows.lines) if at not in same}
    bare = (None, levels[-1])
    own = [at for at in same if rows.lines[at].name in others and rows.types[at] not in bare]
    return rows.changed({at: _as_own(rows.lines[at]) for at in own}).lines


def _as_own(line: Line) -> Line:
    return line._replace(name="", own=(*line.own[:-1], True))


def _give(tree: Tree, line: Line, at: int) -> None:
    """Give a total's row to an upper unit, or to the whole, which goes by the label."""
    node = tree.nodes[at]
    if node.row is not None or not line.has_figures:
        tree.leave_out(line, "total-twice" if node.row is not None else "label")
        return
    tree.give(line, at)
    if not at:
        node.name = line.name or "".join([*compress(line.above, line.own)][-1:])


def _tell_codes_apart(tree: Tree, rank: int) -> None:
    """Put the codes of the upper units before codes that begin anew under each of them (001 of 01, 001 of 02)."""
    coded = [node for node in tree.nodes if node.rank == rank and node.code]
    uppers = {node.parent: tree.nodes[node.parent].code for node in coded}
    pairs = {(node.code, node.parent) for node in coded}
    is_anew = len(pairs) > len({code for code, _ in pairs})
    if is_anew and None not in uppers.values() and len(set(uppers.values())) == len(uppers):
        for node in coded:
            node.code = f"{uppers[node.parent]}{node.code}"
