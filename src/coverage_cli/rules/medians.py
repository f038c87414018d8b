"""What a unit usually has: medians of its other periods, exactly, and which values lie far from them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from coverage_cli.grouping import places_where
from coverage_cli.model import Count
from coverage_cli.rules.history import Values

# A value is usual where more than half of the others lie within this factor of it.
_ALIKE = 2


def median(values: Iterable[Count]) -> Fraction:
    """Return the median, exactly.

    >>> median([4, 1, 3]), median([4, 1, 3, 2])
    (Fraction(3, 1), Fraction(5, 2))
    """
    ordered = sorted(values)
    half = len(ordered) // 2
    return (
        Fraction(ordered[half])
        if len(ordered) % 2
        else Fraction(ordered[half - 1] + ordered[half]) / 2
    )


def usual_of(others: Sequence[Count]) -> Fraction | None:
    """Return what a unit usually has, None where its values do not agree."""
    usual = median(others)
    alike = sum(usual <= _ALIKE * value and value <= _ALIKE * usual for value in others)
    return usual if 2 * alike > len(others) else None


def departures(values: Values, percent: int) -> Iterator[tuple[int, list[Count]]]:
    """Yield the periods whose value lies more than so many percent from the median of the others, with these.

    Of two values only the newer can depart.
    """
    known = places_where(lambda value: value is not None, values)
    ordered: list[Count] = sorted(values[at] for at in known)  # type: ignore[misc]
    if len(known) < 2 or ordered[0] == ordered[-1]:
        return
    for at in known[1:] if len(known) == 2 else known:
        value = values[at] or 0
        # Twice the median is a whole number for whole counts: this is asked of every value.
        doubled = _doubled_median_without(ordered, bisect_left(ordered, value))
        apart: Count = max(2 * value - doubled, doubled - 2 * value)
        if 100 * apart > percent * doubled:
            yield at, [values[other] for other in known if other != at]  # type: ignore[misc]


def _doubled_median_without(ordered: Sequence[Count], rank: int) -> Count:
    """Return twice the median of sorted values without one of them."""
    count = len(ordered) - 1
    low, high = (count - 1) // 2, count // 2
    return ordered[low + (low >= rank)] + ordered[high + (high >= rank)]
