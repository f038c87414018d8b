"""Keep the rows that say so (`--where COL=VALUE`), where something tells several rows of one unit apart.

The rows of a grid keep their numbers: those left out are blank. Texts are compared by their key, numbers as shown.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from coverage_cli.errors import UnreadableInput
from coverage_cli.findings import Where, finding
from coverage_cli.locate.called import Headed, column_named, sampled
from coverage_cli.locate.shapes import figures_of, is_blank, is_words, merges_between
from coverage_cli.model import Finding, Grid, Value, cell_name
from coverage_cli.spelling import key

_MOST_CHOICES = 20
Conditions = Sequence[tuple[int, str]]
"""Columns and the values that the rows kept have there; several of one column are alternatives."""


def narrowed(
    grid: Grid, rows: Sequence[int], headed: Headed, told: Sequence[tuple[str, str]]
) -> tuple[tuple[Grid, list[int]], Headed, list[Finding]]:
    """Return the grid and rows that the told conditions leave, the headings sampled anew, and what is said."""
    conditions = [(column_named(headed, column), value) for column, value in told]
    names = {index: " > ".join(path) for index, path in enumerate(headed.paths)}
    made, left = kept(grid, rows, conditions, names, headed.where)
    return (
        (made, left),
        headed._replace(sample=sampled(made, left)),
        [rows_kept(grid, rows, left, conditions)],
    )


def kept(
    grid: Grid, rows: Sequence[int], conditions: Conditions, names: Mapping[int, str], where: str
) -> tuple[Grid, list[int]]:
    """Return the grid with the rows left out blank, and the rows kept; a name written once above them is theirs, too.

    `names` are the headings of the columns. Raises `UnreadableInput` where no row says so, with what the rows say.
    """
    left = list(rows)
    for column in dict.fromkeys(column for column, _ in conditions):
        said = values_of(grid, rows, column)
        wanted = {key(value) for at, value in conditions if at == column}
        for value in (value for at, value in conditions if at == column):
            if key(value) not in map(key, said.values()):
                choices = tuple(f"'{text}'" for text in dict.fromkeys(said.values()) if text)[
                    :_MOST_CHOICES
                ]
                raise UnreadableInput(
                    "where-nothing", where=where, column=names[column], value=value, choices=choices
                )
        left = [row for row in left if key(said[row]) in wanted]
    return grid._replace(rows=_blanked(grid, rows, left)), left


def values_of(grid: Grid, rows: Sequence[int], column: int) -> dict[int, str]:
    """Return what each row says in a column; one written once stands for the rows below it, as a merged one does."""
    merges = merges_between(grid, min(rows, default=0), max(rows, default=0))
    cells = {row: merges.anchor(row, column) for row in rows}
    said = {row: shown(grid.rows[at][index]) for row, (at, index) in cells.items()}
    full = [row for row in rows if figures_of(grid.rows[row])]
    if 2 * sum(not said[row] for row in full) <= len(full):
        return said
    above = ""
    for row in rows:
        above = said[row] = said[row] or above
    return said


def shown(value: Value) -> str:
    """Return a cell as a person reads it: 1.0 is 1, a date its day."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value.date() if isinstance(value, datetime.datetime) else value).strip()


def _blanked(grid: Grid, rows: Sequence[int], left: Sequence[int]) -> list[Sequence[Value]]:
    """Return all rows, those left out blank; the rows kept take names over from the ones left out right above them."""
    made = list(grid.rows)
    above: list[Value] = [None] * (len(made[0]) if made else 0)
    stays = set(left)
    for row in rows:
        cells = grid.rows[row]
        names = [cell if is_words(cell) else name for cell, name in zip(cells, above, strict=True)]
        if row in stays:
            made[row] = [
                name if is_blank(cell) else cell for cell, name in zip(cells, names, strict=True)
            ]
            above = [None] * len(above)
        else:
            made[row] = [None] * len(above)
            above = names
    return made


def rows_kept(
    grid: Grid, rows: Sequence[int], left: Sequence[int], conditions: Conditions
) -> Finding:
    """Say how many rows were kept and why."""
    column, value = conditions[0]
    filled = [row for row in rows if figures_of(grid.rows[row])]
    values = {"kept": len(left), "rows": len(filled), "value": value}
    return finding(
        "rows-kept",
        Where(grid.file, grid.sheet, (cell_name(left[0], column),), count=len(left)),
        values,
    )
