"""Where a unit's target came from, and what its own row prints beside the computed figures; it judges nothing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from coverage_cli.features.explain.evidence import Place, Record, cell_record, count_record, place_of, rate_record
from coverage_cli.features.explain.subject import Subject, basis_of, terms_of
from coverage_cli.model import Printed, Target
from coverage_cli.project import TargetSetting
from coverage_cli.targets import assigned

_NOISE = Fraction(1, 10**8)
"""A rate kept in full precision is a binary float; it agrees where it differs by less than this."""


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
    return None if target.cell is None or target.source is None else place_of(target.source, target.cell)


def _is_given(subject: Subject, *, own: bool) -> bool:
    """Tell whether a target told besides the sheet holds for the unit: for it by name, or for its level or all."""
    result = subject.result
    settings = [one for one in subject.job.targets if one.name == result.target_name]
    reached = [None] * len(subject.observations.units)  # which unit is meant does not hang on what it has reached
    told = assigned([_as_count(one) for one in settings], result.indicator, subject.observations, reached)
    return (told.own if own else told.otherwise)[subject.at] is not None


def _as_count(setting: TargetSetting) -> TargetSetting:
    return setting._replace(kind="count") if setting.kind == "remaining" else setting


def printed_of(subject: Subject) -> list[Record]:
    """Return what the unit's own row prints of figures that were computed, each beside the computed one."""
    figure, result = subject.figure, subject.result
    beside = []
    if basis_of(subject) == "sum":
        for side, measures, counts in (
            ("numerator", result.measures, result.numerators),
            ("denominator", result.denominator_measures, result.denominators),
        ):
            cells = terms_of(subject, measures, subject.at)
            own = counts[subject.at] if counts is not None else None
            if cells and own is not None:
                beside.append(_beside(side, cells, Fraction(own), getattr(figure, side)))
    for kind, side in (("rate", "coverage_pct"), ("gap", "gap_people")):
        column = subject.observations.printed.get((kind, result.indicator.subject))
        printed = column[subject.at] if column else None
        if printed is not None:
            beside.append(_printed_figure(subject, side, printed))
    return beside


def _printed_figure(subject: Subject, side: str, printed: Printed) -> Record:
    place = _place_of_printed(subject, printed)
    cells = []
    if place is not None:
        cells = [
            rate_record(subject.evidence, place, printed.value)
            if side == "coverage_pct"
            else cell_record(subject.evidence, place)
        ]
    value, tolerance = Fraction(*printed.value), Fraction(*printed.tolerance)
    if side == "coverage_pct":  # printed per so many, compared in percent
        per = subject.result.indicator.per
        value, tolerance = value * 100 / per, tolerance * 100 / per
    return _beside(side, cells, value, getattr(subject.figure, side), tolerance)


def _place_of_printed(subject: Subject, printed: Printed) -> Place | None:
    for source, reading in enumerate(subject.evidence.worked.understood.readings):
        for made in reading.observations:
            if any(printed is other for values in made.printed.values() for other in values):
                return place_of(source, printed.cell)
    return None


def _beside(
    side: str, cells: Sequence[Record], printed: Fraction, computed: Any, tolerance: Fraction = Fraction(0)
) -> Record:
    """Compare a printed figure with the computed one; a surplus printed as a gap of zero agrees."""
    actual = None if computed is None else Fraction(*computed) if isinstance(computed, tuple) else Fraction(computed)
    agrees = None
    if actual is not None:
        agrees = abs(printed - actual) <= tolerance + _NOISE or (side == "gap_people" and printed == 0 and actual < 0)
    difference = None if actual is None else printed - actual
    return {
        "figure": side,
        "cells": list(cells),
        "printed": printed,
        "computed": actual,
        "difference": difference,
        "agrees": agrees,
    }
