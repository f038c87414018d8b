"""Inputs -> tables: read each file, take the sheets that hold a table, date them; what was passed over is said."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePath

from coverage_cli.clean import decode
from coverage_cli.errors import CoverageError, UnreadableInput
from coverage_cli.findings import Where, finding
from coverage_cli.indicator import measure_of, measures_in
from coverage_cli.locate import (
    OF_OTHERS,
    OF_PLANS,
    locate,
    needs_month_first,
    where_of,
)
from coverage_cli.model import Book, Finding, Grid, Indicator, Table
from coverage_cli.pipeline.context import Context
from coverage_cli.pipeline.dating import Dated, conflicts, dates_of, in_series, undated
from coverage_cli.project import Told
from coverage_cli.project_file import line_of
from coverage_cli.read import (
    CAN_FORK,
    STANDARD_INPUT,
    SUFFIXES,
    allowing,
    child_bounds,
    children_for,
    each_apart,
    find_inputs,
    is_own_output,
    read_book,
    read_bytes,
    read_source,
)
from coverage_cli.records import NamedTuple
from coverage_cli.roles import of_role
from coverage_cli.shown import shown
from coverage_cli.spelling import key

SHEET_AS_PARENT = "@sheet"
"""Told as the column of parents: each sheet is a unit of its own, named by its tab."""


class Gathered(NamedTuple):
    """The tables of all inputs, what is to be said about them, and the inputs that could not be used."""

    tables: tuple[Dated, ...]
    findings: tuple[Finding, ...]
    refused: tuple[CoverageError, ...]


class _Read(NamedTuple):
    """A file by its content (None: it could not be read), and its tables, or why none can be used."""

    sha256: str | None
    found: Gathered | CoverageError


def _each_read(names: Mapping[str, str], told: Told, context: Context) -> Iterator[_Read]:
    """Yield the tables of each file, read and searched in child processes: what a sheet swells to is theirs, too.

    `names` are what outputs call the files, by their paths.
    """
    paths = list(names)
    reading, named = context.job.reading, set(context.job.inputs)
    # Standard input can be read once and by one process only: here, before children are made.
    typed = read_source(STANDARD_INPUT) if STANDARD_INPUT in paths and CAN_FORK else b""

    def read(path: str) -> _Read:
        content = typed if path == STANDARD_INPUT else read_source(path)
        if path not in named and is_own_output(content):
            return _own(path, names[path])
        book = read_bytes(
            names[path], content, encoding=reading.encoding, delimiter=reading.delimiter
        )
        return _Read(book.sha256, _tables_or_fault(book, told, context))

    if CAN_FORK:
        for outcome in each_apart(
            read, paths, names.__getitem__, bounds=child_bounds(), children=children_for(len(paths))
        ):
            yield outcome if isinstance(outcome, _Read) else _Read(None, outcome)
        return
    for path in paths:
        try:
            if path not in named and is_own_output(read_source(path)):
                yield _own(path, names[path])
                continue
            book = read_book(
                path,
                encoding=reading.encoding,
                delimiter=reading.delimiter,
                project=context.job.project,
            )
        except UnreadableInput as fault:
            yield _Read(None, fault)
        else:
            yield _Read(book.sha256, _tables_or_fault(book, told, context))


def _own(path: str, name: str) -> _Read:
    """Say that a file in a folder was written by this program: last night's report is no office's sheet."""
    skipped = finding("file-skipped", Where(name), variant="own-output", name=PurePath(path).name)
    return _Read(path, Gathered((), (skipped,), ()))


def _tables_or_fault(book: Book, told: Told, context: Context) -> Gathered | CoverageError:
    try:
        return tables_of(book, told, context)
    except UnreadableInput as fault:
        return fault


def gather(context: Context) -> Gathered:
    """Read every input of a job and find its tables.

    One input that cannot be used raises; among several it is refused and listed, and the others are used.
    """
    with allowing(context.job.reading.limit_cells):
        return _gathered(context)


def _gathered(context: Context) -> Gathered:
    job = context.job
    lists = {context.profile.base: job.population, "target": job.targets_file}
    told = job.told._replace(elsewhere=frozenset(at for at, file in lists.items() if file))
    paths, findings = find_inputs(job.inputs)
    findings = [one._replace(file=shown(one.file or "", job.project)) for one in findings]
    names = {path: shown(path, job.project) for path in paths}
    tables: list[Dated] = []
    refused: list[CoverageError] = []
    seen: dict[str, str] = {}
    for path, read in zip(paths, _each_read(names, told, context), strict=True):
        # The same file twice (a copy in the folder) would count its people twice.
        if read.sha256 in seen:
            findings.append(_same_file(names[path], seen[read.sha256]))
            continue
        if read.sha256 is not None:
            seen[read.sha256] = names[path]
        found = read.found
        if isinstance(found, CoverageError):
            _call(found, path, names[path])
            _blame(found, job.project)
            # A single input must speak for itself; a mistake in the options is not the file's.
            if len(paths) == 1 or not isinstance(found, UnreadableInput):
                raise found
            refused.append(found)
            continue
        tables += found.tables
        findings += found.findings
    if not tables and not refused:
        raise UnreadableInput(
            "folder-without-spreadsheets", file=job.inputs[0], suffixes=" ".join(SUFFIXES)
        )
    if not tables:
        raise refused[0]
    if context.answers:
        findings += _answers_unused(tables, [*paths, *filter(None, lists.values())], context)
    return Gathered(tuple(in_series(tables, job.told.closing_day)), tuple(findings), tuple(refused))


def _answers_unused(
    tables: Sequence[Dated], files: Sequence[str], context: Context
) -> Iterator[Finding]:
    """Say which answers to faults speak of a file or a sheet that no table was read from."""
    from coverage_cli.pipeline.corrections import without_place

    sheets: dict[str, list[str]] = {}
    for dated in tables:
        sheets.setdefault(dated.book.file, []).append(dated.table.grid.sheet)
    return without_place(context.answers, files, sheets)


def _call(fault: CoverageError, path: str, name: str) -> None:
    """Let a fault call its file as outputs do."""
    if fault.values.get("file") == path:
        fault.values["file"] = name


def _blame(fault: CoverageError, project: str | None) -> None:
    """Let a fault name the line of the project file that told the column or sheet which is not there."""
    told = fault.values.get("column") or fault.values.get("sheet")
    if project and isinstance(told, str):
        line = line_of(project, told)
        fault.told_by = (project, line) if line else None


def _same_file(path: str, first: str) -> Finding:
    return finding("file-duplicate", Where(path), file=path, first=first)


def tables_of(book: Book, told: Told, context: Context, *, names_alone: bool = False) -> Gathered:
    """Return the tables of a file: of the sheet told, else of every visible sheet that has one.

    `names_alone` takes lists of units without figures, too. Raises `UnreadableInput` where no sheet has a table, with
    what each lacks.
    """
    findings = list(book.findings)
    grids = _told_sheets(book, told)
    # Tabs of one workbook are dated alike: what one of them decides holds for all.
    month_first = needs_month_first([grid.sheet for grid in book.grids])
    tables: list[Dated] = []
    faults: list[UnreadableInput] = []
    for grid in grids:
        decoded, recoded = decode(grid)
        if context.answers:
            from coverage_cli.pipeline.corrections import corrected

            decoded, answered = corrected(decoded, grid, context.answers)
            recoded = [*recoded, *answered]
        try:
            made = located(decoded, told, context, names_alone=names_alone)
        except UnreadableInput as fault:
            faults.append(fault)
            findings.append(_skipped(grid, "columns"))
            continue
        if not made:
            findings.append(_skipped(grid, ""))
        elif grid.visibility != "visible" and told.sheet is None:
            findings.append(_hidden(made[0]))
        else:
            counts = told.goals_of is None and _counts_insured(
                made[0], context.profile.default_indicators
            )
            dates = functools.partial(dates_of, made[0], book, month_first=month_first)
            found = dates(() if counts else OF_PLANS)
            about = (
                conflicts(made[0], found, told)
                if found
                else undated(made[0], dates(OF_OTHERS), told)
            )
            findings += [*recoded, *made[0].findings, *about]
            own = found[0].period if found else None
            tables += [Dated(table, book, table.period or own, found) for table in made]
    if not tables:
        from coverage_cli.pipeline.no_table import nothing_found  # only a refusal needs it

        raise faults[0] if faults else nothing_found(book, grids, told, context.vocabulary)
    if len(grids) == 1:
        findings = [
            finding
            for finding in findings
            if finding.code != "sheet-skipped" or finding.variant == "empty"
        ]
    return Gathered(tuple(tables), tuple(findings), ())


def _counts_insured(table: Table, indicators: Mapping[str, Indicator]) -> bool:
    """Tell whether a table counts the people of any indicator, and not only whom or what they are held against."""
    numerators = {measure for one in indicators.values() for measure in measures_in(one.numerators)}
    return not numerators.isdisjoint(
        measure_of(column.subject or "").subject for column in of_role(table.columns, "measure")
    )


def located(grid: Grid, told: Told, context: Context, *, names_alone: bool = False) -> list[Table]:
    """Return the tables of a grid that speak of anything here; told so, the sheet's name is the unit above its rows."""
    is_unit = told.parent == SHEET_AS_PARENT
    own = told._replace(parent=None) if is_unit else told
    measures, vocabulary = context.profile.measures, context.vocabulary
    try:
        made = locate(grid, own, measures, vocabulary, names_alone=names_alone)
    except UnreadableInput as fault:
        # Measures may stand as rows; that is looked at only where a told column is not there.
        from coverage_cli.locate.measure_rows import told_by_rows

        ways = (
            told_by_rows(grid, own, vocabulary, where_of(grid))
            if fault.key == "column-not-found"
            else []
        )
        if not ways:
            raise
        made = [table for way in ways for table in locate(grid, way, measures, vocabulary)]
    goals = told.goals_of is not None
    speaking = [table for table in made if names_alone or _speaks(table, goals=goals)]
    if context.job.choice.indicators and not goals:
        speaking = _for_asked(speaking, grid, own, context)
    if not is_unit:
        return speaking
    return [
        table._replace(units=table.units.with_whole(name=grid.sheet), whole_named=True)
        for table in speaking
    ]


