"""`coverage compute`: coverage, attainment and gap of every unit."""

from __future__ import annotations

from coverage_cli.cli import options as opt


def compute(
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
    lock: opt.LockFile = None,
    strict: opt.Strict = False,
    population: opt.Population = None,
    targets: opt.TargetsFile = None,
    target: opt.TargetOption = None,
    expect: opt.Expect = None,
    indicator: opt.IndicatorOption = None,
    level: opt.Level = None,
    inside: opt.Inside = None,
    period: opt.Period = None,
    figures: opt.FiguresOption = None,
    form: opt.Format = None,
    output: opt.Output = None,
    lang: opt.Lang = None,
    decimals: opt.Decimals = None,
    fail_on: opt.FailOn = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    no_color: opt.NoColor = False,
    csv_raw: opt.CsvRaw = False,
) -> int:
    """Compute coverage, attainment and gap of every unit of the sheets."""
    from coverage_cli.cli.deliver import deliver, delivery_of
    from coverage_cli.cli.jobs import Options, job_of, project_of, words_of
    from coverage_cli.pipeline import report

    ask = delivery_of(form, output, fail_on)._replace(quiet=quiet, verbose=verbose, no_color=no_color, raw=csv_raw)
    settings = project_of(project)
    words = words_of(lang, decimals, settings)
    table = Options(
        inputs, sheet, header_rows, rows, unit, parent, code, numerator, denominator, target_column, mapped,
        number_style, percent, scale, encoding, delimiter, hidden, population, targets, target, expect, indicator,
        level, inside, period, figures, project, lock, strict,
    )  # fmt: skip
    job = job_of(table, settings)
    return deliver(report, job, words, ask)
