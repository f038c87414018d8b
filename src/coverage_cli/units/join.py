"""Join the tables of one period into one set of observations: other units side by side, other measures beside them.

Which units are one is settled in `gather`. What two tables say differently about one of the lowest units is never
picked: a few such units lose their value with a finding, many mean that the tables are rivals, and are refused. What
they print differently of an upper unit is kept beside (`restated`): all of it is held against its parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coverage_cli.errors import UnreadableInput
from coverage_cli.findings import about_unit
from coverage_cli.model import LEVELS, Column, Count, Finding, Observations, Target, Units

if TYPE_CHECKING:
    from coverage_cli.units.gather import Joined
    from coverage_cli.units.names import TypeWords

RIVAL_SHARE = 5
"""Tables are rivals where more than one in this many of their common units have other figures."""


def join(
    tables: Sequence[Observations], levels: Sequence[str] = LEVELS, type_words: TypeWords = ()
) -> tuple[Observations, list[Finding]]:
    """Return the observations of several tables of one period as one; `levels` is the hierarchy, highest first.

    `type_words` are the words that tell a unit's type, so that a name without one, or with a short one, is known again.
    Raises `UnreadableInput` where two tables give the same units other figures.
    """
    if len(tables) == 1:
        return tables[0], []
    from coverage_cli.units.gather import gather  # only several tables pay for it
    from coverage_cli.units.tabs import named_by_tabs

    tables, named = named_by_tabs(tables, type_words)
    joined = gather(tables, levels, type_words)
    units = Units.of(joined.units)
    counts, findings = _joined_counts(tables, joined, units)
    columns: dict[tuple[int, str], Column] = {}
    origins: dict[int, tuple[str, str]] = {}
    for table in tables:
        columns.update(table.columns)
        origins.update(table.origins)
    targets = _aligned([table.targets for table in tables], joined)
    printed = _aligned([table.printed for table in tables], joined)
    made = Observations(
        tables[0].period, units, joined.whole_named, dict(counts.values), targets, printed,
        dict(counts.places), columns, origins, counts.restated_by_unit(),
    )  # fmt: skip
    return made, [*named, *joined.findings, *findings, *_other_targets(tables, joined, targets)]


class _Counts:
    """The counts of all tables on the joined units, and where two tables give one unit other figures."""

    def __init__(self, units: Units) -> None:
        self.units, size = units, len(units)
        self.values: defaultdict[str, list[Count | None]] = defaultdict(lambda: [None] * size)
        self.places: defaultdict[str, list[tuple[int, int] | None]] = defaultdict(lambda: [None] * size)
        self.givers: defaultdict[str, list[int | None]] = defaultdict(lambda: [None] * size)
        self.restated: dict[str, dict[int, list[tuple[Count, tuple[int, int]]]]] = {}
        self.common: dict[tuple[int, int], set[int]] = {}
        self.clashes: dict[tuple[int, int], set[int]] = {}

    def take(self, number: int, table: Observations, moved: Sequence[int | None], measure: str) -> None:
        """Take one measure of a table; what another table gave before stays, and is compared."""
        values, places, givers = self.values[measure], self.places[measure], self.givers[measure]
        for at, value, place in zip(moved, table.counts[measure], table.places[measure], strict=True):
            if at is None:
                continue
            if value is None:
                places[at] = places[at] or place
                continue
            giver = givers[at]
            if giver is None or giver == number:
                values[at], places[at], givers[at] = value, place, number
                continue
            if not self.units[at].leaf:
                self.restate(measure, at, value, place)
                continue
            self.common.setdefault((giver, number), set()).add(at)
            if values[at] != value:
                self.clashes.setdefault((giver, number), set()).add(at)

    def restate(self, measure: str, at: int, value: Count, place: tuple[int, int] | None) -> None:
        """Keep what a further table prints of an upper unit."""
        if place is not None:
            self.restated.setdefault(measure, {}).setdefault(at, []).append((value, place))

    def restated_by_unit(self) -> dict[str, list[tuple[tuple[Count, tuple[int, int]], ...]]]:
        """Return what further tables print, aligned with the units."""
        return {
            measure: [tuple(told.get(at, ())) for at in range(len(self.units))]
            for measure, told in self.restated.items()
        }


def _joined_counts(tables: Sequence[Observations], joined: Joined, units: Units) -> tuple[_Counts, list[Finding]]:
    counts = _Counts(units)
    for number, (table, moved) in enumerate(zip(tables, joined.places, strict=True)):
        for measure in table.counts:
            counts.take(number, table, moved, measure)
    findings = []
    for pair, clashing in counts.clashes.items():
        if RIVAL_SHARE * len(clashing) > len(counts.common[pair]):
            _refuse_rivals(tables, pair, units, clashing)
        for at in sorted(clashing):
            findings.append(_sent_twice(tables, pair, joined, at))
    for at in {*joined.doubtful, *(at for clashing in counts.clashes.values() for at in clashing)}:
        for values in counts.values.values():
            values[at] = None
    return counts, findings


def _refuse_rivals(tables: Sequence[Observations], pair: tuple[int, int], units: Units, clashing: set[int]) -> None:
    where = [_where(tables[number]) for number in pair]
    example = units[min(clashing)].name
    raise UnreadableInput("tables-differ", first=where[0], second=where[1], unit=example, count=len(clashing))


def _where(table: Observations) -> str:
    file, sheet = table.home
    return f"{file} [{sheet}]" if sheet else file


def _sent_twice(tables: Sequence[Observations], pair: tuple[int, int], joined: Joined, at: int) -> Finding:
    first, second = (tables[number] for number in pair)
    local = joined.places[pair[1]].index(at)
    name = joined.units[at].name
    difference = _first_difference((second, local), (first, joined.places[pair[0]].index(at)))
    values = {"unit": name, "other": _where(first), **difference}
    return about_unit(second, local, "duplicate-unit", "files", **values)._replace(unit=name)


def _first_difference(here: tuple[Observations, int], there: tuple[Observations, int]) -> dict[str, object]:
    """Return the first figure that two tables give a unit differently, with the cell of each."""
    (table, at), (other, index) = here, there
    for measure, values in table.counts.items():
        pair = values[at], other.counts[measure][index] if measure in other.counts else None
        if None not in pair and pair[0] != pair[1]:
            cells = table.cell(measure, at), other.cell(measure, index)
            column = next((column.name for (_, name), column in table.columns.items() if name == measure), measure)
            return {"column": column, "here": pair[0], "cell": cells[0], "there": pair[1], "other_cell": cells[1]}
    return {"column": "–", "here": "–", "cell": "–", "there": "–", "other_cell": "–"}


def _aligned(maps: Sequence[Mapping[Any, Sequence[Any]]], joined: Joined) -> dict[Any, list[Any]]:
    """Bring targets or printed figures of every table onto the joined units; the first table that has one gives it."""
    aligned: defaultdict[Any, list[Any]] = defaultdict(lambda: [None] * len(joined.units))
    for values_of, moved in zip(maps, joined.places, strict=True):
        for name, values in values_of.items():
            merged = aligned[name]
            for at, value in zip(moved, values, strict=True):
                if at is not None and merged[at] is None:
                    merged[at] = value
    return dict(aligned)


def _other_targets(
    tables: Sequence[Observations], joined: Joined, taken: Mapping[str, Sequence[Target | None]]
) -> list[Finding]:
    """Say where two tables give one unit other targets of a kind: the first one is used."""
    findings = []
    for table, moved in zip(tables, joined.places, strict=True):
        for subject, targets in table.targets.items():
            for at, other in zip(moved, targets, strict=True):
                first = taken[subject][at] if at is not None else None
                if at is None or first is None or other is None or first.kind != other.kind:
                    continue
                if first.value.over * other.value.under != other.value.over * first.value.under:
                    findings.append(_other_target(tables, joined.units[at].name, (first, other)))
    return findings


def _other_target(tables: Sequence[Observations], unit: str, pair: tuple[Target, Target]) -> Finding:
    origins = {source: origin for table in tables for source, origin in table.origins.items()}
    second = pair[1]
    places = [origins.get(one.source, ("", "")) if one.source is not None else ("", "") for one in pair]
    names = [
        " ".join(part for part in (file, f"[{sheet}]" if sheet else "", one.cell or "") if part)
        for one, (file, sheet) in zip(pair, places, strict=True)
    ]
    amounts = [one.value if one.kind == "rate" else one.value.over // one.value.under for one in pair]
    values = {"unit": unit, "target": amounts[0], "first": names[0], "other": amounts[1], "second": names[1]}
    cells = (second.cell,) if second.cell else ()
    return Finding("target-differs", "warning", values, *places[1], cells, unit, variant="tables")
