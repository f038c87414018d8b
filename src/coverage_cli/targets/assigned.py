"""Which of the targets told besides the sheet speaks of which unit: told for it by name, for its level, or for all.

The more particular wins: a unit's own before its level's, its level's before one for all; of the same kind the one for
the indicator, then the one for the narrower period, then the one told last. An option wins over the project file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from coverage_cli.indicator import Indicator
from coverage_cli.model import Count, Observations, Quotient, Target, Units
from coverage_cli.periods import is_within, narrowness
from coverage_cli.project import TargetSetting
from coverage_cli.spelling import key


class Assigned(NamedTuple):
    """Targets told besides the sheet, by unit: those that name the unit, and those for its level or for all."""

    own: list[Target | None]
    otherwise: list[Target | None]


def fitting(settings: Sequence[TargetSetting], indicator: Indicator, period: str | None) -> list[TargetSetting]:
    """Return the settings that speak of an indicator in a period, the most particular last.

    One for every indicator speaks of coverages alone; one of a time speaks of no figure without a date. An option for
    all units and times takes the place of all that the project file says under its name.
    """
    spoken = [
        setting
        for setting in settings
        if (setting.indicator == indicator.id or (setting.indicator is None and indicator.is_coverage))
        and (setting.period is None or (period is not None and is_within(period, setting.period)))
    ]
    replaced = {one.name for one in spoken if one.typed and one.general}
    kept = [one for one in spoken if one.typed or one.name not in replaced]
    return sorted(kept, key=lambda one: (one.typed, one.indicator is not None, narrowness(one.period)))


def given_for_all(settings: Sequence[TargetSetting], indicator: Indicator, period: str | None) -> TargetSetting | None:
    """Return the setting that holds for every unit without a target of its own, None where there is none."""
    general = [one for one in fitting(settings, indicator, period) if not (one.name or one.level or one.unit)]
    return general[-1] if general else None


def names_of(settings: Sequence[TargetSetting], indicator: Indicator, period: str | None) -> list[str]:
    """Return the names of the further targets of an indicator, in the order in which they were told."""
    spoken = {id(setting) for setting in fitting(settings, indicator, period)}
    return list(dict.fromkeys(one.name for one in settings if one.name and id(one) in spoken))


def assigned(
    settings: Sequence[TargetSetting], indicator: Indicator, observations: Observations, reached: Sequence[Count | None]
) -> Assigned:
    """Return the target that settings of one name assign to each unit; `reached` is what each has now.

    A rate for all speaks of every unit, people of the whole alone (and of the one unit that makes it up).
    """
    spoken = fitting(settings, indicator, observations.period)
    file = _told([one for one in spoken if not one.typed], observations.units, reached)
    options = _told([one for one in spoken if one.typed], observations.units, reached)
    own = [
        mine or (None if other else theirs)
        for mine, other, theirs in zip(options.own, options.otherwise, file.own, strict=True)
    ]
    otherwise = [mine or theirs for mine, theirs in zip(options.otherwise, file.otherwise, strict=True)]
    return Assigned(own, otherwise)


def _told(spoken: Sequence[TargetSetting], units: Units, reached: Sequence[Count | None]) -> Assigned:
    """Return what settings of one origin assign, the most particular of them last."""
    own: list[Target | None] = [None] * len(units)
    otherwise: list[Target | None] = [None] * len(units)
    wholes = same_as_whole(units)
    for setting in [one for one in spoken if one.level is None] + [one for one in spoken if one.level]:
        if setting.unit is not None:
            for at in meant(setting, units):
                own[at] = _target(setting, reached[at])
            continue
        for at, unit in enumerate(units):
            is_meant = setting.kind == "rate" or at in wholes if setting.level is None else unit.level == setting.level
            if is_meant:
                otherwise[at] = _target(setting, reached[at])
    return Assigned(own, otherwise)


def meant(setting: TargetSetting, units: Units) -> list[int]:
    """Return the unit that a setting names; none where several bear the name, unless they are one place."""
    found = named_by(setting, units)
    return found if len(found) < 2 or set(found) <= same_as_whole(units) else []


def named_by(setting: TargetSetting, units: Units) -> list[int]:
    """Return the units that bear the name a setting tells, of its level where it tells one."""
    return [at for at in places_of(setting.unit or "", units) if setting.level in (None, units[at].level)]


def places_of(name: str, units: Units) -> list[int]:
    """Return the units that bear a name or code as it was told: `Xã A`, `14416`, or `Huyện B > Xã A`."""
    whole = key(name)
    alone = [at for at, unit in enumerate(units) if whole and whole in (key(unit.name), key(unit.code or ""))]
    *above, last = [key(part) for part in name.split(">")]
    if alone or not last:
        return alone
    found = [at for at, unit in enumerate(units) if last in (key(unit.name), key(unit.code or ""))]
    return [at for at in found if set(above) <= {key(units[upper].name) for upper in units.uppers(at)}]


def _target(setting: TargetSetting, reached: Count | None) -> Target | None:
    """Return the target that a setting comes to; people remaining are counted on from those there are."""
    if setting.kind != "remaining":
        return Target(setting.kind, setting.value)
    if reached is None:
        return None
    whole = reached + setting.value.over // setting.value.under
    return Target("count", Quotient(-(-whole.numerator // whole.denominator), 1))


def same_as_whole(units: Units) -> set[int]:
    """Return the whole and, where it has one part only, that part and so on down."""
    same, parts = {0}, units.parts[0]
    while len(parts) == 1:
        same.update(parts)
        parts = units.parts[parts[0]]
    return same
