"""Read a table once more where its printed whole says which rows were left out wrongly: "Average" may be a place.

The second reading is taken only where the whole is then what is printed, in every column and to the person.
"""

from __future__ import annotations

import functools

from coverage_cli.clean import Reading, decode, style_of
from coverage_cli.clean.counts import read_counts
from coverage_cli.findings import finding, in_sheet
from coverage_cli.model import Count, Finding, Table, Value
from coverage_cli.pipeline.context import Context
from coverage_cli.pipeline.dating import Dated
from coverage_cli.pipeline.read_table import read_table
from coverage_cli.pipeline.tables import located
from coverage_cli.project import Told
from coverage_cli.records import NamedTuple
from coverage_cli.rules import rows_missed


class Read(NamedTuple):
    """A table as it was understood in the end, its cells read, and what is said of a second reading."""

    dated: Dated
    reading: Reading
    findings: tuple[Finding, ...] = ()


def read_twice(dated: Dated, source: int, told: Told, context: Context) -> Read:
    """Read a table's cells, again with the rows that its whole misses; a table of one period alone."""
    first = Read(dated, read_table(dated, source, told, context))
    missed = _missed(first, told)
    again = _located(dated, told._replace(counted_rows=missed), context) if missed else None
    if again is None:
        return first
    second = Read(again, read_table(again, source, told, context))
    if _differs(second):
        return first
    return second._replace(findings=(_said(again.table, min(missed)),))


def _missed(read: Read, told: Told) -> frozenset[int]:
    """Return the rows without which the whole of the only period is wrong, none where rows are told."""
    if told.rows or len(read.reading.observations) != 1 or not _differs(read):
        return frozenset()
    counts = functools.partial(_counts, told)
    return frozenset(rows_missed(read.reading.observations[0], read.dated.table, counts))


def _counts(told: Told, cells: list[Value]) -> tuple[Count | None, ...]:
    return tuple(read_counts(cells, style_of(told), None, of_people=False).values)


def _located(dated: Dated, told: Told, context: Context) -> Dated | None:
    """Return the table located anew in the grid of its sheet, None where that has several."""
    sheet = dated.table.grid.sheet
    grid = next(grid for grid in dated.book.grids if grid.sheet == sheet)
    made = located(decode(grid)[0], told, context)
    return dated._replace(table=made[0]) if len(made) == 1 else None


def _differs(read: Read) -> bool:
    """Tell whether a printed whole is still another than the sum of the lowest units."""
    (observations,) = read.reading.observations
    lowest = observations.units.lowest
    return any(
        values[0] is not None and values[0] != sum(values[at] or 0 for at in lowest)
        for values in observations.counts.values()
    )


def _said(table: Table, row: int) -> Finding:
    unit = next(unit for unit in table.units if unit.row == row)
    cell = unit.name_cell or (row, 0)
    return finding(
        "layout-repaired", in_sheet(table.grid, [cell]), variant="row-kept", unit=unit.name
    )
