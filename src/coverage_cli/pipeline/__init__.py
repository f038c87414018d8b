"""The order of the stages; the only place that knows it.

inputs ─read─► grids ─locate─► tables ─clean─► observations ─units─► one list of units
                                                                         │
       Report ◄─check─ figures ◄─hold against targets─ sums ◄─roll up────┘
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from coverage_cli.clean import settle_doubts
from coverage_cli.errors import UnreadableInput
from coverage_cli.figures import References, computable, compute, lacking
from coverage_cli.hierarchy import settle
from coverage_cli.locate import load_vocabulary
from coverage_cli.model import Computed, Finding, Observations
from coverage_cli.pipeline.assembly import sources_of
from coverage_cli.pipeline.references import references_of
from coverage_cli.pipeline.tables import Dated
from coverage_cli.pipeline.told_targets import (
    as_found,
    refuse_people_of_several,
    targets_of,
    today_of,
    told_findings,
    told_period,
)
from coverage_cli.pipeline.understand import understand
from coverage_cli.pipeline.worked import Outcome, Settled, Understood, Worked
from coverage_cli.profiles import GENERAL, Profile, load_profile
from coverage_cli.project import Job, Told
from coverage_cli.rules import (
    Tally,
    check_components,
    check_given,
    check_idle,
    check_implied,
    check_measures,
    check_printed,
    check_relations,
    check_repeated,
    check_sums,
    check_targets,
    contradiction,
    unconfirmed,
)
from coverage_cli.targets import given_for_all
from coverage_cli.units import join, settle_duplicates

if TYPE_CHECKING:
    from coverage_cli.pipeline.lists import Lists

__all__ = [
    "Outcome",
    "Settled",
    "Understood",
    "Worked",
    "sources_of",
    "understand",
    "work_through",
]


def work_through(job: Job, *, rivals_apart: bool = False, history: bool = False) -> Worked:
    """Take a job through all stages before its report. Raises `CoverageError` where no table can be used.

    `rivals_apart` takes tables that contradict each other one by one, with a finding, instead of refusing them.
    `history` keeps the other periods beside the one that was asked for.
    """
    profile = load_profile(job.profile)
    understood = understand(job, profile)
    observations = [made for reading in understood.readings for made in reading.observations]
    lent: list[Finding] = []
    if len(understood.tables) > 1:
        from coverage_cli.pipeline.year_lists import lend  # here and below: one table alone pays nothing for several

        observations, lent = lend(observations, profile.asked(job.choice.indicators))
    wanted = as_found(job.told, observations)
    dated, findings = told_period(observations, wanted)
    findings = [*understood.findings, *lent, *findings]
    if history and any(made.period == wanted for made in observations):
        dated = observations
    lists: Mapping[str, Lists] = {}
    if names_lists(job):
        from coverage_cli.pipeline.given import lists_of, with_lists

        lists = lists_of(job, profile, [each.table for each in understood.tables], dated)
    earlier = _earlier(job)
    periods: list[Settled] = []
    today = today_of(dated, wanted, profile)
    for period in _in_order(dated):
        made = [made for made in dated if made.period == period]
        together, more = _together(made, job.told, rivals_apart=rivals_apart)
        findings += more
        for joined in together:
            vocabulary = load_vocabulary(phrases=job.told.phrases, levels=job.told.levels)
            settled, doubled = settle_duplicates(joined, vocabulary.kinds, vocabulary.usual)
            given, more = with_lists(settled, job, lists, profile.base) if lists else (settled, [])
            if "population" in lists:  # with both columns a subtotal may be proved that one alone did not prove
                given, sums, _ = settle(given)
                more += sums
            asked = profile.asked(job.choice.indicators)
            given, doubts = settle_doubts(given, asked, scale_told=bool(job.told.scale or job.told.scales))
            references, of_lists = references_of(given, lists, [*earlier, *periods], job)
            of_period = job._replace(targets=targets_of(job.targets, period, today))
            results, tally = _computed(given, of_period, profile, references), Tally()
            findings += [
                *doubled,
                *more,
                *of_lists,
                *doubts,
                *_left_out(given, results, profile, job),
                *_checked(given, results, profile, (of_period, tally)),
            ]
            periods.append(Settled(given, tuple(results), of_period.targets, references, tally))
    findings += told_findings(periods)
    tables = (*understood.tables, *(table for read in lists.values() for table in read.tables))
    findings += [finding for read in lists.values() for finding in read.findings]
    if any(settled.results for settled in periods):
        findings += [_unused(settled.observations) for settled in periods if not settled.results]
    findings += _unproven(periods, understood.tables)
    missing = _missing(periods, understood, profile, job, findings)
    populations = {name: lists[f"population={name}"].observations for name, _ in job.further_populations}
    return Worked(understood, tables, tuple(periods), tuple(findings), missing, earlier, populations, wanted)


def _unproven(periods: Sequence[Settled], tables: Sequence[Dated]) -> list[Finding]:
    """Say which sheets print nothing that confirms how they were read."""
    held = sum((settled.tally for settled in periods), Tally())
    return unconfirmed(held, [dated.table for dated in tables]) if any(one.results for one in periods) else []


def _missing(
    periods: Sequence[Settled], understood: Understood, profile: Profile, job: Job, findings: Sequence[Finding]
) -> UnreadableInput | None:
    """Return why there are no figures to report: nothing can be computed, or the sheet contradicts what was."""
    if any(settled.results for settled in periods):
        is_off = any(finding.code == "total-mismatch" for finding in findings)
        return _contradicted(periods, understood.tables, job) if is_off else None
    from coverage_cli.pipeline.refusal import nothing_computable

    observations = [settled.observations for settled in periods]
    return nothing_computable(understood, observations, profile, job.choice.indicators, findings)


def _contradicted(periods: Sequence[Settled], tables: Sequence[Dated], job: Job) -> UnreadableInput | None:
    """Refuse figures whose whole the sheet contradicts, unless it was told which rows or figures hold."""
    if job.told.rows or job.choice.level or job.choice.figures == "printed":
        return None
    for made in (settled.observations for settled in periods):
        source = next((place[0] for places in made.places.values() if (place := places[0])), len(tables))
        refusal = contradiction(made, tables[source].table) if source < len(tables) else None
        if refusal is not None:
            return refusal
    return None


def names_lists(job: Job) -> bool:
    """Tell whether a job names any list besides its inputs."""
    return any((job.population, job.targets_file, job.expect, job.further_populations, job.further_targets))


def _earlier(job: Job) -> tuple[Settled, ...]:
    """Return the periods of the earlier deliveries that the job's own are compared with."""
    if not job.previous:
        return ()
    told = job.told._replace(period=None)
    targets = targets_of(job.targets, None, "today")
    alone = job._replace(
        inputs=job.previous, previous=(), told=told, lock=None, further_populations=(), targets=targets
    )
    return work_through(alone).periods


