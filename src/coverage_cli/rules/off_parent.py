"""Find units that went another way since the same month of last year than the units beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from coverage_cli.model import Quotient
from coverage_cli.project import Thresholds
from coverage_cli.records import NamedTuple
from coverage_cli.rules.history import Flag, History, Place
from coverage_cli.rules.medians import median
from coverage_cli.rules.saying import quotient, source_of_rule, whole

# With fewer units below it a parent says nothing of what is usual.
_FEWEST = 3


class _Year(NamedTuple):
    """A unit's figures of last year and now."""

    unit: int
    before: Fraction
    now: Fraction


def judge(history: History, thresholds: Thresholds) -> list[Flag]:
    """Return the values whose ratio to last year's, over their parent's ratio, lies beyond one of the two bounds.

    A unit that stays off is said once, of the first period told about.
    """
    flags = [
        flag
        for earlier, period in history.years_apart()
        for measure in history.stocks
        for parent, years in _below(history, measure, earlier, period).items()
        for flag in _of_parent(history, Place(measure, parent, period), earlier, years, thresholds)
    ]
    off = {flag.place for flag in flags}
    return [flag for flag in flags if flag.place._replace(period=flag.place.period - 1) not in off]


def _below(history: History, measure: str, earlier: int, period: int) -> Mapping[int, list[_Year]]:
    """Return the parents with their units that have both figures."""
    groups: dict[int, list[_Year]] = {}
    for unit, values in enumerate(history.counts[measure]):
        parent, before, now = history.units[unit].parent, values[earlier], values[period]
        if parent is not None and before and now is not None:
            groups.setdefault(parent, []).append(_Year(unit, Fraction(before), Fraction(now)))
    return groups


def _of_parent(
    history: History, parent: Place, earlier: int, years: list[_Year], thresholds: Thresholds
) -> Iterator[Flag]:
    if len(years) < _FEWEST or not any(year.now for year in years):
        return
    usual, variant = _usual_ratio(years, thresholds)
    for year in years if usual else ():
        expected = year.before * usual
        apart, ratio = abs(year.now - expected), 100 * year.now / expected
        if apart < thresholds.off_parent_people or _is_inside(ratio, thresholds):
            continue
        told = {
            "before": whole(year.before),
            "now": whole(year.now),
            "earlier": history.periods[earlier],
            "parent": history.units[parent.unit].name,
            "ratio": quotient(year.now / year.before),
            "parent_ratio": quotient(usual),
            "relative": quotient(ratio / 100),
            "low": Quotient(thresholds.off_parent_low, 100),
            "high": Quotient(thresholds.off_parent_high, 100),
            "source": source_of_rule(
                "off_parent_low" if ratio < 100 else "off_parent_high", thresholds, "who"
            ),
        }
        yield Flag(parent._replace(unit=year.unit), told, round(apart), variant)


def _usual_ratio(years: list[_Year], thresholds: Thresholds) -> tuple[Fraction, str]:
    """Return the parent's ratio to last year; the median of its units' where one of them carries the parent with it."""
    before, now = sum(year.before for year in years), sum(year.now for year in years)
    of_parent, middle = (
        Fraction(now) / Fraction(before),
        median([year.now / year.before for year in years]),
    )
    # One large unit that went astray takes its parent along, and all others would look odd.
    is_carried = bool(middle) and not _is_inside(100 * of_parent / middle, thresholds)
    return (middle, "median") if is_carried else (of_parent, "")


def _is_inside(ratio_pct: Fraction, thresholds: Thresholds) -> bool:
    return thresholds.off_parent_low <= ratio_pct <= thresholds.off_parent_high
