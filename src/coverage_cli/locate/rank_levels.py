"""Name the levels of a table's ranks: by words, else from the lowest up; and the whole that stands above them."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.locate.columns import HAMLET
from coverage_cli.locate.labels import unit_in_title
from coverage_cli.locate.rows import Line
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.model import Unit

GROUP = "group"
"""The level of headed groups that are no administrative units ("Khối xã")."""
_SAMPLE = 40


def own_rows(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Line]:
    """Take rows that repeat the name of their upper unit, type word and all, for its own, where it has other rows.

    Without a type word it may be the town that a district is called after.
    """
    same = {line.row for line in lines if line.above and line.name == line.above[-1] and line.total is None}
    others = {line.above[-1] for line in lines if line.row not in same and line.above} if same else set()
    return [
        line._replace(name="", own=(*line.own[:-1], True))
        if line.row in same
        and line.name in others
        and vocabulary.type_level(line.name) not in (None, vocabulary.levels[-1])
        else line
        for line in lines
    ]


def without_level(units: Sequence[Unit], untold: set[int]) -> tuple[Unit, ...]:
    """Call the units a group that head others and whose rows tell no level where a column tells it of the others."""
    return tuple(
        unit._replace(level=GROUP)
        if unit.parent is not None and not unit.leaf and unit.name_cell and unit.name_cell[0] in untold
        else unit
        for unit in units
    )


def typed_level(lines: Sequence[Line], vocabulary: Vocabulary) -> str | None:
    """Return the level that the type words of most names tell, None where none does."""
    found = (vocabulary.type_level(line.name) for line in lines[:_SAMPLE] if line.name)
    kinds = [kind for kind in found if kind is not None and kind in vocabulary.levels]
    return max(sorted(set(kinds)), key=kinds.count) if kinds else None


def level_names(told_by_words: Sequence[str | None], levels: Sequence[str]) -> list[str]:
    """Name each rank: as words tell, else from the lowest level up, each rank strictly above the next."""
    names: list[str] = []
    if HAMLET in told_by_words:
        levels = [*levels, HAMLET]
    below = len(levels)
    for position, level in enumerate(reversed(told_by_words)):
        rank = levels.index(level) if level in levels else below - 1
        rank = min(rank, below - 1)
        names.insert(0, levels[rank] if rank >= 0 else f"level{len(told_by_words) - position}")
        below = rank
    return names


def whole_of(
    levels: Sequence[str], title: Sequence[str], vocabulary: Vocabulary, *, told: bool
) -> tuple[str | None, str]:
    """Return the name of the whole as the title has it, and its level: one above the highest of the table.

    Where no word tells the level of the highest units (`told`), the title may name one of that very level.
    """
    every = vocabulary.levels
    rank = every.index(levels[0]) if levels[0] in every else 0
    for above in [*range(rank - 1, -1, -1), *([] if told else [rank])]:
        name = unit_in_title(title, [*vocabulary.words_of(every[above]), *vocabulary.words_of("city")])
        if name:
            return name, every[above]
    return None, every[rank - 1] if rank > 0 else "whole"
