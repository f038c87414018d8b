"""Tell of each time that a sheet speaks whose it is (its role), and choose the one of the counts.

The words that give roles are data (`data/times`). A time without such words is taken for that of the counts; one that
stands behind a place's name dates a signature. What was weighed and why: docs/decisions/0003.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from itertools import islice

from coverage_cli.grouping import first_where
from coverage_cli.locate.load import load_vocabulary
from coverage_cli.locate.periods import (
    LETTERS,
    Time,
    either,
    finest,
    in_year,
    is_nothing_else,
    keyed_for_times,
    short_month,
    times_in,
    words_of_times,
)
from coverage_cli.patterns import pattern
from coverage_cli.periods import in_time, is_within
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import fold, key, tidy

WEIGHTS = {"counts": 3, "": 2, "alone": 1}
"""Whose times are the counts' own: told so by a word; by no word; a bare date, which may be that of the paper."""
OF_PLANS = frozenset({"plan", "population"})
"""Roles of the times that a list of targets or of people is of, and that complete a month without a year."""
OF_OTHERS = OF_PLANS | {"comparison", "print", "paper", "signature"}
# Whose times a heading dates its column with: not that of a comparison, a print or a decision.
_OF_COLUMNS = OF_PLANS | WEIGHTS.keys()
# Roles that a word right behind a time may give ("2025 targets", "2022 and 2021 compared").
_BEHIND = OF_PLANS | {"comparison"}
# These govern every time to the end of the line or bracket; other words only the next one.
_LASTING = frozenset({"comparison", "print", "paper"})
_ENDS_CLAUSE = pattern(r"[,;)]")
_CLAUSE = pattern(r"(?:^|[,;:(\-–|.])\s*$")
_SIGNED = pattern(
    rf"(?P<place>[^\d,;:()]{{2,40}}?)(?:(?P<comma>,)|\s)\s*(?P<day>{either('labels', 'day')})?[\s.…_]*",
    re.IGNORECASE,
)
_CLOCK = pattern(rf"\b\d{{1,2}}(?::\d\d|(?:{either('labels', 'clock')})(?![^\W\d]))")
_PAPER = pattern(r"\d+\s*/\s*[^\W\d]{2,}(?:-[^\W\d]+)*")
_TYPED_DATE = pattern(r"\d{4}-\d\d-\d\d")


class Spoken(NamedTuple):
    """A time as a text speaks it: its period (without a year as "-05"), whose it is, and the text."""

    period: str
    role: str
    text: str


class _Phrase(NamedTuple):
    """A phrase that gives a role, and where it stands in the keyed text."""

    start: int
    end: int
    role: str


@functools.cache
def _roles() -> dict[str, str]:
    """Return the role of each phrase, those of several words without their marks, too."""
    spoken = [
        (phrase, role) for role, phrases in words_of_times("roles").items() for phrase in phrases
    ]
    marked = {key(phrase): role for phrase, role in spoken}
    return {fold(phrase): role for phrase, role in spoken if " " in phrase} | marked


@functools.cache
def _by_first_word() -> dict[str, list[str]]:
    """Return the phrases that give a role by their first word, the longest first."""
    groups: dict[str, list[str]] = {}
    for phrase in sorted(_roles(), key=len, reverse=True):
        groups.setdefault(LETTERS.findall(phrase)[0], []).append(phrase)
    return groups


def phrases_in(keyed: str) -> list[_Phrase]:
    """Return the phrases of a keyed text that give a role, as whole words."""
    found: list[_Phrase] = []
    for word in LETTERS.finditer(keyed):
        start = word.start()
        ends = ((start + len(phrase), phrase) for phrase in _by_first_word().get(word[0], ()))
        here = (
            _Phrase(start, end, _roles()[phrase])
            for end, phrase in ends
            if _stands(phrase, keyed, start, end)
        )
        if not found or found[-1].end <= start:
            found += islice(here, 1)
    return found


def _stands(phrase: str, keyed: str, start: int, end: int) -> bool:
    return keyed.startswith(phrase, start) and not keyed[end : end + 1].isalpha()


def _without_phrases(keyed: str) -> str:
    for phrase in reversed(phrases_in(keyed)):
        keyed = f"{keyed[: phrase.start]}{keyed[phrase.end :]}"
    return keyed


