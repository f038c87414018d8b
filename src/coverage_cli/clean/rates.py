"""A column's cells -> rates in percent, for targets and for the rates a sheet prints itself.

A rate may be stored in points (95), as a fraction (0.95) or written (95 %, 94,5). Which one is decided for the whole
column: by what the user tells, by a % sign, else by which reading lies near the rates that the counts give.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from coverage_cli.clean.aligned import each, middle
from coverage_cli.clean.counts import Issue, why_no_number
from coverage_cli.clean.notation import (
    Convention,
    Digits,
    Style,
    Written,
    convention_of_rates,
    digits_of,
    digits_of_float,
    value_of,
    written,
)
from coverage_cli.grouping import places_where
from coverage_cli.model import Quotient, Value
from coverage_cli.records import NamedTuple

Scale = Literal["points", "fraction"]
FRACTION_LIMIT = 1.5
"""A column whose rates all stay below this may hold fractions: 150 % is the highest rate they would mean."""
GUESSED = "values up to 1.5"
"""What decided the scale where nothing else did: 1.2 may be 120 % or 1.2 %."""
# A rate of so many decimals was not rounded by anybody.
_FULL = 8
# How many times nearer one reading must lie to the computed rates to be taken.
_NEAR = 5


class Rate(NamedTuple):
    """A rate in percent and half a unit of its last printed digit, both exact."""

    value: Quotient
    tolerance: Quotient


class RateColumn(NamedTuple):
    """A column read: its rates, what was odd about them, the convention and the scale, and what decided the scale."""

    values: list[Rate | None]
    issues: list[Issue]
    convention: Convention | None
    scale: Scale
    decided_by: str


class _Raw(NamedTuple):
    """A rate before its scale is known; `places` is how many decimals it was printed with."""

    number: Digits
    places: int
    percent: bool


def read_rates(
    cells: Sequence[Value],
    told_style: Style | None,
    usual: Style | None,
    told_scale: Scale | None,
    near: Fraction | None,
) -> RateColumn:
    """Read a column's cells as rates; `near` is about where they should lie, in percent, where that is known.

    Blank cells are no issue here: whether a target or a printed rate must stand there is not for this column to say.
    """
    raw, issues, convention = _raw(cells, told_style, usual)
    scale, decided_by = _scale(
        [rate for rate in raw if rate and not rate.percent], told_scale, near
    )
    odd = [] if told_scale else places_where(lambda rate: rate and _is_off_scale(rate, scale), raw)
    for at in odd:
        issues.append(Issue(at, "rate-scale-mixed", "", str(cells[at])))
        raw[at] = None
    # Rates of two decimals repeat, so each is worked out once.
    made = {rate: _in_percent(rate, scale) for rate in set(raw) if rate}
    return RateColumn(each(made.__getitem__, raw), issues, convention, scale, decided_by)


def _raw(
    cells: Sequence[Value], told: Style | None, usual: Style | None
) -> tuple[list[_Raw | None], list[Issue], Convention | None]:
    texts = {
        at: read for at, cell in enumerate(cells) if type(cell) is str and (read := written(cell))
    }
    convention = convention_of_rates([read.text for read in texts.values()], told, usual)
    stored = [cell for cell in cells if type(cell) is float or type(cell) is int]
    digits = {cell: digits_of_float(float(cell)) for cell in set(stored)}
    shown = _decimals([digits[cell].decimals for cell in stored])
    rates: list[_Raw | None] = []
    issues: list[Issue] = []
    for at, cell in enumerate(cells):
        rate = _read_text(texts[at], convention) if at in texts else None
        if type(cell) is float or type(cell) is int:
            rate = _Raw(digits[cell], max(shown, digits[cell].decimals), percent=False)
        elif at in texts and rate is None:
            issues.append(Issue(at, "ambiguous-number", "", str(cell).strip()))
        elif rate is None and (issue := why_no_number(at, cell)).code != "missing-value":
            issues.append(issue)
        rates.append(rate)
    return rates, issues, convention if texts else None


def _decimals(decimals: Sequence[int]) -> int:
    """Return how many decimals a column of stored rates shows: those of its longest, for a stored 94 stands for 94.00.

    A few kept in full precision among rounded ones (totals that are formulas) say nothing of the others.
    """
    rounded = [places for places in decimals if places < _FULL]
    return max(rounded if 2 * len(rounded) > len(decimals) else decimals, default=0)


def _read_text(read: Written, convention: Convention) -> _Raw | None:
    is_plain = "." not in read.text and "," not in read.text
    style: Style | None = "en" if is_plain else convention.style
    if style is None or value_of(read.text, style) is None:
        return None
    digits = digits_of(read.text, style)
    return _Raw(digits, digits.decimals, read.percent)


def _scale(rates: Sequence[_Raw], told: Scale | None, near: Fraction | None) -> tuple[Scale, str]:
    if told:
        return told, "told"
    sizes = {rate.number: float(rate.number.value()) for rate in set(rates)}
    positive = [size for rate in rates if (size := sizes[rate.number]) > 0]
    small = sorted(size for size in positive if size <= FRACTION_LIMIT)
    if not positive:
        return "points", "a % sign or nothing to tell"
    # A few units with next to no coverage are small in points, too; of fractions most are.
    if 2 * len(small) <= len(positive):
        return "points", "values above 1.5"
    if near and _distance(middle(small), float(near)) * _NEAR < _distance(
        100 * middle(small), float(near)
    ):
        return "points", "near the computed rates"
    return "fraction", GUESSED


def _distance(value: float, near: float) -> float:
    return max(value / near, near / value)


def _is_off_scale(rate: _Raw, scale: Scale) -> bool:
    """Tell whether a rate cannot be of its column's scale: 95 among fractions."""
    return (
        scale == "fraction"
        and not rate.percent
        # Above 1.5, in whole numbers: so high no fraction of this column can be.
        and 2 * rate.number.digits > 3 * 10**rate.number.decimals
    )


def _in_percent(rate: _Raw, scale: Scale) -> Rate:
    number, places = rate.number, rate.places
    if scale == "fraction" and not rate.percent:
        number, places = number.times_100(), places - 2
    tolerance = Quotient(1, 2 * 10**places) if places >= 0 else Quotient(10**-places, 2)
    return Rate(number.value(), tolerance)
