"""The periods at hand -> one history of counts, and what the rules over time say of the job's own periods.

Loaded only where several periods are at hand, in the inputs or by --previous. Periods between which units were redrawn
are not held against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coverage_cli.features.over_time.timeline import breaks_between, day_of, identities, with_previous
from coverage_cli.indicator import measures_in
from coverage_cli.locate import load_vocabulary
from coverage_cli.model import Count, Finding, Observations, Unit
from coverage_cli.periods import in_time
from coverage_cli.pipeline import Settled, Worked
from coverage_cli.profiles import Profile, load_profile
from coverage_cli.project import Job
from coverage_cli.rules.causes import cause, with_causes
from coverage_cli.rules.causes_over_time import causes_over_time, units_of
from coverage_cli.rules.history import History, Known, Spot
from coverage_cli.rules.over_time import check_history


def with_history(worked: Worked, job: Job) -> Worked:
    """Return a job's work with what is odd about it over time, and which earlier deliveries it could not use."""
    worked = worked._replace(findings=(*worked.findings, *_not_compared(worked)))
    return held_against(worked, with_previous(worked), job)


def _not_compared(worked: Worked) -> list[Finding]:
    """Say that nothing is compared for want of a date, or with a delivery of a period that the sheets have."""
    own = [settled.observations.period for settled in worked.periods if settled.observations.period]
    if not worked.earlier or not worked.periods:
        return []
    if not own:
        return [Finding("period-unclear", "error", {}, *worked.periods[0].observations.origin(0), variant="previous")]
    earlier = dict.fromkeys(settled.observations.period for settled in worked.earlier)
    unused = tuple(period or "–" for period in earlier if period is None or period in own)
    values = {"periods": unused, "period": max(own, key=in_time)}
    return [Finding("previous-unused", "warning", values)] if unused else []


def held_against(worked: Worked, periods: Sequence[Settled], job: Job) -> Worked:
    """Return a job's work held against all periods at hand: findings over time behind its own, causes with these."""
    own = {settled.observations.period for settled in worked.periods}
    own = {worked.asked} if worked.asked in own else own
    findings, over_time = list(worked.findings), []
    for stretch in _stretches([settled.observations for settled in periods]):
        told = frozenset(at for at, made in enumerate(stretch) if made.period in own)
        if told:
            history = _history(stretch, told, job, load_profile(job.profile))
            over_time += check_history(history, job.thresholds)
            findings = [_explained(finding, history, worked, job) for finding in findings]
    return worked._replace(findings=(*findings, *over_time))


def _explained(finding: Finding, history: History, worked: Worked, job: Job) -> Finding:
    """Return a finding on more insured than people with the causes that earlier periods speak for."""
    if finding.code != "over-100" or finding.values["period"] not in history.periods:
        return finding
    period = history.periods.index(str(finding.values["period"]))
    result = next(at for at in worked.results if at.indicator.id == finding.values["indicator"])
    pair = (*result.measures, *result.denominator_measures)
    if len(pair) != 2 or not all(measure in history.counts for measure in pair):
        return finding
    more = [
        cause(kind, values, history.units[unit].name, cell)
        for cell, unit in units_of(history, finding, pair[0], period).items()
        for kind, values in causes_over_time(history, pair, unit, period, job.thresholds).items()
    ]
    return with_causes(finding, [*finding.causes, *more]) if more else finding


def _stretches(observations: Sequence[Observations]) -> list[list[Observations]]:
    """Return the dated periods in time, parted where units were redrawn.

    A period that is there twice (rivals) says nothing sure, nor does one that ends in the month of a finer one.
    """
    by_period: dict[str, list[Observations]] = {}
    for made in observations:
        by_period.setdefault(made.period or "", []).append(made)
    dated = [made for period, (made, *others) in by_period.items() if period and not others]
    dated.sort(key=lambda made: in_time(made.period or ""))
    times = [in_time(made.period or "") for made in dated]
    finest: dict[tuple[int, int], int] = {}
    for year, month, _, fineness in times:
        finest[year, month] = max(finest.get((year, month), 0), fineness)
    kept = [made for made, (*end, _, fineness) in zip(dated, times, strict=True) if fineness == finest[end[0], end[1]]]
    if len(kept) < 2:
        return [[made] for made in kept or observations[:1]]
    names = tuple(made.period or "" for made in kept)
    days = [day for day, _ in breaks_between(names, kept[-1].units)]
    eras: dict[int, list[Observations]] = {}
    for made in kept:
        eras.setdefault(sum(day <= day_of(made.period or "") for day in days), []).append(made)
    return list(eras.values())


