"""Read a list of targets as such: its rates are goals although no heading says so, its years are columns of them."""

from __future__ import annotations

from collections.abc import Sequence

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
    made = list(columns)
    if not is_report and not _has_goals(made):
        made = [
            column._replace(role="target", kind="rate") if column.role == "rate" else column
            for column in made
        ]
    if not is_report and not _has_goals(made):
        made = [
            column._replace(role="target", why="words") if _is_time(column) else column
            for column in made
        ]
    if (
        counted
        and not _has_goals(made)
        and not counted & _WHO
        and all(column.role != "rate" for column in made)
    ):
        made = [
            column._replace(role="target") if column.role == "measure" else column
            for column in made
        ]
    subjects = {column.subject for column in of_role(made, "target")}
    told = measure == "enrolled" and len(subjects) == 1
    return tuple(
        column._replace(subject=measure if told else column.subject or measure or None, why=LISTED)
        if column.role == "target"
        else column
        for column in made
    )


def _has_goals(columns: Sequence[Column]) -> bool:
    return bool(of_role(columns, "target"))


def _is_time(column: Column) -> bool:
    """Tell whether a column is headed by a period and by nothing else that was understood or not."""
    if column.role != "other" or column.period is None:
        return False
    lowest = column.heading[-1]
    return lowest == column.period or written_period(lowest, column.period[:4]) is not None
