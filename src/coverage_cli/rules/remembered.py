"""What `init --lock` remembers of a table: its headings, units in their order, and totals. Nothing is compared here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverage_cli.model import Table, cell_name, column_letter
from coverage_cli.records import NamedTuple


class Headed(NamedTuple):
    """A column as it was remembered: its letters, its heading path and what it was taken for."""

    column: str
    heading: str
    taken: str


class Listed(NamedTuple):
    """A unit as it was remembered, in the order of the sheet; `cell` is where its name stands now, if anywhere."""

    unit: str
    level: str
    code: str | None
    parent: str | None
    cell: str | None = None


class Total(NamedTuple):
    """A printed total: the unit it sums up (the whole, or one with parts), its row, and on which side of its parts."""

    unit: str
    whole: bool
    row: int
    place: str


class Layout(NamedTuple):
    """A table's layout; `sheet` is a pattern with * for its digits, `header_rows` how many rows the headings take."""

    sheet: str
    header_rows: int
    columns: tuple[Headed, ...]
    units: tuple[Listed, ...]
    totals: tuple[Total, ...]
    last_header_row: int = 0


def layout_of(table: Table, paths: Sequence[tuple[str, ...]]) -> Layout:
    """Return the layout of a table as it was understood; `paths` are the heading paths of all its columns.

    A column that words would take is no part of the table where another was told for the same measure; it still has
    its heading.
    """
    taken: dict[int, str] = {}
    for column in sorted(table.columns, key=lambda column: not column.told):
        taken.setdefault(column.index, _taken(column.role, column.subject))
    columns = tuple(
        Headed(column_letter(index), " > ".join(path), taken.get(index, "other"))
        for index, path in enumerate(paths)
        if path or index in taken
    )
    names = [unit.name for unit in table.units]
    units = tuple(
        Listed(
            unit.name,
            unit.level,
            unit.code,
            names[unit.parent] if unit.parent else None,
            cell_name(*unit.name_cell) if unit.name_cell else None,
        )
        for unit in table.units[1:]
    )
    last = table.header_rows[-1] + 1 if table.header_rows else 0
    return Layout(
        pattern_of(table.grid.sheet), len(table.header_rows), columns, units, _totals(table), last
    )


def pattern_of(sheet: str) -> str:
    """Return a sheet's name with * for its digits, which tell the month.

    >>> pattern_of("T5-2024"), pattern_of("Nho Quan")
    ('T*-*', 'Nho Quan')
    """
    return re.sub(r"\d+", "*", sheet)


def _taken(role: str, subject: str | None) -> str:
    if subject is None or role in ("other", "note", "ordinal"):
        return role
    return subject if role == "measure" else f"{role}_{subject}"


def _totals(table: Table) -> tuple[Total, ...]:
    first_part: dict[int, int] = {}
    for unit in table.units:
        if unit.parent is not None and unit.row is not None:
            first_part.setdefault(unit.parent, unit.row)
    return tuple(
        Total(
            unit.name,
            at == 0,
            unit.row + 1,
            "before" if unit.row < first_part.get(at, -1) else "after",
        )
        for at, unit in enumerate(table.units)
        if not unit.leaf and unit.row is not None
    )
