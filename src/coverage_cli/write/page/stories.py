"""What stands behind each row, packed: ten thousand units tell the same story with other numbers.

A template has a mark in the place of each cell, number and quoted text; a row names its template and what stands there.
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

# A quoted text, a cell's address, a number as any language writes it; none may hold the tab that parts them.
_VALUE = re.compile(r"'[^'\n\t]*'|\b[A-Z]{1,3}\d+\b|\d+(?:[.,]\d+)*")
_OPEN, _CLOSE = "\u27e6", "\u27e7"  # brackets that no office writes: ⟦3⟧ is the fourth value
_LOOKS = {"heading": "# ", "good": "+ ", "bad": "- "}


def packed(figures: Sequence[Figure], records: Records, words: Words) -> dict[str, list[str]]:
    """Return the templates, and for each figure its template and values parted by tabs, "" for one without a record."""
    templates: dict[str, int] = {}
    rows = [_row(records.get(figure.key), templates, words) for figure in figures]
    return {"templates": list(templates), "rows": rows}


def _row(record: Mapping[str, Any] | None, templates: dict[str, int], words: Words) -> str:
    if record is None:
        return ""
    values: dict[str, int] = {}

    def mark(found: re.Match[str]) -> str:
        return f"{_OPEN}{values.setdefault(found.group(), len(values))}{_CLOSE}"

    template = _VALUE.sub(mark, _story(record, words))
    return "\t".join([str(templates.setdefault(template, len(templates))), *values])


def _story(record: Mapping[str, Any], words: Words) -> str:
    r"""Return the lines with a sign of their look in front, indented ones behind two blanks."""
    lines = []
    for line in story_lines(record, words):
        if not line.text:
            continue
        look = _LOOKS.get(line.look) or ("  " if line.indent > 4 else "")
        text = visible(line.text).replace(_OPEN, "[").replace(_CLOSE, "]")
        lines.append(look + text)
    return "\n".join(lines)
