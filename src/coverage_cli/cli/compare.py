"""`coverage compare`: what a new delivery restated in an old one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from coverage_cli.cli.ending import Ending
from coverage_cli.cli.reporting import Request, asking

if TYPE_CHECKING:
    from coverage_cli.cli.deliver import Delivery
    from coverage_cli.features.compare import Compared
    from coverage_cli.project import Job
    from coverage_cli.words import Words


@asking
def compare(request: Request) -> Ending:
    """Say what a new delivery restated in an old one, and what that changes: people, points, targets met."""
    from coverage_cli.cli.deliver import (
        conditions_said,
        exit_code,
        input_files,
        say_findings,
        say_refused,
    )

    ask, words = request.delivery, request.words
    if ask.output is not None:
        from coverage_cli.write.place import claim, claim_of_period

        inputs = input_files(request.job)
        with claim(ask.output, inputs):
            compared = _compared(request.job)
            report = compared.outcome.report
            with claim_of_period(ask.output, report.periods(), inputs) as place:
                ask = ask._replace(output=place)
                _write(compared, words.calling(report.levels), ask)
    else:
        compared = _compared(request.job)
        _print(compared, words.calling(compared.outcome.report.levels), ask)
    report = compared.outcome.report
    say_findings(report, words, quiet=ask.quiet, verbose=ask.verbose)
    say_refused(compared.refused, words)
    conditions_said(report, words, ask, len(compared.comparison.revisions))
    code = exit_code(
        report.findings, report.figures, ask.conditions, is_partial=bool(compared.refused)
    )
    found = report.findings, report.accepted, compared.refused
    old = compared.comparison.old
    return Ending(code, compared.outcome.worked, *found, output=ask.output, further=tuple(old))


def _compared(job: Job) -> Compared:
    """Compare the first input with the second; a lock and earlier deliveries speak of the new one."""
    from coverage_cli.features.compare import compare as held_against

    old, new = job.inputs
    before = job._replace(inputs=(old,), lock=None, previous=(), strict=False)
    return held_against(before, job._replace(inputs=(new,)))


def _write(compared: Compared, words: Words, ask: Delivery) -> None:
    from coverage_cli.write import encoded
    from coverage_cli.write.comparison import comparison_text, delimited
    from coverage_cli.write.place import replace

    if ask.shown == "xlsx":
        from coverage_cli.write.workbook.comparison import comparison_workbook

        content = comparison_workbook(compared.comparison, words)
    elif ask.shown == "csv":  # the mark and line ends that spreadsheets ask for
        text = delimited(compared.comparison, "csv", words, raw=ask.raw, newline="\r\n")
        content = b"\xef\xbb\xbf" + encoded(text)
    else:
        content = encoded(comparison_text(compared.comparison, ask.shown, words, raw=ask.raw))
    replace(str(ask.output), content)


def _print(compared: Compared, words: Words, ask: Delivery) -> None:
    from coverage_cli.cli.deliver import console_of
    from coverage_cli.write.comparison import comparison_text, show_comparison

    if ask.shown == "table":
        show_comparison(compared.comparison, words, console_of(no_color=ask.no_color))
    else:
        sys.stdout.write(comparison_text(compared.comparison, ask.shown, words, raw=ask.raw))
    sys.stdout.flush()
