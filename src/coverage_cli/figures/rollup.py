"""Sum counts up the tree of units: only over parts that have both of the pair, never a percentage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from coverage_cli.model import Count, Units


class Sums(NamedTuple):
    """Numerators and denominators of every unit, aligned with the units, and what stands in these sums.

    Of `expected` units `complete` are in the sums, an upper unit whose printed figures stand for its parts being one;
    of `lowest` units `with_both` have both counts themselves (an upper unit all of whose parts are counted and whose
    denominator alone is known being one). `taken` tells the upper units whose figures stand as
    printed because nothing below them has any, `kept` those whose figures do because it was told; `has_denominator` is
    false where the indicator is counted alone.
    """

    numerators: list[Count | None]
    denominators: list[Count | None]
    complete: list[int]
    expected: list[int]
    taken: list[bool]
    kept: list[bool]
    with_both: list[int]
    lowest: list[int]
    has_denominator: bool = True


def roll_up(
    units: Units,
    numerators: Sequence[Count | None],
    denominators: Sequence[Count | None] | None,
    *,
    printed: bool = False,
) -> Sums:
    """Return the figures of every unit: its own for a leaf, the sums over its complete parts above.

    `denominators` is None for an indicator that needs none (a count target alone). `printed` keeps the printed
    figures of upper units where they have both. Parents come before their parts in `units`.
    """
    size = len(units)
    over: list[Count | None] = list(numerators)
    under: list[Count | None] = list(denominators) if denominators is not None else [None] * size
    complete, expected, present = [0] * size, [0] * size, [False] * size
    taken, kept = [False] * size, [False] * size
    with_both, lowest, bare = [0] * size, [0] * size, [0] * size
    below_over: list[Count] = [0] * size
    below_under: list[Count] = [0] * size
    for at in range(size - 1, -1, -1):
        own = over[at] is not None and (denominators is None or bool(under[at]))
        if not present[at]:
            taken[at] = not units[at].leaf and (over[at] is not None or under[at] is not None)
            present[at] = over[at] is not None or under[at] is not None
            complete[at], expected[at] = int(own), 1 if units[at].leaf or present[at] else max(1, expected[at])
        elif own and not complete[at]:  # nothing below has both: the printed pair is all there is
            taken[at], complete[at], expected[at] = True, 1, 1
        elif printed and own:
            kept[at] = True
        else:
            over[at], under[at] = _summed(
                complete[at], below_over[at], below_under[at], has_under=denominators is not None
            )
        if units[at].leaf:
            with_both[at], lowest[at], bare[at] = complete[at], 1, int(numerators[at] is None)
        elif taken[at] and not bare[at]:  # all are counted, the denominator is known of this unit alone
            with_both[at], lowest[at] = complete[at], expected[at]
        parent = units[at].parent
        if parent is not None:
            with_both[parent] += with_both[at]
            lowest[parent] += lowest[at]
            bare[parent] += bare[at]
            present[parent] = present[parent] or present[at]
            expected[parent] += expected[at]
            if complete[at]:
                complete[parent] += complete[at]
                below_over[parent] += over[at] or 0
                below_under[parent] += under[at] or 0
    return Sums(over, under, complete, expected, taken, kept, with_both, lowest, denominators is not None)


def nothing_of(units: Units) -> Sums:
    """Return the sums of a measure that nobody counted."""
    nothing: list[Count | None] = [None] * len(units)
    none, never = [0] * len(units), [False] * len(units)
    return Sums(nothing, nothing, none, none, never, never, none, none, has_denominator=False)


def _summed(complete: int, over: Count, under: Count, *, has_under: bool) -> tuple[Count | None, Count | None]:
    """Return the sums of an upper unit; without a complete part there is nothing to sum."""
    if not complete:
        return None, None
    return over, under if has_under else None
