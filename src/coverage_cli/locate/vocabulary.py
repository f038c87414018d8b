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
_IDEOGRAPHS = "\u2e80"
_SIGNED = pattern(r"^[^,]{2,40}, ngày\b")
_BRACKET = pattern(r"\s*\([^()]*\)$")
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
    joining: tuple[str, ...] = ()
    everything: frozenset[str] = frozenset()
    titles_in_names: frozenset[str] = frozenset()
    offices: tuple[str, ...] = ()
    tiers: Mapping[str, str] = {}
    usual: frozenset[str] = frozenset()
    who: frozenset[str] = frozenset()
    behind: Mapping[str, str] = {}
    breakdowns: tuple[str, ...] = ()
    counting: tuple[str, ...] = ()
    sums_begin: tuple[str, ...] = ()

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
        text, scaled = next(((text, at) for text in texts if (at := self.scales.spoken(text))), ("", None))
        of_scale = text[scaled.start : scaled.end] if scaled else ""
        rest = _joined(path)
        rest = rest.replace(of_scale, "·") if of_scale else rest  # "nghìn lao động" speaks of no workers
        found, rest = self._senses_in(rest)
        named: dict[str, frozenset[str]] = {  # a phrase may speak of several things
            table: frozenset(word for _, of, name in found if of == table for word in name.split())
            for table in ("subjects", "aspects", "effects")
        }
        counted = named["subjects"]
        if len(texts) > 1 and (column == "ordinal" or (column == "period" and counted)):
            column = None  # "no." under "Yes" counts something, "Berichtsmonat" under "Versicherte" too
        near = {"near"} if "new" in named["aspects"] else {"near", "since"}
        doubts = (phrase for phrase, _, name in found if _holding(name, counted) in near)
        unread = (*doubts, *(word for word in _WORD.findall(rest) if word not in self.fillers))
        plain = [phrase for phrase, table, name in found if table == "aspects" or name in _SAYING_NOTHING]
        said = {word for phrase in plain for word in phrase.split()}.union(_WORD.findall(of_scale), self.fillers)
        subjects = counted - self.who or counted
        divided = self.scales.divided(texts[-1]) if subjects == {"population"} else None
        own = 1 if any(phrase in text for text in texts for phrase in self.persons if phrase[0] == "(") else None
        scale = scaled.factor if scaled else divided or own
        is_rate = not scale and any(map(self.scales.per_people, texts))
        return Meaning(
            subjects=subjects,
            aspects=named["aspects"] | {"rate"} if is_rate else named["aspects"],
            effects=frozenset(effect for name in named["effects"] if (effect := _holding(name, counted))),
            scale=scale,
            percent=any("%" in text for text in texts),
            persons=any(phrase in text for text in texts for phrase in self.persons),
            column=column,
            level=level,
            unread=unread,
            stem=_stem(path, said),
        )

    def _senses_in(self, text: str) -> tuple[list[tuple[str, str, str]], str]:
        """Return the phrases of a text with their senses (phrase, table, name), and the text without them."""
        found = []
        for phrase, senses in self.inside:
            if phrase in text:
                text, is_there = _consumed(text, phrase)
                found += [(phrase, *sense) for sense in senses if is_there]
        return found, text

    @property
    def units_of_people(self) -> list[str]:
        """Return the words that tell people one by one as a unit of measure: those that stand in brackets."""
        return [words.strip("()") for words in self.persons if words.startswith("(")]

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
        text = f"{key(name).replace(':', ' ').replace('/', ' ').strip(' .')} "
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
        """Tell whether a line speaks of a report, a table, a list; Bảng in "Huyện Kim Bảng" does not."""
        words = f" {key(line)} ".replace(":", " ").replace(".", " ")
        return any(
            f" {title} " in words and not (title in self.titles_in_names and self._is_named(words, f" {title} "))
            for title in self.titles
        )

    def _is_named(self, words: str, title: str) -> bool:
        """Tell whether a type word stands right before a title's word, or one word before it."""
        before = words[: words.find(title) + 1]
        shorter = f"{before.strip().rpartition(' ')[0]} "
        return any(f" {head}".endswith(f" {word}") for word, _ in self.types for head in (before, shorter))

    def names_office(self, line: str) -> bool:
        """Tell whether a line is an office's name with its place: it speaks of no report and of nothing counted."""
        text = key(line)
        office = next((name for name in self.offices if text == name or text.startswith(f"{name} ")), None)
        return office is not None and not self.is_title(line) and not self.meaning((text[len(office) :],)).subjects

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
        for word, level in self.first_words.get(first, ()):
            if name.startswith(word):
                return level
        return self.behind.get(name[len(first) :].rsplit(maxsplit=1)[-1]) if " " in name[:-1] else None


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


