"""The days between which units stay as they are, and which of these times a sheet's units are of.

A period is a first guess: reports go on on old units for a while, and undated lists say nothing; names and codes
decide.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from coverage_cli.boundaries.crosswalk import Crosswalk, day_before
from coverage_cli.boundaries.in_force import InForce, Part
from coverage_cli.model import Units
from coverage_cli.records import NamedTuple

# So many units, and one in so many of all, are no misspelt names.
_FEWEST, _ONE_IN = 3, 20
Named = tuple[str, str | None]


class Era(NamedTuple):
    """The time that a sheet's units are of: a day of it, and those of its units that another time alone knows.

    `expected` is a day of the time that its period is of, "" without one; `other` a day of the time of the `strangers`.
    """

    day: str
    expected: str
    known: int
    strangers: tuple[str, ...] = ()
    other: str = ""

    @property
    def is_mixed(self) -> bool:
        """Tell whether too many units are of another time to be misspelt."""
        count = len(self.strangers)
        return count >= _FEWEST and count * _ONE_IN >= self.known


class Eras:
    """The times of a table: `days` holds a day of each, the first change's eve and the days of change."""

    def __init__(
        self,
        table: Crosswalk,
        part: Part,
    ) -> None:
        self.table, self.part = table, part
        self.changes = table.days
        self.days = [day_before(self.changes[0]), *self.changes]
        self._lists: dict[str, InForce] = {}
        self._found: dict[tuple[object, ...], Era] = {}

    def of_day(self, day: str) -> str:
        """Return the day that stands for the time of a day."""
        return self.days[bisect_right(self.changes, day)]

    def units_on(self, day: str) -> InForce:
        """Return the units in force at a time."""
        if day not in self._lists:
            self._lists[day] = InForce(
                self.table,
                day,
                self.part,
            )
        return self._lists[day]

    def of_units(
        self,
        units: Units,
        day: str | None,
    ) -> Era:
        """Return the time that units are of; `day` is that of their period, None where none is known."""
        named = tuple((units.names[at], units.codes[at]) for at in units.lowest)
        expected = self.of_day(day) if day else ""
        asked = (named, expected)
        if asked not in self._found:
            self._found[asked] = self._era_of(named, expected)
        return self._found[asked]

    def _era_of(
        self,
        named: Sequence[Named],
        expected: str,
    ) -> Era:
        known = {day: self._known(named, day) for day in self.days}
        most = max(map(len, known.values()))
        own = expected if expected and not _is_clearly_more(most, len(known[expected])) else ""
        # Of several that know as many the latest: the same units are there.
        best = own or next(day for day in reversed(self.days) if len(known[day]) == most)
        left = {one for one in named if one not in known[best]}
        other = max(self.days, key=lambda day: len(left & known[day]))
        strangers = [one for one in named if one in left and one in known[other]]
        return Era(
            day=best,
            expected=expected,
            known=len(known[best]),
            strangers=tuple(name for name, _ in strangers),
            other=other,
        )

    def _known(
        self,
        named: Sequence[Named],
        day: str,
    ) -> set[Named]:
        there = self.units_on(day)
        return {(name, code) for name, code in named if there.knows(name, code)}


def _is_clearly_more(most: int, own: int) -> bool:
    return most - own >= _FEWEST and (most - own) * _ONE_IN >= most
