"""Which columns speak for which period: only numerators open periods, everything else serves them.

A population or a target of a year serves every month of it; one of another year only where nothing nearer is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from coverage_cli.indicator import measures_in
from coverage_cli.model import Column, Indicator
from coverage_cli.periods import serving

_WITH_FIGURES = ("measure", "target", "rate", "attainment", "gap")
_LENT = ("measure", "target")
"""Only counts and targets serve other times than their own; a printed rate or gap is of its own time."""


class Period(NamedTuple):
    """A period of a table: the columns that speak for it, and those lent from another year."""

    period: str | None
    columns: list[Column]
    lent: list[Column]


def periods_of(columns: Sequence[Column], title: str | None, indicators: Mapping[str, Indicator]) -> list[Period]:
    """Return the periods of a table with the columns for each; `title` is the period of its title, sheet or file.

    Numerators that are dated by their headings open a period each, undated ones that of the title. A table without
    numerators (a list of populations or targets) has the periods of its columns.
    """
    numerators = {measure for indicator in indicators.values() for measure in measures_in(indicator.numerators)}
    figures = [column for column in columns if column.role in _WITH_FIGURES]
    opening = [column for column in figures if column.role == "measure" and _stock(column) in numerators]
    if not opening:
        opening = [column for column in figures if column.role in _LENT]
    opened = {column.period or title for column in opening} or {title}
    rest = [column for column in columns if column.role not in _WITH_FIGURES]
    return [_period(at, figures, rest, (title, opening)) for at in sorted(opened, key=lambda at: at or "")]


def _stock(column: Column) -> str:
    return (column.subject or "").removeprefix("new_")


def _period(
    at: str | None, figures: Sequence[Column], rest: Sequence[Column], opened: tuple[str | None, Sequence[Column]]
) -> Period:
    title, opening = opened
    groups: dict[tuple[object, ...], list[Column]] = {}
    for column in figures:
        key = (column.role, column.subject) if column.subject else (column.role, column.heading[-1:])
        groups.setdefault(key, []).append(column)
    chosen: list[Column] = []
    lent: list[Column] = []
    for group in groups.values():
        by_period = {column.period: column for column in group}
        if group[0] in opening or group[0].role not in _LENT:
            fit = [column for column in group if (column.period or title) == at]
            chosen += fit
            continue
        found = serving(at, by_period)
        if found is None:
            continue
        period, of_that_time = found
        # several targets may live at once; of one measure there is one column a period
        chosen += [one for one in group if one.period == period and one.role == "target"] or [by_period[period]]
        if not of_that_time:
            lent.append(by_period[period])
    return Period(at, [*rest, *chosen], lent)