def _history(periods: Sequence[Observations], told: frozenset[int], job: Job, profile: Profile) -> History:
    type_words = load_vocabulary(phrases=job.told.phrases, levels=job.told.levels).kinds
    numbers, size = identities(periods, type_words)
    places = [{number: at for at, number in enumerate(own)} for own in numbers]

    def spot(measure: str, unit: int, period: int) -> Spot:
        return _spot(periods[period], measure, places[period].get(unit))

    measures = dict.fromkeys(measure for made in periods for measure in made.counts)
    return History(
        periods=tuple(made.period or "" for made in periods),
        told=told,
        units=_units(periods, numbers, size),
        counts={measure: _series(periods, numbers, size, measure) for measure in measures},
        spot=spot,
        denominators=_denominators(profile),
        flows=_flows(profile, measures),
        members=_members(periods, numbers),
        listed=job.expect is not None,
    )


def _units(periods: Sequence[Observations], numbers: Sequence[Sequence[int]], size: int) -> tuple[Known, ...]:
    """Return every unit as its last period knows it."""
    latest: dict[int, tuple[Unit, int | None]] = {}
    for made, own in zip(periods, numbers, strict=True):
        for unit, number in zip(made.units, own, strict=True):
            latest[number] = unit, None if unit.parent is None else own[unit.parent]
    known = (latest.get(number) for number in range(size))
    return tuple(Known(at[0].name, at[1], at[0].leaf) if at else Known("", None, leaf=False) for at in known)


def _series(
    periods: Sequence[Observations], numbers: Sequence[Sequence[int]], size: int, measure: str
) -> list[list[Count | None]]:
    """Return a measure's counts of the lowest units, a period each."""
    series: list[list[Count | None]] = [[None] * len(periods) for _ in range(size)]
    for at, (made, own) in enumerate(zip(periods, numbers, strict=True)):
        for unit, number, count in zip(made.units, own, made.counts.get(measure, ()), strict=False):
            if unit.leaf:
                series[number][at] = count
    return series


def _members(periods: Sequence[Observations], numbers: Sequence[Sequence[int]]) -> list[frozenset[int]]:
    return [
        frozenset(number for unit, number in zip(made.units, own, strict=True) if unit.leaf)
        for made, own in zip(periods, numbers, strict=True)
    ]


def _spot(made: Observations, measure: str, unit: int | None) -> Spot:
    """Return where a count stands, as far as any sheet prints it."""
    place = made.places[measure][unit] if unit is not None and measure in made.places else None
    if place is None or unit is None:
        return Spot(*(made.origin(unit) if unit is not None else (None, None)), None, measure)
    column = made.columns.get((place[0], measure))
    return Spot(*made.origins[place[0]], made.cell(measure, unit), column.name if column else measure)


def _denominators(profile: Profile) -> frozenset[str]:
    divided_by = (at.denominators for at in profile.indicators.values() if not at.share)
    return frozenset(measure for sums in divided_by for measure in measures_in(sums))


def _flows(profile: Profile, measures: Iterable[str]) -> frozenset[str]:
    """Return the measures that begin anew each period: new people, and the numerators of flows."""
    flowing = (at.numerators for at in profile.indicators.values() if at.measure_kind == "flow")
    named = {measure for sums in flowing for measure in measures_in(sums)}
    return frozenset({*named, *(measure for measure in measures if measure.startswith("new_"))})
