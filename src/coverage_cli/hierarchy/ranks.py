"""Rank the rows of a single name column: which names stand above which. No tree is built and nothing is summed here.

Each proposer looks at one thing that tells levels and offers a ranking, or None. They are asked in the order of trust,
`PROPOSERS`; what each of them trusts is written down in docs/decisions/0003.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from heapq import merge
from itertools import repeat

from coverage_cli.grouping import place_of, places_where, take
from coverage_cli.hierarchy.numbering import by_romans, by_styles
from coverage_cli.hierarchy.rows import Ranking, Rows, Words, rows_of, share_of_heads
from coverage_cli.spelling import key, loosened

_OF_WORDS = 2
# A column tells levels where so many quarters of its upper units head others; digits may be classes and prove less.
_OF_DIGITS = 3


def rank(rows: Rows, words: Words) -> Ranking:
    """Return the rows, heads first, with their ranks; rows that name blocks stand above the rows of these."""
    heads = places_where(lambda line: line.heads_block, rows.lines)
    if not heads:
        return _ranked(rows, words)
    above = rows.take(heads)
    inside = _ranked(rows.take(places_where(lambda line: not line.heads_block, rows.lines)), words)
    below = zip(*inside.rows[:3], (rank + 1 for rank in inside.ranks), strict=True)
    merged = merge(zip(*above[:3], repeat(0)), below, key=lambda row: row[0].row)
    *columns, ranks = zip(*merged, strict=True)
    level = above.types[0] if above.types[0] in words.levels else None
    return Ranking(rows_of(*columns), ranks, [level, *inside.levels], "sections")


def _ranked(rows: Rows, words: Words) -> Ranking:
    offered = (propose(rows, words) for propose in PROPOSERS)
    return next(ranking for ranking in offered if ranking is not None)


def by_tiers(rows: Rows, words: Words) -> Ranking | None:
    """Rank by a column that tells the level of each row, where it tells two known levels or more.

    Numbers are levels from the highest down. A row without a level heads the row below it, if that is no lowest one.
    """
    told = take(rows.tiers, rows.units)
    levels = set(told) - {""}
    if len(levels) < 2 or "?" in levels:
        return None
    are_numbers = all(map(str.isdigit, levels))
    order = sorted(levels, key=int) if are_numbers else _in_order(told, words)
    ranks, lowest = _ranks_of_tiers(rows, order), len(order) - 1
    placed = Ranking(rows, ranks, [None] * len(order) if are_numbers else order, "tiers")
    if ranks[rows.units[0]] == lowest > ranks[rows.units[-1]]:
        placed = heads_first(placed)
    quarters = 4 * share_of_heads(take(placed.ranks, placed.rows.units))
    return placed if quarters >= (_OF_DIGITS if are_numbers else _OF_WORDS) else None


def _ranks_of_tiers(rows: Rows, order: Sequence[str]) -> list[int]:
    """Return the rank of each row by its level; one without a level stands one above the row below it."""
    known = place_of(order)
    lowest = below = len(order) - 1
    ranks = []
    for tier in reversed(rows.tiers):
        one_above = below if below == lowest else max(below - 1, 0)
        ranks.append(known.get(tier, one_above))
        below = known.get(tier, below)
    return ranks[::-1]


def tier_order(levels: Sequence[str]) -> list[str]:
    """Return the levels that a column of levels may name, the highest first."""
    return ["whole", "region", *levels[:-1], "group", levels[-1], "hamlet"]


def _in_order(told: Sequence[str], words: Words) -> list[str]:
    """Return the levels told, the highest first; a province may stand above its regions (Land, Bezirk, Kreis)."""
    order = [level for level in tier_order(words.levels) if level in told]
    if {"region", "province"} <= set(told) and told.index("province") < told.index("region"):
        order[order.index("region") : order.index("province") + 1] = ["province", "region"]
    return order


def heads_first(placed: Ranking) -> Ranking:
    """Put upper units that stand below their parts above them; no part stands beyond a total."""
    trees: list[
        tuple[int, list[int]]
    ] = []  # the rank of a tree's head, and its rows, the head first
    for at, (line, own) in enumerate(zip(placed.rows.lines, placed.ranks, strict=True)):
        rank = own if line.total is None else -1
        first = len(trees)
        while first and trees[first - 1][0] > rank >= 0:
            first -= 1
        trees[first:] = [(rank, [at, *(below for _, tree in trees[first:] for below in tree)])]
    order = [at for _, tree in trees for at in tree]
    return placed._replace(rows=placed.rows.take(order), ranks=take(placed.ranks, order))


def by_subtotals(rows: Rows, _: Words) -> Ranking | None:
    """Put two or more subtotals that name units not met so far above the units since the last such subtotal.

    "Cộng huyện Nho Quan" names a place; "Tổng số xã báo cáo" counts something.
    """
    lines = list(rows.lines)
    naming = places_where(lambda line: line.total is not None and line.total.type_of, lines)
    if len(naming) < 2:
        return None
    units = {loosened(key(lines[at].name)) for at in rows.units}
    heads = {at for at in naming if loosened(lines[at].of) not in units}
    is_last = not rows.units or rows.units[-1] < naming[-1]
    if len(heads) < 2 or not is_last:
        return None
    types = list(rows.types)
    for at in heads:
        total = lines[at].total
        assert total is not None
        types[at] = total.type_of
        lines[at] = lines[at]._replace(name=total.name, total=None, ordinal=None)
    ranks, below = [0] * len(lines), 0
    for at in range(len(lines) - 1, -1, -1):
        ranks[at] = below if lines[at].is_unit and at not in heads else 0
        below = 1 if at in heads else 0 if lines[at].total is not None else below
    made = rows_of(lines, types, rows.tiers)
    return heads_first(Ranking(made, ranks, made.levels_of(ranks), "types"))


def by_indent(rows: Rows, _: Words) -> Ranking | None:
    """Rank by the blanks before the names, where every name but the deepest has deeper ones right below it.

    None where numbers or columns of their own tell the levels, or a blank was merely slipped in: then some name at the
    margin has nothing below it.
    """
    units = take(rows.lines, rows.units)
    depths = sorted({line.indent for line in units})
    if len(depths) < 2 or units[0].indent != depths[0] or rows.is_numbered:
        return None
    places = place_of(depths)
    ranks = [places.get(line.indent, 0) for line in rows.lines]
    if share_of_heads(take(ranks, rows.units)) < 1:
        return None
    return Ranking(rows, ranks, rows.levels_of(ranks), "blanks")


def by_types(rows: Rows, words: Words) -> Ranking | None:
    """Rank by the type words, where four names in five have one and two levels occur."""
    kinds = take(rows.kinds, rows.units)
    levels = [level for level in words.levels if level in kinds]
    if len(levels) < 2 or 5 * kinds.count(None) > len(kinds):
        return None
    known: Mapping[str | None, int] = place_of(levels)
    return Ranking(rows, [known.get(kind, len(levels) - 1) for kind in rows.kinds], levels, "types")


def by_typed_heads(rows: Rows, _: Words) -> Ranking | None:
    """Rank names with a type word over names without one that follow them, and the other way round.

    Only where the typed names are of one level besides communes and every group has members: "Huyện X" over bare names
    and communes, or bare names over "Xã …". One bare name among typed ones merely lacks its word.
    """
    with_figures = set(take(rows.kinds, rows.counted))
    kinds = set(take(rows.kinds, rows.units))
    # Heads without figures are told apart from a whole of a higher level that stands among the rows with its own.
    named = kinds - with_figures - {None, "commune"} or kinds - {None, "commune"} or kinds - {None}
    if None not in kinds or len(named) != 1 or rows.is_numbered:
        return None
    (level,) = named
    is_above = level != "commune"
    heads = [at for at in rows.units if (rows.kinds[at] == level) is is_above]
    if len(heads) < 2 or heads[0] != rows.units[0] or len(rows.units) < 3 * len(heads):
        return None
    return Ranking(rows, rows.below(heads), [level, None] if is_above else [None, level], "types")


def by_sections(rows: Rows, words: Words) -> Ranking | None:
    """Rank names without figures over the units below them, where each stands after a gap.

    A unit that has not reported looks the same but stands in the run of its peers or is called or numbered like them;
    a first one alone is a section only if the title or a total speaks of it.
    """
    counted = set(rows.counted)
    bare = [at for at in rows.units if at not in counted]
    sections = take(rows.lines, bare)
    if not bare or not all(line.after_gap and line.ordinal is None for line in sections):
        return None
    peers = {rows.types[at] for at in counted if rows.lines[at].ordinal is None}
    if peers.intersection(take(rows.types, bare)) - {None}:
        return None
    spoken = "\n".join(map(key, words.title))
    is_summed = any(line.sums == "named" for line in rows.lines)
    if len(bare) == 1 and not is_summed and key(sections[0].name) not in spoken:
        return None
    return Ranking(rows, rows.below(bare), [None, _only_level(rows, words, first=True)], "sections")


def in_one_level(rows: Rows, words: Words) -> Ranking:
    """Rank all rows alike."""
    return Ranking(rows, [0] * len(rows.lines), [_only_level(rows, words)], "flat")


def _only_level(rows: Rows, words: Words, *, first: bool = False) -> str | None:
    """Return the level that type words tell of the units, or the highest of several (`first`), else their heading's."""
    kinds = set(take(rows.kinds, rows.units))
    levels = [level for level in words.levels if level in kinds]
    return levels[0] if len(levels) == 1 or (levels and first) else words.heading


PROPOSERS: Sequence[Callable[[Rows, Words], Ranking | None]] = (
    by_tiers,
    by_subtotals,
    by_indent,
    by_romans,
    by_styles,
    by_types,
    by_typed_heads,
    by_sections,
    in_one_level,
)
