"""A report as plain text, for pipes and files: aligned, never cut, without colour; it needs no library."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.model import Report
from coverage_cli.words import Words
from coverage_cli.write.blocks import without_rows
from coverage_cli.write.columns import Column
from coverage_cli.write.parts import Part, parts_of
from coverage_cli.write.safety import visible
from coverage_cli.write.text.width import padded, padded_all, width, widths

_BETWEEN = "  "


def plain_text(report: Report, words: Words) -> str:
    """Return the report's blocks as text, each column as wide as its widest cell."""
    return plain_parts(report.title, parts_of(report, words), without_rows(report, words))


def plain_parts(title: str, tables: Sequence[Part], said: Sequence[str]) -> str:
    """Return tables under a title as text, and what is said behind them."""
    parts = [[visible(title)]] if title else []
    parts += [_lines(part) for part in tables]
    parts += [[line] for line in said]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _lines(part: Part) -> list[str]:
    heading = [part.title, " · ".join(part.sides)] if part.sides else [part.title]
    closing = ["", " · ".join(part.foot)] if part.foot else []
    return [*heading, "", *table_lines(part.columns), *closing]


def table_lines(columns: Sequence[Column]) -> list[str]:
    """Return the columns as aligned lines: headings, a rule, the rows."""
    across = [max(width(column.heading), *widths(column.cells)) for column in columns]
    filled = [_filled(column, cells) for column, cells in zip(columns, across, strict=True)]
    template = _BETWEEN.join(
        _slot(column, cells) for column, cells in zip(columns, across, strict=True)
    )
    heading = _BETWEEN.join(
        padded(column.heading, cells, right=column.right)
        for column, cells in zip(columns, across, strict=True)
    )
    rule = _BETWEEN.join("-" * cells for cells in across)
    return [heading.rstrip(), rule, *map(template.__mod__, zip(*filled, strict=True))]


def _slot(column: Column, cells: int) -> str:
    return f"%{cells}s" if column.right else "%s"


def _filled(column: Column, cells: int) -> Sequence[str]:
    """Pad what stands to the left by its width on the screen; figures are as wide as they are long."""
    if column.right or column.key == "status":  # the last column needs no blanks after it
        return column.cells
    return padded_all(column.cells, cells)
