"""How fast: what a unit needs each month, how fast it went lately, where it will stand, where it should stand now.

Pure and exact: whole numbers and fractions in, never a float (docs/method.md holds the formulas in words). Between
months the time is counted in whole months, from or to a day in days; which figures are comparable is decided before.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from coverage_cli.model import Count
from coverage_cli.periods import Month, last_month, months_apart
from coverage_cli.records import NamedTuple

RECENT_MONTHS = 3
"""The recent pace is a mean over up to so many months."""
FAR_BEHIND, BEHIND, AHEAD = -25, -10, 10
"""Points of the year's way from where a unit should stand; PEPFAR's bands for quarterly targets."""
Band = Literal["far_behind", "behind", "on_path", "ahead"]
Path = Literal["linear", "seasonal"]


class Goal(NamedTuple):
    """What is to be reached, and the period at whose end; `lower` says that fewer are better."""

    people: int
    deadline: str
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


def months_left(now: str, deadline: str) -> Count:
    """Return the months from the end of a period to that of the deadline, never below zero.

    >>> months_left("2024-05", "2024-12"), months_left("2024-12", "2024-12"), months_left("2025-01", "2024-12")
    (7, 0, 0)
    """
    return max(0, months_apart(now, deadline))


def required_per_month(gap: Count | None, months: Count) -> int | None:
    """Return the smallest whole number of people a month that closes the gap; 0 where nothing is missing.

    >>> required_per_month(2395, 3), required_per_month(-7, 3), required_per_month(5, 0)
    (799, 0, None)
    """
    return None if gap is None or months == 0 else max(0, -(-gap // months))


def is_recent(earlier: str, now: str) -> bool:
    """Tell whether a period ended within the last three months before another; a quarter may have 92 days.

    >>> is_recent("2024-02", "2024-05"), is_recent("2024-01", "2024-05"), is_recent("2024-02-29", "2024-05-31")
    (True, False, True)
    """
    return (months := months_apart(earlier, now)) > 0 and round(months) <= RECENT_MONTHS


def recent_per_month(now: str, reached: Count, earlier: Mapping[str, Count]) -> Fraction | None:
    """Return the mean net change a month since the earliest period of the last three months that is known.

    >>> recent_per_month("2024-05", 130, {"2024-04": 120, "2024-02": 100, "2023-12": 0})
    Fraction(10, 1)
    """
    within = [
        (months_apart(period, now), count)
        for period, count in earlier.items()
        if is_recent(period, now)
    ]
    if not within:
        return None
    # The longest way of these: over it one odd month weighs least.
    months, count = max(within, key=lambda entry: entry[0])
    return _quotient(reached - count, months)


def _quotient(count: Count, months: Count) -> Fraction:
    """Return a mean; of whole people and months in one step, for it is asked once a row."""
    return (
        Fraction(count, months) if type(count) is type(months) is int else Fraction(count) / months
    )


def outlook(
    now: str | None, reached: Count | None, goal: Goal | None, earlier: Mapping[str, Count]
) -> Outlook:
    """Return the pace of a unit that has reached so many people; `earlier` are its comparable figures by period."""
    if now is None:
        return Outlook()
    recent = recent_per_month(now, reached, earlier) if reached is not None else None
    if goal is None:
        return Outlook(recent_per_month=recent)
    left = months_left(now, goal.deadline)
    if reached is None:
        return Outlook(int(left))
    gap = reached - goal.people if goal.lower else goal.people - reached
    if recent is None:
        return Outlook(int(left), required_per_month(gap, left))
    projected = reached + recent * left
    on_track = projected <= goal.people if goal.lower else projected >= goal.people
    return Outlook(int(left), required_per_month(gap, left), recent, _whole(projected), on_track)


def standing(
    now: str | None, reached: Count | None, goal: Goal | None, earlier: Mapping[str, Count]
) -> Standing:
    """Return where a unit should stand by now, from last December to the deadline.

    The way is last year's, month by month, where that is at hand and the deadline is a December; else a straight line.
    Nothing is told without last December's figure, nor where the target was below it already.

    >>> standing("2024-06", 130, Goal(200, "2024-12"), {"2023-12": 100})
    Standing(expected_now=Fraction(150, 1), band='behind', path='linear')
    """
    month = last_month(now) if now else None
    if now is None or month is None or goal is None or reached is None:
        return Standing()
    by_month = {last_month(period): count for period, count in earlier.items()}
    start = f"{month[0] - 1}-12"
    base, span = by_month.get((month[0] - 1, 12)), months_apart(start, goal.deadline)
    # Beyond the target in December already there is no way to it that could be gone in part.
    if base is None or span <= 0 or (goal.people >= base if goal.lower else goal.people <= base):
        return Standing()
    share = _seasonal_share(month, by_month) if goal.deadline == f"{month[0]}-12" else None
    path: Path = "linear" if share is None else "seasonal"
    if share is None:
        # After the deadline all of the way should have been gone.
        share = min(Fraction(months_apart(start, now)) / span, Fraction(1))
    way = goal.people - base
    points = 100 * (Fraction(reached - base) / way - share)
    return Standing(base + way * share, _band(points), path)


def _seasonal_share(now: Month, earlier: Mapping[Month | None, Count]) -> Fraction | None:
    """Return which share of last year's net growth had been made by the same month; None where none can be told."""
    year = now[0] - 1
    start, same, end = (
        earlier.get(month) for month in ((year - 1, 12), (year, now[1]), (year, 12))
    )
    # A year that shrank, or went back and forth, is no pattern for one that is to grow.
    if start is None or same is None or end is None or end <= start:
        return None
    share = Fraction(same - start) / Fraction(end - start)
    return share if 0 <= share <= 1 else None


def _band(points: Fraction) -> Band:
    if points <= FAR_BEHIND:
        return "far_behind"
    if points <= BEHIND:
        return "behind"
    return "on_path" if points <= AHEAD else "ahead"


def _whole(value: Fraction) -> Count:
    return value.numerator if value.denominator == 1 else value
