"""The targets told by options and the project file: which hold in a period, and which for nothing at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coverage_cli.errors import UsageFault
from coverage_cli.findings import NOWHERE, finding
from coverage_cli.model import Computed, Finding, Indicator, Units
from coverage_cli.periods import is_within
from coverage_cli.pipeline.worked import Settled
from coverage_cli.project import TargetSetting
from coverage_cli.spelling import key
from coverage_cli.targets.assigned import fitting, meant, named_by, speaks_of

_NEAR = 3


def targets_of(
    targets: Sequence[TargetSetting], period: str | None, today: str | None
) -> tuple[TargetSetting, ...]:
    """Return the targets that may hold in a period; people remaining without a time are those from today on."""
    return tuple(
        one
        for one in targets
        if one.kind != "remaining" or one.period is not None or period == today
    )


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
            raise UsageFault(
                "target-people-of-several",
                value=setting.value.over,
                kind=setting.kind,
                choices=choices,
            )


def told_findings(periods: Sequence[Settled]) -> list[Finding]:
    """Say which targets speak of a unit that is not there or not one alone, and of which times there are no figures."""
    settings = list(dict.fromkeys(setting for settled in periods for setting in settled.targets))
    if not settings:
        return []
    spoken = [
        (settled.observations.units, fitting(settled.targets, result.indicator, settled.period))
        for settled in periods
        for result in settled.results
    ]
    findings = []
    for setting in settings:
        if setting.unit is not None:
            findings += _of_unit(
                setting, setting.unit, [units for units, told in spoken if setting in told]
            )
    return [*findings, *_passed_over(settings, periods), *_of_other_times(settings, periods)]


def _passed_over(
    settings: Sequence[TargetSetting], periods: Sequence[Settled]
) -> Iterator[Finding]:
    """Say which targets told for many units hold for none, since each has one of its own in the sheets."""
    for setting in settings:
        held: dict[str, bool] = {}
        for settled in periods:
            for result in settled.results:
                if setting in fitting(settled.targets, result.indicator, settled.period):
                    name = result.indicator.id
                    held[name] = held.get(name, False) or _holds_anywhere(setting, result)
        missed = tuple(name for name, holds in held.items() if not holds)
        if setting.unit is None and missed:
            value = setting.value if setting.kind == "rate" else setting.value.over
            values = {"indicators": missed, "value": value}
            yield finding("target-passed-over", NOWHERE, values, graver=setting.typed)


def _holds_anywhere(setting: TargetSetting, result: Computed) -> bool:
    """Tell whether any unit's target is the one told; people still to come are another number for each unit."""
    set_for = result.set_targets.get(setting.name, ())
    told = (setting.kind, setting.value)
    is_one = any(one is not None and (one.kind, one.value) == told for one in set_for)
    # People remaining come to another count in every unit, so equality proves nothing.
    return setting.kind == "remaining" or is_one


def _of_unit(setting: TargetSetting, unit: str, places: Sequence[Units]) -> list[Finding]:
    if not places or any(meant(setting, units) for units in places):
        return []
    several = max(len(named_by(setting, units)) for units in places)
    if several:
        return [finding("unit-ambiguous", variant="told", unit=unit, count=several)]
    near = _near(unit, places[-1])
    variant = "told" if near else "told-alone"
    return [finding("unit-unknown", variant=variant, unit=unit, choices=near)]


def _near(name: str, units: Units) -> tuple[str, ...]:
    import difflib  # only an unknown name needs it

    names = dict(zip(map(key, units.names), units.names, strict=True))
    found = difflib.get_close_matches(
        key(name.rpartition(">")[2]), list(names), n=_NEAR, cutoff=0.6
    )
    return tuple(map(names.__getitem__, found))


def _of_other_times(
    settings: Sequence[TargetSetting], periods: Sequence[Settled]
) -> Iterator[Finding]:
    """Say for which indicators all targets of a name are told for other times than those of the figures."""
    times = tuple(dict.fromkeys(settled.period or "–" for settled in periods if settled.results))
    indicators = {
        result.indicator.id: result.indicator for settled in periods for result in settled.results
    }
    for name in dict.fromkeys(setting.name for setting in settings):
        for indicator in indicators.values():
            told = {
                one.period: None
                for one in settings
                if one.name == name and speaks_of(one, indicator)
            }
            if (
                told
                and None not in told
                and not any(is_within(at, one or "") for at in times for one in told)
            ):
                values = {"indicator": indicator.id, "told": tuple(told), "found": times}
                yield finding("target-other-time", NOWHERE, values)
