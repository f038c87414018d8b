"""Exact numbers: counts of people, and percentages kept as two whole numbers."""

from __future__ import annotations

from fractions import Fraction

from coverage_cli.records import NamedTuple

Count = int | Fraction
"""People; a `Fraction` where a sheet holds fractional ones (yearly averages)."""


class Quotient(NamedTuple):
    """An exact percentage, kept as two whole numbers and not reduced; `under` is positive."""

    over: int
    under: int

    def __float__(self) -> float:
        """Return the nearest float, for machine formats."""
        return self.over / self.under

    def rounded(self, places: int) -> int:
        """Return the value times 10**places, rounded half away from zero as a spreadsheet's ROUND does.

        >>> Quotient(1, 8).rounded(2)  # 0.125
        13
        >>> Quotient(-1, 8).rounded(2)
        -13
        """
        magnitude: int = (2 * abs(self.over) * 10**places + self.under) // (2 * self.under)
        return magnitude if self.over >= 0 else -magnitude
