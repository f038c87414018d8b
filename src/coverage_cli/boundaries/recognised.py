"""Which list of units a sheet is written on, as its names and codes tell: the day, and how many units say so."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from coverage_cli.boundaries.eras import Era, Eras
from coverage_cli.boundaries.shipped import COUNTRIES, shipped
from coverage_cli.model import Units
from coverage_cli.records import NamedTuple
from coverage_cli.units.names import Name, namer

# So many units, and so many of ten, must be of a country for the sheet to be one of it.
_FEWEST, _OF_TEN = 5, 8


class InForceThen(NamedTuple):
    """The list that a sheet's units are of: country, a day of it, how many of how many units are on it.

    `expected` is the day of the list that was in force in the sheet's period, `strangers` the units that another list
    alone has, `other` a day of that one.
    """

    country: str
    day: str
    known: int
    count: int  # type: ignore[assignment]  # how many units the sheet has
    expected: str
    strangers: tuple[str, ...]
    other: str


def list_in_force(
    units: Units,
    kinds: tuple[tuple[str, str], ...],
    day: str | None,
) -> InForceThen | None:
    """Return the list that units are of, None where they are of no country whose changes come with the program.

    `kinds` are the words for types of units, and what each is short for; `day` is that of the sheet's period.
    """
    count = len(units.lowest)
    if count < _FEWEST or not _has_types(units, kinds):
        return None
    for country in COUNTRIES:
        era = _eras_of(country, kinds).of_units(units, day)
        # Of two lists mixed up both are of the country.
        if 10 * (era.known + len(era.strangers)) >= _OF_TEN * count:
            return _told(country, era, count)
    return None


def _told(
    country: str,
    era: Era,
    count: int,
) -> InForceThen:
    return InForceThen(
        country=country,
        day=era.day,
        known=era.known,
        count=count,
        expected=era.expected,
        strangers=era.strangers if era.is_mixed else (),
        other=era.other if era.is_mixed else "",
    )


def _has_types(units: Units, kinds: tuple[tuple[str, str], ...]) -> bool:
    """Tell whether most names have a word for their type: without one names of all countries are alike."""
    part = _namer(kinds)
    typed = sum(part(units.names[at]).kind != "" for at in units.lowest)
    return 2 * typed > len(units.lowest)


@cache
def _eras_of(country: str, kinds: tuple[tuple[str, str], ...]) -> Eras:
    return Eras(shipped(country), _namer(kinds))


@cache
def _namer(kinds: tuple[tuple[str, str], ...]) -> Callable[[str], Name]:
    return namer(dict(kinds))
