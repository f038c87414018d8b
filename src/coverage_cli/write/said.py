"""Periods and names as people say them: "May 2024" for 2024-05, "Tỉnh Ninh Bình" for TỈNH NINH BÌNH.

Machine formats never come here: there a period is its id and a name stands as the sheet prints it.
"""

from __future__ import annotations

import re
import unicodedata

from coverage_cli.words import Words

_DATED = re.compile(r"(?P<year>\d{4})(?:-Q(?P<quarter>\d)|-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_VOWEL = re.compile("[AEIOUY]")


def period_said(period: str | None, words: Words) -> str:
    """Return a period as it is said; one of another kind (a school year) as it is written.

    >>> from coverage_cli.words import load_words
    >>> [period_said(one, load_words()) for one in ("2024-05", "2024-Q2", "2024", "2024-05-17", "2018/19")]
    ['May 2024', 'Q2 2024', '2024', '17 May 2024', '2018/19']
    >>> period_said("2024-05", load_words("vi")), period_said("2024-05", load_words("de"))
    ('tháng 5/2024', 'Mai 2024')
    """
    dated = _DATED.fullmatch(period or "")
    if dated is None:
        return period or ""
    told = {key: value for key, value in dated.groupdict().items() if value is not None}
    for part in ("day", "month", "quarter"):
        if part in told:
            number = int(told.get("month") or told["quarter"])
            name = words.label(f"month_{number}")
            day = told.get("day", "").lstrip("0")
            return words.label(
                f"said_{part}", name=name, number=str(number), day=day, year=told["year"]
            )
    return words.label("said_year", year=told["year"])


def name_said(name: str) -> str:
    """Return a name that a sheet prints in capitals as it is written elsewhere; what has no vowel stays.

    >>> name_said("TỈNH NINH BÌNH"), name_said("TP HCM"), name_said("Xã Gia Lâm")
    ('Tỉnh Ninh Bình', 'TP HCM', 'Xã Gia Lâm')
    """
    if not name.isupper() or " " not in name:
        return name
    return " ".join(word.capitalize() if _has_vowel(word) else word for word in name.split(" "))


def _has_vowel(word: str) -> bool:
    return bool(_VOWEL.search(unicodedata.normalize("NFD", word)))
