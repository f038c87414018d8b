"""Read the words of headings and labels in every language into one vocabulary (`data/headings/*.toml`)."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from coverage_cli.datafiles import read_data
from coverage_cli.locate.scales import scales_of
from coverage_cli.locate.vocabulary import LANGUAGES, Vocabulary, heading_key
from coverage_cli.model import LEVELS
from coverage_cli.spelling import key


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
    inside = {
        **mine,
        **_senses(tongues),
        **mine,
    }  # of equals a user's own comes first and has its sense alone
    named = _named(tables, "types")
    dotted = [(word, level) for word, level in named if word.endswith(".")]
    types = sorted(
        [*((word + " ", level) for word, level in named), *dotted], key=lambda entry: -len(entry[0])
    )
    counting = [
        f"{count} {unit} "
        for count in _words(tables, "counting")
        for unit in _words(tables, "counted")
    ]
    no_units = [
        f"{words} " for name in ("other", "carried", "announcing") for words in _words(tables, name)
    ]
    pages = [f"{word} " for word in _words(tables, "pages")]
    full = {
        key(word): key(name)
        for tongue in tables
        for word, name in tongue.get("abbreviations", {}).items()
    }
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
            {
                words.split()[0]
                for name in ("total", "whole", "alone")
                for words in _words(tables, name, "totals")
            }
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
    return tuple(
        key(phrase) for tongue in tongues for phrase in tongue.get(table, {}).get(name, ())
    )


def _alike(phrase: str, tongues: Sequence[Tongue]) -> list[str]:
    """Return a phrase, and with other words that say the same: "5 trong 1 lần 3" of "5 trong 1 mũi 3"."""
    same = [
        (word, others) for tongue in tongues for word, others in tongue.get("alike", {}).items()
    ]
    spoken = f"{key(phrase)} "
    return [
        phrase,
        *(
            spoken.replace(word, other)
            for word, others in same
            if f"{word} " in spoken
            for other in others
        ),
    ]


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
        whole.update(
            (heading_key(phrase), (role, None)) for phrase, role in _named([tongue], "columns")
        )
        for table, role in (("codes", "code"), ("units", "unit")):
            levels = _named([tongue], table)
            whole.update(
                (heading_key(phrase), (role, None if at == "any" else at)) for phrase, at in levels
            )
    return whole
