"""What changed for a unit: since the period before, since last December, since the same month of last year."""

from __future__ import annotations

from typing import NamedTuple

from coverage_cli.features.over_time.timeline import Timeline, Track
from coverage_cli.figures.arithmetic import change_pct, gap_pp
from coverage_cli.model import Count, Figure, Quotient


class Change(NamedTuple):
    """A unit's changes in people, in percent of what there was, and in percentage points; None where none can be told.

    The first five are the contract's columns; the period before is the nearest earlier one at hand.
    """

    previous_period: str | None = None
    change_people: Count | None = None
    change_pp: Quotient | None = None
    change_year_people: Count | None = None
    change_year_pp: Quotient | None = None
    change_pct: Quotient | None = None
    change_year_pct: Quotient | None = None
    change_december_people: Count | None = None
    change_december_pct: Quotient | None = None
    change_december_pp: Quotient | None = None


class _Step(NamedTuple):
    people: Count | None = None
    pct: Quotient | None = None
    pp: Quotient | None = None


_NO_STEP = _Step()


def change_of(line: Timeline, track: Track, now: int) -> Change:
    """Return the changes of a unit up to the period of that place in the timeline."""
    past = line.pasts[now]
    before = _step(line, track, now, past.previous)
    december = _step(line, track, now, past.december)
    year = _step(line, track, now, past.year)
    return Change(
        line.periods[past.before] if past.before is not None else None,
        before.people,
        before.pp,
        year.people,
        year.pp,
        before.pct,
        year.pct,
        december.people,
        december.pct,
        december.pp,
    )


def _step(line: Timeline, track: Track, now: int, before: int | None) -> _Step:
    if before is None or not line.comparable(track, now, before):
        return _NO_STEP
    return _difference(track.figures[now], track.figures[before])


def _difference(now: Figure | None, before: Figure | None) -> _Step:
    if now is None or before is None or now.numerator is None or before.numerator is None:
        return _Step()
    pp = gap_pp(now.coverage_pct, before.coverage_pct) if now.coverage_pct and before.coverage_pct else None
    return _Step(now.numerator - before.numerator, change_pct(now.numerator, before.numerator), pp)
