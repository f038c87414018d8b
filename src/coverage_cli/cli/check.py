"""`coverage check`: findings only, grouped by rule, worst first, and a list of faults to send back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from coverage_cli.cli.ending import Ending
from coverage_cli.cli.explain import print_lines, shown_as
from coverage_cli.cli.options import level_told
from coverage_cli.cli.reporting import Request, asking
from coverage_cli.errors import UsageFault
from coverage_cli.findings import Where, finding

if TYPE_CHECKING:
    from coverage_cli.cli.send_back import Sending
    from coverage_cli.pipeline import Worked
    from coverage_cli.project import Job
    from coverage_cli.words import Words

_SUFFIXES = {".xlsx": "xlsx", ".json": "json", ".txt": "plain"}


@asking
def check(
    request: Request,
    form: str | None = None,
    output: str | None = None,
    mark: bool = False,
    split_by: str | None = None,
    to: str | None = None,
    answer_by: str | None = None,
) -> Ending:
    """Check the sheets: findings by rule, worst first; exit code 1 where there is an error."""
    from coverage_cli.cli.deliver import exit_code
    from coverage_cli.cli.send_back import check_output, sending_of
    from coverage_cli.pipeline.accepted import set_aside

    ask, job, words = request.delivery, request.job, request.words
    level = level_told(split_by, job.told.levels)
    told = {"mark": mark, "to": to, "answer_by": answer_by}
    sending = sending_of(request.project, told, level)._replace(verbose=ask.verbose)
    check_output(output, sending)
    shown = shown_as(form, "check")
    if output is None:
        worked, found = work_and_check(job, words)
    elif level:
        worked, found = _split(request, output, sending)
    else:
        worked, found, output = _written(request, output, sending)
    _print(found, worked, words, shown, (ask.verbose, ask.no_color))
    figures = (figure for result in worked.results for figure in result.figures)
    refused = bool(worked.understood.refused)
    findings = set_aside(worked.findings, worked)
    code = exit_code(findings.shown, figures, ask.conditions or ("error",), is_partial=refused)
    code = code or (worked.missing.exit_code if worked.missing else 0)
    made = None if level else output
    return Ending(code, worked, *findings, worked.understood.refused, made, worked.missing)


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


def _written(request: Request, output: str, sending: Sending) -> tuple[Worked, dict[str, Any], str]:
    """Check, and write the faults to their file, whole or not at all."""
    from coverage_cli.cli.deliver import input_files
    from coverage_cli.write.place import claim, claim_of_period, replace

    kind, inputs = _kind_of(output), input_files(request.job)
    with claim(output, inputs):
        worked, found = work_and_check(request.job, request.words)
        content = _content(kind, request, worked, found, sending)
        periods = [settled.period for settled in worked.periods]
        with claim_of_period(output, periods, inputs) as place:
            replace(place, content)
    return worked, found, place


def _content(
    kind: str, request: Request, worked: Worked, found: dict[str, Any], sending: Sending
) -> bytes:
    """Return what is written, by its kind."""
    from coverage_cli.cli.send_back import letter_of, marked, whole_of
    from coverage_cli.write import encoded
    from coverage_cli.write.text.check import check_json, check_lines
    from coverage_cli.write.text.lines import plain_lines

    words = request.words
    if sending.mark:
        return marked(request.job, _faults(found, sending), words)
    if kind == "xlsx":
        from coverage_cli.write.workbook.faults import faults_workbook

        letter = letter_of(worked, request.project, sending, whole_of(worked), words)
        return faults_workbook(_faults(found, sending), words, letter)
    if kind == "json":
        return encoded(check_json(found, worked.missing, words))
    lines = check_lines(found, worked.missing, words, verbose=sending.verbose)
    return encoded(plain_lines(lines))


def _faults(found: dict[str, Any], sending: Sending) -> dict[str, Any]:
    """Return what is a fault to send back: errors and warnings, notes where all is to be said."""
    from coverage_cli.write.text.check import of_severity

    return found if sending.verbose else of_severity(found, ("error", "warning"))


def _split(request: Request, folder: str, sending: Sending) -> tuple[Worked, dict[str, Any]]:
    """Check, and write the faults of each unit of a level to a file of its own in a folder."""
    from coverage_cli.cli.deliver import input_files
    from coverage_cli.cli.send_back import file_names, letter_of, make_folder, split, whole_of
    from coverage_cli.write.place import put
    from coverage_cli.write.text.findings import written_line
    from coverage_cli.write.workbook.faults import faults_workbook

    worked, found = work_and_check(request.job, request.words)
    parts = split(_faults(found, sending), str(sending.split_by), whole_of(worked))
    files, inputs = file_names(list(parts), make_folder(folder)), input_files(request.job)
    for unit, part in parts.items():
        letter = letter_of(worked, request.project, sending, unit, request.words)
        put(files[unit], faults_workbook(part, request.words, letter), inputs=inputs)
        count = sum(rule["count"] for rule in part["rules"])
        print(written_line(files[unit], count, request.words), file=sys.stderr)
    return worked, found


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
