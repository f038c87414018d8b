"""The measure columns of a table -> counts aligned with its units, and what was odd about their cells.

A told sum of columns (B+D+F) is one measure. A figure merged over the rows of several units is nobody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

from coverage_cli.clean.aligned import each
from coverage_cli.clean.counts import CountColumn, Issue, read_counts
from coverage_cli.clean.notation import Style
from coverage_cli.clean.targets import Manner
from coverage_cli.grouping import known
from coverage_cli.model import Column, Span, Table, Value
from coverage_cli.project import Told
from coverage_cli.records import NamedTuple
from coverage_cli.roles import of_role


class Sheet(NamedTuple):
    """What all columns of a table share while it is read: its rows by unit, and how its cells are to be read."""

    table: Table
    source: int
    rows: list[int | None]
    leaf_rows: frozenset[int]
    manner: Manner


Measured = tuple[Column, Issue]


def open_sheet(table: Table, source: int, told: Told) -> Sheet:
    """Return what the columns of a table share."""
    rows = list(table.units.rows)
    leaf_rows = frozenset(known(compress(rows, table.units.leaves)))
    return Sheet(table, source, rows, leaf_rows, Manner(style_of(told), None, told.percent))


def style_of(told: Told) -> Style | None:
    """Return how numbers are written where that was told; German sheets write them as Vietnamese ones do."""
    if told.number_style is None:
        return None
    return "en" if told.number_style == "en" else "vi"


def cells_of(sheet: Sheet, index: int) -> list[Value]:
    """Return a column's cells in the order of the units; None where no row prints a unit."""
    grid_rows = sheet.table.grid.rows
    return each(lambda row: grid_rows[row][index], sheet.rows)


def untold_scale(cells: Sequence[Value]) -> list[Issue]:
    """Return an issue for every cell of a column that nobody can say the unit of measure of."""
    return [
        Issue(at, "unit-scale", "line", str(cell))
        for at, cell in enumerate(cells)
        if cell is not None
    ]


def read_measures(sheet: Sheet) -> tuple[dict[int, CountColumn], list[Measured]]:
    """Read every measure column; those the sheet writes beyond doubt decide for those that could be read two ways."""
    measured = {
        column.index: column for column in of_role(sheet.table.columns, "measure") if column.subject
    }
    counts = {index: _read(sheet, column, None) for index, column in measured.items()}
    conventions = {index: read.convention for index, read in counts.items() if read.convention}
    sure = {one.style for one in conventions.values() if not one.unclear} - {None}
    # Columns that contradict each other decide nothing for a third one.
    usual = sure.pop() if len(sure) == 1 else None
    for index, convention in conventions.items():
        if usual and convention.style is None:
            counts[index] = _read(sheet, measured[index], usual)
    issues: list[Measured] = []
    for index, read in counts.items():
        # A column without any value is said as a whole elsewhere; its blanks are not said one by one.
        kept = (
            read.issues
            if known(read.values)
            else [at for at in read.issues if at.code != "missing-value"]
        )
        issues += [(measured[index], issue) for issue in kept if _is_worth_saying(sheet, issue)]
    return counts, issues


def _read(sheet: Sheet, column: Column, usual: Style | None) -> CountColumn:
    """Read one measure: its column, or the sum of the columns that were told."""
    # A scale of 0 says that thousands or persons may be meant: no value then, and every cell is said.
    scale = 1 if column.scale is None else column.scale
    if not scale:
        cells = cells_of(sheet, column.index)
        return CountColumn([None] * len(cells), untold_scale(cells), None)
    style, text_only = sheet.manner.style, sheet.table.grid.text_only
    indexes = (column.index, *column.plus)
    read = (
        read_counts(cells_of(sheet, index), style, usual, scale, text_only=text_only)
        for index in indexes
    )
    parts = [_without_merged(sheet, index, part) for index, part in zip(indexes, read, strict=True)]
    if len(parts) == 1:
        return parts[0]
    values = each(lambda *row: sum(row), *(part.values for part in parts))
    return CountColumn(
        values, [issue for part in parts for issue in part.issues], parts[0].convention
    )


def _without_merged(sheet: Sheet, index: int, read: CountColumn) -> CountColumn:
    """Take away figures that stand merged over the rows of several units: whose they are cannot be said."""
    spans = [span for span in sheet.table.grid.merges if _is_over(span, index)]
    if not spans:
        return read
    positions = {row: at for at, row in enumerate(sheet.rows)}
    merged: dict[int, Issue] = {}
    for span in spans:
        # Merged with rows that are no units (a line below the name) the figure is still one unit's.
        covered = [
            positions[row] for row in range(span.first_row, span.last_row + 1) if row in positions
        ]
        text = str(sheet.table.grid.rows[span.first_row][span.first_column])
        merged.update(
            {
                at: Issue(at, "ambiguous-number", "merged", text)
                for at in covered
                if len(covered) > 1
            }
        )
    values = [None if at in merged else value for at, value in enumerate(read.values)]
    issues = [issue for issue in read.issues if issue.position not in merged]
    return read._replace(values=values, issues=[*issues, *merged.values()])


def _is_over(span: Span, column: int) -> bool:
    """Tell whether a merged range stands in several rows of a column."""
    return span.last_row > span.first_row and span.first_column <= column <= span.last_column


def _is_worth_saying(sheet: Sheet, issue: Issue) -> bool:
    """Leave out what is no news: numbers as text where all is text, blanks in rows that need no figure of their own.

    A text that begins with a footnote mark is news everywhere.
    """
    if issue.code == "number-as-text" and issue.variant != "letter":
        return (
            not sheet.table.grid.text_only or not issue.text[0].isascii() or issue.text[0] in "([*"
        )
    # An upper unit needs no figure of its own: its parts are summed.
    return issue.code != "missing-value" or sheet.rows[issue.position] in sheet.leaf_rows
