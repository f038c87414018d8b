"""Part the rows of a table by a column that tells their period: long format, one row a unit and year or month."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from coverage_cli.grouping import all_found, are_distinct, parted, take
from coverage_cli.hierarchy import Line
from coverage_cli.locate.periods import (
    is_nothing_else,
    keyed_for_times,
    needs_month_first,
    short_month,
    times_in,
    words_of_times,
)
from coverage_cli.locate.shapes import cells_in, is_blank, is_year_like, text_of
from coverage_cli.locate.times import period_in
from coverage_cli.model import Column, Grid, Value
from coverage_cli.patterns import pattern
from coverage_cli.records import NamedTuple
from coverage_cli.roles import indices, of_role
from coverage_cli.spelling import key

_MONTHS = range(1, 13)
_BARE_QUARTER = pattern(r"^(?:iv|i{1,3}|[1-4](?:\.0)?)$")
_YEAR_AND_MONTH = pattern(r"^\s*((?:19|20)\d\d)(0[1-9]|1[0-2])\s*$")
_BRACKETED = pattern(r"^(.+?)\s*\(([^()]*)\)$")


def by_period(
    grid: Grid, lines: Sequence[Line], columns: Sequence[Column], year: str | None = None
) -> dict[str | None, list[Line]]:
    """Return the lines of each period in the order of time; all under None where no column tells one for every row.

    A period written once for several rows holds for the rows below it, and for a total in its column; a month beside a
    year is a month of it, one alone of the `year` of the title. Dates in
    a table in which no unit stands twice are no periods: they tell when each unit reported. One date for all may be the
    period where the title names none.
    """
    found = of_role(columns, "period")
    if not found:
        return {None: list(lines)}
    read = _reader(grid, [line.row for line in lines], found)
    groups: dict[str | None, list[Line]] = {}
    last: list[Value] = [None] * len(found)
    for line in lines:
        cells = read(line.row)
        is_sum = groups and not line.name and any(_is_label(cell, year) for cell in cells)
        if not is_sum:  # "Cộng tháng 4" in the column of months is of the time above it
            last = list(map(_own_or_above, cells, last))
        groups.setdefault(_period(last, year), []).append(line)
    of_days = all(column.why != "told" and _says("day", column) for column in found)
    are_reports = of_days and (year or len(groups) > 1) and not _repeats(lines)
    if None in groups or are_reports:
        return {None: list(lines)}
    return dict(sorted(groups.items(), key=lambda group: group[0] or ""))


def _own_or_above(cell: Value, above: Value) -> Value:
    return above if is_blank(cell) else cell


def _is_label(cell: Value, year: str | None) -> bool:
    """Tell whether a cell holds words that are no time."""
    text = text_of(cell)
    return bool(text) and written_period(text, year) is None and not is_year_like(cell)


def _reader(
    grid: Grid, rows: Sequence[int], columns: Sequence[Column]
) -> Callable[[int], list[Value]]:
    """Return what reads the cells of a row in columns of periods so that each can be read one way."""
    cells = take(grid.rows, rows)
    places = indices(columns)
    manners = [_manner(cells_in(cells, column.index), column) for column in columns]
    return lambda row: list(map(_plainly, take(grid.rows[row], places), manners))


class _Manner(NamedTuple):
    """How the cells of a column of periods are to be read: as quarters, as months, its dates with the month first."""

    quarters: bool
    months: bool
    month_first: bool


def _manner(cells: Sequence[Value], column: Column) -> _Manner:
    """Tell of a column of periods what its heading says that it holds, and how its dates are written."""
    dates = {cell for cell in cells if isinstance(cell, datetime.date)}
    are_firsts = len(dates) > 1 and {date.day for date in dates} == {1} and not _says("day", column)
    month_first = needs_month_first(list(filter(None, map(text_of, cells))))
    return _Manner(_says("quarter", column), are_firsts or _says("month", column), month_first)


def _plainly(cell: Value, how: _Manner) -> Value:
    """Write a cell so that it can be read one way: a bare quarter (1, IV) is no month, a month's date no day."""
    if how.quarters and _BARE_QUARTER.match(key(str(cell))):
        return f"Q{str(cell).removesuffix('.0')}"
    if how.months and isinstance(cell, datetime.date):
        return cell.strftime("%m/%Y")
    if how.month_first and isinstance(cell, str):
        return period_in(cell, month_first=True) or cell
    return cell


def _says(kind: str, column: Column) -> bool:
    """Tell whether a heading begins with a word for days, months or quarters."""
    return key(column.name).startswith(tuple(words_of_times("headings")[kind]))


def _repeats(lines: Sequence[Line]) -> bool:
    """Tell whether a unit stands in several rows."""
    return not are_distinct(
        [(line.above, key(line.name), line.code) for line in lines if line.is_unit]
    )


def periods_of_rows(
    grid: Grid, rows: Sequence[int], columns: Sequence[Column], year: str | None
) -> list[str] | None:
    """Return the period of each row, None where a row has none or two rows have the same; `year` is the title's."""
    read = _reader(grid, rows, of_role(columns, "period"))
    told = all_found(lambda row: _period(read(row), year), rows)
    return told if len(set(told)) == len(rows) else None


def _period(cells: Sequence[Value], title_year: str | None) -> str | None:
    """Return the period that a row's cells name together, a month in the year of the title where they name none."""
    years, others = parted(is_year_like, cells)
    if len(years) > 1 or len(others) > 1:
        return None
    year = str(int(float(str(years[0])))) if years else None
    return _written(others[0], year or title_year) if others else year


def written_period(text: str, year: str | None, *, bare: bool = False) -> str | None:
    """Return the period that is all of a text, in the year of the title where it names none; numbers alone if `bare`.

    >>> written_period("Tháng 4/2024", None), written_period("Quý II", "2024"), written_period("Quý II", None)
    ('2024-04', '2024-Q2', None)
    >>> written_period("Tháng 4", "2024"), written_period("Xã Năm Căn", "2024")
    ('2024-04', None)
    >>> written_period("Năm 2024 (đến 31/5)", None), written_period("Năm 2023 (ước)", None)
    ('2024-05-31', '2023')
    """
    match = _BRACKETED.match(text.strip())
    keyed = keyed_for_times(match[1] if match else text)
    if not bare and not keyed[:1].isalpha():  # bare numbers are codes and grades, too
        return None
    return period_in(text, year) if is_nothing_else(keyed, times_in(keyed)) else None


def _written(cell: Value, year: str | None) -> str | None:
    if isinstance(cell, datetime.date):
        return cell.strftime("%Y-%m-%d")
    text = str(cell).removesuffix(".0").strip()
    match = _YEAR_AND_MONTH.match(text)
    if match is not None:  # 202405
        return f"{match[1]}-{match[2]}"
    if year and text.isdigit() and int(text) in _MONTHS:
        return f"{year}-{int(text):02d}"
    return period_in(text, year) or short_month(text)
