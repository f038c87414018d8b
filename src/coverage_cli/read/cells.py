"""Cells: what every reader does with its rows before they are a grid. Changes no value, only what stands for none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import inf, isfinite
from operator import ne

from coverage_cli.model import ErrorCell, Span, Value

Rows = list[list[Value]]


def as_values(rows: Rows) -> Rows:
    """Return calamine's rows with None for empty cells and an error cell for a number that is none."""
    rows = [
        [value if value or value != "" else None for value in row] if "" in row else row
        for row in rows
    ]
    for row in rows:
        if any(map(ne, row, row)) or inf in row or -inf in row:
            row[:] = [_finite(value) for value in row]
    return rows


def _finite(value: Value) -> Value:
    if isinstance(value, float) and not isfinite(value):
        return ErrorCell(repr(value))
    return value


def put(rows: Rows, cells: Mapping[tuple[int, int], Value]) -> None:
    """Put cells into the rows at their 0-based places, growing the rows where a place lies outside."""
    if not cells:
        return
    width = max(1 + max(column for _, column in cells), len(rows[0]) if rows else 0)
    height = 1 + max(row for row, _ in cells)
    rows.extend([] for _ in range(height - len(rows)))
    for row in rows:
        row.extend([None] * (width - len(row)))
    for (row_index, column), value in cells.items():
        rows[row_index][column] = value


def trimmed(rows: Rows) -> Rows:
    """Return the rows without those at the end that hold nothing, or nothing but blanks."""
    last = len(rows)
    while last and all(_is_blank(value) for value in rows[last - 1]):
        last -= 1
    return rows[:last]


def _is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and (not value or value.isspace()))


def evened(rows: Iterable[list[Value]]) -> Rows:
    """Return rows of one length, the short ones filled with None."""
    kept = list(rows)
    width = max(map(len, kept), default=0)
    return [row + [None] * (width - len(row)) if len(row) < width else row for row in kept]


def with_one_blank(rows: Sequence[Sequence[Value]]) -> list[Sequence[Value]]:
    """Return rows of one length with one and the same row for all blank ones: a stray cell may leave a million."""
    blank: list[Value] = [None] * len(rows[0])
    return [blank if row == blank else row for row in rows]


def columns_within(ranges: Iterable[tuple[int, int]], width: int) -> frozenset[int]:
    """Return the 0-based columns of inclusive ranges, as far as the grid reaches."""
    return frozenset(
        column for first, last in ranges for column in range(first, min(last, width - 1) + 1)
    )


def merges_within(merges: Iterable[Span], rows: int, columns: int) -> tuple[Span, ...]:
    """Return merged ranges as far as the grid reaches; sound ones never cover more cells together than it has."""
    kept: list[Span] = []
    room = rows * columns
    for first_row, first_column, last_row, last_column in merges:
        span = Span(first_row, first_column, min(last_row, rows - 1), min(last_column, columns - 1))
        room -= max(0, span.last_row - first_row + 1) * max(0, span.last_column - first_column + 1)
        if first_row < rows and first_column < columns and room >= 0:
            kept.append(span)
    return tuple(kept)
