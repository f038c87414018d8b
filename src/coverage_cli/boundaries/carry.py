"""Carry columns of counts from old units to new ones: sums stay the same, to the person.

Pure: places are 0-based, counts exact. Whole units are added up; people of a parted one are whole, too, by largest
remainder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from coverage_cli.figures.allocate import Share, split
from coverage_cli.model import Count
from coverage_cli.records import NamedTuple

Move = tuple[tuple[int, Fraction], ...]
"""Where the people of an old unit go: (new unit, share), the shares summing to one."""


class Moves(NamedTuple):
    """Where the people of each old unit go, among `size` new units."""

    moves: Sequence[Move]
    size: int

    def carried(self, values: Sequence[Count | None]) -> list[Count | None]:
        """Return a column on the new units: None where a part has no value, or no part goes there.

        >>> half = Fraction(1, 2)
        >>> Moves([((0, Fraction(1)),), ((0, half), (1, half))], 3).carried([10, 5])
        [13, 2, None]
        """
        sums: list[Count | None] = [0] * self.size
        reached = [False] * self.size
        for move, value in zip(
            self.moves,
            values,
            strict=True,
        ):
            for at, part in zip((at for at, _ in move), parts_of(value, move), strict=True):
                so_far, reached[at] = sums[at], True
                sums[at] = None if so_far is None or part is None else so_far + part
        return [
            total if is_there else None
            for total, is_there in zip(
                sums,
                reached,
                strict=True,
            )
        ]

    def sources(self) -> list[list[tuple[int, Fraction]]]:
        """Return for each new unit the old ones whose people it got, and what share of them."""
        sources: list[list[tuple[int, Fraction]]] = [[] for _ in range(self.size)]
        for old, move in enumerate(self.moves):
            for at, share in move:
                sources[at].append((old, share))
        return sources


def parts_of(value: Count | None, move: Move) -> Iterable[Count | None]:
    """Return the parts of a count that go to each new unit; whole people stay whole.

    >>> list(parts_of(10, ((0, Fraction(1, 3)), (1, Fraction(1, 3)), (2, Fraction(1, 3)))))
    [4, 3, 3]
    """
    if len(move) == 1 or value is None:
        return [value] * len(move)
    if not isinstance(value, int) or value < 0:
        return [value * share for _, share in move]
    return split(
        value,
        [
            Share(
                0,
                share,
                0,
                value,
            )
            for _, share in move
        ],
    )
