"""The units of a table as aligned columns, and what everybody asks of their tree.

The whole comes first and parents stand before their parts; places are 0-based.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, overload

from coverage_cli.addresses import cell_name
from coverage_cli.grouping import take
from coverage_cli.quantities import Count
from coverage_cli.records import NamedTuple


class Unit(NamedTuple):
    """A place the rows of a table speak of; `parent` is its index among the table's units, None for the whole.

    `row` is the 0-based row that prints the unit's own figures (None where no row does), `name_cell` the 0-based
    (row, column) its name was taken from, `leaf` whether nothing stands below it.
    """

    name: str
    level: str
    code: str | None
    parent: int | None
    row: int | None
    name_cell: tuple[int, int] | None
    leaf: bool = True

    @property
    def is_lowest(self) -> bool:
        """Tell whether nothing stands below the unit, and the whole above it."""
        return self.leaf and self.parent is not None

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the address of its name, none where no row names it."""
        return (cell_name(*self.name_cell),) if self.name_cell else ()


class Units(Sequence[Unit]):
    """The units of a table: `units[at]` is a row, `units.names` and the others are columns aligned with it.

    `codes` are None where a unit has none; `parents` are the places of the units right above (None for the whole);
    `rows` are 0-based (None where no row prints the unit); `leaves` tell whether nothing stands below. Nothing is
    changed in place; what is asked of the tree is worked out once.

    >>> rows = [("Tỉnh A", None), ("Huyện B", 0), ("Xã C", 1), ("Huyện D", 0)]
    >>> units = Units.of(Unit(name, "", None, parent, None, None, name[0] != "T") for name, parent in rows)
    >>> units.parts, units.depths, units.uppers(2), units.below(1)
    ([[1, 3], [2], [], []], [0, 1, 2, 1], [1, 0], [2])
    """

    names: Sequence[str]
    levels: Sequence[str]
    codes: Sequence[str | None]
    parents: Sequence[int | None]
    rows: Sequence[int | None]
    name_cells: Sequence[tuple[int, int] | None]
    leaves: Sequence[bool]

    def __init__(self, *columns: Sequence[Any]) -> None:
        self.columns = columns
        (
            self.names,
            self.levels,
            self.codes,
            self.parents,
            self.rows,
            self.name_cells,
            self.leaves,
        ) = columns

    @classmethod
    def of(cls, rows: Iterable[Unit]) -> Units:
        """Return the units of these rows."""
        rows = tuple(rows)
        units = cls(*zip(*rows, strict=True)) if rows else cls(*((),) * len(Unit._fields))
        units._rows = rows
        return units

    @cached_property
    def _rows(self) -> tuple[Unit, ...]:
        return tuple(map(Unit, *self.columns))

    @overload
    def __getitem__(self, at: int) -> Unit: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Unit, ...]: ...
    def __getitem__(self, at: int | slice) -> Unit | tuple[Unit, ...]:
        """Return the unit at a place, or a run of them."""
        return self._rows[at]

    def __len__(self) -> int:
        """Return how many units there are."""
        return len(self.names)

    def __iter__(self) -> Iterator[Unit]:
        """Go through the units as rows."""
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        """Tell whether the same units stand in the same places."""
        return isinstance(other, Units) and self._rows == other._rows

    def __hash__(self) -> int:
        """Return the hash of the rows."""
        return hash(self._rows)

    def __repr__(self) -> str:
        """Show the rows."""
        return f"Units.of({self._rows!r})"

    @cached_property
    def lowest(self) -> list[int]:
        """The places of the lowest units, never that of the whole."""
        return [
            at
            for at, (leaf, parent) in enumerate(zip(self.leaves, self.parents, strict=True))
            if leaf and parent is not None
        ]

    @cached_property
    def uppers_last_first(self) -> list[int]:
        """The places of the units that have parts, or could have, from the last to the whole: parts come before."""
        return [at for at in range(len(self) - 1, -1, -1) if not self.leaves[at]]

    @cached_property
    def parts(self) -> list[list[int]]:
        """For each unit the places of those right below it."""
        parts: list[list[int]] = [[] for _ in self.names]
        for at, parent in enumerate(self.parents):
            if parent is not None:
                parts[parent].append(at)
        return parts

    @cached_property
    def depths(self) -> list[int]:
        """How many units stand above each."""
        depths: list[int] = []
        for parent in self.parents:
            depths.append(0 if parent is None else depths[parent] + 1)
        return depths

    @cached_property
    def reading_order(self) -> list[int]:
        """The places from the whole down, each followed by all that stands below it."""
        order: list[int] = []
        waiting = [at for at, parent in enumerate(self.parents) if parent is None][::-1]
        while waiting:
            order.append(waiting.pop())
            waiting.extend(reversed(self.parts[order[-1]]))
        return order

    def uppers(self, at: int) -> list[int]:
        """Return the places of the units above the one at a place, the nearest first; none for the whole."""
        uppers = []
        parent = self.parents[at]
        while parent is not None:
            uppers.append(parent)
            parent = self.parents[parent]
        return uppers

    def below(self, at: int) -> list[int]:
        """Return the places of all units below the one at a place."""
        found = list(self.parts[at])
        for part in found:  # grows while it is read: the parts of the parts follow
            found.extend(self.parts[part])
        return sorted(found)

    def filled_up(self, values: Sequence[Count | None]) -> list[Count | None]:
        """Return a column with the sums of their parts for upper units that have no figure, if all parts are known."""
        sums: list[Count | None] = [0] * len(values)
        for at in range(len(values) - 1, -1, -1):
            own, parent = values[at], self.parents[at]
            amount = sums[at] = own if own is not None or self.leaves[at] else sums[at]
            if parent is not None:
                above = sums[parent]
                sums[parent] = None if amount is None or above is None else above + amount
        return sums

    def take(self, kept: Sequence[int]) -> Units:
        """Return the units at some places, in this order; the parent of each must be among them before it."""
        moved: dict[int | None, int | None] = {
            None: None,
            **{at: index for index, at in enumerate(kept)},
        }
        taken = Units(*(take(column, kept) for column in self.columns))
        return taken.replace(parents=take(moved, taken.parents))

    def replace(self, **columns: Sequence[Any]) -> Units:
        """Return the units with some columns replaced: `units.replace(names=…)`."""
        return Units(
            *(columns.get(name, own) for name, own in zip(COLUMNS, self.columns, strict=True))
        )

    @property
    def has_lone_top(self) -> bool:
        """Whether one unit with parts is all that stands under the whole."""
        return self.parents.count(0) == 1 and not self.leaves[1]

    def without_whole(self) -> Units:
        """Return the units with the only one under the whole in its place."""
        tops = self.replace(parents=[None, None, *self.parents[2:]])
        return tops.take(range(1, len(self)))

    def with_whole(self, **values: Any) -> Units:
        """Return the units with a whole that has other values: `units.with_whole(name=…)`."""
        return Units.of((self[0]._replace(**values), *self[1:]))


COLUMNS = tuple(Units.__annotations__)
