"""Say which units have no word in a column that tells the level of the others.

Damaged files are said under the same code where they are read.
"""

from __future__ import annotations

from coverage_cli.findings import finding, in_sheet
from coverage_cli.grouping import first_where
from coverage_cli.model import Finding, Table


def judge(table: Table) -> list[Finding]:
    """Return a note on the units without a level, where a column tells that of the others."""
    column = first_where(lambda column: column.role == "level", table.columns)
    if column is None or not any(column.why.endswith("/tiers") for column in table.columns):
        return []
    rows = table.grid.rows
    named = [(unit, unit.name_cell[0]) for unit in table.units[1:] if unit.name_cell]
    untold = [(unit, row) for unit, row in named if not str(rows[row][column.index] or "").strip()]
    if not untold:
        return []
    unit = untold[0][0].name
    where = in_sheet(table.grid, [(row, column.index) for _, row in untold], unit)
    return [finding("layout-repaired", where, variant="level", column=column.name, unit=unit)]
