"""Text: delimited text to one grid of strings. Parses no numbers, and never lets a decimal comma split a column."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from coverage_cli.errors import UnreadableInput, UsageFault
from coverage_cli.findings import Where, finding
from coverage_cli.model import Finding, Grid
from coverage_cli.read import limits
from coverage_cli.read.cells import Rows, evened, trimmed
from coverage_cli.read.encodings import FONT_ENCODINGS, Decoded, decode

# In the order in which a tie is decided: a comma is the one that numbers contain.
_DELIMITERS = "\t;|,"
_NAMED_DELIMITERS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_FIELD_LIMIT = 1 << 20
_SAMPLE_RECORDS = 50
_SAMPLE_CHARACTERS = 1 << 16


def read_text(
    file: str, content: bytes, *, encoding: str | None = None, delimiter: str | None = None
) -> tuple[list[Grid], list[Finding]]:
    """Read comma-, semicolon-, tab- or bar-separated text; what is told about it is obeyed."""
    told = _told_delimiter(delimiter)
    decoded = decode(file, content, encoding)
    separator, text = _without_separator_line(decoded.text)
    told = told or separator or _found_delimiter(text)
    _check_values(file, text, told)
    rows = _rows(file, text, told)
    grid = Grid(file, "", rows, legacy=_legacy(rows, decoded), text_only=True)
    return [grid], encoding_findings(file, decoded)


def _check_values(file: str, text: str, delimiter: str) -> None:
    """Refuse a text of too many values before it is parted into them: each takes many times its letters."""
    most = limits.cells()
    if len(text) > most:
        count = text.count(delimiter) + max(text.count("\n"), text.count("\r"))
        if count > most:
            raise UnreadableInput(
                "too-many-values", file=file, limit=most, count=count, needed=str(count)
            )


def encoding_findings(file: str, decoded: Decoded) -> list[Finding]:
    """Return the finding that an encoding was guessed, if it was."""
    if not decoded.is_guess:
        return []
    return [finding("legacy-encoding", Where(file), variant="text", encoding=decoded.encoding)]


def _told_delimiter(told: str | None) -> str | None:
    if told is None:
        return None
    delimiter = _NAMED_DELIMITERS.get(told.lower(), told)
    if len(delimiter) != 1 or delimiter in '"\r\n\0':
        raise UsageFault("delimiter-unknown", delimiter=told)
    return delimiter


def _without_separator_line(text: str) -> tuple[str | None, str]:
    """Split off the `sep=;` line, with which Excel is told the delimiter; it is no row of the sheet."""
    line = re.match(r'"?sep=(.)"?(?:\r\n|\r|\n|$)', text, re.IGNORECASE)
    return (line[1], text[line.end() :]) if line else (None, text)


def _found_delimiter(text: str) -> str:
    """Return the delimiter by which the most records have the same number of fields, and more than one."""
    sample = text[:_SAMPLE_CHARACTERS]
    return max(_DELIMITERS, key=lambda delimiter: _consistency(sample, delimiter))


def _consistency(sample: str, delimiter: str) -> tuple[int, int]:
    try:
        records = list(
            islice(csv.reader(StringIO(sample, newline=""), delimiter=delimiter), _SAMPLE_RECORDS)
        )
    except csv.Error:
        return 0, 0
    widths = Counter(len(record) for record in records if len(record) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _rows(file: str, text: str, delimiter: str) -> Rows:
    rows: Rows = [[value or None for value in record] for record in _records(file, text, delimiter)]
    rows = trimmed(rows)
    width = max(map(len, rows), default=0)
    if width * len(rows) > limits.raised(limits.BOX_CELLS):
        raise UnreadableInput("text-too-wide", file=file, rows=len(rows), columns=width)
    return evened(rows)


def _records(file: str, text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the records; a fault names the line on which the record at fault begins."""
    before = csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            yield record
            line = reader.line_num + 1
    except csv.Error as fault:
        raise UnreadableInput(_fault_key(str(fault)), file=file, line=line) from fault
    finally:
        csv.field_size_limit(before)


def _fault_key(reason: str) -> str:
    if "field larger" in reason:
        return "text-field-too-long"
    return "text-unclosed-quote" if "unexpected end" in reason else "text-stray-quote"


def _legacy(rows: Rows, decoded: Decoded) -> dict[tuple[int, int], str]:
    """Mark every text that is not plain ASCII, where a legacy font encoding was told."""
    if decoded.encoding not in FONT_ENCODINGS.values():
        return {}
    return {
        (row_index, column): decoded.encoding
        for row_index, row in enumerate(rows)
        for column, value in enumerate(row)
        if isinstance(value, str) and not value.isascii()
    }
