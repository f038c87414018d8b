"""Refuse a reading whose whole is far from the printed one in every column of counts: twice it, or a group too many.

The last guard, after all that could be understood was. A total typed wrong in a column stays a `total-mismatch`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import add, sub

from coverage_cli.errors import UnreadableInput
from coverage_cli.grouping import take
from coverage_cli.model import Count, Observations, Phrase, Table, Value, cell_name
from coverage_cli.records import NamedTuple

# Lists of the same people read as further units, or storeys beside their parts, multiply the whole.
_FACTORS = (2, 3, 4)
_NAMED = 5
Counts = tuple[Count, ...]
"""The figures of a row or a sum, a column each."""
Reader = Callable[[Sequence[Value]], Sequence[Count | None]]
"""Reads the cells of a column as counts, None where one is none."""


class _Row(NamedTuple):
    """A row with figures: its 0-based number in the sheet, the name it has there, its figures, the unit above it."""

    at: int
    name: str
    counts: Counts
    parent: int | None = None


class _Held(NamedTuple):
    """The printed whole against the sum of the lowest units, column by column, and these units' rows in their order."""

    measures: tuple[str, ...]
    printed: Counts
    computed: Counts
    rows: Sequence[_Row]


def contradiction(observations: Observations, table: Table) -> UnreadableInput | None:
    """Refuse a reading that the printed whole contradicts in every column; None where it may be right."""
    held = _held(observations)
    if held is None or any(
        one == other for one, other in zip(held.printed, held.computed, strict=True)
    ):
        return None
    why = (
        _multiple(held)
        or _rows_too_many(held, table)
        or _rows_too_few(held, observations, table)
        or _far(held)
    )
    if why is None:
        return None
    place = observations.places[held.measures[0]][0]
    column = observations.columns.get((place[0], held.measures[0])) if place else None
    grid = table.grid
    return UnreadableInput(
        "whole-contradicted",
        where=f"{grid.file} [{grid.sheet}]" if grid.sheet else grid.file,
        computed=held.computed,
        printed=held.printed,
        cell=cell_name(place[1], column.index) if place and column else "–",
        why=why,
    )


def _held(observations: Observations) -> _Held | None:
    """Return what is held against each other where all of it stands in one table and every lowest unit is readable."""
    units, lowest = observations.units, observations.units.lowest
    # Two measures with the same figures are one column told twice, and one witness.
    columns = {
        tuple(values): measure
        for measure, values in observations.counts.items()
        if values[0] is not None and observations.places[measure][0]
    }
    measures = tuple(columns.values())
    places = [observations.places[measure][at] for measure in measures for at in (0, *lowest)]
    sources = {place and place[0] for place in places}
    counts = [tuple(values[at] for values in columns) for at in lowest]
    if (
        not lowest
        or len(sources) != 1
        or None in sources
        or any(None in of_unit for of_unit in counts)
    ):
        return None
    at_row = [place[1] for place in places[1 : len(lowest) + 1] if place]
    names, parents = (take(column, lowest) for column in (units.names, units.parents))
    rows = sorted(map(_Row, at_row, names, counts, parents))  # type: ignore[arg-type]
    printed = tuple(values[0] for values in columns)
    computed = tuple(map(sum, zip(*(row.counts for row in rows), strict=True)))
    return _Held(measures, printed, computed, rows)  # type: ignore[arg-type]


def _multiple(held: _Held) -> Phrase | None:
    for factor in _FACTORS:
        if held.computed == tuple(factor * count for count in held.printed):
            return Phrase("whole_times", {"times": factor})
        if held.printed == tuple(factor * count for count in held.computed):
            return Phrase("whole_part", {"times": factor})
    return None


def _far(held: _Held) -> Phrase | None:
    """Tell that the units make up more than twice the printed whole in every column, two at least.

    A single column may be wrong; and a page of a list has fewer units than its whole, which is a `total-mismatch`.
    """
    pairs = list(zip(held.computed, held.printed, strict=True))
    is_far = len(pairs) > 1 and all(computed > 2 * printed > 0 for computed, printed in pairs)
    return Phrase("whole_below") if is_far else None


