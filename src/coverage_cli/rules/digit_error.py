"""Find counts with a digit too many, a digit too few or two digits exchanged, against what the unit usually has.

A unit's usual value is the median of its other periods, so that one wrong period is told from the right ones. The
number that was probably meant is said and never used.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction

from coverage_cli.grouping import places_where
from coverage_cli.model import Count
from coverage_cli.project import Thresholds
from coverage_cli.rules.history import Flag, History, Place, Values
from coverage_cli.rules.medians import departures, usual_of
from coverage_cli.rules.saying import quotient, source_of_rule

# A slip of the keys is told from chance in numbers of three digits and more.
_LEAST = 100
# So near to the usual value, in percent, two exchanged digits must come to be taken for the cause.
_NEAR_PCT = 1
# At most one in this many of a unit's values may show the same slip in a row.
_SHARE = 3
# So many times nearer than what was found: 1,101 after 1,000 is no 1,011.
_NEARER = 10


def judge(history: History, thresholds: Thresholds) -> list[Flag]:
    """Return the values of all periods that look like a slip of the keys."""
    flags = []
    for measure, unit, values in history.moving(history.stocks, thresholds.jump):
        found = {
            period: flag
            for period, others in departures(values, thresholds.jump)
            if (flag := _judged(Place(measure, unit, period), values[period], others, thresholds))
        }
        flags += _standing_out(values, found, thresholds) if found else []
    return flags


def _standing_out(values: Values, found: Mapping[int, Flag], thresholds: Thresholds) -> list[Flag]:
    """Return the flags of values that are off the ones right before and after: what moved there in steps is no slip.

    The same slip may stand in several periods in a row, up to a third of all; more of them are a new level.
    """
    known = places_where(lambda value: value is not None, values)
    kept: list[Flag] = []
    kinds = [found[period].variant if period in found else "" for period in known]
    for kind, run in itertools.groupby(range(len(known)), kinds.__getitem__):
        places = list(run)
        is_short = len(places) == 1 or _SHARE * len(places) <= len(known)
        if kind and is_short:
            beside = [
                values[known[at]] for at in (places[0] - 1, places[-1] + 1) if 0 <= at < len(known)
            ]
            flags = [found[known[at]] for at in places]
            kept += [
                flag
                for flag in flags
                if all(_is_off(values[flag.place.period], at, kind, thresholds) for at in beside)
            ]
    return kept


def _is_off(value: Count | None, beside: Count | None, kind: str, thresholds: Thresholds) -> bool:
    """Tell whether a value is off another by more than a move, for a digit by half of its factor at least."""
    own, other = Fraction(value or 0), Fraction(beside or 0)
    if kind == "swapped" or not own or not other:
        return 100 * abs(own - other) > thresholds.jump * other
    return 2 * _times(own, other) >= thresholds.digit_low


def _judged(
    place: Place, found: Count | None, others: Sequence[Count], thresholds: Thresholds
) -> Flag | None:
    usual = usual_of(others)
    # A fraction (an average) was calculated, not typed.
    if not found or not usual or Fraction(found).denominator > 1 or max(found, usual) < _LEAST:
        return None
    meant = likely(int(found), usual, thresholds)
    if meant is None:
        return None
    kind, number = meant
    told = {
        "found": found,
        "usual": round(usual),
        "meant": number,
        "times": quotient(_times(found, usual)),
        "low": thresholds.digit_low,
        "high": thresholds.digit_high,
        "threshold": thresholds.jump,
        "near": _NEAR_PCT,
        "source": source_of_rule("jump" if kind == "swapped" else "digit_low", thresholds),
    }
    return Flag(place, told, abs(int(found) - number), kind)


def _times(found: Count, usual: Fraction) -> Fraction:
    return max(found / usual, usual / found)


def likely(found: int, usual: Fraction, thresholds: Thresholds) -> tuple[str, int] | None:
    """Return what slip a number shows against the usual value (extra, missing, swapped) and what was probably meant.

    >>> from coverage_cli.project import Thresholds
    >>> likely(47123, Fraction(4700), Thresholds()), likely(470, Fraction(4712), Thresholds())
    (('extra', 4712), ('missing', 4700))
    >>> likely(7400, Fraction(4690), Thresholds()), likely(5400, Fraction(4690), Thresholds())
    (('swapped', 4700), None)
    """
    times = _times(found, usual)
    if thresholds.digit_low <= times <= thresholds.digit_high:
        kind, numbers = (
            ("extra", _without_one(found)) if found > usual else ("missing", _with_one(found))
        )
        at_the_end = numbers[0]
        # The end is where most digits are typed too many: it goes before a place that would fit better.
        is_near = 100 * abs(at_the_end - usual) <= thresholds.jump * usual
        return kind, at_the_end if is_near else _nearest(numbers, usual)
    if 100 * abs(found - usual) <= thresholds.jump * usual:
        return None
    swapped = _nearest(_swapped(found), usual) if found >= _LEAST else found
    apart = abs(swapped - usual)
    is_near = (
        swapped != found
        and 100 * apart <= _NEAR_PCT * usual
        and _NEARER * apart <= abs(found - usual)
    )
    return ("swapped", swapped) if is_near else None


def _nearest(numbers: Sequence[int], usual: Fraction) -> int:
    return min(numbers, key=lambda number: (abs(number - usual), number))


def _without_one(number: int) -> list[int]:
    """Return the number without one of its digits, the last one first: that is where most are typed too many."""
    text = str(number)
    return [int(text[:at] + text[at + 1 :] or "0") for at in range(len(text) - 1, -1, -1)]


def _with_one(number: int) -> list[int]:
    """Return the number with a 0 behind it, then with one of its digits twice: what was left out cannot be known."""
    text = str(number)
    return [
        10 * number,
        *(int(text[:at] + text[at - 1] + text[at:]) for at in range(1, len(text) + 1)),
    ]


def _swapped(number: int) -> list[int]:
    text = str(number)
    swaps = (text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1))
    return [number, *(int(swap) for swap in swaps if swap[0] != "0")]
