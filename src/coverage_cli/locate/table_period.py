"""Choose the period of a table's counts among the times that its title, its sheet's and its file's name speak."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Collection, Sequence
from itertools import islice

from coverage_cli.grouping import first_where
from coverage_cli.locate.periods import (
    either,
    finest,
    in_year,
    is_nothing_else,
    keyed_for_times,
    times_in,
)
from coverage_cli.locate.shapes import end_of_earlier, is_number, text_of
from coverage_cli.locate.times import OF_PLANS, WEIGHTS, Spoken, phrases_in, spoken_in
from coverage_cli.model import Grid, Value
from coverage_cli.periods import is_within
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key, tidy

_COUNTED = frozenset(either("labels", "counted").split("|"))


class Found(NamedTuple):
    """A period, where it was found (title, sheet or file), and whose it is where a word tells."""

    period: str
    where: str
    text: str
    role: str = ""


def lines_above(grid: Grid, top: int) -> list[str]:
    """Return the texts above a row, cell by cell; a date or number alone in its cell with the label left of it.

    Below an earlier table only the texts between it and the row, if one tells a time of counts.
    """
    own = _lines(grid.rows[begin:top]) if (begin := end_of_earlier(grid, top)) else []
    is_dated = any(
        one.role in WEIGHTS and one.period[0] != "-" for line in own for one in spoken_in(line)
    )
    return own if is_dated else _lines(grid.rows[:top])


def _lines(rows: Sequence[Sequence[Value]]) -> list[str]:
    """Return the texts of rows, cell by cell, each with its label."""
    lines: list[str] = []
    for row in rows:
        label = ""
        for text in (text for value in row for text in _texts(value)):
            is_told = _is_label(label) and _is_bare(text)
            lines += (
                [f"{label.rstrip(' :')} {text}"] if is_told else [] if text.isdigit() else [text]
            )
            label = "" if is_told else text
    return lines


def _texts(value: Value) -> list[str]:
    """Return the lines of a cell; a date as it is written, a whole number as one that a label may call a month."""
    if isinstance(value, datetime.date):
        return [value.strftime("%d/%m/%Y")]
    if is_number(value) and float(value).is_integer():  # type: ignore[arg-type]
        return [f"{int(value)}"]  # type: ignore[arg-type]
    return [line for text in text_of(value).splitlines() if (line := tidy(text))]


def _is_label(text: str) -> bool:
    """Tell whether a cell says what the next one tells; of a bare number only "Tháng" and the like do."""
    keyed = key(text).strip(" :")
    names = (
        text.endswith(":")
        or keyed in _COUNTED
        or any(found.end == len(keyed) for found in phrases_in(keyed))
    )
    return names and not times_in(keyed)


def _is_bare(text: str) -> bool:
    keyed = keyed_for_times(text)
    return text.isdigit() or is_nothing_else(keyed, times_in(keyed))


def period_of(
    lines: Sequence[str],
    sheet: str,
    file_name: str,
    *,
    month_first: bool = False,
    besides: Collection[str] = (),
) -> list[Found]:
    """Return the period of the counts as the lines above a table, its sheet's and its file's name tell it.

    The first is the one to take; others that do not lie within one another contradict it. A bare date above a table may
    be that of the paper, so that any other time goes before it. Times of `besides` roles may be the counts', too.
    """
    name = file_name.rsplit("/", 1)[-1]
    stem = name.rpartition(".")[0] or name
    read = functools.partial(spoken_in, month_first=month_first)
    year = _year_of([one for line in lines for one in read(line)])
    title = [
        one._replace(period=in_year(one.period, year) or one.period)
        for line in lines
        for one in read(line)
    ]
    named = [("sheet", sheet, read(sheet)), ("file", name, read(stem))]
    roles = {*WEIGHTS, *besides}
    found = [Found(one.period, "title", one.text, one.role) for one in _ranked(title, roles)]
    found += [
        Found(own[0].period, where, text, own[0].role)
        for where, text, times in named
        if (own := _ranked(times, roles))
    ]
    if len(found) > 1 and found[0].role == "alone":
        del found[0]
    # a sheet "T7-2024" below a title of the year's plan is July
    found = [*(one for one in found if _is_finer_sheet(one, found)), *found]
    if {len(one.period) for one in found} != {len("2024")} or len(
        {one.period for one in found}
    ) > 1:
        return found
    told = (  # a sheet "Tháng 1" in a file "bhyt-2024.xlsx" is January 2024
        Found(period, where, text)
        for where, text, times in named
        for one in times
        if one.period[0] == "-"
        and one.role in WEIGHTS
        and (period := in_year(one.period, found[0].period))
    )
    return [*islice(told, 1), *found]


def _is_finer_sheet(one: Found, found: Sequence[Found]) -> bool:
    """Tell whether the sheet's name tells a month or day within the first time found."""
    first = found[0].period
    return one.where == "sheet" and len(one.period) > len(first) and is_within(one.period, first)


def _year_of(spoken: Sequence[Spoken]) -> str | None:
    """Return the year of the title's own times, else of its plans."""
    years = (one.period[:4] for roles in (WEIGHTS, OF_PLANS) for one in spoken if one.role in roles)
    return first_where(lambda year: year[0] != "-", years)


def _ranked(spoken: Sequence[Spoken], roles: Collection[str]) -> list[Spoken]:
    """Return the time to take of those in these roles, and behind it those that contradict it.

    The weightiest is taken, or a finer one within it.
    """
    known = [one for one in spoken if one.role in roles and one.period[0] != "-"]
    known.sort(key=lambda one: -WEIGHTS.get(one.role, 0))
    best = finest([one.period for one in known])
    if best is None:
        return []
    apart = [
        one for one in known if not (is_within(best, one.period) or is_within(one.period, best))
    ]
    first = next(one for one in known if one.period == best)
    return [first, *(one for one in apart if WEIGHTS.get(one.role, 0) > WEIGHTS["alone"])]
