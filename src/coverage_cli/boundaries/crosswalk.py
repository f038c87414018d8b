"""A table of changes as types: units as they were from a day to a day, and what became of each.

Days are text (2025-07-01), "" for an open end. A unit is one place from one day to one day: the same code after a
change is another unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from coverage_cli.grouping import grouped
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key

OPEN = "9999-12-31"
"""Stands for an open end where days are compared."""
WHOLE = Fraction(1)
KINDS = ("unchanged", "renamed", "merged", "part", "new", "unknown")
"""What may be told of a change: nothing changed, name, type or parent changed, it became (a part of) another.

`new` is a unit made of none, `unknown` one of which nobody tells what it was made of.
"""


class Place(NamedTuple):
    """A unit as it was: `parent` is the unit above (`Tỉnh A > Huyện B` of several), `until` its last day."""

    code: str
    name: str
    parent: str = ""
    since: str = ""
    until: str = ""

    def is_there(self, day: str) -> bool:
        """Tell whether the unit was there on a day."""
        return self.since <= day <= (self.until or OPEN)

    @property
    def above(self) -> tuple[str, ...]:
        """Return the names of the units above, the highest first."""
        return tuple(filter(None, (part.strip() for part in self.parent.split(">"))))


class Change(NamedTuple):
    """What became of a unit on the day behind its last: `share` of its people (None: not known) went to another.

    `old` and `new` are places in the table's list; `old` None tells a unit that was made of none.
    """

    old: int | None
    new: int
    share: Fraction | None
    kind: str
    source: str


class Crosswalk(NamedTuple):
    """Units over time, and the changes between them; `name` is what messages call the table."""

    name: str
    places: Sequence[Place]
    changes: Sequence[Change]

    @property
    def days(self) -> list[str]:
        """Return the days on which something changed, in order."""
        return sorted({self.places[change.new].since for change in self.changes})

    def on(self, day: str) -> list[int]:
        """Return the units that were there on a day."""
        return [at for at, place in enumerate(self.places) if place.is_there(day)]

    def becoming(self) -> dict[int, list[Change]]:
        """Return what became of each unit that changed."""
        return grouped((one.old, one) for one in self.changes if one.old is not None)

    def made_of(self) -> dict[int, list[Change]]:
        """Return what each unit that came was made of."""
        return grouped((one.new, one) for one in self.changes)

    def lists_all(self, day: str) -> bool:
        """Tell whether the changes of a day name all units there were: who lists the unchanged ones lists all."""
        return any(
            one.kind == "unchanged" and self.places[one.new].since == day for one in self.changes
        )


class Goal(NamedTuple):
    """Where people of a unit are on the day asked for: in which unit, how many of them in parts of one.

    A goal that is not `reached` is the last unit that is known to hold them: how it was parted is not told.
    """

    place: int
    share: Fraction
    reached: bool


class Route:
    """What each unit of a table became by a day; `goals[at]` hold all people of a unit, their shares sum to one."""

    def __init__(
        self,
        table: Crosswalk,
        day: str,
    ) -> None:
        self.table, self.day = table, day
        self.becoming = table.becoming()
        self._sources: dict[str, Mapping[int, list[int]]] = {}
        self.goals: list[tuple[Goal, ...]] = [()] * len(table.places)
        latest_first = sorted(
            range(len(table.places)),
            key=lambda at: table.places[at].until or OPEN,
            reverse=True,
        )
        for at in latest_first:
            self.goals[at] = self._goals_of(at)

    def _goals_of(self, at: int) -> tuple[Goal, ...]:
        until = self.table.places[at].until or OPEN
        if until >= self.day:
            return (
                Goal(
                    at,
                    WHOLE,
                    reached=True,
                ),
            )
        shares: dict[tuple[int, bool], Fraction] = {}
        left = WHOLE
        for change in self.becoming.get(at, ()):
            known = change.share or Fraction(0)
            left -= known
            for goal in self.goals[change.new] if known else ():
                where = (goal.place, goal.reached)
                shares[where] = shares.get(where, Fraction(0)) + known * goal.share
        if left:
            shares[at, False] = left
        return tuple(
            Goal(
                place,
                share,
                reached,
            )
            for (place, reached), share in shares.items()
        )

    @cached_property
    def unknown(self) -> Mapping[int, frozenset[tuple[int, int]]]:
        """For each unit of the day the changes (from, to) that brought it people nobody knows how many."""
        lacking: dict[int, set[tuple[int, int]]] = {}
        for change in self.table.changes:
            pair = _pair_of(change)
            is_past = self.table.places[change.new].since <= self.day
            if pair is None or not is_past:
                continue
            for goal in self.goals[change.new]:
                lacking.setdefault(goal.place, set()).add(pair)
        return {place: frozenset(pairs) for place, pairs in lacking.items()}

    def is_ahead(self, pair: tuple[int, int], day: str) -> bool:
        """Tell whether a change that brought people came after a day."""
        return self.table.places[pair[1]].since > day

    def sources_on(self, day: str) -> Mapping[int, list[int]]:
        """Return for each unit of the day asked for those of another day whose people it got, as far as is told."""
        if day not in self._sources:
            self._sources[day] = grouped(
                (goal.place, at)
                for at in self.table.on(day)
                for goal in self.goals[at]
                if goal.reached
            )
        return self._sources[day]


def _pair_of(change: Change) -> tuple[int, int] | None:
    """Return (from, to) of a change that brought nobody knows how many people, None of any other.

    Who came from nobody knows where has a number of its own, below zero.
    """
    if change.old is None:
        return (-1 - change.new, change.new) if change.kind == "unknown" else None
    return (change.old, change.new) if change.share is None else None


def day_before(day: str) -> str:
    """Return the day before one.

    >>> day_before("2025-07-01"), day_after("2024-12-31")
    ('2025-06-30', '2025-01-01')
    """
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def day_after(day: str) -> str:
    """Return the day behind one."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def code_key(code: str | None) -> str:
    """Return a code as it is compared: spreadsheets lose the zeros in front of numbers."""
    return (code or "").strip().lstrip("0")


def known_as(place: Place) -> tuple[str, str, str]:
    """Return what two rows of a table must share to speak of one unit: code, name and the unit above."""
    return code_key(place.code), key(place.name), key(place.parent)
