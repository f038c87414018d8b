"""A job and an amount -> the report in which every unit's target is its part of the amount.

The sheets' own targets for the indicator are put aside, and said so: the report is a proposal. The arithmetic of the
split is that of `figures.allocate`; attainment, gap and status against it are those of every report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from coverage_cli.errors import UnreadableInput, UsageFault
from coverage_cli.figures import compute
from coverage_cli.figures.allocate import Bounds, Share, bounds_of, share_of, split
from coverage_cli.figures.arithmetic import target_count_of_rate
from coverage_cli.figures.rollup import Sums, roll_up
from coverage_cli.findings import Where, finding
from coverage_cli.grouping import take
from coverage_cli.model import (
    Computed,
    Finding,
    Fixed,
    Indicator,
    Observations,
    Phrase,
    Quotient,
    Target,
    Units,
    cell_name,
)
from coverage_cli.pipeline import Outcome, Settled, Worked, work_out
from coverage_cli.pipeline.assembly import assemble
from coverage_cli.pipeline.select import select
from coverage_cli.project import Job, Split
from coverage_cli.records import NamedTuple

# Findings about the targets that are put aside.
_OF_TARGETS = frozenset({"target-differs", "target-own", "no-target", "rounding-hides-miss"})
# How many units without a part a message names.
_NAMED = 5


class Allotted(NamedTuple):
    """What was split: how many people among which units, by which rule, for which indicator and period."""

    people: int
    unit: str
    indicator: str
    period: str | None
    ask: Split


class _Shared(NamedTuple):
    """The root and all below it in reading order, those that take part, those that cannot, and what each gets."""

    below: Sequence[int]
    bearers: Sequence[int]
    without: Sequence[int]
    shares: Sequence[Share]
    people: Sequence[int]


def allocate(job: Job, ask: Split) -> tuple[Outcome, Allotted]:
    """Split an amount among the lowest units of the whole, or of the unit asked for, and report it as their target.

    Raises `UsageFault` where it is not clear what is to be split, or no such amount can be placed.
    """
    if job.further_populations:
        raise UsageFault("allocate-several-denominators", name=job.further_populations[0][0])
    given = bool(job.targets or job.targets_file or job.further_targets)
    job = job._replace(targets=(), targets_file=None, further_targets=())
    worked = work_out(job)
    settled, computed = _only(worked)
    indicator, units = computed.indicator, settled.observations.units
    below = [figure.at for figure in select(computed.figures, job.choice._replace(level=None))]
    sums = roll_up(units, computed.numerators, computed.denominators)
    shared = _shared(units, sums, below, ask)
    observations = _proposed(settled.observations, indicator.subject, shared)
    result = compute(observations, indicator, printed=job.choice.figures == "printed")
    findings = _said(settled.observations, indicator, shared, ask)
    # Targets told besides the sheets have no say in a split.
    if given:
        findings.append(finding("target-replaced", variant="given", indicator=indicator.id))
    findings += [finding for finding in worked.findings if not _is_of_targets(finding)]
    proposed = Settled(observations, (result,), kept=settled.kept)
    made = worked._replace(periods=(proposed,), findings=tuple(findings))
    allotted = Allotted(
        sum(shared.people), units.names[below[0]], indicator.id, settled.period, ask
    )
    return Outcome(assemble(made, select(result.figures, job.choice)), made), allotted


def _only(worked: Worked) -> tuple[Settled, Computed]:
    """Return the one period and indicator that there is to split for. Raises `UsageFault` with the choices."""
    filled = [settled for settled in worked.periods if settled.results]
    if len(filled) > 1:
        periods = tuple(settled.period or "–" for settled in filled)
        raise UsageFault("allocate-several-periods", choices=periods)
    results = filled[0].results
    if len(results) > 1:
        raise UsageFault(
            "allocate-several-indicators", choices=tuple(result.indicator.id for result in results)
        )
    if results[0].indicator.lower:
        raise UsageFault("allocate-lower-is-better", indicator=results[0].indicator.id)
    return filled[0], results[0]


def _shared(units: Units, sums: Sums, below: Sequence[int], ask: Split) -> _Shared:
    """Find who takes part among the units below the first and split the amount among them."""
    bearers = [
        at
        for at in below
        if sums.complete[at] and sums.denominators[at] and _has_figures(units, sums, at)
    ]
    if not bearers:
        raise UnreadableInput("allocate-nothing-to-split-by", unit=units.names[below[0]])
    pairs = [(sums.numerators[at] or 0, sums.denominators[at] or 0) for at in bearers]
    shares = [
        share_of(ask.rule, *pair, ask.cap_pct, keeps_reached=ask.keeps_reached) for pair in pairs
    ]
    amount = ask.people
    if ask.rate is not None:
        # A rate is of all who take part: those without figures cannot be asked for people.
        amount = target_count_of_rate(ask.rate, sum(denominator for _, denominator in pairs))
    assert amount is not None
    _check(amount, bounds_of(shares), units.names[below[0]], ask)
    without = [at for at in below if units.leaves[at] and not sums.complete[at]]
    return _Shared(below, bearers, without, shares, split(amount, shares))


def _has_figures(units: Units, sums: Sums, at: int) -> bool:
    """Tell whether figures stand at a unit itself: at a leaf, or at a printed upper unit with none below."""
    return units.leaves[at] or sums.taken[at]


def _check(amount: int, bounds: Bounds, unit: str, ask: Split) -> None:
    """Refuse an amount that cannot be placed, with the most or the fewest that can."""
    if amount > bounds.most:
        raise UsageFault(
            "allocate-too-many",
            amount=amount,
            most=bounds.most,
            unit=unit,
            cap=shown_rate(ask.cap_pct),
        )
    if amount < bounds.least:
        key = "allocate-too-few" if ask.rule == "equal-rate" else "allocate-too-few-to-grow"
        raise UsageFault(key, amount=amount, least=bounds.least, unit=unit)


def shown_rate(rate: Quotient) -> Fixed:
    """Return a rate to be shown with just the decimals it was told with."""
    return Fixed(rate, len(str(rate.under)) - 1)


def _proposed(observations: Observations, subject: str, shared: _Shared) -> Observations:
    """Put the parts in the place of the subject's targets: of upper units the sum of those below."""
    inside = set(shared.below)
    people = Counter[int]()
    for at, part in zip(shared.bearers, shared.people, strict=True):
        for place in inside.intersection((at, *observations.units.uppers(at))):
            people[place] += part
    places = range(len(observations.units))
    targets = [Target("count", Quotient(people[at], 1)) if at in people else None for at in places]
    # The sheet worked these out on its own target, which is put aside.
    worked_out = {("gap", subject), ("attainment", subject)}
    printed = {
        name: values for name, values in observations.printed.items() if name not in worked_out
    }
    return observations._replace(
        targets={**observations.targets, subject: targets}, printed=printed
    )