def _rows_too_many(held: _Held, table: Table) -> Phrase | None:
    """Find rows one below the other that the printed whole leaves out, and that do not look like its units.

    A total may forget a unit; it forgets no whole group, nothing half as large as itself, no row that bears no number
    where the units do.
    """
    surplus = tuple(map(sub, held.computed, held.printed))
    is_large = all(
        2 * extra >= printed for extra, printed in zip(surplus, held.printed, strict=True)
    )
    for rows in _runs(held.rows, surplus):
        if is_large or _is_group(rows, held.rows) or _is_unnumbered(rows, held.rows, table):
            return _said("whole_without", rows)
    return None


def rows_missed(observations: Observations, table: Table, read: Reader) -> Sequence[int]:
    """Return the 0-based rows that were left out and without which the printed whole is wrong in every column."""
    held = _held(observations)
    return [row.at for row in _missed(held, observations, table, read)] if held else []


def _rows_too_few(held: _Held, observations: Observations, table: Table) -> Phrase | None:
    found = _missed(held, observations, table, _numbers)
    return _said("whole_with", found) if found else None


def _missed(held: _Held, observations: Observations, table: Table, read: Reader) -> Sequence[_Row]:
    """Find rows one below the other that were left out and with which the printed whole would be right."""
    columns = {measure: column.index for (_, measure), column in observations.columns.items()}
    cells = [table.grid.rows[left.row] for left in table.left_out]
    counts = [read([of[columns[measure]] for of in cells]) for measure in held.measures]
    rows = [
        _Row(left.row, left.text, tuple(count or 0 for count in of_row))
        for left, of_row in zip(table.left_out, zip(*counts, strict=True), strict=True)
    ]
    counted = sorted(row for row in rows if any(row.counts))
    return next(_runs(counted, tuple(map(sub, held.printed, held.computed))), ())


def _numbers(cells: Sequence[Value]) -> list[Count]:
    return [
        int(cell) if isinstance(cell, int | float) and cell == cell // 1 else 0 for cell in cells
    ]


def _runs(rows: Sequence[_Row], wanted: Counts) -> Iterator[Sequence[_Row]]:
    """Yield the runs of rows that add up to just these figures, in two columns and more, all above zero."""
    # In a single column some run of rows fits by chance.
    if len(wanted) < 2 or min(wanted) <= 0:
        return
    total: Counts = (0,) * len(wanted)
    # Running sums, so that each run is the difference of two of them and no pair need be tried.
    before = {total: 0}
    for at, row in enumerate(rows, 1):
        total = tuple(map(add, total, row.counts))
        start = before.get(tuple(map(sub, total, wanted)))
        if start is not None:
            yield rows[start:at]
        before[total] = at


def _is_group(rows: Sequence[_Row], units: Sequence[_Row]) -> bool:
    """Tell whether rows are all the lowest units of one unit below the whole."""
    parents = {row.parent for row in rows}
    return (
        len(rows) > 1
        and 0 not in parents
        and sum(row.parent in parents for row in units) == len(rows)
    )


def _is_unnumbered(rows: Sequence[_Row], units: Sequence[_Row], table: Table) -> bool:
    """Tell whether rows have no number where most units have one."""
    column = next((column.index for column in table.columns if column.role == "ordinal"), None)
    if column is None:
        return False
    numbered = {row.at for row in units if str(table.grid.rows[row.at][column] or "").strip()}
    return 2 * len(numbered) > len(units) and not numbered & {row.at for row in rows}


def _said(key: str, rows: Sequence[_Row]) -> Phrase:
    names = tuple(f"{row.at + 1} '{row.name}'" for row in rows[:_NAMED])
    return Phrase(
        key, {"rows": names if len(rows) <= _NAMED else (*names, f"+{len(rows) - _NAMED}")}
    )
