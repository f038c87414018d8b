"""The sheet of a trend: a unit a row, a column a period, a small line, then what changed.

Every figure is a reference to the row of the indicator's sheet that it stands in; periods that are too many for a page
run over several, behind the names again.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from coverage_cli.grouping import places_where
from coverage_cli.model import Cell, Report, Trend
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.blocks import is_nested
from coverage_cli.write.columns import heading_of, in_words, indicator_name
from coverage_cli.write.machine.records import Machine, machine_cell
from coverage_cli.write.parts import FIGURE_BY_PERIOD, figure_heading, told_by_people
from coverage_cli.write.rates import shown_as
from coverage_cli.write.said import name_said
from coverage_cli.write.text.width import width
from coverage_cli.write.workbook.cells import (
    NOTE,
    TITLE,
    Looks,
    cell_text,
    fit_columns,
    fitted,
    put_headings,
)
from coverage_cli.write.workbook.course import key_of, rows_by_unit
from coverage_cli.write.workbook.key_figures import Sheet
from coverage_cli.write.workbook.page import Page, page_for, pages_for, put_lines, set_print
from coverage_cli.write.workbook.rows import Formula, Held, mark_table
from coverage_cli.write.workbook.table import UPPER, SheetColumn, Style, styles_of, write_cells

_DIGITS, _WIDEST, _SPARK = 7, 36, 6
_MOST_SPARKS = 2_000  # small lines; a sheet with more of them would be slow to open
_SPARK_COLOUR = "#2F5597"


class Course(NamedTuple):
    """Where the periods of a trend stand: sheet, 0-based row of the first unit, first and last column."""

    trend: Trend
    sheet: str
    first_row: int
    columns: tuple[int, int]


def write_trend(
    sheet: Worksheet,
    trend: Trend,
    report: Report,
    behind: Sheet | None,
    how: tuple[Words, Looks],
) -> Course:
    """Write the title, the units with their figures by period; set the sheet up for reading and printing."""
    words, look = how
    columns = [
        *_naming(trend, words),
        *_by_period(trend, behind, words),
        *_further(trend, behind, words),
    ]
    headings = [cell_text(column.heading) for column in columns]
    contents = [column.content for column in columns]
    across = fitted(headings, contents, widest=_WIDEST, filtered=False)
    page = page_for(across)
    row = _put_top(sheet, trend, report, page.characters, how)
    mark_table(sheet, row, headings, len(trend.figures), f"trend_{trend.indicator}", filtered=False)
    numeric = places_where(lambda column: column.numeric, columns)
    put_headings(sheet, row, headings, look, numeric=numeric)
    depths = _outline(trend)
    styles: list[Style] = [UPPER if deep < max(depths) else () for deep in depths]
    write_cells(sheet, row + 1, columns, (look, styles), depths)
    fits = page.columns >= 2 + len(trend.cells)
    behind_page = page.columns if fits else None
    fit_columns(sheet, row, headings, across, grouped_from=behind_page)
    place = Course(trend, sheet.get_name(), row + 1, (2, 1 + len(trend.cells)))
    _put_sparks(sheet, place)
    sheet.freeze_panes(row + 1, 1)
    sheet.outline_settings(True, False, False)  # what is folded stands below
    _set_pages(sheet, page if fits else None, across, (row, row + len(trend.figures)))
    return place


def _set_pages(
    sheet: Worksheet, page: Page | None, across: Sequence[int], rows: tuple[int, int]
) -> None:
    """Print what fits on a page that all periods fit on, else all columns over several, behind the names again."""
    if page is not None:
        set_print(sheet, page, *rows)
        return
    sheet.repeat_rows(rows[0])
    sheet.repeat_columns(0)
    sheet.fit_to_pages(pages_for(across), 0)


def _put_top(
    sheet: Worksheet, trend: Trend, report: Report, characters: int, how: tuple[Words, Looks]
) -> int:
    """Write what stands above the table; return the row of its headings."""
    words, look = how
    periods = [words.period(period) for period in (next(iter(trend.cells)), [*trend.cells][-1])]
    name = indicator_name(trend.indicator, report.indicators, words)
    title = f"{name}: {' – '.join(dict.fromkeys(periods))}"
    shown = figure_heading(trend, shown_as(report.indicators.get(trend.indicator), words))
    put_lines(sheet, 0, [title], characters, look, **TITLE)
    said = [report.title, words.label("shown_by_period", figure=shown)]
    return put_lines(sheet, 1, [line for line in said if line], characters, look, **NOTE) + 1


def _outline(trend: Trend) -> list[int]:
    top = min(figure.depth for figure in trend.figures)
    if not is_nested(trend.figures):
        return [0] * len(trend.figures)
    return [min(figure.depth - top, 7) for figure in trend.figures]


def _naming(trend: Trend, words: Words) -> list[SheetColumn]:
    """Return the units, further in the lower they stand, and the room for the small lines."""
    names = [cell_text(name_said(figure.unit)) for figure in trend.figures]
    depths = _outline(trend)
    styles: list[Style] = [
        (("align", "left"), ("indent", 2 * deep), *own)
        for deep, own in zip(depths, styles_of(names, words), strict=True)
    ]
    content = max(map(width, names)) + 2 * max(depths)
    blank: list[Held] = [None] * len(names)
    return [
        SheetColumn(words.label("unit"), names, styles, content),
        SheetColumn(words.label("spark"), blank, [()] * len(names), _SPARK),
    ]


def _by_period(trend: Trend, behind: Sheet | None, words: Words) -> list[SheetColumn]:
    """Return a column a period, each figure where it can be found the cell of the indicator's sheet."""
    manner = shown_as(behind.subject.definition if behind else None, words)
    key = FIGURE_BY_PERIOD[trend.shown]
    columns = []
    for period, exact in trend.cells.items():
        per = manner.per / 100 if key != "numerator" else 1
        plain = [_times(cell, per) for cell in exact]
        styles = styles_of(
            [float(cell) if cell is not None and key != "numerator" else cell for cell in plain],
            manner.words,
            key,
        )
        cells = _referred(key, period, plain, trend, behind)
        columns.append(SheetColumn(words.period(period), cells, styles, _DIGITS, numeric=True))
    return columns


