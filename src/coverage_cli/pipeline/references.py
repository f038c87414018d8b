"""What a period's figures are held against besides its own sheet: named lists of targets, last December's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coverage_cli.figures import References
from coverage_cli.locate import load_vocabulary
from coverage_cli.model import Finding, Observations, Target
from coverage_cli.periods import last_month
from coverage_cli.project import Job

if TYPE_CHECKING:
    from coverage_cli.pipeline.lists import Lists
    from coverage_cli.pipeline.worked import Settled
    from coverage_cli.units.names import TypeWords

TargetsByName = dict[str, Mapping[str, Sequence[Target | None]]]


def references_of(
    observations: Observations, lists: Mapping[str, Lists], before: Sequence[Settled], job: Job
) -> tuple[References, list[Finding]]:
    """Return the named targets and last December's counts on the units of the observations, and what was found."""
    december = _december(observations, before)
    if december is None and not job.further_targets:
        return References(), []
    from coverage_cli.pipeline.lists import pick  # a sheet without lists and history pays nothing for either
    from coverage_cli.units.given import targets_beside

    type_words = load_vocabulary(phrases=job.told.phrases, levels=job.told.levels).kinds
    named: TargetsByName = {}
    findings: list[Finding] = []
    for name, address in job.further_targets:
        theirs, more = pick(lists[f"targets={name}"].observations, observations.period, "targets", address)
        given = targets_beside(observations, theirs, type_words)
        named[name] = given.observations.targets
        findings += [*more, *given.findings]
    if december is None:
        return References(named), findings
    counts = _on_units(december.counts, observations, december, type_words)
    return References(named, december._replace(units=observations.units, counts=counts)), findings


def _december(observations: Observations, before: Sequence[Settled]) -> Observations | None:
    """Return the observations that end in the December before the period's year."""
    month = last_month(observations.period) if observations.period else None
    ending = [
        settled.observations
        for settled in before
        if month and settled.observations.period and last_month(settled.observations.period) == (month[0] - 1, 12)
    ]
    return ending[-1] if ending else None


def _on_units(
    columns: Mapping[str, Sequence[Any]], ours: Observations, theirs: Observations, type_words: TypeWords
) -> dict[str, list[Any]]:
    """Return columns of other units on ours; a unit that is not known there has nothing."""
    from coverage_cli.units.align import align

    places = align(ours.units, theirs.units, type_words)
    return {name: [None if at is None else values[at] for at in places] for name, values in columns.items()}
