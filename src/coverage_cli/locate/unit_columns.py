"""Decide which columns name the units, the units above them and their codes: told, else by headings and cells."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.grouping import first_where
from coverage_cli.locate.called import Headed, column_named
from coverage_cli.locate.grouping import with_groups
from coverage_cli.locate.shapes import cells_in, is_words
from coverage_cli.model import Column
from coverage_cli.project import Told
from coverage_cli.roles import of_role

HAMLET = "hamlet"
"""Below the communes; a level only where a table has hamlets."""


def with_units(headed: Headed, columns: list[Column], told: Told) -> list[Column]:
    """Settle which columns name the units, the units above them and their codes."""
    columns = _told_units(headed, _first_of_two(columns, told), told)
    if not of_role(columns, "unit"):
        columns = _first_words(headed, columns)
    columns = _ranked(headed, columns, told)
    columns = columns if told.parent else with_groups(headed, columns)
    return columns if told.code else _with_codes(columns)


def _first_of_two(columns: list[Column], told: Told) -> list[Column]:
    """Leave out a second table beside the first: one that names units again, right of counts."""
    units = sorted((column.index, column.level) for column in of_role(columns, "unit"))
    counted = [column.index for column in of_role(columns, "measure", "target")]
    again = (
        at for at, level in units[1:] if level == units[0][1] and min(counted, default=at) < at
    )
    start = next(again, None)
    if told.unit or start is None:
        return columns
    return [
        column._replace(role="other", subject=None, why="second-table")
        if column.index >= start
        else column
        for column in columns
    ]


def _told_units(headed: Headed, columns: list[Column], told: Told) -> list[Column]:
    """Put told columns in the place of every found one; the level that the words of their headings tell stays."""
    codes = told.code.split("+") if told.code else []
    for role, names in (("unit", [told.unit]), ("parent", [told.parent]), ("code", codes)):
        indices = [column_named(headed, name) for name in names if name]
        levels = {
            column.index: column.level for column in of_role(columns, "unit") if role != "code"
        }
        made = [
            Column(index, headed.paths[index], role, level=levels.get(index), told=True, why="told")
            for index in indices
        ]
        others = (column for column in columns if column.index not in indices)
        columns = [
            column._replace(role="other", level=None, why="")
            if made and column.role == role
            else column
            for column in others
        ] + made
    return columns


def _first_words(headed: Headed, columns: list[Column]) -> list[Column]:
    """Take the first column of words for the units' names where no heading says which it is."""
    used = {column.index for column in columns if column.role not in ("other", "note", "target")}
    free = [index for index in range(len(headed.paths)) if index not in used]
    words = {index: sum(map(is_words, cells_in(headed.sample, index))) for index in free}
    unit = first_where(lambda index: 2 * words[index] > len(headed.sample), free)
    if unit is None:
        return columns
    # Upper units may be written once, left of the names and without a heading.
    above = [
        index for index in free[: free.index(unit)] if words[index] and not headed.paths[index]
    ]
    rest = [column for column in columns if column.index != unit]
    made = [Column(index, (), "parent", why="first-words") for index in above]
    return [*rest, Column(unit, headed.paths[unit], "unit", why="first-words"), *made]


def _ranked(headed: Headed, columns: list[Column], told: Told) -> list[Column]:
    """Take the names of the lowest level for the units', those of higher levels for the units above.

    A level is told by a heading, else by the type words in the cells, whatever heads these. A column of names without
    a level stands below or above another as it tells more or fewer places apart: "Huyện | Đơn vị" names the districts
    and then, without saying which, their communes; so does "Đơn vị | Huyện".
    """
    order = {level: rank for rank, level in enumerate([*told.levels, HAMLET])}
    units = of_role(columns, "unit")
    others = _names_besides(headed, columns) if len(units) == 1 and not told.parent else []
    named = [*units, *others]
    if len(named) < 2:
        return columns
    levels = {at.index: at.level or headed.level_in(at.index, told.levels) for at in named}
    ranks = {index: order[level] for index, level in levels.items() if level in order}
    places = {column.index: len(set(headed.names_in(column.index))) for column in named}
    lowest = max(named, key=lambda column: (ranks.get(column.index, -1), -column.index)).index
    finer = (
        at.index
        for at in units
        if at.index not in ranks and (others or places[at.index] > places[lowest])
    )
    lowest = units[0].index if told.unit else next(finer, lowest)
    own = ranks.get(lowest, len(order))

    def settled(column: Column) -> Column:
        if column.index == lowest:
            return column._replace(role="unit", subject=None, why=column.why or "cells")
        if column not in named or (column in others and column.index not in ranks):
            return column
        rank = ranks.get(column.index)
        is_above = places[column.index] < places[lowest] if rank is None else rank < own
        if not is_above or told.parent:
            return column if column in others else column._replace(role="other")
        made = column._replace(role="parent", subject=None)
        return made._replace(level=levels[column.index], why="cells") if others else made

    return [settled(column) for column in columns]


def _names_besides(headed: Headed, columns: Sequence[Column]) -> list[Column]:
    """Return the columns that may name units, whatever heads them; a single name right of counts is a remark."""
    if of_role(columns, "parent", "level"):
        return []
    figures = min((column.index for column in of_role(columns, "measure")), default=0)
    free = (column for column in of_role(columns, "other", "measure") if not column.told)
    return [
        column
        for column in free
        if column.index < figures or len(headed.names_in(column.index)) > 1
    ]


def _with_codes(columns: list[Column]) -> list[Column]:
    """Keep the code column of the units' level; codes of the levels of the upper units are theirs, others nobody's."""
    level = next((column.level for column in of_role(columns, "unit")), None)
    codes = of_role(columns, "code")
    own = [code for code in codes if code.level == level] or [
        at for at in codes if at.level in (None, "commune")
    ]
    above = {column.level for column in of_role(columns, "parent") if column.level}

    def settled(column: Column) -> Column:
        if column.role != "code" or column in own[:1]:
            return column
        return column._replace(role="parent_code" if column.level in above else "other")

    return [settled(column) for column in columns]
