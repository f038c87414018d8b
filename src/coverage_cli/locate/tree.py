"""Build the tree of units from the lines of a table: districts over communes, totals beside what they sum up.

Columns for the upper units are trusted before the ranks of a single column (`ranks.py`). Which was taken is said by
`inspect`; the rules are written down in docs/decisions/0003.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from coverage_cli.locate.ranks import Sorted
from coverage_cli.locate.rows import Line, names_above
from coverage_cli.model import LeftOut, Unit
from coverage_cli.spelling import key

NAMELESS = "?"
"""Stands for a unit whose row has a number and no name, so that its parts are not given to its neighbour."""


_Groups = dict[tuple[int, str, str], int]
"""Upper units by the unit above (`_ANYWHERE`: the last one so called), name and code ("" where none is written)."""
_ANYWHERE = -1


class Node:
    """A unit while the tree grows."""

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


class Grown(NamedTuple):
    """A finished tree: nodes with the whole first, the lines that are no units, and what told the hierarchy."""

    nodes: list[Node]
    left_out: list[LeftOut]
    how: str
    ranks: list[str | None]


def grow_ranked(lines: Sequence[Line], name_column: int, placed: Sorted) -> Grown:
    """Grow the tree of a single name column: each unit hangs under the nearest higher one above it."""
    nodes = [Node("", -1, None, None)]
    left_out: list[LeftOut] = []
    open_nodes = [0]
    closing = _closing_totals(lines)
    for index, (printed, rank) in enumerate(zip(lines, placed.ranks, strict=True)):
        line = printed
        is_last = index in closing
        if line.total is not None and not _is_a_name(line, lines, nodes, index):
            _settle_total(line, nodes, open_nodes, left_out, name_column, closes=is_last and index == closing[-1])
            continue
        if not line.name:
            heads = line.ordinal is not None and rank < max(placed.ranks)
            _settle_nameless(line, nodes, left_out, name_column, inside=0 < index < len(lines) - 1)
            if not heads:
                continue
            line = line._replace(name=NAMELESS, has_figures=False)
        while nodes[open_nodes[-1]].rank >= rank:
            open_nodes.pop()
        parent = _by_code(nodes, open_nodes, line.code) if placed.how == "tiers" else open_nodes[-1]
        _add(nodes, Node(line.name, rank, parent, (line.row, name_column)), line)
        open_nodes.append(len(nodes) - 1)
    _drop_empty_sections(nodes, placed, left_out)
    return Grown(nodes, left_out, placed.how, placed.levels)


def _by_code(nodes: Sequence[Node], open_nodes: Sequence[int], code: str | None) -> int:
    """Return the nearest open unit, or the one above it whose code a unit's code begins with: a city of no province.

    Zeros at the end of a code stand for levels that it does not tell.
    """
    for at in reversed(open_nodes if code else ()):
        stem = (nodes[at].code or "").rstrip("0")
        if stem and (code or "").startswith(stem):
            return at
    return open_nodes[-1]


def _is_a_name(line: Line, lines: Sequence[Line], nodes: Sequence[Node], index: int) -> bool:
    """Tell a place called like a total (Tổng Cọt, Cộng Hòa) from a total.

    It names no group, and ends nothing: it is numbered like its peers, units or another total follow, or the whole has
    its row already. Whether it is a sum its figures tell (`hierarchy/`).
    """
    total = line.total
    if total is None or total.kind != "named" or _named_group(nodes, total.of) is not None:
        return False
    follows = any(lines[below].has_figures for below in range(index + 1, len(lines)))
    named = [other.total.of for other in lines if other.total is not None and other.total.kind == "named"]
    is_one_of_several = len(named) > 1 and all(_named_group(nodes, of) is None for of in named)
    is_numbered = line.ordinal not in (None, "bullet")
    return is_numbered or (follows and len(nodes) > 1) or nodes[0].row is not None or is_one_of_several


def _closing_totals(lines: Sequence[Line]) -> list[int]:
    """Return the totals below the last unit with figures: the last one closes the whole, one before it a group.

    One that names something (the number of communes that reported) closes it only where no plain total does.
    """
    end = _last_unit(lines)
    closing = [at for at, line in enumerate(lines) if at > end and line.total is not None]
    plain = [at for at in closing if (total := lines[at].total) is not None and total.kind != "named"]
    return [at for at in closing if at <= plain[-1]] if plain else closing


def _last_unit(lines: Sequence[Line]) -> int:
    """Return the index of the last line that names a unit with figures."""
    units = (at for at, line in enumerate(lines) if line.total is None and line.name and line.has_figures)
    return max(units, default=-1)


def _add(nodes: list[Node], node: Node, line: Line) -> None:
    node.code = line.code
    node.row = line.row if line.has_figures else None
    nodes.append(node)
    if node.parent is not None:
        nodes[node.parent].children += 1


def _settle_total(
    line: Line, nodes: list[Node], open_nodes: list[int], left_out: list[LeftOut], name_column: int, *, closes: bool
) -> None:
    """Give a total's row to the unit it sums up: the named one, the open one, or the whole."""
    total = line.total
    assert total is not None
    group = _named_group(nodes, total.of) if total.kind == "named" else _open_group(nodes, open_nodes)
    if total.kind != "named" and closes and not _closes_a_group(nodes, group):
        group = None
    is_whole = total.kind == "whole" and bool(total.of)
    if is_whole:
        group = None
    target = group if group is not None else 0 if closes or is_whole or len(nodes) == 1 else -1
    if target < 0 or nodes[target].row is not None:
        left_out.append(LeftOut(line.row, line.name, "total-twice" if target > 0 else "total-unclear"))
        return
    node = nodes[target]
    node.row = line.row
    if target == 0:
        node.name, node.name_cell = line.name, (line.row, name_column)
    elif total.kind == "named" and key(line.name[: len(total.of)]) == total.of:
        node.name = line.name[: len(total.of)]
        node.closed = True
    else:
        node.closed = True


