"""What the rules look at: the case of a period (its counts and figures) and what they are held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from coverage_cli.model import Computed, Figure, Observations
from coverage_cli.profiles import Profile
from coverage_cli.project import TargetSetting, Thresholds
from coverage_cli.rules.tally import Tally


class Case(NamedTuple):
    """One period: its observations, the figures of each indicator, and what was told.

    `given` are the targets told for all units, by indicator; `tally` counts what confirms the reading.
    """

    observations: Observations
    results: Sequence[Computed]
    profile: Profile
    tally: Tally
    thresholds: Thresholds = Thresholds()
    given: Mapping[str, TargetSetting | None] = {}


def column(figures: Sequence[Figure], name: str) -> list[Any]:
    """Return one value of all figures: a rule looks at whole columns before it judges any row."""
    return list(map(attrgetter(name), figures))
