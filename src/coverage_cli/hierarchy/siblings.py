"""The units below one upper unit as aligned columns of figures, in the order of their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from coverage_cli.grouping import take
from coverage_cli.model import Count, Observations
from coverage_cli.records import NamedTuple

# What offices round counts to; figures of which one in `_EXCEPTIONS` is no multiple were not rounded to it.
_STEPS = (1000, 500, 100, 50, 10, 5)
_EXCEPTIONS = 10

Values = Sequence[Count | None]


class Marks(NamedTuple):
    """What the labels tell of each unit besides its name: blanks before it, whether a number stands beside it.

    `sums_of` is what a label that says total calls the unit it sums up ("Norwick" of "Total Norwick"), "" for others;
    `by_kind` tells labels that announce a breakdown ("By sex"), `is_scaled` that the figures are thousands, so that
    they were rounded.
    """

    indents: Sequence[int]
    numbered: Sequence[bool]
    sums_of: Sequence[str]
    by_kind: Sequence[bool]
    is_scaled: bool = False

    def take(self, positions: Sequence[int]) -> Marks:
        """Return the marks of these units."""
        return Marks(
            take(self.indents, positions),
            take(self.numbered, positions),
            take(self.sums_of, positions),
            take(self.by_kind, positions),
            self.is_scaled,
        )


def no_marks(size: int) -> Marks:
    """Return marks that say nothing."""
    return Marks([0] * size, [False] * size, [""] * size, [False] * size)


class Siblings(NamedTuple):
    """Units below one upper unit (`at`: their indices), the columns of their figures and these columns' running sums.

    `steps` are the units that the columns were rounded to, `above` the upper unit's own printed figures. `counted`
    tells the counts of people from columns that merely bear witness: these may be rates, and never speak against a sum.
    """

    at: Sequence[int]
    names: Sequence[str]
    leaves: Sequence[bool]
    marks: Marks
    counted: Sequence[bool]
    columns: Sequence[Values]
    sums: Sequence[Sequence[Count]]
    steps: Sequence[int]
    above: Values

    def total(self, column: int, parts: Sequence[int]) -> tuple[Count, int]:
        """Return what parts add up to in a column, and how many of them are blank there."""
        values = self.columns[column]
        if isinstance(parts, range):
            blanks = sum(values[part] is None for part in parts)
            return self.sums[column][parts.stop] - self.sums[column][parts.start], blanks
        known = [value for part in parts if (value := values[part]) is not None]
        return sum(known), len(parts) - len(known)

    def only(self, positions: Sequence[int]) -> Siblings:
        """Return these siblings alone."""
        columns = [take(values, positions) for values in self.columns]
        return self._replace(
            at=take(self.at, positions),
            names=take(self.names, positions),
            leaves=take(self.leaves, positions),
            marks=self.marks.take(positions),
            columns=columns,
            sums=[running(values) for values in columns],
        )


def siblings_of(
    observations: Observations,
    columns: Sequence[Values],
    marks: Marks,
    together: Sequence[int],
    parent: int,
) -> Siblings:
    """Return the units below `parent` as aligned columns, the counts first; one without figures is left out."""
    below = [take(values, together) for values in columns]
    # One column that is told for two measures is one witness.
    kept = [at for at, values in enumerate(below) if any(values) and values not in below[:at]]
    units = observations.units
    return Siblings(
        together,
        take(units.names, together),
        take(units.leaves, together),
        marks.take(together),
        [number < len(observations.counts) for number in kept],
        [below[number] for number in kept],
        [running(below[number]) for number in kept],
        [step_of(below[number]) for number in kept],
        [columns[number][parent] for number in kept],
    )


def running(values: Values) -> list[Count]:
    """Return the running sums of a column, a blank adding nothing.

    >>> running([3, None, 4])
    [0, 3, 3, 7]
    """
    return list(accumulate([value or 0 for value in values], initial=0))


def step_of(values: Values) -> int:
    """Return the unit that a column's figures were rounded to.

    >>> step_of([1200, 300, 4500]), step_of([1205, 310, 95]), step_of([1201, 302])
    (100, 5, 1)
    """
    known = [value for value in values if value]
    few = len(known) // _EXCEPTIONS
    if sum(map(bool, [value % _STEPS[-1] for value in known])) > few:
        return 1  # each step is a multiple of the last: most columns are rounded to none
    return next(
        (step for step in _STEPS if sum(map(bool, [value % step for value in known])) <= few), 1
    )


def with_sums(observations: Observations, columns: Sequence[Values]) -> list[Values]:
    """Return columns with the sums of their parts for upper units that print no figures, if all parts are known."""
    units = observations.units
    unprinted = [
        at for at, row in enumerate(units.rows) if row is None and at and not units.leaves[at]
    ]
    if not unprinted:
        return list(columns)
    made: list[Values] = []
    for values in columns:
        own, sums = list(values), units.filled_up(values)
        for at in unprinted:
            own[at] = sums[at]
        made.append(own)
    return made


def row_of(observations: Observations, at: int) -> int:
    """Return the 0-based row of a unit, of its name where it prints no figures."""
    row, name_cell = observations.units.rows[at], observations.units.name_cells[at]
    return row if row is not None else name_cell[0] if name_cell else 0


def groups_of(observations: Observations, parents: Sequence[int | None]) -> Mapping[int, list[int]]:
    """Return the units with figures below each upper unit, in the order of their rows."""
    units = observations.units
    groups: dict[int, list[int]] = {}
    for at, (parent, row, leaf) in enumerate(zip(parents, units.rows, units.leaves, strict=True)):
        if parent is not None and not (row is None and leaf):
            groups.setdefault(parent, []).append(at)
    for together in groups.values():
        together.sort(key=lambda at: row_of(observations, at))
    return groups