def _joined(path: Sequence[str]) -> str:
    """Return a heading as one text, brackets of upper storeys last: phrases run over them ("DTP (SII) > Mũi 1")."""
    parts = [_spoken(part) for part in path]
    brackets = [match[0] for part in parts[:-1] if (match := _BRACKET.search(part))]
    return " ".join([*(_BRACKET.sub("", part) for part in parts[:-1]), *parts[-1:], *brackets])


def _spoken(text: str) -> str:
    """Return a heading with its number, which may be that of a dose ("DTP > 1. Dosis")."""
    text = key(without_footnote(text.strip()).replace("_", " "))
    return text.replace("tỉ lệ", "tỷ lệ").replace("tỉ suất", "tỷ suất").strip(" :;,.")


def _consumed(text: str, phrase: str) -> tuple[str, bool]:
    """Blank a phrase out of a text wherever it stands as whole words."""
    start, hit = text.find(phrase), False
    while start >= 0:
        end = start + len(phrase)
        if _is_edge(text, start) and _is_edge(text, end):
            text, hit = f"{text[:start]}{'·' * len(phrase)}{text[end:]}", True
        start = text.find(phrase, end)
    return text, hit


def _is_edge(text: str, at: int) -> bool:
    """Tell whether no word runs across this place (an ideograph is a word of its own)."""
    beside = text[max(0, at - 1) : at + 1]
    return len(beside) < 2 or any(not letter.isalpha() or letter > _IDEOGRAPHS for letter in beside)


@functools.cache
def load_vocabulary(
    languages: Iterable[str] = LANGUAGES,
    phrases: tuple[tuple[str, str, str], ...] = (),
    levels: tuple[str, ...] = LEVELS,
) -> Vocabulary:
    """Read the headings of these languages into one vocabulary, and a user's own phrases, which win over equals."""
    own: Tongue = {}
    tongues = [read_data("headings", language) for language in languages]
    for table, name, phrase in phrases:
        is_spoken = table in ("subjects", "aspects")
        told = own.setdefault(table, {}).setdefault(name, [])
        told += map(heading_key, _alike(phrase, tongues)) if is_spoken else [phrase]
    tables = [own, *tongues]
    mine = _senses([own])
    inside = {**mine, **_senses(tongues), **mine}  # of equals a user's own comes first and has its sense alone
    named = _named(tables, "types")
    dotted = [(word, level) for word, level in named if word.endswith(".")]
    types = sorted([*((word + " ", level) for word, level in named), *dotted], key=lambda entry: -len(entry[0]))
    counting = [f"{count} {unit} " for count in _words(tables, "counting") for unit in _words(tables, "counted")]
    no_units = [f"{words} " for name in ("other", "carried", "announcing") for words in _words(tables, name)]
    pages = [f"{word} " for word in _words(tables, "pages")]
    full = {key(word): key(name) for tongue in tables for word, name in tongue.get("abbreviations", {}).items()}
    return Vocabulary(
        inside=tuple(sorted(inside.items(), key=lambda entry: -len(entry[0]))),
        whole=_whole_phrases([*tables, own]),
        types=tuple(types),
        kinds={word: word for word, _ in named} | full,
        first_words=_by_first_word(types),
        totals=_longest_first(_words(tables, "total", "totals")),
        wholes=_longest_first(_words(tables, "whole", "totals")),
        everything=frozenset(_everything(tables)),
        joining=_longest_first(_words(tables, "joining", "totals")),
        suffixes=_longest_first(_words(tables, "suffix", "totals")),
        scales=scales_of(tables),
        persons=_words(tables, "person", "units_of_measure"),
        meanings={},
        levels=levels,
        fillers=frozenset(_words(tables, "words", "fillers")),
        other_rows=tuple(no_units),
        counting=tuple(counting),
        wholes_alone=frozenset(_words(tables, "alone", "totals")),
        everybody=frozenset(_words(tables, "everybody", "totals")),
        part_rows=frozenset(_words(tables, "parts")),
        note_rows=tuple(f"{words}:" for words in _words(tables, "notes")),
        letterheads=(*_words(tables, "letterheads"), *pages),
        titles=_words(tables, "titles"),
        titles_in_names=frozenset(_words(tables, "titles_in_names")),
        offices=_longest_first(_words(tables, "offices")),
        usual=frozenset(_words(tables, "types", "usual")),
        tiers={word.strip(" ."): level for word, level in named} | dict(_named(tables, "tiers")),
        who=frozenset(own.get("who", ())),
        behind=dict(_named(tables, "types_behind")),
        breakdowns=tuple(f"{words} " for words in _words(tables, "breakdowns")),
        sums_begin=tuple(
            {words.split()[0] for name in ("total", "whole", "alone") for words in _words(tables, name, "totals")}
        ),
    )


