"""The formulas of the product, one function each, exact: whole numbers and quotients in, never a float.

Source: contract section 2 (docs/method.md holds them in words). Nothing here knows units, sheets or rounding.
"""

from __future__ import annotations

from fractions import Fraction

from coverage_cli.model import Count, Quotient


def coverage_pct(numerator: Count | None, denominator: Count | None) -> Quotient | None:
    """Return 100 x numerator / denominator; a denominator of zero is no denominator.

    >>> float(coverage_pct(4700, 5000)), coverage_pct(4700, 0)
    (94.0, None)
    """
    if numerator is None or not denominator:
        return None
    if type(numerator) is int and type(denominator) is int:
        return Quotient(100 * numerator, denominator)
    covered = 100 * Fraction(numerator) / Fraction(denominator)
    return Quotient(covered.numerator, covered.denominator)


def target_count_of_rate(target_pct: Quotient, denominator: Count) -> int:
    """Return the smallest whole number of people that reaches a rate: ceil(target x denominator / 100).

    >>> target_count_of_rate(Quotient(95, 1), 159410)
    151440
    """
    return -(-target_pct.over * denominator.numerator // (100 * target_pct.under * denominator.denominator))


def target_pct_of_count(target_count: int, denominator: Count | None) -> Quotient | None:
    """Return the rate that a count of people stands for, None without a denominator."""
    return coverage_pct(target_count, denominator)


def attainment_of_count(numerator: Count, target_count: int) -> Quotient | None:
    """Return 100 x numerator / target_count; nothing attains a target of zero.

    >>> round(float(attainment_of_count(9287, 8700)), 3)
    106.747
    """
    return coverage_pct(numerator, target_count)


def attainment_of_rate(coverage: Quotient, target_pct: Quotient) -> Quotient:
    """Return 100 x coverage / target, both in percent; the target is above zero.

    >>> float(attainment_of_rate(Quotient(470000, 5000), Quotient(95, 1)))
    98.94736842105263
    """
    return Quotient(100 * coverage.over * target_pct.under, coverage.under * target_pct.over)


def gap_pp(target: Quotient, coverage: Quotient) -> Quotient:
    """Return target minus coverage in percentage points.

    >>> float(gap_pp(Quotient(95, 1), Quotient(470000, 5000)))
    1.0
    """
    return Quotient(target.over * coverage.under - coverage.over * target.under, target.under * coverage.under)


def is_met(numerator: Count, target_count: int) -> bool:
    """Tell whether a target is met, before any rounding."""
    return numerator >= target_count