def _is_of_targets(finding: Finding) -> bool:
    return finding.code in _OF_TARGETS or (
        finding.code == "printed-rate-differs" and finding.variant in ("attainment", "gap")
    )


def _said(
    observations: Observations, indicator: Indicator, shared: _Shared, ask: Split
) -> list[Finding]:
    """Say how the amount was split, whom a bound held, who got nothing, and whose targets were put aside."""
    file, sheet = observations.origin(shared.bearers[0])
    root = observations.units.names[shared.below[0]]
    values = {
        "people": sum(shared.people),
        "unit": root,
        "units": len(shared.bearers),
        "rule": Phrase(f"rule_{ask.rule.replace('-', '_')}"),
        "indicator": indicator.id,
        "cap": shown_rate(ask.cap_pct),
    }
    findings = [finding("allotted", Where(file, sheet, unit=root), values)]
    findings += _held(shared, ask, finding("allotment-held", Where(file, sheet)))
    findings += _without_part(observations, shared, file, sheet)
    own = observations.targets.get(indicator.subject, ())
    known = [target for at in shared.below[: len(own)] if (target := own[at]) is not None]
    if known:
        cells = tuple(target.cell for target in known if target.cell)
        replaced = {"indicator": indicator.id}
        findings.append(
            finding("target-replaced", Where(file, sheet, cells, count=len(known)), replaced)
        )
    return findings


def _held(shared: _Shared, ask: Split, finding: Finding) -> list[Finding]:
    """Say how many units a bound held, so that the others' parts are not those of the plain rule."""
    pairs = list(zip(shared.shares, shared.people, strict=True))
    # Where both bounds are one there was no room, so that none of them held the unit back.
    capped = sum(share.weight > 0 and part == share.most > share.least for share, part in pairs)
    floored = ask.keeps_reached and ask.rule == "equal-rate"
    kept = sum(0 < part == share.least for share, part in pairs) if floored else 0
    if not kept and not capped:
        return []
    return [finding._replace(values={"kept": kept, "capped": capped}, count=kept + capped)]


def _without_part(
    observations: Observations, shared: _Shared, file: str | None, sheet: str | None
) -> list[Finding]:
    """Name the units that have no figures to split by."""
    if not shared.without:
        return []
    units = take(observations.units, shared.without)
    cells = tuple(cell_name(*unit.name_cell) for unit in units if unit.name_cell)
    values = {
        "units": tuple(unit.name for unit in units[:_NAMED]),
        "more": max(0, len(units) - _NAMED),
    }
    variant = "few" if len(units) <= _NAMED else ""
    unit = units[0].name if len(units) == 1 else None
    return [
        finding(
            "not-allotted", Where(file, sheet, cells, unit, len(units)), values, variant=variant
        )
    ]
