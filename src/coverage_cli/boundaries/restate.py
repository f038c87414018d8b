"""Observations on the units of their own day -> on those of another along a plan, sums the same to the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coverage_cli.boundaries.plan import Asked, Plan
from coverage_cli.boundaries.targets import carried_targets
from coverage_cli.grouping import take
from coverage_cli.model import Observations, Units


def restated(
    observations: Observations,
    plan: Plan,
    asked: Asked,
) -> Observations:
    """Return observations carried along a plan: printed figures stay with the units that hold just the same people."""
    carry = _Carrying(observations, plan)
    lowest = observations.units.lowest
    counts = {
        name: carry.column(plan.moves.carried(take(values, lowest)), values)
        for name, values in observations.counts.items()
    }
    targets = {
        subject: carry.column(
            _targets(
                values,
                subject,
                carry,
                asked,
            ),
            values,
        )
        for subject, values in observations.targets.items()
    }
    return observations._replace(
        units=carry.units(),
        counts=counts,
        targets=targets,
        printed=carry.as_printed(observations.printed),
        places=carry.as_printed(observations.places),
        restated={},
    )


def _targets(
    values: Sequence[Any],
    subject: str,
    carry: _Carrying,
    asked: Asked,
) -> list[Any]:
    lowest = carry.observations.units.lowest
    weights = carry.observations.counts.get(asked.denominators.get(subject, ""))
    return carried_targets(
        take(values, lowest),
        carry.plan.moves,
        weights and take(weights, lowest),
    )


class _Carrying:
    """A plan applied to the columns of observations."""

    def __init__(
        self,
        observations: Observations,
        plan: Plan,
    ) -> None:
        self.observations, self.plan = observations, plan
        pairs = zip(
            plan.tree.places,
            plan.rows,
            strict=True,
        )
        own = {place: row.own for place, row in pairs if row.own is not None}
        self.kept = {**own, **plan.same}

    def column(
        self,
        rows: Sequence[Any],
        before: Sequence[Any],
    ) -> list[Any]:
        """Return a column on the tree: carried values for the rows, printed ones for uppers that stayed the same."""
        made: list[Any] = [None] * len(self.plan.tree.units)
        for place, old in self.plan.same.items():
            made[place] = before[old]
        for place, value in zip(
            self.plan.tree.places,
            rows,
            strict=True,
        ):
            made[place] = value
        return made

    def as_printed(self, columns: Mapping[Any, Sequence[Any]]) -> dict[Any, Sequence[Any]]:
        """Return columns of what the sheet prints, for the units that stayed the same."""
        made: dict[Any, Sequence[Any]] = {}
        for name, values in columns.items():
            column: list[Any] = [None] * len(self.plan.tree.units)
            for place, old in self.kept.items():
                column[place] = values[old]
            made[name] = column
        return made

    def units(self) -> Units:
        """Return the units, the uppers that stayed the same with their rows."""
        units, before = self.plan.tree.units, self.observations.units
        if len(self.plan.same) <= 1:
            return units
        rows, cells = list(units.rows), list(units.name_cells)
        for place, old in self.plan.same.items():
            rows[place], cells[place] = before.rows[old], before.name_cells[old]
        return units.replace(rows=rows, name_cells=cells)
