"""The period told by an option or the project file, among those that the sheets have."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.errors import UnreadableInput
from coverage_cli.figures import measures_of
from coverage_cli.findings import Where, finding
from coverage_cli.model import Finding, Observations
from coverage_cli.periods import closed, in_time, is_within
from coverage_cli.profiles import Profile
from coverage_cli.project import Told


def today_of(
    observations: Sequence[Observations], told: str | None, profile: Profile
) -> str | None:
    """Return the period that people remaining are counted on from: the one told, else the latest with figures."""
    counted = [
        made
        for made in observations
        if any(measures_of(made, at) for at in profile.indicators.values())
    ]
    periods = {made.period for made in counted if made.period}
    return told if told in periods else max(periods, key=in_time, default=None)


def as_found(told: Told, observations: Sequence[Observations]) -> str | None:
    """Return the period told; a day that closes a month is the month where the sheets have that and not the day."""
    found = {made.period for made in observations}
    month = closed(told.period, told.closing_day) if told.period else None
    return month if month in found and told.period not in found else told.period


def told_period(
    observations: Sequence[Observations], told: str | None
) -> tuple[list[Observations], list[Finding]]:
    """Select the told period where several are there, name it where none is, let it win over another one found."""
    chosen = [made for made in observations if told in (None, made.period)]
    if chosen:
        return chosen, []
    assert told is not None
    found = {made.period for made in observations}
    if len(found) > 1:
        raise UnreadableInput(
            "period-not-found", period=told, choices=tuple(sorted(at or "–" for at in found))
        )
    (other,) = found
    renamed = [made._replace(period=told) for made in observations]
    if other is None or is_within(told, other) or is_within(other, told):
        return renamed, []
    values = {"taken": told, "other": other}
    return renamed, [
        finding("period-conflict", Where(*observations[0].home), values, variant="told")
    ]
