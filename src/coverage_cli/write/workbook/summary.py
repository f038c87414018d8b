"""The workbook's first sheet: what the report comes to, a row an indicator and period; nothing is computed here."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from xlsxwriter.worksheet import Worksheet

from coverage_cli import __version__
from coverage_cli.model import Report
from coverage_cli.words import Words
from coverage_cli.write.blocks import Block, Totals, met_by_level, top_of, totals_of, whole_blocks
from coverage_cli.write.columns import indicator_name
from coverage_cli.write.machine.records import Machine, machine_cell
from coverage_cli.write.rates import common_heading
from coverage_cli.write.text.width import width
from coverage_cli.write.workbook.cells import (
    NOTE,
    TITLE,
    VERDICTS,
    Looks,
    cell_text,
    fit_rows,
    put_text,
)
from coverage_cli.write.workbook.table import WRAPPED, SheetColumn, Style, styles_of, write_table

HEADING_ROW = 3
"""0-based; above it stand the title, what made the file and of which period, and how to read a gap."""
_HEADINGS = (
    *(
        "indicator",
        "period",
        "unit",
        "numerator",
        "denominator",
        "coverage_pct",
        "target_pct",
        "target_count",
    ),
    *("attainment_pct", "gap_people", "shortfall_people", "status", "met", "units_complete"),
    *("numerator_from", "denominator_from"),
)
_FIGURES = _HEADINGS[_HEADINGS.index("numerator") : _HEADINGS.index("status")]
_WIDEST = 32
_ASIDE: Style = (("align", "left"), ("indent", 1))


def write_summary(sheet: Worksheet, report: Report, words: Words, look: Looks) -> None:
    """Write the title and a row for the whole and each upper unit right below it: figures, units met by level, columns.

    A chief reads this sheet alone: which district stands where, and how many of its communes met their target.
    """
    write_top(sheet, report, words, look, words.label("sheet_summary"))
    blocks = [part for block in whole_blocks(report) for part in [block, *_districts(block)]]
    totals = list(map(totals_of, blocks))
    rows = [_row(block, total, report, words) for block, total in zip(blocks, totals, strict=True)]
    columns = [
        _column(key, [row[at] for row in rows], totals, report, words)
        for at, key in enumerate(_HEADINGS)
    ]
    across = write_table(sheet, HEADING_ROW, columns, (look, [()] * len(rows)), widest=_WIDEST)
    fit_rows(
        sheet, HEADING_ROW + 1, [[_as_shown(cell, words) for cell in row] for row in rows], across
    )
    sheet.freeze_panes(HEADING_ROW + 1, 1)


def _column(
    key: str, cells: Sequence[Machine], totals: Sequence[Totals], report: Report, words: Words
) -> SheetColumn:
    """Return a column of the summary, its texts wrapped, verdicts in their colours."""
    heading = (
        common_heading(report.indicators.values(), words)
        if key == "coverage_pct"
        else words.label(key)
    )
    held = [cell_text(cell) or None if isinstance(cell, str) else cell for cell in cells]
    content = max((width(_as_shown(cell, words)) for cell in cells), default=0)
    styles = styles_of(held, words, key if key in _FIGURES else "numerator", WRAPPED)
    if key == "status":
        styles = [(*WRAPPED, *_ASIDE, *_colour(total)) if total.top else () for total in totals]
    return SheetColumn(heading, held, styles, content, numeric=key in _FIGURES)


def _colour(total: Totals) -> Style:
    status = total.top.status if total.top else ""
    return (("font_color", VERDICTS[status]),) if status in VERDICTS else ()


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
    put_text(
        sheet,
        1,
        0,
        f"{words.label('period')}: {periods} · {made}" if periods else made,
        look,
        **NOTE,
    )
    put_text(sheet, 2, 0, words.label("how_to_read"), look, **NOTE)


def _row(block: Block, totals: Totals, report: Report, words: Words) -> Sequence[Machine]:
    top = totals.top
    figures = {"gap_people": totals.gap, "shortfall_people": totals.shortfall}
    if top:
        figures = {key: getattr(top, key) for key in _FIGURES}
    return (
        indicator_name(block.indicator, report.indicators, words),
        block.period or "",
        top.unit if top else words.label("units_shown", count=len(block.figures)),
        *(machine_cell(figures.get(key)) for key in _FIGURES),
        words.status(top.status) if top else "",
        " · ".join(
            [
                *met_by_level(block, words),
                *(words.label(note.key, **note.values) for note in block.notes),
            ]
        ),
        "/".join(words.number(count) for count in totals.complete or ()),
        report.names.get((block.indicator, "numerator"), ""),
        report.names.get((block.indicator, "denominator"), ""),
    )


def _as_shown(cell: Machine, words: Words) -> str:
    """Return a cell's text, a number as wide as it is shown."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    return f"{cell:,.{words.places}f}" if isinstance(cell, float) else f"{cell:,}"
