"""Say where denominators changed within a year, changed much, or did not change for more than a year."""

from __future__ import annotations

import itertools
from fractions import Fraction

from coverage_cli.model import Quotient
from coverage_cli.project import Thresholds
from coverage_cli.rules.history import Flag, History, Place, Values
from coverage_cli.rules.saying import source_of_rule


def changed_denominators(history: History, thresholds: Thresholds) -> list[Flag]:
    """Return the denominators that changed since the figure before: in the same year, or beyond the threshold."""
    return [
        flag
        for measure in history.counts
        if measure in history.denominators
        for unit, values in enumerate(history.counts[measure])
        for flag in _changes(history, (measure, unit), values, thresholds)
    ]


def _changes(history: History, series: tuple[str, int], values: Values, thresholds: Thresholds) -> list[Flag]:
    known = [at for at, value in enumerate(values) if value is not None]
    flags = []
    for earlier, period in itertools.pairwise(known):
        before, now = Fraction(values[earlier] or 0), Fraction(values[period] or 0)
        if before == now:
            continue
        far = 100 * abs(now - before) > thresholds.denominator_changed * before
        is_far = far and abs(now - before) >= thresholds.jump_people
        if not is_far and history.periods[earlier][:4] != history.periods[period][:4]:
            continue
        change = 100 * (now - before) / before if before else None
        told = {
            "before": values[earlier],
            "now": values[period],
            "earlier": history.periods[earlier],
            "change": None if change is None else Quotient(change.numerator, change.denominator),
            "threshold": thresholds.denominator_changed,
            "source": source_of_rule("denominator_changed", thresholds, "who"),
        }
        severity, variant = ("warning", "much" if before else "from-none") if is_far else ("info", "")
        flags.append(Flag(Place(*series, period), severity, told, abs(int(now - before)), variant))  # type: ignore[arg-type]
    return flags


def unchanged_denominators(history: History, thresholds: Thresholds) -> list[Flag]:
    """Return the denominators of the last period told about that have been the same for too many months."""
    if not history.told:
        return []
    last = max(history.told)
    flags = []
    for measure in history.counts:
        if measure in history.denominators:
            for unit, values in enumerate(history.counts[measure]):
                since = _since(values, last)
                if since is not None and history.months(since, last) > thresholds.denominator_months:
                    told = {
                        "value": values[last],
                        "earlier": history.periods[since],
                        "months": history.months(since, last),
                        "threshold": thresholds.denominator_months,
                        "source": source_of_rule("denominator_months", thresholds),
                    }
                    flags.append(Flag(Place(measure, unit, last), "info", told, int(values[last] or 0)))
    return flags


def _since(values: Values, last: int) -> int | None:
    """Return the earliest period since when a value has been the same."""
    if not values[last]:
        return None
    since = None
    for at in range(last - 1, -1, -1):
        if values[at] == values[last]:
            since = at
        elif values[at] is not None:
            break
    return since
