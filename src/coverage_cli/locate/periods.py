"""Read the times that a text names: days, weeks, months, quarters, years and school years, in several languages.

What a time is the time of (the counts, a plan, a letter) is told in `times.py`; which month a day closes, where the
whole series is known (`periods.closing`).
"""

from __future__ import annotations

import calendar
import datetime
import functools
import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from coverage_cli.datafiles import data_names, read_data
from coverage_cli.patterns import pattern
from coverage_cli.periods import is_within
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@functools.cache
def _languages() -> list[dict[str, dict[str, list[str]]]]:
    """Return the tables of `data/times`, language by language."""
    return [read_data("times", language) for language in data_names("times")]


@functools.cache
def words_of_times(table: str) -> dict[str, list[str]]:
    """Return the words of a table of `data/times` by name, those of all languages."""
    words: dict[str, list[str]] = {}
    for tables in _languages():
        for name, phrases in tables.get(table, {}).items():
            words.setdefault(name, []).extend(phrases)
    return words


_NAMED = {name: int(number) for number, names in words_of_times("months").items() for name in names}
_NAMES = "|".join(sorted(_NAMED, key=len, reverse=True))
_LONG_NAMES = "|".join(
    name
    for name in sorted(_NAMED, key=len, reverse=True)
    if len(name) > 3 or name in ("may", "mai", "mei")
)
_SPELLED = {
    key(name): int(number) for number, names in words_of_times("spelled").items() for name in names
}
_FORMS = read_data("forms", "times")
_GROUPS = {**_FORMS["groups"], "n": _NAMES, "nn": _LONG_NAMES}
_LETTER = re.compile(r"<(\w+)>")


def either(table: str, name: str) -> str:
    """Return the pattern of any of the words of a table of forms."""
    return "|".join(_FORMS[table][name])


def _alike(words: Sequence[str]) -> list[str]:
    """Return alternatives of words of one length each, for what looks behind has a fixed width; few compile quickly.

    >>> _alike(["to", "until", "by"])
    ['to|by', 'until']
    """
    lengths = dict.fromkeys(map(len, words))
    return ["|".join(word for word in words if len(word) == length) for length in lengths]


_BEHIND_DAYS = [
    rf"(?<=\b(?:{words})\s)|(?<=\b(?:{words}))" for words in _alike(_FORMS["days"]["words"])
]
_DATED = f"(?:{'|'.join(_BEHIND_DAYS)})"
_UNDATED = "".join(rf"(?<!\b(?:{words})\s)" for words in _alike(_FORMS["numbers"]["words"]))


def _numbered(number: int, form: str, dated: str) -> str:
    """Write a form with the groups of its letters, each named by its first letter and the form's number."""
    form = form.replace("{dated}", dated).replace("{undated}", _UNDATED)
    text = _LETTER.sub(lambda found: f"(?P<{found[1][0]}{number}>{_GROUPS[found[1]]})", form)
    return f"(?:{text.replace('{0}', str(number))})"


_WRITTEN = [*_FORMS["dated"]["forms"], *_FORMS["partial"]["forms"]]
_DAYS = frozenset(word.split()[-1] for word in _FORMS["days"]["words"])
LETTERS = re.compile(r"[^\W\d_]+")
_WEEK = pattern(_FORMS["week"]["form"])
_MONTH_OF_A_NAME = pattern(r"(?<![^\W_])(\d{1,2})_(?=(?:19|20)\d\d(?!\d|_\d))")
_SPELLED_MONTH = pattern(
    rf"(?<=\btháng )(?!năm \d)(?:{'|'.join(sorted(_SPELLED, key=len, reverse=True))})(?=(?: năm)? (?:19|20)\d\d(?!\d))"
)
_PAPER_NUMBER = pattern(r"\d+\s*/\s*(?:19|20)\d\d\s*/\s*[^\W\d]")
_MAY_BE_TIME = pattern(r"\d|\bqu|\bq[iv]")
_HAS_DIGITS = pattern(r"(?:19|20)\d\d|t(?:h[áa]ng)?\s*\d")
_UP_TO = pattern(
    rf"\s*(?:{either('ranges', 'joining')})\s*(?:{either('ranges', 'before_the_end')})?\s*"
)
# What stands before the two digits of a year in a short month: a cheap look before the closer one.
_BEFORE_A_YEAR = "-/.'’ "
_SHORT_MONTH = pattern(
    rf"(?:(?P<n>{_NAMES})|(?:{either('labels', 'month')})?\.?\s*(?P<m>0?[1-9]|1[0-2]))"
    r"\.?\s?[-/.'’ ]\s?'?(?P<y>\d\d)"
)
# Letters that Vietnamese alone has, as it were: the months of its sheets have numbers, and Hoàng Mai is a place.
_VIETNAMESE = frozenset("ăđơưảạẻẹỉịỏọủụỷỵằắẳẵặầấẩẫậềếểễệồốổỗộờớởỡợừứửữựýỹỳ")
# French and Italian have these, too ("système", "città"): there a name that is a syllable of Vietnamese needs its day.
_MAYBE_VIETNAMESE = pattern(r"[ìòùè]|\wà|à\w")
_SYLLABLES = frozenset({"mai", "may", "mar", "mei", "jan", "sep"})

