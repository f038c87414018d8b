"""What is to be said about periods that were restated: how many units became how many, and what is not comparable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.boundaries.crosswalk import Crosswalk
from coverage_cli.boundaries.eras import Era
from coverage_cli.boundaries.plan import Plan
from coverage_cli.findings import Where, finding
from coverage_cli.grouping import grouped
from coverage_cli.model import Finding, Observations
from coverage_cli.pipeline.worked import Settled
from coverage_cli.records import NamedTuple

# How many units a message names.
_NAMED = 5


class Step(NamedTuple):
    """Observations before and after they were carried, how, and the units that could not be made of their parts.

    `missing` maps these to their parts without a figure, both as places in the table.
    """

    before: Observations
    observations: Observations
    plan: Plan
    missing: Mapping[int, Sequence[int]]


Taken = tuple[Settled, Era, Step | None]


def said_of(
    table: Crosswalk,
    day: str,
    taken: Sequence[Taken],
) -> list[Finding]:
    """Return what must be said of periods and how each was carried to the units of a day."""
    findings: list[Finding] = [_of_another(*one) for one in taken if _is_of_another(one[1])]
    steps = grouped((era.day, (settled, step)) for settled, era, step in taken if step)
    for own, of_day in steps.items():
        periods = tuple(settled.period or "–" for settled, _ in of_day)
        made = [step for _, step in of_day if step]
        findings.append(
            _restated(
                periods,
                own,
                day,
                made[-1],
            )
        )
        findings += _parted(
            table,
            periods,
            made,
        )
        findings += _apart(
            table,
            periods,
            made,
        )
        findings += _unknown(
            periods,
            day,
            made,
        )
    return findings


def targets_lost(step: Step) -> list[Finding]:
    """Say which units have no target although their parts have: rates that differ, and nothing to weigh them by."""
    lost: dict[int, None] = {}
    lowest = step.before.units.lowest
    for subject, values in step.before.targets.items():
        made = step.observations.targets[subject]
        for place, sources in zip(step.plan.tree.places, step.plan.moves.sources(), strict=True):
            if made[place] is None and any(values[lowest[old]] for old, _ in sources):
                lost[place] = None
    if not lost:
        return []
    names = tuple(step.observations.units.names[place] for place in list(lost)[:_NAMED])
    file, sheet = step.before.home
    where = Where(file, sheet, count=len(lost))
    values_said = {"file": file, "units": names}
    return [finding("boundary-change", where, values_said, variant="targets")]


def _is_of_another(era: Era) -> bool:
    return bool(era.expected) and era.day != era.expected


def _of_another(
    settled: Settled,
    era: Era,
    _: Step | None,
) -> Finding:
    """Say that a period's units are those of another time than the period's."""
    file, sheet = settled.observations.home
    values = {"period": settled.period or "–", "day": era.day, "expected": era.expected}
    return finding(
        "boundary-change",
        Where(file, sheet),
        values,
        variant="other-day",
    )


def _restated(
    periods: Sequence[str],
    own: str,
    day: str,
    step: Step,
) -> Finding:
    new = sum(standing.kind == "new" for standing in step.plan.standing)
    values = {
        **_periods(periods),
        "own": own,
        "day": day,
        "old": len(step.before.units.lowest),
        "new": new,
    }
    return finding(
        "boundary-change",
        Where(count=len(periods)),
        values,
        variant="restated",
    )


def _periods(periods: Sequence[str]) -> dict[str, object]:
    return {"when": " – ".join(dict.fromkeys((periods[0], periods[-1])))}


def _parted(
    table: Crosswalk,
    periods: Sequence[str],
    steps: Sequence[Step],
) -> list[Finding]:
    """Say which units lack people of parted ones, nobody tells how many."""
    lacking: dict[int, None] = {}
    parted: dict[int, None] = {}
    for standing in (one for step in steps for one in step.plan.standing):
        if standing.kind == "new" and standing.pairs and standing.place is not None:
            lacking[standing.place] = None
        if standing.kind == "rest" and standing.place is not None:
            parted[standing.place] = None
    if not parted and not lacking:
        return []
    values = {
        **_periods(periods),
        "units": _names(table, list(lacking)),
        "parted": _names(table, list(parted)),
        "more": max(0, len(lacking) - _NAMED),
    }
    where = Where(count=len(lacking))
    return [
        finding(
            "boundary-change",
            where,
            values,
            variant="parted",
        )
    ]


def _apart(
    table: Crosswalk,
    periods: Sequence[str],
    steps: Sequence[Step],
) -> list[Finding]:
    """Say which units could not be made, and which of their parts have no figure."""
    missing = {place: parts for step in steps for place, parts in step.missing.items()}
    if not missing:
        return []
    place, parts = next(iter(missing.items()))
    values = {
        **_periods(periods),
        "unit": table.places[place].name,
        "parts": _names(table, parts),
        "others": len(missing) - 1,
    }
    where = Where(count=len(missing))
    return [
        finding(
            "boundary-change",
            where,
            values,
            variant="apart",
        )
    ]


def _unknown(
    periods: Sequence[str],
    day: str,
    steps: Sequence[Step],
) -> list[Finding]:
    """Say which units the table does not know, although it lists all."""
    names: dict[str, None] = {}
    for step in steps:
        for row, standing in zip(
            step.plan.rows,
            step.plan.standing,
            strict=True,
        ):
            if standing.kind == "unknown":
                names[row.name] = None
    if not names:
        return []
    values = {**_periods(periods), "day": day, "units": tuple(names)[:_NAMED]}
    where = Where(count=len(names))
    return [
        finding(
            "boundary-change",
            where,
            values,
            variant="unknown",
        )
    ]


def _names(table: Crosswalk, places: Sequence[int]) -> tuple[str, ...]:
    return tuple(table.places[at].name for at in places[:_NAMED])
