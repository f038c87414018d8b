"""`coverage check`: findings only, grouped by rule, worst first, and a list of faults to send back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from coverage_cli.cli.ending import Ending
from coverage_cli.cli.explain import print_lines, shown_as
from coverage_cli.cli.reporting import Request, asking
from coverage_cli.errors import UsageFault
from coverage_cli.findings import Where, finding

if TYPE_CHECKING:
    from coverage_cli.pipeline import Worked
    from coverage_cli.project import Job
    from coverage_cli.words import Words

_SUFFIXES = {".xlsx": "xlsx", ".json": "json", ".txt": "plain"}


@asking
def check(request: Request, form: str | None = None, output: str | None = None) -> Ending:
    """Check the sheets: findings by rule, worst first; exit code 1 where there is an error."""
    from coverage_cli.cli.deliver import exit_code
    from coverage_cli.pipeline.accepted import set_aside

    ask, job, words = request.delivery, request.job, request.words
    shown, kind = shown_as(form, "check"), _kind_of(output)
    if output is None:
        worked, found = work_and_check(job, words)
    else:
        worked, found, output = _written(job, words, output, kind, verbose=ask.verbose)
    _print(found, worked, words, shown, (ask.verbose, ask.no_color))
    figures = (figure for result in worked.results for figure in result.figures)
    refused = bool(worked.understood.refused)
    findings = set_aside(worked.findings, worked)
    code = exit_code(findings.shown, figures, ask.conditions or ("error",), is_partial=refused)
    code = code or (worked.missing.exit_code if worked.missing else 0)
    return Ending(code, worked, *findings, worked.understood.refused, output, worked.missing)


def _kind_of(output: str | None) -> str:
    """Return what the output's suffix means."""
    kind = next(
        (kind for suffix, kind in _SUFFIXES.items() if (output or "").lower().endswith(suffix)), ""
    )
    if output is not None and not kind:
        raise UsageFault("format-unknown", path=output, choices=tuple(_SUFFIXES))
    return kind


def work_and_check(job: Job, words: Words) -> tuple[Worked, dict[str, Any]]:
    """Work the job through as far as it goes, and gather what was found; inputs refused are findings here."""
    from coverage_cli.features.check import checked
    from coverage_cli.features.over_time import with_history
    from coverage_cli.pipeline import work_through

    worked = with_history(work_through(job, rivals_apart=True))
    refused = [
        finding(
            "file-skipped",
            Where(str(fault.values.get("file") or "")),
            reason="; ".join(words.error(fault)),
        )
        for fault in worked.understood.refused
    ]
    return worked, checked(worked, refused)


def _written(
    job: Job, words: Words, output: str, kind: str, *, verbose: bool
) -> tuple[Worked, dict[str, Any], str]:
    """Check, and write the faults to their file, whole or not at all."""
    from coverage_cli.cli.deliver import input_files
    from coverage_cli.write import encoded
    from coverage_cli.write.place import claim, claim_of_period, replace
    from coverage_cli.write.text.check import check_json, check_lines, of_severity
    from coverage_cli.write.text.lines import plain_lines

    inputs = input_files(job)
    with claim(output, inputs):
        worked, found = work_and_check(job, words)
        if kind == "xlsx":
            from coverage_cli.write.workbook.faults import faults_workbook

            faults = found if verbose else of_severity(found, ("error", "warning"))
            content = faults_workbook(faults, words)
        elif kind == "json":
            content = encoded(check_json(found, worked.missing, words))
        else:
            lines = check_lines(found, worked.missing, words, verbose=verbose)
            content = encoded(plain_lines(lines))
        periods = [settled.period for settled in worked.periods]
        with claim_of_period(output, periods, inputs) as place:
            replace(place, content)
    return worked, found, place


def _print(
    found: dict[str, Any], worked: Worked, words: Words, shown: str, manner: tuple[bool, bool]
) -> None:
    from coverage_cli.write.text.check import check_json, check_lines

    verbose, no_color = manner
    if shown == "json":
        sys.stdout.write(check_json(found, worked.missing, words))
    else:
        print_lines(
            check_lines(found, worked.missing, words, verbose=verbose), shown, no_color=no_color
        )
    sys.stdout.flush()