_COMPILED: dict[tuple[bool, bool], re.Pattern[str]] = {}
_NO_WORD = pattern(rf"[ :.()/-]*(?:{either('labels', 'besides')})*[ :.()/-]*")
_MONTH_OF_A_YEAR = pattern(r"\d{1,2}[/.\-]\d{4}$")
_STARTS = "|".join(dict.fromkeys(name[:3] for name in _NAMED))
BEGINS_A_TIME = pattern(
    rf"\s*(?:[A-Z]{{1,5}}[.)/\-]?\s+|\d{{1,2}}[.)]\s*)?"
    rf"(?:{either('labels', 'begin')}|{_STARTS}|[tq]\s?\d|q\s?[iv]|\d{{1,2}}[/.\-]\d{{4}}\s*$)",
    re.IGNORECASE,
)
"""What every label that is nothing but a time begins with, behind a numbering: a cheap look before the closer one."""


def _forms(*, named: bool, dated: bool) -> re.Pattern[str]:
    """Return the forms for texts with or without names of months and words before a day: without, they compile fast.

    Those with such words read all other texts alike, and serve these once they are compiled.
    """
    dated = dated or (named, True) in _COMPILED
    if (named, dated) not in _COMPILED:
        _COMPILED[named, dated] = _compiled(named=named, dated=dated)
    return _COMPILED[named, dated]


def _compiled(*, named: bool, dated: bool) -> re.Pattern[str]:
    forms = _WRITTEN if named else [form for form in _WRITTEN if "<n" not in form]
    before = _DATED if dated else "(?!)"
    return re.compile(
        "|".join(_numbered(number, form, before) for number, form in enumerate(forms))
    )


class Time(NamedTuple):
    """A time and where it stands in the keyed text; one without a year is "-05", "-Q2" or "-05-31"."""

    period: str
    start: int
    end: int


def keyed_for_times(text: str) -> str:
    """Return a text as times are looked for in it: an underscore is a blank of a file's name, and 05_2024 a month."""
    keyed = key(text)
    if "_" in keyed:
        keyed = _MONTH_OF_A_NAME.sub(r"\1-", keyed).replace("_", " ")
    if "tháng " in keyed:
        keyed = _SPELLED_MONTH.sub(
            lambda found: str(_SPELLED[found[0]]).ljust(len(found[0])), keyed
        )
    if "/" in keyed:  # 12/2024/NĐ-CP is no December
        keyed = _PAPER_NUMBER.sub(lambda found: "·" * len(found[0]), keyed)
    return keyed


def times_in(keyed: str, *, month_first: bool = False) -> list[Time]:
    """Return the times of a keyed text in its order; of a range ("20/5 - 26/5/2021") its end alone.

    >>> [time.period for time in times_in("tháng 5, tham gia bhyt năm 2024 (đến 25/5)")]
    ['-05', '2024', '-05-25']
    >>> [time.period for time in times_in("28 may 2020 - 26 may 2021")]
    ['2021-05-26']
    """
    words = LETTERS.findall(keyed)
    is_named = not _NAMED.keys().isdisjoint(words)
    if not is_named and not _MAY_BE_TIME.search(keyed):
        return []
    without = _no_months(keyed) if is_named else ()
    forms = _forms(named=is_named, dated=not _DAYS.isdisjoint(words))
    found = [
        Time(period, match.start(), match.end())
        for match in forms.finditer(keyed)
        if (period := _period(match, month_first=month_first, without=without))
    ]
    begun = {time for time, end in pairwise(found) if _UP_TO.fullmatch(keyed, time.end, end.start)}
    return [time for time in found if time not in begun]


def _no_months(keyed: str) -> Collection[str]:
    """Return the names of months that are none in the language of a text."""
    if not _VIETNAMESE.isdisjoint(keyed):
        return _NAMED
    return _SYLLABLES if _MAYBE_VIETNAMESE.search(keyed) else ()


def periods_in(text: str, *, month_first: bool = False) -> list[str]:
    """Return the periods that a text names with their year, in its order.

    >>> periods_in("Số liệu đến ngày 31/5/2024"), periods_in("Quý I/2024"), periods_in("01.27.2021")
    (['2024-05-31'], ['2024-Q1'], ['2021-01-27'])
    >>> periods_in("2018-19"), periods_in("6 tháng đầu năm 2024"), periods_in("Mai 2024"), periods_in("T5-2024")
    (['2018/19'], ['2024-06'], ['2024-05'], ['2024-05'])
    >>> periods_in("ninh-binh-2024-05.xlsx"), periods_in("KW 21/2021"), periods_in("sc-2019-23.csv")
    (['2024-05'], ['2021-05-30'], [])
    """
    times = times_in(keyed_for_times(text), month_first=month_first)
    return [time.period for time in times if time.period[0] != "-"]


