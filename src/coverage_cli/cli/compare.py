"""`coverage compare`: what a new delivery restated in an old one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from coverage_cli.cli.reporting import Request, asking

if TYPE_CHECKING:
    from coverage_cli.cli.deliver import Delivery
    from coverage_cli.features.compare import Compared
    from coverage_cli.project import Job
    from coverage_cli.words import Words


@asking
def compare(request: Request) -> int:
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
        from coverage_cli.write.place import claim

        with claim(ask.output, input_files(request.job)):
            compared = _compared(request.job)
            _write(compared, words.calling(compared.outcome.report.levels), ask)
    else:
        compared = _compared(request.job)
        _print(compared, words.calling(compared.outcome.report.levels), ask)
    report = compared.outcome.report
    say_findings(report, words, quiet=ask.quiet, verbose=ask.verbose)
    say_refused(compared.refused, words)
    conditions_said(report, words, ask, len(compared.comparison.revisions))
    return exit_code(
        report.findings, report.figures, ask.conditions, is_partial=bool(compared.refused)
    )


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
