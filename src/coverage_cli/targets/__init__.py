"""Targets as they are told besides the sheets: how they are written, and which speaks of which unit."""

from __future__ import annotations

from coverage_cli.targets.assigned import assigned, given_for_all

__all__ = ["assigned", "given_for_all"]
