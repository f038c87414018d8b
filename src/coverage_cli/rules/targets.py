"""Say where an upper unit's own target differs from what its parts' targets come to; it is never replaced by them.

An office may keep a reserve, or hand down more than it was given: both are said, with the direction. A rate is held
against the parts as the people that it comes to, each rounded up only where people are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from coverage_cli.model import Computed, Figure, Finding, Observations, Phrase, Target
from coverage_cli.project import TargetSetting
from coverage_cli.rules.cells import Address, address_of, ranges

_GENERAL = "enrolled"


class _Aims(NamedTuple):
    """The targets of one name: those set, aligned with the units, each unit's figure, its parts, who lacks some."""

    name: str
    targets: Sequence[Target | None]
    figures: Mapping[int, Figure]
    parts: Mapping[int, Sequence[int]]
    partial: frozenset[int]


class _Sum(NamedTuple):
    """What the parts of a unit come to, and those of them without a target that can be counted."""

    people: Fraction
    missing: list[int]


def check_targets(observations: Observations, computed: Computed) -> list[Finding]:
    """Return a note on every upper unit whose own target differs from its parts', with both cells and the way."""
    findings = []
    for aims in _aims(observations, computed):
        if not any(aims.targets):
            continue
        for at in sorted(aims.parts):
            found = _compared(aims, at, lower=computed.indicator.lower)
            if found is not None:
                findings.append(_finding(observations, computed, aims, at, found))
    return findings


def _aims(observations: Observations, computed: Computed) -> list[_Aims]:
    parts: dict[int, list[int]] = {}
    for at in computed.order:
        parent = observations.units[at].parent
        if parent is not None:
            parts.setdefault(parent, []).append(at)
    figures_of = {computed.target_name: computed.figures, **computed.named}
    partial = computed.partial
    return [
        _Aims(name, computed.set_targets.get(name, ()), dict(zip(computed.order, figures, strict=True)), parts, partial)
        for name, figures in figures_of.items()
    ]


def _compared(aims: _Aims, at: int, *, lower: bool) -> _Sum | None:
    """Return what the parts of a unit come to where that differs from its own target, None where it does not.

    Where a part's target is not known nothing is claimed, unless the others already exceed the unit's own.
    """
    figure = aims.figures[at]
    if aims.targets[at] is None or figure.target_count is None or _share_a_rate(aims, at):
        return None
    if figure.target_kind == "rate" and at in aims.partial:
        return None  # its people are those of the complete parts alone, and the parts' targets speak of all
    found = _sum_of(aims, at, new=figure.target_kind == "new", set_ones=True)
    if _whole(found.people, lower=lower) == figure.target_count or len(found.missing) == len(aims.parts[at]):
        return None
    if found.missing and found.people <= figure.target_count:
        return None
    below = _sum_of(aims, at, new=figure.target_kind == "new", set_ones=False)
    is_right = not below.missing and _whole(below.people, lower=lower) == figure.target_count
    return None if is_right else found  # right over a district whose own target differs: said there


def _share_a_rate(aims: _Aims, at: int) -> bool:
    own = aims.figures[at]
    theirs = [aims.figures[part] for part in aims.parts[at]]
    return own.target_kind == "rate" and all(
        part.target_kind == "rate" and part.target_pct == own.target_pct for part in theirs
    )


def _sum_of(aims: _Aims, at: int, *, new: bool, set_ones: bool) -> _Sum:
    """Add up the targets of a unit's parts, exactly; `set_ones` takes those set for upper units for what they are."""
    total, missing = Fraction(0), []
    for part in aims.parts[at]:
        people = _people(aims, part, new=new, set_ones=set_ones)
        if people is None:
            missing.append(part)
        else:
            total += people
    return _Sum(total, missing)


def _people(aims: _Aims, at: int, *, new: bool, set_ones: bool) -> Fraction | None:
    """Return the people that a unit's target comes to, not rounded: its own, else that of all its parts."""
    figure = aims.figures[at]
    if at in aims.parts and (aims.targets[at] is None or not set_ones):
        below = _sum_of(aims, at, new=new, set_ones=set_ones)
        if not below.missing:
            return below.people
    if aims.targets[at] is None or figure.target_count is None or (figure.target_kind == "new") is not new:
        return None
    if figure.target_kind != "rate" or figure.target_pct is None:
        return Fraction(figure.target_count)
    if figure.denominator is None or at in aims.partial:
        return None
    return Fraction(figure.target_pct.over, figure.target_pct.under) * figure.denominator / 100


