"""What else a table holds that tells sums from units: its further columns of figures, blanks before names, numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from coverage_cli.clean import style_of
from coverage_cli.clean.counts import read_counts
from coverage_cli.clean.notation import Style
from coverage_cli.hierarchy import Marks, Witnesses
from coverage_cli.locate import Vocabulary
from coverage_cli.locate.labels import name_summed, ordinal_of
from coverage_cli.locate.shapes import is_figure
from coverage_cli.model import Count, Observations, Table, Units, Value
from coverage_cli.project import Told
from coverage_cli.roles import of_role

# A column with fewer figures bears no witness.
_FEWEST = 3


def witnesses_of(
    table: Table, observations: Observations, told: Told, vocabulary: Vocabulary
) -> Witnesses:
    """Return what may be asked of a table where its counts alone leave a doubt; nothing is read before it is asked."""
    used = {column.index for column in observations.columns.values()}
    units = observations.units
    return Witnesses(
        lambda: _columns(table, units, used, style_of(told)),
        lambda: _marks(table, units, vocabulary),
    )


def _columns(
    table: Table, units: Units, used: Collection[int], style: Style | None
) -> list[Sequence[Count | None]]:
    """Read the columns that count something else, or at another time: totals of theirs are totals all the same."""
    rows = table.grid.rows
    cells = (
        [None if row is None else rows[row][column.index] for row in units.rows]
        for column in of_role(table.columns, "other", "measure")
        # Counts that are used have spoken already; asked again they would count double.
        if column.role == "other" or column.index not in used
    )
    read = (
        read_counts(of, style, None, of_people=False).values for of in cells if _has_figures(of)
    )
    return [values for values in read if sum(value is not None for value in values) >= _FEWEST]


def _has_figures(cells: Sequence[Value]) -> bool:
    return sum(is_figure(cell) for cell in cells) >= _FEWEST


def _marks(table: Table, units: Units, vocabulary: Vocabulary) -> Marks:
    """Read what the labels tell of the units."""
    rows, ordinals = table.grid.rows, of_role(table.columns, "ordinal")[:1]
    texts = [rows[cell[0]][cell[1]] if cell else None for cell in units.name_cells]
    numbered = [False] * len(units)
    for column in ordinals:
        numbered = [
            row is not None and ordinal_of(rows[row][column.index]) is not None
            for row in units.rows
        ]
    # Thousands are rounded, so that sums of them need not fit to the unit.
    is_scaled = table.scale > 1 or any((column.scale or 1) > 1 for column in table.columns)
    indents = [len(text) - len(text.lstrip()) if isinstance(text, str) else 0 for text in texts]
    sums_of = [name_summed(name, vocabulary) for name in units.names]
    return Marks(
        indents, numbered, sums_of, list(map(vocabulary.is_breakdown, units.names)), is_scaled
    )
