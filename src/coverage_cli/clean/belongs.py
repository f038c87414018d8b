"""Whose a target or a printed rate is where its heading names no measure: told by the words it shares with a count.

"3 doses target" stands beside "3 doses result", "Religious %" beside "Religious Count": each belongs to the count whose
heading has more of its words than any other, and speaks of no other one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from coverage_cli.clean.attach import Pair
from coverage_cli.model import Column


class Headings(NamedTuple):
    """The columns of a table: those `computed`, with the measure of each, and the others that count something."""

    computed: Mapping[int, str]
    columns: Mapping[int, Column]

    def owner(self, column: Column) -> Column | None:
        """Return the count that shares most words with a column and has fewest others; None where several do alike."""
        shared = {
            at: (len(column.stem & one.stem), -len(one.stem)) for at, one in self.columns.items() if at != column.index
        }
        most = max(shared.values(), default=(0, 0))
        nearest = [at for at, words in shared.items() if words == most]
        return self.columns[nearest[0]] if most[0] and len(nearest) == 1 else None

    def measure_of(self, column: Column) -> str | None:
        """Return the measure of the computed count that a column belongs to."""
        found = self.owner(column)
        return None if found is None else self.computed.get(found.index)

    def is_of_another(self, column: Column) -> bool:
        """Tell whether a column shares more words with a count that is not computed than with those that are."""
        found = self.owner(column)
        return found is not None and found.index not in self.computed


def headings_of(columns: Sequence[Column], pairs: Sequence[Pair], bases: Collection[str]) -> Headings:
    """Return what the columns count; those of the `bases` (all who could be) own no target and no rate."""
    computed = {index: pair.measure for pair in pairs for index in pair.columns}
    counting = {
        column.index: column
        for column in columns
        if column.index in computed
        or (column.role == "measure" and column.subject not in bases)
        or (column.role == "other" and column.why != "excluded")
    }
    return Headings(computed, counting)
