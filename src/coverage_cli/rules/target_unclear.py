"""Say which targets nothing counted can be held against: of people by another name, or of new people.

Columns of targets that do not say what they are of are said under the same code where they are read (`clean`).
"""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.findings import Where, finding
from coverage_cli.model import Computed, Finding, Observations, Target
from coverage_cli.rules.case import Case
from coverage_cli.rules.target_places import origin_of

_GENERAL = "enrolled"


def judge(case: Case, result: Computed) -> list[Finding]:
    """Return a warning for targets of a measure that is not counted, a note for targets of new people alone."""
    return [*_of_another_name(case, result), *_of_new_people(case, result)]


def _of_another_name(case: Case, result: Computed) -> list[Finding]:
    """Say which targets speak of a measure by name while people enrolled were told or found without one.

    Whether both are the same is not for us to say.
    """
    observations = case.observations
    subjects = dict.fromkeys(key.partition("#")[0] for key in observations.targets)
    if result.indicator.subject != _GENERAL or any(
        subject.startswith(_GENERAL) for subject in subjects
    ):
        return []
    idle = [subject for subject in subjects if subject not in observations.counts]
    return [made for subject in idle for made in _said(observations, subject, "idle")]


def _of_new_people(case: Case, result: Computed) -> list[Finding]:
    """Say that targets of new people have nobody beside them: no column of new people, no last December."""
    judged = [figure for figure in result.figures if figure.target_kind == "new"]
    if not judged or any(figure.attainment_pct is not None for figure in judged):
        return []
    return _said(case.observations, result.indicator.subject, "uncounted")


def _said(observations: Observations, subject: str, variant: str) -> list[Finding]:
    """Return a finding on the cells that print the targets of a measure, none where no cell does."""
    goals: Sequence[Target] = [
        goal for goal in observations.targets.get(subject, ()) if goal is not None and goal.cell
    ]
    if not goals:
        return []
    cells = tuple(goal.cell for goal in goals if goal.cell)
    where = Where(*origin_of(observations, goals[0]), cells, count=len(cells))
    return [finding("target-unclear", where, variant=variant, subject=subject)]
