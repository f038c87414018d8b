"""The words of headings and labels in every language, read from `data/headings/*.toml` as a user's own would be.

It tells what a heading speaks of; which column then serves which measure is decided in `columns.py`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from coverage_cli.datafiles import read_data
from coverage_cli.locate.scales import Scales, scales_of
from coverage_cli.model import LEVELS
from coverage_cli.patterns import pattern
from coverage_cli.spelling import key, without_footnote

LANGUAGES = ("vi", "en", "de", "ja", "other")
_WORD = re.compile(r"[^\W\d_]+")
_STEM = re.compile(r"[^\W_]+")
_TIME = pattern(
    r"(?:\b(?:tháng|month|monat|quý|t|q)\s*)?\b\d{1,2}[/.-]\d{1,4}\b"
    r"|\b(?:tháng|month|quý)\s*\d+\b|\b(?:19|20)\d\d\b"
)
_SAYING_NOTHING = ("enrolled", "end", "whole", "plain")
_OFFICE = "bhxh "
_SIGNED = pattern(r"^[^,]{2,40}, ngày\b")
_NUMBER_MARKS = re.compile(r"^\(?\d{1,2}\)?[.)]?\s+|\s*\(\d{1,2}\)$")


class Meaning(NamedTuple):
    """What a heading path speaks of; `unread` are its words that nobody understood.

    `effects` are what its further words do to a measure (`[effects]` of the headings); `scale` is how many people one
    unit stands for. `stem` are the words and numbers that tell of whom or what it speaks, without times and all that
    makes it a target, a rate or a count.
    """

    subjects: frozenset[str]
    aspects: frozenset[str]
    effects: frozenset[str]
    scale: int | None
    percent: bool
    persons: bool
    column: str | None
    level: str | None
    unread: tuple[str, ...]
    stem: frozenset[str] = frozenset()


class Vocabulary(NamedTuple):
    """All phrases: those searched inside a heading (longest first) and those that must be the whole of it.

    `meanings` remembers what was told of a heading path: a folder of forms has the same ones in every file. `who`
    are a profile's subjects that tell only who is counted ("infants"), where others tell what. `behind` are type words
    as they stand behind names ("Norwick District").
    """

    inside: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    whole: Mapping[str, tuple[str, str | None]]
    types: tuple[tuple[str, str], ...]
    kinds: Mapping[str, str]
    first_words: Mapping[str, tuple[tuple[str, str], ...]]
    totals: tuple[str, ...]
    wholes: tuple[str, ...]
    suffixes: tuple[str, ...]
    scales: Scales
    persons: tuple[str, ...]
    meanings: dict[tuple[str, ...], Meaning]
    levels: tuple[str, ...] = LEVELS
    fillers: frozenset[str] = frozenset()
    other_rows: tuple[str, ...] = ()
    part_rows: frozenset[str] = frozenset()
    wholes_alone: frozenset[str] = frozenset()
    everybody: frozenset[str] = frozenset()
    note_rows: tuple[str, ...] = ()
    letterheads: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    tiers: Mapping[str, str] = {}
    usual: frozenset[str] = frozenset()
    who: frozenset[str] = frozenset()
    behind: Mapping[str, str] = {}
    breakdowns: tuple[str, ...] = ()
    counting: tuple[str, ...] = ()

    def meaning(self, path: Sequence[str]) -> Meaning:
        """Tell what a heading path speaks of.

        >>> load_vocabulary().meaning(("BHYT", "Trong đó: HGĐ")).subjects == {"health", "household"}
        True
        >>> sorted(load_vocabulary().meaning(("Chỉ tiêu giao BHYT (%)",)).aspects)
        ['target']
        """
        path = tuple(path)
        if path not in self.meanings:
            self.meanings[path] = self._meaning(path)
        return self.meanings[path]

    def _meaning(self, path: tuple[str, ...]) -> Meaning:
        texts = [heading_key(part) for part in path]
        column, level = self.whole.get(texts[-1], (None, None)) if texts else (None, None)
        scaled = next(((text, at) for text in texts if (at := self.scales.spoken(text))), None)
        rest = " ".join(map(_spoken, path))  # phrases run over the storeys: "DPT-VGB-Hib > Mũi 1"
        of_scale = scaled[0][scaled[1].start : scaled[1].end] if scaled else ""
        rest = rest.replace(of_scale, "·") if of_scale else rest  # "nghìn lao động" speaks of no workers
        near: list[tuple[str, str]] = []
        found: dict[str, set[str]] = {"subjects": set(), "aspects": set(), "effects": set()}
        said: set[str] = set(_WORD.findall(of_scale))
        for phrase, senses in self.inside:
            if phrase in rest:
                rest, hit = _consumed(rest, phrase)
                for table, name in senses if hit else ():
                    found[table].update(name.split())  # a phrase may speak of several things
                    near.append((phrase, name))
                    said.update(phrase.split() if table == "aspects" or name in _SAYING_NOTHING else ())
        counted = frozenset(found["subjects"])
        subjects, aspects = counted - self.who or counted, frozenset(found["aspects"])
        if len(texts) > 1 and (column == "ordinal" or (column == "period" and counted)):
            column = None  # "no." under "Yes" counts something, "Berichtsmonat" under "Versicherte" too
        percent = any("%" in text for text in texts)
        persons = any(phrase in text for text in texts for phrase in self.persons)
        effects = frozenset(effect for name in found["effects"] if (effect := _holding(name, counted)))
        doubts = (phrase for phrase, name in near if _holding(name, counted) == "near")
        unread = (*doubts, *(word for word in _WORD.findall(rest) if word not in self.fillers))
        scale = scaled[1].factor if scaled else self.scales.divided(texts[-1]) if subjects == {"population"} else None
        if not scale and any(map(self.scales.per_people, texts)):
            aspects |= {"rate"}
        stem = _stem(path, said | self.fillers)
        return Meaning(subjects, aspects, effects, scale, percent, persons, column, level, unread, stem)

    def words_of(self, level: str) -> list[str]:
        """Return the type words of a level as they stand before a place, without those of its office ("BHXH huyện")."""
        return [word.strip() for word, of in self.types if of == level and not word.startswith(_OFFICE)]

    def names_columns(self, texts: Sequence[str]) -> bool:
        """Tell whether the texts of a row head columns: one says that names of units stand below it."""
        known = [self.whole.get(heading_key(text), ("", None))[0] for text in texts if text]
        return "unit" in known and len(known) > 1

    def heads_a_column(self, text: str) -> bool:
        """Tell whether a text is a heading of names, codes, numbers or notes, and nothing besides."""
        return bool(text) and heading_key(text) in self.whole

    def is_other_row(self, name: str) -> bool:
        """Tell whether a row's label is no unit: it compares with another time, announces, or counts units that do."""
        text = f"{key(name).replace(':', ' ').strip(' .')} "
        return text.startswith(self.other_rows) or (text.startswith(self.counting) and text not in self.counting)

    def is_breakdown(self, name: str) -> bool:
        """Tell whether a label announces the people of the rows above once more, by another breakdown."""
        return f"{key(name).strip(' :.')} ".startswith(self.breakdowns)

    def is_part_row(self, name: str) -> bool:
        """Tell whether a label names a part of the people of all units (women, towns), or an average."""
        return key(name).strip(" :.-") in self.part_rows

    def is_letterhead(self, line: str) -> bool:
        """Tell whether a line above a table belongs to every letter of the office, or tells the unit of measure."""
        return key(line).startswith(self.letterheads)

    def is_title(self, line: str) -> bool:
        """Tell whether a line speaks of a report, a table, a list."""
        words = f" {key(line)} "
        return any(f" {title} " in words for title in self.titles)

    def is_note_row(self, name: str) -> bool:
        """Tell whether a label begins a note, or dates a signature ("Nho Quan, ngày")."""
        text = key(name)
        return text.startswith(self.note_rows) or ("," in text and _SIGNED.search(text) is not None)

    def tier_level(self, text: str) -> str | None:
        """Return the level that a cell in a column of levels names: "Prov", "Huyện", "Gemeinde"."""
        return self.tiers.get(key(text).strip(" ."))

    def type_level(self, name: str) -> str | None:
        """Return the level that the type word of a tidied name tells (`city` for the two-faced thành phố), or None."""
        name = name.casefold() + " "
        first = name[: name.index(" ")]
        if "." in first:  # "P.Tân Thành", "TT.Me"
            first = first.partition(".")[0] + "."
        known = self.first_words.get(first, ())
        found = next((level for word, level in known if name.startswith(word)), None)
        return found or self.behind.get(name[len(first) :].rsplit(maxsplit=1)[-1] if " " in name[:-1] else "")


