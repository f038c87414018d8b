"""Add to a report the units that another list has and the report should have: they are expected, without figures.

A list may speak of more places than the report: what stands under none of the report's places is not missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Literal

from coverage_cli.findings import finding
from coverage_cli.grouping import known, take
from coverage_cli.model import Finding, Observations, Unit, Units
from coverage_cli.units.claims import Match, describe

Purpose = Literal["population", "targets", "expected"]
"""What a list was given for; one that says who should report is taken at its word."""
# A nameless whole is the place that has at least one in this many of its parts there.
_HALF = 2
# How many missing units a message names.
_NAMED = 5
# How a message is worded that names all of them.
_OF_FEW = {"": "few", "unplaced": "unplaced-few"}


class _Added:
    """The list's units to be added, each with its parent in the grown report, and where its upper units stand there."""

    def __init__(self, ours: Units, theirs: Units, here: dict[int, int | None]) -> None:
        self.ours, self.theirs, self.here = ours, theirs, here
        self.units: list[tuple[int, int]] = []
        self.over_uppers = set(take(ours.parents, ours.uppers_last_first)) - {None}

    def place_above(self, at: int) -> int | None:
        """Return where the upper unit of a unit stands in the report, None where that does not speak of the place."""
        parent = self.theirs.parents[at]
        if parent is None:
            return None
        if parent not in self.here:
            self.here[parent] = self._added_upper(parent, self.place_above(parent))
        return self.here[parent]

    def _added_upper(self, at: int, place: int | None) -> int | None:
        """Return where an upper unit stands that our upper unit at a place lacks: added if others stand beside it."""
        if place is None or place not in self.over_uppers:
            return place
        self.units.append((at, place))
        return len(self.ours) + len(self.units) - 1


def add_missing(
    ours: Observations, theirs: Observations, matches: Sequence[Match], what: Purpose
) -> tuple[Observations, list[Finding]]:
    """Return the report with the other list's smallest units that it lacks, and a finding that names them."""
    matched = {match.at: at for at, match in enumerate(matches) if match.at is not None}
    # A unit offered as what was meant is not said to be missing as well.
    suggested = {name for match in matches if match.at is None for name in match.suggestions}
    expected = [at for at in _expected(ours, theirs, matched) if at not in matched]
    lacking = [at for at in expected if describe(theirs.units, at) not in suggested]
    # The list is of upper units, which cannot stand beside our smaller ones.
    if any(match.how == "above" for match in matches):
        return ours, [_finding(theirs, lacking, "above", what)] if lacking else []
    added = _placed(ours, theirs, matches, lacking, told=what == "expected")
    names = [at for at, _ in added.units if at not in added.here]
    homeless = _homeless(theirs.units, lacking, added) if what == "expected" else []
    said = [_finding(theirs, homeless, "unplaced", what)] if homeless else []
    if not names:
        return ours, said
    return _grown(ours, theirs, added, what), [_finding(theirs, names, "", what), *said]


def _homeless(units: Units, lacking: Sequence[int], added: _Added) -> list[int]:
    """Return who should report and stands under no unit of the report, nor under one of another place.

    A roster without upper units names them all the same: they must not be passed over in silence.
    """
    placed = {at for at, _ in added.units}
    return [at for at in lacking if at not in placed and not units.parents[at]]


def missing_alone(found: Finding, is_apart: Callable[[str], bool]) -> list[Finding]:
    """Return a `unit-missing` as one finding for each unit that is to stand apart, and one for all others."""
    names: tuple[str, ...] = found.values["names"]  # type: ignore[assignment]
    groups = [[name] for name in names if is_apart(name)]
    others = [name for name in names if not is_apart(name)]
    if not groups:
        return [found]
    return [_naming(found, group) for group in ([others] if others else []) + groups]


def _finding(theirs: Observations, missing: Sequence[int], variant: str, what: Purpose) -> Finding:
    """Name units that a list has and the report has not: an error where the list says who should report."""
    names = take(theirs.units.names, missing)
    told = {"list": theirs.home[0]}
    found = finding("unit-missing", variant=variant, graver=what == "expected", **told)
    return _naming(found, names)


