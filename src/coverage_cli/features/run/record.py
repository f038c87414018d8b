"""What a job made -> its part of the run report: files, units, who is silent, findings by code, evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from coverage_cli.grouping import first_where
from coverage_cli.model import Finding, Observations
from coverage_cli.periods import in_time
from coverage_cli.pipeline import Settled, Worked, sources_of
from coverage_cli.pipeline.accepted import entries_of, figures_told
from coverage_cli.project import Accepted

Record = dict[str, Any]
_SEVERITIES = ("error", "warning", "info")


def record_of(worked: Worked, shown: Sequence[Finding], accepted: Sequence[Finding]) -> Record:
    """Return what is to be remembered and told of a job; everything in it is as JSON has it."""
    periods = [one for one in worked.with_earlier if one.period and one.results]
    last = max(periods, key=lambda one: in_time(one.period or ""), default=None)
    last = last or first_where(lambda one: one.results, worked.periods)
    return {
        "period": last.period if last else None,
        "periods": sorted((one.period for one in worked.periods if one.period), key=in_time),
        "read": _read(worked),
        **_units(last, periods),
        "findings": _by_code(shown),
        "accepted": _acknowledged(worked.context.job.accepted, shown, accepted),
        "evidence": _evidence(worked),
    }


def _read(worked: Worked) -> Record:
    """Return the content's hash of each file that a table was taken from."""
    return {source.file: source.sha256 for source in sources_of(worked)}


def _units(last: Settled | None, periods: Sequence[Settled]) -> Record:
    """Return how many units are expected and counted in the last period, who is missing, and who delivered when."""
    if last is None:
        return {"units": None, "missing": [], "delivered": {}}
    names = _names(last.observations)
    there = _delivering(last)
    delivered = {names[at]: last.period for at in there if last.period}
    for earlier in sorted(periods, key=lambda one: in_time(one.period or ""), reverse=True):
        own = _names(earlier.observations)
        for at in _delivering(earlier):
            delivered.setdefault(own[at], str(earlier.period))
    missing = [at for at in last.observations.units.lowest if at not in there]
    return {
        "units": {
            "expected": len(last.observations.units.lowest),
            "counted": len(there),
            "missing": len(missing),
        },
        "missing": [
            {**_unit(last.observations, at), "last_delivered": delivered.get(names[at])}
            for at in missing
        ],
        "delivered": delivered,
    }


def _delivering(settled: Settled) -> set[int]:
    """Return the lowest units that have a numerator of any indicator."""
    lowest = set(settled.observations.units.lowest)
    return {
        at
        for result in settled.results
        for at, figure in result.by_unit.items()
        if at in lowest and figure.numerator is not None
    }


def _names(observations: Observations) -> list[str]:
    """Return what each unit is remembered by: its name below that of the unit above, for names repeat."""
    units = observations.units
    above = ["" if not parent else units.names[parent] for parent in units.parents]
    return [
        f"{over} > {name}" if over else name for over, name in zip(above, units.names, strict=True)
    ]


def _unit(observations: Observations, at: int) -> Record:
    units = observations.units
    parent = units.parents[at]
    return {
        "unit": units.names[at],
        "code": units.codes[at],
        "parent": units.names[parent] if parent else None,  # the whole is nobody's name
    }


def _by_code(findings: Iterable[Finding]) -> list[Record]:
    """Return how many findings there are of each code and severity, the worst first."""
    counted = Counter((one.severity, one.code) for one in findings)
    concerned: Counter[tuple[str, str]] = Counter()
    for one in findings:
        concerned[one.severity, one.code] += one.count
    ordered = sorted(counted, key=lambda pair: (_SEVERITIES.index(pair[0]), pair[1]))
    return [
        {"code": code, "severity": severity, "findings": counted[severity, code]}
        | {"count": concerned[severity, code]}
        for severity, code in ordered
    ]


def _acknowledged(
    entries: Sequence[Accepted], shown: Sequence[Finding], accepted: Sequence[Finding]
) -> list[Record]:
    """Return what became of each entry of the project file: the figures it held for, and whether any came back."""
    told = []
    for entry in entries:
        held = {figures_told(one) for one in accepted if entries_of(one, [entry])}
        back = any(entries_of(one, [entry]) for one in shown)
        told.append(
            {
                **{name: getattr(entry, name) for name in ("code", "unit", "until", "why")},
                "figures": sorted(held),
                "came_back": back,
            }
        )
    return told


def _evidence(worked: Worked) -> Mapping[str, int]:
    """Return what confirms and what contradicts the readings of all sources together."""
    total: Counter[str] = Counter()
    for source in sources_of(worked):
        total.update({name: value for name, value in source.evidence.items() if type(value) is int})
    return dict(total)
