"""Say which rows of units are hidden; they are used."""

from __future__ import annotations

from coverage_cli.findings import finding, in_sheet
from coverage_cli.model import Finding, Table

_SHOWN_ROWS = 20


def judge(table: Table) -> list[Finding]:
    """Return a warning on the hidden rows of units."""
    rows = sorted(table.grid.hidden_rows.intersection(table.units.rows))
    if not rows:
        return []
    names = next(column.index for column in table.columns if column.role == "unit")
    where = in_sheet(table.grid, [(row, names) for row in rows])
    return [finding("hidden-rows", where, rows=tuple(str(row + 1) for row in rows[:_SHOWN_ROWS]))]