def _naming(found: Finding, names: Sequence[str]) -> Finding:
    """Return a finding with the units that it names; `names` are kept whole beside the few that are said."""
    told = {"units": tuple(names[:_NAMED]), "more": max(0, len(names) - _NAMED)}
    variant = _OF_FEW.get(found.variant, found.variant) if not told["more"] else found.variant
    return found._replace(
        values={**found.values, **told, "names": tuple(names)},
        unit=names[0],
        count=len(names),
        variant=variant,
    )


def _expected(ours: Observations, theirs: Observations, matched: Mapping[int, int]) -> list[int]:
    """Return the list's units that are as small as ours: its smallest, or the upper ones that ours were found in."""
    units = theirs.units
    found = [at for at, mine in matched.items() if ours.units.leaves[mine] and not units.leaves[at]]
    if not found:
        return units.lowest
    parents = set(known(units.parents[at] for at in found))
    busy = set(chain.from_iterable(map(units.uppers, matched)))
    # An upper unit whose parts were found is there already, by its parts.
    tier = set(chain.from_iterable(units.parts[parent] for parent in parents)) - busy
    inside = {at for at in units.lowest if tier.isdisjoint((at, *units.uppers(at)))}
    return sorted(tier | inside)


def _placed(
    ours: Observations,
    theirs: Observations,
    matches: Sequence[Match],
    lacking: Sequence[int],
    *,
    told: bool,
) -> _Added:
    """Find the place of every lacking unit in the report; upper units that lack altogether are added above theirs."""
    below_whole = list(enumerate(zip(ours.units.leaves, matches, strict=True)))[1:]
    here = {
        match.at: None if leaf else at for at, (leaf, match) in below_whole if match.at is not None
    }
    whole = _whole_there(ours, theirs, matches, told=told)
    if whole is not None:
        here[whole] = 0
    added = _Added(ours.units, theirs.units, here)
    for at in lacking:
        place = added.place_above(at)
        if place is not None:
            added.units.append((at, place))
    return added


def _whole_there(
    ours: Observations, theirs: Observations, matches: Sequence[Match], *, told: bool
) -> int | None:
    """Return which of the list's units our whole is: the one it was matched with, else the one most parts are in.

    A name that only says Total is no evidence where the list goes deeper than one place.
    """
    found, units = matches[0], theirs.units
    is_evident = (
        (ours.whole_named and theirs.whole_named)
        or all(units.leaves[1:])
        or found.how == "same parts"
    )
    if found.at or (found.at == 0 and is_evident):
        return found.at
    tops = known(matches[at].at for at in ours.units.parts[0])
    counted = Counter(units.parents[at] for at in tops).most_common(1)
    best, count = counted[0] if counted else (None, 0)
    if best is None:
        return None
    return best if told or _HALF * count >= len(units.parts[best]) else None


def _grown(ours: Observations, theirs: Observations, added: _Added, what: Purpose) -> Observations:
    """Return the report with the added units: without figures, but with what the list was given for."""
    size, places = len(added.units), [at for at, _ in added.units]
    blanks = [None] * size
    made = ours._replace(restated={}).with_columns(lambda values: [*values, *blanks])
    restated = {name: [*told, *[()] * size] for name, told in ours.restated.items()}
    made = made._replace(units=Units.of([*ours.units, *_units_of(added)]), restated=restated)
    if what == "expected":
        return made
    given = "counts" if what == "population" else "targets"
    mine, others = getattr(ours, given), getattr(theirs, given)
    grown = {
        name: [*mine[name], *(others[name][at] for at in places)]
        for name in others.keys() & mine.keys()
    }
    changed: dict[str, Any] = {given: {**getattr(made, given), **grown}}
    return made._replace(**changed)


def _units_of(added: _Added) -> Iterator[Unit]:
    """Return the added units as the report has them: no row prints them, and their level is that beside them."""
    ours = added.ours
    levels = dict(zip(zip(ours.parents, ours.leaves, strict=True), ours.levels, strict=True))
    for at, parent in added.units:
        unit, leaf = added.theirs[at], at not in added.here
        level = levels.setdefault((parent, leaf), unit.level)
        yield unit._replace(parent=parent, row=None, name_cell=None, level=level, leaf=leaf)
