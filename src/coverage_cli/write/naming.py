"""Names as a sentence has them: "tỉnh Ninh Bình" of "TỈNH NINH BÌNH", "health insurance" of "Health insurance"."""

from __future__ import annotations

from functools import cache

from coverage_cli.datafiles import read_data
from coverage_cli.words import Words
from coverage_cli.write.safety import visible

_VOWELS = frozenset("aeiouyăâêôơư")
# Languages in which every noun has a capital letter.
_CAPITAL_NOUNS = frozenset({"de"})


def unit_in_sentence(name: str, words: Words) -> str:
    """Return a unit's name as it stands inside a sentence: no shouting, in Vietnamese the type word in small letters.

    >>> from coverage_cli.words import load_words
    >>> unit_in_sentence("TỈNH NINH BÌNH", load_words("vi")), unit_in_sentence("Huyện Kim Sơn", load_words("vi"))
    ('tỉnh Ninh Bình', 'huyện Kim Sơn')
    >>> unit_in_sentence("TỈNH NINH BÌNH", load_words("en")), unit_in_sentence("BHXH HÀ NAM", load_words("vi"))
    ('Tỉnh Ninh Bình', 'BHXH Hà Nam')
    """
    text = " ".join(map(_calm, name.split(" "))) if name.isupper() else name
    for word in _type_words() if words.lang == "vi" else ():
        if text.casefold().startswith(f"{word} "):
            return visible(word + text[len(word) :])
    return visible(text)


def indicator_in_sentence(name: str, words: Words) -> str:
    """Return an indicator's name inside a sentence; an abbreviation keeps its letters ("BHXH tự nguyện")."""
    is_word = name[:1].isupper() and name[1:2].islower()
    lowered = name[:1].lower() + name[1:]
    return lowered if is_word and words.lang not in _CAPITAL_NOUNS else name


def begun(sentence: str) -> str:
    """Return a sentence with its first letter a capital."""
    return sentence[:1].upper() + sentence[1:]


def _calm(word: str) -> str:
    """Return a word of capital letters as a name is written; one without a vowel is an abbreviation."""
    import unicodedata

    letters = {unicodedata.normalize("NFD", letter)[0] for letter in word.casefold()}
    return word.capitalize() if letters & _VOWELS else word


@cache
def _type_words() -> tuple[str, ...]:
    """Return what Vietnamese puts before the name of a place, longest first."""
    types = read_data("headings", "vi")["types"]
    return tuple(
        sorted((word for words in types.values() for word in words), key=len, reverse=True)
    )
