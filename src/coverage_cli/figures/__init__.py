"""The arithmetic, pure and exact: roll-up, coverage, targets, attainment, gap, status."""

from __future__ import annotations

from coverage_cli.figures.assigned import assigned, given_for_all
from coverage_cli.figures.compute import NOTHING, Besides, computable, compute, lacking, measures_of

__all__ = ["NOTHING", "Besides", "assigned", "computable", "compute", "given_for_all", "lacking", "measures_of"]
