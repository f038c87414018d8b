"""`coverage check`: findings only, grouped by rule, worst first, and a list of faults to send back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coverage_cli.cli import options as opt
from coverage_cli.cli.explain import ReportFormat, print_lines, shown_as
from coverage_cli.errors import UsageFault

if TYPE_CHECKING:
    from coverage_cli.pipeline import Worked
    from coverage_cli.project import Job
    from coverage_cli.words import Words

_SUFFIXES = {".xlsx": "xlsx", ".json": "json", ".txt": "plain"}
FaultList = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Also write the faults: .xlsx a list to send back, .json, .txt.",
        rich_help_panel="How they are shown", show_default=False,
    ),
]  # fmt: skip


def check(
    inputs: opt.Inputs,
    sheet: opt.Sheet = None,
    header_rows: opt.HeaderRows = None,
    rows: opt.Rows = None,
    unit: opt.UnitColumn = None,
    parent: opt.ParentColumn = None,
    code: opt.CodeColumn = None,
    numerator: opt.Numerator = None,
    denominator: opt.Denominator = None,
    target_column: opt.TargetColumn = None,
    mapped: opt.Map = None,
    number_style: opt.NumberStyle = None,
    percent: opt.Percent = None,
    scale: opt.Scale = None,
    encoding: opt.Encoding = None,
    delimiter: opt.Delimiter = None,
    hidden: opt.Hidden = None,
    project: opt.ProjectFile = None,
    profile: opt.ProfileName = None,
    lock: opt.LockFile = None,
    strict: opt.Strict = False,
    population: opt.Population = None,
    targets: opt.TargetsFile = None,
    target: opt.TargetOption = None,
    expect: opt.Expect = None,
    previous: opt.Previous = None,
    indicator: opt.IndicatorOption = None,
    period: opt.Period = None,
    form: ReportFormat = None,
    output: FaultList = None,
    lang: opt.Lang = None,
    decimals: opt.Decimals = None,
    fail_on: opt.FailOn = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    no_color: opt.NoColor = False,
) -> int:
    """Check the sheets: findings by rule, worst first; exit code 1 where there is an error."""
    from coverage_cli.cli.deliver import exit_code
    from coverage_cli.cli.jobs import Options, job_of, project_of, words_of

    shown = shown_as(form, "check")
    kind = _kind_of(output)
    conditions = [
        str(opt.one_of("--fail-on", value, ("error", "warning", "short"), "check")) for value in fail_on or ()
    ]
    settings = project_of(project, profile)
    words = words_of(lang, decimals, settings, "check")
    table = Options(
        inputs, sheet, header_rows, rows, unit, parent, code, numerator, denominator, target_column, mapped,
        number_style, percent, scale, encoding, delimiter, hidden, population, targets, target, expect, indicator,
        None, None, period, None, project, lock, strict, previous,
    )  # fmt: skip
    job = job_of(table, settings)
    if output is None:
        worked, found = _checked(job, words)
    else:
        worked, found = _written(job, words, output, kind, verbose=verbose)
    _print(found, worked, words, shown, (quiet, verbose, no_color))
    figures = (figure for result in worked.results for figure in result.figures)
    refused = bool(worked.understood.refused)
    return exit_code(worked.findings, figures, conditions or ["error"], is_partial=refused)


def _kind_of(output: str | None) -> str:
    """Return what the output's suffix means."""
    kind = next((kind for suffix, kind in _SUFFIXES.items() if (output or "").lower().endswith(suffix)), "")
    if output is not None and not kind:
        raise UsageFault("format-unknown", path=output, choices=tuple(_SUFFIXES))
    return kind


def _checked(job: Job, words: Words) -> tuple[Worked, dict[str, Any]]:
    """Work the job through as far as it goes, and gather what was found; inputs refused are findings here."""
    from coverage_cli.model import Finding
    from coverage_cli.pipeline import held_against_time, work_through
    from coverage_cli.pipeline.findings import checked

    worked = held_against_time(work_through(job, rivals_apart=True), job)
    refused = [
        Finding("file-skipped", "error", {"reason": "; ".join(words.error(fault))}, str(fault.values.get("file") or ""))
        for fault in worked.understood.refused
    ]
    return worked, checked(worked, job.told, refused)


def _written(job: Job, words: Words, output: str, kind: str, *, verbose: bool) -> tuple[Worked, dict[str, Any]]:
    """Check, and write the faults to their file, whole or not at all."""
    from coverage_cli.cli.deliver import input_files
    from coverage_cli.write import encoded
    from coverage_cli.write.check import check_json, check_lines, of_severity
    from coverage_cli.write.lines import plain_lines
    from coverage_cli.write.place import claim, replace

    with claim(output, input_files(job)):
        worked, found = _checked(job, words)
        if kind == "xlsx":
            from coverage_cli.write.check_sheet import faults_workbook

            faults = found if verbose else of_severity(found, ("error", "warning"))
            replace(output, faults_workbook(faults, words))
        elif kind == "json":
            replace(output, encoded(check_json(found, worked.missing, words)))
        else:
            lines = check_lines(found, worked.missing, words, verbose=verbose)
            replace(output, encoded(plain_lines(lines)))
    return worked, found


def _print(found: dict[str, Any], worked: Worked, words: Words, shown: str, manner: tuple[bool, bool, bool]) -> None:
    from coverage_cli.write.check import check_json, check_lines, of_severity

    quiet, verbose, no_color = manner
    found = of_severity(found, ("error",)) if quiet else found
    if shown == "json":
        sys.stdout.write(check_json(found, worked.missing, words))
    else:
        print_lines(check_lines(found, worked.missing, words, verbose=verbose), shown, no_color=no_color)
    sys.stdout.flush()
