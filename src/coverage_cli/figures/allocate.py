"""Split a number of people among units by a rule, exactly: bounds kept, the sum to the person.

Pure: whole numbers and fractions in, whole numbers out. What cannot be placed is refused by `split`; ask `bounds_of`
first. Which units take part, and what an upper unit comes to, is not decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from coverage_cli.model import Count, Quotient
from coverage_cli.records import NamedTuple

RULES = ("equal-rate", "uninsured", "equal-growth")


class Share(NamedTuple):
    """What one unit may get: `base + t x weight` people, never below `least` nor above `most` (whole numbers).

    `t` is the same for all units: how far the rule must go until the amount is placed.
    """

    base: Count
    weight: Count
    least: int
    most: int

    def at(self, step: Fraction) -> Fraction:
        """Return the people at a step, within the bounds."""
        return min(max(self.base + step * self.weight, Fraction(self.least)), Fraction(self.most))


class Bounds(NamedTuple):
    """The fewest and the most people that shares can add up to."""

    least: int
    most: int


def share_of(
    rule: str,
    numerator: Count,
    denominator: Count,
    cap_pct: Quotient,
    *,
    keeps_reached: bool = True,
) -> Share:
    """Return a unit's share by a rule: everyone the same rate, growth by who is uninsured, growth in equal points.

    Nobody gets less than the numerator (for the same rate unless `keeps_reached` is false) nor more than `cap_pct`
    of the denominator; who is above that already keeps the numerator.

    >>> share_of("uninsured", 80, 100, Quotient(98, 1))
    Share(base=80, weight=20, least=80, most=98)
    >>> share_of("equal-rate", 99, 100, Quotient(98, 1))
    Share(base=0, weight=100, least=99, most=99)
    """
    grows = rule != "equal-rate"
    # Counts may be fractions (an average of the year): both bounds are whole people inside of them.
    least = ceil(numerator) if grows or keeps_reached else 0
    most = max(floor(Fraction(cap_pct.over, 100 * cap_pct.under) * denominator), least)
    # More insured than inhabitants (people registered elsewhere): nobody is left to be won there.
    weight = max(denominator - numerator, 0) if rule == "uninsured" else denominator
    return Share(numerator if grows else 0, weight, least, most)


def bounds_of(shares: Sequence[Share]) -> Bounds:
    """Return the fewest and the most people that can be placed; a unit without weight stands where it is.

    >>> bounds_of([Share(0, 10, 4, 9), Share(7, 0, 5, 10)])
    Bounds(least=11, most=16)
    """
    still = sum(_standing(share) for share in shares if not share.weight)
    moving = [share for share in shares if share.weight]
    return Bounds(
        still + sum(share.least for share in moving), still + sum(share.most for share in moving)
    )


def quotas(amount: int, shares: Sequence[Share]) -> list[Fraction]:
    """Return what each unit would get if people could be parted: the rule's shares within their bounds.

    Where a bound holds a unit, the others share the rest by the same rule (water filling).

    >>> [int(quota) for quota in quotas(150, [Share(0, 100, 80, 100), Share(0, 100, 0, 100)])]
    [80, 70]
    """
    step = _step(amount, shares)
    return [share.at(step) if share.weight else Fraction(_standing(share)) for share in shares]


def split(amount: int, shares: Sequence[Share]) -> list[int]:
    """Return whole people for each unit, summing to the amount: largest remainder, the first in order among equals.

    Raises `ValueError` where the bounds leave no room for just that many.

    >>> split(10, [Share(0, 1, 0, 10)] * 3)
    [4, 3, 3]
    """
    bounds = bounds_of(shares)
    if not bounds.least <= amount <= bounds.most:
        raise ValueError(f"between {bounds.least} and {bounds.most} can be placed, not {amount}")
    parts = quotas(amount, shares)
    whole = [floor(part) for part in parts]
    # Only a quota with a fraction can get one more, so no upper bound is passed: bounds are whole.
    rest = amount - sum(whole)
    # The remainder turned negative sorts the largest first and leaves equals in the order of the sheet.
    by_remainder = sorted(range(len(parts)), key=lambda at: (whole[at] - parts[at], at))
    for at in by_remainder[:rest]:
        whole[at] += 1
    return whole


def _standing(share: Share) -> int:
    """Return the people of a unit that no step moves."""
    return min(max(ceil(share.base), share.least), share.most)


def _step(amount: int, shares: Sequence[Share]) -> Fraction:
    """Return the step at which the shares add up to the amount.

    The sum rises with the step in straight pieces: a unit moves from where it leaves `least` to where it meets `most`.
    """
    moving = [share for share in shares if share.weight]
    wanted = amount - sum(_standing(share) for share in shares if not share.weight)
    # Between two turns the sum is a straight line, so the step is exact and needs no search by trial.
    turns = sorted(turn for share in moving for turn in _turns(share))
    reached, slope = Fraction(sum(share.least for share in moving)), Fraction(0)
    at = turns[0][0] if turns else Fraction(0)
    for where, change in turns:
        beyond = reached + slope * (where - at)
        # Where nobody moves the sum stays as it is, however far the step goes.
        if slope and beyond >= wanted:
            break
        reached, slope, at = beyond, slope + change, where
    return at + (wanted - reached) / slope if slope else at


def _turns(share: Share) -> tuple[tuple[Fraction, Count], tuple[Fraction, Count]]:
    """Return at which steps a unit begins and ceases to move, and by how much the slope changes there."""
    leaves, meets = (
        Fraction(bound - share.base) / share.weight for bound in (share.least, share.most)
    )
    return (leaves, share.weight), (meets, -share.weight)
