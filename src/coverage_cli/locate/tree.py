"""Build the tree of units from the lines of a table: districts over communes, totals beside what they sum up.

Four ways to see a hierarchy, in this order of trust: columns for the upper units, the numbering (Roman over Arabic),
the type words of names (huyện over xã), rows with a name only over rows with figures (sections). Which one was taken
is said by `inspect`; the rules are written down in docs/decisions/0003.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from coverage_cli.locate.rows import Line, names_above
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.model import LEVELS, LeftOut, Unit
from coverage_cli.spelling import key

_LETTERED = 30
"""A single capital letter numbers a row only where few rows are so numbered."""


class Node:
    """A unit while the tree grows."""

    __slots__ = ("children", "code", "name", "name_cell", "parent", "rank", "row")

    def __init__(self, name: str, rank: int, parent: int | None, name_cell: tuple[int, int] | None) -> None:
        """Start without figures, code or parts."""
        self.name = name
        self.rank = rank
        self.parent = parent
        self.name_cell = name_cell
        self.code: str | None = None
        self.row: int | None = None
        self.children = 0


class Grown(NamedTuple):
    """A finished tree: nodes with the whole first, the lines that are no units, and what told the hierarchy."""

    nodes: list[Node]
    left_out: list[LeftOut]
    how: str
    ranks: list[str | None]


class Sorted(NamedTuple):
    """The rank of each line (0 is the highest) and what told it; `levels` names the ranks where words tell them."""

    ranks: list[int]
    levels: list[str | None]
    how: str


def rank_lines(lines: Sequence[Line], vocabulary: Vocabulary, heading_level: str | None) -> Sorted:
    """Rank the lines of a single name column: which names stand above which."""
    types = [vocabulary.type_level(line.name) if line.name else None for line in lines]
    units = [index for index, line in enumerate(lines) if line.total is None and line.name]
    styles = _nested_styles([lines[index].ordinal for index in units])
    if len(styles) > 1:
        return _by_style(lines, types, styles)
    levels = [level for level in LEVELS if any(_resolve(types[index], types) == level for index in units)]
    if len(levels) > 1 and _mostly_typed(types, units):
        ranks = [
            levels.index(_resolve(kind, types) or levels[-1]) if _resolve(kind, types) in levels else len(levels) - 1
            for kind in types
        ]
        return Sorted(ranks, list(levels), "types")
    sections = _sections(lines)
    if sections:
        ranks = [0 if index in sections else 1 for index in range(len(lines))]
        return Sorted(ranks, [None, levels[0] if levels else heading_level], "sections")
    return Sorted([0] * len(lines), [levels[0] if len(levels) == 1 else heading_level], "flat")


def _nested_styles(ordinals: Sequence[str | None]) -> list[str]:
    """Return the styles of numbering from the highest down, in the order they first appear; Arabic is always last."""
    seen = [style for style in dict.fromkeys(ordinals) if style]
    if "letter" in seen and sum(style == "letter" for style in ordinals) > _LETTERED:
        seen.remove("letter")
    if "arabic" not in seen or len(seen) < 2:
        return seen[:1]
    return [style for style in seen if style != "arabic"] + ["arabic"]


def _by_style(lines: Sequence[Line], types: Sequence[str | None], styles: Sequence[str]) -> Sorted:
    """Rank by numbering; an unnumbered row takes the rank that its type word has among the numbered ones."""
    levels: list[str | None] = []
    for style in styles:
        kinds = [_resolve(kind, types) for line, kind in zip(lines, types, strict=True) if line.ordinal == style]
        levels.append(_most(kinds))
    ranks = []
    for line, kind in zip(lines, types, strict=True):
        level = _resolve(kind, types)
        if line.ordinal in styles:
            ranks.append(styles.index(line.ordinal))
        else:
            ranks.append(levels.index(level) if level in levels else len(styles) - 1)
    return Sorted(ranks, levels, "numbering")


def _resolve(kind: str | None, types: Sequence[str | None]) -> str | None:
    """Settle what a thành phố is: a district beside districts or over communes, else a province."""
    if kind != "city":
        return kind
    return "district" if any(other in ("district", "commune") for other in types) else "province"


def _mostly_typed(types: Sequence[str | None], units: Sequence[int]) -> bool:
    return 5 * sum(types[index] is not None for index in units) >= 4 * len(units)


def _most(kinds: Sequence[str | None]) -> str | None:
    named = [kind for kind in kinds if kind]
    return max(sorted(set(named)), key=named.count) if named else None


def _sections(lines: Sequence[Line]) -> set[int]:
    """Return the lines that head a section: a name without figures, after a gap, with figures below it.

    A unit that has not reported looks the same but stands in the run of its peers, so one such line after another
    unit's figures means that there are no sections at all.
    """
    bare = [index for index, line in enumerate(lines) if line.name and not line.has_figures and line.total is None]
    if not bare or not all(lines[index].after_gap or index == 0 for index in bare):
        return set()
    return set(bare) if lines[bare[0]].row == lines[0].row or len(bare) > 1 else set()


def grow_ranked(lines: Sequence[Line], name_column: int, placed: Sorted) -> Grown:
    """Grow the tree of a single name column: each unit hangs under the nearest higher one above it."""
    nodes = [Node("", -1, None, None)]
    left_out: list[LeftOut] = []
    open_nodes = [0]
    end = _last_unit(lines)
    for index, (line, rank) in enumerate(zip(lines, placed.ranks, strict=True)):
        is_last = index > end
        if line.total is not None and not _is_a_name(line, nodes, is_last=is_last):
            _settle_total(line, nodes, open_nodes, left_out, name_column, is_last=is_last)
            continue
        if not line.name:
            _settle_nameless(line, nodes, left_out, name_column)
            continue
        while nodes[open_nodes[-1]].rank >= rank:
            open_nodes.pop()
        _add(nodes, Node(line.name, rank, open_nodes[-1], (line.row, name_column)), line)
        open_nodes.append(len(nodes) - 1)
    _drop_empty_sections(nodes, placed, left_out)
    return Grown(nodes, left_out, placed.how, placed.levels)


def _is_a_name(line: Line, nodes: Sequence[Node], *, is_last: bool) -> bool:
    """Tell a place called like a total (Tổng Cọt, Cộng Hòa) from a total: it names no group and ends nothing."""
    total = line.total
    return total is not None and total.kind == "named" and not is_last and _named_group(nodes, total.of) is None


def _last_unit(lines: Sequence[Line]) -> int:
    """Return the index of the last line that names a unit with figures; totals after it close the whole."""
    return max(
        (at for at, line in enumerate(lines) if line.total is None and line.name and line.has_figures), default=-1
    )


def _add(nodes: list[Node], node: Node, line: Line) -> None:
    node.code = line.code
    node.row = line.row if line.has_figures or node.rank > 0 else None
    nodes.append(node)
    if node.parent is not None:
        nodes[node.parent].children += 1


def _settle_total(
    line: Line, nodes: list[Node], open_nodes: list[int], left_out: list[LeftOut], name_column: int, *, is_last: bool
) -> None:
    """Give a total's row to the unit it sums up: the named one, the open one, or the whole."""
    total = line.total
    assert total is not None
    target = 0
    if total.kind == "named":
        group = _named_group(nodes, total.of)
        target = group if group is not None else 0 if is_last or len(nodes) == 1 else -1
    elif total.kind == "bare" and not is_last and len(nodes) > 1:
        # Before the last unit a bare total sums up the group it closes; without a group it cannot be said what.
        target = next((at for at in reversed(open_nodes) if at and nodes[at].children), -1)
    if target < 0 or (nodes[target].row is not None and target == 0):
        left_out.append(LeftOut(line.row, line.name, "total-unclear"))
        return
    node = nodes[target]
    if node.row is None:
        node.row = line.row
        if target == 0:
            node.name = line.name
            node.name_cell = (line.row, name_column)
        elif total.kind == "named" and key(node.name) != total.of:
            node.name = line.name[: len(total.of)] if key(line.name[: len(total.of)]) == total.of else node.name
    else:
        left_out.append(LeftOut(line.row, line.name, "total-twice"))


