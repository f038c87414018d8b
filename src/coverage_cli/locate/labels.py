"""Read the labels of rows: numbering (Roman, Arabic, letters), words for totals, names of units, names in titles."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import cast

from coverage_cli.grouping import first_where
from coverage_cli.hierarchy.rows import Ordinal, Sum
from coverage_cli.locate.shapes import WORDS, is_number, written
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.model import Value
from coverage_cli.patterns import pattern
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import REMEMBERED, key, tidy, without_footnote

# "12." or "III -" typed into the name's own cell, as offices without an ordinal column do; never a bare number.
# After letters a blank must follow, and X. and H. are no numerals: they abbreviate xã and huyện.
_GLUED = re.compile(
    r"^(?:(?P<letters>(?!X\.)[IVXLC]{1,8}|[A-G])\s*[.)/\-]\s+(?=\S)"
    r"|(?P<dotted>\d{1,3}(?:\.\d{1,3})+)[.)]?\s+(?=\S)"
    r"|\d{1,3}(?:\s*[.)/\-]\s+(?=\S)|\s*[.)](?=[^\W\d])))"
)
_ROMAN = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_STYLES = re.compile(
    rf"(?P<arabic>\d+)|(?P<roman>{_ROMAN}|(?=[a-z]{{2}}){_ROMAN.lower()})|(?P<letter>[^\W\d_])"
    r"|(?P<dotted>\d{1,3}\.\d{1,3})|(?P<dotted2>\d{1,3}(?:\.\d{1,3}){2,})|(?P<bullet>[-–+•*·])"
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_BULLETED = re.compile(r"^[-–+•·]\s*(?=[^\W\d])")
_COUNT = pattern(r" \d+ ")
# What may stand between a word for a total and what it is the total of.
_PARTING = " :,-–"
_STOPS = frozenset(WORDS["titles"]["ends_a_name"])


class Label(NamedTuple):
    """A row's label: its name as printed and cleaned, its numbering, and its Roman number, 0 where there is none."""

    name: str
    ordinal: Ordinal | None
    roman: int = 0


def ordinal_of(value: Value) -> Ordinal | None:
    """Return the style of a numbering cell.

    >>> [ordinal_of(value) for value in ("12.", "IV", "iv", "C", "c)", "1.1", "1.1.1", "-", "Nho Quan", 3.0)]
    ['arabic', 'roman', 'roman', 'roman', 'small', 'dotted', 'dotted2', 'bullet', None, 'arabic']
    """
    if is_number(value):
        return "dotted" if value % 1 else "arabic"  # type: ignore[operator]
    if type(value) is not str:
        return None
    if value.isdecimal():  # most rows of a text file need no pattern
        return "arabic"
    text = value.strip().rstrip(".)").strip()
    match = _STYLES.fullmatch(text)
    style = match.lastgroup if match else None
    return cast("Ordinal | None", "small" if style == "letter" and not text.isupper() else style)


def number_of(value: Value) -> int:
    """Return the number of an Arabic numbering cell, 0 where there is none."""
    if is_number(value):
        return int(value)  # type: ignore[arg-type]
    text = value if type(value) is str else ""
    text = text if text.isdecimal() else text.strip().rstrip(".)").strip()
    return int(text) if text.isdigit() else 0


def label_of(value: Value) -> Label:
    """Return a name cell's label; numbering glued to the name is taken off, footnote marks too."""
    if type(value) is not str:
        return Label(written(value), None)
    return _label_of_text(value)


@functools.lru_cache(REMEMBERED)
def _label_of_text(value: str) -> Label:
    name = tidy(value)
    bullet = _BULLETED.match(name)
    if bullet:
        return Label(without_footnote(name[bullet.end() :]).strip(" :;"), "bullet")
    glued = _GLUED.match(name)
    ordinal: Ordinal | None = None
    roman = 0
    if glued:
        ordinal = ordinal_of(glued.group("letters") or glued.group("dotted") or "1")
        roman = roman_number(glued.group("letters")) if ordinal == "roman" else 0
        name = name[glued.end() :]
    return Label(without_footnote(name).strip(" :;"), ordinal, roman)


def roman_number(numeral: str) -> int:
    """Return what a Roman numeral stands for, whatever signs stand around it.

    >>> [roman_number(numeral) for numeral in ("I", "IV.", "(ix)", "XIV")]
    [1, 4, 9, 14]
    """
    values = [_ROMAN_VALUES[letter] for letter in numeral.upper() if letter in _ROMAN_VALUES]
    return sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )


