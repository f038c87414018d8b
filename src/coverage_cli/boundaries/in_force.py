"""The units in force on a day: those of a sheet are found among them by code and name, never by likeness.

A code alone is no proof, for most codes of a new list were borne by other units before; nor is a name under another
upper unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from coverage_cli.boundaries.crosswalk import Crosswalk, Place
from coverage_cli.grouping import grouped, only
from coverage_cli.model import Units
from coverage_cli.spelling import loosened
from coverage_cli.units.names import Name

Part = Callable[[str], Name]


class InForce:
    """The units of a table on one day, to be found by code or by name."""

    def __init__(
        self,
        table: Crosswalk,
        day: str,
        part: Part,
    ) -> None:
        self.table, self.day, self.part = table, day, part
        self.there = table.on(day)
        places = table.places
        self.names = {at: part(places[at].name) for at in self.there}
        self.by_code = grouped((places[at].code, at) for at in self.there if places[at].code)
        self.by_name = grouped((loosened(self.names[at].bare), at) for at in self.there)
        self.lengths = sorted(set(map(len, self.by_code)))
        self.above = {at: self._above(places[at]) for at in self.there}
        self.uppers = frozenset().union(*self.above.values())

    def _above(self, place: Place) -> frozenset[str]:
        return frozenset(self.part(name).bare for name in place.above)

    def may_be(
        self,
        at: int,
        name: Name,
    ) -> bool:
        """Tell whether a name may be that of a unit: the same, one of them perhaps without its type word."""
        own = self.names[at]
        is_one_kind = own.kind == name.kind or not own.kind or not name.kind
        return is_one_kind and loosened(own.bare) == loosened(name.bare)

    def named(
        self,
        name: str,
        code: str | None,
    ) -> list[int]:
        """Return the units that bear a name, and the code where one is told that units of that name bear."""
        wanted = self.part(name)
        called = self.by_name.get(loosened(wanted.bare), ())
        fitting = [at for at in called if self.may_be(at, wanted)]
        coded = {at for way in self._ways(code) for at in self.by_code.get(way, ())}
        return [at for at in fitting if at in coded] or fitting

    def _ways(self, code: str | None) -> list[str]:
        """Return how a code may be written here: spreadsheets lose the zeros in front of numbers."""
        if not code:
            return []
        return [code, *(code.zfill(length) for length in self.lengths if length > len(code))]

    def knows(
        self,
        name: str,
        code: str | None,
    ) -> bool:
        """Tell whether a unit of that name, and of that code where both have one, is in force."""
        called = self.named(name, code)
        if not code:
            return bool(called)
        ways = self._ways(code)
        return any(self.table.places[at].code in (*ways, "") for at in called)

    def found(self, units: Units) -> list[int | None]:
        """Return for each unit of a sheet the one in force that it is; None for uppers and for what is not clear."""
        found: list[int | None] = [None] * len(units)
        several: dict[int, list[int]] = {}
        for at in units.lowest:
            candidates = self._candidates(units, at)
            if len(candidates) == 1:
                found[at] = candidates[0]
            elif candidates:
                several[at] = candidates
        self._by_neighbours(
            units,
            found,
            several,
        )
        return self._each_once(found)

    def _candidates(
        self,
        units: Units,
        at: int,
    ) -> list[int]:
        """Return the units that one of a sheet may be: by code and name, else by name under its own upper units."""
        code, called = units.codes[at], self.named(units.names[at], units.codes[at])
        coded = [one for one in called if self.table.places[one].code in self._ways(code)]
        if coded:
            return coded
        told = {self.part(units.names[upper]).bare for upper in units.uppers(at)}
        # Only what the list knows as an upper unit can speak against a place: an insurance office does not.
        told &= self.uppers
        return [one for one in called if told <= self.above[one]]

    def _by_neighbours(
        self,
        units: Units,
        found: list[int | None],
        several: dict[int, list[int]],
    ) -> None:
        """Choose among units of one name by what stands beside them in the sheet."""
        beside = grouped(
            (units.parents[at], self.table.places[place].parent)
            for at, place in enumerate(found)
            if place is not None
        )
        everywhere = {parent for parents in beside.values() for parent in parents}
        for at, candidates in several.items():
            for parents in (beside.get(units.parents[at], ()), everywhere):
                fitting = [one for one in candidates if self.table.places[one].parent in parents]
                if len(fitting) == 1:
                    found[at] = fitting[0]
                    break

    def _each_once(self, found: Sequence[int | None]) -> list[int | None]:
        """Return the finds without those that two units of the sheet share: neither is sure."""
        claimed = grouped((place, at) for at, place in enumerate(found))
        return [
            place if place is None or only(claimed[place]) == at else None
            for at, place in enumerate(found)
        ]


def how_many(force: InForce, named: Iterable[tuple[str, str | None]]) -> int:
    """Return how many of these names and codes are in force."""
    return sum(force.knows(name, code) for name, code in named)
