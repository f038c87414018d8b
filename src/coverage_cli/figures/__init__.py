"""The arithmetic, pure and exact: roll-up, coverage, targets, attainment, gap, status."""

from __future__ import annotations

from coverage_cli.figures.compute import (
    NO_REFERENCES,
    References,
    computable,
    compute,
    lacking,
    measures_of,
)

__all__ = [
    "NO_REFERENCES",
    "References",
    "computable",
    "compute",
    "lacking",
    "measures_of",
]
