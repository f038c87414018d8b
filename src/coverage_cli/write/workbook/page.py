"""Which columns a sheet prints, and how: on A4, at nine points at least; what does not fit stands to the right.

Excel and LibreOffice make a sheet smaller until it is one page wide. How much smaller follows from the widths of the
columns alone, so that it is known here and no page has to be tried.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from coverage_cli.records import NamedTuple
from coverage_cli.write.text.width import folded
from coverage_cli.write.workbook.cells import Looks, put_text

_FONT_POINTS, _LEAST_POINTS = 11, 9.05
_PIXELS_AN_INCH, _MARGINS = 96, 0.6  # inches, both sides: `book.set_page`
_SHORT_SIDE, _LONG_SIDE = 8.27, 11.69  # A4 in inches
# Pixels of a column: Excel counts 7 a digit in Calibri, LibreOffice up to 9.7 where another font stands in.
_DIGIT, _PADDING = 9.7, 5
_SHORTEST_LINE = 30  # characters below which no line above a table is broken
_RUNNING = 1.15  # of the width of digits: so many more letters of running text stand in a line


class Page(NamedTuple):
    """How many columns are printed, their width in characters, and whether across."""

    columns: int
    characters: int
    across: bool


def page_for(widths: Sequence[float]) -> Page:
    """Return the page for columns of these widths in characters, in the order in which they matter.

    >>> page_for([30, 10, 10])
    Page(columns=3, characters=50, across=False)
    >>> page_for([30] * 9)
    Page(columns=4, characters=120, across=True)
    """
    most = {across: _pixels_that_fit(across=across) for across in (False, True)}
    taken = 0.0
    for columns, cells in enumerate(widths):
        taken += cells * _DIGIT + _PADDING
        if taken > most[True]:
            return Page(columns, int(sum(widths[:columns])), across=True)
    return Page(len(widths), int(sum(widths)), across=taken > most[False])


def pages_for(widths: Sequence[float]) -> int:
    """Return over how many pages lying across columns run that are all printed, the first one again on each.

    >>> pages_for([30] * 4), pages_for([30] + [10] * 16)
    (1, 2)
    """
    first, *others = (cells * _DIGIT + _PADDING for cells in widths)
    return max(1, math.ceil(sum(others) / (_pixels_that_fit(across=True) - first)))


def _pixels_that_fit(*, across: bool) -> float:
    inches = (_LONG_SIDE if across else _SHORT_SIDE) - _MARGINS
    return inches * _PIXELS_AN_INCH * _FONT_POINTS / _LEAST_POINTS


def set_print(sheet: Worksheet, page: Page, heading_row: int | None, last_row: int) -> None:
    """Print the first columns alone, as the page lies, with the headings again on each where there are any."""
    (sheet.set_landscape if page.across else sheet.set_portrait)()
    sheet.print_area(0, 0, last_row, page.columns - 1)
    if heading_row is not None:
        sheet.repeat_rows(heading_row)


def put_lines(
    sheet: Worksheet,
    row: int,
    texts: Sequence[str],
    characters: int,
    look: Looks,
    **properties: object,
) -> int:
    """Write texts below each other, broken where the page ends; return the row below the last.

    No cells are merged: a line runs over the empty cells beside it.
    """
    for text in texts:
        for line in folded(text, max(int(characters * _RUNNING), _SHORTEST_LINE)):
            put_text(sheet, row, 0, line, look, **properties)
            row += 1
    return row
