"""Say where an upper unit's own target differs from what its parts' targets come to; it is never replaced by them.

An office may keep a reserve, or hand down more than it was given: both are said, with the direction. A rate is held
against the parts as the people that it comes to, each rounded up only where people are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from coverage_cli.findings import Where, finding
from coverage_cli.grouping import take
from coverage_cli.model import Computed, Figure, Finding, Observations, Phrase, Target
from coverage_cli.records import NamedTuple
from coverage_cli.rules.case import Case
from coverage_cli.rules.cells import Address, address_of, ranges
from coverage_cli.rules.target_places import source_of


class _Aims(NamedTuple):
    """The targets of one name: those set, aligned with the units, each unit's figure, its parts, who lacks some."""

    name: str
    targets: Sequence[Target | None]
    figures: Mapping[int, Figure]
    parts: Mapping[int, Sequence[int]]
    result: Computed

    def whole(self, people: Fraction) -> int:
        """Round to the people that must be there at least, or may be there at most."""
        return floor(people) if self.result.indicator.lower else ceil(people)


class _Sum(NamedTuple):
    """What the parts of a unit come to, and those of them without a target that can be counted."""

    people: Fraction
    missing: list[int]


def judge(case: Case, result: Computed) -> list[Finding]:
    """Return a note on every upper unit whose own target differs from its parts', with both cells and the way."""
    findings = []
    for aims in _aims(case.observations, result):
        pairs = (
            (at, _compared(aims, at)) for at in sorted(aims.parts) if aims.targets[at] is not None
        )
        findings += [
            _finding(case.observations, aims, at, found) for at, found in pairs if found is not None
        ]
    return findings


def _aims(observations: Observations, result: Computed) -> list[_Aims]:
    """Return the targets of each name, where any unit above others has one."""
    set_targets = {
        name: result.set_targets.get(name, ()) for name in (result.target_name, *result.named)
    }
    uppers = observations.units.uppers_last_first
    named = [
        name for name, goals in set_targets.items() if goals and any(goals[at] for at in uppers)
    ]
    parts = (
        {at: observations.units.parts[at] for at in uppers if observations.units.parts[at]}
        if named
        else {}
    )
    figures_of = {result.target_name: result.figures, **result.named}
    return [
        _Aims(
            name,
            set_targets[name],
            dict(zip(result.order, figures_of[name], strict=True)),
            parts,
            result,
        )
        for name in named
    ]


def _compared(aims: _Aims, at: int) -> _Sum | None:
    """Return what the parts of a unit come to where that differs from its own target, None where it does not.

    Where a part's target is not known nothing is claimed, unless the others already exceed the unit's own.
    """
    own, parts = aims.figures[at], take(aims.figures, aims.parts[at])
    goal = own.target_count
    if goal is None:
        return None
    # The people of a rate are those of the complete parts alone, and the parts' targets speak of all.
    if own.target_kind == "rate" and (at in aims.result.partial or _share_a_rate(own, parts)):
        return None
    found = _sum_of(aims, at, set_ones=True)
    if aims.whole(found.people) == goal or len(found.missing) == len(parts):
        return None
    if found.missing and found.people <= goal:
        return None
    below = _sum_of(aims, at, set_ones=False)
    # Right over a district whose own target differs: that is said of the district.
    is_right = not below.missing and aims.whole(below.people) == goal
    return None if is_right else found


def _share_a_rate(own: Figure, parts: Sequence[Figure]) -> bool:
    return all((part.target_kind, part.target_pct) == ("rate", own.target_pct) for part in parts)


def _sum_of(aims: _Aims, at: int, *, set_ones: bool, new: bool | None = None) -> _Sum:
    """Add up the targets of a unit's parts, exactly; `set_ones` takes those set for upper units for what they are."""
    is_new = aims.figures[at].target_kind == "new" if new is None else new
    people = {part: _people(aims, part, new=is_new, set_ones=set_ones) for part in aims.parts[at]}
    known = (count for count in people.values() if count is not None)
    return _Sum(sum(known, Fraction(0)), [part for part, count in people.items() if count is None])


def _people(aims: _Aims, at: int, *, new: bool, set_ones: bool) -> Fraction | None:
    """Return the people that a unit's target comes to, not rounded: its own, else that of all its parts."""
    figure = aims.figures[at]
    if at in aims.parts and (aims.targets[at] is None or not set_ones):
        below = _sum_of(aims, at, new=new, set_ones=set_ones)
        if not below.missing:
            return below.people
    if (
        aims.targets[at] is None
        or figure.target_count is None
        or (figure.target_kind == "new") is not new
    ):
        return None
    if figure.target_kind != "rate" or figure.target_pct is None:
        return Fraction(figure.target_count)
    if figure.denominator is None or at in aims.result.partial:
        return None
    return Fraction(*figure.target_pct) * figure.denominator / 100


def _finding(observations: Observations, aims: _Aims, at: int, found: _Sum) -> Finding:
    target, figure = aims.targets[at], aims.figures[at]
    assert target is not None
    home, total = source_of(observations, target, at), aims.whole(found.people)
    parts = _cells(observations, aims, at)
    difference = (figure.target_count or 0) - total
    own, beside = (
        target.cell,
        [ranges([part], observations.origins, home) for part in parts if part[0] == home],
    )
    place = (
        observations.origins.get(home, observations.origin(at))
        if home is not None
        else (None, None)
    )
    cells = tuple(dict.fromkeys((own, *beside[:1], *beside[-1:]))) if own else ()
    indicator = aims.result.indicator.id
    return finding(
        "target-differs",
        Where(*place, cells, figure.unit, people=abs(difference)),
        variant="kept" if difference > 0 else "over-partly" if found.missing else "over",
        unit=figure.unit,
        indicator=f"{indicator}#{aims.name}" if aims.name else indicator,
        target=figure.target_count,
        own=own or Phrase("target_as_told"),
        parts=len(aims.parts[at]) - len(found.missing),
        cells=ranges(parts, observations.origins, home) or Phrase("target_as_told"),
        sum=total,
        difference=abs(difference),
        missing=tuple(observations.units.names[part] for part in found.missing),
    )


def _cells(observations: Observations, aims: _Aims, at: int) -> list[Address]:
    """Return the cells of the targets of a unit's parts; of a part without one of its own those of its parts."""
    cells: list[Address] = []
    for part in aims.parts.get(at, ()):
        target = aims.targets[part]
        home = source_of(observations, target, part) if target else None
        if target is None:
            cells += _cells(observations, aims, part)
        elif target.cell and home is not None:
            cells.append(address_of(target.cell, home))
    return cells
