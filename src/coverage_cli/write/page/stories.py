"""What stands behind each row, packed: ten thousand units tell the same story with other numbers.

A template has a mark in the place of each cell, number, name and quoted text; a row names its template and what stands
there. Lines that many units share word by word, such as findings, are told once and named by their number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from coverage_cli.model import Figure
from coverage_cli.words import Words
from coverage_cli.write import Records
from coverage_cli.write.safety import visible
from coverage_cli.write.text.explanation import story_lines
from coverage_cli.write.text.findings import SEVERITIES
from coverage_cli.write.text.lines import Line

Record = Mapping[str, Any]
# Letters for private use stand for what must not be taken for anything else: the unit's name, its parent's, a line.
_UNIT, _PARENT, _LINE = "\ue000", "\ue001", "\ue002"
# A name or line, a quoted text, a cell's address, a number in any language; none holds the tab that parts them.
_VALUE = re.compile(
    rf"[{_UNIT}{_PARENT}]|{_LINE}\d+|'[^'\n\t{_UNIT}{_PARENT}]*'|\b[A-Z]{{1,3}}\d+\b|\d+(?:[.,]\d+)*"
)
_OPEN, _CLOSE = "\u27e6", "\u27e7"  # brackets that no office writes: ⟦3⟧ is the fourth value
_OURS = str.maketrans({_OPEN: "[", _CLOSE: "]", _UNIT: "?", _PARENT: "?", _LINE: "?"})
_LOOKS = {"heading": "# ", "good": "+ ", "bad": "- "}
# A province may leave out thousands of communes; the table shows which.
_MOST_SHARED = 60


def packed(figures: Sequence[Figure], records: Records, words: Words) -> dict[str, list[str]]:
    """Return templates, shared lines, and for each figure its template and values parted by tabs ("" without any)."""
    templates: dict[str, int] = {}
    lines: dict[str, int] = {}
    rows = []
    for figure in figures:
        record = records.get(figure.key)
        rows.append("" if record is None else _row(record, templates, lines, words))
    return {"templates": list(templates), "lines": list(lines), "rows": rows}


def _row(record: Record, templates: dict[str, int], lines: dict[str, int], words: Words) -> str:
    names = {_UNIT: record["unit"], _PARENT: record["parent"] or ""}
    values: dict[str, int] = {}

    def mark(found: re.Match[str]) -> str:
        text = found.group()
        value = visible(names.get(text, text)).translate(_OURS) if text in names else text
        return f"{_OPEN}{values.setdefault(value, len(values))}{_CLOSE}"

    story = _story(record, lines, words)
    for sign, name in names.items():
        story = story.replace(name, sign) if len(name) > 1 else story
    template = _VALUE.sub(mark, story)
    return "\t".join([str(templates.setdefault(template, len(templates))), *values])


def _story(record: Record, lines: dict[str, int], words: Words) -> str:
    """Return the story's lines with a sign of their look in front; a shared one is a reference."""
    texts: list[str] = []
    shared = 0
    for line in story_lines(record, words):
        shared += _is_shared(line)
        if line.text and (shared <= _MOST_SHARED or not _is_shared(line)):
            texts.append(_text(line, lines))
    if shared > _MOST_SHARED:
        texts.append(words.label("report_more", count=shared - _MOST_SHARED))
    return "\n".join(texts)


def _is_shared(line: Line) -> bool:
    return line.look in SEVERITIES or line.indent == 6


def _text(line: Line, lines: dict[str, int]) -> str:
    text = visible(line.text).translate(_OURS)
    if _is_shared(line):
        return f"{_LINE}{lines.setdefault(text, len(lines))}"
    return (_LOOKS.get(line.look) or ("  " if line.indent > 4 else "")) + text
