"""How many people one unit of a column stands for: told, or said by its heading or the unit line above the table.

"Đơn vị tính: nghìn người" is for all columns, "dân số: nghìn người; BHYT: người" for each its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.grouping import all_found, first_found, first_where, only
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.model import Column
from coverage_cli.patterns import pattern
from coverage_cli.project import Told
from coverage_cli.spelling import key

UNTOLD = 0
"""The scale of a column where the unit line names several units and none of them for it: its figures have no value."""
_WITH_PEOPLE = ("measure", "target", "gap")
_PARTS = pattern(r"[;,](?!\d)")
# So many characters may stand beside the words for a unit of measure in a line of their own.
_BESIDE = 4
# Before words for people: "Members, persons", "Members in persons"; before or at the begin of those for thousands.
_LEADING = (":", ",", ";", " in", " -", " –")
_PARTING = (",", ";", "–", " in")
_PARTING_IN = (",", ";", "–", "in ", "-")


def scale_of_table(title: Sequence[str], vocabulary: Vocabulary) -> int:
    """Return how many people one unit of all figures stands for: 1 where no line says so, or one says several."""
    if _told_apart(title, vocabulary):
        return 1
    return first_found(lambda line: _factor_of_line(key(line), vocabulary), title, 1)


def factor_told(line: str, vocabulary: Vocabulary) -> int | None:
    """Return the factor of a line that tells the unit of measure, 1 where it tells people one by one, else None.

    >>> from coverage_cli.locate.load import load_vocabulary
    >>> words = load_vocabulary()
    >>> [factor_told(line, words) for line in ("ĐVT: nghìn người", "(in persons)", "Members, persons", "Persons")]
    [1000, 1, 1, None]
    >>> [factor_told(line, words) for line in ("Population and cover, thousand persons", "Angaben in 1.000 Personen")]
    [1000, 1000]
    >>> factor_told("A survey of two thousand persons", words)
    """
    text = key(line)
    factor = _factor_of_line(text, vocabulary)
    if factor is not None:
        return factor
    bare = text.strip(" .()[]")
    people = first_where(lambda unit: f" {bare}".endswith(f" {unit}"), vocabulary.units_of_people)
    if not people:
        return None
    before = bare.removesuffix(people).rstrip()
    is_told = before == "in" or before.endswith(_LEADING) if before else text != bare
    return 1 if is_told else None


def _factor_of_line(text: str, vocabulary: Vocabulary) -> int | None:
    """Return the factor that a line tells: behind a colon or "ĐVT", alone, in brackets or behind "in" at its end."""
    spoken = vocabulary.scales.spoken(text)
    if spoken is None:
        return None
    if len(text) <= spoken.end - spoken.start + _BESIDE or ":" in text:
        return spoken.factor
    before, behind = text[: spoken.start].rstrip(), text[spoken.end :]
    is_apart = before.endswith(_PARTING) or text.startswith(_PARTING_IN, spoken.start)
    at_end = not behind.strip(" )].") and (is_apart or text.endswith((")", "]")))
    return spoken.factor if at_end or vocabulary.is_letterhead(text) else None


def with_scales(
    columns: Sequence[Column],
    title: Sequence[str],
    vocabulary: Vocabulary,
    told: Told,
    shown: frozenset[int],
) -> tuple[Column, ...]:
    """Give each column that counts people its scale: told for its measure or all, its heading's, the unit line's.

    Columns `shown` in thousands by their number format store people: what says thousands speaks of what is seen.
    """
    parts = _told_apart(title, vocabulary)
    of_table = scale_of_table(title, vocabulary)

    def scale(column: Column) -> int | None:
        subject = f"target_{column.subject}" if column.role == "target" else column.subject
        told_scale = told.scales.get(subject or "") or told.scale
        if told_scale:
            return told_scale
        if column.index in shown:
            return 1
        if column.scale is not None or column.kind == "rate":
            return column.scale
        is_apart = parts and column.role in _WITH_PEOPLE
        return _scale_for(column, parts, vocabulary) if is_apart else of_table

    return tuple(column._replace(scale=scale(column)) for column in columns)


def _scale_for(column: Column, parts: Sequence[tuple[str, int]], vocabulary: Vocabulary) -> int:
    subjects = vocabulary.meaning(column.heading).subjects
    named = [(vocabulary.meaning((text,)).subjects, factor) for text, factor in parts]
    factors = {factor for spoken, factor in named if spoken and spoken <= subjects}
    return only(factors) or UNTOLD


def _told_apart(title: Sequence[str], vocabulary: Vocabulary) -> list[tuple[str, int]]:
    """Return the parts of a unit line that names several units of people: what each part speaks of, and its scale."""
    lines = [
        all_found(lambda part: _part(part.strip(), vocabulary), _PARTS.split(key(line)))
        for line in title
        if ":" in line
    ]
    return first_where(lambda parts: len({factor for _, factor in parts}) > 1, lines, [])


def _part(text: str, vocabulary: Vocabulary) -> tuple[str, int] | None:
    """Split a part of a unit line into what it speaks of and its scale, None where it names no unit of people.

    What stands before the last colon is spoken of: `đơn vị tính: dân số` of `đơn vị tính: dân số: nghìn người`.
    """
    before, _, unit = text.rpartition(":")
    unit = unit.strip(" .()")
    spoken = vocabulary.scales.spoken(unit)
    if spoken is not None and spoken.end == len(unit):
        return f"{before} {unit[: spoken.start]}", spoken.factor
    persons = sorted((words.strip("()") for words in vocabulary.persons), key=len, reverse=True)
    found = first_where(lambda words: f" {unit}".endswith(f" {words}"), persons)
    return (f"{before} {unit.removesuffix(found)}", 1) if found else None