def sum_of(name: str, vocabulary: Vocabulary) -> Sum | None:
    """Tell whether a label speaks of a total, and of which.

    >>> from coverage_cli.locate.load import load_vocabulary
    >>> sum_of("Tổng cộng", load_vocabulary()).kind, sum_of("Cộng huyện Nho Quan", load_vocabulary()).of
    ('bare', 'huyện nho quan')
    >>> sum_of("Total for the North", load_vocabulary()).name, sum_of("Total of all wards", load_vocabulary()).kind
    ('North', 'whole')
    >>> sum_of("Ba Đình (Cộng)", load_vocabulary()).name, sum_of("Xã Cộng Hòa", load_vocabulary())
    ('Ba Đình', None)
    """
    text = key(name)
    if not text.startswith(vocabulary.sums_begin) and not text.endswith(vocabulary.suffixes):
        return None  # so that most rows cost one comparison
    if text in vocabulary.totals:
        return Sum("bare")
    if text in vocabulary.wholes_alone or _begins(text, vocabulary.wholes):
        return Sum("whole")
    for phrase in vocabulary.totals:
        if text.startswith(phrase) and text[len(phrase)] in _PARTING:
            rest = text[len(phrase) :].strip(_PARTING)
            rest = _behind_joining(name, rest, vocabulary)
            is_whole = rest in vocabulary.kinds or _begins(rest, vocabulary.wholes)
            is_whole = is_whole or _COUNT.sub(" ", rest) in vocabulary.everything
            return Sum("whole") if is_whole else _named(name, rest, vocabulary)
    suffix = first_where(lambda suffix: text.endswith(f" {suffix}"), vocabulary.suffixes)
    return _named(name, text[: -len(suffix)].strip(" :-"), vocabulary) if suffix else None


def _behind_joining(label: str, rest: str, vocabulary: Vocabulary) -> str:
    """Return what a total is of without "for", "của" and the like; De of "Total De Aar" is a part of the name."""
    fitting = (word for word in vocabulary.joining if rest.startswith(f"{word} "))
    word = first_where(lambda word: label.isupper() or f" {word} " in label, fitting)
    return rest[len(word) + 1 :] if word else rest


def _named(label: str, of: str, vocabulary: Vocabulary) -> Sum:
    """Return the total of a unit, with its name as the label writes it ("" where it cannot be told apart)."""
    written = first_where(lambda part: key(part) == of, (label[: len(of)], label[-len(of) :]), "")
    return Sum("named", of, written, vocabulary.type_level(of))


def name_summed(label: str, vocabulary: Vocabulary) -> str:
    """Return the unit that a label says it is the total of, "" where it says no total or names none."""
    total = sum_of(label, vocabulary)
    return total.name if total is not None else ""


def says_sum(label: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a label speaks of a total."""
    return sum_of(label, vocabulary) is not None


def _begins(text: str, phrases: Sequence[str]) -> bool:
    """Tell whether a text begins with one of the phrases, as whole words."""
    return any(text == phrase or text.startswith(phrase + " ") for phrase in phrases)


def unit_in_title(lines: Sequence[str], type_words: Sequence[str]) -> str | None:
    """Return the first unit named in title lines by one of these type words: "TỈNH NINH BÌNH"."""
    sizes = {type_word: len(type_word.split()) for type_word in type_words}
    for line in lines:
        words = tidy(line).split()
        keys = [key(word).strip(",.;:()") for word in words]
        for start in range(len(words)):
            for type_word, size in sizes.items():
                if " ".join(keys[start : start + size]) == type_word and not words[
                    start + size - 1
                ].endswith((",", ";")):
                    name = _name_after(words, keys, start + size)
                    if not name and (before := _name_before(words, keys, start)):
                        return " ".join([*before, *words[start : start + size]]).strip(",.;:()")
                    if name:
                        return " ".join([*words[start : start + size], *name]).strip(",.;:()")
    return None


def _name_before(words: Sequence[str], keys: Sequence[str], end: int) -> list[str]:
    """Return the capitalised word before a type word that stands behind its name ("Golbury Province")."""
    if not end or not words[end][:1].isupper() or words[end].isupper():
        return []
    word = words[end - 1]
    is_name = (
        word.isalpha() and word[0].isupper() and not word.isupper() and keys[end - 1] not in _STOPS
    )
    return [word] if is_name else []


def _name_after(words: Sequence[str], keys: Sequence[str], start: int) -> list[str]:
    """Return the capitalised words that follow a type word, to the end of the name."""
    name: list[str] = []
    for word, word_key in zip(words[start : start + 5], keys[start : start + 5], strict=True):
        if not (word[0].isupper() or word[0].isdigit()) or word_key in _STOPS:
            break
        name.append(word)
        if word.endswith((",", ";", ":", ")", ".")):
            break
    return [] if len(name) > 1 and name[0][0].isdigit() else name
