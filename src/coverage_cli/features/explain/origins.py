"""Where a unit's target came from, and what its own row prints beside the computed figures; it judges nothing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from coverage_cli.features.explain.evidence import (
    Place,
    Record,
    cell_record,
    count_record,
    place_of,
    rate_record,
)
from coverage_cli.features.explain.subject import Subject, basis_of, terms_of
from coverage_cli.model import Printed, Target
from coverage_cli.project import TargetSetting
from coverage_cli.targets import assigned

_EXACT = Fraction(0)
# A rate kept in full precision is a binary float; it agrees where it differs by less than this.
_NOISE = Fraction(1, 10**8)


def target_of(subject: Subject) -> Record:
    """Tell where the target came from: a cell, a list's cell, an option, or the parts."""
    figure = subject.figure
    record: Record = {
        "kind": figure.target_kind,
        "target_pct": figure.target_pct,
        "target_count": figure.target_count,
        "from": None,
        "cell": None,
    }
    own = subject.observations.targets.get(subject.result.indicator.subject)
    target = own[subject.at] if own is not None and not subject.result.target_name else None
    if target is not None and not _is_given(subject, own=True):
        place = _place_of_target(target)
        record["cell"] = _target_record(subject, place, target) if place else None
        is_own = place is None or place[0] < len(subject.evidence.worked.understood.tables)
        return {**record, "from": "cell" if is_own else "targets-file"}
    if figure.target_kind is None:
        return record
    if _is_given(subject, own=True) or _is_given(subject, own=False):
        return {**record, "from": "option"}
    return {**record, "from": "parts-rate" if figure.target_kind == "rate" else "parts-sum"}


def _target_record(subject: Subject, place: Place, target: Target) -> Record:
    if target.kind == "rate":
        return rate_record(subject.evidence, place, target.value)
    return count_record(subject.evidence, place, target.value.over // target.value.under)


def _place_of_target(target: Target) -> Place | None:
    return (
        None
        if target.cell is None or target.source is None
        else place_of(target.source, target.cell)
    )


def _is_given(subject: Subject, *, own: bool) -> bool:
    """Tell whether a target told besides the sheet holds for the unit: for it by name, or for its level or all."""
    result = subject.result
    settings = [one for one in subject.job.targets if one.name == result.target_name]
    # Which unit a target is meant for does not hang on what it has reached.
    reached = [None] * len(subject.observations.units)
    told = assigned(
        [_as_count(one) for one in settings], result.indicator, subject.observations, reached
    )
    return (told.own if own else told.otherwise)[subject.at] is not None


def _as_count(setting: TargetSetting) -> TargetSetting:
    return setting._replace(kind="count") if setting.kind == "remaining" else setting


def printed_of(subject: Subject) -> list[Record]:
    """Return what the unit's own row prints of figures that were computed, each beside the computed one."""
    figure, result = subject.figure, subject.result
    beside = []
    sides = (
        ("numerator", result.measures, result.numerators),
        ("denominator", result.denominator_measures, result.denominators),
    )
    for side, measures, counts in sides if basis_of(subject) == "sum" else ():
        own = counts[subject.at] if counts is not None else None
        cells = [] if own is None else terms_of(subject, measures)
        if cells:
            beside.append(_beside(side, cells, (Fraction(own or 0), _EXACT), getattr(figure, side)))
    for kind, side in (("rate", "coverage_pct"), ("gap", "gap_people")):
        column = subject.observations.printed.get((kind, result.indicator.subject))
        printed = column[subject.at] if column else None
        if printed is not None:
            beside.append(_printed_figure(subject, side, printed))
    return beside


def _printed_figure(subject: Subject, side: str, printed: Printed) -> Record:
    place = _place_of_printed(subject, printed)
    is_rate = side == "coverage_pct"
    cells: list[Record] = []
    if place is not None:
        evidence = subject.evidence
        cells = [
            rate_record(evidence, place, printed.value) if is_rate else cell_record(evidence, place)
        ]
    # A rate is printed per so many, and compared in percent.
    scale = Fraction(100, subject.result.indicator.per) if is_rate else 1
    value, tolerance = (Fraction(*number) * scale for number in (printed.value, printed.tolerance))
    return _beside(side, cells, (value, tolerance), getattr(subject.figure, side))


def _place_of_printed(subject: Subject, printed: Printed) -> Place | None:
    for source, reading in enumerate(subject.evidence.worked.understood.readings):
        for made in reading.observations:
            if any(printed is other for values in made.printed.values() for other in values):
                return place_of(source, printed.cell)
    return None


def _beside(
    side: str, cells: Sequence[Record], printed: tuple[Fraction, Fraction], computed: Any
) -> Record:
    """Compare a printed figure, with its tolerance, with the computed one; a surplus printed as 0 missing agrees."""
    value, tolerance = printed
    record: Record = {"figure": side, "cells": list(cells), "printed": value}
    if computed is None:
        return {**record, "computed": None, "difference": None, "agrees": None}
    actual = Fraction(*computed) if isinstance(computed, tuple) else Fraction(computed)
    agrees = abs(value - actual) <= tolerance + _NOISE or (
        side == "gap_people" and value == 0 and actual < 0
    )
    return {**record, "computed": actual, "difference": value - actual, "agrees": agrees}
