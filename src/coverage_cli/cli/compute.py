"""`coverage compute`: coverage, attainment and gap of every unit."""

from __future__ import annotations

from coverage_cli.cli import options as opt
from coverage_cli.cli.reporting import Request, reporting


@reporting
def compute(request: Request, what_if: opt.WhatIf = None) -> int:
    """Compute coverage, attainment and gap of every unit of the sheets."""
    from coverage_cli.cli.deliver import deliver
    from coverage_cli.pipeline import report

    job = request.job._replace(what_if=tuple(what_if or ()))
    return deliver(report, job, request.words, request.delivery)
