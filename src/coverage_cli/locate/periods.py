"""Find the period a text speaks of: a month, quarter, year, school year or day, in Vietnamese, English and German.

A stock dated a month's last day has that month as its period. What a day before it closes is a setting (the 25th, see
`periods.closed`); here such a day stays a day.
"""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import normalize

from coverage_cli.periods import is_within
from coverage_cli.spelling import key

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar jan", "february februar feb", "march märz mar mrz", "april apr", "may mai", "june juni jun",
            "july juli jul", "august aug", "september sep sept", "october oktober oct okt", "november nov",
            "december dezember dec dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_YEAR = r"(?P<{0}>(?:19|20)\d\d)(?!\d)"
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
# The longest forms first, so that a day is not read as a month and a month not as a year.
_FORMS = (
    rf"(?:ngày\s*)?(?<!\d)(?P<d1>\d{{1,2}})\s*th[áa]ng\s*(?P<m1>\d{{1,2}}),?\s*n[ăa]m\s*{_YEAR.format('y1')}",
    rf"(?<!\d)(?P<d2>\d{{1,2}})(?P<s2>[/.\-])(?P<m2>\d{{1,2}})(?P=s2){_YEAR.format('y2')}",
    rf"(?<![\d.]){_YEAR.format('y3')}[-./_](?P<m3>0[1-9]|1[0-2])[-./_](?P<d3>[0-3]\d)(?!\d)",
    rf"(?<!\d)(?P<d4>\d{{1,2}})\.?\s*(?P<n4>{_NAMES})\.?,?\s*{_YEAR.format('y4')}",
    rf"\b(?P<n5>{_NAMES})\.?\s+(?P<d5>\d{{1,2}}),?\s+{_YEAR.format('y5')}",
    rf"(?<!\d)(?P<h6>\d{{1,2}}) th[áa]ng(?: đầu| dau)?(?: n[ăa]m)?\s*{_YEAR.format('y6')}",
    rf"(?:th[áa]ng|\bt)\s*(?P<m7>\d{{1,2}})\s*[/\-.,–]?\s*(?:n[ăa]m)?\s*{_YEAR.format('y7')}",
    rf"(?:quý|\bquy|\bquarter|\bquartal|\bq)[\s.\-]*(?P<q8>iv|i{{1,3}}|[1-4])\s*[/\-.,–]?\s*(?:n[ăa]m|of)?\s*{_YEAR.format('y8')}",
    rf"(?<![\d.])(?P<q15>[1-4])(?:\.|st|nd|rd|th)?\s*(?:quarter|quartal)\s*(?:of|,)?\s*{_YEAR.format('y15')}",
    rf"(?<!\d){_YEAR.format('y9')}\s*[-_ ]?\s*q(?P<q9>[1-4])\b",
    rf"\b(?P<n10>{_NAMES})\.?[\s_-]+{_YEAR.format('y10')}",
    rf"(?<!\d){_YEAR.format('y14')}[-./ ](?P<m14>0[1-9]|1[0-2])(?!\d|[.,/]\d)",
    rf"(?<!\d){_YEAR.format('y11')}\s*[-–/]\s*(?P<e11>(?:19|20)?\d\d)(?!\d)",
    rf"(?<!\d)(?<!\d[/.\-])(?P<m12>0?[1-9]|1[0-2])\s?[/\-.]\s?{_YEAR.format('y12')}(?![-./](?:0[1-9]|1[0-2])(?!\d))",
    rf"(?<![\d.,]){_YEAR.format('y13')}",
)
_ANY = re.compile("|".join(f"(?:{form})" for form in _FORMS))
# Lines that date a paper, not the figures: releases, decisions, signatures.
_NOT_THE_DATA = re.compile(
    r"^[^,:()]{2,30}, (?:ngày|ngay)\b|released|published|release date|ban hành|quyết định|nghị quyết|qđ|kèm theo"
    r"|stand der karte|printed"
)
_COMPARED_WITH = re.compile(r"\bso với\b.*|\bcompared (?:with|to)\b.*|\bgegenüber\b.*", re.IGNORECASE | re.DOTALL)
_FROM_TO = re.compile(r"\btừ (?:ngày )?[\d/.\- ]+(?=đến)|\bfrom [\w/.\-, ]+(?= to )")
_MONTH_OF_A_NAME = re.compile(r"(?<![^\W_])(\d{1,2})_(?=(?:19|20)\d\d(?!\d|_\d))")
_MAY_BE_TIME = re.compile(r"(?:19|20)\d\d|t(?:h[áa]ng)?\s*\d")  # every form has a year or the word for a month
_MONTH_ONLY = re.compile(r"(?:\bth[áa]ng|\bt)\s*(\d{1,2})\s*$")

