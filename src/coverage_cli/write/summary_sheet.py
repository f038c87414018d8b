"""The workbook's first sheet: what the report comes to, a row an indicator and period; nothing is computed here."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from coverage_cli import __version__
from coverage_cli.model import Count, Quotient, Report
from coverage_cli.words import Words
from coverage_cli.write.blocks import Block, met_by_level, top_of, totals_of, whole_blocks
from coverage_cli.write.cells import (
    NOTE,
    TITLE,
    VERDICTS,
    Looks,
    fit_columns,
    fit_rows,
    put_cell,
    put_headings,
    put_text,
)
from coverage_cli.write.columns import number_format
from coverage_cli.write.display import width
from coverage_cli.write.rates import common_heading
from coverage_cli.write.records import machine_count

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEADING_ROW = 3
"""0-based; above it stand the title, what made the file and of which period, and how to read a gap."""
_HEADINGS = (
    *("indicator", "period", "unit", "numerator", "denominator", "coverage_pct", "target_pct", "target_count"),
    *("attainment_pct", "gap_people", "shortfall_people", "status", "met", "units_complete"),
    *("numerator_from", "denominator_from"),
)
_FIGURES = _HEADINGS[_HEADINGS.index("numerator") : _HEADINGS.index("status")]
_WIDEST = 32
Cell = str | int | float | None


def write_summary(sheet: Worksheet, report: Report, words: Words, look: Looks) -> None:
    """Write the title and a row for the whole and each upper unit right below it: figures, units met by level, columns.

    A chief reads this sheet alone: which district stands where, and how many of its communes met their target.
    """
    write_top(sheet, report, words, look, words.label("sheet_summary"))
    blocks = [part for block in whole_blocks(report) for part in [block, *_districts(block)]]
    rows = [_row(block, report, words) for block in blocks]
    rate = common_heading(report.indicators.values(), words)
    headings = [rate if key == "coverage_pct" else words.label(key) for key in _HEADINGS]
    numeric = [_HEADINGS.index(key) for key in _FIGURES]
    put_headings(sheet, HEADING_ROW, headings, look, numeric=numeric)
    for at, (block, row) in enumerate(zip(blocks, rows, strict=True), HEADING_ROW + 1):
        _write_row(sheet, at, row, block, words, look)
    shown = [[_as_shown(cell, words) for cell in row] for row in rows]
    contents = [max((width(row[column]) for row in shown), default=0) for column in range(len(_HEADINGS))]
    across = fit_columns(sheet, HEADING_ROW, headings, contents, widest=_WIDEST)
    fit_rows(sheet, HEADING_ROW + 1, shown, across)
    sheet.freeze_panes(HEADING_ROW + 1, 1)


def _districts(block: Block) -> list[Block]:
    """Return each upper unit right below the whole as a block of its own, with what is below it."""
    top = top_of(block.figures)
    if top is None:
        return []
    starts = [at for at, figure in enumerate(block.figures) if figure.depth == top.depth + 1]
    parts = [block.figures[first:last] for first, last in pairwise([*starts, len(block.figures)])]
    return [block._replace(figures=part, notes=(), further={}) for part in parts if len(part) > 1]


def write_top(sheet: Worksheet, report: Report, words: Words, look: Looks, otherwise: str) -> None:
    """Write what stands above a table: the report's title, its periods and what made the file, how to read a gap."""
    periods = ", ".join(period for period in report.periods() if period)
    made = f"coverage-cli {__version__}"
    put_text(sheet, 0, 0, report.title or otherwise, look, **TITLE)
    put_text(sheet, 1, 0, f"{words.label('period')}: {periods} · {made}" if periods else made, look, **NOTE)
    put_text(sheet, 2, 0, words.label("how_to_read"), look, **NOTE)


def _row(block: Block, report: Report, words: Words) -> Sequence[Cell]:
    totals, top = totals_of(block), totals_of(block).top
    figures: dict[str, Cell] = {"gap_people": _number(totals.gap), "shortfall_people": _number(totals.shortfall)}
    if top:
        figures = {key: _number(getattr(top, key)) for key in _FIGURES}
    indicator = report.indicators.get(block.indicator)
    return (
        indicator.label(words.lang) if indicator else block.indicator,
        block.period or "",
        top.unit if top else words.label("units_shown", count=len(block.figures)),
        *(figures.get(key) for key in _FIGURES),
        words.status(top.status) if top else "",
        " · ".join([*met_by_level(block, words), *(words.label(note.key, **note.values) for note in block.notes)]),
        "/".join(words.number(count) for count in totals.complete or ()),
        report.names.get((block.indicator, "numerator"), ""),
        report.names.get((block.indicator, "denominator"), ""),
    )


def _number(value: Count | Quotient | None) -> int | float | None:
    if value is None:
        return None
    return float(value) if isinstance(value, Quotient) else machine_count(value)


def _write_row(sheet: Worksheet, at: int, row: Sequence[Cell], block: Block, words: Words, look: Looks) -> None:
    top = totals_of(block).top
    for column, (key, cell) in enumerate(zip(_HEADINGS, row, strict=True)):
        shape = number_format(key, cell, words) if key in _FIGURES else ""
        style: dict[str, Any] = {"text_wrap": True} if isinstance(cell, str) and cell else {}
        if key == "status" and style:
            colour = {"font_color": VERDICTS[top.status]} if top and top.status in VERDICTS else {}
            style |= {"align": "left", "indent": 1, **colour}
        put_cell(sheet, (at, column), None if cell == "" else cell, look, shape, **style)


def _as_shown(cell: Cell, words: Words) -> str:
    """Return a cell's text, a number as wide as it is shown."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    return f"{cell:,.{words.places}f}" if isinstance(cell, float) else f"{cell:,}"
