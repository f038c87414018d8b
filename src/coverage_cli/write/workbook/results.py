"""The sheet of figures: one long table, a unit a row, in the columns and the order of the machine formats.

Numbers are numbers, percentages unrounded and shown rounded; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from coverage_cli.errors import UnwritableOutput
from coverage_cli.model import MACHINE_COLUMNS, Report
from coverage_cli.words import Words
from coverage_cli.write.blocks import blocks_of, is_nested
from coverage_cli.write.columns import about, heading_of, in_words, number_format
from coverage_cli.write.machine.records import Machine, machine_table
from coverage_cli.write.rates import common_heading
from coverage_cli.write.text.width import widths
from coverage_cli.write.workbook.cells import VERDICTS, Looks, cell_text
from coverage_cli.write.workbook.summary import HEADING_ROW, write_top
from coverage_cli.write.workbook.table import (
    UPPER,
    SheetColumn,
    Style,
    set_up,
    spread_pages,
    styles_of,
    write_table,
)

_LAST_ROW = 1_048_576
# Columns that can still be read on a page.
_ON_ONE_PAGE = 24
_FROZEN = MACHINE_COLUMNS.index("unit") + 1
_WHOLE: Style = (("bold", True), ("bg_color", "#D0DDF0"))
_NO_VERDICT = "#404040"
_ASIDE: Style = (
    ("align", "left"),
    ("indent", 1),
)  # text behind a column of numbers needs some room
_ASIDE_COUNTS: Style = (("num_format", "#,##0"), ("font_color", "#8C8C8C"))
_OWN_STYLES: Mapping[str, Style] = {
    "target_kind": _ASIDE,
    # other programs need these and a reader seldom does: 1 of 1 on every line of a commune
    "units_complete": _ASIDE_COUNTS,
    "units_expected": _ASIDE_COUNTS,
}


def write_results(sheet: Worksheet, report: Report, words: Words, look: Looks) -> None:
    """Write the title, the headings and the figures, and set the sheet up for reading and printing."""
    rows = len(report.figures)
    if HEADING_ROW + 1 + rows > _LAST_ROW:
        raise UnwritableOutput("workbook-too-long", rows=rows, limit=_LAST_ROW - HEADING_ROW - 1)
    # what no unit has is left out of what people read; other programs find every column in the machine formats
    table = {
        name: cells
        for name, cells in machine_table(report).items()
        if name not in report.further or set(cells) != {None}
    }
    nested = all(is_nested(block.figures) for block in blocks_of(report))
    columns = [_column(name, cells, report, words, nested=nested) for name, cells in table.items()]
    write_top(sheet, report, words, look, words.label("sheet_results"))
    write_table(sheet, HEADING_ROW, columns, (look, _row_styles(report, nested=nested)))
    set_up(sheet, HEADING_ROW, rows, len(columns), _FROZEN)
    spread_pages(sheet, len(columns), _ON_ONE_PAGE, _FROZEN)


def _column(
    name: str, cells: Sequence[Machine], report: Report, words: Words, *, nested: bool
) -> SheetColumn:
    """Return a machine column with ids in the reader's words and other text fit for a cell."""
    heading = heading_of(name, words)
    if name == "coverage_pct":
        heading = common_heading(report.indicators.values(), words)
    said = in_words(name, cells, words, report.indicators)
    wording = {cell: cell_text(cell) for cell in set(said) if isinstance(cell, str)}
    said = [wording.get(cell, cell) for cell in said]
    numbers = [cell for cell in said if isinstance(cell, int | float)]
    digits = len(f"{max(map(abs, numbers)):,.0f}") + words.places + 2 if numbers else 0
    styles = _styles(name, cells, words)
    indent = int(name in ("status", "target_kind"))
    if name == "unit":
        depths = _depths(report, nested=nested)
        styles = [
            (("align", "left"), ("indent", 2 * deep), *own)
            for deep, own in zip(depths, styles, strict=True)
        ]
        indent = 2 * max(depths, default=0)
    letters = max(widths(list(wording.values())), default=0) + indent
    return SheetColumn(heading, said, styles, max(letters, digits), numeric=bool(numbers))


def _styles(name: str, cells: Sequence[Machine], words: Words) -> Sequence[Style]:
    if about(name).kind == "percent":
        return [(("num_format", number_format(name, None, words)),)] * len(cells)
    if name == "status":
        verdicts = {
            cell: (*_ASIDE, ("font_color", VERDICTS.get(str(cell), _NO_VERDICT)))
            for cell in set(cells)
        }
        return list(map(verdicts.__getitem__, cells))
    own = _OWN_STYLES.get(name)
    return styles_of(cells, words, name) if own is None else [own] * len(cells)


def _depths(report: Report, *, nested: bool) -> list[int]:
    """Return how far below the topmost unit each one stands; in a ranking none does."""
    top = min((figure.depth for figure in report.figures), default=0)
    return [figure.depth - top if nested else 0 for figure in report.figures]


def _row_styles(report: Report, *, nested: bool) -> Sequence[Style]:
    """Mark the whole and the other upper units; a ranking has no upper units."""
    depths = [figure.depth for figure in report.figures]
    deepest = max(depths, default=0)
    styles = {depth: UPPER if depth else _WHOLE for depth in set(depths)} | {deepest: ()}
    return [styles[depth] if nested else () for depth in depths]
