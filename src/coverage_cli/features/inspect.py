"""Understood tables -> plain records of what was taken for what, the form behind `inspect` (text and JSON alike)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, islice, repeat
from typing import Any

from coverage_cli.boundaries.recognised import list_in_force
from coverage_cli.clean import Reading, RowSum
from coverage_cli.locate import load_vocabulary, names_of_levels
from coverage_cli.model import Column, ErrorCell, Table, Value, column_letter
from coverage_cli.periods import end_of
from coverage_cli.pipeline import Understood
from coverage_cli.pipeline.dating import Dated
from coverage_cli.roles import of_role
from coverage_cli.rules.cells_unread import accounted

_EXAMPLES = 3


def explained(
    understood: Understood, evidence: Sequence[Mapping[str, int | bool | None]] = ()
) -> list[dict[str, Any]]:
    """Return one record a table: where it is, its period, columns, units, rows left out, and what confirms all this."""
    tables = zip(understood.tables, understood.readings, strict=True)
    held = chain(map(dict, evidence), repeat({}))
    cells = {sheet: accounted(*parts) for sheet, parts in understood.sheets().items()}
    return [
        {**_table(dated, reading), "evidence": next(held), "cells": cells[id(dated.table.grid)]}
        for dated, reading in tables
    ]


def _table(dated: Dated, reading: Reading) -> dict[str, Any]:
    table = dated.table
    top = table.header_rows[0] if table.header_rows else table.rows[0]
    last_column = max(column.index for column in table.columns)
    found_by = [column.why.partition("/")[2] for column in of_role(table.columns, "unit")]
    return {
        "file": table.grid.file,
        "sha256": dated.book.sha256,
        "kind": dated.book.kind,
        "sheet": table.grid.sheet,
        "range": f"A{top + 1}:{column_letter(last_column)}{table.rows[1] + 1}",
        "header_rows": [row + 1 for row in table.header_rows],
        "data_rows": [table.rows[0] + 1, table.rows[1] + 1],
        "title": list(table.title),
        "period": dated.period,
        "period_found": [found._asdict() for found in dated.periods_found],
        "scale": table.scale,
        "hierarchy": found_by[0] if found_by else "title",
        "whole": {
            "name": table.units.names[0],
            "level": table.units.levels[0],
            "named": table.whole_named,
        },
        "units": dict(Counter(table.units.levels)),
        "in_force": _in_force(dated),
        "level_names": names_of_levels([table]),
        "columns": [_column(column, dated) for column in _shown(reading)],
        "heading_evidence": _heading(table),
        "sums": [_sum(one) for one in reading.sums],
        "rows": _rows(dated),
        "left_out": [
            {"row": left.row + 1, "text": left.text, "why": left.why} for left in table.left_out
        ],
    }


def _in_force(dated: Dated) -> dict[str, Any] | None:
    """Return which list of a country's units the sheet is written on, None where it is none of those known."""
    kinds = tuple(sorted(load_vocabulary().kinds.items()))
    day = end_of(dated.period).isoformat() if dated.period else None
    found = list_in_force(dated.table.units, kinds, day)
    return found._asdict() if found else None


def _heading(table: Table) -> dict[str, Any] | None:
    """Return what spoke for the lowest heading row, and the kind of row that came second with its weight."""
    if not table.header_rows or not table.heading_facts:
        return None
    weights = Counter[str]()
    for kind, _, weight in table.heading_facts:
        weights[kind] += weight
    # What came second shows how near another reading was.
    others = [(kind, weight) for kind, weight in weights.most_common() if kind != "heading"]
    runner_up, its_weight = others[0] if others else (None, None)
    return {
        "row": table.header_rows[-1] + 1,
        "weight": weights["heading"],
        "runner_up": runner_up,
        "runner_up_weight": its_weight,
        "evidence": [
            {"for": kind, "fact": fact, "weight": weight}
            for kind, fact, weight in table.heading_facts
        ],
    }


def _sum(one: RowSum) -> dict[str, Any]:
    """Return a row that was taken for a sum; it would else be one more unit, which 0 bits speak for."""
    return {
        "row": one.row + 1,
        "unit": one.unit,
        "part_rows": [row + 1 for row in one.parts],
        "bits": round(sum(bits for _, bits in one.evidence), 1),
        "runner_up": "unit",
        "evidence": [{"fact": fact, "bits": bits} for fact, bits in one.evidence],
    }


def _shown(reading: Reading) -> list[Column]:
    return sorted(reading.columns, key=lambda column: (column.index, not column.told))


def _column(column: Column, dated: Dated) -> dict[str, Any]:
    table = dated.table
    examples = _examples(column, table)
    return {
        "column": column.letter,
        "heading": list(column.heading),
        "role": column.role,
        "measure": column.subject,
        "level": column.level,
        "period": column.period,
        "kind": column.kind,
        "told": column.told,
        "why": column.why.partition("/")[0],
        "not_understood": list(column.unread),
        "evidence": [{"fact": fact, "weight": weight} for fact, weight in column.evidence],
        "runner_up": column.rival,
        "examples": list(map(str, examples)),
        "example_values": examples,
    }


def _examples(column: Column, table: Table) -> list[str | int | float]:
    """Return the column's first values as they are stored, a date or an error as its text."""
    rows = sorted(row for row in table.units.rows if row is not None)
    cells = (table.grid.rows[row][column.index] for row in rows)
    return list(islice((_plain(cell) for cell in cells if cell is not None), _EXAMPLES))


def _plain(value: Value) -> str | int | float:
    if isinstance(value, ErrorCell):
        return value.text
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, str | int | float) else str(value)


def _rows(dated: Dated) -> list[dict[str, Any]]:
    """Tell how each row of the table was classed: as a unit, as a total of its parts, or left out."""
    table = dated.table
    rows = [
        {
            "row": unit.row + 1,
            "class": "total" if unit.parent is None else "unit" if unit.leaf else "subtotal",
            "level": unit.level,
            "unit": unit.name,
            "code": unit.code,
            "parent": table.units.names[unit.parent] if unit.parent is not None else None,
        }
        for unit in table.units
        if unit.row is not None
    ]
    return sorted(rows, key=lambda row: int(row["row"]))
