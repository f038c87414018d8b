"""Find numbers that the numbering of the rows skips: a row may have been deleted, or lost on the way."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from coverage_cli.findings import finding, in_sheet
from coverage_cli.model import Finding, Table, Value

# A larger step is another way of numbering, not a few rows that are missing.
_MOST_SKIPPED = 3
# So many steps of one stand beside each skip, or the numbers are no numbering.
_STEPS_A_SKIP = 5


def judge(table: Table) -> list[Finding]:
    """Return a warning on the numbers that are skipped and stand on no row that was left out."""
    column = next((column.index for column in table.columns if column.role == "ordinal"), None)
    if column is None:
        return []
    numbers = _numbers(table, column, (row for row in table.units.rows if row is not None))
    steps = list(pairwise(numbers.items()))
    # A number that begins again at 1 heads the next district; any other step back is no series.
    odd = [(one, other) for one, other in steps if other[1] not in (one[1] + 1, 1)]
    skipped = {number for one, other in odd for number in range(one[1] + 1, other[1])}
    is_series = all(0 < other[1] - one[1] - 1 <= _MOST_SKIPPED for one, other in odd)
    if not skipped or not is_series or _STEPS_A_SKIP * len(odd) > len(steps):
        return []
    elsewhere = _numbers(table, column, (left.row for left in table.left_out)).values()
    missing = sorted(skipped.difference(elsewhere))
    if not missing:
        return []
    where = in_sheet(table.grid, [(other[0], column) for _, other in odd])
    return [finding("numbering-skips", where, numbers=tuple(map(str, missing)))]


def _numbers(table: Table, column: int, rows: Iterable[int]) -> dict[int, int]:
    """Return the whole numbers that stand in the numbering column of some rows, by row from above."""
    read = {row: _whole(table.grid.rows[row][column]) for row in sorted(rows)}
    return {row: number for row, number in read.items() if number is not None}


def _whole(value: Value) -> int | None:
    text = (
        str(int(value))
        if isinstance(value, float) and value.is_integer()
        else str(value).strip().rstrip(".")
    )
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
