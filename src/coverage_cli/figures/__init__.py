"""The arithmetic, pure and exact: roll-up, coverage, targets, attainment, gap, status."""

from __future__ import annotations

from coverage_cli.figures.compute import computable, compute, measures_of

__all__ = ["computable", "compute", "measures_of"]
