"""No table: what the sheets of a file hold instead, as the error that says so."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.errors import UnreadableInput
from coverage_cli.locate import Vocabulary, where_of
from coverage_cli.locate.refusal import look_over
from coverage_cli.model import Book, Grid
from coverage_cli.project import Told


def nothing_found(
    book: Book, grids: Sequence[Grid], told: Told, vocabulary: Vocabulary
) -> UnreadableInput:
    """Return the error of a file without a table: what its sheets hold instead, with the headings that were seen."""
    seen = [(grid, look_over(grid, told, vocabulary)) for grid in grids]
    for kind in (
        "rows-of-measures",
        "headings-unknown",
        "rates-without-counts",
        "units-without-counts",
    ):
        for grid, found in seen:
            if found.kind == kind:
                values = {"column": found.column, "values": found.values} if found.values else {}
                return UnreadableInput(kind, where=where_of(grid), choices=found.headings, **values)
    if len(grids) == 1:
        rows = sum(any(value is not None for value in row) for row in grids[0].rows)
        return UnreadableInput("no-table", where=where_of(grids[0]), rows=rows)
    return UnreadableInput(
        "no-table-in-sheets", file=book.file, choices=tuple(f"'{grid.sheet}'" for grid in grids)
    )
