"""What else a table holds that tells sums from units: its further columns of figures, blanks before names, numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from coverage_cli.clean import style_of
from coverage_cli.clean.counts import read_counts
from coverage_cli.clean.notation import Style
from coverage_cli.hierarchy import Marks, Witnesses
from coverage_cli.locate import load_vocabulary
from coverage_cli.locate.labels import name_summed, ordinal_of
from coverage_cli.locate.shapes import is_figure
from coverage_cli.model import Count, Observations, Table, Units, Value
from coverage_cli.project import Told

_FEWEST = 3
"""A column with fewer figures bears no witness."""


def witnesses_of(table: Table, observations: Observations, told: Told) -> Witnesses:
    """Return what may be asked of a table where its counts alone leave a doubt; nothing is read before it is asked."""
    used = {column.index for column in observations.columns.values()}
    units = observations.units
    return Witnesses(lambda: _columns(table, units, used, style_of(told)), lambda: _marks(table, units, told))


def _columns(table: Table, units: Units, used: Collection[int], style: Style | None) -> list[Sequence[Count | None]]:
    """Read the columns that count something else, or at another time: totals of theirs are totals all the same."""
    rows = table.grid.rows
    cells = (
        [None if unit.row is None else rows[unit.row][column.index] for unit in units]
        for column in table.columns
        if column.role == "other" or (column.role == "measure" and column.index not in used)
    )
    read = (read_counts(of, style, None, of_people=False).values for of in cells if _has_figures(of))
    return [values for values in read if sum(value is not None for value in values) >= _FEWEST]


def _has_figures(cells: Sequence[Value]) -> bool:
    return sum(is_figure(cell) for cell in cells) >= _FEWEST


def _marks(table: Table, units: Units, told: Told) -> Marks:
    """Read what the labels tell of the units."""
    ordinal = next((column.index for column in table.columns if column.role == "ordinal"), None)
    rows = table.grid.rows
    texts = [rows[unit.name_cell[0]][unit.name_cell[1]] if unit.name_cell else None for unit in units]
    numbered = [
        ordinal is not None and unit.row is not None and ordinal_of(rows[unit.row][ordinal]) is not None
        for unit in units
    ]
    vocabulary = load_vocabulary(phrases=told.phrases, levels=told.levels)
    is_scaled = table.scale > 1 or any((column.scale or 1) > 1 for column in table.columns)
    indents = [len(text) - len(text.lstrip()) if isinstance(text, str) else 0 for text in texts]
    return Marks(indents, numbered, [name_summed(unit.name, vocabulary) for unit in units], is_scaled)
