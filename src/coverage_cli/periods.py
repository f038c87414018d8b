"""Periods as the product writes them (2024-05, 2024-Q2, 2024, 2018/19, 2024-05-17), and which contains which.

How a text speaks of a period is read in `locate/periods.py`; this module knows the finished ids only.
"""

from __future__ import annotations

import calendar
import datetime
import functools
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from coverage_cli.patterns import pattern

_FORM = pattern(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?|-Q[1-4]|/\d\d)?")


def is_period(text: str) -> bool:
    """Tell whether a text is a period as the product writes it.

    >>> [text for text in ("2024-05", "2024-Q2", "2018/19", "2024-05-17", "5/2024", "2024-13") if is_period(text)]
    ['2024-05', '2024-Q2', '2018/19', '2024-05-17']
    """
    return _FORM.fullmatch(text) is not None


def is_within(inner: str, outer: str) -> bool:
    """Tell whether a period lies in another: a month in its quarter, year or school year.

    >>> is_within("2024-05", "2024-Q2"), is_within("2024-05", "2023"), is_within("2019", "2018/19")
    (True, False, True)
    """
    if inner == outer or inner.startswith(outer + "-"):
        return True
    if "/" in outer:
        return inner[:4] in (outer[:4], str(int(outer[:4]) + 1))
    if "Q" in outer and len(inner) >= 7 and "Q" not in inner:
        return inner[:4] == outer[:4] and (int(inner[5:7]) + 2) // 3 == int(outer[-1])
    return False


def is_later(period: str, than: str) -> bool:
    """Tell whether a period ends after another and does not lie within it.

    >>> is_later("2024-12", "2024-05"), is_later("2024-12", "2024"), is_later("2024-05-31", "2024-05")
    (True, False, False)
    """
    return in_time(period)[:3] > in_time(than)[:3] and not is_within(period, than)


def serving(
    wanted: str | None, periods: Iterable[str | None], *, strict: bool = False
) -> tuple[str | None, bool] | None:
    """Return the period among several that serves the wanted one, and whether it is of that time at all.

    The same period, else the narrowest that contains it, else an undated one, else the last within it, else the
    nearest: a figure of a year serves every month of it, one of another year only where nothing nearer is there. A
    `strict` one (a target) is not of the time of another month or quarter of that year. None where nothing is given,
    or where no time is wanted and several are there: that is `unclear`.

    >>> serving("2024-05", ["2023", "2024"]), serving("2024-05", [None, "2023"]), serving("2024-05", ["2022", "2023"])
    (('2024', True), (None, True), ('2023', False))
    >>> serving("2024", ["2024-Q1", "2024-Q4"]), serving("2024-05", ["2024-Q1", "2024-Q4"], strict=True)
    (('2024-Q4', True), ('2024-Q1', False))
    """
    known = list(periods)
    dated = [at for at in known if at]
    if wanted is None or not known:
        if None in known or len(dated) == 1:
            return (None if None in known else dated[0]), True
        return None
    containing = sorted((at for at in dated if is_within(wanted, at)), key=len, reverse=True)
    if wanted in known or containing:
        return (wanted if wanted in known else containing[0]), True
    if None in known:
        return None, True
    inside = [at for at in dated if is_within(at, wanted)]
    if inside:
        last = max(inside, key=in_time)
        return last, not strict or in_time(last)[:2] == in_time(wanted)[:2]
    end = in_time(wanted)
    nearest = min(dated, key=lambda at: (abs(months_between(in_time(at)[:2], end[:2])), at))
    return nearest, not strict and nearest[:4] == wanted[:4]


def unclear(wanted: str | None, periods: Iterable[str | None]) -> bool:
    """Tell whether no time is wanted and figures of several times are there.

    >>> unclear(None, ["2023", "2024"]), unclear(None, [None, "2024"]), unclear("2024", ["2023", "2024"])
    (True, False, False)
    """
    known = set(periods)
    return wanted is None and None not in known and len(known) > 1


Month = tuple[int, int]
"""A calendar month: year, month."""


def last_month(period: str) -> Month | None:
    """Return the month in which a period ends; None for a school or fiscal year, which ends in another everywhere.

    >>> last_month("2024-05"), last_month("2024-Q2"), last_month("2023"), last_month("2018/19")
    ((2024, 5), (2024, 6), (2023, 12), None)
    """
    year = int(period[:4])
    if "/" in period:
        return None
    if "Q" in period:
        return year, 3 * int(period[-1])
    return year, int(period[5:7]) if len(period) > 4 else 12


def months_between(earlier: Month, later: Month) -> int:
    """Return how many months lie from one to another, negative where the later one is before.

    >>> months_between((2023, 12), (2024, 5)), months_between((2024, 5), (2024, 5))
    (5, 0)
    """
    return 12 * (later[0] - earlier[0]) + later[1] - earlier[1]


# The mean month: so many days have 400 years of the calendar, which are so many months.
_DAYS_OF_A_MONTH = Fraction(146_097, 4_800)