_QUARTER_ONLY = re.compile(r"(?:\bquý|\bq|\bquarter|\bquartal)\s*(iv|i{1,3}|[1-4])(?!\w)(?!\s*[/\-.]?\s*\d)")

BEGINS_A_TIME = re.compile(
    rf"\s*(?:[A-Z]{{1,5}}[.)/\-]?\s+|\d{{1,2}}[.)]\s*)?(?:th[áa]ng|quý|n[ăa]m|quart|year|jahr|month|monat|{_NAMES}|[tq]\s?\d|q\s?[iv])",
    re.IGNORECASE,
)
"""What every label that is nothing but a time begins with, behind a numbering: a cheap look before the closer one."""


class Found(NamedTuple):
    """A period and where it was found: heading, title, sheet or file."""

    period: str
    where: str
    text: str


def periods_in(text: str, *, month_first: bool = False) -> list[str]:
    """Return the periods a text speaks of, in its order.

    >>> periods_in("Số liệu đến ngày 31/5/2024"), periods_in("Quý I/2024"), periods_in("01.27.2021")
    (['2024-05'], ['2024-Q1'], ['2021-01-27'])
    >>> periods_in("2018-19"), periods_in("6 tháng đầu năm 2024"), periods_in("Mai 2024"), periods_in("T5-2024")
    (['2018/19'], ['2024-06'], ['2024-05'], ['2024-05'])
    >>> periods_in("ninh-binh-2024-05.xlsx"), periods_in("2024-05-31"), periods_in("sc-2019-23.csv")
    (['2024-05'], ['2024-05'], [])
    """
    return list(_periods_in(text, month_first))


@functools.lru_cache(maxsize=4096)  # the headings and titles of a form are the same in every file
def _periods_in(text: str, month_first: bool) -> tuple[str, ...]:
    # An underscore is a letter to `\b`, but a blank in a file's name, and 05_2024 is a month.
    spaced = _MONTH_OF_A_NAME.sub(r"\1-", key(text)).replace("_", " ")
    keyed = _FROM_TO.sub("", spaced)  # of "from … to …" a stock is dated by the end
    if not _MAY_BE_TIME.search(keyed):
        return ()
    found = (_period(match, month_first=month_first) for match in _ANY.finditer(keyed))
    return tuple(period for period in found if period)


def month_in(text: str, year: str | None) -> str | None:
    """Return the month that a heading names without its year ("BHYT T5", "Tháng 5"), in the year of the title.

    >>> month_in("BHYT T5", "2024"), month_in("Tháng 13", "2024"), month_in("T5", None)
    ('2024-05', None, None)
    """
    match = _MONTH_ONLY.search(key(text))
    return f"{year}-{int(match.group(1)):02d}" if match and year and 1 <= int(match.group(1)) <= 12 else None


def quarter_in(text: str, year: str | None) -> str | None:
    """Return the quarter that a heading names without its year, in the year of the title.

    >>> quarter_in("Chỉ tiêu quý II", "2024"), quarter_in("Q3", "2024"), quarter_in("Quý khách", "2024")
    ('2024-Q2', '2024-Q3', None)
    """
    match = _QUARTER_ONLY.search(key(text))
    return f"{year}-Q{_ROMAN.get(match.group(1)) or match.group(1)}" if match and year else None


