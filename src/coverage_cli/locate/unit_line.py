"""The unit line above a table ("Đơn vị tính: nghìn người"): how many people one unit of its figures stands for."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.model import Column
from coverage_cli.patterns import pattern
from coverage_cli.spelling import key

UNTOLD = 0
"""The scale of a column where the unit line names several units and none of them for it: its figures have no value."""
_WITH_PEOPLE = ("measure", "target", "gap")
_PARTS = pattern(r"[;,](?!\d)")


def scale_of_table(title: Sequence[str], vocabulary: Vocabulary) -> int:
    """Return how many people one unit of all figures stands for: 1 where no line says so, or one says several."""
    if _told_apart(title, vocabulary):
        return 1
    for line in title:
        text = key(line)
        for words, factor in vocabulary.scales:
            if words in text and (":" in text or len(text) <= len(words) + 4):
                return factor
    return 1


def with_scales(columns: Sequence[Column], title: Sequence[str], vocabulary: Vocabulary) -> tuple[Column, ...]:
    """Give each column its scale where the unit line names several ("dân số: nghìn người; BHYT: người")."""
    parts = _told_apart(title, vocabulary)
    if not parts:
        return tuple(columns)
    return tuple(
        column._replace(scale=_scale_for(column, parts, vocabulary))
        if column.role in _WITH_PEOPLE and column.scale is None and column.kind != "rate"
        else column
        for column in columns
    )


def _scale_for(column: Column, parts: Sequence[tuple[str, int]], vocabulary: Vocabulary) -> int:
    subjects = vocabulary.meaning(column.heading).subjects
    named = [(vocabulary.meaning((text,)).subjects, factor) for text, factor in parts]
    factors = {factor for spoken, factor in named if spoken and spoken <= subjects}
    return factors.pop() if len(factors) == 1 else UNTOLD


def _told_apart(title: Sequence[str], vocabulary: Vocabulary) -> list[tuple[str, int]]:
    """Return the parts of a unit line that names several units of people: what each part speaks of, and its scale."""
    for line in title:
        if ":" not in line:
            continue
        parts = [_part(text.strip(), vocabulary) for text in _PARTS.split(key(line))]
        told = [part for part in parts if part is not None]
        if len({factor for _, factor in told}) > 1:
            return told
    return []


def _part(text: str, vocabulary: Vocabulary) -> tuple[str, int] | None:
    """Split a part of a unit line into what it speaks of and its scale, None where it names no unit of people.

    What stands before the last colon is spoken of: `đơn vị tính: dân số` of `đơn vị tính: dân số: nghìn người`.
    """
    spoken, _, unit = text.rpartition(":")
    unit = unit.strip(" .()")
    for words, factor in vocabulary.scales:
        if unit.endswith(words):
            return f"{spoken} {unit.removesuffix(words)}", factor
    persons = sorted((words.strip("()") for words in vocabulary.persons), key=len, reverse=True)
    found = next((words for words in persons if unit == words or unit.endswith(f" {words}")), None)
    return None if found is None else (f"{spoken} {unit.removesuffix(found)}", 1)
