"""Long format: most units stand in several rows that something else tells apart. It is refused by what that is.

The hint names the columns whose values make one row a unit, and a `--where` that keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from coverage_cli.errors import UnreadableInput
from coverage_cli.findings import Where, finding
from coverage_cli.grouping import first_where, places_where, take
from coverage_cli.locate.codes import are_serial
from coverage_cli.locate.conditions import values_of
from coverage_cli.locate.labels import sum_of
from coverage_cli.locate.places import Places
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.model import Column, Finding, Table, Units
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key

_FEWEST_REPEATED = 6
_FEWEST_UNITS = 2
_MOST_VALUES = 40
_SHOWN = 8
_TELLING = ("other", "note", "ordinal", "period", "level", "code")


class _Teller(NamedTuple):
    """A column that may tell the rows of a unit apart, and what each row says there."""

    column: Column
    said: Mapping[int, str]


def with_repeated_rows(
    table: Table, places: Places, columns: Sequence[Column], vocabulary: Vocabulary
) -> Table:
    """Return a table that says (`names-repeat`) that most of its units have several rows, if they do.

    Raises `UnreadableInput` where a column tells the rows apart, of few units if all are repeated. Where none does, the
    figures are heard first: the same few names under each of many subtotals ("Males", "Females") are units.
    """
    rows = rows_by_unit(table.units)
    is_many = are_repeated(rows)
    if not is_many and (len(rows) < _FEWEST_UNITS or min(map(len, rows.values())) < _FEWEST_UNITS):
        return table
    leaves = [row for again in rows.values() for row in again]
    refusal = _refusal(
        table, list(rows.values()), _tellers(table, leaves, places, columns), vocabulary
    )
    if refusal.key == "rows-told-apart":
        raise refusal
    if not is_many:
        return table
    said = finding("names-repeat", Where(table.grid.file, table.grid.sheet), refusal.values)
    return table._replace(findings=(*table.findings, said))


def refuse_repeated(findings: Sequence[Finding], units: Units) -> None:
    """Raise `UnreadableInput` where even the figures did not put the rows of one name apart."""
    said = first_where(lambda finding: finding.code == "names-repeat", findings)
    if said and are_repeated(rows_by_unit(units)):
        raise UnreadableInput(
            "rows-repeat" if "choices" in said.values else "rows-repeat-alone", **said.values
        )


def rows_by_unit(units: Units) -> dict[tuple[object, ...], list[int]]:
    """Return the rows (0-based) of each lowest unit; a code tells units of one name apart, a mere number does not."""
    lowest = places_where(bool, units.leaves)
    names, parents = [key(units.names[at]) for at in lowest], take(units.parents, lowest)
    codes: Sequence[str | None] = take(units.codes, lowest)
    codes = [None] * len(lowest) if are_serial(codes) else codes
    rows: dict[tuple[object, ...], list[int]] = {}
    for at, *who in zip(lowest, parents, names, codes, strict=True):
        rows.setdefault(tuple(who), []).append(units.rows[at])  # type: ignore[arg-type]  # what is lowest has a row
    return rows


def are_repeated(rows: Mapping[tuple[object, ...], Sequence[int]]) -> bool:
    """Tell whether so many units have several rows that something must tell these apart."""
    repeated = sum(len(again) for again in rows.values() if len(again) > 1)
    return repeated >= _FEWEST_REPEATED and 3 * len(rows) <= 2 * sum(map(len, rows.values()))


def _tellers(
    table: Table, rows: Sequence[int], places: Places, columns: Sequence[Column]
) -> list[_Teller]:
    """Return the columns with few values that repeat, from the left; figures of people tell nothing apart."""
    known = {column.index for column in columns}
    bare = [
        Column(at, (), "other") for at in range(len(table.grid.rows[rows[0]])) if at not in known
    ]
    beside = [
        column
        for column in (*columns, *bare)
        if column.role in _TELLING and column.index != places.name
    ]
    tellers = (
        _Teller(column, values_of(table.grid, sorted(rows), column.index)) for column in beside
    )
    return [
        one
        for one in tellers
        if 1 < len(set(one.said.values())) <= min(_MOST_VALUES, len(rows) // 2)
    ]


def _refusal(
    table: Table, units: Sequence[Sequence[int]], tellers: Sequence[_Teller], vocabulary: Vocabulary
) -> UnreadableInput:
    again = max(units, key=len)
    values: dict[str, object] = {
        "where": table.grid.where,
        "unit": table.units.names[table.units.rows.index(again[0])],
        "rows": ", ".join(str(row + 1) for row in again[:4]),
    }
    chosen = next(_deciding(units, tellers), None)
    if chosen is None:
        seen = tuple(one.column.shown for one in tellers)
        return (
            UnreadableInput("rows-repeat", **values, choices=seen)
            if seen
            else _alone(values, units)
        )
    told = " ".join(
        f'--where "{one.column.letter}={_usual(one, units, vocabulary)}"' for one in chosen
    )
    said = tuple(f"{one.column.shown} ({_listed(one.said.values())})" for one in chosen)
    return UnreadableInput("rows-told-apart", **values, columns=said, told=told)


def _alone(values: Mapping[str, object], units: Sequence[Sequence[int]]) -> UnreadableInput:
    """Return the refusal where no column stands beside the names; where each first stands is one group of rows."""
    first = [rows[0] for rows in units if len(rows) > 1]
    return UnreadableInput(
        "rows-repeat-alone", **values, group=f"{min(first) + 1}-{max(first) + 1}"
    )


def _deciding(
    units: Sequence[Sequence[int]], tellers: Sequence[_Teller]
) -> Iterator[tuple[_Teller, ...]]:
    """Yield the fewest columns that together give every unit one row a value, those of the fewest values first."""
    for size in (1, 2, 3):
        found = [
            chosen
            for chosen in combinations(tellers, size)
            if all(
                len({tuple(one.said[row] for one in chosen) for row in rows}) == len(rows)
                for rows in units
            )
        ]
        yield from sorted(
            found, key=lambda chosen: sum(len(set(one.said.values())) for one in chosen)
        )


def _usual(teller: _Teller, units: Sequence[Sequence[int]], vocabulary: Vocabulary) -> str:
    """Return the value to be kept if no other is meant: of the whole, else the last year, else what most units have."""
    values = list(dict.fromkeys(value for value in teller.said.values() if value))
    whole = first_where(
        lambda value: sum_of(value, vocabulary) or key(value) in vocabulary.everybody, values
    )
    if whole is not None:
        return whole
    if all(value.isdigit() for value in values):
        return (
            max(values, key=int)
            if teller.column.role == "period" or min(map(len, values)) == 4
            else values[0]
        )
    return max(
        values,
        key=lambda value: sum(any(teller.said[row] == value for row in rows) for rows in units),
    )


def _listed(values: Iterable[str]) -> str:
    texts = list(dict.fromkeys(value for value in values if value))
    return ", ".join(texts[:_SHOWN]) + (", …" if len(texts) > _SHOWN else "")
