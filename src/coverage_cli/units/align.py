"""Find the units of one list among those of another time: by code, else by name, never by likeness."""

from __future__ import annotations

from coverage_cli.model import Units
from coverage_cli.units.names import TypeWords


def align(units: Units, others: Units, type_words: TypeWords) -> list[int | None]:
    """Return for each unit its place among the others, None where they have none or it is not clear which."""
    if units == others or _same_places(units, others):
        return list(range(len(units)))
    from coverage_cli.units.match import match_units  # only needed where the lists differ

    return [match.at for match in match_units(units, others, type_words)]


def _same_places(units: Units, others: Units) -> bool:
    """Tell whether both lists have the same units in the same order, whatever rows they stand in."""
    columns = ("parents", "names", "levels", "codes")
    return all(list(getattr(units, name)) == list(getattr(others, name)) for name in columns)
