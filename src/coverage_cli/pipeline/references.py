"""What a period's figures are held against besides its own sheet: named lists of targets, last December's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from coverage_cli.figures import References
from coverage_cli.model import Finding, Observations, Target
from coverage_cli.periods import last_month
from coverage_cli.pipeline.context import Context
from coverage_cli.pipeline.worked import Settled

if TYPE_CHECKING:
    from coverage_cli.pipeline.lists import Lists

TargetsByName = dict[str, Mapping[str, Sequence[Target | None]]]


def references_of(
    observations: Observations,
    lists: Mapping[str, Lists],
    before: Sequence[Settled],
    context: Context,
) -> tuple[References, list[Finding]]:
    """Return the named targets and last December's counts on the units of the observations, and what was found."""
    named: TargetsByName = {}
    findings: list[Finding] = []
    for name, address in context.job.further_targets:
        # Few sheets stand beside lists of further targets.
        from coverage_cli.pipeline.lists import pick
        from coverage_cli.units.given import targets_beside

        theirs, more = pick(
            lists[f"targets={name}"].observations, observations.period, "targets", address
        )
        given = targets_beside(observations, theirs, context.vocabulary.kinds)
        named[name] = given.observations.targets
        findings += [*more, *given.findings]
    return References(named, _december(observations, before, context)), findings


def _december(
    observations: Observations, before: Sequence[Settled], context: Context
) -> Observations | None:
    """Return the counts at the end of the December before the period's year, aligned with its units."""
    month = last_month(observations.period) if observations.period else None
    if not before or month is None:
        return None
    ends = {
        last_month(settled.period): settled.observations for settled in before if settled.period
    }
    theirs = ends.get((month[0] - 1, 12))
    if theirs is None:
        return None
    from coverage_cli.units.align import align  # a month alone has no December before it

    places = align(observations.units, theirs.units, context.vocabulary.kinds)
    counts = {
        name: [None if at is None else values[at] for at in places]
        for name, values in theirs.counts.items()
    }
    return theirs._replace(units=observations.units, counts=counts)
