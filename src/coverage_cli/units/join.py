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
from coverage_cli.findings import Where, about_unit, finding
from coverage_cli.model import LEVELS, Count, Finding, Observations, Phrase, Quotient, Target, Units

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
    from coverage_cli.units.gather import gather  # only needed where there are several tables
    from coverage_cli.units.tabs import named_by_tabs

    tables, named = named_by_tabs(tables, type_words)
    joined = gather(tables, levels, type_words)
    units = Units.of(joined.units)
    counts, findings = _joined_counts(tables, joined, units)
    columns = {at: column for table in tables for at, column in table.columns.items()}
    origins = _origins(tables)
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
        self.places: defaultdict[str, list[tuple[int, int] | None]] = defaultdict(
            lambda: [None] * size
        )
        self.givers: defaultdict[str, list[int | None]] = defaultdict(lambda: [None] * size)
        self.restated: dict[str, dict[int, list[tuple[Count, tuple[int, int]]]]] = {}
        self.common: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
        self.clashes: defaultdict[tuple[int, int], set[int]] = defaultdict(set)

    def take(
        self, number: int, table: Observations, moved: Sequence[int | None], measure: str
    ) -> None:
        """Take one measure of a table; what another table gave before stays, and is compared."""
        values, places, givers = self.values[measure], self.places[measure], self.givers[measure]
        for at, value, place in zip(
            moved, table.counts[measure], table.places[measure], strict=True
        ):
            if at is None:
                continue
            if value is None:
                # A blank has a place, too: it is the cell that messages name for want of a figure.
                places[at] = places[at] or place
            elif givers[at] in (None, number):
                values[at], places[at], givers[at] = value, place, number
            elif not self.units.leaves[at]:
                self.restate(measure, at, value, place)
            else:
                self.compare((givers[at] or 0, number), at, is_same=values[at] == value)

    def compare(self, pair: tuple[int, int], at: int, *, is_same: bool) -> None:
        """Keep that two tables speak of one unit, and whether they give it other figures."""
        self.common[pair].add(at)
        if not is_same:
            self.clashes[pair].add(at)

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


def _joined_counts(
    tables: Sequence[Observations], joined: Joined, units: Units
) -> tuple[_Counts, list[Finding]]:
    counts = _Counts(units)
    for number, (table, moved) in enumerate(zip(tables, joined.places, strict=True)):
        for measure in table.counts:
            counts.take(number, table, moved, measure)
    findings = []
    for pair, clashing in counts.clashes.items():
        if RIVAL_SHARE * len(clashing) > len(counts.common[pair]):
            _refuse_rivals(tables, pair, units, clashing)
        findings += [_sent_twice(tables, pair, joined, at) for at in sorted(clashing)]
    # Neither table is believed: a figure picked at random would look like any other.
    for at in joined.doubtful.union(*counts.clashes.values()):
        for values in counts.values.values():
            values[at] = None
    return counts, findings


def _refuse_rivals(
    tables: Sequence[Observations], pair: tuple[int, int], units: Units, clashing: set[int]
) -> None:
    first, second = (tables[number].home for number in pair)
    kind = "files" if first[0] != second[0] else "tables" if first == second else "sheets"
    way = Phrase(f"clash_{kind}", {"first": first[1], "second": second[1]})
    where = [_where(tables[number]) for number in pair]
    example = units.names[min(clashing)]
    raise UnreadableInput(
        "tables-differ", first=where[0], second=where[1], unit=example, count=len(clashing), way=way
    )


def _origins(tables: Sequence[Observations]) -> dict[int, tuple[str, str]]:
    """Return file and sheet of every source."""
    return {source: origin for table in tables for source, origin in table.origins.items()}


def _where(table: Observations) -> str:
    return _place(*table.home)


def _place(file: str, sheet: str, cell: str | None = None) -> str:
    """Return a place as it is shown in a message: `report.xlsx [T5] H14`."""
    return " ".join(filter(None, (file, f"[{sheet}]" if sheet else "", cell)))


def _sent_twice(
    tables: Sequence[Observations], pair: tuple[int, int], joined: Joined, at: int
) -> Finding:
    first, second = (tables[number] for number in pair)
    local = joined.places[pair[1]].index(at)
    name = joined.units[at].name
    difference = _first_difference((second, local), (first, joined.places[pair[0]].index(at)))
    values = {"unit": name, "other": _where(first), **difference}
    return about_unit(second, local, "duplicate-unit", "files", **values)._replace(unit=name)


def _first_difference(
    here: tuple[Observations, int], there: tuple[Observations, int]
) -> dict[str, object]:
    """Return the first figure that two tables give a unit differently, with the cell of each."""
    (table, at), (other, index) = here, there
    for measure in filter(other.counts.__contains__, table.counts):
        mine, theirs = table.counts[measure][at], other.counts[measure][index]
        if mine is None or theirs is None or mine == theirs:
            continue
        column = next(
            (column.name for (_, name), column in table.columns.items() if name == measure), measure
        )
        cells = {"cell": table.cell(measure, at), "other_cell": other.cell(measure, index)}
        return {"column": column, "here": mine, "there": theirs, **cells}
    return dict.fromkeys(("column", "here", "cell", "there", "other_cell"), "–")


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
    pairs = (
        (at, taken[subject][at], other)
        for table, moved in zip(tables, joined.places, strict=True)
        for subject, targets in table.targets.items()
        for at, other in zip(moved, targets, strict=True)
        if at is not None
    )
    origins = _origins(tables)
    return [
        _other_target(joined.units[at].name, first, other, origins)
        for at, first, other in pairs
        if first and other and _differ(first, other)
    ]


def _differ(first: Target, other: Target) -> bool:
    """Tell whether two targets are of one kind and of another height."""
    one, two = first.value, other.value
    return first.kind == other.kind and one.over * two.under != two.over * one.under


def _other_target(
    unit: str, first: Target, other: Target, origins: Mapping[int, tuple[str, str]]
) -> Finding:
    """Say which target of a unit is used, which is not, and where both stand."""
    (file, sheet), there = (_origin(target, origins) for target in (first, other))
    where = Where(*there, (other.cell,) if other.cell else (), unit)
    return finding(
        "target-differs",
        where,
        variant="tables",
        unit=unit,
        target=_amount(first),
        first=_place(file, sheet, first.cell),
        other=_amount(other),
        second=_place(*there, other.cell),
    )


def _origin(target: Target, origins: Mapping[int, tuple[str, str]]) -> tuple[str, str]:
    return ("", "") if target.source is None else origins.get(target.source, ("", ""))


def _amount(target: Target) -> Quotient | int:
    """Return a target as it is shown: a rate, or whole people."""
    return target.value if target.kind == "rate" else target.value.over // target.value.under
