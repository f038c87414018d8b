"""Say that a target given for all meets units that have their own."""

from __future__ import annotations

from coverage_cli.findings import Where, finding
from coverage_cli.model import Computed, Finding
from coverage_cli.project import TargetSetting
from coverage_cli.rules.case import Case
from coverage_cli.rules.target_places import origin_of


def judge(case: Case, result: Computed) -> list[Finding]:
    """Return a note where a target given for all meets units that have their own."""
    indicator, given = result.indicator, case.given.get(result.indicator.id)
    own = [
        goal for goal in case.observations.targets.get(indicator.subject, ()) if goal is not None
    ]
    if given is None or not own:
        return []
    cells = tuple(goal.cell for goal in own if goal.cell and goal.source == own[0].source)
    where = Where(*origin_of(case.observations, own[0]), cells, count=len(own))
    return [
        finding("target-own", where, indicator=indicator.id, given=_shown(given, indicator.per))
    ]


def _shown(given: TargetSetting, per: int) -> str:
    amount = str(
        given.value.over if given.value.under == 1 else given.value.over / given.value.under
    )
    unit = "" if given.kind != "rate" else " %" if per == 100 else f"/{per}"
    return amount + unit