def _open_group(nodes: Sequence[Node], open_nodes: Sequence[int]) -> int | None:
    """Return the group that a bare total below its members sums up, if it prints no figures of its own yet."""
    return next((at for at in reversed(open_nodes) if at and nodes[at].children and nodes[at].row is None), None)


def _closes_a_group(nodes: Sequence[Node], group: int | None) -> bool:
    """Tell whether the last total is the last group's: where every other group had a total of its own below it."""
    if group is None:
        return False
    others = [node for at, node in enumerate(nodes) if at != group and node.children and node.rank == nodes[group].rank]
    return bool(others) and all(node.closed for node in others)


def _named_group(nodes: Sequence[Node], name: str) -> int | None:
    """Return the group whose name a total's label repeats ("New South Wales" of "New South Wales Divisions")."""
    close = None
    for at in range(len(nodes) - 1, 0, -1):  # from the last one up: a total mostly stands right below its group
        if nodes[at].children:
            node_key = key(nodes[at].name)
            if node_key == name:
                return at
            if close is None and (node_key.startswith(name + " ") or node_key.endswith(" " + name)):
                close = at
    return close


def _settle_nameless(line: Line, nodes: list[Node], left_out: list[LeftOut], name_column: int, *, inside: bool) -> None:
    """Keep a row with figures and no name for the whole where it stands first or last and has no number of a unit."""
    if nodes[0].row is None and line.ordinal is None and not inside:
        nodes[0].row = line.row
        nodes[0].name_cell = (line.row, name_column)
    else:
        left_out.append(LeftOut(line.row, "", "nameless"))


def _drop_empty_sections(nodes: list[Node], placed: Sorted, left_out: list[LeftOut]) -> None:
    """Take a section without members for the name of the whole ("Australia" over "Total")."""
    if placed.how != "sections" or len(nodes) < 2:
        return
    last = nodes[-1]
    if last.rank == 0 and not last.children and last.row is None:
        nodes.pop()
        nodes[0].children -= 1
        nodes[0].name = last.name
        nodes[0].name_cell = last.name_cell
        if last.name_cell:
            left_out.append(LeftOut(last.name_cell[0], last.name, "whole"))


