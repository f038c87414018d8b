"""`coverage template`: an empty workbook for the units that report."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from coverage_cli.cli import options as opt
from coverage_cli.cli.reporting import Request, asking
from coverage_cli.errors import UsageFault

if TYPE_CHECKING:
    from coverage_cli.features.template import Plan
    from coverage_cli.write.workbook.template import Asked

_SUFFIX = ".xlsx"


@asking
def template(request: Request, output: str | None = None, split_by: str | None = None) -> int:
    """Write an empty workbook to fill in: units, checked cells, sums and rates that calculate themselves."""
    from coverage_cli.cli.deliver import input_files
    from coverage_cli.cli.send_back import file_names, make_folder
    from coverage_cli.features.template import plan_of
    from coverage_cli.write.place import put
    from coverage_cli.write.workbook.template import template_workbook

    level, job = opt.level_told(split_by, request.job.told.levels), request.job
    period = job.told.period
    if period is None:
        raise UsageFault("template-without-period")
    if output is None or not (level or output.lower().endswith(_SUFFIX)):
        raise UsageFault("template-needs-output")
    plan, inputs = plan_of(job, request.words), input_files(job)
    plans = {output: plan}
    if level:
        units = _units_of(plan, level)
        files = file_names(units, make_folder(output))
        plans = {files[unit]: plan.within(unit, level) for unit in units}
    for path, one in plans.items():
        put(path, template_workbook(_asked(one, period, request), request.words), inputs=inputs)
        if not request.delivery.quiet:
            said = request.words.label("written", path=path, rows=len(one.units))
            print(said, file=sys.stderr)
    return 0


def _units_of(plan: Plan, level: str) -> list[str]:
    """Return the units of a level, each name once. Raises `UsageFault` where there are none."""
    named = zip(plan.units.names, plan.units.levels, strict=True)
    units = list(dict.fromkeys(name for name, of in named if of == level))
    if not units:
        raise UsageFault(
            "split-level-unknown", level=level, choices=tuple(dict.fromkeys(plan.units.levels))
        )
    return units


def _asked(plan: Plan, period: str, request: Request) -> Asked:
    from coverage_cli.write.workbook.template import Asked, Rate

    rates = []
    for one in plan.indicators:
        sides = [
            next(([term.measure for term in terms] for terms in side if _has(plan, terms)), [])
            for side in (one.numerators, one.denominators)
        ]
        if all(sides) and one.per == 100:
            name = one.label(request.words.lang)
            rates.append(Rate(request.words.label("template_rate", indicator=name), *sides))
    letterhead = request.project.letter.get("letterhead", ())
    return Asked(plan.units, period, plan.headings, rates, plan.given, letterhead)


def _has(plan: Plan, terms: object) -> bool:
    """Tell whether a sum's measures are all asked for, and none is taken away."""
    return all(term.measure in plan.headings and term.sign > 0 for term in terms)  # type: ignore[attr-defined]
