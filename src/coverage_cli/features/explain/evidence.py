"""The cells behind a figure: what each holds as stored, and what was done to make a value of it.

Nothing is read anew: a repair is named only where it leads from the stored text to the value that was used.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from coverage_cli.clean.notation import (
    convention_of_counts,
    convention_of_rates,
    digits_of_float,
    value_of,
    written_in,
)
from coverage_cli.locate.shapes import number_in
from coverage_cli.model import (
    Column,
    Count,
    ErrorCell,
    Grid,
    Quotient,
    Value,
    cell_name,
    column_letter,
)
from coverage_cli.pipeline import Worked
from coverage_cli.pipeline.corrections import Answer, answer_of
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import fold

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
Place = tuple[int, int, int]
"""A cell: its source (the table's index), and its 0-based row and column."""
Record = dict[str, Any]


class Evidence(NamedTuple):
    """The tables of a run, the sheets as they were stored, and by its place each cell of a unit's name.

    `named` gives for a 0-based row and column the sources that have a unit there, each with its name.
    """

    worked: Worked
    stored: tuple[Grid, ...]
    named: Mapping[tuple[int, int], Sequence[tuple[int, str]]]


def gather_evidence(worked: Worked) -> Evidence:
    """Return what `cell_record` needs: beside each table its sheet as it was before old encodings were converted."""
    stored = tuple(
        next(
            (grid for grid in dated.book.grids if grid.sheet == dated.table.grid.sheet),
            dated.table.grid,
        )
        for dated in worked.tables
    )
    named: dict[tuple[int, int], list[tuple[int, str]]] = {}
    for source, dated in enumerate(worked.tables):
        for unit in dated.table.units:
            if unit.name_cell is not None:
                named.setdefault(unit.name_cell, []).append((source, unit.name))
    return Evidence(worked, stored, named)


def place_of(source: int, address: str) -> Place:
    """Return the place of an A1 address of a source.

    >>> place_of(0, "AB12")
    (0, 11, 27)
    """
    match = _ADDRESS.fullmatch(address)
    assert match is not None
    index = 0
    for letter in match.group(1):
        index = index * 26 + ord(letter) - 64
    return source, int(match.group(2)) - 1, index - 1


def cell_record(evidence: Evidence, place: Place) -> Record:
    """Return a cell as it is stored: where it is, under which heading, its text or number, and its kind."""
    source, row, column = place
    grid, decoded = evidence.stored[source], evidence.worked.tables[source].table.grid
    value = grid.rows[row][column]
    record: Record = {
        "file": grid.file,
        "sheet": grid.sheet,
        "cell": cell_name(row, column),
        "stored": plain(value),
        "stored_as": _kind(value),
        **_heading(evidence, source, column),
        "repairs": [],
    }
    read = decoded.rows[row][column]
    if read != value:
        answer = answer_of(evidence.worked.context.answers, grid, (row, column))
        record["repairs"].append(_answered(answer) if answer else _converted(value, read))
    return record


def _answered(answer: Answer) -> Record:
    """Return the answer to a fault that took the place of what a cell holds, and where it stands."""
    told = " ".join((answer.where.file or "", *answer.where.cells))
    return {
        "repair": "corrected",
        "from": plain(answer.held),
        "to": plain(answer.value),
        "answered": told,
    }


def _converted(stored: Value, read: Value) -> Record:
    """Return why a cell is not read as it is stored: in the unit of its block of rows, or in an old encoding."""
    own, used = number_in(stored), number_in(read)
    if own and used and round(used / own) > 1:
        return {"repair": "scaled", "scale": round(used / own)}
    return {"repair": "encoding-converted", "from": plain(stored), "to": plain(read)}


def name_record(evidence: Evidence, place: Place, name: str) -> Record:
    """Return the cell of a unit's name, with what was cleaned of it."""
    record = cell_record(evidence, place)
    printed = _decoded(evidence, place)
    text = str(printed)
    # The label of a total may stand further left, merged over the numbers: then this cell is blank.
    if printed is not None and text != name:
        # A total row ("Tổng cộng") is called by the title.
        kind = "name-cleaned" if fold(name) in fold(text) else "named-by-title"
        record["repairs"].append({"repair": kind, "from": text, "to": name})
    return {**record, "value": name}


def count_record(evidence: Evidence, place: Place, value: Count | None) -> Record:
    """Return the cell of a count, with how its text was read and what it was multiplied by."""
    record = cell_record(evidence, place)
    scale = _scale(evidence, place)
    if value is not None:
        record["repairs"] += _read_as_text(
            evidence, place, Fraction(value) / scale, convention_of_counts
        )
        if scale != 1:
            record["repairs"].append({"repair": "scaled", "scale": scale})
    return {**record, "value": value}


def rate_record(evidence: Evidence, place: Place, value: Quotient) -> Record:
    """Return the cell of a rate, with how its text was read and whether it is stored in points or as a fraction."""
    record = cell_record(evidence, place)
    cell, percent = _decoded(evidence, place), Fraction(*value)
    for factor, scale in ((1, "points"), (100, "fraction")):
        repairs = _read_as_text(evidence, place, percent / factor, convention_of_rates)
        if repairs or _number(cell) == percent / factor:
            kept = "percent-sign" if isinstance(cell, str) and "%" in cell else scale
            record["repairs"] += [*repairs, {"repair": "rate-scale", "scale": kept}]
            break
    return {**record, "value": value}


def plain(value: Value) -> str | int | float | bool | None:
    """Return a stored value as JSON can hold it; a whole number is one, whatever the file keeps it as."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, ErrorCell):
        return value.text
    if isinstance(value, datetime.timedelta):
        return str(value)
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


def column_of(evidence: Evidence, source: int, index: int) -> Column | None:
    """Return what a column was finally taken for; a list's columns are those of its table."""
    readings = evidence.worked.understood.readings
    columns: Sequence[Column] = evidence.worked.tables[source].table.columns
    if source < len(readings):
        # What was told goes before what words made of the same column.
        columns = sorted(readings[source].columns, key=lambda column: not column.told)
    return next((column for column in columns if column.index == index), None)


def _heading(evidence: Evidence, source: int, index: int) -> Record:
    table, column = evidence.worked.tables[source].table, column_of(evidence, source, index)
    rows = table.header_rows
    letter = column_letter(index)
    ends = dict.fromkeys(f"{letter}{row + 1}" for row in (*rows[:1], *rows[-1:]))
    return {
        "heading": list(column.heading) if column else [],
        "heading_cells": ":".join(ends) or None,
    }


_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "truth value"),
    (str, "text"),
    (int, "number"),
    (float, "number"),
)


