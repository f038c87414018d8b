"""Account for every cell of a sheet: title, heading, label, figure used, compared or of something else, note, outside.

What is in none of these is unread. It is said where a count or the name of a unit is among it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from coverage_cli.findings import finding, in_sheet
from coverage_cli.model import Column, Finding, Grid, Table, Value

_OF_ROLE = {
    **dict.fromkeys(("unit", "parent", "parent_code", "code", "ordinal", "level", "period"), "label"),
    **dict.fromkeys(("measure", "target"), "used"),
    **dict.fromkeys(("rate", "attainment", "gap", "change"), "compared"),
    "note": "note",
}
_OF_ROW = {"below": "note", "other-row": "other", "numbers": "heading", "period": "heading"}
_SMALLEST = 10
"""Smaller numbers than this may be an order or a rank, and count no people."""
_LETTERS = 3
"""Fewer letters are a mark or a numeral, no name."""
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


def buckets_of(tables: Sequence[Table], columns: Sequence[Column]) -> Buckets:
    """Return what rows and columns of one sheet are; it has several tables where its rows are of several periods."""
    first, grid = tables[0], tables[0].grid
    top = first.header_rows[0] if first.header_rows else first.rows[0]
    last = max(table.rows[1] for table in tables)
    rows = {**dict.fromkeys(range(top), "title"), **dict.fromkeys(range(top, last + 1), "unread")}
    rows |= dict.fromkeys(grid.hidden_rows & rows.keys(), "outside")
    rows |= dict.fromkeys(first.header_rows, "heading")
    for table in tables:
        rows |= {left.row: _OF_ROW.get(left.why, "label") for left in table.left_out}
        rows |= {unit.name_cell[0]: "label" for unit in table.units if unit.name_cell}
        rows |= {unit.row: "unit" for unit in table.units if unit.row is not None}
    rows |= {row: "heading" for row in range(top, last + 1) if rows[row] == "unread" and _is_heading(grid, row, first)}
    kinds = _columns_inside(first)
    for column in [*first.columns, *columns]:
        kind = _OF_ROLE.get(column.role, "other" if column.heading or column.told else "unread")
        if kinds.get(column.index, "unread") in ("other", "unread"):
            kinds[column.index] = kind
        kinds |= dict.fromkeys(column.plus, "used")
    return Buckets(grid, rows, kinds)


def _columns_inside(table: Table) -> dict[int, str]:
    """Return the columns inside a table: of something else where they have a heading of their own or a merged one."""
    grid, inside = table.grid, [column.index for column in table.columns]
    headed = {at for row in table.header_rows for at, value in enumerate(grid.rows[row]) if not _is_blank(value)}
    for merge in grid.merges:
        if merge.first_row in table.header_rows:
            headed.update(range(merge.first_column, merge.last_column + 1))
    return {at: "other" if at in headed else "unread" for at in range(min(inside), max(inside))}


def _is_heading(grid: Grid, row: int, table: Table) -> bool:
    """Tell whether a row says again what the headings say, or numbers the columns."""
    filled = {at: value for at, value in enumerate(grid.rows[row]) if not _is_blank(value)}
    said = {str(grid.rows[head][at]).strip() for head in table.header_rows for at in filled}
    numbers = [number for value in filled.values() if (number := _number(value)) is not None]
    is_numbering = bool(numbers) and numbers == sorted(set(numbers)) and max(numbers, default=0) <= len(grid.rows[row])
    return is_numbering or all(str(value).strip() in said for value in filled.values())


def accounted(tables: Sequence[Table], columns: Sequence[Column]) -> dict[str, int]:
    """Return how many cells of a sheet hold something, bucket by bucket."""
    buckets = buckets_of(tables, columns)
    filled = (
        buckets.of(row, at)
        for row, cells in enumerate(buckets.grid.rows)
        for at, value in enumerate(cells)
        if not _is_blank(value)
    )
    return dict(Counter(filled).most_common())


def judge(tables: Sequence[Table], columns: Sequence[Column], types: Sequence[str]) -> list[Finding]:
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
    return finding("cells-unread", where, variant=variant, text=text, first=where.cells[0], last=where.cells[-1])


def _rows_unread(buckets: Buckets) -> list[Place]:
    """Return the counts in rows that are neither units nor left out."""
    used = [at for at, kind in buckets.columns.items() if kind == "used"]
    rows = (row for row, kind in buckets.rows.items() if kind == "unread")
    return [(row, at) for row in rows for at in used if _number(buckets.grid.rows[row][at]) is not None]


def _counts_unread(buckets: Buckets) -> list[Place]:
    """Return the first counts of each column without a heading that has one beside half of the units and more."""
    bare = [at for at, kind in buckets.columns.items() if kind == "unread"]
    units = sorted(row for row, kind in buckets.rows.items() if kind == "unit") if bare else []
    found = []
    for column in bare:
        counts = [row for row in units if (_number(buckets.grid.rows[row][column]) or 0) >= _SMALLEST]
        found += [(counts[0], column)] if counts and 2 * len(counts) >= len(units) else []
    return found


def _names_unread(
    buckets: Buckets, tables: Sequence[Table], columns: Sequence[Column], types: tuple[str, ...]
) -> list[Place]:
    """Return the names of units that stand beside the units or in rows left out, and are those of none."""
    known = {unit.name.casefold() for table in tables for unit in table.units}
    own = {unit.name_cell for table in tables for unit in table.units}
    beside = [column.index for column in columns if column.role in ("ordinal", "other")]
    rows = sorted(row for row, kind in buckets.rows.items() if kind in ("unit", "unread")) if beside else []
    labels = [left.row for left in tables[0].left_out if left.why == "label"]
    spots = [(row, at) for at in beside for row in rows]
    spots += [(row, at) for row in labels for at in range(len(buckets.grid.rows[0]))]
    named = {
        text: (row, at)
        for row, at in reversed(spots)
        if type(value := buckets.grid.rows[row][at]) is str and (text := value.strip().casefold()).startswith(types)
        if _is_name(value, types) and (row, at) not in own
    }
    first = min((column.index for column in columns if column.role == "unit"), default=0)
    for column in (column.index for column in columns if column.role == "other" and column.index < first):
        named |= _groups_of(buckets.grid, column, rows)
    return sorted(place for text, place in named.items() if not any(name in text or text in name for name in known))


def _groups_of(grid: Grid, column: int, rows: Sequence[int]) -> dict[str, Place]:
    """Return what a column left of the names calls groups of rows, each once; nothing where it groups none."""
    texts = [
        (str(grid.rows[row][column]).strip().casefold(), row) for row in rows if not _is_blank(grid.rows[row][column])
    ]
    runs = [(text, row) for at, (text, row) in enumerate(texts) if not at or texts[at - 1][0] != text]
    is_grouping = 1 < len(runs) == len(dict(runs)) and 2 * len(runs) <= len(rows)
    return (
        {text: (row, column) for text, row in runs} if is_grouping and all(_is_words(text) for text, _ in runs) else {}
    )


def _is_words(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) >= _LETTERS and _number(text) is None


def _is_name(value: str, types: Iterable[str]) -> bool:
    """Tell whether a name follows the type word: a capital or a number, not "xã đạt chuẩn"."""
    text = value.strip()
    word = next(word for word in types if text.casefold().startswith(word))
    rest = text[len(word) :].lstrip()
    return rest[:1].isupper() or rest[:1].isdigit()


def _number(value: Value) -> float | None:
    """Return a whole number as it is stored; text is one where it is digits with marks between."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value if value == value // 1 else None
    digits = value.strip().replace(".", "").replace(",", "").replace(" ", "") if isinstance(value, str) else ""
    return int(digits) if digits.isdecimal() and digits.isascii() else None


def _is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
