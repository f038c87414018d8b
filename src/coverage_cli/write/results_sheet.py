"""The sheet of figures: one long table, a unit a row, in the columns and the order of the machine formats.

Numbers are numbers, percentages unrounded and shown rounded; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from coverage_cli.errors import UnwritableOutput
from coverage_cli.model import MACHINE_COLUMNS, Report
from coverage_cli.words import Words
from coverage_cli.write.blocks import blocks_of, is_nested
from coverage_cli.write.cells import (
    VERDICTS,
    Looks,
    body,
    cell_text,
    checked,
    fit_columns,
    put_headings,
)
from coverage_cli.write.columns import about, heading_of, in_words, number_format
from coverage_cli.write.display import widths
from coverage_cli.write.rates import common_heading
from coverage_cli.write.records import Machine, machine_table
from coverage_cli.write.safety import inert
from coverage_cli.write.summary_sheet import HEADING_ROW, write_top

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LAST_ROW = 1_048_576
_ON_ONE_PAGE = 24
"""Columns that can still be read on a page; more go on over the next one, behind the names again."""
_FROZEN = MACHINE_COLUMNS.index("unit") + 1
_ROW_LOOKS: Mapping[str, Mapping[str, object]] = {
    "whole": {"bold": True, "bg_color": "#D0DDF0"},
    "upper": {"bold": True, "bg_color": "#EAF0F9"},
    "lowest": {},
}
_NO_VERDICT = "#404040"
_ASIDE = (("align", "left"), ("indent", 1))  # text behind a column of numbers needs some room
_ASIDE_COUNTS, _GREY = ("units_complete", "units_expected"), "#8C8C8C"
"""Columns that other programs need and a reader seldom does: 1 of 1 on every line of a commune."""
Variant = tuple[tuple[str, object], ...]
"""The properties of a format that belong to a cell, whatever its row."""


class _Column(NamedTuple):
    """A column as it is written, and how each of its cells differs in look from the plain cells of its row."""

    cells: Sequence[Machine]
    variants: Sequence[Variant]


def write_results(sheet: Worksheet, report: Report, words: Words, look: Looks) -> None:
    """Write the title, the headings and the figures, and set the sheet up for reading and printing."""
    rows = len(report.figures)
    if HEADING_ROW + 1 + rows > _LAST_ROW:
        raise UnwritableOutput("workbook-too-long", rows=rows, limit=_LAST_ROW - HEADING_ROW - 1)
    said = {"coverage_pct": common_heading(report.indicators.values(), words)}
    table = machine_table(report)
    # what no unit has is left out of what people read; other programs find every column in the machine formats
    table = {name: cells for name, cells in table.items() if name not in report.further or set(cells) != {None}}
    headings = [said.get(name) or heading_of(name, words) for name in table]
    columns = _columns(table, report, words)
    kinds = _row_kinds(report)
    write_top(sheet, report, words, look, words.label("sheet_results"))
    numeric = [index for index, column in enumerate(columns) if any(isinstance(c, int | float) for c in column.cells)]
    put_headings(sheet, HEADING_ROW, headings, look, numeric=numeric)
    for index, column in enumerate(columns):
        _write_column(sheet, index, column, kinds, look)
    fit_columns(sheet, HEADING_ROW, headings, [_content(column, words) for column in columns])
    _set_up(sheet, rows, len(headings))


def _columns(table: Mapping[str, Sequence[Machine]], report: Report, words: Words) -> list[_Column]:
    """Return the machine columns with ids put into words, each cell with its look."""
    top = min((figure.depth for figure in report.figures), default=0)
    nested = _is_nested(report)
    deep = [figure.depth - top if nested else 0 for figure in report.figures]
    columns = []
    for name, cells in table.items():
        variants = _variants(name, cells, words)
        if name == "unit":
            variants = [
                (("align", "left"), ("indent", 2 * depth), *variant)
                for depth, variant in zip(deep, variants, strict=True)
            ]
        columns.append(_Column(_in_words(name, cells, report, words), variants))
    return columns


def _in_words(name: str, cells: Sequence[Machine], report: Report, words: Words) -> Sequence[Machine]:
    """Return a column of ids in the reader's words and other text fit for a cell; numbers as they are."""
    said = in_words(name, cells, words, report.indicators)
    wording = {cell: cell_text(cell) for cell in set(said) if isinstance(cell, str)}
    return [wording[cell] if isinstance(cell, str) else cell for cell in said]


