"""A job and an amount -> the report in which every unit's target is its part of the amount.

The sheets' own targets for the indicator are put aside, and said so: the report is a proposal. The arithmetic of the
split is that of `figures.allocate`; attainment, gap and status against it are those of every report.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from coverage_cli.errors import UnreadableInput, UsageFault
from coverage_cli.figures import compute
from coverage_cli.figures.allocate import Bounds, Share, bounds_of, share_of, split
from coverage_cli.figures.arithmetic import target_count_of_rate
from coverage_cli.figures.rollup import Sums, roll_up
from coverage_cli.model import Computed, Finding, Fixed, Observations, Phrase, Quotient, Target, Units, cell_name
from coverage_cli.pipeline import Outcome, Settled, Worked, work_out
from coverage_cli.pipeline.assembly import assemble
from coverage_cli.pipeline.select import select
from coverage_cli.project import Job, Split

_OF_TARGETS = frozenset({"target-differs", "target-own", "no-target", "rounding-hides-miss"})
"""Findings about the targets that are put aside."""
_NAMED = 5
"""How many units without a part a message names."""


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
    root = _root(computed, job)
    sums = roll_up(settled.observations.units, computed.numerators, computed.denominators)
    below = _below(settled.observations.units, computed.order, root)
    shared = _shared(settled.observations.units, sums, below, ask)
    observations = _proposed(settled.observations, computed, shared)
    result = compute(observations, computed.indicator, printed=job.choice.figures == "printed")
    kept = [finding for finding in worked.findings if not _is_of_targets(finding)]
    findings = [*_said(settled.observations, computed, shared, ask), *_given_ones(computed.indicator.id, given), *kept]
    made = worked._replace(periods=(Settled(observations, (result,)),), findings=tuple(findings))
    unit = observations.units[root].name
    allotted = Allotted(sum(shared.people), unit, computed.indicator.id, observations.period, ask)
    report = assemble(made, select(result.figures, job.choice))
    return Outcome(report, made), allotted


def _only(worked: Worked) -> tuple[Settled, Computed]:
    """Return the one period and indicator that there is to split for. Raises `UsageFault` with the choices."""
    filled = [settled for settled in worked.periods if settled.results]
    if len(filled) > 1:
        periods = tuple(settled.observations.period or "–" for settled in filled)
        raise UsageFault("allocate-several-periods", choices=periods)
    results = filled[0].results
    if len(results) > 1:
        raise UsageFault("allocate-several-indicators", choices=tuple(result.indicator.id for result in results))
    if results[0].indicator.lower:
        raise UsageFault("allocate-lower-is-better", indicator=results[0].indicator.id)
    return filled[0], results[0]


def _root(computed: Computed, job: Job) -> int:
    """Return the unit whose amount is split: the one asked for, else the whole."""
    if not job.choice.inside:
        return computed.order[0]
    top = select(computed.figures, job.choice._replace(level=None))[0]
    return next(at for at, figure in zip(computed.order, computed.figures, strict=True) if figure is top)


def _shared(units: Units, sums: Sums, below: Sequence[int], ask: Split) -> _Shared:
    """Find who takes part among the units below the first and split the amount among them."""
    root = below[0]
    bearers = [at for at in below if sums.complete[at] and sums.denominators[at] and _is_lowest(units, sums, at)]
    without = [at for at in below if units[at].leaf and not sums.complete[at]]
    if not bearers:
        raise UnreadableInput("allocate-nothing-to-split-by", unit=units[root].name)
    shares = [
        share_of(
            ask.rule, sums.numerators[at] or 0, sums.denominators[at] or 0, ask.cap_pct, keeps_reached=ask.keeps_reached
        )
        for at in bearers
    ]
    amount = ask.people
    if ask.rate is not None:
        amount = target_count_of_rate(ask.rate, sum(sums.denominators[at] or 0 for at in bearers))
    assert amount is not None
    _check(amount, bounds_of(shares), units[root].name, ask)
    return _Shared(below, bearers, without, shares, split(amount, shares))


def _is_lowest(units: Units, sums: Sums, at: int) -> bool:
    """Tell whether figures stand at a unit itself: at a leaf, or at a printed upper unit with none below."""
    return units[at].leaf or sums.taken[at]


def _below(units: Units, order: Sequence[int], root: int) -> list[int]:
    """Return the unit and all below it, in reading order."""
    inside = {root}
    for at, unit in enumerate(units):
        if unit.parent in inside:
            inside.add(at)
    return [at for at in order if at in inside]


def _check(amount: int, bounds: Bounds, unit: str, ask: Split) -> None:
    """Refuse an amount that cannot be placed, with the most or the fewest that can."""
    if amount > bounds.most:
        raise UsageFault("allocate-too-many", amount=amount, most=bounds.most, unit=unit, cap=shown_rate(ask.cap_pct))
    if amount < bounds.least:
        key = "allocate-too-few" if ask.rule == "equal-rate" else "allocate-too-few-to-grow"
        raise UsageFault(key, amount=amount, least=bounds.least, unit=unit)


def shown_rate(rate: Quotient) -> Fixed:
    """Return a rate to be shown with just the decimals it was told with."""
    return Fixed(rate, len(str(rate.under)) - 1)


def _proposed(observations: Observations, computed: Computed, shared: _Shared) -> Observations:
    """Put the parts in the place of the indicator's targets: of upper units the sum of those below."""
    people: dict[int, int] = {}
    for at, part in zip(shared.bearers, shared.people, strict=True):
        above: int | None = at
        while above is not None:
            people[above] = people.get(above, 0) + part
            above = None if above == shared.below[0] else observations.units[above].parent
    subject = computed.indicator.subject
    targets = [
        Target("count", Quotient(people[at], 1)) if at in people else None for at in range(len(observations.units))
    ]
    printed = {
        name: values
        for name, values in observations.printed.items()
        if name[1] != subject or name[0] not in ("gap", "attainment")  # those were worked out on the sheet's target
    }
    return observations._replace(targets={**observations.targets, subject: targets}, printed=printed)