def _stem(path: Sequence[str], known: Collection[str]) -> frozenset[str]:
    """Return the words and numbers of a heading but those known; "A" and "B" tell columns apart."""
    text = _TIME.sub(" ", " \n ".join(key(part.replace("_", " ")) for part in path))
    return frozenset(word for word in _STEM.findall(text) if len(word) == 1 or word not in known)


def _holding(name: str, subjects: frozenset[str]) -> str | None:
    """Return the effect that holds beside these subjects: `narrow_health` is `narrow` beside health alone."""
    effect, _, subject = name.partition("_")
    return effect if not subject or subject in subjects else None


def heading_key(text: str) -> str:
    """Return a heading as it is compared: keyed, without footnote marks, `tỉ` as `tỷ`, underscores as blanks."""
    return _NUMBER_MARKS.sub("", _spoken(text)).strip(" :;,.")


def _spoken(text: str) -> str:
    """Return a heading with its number, which may be that of a dose ("DTP > 1. Dosis")."""
    text = key(without_footnote(text.strip()).replace("_", " "))
    return text.replace("tỉ lệ", "tỷ lệ").replace("tỉ suất", "tỷ suất").strip(" :;,.")


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
def load_vocabulary(
    languages: Iterable[str] = LANGUAGES,
    phrases: tuple[tuple[str, str, str], ...] = (),
    levels: tuple[str, ...] = LEVELS,
) -> Vocabulary:
    """Read the headings of these languages into one vocabulary, and a user's own phrases, which win over equals."""
    own: dict[str, dict[str, list[str]]] = {}
    for table, name, phrase in phrases:
        in_heading = table in ("subjects", "aspects")
        own.setdefault(table, {}).setdefault(name, []).append(heading_key(phrase) if in_heading else phrase)
    tables = [own, *(read_data("headings", language) for language in languages)]
    types = [
        (key(word) + " ", level)
        for tongue in tables
        for level, words in tongue.get("types", {}).items()
        for word in words
    ]
    told = _senses([own])
    inside = {**told, **_senses(tables[1:]), **told}  # of equals a user's own comes first and has its sense alone
    dotted = [(word.rstrip(), level) for word, level in types if word.endswith(". ")]
    return Vocabulary(
        inside=tuple(sorted(inside.items(), key=lambda entry: -len(entry[0]))),
        whole=_whole_phrases([*tables, own]),
        types=tuple(sorted(types + dotted, key=lambda entry: -len(entry[0]))),
        kinds={
            **{word.strip(): word.strip() for word, _ in types},
            **{key(word): key(full) for tongue in tables for word, full in tongue.get("abbreviations", {}).items()},
        },
        first_words=_by_first_word(sorted(types + dotted, key=lambda entry: -len(entry[0]))),
        totals=_longest_first(_labels(tables, "total")),
        wholes=_longest_first(_labels(tables, "whole")),
        suffixes=_longest_first(_labels(tables, "suffix")),
        scales=scales_of(tables),
        persons=tuple(
            key(words) for tongue in tables for words in tongue.get("units_of_measure", {}).get("person", ())
        ),
        meanings={},
        levels=levels,
        fillers=frozenset(word for tongue in tables for word in tongue.get("fillers", {}).get("words", ())),
        other_rows=(*(f"{words} " for name in ("other", "carried", "announcing") for words in _rows(tables, name)),),
        counting=tuple(f"{count} {unit} " for count in _rows(tables, "counting") for unit in _rows(tables, "counted")),
        wholes_alone=frozenset(_labels(tables, "alone")),
        everybody=frozenset(_labels(tables, "everybody")),
        part_rows=frozenset(_rows(tables, "parts")),
        note_rows=tuple(f"{words}:" for words in _rows(tables, "notes")),
        letterheads=(*_rows(tables, "letterheads"), *(f"{word} " for word in _rows(tables, "pages"))),
        titles=_rows(tables, "titles"),
        usual=frozenset(key(word) for tongue in tables for word in tongue.get("usual", {}).get("types", ())),
        tiers={
            **{word.strip(" ."): level for word, level in types},
            **{
                key(word): level
                for tongue in tables
                for level, words in tongue.get("tiers", {}).items()
                for word in words
            },
        },
        who=frozenset(own.get("who", ())),
        behind={
            key(word): level
            for tongue in tables
            for level, words in tongue.get("types_behind", {}).items()
            for word in words
        },
        breakdowns=tuple(f"{words} " for words in _rows(tables, "breakdowns")),
    )


def _senses(tongues: Sequence[Mapping[str, Mapping[str, Sequence[str]]]]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return every phrase that may stand inside a heading with all its senses: (table, name)."""
    senses: dict[str, tuple[tuple[str, str], ...]] = {}
    for tongue in tongues:
        for table in ("subjects", "aspects", "effects"):
            for name, phrases in tongue.get(table, {}).items():
                for phrase in map(key, phrases):
                    senses[phrase] = (*senses.get(phrase, ()), (table, name))
    return senses


def _labels(tables: list[dict[str, dict[str, list[str]]]], name: str) -> list[str]:
    return [key(phrase) for tongue in tables for phrase in tongue.get("totals", {}).get(name, [])]


def _rows(tables: list[dict[str, dict[str, list[str]]]], name: str) -> tuple[str, ...]:
    return tuple(key(text) for tongue in tables for text in tongue.get("rows", {}).get(name, ()))


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
