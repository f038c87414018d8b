"""The arithmetic, pure and exact: roll-up, coverage, targets, attainment, gap, status."""

from __future__ import annotations

from coverage_cli.figures.compute import computable, compute, lacking, measures_of, target_given

__all__ = ["computable", "compute", "lacking", "measures_of", "target_given"]
