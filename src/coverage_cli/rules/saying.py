"""How a message says how many more there are, an exact percentage, and where its threshold comes from."""

from __future__ import annotations

from fractions import Fraction

from coverage_cli.model import Count, Phrase, Quotient
from coverage_cli.project import Thresholds

_DEFAULT = Thresholds()


def quotient(value: Count) -> Quotient:
    """Return an exact number as a percentage is kept."""
    return Quotient(*value.as_integer_ratio())


def percent(over: Count, under: Count) -> Quotient:
    """Return how many percent one count is of another, exactly."""
    return quotient(100 * Fraction(over) / Fraction(under))


def apart(one: Count, other: Count) -> Count:
    """Return how many people two counts are apart."""
    return max(one - other, other - one)


def whole(value: Fraction) -> Count:
    """Return a count as it is kept: a whole number as `int`."""
    return value.numerator if value.denominator == 1 else value


def further(count: int) -> Phrase | str:
    """Return the words for the units that a message does not name."""
    return Phrase("further_units", {"count": count}) if count else ""


def source_of_rule(key: str, thresholds: Thresholds, published: str = "default") -> Phrase:
    """Return where a threshold comes from: the project file where it says otherwise, else who published it."""
    is_told = getattr(thresholds, key) != getattr(_DEFAULT, key)
    return Phrase("source_told" if is_told else f"source_{published}", {"setting": key})
