"""Rank the lines of a single name column: which names stand above which. No tree is built and nothing is summed here.

Numbering is trusted first (A over I over 1 over 1.1 over a over a bullet; an unnumbered name over numbered ones), then
type words (huyện over xã), then names without figures that head a section. The rules stand in docs/decisions/0003.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from coverage_cli.locate.rows import Line
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.spelling import key

_LETTERED = 30
"""A single capital letter numbers a row only where few rows are so numbered."""
_DEPTHS = {"letter": 0, "roman": 0, "arabic": 2, "dotted": 3, "dotted2": 4, "small": 5, "bullet": 6}
"""Of two styles the deeper one is the lower; of letters and Romans the one that comes first is the higher."""
_NUMBERED_SHARE = 2
"""Numbering tells the levels where at least one in this many names is numbered."""

_OF_WORDS = 2
_OF_DIGITS = 3
"""A column tells levels where so many quarters of its upper units head others; digits may be classes and prove less."""


class Sorted(NamedTuple):
    """The rank of each line (0 is the highest) and what told it; `levels` names the ranks where words tell them."""

    ranks: list[int]
    levels: list[str | None]
    how: str


def rank_lines(
    lines: list[Line], vocabulary: Vocabulary, heading_level: str | None, title: Sequence[str]
) -> tuple[list[Line], Sorted]:
    """Return the lines, heads first, with their ranks; `title` are the lines above the table, which may name its whole.

    Subtotals that are named below their parts ("Cộng huyện Nho Quan") become the heads of these.
    """
    tiered = by_tiers(lines, vocabulary)
    if tiered is not None:
        return _heads_first(lines, tiered)
    heads = _named_below(lines, vocabulary)
    if heads is not None:
        return heads
    return lines, _ranked(lines, vocabulary, heading_level, title)


def by_tiers(lines: Sequence[Line], vocabulary: Vocabulary) -> Sorted | None:
    """Rank by a column that tells the level of each row, None where it tells fewer than two known levels.

    Numbers are levels from the highest down. A row without a level heads the row below it, if that is no lowest one.
    """
    units = [line for line in lines if line.total is None and line.name]
    words = dict.fromkeys(line.tier for line in units if line.tier)
    if 2 * sum(bool(line.tier) for line in units) < len(units):
        return None
    levels = tier_levels(list(words), vocabulary)
    if None in levels.values() or len(set(levels.values())) < 2:
        return None
    if all(word.isdigit() for word in words):
        order = sorted(set(levels.values()), key=lambda level: int(level or 0))
    else:
        order = [level for level in tier_order(vocabulary.levels) if level in levels.values()]
        first = [levels[line.tier] for line in units if line.tier]
        if {"region", "province"} <= set(order) and first.index("province") < first.index("region"):
            at = order.index("region")
            order[at : at + 2] = ["province", "region"]  # Land, Regierungsbezirk, Kreis
    lowest = len(order) - 1
    ranks, below = [], lowest
    for line in reversed(lines):
        if line.tier in levels:
            below = order.index(levels[line.tier])
            ranks.append(below)
        else:
            ranks.append(below if below == lowest else max(below - 1, 0))
    ranks = ranks[::-1]
    numbered = all(word.isdigit() for word in words)
    step = -1 if _heads_stand_below(lines, ranks) else 1
    if not _head_others(ranks[::step], lines[::step], _OF_DIGITS if numbered else _OF_WORDS):
        return None
    return Sorted(ranks, [None] * len(order) if numbered else list(order), "tiers")


def _heads_stand_below(lines: Sequence[Line], ranks: Sequence[int]) -> bool:
    """Tell whether every upper unit stands below its parts: the first unit is of the lowest level, the last is not."""
    units = [rank for rank, line in zip(ranks, lines, strict=True) if line.total is None and line.name]
    return units[0] == max(units) > units[-1]


def _heads_first(lines: list[Line], placed: Sorted) -> tuple[list[Line], Sorted]:
    """Put upper units that stand below their parts above them."""
    if not _heads_stand_below(lines, placed.ranks):
        return lines, placed
    trees: list[tuple[int, list[int]]] = []  # the rank of a tree's head, and its lines, the head first
    for at, (line, rank) in enumerate(zip(lines, placed.ranks, strict=True)):
        first = len(trees)
        while line.total is None and first and trees[first - 1][0] > rank:
            first -= 1
        below = [own for _, tree in trees[first:] for own in tree]
        trees[first:] = [(rank if line.total is None else -1, [at, *below])]
    order = [at for _, tree in trees for at in tree]
    return [lines[at] for at in order], placed._replace(ranks=[placed.ranks[at] for at in order])


def _head_others(ranks: Sequence[int], lines: Sequence[Line], quarters: int) -> bool:
    """Tell whether so many quarters of the units above the lowest have lower ones right below them.

    Else the column tells kinds of units that stand beside each other (city, village), or classes (1, 2, 3).
    """
    units = [rank for rank, line in zip(ranks, lines, strict=True) if line.total is None and line.name]
    lowest = max(units)
    heads = [below > rank for rank, below in pairwise([*units, 0]) if rank < lowest]
    return 4 * sum(heads) >= quarters * len(heads)


def tier_order(levels: Sequence[str]) -> list[str]:
    """Return the levels that a column of levels may name, the highest first."""
    return ["whole", "region", *levels[:-1], "group", levels[-1], "hamlet"]


def tier_levels(words: Sequence[str], vocabulary: Vocabulary) -> dict[str, str | None]:
    """Return the level of each word in a column of levels, None where it is unknown; single digits are levels too."""
    if words and all(word.isdigit() and len(word) == 1 for word in words):
        return {word: word for word in words}
    named = {word: vocabulary.tier_level(word) for word in words}
    is_above = {"province", "district", "commune"} & set(named.values())
    return {
        word: ("district" if is_above else "province") if level == "city" else level for word, level in named.items()
    }


def _named_below(lines: list[Line], vocabulary: Vocabulary) -> tuple[list[Line], Sorted] | None:
    """Put two or more subtotals that name units not met so far above the units since the last such subtotal."""
    naming = [at for at, line in enumerate(lines) if _names_a_group(line, vocabulary)]
    if len(naming) < 2:
        return None
    units = {key(line.name) for line in lines if line.total is None and line.name}
    named = [at for at in naming if _group_of(lines[at]) not in units]
    last = max((at for at, line in enumerate(lines) if line.total is None and line.name), default=-1)
    if len(named) < 2 or last > named[-1] or any(not line.has_figures for line in lines if line.name):
        return None
    ordered: list[Line] = []
    ranks: list[int] = []
    waiting: list[Line] = []
    heads = set(named)
    for at, line in enumerate(lines):
        if at in heads:
            name = line.name[-len(_group_of(line)) :] if key(line.name).endswith(_group_of(line)) else line.name
            name = name if name is not line.name else line.name[: len(_group_of(line))]
            ordered += [line._replace(name=name, total=None, ordinal=None), *waiting]
            ranks += [0, *[1] * len(waiting)]
            waiting = []
        elif line.total is None:
            waiting.append(line)
        else:
            ordered += [*waiting, line]
            ranks += [0] * (len(waiting) + 1)
            waiting = []
    types = [vocabulary.type_level(line.name) if line.name else None for line in ordered]
    known = _resolved(types)
    levels = [_most([kind for kind, at in zip(known, ranks, strict=True) if at == rank]) for rank in (0, 1)]
    return ordered, Sorted(ranks, levels, "types")


def _names_a_group(line: Line, vocabulary: Vocabulary) -> bool:
    """Tell a subtotal of a place ("Cộng huyện Nho Quan") from a count of something ("Tổng số xã báo cáo")."""
    return line.total is not None and line.total.kind == "named" and vocabulary.type_level(line.total.of) is not None


def _group_of(line: Line) -> str:
    return line.total.of if line.total is not None else ""


def _ranked(lines: Sequence[Line], vocabulary: Vocabulary, heading_level: str | None, title: Sequence[str]) -> Sorted:
    types = [vocabulary.type_level(line.name) if line.name else None for line in lines]
    units = [index for index, line in enumerate(lines) if line.total is None and line.name]
    indented = _by_indent(lines, types, units)
    if indented is not None:
        return indented
    romans = _by_romans(lines, types, units)
    if romans is not None:
        return romans
    styles = _nested_styles([lines[index].ordinal for index in units])
    numbered = sum(lines[index].ordinal is not None for index in units)
    if len(styles) > 1 or (styles and _NUMBERED_SHARE * numbered >= len(units) > numbered):
        placed = _by_style(lines, types, styles, units)
        if placed is not None:
            return placed
    resolved = _resolved(types)
    levels = [level for level in vocabulary.levels if any(resolved[index] == level for index in units)]
    if len(levels) > 1 and _mostly_typed(types, units):
        known = {level: rank for rank, level in enumerate(levels)}
        ranks = [known.get(kind or "", len(levels) - 1) for kind in resolved]
        return Sorted(ranks, list(levels), "types")
    mixed = _typed_groups(lines, types, units)
    if mixed is not None:
        return mixed
    sections = _sections(lines, types, title)
    if sections:
        ranks = [0 if index in sections else 1 for index in range(len(lines))]
        return Sorted(ranks, [None, levels[0] if levels else heading_level], "sections")
    return Sorted([0] * len(lines), [levels[0] if len(levels) == 1 else heading_level], "flat")


def _by_indent(lines: Sequence[Line], types: Sequence[str | None], units: Sequence[int]) -> Sorted | None:
    """Rank by the blanks before the names, where every name but the deepest has deeper ones right below it.

    None where numbers or columns of their own tell the levels, or a blank was merely slipped in: then some name at the
    margin has nothing below it.
    """
    depths = sorted({lines[index].indent for index in units})
    if len(depths) < 2 or any(lines[index].ordinal for index in units) or lines[units[0]].indent != depths[0]:
        return None
    following = zip(units, [*units[1:], None], strict=True)
    if any(
        lines[index].indent < depths[-1] and (below is None or lines[below].indent <= lines[index].indent)
        for index, below in following
    ):
        return None
    ranks = [depths.index(line.indent) if line.indent in depths else 0 for line in lines]
    resolved = _resolved(types)
    levels = [_most([resolved[index] for index in units if lines[index].indent == depth]) for depth in depths]
    return Sorted(ranks, levels, "blanks")


def _by_romans(lines: Sequence[Line], types: Sequence[str | None], units: Sequence[int]) -> Sorted | None:
    """Rank names numbered I., II., … in their own cell over the names without number that follow them.

    None where another number stands among them, one is missing, most do not head others (names that merely lack
    their number), or a word calls both the same.
    """
    heads = [index for index in units if lines[index].ordinal is not None]
    if len(heads) < 2 or [lines[index].roman for index in heads] != [*range(1, len(heads) + 1)]:
        return None
    above = set(heads)
    following = zip(units, [*units[1:], heads[0]], strict=True)
    heading = sum(index in above and below not in above for index, below in following)
    resolved = _resolved(types)
    parts = [index for index in units if index > heads[0] and index not in above]
    called = {resolved[index] for index in parts} & {resolved[index] for index in heads}
    if 2 * heading <= len(heads) or called - {None}:
        return None
    levels = [_most([resolved[index] for index in some]) for some in (heads, parts)]
    ranks = [0 if index in above or index < heads[0] else 1 for index in range(len(lines))]
    return Sorted(ranks, _districts_over_parts(levels), "numbering")


def _nested_styles(ordinals: Sequence[str | None]) -> list[str]:
    """Return the styles of numbering from the highest down."""
    seen = [style for style in dict.fromkeys(ordinals) if style]
    if "letter" in seen and sum(style == "letter" for style in ordinals) > _LETTERED:
        seen.remove("letter")
    return sorted(seen, key=lambda style: _DEPTHS[style])  # letters and Romans keep the order they came in


def _by_style(
    lines: Sequence[Line], types: Sequence[str | None], styles: Sequence[str], units: Sequence[int]
) -> Sorted | None:
    """Rank by numbering; unnumbered names take the rank of their type word, else stand above the numbered ones.

    None where the numbering tells nothing: one style, and every unnumbered name merely lacks its number.
    """
    resolved = _resolved(types)
    levels: list[str | None] = [
        _most([resolved[index] for index in units if lines[index].ordinal == style]) for style in styles
    ]
    numbered = [index for index in units if lines[index].number]
    bare = [index for index in units if lines[index].ordinal not in styles]
    lowest = levels[-1] if levels else None
    found = [index for index in bare if types[index] != lowest and _heads(lines, index, numbered)]
    found = sorted(found + [at for at in bare if types[at] is lowest is None and _restarts(lines, at, numbered)])
    heads = {index for index in found if not _is_first_part(lines, types, index, found, units)}
    if len(styles) == 1 and not heads:
        return None
    if heads and len(styles) == 1:
        levels.insert(0, _most([resolved[index] for index in heads]))
        styles = ["", *styles]
    ranks = []
    for index, (line, level) in enumerate(zip(lines, resolved, strict=True)):
        if line.ordinal in styles:
            ranks.append(styles.index(line.ordinal))
        elif level is not None and level in levels:
            ranks.append(levels.index(level))
        else:
            ranks.append(0 if index in heads else len(styles) - 1)
    return Sorted(ranks, _districts_over_parts(levels), "numbering")


def _heads(lines: Sequence[Line], index: int, numbered: Sequence[int]) -> bool:
    """Tell an unnumbered name that heads a group (or stands beside the groups) from one that lost its number.

    Below a head the numbering begins anew, or it has no figures; a lost number leaves a gap, or is followed by none.
    """
    at, beyond = bisect_left(numbered, index), bisect_right(numbered, index)
    before, after = (numbered[at - 1] if at else None), (numbered[beyond] if beyond < len(numbered) else None)
    if not lines[index].has_figures:
        return after is not None
    if after is None:  # "staff of the province" below the last district belongs to no district
        return before is not None
    following, preceding = lines[after].number, lines[before].number if before is not None else 0
    return following == 1 or following == preceding + 1


def _restarts(lines: Sequence[Line], index: int, numbered: Sequence[int]) -> bool:
    """Tell whether a name without number, type word and figures has a numbering right below it that begins anew."""
    beyond = bisect_right(numbered, index)
    is_label = not lines[index].has_figures and lines[index].total is None and beyond < len(numbered)
    return is_label and lines[numbered[beyond]].number == 1


def _is_first_part(
    lines: Sequence[Line], types: Sequence[str | None], index: int, heads: Sequence[int], units: Sequence[int]
) -> bool:
    """Tell a row with figures right below a numbered head from a head of its own: a subtotal, or a part without number.

    Which of the two its figures tell (`hierarchy/`). Two such rows in one section are a level of their own.
    """
    at = bisect_left(units, index)
    head = lines[units[at - 1]] if at else None
    if head is None or _DEPTHS.get(head.ordinal or "bullet", 9) >= _DEPTHS["arabic"] or types[index] is not None:
        return False
    section = (units[below] for below in range(at, len(units)))
    end = next((below for below in section if _DEPTHS.get(lines[below].ordinal or "", 9) < _DEPTHS["arabic"]), None)
    others = heads[(after := bisect_right(heads, index)) : after + 1]
    return lines[index].has_figures and all(end is not None and other >= end for other in others)


def _districts_over_parts(levels: list[str | None]) -> list[str | None]:
    """Settle a thành phố that is numbered over other names: it is a district, whatever these are called."""
    return [
        "district" if level == "province" and rank < len(levels) - 1 else level for rank, level in enumerate(levels)
    ]


def _typed_groups(lines: Sequence[Line], types: Sequence[str | None], units: Sequence[int]) -> Sorted | None:
    """Rank names with a type word over names without one that follow them, and the other way round.

    Only where the typed names are of one level besides communes and every group has members: "Huyện X" over bare names
    and communes, or bare names over "Xã …". One bare name among typed ones merely lacks its word.
    """
    resolved = _resolved(types)
    kinds = {resolved[index] for index in units}
    named = kinds - {None, "commune"} or kinds - {None}
    if None not in kinds or len(named) != 1 or any(lines[index].ordinal for index in units):
        return None
    level = next(iter(named))
    typed_above = level != "commune"
    heads = [index for index in units if (resolved[index] == level) is typed_above]
    members = len(units) - len(heads)
    if lines[units[0]] is not lines[heads[0]] or members < 2 * len(heads) or len(heads) < 2:
        return None
    above = set(heads)
    ranks = [0 if index in above else 1 for index in range(len(lines))]
    return Sorted(ranks, [level, None] if typed_above else [None, level], "types")


def _resolved(types: Sequence[str | None]) -> list[str | None]:
    """Settle what a thành phố is: a district beside districts or over communes, else a province."""
    city = "district" if any(other in ("district", "commune") for other in types) else "province"
    return [city if kind == "city" else kind for kind in types]


def _mostly_typed(types: Sequence[str | None], units: Sequence[int]) -> bool:
    return 5 * sum(types[index] is not None for index in units) >= 4 * len(units)


def _most(kinds: Sequence[str | None]) -> str | None:
    named = [kind for kind in kinds if kind]
    return max(sorted(set(named)), key=named.count) if named else None


def _sections(lines: Sequence[Line], types: Sequence[str | None], title: Sequence[str]) -> set[int]:
    """Return the lines that head a section: a name without figures, after a gap, with figures below it.

    A unit that has not reported looks the same but stands in the run of its peers or is called or numbered like them;
    a first one alone is a section only if the title speaks of it.
    """
    bare = [index for index, line in enumerate(lines) if line.name and not line.has_figures and line.total is None]
    full = [index for index, line in enumerate(lines) if line.name and line.has_figures and line.total is None]
    if not bare or not all(lines[index].after_gap or index == 0 for index in bare):
        return set()
    peers = {(types[index], lines[index].ordinal is None) for index in full}
    if any((types[index], lines[index].ordinal is None) in peers and types[index] for index in bare):
        return set()
    if any(lines[index].ordinal for index in bare):
        return set()
    if len(bare) > 1:
        return set(bare)
    named = any(key(lines[bare[0]].name) in key(line) for line in title)
    return set(bare) if named or any(line.total and line.total.kind == "named" for line in lines) else set()