def _for_asked(made: list[Table], grid: Grid, told: Told, context: Context) -> list[Table]:
    """Return the tables, a general count taken for that of the indicator asked for, which is said."""
    from coverage_cli.pipeline.asked_measure import general_for_asked  # few jobs ask for one

    served = general_for_asked(made, context)
    if served is None:
        return made
    told = told._replace(measures={served.measure: served.column.letter})
    again = locate(grid, told, context.profile.measures, context.vocabulary)
    return [table._replace(findings=(*table.findings, served.said)) for table in again]


def _told_sheets(book: Book, told: Told) -> list[Grid]:
    """Return the sheets to look at; a told one must exist, by its name as written, by its name, or by a pattern of it.

    A hidden sheet must be named itself.
    """
    if told.sheet is None:
        return list(book.grids)
    from fnmatch import fnmatchcase  # only where a sheet is told

    wanted = key(told.sheet)
    pattern = wanted.replace("[", "[[]")
    ways: tuple[Callable[[Grid], bool], ...] = (
        lambda grid: grid.sheet == told.sheet,
        lambda grid: key(grid.sheet) == wanted,
        lambda grid: (
            "*" in wanted and grid.visibility == "visible" and fnmatchcase(key(grid.sheet), pattern)
        ),
    )
    for fits in ways:
        grids = [grid for grid in book.grids if fits(grid)]
        if grids:
            return grids
    if not any(grid.sheet for grid in book.grids):
        raise UnreadableInput("sheet-not-found-alone", file=book.file, sheet=told.sheet)
    choices = tuple(f"'{grid.sheet}'" for grid in book.grids)
    raise UnreadableInput("sheet-not-found", file=book.file, sheet=told.sheet, choices=choices)


def _speaks(table: Table, *, goals: bool) -> bool:
    """Tell whether a table has a column that means something here: a measure or a target; any in a list of `goals`."""
    counted = of_role(table.columns, "measure", "target")
    return any(
        column.subject or column.told or (goals and column.role == "target") for column in counted
    )


def _skipped(grid: Grid, variant: str) -> Finding:
    return finding(
        "sheet-skipped",
        Where(grid.file, grid.sheet),
        variant=variant or "no-table",
        sheet=grid.sheet,
    )


def _hidden(table: Table) -> Finding:
    values = {"sheet": table.grid.sheet, "rows": sum(table.units.leaves)}
    return finding("hidden-sheet", Where(table.grid.file, table.grid.sheet), values)
