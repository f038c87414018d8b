"""Say where an upper unit's own target differs from what its parts' targets add up to; it is never replaced by them."""

from __future__ import annotations

from coverage_cli.model import Computed, Figure, Finding, Observations, Target
from coverage_cli.project import TargetSetting


def check_targets(observations: Observations, computed: Computed) -> list[Finding]:
    """Return a note on the upper units whose own targets differ from their parts' (offices keep a reserve)."""
    own = observations.targets.get(computed.indicator.subject, ())
    figures = dict(zip(computed.order, computed.figures, strict=True))
    parts: dict[int, list[Figure]] = {}
    for at, figure in figures.items():
        parent = observations.units[at].parent
        if parent is not None:
            parts.setdefault(parent, []).append(figure)
    off = [
        (at, figures[at], below)
        for at, below in sorted(parts.items())
        if at < len(own) and own[at] is not None and _differs(figures[at], below)
    ]
    if not off:
        return []
    at, figure, below = off[0]
    goals = [goal for other, _, _ in off if (goal := own[other]) is not None]
    file, sheet = _origin(observations, goals[0], at)
    cells = tuple(goal.cell for goal in goals if goal.cell and goal.source == goals[0].source)
    values = {
        "unit": figure.unit,
        "indicator": computed.indicator.id,
        "target": figure.target_count,
        "sum": sum(part.target_count or 0 for part in below),
    }
    unit = figure.unit if len(off) == 1 else None
    return [Finding("target-differs", "info", values, file, sheet, cells, unit, len(off))]


def check_given(observations: Observations, computed: Computed, given: TargetSetting | None) -> list[Finding]:
    """Return a note where a target given for all meets units that have their own."""
    own = [goal for goal in observations.targets.get(computed.indicator.subject, ()) if goal is not None]
    if given is None or not own:
        return []
    values = {"indicator": computed.indicator.id, "given": _shown(given, computed.indicator.per)}
    file, sheet = _origin(observations, own[0], 0)
    cells = tuple(goal.cell for goal in own if goal.cell and goal.source == own[0].source)
    return [Finding("target-own", "info", values, file, sheet, cells, count=len(own))]


def _shown(given: TargetSetting, per: int) -> str:
    amount = str(given.value.over if given.value.under == 1 else given.value.over / given.value.under)
    if given.kind != "rate":
        return amount
    return f"{amount} %" if per == 100 else f"{amount}/{per}"


def _origin(observations: Observations, goal: Target, at: int) -> tuple[str | None, str | None]:
    """Return the file and sheet that print a target: a list of targets is a file of its own."""
    return observations.origins.get(goal.source, observations.origin(at)) if goal.source else observations.origin(at)


def _differs(figure: Figure, parts: list[Figure]) -> bool:
    """Tell whether the parts' targets, all known, add up to another number of people, rounding up apart."""
    counts = [part.target_count for part in parts]
    if figure.target_count is None or None in counts or figure.status == "incomplete":
        return False
    if figure.target_kind == "rate" and all(part.target_pct == figure.target_pct for part in parts):
        return False
    return sum(count or 0 for count in counts) != figure.target_count