def grow_from_columns(lines: Sequence[Line], name_column: int, parent_columns: Sequence[int]) -> Grown:
    """Grow the tree where columns of their own name the upper units; these need not be sorted."""
    depth = len(parent_columns)
    nodes = [Node("", -1, None, None)]
    left_out: list[LeftOut] = []
    groups: _Groups = {}
    closing = _closing_totals(lines)
    latest = 0
    for index, line in enumerate(lines):
        group = 0
        codes = line.codes_above or ("",) * depth
        for rank, (name, code) in enumerate(zip(names_above(line), codes, strict=True)):
            if name:
                group = _group(nodes, groups, (group, name, code), rank, (line.row, parent_columns[rank]))
        if line.total is not None and not _is_place(line, groups):
            closes = bool(closing) and index == closing[-1]
            target = _summed_group(line, nodes, groups, group, closes=closes)
            if not target and line.total.kind == "bare" and not line.name:
                target = _group_above(line, nodes, latest, closes=closes)
            _give_total(line, nodes, target, left_out, name_column)
        elif line.name:
            _add(nodes, Node(line.name, depth, group, (line.row, name_column)), line)
            latest = group
        elif group and any(line.own):
            _give_total(line, nodes, group, left_out, name_column)
        else:
            _settle_nameless(line, nodes, left_out, name_column, inside=0 < index < len(lines) - 1)
    for rank in range(1, depth + 1):
        _tell_codes_apart(nodes, rank)
    return Grown(nodes, left_out, "columns", [None] * (depth + 1))


def _is_place(line: Line, groups: _Groups) -> bool:
    """Tell a place called like a total (Cộng Hòa) in the column of names from the total of an upper unit's."""
    total = line.total
    if total is None or total.kind != "named" or not line.name:
        return False
    uppers = {name for _, name, _ in groups}
    return not any(
        f" {total.of} ".endswith(f" {name} ") or f" {name} ".endswith(f" {total.of} ") for name in uppers if name
    )


def _tell_codes_apart(nodes: Sequence[Node], rank: int) -> None:
    """Put the codes of the upper units before codes that begin anew under each of them (001 of 01, 001 of 02)."""
    coded = [node for node in nodes if node.rank == rank and node.code and node.parent is not None]
    uppers: dict[str, set[int]] = {}
    for node in coded:
        uppers.setdefault(node.code or "", set()).add(node.parent or 0)
    if all(len(parents) == 1 for parents in uppers.values()):
        return
    above = [nodes[node.parent or 0].code for node in coded]
    if all(above) and len(set(above)) == len({node.parent for node in coded}):
        for node, code in zip(coded, above, strict=True):
            node.code = f"{code}{node.code}"


def _group_above(line: Line, nodes: Sequence[Node], latest: int, *, closes: bool) -> int:
    """Return the upper unit whose column a bare total stands in: that of the last unit, if it prints no figures yet."""
    rank = max((rank for rank, own in enumerate(line.own) if own), default=-1)
    at = latest
    while at and nodes[at].rank > rank:
        at = nodes[at].parent or 0
    if not at or nodes[at].row is not None or (closes and not _closes_a_group(nodes, at)):
        return 0
    return at


def _summed_group(line: Line, nodes: Sequence[Node], groups: _Groups, group: int, *, closes: bool) -> int:
    """Return the unit that a total sums up: the one it names, the one whose rows it stands in, else the whole."""
    assert line.total is not None
    if line.total.kind == "named":
        named = groups.get((_ANYWHERE, line.total.of, ""))
        return named if named is not None and line.name else group
    if not group or (
        closes and not any(line.own) and (nodes[group].row is not None or not _closes_a_group(nodes, group))
    ):
        return 0
    return group


