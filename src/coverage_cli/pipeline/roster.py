"""Find a list of names that no known word heads ("Reporting entity"): it stands where the units that report are named.

Only its column and rows are told here; it is read like any other table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from coverage_cli.findings import finding, in_sheet
from coverage_cli.model import Book, Finding, Grid, Value, column_letter
from coverage_cli.project import Told
from coverage_cli.records import NamedTuple
from coverage_cli.units.names import Name, namer

# A name that stands in one row by chance finds no list.
_FEWEST = 2


class Roster(NamedTuple):
    """A list of names: what to tell of it, and a doubt about the row taken for its heading."""

    told: Told
    findings: tuple[Finding, ...] = ()


class _Column(NamedTuple):
    """A column of a grid: its 0-based number, its texts as names, the rows in which units that report stand."""

    grid: Grid
    at: int
    names: Sequence[Name]
    known: Sequence[int]

    @property
    def kinds(self) -> set[str]:
        """Return the type words of the units that report, "" among them where one has none."""
        return {self.names[row].kind for row in self.known}

    @property
    def last(self) -> int:
        """Return the last row of the list: below names that all have a type word, remarks without one may stand."""
        kinds = self.kinds
        like = [row for row, name in enumerate(self.names) if name.kind in kinds]
        return len(self.names) - 1 if "" in kinds else like[-1]

    def is_numbered(self, row: int) -> bool:
        """Tell whether a number stands beside the name of a row, in a column that also numbers the row below."""
        values = zip(self.grid.rows[row], self.grid.rows[row + 1], strict=True)
        return any(_is_number(value) and _is_number(below) for value, below in values)


def roster_in(
    book: Book, told: Told, reported: Collection[str], types: Mapping[str, str]
) -> Roster | None:
    """Return where a file lists units by name, None where no column has two of those `reported` (keyed, bare)."""
    part = namer(types)
    known = {part(name).bare for name in reported}
    grids = [grid for grid in book.grids if told.sheet in (None, grid.sheet)]
    columns = [column for grid in grids for column in _columns(grid, part, known)]
    best = max(columns, key=lambda column: len(column.known), default=None)
    if best is None or len(best.known) < min(_FEWEST, len(known) or 1):
        return None
    return _roster(best, told)


def _columns(grid: Grid, part: Callable[[str], Name], known: Collection[str]) -> list[_Column]:
    columns = [[part(_text(value)) for value in values] for values in zip(*grid.rows, strict=True)]
    return [
        _Column(grid, at, names, [row for row, name in enumerate(names) if name.bare in known])
        for at, names in enumerate(columns)
    ]


def _roster(column: _Column, told: Told) -> Roster:
    """Tell the rows of a list: from the first unit that reports upwards as far as rows look like one."""
    grid, first = column.grid, column.known[0]
    while first > 0 and _goes_on(column, first - 1):
        first -= 1
    told = told._replace(
        sheet=grid.sheet or None,
        unit=column_letter(column.at),
        rows=(first + 1, column.last + 1),
        borrowed=False,
        where=(),
    )
    if first == 0 or not column.names[first - 1].bare:
        return Roster(told)
    return Roster(told._replace(header_rows=(first, first)), _doubts(column, first - 1))


def _goes_on(column: _Column, row: int) -> bool:
    """Tell whether a row looks like the unit below it: it has a type word of theirs, or a number beside it."""
    name = column.names[row]
    is_typed = name.kind != "" and name.kind in column.kinds
    return name.bare != "" and (is_typed or column.is_numbered(row))


def _doubts(column: _Column, heading: int) -> tuple[Finding, ...]:
    """Doubt a heading that differs in nothing from the names below it: it may be a unit that has not reported."""
    is_numbered = heading + 1 < column.last and column.is_numbered(heading + 1)
    if is_numbered or "" not in column.kinds:
        return ()
    where = in_sheet(column.grid, [(heading, column.at)])
    text = _text(column.grid.rows[heading][column.at])
    values = {"rows": str(heading + 1), "text": text}
    return (finding("rows-left-out", where, values, variant="roster-heading"),)


def _text(value: Value) -> str:
    return value.strip() if isinstance(value, str) else ""


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) or _text(value).isdecimal()
