"""Part the rows of a table by a column that tells their period: long format, one row a unit and year or month."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from coverage_cli.locate.periods import month_in, periods_in
from coverage_cli.locate.rows import Line
from coverage_cli.locate.shapes import is_blank, is_number, is_year_like
from coverage_cli.model import Column, Grid, Value
from coverage_cli.spelling import key

_MONTHS = range(1, 13)
_QUARTER_WORDS = ("quý", "quarter", "quartal")
_BARE_QUARTER = re.compile(r"^(?:iv|i{1,3}|[1-4](?:\.0)?)$")
_QUARTER = re.compile(r"^(?:quý|quarter|q)\s*(iv|i{1,3}|[1-4])$")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def by_period(grid: Grid, lines: Sequence[Line], columns: Sequence[Column]) -> dict[str | None, list[Line]]:
    """Return the lines of each period in the order of time; all under None where no column tells one for every row.

    A period written once for several rows holds for the rows below it; a month beside a year is a month of it.
    """
    places = [column.index for column in columns if column.role == "period"]
    if not places:
        return {None: list(lines)}
    quarters = _quarters(columns)
    groups: dict[str | None, list[Line]] = {}
    last: tuple[Value, ...] = (None,) * len(places)
    for line in lines:
        cells = tuple(grid.rows[line.row][place] for place in places)
        last = tuple(before if is_blank(cell) else cell for cell, before in zip(cells, last, strict=True))
        period = _period(_with_quarters(last, quarters))
        if period is None:
            return {None: list(lines)}
        groups.setdefault(period, []).append(line)
    return dict(sorted(groups.items(), key=lambda group: group[0] or ""))


def _quarters(columns: Sequence[Column]) -> list[bool]:
    """Tell of each column of periods whether its heading says that it holds quarters."""
    return [key(column.name).startswith(_QUARTER_WORDS) for column in columns if column.role == "period"]


def _with_quarters(cells: Sequence[Value], quarters: Sequence[bool]) -> list[Value]:
    """Write a bare quarter (1, IV) as one, so that it is not taken for a month."""
    return [
        f"Q{str(cell).removesuffix('.0')}" if is_quarter and _BARE_QUARTER.match(key(str(cell))) else cell
        for cell, is_quarter in zip(cells, quarters, strict=True)
    ]


def periods_of_rows(grid: Grid, rows: Sequence[int], columns: Sequence[Column], year: str | None) -> list[str] | None:
    """Return the period of each row, None where a row has none or two rows have the same; `year` is the title's."""
    places = [column.index for column in columns if column.role == "period"]
    periods = [_period([grid.rows[row][place] for place in places], year) for row in rows]
    told = [period for period in periods if period is not None]
    return told if places and len(set(told)) == len(rows) else None


def _period(cells: Sequence[Value], title_year: str | None = None) -> str | None:
    """Return the period that a row's cells name together, a month in the year of the title where they name none."""
    years = [cell for cell in cells if is_year_like(cell)]
    year = str(int(float(str(years[0])))) if len(years) == 1 else None
    found = [period for cell in cells if cell not in years and (period := _written(cell, year or title_year))]
    if len(cells) - len(years) != len(found) or len(found) > 1 or len(years) > 1:
        return None
    return found[0] if found else year


def _written(cell: Value, year: str | None) -> str | None:
    if isinstance(cell, datetime.date):
        return next(iter(periods_in(cell.strftime("%d/%m/%Y"))), None)
    text = str(cell)
    if year and is_number(cell) and int(cell) in _MONTHS and float(cell).is_integer():  # type: ignore[arg-type]
        return f"{year}-{int(cell):02d}"  # type: ignore[arg-type]
    if year and text.strip().isdigit() and int(text) in _MONTHS:
        return f"{year}-{int(text):02d}"
    if year and (quarter := _QUARTER.match(key(text))):
        return f"{year}-Q{_ROMAN.get(quarter[1]) or quarter[1]}"
    return next(iter(periods_in(text)), None) or month_in(text, year)
