"""Changes, pace and shares as formulas: over the rows of the same unit in earlier periods, or the row's own cells.

As everywhere a formula is written only where it comes to the computed figure; the rest stays a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coverage_cli.grouping import places_where
from coverage_cli.model import Figure
from coverage_cli.write.workbook.formulas import Place, same
from coverage_cli.write.workbook.rows import Formula, Held

# Columns of plain cells: numbers, texts, None.
Table = Mapping[str, Sequence[Any]]
# A period, and what tells a unit from others of it: its parent, its code, its name.
UnitKey = tuple[str | None, str | None, str | None, str]
_SINCE = ("change", "change_december", "change_year")


def key_of(figure: Figure, period: str | None) -> UnitKey:
    """Return the key of a figure's unit in a period."""
    return period, figure.parent, figure.code, figure.unit


def rows_by_unit(figures: Sequence[Figure]) -> dict[UnitKey, int]:
    """Return the row of each unit and period; units that nothing tells apart have none."""
    rows: dict[UnitKey, int] = {}
    twice = set()
    for row, figure in enumerate(figures):
        key = key_of(figure, figure.period)
        if rows.setdefault(key, row) != row:
            twice.add(key)
    return {key: row for key, row in rows.items() if key not in twice}


def with_course(figures: Sequence[Figure], table: Table, place: Place) -> dict[str, list[Held]]:
    """Return the columns of change, pace and share with formulas where they follow; `place` is of all the rows."""
    made: dict[str, list[Held]] = {}
    _put_changes(made, figures, table, place)
    if {"required_per_month", "months_left"} <= table.keys():
        made["required_per_month"] = list(_required(table, place))
    if {"share_pct", "cumulative_pct", "shortfall_people"} <= table.keys():
        made |= _shares(table, place)
    return made


def _put_changes(
    made: dict[str, list[Held]],
    figures: Sequence[Figure],
    table: Table,
    place: Place,
) -> None:
    rows = rows_by_unit(figures)
    for since in _SINCE:
        wanted = [
            key for key in (f"{since}_{kind}" for kind in ("people", "pp", "pct")) if key in table
        ]
        for key in wanted:
            made[key] = list(table[key])
        for row, figure in enumerate(figures if wanted else ()):
            before = rows.get(key_of(figure, _earlier(since, figure, table, row)))
            for key in wanted if before is not None and before != row else ():
                made[key][row] = _change(key, (row, before or 0), table, place)


def _earlier(since: str, figure: Figure, table: Table, row: int) -> str | None:
    """Return the period that a change is told from."""
    if since == "change":
        previous = table["previous_period"][row] if "previous_period" in table else None
        return previous if isinstance(previous, str) else None
    year, _, month = (figure.period or "").partition("-")
    if not year.isdigit():
        return None
    last = "12" if since == "change_december" else month
    return f"{int(year) - 1}-{last}" if last else str(int(year) - 1)


def _change(key: str, rows: tuple[int, int], table: Table, place: Place) -> Held:
    """Return a change between two rows as a formula, its value where it is none of them."""
    value: Any = table[key][rows[0]]
    kind = key.rpartition("_")[2]
    side = "coverage_pct" if kind == "pp" else "numerator"
    now, then = (table[side][row] for row in rows)
    if not all(isinstance(cell, int | float) for cell in (value, now, then)):
        return value  # type: ignore[no-any-return]
    cells = [f"{place.letters[side]}{place.first + row}" for row in rows]
    comes_to = now - then
    text = "{}-{}".format(*cells)
    if kind == "pct" and then:
        comes_to, text = 100 * comes_to / then, f"100*({text})/{cells[1]}"
    return Formula(text, value) if same(comes_to, value) else value


def _required(table: Table, place: Place) -> Iterator[Held]:
    """Yield what a unit needs each month: the gap over the months that are left, rounded up."""
    gap, left = (place.letters[key] for key in ("gap_people", "months_left"))
    columns = (table[key] for key in ("required_per_month", "gap_people", "months_left"))
    for row, (value, people, months) in enumerate(zip(*columns, strict=True), start=place.first):
        known = all(isinstance(cell, int) for cell in (value, people, months)) and months
        comes_to = -(-max(people, 0) // months) if known else None
        text = f"ROUNDUP(MAX({gap}{row},0)/{left}{row},0)"
        yield Formula(text, comes_to) if known and comes_to == value else value


def _shares(table: Table, place: Place) -> dict[str, list[Held]]:
    """Return each unit's share of the shortfall and the shares down to it, where all of these stand in the sheet."""
    made: dict[str, list[Held]] = {key: list(table[key]) for key in ("share_pct", "cumulative_pct")}
    rows = places_where(lambda share: share is not None, table["share_pct"])
    missing = [table["shortfall_people"][row] or 0 for row in rows]
    total, so_far = sum(missing), 0.0
    if not rows or rows[-1] - rows[0] != len(rows) - 1 or not total:
        return made
    people, share, sum_so_far = (
        place.letters[key] for key in ("shortfall_people", "share_pct", "cumulative_pct")
    )
    first, last = place.first + rows[0], place.first + rows[-1]
    for row, own in zip(rows, missing, strict=True):
        at = place.first + row
        so_far += 100 * own / total
        above = "" if at == first else f"{sum_so_far}{at - 1}+"
        texts = (f"100*{people}{at}/SUM({people}${first}:{people}${last})", f"{above}{share}{at}")
        comes_to = (100 * own / total, so_far)
        for key, text, result in zip(made, texts, comes_to, strict=True):
            value = table[key][row]
            if isinstance(value, int | float) and same(result, float(value)):
                made[key][row] = Formula(text, value)
    return made
