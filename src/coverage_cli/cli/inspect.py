"""`coverage inspect`: how the sheets were understood, and how to correct it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from coverage_cli.cli import options as opt
from coverage_cli.cli.reporting import Request, asking
from coverage_cli.errors import CoverageError

if TYPE_CHECKING:
    from coverage_cli.pipeline import Understood
    from coverage_cli.project import Job


@asking
def inspect(request: Request, form: str | None = None) -> int:
    """Show how the sheets are understood: range, headings, columns, rows, period, and what would correct it."""
    from coverage_cli.cli.deliver import say_refused
    from coverage_cli.cli.terminal import room_of
    from coverage_cli.features.inspect import explained
    from coverage_cli.profiles import DEFAULT
    from coverage_cli.write.text.findings import finding_lines
    from coverage_cli.write.text.inspection import inspection_json, inspection_text

    job, words = request.job, request.words
    quiet = request.delivery.quiet
    shown = opt.one_of("--format", form, ("plain", "table", "json"), "inspect") or "plain"
    understood, evidence = understand_with_evidence(job)
    tables = explained(understood, evidence)
    sys.stdout.write(
        inspection_json(tables, job.profile or DEFAULT)
        if shown == "json"
        else inspection_text(tables, words, room_of(sys.stdout), job.profile)
    )
    sys.stdout.flush()
    findings = [
        finding for finding in understood.findings if not quiet or finding.severity == "error"
    ]
    # How a sheet was understood is what the notes tell.
    for line in finding_lines(findings, words, verbose=True, room=room_of(sys.stderr)):
        print(line, file=sys.stderr)
    say_refused(understood.refused, words)
    return 5 if understood.refused else 0


def understand_with_evidence(
    job: Job,
) -> tuple[Understood, Sequence[Mapping[str, int | bool | None]]]:
    """Understand the inputs, and count what confirms it as far as there are figures to hold against what is printed."""
    from coverage_cli.pipeline import context_of, sources_of, understand, work_through

    try:
        worked = work_through(job, rivals_apart=True)
    except CoverageError:
        return understand(context_of(job._replace(told=job.told._replace(undecided=True)))), ()
    return worked.understood, [source.evidence for source in sources_of(worked)]