def _kind(value: Value) -> str:
    if isinstance(value, ErrorCell):
        return "formula without a value" if value.stale else "error"
    if value is None or not str(value).strip():
        return "blank"
    return next((kind for of, kind in _KINDS if isinstance(value, of)), "date")


def _decoded(evidence: Evidence, place: Place) -> Value:
    source, row, column = place
    return evidence.worked.tables[source].table.grid.rows[row][column]


def _number(cell: Value) -> Fraction | None:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return Fraction(*digits_of_float(float(cell)).value())


def _scale(evidence: Evidence, place: Place) -> int:
    """Return how many people one unit of a cell stands for."""
    source, _, index = place
    column = column_of(evidence, source, index)
    return (column.scale if column else None) or 1


def _read_as_text(
    evidence: Evidence, place: Place, value: Fraction, convention: Any
) -> list[Record]:
    """Say under which style a text was read: the one that gives the value that was used."""
    cell = _decoded(evidence, place)
    number = written_in(cell) if isinstance(cell, str) else None
    if number is None:
        return []
    if not re.search("[.,]", number.text):
        # Where every number is text, that one was is no repair.
        is_typed = not evidence.worked.tables[place[0]].table.grid.text_only
        same = is_typed and value_of(number.text, "en") == value
        return (
            [{"repair": "text-read", "style": None, "decided_by": "no separators"}] if same else []
        )
    for style in ("vi", "en"):
        if value_of(number.text, style) == value:
            return [
                {
                    "repair": "text-read",
                    "style": style,
                    "decided_by": _decided_by(evidence, place, convention),
                }
            ]
    return []


def _decided_by(evidence: Evidence, place: Place, convention: Any) -> str:
    """Say what decided the style of a column: it was told, its texts have one reading, or the file's other columns."""
    source, _, column = place
    if evidence.worked.context.job.told.number_style is not None:
        return "told"
    table = evidence.worked.tables[source].table
    cells = [table.grid.rows[row][column] for row in table.units.rows if row is not None]
    texts = [
        number.text for cell in cells if isinstance(cell, str) and (number := written_in(cell))
    ]
    found = convention(texts, None, None)
    return str(found.decided_by) if found.style else "other columns"
