"""Native charts of Excel over cells of the workbook, in letters that can still be read on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from coverage_cli.records import NamedTuple

_FONT = {"size": 11, "color": "#262626"}
_QUIET = {"color": "#D9D9D9", "width": 0.75}
BLUE, GREY, ORANGE = "#2F5597", "#BFBFBF", "#C55A11"
# Colours that people who do not tell red from green tell apart.
LINES = ("#1F3864", "#C55A11", "#2E75B6", "#7F6000", "#7030A0", "#008080", "#A6A6A6", "#C00000")


class Span(NamedTuple):
    """Cells of one sheet below each other or side by side: 0-based, the last one included."""

    sheet: str
    first: tuple[int, int]
    last: tuple[int, int]

    @property
    def cells(self) -> list[str | int]:
        """Return the cells as XlsxWriter takes them."""
        return [self.sheet, *self.first, *self.last]


class Series(NamedTuple):
    """A row of bars or a line: its name, its cells, its colour."""

    name: str
    values: Span
    colour: str


class Frame(NamedTuple):
    """Where a chart stands (0-based), how large it is in pixels, its title, what it shows in words."""

    row: int
    column: int
    width: int
    height: int
    title: str
    told: str


def put_bars(
    book: Workbook,
    sheet: Worksheet,
    frame: Frame,
    names: Span,
    series: Sequence[Series],
    number_format: str,
) -> None:
    """Draw bars lying below each other in the order of the rows, each with its figure."""
    chart = book.add_chart({"type": "bar"})
    for one in series:
        chart.add_series(
            {
                **_of(one, names),
                "fill": {"color": one.colour},
                "gap": 40,
                "overlap": 0,
                "data_labels": {"value": True, "num_format": number_format, "font": _FONT},
            }
        )
    chart.set_y_axis(
        {"reverse": True, "num_font": _FONT, "line": _QUIET, "major_tick_mark": "none"}
    )
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    _place(chart, sheet, frame, legend=len(series) > 1)


def put_course(
    book: Workbook,
    sheet: Worksheet,
    frame: Frame,
    names: Span,
    series: Sequence[Series],
    number_format: str,
) -> None:
    """Draw a line a series over periods; a period without a figure is a gap, never a zero."""
    chart = book.add_chart({"type": "line"})
    for one in series:
        marker = {"type": "circle", "size": 6, "fill": {"color": one.colour}}
        line = {"color": one.colour, "width": 2.25}
        chart.add_series({**_of(one, names), "line": line, "marker": marker})
    chart.show_blanks_as("gap")
    chart.set_x_axis({"num_font": _FONT, "line": _QUIET})
    grid: Mapping[str, Any] = {"visible": True, "line": _QUIET}
    chart.set_y_axis(
        {
            "num_font": _FONT,
            "num_format": number_format,
            "line": {"none": True},
            "major_gridlines": grid,
        }
    )
    _place(chart, sheet, frame, legend=len(series) > 1)


def _of(one: Series, names: Span) -> dict[str, Any]:
    return {"name": one.name, "categories": names.cells, "values": one.values.cells}


def _place(chart: Any, sheet: Worksheet, frame: Frame, *, legend: bool) -> None:
    chart.set_title({"name": frame.title, "name_font": {**_FONT, "size": 12, "bold": True}})
    chart.set_legend({"position": "bottom", "font": _FONT} if legend else {"none": True})
    chart.set_size({"width": frame.width, "height": frame.height})
    chart.set_chartarea({"border": {"none": True}})
    sheet.insert_chart(
        frame.row, frame.column, chart, {"description": frame.told, "object_position": 2}
    )
