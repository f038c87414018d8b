"""A table of a sheet: its columns with their headings and styles, written, fitted and set up for reading."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from coverage_cli.grouping import places_where
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.columns import number_format
from coverage_cli.write.safety import inert
from coverage_cli.write.text.width import width
from coverage_cli.write.workbook.cells import (
    Looks,
    body,
    cell_text,
    fit_columns,
    fitted,
    put_headings,
)
from coverage_cli.write.workbook.rows import Cells, Held, fill

Style = tuple[tuple[str, object], ...]
"""Properties of a format that a cell or a row has beside those of every table."""
WRAPPED: Style = (("text_wrap", True),)
LINK: Style = (("font_color", "#1F4E9E"), ("underline", 1))
UPPER: Style = (("bold", True), ("bg_color", "#EAF0F9"))
"""The style of rows of units with others below them."""


class SheetColumn(NamedTuple):
    """A column of a sheet: its heading, its cells with the style of each, how wide they are, and whether of numbers."""

    heading: str
    cells: Sequence[Held]
    styles: Sequence[Style]
    content: int
    numeric: bool = False


def styles_of(
    cells: Sequence[Held], words: Words, key: str = "numerator", text: Style = ()
) -> list[Style]:
    """Return how cells show their numbers, as those of a column of the report do; `text` is the style of texts.

    A text that begins like a formula stays text even when somebody edits the cell.
    """
    numbers: dict[type, Style] = {
        kind: (("num_format", number_format(key, kind(), words)),) for kind in (int, float)
    }
    texts = {cell for cell in cells if isinstance(cell, str)}
    guarded = {
        cell: (*text, ("quote_prefix", True)) if inert(cell) != cell else text for cell in texts
    }
    return [
        guarded[cell] if isinstance(cell, str) else numbers.get(type(cell), ()) for cell in cells
    ]


def columns_of(
    headings: Sequence[str], rows: Sequence[Sequence[str | int | float]], words: Words
) -> list[SheetColumn]:
    """Return rows as columns, their texts wrapped."""
    columns = []
    for at, heading in enumerate(headings):
        told = [row[at] for row in rows]
        cells = [cell_text(cell) if isinstance(cell, str) else cell for cell in told]
        content = max(map(width, map(str, told)), default=0)
        numeric = any(isinstance(cell, int | float) for cell in cells)
        columns.append(
            SheetColumn(heading, cells, styles_of(cells, words, text=WRAPPED), content, numeric)
        )
    return columns


def write_table(
    sheet: Worksheet,
    at: int,
    columns: Sequence[SheetColumn],
    looks: tuple[Looks, Sequence[Style]],
    widest: int = 60,
) -> list[int]:
    """Write headings at a row (0-based) and below it the cells, each in the style of its row and its own.

    `looks` makes the formats and holds the style of each row. Return the widths that the columns were given.
    """
    headings = [column.heading for column in columns]
    put_headings(
        sheet,
        at,
        headings,
        looks[0],
        numeric=places_where(lambda column: column.numeric, columns),
    )
    write_cells(sheet, at + 1, columns, looks)
    across = fitted(headings, [column.content for column in columns], widest=widest)
    fit_columns(sheet, at, headings, across)
    return across


def write_cells(
    sheet: Worksheet,
    first_row: int,
    columns: Sequence[SheetColumn],
    looks: tuple[Looks, Sequence[Style]],
    outline: Sequence[int] = (),
) -> None:
    """Write the cells of columns from a row (0-based) on, without their headings; `outline` as `fill` has it."""
    cells = [Cells(column.cells, _formats(column, *looks)) for column in columns]
    fill(sheet, first_row, cells, outline)


def set_up(sheet: Worksheet, at: int, rows: int, columns: int, frozen: int) -> None:
    """Freeze headings and names, let every column be filtered, repeat the headings on each printed page."""
    sheet.freeze_panes(at + 1, frozen)
    sheet.repeat_rows(at)
    sheet.autofilter(at, 0, at + rows, columns - 1)


def spread_pages(sheet: Worksheet, columns: int, on_one_page: int, frozen: int) -> None:
    """Print columns that could no longer be read on one page over several, behind the names again."""
    if columns > on_one_page:
        sheet.fit_to_pages(-(-columns // on_one_page), 0)
        sheet.repeat_columns(0, frozen - 1)


def _formats(column: SheetColumn, look: Looks, rows: Sequence[Style]) -> list[Format]:
    """Return the format of each cell, made once for each style of rows and cells that meet."""
    made = {
        (row, own): look(**body(**dict((*row, *own))))
        for row, own in set(zip(rows, column.styles, strict=True))
    }
    return list(map(made.__getitem__, zip(rows, column.styles, strict=True)))
