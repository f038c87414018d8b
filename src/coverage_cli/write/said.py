"""Names as people say them: "Tỉnh Ninh Bình" for TỈNH NINH BÌNH.

Machine formats never come here: there a name stands as the sheet prints it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from coverage_cli.datafiles import read_data
from coverage_cli.model import UNNAMED
from coverage_cli.words import Words, in_sentence
from coverage_cli.write.safety import visible

_VOWEL = re.compile("[AEIOUY]")


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


def unit_in_sentence(name: str, words: Words) -> str:
    """Return a unit's name as it stands inside a sentence: no shouting, in Vietnamese the type word in small letters.

    >>> from coverage_cli.words import load_words
    >>> unit_in_sentence("TỈNH NINH BÌNH", load_words("vi")), unit_in_sentence("Huyện Kim Sơn", load_words("vi"))
    ('tỉnh Ninh Bình', 'huyện Kim Sơn')
    >>> unit_in_sentence("TỈNH NINH BÌNH", load_words("en")), unit_in_sentence("BHXH HÀ NAM", load_words("vi"))
    ('Tỉnh Ninh Bình', 'BHXH Hà Nam')
    >>> unit_in_sentence("TP VĨNH YÊN", load_words("vi")), unit_in_sentence("P. Đống Đa", load_words("vi"))
    ('TP Vĩnh Yên', 'P. Đống Đa')
    """
    if name in (UNNAMED, words.unit(UNNAMED)):
        return words.label("whole_in_sentence")
    text = name_said(name)
    for word in _type_words() if words.lang == "vi" else ():
        # An abbreviation keeps its capitals: TP, TT, P.
        if text.casefold().startswith(f"{word} ") and _has_vowel(word.upper()):
            return visible(word + text[len(word) :])
    return visible(text)


def indicator_in_sentence(name: str, words: Words) -> str:
    """Return an indicator's name inside a sentence."""
    return in_sentence(name, words.lang)


def begun(sentence: str) -> str:
    """Return a sentence with its first letter a capital."""
    return sentence[:1].upper() + sentence[1:]


@cache
def _type_words() -> tuple[str, ...]:
    """Return what Vietnamese puts before the name of a place, longest first."""
    types = read_data("headings", "vi")["types"]
    return tuple(
        sorted((word for words in types.values() for word in words), key=len, reverse=True)
    )
