"""A column's cells -> rates in percent, for targets and for the rates a sheet prints itself.

A rate may be stored in points (95), as a fraction (0.95) or written (95 %, 94,5). Which one is decided for the whole
column: by what the user tells, by a % sign, else by which reading lies near the rates that the counts give.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from coverage_cli.clean.counts import Issue, why_no_number
from coverage_cli.clean.notation import (
    Convention,
    Digits,
    Style,
    convention_of_rates,
    digits_of,
    digits_of_float,
    value_of,
    written,
)
from coverage_cli.model import Quotient, Value

Scale = Literal["points", "fraction"]
FRACTION_LIMIT = 1.5
"""A column whose rates all stay below this may hold fractions: 150 % is the highest rate they would mean."""
GUESSED = "values up to 1.5"
"""What decided the scale where nothing else did: 1.2 may be 120 % or 1.2 %."""
_FULL = 8
"""A rate of so many decimals was not rounded by anybody."""
_NEAR = 5
"""How many times nearer one reading must lie to the computed rates to be taken."""


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
    scale, decided_by = _scale([rate for rate in raw if rate and not rate.percent], told_scale, near)
    values: list[Rate | None] = []
    known: dict[_Raw, Rate] = {}  # rates of two decimals repeat: each is worked out once
    for at, rate in enumerate(raw):
        if rate is not None and not rate.percent and told_scale is None and _is_off_scale(rate, scale):
            issues.append(Issue(at, "rate-scale-mixed", "", str(cells[at]), "error"))
            values.append(None)
            continue
        made = None if rate is None else known.get(rate)
        if rate is not None and made is None:
            made = known[rate] = _in_percent(rate, scale)
        values.append(made)
    return RateColumn(values, issues, convention, scale, decided_by)


def _raw(
    cells: Sequence[Value], told: Style | None, usual: Style | None
) -> tuple[list[_Raw | None], list[Issue], Convention | None]:
    texts = {at: read for at, cell in enumerate(cells) if type(cell) is str and (read := written(cell))}
    convention = convention_of_rates([read.text for read in texts.values()], told, usual)
    digits = {cell: digits_of_float(cell) for cell in {cell for cell in cells if type(cell) is float}}
    stored = _decimals([digits[cell].decimals if type(cell) is float else 0 for cell in cells if _is_stored(cell)])
    numbers = {cell: _Raw(number, max(stored, number.decimals), percent=False) for cell, number in digits.items()}
    rates: list[_Raw | None] = []
    issues: list[Issue] = []
    for at, cell in enumerate(cells):
        rate = None
        if type(cell) is float:
            rate = numbers[cell]
        elif type(cell) is int:
            rate = _Raw(Digits(cell, 0), stored, percent=False)
        elif at in texts:
            rate = _read_text(texts[at].text, convention, percent=texts[at].percent)
            if rate is None:
                issues.append(Issue(at, "ambiguous-number", "", str(cell).strip(), "error"))
        elif cell is not None and (issue := why_no_number(at, cell)).code != "missing-value":
            issues.append(issue)
        rates.append(rate)
    return rates, issues, convention if texts else None


def _is_stored(cell: Value) -> bool:
    return type(cell) is float or type(cell) is int


def _decimals(decimals: Sequence[int]) -> int:
    """Return how many decimals a column of stored rates shows: those of its longest, for a stored 94 stands for 94.00.

    A few kept in full precision among rounded ones (totals that are formulas) say nothing of the others.
    """
    rounded = [places for places in decimals if places < _FULL]
    return max(rounded if 2 * len(rounded) > len(decimals) else decimals, default=0)


def _read_text(number: str, convention: Convention, *, percent: bool) -> _Raw | None:
    plain = "." not in number and "," not in number
    style: Style | None = "en" if plain else convention.style
    if style is None:
        return None
    if value_of(number, style) is None:
        return None
    digits = digits_of(number, style)
    return _Raw(digits, digits.decimals, percent)


def _scale(rates: Sequence[_Raw], told: Scale | None, near: Fraction | None) -> tuple[Scale, str]:
    if told:
        return told, "told"
    sizes = {rate.number: float(rate.number.value()) for rate in set(rates) if rate.number.digits > 0}
    positive = [sizes[rate.number] for rate in rates if rate.number.digits > 0]
    if not positive:
        return "points", "a % sign or nothing to tell"
    small = sorted(value for value in positive if value <= FRACTION_LIMIT)
    if 2 * len(small) <= len(positive):
        return "points", "values above 1.5"
    middle = small[len(small) // 2]  # a hint about magnitudes: no figure comes out of it
    if near and _distance(middle, float(near)) * _NEAR < _distance(100 * middle, float(near)):
        return "points", "near the computed rates"
    return "fraction", GUESSED


def _distance(value: float, near: float) -> float:
    return max(value / near, near / value)


def _is_off_scale(rate: _Raw, scale: Scale) -> bool:
    """Tell whether a rate cannot be of its column's scale: 95 among fractions."""
    return scale == "fraction" and 2 * rate.number.digits > 3 * 10**rate.number.decimals


def _in_percent(rate: _Raw, scale: Scale) -> Rate:
    number, places = rate.number, rate.places
    if scale == "fraction" and not rate.percent:
        number, places = number.times_100(), places - 2
    tolerance = Quotient(1, 2 * 10**places) if places >= 0 else Quotient(10**-places, 2)
    return Rate(number.value(), tolerance)
