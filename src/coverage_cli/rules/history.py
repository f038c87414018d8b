"""Counts of several periods side by side, and how what is odd about some of them becomes findings.

Vocabulary of the rules over time: a rule sees aligned counts, never a sheet. One finding is made of all units of one
rule, period and measure; it names the cells of the newer values.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from coverage_cli.findings import Where, finding, severity_of
from coverage_cli.model import Count, Finding
from coverage_cli.periods import in_time, is_later, months_apart
from coverage_cli.records import NamedTuple
from coverage_cli.rules.saying import further
from coverage_cli.spelling import key

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
    `excused` are units whose silence is acknowledged, each until a period (None: without an end), `accepted` the codes
    and units of findings that are.
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
    excused: Mapping[int, str | None] = {}
    accepted: frozenset[tuple[str, str]] = frozenset()

    def is_excused(self, unit: int, period: int) -> bool:
        """Tell whether it is acknowledged that a unit does not report for a period."""
        if unit not in self.excused:
            return False
        until = self.excused[unit]
        return until is None or not is_later(self.periods[period], until)

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

    def years_apart(self) -> list[tuple[int, int]]:
        """Return the periods that are told about with the same time of the year before: (earlier, period)."""
        ends = {in_time(period)[:2]: at for at, period in enumerate(self.periods) if period}
        told = [(at, in_time(self.periods[at])) for at in sorted(self.told)] if ends else []
        return [
            (ends[year - 1, month], at)
            for at, (year, month, *_) in told
            if (year - 1, month) in ends
        ]

    def moving(self, measures: Iterable[str], percent: int) -> Iterator[tuple[str, int, Values]]:
        """Yield the counts of those units that are not the same within so many percent of the lowest in all periods.

        No count of the others is that far from another one, nor from what is usual among them.
        """
        for measure in measures:
            for unit, values in enumerate(self.counts[measure]):
                known = [value for value in values if value is not None]
                if known and 100 * (max(known) - min(known)) > percent * min(known):
                    yield measure, unit, values

    def without(self, doubtful: Collection[Place]) -> History:
        """Return the history without some values."""
        counts = {measure: list(units) for measure, units in self.counts.items()}
        for measure, unit, period in doubtful:
            values = counts[measure][unit]
            counts[measure][unit] = [
                None if at == period else value for at, value in enumerate(values)
            ]
        return self._replace(counts=counts)


class Flag(NamedTuple):
    """An odd value: what fills the message of its rule, how many people it concerns, whether it is a grave one."""

    place: Place
    values: Mapping[str, object]
    people: int
    variant: str = ""
    graver: bool = False


def grouped(history: History, code: str, flags: Iterable[Flag]) -> list[Finding]:
    """Return a finding for all units of one rule, period and measure; the unit of most people is named.

    A unit for which a finding of the rule is acknowledged has one of its own.
    """
    groups: dict[tuple[object, ...], list[tuple[Flag, Spot]]] = {}
    for flag in flags:
        spot, name = history.spot(*flag.place), history.units[flag.place.unit].name
        severity = severity_of(code, flag.variant, graver=flag.graver)
        where = (
            flag.place.period,
            flag.place.measure,
            severity,
            flag.variant,
            spot.file or "",
            spot.sheet or "",
            name if (code, key(name)) in history.accepted else "",
        )
        groups.setdefault(where, []).append((flag, spot))
    return [_finding(history, code, groups[group]) for group in sorted(groups)]


def _finding(history: History, code: str, members: Sequence[tuple[Flag, Spot]]) -> Finding:
    # The unit that concerns most people stands for all in the message.
    ordered = sorted(members, key=lambda member: -member[0].people)
    flag, spot = ordered[0]
    unit, count = history.units[flag.place.unit].name, len(members)
    cells = tuple(where.cell for _, where in ordered if where.cell)
    people = sum(other.people for other, _ in members) or None
    said = {
        "unit": unit,
        "column": spot.column,
        "period": history.periods[flag.place.period] or "–",
        "further": further(count - 1),
        **flag.values,
    }
    where = Where(spot.file, spot.sheet, cells, unit if count == 1 else None, count, people)
    return finding(code, where, said, variant=flag.variant, graver=flag.graver)
