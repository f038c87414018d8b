"""Turn the options of a command into a job; every mistake in them is said before anything is read."""

from __future__ import annotations

from typing import Literal, NamedTuple

from coverage_cli.cli.options import one_of, pairs_of, rows_of, targets_of
from coverage_cli.profiles import load_profile
from coverage_cli.project import Choice, Job, Reading, Told


class Options(NamedTuple):
    """The options about inputs and figures as they were typed, in the order of the commands' parameters."""

    inputs: list[str]
    sheet: str | None = None
    header_rows: str | None = None
    rows: str | None = None
    unit: str | None = None
    parent: str | None = None
    code: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    target_column: str | None = None
    mapped: list[str] | None = None
    number_style: str | None = None
    percent: str | None = None
    scale: int | None = None
    encoding: str | None = None
    delimiter: str | None = None
    hidden: str | None = None
    population: str | None = None
    targets: str | None = None
    target: list[str] | None = None
    expect: str | None = None
    indicator: list[str] | None = None
    level: str | None = None
    inside: str | None = None
    period: str | None = None
    figures: str | None = None


def job_of(options: Options) -> Job:
    """Return the job that the options ask for. Raises `UsageFault` for a value that no option takes."""
    profile = load_profile()
    measures = pairs_of(options.mapped, tuple(profile.measures))
    if options.numerator:
        measures["enrolled"] = options.numerator
    if options.denominator:
        measures["population"] = options.denominator
    told = Told(
        sheet=options.sheet,
        header_rows=rows_of("--header-rows", options.header_rows),
        rows=rows_of("--rows", options.rows),
        unit=options.unit,
        parent=options.parent,
        code=options.code,
        target_column=options.target_column,
        measures=measures,
        number_style=one_of("--number-style", options.number_style, ("vi", "en", "de")),
        percent=one_of("--percent", options.percent, ("points", "fraction")),
        scale=options.scale,
        hidden=one_of("--hidden", options.hidden, ("include", "exclude")) or "include",
        period=options.period,
    )
    figures: Literal["computed", "printed"]
    figures = one_of("--figures", options.figures, ("computed", "printed")) or "computed"
    return Job(
        inputs=tuple(options.inputs),
        reading=Reading(options.encoding, options.delimiter),
        told=told,
        choice=Choice(tuple(options.indicator or ()), options.level, options.inside, options.period, figures),
        targets=targets_of(options.target, tuple(profile.indicators)),
        population=options.population,
        targets_file=options.targets,
        expect=options.expect,
    )