def _times(cell: Cell, factor: float) -> Machine:
    value = machine_cell(cell)
    return value * factor if isinstance(value, int | float) and factor != 1 else value


def _referred(
    key: str, period: str, plain: Sequence[Machine], trend: Trend, behind: Sheet | None
) -> list[Held]:
    """Return a period's cells as references to the rows that they stand in, else as they are."""
    if behind is None:
        return list(plain)
    shown = "rate_shown" if key == "coverage_pct" and behind.subject.per != 100 else key
    rows, known = rows_by_unit(behind.subject.figures), behind.subject.table.get(shown, ())
    made: list[Held] = []
    for figure, value in zip(trend.figures, plain, strict=True):
        row = rows.get(key_of(figure, period))
        is_there = value is not None and row is not None and known and known[row] == value
        made.append(Formula(behind.cell(shown, row or 0), value) if is_there else value)  # type: ignore[arg-type]
    return made


def _further(trend: Trend, behind: Sheet | None, words: Words) -> list[SheetColumn]:
    """Return the columns behind the periods that some unit has a figure in, and the verdict of the last period."""
    columns = []
    last = trend.figures[0].period or ""
    for key, cells in told_by_people(trend).items():
        if any(cell is not None for cell in cells):
            plain = list(map(machine_cell, in_words(key, cells, words)))
            numeric = any(isinstance(cell, int | float) for cell in plain)
            held = _referred(key, last, plain, trend, behind)
            styles = styles_of(plain, words, key)
            columns.append(SheetColumn(heading_of(key, words), held, styles, _DIGITS, numeric))
    verdicts = [words.status(figure.status) for figure in trend.figures]
    if any(figure.status != "no_target" for figure in trend.figures):
        aside: Style = (("indent", 1),)
        said = SheetColumn(words.label("status"), verdicts, [aside] * len(verdicts), _DIGITS)
        columns.append(said)
    return columns


def _put_sparks(sheet: Worksheet, place: Course) -> None:
    """Draw a small line in the second column of each row, missing periods left open."""
    rows = range(place.first_row, place.first_row + len(place.trend.figures))
    first, last = place.columns
    if len(rows) > _MOST_SPARKS or last == first:
        return
    name = sheet.get_name().replace("'", "''")
    ranges = [f"'{name}'!{xl_range_abs(row, first, row, last)}" for row in rows]
    sheet.add_sparkline(
        place.first_row,
        1,
        {
            "location": [f"B{row + 1}" for row in rows],
            "range": ranges,
            "series_color": _SPARK_COLOUR,
            "last_point": True,
        },
    )