def _whole(people: Fraction, *, lower: bool) -> int:
    """Round to the people that must be there at least, or may be there at most."""
    return people.numerator // people.denominator if lower else -(-people.numerator // people.denominator)


def _finding(observations: Observations, computed: Computed, aims: _Aims, at: int, found: _Sum) -> Finding:
    target, figure = aims.targets[at], aims.figures[at]
    assert target is not None
    assert figure.target_count is not None
    total = _whole(found.people, lower=computed.indicator.lower)
    home = _home(observations, target, at)
    file, sheet = observations.origins.get(home, observations.origin(at)) if home is not None else (None, None)
    parts = _cells(observations, aims, at)
    difference = figure.target_count - total
    beside = [cell for part in parts if part[0] == home for cell in [ranges([part], observations.origins, home)]]
    own = target.cell
    values = {
        "unit": figure.unit,
        "indicator": f"{computed.indicator.id}#{aims.name}" if aims.name else computed.indicator.id,
        "target": figure.target_count,
        "own": own or Phrase("target_as_told"),
        "parts": len(aims.parts[at]) - len(found.missing),
        "cells": ranges(parts, observations.origins, home) or Phrase("target_as_told"),
        "sum": total,
        "difference": abs(difference),
        "missing": tuple(observations.units[part].name for part in found.missing),
    }
    cells = tuple(dict.fromkeys(cell for cell in (own, *beside[:1], *beside[-1:]) if cell)) if own else ()
    variant = "kept" if difference > 0 else "over-partly" if found.missing else "over"
    return Finding(
        "target-differs", "info", values, file, sheet, cells, figure.unit, people=abs(difference), variant=variant
    )


def _home(observations: Observations, target: Target, at: int) -> int | None:
    """Return the source that prints a target: a list of targets is a file of its own, one told has none."""
    if target.cell is None:
        return None
    if target.source is not None:
        return target.source
    places = (places[at] for places in observations.places.values())
    return next((place[0] for place in places if place is not None), None)


def _cells(observations: Observations, aims: _Aims, at: int) -> list[Address]:
    """Return the cells of the targets of a unit's parts; of a part without one of its own those of its parts."""
    cells: list[Address] = []
    for part in aims.parts.get(at, ()):
        target = aims.targets[part]
        if target is None:
            cells += _cells(observations, aims, part)
            continue
        home = _home(observations, target, part)
        if target.cell and home is not None:
            cells.append(address_of(target.cell, home))
    return cells


def check_idle(observations: Observations, computed: Computed) -> list[Finding]:
    """Say which targets nothing counted can be held against: of people by another name, or of new people."""
    return [*_of_another_name(observations, computed), *_of_new_people(observations, computed)]


def _of_new_people(observations: Observations, computed: Computed) -> list[Finding]:
    """Say that targets of new people have nobody beside them: no column of new people, no last December."""
    goals = [goal for goal in observations.targets.get(computed.indicator.subject, ()) if goal and goal.cell]
    judged = [figure for figure in computed.figures if figure.target_kind == "new"]
    if not goals or not judged or any(figure.attainment_pct is not None for figure in judged):
        return []
    cells = tuple(goal.cell for goal in goals if goal.cell)
    values = {"subject": computed.indicator.subject}
    file, sheet = _origin(observations, goals[0], 0)
    return [Finding("target-unclear", "info", values, file, sheet, cells, None, len(cells), variant="uncounted")]


def _of_another_name(observations: Observations, computed: Computed) -> list[Finding]:
    """Say which targets speak of a measure by name while people enrolled were told or found without one.

    Whether both are the same is not for us to say.
    """
    if computed.indicator.subject != _GENERAL or any(key.startswith(_GENERAL) for key in observations.targets):
        return []
    findings = []
    for subject in dict.fromkeys(key.partition("#")[0] for key in observations.targets):
        goals = [goal for goal in observations.targets[subject] if goal is not None and goal.cell]
        if goals and subject not in observations.counts:
            file, sheet = _origin(observations, goals[0], 0)
            cells = tuple(goal.cell for goal in goals if goal.cell)
            values = {"subject": subject}
            findings.append(
                Finding("target-unclear", "warning", values, file, sheet, cells, None, len(cells), variant="idle")
            )
    return findings


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
