"""The sheet of a trend: a row an indicator and unit, a column a period, then what changed and where it leads.

Numbers are numbers, percentages unrounded and shown rounded; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from coverage_cli.model import Cell, Report, Trend
from coverage_cli.words import Words
from coverage_cli.write.columns import about, heading_of, in_words, indicator_name
from coverage_cli.write.machine.records import machine_cell
from coverage_cli.write.parts import FIGURE_BY_PERIOD, figure_heading, told_by_people
from coverage_cli.write.rates import shown_as
from coverage_cli.write.text.width import width
from coverage_cli.write.workbook.cells import NOTE, TITLE, VERDICTS, Looks, cell_text, put_text
from coverage_cli.write.workbook.table import (
    UPPER,
    SheetColumn,
    Style,
    set_up,
    spread_pages,
    styles_of,
    write_table,
)

_NAMES = ("indicator", "level", "code", "unit", "parent", "figure_shown")
_FROZEN = _NAMES.index("unit") + 1
# Columns that can still be read on a page.
_ON_ONE_PAGE = 18
HEADING_ROW = 3
_DIGITS = 11


def write_trends(sheet: Worksheet, report: Report, words: Words, look: Looks) -> None:
    """Write the title, the headings and the rows of all indicators, and set the sheet up for reading."""
    figures = [figure for trend in report.trends for figure in trend.figures]
    columns = [
        *_naming(report, words),
        *_by_period(report.trends, words),
        *_further(report.trends, words),
    ]
    verdicts = [words.status(figure.status) for figure in figures]
    colours: list[Style] = [
        (("font_color", VERDICTS[figure.status]),) if figure.status in VERDICTS else ()
        for figure in figures
    ]
    columns.append(SheetColumn(words.label("status"), verdicts, colours, _DIGITS))
    put_text(sheet, 0, 0, report.title or words.label("sheet_trend"), look, **TITLE)
    put_text(sheet, 2, 0, words.label("how_to_read"), look, **NOTE)
    write_table(sheet, HEADING_ROW, columns, (look, _row_styles(report.trends)))
    set_up(sheet, HEADING_ROW, len(figures), len(columns), _FROZEN)
    spread_pages(sheet, len(columns), _ON_ONE_PAGE, _FROZEN)


def _naming(report: Report, words: Words) -> list[SheetColumn]:
    """Return the columns that say which unit a row is of, and what its figures are."""
    rows = []
    for trend in report.trends:
        label = indicator_name(trend.indicator, report.indicators, words)
        shown = figure_heading(trend, shown_as(report.indicators.get(trend.indicator), words))
        rows += [
            (
                label,
                words.level(figure.level),
                figure.code or "",
                figure.unit,
                figure.parent or "",
                shown,
            )
            for figure in trend.figures
        ]
    columns = []
    for name, cells in zip(_NAMES, zip(*rows, strict=True), strict=True):
        texts = [cell_text(cell) or None for cell in cells]
        columns.append(
            SheetColumn(words.label(name), texts, styles_of(texts, words), max(map(width, cells)))
        )
    return columns


def _by_period(trends: Sequence[Trend], words: Words) -> list[SheetColumn]:
    """Return a column a period of any indicator."""
    columns = []
    for period in dict.fromkeys(period for trend in trends for period in trend.cells):
        told = [
            _told(FIGURE_BY_PERIOD[trend.shown], _cells(trend, period), words) for trend in trends
        ]
        cells, styles = (
            [part for parts in side for part in parts] for side in zip(*told, strict=True)
        )
        columns.append(SheetColumn(period, cells, styles, _DIGITS, numeric=True))
    return columns


def _cells(trend: Trend, period: str) -> Sequence[Cell]:
    return trend.cells.get(period, [None] * len(trend.figures))


def _further(trends: Sequence[Trend], words: Words) -> list[SheetColumn]:
    """Return the columns behind the periods that some unit has a figure in."""
    columns = []
    for key in told_by_people(trends[0]):
        cells = [cell for trend in trends for cell in trend.further[key]]
        if any(cell is not None for cell in cells):
            is_numeric = about(key).kind in ("count", "percent")
            columns.append(
                SheetColumn(heading_of(key, words), *_told(key, cells, words), _DIGITS, is_numeric)
            )
    return columns


def _told(
    key: str, cells: Sequence[Cell], words: Words
) -> tuple[Sequence[str | int | float | None], Sequence[Style]]:
    """Return cells of a column of the report as a workbook holds them, and their styles."""
    held = list(map(machine_cell, in_words(key, cells, words)))
    return held, styles_of(held, words, key)


def _row_styles(trends: Sequence[Trend]) -> list[Style]:
    """Mark units with others below them."""
    return [
        UPPER if figure.depth < max(other.depth for other in trend.figures) else ()
        for trend in trends
        for figure in trend.figures
    ]
