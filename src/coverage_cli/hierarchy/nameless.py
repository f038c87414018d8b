"""Take the figures of a row without a name from the whole where they are nowhere near the sum of its units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coverage_cli.model import Finding, Observations

_NEAR = 10
"""Within a tenth a row without a name is about the sum of the units."""


def drop_false_whole(observations: Observations) -> tuple[Observations, list[Finding]]:
    """Return the observations without a whole's figures that its units contradict, and a finding that says so.

    For a row that nobody named and that is first or last, only its figures can say that it is the total.
    """
    units = observations.units
    leaves = [at for at, unit in enumerate(units) if unit.leaf]
    pairs = [(values[0], sum(values[at] or 0 for at in leaves)) for values in observations.counts.values()]
    known = [(mine, total) for mine, total in pairs if mine is not None]
    if not known or any(_NEAR * max(mine - total, total - mine) < total for mine, total in known):
        return observations, []
    file, sheet = observations.origin(0)
    row = str((units[0].row or 0) + 1)
    values = {"rows": (row,), "text": ""}
    finding = Finding("rows-left-out", "error", values, file, sheet, (f"A{row}",), variant="nameless")

    def without(column: Sequence[Any]) -> list[Any]:
        return [None, *column[1:]]

    made = observations._replace(restated={}).with_columns(without)
    return made._replace(units=units.with_whole(row=None, name_cell=None), restated=observations.restated), [finding]
