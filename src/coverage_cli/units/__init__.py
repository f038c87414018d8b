"""Agree on the units: tables joined, duplicates settled, lists of other files matched by code, else by name."""

from __future__ import annotations

from coverage_cli.units.duplicates import settle_duplicates
from coverage_cli.units.given import expect, give_counts, give_targets, targets_beside
from coverage_cli.units.join import join
from coverage_cli.units.regroup import drop_false_whole, find_sums

__all__ = [
    "drop_false_whole",
    "expect",
    "find_sums",
    "give_counts",
    "give_targets",
    "join",
    "settle_duplicates",
    "targets_beside",
]
