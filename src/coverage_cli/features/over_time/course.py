"""How a unit's figure stands in its time: the pace it needs and had, where it should stand, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coverage_cli.features.over_time.change import Change, change_of
from coverage_cli.features.over_time.timeline import Timeline, reached
from coverage_cli.figures.pace import Goal, Outlook, Standing, outlook, standing
from coverage_cli.model import Cell, Figure
from coverage_cli.periods import last_month
from coverage_cli.records import NamedTuple


class Course(NamedTuple):
    """A unit's figure with its pace, where it should stand, and what changed."""

    figure: Figure
    outlook: Outlook = Outlook()
    standing: Standing = Standing()
    change: Change = Change()


def course_of(figure: Figure, line: Timeline | None, deadline: str | None) -> Course:
    """Return a figure's course; without a dated period nothing but the figure is known, of a flow its change alone."""
    if line is None or figure.period not in line.periods:
        return Course(figure)
    track, now = line.track_of(figure), line.periods.index(figure.period)
    change = change_of(line, track, now)
    # What is counted in a month begins anew in the next: there is no pace.
    if line.indicator.measure_kind == "flow":
        return Course(figure, change=change)
    month, lower = last_month(figure.period), line.indicator.lower
    period = figure.period if month else None
    # A target is for the year of its period, unless a deadline was told.
    until = deadline or f"{month[0]}-12" if month else None
    goal = None
    if until is not None and figure.target_count is not None and figure.status != "incomplete":
        goal = Goal(figure.target_count, until, lower=lower)
    told = (period, reached(figure, lower=lower), goal, line.reached_before(track, now))
    return Course(figure, outlook(*told), standing(*told), change)


_FURTHER = (*Outlook._fields, *Change._fields, *Standing._fields)


def further_of(courses: Iterable[Course]) -> Mapping[str, list[Cell]]:
    """Return the columns behind those of the contract: pace, changes, where a unit should stand."""
    rows = [(*course.outlook, *course.change, *course.standing) for course in courses]
    columns = map(list, zip(*rows, strict=True)) if rows else ([] for _ in _FURTHER)
    return dict(zip(_FURTHER, columns, strict=True))
