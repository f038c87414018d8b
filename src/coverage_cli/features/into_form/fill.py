"""A report and a form -> what to write into which cells, and what must be said about those that stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from coverage_cli.errors import UnreadableInput
from coverage_cli.features.into_form.cells import Asked, asked_by
from coverage_cli.features.into_form.said import Filling, findings_of
from coverage_cli.features.into_form.stand_in import Form, with_stand_ins
from coverage_cli.grouping import grouped
from coverage_cli.model import Book, Finding, Table, Units
from coverage_cli.periods import is_within
from coverage_cli.pipeline import Context, Outcome, Settled
from coverage_cli.pipeline.dating import Dated, in_series
from coverage_cli.pipeline.lists import Address, parse_address
from coverage_cli.pipeline.tables import tables_of
from coverage_cli.project import Told
from coverage_cli.read import read_book
from coverage_cli.records import NamedTuple
from coverage_cli.units.claims import Match
from coverage_cli.units.match import match_units
from coverage_cli.units.names import namer


class Entry(NamedTuple):
    """A figure for a cell: exact, the decimals it is written with (None: a count), whether it is in percent."""

    value: Fraction
    decimals: int | None = None
    is_percent: bool = False


Cells = Mapping[str, Mapping[tuple[int, int], Entry]]
"""Figures by sheet and 0-based cell."""
Places = Mapping[str, frozenset[tuple[int, int]]]
"""Cells by sheet, 0-based."""


class Filled(NamedTuple):
    """What a form is to be filled with; `findings` say what was left as it is, and why."""

    cells: Cells
    findings: list[Finding]


def fill(outcome: Outcome, form: str, formulas: Places, places: int) -> Filled:
    """Find a form's cells and what belongs into them; `formulas` are the cells that calculate themselves.

    `places` are the decimals of percentages. Raises `UnreadableInput` where the form has no table with the report's
    units, or speaks of another time.
    """
    address = parse_address(form)
    context = _context_of(address, outcome.worked.context)
    forms, tables = _understood(address, outcome, context)
    cells: dict[str, dict[tuple[int, int], Entry]] = {}
    fillings: list[Filling] = []
    for dated in tables:
        sheet = dated.table.grid.sheet
        settled = _settled_for(dated, outcome, form)
        filling = _filling(dated.table, settled, forms[sheet], context)
        open_cells = forms[sheet].blanks - formulas.get(sheet, frozenset())
        fillings.append(filling._replace(blanks=open_cells))
        cells.setdefault(sheet, {}).update(_figures(fillings[-1], places))
    return Filled(cells, findings_of(fillings, formulas, outcome))


def _context_of(address: Address, context: Context) -> Context:
    """Return the context in which a form is read: its words are those of the inputs, its columns are its own."""
    told = context.job.told
    own = Told(sheet=address.sheet, phrases=told.phrases, levels=told.levels, undecided=True)
    return context._replace(
        job=context.job._replace(told=own._replace(closing_day=told.closing_day))
    )


def _understood(
    address: Address, outcome: Outcome, context: Context
) -> tuple[dict[str, Form], list[Dated]]:
    """Return a form's sheets as they can be read, and the tables in them."""
    book = read_book(address.file)
    names = {name for made in outcome.worked.periods for name in made.observations.units.names}
    forms = {grid.sheet: with_stand_ins(grid, names, context.vocabulary) for grid in book.grids}
    if not any(form.blanks for form in forms.values()):
        raise UnreadableInput("form-without-units", file=address.file)
    readable: Book = book._replace(grids=tuple(form.grid for form in forms.values()))
    found = tables_of(readable, context.job.told, context).tables
    tables = [dated for dated in found if forms[dated.table.grid.sheet].blanks]
    return forms, in_series(tables, context.job.told.closing_day)


def _settled_for(dated: Dated, outcome: Outcome, form: str) -> Settled:
    """Return the report's figures of the form's time; where one of both names none the only figures there are."""
    periods = outcome.worked.periods
    asked = outcome.worked.asked
    shown = [at for at in periods if asked is None or at.period == asked] or list(periods)
    wanted = dated.period
    exact = [at for at in shown if wanted and at.period == wanted]
    near = [at for at in shown if not (wanted and at.period) or is_within(at.period, wanted)]
    fitting = exact or near
    if len(fitting) != 1:
        choices = tuple(at.period or "–" for at in shown)
        raise UnreadableInput("form-period", file=form, period=wanted or "–", choices=choices)
    return fitting[0]


def _filling(table: Table, settled: Settled, form: Form, context: Context) -> Filling:
    """Match a form's units with the report's, and find what its columns ask for."""
    units = _without_stand_ins(table, form)
    theirs = settled.observations.units
    matches = match_units(units, theirs, context.vocabulary.kinds)
    matches = _by_name_alone(units, theirs, matches, context)
    matches[0] = _whole(units, theirs, matches)
    return Filling(table, settled, matches, asked_by(table.columns, settled), form.blanks)


def _without_stand_ins(table: Table, form: Form) -> Units:
    """Return a table's units without codes that are figures of ours."""
    columns = [column.index for column in table.columns if column.role == "code"]
    codes = [
        None if row is None or any((row, at) in form.blanks for at in columns) else code
        for row, code in zip(table.units.rows, table.units.codes, strict=True)
    ]
    return table.units.replace(codes=codes)


def _by_name_alone(
    units: Units, theirs: Units, matches: Sequence[Match], context: Context
) -> list[Match]:
    """Return the matches with those of unknown units whose name, type word included, one unit of the report has.

    Without figures a form does not show which of its rows are groups, so that a district may look like a commune.
    """
    part = namer(context.vocabulary.kinds)
    named = grouped((part(name), at) for at, name in enumerate(theirs.names))
    taken = {match.at for match in matches}
    found = []
    for name, match in zip(units.names, matches, strict=True):
        left = [at for at in named.get(part(name), ()) if at not in taken]
        is_found = match.how == "unknown" and len(left) == 1
        found.append(Match(left[0], "name") if is_found else match)
    return found


def _whole(units: Units, theirs: Units, matches: Sequence[Match]) -> Match:
    """Return the match of a form's whole: by its name, else the unit of the report that has just these parts."""
    if matches[0].at is not None:
        return matches[0]
    parts = {matches[at].at for at in units.parts[0]}
    above = next((at for at, of in enumerate(theirs.parts) if of and set(of) == parts), None)
    return matches[0] if above is None else Match(above, "same parts")


def _figures(filling: Filling, places: int) -> dict[tuple[int, int], Entry]:
    """Return what goes into which blank cell."""
    return {
        place: Entry(value, _decimals(asked, places), asked.per == 100)
        for place, asked, value in filling.wanted()
        if value is not None and place in filling.blanks
    }


def _decimals(asked: Asked, places: int) -> int | None:
    if asked.per is None:
        return None
    return places if asked.decimals is None else asked.decimals
