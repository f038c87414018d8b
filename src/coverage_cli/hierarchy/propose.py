"""Offer sums: a row and the run of rows right below or above it, all others, or those set in further to the right.

A proposer only offers; each is a screen at the cost of a search in running sums, and whether a sum is taken is weighed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from coverage_cli.hierarchy.siblings import Siblings, Values
from coverage_cli.hierarchy.weigh import FEWEST, Claim
from coverage_cli.model import Count

# So many columns are searched for runs; the others only bear witness.
_TRIED = 4
# A sum of rounded figures is so many steps of rounding from its figure at most.
_MOST_STEPS = 3


def proposals(siblings: Siblings) -> list[Claim]:
    """Return every sum worth weighing among siblings, each once."""
    size = len(siblings.at)
    seen: dict[tuple[int, int, int], Claim] = {}
    for claim in (*_twins(siblings), *_indented(siblings), *_rest(siblings), *_runs(siblings)):
        if not siblings.leaves[claim.head]:  # it has parts already
            continue
        last = claim.parts[-1] if isinstance(claim.parts, range) else size
        seen.setdefault((claim.head, claim.parts[0], last), claim)
    return list(seen.values())


def _twins(siblings: Siblings) -> Iterator[Claim]:
    """Offer each row without parts over the unit with parts right beside it: its total, written as one more row."""
    for first, second in pairwise(range(len(siblings.at))):
        if siblings.leaves[first] == siblings.leaves[second] or not siblings.columns:
            continue
        head, part = (first, second) if siblings.leaves[first] else (second, first)
        if siblings.columns[0][head] == siblings.columns[0][part]:
            yield Claim(head, range(part, part + 1), FEWEST)


def _runs(siblings: Siblings) -> Iterator[Claim]:
    """Offer the runs below and above each row that its figure in one of the columns is about the sum of."""
    size = len(siblings.at)
    for values, sums, step in list(
        zip(siblings.columns, siblings.sums, siblings.steps, strict=True)
    )[:_TRIED]:
        for head, value in _reached(values, sums, step):
            for first, last in (*_below(sums, head, value, step), *_above(sums, head, value, step)):
                if last - first >= FEWEST:
                    yield Claim(head, range(first, last), 2 * size)


def _reached(values: Values, sums: Sequence[Count], step: int) -> list[tuple[int, Count]]:
    """Screen: return the rows, with their figures, that a run right below or above may come to.

    Running sums are parted into windows as wide as what may be apart from a figure on both sides.
    """
    apart = _MOST_STEPS * step
    windows = {total // (2 * apart) for total in sums}
    windows |= {window - 1 for window in windows}  # what is looked for reaches into the next one
    return [
        (head, value)
        for head, value in enumerate(values)
        if value is not None and value > step
        if (sums[head + 1] + value - apart) // (2 * apart) in windows
        or (sums[head] - value - apart) // (2 * apart) in windows
    ]


def _below(sums: Sequence[Count], head: int, value: Count, step: int) -> Iterator[tuple[int, int]]:
    """Yield the runs from the row below on whose sum is within rounding of a value, the shortest of equal ones."""
    start, slack = sums[head + 1], _slack(value, step)
    stop = bisect_left(sums, start + value - slack, lo=head + 1)
    while stop < len(sums) and sums[stop] <= start + value + slack:
        yield head + 1, stop
        stop = bisect_right(sums, sums[stop])  # blanks add nothing


def _above(sums: Sequence[Count], head: int, value: Count, step: int) -> Iterator[tuple[int, int]]:
    end, slack = sums[head], _slack(value, step)
    start = bisect_right(sums, end - value + slack, hi=head + 1) - 1
    while start >= 0 and sums[start] >= end - value - slack:
        yield start, head
        start = bisect_left(sums, sums[start]) - 1


def _slack(value: Count, step: int) -> Count | float:
    """Return how far from a value a sum of rounded figures is looked for."""
    if value > 100 * step:
        return _MOST_STEPS * step
    # Half a person as a float: exact beside whole numbers, and a search costs a tenth of one with fractions.
    return 0.5 if step == 1 else step


def _rest(siblings: Siblings) -> Iterator[Claim]:
    """Offer each row that holds about as much as all others together: a total in the middle."""
    size = len(siblings.at)
    if size <= FEWEST or not siblings.columns:
        return
    values, whole = siblings.columns[0], siblings.sums[0][-1]
    for head, value in enumerate(values):
        if value is not None and 0 < 9 * whole < 20 * value:
            parts: range | list[int] = [part for part in range(size) if part != head]
            if head in (0, size - 1):
                parts = range(1, size) if head == 0 else range(head)
            yield Claim(head, parts, 1, rest=True)


def _indented(siblings: Siblings) -> Iterator[Claim]:
    """Offer each name over those right below it that are set in further."""
    indents = siblings.marks.indents
    if len(set(indents)) < FEWEST:
        return
    size = len(indents)
    for head in range(size - 1, -1, -1):
        stop = next((at for at in range(head + 1, size) if indents[at] <= indents[head]), size)
        inner = range(head + 1, stop)
        if inner:
            nearest = min(indents[at] for at in inner)
            parts = [at for at in inner if indents[at] == nearest]
            yield Claim(head, inner if len(parts) == len(inner) else parts, FEWEST)
