"""The periods at hand -> one history of counts, and what the rules over time say of the job's own periods.

Loaded only where several periods are at hand, in the inputs or by --previous. Periods between which units were redrawn
are not held against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coverage_cli.features.over_time.timeline import breaks_between, day_of, identities
from coverage_cli.indicator import measure_of, measures_in
from coverage_cli.model import Count, Finding, Observations
from coverage_cli.periods import in_time
from coverage_cli.pipeline import Context, Settled, Worked
from coverage_cli.profiles import Profile
from coverage_cli.project import Accepted, told_of_units
from coverage_cli.rules.causes import cause, with_causes
from coverage_cli.rules.causes_over_time import causes_over_time, units_of
from coverage_cli.rules.history import History, Known, Spot
from coverage_cli.rules.over_time import check_history
from coverage_cli.spelling import key

_SILENT = "unit-missing"


def held_against(worked: Worked, periods: Sequence[Settled]) -> Worked:
    """Return a job's work held against all periods at hand: findings over time behind its own, causes with these."""
    own = {settled.period for settled in worked.periods}
    # A period that was asked for is told about alone; the others only serve to compare.
    own = {worked.asked} if worked.asked in own else own
    findings, over_time = list(worked.findings), []
    for stretch in _stretches([settled.observations for settled in periods], worked.bridged):
        told = frozenset(at for at, made in enumerate(stretch) if made.period in own)
        if told:
            history = _history(stretch, told, worked.context)
            over_time += check_history(history, worked.context.job.thresholds)
            findings = [_explained(finding, history, worked) for finding in findings]
    return worked._replace(findings=(*findings, *over_time))


def _explained(finding: Finding, history: History, worked: Worked) -> Finding:
    """Return a finding on more insured than people with the causes that earlier periods speak for."""
    if finding.code != "over-100" or finding.values["period"] not in history.periods:
        return finding
    period = history.periods.index(str(finding.values["period"]))
    result = next(at for at in worked.results if at.indicator.id == finding.values["indicator"])
    pair = (*result.measures, *result.denominator_measures)
    # Of a sum nobody could tell which of its terms moved.
    if len(pair) != 2 or not history.counts.keys() >= {*pair}:
        return finding
    more = [
        cause(kind, values, history.units[unit].name, cell)
        for cell, unit in units_of(history, finding, pair[0], period).items()
        for kind, values in causes_over_time(
            history, pair, unit, period, worked.context.job.thresholds
        ).items()
    ]
    return with_causes(finding, [*finding.causes, *more]) if more else finding


def _stretches(
    observations: Sequence[Observations], bridged: frozenset[str]
) -> list[list[Observations]]:
    """Return the dated periods in time, parted where units were redrawn, also where figures were restated over that.

    A period that is there twice (rivals) says nothing sure, nor does one that ends in the month of a finer one.
    """
    by_period: dict[str, list[Observations]] = {}
    for made in observations:
        by_period.setdefault(made.period or "", []).append(made)
    names = sorted((name for name, of in by_period.items() if name and len(of) == 1), key=in_time)
    times = {name: in_time(name) for name in names}
    finest = {time[:2]: time for time in sorted(times.values(), key=lambda time: time[3])}
    names = [name for name, time in times.items() if time[3] == finest[time[:2]][3]]
    kept = [by_period[name][0] for name in names]
    if len(kept) < 2:
        return [[made] for made in kept or observations[:1]]
    days = {*bridged, *(day for day, _ in breaks_between(names, kept[-1].units))}
    eras: dict[int, list[Observations]] = {}
    for name, made in zip(names, kept, strict=True):
        eras.setdefault(sum(day <= day_of(name) for day in days), []).append(made)
    return list(eras.values())


def _history(periods: Sequence[Observations], told: frozenset[int], context: Context) -> History:
    """Return the counts of these periods side by side, `told` being the places of those that are reported on."""
    numbers, size = identities(periods, context.vocabulary.kinds)
    places = [{number: at for at, number in enumerate(own)} for own in numbers]
    # Each unit is known as the last period that has it knows it.
    units = [Known("", None, leaf=False)] * size
    for made, own in zip(periods, numbers, strict=True):
        for unit, number in zip(made.units, own, strict=True):
            units[number] = Known(
                unit.name, None if unit.parent is None else own[unit.parent], unit.leaf
            )
    members = [
        {
            at: number
            for at, (number, leaf) in enumerate(zip(own, made.units.leaves, strict=True))
            if leaf
        }
        for made, own in zip(periods, numbers, strict=True)
    ]
    counts: dict[str, list[list[Count | None]]] = {}
    for place, made in enumerate(periods):
        for measure, values in made.counts.items():
            series = counts.setdefault(measure, [[None] * len(periods) for _ in range(size)])
            for at, number in members[place].items():
                series[number][place] = values[at]
    return History(
        periods=tuple(made.period or "" for made in periods),
        told=told,
        units=tuple(units),
        counts=counts,
        spot=lambda measure, unit, period: _spot(
            periods[period], measure, places[period].get(unit)
        ),
        denominators=_denominators(context.profile),
        flows=_flows(context.profile, counts),
        members=[frozenset(of.values()) for of in members],
        listed=context.job.expect is not None,
        excused=_excused(units, context.job.accepted),
        accepted=told_of_units(context.job.accepted),
    )


def _excused(units: Sequence[Known], accepted: Sequence[Accepted]) -> dict[int, str | None]:
    """Return the units whose silence the project file acknowledges, each with the end of that."""
    silent = {key(one.unit): one.until for one in accepted if one.code == _SILENT and one.unit}
    named = ((at, key(unit.name)) for at, unit in enumerate(units)) if silent else ()
    return {at: silent[name] for at, name in named if name in silent}


def _spot(made: Observations, measure: str, unit: int | None) -> Spot:
    """Return where a count stands, as far as any sheet prints it."""
    if unit is None:
        return Spot(None, None, None, measure)
    place = made.places[measure][unit] if measure in made.places else None
    if place is None:
        return Spot(*made.origin(unit), None, measure)
    column = made.columns.get((place[0], measure))
    return Spot(
        *made.origins[place[0]], made.cell(measure, unit), column.name if column else measure
    )


def _denominators(profile: Profile) -> frozenset[str]:
    divided_by = (at.denominators for at in profile.indicators.values() if not at.share)
    return frozenset(measure for sums in divided_by for measure in measures_in(sums))


def _flows(profile: Profile, measures: Iterable[str]) -> frozenset[str]:
    """Return the measures that begin anew each period: new people, and the numerators of flows."""
    flowing = (at.numerators for at in profile.indicators.values() if at.measure_kind == "flow")
    named = {measure for sums in flowing for measure in measures_in(sums)}
    return frozenset(
        {*named, *(measure for measure in measures if measure_of(measure).kind == "new")}
    )