def _is_of_targets(finding: Finding) -> bool:
    return finding.code in _OF_TARGETS or (
        finding.code == "printed-rate-differs" and finding.variant in ("attainment", "gap")
    )


def _said(observations: Observations, computed: Computed, shared: _Shared, ask: Split) -> list[Finding]:
    """Say how the amount was split, whom a bound held, who got nothing, and whose targets were put aside."""
    file, sheet = observations.origin(shared.bearers[0])
    root = observations.units[shared.below[0]].name
    values = {
        "people": sum(shared.people),
        "unit": root,
        "units": len(shared.bearers),
        "rule": Phrase(f"rule_{ask.rule.replace('-', '_')}"),
        "indicator": computed.indicator.id,
        "cap": shown_rate(ask.cap_pct),
    }
    findings = [Finding("allotted", "info", values, file, sheet, unit=root)]
    findings += _held(shared, ask, Finding("allotment-held", "info", {}, file, sheet))
    findings += _without_part(observations, shared, file, sheet)
    own = observations.targets.get(computed.indicator.subject, ())
    replaced = [own[at] for at in shared.below if at < len(own)]
    known = [target for target in replaced if target is not None]
    if known:
        cells = tuple(target.cell for target in known if target.cell)
        values = {"indicator": computed.indicator.id}
        findings.append(Finding("target-replaced", "info", values, file, sheet, cells, count=len(known)))
    return findings


def _given_ones(indicator: str, given: bool) -> list[Finding]:
    """Say that targets told besides the sheets have no say in a split."""
    return [Finding("target-replaced", "info", {"indicator": indicator}, variant="given")] if given else []


def _held(shared: _Shared, ask: Split, finding: Finding) -> list[Finding]:
    """Say how many units a bound held, so that the others' parts are not those of the plain rule."""
    pairs = list(zip(shared.shares, shared.people, strict=True))
    capped = sum(share.weight > 0 and part == share.most > share.least for share, part in pairs)
    kept = 0
    if ask.keeps_reached and ask.rule == "equal-rate":
        kept = sum(0 < part == share.least for share, part in pairs)
    if not kept and not capped:
        return []
    return [finding._replace(values={"kept": kept, "capped": capped}, count=kept + capped)]


def _without_part(observations: Observations, shared: _Shared, file: str | None, sheet: str | None) -> list[Finding]:
    """Name the units that have no figures to split by."""
    if not shared.without:
        return []
    units = [observations.units[at] for at in shared.without]
    cells = tuple(cell_name(*unit.name_cell) for unit in units if unit.name_cell)
    values = {"units": tuple(unit.name for unit in units[:_NAMED]), "more": max(0, len(units) - _NAMED)}
    variant = "few" if len(units) <= _NAMED else ""
    unit = units[0].name if len(units) == 1 else None
    return [Finding("not-allotted", "warning", values, file, sheet, cells, unit, len(units), variant=variant)]
