"""Rank names by the numbers before them: A over I over 1 over 1.1 over a over a bullet, names without among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from coverage_cli.grouping import place_of, take
from coverage_cli.hierarchy.rows import Line, Ordinal, Ranking, Rows, Words, share_of_heads

# A single capital letter numbers a row only where few rows are so numbered.
_LETTERED = 30
# Of two styles the deeper one is the lower; of letters and Romans the one that comes first is the higher.
_DEPTHS = {"letter": 0, "roman": 0, "arabic": 2, "dotted": 3, "dotted2": 4, "small": 5, "bullet": 6}
# Numbering tells the levels where at least one in this many names is numbered.
_NUMBERED_SHARE = 2
_HALF = Fraction(1, 2)


def by_romans(rows: Rows, _: Words) -> Ranking | None:
    """Rank names numbered I., II., … in their own cell over the names without number that follow them.

    None where another number stands among them, one is missing, most do not head others (names that merely lack
    their number), or a word calls both the same.
    """
    heads = sorted({*rows.units}.difference(rows.styled(None)))
    if len(heads) < 2 or [rows.lines[at].roman for at in heads] != [*range(1, len(heads) + 1)]:
        return None
    ranks = rows.below([*range(heads[0]), *heads])
    parts = [at for at in rows.units if ranks[at]]
    alike = set(take(rows.kinds, heads)).intersection(take(rows.kinds, parts)) - {None}
    if alike or share_of_heads(take(ranks, rows.units)) <= _HALF:
        return None
    levels = [rows.level_of(heads), rows.level_of(parts)]
    return Ranking(rows, ranks, _districts_over_parts(levels), "numbering")


def by_styles(rows: Rows, _: Words) -> Ranking | None:
    """Rank by the styles of numbers; names without number take the rank of their type word, else stand above or below.

    None where the numbering tells nothing: one style, and every unnumbered name merely lacks its number.
    """
    ordinals = [line.ordinal for line in take(rows.lines, rows.units)]
    styles = _nested_styles(ordinals)
    numbered = len(ordinals) - ordinals.count(None)
    if not styles or (
        len(styles) == 1 and not _NUMBERED_SHARE * numbered >= len(ordinals) > numbered
    ):
        return None
    levels = [rows.level_of(rows.styled(style)) for style in styles]
    heads = _unnumbered_heads(rows, styles, levels[-1])
    if len(styles) == 1 and not heads:
        return None
    if len(styles) == 1:
        levels.insert(0, rows.level_of(heads))
        styles = ["", *styles]
    by_style: Mapping[str | None, int] = place_of(styles)
    by_level: dict[str | None, int] = {level: levels.index(level) for level in levels if level}
    others = [place * (len(styles) - 1) for place in rows.below(heads)]
    ranks = [
        by_style.get(line.ordinal, by_level.get(kind, other))
        for line, kind, other in zip(rows.lines, rows.kinds, others, strict=True)
    ]
    return Ranking(rows, ranks, _districts_over_parts(levels), "numbering")


def _nested_styles(ordinals: Sequence[Ordinal | None]) -> list[str]:
    """Return the styles of numbering from the highest down; letters and Romans keep the order they came in."""
    most_rows = {"letter": _LETTERED}
    seen = [style for style in dict.fromkeys(ordinals) if style]
    seen = [style for style in seen if ordinals.count(style) <= most_rows.get(style, len(ordinals))]
    return sorted(seen, key=_DEPTHS.__getitem__)


def _unnumbered_heads(rows: Rows, styles: Sequence[str], lowest: str | None) -> list[int]:
    """Return the names without number that head a group, or stand beside the groups; the others lack their number."""
    numbers = [line.number if line.is_unit else 0 for line in rows.lines]
    above, below = [*accumulate(numbers, _latest)], [*accumulate(reversed(numbers), _latest)][::-1]
    heads = []
    for at in rows.units:
        line = rows.lines[at]
        if rows.types[at] != lowest:
            is_head = _heads(line, above[at], below[at])
        else:  # called like those that are numbered it must do more: have no figures, and leave no gap in the numbers
            is_head = lowest is None and below[at] in (1, above[at] + 1) and not line.has_figures
        heads += [at] * (is_head and line.ordinal not in styles)
    return _without_first_parts(rows, heads)


def _latest(seen: int, number: int) -> int:
    return number or seen


def _heads(line: Line, above: int, below: int) -> bool:
    """Tell an unnumbered name that heads a group (or stands beside the groups) from one that lost its number.

    `above` and `below` are the nearest numbers, 0 for none. Below a head the numbers begin anew or go on, or it has no
    figures; a lost number leaves a gap, or is followed by none.
    """
    if not line.has_figures:
        return bool(below)
    if not below:  # "staff of the province" below the last district belongs to no district
        return bool(above)
    return below in (1, above + 1)


def _without_first_parts(rows: Rows, heads: Sequence[int]) -> list[int]:
    """Return the heads but a single one of its section with figures right below the numbered head of that.

    It is a subtotal, or a part without number: that its figures tell. Two such rows in one section are a level.
    """
    tops = set(rows.units).intersection(rows.styled("letter") + rows.styled("roman"))
    section = [*accumulate(map(tops.__contains__, range(len(rows.lines))))]
    several = Counter(take(section, heads))
    firsts = {below for above, below in pairwise(rows.units) if above in tops}
    parts = {
        at
        for at in firsts.intersection(rows.counted)
        if rows.types[at] is None and several[section[at]] == 1
    }
    return [at for at in heads if at not in parts]


def _districts_over_parts(levels: Sequence[str | None]) -> list[str | None]:
    """Settle a thành phố that is numbered over other names: it is a district, whatever these are called."""
    return [*("district" if level == "province" else level for level in levels[:-1]), levels[-1]]