def _unused(observations: Observations) -> Finding:
    """Say that a period's tables gave no figure while others did: half of what is needed, dated otherwise."""
    file, sheet = observations.origin(0)
    values = {"sheet": f"'{sheet or file}'", "period": observations.period or "–"}
    return Finding("sheet-skipped", "warning", values, file, sheet, variant="unused")


def _together(
    made: Sequence[Observations], told: Told, *, rivals_apart: bool
) -> tuple[list[Observations], list[Finding]]:
    """Join the tables of a period; rivals stay apart where that is asked for."""
    try:
        joined, clashes = join(made, told.levels, load_vocabulary(phrases=told.phrases, levels=told.levels).kinds)
    except UnreadableInput as fault:
        if not rivals_apart:
            raise
        values = dict(fault.values)
        return list(made), [Finding(fault.key, "error", values, count=int(str(values.get("count", 1))))]
    return [joined], clashes


def _computed(given: Observations, job: Job, profile: Profile, references: References) -> list[Computed]:
    """Compute the indicators asked for, else all whose measures are there."""
    asked = job.choice.indicators
    fitting = computable(given, profile.asked(asked), job.targets, people_alone=job.people_alone)
    wanted = [at for at in fitting if not asked or at in asked]
    if GENERAL in profile.measures:
        wanted = _general_only_alone(wanted, job)
    refuse_people_of_several(job.targets, [profile.indicators[at] for at in wanted], given.period)
    return [
        compute(given, profile.indicators[at], job.targets, references, printed=job.choice.figures == "printed")
        for at in wanted
    ]


def _in_order(observations: Sequence[Observations]) -> list[str | None]:
    return sorted({made.period for made in observations}, key=lambda period: period or "")


def _general_only_alone(wanted: Sequence[str], job: Job) -> list[str]:
    """Leave the general indicator out where a named one fits, unless its column was told or it was asked for."""
    told = "enrolled" in job.told.measures or "coverage" in job.choice.indicators
    return [at for at in wanted if at != "coverage" or told or len(wanted) == 1]


def _left_out(observations: Observations, results: Sequence[Computed], profile: Profile, job: Job) -> list[Finding]:
    """Say which indicators were left out for want of a denominator, where others were computed."""
    if not results or job.choice.indicators:
        return []
    computed = {result.indicator.id for result in results}
    findings = []
    for measure, names in lacking(observations, profile.default_indicators).items():
        left = [name for name in names if name not in computed and name != "coverage"]
        if left:
            file, sheet = observations.origin(0)
            values = {"indicators": ", ".join(left), "measure": measure}
            findings.append(Finding("indicator-left-out", "info", values, file, sheet))
    return findings


def _checked(
    observations: Observations, results: Sequence[Computed], profile: Profile, held: tuple[Job, Tally]
) -> list[Finding]:
    """Return what is odd about a period; the tally is filled with what was held against each other."""
    job, tally = held
    findings = [
        *check_sums(observations, results, tally),
        *check_repeated(observations),
        *check_measures(observations, profile.parts, job.thresholds),
        *check_components(observations, profile.sums),
        *check_implied(observations, profile.default_indicators, tally),
    ]
    for result in results:
        findings += [*check_printed(observations, result, tally), *check_targets(observations, result)]
        findings += check_idle(observations, result)
        findings += check_given(observations, result, given_for_all(job.targets, result.indicator, observations.period))
    return [*findings, *check_relations(observations, results, 2, job.thresholds)]