def names_a_week(text: str) -> bool:
    """Tell whether a title or heading speaks of a week, whose day closes no month.

    >>> names_a_week("Tuần 25/5 - 31/5/2024"), names_a_week("Huyện Tuần Giáo đến 31/5"), names_a_week("Week ending")
    (True, False, True)
    """
    return _WEEK.search(key(text)) is not None


def in_year(period: str, year: str | None) -> str | None:
    """Return a period with the year that it lacks, None where there is no such day; one with its year as it is."""
    if period[0] != "-":
        return period
    if year is None or not _is_day(f"{year}{period}"):
        return None
    return f"{year}{period}"


def _is_day(period: str) -> bool:
    """Tell whether a month has the day that a period names, if it names any."""
    year, month, *day = period.split("-")
    return not day or int(day[0]) <= calendar.monthrange(int(year), int(month))[1]


def finest(periods: Sequence[str]) -> str | None:
    """Return the first period, or one within it: of 2024 and 2024-05 May."""
    return functools.reduce(_finer, periods, None)


def _finer(best: str | None, period: str) -> str:
    return period if best is None or is_within(period, best) else best


def short_month(text: str) -> str | None:
    """Return the month that a text of a month and two digits can be, where its series says that it is one.

    >>> short_month("Jan-24"), short_month("T5/24"), short_month("13-24")
    ('2024-01', '2024-05', None)
    """
    keyed = key(text)
    match = (
        _SHORT_MONTH.fullmatch(keyed)
        if keyed[-2:].isdigit() and keyed[-3:-2] in _BEFORE_A_YEAR
        else None
    )
    return (
        f"20{match['y']}-{_NAMED.get(match['n'] or '') or int(match['m']):02d}" if match else None
    )


def _period(match: re.Match[str], *, month_first: bool, without: Collection[str]) -> str | None:
    parts = {name[0]: value for name, value in match.groupdict().items() if value is not None}
    year = parts.get("y", "") or (f"20{parts['c']}" if "c" in parts else "")
    if parts.get("n") in without and "d" not in parts:
        return year or None
    if "e" in parts:
        return _school_year(int(year), parts["e"])
    if "q" in parts:
        return f"{year}-Q{_ROMAN.get(parts['q']) or parts['q']}"
    if "h" in parts:  # a half-year is the month that ends it, like "6 tháng đầu năm"
        return f"{year}-{'12' if parts['h'].startswith(('2', 's', 'z', 'ii')) else '06'}"
    if "w" in parts:
        return _week(int(year), int(parts["w"]))
    month = _NAMED[parts["n"]] if "n" in parts else int(parts.get("m", 0))
    if "d" in parts:
        return _day(year, month, int(parts["d"]), month_first=month_first and "s" in parts)
    if not month:
        return year
    return f"{year}-{month:02d}" if month <= 12 else None


def _school_year(year: int, end: str) -> str | None:
    """Return 2018/19 where the second year follows the first; any other range is no period."""
    return f"{year}/{(year + 1) % 100:02d}" if int(end) % 100 == (year + 1) % 100 else None


def _week(year: int, week: int) -> str | None:
    """Return the Sunday that ends a week of the calendar."""
    try:
        return datetime.date.fromisocalendar(year, week, 7).isoformat()
    except ValueError:
        return None


def _day(year: str, month: int, day: int, *, month_first: bool) -> str | None:
    if month_first or (month > 12 >= day):
        month, day = day, month
    period = f"{year}-{month:02d}-{day:02d}"
    return (
        period
        if 1 <= month <= 12 and day >= 1 and _is_day(period if year else f"2000{period}")
        else None
    )


def is_time(text: str) -> bool:
    """Tell whether a label is nothing but a time: "Tháng 5", "Năm 2023", "Quý I/2024".

    >>> is_time("Tháng 5"), is_time("Năm 2023"), is_time("Xã Năm Căn"), is_time("2018")
    (True, True, False, False)
    """
    keyed = key(text)
    if not (keyed[:1].isalpha() or _MONTH_OF_A_YEAR.match(keyed)) or not _HAS_DIGITS.search(keyed):
        return False  # bare numbers are codes and grades as often as years
    return is_nothing_else(keyed, times_in(keyed))


def is_nothing_else(keyed: str, times: Sequence[Time]) -> bool:
    """Tell whether a keyed text holds these times and no further word but "năm" and the like."""
    for time in reversed(times):
        keyed = f"{keyed[: time.start]}{keyed[time.end :]}"
    return bool(times) and _NO_WORD.fullmatch(keyed) is not None


def needs_month_first(texts: Sequence[str]) -> bool:
    """Tell whether one of these dates can only be month.day.year, so that all of them are."""
    dates = [
        re.search(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-](?:(?:19|20)\d\d|\d\d(?!\d))", text)
        for text in texts
    ]
    return any(match and int(match.group(1)) <= 12 < int(match.group(2)) <= 31 for match in dates)
