"""What restating needs besides the walk: the table that is told, what rates are of, and that nobody is lost."""

from __future__ import annotations

from coverage_cli.boundaries.crosswalk import Crosswalk
from coverage_cli.boundaries.shipped import shipped
from coverage_cli.boundaries.table import crosswalk_of
from coverage_cli.indicator import measures_in
from coverage_cli.model import Observations
from coverage_cli.pipeline.context import Context
from coverage_cli.read import read_book


def table_of(context: Context) -> Crosswalk:
    """Return the table of changes that is told, else that of Viet Nam. Raises `UnreadableInput` for what is none."""
    if not context.job.units:
        return shipped("vn")
    reading = context.job.reading
    book = read_book(
        context.job.units,
        encoding=reading.encoding,
        delimiter=reading.delimiter,
        project=context.job.project,
    )
    return crosswalk_of(book.grids[0])


def tuple_of(value: object) -> object:
    """Return a column as what can be remembered by."""
    return tuple(value) if isinstance(value, list) else value


def denominators_of(context: Context) -> dict[str, str]:
    """Return the measure that the rates of each subject are of, where it is one alone."""
    found: dict[str, str] = {}
    for one in context.profile.indicators.values():
        measures = tuple(measures_in(one.denominators[:1]))
        if len(measures) == 1:
            found.setdefault(one.subject, measures[0])
    return found


def check_sums(before: Observations, after: Observations) -> None:
    """Raise `AssertionError` where people were lost or made: that would be a fault of the program."""
    for measure, values in before.counts.items():
        there = sum(values[at] or 0 for at in before.units.lowest)
        carried = sum(after.counts[measure][at] or 0 for at in after.units.lowest)
        assert there == carried, f"{measure}: {there} became {carried}"
