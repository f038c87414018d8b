"""Hold what a unit line says against the sizes: communes of millions of people are no thousands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coverage_cli.findings import finding, in_sheet
from coverage_cli.grouping import known
from coverage_cli.locate.shapes import number_in
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.model import Column, Finding, Grid, Table
from coverage_cli.roles import of_role

# No commune, ward or village has more people.
_MOST = 1_000_000
_SMALL = ("commune", "hamlet")


def too_large(table: Table, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Yield a warning for each column of thousands in which most communes would have more people than any has."""
    scaled = [at for at in of_role(table.columns, "measure") if (at.scale or 1) > 1]
    rows = _rows_of_small(table, vocabulary) if scaled else []
    for column in scaled:
        large = [row for row in rows if _people(table.grid, row, column) > _MOST]
        if 2 * len(large) > len(rows):
            where = in_sheet(table.grid, [(row, column.index) for row in large])
            people = int(_people(table.grid, large[0], column))
            values = {"column": column.name, "numerator": people, "found": column.scale}
            yield finding("unit-scale", where, values, variant="large")


def _rows_of_small(table: Table, vocabulary: Vocabulary) -> Sequence[int]:
    """Return the rows of the communes and what is below them: so called by their names or their column's heading."""
    headings = (vocabulary.meaning(at.heading).level for at in of_role(table.columns, "unit"))
    are_small = any(level in _SMALL for level in headings)
    units = table.units
    return known(
        units.rows[at]
        for at in units.lowest
        if are_small or vocabulary.type_level(units.names[at]) in _SMALL
    )


def _people(grid: Grid, row: int, column: Column) -> float:
    return (number_in(grid.rows[row][column.index]) or 0) * (column.scale or 1)
