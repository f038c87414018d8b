"""Deliveries told by `--previous`: one without a time is held against the job's as if just before, others are said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coverage_cli.findings import Where, finding
from coverage_cli.model import Finding
from coverage_cli.periods import before, in_time
from coverage_cli.pipeline import Settled, Worked


def place_undated(worked: Worked) -> tuple[Worked, list[Finding]]:
    """Give the one earlier delivery that names no time the period just before the job's first, and say so.

    It serves comparing alone: no pace is told from a time that nobody told.
    """
    own = [settled.period for settled in worked.periods if settled.period]
    undated = [settled for settled in worked.earlier if settled.period is None]
    first = min(own, key=in_time, default=None)
    taken = first and before(first)
    # Of two without a time, or beside one of that very period, nobody could say which is meant.
    if taken is None or len(undated) != 1 or taken in {one.period for one in worked.earlier}:
        return worked, []
    placed = tuple(
        one if one.period else one._replace(observations=one.observations._replace(period=taken))
        for one in worked.earlier
    )
    file = undated[0].observations.home[0]
    said = finding("previous-undated", _where(undated), file=file, taken=taken, period=first)
    return worked._replace(earlier=placed), [said]


def unused(worked: Worked, period: str) -> list[Finding]:
    """Say which earlier deliveries tell nothing of what was before a period, each kind with its reason."""
    own = {settled.period for settled in worked.periods}
    kinds: dict[str, list[Settled]] = {}
    for settled in worked.earlier:
        kind = _reason(settled.period, own, period)
        if kind is not None:
            kinds.setdefault(kind, []).append(settled)
    return [
        finding(
            "previous-unused",
            _where(found),
            variant=kind,
            file=found[0].observations.home[0],
            periods=tuple(dict.fromkeys(one.period for one in found if one.period)),
            period=period,
        )
        for kind, found in kinds.items()
    ]


def _reason(at: str | None, own: Iterable[str | None], period: str) -> str | None:
    if at is None:
        return "undated"
    if at in own:
        return "own"
    return "" if in_time(at)[:3] >= in_time(period)[:3] else None


def _where(found: Sequence[Settled]) -> Where:
    """Return the file and sheet of a delivery; several are counted."""
    return Where(*found[0].observations.home, count=len(found))
