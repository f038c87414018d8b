"""Find stocks that moved more in a month than stocks do; a real fall looks the same, so nothing is altered."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from coverage_cli.model import Count
from coverage_cli.project import Thresholds
from coverage_cli.rules.history import Flag, History, Place, Values
from coverage_cli.rules.saying import apart, percent, source_of_rule


def judge(history: History, thresholds: Thresholds, doubtful: Collection[Place] = ()) -> list[Flag]:
    """Return the values that moved too much since the period before.

    `doubtful` values are said by another rule: they are not flagged, nor compared with where an earlier one is known.
    """
    off: dict[tuple[str, int], set[int]] = {}
    for place in doubtful:
        off.setdefault((place.measure, place.unit), set()).add(place.period)
    return [
        flag
        for measure, unit, values in history.moving(history.stocks, thresholds.jump)
        for flag in _of_unit(
            history, (measure, unit), values, off.get((measure, unit), set()), thresholds
        )
    ]


def _of_unit(
    history: History, series: tuple[str, int], values: Values, off: set[int], thresholds: Thresholds
) -> list[Flag]:
    """Compare each value with the one before it; one that returns to what was before a jump has not jumped."""
    flags: list[Flag] = []
    sound: int | None = None
    last: int | None = None
    for period, now in enumerate(values):
        if now is None or period in off:
            # A doubtful figure of an earlier delivery is better than none to compare the first one with.
            if now is not None and last is None and period not in history.told:
                last = period
            continue
        place = Place(*series, period)
        flag = None if last is None else _moved(history, place, last, values, thresholds)
        if (
            flag
            and sound not in (None, last)
            and not _moved(history, place, sound or 0, values, thresholds)
        ):
            flag = None
        flags += [flag] if flag else []
        sound = sound if flag else period
        last = period
    return flags


def _moved(
    history: History, place: Place, earlier: int, values: Values, thresholds: Thresholds
) -> Flag | None:
    before: Count = values[earlier] or 0
    now: Count = values[place.period] or 0
    months = history.months(earlier, place.period)
    if apart(before, now) < thresholds.jump_people or not exceeds(
        before, now, months, thresholds.jump
    ):
        return None
    graver = before > 0 and exceeds(before, now, months, thresholds.jump_error)
    setting = "jump_error" if graver else "jump"
    told: Mapping[str, object] = {
        "before": values[earlier],
        "now": values[place.period],
        "earlier": history.periods[earlier],
        "change": percent(now - before, before) if before else None,
        "months": months,
        "threshold": getattr(thresholds, setting),
        "source": source_of_rule(setting, thresholds),
    }
    variant = ("months" if months > 1 else "") if before else "from-none"
    return Flag(place, told, int(apart(before, now)), variant, graver)


def exceeds(before: Count, now: Count, months: int, percent: int) -> bool:
    """Tell whether a move is more than so many percent a month, every month counted on the one before.

    >>> [exceeds(1000, now, 1, 10) for now in (1100, 1101, 900, 899)]
    [False, True, False, True]
    >>> exceeds(1000, 1210, 2, 10), exceeds(1000, 1211, 2, 10)
    (False, True)
    """
    hundredths = 100 + percent if now > before else max(100 - percent, 0)
    limit: Count = before * hundredths**months
    reached: Count = now * 100**months
    return reached > limit if now > before else reached < limit
