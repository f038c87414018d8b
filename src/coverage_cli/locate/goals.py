"""Read a list of targets as such: its rates are goals although no heading says so, its years are columns of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coverage_cli.grouping import changed_where, first_where
from coverage_cli.locate.split import written_period
from coverage_cli.model import Column
from coverage_cli.roles import of_role

LISTED = "list"
"""Why a column of a list of targets is one: the list was told as such."""
_WHO = frozenset({"population", "labour_force", "pupils"})


def as_goals(columns: Sequence[Column], measure: str) -> tuple[Column, ...]:
    """Return the columns of a list of targets; `measure` is theirs where no heading names one, "" if it may be several.

    Where none is headed as a target a rate is one, unless the list counts people too: then it is a report. Without any
    rate either, columns headed by nothing but a time are the targets of that time, and those headed by what is counted
    (BHXH, BHYT) the targets of that. Targets are of what was told to be
    counted (`enrolled`) whatever the list calls it.
    """
    counted = {column.subject for column in of_role(columns, "measure")}
    is_report = bool(counted & {measure, "enrolled"} if measure else counted - _WHO)
    may_be_goals = [] if is_report else [_is_rate, _is_time]
    if counted and not counted & _WHO and not of_role(columns, "rate"):
        may_be_goals.append(_is_count)
    made = _with_goals(columns, may_be_goals)
    subjects = {column.subject for column in of_role(made, "target")}
    told = measure if measure == "enrolled" and len(subjects) == 1 else None
    return tuple(
        changed_where(
            _is_goal,
            lambda column: column._replace(
                subject=told or column.subject or measure or None, why=LISTED
            ),
            made,
        )
    )


def _with_goals(
    columns: Sequence[Column], may_be_goals: Sequence[Callable[[Column], bool]]
) -> list[Column]:
    """Return the columns with those of the first kind that there is for goals, where none is headed as one."""
    kinds = [_is_goal, *may_be_goals]
    is_one = first_where(lambda is_one: any(map(is_one, columns)), kinds, _is_goal)
    return changed_where(is_one, _as_goal, columns)


def _as_goal(column: Column) -> Column:
    made = column._replace(role="target")
    if column.role == "rate":
        return made._replace(kind="rate")
    return made._replace(why="words") if column.role == "other" else made


def _is_goal(column: Column) -> bool:
    return column.role == "target"


def _is_rate(column: Column) -> bool:
    return column.role == "rate"


def _is_count(column: Column) -> bool:
    return column.role == "measure"


def _is_time(column: Column) -> bool:
    """Tell whether a column is headed by a period and by nothing else that was understood or not."""
    if column.role != "other" or column.period is None:
        return False
    lowest = column.heading[-1]
    return lowest == column.period or written_period(lowest, column.period[:4]) is not None
