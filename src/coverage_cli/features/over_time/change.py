"""What changed for a unit: since the period before, since last December, since the same month of last year."""

from __future__ import annotations

from coverage_cli.features.over_time.timeline import Timeline, Track
from coverage_cli.figures.arithmetic import change_pct, gap_pp
from coverage_cli.model import Count, Quotient
from coverage_cli.records import NamedTuple


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
    """A change between two periods; what cannot be told is None."""

    people: Count | None = None
    pct: Quotient | None = None
    pp: Quotient | None = None


_NO_STEP = _Step()


def change_of(line: Timeline, track: Track, now: int) -> Change:
    """Return the changes of a unit up to the period of that place in the timeline."""
    past = line.pasts[now]
    before, december, year = (
        _step(line, track, now, at) for at in (past.previous, past.december, past.year)
    )
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
    # Sums over other communes differ although nobody came or left.
    if before is None or not line.comparable(track, now, before):
        return _NO_STEP
    new, old = track.figures[now], track.figures[before]
    if new is None or old is None or new.numerator is None or old.numerator is None:
        return _NO_STEP
    pp = (
        gap_pp(new.coverage_pct, old.coverage_pct)
        if new.coverage_pct and old.coverage_pct
        else None
    )
    return _Step(new.numerator - old.numerator, change_pct(new.numerator, old.numerator), pp)
