"""The order of the stages; the only place that knows it.

inputs ─read─► grids ─locate─► tables ─clean─► observations ─units─► one list of units
                                                                         │
       Report ◄─check─ figures ◄─hold against targets─ sums ◄─roll up────┘
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from coverage_cli.errors import UnreadableInput
from coverage_cli.findings import Where, finding
from coverage_cli.model import Finding, Observations
from coverage_cli.pipeline.assembly import sources_of
from coverage_cli.pipeline.context import Context, context_of
from coverage_cli.pipeline.settle import Beside, settle_period
from coverage_cli.pipeline.told_period import as_found, today_of, told_period
from coverage_cli.pipeline.told_targets import targets_of, told_findings
from coverage_cli.pipeline.understand import understand
from coverage_cli.pipeline.worked import Outcome, Settled, Understood, Worked
from coverage_cli.project import Job
from coverage_cli.rules import contradiction, unconfirmed
from coverage_cli.units import join

if TYPE_CHECKING:
    from coverage_cli.pipeline.lists import Lists
    from coverage_cli.pipeline.restated import Walk

__all__ = [
    "Context",
    "Outcome",
    "Settled",
    "Understood",
    "Worked",
    "context_of",
    "sources_of",
    "understand",
    "work_out",
    "work_through",
]


def work_out(job: Job, *, history: bool = False) -> Worked:
    """Work a job through. Raises `CoverageError` where it gives no figure, with what is missing."""
    worked = work_through(job, history=history)
    if worked.missing:
        raise worked.missing
    return worked


def work_through(
    job: Job, *, rivals_apart: bool = False, history: bool = False, restates: bool = True
) -> Worked:
    """Take a job through all stages before its report. Raises `CoverageError` where no table can be used.

    `rivals_apart` takes tables that contradict each other one by one, with a finding, instead of refusing them.
    `history` keeps the other periods beside the one that was asked for; without `restates` all stay on their own units.
    """
    context = context_of(job)
    walk = _walk_of(context)
    understood = understand(context)
    observations = [made for reading in understood.readings for made in reading.observations]
    findings = list(understood.findings)
    if len(understood.tables) > 1:
        from coverage_cli.pipeline.year_lists import lend  # one table alone has nobody to lend to

        observations, lent = lend(observations, context.profile.asked(job.choice.indicators))
        findings += lent
    wanted = as_found(job.told, observations)
    dated, renamed = told_period(observations, wanted)
    findings += renamed
    # Without the period asked for there is nothing whose past could be shown.
    if history and any(made.period == wanted for made in observations):
        dated = observations
    lists = _lists_of(context, understood, dated)
    earlier = _earlier(job)
    periods: list[Settled] = []
    beside = Beside(context, lists, today_of(dated, wanted, context.profile))
    for joined, clashes in _joined(dated, context, rivals_apart=rivals_apart):
        findings += clashes
        for made in joined:
            there, later = walk.beside(beside, made) if walk else (beside, {})
            settled, more = settle_period(made, there, [*earlier, *periods])
            findings += more
            periods.append(settled._replace(later=later) if later else settled)
    findings += told_findings(periods)
    tables = (*understood.tables, *(table for read in lists.values() for table in read.tables))
    findings += [finding for read in lists.values() for finding in read.findings]
    populations = {
        name: lists[f"population={name}"].observations for name, _ in job.further_populations
    }
    worked = Worked(
        context, understood, tables, tuple(periods), (), None, earlier, populations, wanted
    )
    if walk and restates:
        worked, said = _restated(worked, walk, beside)
        findings += said
    return _concluded(worked, findings)


def _walk_of(context: Context) -> Walk | None:
    """Return the way to the units of the day that is asked for; most jobs ask for none."""
    if not (context.job.as_of or context.job.units):
        return None
    from coverage_cli.pipeline.restated import Walk

    return Walk(context)


def _restated(worked: Worked, walk: Walk, beside: Beside) -> tuple[Worked, Sequence[Finding]]:
    """Return the work with all periods on the units of the day asked for, and what is to be said about that."""
    as_sent = (*worked.earlier, *worked.periods)
    walked = walk.walked(as_sent, beside)
    behind = len(worked.earlier)
    populations = {name: walk.brought(lists) for name, lists in worked.populations.items()}
    again = worked._replace(
        periods=walked.periods[behind:],
        earlier=walked.periods[:behind],
        populations=populations,
        as_sent=as_sent,
        bridged=walked.bridged,
    )
    return again, walked.findings


def _lists_of(
    context: Context, understood: Understood, reported: Sequence[Observations]
) -> Mapping[str, Lists]:
    job = context.job
    named = job.population, job.targets_file, job.expect or job.lock
    if not any((*named, job.further_populations, job.further_targets)):
        return {}
    from coverage_cli.pipeline.given import lists_of  # most jobs name no list

    return lists_of(context, [dated.table for dated in understood.tables], reported)


def _earlier(job: Job) -> tuple[Settled, ...]:
    """Return the periods of the earlier deliveries that the job's own are compared with."""
    if not job.previous:
        return ()
    # Earlier deliveries have other periods than the one asked for, and a lock is of this one alone.
    told = job.told._replace(period=None)
    targets = targets_of(job.targets, None, "today")
    alone = job._replace(
        inputs=job.previous,
        previous=(),
        told=told,
        lock=None,
        further_populations=(),
        targets=targets,
    )
    return work_through(alone, restates=False).periods


