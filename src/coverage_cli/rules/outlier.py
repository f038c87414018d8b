"""Find values far from a unit's own others, by the modified z-score.

The value that is tested is no part of what it is tested against (leave-one-out): with it, twelve values could never be
more than 3.18 standard deviations apart, and two spikes would hide each other. Both sides count. Where more than half
of the others are equal, their median absolute deviation is 0 and their mean one is taken; where all are equal nothing
is judged here: that is a jump. What grows steadily has its first and last values far from its median: a value must be
as far from the unit's own trend, too (the median of all slopes, Theil and Sen), itself left out of that as well. Where
the units beside it moved in the same way (cards that run out at the turn of the year) it is none either.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from coverage_cli.model import Count
from coverage_cli.project import Thresholds
from coverage_cli.records import NamedTuple
from coverage_cli.rules.history import Flag, History, Place, Values
from coverage_cli.rules.medians import departures, median
from coverage_cli.rules.saying import quotient, source_of_rule

# Makes the median absolute deviation of a normal distribution its standard deviation (R's `mad` has it built in).
_MAD_SCALE = Fraction(14826, 10000)
# The same for the mean absolute deviation: the square root of pi / 2.
_MEAN_SCALE = Fraction(12533, 10000)
# With fewer units beside it nothing tells whether all moved.
_FEWEST = 3
_YEAR = 12


class Score(NamedTuple):
    """How far a value lies from the median of the others, in scaled deviations."""

    z: Fraction
    median: Fraction
    by_mean: bool


def judge(history: History, thresholds: Thresholds) -> list[Flag]:
    """Return the outliers of all periods; several of one unit within a year are errors."""
    flags: list[Flag] = []
    beside = {measure: _Beside(history, units) for measure, units in history.counts.items()}
    for measure, unit, values in history.moving(history.counts, thresholds.outlier_pct):
        found = [
            flag
            for period, others in departures(values, thresholds.outlier_pct)
            if (flag := _judged(Place(measure, unit, period), values[period], others, thresholds))
            and _is_off_trend(history, values, period, thresholds)
            and not beside[measure].moved_alike(unit, period, thresholds)
        ]
        flags += [_in_its_year(history, flag, found, thresholds) for flag in found]
    return flags


class _Beside:
    """What the units beside another one have in a period, over what they usually have; each asked for once."""

    def __init__(self, history: History, units: Sequence[Values]) -> None:
        self._parents, self._units = [known.parent for known in history.units], units
        self._below: dict[int | None, list[int]] = {}
        for unit, parent in enumerate(self._parents):
            self._below.setdefault(parent, []).append(unit)
        self._known: dict[tuple[int | None, int], dict[int, Fraction]] = {}

    def moved_alike(self, unit: int, period: int, thresholds: Thresholds) -> bool:
        """Tell whether a value is near the unit's usual one, moved as the median of those beside it has moved."""
        shares = self._shares(self._parents[unit], period)
        others = [share for other, share in shares.items() if other != unit]
        if unit not in shares or len(others) < _FEWEST:
            return False
        expected = median(others)
        return 100 * abs(shares[unit] - expected) <= thresholds.outlier_pct * expected

    def _shares(self, parent: int | None, period: int) -> dict[int, Fraction]:
        if (parent, period) not in self._known:
            shares = ((unit, _share(self._units[unit], period)) for unit in self._below[parent])
            self._known[parent, period] = {
                unit: share for unit, share in shares if share is not None
            }
        return self._known[parent, period]


def _share(values: Values, period: int) -> Fraction | None:
    """Return a value over the median of the unit's others."""
    own, others = (
        values[period],
        [value for at, value in enumerate(values) if at != period and value is not None],
    )
    usual = median(others) if own is not None and others else None
    return Fraction(own or 0) / usual if usual else None


def _judged(
    place: Place, found: Count | None, others: Sequence[Count], thresholds: Thresholds
) -> Flag | None:
    if found is None or len(others) + 1 < thresholds.outlier_values:
        return None
    score = score_of(found, others)
    if score is None or not _is_far(found, score, thresholds):
        return None
    told = {
        "found": found,
        "median": round(score.median),
        "z": quotient(score.z),
        "values": len(others) + 1,
        "threshold": thresholds.outlier,
        "source": source_of_rule("outlier", thresholds, "z"),
    }
    return Flag(place, told, abs(round(found - score.median)), "mean" if score.by_mean else "")


def score_of(found: Count, others: Sequence[Count]) -> Score | None:
    """Return a value's modified z-score against the others, None where all of these are equal.

    >>> score_of(109, [100, 101, 99, 102, 98, 100, 100]).z == (109 - 100) / (Fraction("1.4826") * 1)
    True
    >>> score_of(900, [100] * 11) is None
    True
    """
    middle = median(others)
    apart = [abs(value - middle) for value in others]
    deviation, by_mean = _MAD_SCALE * median(apart), False
    if not deviation:
        deviation, by_mean = _MEAN_SCALE * sum(apart, Fraction(0)) / len(apart), True
    return Score((found - middle) / deviation, middle, by_mean) if deviation else None


def _is_off_trend(history: History, values: Values, period: int, thresholds: Thresholds) -> bool:
    """Tell whether a value is far from what the unit's other values lead to, month by month."""
    points = [
        (history.month(at), Fraction(value)) for at, value in enumerate(values) if value is not None
    ]
    own = history.month(period)
    others = [point for point in points if point[0] != own]
    slopes = [
        (two[1] - one[1]) / (two[0] - one[0])
        for one, two in combinations(others, 2)
        if one[0] != two[0]
    ]
    slope = median(slopes) if slopes else Fraction(0)
    levels = [value - slope * month for month, value in others]
    own_level = Fraction(values[period] or 0) - slope * own
    score = score_of(own_level, levels) if levels else None
    return own_level != median(levels) if score is None else _beyond(score, thresholds)


def _beyond(score: Score, thresholds: Thresholds) -> bool:
    return abs(score.z) > Fraction(thresholds.outlier.over, thresholds.outlier.under)


def _is_far(found: Count, score: Score, thresholds: Thresholds) -> bool:
    """Tell whether a value lies beyond the threshold, by as many people as matter."""
    return _beyond(score, thresholds) and abs(found - score.median) >= thresholds.jump_people


def _in_its_year(
    history: History, flag: Flag, found: Sequence[Flag], thresholds: Thresholds
) -> Flag:
    """Make an outlier an error where the unit has so many of them within the twelve months up to it."""
    period = flag.place.period
    earlier = [other.place.period for other in found if other.place.period < period]
    count = 1 + sum(history.months(before, period) < _YEAR for before in earlier)
    if count < thresholds.outliers_error:
        return flag
    return flag._replace(values={**flag.values, "times": count}, variant="often")
