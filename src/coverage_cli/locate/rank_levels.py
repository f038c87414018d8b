"""Grow the units of a table from its lines, their levels named: by words, else from the lowest up, under a whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from coverage_cli.hierarchy import (
    Line,
    Rows,
    Words,
    finish,
    grow_from_columns,
    grow_ranked,
    most,
    rank,
    rows_of,
)
from coverage_cli.locate.labels import unit_in_title
from coverage_cli.locate.places import Places
from coverage_cli.locate.unit_columns import HAMLET
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.locate.wholes import with_named_whole
from coverage_cli.model import Column, LeftOut, Units
from coverage_cli.records import NamedTuple

GROUP = "group"
"""The level of headed groups that are no administrative units ("Khối xã")."""
_SAMPLE = 40


class Placed(NamedTuple):
    """The units of a table, the whole first, whether that is named, what is no unit, and what told the levels."""

    units: Units
    whole_named: bool
    left_out: Sequence[LeftOut]
    how: str


def units_of(
    lines: Sequence[Line],
    places: Places,
    columns: Sequence[Column],
    title: Sequence[str],
    vocabulary: Vocabulary,
) -> Placed:
    """Return the units that the lines of a table speak of; `title` are the lines above it, which may name its whole."""
    rows = with_named_whole(_aligned(lines, vocabulary), title, vocabulary)
    heading = next(column.level for column in columns if column.role == "unit")
    if places.parents:
        how, tree = (
            "columns",
            grow_from_columns(rows, places.name, places.parents, vocabulary.levels),
        )
        parents = [column.level for column in columns if column.role == "parent"]
        told: Sequence[str | None] = [*parents, heading or _typed_level(rows, vocabulary)]
    else:
        placed = rank(rows, Words(vocabulary.levels, heading, title))
        how, told, tree = placed.how, placed.levels, grow_ranked(placed, places.name)
    is_told = how == "tiers" and all(told)
    levels = list(filter(None, told)) if is_told else level_names(told, vocabulary.levels)
    whole = _whole_of(levels, title, vocabulary, told=len(told) < 2 or told[0] is not None)
    if whole[1] == levels[0] and not (how == "tiers" and levels[0] == "whole"):
        levels[0] = GROUP
    grown = finish(tree, levels, whole)
    units = _without_level(grown.units, lines) if how == "tiers" else grown.units
    return Placed(units, grown.whole_named, tree.left_out, how)


def _aligned(lines: Sequence[Line], vocabulary: Vocabulary) -> Rows:
    """Align the lines with the levels that their type words, or a column of levels, tell."""
    types = [vocabulary.type_level(line.name) if line.name else None for line in lines]
    known = tier_levels(
        dict.fromkeys(line.tier for line in lines if line.is_unit and line.tier), vocabulary
    )
    return rows_of(
        lines,
        types,
        [known.get(line.tier, "") or "?" if line.tier in known else "" for line in lines],
    )


def tier_levels(words: Collection[str], vocabulary: Vocabulary) -> dict[str, str | None]:
    """Return the level of each word in a column of levels, None where it is unknown; single digits are levels too."""
    if words and all(word.isdigit() and len(word) == 1 for word in words):
        return dict(zip(words, words, strict=True))
    named = {word: vocabulary.tier_level(word) for word in words}
    is_above = {"province", "district", "commune"} & set(named.values())
    city = "district" if is_above else "province"
    return {word: city if level == "city" else level for word, level in named.items()}


def _without_level(units: Units, lines: Sequence[Line]) -> Units:
    """Call the units a group that head others and whose rows tell no level where a column tells it of the others."""
    untold = {line.row for line in lines if not line.tier}
    groups = {
        unit
        for unit in units[1:]
        if not unit.leaf and unit.name_cell and unit.name_cell[0] in untold
    }
    return units.replace(levels=[GROUP if unit in groups else unit.level for unit in units])


def _typed_level(rows: Rows, vocabulary: Vocabulary) -> str | None:
    """Return the level that the type words of most names tell, None where none does."""
    return most([level for level in rows.types[:_SAMPLE] if level in vocabulary.levels])


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


def _whole_of(
    levels: Sequence[str], title: Sequence[str], vocabulary: Vocabulary, *, told: bool
) -> tuple[str | None, str]:
    """Return the name of the whole as the title has it, and its level: one above the highest of the table.

    Where no word tells the level of the highest units (`told`), the title may name one of that very level.
    """
    every = vocabulary.levels
    rank = every.index(levels[0]) if levels[0] in every else 0
    for above in [*range(rank - 1, -1, -1), *([] if told else [rank])]:
        name = unit_in_title(title, vocabulary.words_before(every[above]))
        if name:
            return name, every[above]
    return None, every[rank - 1] if rank > 0 else "whole"
