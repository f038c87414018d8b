"""The words of headings and labels in every language, read from `data/headings/*.toml` as a user's own would be.

It tells what a heading speaks of; which column then serves which measure is decided in `columns.py`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from coverage_cli.datafiles import read_data
from coverage_cli.spelling import key, without_footnote

LANGUAGES = ("vi", "en", "de", "ja")
# Words of headings that carry no meaning of their own: what is left besides them was not understood.
_FILLERS = frozenset(
    [
        "số",
        "người",
        "của",
        "các",
        "theo",
        "đến",
        "ngày",
        "tháng",
        "năm",
        "tại",
        "thời",
        "điểm",
        "trên",
        "địa",
        "bàn",
        "trong",
        "đó",
        "và",
        "toàn",
        "ở",
        "cho",
        "tỉnh",
        "huyện",
        "xã",
        "dân",
        "độ",
        "tuổi",
        "of",
        "the",
        "in",
        "by",
        "with",
        "at",
        "and",
        "for",
        "to",
        "from",
        "as",
        "on",
        "all",
        "per",
        "a",
        "an",
        "is",
        "persons",
        "people",
        "person",
        "number",
        "no",
        "der",
        "die",
        "das",
        "und",
        "von",
        "im",
        "am",
        "in",
        "zum",
        "zur",
        "mit",
        "je",
        "nach",
        "zu",
        "den",
    ]
)
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER_MARKS = re.compile(r"^\(?\d{1,2}\)?[.)]?\s+|\s*\(\d{1,2}\)$")


class Meaning(NamedTuple):
    """What a heading path speaks of; `unread` are its words that nobody understood."""

    subjects: frozenset[str]
    aspects: frozenset[str]
    percent: bool
    persons: bool
    column: str | None
    level: str | None
    unread: tuple[str, ...]


class Vocabulary(NamedTuple):
    """All phrases: those searched inside a heading (longest first) and those that must be the whole of it."""

    inside: tuple[tuple[str, str, str], ...]
    whole: Mapping[str, tuple[str, str | None]]
    types: tuple[tuple[str, str], ...]
    first_words: Mapping[str, tuple[tuple[str, str], ...]]
    totals: tuple[str, ...]
    wholes: tuple[str, ...]
    suffixes: tuple[str, ...]
    scales: tuple[tuple[str, int], ...]
    persons: tuple[str, ...]

    def meaning(self, path: Sequence[str]) -> Meaning:
        """Tell what a heading path speaks of.

        >>> load_vocabulary().meaning(("BHYT", "Trong đó: HGĐ")).subjects == {"health", "household"}
        True
        >>> sorted(load_vocabulary().meaning(("Chỉ tiêu giao BHYT (%)",)).aspects)
        ['target']
        """
        texts = [heading_key(part) for part in path]
        column, level = self.whole.get(texts[-1], (None, None)) if texts else (None, None)
        if column in ("ordinal", "note") and len(texts) > 1:
            column = None  # "no." under "Yes" counts something
        rest = " \n ".join(texts)
        found: dict[str, set[str]] = {"subjects": set(), "aspects": set()}
        for phrase, table, name in self.inside:
            if phrase in rest:
                rest, hit = _consumed(rest, phrase)
                if hit:
                    found[table].add(name)
        unread = tuple(word for word in _WORD.findall(rest) if word not in _FILLERS)
        subjects, aspects = frozenset(found["subjects"]), frozenset(found["aspects"])
        percent = any("%" in text for text in texts)
        persons = any(phrase in text for text in texts for phrase in self.persons)
        return Meaning(subjects, aspects, percent, persons, column, level, unread)

    def type_level(self, name: str) -> str | None:
        """Return the level that the type word of a tidied name tells (`city` for the two-faced thành phố), or None."""
        name = name.casefold() + " "
        first = name.partition(" ")[0]
        if "." in first:  # "P.Tân Thành", "TT.Me"
            first = first.partition(".")[0] + "."
        known = self.first_words.get(first, ())
        return next((level for word, level in known if name.startswith(word)), None)


def heading_key(text: str) -> str:
    """Return a heading as it is compared: keyed, without footnote marks, `tỉ` as `tỷ`, underscores as blanks."""
    text = key(without_footnote(text.strip()).replace("_", " ")).replace("tỉ lệ", "tỷ lệ").replace("tỉ suất", "tỷ suất")
    return _NUMBER_MARKS.sub("", text).strip(" :;,.")


def _consumed(text: str, phrase: str) -> tuple[str, bool]:
    """Blank a phrase out of a text wherever it stands as whole words."""
    start, hit = text.find(phrase), False
    while start >= 0:
        end = start + len(phrase)
        if _is_edge(text, start, -1) and _is_edge(text, end, 0):
            text, hit = f"{text[:start]}{'·' * len(phrase)}{text[end:]}", True
        start = text.find(phrase, end)
    return text, hit


def _is_edge(text: str, at: int, offset: int) -> bool:
    """Tell whether no word runs across this place (an ideograph is a word of its own)."""
    index = at + offset
    return not 0 <= index < len(text) or not text[index].isalpha() or ord(text[index]) > 0x2E80 or _both(text, at)


def _both(text: str, at: int) -> bool:
    return 0 < at < len(text) and (not text[at - 1].isalpha() or not text[at].isalpha())


@functools.cache
def load_vocabulary(languages: Iterable[str] = LANGUAGES) -> Vocabulary:
    """Read the headings of these languages into one vocabulary."""
    tables = [read_data("headings", language) for language in languages]
    inside = [
        (key(phrase), table, name)
        for tongue in tables
        for table in ("subjects", "aspects")
        for name, phrases in tongue.get(table, {}).items()
        for phrase in phrases
    ]
    types = [
        (key(word) + " ", level)
        for tongue in tables
        for level, words in tongue.get("types", {}).items()
        for word in words
    ]
    dotted = [(word.rstrip(), level) for word, level in types if word.endswith(". ")]
    return Vocabulary(
        inside=tuple(sorted(inside, key=lambda entry: -len(entry[0]))),
        whole=_whole_phrases(tables),
        types=tuple(sorted(types + dotted, key=lambda entry: -len(entry[0]))),
        first_words=_by_first_word(sorted(types + dotted, key=lambda entry: -len(entry[0]))),
        totals=_longest_first(_labels(tables, "total")),
        wholes=_longest_first(_labels(tables, "whole")),
        suffixes=_longest_first(_labels(tables, "suffix")),
        scales=tuple((key(words), factor) for tongue in tables for words, factor in tongue.get("scales", {}).items()),
        persons=tuple(
            key(words) for tongue in tables for words in tongue.get("units_of_measure", {}).get("person", ())
        ),
    )


def _labels(tables: list[dict[str, dict[str, list[str]]]], name: str) -> list[str]:
    return [key(phrase) for tongue in tables for phrase in tongue.get("totals", {}).get(name, [])]


def _by_first_word(types: Sequence[tuple[str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Group the type words by their first word, so that a name is compared with few of them."""
    groups: dict[str, tuple[tuple[str, str], ...]] = {}
    for entry in types:
        first = entry[0].split()[0]
        groups[first] = (*groups.get(first, ()), entry)
    return groups


def _longest_first(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)))


def _whole_phrases(tables: list[dict[str, dict[str, list[str]]]]) -> dict[str, tuple[str, str | None]]:
    """Map each heading that must be matched whole to (column role, level)."""
    whole: dict[str, tuple[str, str | None]] = {}
    for tongue in tables:
        for role, phrases in tongue.get("columns", {}).items():
            whole.update((heading_key(phrase), (role, None)) for phrase in phrases)
        for table, role in (("codes", "code"), ("units", "unit")):
            for level, phrases in tongue.get(table, {}).items():
                named = None if level == "any" else level
                whole.update((heading_key(phrase), (role, named)) for phrase in phrases)
    return whole
