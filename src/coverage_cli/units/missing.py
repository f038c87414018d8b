"""Add to a report the units that another list has and the report should have: they are expected, without figures.

A list may speak of more places than the report: what stands under none of the report's places is not missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from coverage_cli.findings import Where, finding
from coverage_cli.model import Finding, Observations, Units
from coverage_cli.units.claims import Match, describe

Purpose = Literal["population", "targets", "expected"]
"""What a list was given for; one that says who should report is taken at its word."""
_HALF = 2
"""A nameless whole is the place that has at least one in this many of its parts there."""
_NAMED = 5
"""How many missing units a message names."""


class _Added(NamedTuple):
    """Their units to be added, each with its parent in the grown report, and where their upper units stand there."""

    units: list[tuple[int, int]]
    here: dict[int, int | None]


def add_missing(
    ours: Observations, theirs: Observations, matches: Sequence[Match], what: Purpose
) -> tuple[Observations, list[Finding]]:
    """Return the report with the other list's smallest units that it lacks, and a finding that names them."""
    matched = {match.at: at for at, match in enumerate(matches) if match.at is not None}
    suggested = {name for match in matches if match.at is None for name in match.suggestions}
    expected = [at for at in _expected(ours, theirs, matched) if at not in matched]
    lacking = [at for at in expected if describe(theirs.units, at) not in suggested]
    if any(match.how == "above" for match in matches):  # upper units of ours, which stand beside no smaller ones
        return ours, [_finding(theirs, lacking, "above", what)] if lacking else []
    added = _placed(ours, theirs, matches, lacking, told=what == "expected")
    names = [at for at, _ in added.units if at not in added.here]
    if not names:
        return ours, []
    variant = "few" if len(names) <= _NAMED else ""
    return _grown(ours, theirs, added, what), [_finding(theirs, names, variant, what)]


def _finding(theirs: Observations, missing: Sequence[int], variant: str, what: Purpose) -> Finding:
    """Name units that a list has and the report has not: an error where the list says who should report."""
    names = tuple(theirs.units[at].name for at in missing)
    where = Where(unit=names[0], count=len(names))
    told = {"units": names[:_NAMED], "more": max(0, len(names) - _NAMED), "list": theirs.home[0]}
    return finding("unit-missing", where, variant=variant, graver=what == "expected", **told)


def _expected(ours: Observations, theirs: Observations, matched: Mapping[int, int]) -> list[int]:
    """Return the list's units that are as small as ours: its smallest, or the upper ones that ours were found in."""
    units = theirs.units
    found = [at for at in matched if not units[at].leaf and ours.units[matched[at]].leaf]
    if not found:
        return units.lowest
    parents = {units[at].parent for at in found} - {None}
    busy = {above for at in matched for above in units.uppers(at)}
    tier = {at for at, unit in enumerate(units) if unit.parent in parents} - busy
    inside = {at for at in units.lowest if tier.isdisjoint((at, *units.uppers(at)))}
    return sorted(tier | inside)


def _placed(
    ours: Observations, theirs: Observations, matches: Sequence[Match], lacking: Sequence[int], *, told: bool
) -> _Added:
    """Find the place of every lacking unit in the report; upper units that lack altogether are added above theirs."""
    here: dict[int, int | None] = {
        match.at: None if unit.leaf else at
        for at, (unit, match) in enumerate(zip(ours.units, matches, strict=True))
        if match.at is not None and at
    }
    whole = _whole_there(ours, theirs, matches, told=told)
    if whole is not None:
        here[whole] = 0
    added = _Added([], here)
    over_uppers = {unit.parent for unit in ours.units if not unit.leaf}
    for at in lacking:
        parent = theirs.units[at].parent
        place = None if parent is None else _place(parent, ours, theirs, added, over_uppers)
        if place is not None:
            added.units.append((at, place))
    return added


def _place(
    at: int, ours: Observations, theirs: Observations, added: _Added, over_uppers: set[int | None]
) -> int | None:
    """Return where an upper unit of the list stands in the report, None where that does not speak of the place."""
    if at in added.here:
        return added.here[at]
    parent = theirs.units[at].parent
    place = None if parent is None else _place(parent, ours, theirs, added, over_uppers)
    if place in over_uppers and place is not None:
        added.units.append((at, place))
        place = len(ours.units) + len(added.units) - 1
    added.here[at] = place
    return place


def _whole_there(ours: Observations, theirs: Observations, matches: Sequence[Match], *, told: bool) -> int | None:
    """Return which of the list's units our whole is: the one it was matched with, else the one most parts are in.

    A name that only says Total is no evidence where the list goes deeper than one place.
    """
    found, units = matches[0], theirs.units
    named = ours.whole_named and theirs.whole_named
    flat = all(unit.leaf for unit in units[1:])
    if found.at is not None and (found.at or named or flat or found.how == "same parts"):
        return found.at
    tops = [match.at for unit, match in zip(ours.units, matches, strict=True) if unit.parent == 0]
    parents = Counter(units[at].parent for at in tops if at is not None)
    if not parents:
        return None
    best, count = parents.most_common(1)[0]
    parts = sum(unit.parent == best for unit in units)
    return best if told or _HALF * count >= parts else None


def _grown(ours: Observations, theirs: Observations, added: _Added, what: Purpose) -> Observations:
    levels = {(unit.parent, unit.leaf): unit.level for unit in ours.units}
    units = list(ours.units)
    for at, parent in added.units:
        leaf = at not in added.here
        unit = theirs.units[at]
        level = levels.setdefault((parent, leaf), unit.level)
        units.append(unit._replace(parent=parent, row=None, name_cell=None, level=level, leaf=leaf))
    blanks = [None] * len(added.units)
    made = ours._replace(restated={}).with_columns(lambda values: [*values, *blanks])
    restated = {name: [*told, *(() for _ in blanks)] for name, told in ours.restated.items()}
    given = {"population": "counts", "targets": "targets"}.get(what, "")
    mine, others = getattr(ours, given, {}), getattr(theirs, given, {})
    grown = {name: [*mine[name], *(others[name][at] for at, _ in added.units)] for name in others if name in mine}
    changed: dict[str, Any] = {given: {**getattr(made, given), **grown}} if given else {}
    return made._replace(units=Units.of(units), restated=restated, **changed)
