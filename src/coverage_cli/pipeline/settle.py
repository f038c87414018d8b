"""One period's joined tables -> its figures: what lists give, what is doubted, the indicators computed and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from coverage_cli.clean import settle_doubts
from coverage_cli.figures import computable, compute, lacking
from coverage_cli.findings import Where, finding
from coverage_cli.grouping import take
from coverage_cli.hierarchy import settle
from coverage_cli.indicator import measures_in
from coverage_cli.model import Finding, Indicator, Observations
from coverage_cli.pipeline.context import Context
from coverage_cli.pipeline.references import references_of
from coverage_cli.pipeline.told_targets import refuse_people_of_several, targets_of
from coverage_cli.pipeline.worked import Settled
from coverage_cli.profiles import GENERAL
from coverage_cli.project import told_of_units
from coverage_cli.records import NamedTuple
from coverage_cli.rules import Case, Tally, check_case
from coverage_cli.targets import given_for_all
from coverage_cli.units import settle_duplicates

if TYPE_CHECKING:
    from coverage_cli.pipeline.lists import Lists

GENERAL_COVERAGE = "coverage"
"""The indicator of people whom no heading names; a named one goes before it."""


class Beside(NamedTuple):
    """What stands beside a period's tables: the job's context, its lists by name, the period of today."""

    context: Context
    lists: Mapping[str, Lists]
    today: str | None


def settle_period(
    joined: Observations, beside: Beside, before: Sequence[Settled]
) -> tuple[Settled, list[Finding]]:
    """Return a period's figures and what is odd about them; `before` are the periods settled already."""
    context, lists, _ = beside
    job, vocabulary = context.job, context.vocabulary
    made, findings = settle_duplicates(joined, vocabulary.kinds, vocabulary.usual)
    if lists:
        from coverage_cli.pipeline.given import with_lists  # most jobs name no list

        made, more = with_lists(made, context, lists)
        findings += more
    # With both columns a subtotal may be proved that one alone did not prove.
    if "population" in lists:
        made, sums, _ = settle(made)
        findings += sums
    asked = context.profile.asked(job.choice.indicators)
    made, doubts = settle_doubts(made, asked, scale_told=bool(job.told.scale or job.told.scales))
    # Duplicates and lists first, doubts next: what has lost its value must not reach any figure.
    settled, of_lists = figured(made, beside, before)
    context = context._replace(job=job._replace(targets=settled.targets))
    findings += [*of_lists, *doubts, *_left_out(settled, context), *_checked(settled, context)]
    return settled, findings


def figured(
    made: Observations, beside: Beside, before: Sequence[Settled]
) -> tuple[Settled, list[Finding]]:
    """Return a period with its figures, and what was found in the lists they are held against."""
    context, lists, today = beside
    references, of_lists = references_of(made, lists, before, context)
    targets = targets_of(context.job.targets, made.period, today)
    context = context._replace(job=context.job._replace(targets=targets))
    printed = context.job.choice.figures == "printed"
    results = [
        compute(made, one, targets, references, printed=printed) for one in _wanted(made, context)
    ]
    return Settled(made, tuple(results), targets, references, Tally()), of_lists


def _wanted(observations: Observations, context: Context) -> list[Indicator]:
    """Return the indicators asked for, else all whose measures are there.

    The general one is left out where a named one fits, unless it was asked for; where its column was told, those are
    left out whose column was not.
    """
    job, profile = context.job, context.profile
    asked = job.choice.indicators
    fitting = computable(
        observations, profile.asked(asked), job.targets, people_alone=job.people_alone
    )
    wanted = [name for name in fitting if not asked or name in asked]
    if GENERAL in job.told.measures and not asked:
        wanted = [name for name in wanted if _is_told(profile.indicators[name], job.told.measures)]
    elif GENERAL in profile.measures and GENERAL_COVERAGE not in asked:
        wanted = _named(wanted) or wanted
    indicators = take(profile.indicators, wanted)
    refuse_people_of_several(job.targets, indicators, observations.period)
    return indicators


def _is_told(indicator: Indicator, told: Mapping[str, str]) -> bool:
    return not told.keys().isdisjoint(measures_in(indicator.numerators))


def _named(indicators: Iterable[str]) -> list[str]:
    return [name for name in indicators if name != GENERAL_COVERAGE]


def _left_out(settled: Settled, context: Context) -> list[Finding]:
    """Say which indicators were left out for want of a denominator, where others were computed."""
    told = context.job.choice.indicators or GENERAL in context.job.told.measures
    if not settled.results or told:
        return []
    computed = {result.indicator.id for result in settled.results}
    file, sheet = settled.observations.origin(0)
    findings = []
    for measure, names in lacking(settled.observations, context.profile.default_indicators).items():
        left = [name for name in _named(names) if name not in computed]
        if left:
            values = {"indicators": tuple(left), "measure": measure}
            findings.append(finding("indicator-left-out", Where(file, sheet), values))
    return findings


def _checked(settled: Settled, context: Context) -> list[Finding]:
    """Return what is odd about a period; its tally is filled with what was held against each other."""
    asked = [result.indicator for result in settled.results]
    given = {one.id: given_for_all(settled.targets, one, settled.period) for one in asked}
    accepted = told_of_units(context.job.accepted)
    case = Case(settled.observations, settled.results, context.profile, settled.tally)
    return check_case(
        case._replace(thresholds=context.job.thresholds, given=given, accepted=accepted)
    )