def _group(nodes: list[Node], groups: _Groups, at: tuple[int, str, str], rank: int, cell: tuple[int, int]) -> int:
    """Return the upper unit of a name and code; a name without a code is the unit last called so."""
    parent, name, code = at
    if at not in groups:
        keyed = key(name)
        found = groups.get((parent, keyed, code))
        if found is None and code:
            last = groups.get((parent, keyed, ""))
            found = last if last is not None and nodes[last].code is None else None
        if found is None:
            nodes.append(Node(name, rank, parent, cell))
            nodes[parent].children += 1
            found = groups[_ANYWHERE, keyed, ""] = len(nodes) - 1
        nodes[found].code = code or nodes[found].code
        groups[at] = groups[parent, keyed, code] = found
    if code:
        groups[parent, name, ""] = groups[parent, key(name), ""] = groups[at]
    return groups[at]


def _give_total(line: Line, nodes: list[Node], target: int, left_out: list[LeftOut], name_column: int) -> None:
    node = nodes[target]
    if node.row is not None or not line.has_figures:
        left_out.append(LeftOut(line.row, line.name, "total-twice" if node.row is not None else "label"))
        return
    node.row = line.row
    node.closed = True
    if target == 0:
        own = [name for name, is_own in zip(line.above, line.own, strict=True) if is_own]
        node.name = line.name or (own[-1] if own else "")
        node.name_cell = (line.row, name_column)


def finish(grown: Grown, levels: Sequence[str], whole: tuple[str | None, str]) -> tuple[tuple[Unit, ...], bool]:
    """Freeze a tree: levels by rank, the whole named, a lone top unit taken for the whole.

    `levels[rank]` are the names of the ranks, `whole` the name found in the title (or None) and the level of the
    whole. Returns the units and whether the whole bears a name of its own.
    """
    nodes = grown.nodes
    tops = [at for at, node in enumerate(nodes) if node.parent == 0]
    if len(tops) == 1 and nodes[tops[0]].children:
        return _with_lone_top(nodes, tops[0], levels), True
    name, level = whole
    if name is not None:
        _take_whole_by_name(nodes, tops, name)
    named = name is not None or any(left.why == "whole" for left in grown.left_out)
    label = name or nodes[0].name or "Total"
    if key(nodes[0].name) == key(label):
        label = nodes[0].name
    units = [_frozen(node, levels[node.rank] if node.rank >= 0 else level) for node in nodes]
    units[0] = units[0]._replace(name=label)
    return tuple(units), named


def _take_whole_by_name(nodes: list[Node], tops: Sequence[int], name: str) -> None:
    """Take a row that bears the title's name of the whole, among its parts, for the whole's own figures."""
    if len(tops) < 2 or nodes[0].row is not None:
        return
    wanted = key(name)
    same = [at for at in tops if not nodes[at].children and key(nodes[at].name) == wanted]
    if len(same) != 1:
        return
    node = nodes.pop(same[0])
    nodes[0].row, nodes[0].name_cell = node.row, node.name_cell
    for other in nodes:
        if other.parent is not None and other.parent > same[0]:
            other.parent -= 1
    nodes[0].children -= 1


def _with_lone_top(nodes: Sequence[Node], top: int, levels: Sequence[str]) -> tuple[Unit, ...]:
    """Let the only top unit be the whole; a printed total row becomes its own where it prints none."""
    kept = [top, *(at for at in range(1, len(nodes)) if at != top)]
    position = {at: index for index, at in enumerate(kept)}
    units = []
    for at in kept:
        node = nodes[at]
        unit = _frozen(node, levels[node.rank])
        parent = None if at == top else position[node.parent or top]
        row = node.row if at != top or node.row is not None else nodes[0].row
        units.append(unit._replace(parent=parent, row=row))
    return tuple(units)


def _frozen(node: Node, level: str) -> Unit:
    """Freeze a node; a unit without parts keeps its row although it prints no figure there: it has not reported."""
    row = node.name_cell[0] if node.row is None and not node.children and node.name_cell else node.row
    return Unit(node.name, level, node.code, node.parent, row, node.name_cell, leaf=not node.children)
