"""`coverage compute`: coverage, attainment and gap of every unit."""

from __future__ import annotations

from coverage_cli.cli.reporting import Request, reporting


@reporting
def compute(request: Request) -> int:
    """Compute coverage, attainment and gap of every unit of the sheets."""
    from coverage_cli.cli.deliver import deliver
    from coverage_cli.pipeline import report

    return deliver(report, request.job, request.words, request.delivery)
