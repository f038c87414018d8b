"""What a new delivery changed in an old one, as types: the ledger of revisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from coverage_cli.model import Count, Finding, Indicator, Quotient, Source, Status
from coverage_cli.records import NamedTuple

Kind = Literal["restated", "added", "removed"]
Effect = Literal[
    "added", "removed", "now_reported", "now_missing", "now_met", "now_short", "target_changed", "still_met",
    "still_short", "restated",
]  # fmt: skip


class Revision(NamedTuple):
    """A unit's figures that differ between two deliveries of one period and indicator; people are exact.

    `people_affected` is the largest difference of numerator or denominator, whichever way it goes. `follows_from` are
    the lowest units below whose figures differ, so that this row follows from theirs; empty for a lowest unit.
    """

    period: str | None
    level: str
    code: str | None
    unit: str
    parent: str | None
    indicator: str
    kind: Kind
    old_numerator: Count | None
    new_numerator: Count | None
    old_denominator: Count | None
    new_denominator: Count | None
    old_coverage_pct: Quotient | None
    new_coverage_pct: Quotient | None
    old_target_count: int | None
    new_target_count: int | None
    old_status: Status | None
    new_status: Status | None
    change_people: Count | None
    change_pp: Quotient | None
    people_affected: Count
    effect: Effect
    follows_from: tuple[str, ...] = ()


class Tally(NamedTuple):
    """How many of the lowest units asked about both deliveries have, and how many were restated, came or went."""

    compared: int
    restated: int
    added: int
    removed: int


class Comparison(NamedTuple):
    """Two deliveries held against each other: what differs, and what they do not share.

    `compared` tells of each period and indicator what became of the lowest units, whichever level is shown; `only_old`
    and `only_new` are periods that one of them has alone.
    """

    title: str
    old: tuple[Source, ...]
    new: tuple[Source, ...]
    revisions: tuple[Revision, ...]
    compared: Mapping[tuple[str | None, str], Tally]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    findings: tuple[Finding, ...]
    indicators: Mapping[str, Indicator]
