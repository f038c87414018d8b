"""What must be said about a form: cells left blank or left as they are, units on one side alone, columns not known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from coverage_cli.features.into_form.cells import Asked
from coverage_cli.findings import at_headings, finding, in_sheet
from coverage_cli.grouping import grouped
from coverage_cli.locate.shapes import number_in
from coverage_cli.model import Column, Finding, Grid, Table
from coverage_cli.pipeline import Outcome, Settled
from coverage_cli.records import NamedTuple
from coverage_cli.units.claims import Match

Place = tuple[int, int]
_FIGURES = ("measure", "rate", "target", "gap", "attainment", "change")
# Columns that are for people to write into, or for what the form says itself.
_NOT_OURS = ("note", "unit", "parent", "ordinal", "code", "parent_code", "period", "level")
_NAMED = 12
# Why a unit of the form has no match, where it is not that several might be meant.
_UNKNOWN = ("unknown", "whole", "above")
# A figure of the form may be rounded to whole percent.
_NEAR = Fraction(1, 2)


class Filling(NamedTuple):
    """A form's table beside the report: each of its units' match there, what its columns ask for, its blank cells."""

    table: Table
    settled: Settled
    matches: Sequence[Match]
    asked: Mapping[int, Asked]
    blanks: frozenset[Place]

    def wanted(self) -> Iterator[tuple[Place, Asked, Fraction | None]]:
        """Yield each cell that asks for a figure of a unit that the report has, with that figure."""
        for row, match in zip(self.table.units.rows, self.matches, strict=True):
            if row is None or match.at is None:
                continue
            for index, asked in self.asked.items():
                yield (row, index), asked, asked.values[match.at]


def findings_of(
    fillings: Sequence[Filling], formulas: Mapping[str, Collection[Place]], outcome: Outcome
) -> list[Finding]:
    """Return what is to be said about the tables of a form."""
    found: list[Finding] = []
    for filling in fillings:
        own = formulas.get(filling.table.grid.sheet, ())
        found += [*_unknown(filling), *_partial(filling), *_columns(filling)]
        found += [*_without_figure(filling), *_kept(filling, own)]
    return [*found, *_missing(fillings, outcome)]


def _unknown(filling: Filling) -> Iterator[Finding]:
    """Say which units of the form the report does not have, and of which it cannot be told which they are."""
    units = filling.table.units
    rows = {row for row, _ in filling.blanks}
    alone = grouped(
        ("" if match.how in _UNKNOWN else "ambiguous", at)
        for at, match in enumerate(filling.matches)
        if match.at is None and units.rows[at] in rows
    )
    for variant, of in alone.items():
        cells = [cell for at in of if (cell := units.name_cells[at])]
        where = in_sheet(filling.table.grid, cells)._replace(count=len(of))
        values = {"units": _named(units.names[at] for at in of)}
        yield finding("form-unit-unknown", where, values, variant=variant)


def _missing(fillings: Sequence[Filling], outcome: Outcome) -> Iterator[Finding]:
    """Say which units of the report the form has no row for; a form may leave out whole levels."""
    periods = {filling.settled.period for filling in fillings}
    there = {match.at for filling in fillings for match in filling.matches}
    shown = {
        figure.at: figure
        for figure in outcome.report.figures
        if figure.period in periods and figure.depth
    }
    levels = {figure.level for at, figure in shown.items() if at in there}
    alone = [
        figure.unit for at, figure in shown.items() if at not in there and figure.level in levels
    ]
    if alone and fillings:
        where = in_sheet(fillings[0].table.grid)._replace(count=len(alone))
        yield finding("form-unit-missing", where, units=_named(alone))


def _partial(filling: Filling) -> Iterator[Finding]:
    """Say which upper units' figures leave out units that have none."""
    lacking = {
        at: figure
        for result in filling.settled.results
        for at, figure in result.by_unit.items()
        if 0 < figure.units_complete < figure.units_expected
    }
    units = filling.table.units
    pairs = zip(units.name_cells, filling.matches, strict=True)
    found = [(cell, lacking[match.at]) for cell, match in pairs if match.at in lacking]
    if found:
        where = in_sheet(filling.table.grid, [cell for cell, _ in found if cell])
        where = where._replace(count=len(found))
        yield finding("form-partial", where, units=_named(figure.unit for _, figure in found))


def _columns(filling: Filling) -> Iterator[Finding]:
    """Say which columns of the form stay blank because nothing that was computed is known to belong there."""
    open_columns = {index for _, index in filling.blanks}
    for column in filling.table.columns:
        is_open = column.index in open_columns and column.index not in filling.asked
        if is_open and column.role not in _NOT_OURS:
            where = at_headings(filling.table, [column])
            yield finding(
                "form-column-blank",
                where,
                graver=column.role in _FIGURES,
                letter=column.letter,
                column=column.name,
            )


def _without_figure(filling: Filling) -> Iterator[Finding]:
    """Say which cells stay blank because their unit has no such figure."""
    blank = [
        (index, (row, index))
        for (row, index), _, value in filling.wanted()
        if value is None and (row, index) in filling.blanks
    ]
    yield from _by_column("form-cell-blank", grouped(blank), filling)


def _kept(filling: Filling, formulas: Collection[Place]) -> Iterator[Finding]:
    """Say which cells hold another figure than the computed one; they are left as they are."""
    grid = filling.table.grid
    others = [
        (place[1], place)
        for place, asked, value in filling.wanted()
        if value is not None
        and place not in filling.blanks
        and place not in formulas
        and not _is_same(grid, place, value, asked)
    ]
    yield from _by_column("form-cell-kept", grouped(others), filling)


def _is_same(grid: Grid, place: Place, value: Fraction, asked: Asked) -> bool:
    """Tell whether a cell holds the figure: a rate rounded, or as a fraction; a count to the person."""
    held = number_in(grid.rows[place[0]][place[1]])
    if held is None:
        return False
    if asked.per is None:
        return Fraction(held) == value
    return any(abs(Fraction(held) * scale - value) <= _NEAR for scale in (1, asked.per))


def _by_column(
    code: str, columns: Mapping[int, Sequence[Place]], filling: Filling
) -> Iterator[Finding]:
    named: dict[int, Column] = {column.index: column for column in filling.table.columns}
    for index, places in columns.items():
        where = in_sheet(filling.table.grid, places)
        yield finding(code, where, letter=named[index].letter, column=named[index].name)


def _named(names: Iterable[str]) -> tuple[str, ...]:
    """Return the first names, and how many more there are."""
    every = tuple(names)
    more = (f"+{len(every) - _NAMED}",) if len(every) > _NAMED else ()
    return (*every[:_NAMED], *more)
