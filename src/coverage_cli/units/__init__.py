"""Agree on the units: tables joined, duplicates settled, lists of other files matched by code, else by name."""

from __future__ import annotations

from coverage_cli.units.duplicates import settle_duplicates
from coverage_cli.units.join import join

__all__ = ["join", "settle_duplicates"]
