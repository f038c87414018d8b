"""The way up from a unit to the whole."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.model import Unit


def uppers_of(units: Sequence[Unit], at: int) -> list[int]:
    """Return the places (0-based) of the units above the one at a place, the nearest first; none for the whole."""
    uppers = []
    parent = units[at].parent
    while parent is not None:
        uppers.append(parent)
        parent = units[parent].parent
    return uppers