@functools.cache
def _between() -> re.Pattern[str]:
    """Return the pattern of what may stand between the word for people and their time."""
    return re.compile(rf"(?:[\s(:,]|\b(?:{'|'.join(words_of_times('between')['words'])})\b)*")


@functools.lru_cache(maxsize=4096)  # the headings and titles of a form are the same in every file
def spoken_in(text: str, *, month_first: bool = False) -> tuple[Spoken, ...]:
    """Return the times of a text with their roles; one without a year has that of a time beside it, if there is one.

    >>> [(one.period, one.role) for one in spoken_in("KẾT QUẢ THÁNG 5, NHIỆM VỤ THÁNG 6 NĂM 2024")]
    [('2024-05', 'counts'), ('2024-06', 'plan')]
    >>> [(one.period, one.role) for one in spoken_in("Nho Quan ngày 05 tháng 01 năm 2025")]
    [('2025-01-05', 'signature')]
    """
    keyed = keyed_for_times(text)
    times = times_in(keyed, month_first=month_first)
    if not times:
        return ()
    roles = _roles_of(keyed, tidy(text), times)
    made = [Spoken(time.period, role, text) for time, role in zip(times, roles, strict=True)]
    return tuple(
        one._replace(period=_completed(made, at) or one.period) for at, one in enumerate(made)
    )


def _roles_of(keyed: str, text: str, times: Sequence[Time]) -> list[str]:
    """Return whose each time of a text is, "" where no word tells it."""
    if is_nothing_else(keyed, times) and len(times[0].period) == len("2024-05-17"):
        return ["alone"] * len(times)
    if len(times) == 1 and (signed := _signed(text, times[0])):
        return [signed]
    papers = [_Phrase(match.start(), match.end(), "paper") for match in _PAPER.finditer(keyed)]
    phrases = sorted([*phrases_in(keyed), *papers])
    roles: list[str] = []
    lasting: _Phrase | None = None
    ends = [0, *(time.end for time in times)]
    upto = [*(time.start for time in times[1:]), len(keyed)]
    for before, time, after in zip(ends, times, upto, strict=False):
        own = [phrase for phrase in phrases if before <= phrase.start < time.start]
        begun = [phrase for phrase in own if phrase.role in _LASTING]
        is_over = bool(own) or ")" in keyed[before : time.start]
        lasting = begun[-1] if begun else None if is_over else lasting
        role = _role(keyed, time, own, lasting) or _role_behind(keyed, time, phrases, after)
        # A day with an hour beside it ("14:05 31/5/2024") is that of a print, unless a word says that people counted.
        is_print = role in ("", "alone") and time.period.count("-") > 1 and _CLOCK.search(keyed)
        roles.append("print" if is_print else role)
    return roles


def _role(keyed: str, time: Time, own: Sequence[_Phrase], lasting: _Phrase | None) -> str:
    """Return whose a time is by the words before it: by a phrase that lasts, else the first that is not `alone`."""
    if lasting and (lasting.role != "paper" or _is_dating(keyed, lasting, time)):
        return lasting.role
    people = first_where(lambda phrase: phrase.role == "population", own)
    if people and _is_of_people(keyed[: people.start], keyed[people.end : time.start]):
        return "population"
    told = [phrase.role for phrase in own if phrase.role not in ("population", *_LASTING)]
    return first_where(lambda role: role != "alone", told, "alone" if told else "")


def _role_behind(keyed: str, time: Time, phrases: Sequence[_Phrase], upto: int) -> str:
    """Return the role that a phrase right behind a time gives, if it does not lead the next time."""
    behind = first_where(lambda phrase: time.end <= phrase.start and phrase.end <= upto, phrases)
    if behind is None or behind.role not in _BEHIND or keyed[time.end : behind.start].strip(" ("):
        return ""
    return behind.role if upto == len(keyed) or _ENDS_CLAUSE.search(keyed, behind.end, upto) else ""


def _is_of_people(head: str, gap: str) -> bool:
    """Tell whether the word for people begins its clause and nothing but words about times follows up to the time."""
    begins = _CLAUSE.search(
        _without_phrases(head)
    )  # "số liệu dân số theo kết quả điều tra 1/4/2019"
    return begins is not None and _between().fullmatch(_without_phrases(gap)) is not None