@functools.lru_cache(maxsize=1024)
def months_apart(earlier: str, later: str) -> int | Fraction:
    """Return the months from the end of a period to that of another: whole ones, from or to a day the days over a mean.

    >>> months_apart("2023-12", "2024-Q1"), months_apart("2024-05", "2023-05")
    (3, -12)
    >>> months_apart("2021-04-28", "2021-05-05") * _DAYS_OF_A_MONTH, float(months_apart("2024-05-31", "2024-12"))
    (Fraction(7, 1), 7.030945193946487)
    """
    if len(earlier) < len("2024-05-17") and len(later) < len("2024-05-17"):
        return months_between(in_time(earlier)[:2], in_time(later)[:2])
    return Fraction((end_of(later) - end_of(earlier)).days) / _DAYS_OF_A_MONTH


def end_of(period: str) -> datetime.date:
    """Return the day on which a period ends.

    >>> str(end_of("2024-02")), str(end_of("2024-02-05")), str(end_of("2018/19"))
    ('2024-02-29', '2024-02-05', '2019-06-30')
    """
    year, month, day, _ = in_time(period)
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def in_time(period: str) -> tuple[int, int, int, int]:
    """Return what sorts periods by the day on which they end; of two that end together the longer comes first.

    >>> sorted(["2024-05", "2023", "2024-05-17", "2024-Q2", "2018/19"], key=in_time)
    ['2018/19', '2023', '2024-05-17', '2024-05', '2024-Q2']
    >>> sorted(["2024-06", "2024-Q2", "2024-06-30"], key=in_time)
    ['2024-06-30', '2024-Q2', '2024-06']
    """
    if "/" in period:
        return int(period[:4]) + 1, 6, 30, 0
    year, month = last_month(period) or (int(period[:4]), 12)
    is_day = len(period) == 10
    return year, month, int(period[8:]) if is_day else 31, len(period) - ("Q" in period)


def narrowness(period: str | None) -> int:
    """Return how narrow a time is: none at all, a year, a quarter, a month, a day.

    >>> [narrowness(period) for period in (None, "2024", "2018/19", "2024-Q2", "2024-05", "2024-05-17")]
    [0, 1, 1, 2, 3, 4]
    """
    if period is None:
        return 0
    if "/" in period or len(period) == 4:
        return 1
    return 2 if "Q" in period else 3 if len(period) == 7 else 4


def missing_between(periods: Iterable[str]) -> list[str]:
    """Return the periods that a series lacks between its first and its last: months where it has any, else quarters.

    Else years are told. A month in which a longer period ends is not missing.

    >>> missing_between(["2023-11", "2024-02", "2023"]), missing_between(["2023-Q4", "2024-Q2"])
    (['2024-01'], ['2024-Q1'])
    >>> missing_between(["2019", "2021"]), missing_between(["2018/19", "2024-05"])
    (['2020'], [])
    """
    dated = [period for period in periods if "/" not in period]
    kinds = {"month": 1, "quarter": 3, "year": 12}
    series = next(
        ([at for at in dated if _kind(at) == kind] for kind in kinds if kind in map(_kind, dated)),
        [],
    )
    if not series:
        return []
    step = kinds[_kind(series[0])]
    known = {_number(period) for period in dated}
    span = range(min(map(_number, series)), max(map(_number, series)), step)
    return [_written(number, step) for number in span if number not in known]


def before(period: str) -> str | None:
    """Return the period of the same kind just before one; None for a day or a school year, which no series need have.

    >>> before("2024-01"), before("2024-Q1"), before("2024"), before("2024-05-17"), before("2018/19")
    ('2023-12', '2023-Q4', '2023', None, None)
    """
    if "/" in period or len(period) == len("2024-05-17"):
        return None
    step = {"month": 1, "quarter": 3, "year": 12}[_kind(period)]
    return _written(_number(period) - step, step)


def _kind(period: str) -> str:
    return "quarter" if "Q" in period else "year" if len(period) == 4 else "month"


def _number(period: str) -> int:
    """Return the number of the month in which a period ends, counted from the year 0."""
    year, month, _, _ = in_time(period)
    return 12 * year + month - 1


def _written(number: int, step: int) -> str:
    year, month = number // 12, number % 12 + 1
    return {1: f"{year}-{month:02d}", 3: f"{year}-Q{month // 3}", 12: str(year)}[step]


def closed(period: str, closing_day: int) -> str:
    """Return the month that a day closes: its last or the closing day; December closes on its last day alone.

    >>> closed("2024-05-25", 25), closed("2024-05-24", 25), closed("2024-12-25", 25), closed("2024-02-29", 25)
    ('2024-05', '2024-05-24', '2024-12-25', '2024-02')
    """
    if len(period) < len("2024-05-17"):
        return period
    is_closing = int(period[8:]) == closing_day and period[5:7] != "12"
    return period[:7] if is_closing or end_of(period) == end_of(period[:7]) else period


# Of a monthly series no two days stand in one month or nearer than so many days: one of weeks never closes a month.
_HALF_A_MONTH = 15


def closing(periods: Iterable[str | None], closing_day: int) -> dict[str | None, str]:
    """Return the month that each day of a series closes; nothing where its days stand closer than months do.

    >>> closing(["2024-04-25", "2024-05-31", "2024"], 25), closing(["2021-01-24", "2021-01-31"], 25)
    ({'2024-04-25': '2024-04', '2024-05-31': '2024-05'}, {})
    """
    days = sorted({at for at in periods if at and len(at) == len("2024-05-17")})
    apart = ((end_of(later) - end_of(day)).days for day, later in pairwise(days))
    if len({day[:7] for day in days}) < len(days) or any(gap < _HALF_A_MONTH for gap in apart):
        return {}
    return {day: closed(day, closing_day) for day in days}