def _variants(name: str, cells: Sequence[Machine], words: Words) -> list[Variant]:
    if about(name).kind == "percent":
        return [(("num_format", number_format(name, None, words)),)] * len(cells)
    if name in _ASIDE_COUNTS:
        return [(("num_format", "#,##0"), ("font_color", _GREY))] * len(cells)
    if name == "status":
        return [(*_ASIDE, ("font_color", VERDICTS.get(str(cell), _NO_VERDICT))) for cell in cells]
    if name == "target_kind":
        return [_ASIDE] * len(cells)
    known = {(type(cell), cell): _variant(name, cell, words) for cell in set(cells)}
    return [known[type(cell), cell] for cell in cells]


def _variant(name: str, cell: Machine, words: Words) -> Variant:
    """Return how a cell shows its number, or that its text stays text even when somebody edits it."""
    if isinstance(cell, str):
        return (("quote_prefix", True),) if inert(cell) != cell else ()
    return () if cell is None else (("num_format", number_format(name, cell, words)),)


def _row_kinds(report: Report) -> list[str]:
    """Tell the whole and the other upper units from the lowest; a ranking has no upper units."""
    if not _is_nested(report):
        return ["lowest"] * len(report.figures)
    deepest = max((figure.depth for figure in report.figures), default=0)
    return ["lowest" if figure.depth == deepest else "upper" if figure.depth else "whole" for figure in report.figures]


def _is_nested(report: Report) -> bool:
    return all(is_nested(block.figures) for block in blocks_of(report))


def _write_column(sheet: Worksheet, index: int, column: _Column, kinds: Sequence[str], look: Looks) -> None:
    """Write the cells of a column, one call a cell, and make sure that each was written."""
    looks: dict[tuple[str, Variant], Format] = {}
    for kind, variant in set(zip(kinds, column.variants, strict=True)):
        looks[kind, variant] = look(**body(**_ROW_LOOKS[kind], **dict(variant)))
    refused = 0
    cells = zip(column.cells, kinds, column.variants, strict=True)
    for row, (cell, kind, variant) in enumerate(cells, HEADING_ROW + 1):
        if cell is None:
            refused |= sheet.write_blank(row, index, None, looks[kind, variant])
        elif isinstance(cell, str):
            refused |= sheet.write_string(row, index, cell, looks[kind, variant])
        else:
            refused |= sheet.write_number(row, index, cell, looks[kind, variant])
    checked(refused)


def _content(column: _Column, words: Words) -> int:
    """Return how wide the widest cell of a column is shown."""
    texts = [cell for cell in column.cells if isinstance(cell, str)]
    indents = [int(str(value)) for variant in set(column.variants) for key, value in variant if key == "indent"]
    numbers = [abs(cell) for cell in column.cells if isinstance(cell, int | float)]
    digits = len(f"{max(numbers):,.0f}") + (words.places + 2) if numbers else 0
    return max(max(widths(texts), default=0) + max(indents, default=0), digits)


def _set_up(sheet: Worksheet, rows: int, columns: int) -> None:
    """Freeze headings and names, let every column be filtered, repeat the headings on each printed page."""
    sheet.freeze_panes(HEADING_ROW + 1, _FROZEN)
    sheet.autofilter(HEADING_ROW, 0, HEADING_ROW + rows, columns - 1)
    sheet.repeat_rows(HEADING_ROW)
    if columns > _ON_ONE_PAGE:
        sheet.fit_to_pages(-(-columns // _ON_ONE_PAGE), 0)
        sheet.repeat_columns(0, _FROZEN - 1)
