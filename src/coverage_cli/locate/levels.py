"""What the sheets call the levels of their units ("County", "Quận", "Bundesland"); the ids of levels stay."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

from coverage_cli.datafiles import read_data
from coverage_cli.grouping import first_where, grouped, only
from coverage_cli.model import Table, Unit
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key


class _Names(NamedTuple):
    """The words for levels with the level that each translates ("" for one shown as it is), and names of countries."""

    words: Mapping[str, str]
    countries: frozenset[str]
    around: Sequence[str]


@functools.cache
def _names() -> _Names:
    data = read_data("levels", "names")
    translated = {key(word): level for level, words in data["translated"].items() for word in words}
    words = {**{key(word): "" for word in data["called"]["words"]}, **translated}
    return _Names(words, frozenset(map(key, data["country"]["names"])), data["called"]["around"])


_CONSONANTS = frozenset("bcdfghjklmnpqrstvwxz")


def names_of_levels(tables: Iterable[Table]) -> dict[str, str]:
    """Return what the tables call each level: their own word, or the id of a level whose usual name they have.

    A level that two tables, or two units, call otherwise has the program's own name.
    """
    called: dict[str, set[str]] = {}
    for table in tables:
        whole, *units = table.units
        for level, alike in grouped((unit.level, unit) for unit in units).items():
            called.setdefault(level, set()).add(_called(table, alike))
        called.setdefault(whole.level, {_of_whole(whole, called)})
    alone = {level: only(names) for level, names in called.items()}
    return {level: name for level, name in alone.items() if name and name != level}


def _of_whole(whole: Unit, called: Mapping[str, set[str]]) -> str:
    """Return what a whole is: a country above provinces; no province above counties, unless its name says so."""
    if key(whole.name) in _names().countries:
        return "country"
    own = any(names - {"", level} for level, names in called.items())
    return "whole" if own and not _first_word(whole.name) else ""


def _called(table: Table, units: Sequence[Unit]) -> str:
    """Return what units of a level are called: by the word before all their names, else by their column's heading."""
    first, *others = {_first_word(unit.name) for unit in units}
    return _shown(first) if first and not others else _heading(table, units)


def _first_word(name: str) -> str:
    """Return the word for a level before a name, of up to three parts ("tổ dân phố 5")."""
    parts = name.split()[:4]
    most = min(len(parts) - 1, _words_behind(parts[0])) if parts else 0
    starts = (key(" ".join(parts[:length])) for length in range(most, 0, -1))
    return first_where(lambda start: start in _names().words, starts, "")


@functools.lru_cache
def _words_behind(first: str) -> int:
    """Return how many words the longest word for a level has that begins so, 0 where none does."""
    start = key(first)
    words = [word.split() for word in _names().words if word.startswith(start)]
    return max(map(len, words), default=0)


def _heading(table: Table, units: Sequence[Unit]) -> str:
    """Return the word that heads the one column of these units' names, where no other level's stand in it."""
    level = units[0].level
    units = table.units[1:]
    levels_in = grouped((unit.name_cell[1], unit.level) for unit in units if unit.name_cell)
    index = only(index for index, levels in levels_in.items() if level in levels)
    column = first_where(lambda column: column.index == index and column.heading, table.columns)
    if column is None or (column.level != level and only(levels_in[column.index]) is None):
        return ""
    word = key(column.heading[-1]).strip(" :.")
    for around in _names().around:
        word = word.removeprefix(f"{around} ").removesuffix(f" {around}")
    return _shown(word) if word in _names().words else ""


def _shown(word: str) -> str:
    """Return a word as it is shown, the id of a level that it translates; what no vowel is in is short for more."""
    first, blank, others = word.partition(" ")
    first = first.upper() if _CONSONANTS.issuperset(first) else first.capitalize()
    return _names().words[word] or f"{first}{blank}{others}"
