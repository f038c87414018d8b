"""How many people one unit of a column stands for: told, or said by its heading or the unit line above the table.

"Đơn vị tính: nghìn người" is for all columns, "dân số: nghìn người; BHYT: người" for each its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.grouping import first_where
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


def scale_of_table(title: Sequence[str], vocabulary: Vocabulary) -> int:
    """Return how many people one unit of all figures stands for: 1 where no line says so, or one says several."""
    if _told_apart(title, vocabulary):
        return 1
    return next((factor for line in title if (factor := _factor_of_line(key(line), vocabulary))), 1)


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
    if (factor := _factor_of_line(text, vocabulary)) is not None:
        return factor
    bare = text.strip(" .()[]")
    people = first_where(
        lambda unit: bare == unit or bare.endswith(f" {unit}"), vocabulary.units_of_people
    )
    before = bare.removesuffix(people or "").rstrip()
    is_told = (
        before.endswith((":", ",", ";", " in", " -", " –"))
        or before == "in"
        or (not before and text != bare)
    )
    return 1 if people and is_told else None


def _factor_of_line(text: str, vocabulary: Vocabulary) -> int | None:
    """Return the factor that a line tells: behind a colon or "ĐVT", alone, in brackets or behind "in" at its end."""
    spoken = vocabulary.scales.spoken(text)
    if spoken is None:
        return None
    alone = len(text) <= spoken.end - spoken.start + _BESIDE
    is_apart = (
        text[-1] in ")]"
        or text.startswith("in ", spoken.start)
        or text[spoken.start] in ",;–-"
        or text[: spoken.start].rstrip().endswith((",", ";", "–", " in"))
    )
    at_end = is_apart and not text[spoken.end :].strip(" )].")
    return (
        spoken.factor if alone or at_end or ":" in text or vocabulary.is_letterhead(text) else None
    )


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
        if column.index in shown and not told_scale:
            return 1
        if told_scale or column.scale is not None or column.kind == "rate":
            return told_scale or column.scale
        return (
            _scale_for(column, parts, vocabulary)
            if parts and column.role in _WITH_PEOPLE
            else of_table
        )

    return tuple(column._replace(scale=scale(column)) for column in columns)


def _scale_for(column: Column, parts: Sequence[tuple[str, int]], vocabulary: Vocabulary) -> int:
    subjects = vocabulary.meaning(column.heading).subjects
    named = [(vocabulary.meaning((text,)).subjects, factor) for text, factor in parts]
    factors = {factor for spoken, factor in named if spoken and spoken <= subjects}
    return factors.pop() if len(factors) == 1 else UNTOLD


def _told_apart(title: Sequence[str], vocabulary: Vocabulary) -> list[tuple[str, int]]:
    """Return the parts of a unit line that names several units of people: what each part speaks of, and its scale."""
    for line in (key(line) for line in title if ":" in line):
        told = [part for text in _PARTS.split(line) if (part := _part(text.strip(), vocabulary))]
        if len({factor for _, factor in told}) > 1:
            return told
    return []


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
