"""Which of a report's figures tell how its units stand, and how many of them met their target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from coverage_cli.model import Figure, Report
from coverage_cli.records import NamedTuple

JUDGED = ("met", "short", "no_data", "incomplete")
"""The statuses of units that have a target, or would have one if their figures were known."""


class Tally(NamedTuple):
    """How many of the judged units met their target; `decided` tells whether it is known of any."""

    met: int
    judged: int
    decided: bool


def judged(report: Report) -> Sequence[Figure]:
    """Return the figures that tell how the units stand: of a trend those of its last period."""
    return (
        [figure for trend in report.trends for figure in trend.figures]
        if report.trends
        else report.figures
    )


def tally_by(
    group: Literal["level", "parent"], figures: Sequence[Figure]
) -> dict[str | None, Tally]:
    """Count the judged units of each level, or below each parent, in the order in which these first appear."""
    statuses: Counter[tuple[str | None, str]] = Counter(
        (getattr(one, group), one.status) for one in figures
    )
    groups = dict.fromkeys(of for of, status in statuses if status in JUDGED)
    return {
        of: Tally(
            statuses[of, "met"],
            sum(statuses[of, status] for status in JUDGED),
            bool(statuses[of, "met"] or statuses[of, "short"]),
        )
        for of in groups
    }
