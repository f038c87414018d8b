"""The words of headings and labels in every language, read from `data/headings/*.toml` as a user's own would be.

It tells what a heading speaks of; which column then serves which measure is decided in `columns.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from coverage_cli.grouping import first_where
from coverage_cli.locate.scales import Scales
from coverage_cli.model import LEVELS
from coverage_cli.patterns import pattern
from coverage_cli.records import NamedTuple
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

        >>> from coverage_cli.locate.load import load_vocabulary
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
        text, scaled = next(
            ((text, at) for text in texts if (at := self.scales.spoken(text))), ("", None)
        )
        of_scale = text[scaled.start : scaled.end] if scaled else ""
        rest = _joined(path)
        rest = (
            rest.replace(of_scale, "·") if of_scale else rest
        )  # "nghìn lao động" speaks of no workers
        found, rest = self._senses_in(rest)
        named: dict[str, frozenset[str]] = {  # a phrase may speak of several things
            table: frozenset(word for _, of, name in found if of == table for word in name.split())
            for table in ("subjects", "aspects", "effects")
        }
        counted = named["subjects"]
        if len(texts) > 1 and (column == "ordinal" or (column == "period" and counted)):
            column = (
                None  # "no." under "Yes" counts something, "Berichtsmonat" under "Versicherte" too
            )
        near = {"near"} if "new" in named["aspects"] else {"near", "since"}
        doubts = (phrase for phrase, _, name in found if _holding(name, counted) in near)
        unread = (*doubts, *(word for word in _WORD.findall(rest) if word not in self.fillers))
        plain = [
            phrase for phrase, table, name in found if table == "aspects" or name in _SAYING_NOTHING
        ]
        said = {word for phrase in plain for word in phrase.split()}.union(
            _WORD.findall(of_scale), self.fillers
        )
        subjects = counted - self.who or counted
        divided = self.scales.divided(texts[-1]) if subjects == {"population"} else None
        own = (
            1
            if any(phrase in text for text in texts for phrase in self.persons if phrase[0] == "(")
            else None
        )
        scale = scaled.factor if scaled else divided or own
        is_rate = not scale and any(map(self.scales.per_people, texts))
        return Meaning(
            subjects=subjects,
            aspects=named["aspects"] | {"rate"} if is_rate else named["aspects"],
            effects=frozenset(
                effect for name in named["effects"] if (effect := _holding(name, counted))
            ),
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
        return [
            word.strip() for word, of in self.types if of == level and not word.startswith(_OFFICE)
        ]

    def words_before(self, level: str) -> list[str]:
        """Return the type words that may stand before a place of a level: a thành phố is of any."""
        return [*self.words_of(level), *self.words_of("city")]

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
        return text.startswith(self.other_rows) or (
            text.startswith(self.counting) and text not in self.counting
        )

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
            f" {title} " in words
            and not (title in self.titles_in_names and self._is_named(words, f" {title} "))
            for title in self.titles
        )

    def _is_named(self, words: str, title: str) -> bool:
        """Tell whether a type word stands right before a title's word, or one word before it."""
        before = words[: words.find(title) + 1]
        shorter = f"{before.strip().rpartition(' ')[0]} "
        return any(
            f" {head}".endswith(f" {word}") for word, _ in self.types for head in (before, shorter)
        )

    def names_office(self, line: str) -> bool:
        """Tell whether a line is an office's name with its place: it speaks of no report and of nothing counted."""
        text = key(line)
        office = first_where(lambda name: text == name or text.startswith(f"{name} "), self.offices)
        return (
            office is not None
            and not self.is_title(line)
            and not self.meaning((text[len(office) :],)).subjects
        )

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
        return (
            self.behind.get(name[len(first) :].rsplit(maxsplit=1)[-1]) if " " in name[:-1] else None
        )


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
