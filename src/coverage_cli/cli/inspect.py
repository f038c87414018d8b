"""`coverage inspect`: how the sheets were understood, and how to correct it."""

from __future__ import annotations

import sys

from coverage_cli.cli import options as opt


def inspect(
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
    period: opt.Period = None,
    form: opt.Format = None,
    lang: opt.Lang = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> int:
    """Show how the sheets are understood: range, headings, columns, rows, period, and what would correct it."""
    from coverage_cli.cli.deliver import say_refused
    from coverage_cli.cli.jobs import Options, job_of, project_of, words_of
    from coverage_cli.cli.terminal import room_of
    from coverage_cli.pipeline import understand
    from coverage_cli.pipeline.inspection import explained
    from coverage_cli.profiles import DEFAULT
    from coverage_cli.write.findings import finding_lines
    from coverage_cli.write.inspection import inspection_json, inspection_text

    settings = project_of(project, profile)
    words = words_of(lang, None, settings, "inspect")
    shown = opt.one_of("--format", form, ("plain", "table", "json"), "inspect") or "plain"
    job = job_of(
        Options(
            inputs,
            sheet,
            header_rows,
            rows,
            unit,
            parent,
            code,
            numerator,
            denominator,
            target_column,
            mapped,
            number_style,
            percent,
            scale,
            encoding,
            delimiter,
            hidden,
            period=period,
            lock=lock,
            strict=strict,
        ),
        settings,
    )
    understood = understand(job)
    tables = explained(understood)
    sys.stdout.write(
        inspection_json(tables, job.profile or DEFAULT)
        if shown == "json"
        else inspection_text(tables, words, room_of(sys.stdout), job.profile)
    )
    sys.stdout.flush()
    findings = [finding for finding in understood.findings if not quiet or finding.severity == "error"]
    for line in finding_lines(findings, words, verbose=verbose, room=room_of(sys.stderr)):
        print(line, file=sys.stderr)
    say_refused(understood.refused, words)
    return 5 if understood.refused else 0
