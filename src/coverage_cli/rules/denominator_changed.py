"""Say where denominators changed within a year, or changed much."""

from __future__ import annotations

import itertools

from coverage_cli.project import Thresholds
from coverage_cli.rules.history import Flag, History, Place
from coverage_cli.rules.saying import apart, percent, source_of_rule


def judge(history: History, thresholds: Thresholds) -> list[Flag]:
    """Return the denominators that changed since the figure before: in the same year, or beyond the threshold."""
    measures = [measure for measure in history.counts if measure in history.denominators]
    flags = []
    for measure, unit, values in history.moving(measures, 0):
        known = [(at, value) for at, value in enumerate(values) if value is not None]
        for (earlier, before), (period, now) in itertools.pairwise(known):
            people, is_of_year = (
                apart(before, now),
                history.periods[earlier][:4] == history.periods[period][:4],
            )
            is_far = (
                100 * people > thresholds.denominator_changed * before
                and people >= thresholds.jump_people
            )
            # A new population at the turn of the year is as it should be, unless it is far off.
            if not people or not (is_far or is_of_year):
                continue
            told = {
                "before": before,
                "now": now,
                "earlier": history.periods[earlier],
                "change": percent(now - before, before) if before else None,
                "threshold": thresholds.denominator_changed,
                "source": source_of_rule("denominator_changed", thresholds, "who"),
            }
            variant = "" if not is_far else "much" if before else "from-none"
            flags.append(Flag(Place(measure, unit, period), told, int(people), variant))
    return flags
