"""How a finding says of whom it is, how many more there are, and where its threshold comes from; nothing is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from coverage_cli.model import Count, Finding, Observations, Phrase, Quotient
from coverage_cli.project import Thresholds

_USUAL = Thresholds()


def finding_on(
    observations: Observations, code: str, measure: str, units: Sequence[int], values: Mapping[str, object]
) -> Finding:
    """Return a warning on some units, at the cells of one of their measures; a single unit is named."""
    place = observations.places[measure][units[0]] if measure in observations.places else None
    file, sheet = observations.origins[place[0]] if place else observations.origin(units[0])
    cells = tuple(cell for at in units if (cell := observations.cell(measure, at)))
    name = observations.units[units[0]].name if len(units) == 1 else None
    return Finding(code, "warning", values, file, sheet, cells, name, len(units))


def percent(over: Count, under: Count) -> Quotient:
    """Return how many percent one count is of another, exactly."""
    value = 100 * Fraction(over) / Fraction(under)
    return Quotient(value.numerator, value.denominator)


def further(count: int) -> Phrase | str:
    """Return the words for the units that a message does not name."""
    return Phrase("further_units", {"count": count}) if count else ""


def source_of_rule(key: str, thresholds: Thresholds, published: str = "default") -> Phrase:
    """Return where a threshold comes from: the project file where it says otherwise, else who published it."""
    is_told = getattr(thresholds, key) != getattr(_USUAL, key)
    return Phrase("source_told" if is_told else f"source_{published}", {"setting": key})
