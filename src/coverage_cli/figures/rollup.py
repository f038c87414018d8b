"""Sum counts up the tree of units: only over parts that have both of the pair, never a percentage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coverage_cli.model import Count, Units
from coverage_cli.records import NamedTuple


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
    size, has_denominator = len(units), denominators is not None
    over: list[Count | None] = list(numerators)
    under: list[Count | None] = [None] * size if denominators is None else list(denominators)
    present = [one is not None or other is not None for one, other in zip(over, under, strict=True)]
    # What a lowest unit comes to; the upper ones are worked out below, from the last to the whole.
    complete = [
        int(one is not None and (not has_denominator or bool(other)))
        for one, other in zip(over, under, strict=True)
    ]
    expected, lowest, with_both = [1] * size, [1] * size, list(complete)
    # Units without a numerator: where none is below, a printed denominator above speaks of them all.
    bare = [int(one is None) for one in over]
    taken, kept = [False] * size, [False] * size
    for at in units.uppers_last_first:
        parts = units.parts[at]
        own, counted = complete[at], [part for part in parts if complete[part]]
        below = any(present[part] for part in parts)
        # Nothing below has both: the printed pair is all there is.
        if (own and not counted) or not below:
            taken[at] = present[at]
            expected[at] = 1 if present[at] else max(1, _total(expected, parts))
        else:
            complete[at], expected[at] = _total(complete, counted), _total(expected, parts)
            kept[at] = printed and bool(own)
            if not kept[at]:
                over[at] = _total(over, counted) if counted else None
                under[at] = _total(under, counted) if counted and has_denominator else None
        present[at] = present[at] or below
        bare[at] = _total(bare, parts)
        # All below are counted, and the denominator is known of this unit alone.
        if taken[at] and not bare[at]:
            with_both[at], lowest[at] = complete[at], expected[at]
        else:
            with_both[at], lowest[at] = _total(with_both, parts), _total(lowest, parts)
    return Sums(over, under, complete, expected, taken, kept, with_both, lowest, has_denominator)


def _total(values: Sequence[Any], places: Sequence[int]) -> Any:
    return sum(map(values.__getitem__, places))


def nothing_of(units: Units) -> Sums:
    """Return the sums of a measure that nobody counted."""
    nothing: list[Count | None] = [None] * len(units)
    none, never = [0] * len(units), [False] * len(units)
    return Sums(nothing, nothing, none, none, never, never, none, none, has_denominator=False)
