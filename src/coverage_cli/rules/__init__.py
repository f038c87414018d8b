"""What is odd about data and figures: a file a family of rules; findings name their cells, nothing is corrected."""

from __future__ import annotations

from coverage_cli.rules.buckets import accounted, cells_unread
from coverage_cli.rules.columns import check_columns
from coverage_cli.rules.components import check_components
from coverage_cli.rules.contradiction import contradiction
from coverage_cli.rules.evidence import Tally, evidence_of, unconfirmed
from coverage_cli.rules.implied import check_implied
from coverage_cli.rules.layout import check_layout
from coverage_cli.rules.printed import check_printed
from coverage_cli.rules.relations import check_measures, check_relations
from coverage_cli.rules.repeated import check_repeated
from coverage_cli.rules.sums import check_sums
from coverage_cli.rules.targets import check_given, check_idle, check_targets

__all__ = [
    "Tally",
    "accounted",
    "cells_unread",
    "check_columns",
    "check_components",
    "check_given",
    "check_idle",
    "check_implied",
    "check_layout",
    "check_measures",
    "check_printed",
    "check_relations",
    "check_repeated",
    "check_sums",
    "check_targets",
    "contradiction",
    "evidence_of",
    "unconfirmed",
]
