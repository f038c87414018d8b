"""Which of the targets told besides the sheet speaks of which unit: told for it by name, for its level, or for all.

The more particular wins: a unit's own before its level's, its level's before one for all; of the same kind the one for
the indicator, then the one for the narrower period, then the one told last. An option wins over the project file.
"""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.grouping import places_where
from coverage_cli.indicator import Indicator
from coverage_cli.model import Count, Observations, Quotient, Target, Units
from coverage_cli.periods import is_within, narrowness
from coverage_cli.project import TargetSetting
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key


class Assigned(NamedTuple):
    """Targets told besides the sheet, by unit: those that name the unit, and those for its level or for all."""

    own: list[Target | None]
    otherwise: list[Target | None]


def speaks_of(setting: TargetSetting, indicator: Indicator) -> bool:
    """Tell whether a setting is of an indicator: of that one, or of every coverage."""
    return setting.indicator == indicator.id or (
        setting.indicator is None and indicator.is_coverage
    )


def fitting(
    settings: Sequence[TargetSetting], indicator: Indicator, period: str | None
) -> list[TargetSetting]:
    """Return the settings that speak of an indicator in a period, the most particular last.

    One of a time speaks of no figure without a date. An option for all units and times takes the place of all that
    the project file says under its name.
    """
    spoken = [one for one in settings if speaks_of(one, indicator) and _holds_in(one, period)]
    replaced = {one.name for one in spoken if one.typed and one.general}
    kept = [one for one in spoken if one.typed or one.name not in replaced]
    return sorted(
        kept, key=lambda one: (one.typed, one.indicator is not None, narrowness(one.period))
    )


def _holds_in(setting: TargetSetting, period: str | None) -> bool:
    return setting.period is None or (period is not None and is_within(period, setting.period))


def given_for_all(
    settings: Sequence[TargetSetting], indicator: Indicator, period: str | None
) -> TargetSetting | None:
    """Return the setting that holds for every unit without a target of its own, None where there is none."""
    general = [
        one
        for one in fitting(settings, indicator, period)
        if not (one.name or one.level or one.unit)
    ]
    return general[-1] if general else None


def names_of(
    settings: Sequence[TargetSetting], indicator: Indicator, period: str | None
) -> list[str]:
    """Return the names of the further targets of an indicator, in the order in which they were told."""
    spoken = set(fitting(settings, indicator, period))
    return list(dict.fromkeys(one.name for one in settings if one.name and one in spoken))


def assigned(
    settings: Sequence[TargetSetting],
    indicator: Indicator,
    observations: Observations,
    reached: Sequence[Count | None],
) -> Assigned:
    """Return the target that settings of one name assign to each unit; `reached` is what each has now.

    A rate for all speaks of every unit, people of the whole alone (and of the one unit that makes it up).
    """
    nothing: list[Target | None] = [None] * len(observations.units)
    if not settings:
        return Assigned(nothing, nothing)
    spoken = fitting(settings, indicator, observations.period)
    file, options = (
        _told([one for one in spoken if one.typed == typed], observations.units, reached)
        for typed in (False, True)
    )
    # What an option says of all goes before what the project file says of one unit.
    own = _first_of(options.own, _where_none(file.own, options.otherwise))
    otherwise = _first_of(options.otherwise, file.otherwise)
    return Assigned(own, otherwise)


def _first_of(
    targets: Sequence[Target | None], others: Sequence[Target | None]
) -> list[Target | None]:
    return [target or other for target, other in zip(targets, others, strict=True)]


def _where_none(
    targets: Sequence[Target | None], others: Sequence[Target | None]
) -> list[Target | None]:
    return [None if other else target for target, other in zip(targets, others, strict=True)]


def _told(
    spoken: Sequence[TargetSetting], units: Units, reached: Sequence[Count | None]
) -> Assigned:
    """Return what settings of one origin assign, the most particular of them last: those of a level behind others."""
    told = Assigned([None] * len(units), [None] * len(units))
    # A stable sort: inside both groups the more particular still comes last, and the last one holds.
    for setting in sorted(spoken, key=lambda one: one.level is not None):
        targets = told.otherwise if setting.unit is None else told.own
        for at in _units_of(setting, units):
            targets[at] = _target(setting, reached[at])
    return told


def _units_of(setting: TargetSetting, units: Units) -> Sequence[int]:
    """Return the units that a setting is for."""
    if setting.unit is not None:
        return meant(setting, units)
    if setting.level is not None:
        return places_where(lambda level: level == setting.level, units.levels)
    # 95 % may hold in every unit; so many people can only be those of the whole.
    return range(len(units)) if setting.kind == "rate" else same_as_whole(units)


def meant(setting: TargetSetting, units: Units) -> list[int]:
    """Return the unit that a setting names; none where several bear the name, unless they are one place."""
    found = named_by(setting, units)
    # A province of one district may stand there twice under one name: both rows are the same people.
    return found if len(found) < 2 or set(found) <= set(same_as_whole(units)) else []


def named_by(setting: TargetSetting, units: Units) -> list[int]:
    """Return the units that bear the name a setting tells, of its level where it tells one."""
    return [
        at
        for at in places_of(setting.unit or "", units)
        if setting.level in (None, units.levels[at])
    ]


def places_of(name: str, units: Units) -> list[int]:
    """Return the units that bear a name or code as it was told: `Xã A`, `14416`, or `Huyện B > Xã A`."""
    alone = _bearing(name, units)
    *above, last = map(key, name.split(">"))
    # A name may hold a ">" of its own: it is looked for whole before it is parted.
    if alone or not last:
        return alone
    return [
        at
        for at in _bearing(last, units)
        if {key(units.names[upper]) for upper in units.uppers(at)} >= set(above)
    ]


def _bearing(name: str, units: Units) -> list[int]:
    wanted = key(name)
    # Units without a code have an empty one: an empty name would be theirs.
    if not wanted:
        return []
    bearers = zip(units.names, units.codes, strict=True)
    return [at for at, (own, code) in enumerate(bearers) if wanted in (key(own), key(code or ""))]


def _target(setting: TargetSetting, reached: Count | None) -> Target | None:
    """Return the target that a setting comes to; people remaining are counted on from those there are."""
    if setting.kind != "remaining":
        return Target(setting.kind, setting.value)
    if reached is None:
        return None
    # Half a person counted (an average) is rounded up, so that no fewer are asked for than told.
    whole = reached + setting.value.over // setting.value.under
    return Target("count", Quotient(-(-whole.numerator // whole.denominator), 1))


def same_as_whole(units: Units) -> list[int]:
    """Return the whole and, where it has one part only, that part and so on down."""
    same = [0]
    while len(units.parts[same[-1]]) == 1:
        same += units.parts[same[-1]]
    return same
