"""What the rules look at: the case of a period (its counts and figures) and what they are held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from coverage_cli.model import Computed, Figure, Observations
from coverage_cli.profiles import Profile
from coverage_cli.project import TargetSetting, Thresholds
from coverage_cli.records import NamedTuple
from coverage_cli.rules.tally import Tally
from coverage_cli.spelling import key


class Case(NamedTuple):
    """One period: its observations, the figures of each indicator, and what was told.

    `given` are the targets told for all units, by indicator; `tally` counts what confirms the reading. `accepted` are
    the codes and units of findings that are acknowledged, for which these are told apart from those on other units.
    """

    observations: Observations
    results: Sequence[Computed]
    profile: Profile
    tally: Tally
    thresholds: Thresholds = Thresholds()
    given: Mapping[str, TargetSetting | None] = {}
    accepted: frozenset[tuple[str, str]] = frozenset()

    def apart(self, code: str, units: Sequence[int]) -> list[list[int]]:
        """Return units as groups to be told together: each that is acknowledged for a code alone, the others first."""
        names = self.observations.units.names
        alone = [at for at in units if (code, key(names[at])) in self.accepted]
        others = [at for at in units if at not in set(alone)]
        return [*([others] if others else []), *([at] for at in alone)]


def column(figures: Sequence[Figure], name: str) -> list[Any]:
    """Return one value of all figures: a rule looks at whole columns before it judges any row."""
    return list(map(attrgetter(name), figures))
