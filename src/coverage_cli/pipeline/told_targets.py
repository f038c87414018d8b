"""The targets told by options and the project file: which hold in a period, and which hold for nothing at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coverage_cli.errors import UnreadableInput, UsageFault
from coverage_cli.figures import measures_of
from coverage_cli.model import Finding, Indicator, Observations, Units
from coverage_cli.periods import closed, in_time, is_within
from coverage_cli.profiles import Profile
from coverage_cli.project import TargetSetting, Told
from coverage_cli.spelling import key
from coverage_cli.targets.assigned import fitting, meant, named_by

if TYPE_CHECKING:
    from coverage_cli.pipeline.worked import Settled

_NEAR = 3


def today_of(observations: Sequence[Observations], told: str | None, profile: Profile) -> str | None:
    """Return the period that people remaining are counted on from: the one told, else the latest with figures."""
    counted = [made for made in observations if any(measures_of(made, at) for at in profile.indicators.values())]
    periods = {made.period for made in counted if made.period}
    return told if told in periods else max(periods, key=in_time, default=None)


def targets_of(targets: Sequence[TargetSetting], period: str | None, today: str | None) -> tuple[TargetSetting, ...]:
    """Return the targets that may hold in a period; people remaining without a time are those from today on."""
    return tuple(one for one in targets if one.kind != "remaining" or one.period is not None or period == today)


def refuse_people_of_several(
    targets: Sequence[TargetSetting], indicators: Sequence[Indicator], period: str | None
) -> None:
    """Raise `UsageFault` where so many people are told for every coverage and there are several of them."""
    coverages = [indicator for indicator in indicators if indicator.is_coverage]
    if len(coverages) < 2:
        return
    for setting in fitting(targets, coverages[0], period):
        if setting.indicator is None and setting.kind != "rate":
            choices = tuple(indicator.id for indicator in coverages)
            raise UsageFault("target-people-of-several", value=setting.value.over, kind=setting.kind, choices=choices)


def told_findings(periods: Sequence[Settled]) -> list[Finding]:
    """Say which targets speak of a unit that is not there or not one alone, and of which times there are no figures."""
    settings = dict.fromkeys(setting for settled in periods for setting in settled.targets)
    if not settings:
        return []
    found = []
    spoken_of = list(_spoken(periods))
    for setting in settings:
        if setting.unit is not None:
            found += _of_unit(setting, [units for units, spoken in spoken_of if setting in spoken])
    return [*found, *_of_other_times(list(settings), periods)]


def _spoken(periods: Sequence[Settled]) -> Iterator[tuple[Units, frozenset[TargetSetting]]]:
    """Yield the units and the settings that speak of each result."""
    for settled in periods:
        made = settled.observations
        for result in settled.results:
            yield made.units, frozenset(fitting(settled.targets, result.indicator, made.period))


def _of_unit(setting: TargetSetting, places: Sequence[Units]) -> list[Finding]:
    if not places or any(meant(setting, units) for units in places):
        return []
    several = max((len(named_by(setting, units)) for units in places), default=0)
    if several:
        return [Finding("unit-ambiguous", "error", {"unit": setting.unit, "count": several}, variant="told")]
    near = _near(setting.unit or "", places[-1])
    variant = "told" if near else "told-alone"
    return [Finding("unit-unknown", "error", {"unit": setting.unit, "choices": near}, variant=variant)]


def _near(name: str, units: Units) -> tuple[str, ...]:
    import difflib  # only an unknown name pays for it

    names = {key(unit.name): unit.name for unit in units}
    found = difflib.get_close_matches(key(name.rpartition(">")[2]), list(names), n=_NEAR, cutoff=0.6)
    return tuple(names[one] for one in found)


def _of_other_times(settings: Sequence[TargetSetting], periods: Sequence[Settled]) -> Iterator[Finding]:
    """Say for which indicators all targets of a name are told for other times than those of the figures."""
    times = tuple(dict.fromkeys(settled.observations.period or "–" for settled in periods if settled.results))
    indicators = {result.indicator.id: result.indicator for settled in periods for result in settled.results}
    for name in dict.fromkeys(setting.name for setting in settings):
        for indicator in indicators.values():
            spoken = [one for one in settings if one.name == name and _speaks_of(one, indicator)]
            told = tuple(dict.fromkeys(one.period for one in spoken if one.period))
            if spoken and all(one.period and not any(is_within(at, one.period) for at in times) for one in spoken):
                values = {"indicator": indicator.id, "told": told, "found": times}
                yield Finding("target-other-time", "warning", values)


def _speaks_of(setting: TargetSetting, indicator: Indicator) -> bool:
    return setting.indicator == indicator.id or (setting.indicator is None and indicator.is_coverage)


def as_found(told: Told, observations: Sequence[Observations]) -> str | None:
    """Return the period told; a day that closes a month is the month where the sheets have that and not the day."""
    found = {made.period for made in observations}
    month = closed(told.period, told.closing_day) if told.period else None
    return month if month in found and told.period not in found else told.period


def told_period(observations: Sequence[Observations], told: str | None) -> tuple[list[Observations], list[Finding]]:
    """Select the told period where several are there, name it where none is, let it win over another one found."""
    if told is None:
        return list(observations), []
    chosen = [made for made in observations if made.period == told]
    if chosen:
        return chosen, []
    found = {made.period for made in observations}
    if len(found) > 1:
        raise UnreadableInput("period-not-found", period=told, choices=tuple(sorted(at or "–" for at in found)))
    other = next(iter(found))
    renamed = [made._replace(period=told) for made in observations]
    if other is None or is_within(told, other) or is_within(other, told):
        return renamed, []
    file, sheet = next(iter(observations[0].origins.values()))
    values = {"taken": told, "other": other}
    return renamed, [Finding("period-conflict", "error", values, file, sheet, variant="told")]
