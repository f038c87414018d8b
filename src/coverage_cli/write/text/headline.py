"""What a first screen is told of an indicator beside the figures of its whole."""

from __future__ import annotations

from collections.abc import Mapping

from coverage_cli.model import Count, Finding, Phrase, Quotient
from coverage_cli.records import NamedTuple


class Headline(NamedTuple):
    """What changed for the whole, and who lacks most.

    `people` and `points` are what changed `since` an earlier period, None where the two do not add up the same units;
    `doubts` say why; `few` says how few units hold most of what is missing.
    """

    since: str | None = None
    people: Count | None = None
    points: Quotient | None = None
    few: Phrase | None = None
    doubts: tuple[Finding, ...] = ()


Headlines = Mapping[tuple[str | None, str], Headline]
"""By period and indicator."""
