"""Build findings: a code, the place it speaks of, and values; severity and wording are data (`data/findings/`).

Each code has a file of its own, read when the first finding of it is built or shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from coverage_cli.datafiles import read_data
from coverage_cli.model import Column, Finding, Grid, Observations, Severity, Table, cell_name
from coverage_cli.records import NamedTuple


class Where(NamedTuple):
    """What a finding speaks of: cells of a sheet, the first being the one to look at, and whom it concerns.

    `unit` is named where there is one alone; `count` tells how many units or cells, `people` how many people.
    """

    file: str | None = None
    sheet: str | None = None
    cells: tuple[str, ...] = ()
    unit: str | None = None
    count: int = 1  # type: ignore[assignment]  # the contract's name; nobody counts in a place
    people: int | None = None


NOWHERE = Where()
NO_VALUES: Mapping[str, object] = {}


def finding(
    code: str,
    where: Where = NOWHERE,
    values: Mapping[str, object] = NO_VALUES,
    /,
    *,
    variant: str = "",
    graver: bool = False,
    **more: object,
) -> Finding:
    """Return a finding; the values fill its message. `graver` takes the graver severity that the code has."""
    severity = severity_of(code, variant, graver=graver)
    return Finding(code, severity, {**values, **more}, *where, variant)


def severity_of(code: str, variant: str = "", *, graver: bool = False) -> Severity:
    """Return what a code, or a variant of it, is worth."""
    entry = about(code)
    severity: Severity = (
        entry["graver"] if graver else entry.get("severities", {}).get(variant, entry["severity"])
    )
    return severity


@cache
def about(code: str) -> dict[str, Any]:
    """Return what is told of a code: severity, variants, and a table of texts for each language."""
    return read_data("findings", code)


def in_sheet(grid: Grid, cells: Sequence[tuple[int, int]] = (), unit: str | None = None) -> Where:
    """Return a place in a sheet, its cells being 0-based (row, column); the unit is told where it is one cell."""
    named = tuple(cell_name(*cell) for cell in cells)
    return Where(
        grid.file, grid.sheet, named, unit if len(cells) == 1 else None, max(len(cells), 1)
    )


def at_headings(table: Table, columns: Sequence[Column]) -> Where:
    """Return the headings of columns, in the lowest heading row."""
    row = (table.header_rows or table.rows[:1])[-1]
    return in_sheet(table.grid, [(row, column.index) for column in columns])


def at_unit(observations: Observations, at: int) -> Where:
    """Return the cell that names a unit."""
    unit = observations.units[at]
    return Where(*observations.origin(at), unit.cells, unit.name)


def about_unit(
    observations: Observations, at: int, code: str, variant: str = "", /, **values: object
) -> Finding:
    """Return a finding on a unit, at the cell that names it."""
    where = at_unit(observations, at)
    return finding(code, where, {"unit": where.unit, **values}, variant=variant)


def at_counts(observations: Observations, measure: str, units: Sequence[int]) -> Where:
    """Return the cells that hold one measure of some units; a single unit is named."""
    place = observations.places[measure][units[0]] if measure in observations.places else None
    home = observations.origins[place[0]] if place else observations.origin(units[0])
    return at_units(observations, units, lambda at: observations.cell(measure, at))._replace(
        file=home[0], sheet=home[1]
    )


def at_units(
    observations: Observations, units: Sequence[int], cell_of: Callable[[int], str | None]
) -> Where:
    """Return a cell for each of some units, where there is one; a single unit is named."""
    cells = tuple(cell for cell in map(cell_of, units) if cell)
    name = observations.units[units[0]].name if len(units) == 1 else None
    return Where(*observations.origin(units[0]), cells, name, len(units))
