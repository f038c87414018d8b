"""Find stocks that moved more in a month than stocks do; a real fall looks the same, so nothing is altered."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from coverage_cli.model import Count, Quotient, Severity
from coverage_cli.project import Thresholds
from coverage_cli.rules.history import Flag, History, Place, Values
from coverage_cli.rules.saying import source_of_rule


def jumps(history: History, thresholds: Thresholds, doubtful: Collection[Place]) -> list[Flag]:
    """Return the values that moved too much since the period before.

    `doubtful` values are said by another rule: they are not flagged, nor compared with where an earlier one is known.
    """
    off: dict[tuple[str, int], set[int]] = {}
    for place in doubtful:
        off.setdefault((place.measure, place.unit), set()).add(place.period)
    return [
        flag
        for measure in history.stocks
        for unit, values in enumerate(history.counts[measure])
        for flag in _of_unit(history, (measure, unit), values, off.get((measure, unit), set()), thresholds)
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
            last = period if period in off and last is None and period not in history.told else last
            continue
        flag = None if last is None else _moved(history, Place(*series, period), last, values, thresholds)
        if flag and sound is not None and sound != last:
            flag = flag if _moved(history, Place(*series, period), sound, values, thresholds) else None
        if flag is None:
            sound = period
        else:
            flags.append(flag)
        last = period
    return flags


def _moved(history: History, place: Place, earlier: int, values: Values, thresholds: Thresholds) -> Flag | None:
    before: Count = values[earlier] or 0
    now: Count = values[place.period] or 0
    apart: Count = max(now - before, before - now)
    if apart < thresholds.jump_people:
        return None
    months = history.months(earlier, place.period)
    severity = severity_of(before, now, months, thresholds)
    if severity is None:
        return None
    told = {
        "before": values[earlier],
        "now": values[place.period],
        "earlier": history.periods[earlier],
        "change": _change_pct(before, now),
        "months": months,
        "threshold": thresholds.jump if severity == "warning" else thresholds.jump_error,
        "source": source_of_rule("jump" if severity == "warning" else "jump_error", thresholds),
    }
    return Flag(place, severity, told, int(apart), ("months" if months > 1 else "") if before else "from-none")


def severity_of(before: Count, now: Count, months: int, thresholds: Thresholds) -> Severity | None:
    """Judge a move: beyond so many percent a month, every month counted on the one before.

    >>> from coverage_cli.project import Thresholds
    >>> [severity_of(1000, now, 1, Thresholds()) for now in (1100, 1101, 1330, 1331)]
    [None, 'warning', 'warning', 'error']
    >>> severity_of(1000, 1210, 2, Thresholds()), severity_of(1000, 1211, 2, Thresholds())
    (None, 'warning')
    """
    if not _exceeds(before, now, months, thresholds.jump):
        return None
    return "error" if before and _exceeds(before, now, months, thresholds.jump_error) else "warning"


def _exceeds(before: Count, now: Count, months: int, percent: int) -> bool:
    """Tell whether a move is more than so many percent in each month."""
    hundredths = 100 + percent if now > before else max(100 - percent, 0)
    limit: Count = before * hundredths**months
    reached: Count = now * 100**months
    return reached > limit if now > before else reached < limit


def _change_pct(before: Count, now: Count) -> Quotient | None:
    over = Fraction(100 * (now - before)) / before if before else None
    return None if over is None else Quotient(over.numerator, over.denominator)
