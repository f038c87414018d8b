"""Agree on the units: tables joined, duplicates settled, lists of other files matched by code, else by name."""

from __future__ import annotations

from coverage_cli.units.duplicates import settle_duplicates
from coverage_cli.units.join import join
from coverage_cli.units.regroup import drop_false_whole, find_sums

__all__ = ["drop_false_whole", "find_sums", "join", "settle_duplicates"]