def _joined(
    observations: Sequence[Observations], context: Context, *, rivals_apart: bool
) -> list[tuple[list[Observations], list[Finding]]]:
    """Join the tables of each period, in order of time; rivals stay apart where that is asked for."""
    periods: dict[str | None, list[Observations]] = {}
    # In order of time, for each period is compared with those settled before it.
    for made in sorted(observations, key=lambda made: made.period or ""):
        periods.setdefault(made.period, []).append(made)
    joined = []
    for of_period in periods.values():
        try:
            together, clashes = join(of_period, context.job.told.levels, context.vocabulary.kinds)
            joined.append(([together], clashes))
        except UnreadableInput as fault:
            if not rivals_apart:
                raise
            # The refusal is known by its words in every language; as a finding it says the same.
            values = dict(fault.values)
            clash = finding(fault.key, Where(count=int(str(values.get("count", 1)))), values)
            joined.append((of_period, [clash]))
    return joined


def _concluded(worked: Worked, findings: list[Finding]) -> Worked:
    """Return the work with its findings: what was of no use, what nothing confirms, and why there may be no figure."""
    tables = [dated.table for dated in worked.understood.tables]
    if worked.context.answers:
        from coverage_cli.pipeline.corrections import explained  # only answers need it

        findings = explained(findings, worked.context.answers)
    if any(finding.code == "total-mismatch" for finding in findings):
        from coverage_cli.pipeline.one_cause import told_once  # only a fault in totals needs it

        findings = told_once(findings, worked.periods)
    if worked.context.job.lock and not worked.context.job.expect:
        from coverage_cli.pipeline.lock import missing_once  # only a layout lock needs it

        findings = missing_once(findings)
    if not worked.results:
        from coverage_cli.pipeline.refusal import nothing_computable  # only a refusal needs it

        return worked._replace(
            findings=tuple(findings), missing=nothing_computable(worked, findings)
        )
    findings += [_unused(settled.observations) for settled in worked.periods if not settled.results]
    findings += unconfirmed.judge(worked.tally, tables)
    # The costly question only where some printed total was missed already.
    is_off = any(finding.code == "total-mismatch" for finding in findings)
    return worked._replace(
        findings=tuple(findings), missing=_contradicted(worked) if is_off else None
    )


def _contradicted(worked: Worked) -> UnreadableInput | None:
    """Refuse figures whose whole the sheet contradicts, unless it was told which rows or figures hold."""
    job, tables = worked.context.job, worked.understood.tables
    # Who tells rows, level or printed figures has seen the contradiction and decided.
    if job.told.rows or job.choice.level or job.choice.figures == "printed":
        return None
    for made in (settled.observations for settled in worked.periods):
        source = next(
            (place[0] for places in made.places.values() if (place := places[0])), len(tables)
        )
        refusal = contradiction(made, tables[source].table) if source < len(tables) else None
        if refusal is not None:
            return refusal
    return None


def _unused(observations: Observations) -> Finding:
    """Say that a period's tables gave no figure while others did: half of what is needed, dated otherwise."""
    file, sheet = observations.origin(0)
    values = {"sheet": f"'{sheet or file}'", "period": observations.period or "–"}
    return finding("sheet-skipped", Where(file, sheet), values, variant="unused")
