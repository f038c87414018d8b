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


def in_percent(rate: Quotient, per: int) -> Quotient:
    """Return a rate given per 1,000 (or whatever its indicator is shown per) in percent.

    >>> float(in_percent(Quotient(12, 1), 1000))
    1.2
    """
    return rate if per == 100 else Quotient(100 * rate.over, per * rate.under)


def target_count_of_rate(target_pct: Quotient, denominator: Count, *, lower: bool = False) -> int:
    """Return the smallest whole number of people that reaches a rate: ceil(target x denominator / 100).

    Where lower is better, the largest that keeps to it: floor(target x denominator / 100).

    >>> target_count_of_rate(Quotient(95, 1), 159410)
    151440
    >>> target_count_of_rate(Quotient(95, 1), 30), target_count_of_rate(Quotient(95, 1), 30, lower=True)
    (29, 28)
    """
    people, parts = (
        target_pct.over * denominator.numerator,
        100 * target_pct.under * denominator.denominator,
    )
    return people // parts if lower else -(-people // parts)


def attainment_of_count(
    numerator: Count, target_count: int, *, lower: bool = False
) -> Quotient | None:
    """Return 100 x numerator / target_count; nothing attains a target of zero.

    Where lower is better it is turned round, 100 x target_count / numerator, so that 100 and more is met there, too;
    nothing is said of a numerator of zero.

    >>> round(float(attainment_of_count(9287, 8700)), 3)
    106.747
    >>> float(attainment_of_count(20, 15, lower=True)), attainment_of_count(0, 15, lower=True)
    (75.0, None)
    """
    over, under = (target_count, numerator) if lower else (numerator, target_count)
    return coverage_pct(over, under) if under > 0 else None


def attainment_of_rate(
    coverage: Quotient, target_pct: Quotient, *, lower: bool = False
) -> Quotient | None:
    """Return 100 x coverage / target, both in percent; turned round where lower is better.

    >>> float(attainment_of_rate(Quotient(470000, 5000), Quotient(95, 1)))
    98.94736842105263
    >>> float(attainment_of_rate(Quotient(20, 1), Quotient(10, 1), lower=True))
    50.0
    """
    over, under = (target_pct, coverage) if lower else (coverage, target_pct)
    if under.over <= 0:
        return None
    return Quotient(100 * over.over * under.under, over.under * under.over)


def gap_people(target_count: int, reached: Count, *, lower: bool = False) -> Count:
    """Return how many people are missing to the target; where lower is better, how many are too many.

    >>> gap_people(4750, 4700), gap_people(15, 20, lower=True)
    (50, 5)
    """
    return reached - target_count if lower else target_count - reached


def gap_pp(target: Quotient, coverage: Quotient, *, lower: bool = False) -> Quotient:
    """Return target minus coverage in percentage points; where lower is better, coverage minus target.

    >>> float(gap_pp(Quotient(95, 1), Quotient(470000, 5000)))
    1.0
    """
    over = target.over * coverage.under - coverage.over * target.under
    return Quotient(-over if lower else over, target.under * coverage.under)


def change_pct(now: Count, before: Count) -> Quotient | None:
    """Return the change in percent of what there was before; nothing grows from zero by a percentage.

    >>> round(float(change_pct(59177, 55317)), 3), change_pct(5, 0)
    (6.978, None)
    """
    return coverage_pct(now - before, before)


def is_met(numerator: Count, target_count: int, *, lower: bool = False) -> bool:
    """Tell whether a target is met, before any rounding: at least the target, or at most where lower is better."""
    return numerator <= target_count if lower else numerator >= target_count
