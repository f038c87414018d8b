"""Limits: how much a spreadsheet may hold before a parser sees it. Figures and their reasons only.

Whoever has larger sheets allows more cells for a job (`allowing`); what a file and its reader may take grows with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MEMBERS = 4_000
SHEETS = 1_024
PART_BYTES = 256 << 20
TOTAL_BYTES = 512 << 20
RATIO = 200
RATIO_FROM_BYTES = 128 << 20
TOKEN_BYTES = 1 << 20
CELLS = 5_000_000
"""Cells with a value; blank formatted ones, which office files have by the million, are not counted."""
BOX_CELLS = 13_000_000
"""Cells of the boxes around all sheets of a file, blank ones among them: a million rows of twelve columns."""
ROWS = 1_048_576
COLUMNS = 16_384
SECOND_OPINION_BYTES = 5 << 20

_CELLS: ContextVar[int] = ContextVar("cells", default=0)


def cells() -> int:
    """Return how many cells with a value a sheet, or a text file, may hold."""
    return _CELLS.get() or CELLS


def raised(bound: int) -> int:
    """Return a bound on bytes, cells or seconds, raised as much as the cells that are allowed."""
    return bound * max(cells(), CELLS) // CELLS


@contextmanager
def allowing(told: int | None) -> Iterator[None]:
    """Allow so many cells with a value while files are read; None is the program's own limit."""
    before = _CELLS.set(told or 0)
    try:
        yield
    finally:
        _CELLS.reset(before)
