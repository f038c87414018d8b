"""Counts of several periods side by side, and how what is odd about some of them becomes findings.

Vocabulary of the rules over time: a rule sees aligned counts, never a sheet. One finding is made of all units of one
rule, period and measure; it names the cells of the newer values.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from coverage_cli.model import Count, Finding, Severity
from coverage_cli.periods import months_apart
from coverage_cli.rules.saying import further

Values = Sequence[Count | None]
"""One unit's counts of one measure, a period each."""


class Known(NamedTuple):
    """A unit of a history: its parent is its place among the units."""

    name: str
    parent: int | None
    leaf: bool


class Spot(NamedTuple):
    """Where a value stands: file, sheet and cell as far as they are known, and the heading of its column."""

    file: str | None
    sheet: str | None
    cell: str | None
    column: str


class Place(NamedTuple):
    """A value of a history: whose, of what, when."""

    measure: str
    unit: int
    period: int


class History(NamedTuple):
    """The lowest units' counts of one measure after another, aligned with `units` and with `periods` (in time).

    `told` are the places of the periods that are reported on: earlier deliveries are only compared with. `spot` finds
    the cell of a value by measure, unit and period. `members` are the lowest units that each period speaks of, with
    those that a list expects where it is `listed` who should report. `denominators` are measures that others are
    divided by, which may stay the same for a year; `flows` begin anew in each period, so that they are no stocks.
    """

    periods: tuple[str, ...]
    told: frozenset[int]
    units: tuple[Known, ...]
    counts: Mapping[str, Sequence[Values]]
    spot: Callable[[str, int, int], Spot]
    denominators: frozenset[str] = frozenset()
    flows: frozenset[str] = frozenset()
    members: Sequence[frozenset[int]] = ()
    listed: bool = False

    @property
    def stocks(self) -> list[str]:
        """Return the measures whose figure of one month follows from the month before."""
        return [measure for measure in self.counts if measure not in self.flows]

    def months(self, earlier: int, later: int) -> int:
        """Return how many months lie between two periods, days rounded to months; less than one counts as one."""
        return max(1, round(months_apart(self.periods[earlier], self.periods[later])))

    def month(self, period: int) -> Count:
        """Return how many months after the first period another one ends."""
        return months_apart(self.periods[0], self.periods[period])

    def without(self, doubtful: Collection[Place]) -> History:
        """Return the history without some values."""
        if not doubtful:
            return self
        counts = {measure: list(units) for measure, units in self.counts.items()}
        for measure, unit, period in doubtful:
            values = counts[measure][unit]
            counts[measure][unit] = [None if at == period else value for at, value in enumerate(values)]
        return self._replace(counts=counts)


class Flag(NamedTuple):
    """An odd value: what fills the message of its rule, and how many people it concerns."""

    place: Place
    severity: Severity
    values: Mapping[str, object]
    people: int
    variant: str = ""


def grouped(history: History, code: str, flags: Iterable[Flag]) -> list[Finding]:
    """Return a finding for all units of one rule, period and measure; the unit of most people is named."""
    groups: dict[tuple[int, str, str, str, str, str], list[tuple[Flag, Spot]]] = {}
    for flag in flags:
        spot = history.spot(*flag.place)
        where = spot.file or "", spot.sheet or ""
        group = (flag.place.period, flag.place.measure, flag.severity, flag.variant, *where)
        groups.setdefault(group, []).append((flag, spot))
    return [_finding(history, code, groups[group]) for group in sorted(groups)]


def _finding(history: History, code: str, members: Sequence[tuple[Flag, Spot]]) -> Finding:
    ordered = sorted(members, key=lambda member: -member[0].people)
    flag, spot = ordered[0]
    unit = history.units[flag.place.unit].name
    values = {
        "unit": unit,
        "column": spot.column,
        "period": history.periods[flag.place.period] or "–",
        "further": further(len(members) - 1),
        **flag.values,
    }
    return Finding(
        code,
        flag.severity,
        values,
        spot.file,
        spot.sheet,
        tuple(where.cell for _, where in ordered if where.cell),
        unit if len(members) == 1 else None,
        len(members),
        sum(other.people for other, _ in members) or None,
        flag.variant,
    )
