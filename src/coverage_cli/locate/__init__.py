"""Grid -> Table: where the table stands, what its columns are, which units its rows speak of.

Nothing is converted to numbers here and no figure is judged; what was guessed is kept with its reason, so that
`inspect` can say it and an option can correct it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.errors import UnreadableInput
from coverage_cli.findings import finding, in_sheet
from coverage_cli.grouping import first_where
from coverage_cli.hierarchy import Line
from coverage_cli.locate.beyond import without_rows_beyond
from coverage_cli.locate.blocks import Blocks, blocks_of
from coverage_cli.locate.called import Headed, sampled, told_here
from coverage_cli.locate.codes import without_shared
from coverage_cli.locate.columns import WHO, name_columns
from coverage_cli.locate.headings import Heading
from coverage_cli.locate.labels import says_sum, unit_in_title
from coverage_cli.locate.levels import names_of_levels
from coverage_cli.locate.load import load_vocabulary
from coverage_cli.locate.paths import heading_paths
from coverage_cli.locate.periods import needs_month_first, periods_in
from coverage_cli.locate.places import Places, places_of
from coverage_cli.locate.rank_levels import GROUP, tier_levels, units_of
from coverage_cli.locate.repeated import with_repeated_rows
from coverage_cli.locate.rows import read_lines
from coverage_cli.locate.scale_lines import Lines, in_one_unit, with_further
from coverage_cli.locate.sections import head_of, sections_of, times_below, times_named
from coverage_cli.locate.shapes import is_figure, is_words, text_of
from coverage_cli.locate.split import by_period, periods_of_rows
from coverage_cli.locate.table_period import Found, lines_above, period_of
from coverage_cli.locate.times import (
    OF_OTHERS,
    OF_PLANS,
    period_in,
    periods_of_headings,
    spoken_in,
)
from coverage_cli.locate.title import own_columns, title_lines, title_of
from coverage_cli.locate.told_heading import heading_of
from coverage_cli.locate.too_large import too_large
from coverage_cli.locate.unit_line import scale_of_table, with_scales
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.model import UNNAMED, Column, Finding, Grid, LeftOut, Table, Unit, Units
from coverage_cli.project import Told
from coverage_cli.records import NamedTuple
from coverage_cli.roles import of_role

__all__ = [
    "GROUP",
    "OF_OTHERS",
    "OF_PLANS",
    "Found",
    "Vocabulary",
    "lines_above",
    "load_vocabulary",
    "locate",
    "names_of_levels",
    "needs_month_first",
    "period_in",
    "period_of",
    "periods_in",
    "spoken_in",
    "title_of",
    "where_of",
]

_SAMPLE = 40


class _Laid(NamedTuple):
    """A table whose columns are known: its grid, heading and title lines; `year` is that of times that name none.

    `scale` is how many people one unit of all figures stands for.
    """

    grid: Grid
    heading: Heading
    columns: tuple[Column, ...]
    title: tuple[str, ...]
    vocabulary: Vocabulary
    year: str | None
    scale: int


def locate(
    grid: Grid,
    told: Told,
    measures: Mapping[str, frozenset[str]],
    vocabulary: Vocabulary,
    *,
    names_alone: bool = False,
) -> list[Table]:
    """Return the table of a grid, none where no figures stand under headings with a column of names.

    A column that tells the period of each row makes one table a period. `names_alone` takes a list of units that has
    no figures, too. `measures` maps measures to the subjects of headings that name them (a profile's `[measures]`).
    Raises `UnreadableInput` where a told column does not exist or two columns could both be one measure.
    """
    heading = heading_of(grid, told, vocabulary.heads_a_column) or (
        _heading_of_names(grid, told, vocabulary) if names_alone else None
    )
    if heading is None:
        return []
    rows = _data_rows(grid, heading, told)
    blocks = Blocks(rows) if told.rows else blocks_of(grid, heading, rows, vocabulary)
    rows = blocks.rows
    paths = heading_paths(grid, heading.rows)
    period = _period_of(grid, heading)
    year = period[:4] if period else told.year
    headed = Headed(
        paths,
        meanings=[vocabulary.meaning(path) for path in paths],
        lower=[
            [vocabulary.meaning(path[at:]).subjects for at in range(1, len(path))] for path in paths
        ],
        periods=periods_of_headings(paths, year),
        sample=sampled(grid, rows),
        where=grid.where,
        period=period or told.period,
        who=WHO | vocabulary.who,
        level_of=vocabulary.type_level,
        is_no_unit=lambda name: says_sum(name, vocabulary) or vocabulary.is_other_row(name),
    )
    said: list[Finding] = []
    told = told_here(paths, told)
    if told.where:
        from coverage_cli.locate.conditions import (
            narrowed,
        )  # only who tells a condition pays for it

        (grid, rows), headed, said = narrowed(grid, rows, headed, told.where)
    columns = name_columns(headed, told, measures)
    if told.goals_of is not None:
        from coverage_cli.locate.goals import as_goals  # only a list of targets pays for it

        columns = as_goals(columns, told.goals_of)
    places = places_of(columns, blocks.heads, told.counted_rows)
    own = own_columns(paths, headed.meanings, places.name) if places else None
    title = title_lines(grid, heading, own, blocks.heads)
    is_told = told.scale or told.rows or own
    units = Lines(title) if is_told else with_further(title, grid, blocks, places, vocabulary)
    grid, scale = in_one_unit(grid, units, columns), scale_of_table(units.lines, vocabulary)
    columns = with_scales(columns, units.lines, vocabulary, told, grid.thousands)
    laid = _Laid(grid, heading, columns, title, vocabulary, year, scale)
    if places is None:
        return _rows_of_periods(laid, rows)
    tables = _tables(laid, rows, places) if places.figures or names_alone else []
    if not tables:
        return []
    first = with_repeated_rows(tables[0], places, laid.columns, vocabulary)
    said += [*first.findings, *_second_tables(grid, blocks.second, laid.columns)]
    said += [] if told.scale or told.scales else too_large(first, vocabulary)
    return [first._replace(findings=tuple(said)), *tables[1:]]


def _tables(laid: _Laid, rows: Sequence[int], places: Places) -> list[Table]:
    """Return a table for each period, each row left out named by the first one alone."""
    tables = []
    named: set[LeftOut] = set()
    for period, lines, left_out in _parted(laid, rows, places):
        _refuse_unknown_levels(lines, laid)
        made = _table(laid, lines, left_out, places)
        new = tuple(at for at in made.left_out if at not in named)
        tables.append(made._replace(period=period, left_out=new, heading_facts=laid.heading.facts))
        named.update(made.left_out)
    return tables


def _parted(
    laid: _Laid, rows: Sequence[int], places: Places
) -> list[tuple[str | None, list[Line], list[LeftOut]]]:
    """Return the lines of each period, and the rows left out: by a column of periods, else by rows that name one."""
    grid, vocabulary, year = laid.grid, laid.vocabulary, laid.year
    has_column = bool(of_role(laid.columns, "period"))
    times = {} if has_column else times_named(grid, rows, places, year)
    sections = sections_of(grid, rows, places, times) if times else []
    below = times_below(grid, rows, places, vocabulary, times) if times and not sections else {}
    if below:
        return [(period, lines, []) for period, lines in below.items()]
    if not sections:
        lines, notes = read_lines(grid, rows, places, vocabulary)
        parts = (
            by_period(grid, lines, laid.columns, year) if any(line.name for line in lines) else {}
        )
        return [(period, part, list(notes)) for period, part in parts.items()]
    made = []
    for section in sorted(sections, key=lambda section: section.period or ""):
        head, label = head_of(grid, section, places)
        lines, notes = read_lines(grid, section.rows, places, vocabulary)
        made.append((section.period, [*head, *lines], [*label, *notes]))
    return made


def _rows_of_periods(laid: _Laid, rows: Sequence[int]) -> list[Table]:
    """Return a table for each row where rows are months or years of the one unit that the title names."""
    figures = [column.index for column in of_role(laid.columns, "measure", "target")]
    dated = [row for row in rows if any(is_figure(laid.grid.rows[row][index]) for index in figures)]
    periods = periods_of_rows(
        laid.grid, dated, laid.columns, (_period_of(laid.grid, laid.heading) or "")[:4] or None
    )
    if not dated or periods is None:
        return []
    levels = reversed(laid.vocabulary.levels)
    named = (
        (unit_in_title(laid.title, laid.vocabulary.words_of(level)), level) for level in levels
    )
    name, level = first_where(lambda found: found[0], named, (None, "whole"))
    whole = Unit(name or UNNAMED, level, None, None, None, None, leaf=True)
    rest = (laid.title, name is not None, laid.scale)
    heading = laid.heading.rows
    made = [
        Table(
            laid.grid,
            heading,
            (at, at),
            laid.columns,
            Units.of([whole._replace(row=at)]),
            (),
            *rest,
        )
        for at in dated
    ]
    return [table._replace(period=period) for table, period in zip(made, periods, strict=True)]


def _heading_of_names(grid: Grid, told: Told, vocabulary: Vocabulary) -> Heading | None:
    """Return the heading of a list of names without figures: the row that says what they are; told rows have none."""
    if told.rows and told.unit:
        return Heading((), told.rows[0] - 1)
    for row, cells in enumerate(grid.rows[:_SAMPLE]):
        if any(
            is_words(value) and vocabulary.meaning((text_of(value),)).column == "unit"
            for value in cells
        ):
            return Heading((row,), row + 1)
    return None


def _refuse_unknown_levels(lines: Sequence[Line], laid: _Laid) -> None:
    """Refuse a column of levels with words that nobody knows: their rows could stand anywhere in the hierarchy."""
    columns = of_role(laid.columns, "level")
    levels = tier_levels(
        list(dict.fromkeys(line.tier for line in lines if line.tier)), laid.vocabulary
    )
    unknown = [word for word, level in levels.items() if level is None]
    if not columns or not unknown or (len(unknown) == len(levels) and not columns[0].told):
        return
    choices = tuple(f"'{word}'" for word in unknown)
    raise UnreadableInput(
        "level-unknown", where=laid.grid.where, column=columns[0].name, choices=choices
    )


def where_of(grid: Grid) -> str:
    """Return how a grid is named in messages: the file, and the sheet where it has one."""
    return grid.where


def _data_rows(grid: Grid, heading: Heading, told: Told) -> Sequence[int]:
    first, last = told.rows or (heading.first_data_row + 1, len(grid.rows))
    if told.rows and first > len(grid.rows):
        raise UnreadableInput(
            "rows-outside", where=grid.where, first=str(first), rows=str(len(grid.rows))
        )
    rows = range(first - 1, min(last, len(grid.rows)))
    if told.hidden == "exclude" and grid.hidden_rows:
        return [row for row in rows if row not in grid.hidden_rows]
    return rows


def _second_tables(grid: Grid, second: Heading | None, columns: Sequence[Column]) -> list[Finding]:
    """Say where further tables stand on the sheet: below the first, or beside it."""
    findings = []
    if second is not None:
        row = second.rows[0]
        text = " | ".join(filter(None, map(text_of, grid.rows[row])))[:60]
        findings.append(
            finding("several-tables", in_sheet(grid, [(row, 0)]), row=str(row + 1), text=text)
        )
    for beside in [column for column in columns if column.why == "second-table"][:1]:
        values = {"letter": beside.letter, "column": beside.name}
        findings.append(
            finding("several-tables", in_sheet(grid, [(0, beside.index)]), values, variant="beside")
        )
    return findings


def _period_of(grid: Grid, heading: Heading) -> str | None:
    """Return the period of a table's title, sheet or file name."""
    found = period_of(lines_above(grid, heading.top), grid.sheet, grid.file, besides=OF_PLANS)
    return found[0].period if found else None


def _table(laid: _Laid, lines: list[Line], notes: Sequence[LeftOut], places: Places) -> Table:
    lines, beyond = without_rows_beyond(laid.grid, lines, laid.columns)
    found = units_of(lines, places, laid.columns, laid.title, laid.vocabulary)
    columns = tuple(
        column._replace(why=f"{column.why}/{found.how}") if column.role == "unit" else column
        for column in laid.columns
    )
    left_out = tuple(sorted([*notes, *beyond, *found.left_out]))
    rows = [line.row for line in lines]
    span = (min(rows), max(rows))
    units, said = without_shared(found.units, laid.grid, laid.columns)
    rest = (left_out, laid.title, found.whole_named, laid.scale)
    return Table(laid.grid, laid.heading.rows, span, columns, units, *rest)._replace(
        findings=tuple(said)
    )
