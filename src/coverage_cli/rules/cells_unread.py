"""Account for every cell of a sheet: title, heading, label, figure used, compared or of something else, note, outside.

What is in none of these is unread. It is said where a count or the name of a unit is among it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from math import inf

from coverage_cli.findings import finding, in_sheet
from coverage_cli.model import Column, Finding, Grid, Table, Value
from coverage_cli.records import NamedTuple

_OF_ROLE = {
    **dict.fromkeys(
        ("unit", "parent", "parent_code", "code", "ordinal", "level", "period"), "label"
    ),
    **dict.fromkeys(("measure", "target"), "used"),
    **dict.fromkeys(("rate", "attainment", "gap", "change"), "compared"),
    "note": "note",
}
_OF_ROW = {"below": "note", "other-row": "other", "numbers": "heading", "period": "heading"}
# Smaller numbers than this may be an order or a rank, and count no people.
_SMALLEST = 10
Place = tuple[int, int]


class Buckets(NamedTuple):
    """What the rows of a sheet are, and what its columns are beside the units; 0-based."""

    grid: Grid
    rows: Mapping[int, str]
    columns: Mapping[int, str]

    def of(self, row: int, column: int) -> str:
        """Return the bucket of a cell."""
        kind = self.rows.get(row, "outside")
        return self.columns.get(column, "outside") if kind == "unit" else kind

    def rows_of(self, *kinds: str) -> list[int]:
        """Return the rows of some kinds, in their order."""
        return sorted(row for row, kind in self.rows.items() if kind in kinds)

    def columns_of(self, wanted: str) -> list[int]:
        """Return the columns of a kind."""
        return [at for at, kind in self.columns.items() if kind == wanted]


def buckets_of(tables: Sequence[Table], columns: Sequence[Column]) -> Buckets:
    """Return what rows and columns of one sheet are; it has several tables where its rows are of several periods."""
    first, grid = tables[0], tables[0].grid
    top = (*first.header_rows, first.rows[0])[0]
    inside = range(top, max(table.rows[1] for table in tables) + 1)
    # Later entries win: what a row was used for outweighs what lies around it.
    rows = {**dict.fromkeys(range(top), "title"), **dict.fromkeys(inside, "unread")}
    rows |= dict.fromkeys(grid.hidden_rows & rows.keys(), "outside")
    rows |= dict.fromkeys(first.header_rows, "heading")
    for table in tables:
        rows |= {left.row: _OF_ROW.get(left.why, "label") for left in table.left_out}
        rows |= {cell[0]: "label" for cell in table.units.name_cells if cell}
        rows |= {row: "unit" for row in table.units.rows if row is not None}
    unread = [row for row in inside if rows[row] == "unread"]
    rows |= {row: "heading" for row in unread if _is_heading(grid, row, first)}
    kinds = _columns_inside(first)
    for column in [*first.columns, *columns]:
        kind = _OF_ROLE.get(column.role, "other" if column.heading or column.told else "unread")
        # A column may have been taken twice; one use is enough for its cells to be read.
        if kinds.get(column.index, "unread") in ("other", "unread"):
            kinds[column.index] = kind
        kinds |= dict.fromkeys(column.plus, "used")
    return Buckets(grid, rows, kinds)


def _columns_inside(table: Table) -> dict[int, str]:
    """Return the columns inside a table: of something else where they have a heading of their own or a merged one."""
    grid, inside = table.grid, [column.index for column in table.columns]
    headed = {at for row in table.header_rows for at in filled(grid.rows[row])}
    for merge in grid.merges:
        if merge.first_row in table.header_rows:
            headed.update(range(merge.first_column, merge.last_column + 1))
    return {at: "other" if at in headed else "unread" for at in range(min(inside), max(inside))}


def _is_heading(grid: Grid, row: int, table: Table) -> bool:
    """Tell whether a row says again what the headings say, or numbers the columns."""
    texts = {at: str(value).strip() for at, value in filled(grid.rows[row]).items()}
    said = {str(grid.rows[head][at]).strip() for head in table.header_rows for at in texts}
    numbers = [number for number in map(_number, grid.rows[row]) if number is not None]
    # "1 2 3" below the headings number the columns, so none is higher than there are columns.
    is_numbering = numbers == sorted(set(numbers)) and max(numbers, default=inf) <= len(
        grid.rows[row]
    )
    return is_numbering or said.issuperset(texts.values())


def accounted(tables: Sequence[Table], columns: Sequence[Column]) -> dict[str, int]:
    """Return how many cells of a sheet hold something, bucket by bucket."""
    buckets = buckets_of(tables, columns)
    held = Counter(
        buckets.of(row, at) for row, cells in enumerate(buckets.grid.rows) for at in filled(cells)
    )
    return dict(held.most_common())


def judge(
    tables: Sequence[Table], columns: Sequence[Column], types: Sequence[str]
) -> list[Finding]:
    """Return a warning on rows with counts, columns of counts and names of units that are in no bucket.

    `types` are the words that names of units begin with, lower case with a blank behind.
    """
    buckets = buckets_of(tables, columns)
    found = {
        "": _rows_unread(buckets),
        "counts": _counts_unread(buckets),
        "names": _names_unread(buckets, tables, columns, tuple(types)),
    }
    return [_finding(buckets.grid, cells, variant) for variant, cells in found.items() if cells]


def _finding(grid: Grid, places: Sequence[Place], variant: str) -> Finding:
    where, (row, column) = in_sheet(grid, places), places[0]
    text = str(grid.rows[row][column]).strip()[:60]
    return finding(
        "cells-unread",
        where,
        variant=variant,
        text=text,
        first=where.cells[0],
        last=where.cells[-1],
    )


def _rows_unread(buckets: Buckets) -> list[Place]:
    """Return the counts in rows that are neither units nor left out."""
    used, rows = buckets.columns_of("used"), buckets.grid.rows
    return [
        (row, at)
        for row in buckets.rows_of("unread")
        for at in used
        if _number(rows[row][at]) is not None
    ]


def _counts_unread(buckets: Buckets) -> list[Place]:
    """Return the first counts of each column without a heading that has one beside half of the units and more."""
    found, rows = [], buckets.grid.rows
    for column in buckets.columns_of("unread"):
        units = buckets.rows_of("unit")
        counts = [row for row in units if (_number(rows[row][column]) or 0) >= _SMALLEST]
        found += [(counts[0], column)] if counts and 2 * len(counts) >= len(units) else []
    return found


def _names_unread(
    buckets: Buckets, tables: Sequence[Table], columns: Sequence[Column], types: tuple[str, ...]
) -> list[Place]:
    """Return the names of units that stand beside the units or in rows left out, and are those of none."""
    grid = buckets.grid
    beside = [column.index for column in columns if column.role in ("ordinal", "other")]
    labels = [left.row for left in tables[0].left_out if left.why == "label"]
    spots = [(row, at) for at in beside for row in buckets.rows_of("unit", "unread")]
    spots += [(row, at) for row in labels for at in range(len(grid.rows[0]))]
    texts = {spot: text for spot in spots if type(text := grid.rows[spot[0]][spot[1]]) is str}
    # Of several cells with one name the first is told.
    named = {
        text.strip().casefold(): spot
        for spot, text in reversed(texts.items())
        if _is_name(text.strip(), types)
    }
    if not named:
        return []
    # Part of a known name will do: labels add the district, or leave the type word out.
    known = {name.casefold() for table in tables for name in table.units.names}
    own = set(chain.from_iterable(table.units.name_cells for table in tables))
    strange = [(text, spot) for text, spot in named.items() if spot not in own]
    return sorted(
        spot for text, spot in strange if not any(name in text or text in name for name in known)
    )


def _is_name(text: str, types: tuple[str, ...]) -> bool:
    """Tell whether a name follows the type word: a capital or a number, not "xã đạt chuẩn"."""
    folded = text.casefold()
    if not folded.startswith(types):
        return False
    word = next(word for word in types if folded.startswith(word))
    rest = text[len(word) :].lstrip()[:1]
    return rest.isupper() or rest.isdigit()


def filled(cells: Sequence[Value]) -> dict[int, Value]:
    """Return the cells of a row that hold something, by their column."""
    return {at: value for at, value in enumerate(cells) if value is not None and str(value).strip()}


def _number(value: Value) -> float | None:
    """Return a whole number as it is stored; text is one where it is digits with marks between."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value if value == value // 1 else None
    digits = (
        value.strip().replace(".", "").replace(",", "").replace(" ", "")
        if isinstance(value, str)
        else ""
    )
    return int(digits) if digits.isdecimal() and digits.isascii() else None
