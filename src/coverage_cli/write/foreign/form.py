"""Write figures into the blank cells of a form, as numbers in the cells' own number formats."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from coverage_cli.model import Quotient
from coverage_cli.write.foreign.change import changed
from coverage_cli.write.foreign.raw import open_package

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from coverage_cli.write.foreign.proof import Changed


class Entry(Protocol):
    """A figure for a cell: exact, the decimals it is written with (None: a count), whether it is in percent."""

    @property
    def value(self) -> Fraction:
        """The exact figure."""

    @property
    def decimals(self) -> int | None:
        """How many decimals a rate is written with."""

    @property
    def is_percent(self) -> bool:
        """Whether it is in percent."""


Cells = Mapping[str, Mapping[tuple[int, int], Entry]]


def formulas_in(file: str, content: bytes) -> dict[str, frozenset[tuple[int, int]]]:
    """Return the 0-based cells of each sheet that hold a formula, and those merged into the cell before them."""
    return {
        name: frozenset(place for place, cell in sheet.cells.items() if cell.is_formula)
        for name, sheet in open_package(file, content).sheets.items()
    }


def filled_form(file: str, content: bytes, cells: Cells) -> bytes:
    """Return a form with figures in some cells, everything else proved as it was."""

    def put(book: Workbook) -> Changed:
        """Write the figures."""
        for name, entries in cells.items():
            for (row, column), entry in entries.items():
                cell = book[name].cell(row + 1, column + 1)
                cell.value = number(entry, cell.number_format)
        return {name: frozenset(entries) for name, entries in cells.items()}

    return changed(file, content, put)


def number(entry: Entry, number_format: str) -> int | float:
    """Return a figure as a cell holds it: a rate in points, or as a fraction where the cell's format shows per cent."""
    value = entry.value
    if entry.decimals is None:
        return int(value) if value.denominator == 1 else float(value)
    rounded = Quotient(value.numerator, value.denominator).rounded(entry.decimals)
    shift = entry.decimals + 2 * (entry.is_percent and "%" in number_format)
    return float(Decimal(rounded).scaleb(-shift))
