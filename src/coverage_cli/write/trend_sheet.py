"""The sheet of a trend: a row an indicator and unit, a column a period, then what changed and where it leads.

Numbers are numbers, percentages unrounded and shown rounded; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coverage_cli.model import Cell, Figure, Report, Trend
from coverage_cli.words import Words
from coverage_cli.write.cells import (
    VERDICTS,
    Looks,
    body,
    fit_columns,
    put_cell,
    put_headings,
    put_text,
)
from coverage_cli.write.columns import heading_of, in_words, number_format
from coverage_cli.write.display import width
from coverage_cli.write.rates import shown_as
from coverage_cli.write.records import Machine, machine_cell
from coverage_cli.write.shown import FIGURE_BY_PERIOD, figure_heading, told_by_people
from coverage_cli.write.summary_sheet import HEADING_ROW, write_top

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_NAMES = ("indicator", "level", "code", "unit", "parent", "figure_shown")
_FROZEN = _NAMES.index("unit") + 1
_ON_ONE_PAGE = 18
"""Columns that can still be read on a page; more go on over the next one, behind the names again."""
_DIGITS = 11
_UPPER: dict[str, Any] = {"bold": True, "bg_color": "#EAF0F9"}
Row = Sequence[tuple[Machine, str]]


def write_trends(sheet: Worksheet, report: Report, words: Words, look: Looks) -> None:
    """Write the title, the headings and the rows of all indicators, and set the sheet up for reading."""
    periods = list(dict.fromkeys(period for trend in report.trends for period in trend.cells))
    further = _told_of_any(report.trends)
    headings = [
        *map(words.label, _NAMES), *periods, *(heading_of(key, words) for key in further), words.label("status"),
    ]  # fmt: skip
    numeric = range(len(_NAMES), len(headings) - 2)
    write_top(sheet, report, words, look, words.label("sheet_trend"))
    put_headings(sheet, HEADING_ROW, headings, look, numeric=numeric)
    at = HEADING_ROW
    for trend in report.trends:
        deepest = max(figure.depth for figure in trend.figures)
        key, none = FIGURE_BY_PERIOD[trend.shown], [None] * len(trend.figures)
        columns = [_told(key, trend.cells.get(period, none), words) for period in periods]
        columns += [_told(key, told_by_people(trend)[key], words) for key in further]
        for figure, names, cells in zip(
            trend.figures, _names(trend, report, words), zip(*columns, strict=True), strict=True
        ):
            at += 1
            told = [*((name or None, "") for name in names), *cells]
            _write_row(sheet, at, told, figure, words, look, upper=figure.depth < deepest)
    widths = [_DIGITS] * len(headings)
    every = [names for trend in report.trends for names in _names(trend, report, words)]
    widths[: len(_NAMES)] = [max(map(width, column)) for column in zip(*every, strict=True)]
    fit_columns(sheet, HEADING_ROW, headings, widths)
    sheet.freeze_panes(HEADING_ROW + 1, _FROZEN)
    sheet.autofilter(HEADING_ROW, 0, at, len(headings) - 1)
    sheet.repeat_rows(HEADING_ROW)
    if len(headings) > _ON_ONE_PAGE:
        sheet.fit_to_pages(-(-len(headings) // _ON_ONE_PAGE), 0)
        sheet.repeat_columns(0, _FROZEN - 1)


def _told_of_any(trends: Sequence[Trend]) -> list[str]:
    """Return the columns behind the periods that some unit has a figure in."""
    told = [told_by_people(trend) for trend in trends]
    return [key for key in told[0] if any(cell is not None for columns in told for cell in columns[key])]


def _names(trend: Trend, report: Report, words: Words) -> list[list[str]]:
    indicator = report.indicators.get(trend.indicator)
    label = indicator.label(words.lang) if indicator else trend.indicator
    shown = figure_heading(trend, shown_as(indicator, words))
    return [
        [label, words.level(figure.level), figure.code or "", figure.unit, figure.parent or "", shown]
        for figure in trend.figures
    ]


def _write_row(
    sheet: Worksheet, at: int, cells: Row, figure: Figure, words: Words, look: Looks, *, upper: bool
) -> None:
    """Write a row, each cell as what it is; the verdict last, in its colour."""
    looks = _UPPER if upper else {}
    for column, (cell, shape) in enumerate(cells):
        put_cell(sheet, (at, column), cell, look, shape, **looks)
    mark = {"font_color": VERDICTS[figure.status]} if figure.status in VERDICTS else {}
    put_text(sheet, at, len(cells), words.status(figure.status), look, **body(**looks, **mark))


def _told(key: str, cells: Sequence[Cell], words: Words) -> Sequence[tuple[Machine, str]]:
    """Return each cell of a column as a workbook holds it, and the format of its number."""
    numbers = map(machine_cell, in_words(key, cells, words))
    return [(cell, number_format(key, cell, words)) for cell in numbers]
