"""Cells and grids as types: one sheet as it was found, nothing understood."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Literal

from coverage_cli.records import NamedTuple

Visibility = Literal["visible", "hidden", "very_hidden"]


class ErrorCell(NamedTuple):
    """A cell that holds no value although it is not blank: `#DIV/0!`, or a formula that was never calculated."""

    text: str
    stale: bool = False


Value = (
    str
    | int
    | float
    | bool
    | datetime.datetime
    | datetime.date
    | datetime.time
    | datetime.timedelta
    | ErrorCell
    | None
)
"""What a cell may hold, as stored: blank is None, a whole number may be a float (Excel has no other)."""


class Span(NamedTuple):
    """A merged range, 0-based and inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Grid(NamedTuple):
    """One sheet as it was found: `rows[0][0]` is A1, all rows equally long.

    `legacy` maps the 0-based (row, column) of text cells whose font is a pre-Unicode Vietnamese one to its
    encoding (`tcvn3` or `vni`); it is empty where the format does not tell fonts. `text_only` says that the
    source keeps no types (CSV, HTML), so that every value is text. `sheet` is "" for such files. `thousands` are the
    columns whose number format shows thousands of what is stored.
    """

    file: str
    sheet: str
    rows: Sequence[Sequence[Value]]
    merges: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    visibility: Visibility = "visible"
    legacy: Mapping[tuple[int, int], str] = {}
    text_only: bool = False

    @property
    def where(self) -> str:
        """Return how messages name the sheet: the file, and the sheet where it has one."""
        return f"{self.file} [{self.sheet}]" if self.sheet else self.file

    thousands: frozenset[int] = frozenset()
