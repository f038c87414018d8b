"""Find rows shifted sideways: a number where a name should be, a name where the first count should be."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.findings import finding, in_sheet
from coverage_cli.model import Finding, Table, column_letter


def judge(table: Table) -> list[Finding]:
    """Return an error on the rows with numbers for names (none is in a told column), and one on names for counts."""
    return [*_numbers_for_names(table), *_names_for_counts(table)]


def _numbers_for_names(table: Table) -> list[Finding]:
    is_told = any(column.told for column in table.columns if column.role == "unit")
    if is_told or not suspects(table.units.names):
        return []
    named = zip(table.units.names, table.units.name_cells, strict=True)
    shifted = [(name, cell) for name, cell in named if cell and _without_marks(name).isdigit()]
    # Where most names are numbers, numbers are names here (wards 1 to 12).
    if not shifted or 2 * len(shifted) > len(table.units):
        return []
    (found, (_, column)), cells = shifted[0], [cell for _, cell in shifted]
    return [
        finding(
            "row-shifted", in_sheet(table.grid, cells), found=found, letter=column_letter(column)
        )
    ]


def suspects(names: Sequence[str]) -> bool:
    """Tell whether any name may be a number: all are looked at as one text."""
    return any(map(str.isdigit, _without_marks("\n".join(names)).split("\n")))


def _without_marks(text: str) -> str:
    return text.replace(".", "").replace(",", "")


def _names_for_counts(table: Table) -> list[Finding]:
    rows = [left.row for left in table.left_out if left.why == "shifted"]
    if not rows:
        return []
    name = next(column.index for column in table.columns if column.role == "unit")
    cells = [(row, _first_words(table, row, name)) for row in rows]
    row, column = cells[0]
    found = str(table.grid.rows[row][column]).strip()
    where = in_sheet(table.grid, cells, found)
    return [
        finding("row-shifted", where, variant="right", found=found, letter=column_letter(column))
    ]


def _first_words(table: Table, row: int, name: int) -> int:
    """Return the first column right of the names that a row fills."""
    cells = table.grid.rows[row]
    return next(at for at in range(name + 1, len(cells)) if str(cells[at] or "").strip())