def _is_dating(keyed: str, phrase: _Phrase, time: Time) -> bool:
    """Tell whether a time is a paper's: its day, or its number and year right behind its name."""
    between = (
        keyed[phrase.end : time.start]
        .strip(" :.")
        .removeprefix("số")
        .removeprefix("no")
        .strip(" :.")
    )
    return not between or (len(time.period) >= len("-05-31") and time.period.count("-") == 2)


def _signed(text: str, time: Time) -> str:
    """Tell a place and a day, as over a signature ("Nho Quan, ngày 5 tháng 1 năm 2025"); without *ngày* it may be none.

    In capitals only a comma tells a place from a title ("BÁO CÁO NGÀY 31/5/2024"); "Đến ngày" is no place.
    """
    match = _SIGNED.fullmatch(text, 0, time.start)
    if match is None or text[time.end :].strip(" .)"):
        return ""
    place, comma = match["place"], match["comma"]
    is_dated = match["day"] and (comma or not place.isupper())
    role = "signature" if is_dated else "alone" if comma and time.period.count("-") == 2 else ""
    if not role or not all(word[0].isupper() for word in place.split()):
        return ""
    meaning = load_vocabulary().meaning((place,))
    speaks = meaning.subjects or phrases_in(key(text)) or _between().fullmatch(key(place))
    return "" if speaks else role


def _completed(spoken: Sequence[Spoken], at: int) -> str | None:
    """Return a time with the year of the next one in its text, else of one before; a plan's is later than the counts'.

    "Kết quả tháng 12, nhiệm vụ tháng 1 năm 2025" speaks of December 2024.
    """
    own = spoken[at]
    others = [*spoken[at:], *reversed(spoken[:at])]
    donor = first_where(
        lambda one: one.period[0] != "-" and (one is own or one.role in _OF_COLUMNS), others
    )
    made = donor and in_year(own.period, donor.period[:4])
    if (
        donor
        and made
        and donor.role == "plan" != own.role
        and in_time(made) > in_time(donor.period)
    ):
        return in_year(own.period, str(int(donor.period[:4]) - 1))
    return made


def period_in(text: str, year: str | None = None, *, month_first: bool = False) -> str | None:
    """Return the period that a heading or a label names, the finest of several; `year` is the title's.

    >>> period_in("BHYT T5", "2024"), period_in("Tháng 13", "2024"), period_in("T5"), period_in("Quý II", "2024")
    ('2024-05', None, None, '2024-Q2')
    >>> period_in("Tăng, giảm so với 31/12/2023"), period_in("Năm 2024 (đến 30/5)")
    (None, '2024-05-30')
    """
    named = (
        in_year(one.period, year)
        for one in spoken_in(text, month_first=month_first)
        if one.role in _OF_COLUMNS
    )
    return finest([period for period in named if period])


def periods_of_headings(paths: Sequence[Sequence[str]], year: str | None) -> list[str | None]:
    """Return the period of each heading path; months typed as dates or short ("Jan-24") are known by their series."""
    parts = {part for path in paths for part in path}
    typed = {part for part in parts if _TYPED_DATE.fullmatch(part)}
    firsts = {part: part[:7] for part in typed if part.endswith("-01")}
    firsts = firsts if 2 * len(firsts) > len(typed) else {}
    short = {part: month for part in parts if (month := short_month(part))}
    months = {
        part: month
        for series in (firsts, short)
        if len(set(series.values())) > 1
        for part, month in series.items()
    }
    return [_of_path(path, year, months) for path in paths]


def is_planned(path: Sequence[str]) -> bool:
    """Tell whether a heading's time is that of a plan or an estimate ("BHYT dự kiến đến 31/12/2024")."""
    return any(one.role == "plan" for part in path for one in spoken_in(part))


def _of_path(path: Sequence[str], year: str | None, months: Mapping[str, str]) -> str | None:
    """Return the period of a heading path: a lower part's own time, unless that of the group above lies within it."""
    found: str | None = None
    told = (one.period[:4] for part in path for one in spoken_in(part) if one.role in _OF_COLUMNS)
    year = first_where(lambda period: period[0] != "-", told, year)  # "Tháng 5" over "Năm 2024"
    for part in path:
        own = months.get(part) or period_in(part, found[:4] if found else year)
        if own and not (found and is_within(found, own)):
            found = own
    return found
