"""Find codes kept as numbers that are shorter than the codes of their level are: zeros before them were lost."""

from __future__ import annotations

from coverage_cli.findings import about, finding, in_sheet
from coverage_cli.model import Column, Finding, Table
from coverage_cli.roles import of_role
from coverage_cli.spelling import key


def judge(table: Table) -> list[Finding]:
    """Return a note on the columns of codes of a country whose codes have so many digits at that level."""
    found = ((column, _digits(column)) for column in of_role(table.columns, "code"))
    return [note for column, digits in found if digits for note in _short(table, column, digits)]


def _digits(column: Column) -> int:
    """Return how many digits the codes under a heading have, 0 where nothing is known of them."""
    entry = about("code-shortened")
    words = key(column.name).split()
    is_known = bool(words) and words[0] in entry["headings"]
    return entry["digits"].get(column.level, 0) if is_known else 0


def _short(table: Table, column: Column, digits: int) -> list[Finding]:
    rows = [row for row in table.units.rows if row is not None]
    values = {row: table.grid.rows[row][column.index] for row in rows}
    numbers = {
        row: str(int(value))
        for row, value in values.items()
        if isinstance(value, float) and value.is_integer()
    }
    codes = list(numbers.values())
    short = {row: code for row, code in numbers.items() if len(code) < digits}
    if not short or _only_number(codes):
        return []
    where = in_sheet(table.grid, [(row, column.index) for row in short])
    example = next(iter(short.values()))
    return [
        finding(
            "code-shortened",
            where,
            column=column.name,
            code=example,
            digits=digits,
            count=len(short),
        )
    ]


def _only_number(codes: list[str]) -> bool:
    """Tell codes from numbers that count the rows, or the units of each group, from 1 on."""
    # A numbering may skip some rows, but it does not run on to twice as many.
    is_count = codes[0] == "1" and int(codes[-1]) < 2 * len(codes)
    return len(set(codes)) < len(codes) or is_count