Tongue = dict[str, dict[str, list[str]]]
"""The tables of a file of headings: lists of phrases by name."""


def _named(tongues: Sequence[Tongue], table: str) -> list[tuple[str, str]]:
    """Return every phrase of a table, keyed, with the name it stands under."""
    entries = [entry for tongue in tongues for entry in tongue.get(table, {}).items()]
    return [(key(phrase), name) for name, phrases in entries for phrase in phrases]


def _words(tongues: Sequence[Tongue], name: str, table: str = "rows") -> tuple[str, ...]:
    """Return the phrases of all languages under a name, keyed."""
    return tuple(key(phrase) for tongue in tongues for phrase in tongue.get(table, {}).get(name, ()))


def _alike(phrase: str, tongues: Sequence[Tongue]) -> list[str]:
    """Return a phrase, and with other words that say the same: "5 trong 1 lần 3" of "5 trong 1 mũi 3"."""
    same = [(word, others) for tongue in tongues for word, others in tongue.get("alike", {}).items()]
    spoken = f"{key(phrase)} "
    return [phrase, *(spoken.replace(word, other) for word, others in same if f"{word} " in spoken for other in others)]


def _everything(tables: Sequence[Tongue]) -> list[str]:
    """Return what calls all units behind a word for a total: "all wards", "tất cả các xã"."""
    return [
        f"{every} {unit}"
        for tongue in tables
        for every in _words([tongue], "every", "totals")
        for unit in _words([tongue], "counted")
    ]


def _senses(tongues: Sequence[Tongue]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return every phrase that may stand inside a heading with all its senses: (table, name)."""
    senses: dict[str, tuple[tuple[str, str], ...]] = {}
    for tongue in tongues:
        for table in ("subjects", "aspects", "effects"):
            for phrase, name in _named([tongue], table):
                senses[phrase] = (*senses.get(phrase, ()), (table, name))
    return senses


def _by_first_word(types: Sequence[tuple[str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Group the type words by their first word, so that a name is compared with few of them."""
    groups: dict[str, tuple[tuple[str, str], ...]] = {}
    for entry in types:
        first = entry[0].split()[0]
        groups[first] = (*groups.get(first, ()), entry)
    return groups


def _longest_first(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)))


def _whole_phrases(tongues: Sequence[Tongue]) -> dict[str, tuple[str, str | None]]:
    """Map each heading that must be matched whole to (column role, level)."""
    whole: dict[str, tuple[str, str | None]] = {}
    for tongue in tongues:
        whole.update((heading_key(phrase), (role, None)) for phrase, role in _named([tongue], "columns"))
        for table, role in (("codes", "code"), ("units", "unit")):
            levels = _named([tongue], table)
            whole.update((heading_key(phrase), (role, None if at == "any" else at)) for phrase, at in levels)
    return whole