def _period(match: re.Match[str], *, month_first: bool) -> str | None:
    parts = {name[0]: value for name, value in match.groupdict().items() if value is not None}
    year = int(parts["y"])
    if "e" in parts:
        return _school_year(year, parts["e"])
    if "q" in parts:
        return f"{year}-Q{_ROMAN.get(parts['q']) or parts['q']}"
    month = _MONTHS[parts["n"]] if "n" in parts else int(parts.get("m") or parts.get("h") or 0)
    if "d" in parts:
        return _day(year, month, int(parts["d"]), month_first=month_first and "s" in parts)
    if not month:
        return str(year)
    return f"{year}-{month:02d}" if month <= 12 else None


def _school_year(year: int, end: str) -> str | None:
    """Return 2018/19 where the second year follows the first; any other range is no period."""
    return f"{year}/{(year + 1) % 100:02d}" if int(end) % 100 == (year + 1) % 100 else None


def _day(year: int, month: int, day: int, *, month_first: bool) -> str | None:
    if month_first or (month > 12 >= day):
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    is_last = day == calendar.monthrange(year, month)[1]
    return f"{year}-{month:02d}" if is_last else f"{year}-{month:02d}-{day:02d}"


def is_time(text: str) -> bool:
    """Tell whether a label is nothing but a time: "Tháng 5", "Năm 2023", "Quý I/2024".

    >>> is_time("Tháng 5"), is_time("Năm 2023"), is_time("Xã Năm Căn"), is_time("2018")
    (True, True, False, False)
    """
    keyed = key(text)
    if not keyed[:1].isalpha() or not _MAY_BE_TIME.search(keyed):
        return False  # bare numbers are codes and grades as often as years
    rest = _ANY.sub("", _MONTH_ONLY.sub("", keyed))
    return rest != keyed and not rest.strip(" :.()/-").removeprefix("năm").removeprefix("year").strip()


def needs_month_first(texts: Sequence[str]) -> bool:
    """Tell whether one of these dates can only be month.day.year, so that all of them are."""
    dates = [re.search(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-](?:19|20)\d\d", text) for text in texts]
    return any(match and int(match.group(1)) <= 12 < int(match.group(2)) <= 31 for match in dates)


def period_of(title: Sequence[str], sheet: str, file_name: str, *, month_first: bool = False) -> list[Found]:
    """Return the period of a table from its title, its sheet's name and its file's name, each at most once."""
    found = []
    speaking = [_COMPARED_WITH.sub("", normalize("NFC", line)) for line in title if not _NOT_THE_DATA.search(key(line))]
    for where, texts in (("title", speaking), ("sheet", [sheet]), ("file", [file_name.rsplit("/", 1)[-1]])):
        candidates = [(period, text) for text in texts for period in periods_in(text, month_first=month_first)]
        if candidates:
            period, text = _finest(candidates)
            found.append(Found(period, where, text))
    return [*_month_of_year(found, sheet, file_name), *found]


def _month_of_year(found: Sequence[Found], sheet: str, file_name: str) -> list[Found]:
    """Return the month or quarter that the sheet's or file's name tells without its year, where only years are found.

    A sheet "Tháng 1" in a file "bhyt-2024.xlsx" is January 2024.
    """
    years = {one.period for one in found}
    if len(years) != 1 or len(found[0].period) != len("2024"):
        return []
    year = found[0].period
    for where, text in (("sheet", sheet), ("file", file_name.rsplit("/", 1)[-1].rpartition(".")[0])):
        period = month_in(text, year) or quarter_in(text, year)
        if period:
            return [Found(period, where, text)]
    return []


def _finest(candidates: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return the first candidate, or a finer one that lies within it (2024 and 2024-05 speak of May)."""
    best = candidates[0]
    for candidate in candidates[1:]:
        if is_within(candidate[0], best[0]):
            best = candidate
    return best
