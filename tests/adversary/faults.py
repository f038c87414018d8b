"""Faults of totals and cells, as offices make them, and which findings may rightly speak of them."""

from __future__ import annotations

from random import Random

from adversary.rows import Row
from adversary.truth import Unit

FAULTS = {
    "none": 60,
    "blank part": 5,
    "missing cell": 6,
    "corrected cell": 4,
    "off by one": 4,
    "total's cell blank": 2,
}
MAY_BE_SAID = {
    "none": frozenset(),
    "blank part": frozenset({"missing-value", "not-a-number", "total-mismatch"}),
    "missing cell": frozenset({"missing-value", "not-a-number"}),
    "corrected cell": frozenset({"total-mismatch"}),
    "off by one": frozenset({"total-mismatch"}),
    "total's cell blank": frozenset({"missing-value", "not-a-number"}),
    "rounded parts": frozenset({"total-mismatch"}),
    "a subtotal corrected": frozenset({"total-mismatch"}),
    "total without a name": frozenset({"rows-left-out"}),
    "growth_plan": frozenset({"target-unclear"}),  # nothing counts the new people
}


def draw_fault(rng: Random, rows: list[Row], shape: str) -> str:
    """Choose a fault that the sheet can have: a sum must stand where a sum is wrong, and no part shows the true figure."""
    kinds = dict(FAULTS)
    if shape not in {"plain", "plan and actual", "social", "pupils", "told"}:
        return "none"
    if not any(row.role == "total" and row.name for row in rows):
        kinds = {"none": kinds["none"], "missing cell": kinds["missing cell"]}
    return rng.choices(list(kinds), list(kinds.values()))[0]


def apply(rng: Random, rows: list[Row], fault: str, key: str) -> list[Row]:
    """Return the rows with the fault in the column of this key."""
    role = "total" if fault in {"off by one", "total's cell blank"} else "unit"
    if fault == "none":
        return rows
    place = rng.choice([index for index, row in enumerate(rows) if row.role == role])
    row = rows[place]
    assert row.figures is not None
    value = row.figures[key]
    assert value is not None
    changed = {
        "blank part": None,
        "missing cell": None,
        "corrected cell": value - rng.randint(3, 9) * max(1, value // 900),
        "off by one": value + rng.choice((-1, 1)),
        "total's cell blank": None,
    }[fault]
    figures = row.figures | {key: changed}
    if changed is None:
        figures["uninsured"] = None
    rows = [*rows[:place], row._replace(figures=figures), *rows[place + 1 :]]
    return without(rows, key, value, row) if fault == "missing cell" else rows


def without(rows: list[Row], key: str, value: int, missing: Row) -> list[Row]:
    """Take a missing part out of the sums above it: the office added up what it had."""
    assert missing.unit is not None
    return [less(row, key, value) if holds(row, missing.unit) else row for row in rows]


def holds(row: Row, unit: Unit) -> bool:
    """Whether a row is a sum that holds this unit."""
    return row.role == "total" or (
        row.role == "group" and row.unit is not None and unit in row.unit.parts
    )


def less(row: Row, key: str, value: int) -> Row:
    """Return the row with so many people fewer under this key."""
    assert row.figures is not None
    return row._replace(figures=row.figures | {key: (row.figures[key] or 0) - value})


def may_be_said(fault: str, habits: tuple[str, ...], rows: list[Row]) -> frozenset[str]:
    """Return the codes of findings that faults and habits of a sheet deserve."""
    deserved = set(MAY_BE_SAID[fault])
    for habit in habits:
        deserved |= MAY_BE_SAID.get(habit, frozenset())
    if any(row.role == "total" and not row.name for row in rows):
        deserved |= MAY_BE_SAID["total without a name"]
    return frozenset(deserved)
