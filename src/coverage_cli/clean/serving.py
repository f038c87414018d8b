"""Which columns speak for which period: only numerators open periods, everything else serves them.

A population or a target of a year serves every month of it; one of another year only where nothing nearer is there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from coverage_cli.grouping import grouped
from coverage_cli.indicator import measures_in
from coverage_cli.model import Column, Indicator
from coverage_cli.periods import is_later, is_within, serving, unclear
from coverage_cli.records import NamedTuple
from coverage_cli.roles import of_role

_WITH_FIGURES = ("measure", "target", "rate", "attainment", "gap")
# Only counts and targets serve other times than their own; a printed rate or gap is of its own time.
_LENT = ("measure", "target")
# A time in a heading: what is left of it is the same for all years, quarters and months.
_TIMES = re.compile(
    r"(?:\b(?:đến|giai đoạn)\s+)?(?:\b(?:năm|year|jahr)\s*)?\b(?:19|20)\d\d(?:\s*[/–-]\s*(?:(?:19|20)?\d\d))?\b"
    r"|(?:\bquý|\bquarter|\bquartal|\bq)\s*(?:iv|i{1,3}|[1-4])\b\s*(?:[/.-]|năm)?"
    r"|(?:\btháng|\bmonth|\bmonat|\bt)\s*\d{1,2}\b\s*(?:[/.-]|năm)?"
)


class Period(NamedTuple):
    """A period of a table: the columns that speak for it, those lent from another time, and those of unclear time.

    Of an unclear time are counts or targets of several times where no period is known.
    """

    period: str | None
    columns: list[Column]
    lent: list[Column]
    unclear: list[list[Column]]


def periods_of(
    columns: Sequence[Column], title: str | None, indicators: Mapping[str, Indicator]
) -> list[Period]:
    """Return the periods of a table with the columns for each; `title` is the period of its title, sheet or file.

    Numerators that are dated by their headings open a period each, undated ones that of the title. A table without
    numerators (a list of populations or targets) has the periods of its columns.
    """
    numerators = {
        measure
        for indicator in indicators.values()
        for measure in measures_in(indicator.numerators)
    }
    figures = of_role(columns, *_WITH_FIGURES)
    opening = [column for column in of_role(figures, "measure") if _stock(column) in numerators]
    if not opening:
        opening = of_role(figures, *_LENT)
    opened = {column.period or title for column in opening} or {title}
    rest = [column for column in columns if column.role not in _WITH_FIGURES]
    return [
        _period(at, figures, rest, (title, opening))
        for at in sorted(opened, key=lambda at: at or "")
    ]


def later_than_counts(columns: Sequence[Column], title: str | None) -> list[Column]:
    """Return the counts that are plans, no stocks: dated so by a word, or after the title's time beside one of now."""
    measures = of_role(columns, "measure")
    stocks = [column for column in measures if column.why != "plan"]
    known = {column.subject for column in stocks}
    now = {column.subject for column in stocks if column.period is None}

    def is_later_than_title(column: Column) -> bool:
        is_free = column.subject in now and not column.told
        return is_free and bool(title and column.period and is_later(column.period, title))

    later = [column for column in stocks if is_later_than_title(column)]
    return [
        *later,
        *(column for column in measures if column.why == "plan" and column.subject in known),
    ]


def _stock(column: Column) -> str:
    return (column.subject or "").removeprefix("new_")


def _period(
    at: str | None,
    figures: Sequence[Column],
    rest: Sequence[Column],
    opened: tuple[str | None, Sequence[Column]],
) -> Period:
    title, opening = opened
    made = Period(at, list(rest), [], [])
    for group in grouped((_series(column), column) for column in figures).values():
        if group[0] in opening or group[0].role not in _LENT:
            # An undated column is of the title's time, as its heading stands below it.
            made.columns.extend(column for column in group if (column.period or title) == at)
        else:
            _lend(group, made, title)
    return made


def _lend(group: Sequence[Column], to: Period, title: str | None) -> None:
    """Add the columns of a group that serve a period, and say which are of another time, or of no clear one."""
    periods = [column.period for column in group]
    is_target = group[0].role == "target"
    found = serving(to.period, periods, strict=is_target)
    if found is None:
        to.unclear.extend([list(group)] if unclear(to.period, periods) else [])
        return
    period, is_of_that_time = found
    serve = [column for column in group if column.period == period]
    if period is None:
        timeless = [column for column in serve if not _names_a_time(column)]
        if len(serve) > 1 and not timeless:
            # "quý I", "quý II" of a year that nothing tells.
            to.unclear.append(list(group))
            return
        serve = timeless or serve
        is_of_that_time = is_target or _is_of_year(title, to.period)
    # Several targets may live at once; of one measure there is one column a period.
    to.columns.extend(serve)
    to.lent.extend([] if is_of_that_time else [serve[0]._replace(period=period or title)])


def _is_of_year(title: str | None, at: str | None) -> bool:
    """Tell whether an undated column, which is of the title's time, is of the year of a period, too."""
    return title is None or at is None or title[:4] == at[:4] or is_within(at, title)


def _names_a_time(column: Column) -> bool:
    return any(_TIMES.search(part.casefold()) for part in column.heading)


def _series(column: Column) -> tuple[object, ...]:
    """Return what columns of different times share: their measure, else their heading without the time it names."""
    if column.subject:
        return column.role, column.subject
    return column.role, tuple(
        text
        for part in column.heading
        if (text := _TIMES.sub(" ", part.casefold()).strip(" .:-/,"))
    )
