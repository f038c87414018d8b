"""Grid -> Table: where the table stands, what its columns are, which units its rows speak of.

Nothing is converted to numbers here and no figure is judged; what was guessed is kept with its reason, so that
`inspect` can say it and an option can correct it.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from coverage_cli.errors import UnreadableInput
from coverage_cli.hierarchy import Line
from coverage_cli.locate.blocks import Blocks, blocks_of
from coverage_cli.locate.called import Headed, sampled, told_here
from coverage_cli.locate.codes import without_shared
from coverage_cli.locate.columns import WHO, name_columns
from coverage_cli.locate.headings import Heading
from coverage_cli.locate.labels import says_sum, unit_in_title
from coverage_cli.locate.levels import names_of_levels
from coverage_cli.locate.paths import heading_paths
from coverage_cli.locate.periods import needs_month_first, periods_in
from coverage_cli.locate.rank_levels import GROUP, tier_levels, units_of
from coverage_cli.locate.repeated import with_repeated_rows
from coverage_cli.locate.rows import Places, places_of, read_lines
from coverage_cli.locate.sections import head_of, may_name_times, sections_of, times_below
from coverage_cli.locate.shapes import is_figure, is_words, text_of
from coverage_cli.locate.split import by_period, periods_of_rows
from coverage_cli.locate.times import OF_OTHERS, OF_PLANS, Found, lines_above, period_in, period_of, periods_of_headings
from coverage_cli.locate.title import own_columns, title_lines, title_of
from coverage_cli.locate.told_heading import heading_of
from coverage_cli.locate.unit_line import scale_of_table, with_scales
from coverage_cli.locate.vocabulary import Vocabulary, load_vocabulary
from coverage_cli.model import Column, Finding, Grid, LeftOut, Table, Unit, cell_name
from coverage_cli.project import Told

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
    "title_of",
    "where_of",
]

_SAMPLE = 40


class Hierarchy(NamedTuple):
    """The type words of the levels, and the level that stands above each."""

    words: Mapping[str, tuple[str, ...]]


def locate(
    grid: Grid, told: Told, measures: Mapping[str, frozenset[str]], vocabulary: Vocabulary, *, names_alone: bool = False
) -> list[Table]:
    """Return the table of a grid, none where no figures stand under headings with a column of names.

    A column that tells the period of each row makes one table a period. `names_alone` takes a list of units that has
    no figures, too. `measures` maps measures to the subjects of headings that name them (a profile's `[measures]`).
    Raises `UnreadableInput` where a told column does not exist or two columns could both be one measure.
    """
    heading = heading_of(grid, told, vocabulary.heads_a_column) or (
        _heading_of_names(grid, vocabulary) if names_alone else None
    )
    if heading is None:
        return []
    rows = _data_rows(grid, heading, told)
    blocks = Blocks(rows) if told.rows else blocks_of(grid, heading, rows, vocabulary)
    rows = blocks.rows
    paths = heading_paths(grid, heading.rows)
    meanings = [vocabulary.meaning(path) for path in paths]
    lower = [[vocabulary.meaning(path[at:]).subjects for at in range(1, len(path))] for path in paths]
    period = _period_of(grid, _top(heading))
    year = period[:4] if period else told.year
    periods = periods_of_headings(paths, year)
    spoken = (paths, meanings, lower, periods, sampled(grid, rows), where_of(grid))
    says_total = functools.partial(says_sum, vocabulary=vocabulary)
    headed = Headed(*spoken, period or told.period, WHO | vocabulary.who, vocabulary.type_level, says_total)
    said: list[Finding] = []
    told = told_here(paths, told)
    if told.where:
        from coverage_cli.locate.conditions import narrowed  # only who tells a condition pays for it

        (grid, rows), headed, said = narrowed(grid, rows, headed, told.where)
    columns = name_columns(headed, told, measures)
    if told.goals_of is not None:
        from coverage_cli.locate.goals import as_goals  # only a list of targets pays for it

        columns = as_goals(columns, told.goals_of)
    places = places_of(columns, blocks.heads)
    own = own_columns(paths, meanings, places.name) if places else None
    title = title_lines(grid, heading, own, blocks.heads)
    columns = with_scales(columns, title, vocabulary, told)
    if places is None:
        return _rows_of_periods(grid, heading, rows, columns, title, vocabulary)
    if not (places.figures or names_alone):
        return []
    tables = []
    for period, lines, left_out in _parted(grid, rows, columns, places, vocabulary, year):
        _refuse_unknown_levels(lines, columns, vocabulary, where_of(grid))
        made = _table(grid, heading, columns, (lines, left_out), places, title, vocabulary)
        tables.append(made._replace(period=period))
    if not tables:
        return []
    first = with_repeated_rows(tables[0], places, columns, vocabulary)
    first = first._replace(findings=(*said, *first.findings, *_second_tables(grid, blocks.second, columns)))
    named = set(first.left_out)
    return [first, *(table._replace(left_out=_new(table.left_out, named)) for table in tables[1:])]


def _new(left_out: Sequence[LeftOut], said: set[LeftOut]) -> tuple[LeftOut, ...]:
    """Return the rows left out that the tables before did not name."""
    new = tuple(left for left in left_out if left not in said)
    said.update(new)
    return new


def _parted(
    grid: Grid,
    rows: Sequence[int],
    columns: Sequence[Column],
    places: Places,
    vocabulary: Vocabulary,
    year: str | None,
) -> list[tuple[str | None, list[Line], list[LeftOut]]]:
    """Return the lines of each period, and the rows left out: by a column of periods, else by rows that name one."""
    has_column = any(column.role == "period" for column in columns)
    may_part = not has_column and bool(may_name_times(grid, rows, places))  # few tables ask for a closer look
    sections = sections_of(grid, rows, places, year) if may_part else []
    below = times_below(grid, rows, places, vocabulary, year) if may_part and not sections else {}
    if below:
        return [(period, lines, []) for period, lines in below.items()]
    if not sections:
        lines, notes = read_lines(grid, rows, places, vocabulary)
        parts = by_period(grid, lines, columns, year) if any(line.name for line in lines) else {}
        return [(period, part, list(notes)) for period, part in parts.items()]
    made = []
    for section in sorted(sections, key=lambda section: section.period or ""):
        head, label = head_of(grid, section, places)
        lines, notes = read_lines(grid, section.rows, places, vocabulary)
        made.append((section.period, [*head, *lines], [*label, *notes]))
    return made


def _rows_of_periods(
    grid: Grid,
    heading: Heading,
    rows: Sequence[int],
    columns: Sequence[Column],
    title: tuple[str, ...],
    vocabulary: Vocabulary,
) -> list[Table]:
    """Return a table for each row where rows are months or years of the one unit that the title names."""
    figures = [column.index for column in columns if column.role in ("measure", "target")]
    dated = [row for row in rows if any(is_figure(grid.rows[row][index]) for index in figures)]
    periods = periods_of_rows(grid, dated, columns, (_period_of(grid, _top(heading)) or "")[:4] or None)
    if not dated or periods is None:
        return []
    name, level = _named_in_title(title, vocabulary)
    scale = scale_of_table(title, vocabulary)
    return [
        Table(
            grid, heading.rows, (row, row), tuple(columns),
            (Unit(name or "Total", level, None, None, row, None, leaf=True),),
            (), title, name is not None, scale, period=period,
        )
        for row, period in zip(dated, periods, strict=True)
    ]  # fmt: skip


def _named_in_title(title: Sequence[str], vocabulary: Vocabulary) -> tuple[str | None, str]:
    """Return the lowest unit that a title names, and its level."""
    for level in reversed(vocabulary.levels):
        name = unit_in_title(title, vocabulary.words_of(level))
        if name:
            return name, level
    return None, "whole"


def _heading_of_names(grid: Grid, vocabulary: Vocabulary) -> Heading | None:
    """Return the heading of a list of names without figures: the row that says what they are."""
    for row, cells in enumerate(grid.rows[:_SAMPLE]):
        if any(is_words(value) and vocabulary.meaning((text_of(value),)).column == "unit" for value in cells):
            return Heading((row,), row + 1)
    return None


def _refuse_unknown_levels(
    lines: Sequence[Line], columns: Sequence[Column], vocabulary: Vocabulary, where: str
) -> None:
    """Refuse a column of levels with words that nobody knows: their rows could stand anywhere in the hierarchy."""
    column = next((column for column in columns if column.role == "level"), None)
    words = dict.fromkeys(line.tier for line in lines if line.tier)
    levels = tier_levels(list(words), vocabulary)
    unknown = [word for word, level in levels.items() if level is None]
    if column is None or not unknown or (len(unknown) == len(words) and not column.told):
        return
    choices = tuple(f"'{word}'" for word in unknown)
    raise UnreadableInput("level-unknown", where=where, column=column.name, choices=choices)


def where_of(grid: Grid) -> str:
    """Return how a grid is named in messages: the file, and the sheet where it has one."""
    return f"{grid.file} [{grid.sheet}]" if grid.sheet else grid.file


def _data_rows(grid: Grid, heading: Heading, told: Told) -> Sequence[int]:
    first, last = told.rows or (heading.first_data_row + 1, len(grid.rows))
    if told.rows and first > len(grid.rows):
        raise UnreadableInput("rows-outside", where=where_of(grid), first=str(first), rows=str(len(grid.rows)))
    rows = range(first - 1, min(last, len(grid.rows)))
    if told.hidden == "exclude" and grid.hidden_rows:
        return [row for row in rows if row not in grid.hidden_rows]
    return rows


def _second_tables(grid: Grid, second: Heading | None, columns: Sequence[Column]) -> list[Finding]:
    """Say where further tables stand on the sheet: below the first, or beside it."""
    findings = []
    if second is not None:
        row = second.rows[0]
        values = {
            "row": str(row + 1),
            "text": " | ".join(text_of(value) for value in grid.rows[row] if text_of(value))[:60],
        }
        findings.append(Finding("several-tables", "error", values, grid.file, grid.sheet, (f"A{row + 1}",)))
    beside = [column for column in columns if column.why == "second-table"]
    if beside:
        values = {"letter": beside[0].letter, "column": beside[0].name}
        cell = (cell_name(0, beside[0].index),)
        findings.append(Finding("several-tables", "error", values, grid.file, grid.sheet, cell, variant="beside"))
    return findings


def _top(heading: Heading) -> int:
    """Return the first row that is no title."""
    return heading.rows[0] if heading.rows else heading.first_data_row


def _period_of(grid: Grid, top: int) -> str | None:
    """Return the period of a table's title, sheet or file name."""
    found = period_of(lines_above(grid, top), grid.sheet, grid.file, besides=OF_PLANS)
    return found[0].period if found else None


def _table(
    grid: Grid,
    heading: Heading,
    columns: Sequence[Column],
    read: tuple[list[Line], list[LeftOut]],
    places: Places,
    title: tuple[str, ...],
    vocabulary: Vocabulary,
) -> Table:
    lines, notes = read
    found = units_of(lines, places, columns, title, vocabulary)
    scale = scale_of_table(title, vocabulary)
    how = [column._replace(why=f"{column.why}/{found.how}") if column.role == "unit" else column for column in columns]
    left_out = tuple(sorted([*notes, *found.left_out]))
    rows = (min(line.row for line in lines), max(line.row for line in lines))
    units, said = without_shared(found.units, grid, columns)
    made = Table(grid, heading.rows, rows, tuple(how), units, left_out, title, found.whole_named, scale)
    return made._replace(findings=tuple(said)) if said else made
