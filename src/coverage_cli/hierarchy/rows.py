"""The rows of a table as aligned columns: what each says of a unit, before anyone knows which stands above which."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from coverage_cli.grouping import places_where, take
from coverage_cli.records import NamedTuple

Ordinal = Literal["roman", "arabic", "letter", "dotted", "dotted2", "small", "bullet"]


class Sum(NamedTuple):
    """What a label says of a total: `whole`, `bare` (of whatever stands above) or `named` (of the unit it names).

    `of` is the keyed name of that unit, `name` the same as it is written there, `kind_of` the level that its type word
    tells; of a whole that is called by its own name, that name.
    """

    kind: Literal["whole", "bare", "named"]
    of: str = ""
    name: str = ""
    type_of: str | None = None


class Line(NamedTuple):
    """A row that may speak of a unit: `above` are the names in the parent columns, filled down, highest first.

    `own` tells which of the parent columns are filled in this very row, `codes_above` are the codes of these units,
    "" where a row or column tells none, `tier` is what a column of levels calls this row, `indent` how many blanks
    stand before its name, `roman` its Roman number, of the numbering column or of its own cell, `mark` a numeral of one
    capital letter as it is written. `after_gap` says that a blank row, the heading or a total stands right above,
    `heads_block` that it stands above a heading printed for its block.
    """

    row: int
    name: str
    ordinal: Ordinal | None = None
    above: tuple[str, ...] = ()
    own: tuple[bool, ...] = ()
    has_figures: bool = False
    total: Sum | None = None
    after_gap: bool = False
    code: str | None = None
    number: int = 0
    codes_above: tuple[str, ...] = ()
    tier: str = ""
    indent: int = 0
    roman: int = 0
    mark: str = ""
    heads_block: bool = False

    @property
    def is_unit(self) -> bool:
        """Tell whether the row names a unit, and no total."""
        return self.total is None and bool(self.name)

    @property
    def is_counted(self) -> bool:
        """Tell whether the row names a unit and has figures."""
        return self.is_unit and self.has_figures

    @property
    def is_marked(self) -> bool:
        """Tell whether the row has a number or a code."""
        return self.ordinal is not None or self.code is not None

    @property
    def is_bare(self) -> bool:
        """Tell whether the row has neither number nor code, and names no block."""
        return self.code is None and self.ordinal in (None, "bullet") and not self.heads_block

    @property
    def sums(self) -> str:
        """Return what kind of total the row is, "" for none."""
        return self.total.kind if self.total is not None else ""

    @property
    def written(self) -> str:
        """Return the name, as the label writes it, of the unit that the row is the total of; "" where it names none."""
        return self.total.name if self.total is not None else ""

    @property
    def of(self) -> str:
        """Return the keyed name of what the row is the total of, "" where it tells none."""
        return self.total.of if self.total is not None else ""


class Rows(NamedTuple):
    """The rows of a table, aligned: what was read of each, and the levels that words tell of them.

    `types` are the levels of the type words of the names (`city` for a thành phố), `kinds` the same with that settled,
    `tiers` what a column of levels tells ("" where a row has none there, "?" where nobody knows the word). `units` are
    the positions of the rows that name units.
    """

    lines: Sequence[Line]
    types: Sequence[str | None]
    tiers: Sequence[str]
    kinds: Sequence[str | None]
    units: Sequence[int]

    @property
    def counted(self) -> list[int]:
        """Return the units that have figures."""
        return [at for at in self.units if self.lines[at].has_figures]

    @property
    def is_numbered(self) -> bool:
        """Tell whether a unit has a number."""
        return any(self.lines[at].ordinal for at in self.units)

    def below(self, heads: Collection[int]) -> list[int]:
        """Return the ranks of two levels: 0 for the heads, 1 for all others."""
        above = set(heads)
        return [int(at not in above) for at in range(len(self.lines))]

    def level_of(self, some: Iterable[int]) -> str | None:
        """Return the level that the type words of most of these rows tell, None where none does."""
        return most(take(self.kinds, some))

    def styled(self, style: str | None) -> list[int]:
        """Return the units that are numbered in a style."""
        return [at for at in self.units if self.lines[at].ordinal == style]

    def levels_of(self, ranks: Sequence[int]) -> list[str | None]:
        """Return the level that the type words of most units tell for each rank."""
        return [
            self.level_of(at for at in self.units if ranks[at] == rank)
            for rank in range(max(ranks) + 1)
        ]

    def changed(self, lines: Mapping[int, Line]) -> Rows:
        """Return the rows with other lines at some positions."""
        made = [lines.get(at, line) for at, line in enumerate(self.lines)]
        return rows_of(made, self.types, self.tiers)

    def take(self, order: Sequence[int]) -> Rows:
        """Return these rows, in this order."""
        lines, types, tiers = self.lines, self.types, self.tiers
        return rows_of(take(lines, order), take(types, order), take(tiers, order))


def rows_of(lines: Sequence[Line], types: Sequence[str | None], tiers: Sequence[str]) -> Rows:
    """Align the rows; a thành phố is a district beside districts or over communes, else a province."""
    city = "district" if {"district", "commune"}.intersection(types) else "province"
    kinds = [city if level == "city" else level for level in types]
    return Rows(lines, types, tiers, kinds, places_where(lambda line: line.is_unit, lines))


class Words(NamedTuple):
    """What is told besides the rows: the levels, highest first, that of the names' heading, the lines of the title."""

    levels: Sequence[str]
    heading: str | None
    title: Sequence[str]


class Ranking(NamedTuple):
    """The rank of each row (0 is the highest) and what told it; `levels` names the ranks where words tell them."""

    rows: Rows
    ranks: Sequence[int]
    levels: Sequence[str | None]
    how: str


def most(kinds: Sequence[str | None]) -> str | None:
    """Return the level that most names tell, None where none does."""
    named = [kind for kind in kinds if kind]
    return max(sorted(set(named)), key=named.count, default=None)


def share_of_heads(ranks: Sequence[int]) -> Fraction:
    """Return which share of the units above the lowest rank have lower ones right below them."""
    lowest = max(ranks)
    heads = [below > rank for rank, below in pairwise([*ranks, 0]) if rank < lowest]
    return Fraction(sum(heads), max(len(heads), 1))
