"""Say where denominators did not change for more than a year."""

from __future__ import annotations

from coverage_cli.project import Thresholds
from coverage_cli.rules.history import Flag, History, Place, Values
from coverage_cli.rules.saying import source_of_rule


def judge(history: History, thresholds: Thresholds) -> list[Flag]:
    """Return the denominators of the last period told about that have been the same for too many months."""
    last = max(history.told, default=0)
    if not last or history.months(0, last) <= thresholds.denominator_months:
        return []
    flags = []
    for measure in (measure for measure in history.counts if measure in history.denominators):
        for unit, values in enumerate(history.counts[measure]):
            since = _since(values, last)
            if history.months(since, last) > thresholds.denominator_months:
                told = {
                    "value": values[last],
                    "earlier": history.periods[since],
                    "months": history.months(since, last),
                    "threshold": thresholds.denominator_months,
                    "source": source_of_rule("denominator_months", thresholds),
                }
                flags.append(Flag(Place(measure, unit, last), told, int(values[last] or 0)))
    return flags


def _since(values: Values, last: int) -> int:
    """Return the earliest period since when a value has been the same; the last itself where it is no denominator."""
    since = last
    for at in range(last - 1, -1, -1) if values[last] else ():
        # A blank in between is no change: a month's sheet may leave the population out.
        if values[at] not in (values[last], None):
            break
        since = since if values[at] is None else at
    return since
