"""Take the figures of a row without a name from the whole where they are nowhere near the sum of its units."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import Any

from coverage_cli.findings import Where, finding
from coverage_cli.hierarchy.siblings import row_of, running
from coverage_cli.model import Finding, Observations

# Within a tenth a row without a name is about the sum of the units.
_NEAR = 10


def drop_false_whole(observations: Observations) -> tuple[Observations, list[Finding]]:
    """Return the observations without a whole's figures that its units contradict, and a finding that says so.

    For a row that nobody named and that is first or last, only its figures can say that it is the total.
    """
    units = observations.units
    counts = observations.counts.values()
    totals = (running(list(compress(values, units.leaves)))[-1] for values in counts)
    printed = zip((values[0] for values in counts), totals, strict=True)
    apart = [
        (max(whole - total, total - whole), total) for whole, total in printed if whole is not None
    ]
    if not apart or any(_NEAR * away < total for away, total in apart):
        return observations, []
    file, sheet = observations.origin(0)
    row = str(row_of(observations, 0) + 1)
    values = {"rows": (row,), "text": ""}
    said = finding("rows-left-out", Where(file, sheet, (f"A{row}",)), values, variant="nameless")

    def without(column: Sequence[Any]) -> list[Any]:
        return [None, *column[1:]]

    made = observations._replace(restated={}).with_columns(without)
    return made._replace(
        units=units.with_whole(row=None, name_cell=None), restated=observations.restated
    ), [said]