def _named_group(nodes: Sequence[Node], name: str) -> int | None:
    """Return the group whose name a total's label repeats ("New South Wales" of "New South Wales Divisions")."""
    keys = [(at, key(node.name)) for at, node in enumerate(nodes) if at and node.children]
    exact = [at for at, node_key in keys if node_key == name]
    close = exact or [at for at, node_key in keys if node_key.startswith(name + " ") or node_key.endswith(" " + name)]
    return close[-1] if close else None


def _settle_nameless(line: Line, nodes: list[Node], left_out: list[LeftOut], name_column: int) -> None:
    """Keep a row with figures and no name as the candidate for the whole; `is_sum` decides about it later."""
    if nodes[0].row is None:
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
    groups: dict[tuple[int, str], int] = {}
    end = _last_unit(lines)
    for index, line in enumerate(lines):
        group = 0
        for rank, name in enumerate(names_above(line)):
            if name:
                group = _group(nodes, groups, (group, name), rank, (line.row, parent_columns[rank]))
        if line.total is not None:
            named = line.total.kind == "named" and group
            bare = line.total.kind == "bare" and group and index < end
            _give_total(line, nodes, group if named or bare else 0, left_out, name_column)
        elif line.name:
            _add(nodes, Node(line.name, depth, group, (line.row, name_column)), line)
        elif group and any(line.own):
            _give_total(line, nodes, group, left_out, name_column)
        else:
            _settle_nameless(line, nodes, left_out, name_column)
    return Grown(nodes, left_out, "columns", [None] * (depth + 1))


def _group(
    nodes: list[Node], groups: dict[tuple[int, str], int], at: tuple[int, str], rank: int, cell: tuple[int, int]
) -> int:
    if at not in groups:
        keyed = (at[0], key(at[1]))
        if keyed not in groups:
            nodes.append(Node(at[1], rank, at[0], cell))
            nodes[at[0]].children += 1
            groups[keyed] = len(nodes) - 1
        groups[at] = groups[keyed]
    return groups[at]


def _give_total(line: Line, nodes: list[Node], target: int, left_out: list[LeftOut], name_column: int) -> None:
    node = nodes[target]
    if node.row is not None or not line.has_figures:
        left_out.append(LeftOut(line.row, line.name, "total-twice" if node.row is not None else "label"))
        return
    node.row = line.row
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
    named = name is not None or any(left.why == "whole" for left in grown.left_out)
    label = name or nodes[0].name or "Total"
    units = [_frozen(node, levels[node.rank] if node.rank >= 0 else level) for node in nodes]
    units[0] = units[0]._replace(name=label)
    return tuple(units), named


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
    return Unit(node.name, level, node.code, node.parent, node.row, node.name_cell, leaf=not node.children)
