"""Say which names hold characters that nobody sees, or letters and marks apart: others do not find them so."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import is_normalized

from coverage_cli.findings import finding, in_sheet
from coverage_cli.grouping import places_where, take
from coverage_cli.model import Finding, Table

# Blanks that do not break and characters without a width.
_UNSEEN = "\u00a0\u00ad\u200b\u200c\u200d\u2060\ufeff"


def judge(table: Table) -> list[Finding]:
    """Return a note on the names that were repaired."""
    rows = table.grid.rows
    places = [cell for cell in table.units.name_cells if cell]
    cells = [rows[row][column] for row, column in places]
    odd = places_where(_is_odd, cells) if suspects(cells) else []
    if not odd:
        return []
    name = table.units.names[table.units.name_cells.index(places[odd[0]])]
    return [finding("name-repaired", in_sheet(table.grid, take(places, odd), name), unit=name)]


def suspects(cells: Sequence[object]) -> bool:
    """Tell whether any text among cells may be odd: all of them at once, for few sheets have one."""
    text = "\n".join([cell for cell in cells if type(cell) is str])
    return not text.isascii() and (
        not is_normalized("NFC", text) or any(map(text.__contains__, _UNSEEN))
    )


def _is_odd(cell: object) -> bool:
    if type(cell) is not str or cell.isascii():
        return False
    text = cell.strip()
    return not is_normalized("NFC", cell) or any(character in text for character in _UNSEEN)
