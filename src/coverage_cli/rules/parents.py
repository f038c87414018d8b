"""Find units that went another way since the same month of last year than the units beside them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from coverage_cli.model import Quotient
from coverage_cli.periods import in_time
from coverage_cli.project import Thresholds
from coverage_cli.rules.history import Flag, History, Place, Values
from coverage_cli.rules.medians import median
from coverage_cli.rules.saying import source_of_rule

_FEWEST = 3
"""With fewer units below it a parent says nothing of what is usual."""


def off_parents(history: History, thresholds: Thresholds) -> list[Flag]:
    """Return the values whose ratio to last year's, over their parent's ratio, lies beyond one of the two bounds.

    A unit that stays off is said once, of the first period told about.
    """
    flags = [
        flag
        for earlier, period in _years(history)
        for measure in history.stocks
        for parent, units in _below(history, history.counts[measure], earlier, period)
        for flag in _of_parent(history, (measure, parent), units, (earlier, period), thresholds)
    ]
    off = {flag.place for flag in flags}
    return [flag for flag in flags if flag.place._replace(period=flag.place.period - 1) not in off]


def _years(history: History) -> Iterator[tuple[int, int]]:
    """Yield the periods that are told about with the same time of the year before."""
    ends = {in_time(period)[:2]: at for at, period in enumerate(history.periods) if period}
    for period in sorted(history.told) if ends else ():
        year, month = in_time(history.periods[period])[:2]
        if (year - 1, month) in ends:
            yield ends[year - 1, month], period


def _below(
    history: History, counts: object, earlier: int, period: int
) -> Iterator[tuple[int, list[tuple[int, Fraction, Fraction]]]]:
    """Yield the parents with their units that have both figures: (unit, last year's, now)."""
    groups: dict[int, list[tuple[int, Fraction, Fraction]]] = {}
    series: list[Values] = list(counts)  # type: ignore[call-overload]
    for unit, values in enumerate(series):
        parent, before, now = history.units[unit].parent, values[earlier], values[period]
        if parent is not None and before and now is not None:
            groups.setdefault(parent, []).append((unit, Fraction(before), Fraction(now)))
    yield from groups.items()


def _of_parent(
    history: History,
    series: tuple[str, int],
    units: list[tuple[int, Fraction, Fraction]],
    step: tuple[int, int],
    thresholds: Thresholds,
) -> Iterator[Flag]:
    measure, parent = series
    if len(units) < _FEWEST or not any(now for _, _, now in units):
        return
    usual, variant = _usual_ratio(units, thresholds)
    for unit, own_before, own_now in units:
        expected = own_before * usual
        if not expected or abs(own_now - expected) < thresholds.off_parent_people:
            continue
        ratio = 100 * own_now / expected
        if _is_inside(ratio, thresholds):
            continue
        told = {
            "before": _count(own_before),
            "now": _count(own_now),
            "earlier": history.periods[step[0]],
            "parent": history.units[parent].name,
            "ratio": _quotient(own_now / own_before),
            "parent_ratio": _quotient(usual),
            "relative": _quotient(ratio / 100),
            "low": Quotient(thresholds.off_parent_low, 100),
            "high": Quotient(thresholds.off_parent_high, 100),
            "source": source_of_rule("off_parent_low" if ratio < 100 else "off_parent_high", thresholds, "who"),
        }
        yield Flag(Place(measure, unit, step[1]), "warning", told, round(abs(own_now - expected)), variant)


def _usual_ratio(units: list[tuple[int, Fraction, Fraction]], thresholds: Thresholds) -> tuple[Fraction, str]:
    """Return the parent's ratio to last year; the median of its units' where one of them carries the parent with it."""
    before, now = sum(at[1] for at in units), sum(at[2] for at in units)
    of_parent, middle = Fraction(now) / Fraction(before), median([now / before for _, before, now in units])
    is_carried = bool(middle) and not _is_inside(100 * of_parent / middle, thresholds)
    return (middle, "median") if is_carried else (of_parent, "")


def _is_inside(ratio_pct: Fraction, thresholds: Thresholds) -> bool:
    return thresholds.off_parent_low <= ratio_pct <= thresholds.off_parent_high


def _count(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def _quotient(value: Fraction) -> Quotient:
    return Quotient(value.numerator, value.denominator)
