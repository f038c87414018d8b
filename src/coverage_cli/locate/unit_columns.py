"""Decide which columns name the units, the units above them and their codes: told, else by headings and cells."""

from __future__ import annotations

import math
from collections.abc import Sequence

from coverage_cli.grouping import changed_where, first_where
from coverage_cli.locate.called import Headed, column_named
from coverage_cli.locate.grouping import with_groups
from coverage_cli.locate.shapes import is_words
from coverage_cli.model import Column
from coverage_cli.project import Told
from coverage_cli.roles import by_place, indices, of_role

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
    units = by_place(of_role(columns, "unit"))
    if told.unit or len(units) < 2:
        return columns
    # Without counts no names are beside the first table.
    counted = min(indices(of_role(columns, "measure", "target")), default=math.inf)
    again = first_where(
        lambda column: column.level == units[0].level and counted < column.index, units[1:]
    )
    if again is None:
        return columns
    return changed_where(
        lambda column: column.index >= again.index,
        lambda column: column._replace(role="other", subject=None, why="second-table"),
        columns,
    )


def _told_units(headed: Headed, columns: list[Column], told: Told) -> list[Column]:
    """Put told columns in the place of every found one; the level that the words of their headings tell stays."""
    codes = told.code.split("+") if told.code else []
    for role, names in (("unit", [told.unit]), ("parent", [told.parent]), ("code", codes)):
        indices = [column_named(headed, name) for name in filter(None, names)]
        if indices:
            columns = _told_as(role, indices, headed, columns)
    return columns


def _told_as(
    role: str, indices: Sequence[int], headed: Headed, columns: Sequence[Column]
) -> list[Column]:
    """Return the columns with those that were told for a role, and no others in it."""
    named = () if role == "code" else of_role(columns, "unit")
    levels = {column.index: column.level for column in named}
    made = [
        Column(index, headed.paths[index], role, level=levels.get(index), told=True, why="told")
        for index in indices
    ]
    others = changed_where(
        lambda column: column.role == role,
        lambda column: column._replace(role="other", level=None, why=""),
        filter(lambda column: column.index not in indices, columns),
    )
    return others + made


def _first_words(headed: Headed, columns: list[Column]) -> list[Column]:
    """Take the first column of words for the units' names where no heading says which it is."""
    used = {column.index for column in columns if column.role not in ("other", "note", "target")}
    free = [index for index in range(len(headed.paths)) if index not in used]
    words = {index: sum(map(is_words, headed.cells_of(index))) for index in free}
    unit = first_where(lambda index: 2 * words[index] > len(headed.sample), free)
    if unit is None:
        return columns
    # Upper units may be written once, left of the names and without a heading.
    above = [
        Column(index, (), "parent", why="first-words")
        for index in free[: free.index(unit)]
        if words[index] and not headed.paths[index]
    ]
    rest = [column for column in columns if column.index != unit]
    return [*rest, Column(unit, headed.paths[unit], "unit", why="first-words"), *above]


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
    finer = [
        at.index
        for at in units
        if at.index not in ranks and (others or places[at.index] > places[lowest])
    ]
    lowest = units[0].index if told.unit else [*finer, lowest][0]
    own = ranks.get(lowest, len(order))

    def is_above(column: Column) -> bool:
        rank = ranks.get(column.index)
        return places[column.index] < places[lowest] if rank is None else rank < own

    def settled(column: Column) -> Column:
        if column.index == lowest:
            return column._replace(role="unit", subject=None, why=column.why or "cells")
        if told.parent or not is_above(column):
            return column if column in others else column._replace(role="other")
        made = column._replace(role="parent", subject=None)
        return made._replace(level=levels[column.index], why="cells") if others else made

    ranked = [column for column in named if column in units or column.index in ranks]
    return changed_where(
        lambda column: column.index == lowest or column in ranked, settled, columns
    )


def _names_besides(headed: Headed, columns: Sequence[Column]) -> list[Column]:
    """Return the columns that may name units, whatever heads them; a single name right of counts is a remark."""
    if of_role(columns, "parent", "level"):
        return []
    figures = min(indices(of_role(columns, "measure")), default=0)

    def may_name(column: Column) -> bool:
        if column.told:
            return False
        return column.index < figures or len(headed.names_in(column.index)) > 1

    return list(filter(may_name, of_role(columns, "other", "measure")))


def _with_codes(columns: list[Column]) -> list[Column]:
    """Keep the code column of the units' level; codes of the levels of the upper units are theirs, others nobody's."""
    codes = of_role(columns, "code")
    unit = first_where(bool, of_role(columns, "unit"))
    level = unit.level if unit else None
    own = first_where(lambda code: code.level == level, codes) or first_where(
        lambda code: code.level in (None, "commune"), codes
    )
    above = {column.level for column in of_role(columns, "parent")} - {None}
    return changed_where(
        lambda column: column.role == "code" and column != own,
        lambda code: code._replace(role="parent_code" if code.level in above else "other"),
        columns,
    )
