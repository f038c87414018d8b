"""Lists kept in files of their own: populations, targets, the units expected; `FILE#SHEET!COL` names where in it."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.errors import UnreadableInput
from coverage_cli.findings import Where, finding
from coverage_cli.model import Book, Finding, Observations
from coverage_cli.periods import serving
from coverage_cli.pipeline.context import Context
from coverage_cli.pipeline.dating import Dated, in_series
from coverage_cli.pipeline.own_report import read_back
from coverage_cli.pipeline.read_table import read_table
from coverage_cli.pipeline.tables import Gathered, tables_of
from coverage_cli.project import Told
from coverage_cli.read import allowing, read_book
from coverage_cli.records import NamedTuple
from coverage_cli.units import join


class Address(NamedTuple):
    """A list's file, and the sheet and column in it where they are told."""

    file: str
    sheet: str | None
    column: str | None


class Lists(NamedTuple):
    """A list read: its observations by period, its tables for the report's sources, and what was found.

    `is_own` says that it is a report of the program's, whose blanks mean that a unit has no target.
    """

    observations: tuple[Observations, ...]
    tables: tuple[Dated, ...]
    findings: tuple[Finding, ...]
    is_own: bool = False


def parse_address(text: str) -> Address:
    """Split FILE#SHEET!COL; a lone part after # is the sheet, after ! the column.

    >>> parse_address("pop.xlsx#Xã!C"), parse_address("pop.csv!population").column, parse_address("pop.csv").sheet
    (Address(file='pop.xlsx', sheet='Xã', column='C'), 'population', None)
    """
    rest, _, column = text.rpartition("!") if "!" in text else (text, "", "")
    file, _, sheet = rest.partition("#")
    return Address(file, sheet or None, column or None)


class Use(NamedTuple):
    """What a list is read for: the `measure` that a told column counts, names alone, or targets (`Told.goals_of`).

    `year` is that of the report, for headings of a list that name a month or quarter only. `told` are the unit, parent
    and code columns of the inputs, by their headings; `column` is where the list's own column is told elsewhere.
    `reported` are the names of the inputs' units, for a list of names alone.
    """

    measure: str | None = None
    names_alone: bool = False
    goals_of: str | None = None
    year: str | None = None
    told: Told = Told()
    column: str | None = None
    reported: frozenset[str] = frozenset()


def read_list(text: str, use: Use, context: Context, first_source: int) -> Lists:
    """Read a list for a use. Its sources are numbered from `first_source`.

    Raises `UnreadableInput` where the file holds no table, or no column that this list is for.
    """
    address = parse_address(text)
    told, reading = _told_of(use, address, context.job.told), context.job.reading
    with allowing(reading.limit_cells):
        book = read_book(
            address.file,
            encoding=reading.encoding,
            delimiter=reading.delimiter,
            project=context.job.project,
        )
    # A report of our own can give targets; populations are read from it like from any sheet.
    if not use.measure and not address.column:
        own = read_back(book, address.sheet, told.levels, first_source, context.profile)
        if own is not None:
            return Lists(own.observations, own.tables, own.findings, is_own=True)
    gathered = _gathered(book, told, use, context)
    tables = in_series(gathered.tables, told.closing_day)
    observations: list[Observations] = []
    findings = list(gathered.findings)
    for number, dated in enumerate(tables, start=first_source):
        read = read_table(_of_told_alone(dated), number, told, context)
        observations += read.observations
        findings += [at for at in read.findings if at.values.get("measure") in (None, use.measure)]
    if use.goals_of is not None and not any(made.targets for made in observations):
        _refuse_targets(address.file, findings)
    return Lists(tuple(_one_a_period(observations, context)), tuple(tables), tuple(findings))


def _gathered(book: Book, told: Told, use: Use, context: Context) -> Gathered:
    """Return the tables of a list; one of names that no known word heads is found by the units that report."""
    try:
        return tables_of(book, told, context, names_alone=use.names_alone)
    except UnreadableInput:
        from coverage_cli.pipeline.roster import roster_in  # most lists have a heading

        found = roster_in(book, told, use.reported, context.vocabulary.kinds)
        if found is None:
            raise
        made = tables_of(book, found.told, context, names_alone=True)
        return made._replace(findings=(*made.findings, *found.findings))


def _of_told_alone(dated: Dated) -> Dated:
    """Return a list's table without what its words make of a told column besides: one column bears witness once."""
    told = {column.index for column in dated.table.columns if column.told}
    columns = (column for column in dated.table.columns if column.told or column.index not in told)
    return dated._replace(table=dated.table._replace(columns=tuple(columns)))


def _told_of(use: Use, address: Address, inputs: Told) -> Told:
    """Return what is told of a list: how its cells are read as of the inputs, its own sheet and column."""
    column = address.column or use.column
    told = use.told._replace(
        sheet=address.sheet,
        measures={use.measure: column} if column and use.measure else {},
        target_column=column if use.goals_of is not None else None,
        number_style=inputs.number_style,
        percent=inputs.percent,
        scales=inputs.scales,
        where=inputs.where,
        phrases=inputs.phrases,
        levels=inputs.levels,
        closing_day=inputs.closing_day,
        year=use.year,
        goals_of=use.goals_of,
        borrowed=True,
    )
    return (
        told._replace(unit=column, borrowed=False, where=()) if column and use.names_alone else told
    )


def _refuse_targets(file: str, findings: Sequence[Finding]) -> None:
    """Refuse a list of targets of which none could be used, with the reasons."""
    reasons = tuple(
        finding
        for finding in findings
        if finding.code == "target-unclear" or finding.severity == "error"
    )
    if reasons:
        raise UnreadableInput("list-rejected", file=file, reasons=reasons)


def own_columns(observations: Sequence[Observations], context: Context) -> Lists:
    """Return the inputs' own observations as a list, one a period: a further column of the same sheets."""
    return Lists(tuple(_one_a_period(observations, context)), (), ())


def _one_a_period(observations: Sequence[Observations], context: Context) -> list[Observations]:
    periods: dict[str | None, list[Observations]] = {}
    for made in observations:
        periods.setdefault(made.period, []).append(made)
    return [
        join(of, context.job.told.levels, context.vocabulary.kinds)[0] for of in periods.values()
    ]


def pick(
    lists: Sequence[Observations], period: str | None, needs: str, address: str
) -> tuple[Observations, list[Finding]]:
    """Return the observations of a list that serve a period, with a finding where they are of another year.

    `needs` is `targets` or the measure the list must have. A figure of a year serves every month of it. Raises
    `UnreadableInput` where the list speaks of several times and the report of none.
    """
    fitting = [
        made for made in lists if (made.targets if needs == "targets" else needs in made.counts)
    ]
    if not fitting:
        raise UnreadableInput("list-without", file=address, needs=needs)
    by_period = {made.period: made for made in fitting}
    found = serving(period, by_period, strict=needs == "targets")
    if found is None:
        raise UnreadableInput(
            "list-of-times", file=address, choices=tuple(sorted(at or "–" for at in by_period))
        )
    taken, of_that_time = found
    if of_that_time:
        return by_period[taken], []
    values = {"list": address, "period": taken, "wanted": period}
    return by_period[taken], [finding("other-year", Where(address), values)]
