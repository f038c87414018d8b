"""How fast: what a unit needs each month, how fast it went lately, where it will stand, where it should stand now.

Pure and exact: whole numbers and fractions in, never a float (docs/method.md holds the formulas in words). Periods are
calendar months here; which figures are comparable is decided before.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from coverage_cli.model import Count
from coverage_cli.periods import Month, months_between

RECENT_MONTHS = 3
"""The recent pace is a mean over up to so many months."""
FAR_BEHIND, BEHIND, AHEAD = -25, -10, 10
"""Points of the year's way from where a unit should stand; PEPFAR's bands for quarterly targets."""
Band = Literal["far_behind", "behind", "on_path", "ahead"]
Path = Literal["linear", "seasonal"]


class Goal(NamedTuple):
    """What is to be reached and by when; `lower` says that fewer are better."""

    people: int
    deadline: Month
    lower: bool = False


class Outlook(NamedTuple):
    """The pace of a unit, in the order of the contract's columns; what cannot be told is None."""

    months_left: int | None = None
    required_per_month: int | None = None
    recent_per_month: Fraction | None = None
    projected: Count | None = None
    on_track: bool | None = None


class Standing(NamedTuple):
    """Where a unit should stand by now on its way to the target, and how far off that it is."""

    expected_now: Fraction | None = None
    band: Band | None = None
    path: Path | None = None


def months_left(now: Month, deadline: Month) -> int:
    """Return the whole months from a period's last month to the deadline's, never below zero.

    >>> months_left((2024, 5), (2024, 12)), months_left((2024, 12), (2024, 12)), months_left((2025, 1), (2024, 12))
    (7, 0, 0)
    """
    return max(0, months_between(now, deadline))


def required_per_month(gap: Count | None, months: int) -> int | None:
    """Return the smallest whole number of people a month that closes the gap; 0 where nothing is missing.

    >>> required_per_month(2395, 3), required_per_month(-7, 3), required_per_month(5, 0)
    (799, 0, None)
    """
    if gap is None or months == 0:
        return None
    return max(0, -(-gap.numerator // (gap.denominator * months)))


def recent_per_month(now: Month, reached: Count, earlier: Mapping[Month, Count]) -> Fraction | None:
    """Return the mean net change a month since the earliest of the last three months that is known.

    >>> recent_per_month((2024, 5), 130, {(2024, 4): 120, (2024, 2): 100, (2023, 12): 0})
    Fraction(10, 1)
    """
    known = [(months_between(month, now), count) for month, count in earlier.items()]
    within = [(months, count) for months, count in known if 1 <= months <= RECENT_MONTHS]
    if not within:
        return None
    months, count = max(within, key=lambda entry: entry[0])
    return _quotient(reached - count, months)


def _quotient(count: Count, months: int) -> Fraction:
    """Return a mean; of whole people in one step, for it is asked once a row."""
    return Fraction(count, months) if isinstance(count, int) else count / months


def outlook(now: Month | None, reached: Count | None, goal: Goal | None, earlier: Mapping[Month, Count]) -> Outlook:
    """Return the pace of a unit that has reached so many people; `earlier` are its comparable figures before."""
    if now is None:
        return Outlook()
    if goal is None or reached is None:
        recent = recent_per_month(now, reached, earlier) if reached is not None else None
        return Outlook(months_left(now, goal.deadline) if goal else None, recent_per_month=recent)
    left = months_left(now, goal.deadline)
    gap = reached - goal.people if goal.lower else goal.people - reached
    recent = recent_per_month(now, reached, earlier)
    if recent is None:
        return Outlook(left, required_per_month(gap, left))
    projected = reached + recent * left
    on_track = projected <= goal.people if goal.lower else projected >= goal.people
    return Outlook(left, required_per_month(gap, left), recent, _whole(projected), on_track)


def standing(now: Month | None, reached: Count | None, goal: Goal | None, earlier: Mapping[Month, Count]) -> Standing:
    """Return where a unit should stand by now, from last December to the deadline.

    The way is last year's, month by month, where that is at hand and the deadline is a December; else a straight line.
    Nothing is told without last December's figure, nor where the target was below it already.

    >>> standing((2024, 6), 130, Goal(200, (2024, 12)), {(2023, 12): 100})
    Standing(expected_now=Fraction(150, 1), band='behind', path='linear')
    """
    if now is None or goal is None or reached is None:
        return Standing()
    start = (now[0] - 1, 12)
    base, span = earlier.get(start), months_between(start, goal.deadline)
    if base is None or span <= 0 or (goal.people >= base if goal.lower else goal.people <= base):
        return Standing()
    share = _seasonal_share(now, earlier) if goal.deadline == (now[0], 12) else None
    path: Path = "linear" if share is None else "seasonal"
    if share is None:
        share = min(Fraction(months_between(start, now), span), Fraction(1))
    way = goal.people - base
    points = 100 * (Fraction(reached - base) / way - share)
    return Standing(base + way * share, _band(points), path)


def _seasonal_share(now: Month, earlier: Mapping[Month, Count]) -> Fraction | None:
    """Return which share of last year's net growth had been made by the same month; None where none can be told."""
    year = now[0] - 1
    start, same, end = (earlier.get(month) for month in ((year - 1, 12), (year, now[1]), (year, 12)))
    if start is None or same is None or end is None or end == start:
        return None
    share = Fraction(same - start) / Fraction(end - start)
    return share if 0 <= share <= 1 and end > start else None


def _band(points: Fraction) -> Band:
    if points <= FAR_BEHIND:
        return "far_behind"
    if points <= BEHIND:
        return "behind"
    return "on_path" if points <= AHEAD else "ahead"


def _whole(value: Fraction) -> Count:
    return value.numerator if value.denominator == 1 else value
