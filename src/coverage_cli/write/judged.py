"""Which of a report's figures tell how its units stand."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.model import Figure, Report

JUDGED = ("met", "short", "no_data", "incomplete")
"""The statuses of units that have a target, or would have one if their figures were known."""


def judged(report: Report) -> Sequence[Figure]:
    """Return the figures that tell how the units stand: of a trend those of its last period."""
    return [figure for trend in report.trends for figure in trend.figures] if report.trends else report.figures
