"""A unit's figures -> the story behind them: cells, repairs, arithmetic, parts, printed figures, findings.

The form behind `explain`, text and JSON alike, as plain records whose numbers are still exact. Nothing is computed
here that decides anything: every figure is the report's own.
"""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.features.explain.evidence import Place, Record, cell_record, gather_evidence
from coverage_cli.features.explain.origins import printed_of, target_of
from coverage_cli.features.explain.steps import Step, parts_step, steps_of, sum_step
from coverage_cli.features.explain.subject import Subject, basis_of, name_of, places_of, subjects_of, terms_of
from coverage_cli.model import Figure, Finding
from coverage_cli.pipeline import Outcome
from coverage_cli.project import Job


def explain_unit(outcome: Outcome, job: Job) -> list[Record]:
    """Return a record for every period and indicator of the unit that the job's choice names."""
    evidence = gather_evidence(outcome.worked, job.told)
    if not outcome.report.figures:
        return []
    chosen = _identity(outcome.report.figures[0])  # the unit asked for stands before what is below it
    return [
        _explanation(subject, outcome.report.findings)
        for settled in outcome.worked.periods
        for result in settled.results
        for subject in subjects_of(evidence, job, settled.observations, result)
        if _identity(subject.figure) == chosen
    ]


def _identity(figure: Figure) -> tuple[str, str | None, str | None]:
    return figure.unit, figure.parent, figure.code


def _explanation(subject: Subject, findings: Sequence[Finding]) -> Record:
    figure, result = subject.figure, subject.result
    basis = basis_of(subject)
    numerators = terms_of(subject, result.measures, subject.at) if basis != "sum" else []
    denominators = terms_of(subject, result.denominator_measures, subject.at) if basis != "sum" else []
    parts = _parts(subject) if basis == "sum" else []
    sums = _sums(subject, numerators, parts)
    is_lacking = subject.at in result.partial and figure.units_complete == 0
    record: Record = {
        "unit": figure.unit,
        "code": figure.code,
        "level": figure.level,
        "parent": figure.parent,
        "period": figure.period,
        "indicator": result.indicator.id,
        "labels": dict(result.indicator.labels),
        "per": result.indicator.per,
        "better": result.indicator.better,
        "share": result.indicator.share,
        "basis": basis,
        "name": name_of(subject),
        "numerator": {"measures": list(result.measures), "value": figure.numerator, "cells": numerators},
        "denominator": {
            "measures": list(result.denominator_measures),
            "value": figure.denominator,
            "cells": denominators,
        },
        "target": target_of(subject),
        "parts": parts,
        "left_out": _left_out(subject, findings) if basis == "sum" or is_lacking else [],
        "arithmetic": steps_of(figure, result.indicator, sums, is_lowest=subject.unit.leaf),
        "figures": figure,
        "printed": printed_of(subject),
    }
    return {**record, "findings": _about(record, findings)}


def _parts(subject: Subject) -> list[Record]:
    """Return the units right below, with their cells and whether they were counted."""
    return [_part(subject, at) for at in subject.children(subject.at)]


def _part(subject: Subject, at: int) -> Record:
    figure = subject.figures[at]
    below = subject._replace(at=at)
    basis = basis_of(below)
    measures = {"numerator": subject.result.measures, "denominator": subject.result.denominator_measures}
    cells = {
        f"{side}_cells": [_address(subject, place) for name in names for place in places_of(subject, name, at)]
        if basis != "sum"
        else []
        for side, names in measures.items()
    }
    return {
        "unit": figure.unit,
        "code": figure.code,
        "level": figure.level,
        "basis": basis,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        **cells,
        "shortfall_people": figure.shortfall_people,
        "units_complete": figure.units_complete,
        "units_expected": figure.units_expected,
        "counted": figure.units_complete > 0 or basis == "printed",
    }


def _address(subject: Subject, place: Place) -> str:
    return str(cell_record(subject.evidence, place)["cell"])


def _sums(subject: Subject, numerators: Sequence[Record], parts: Sequence[Record]) -> list[Step]:
    """Return the steps that lead to numerator and denominator where they are no single cells."""
    figure, result = subject.figure, subject.result
    if parts:
        counted = [part for part in parts if part["counted"]]
        return [
            parts_step(side, [part[side] for part in counted if part[side] is not None], getattr(figure, side))
            for side in ("numerator", "denominator")
        ]
    if not numerators:
        return []
    counts = subject.observations.counts
    sides = (("numerator", result.over, figure.numerator), ("denominator", result.under, figure.denominator))
    return [
        sum_step(side, terms, {term.measure: counts[term.measure][subject.at] for term in terms}, count)
        for side, terms, count in sides
        if len(terms) > 1
    ]


def _left_out(subject: Subject, findings: Sequence[Finding]) -> list[Record]:
    """Return the lowest units that are in no sum, each with the measure it lacks, its cell and the finding on it.

    Those for which the printed figures of a unit above stand are in a sum by these.
    """
    lacking = []
    for at in _leaves(subject, subject.at):
        if subject.figures[at].units_complete:
            continue
        for measure in (*subject.result.measures, *subject.result.denominator_measures):
            values = subject.observations.counts.get(measure)
            if values is None or not (
                values[at] is None or ((measure,) == subject.result.denominator_measures and not values[at])
            ):
                continue
            lacking.append(_lacking(subject, at, measure, findings))
    return lacking


def _lacking(subject: Subject, at: int, measure: str, findings: Sequence[Finding]) -> Record:
    figure = subject.figures[at]
    cells = [cell_record(subject.evidence, place) for place in places_of(subject, measure, at)]
    name = name_of(subject._replace(at=at))
    addresses = {(cell["file"], cell["sheet"], cell["cell"]) for cell in [*cells, *([name] if name else [])]}
    why = next((finding for finding in findings if _touches(finding, addresses) and finding.severity != "info"), None)
    return {
        "unit": figure.unit,
        "code": figure.code,
        "parent": figure.parent,
        "measure": measure,
        "cells": cells,
        "finding": why,
        "reported": name is not None or bool(cells),
    }


def _leaves(subject: Subject, at: int) -> list[int]:
    children = subject.children(at)
    if at != subject.at and subject.result.as_printed.get(at) == "want" and at not in subject.result.partial:
        return []
    return [leaf for child in children for leaf in _leaves(subject, child)] if children else [at]


def _about(record: Record, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings on the unit's cells, on the unit by name, or on a whole file it comes from."""
    cells = [cell for cell in _cells_of(record) if cell]
    addresses = {(cell["file"], cell["sheet"], cell["cell"]) for cell in cells}
    files = {(cell["file"], cell["sheet"]) for cell in cells}
    return [
        finding
        for finding in findings
        if _touches(finding, addresses)
        or (finding.unit == record["unit"] and (finding.file, finding.sheet) in files)
        or (not finding.cells and finding.severity != "info" and (finding.file, finding.sheet) in files)
    ]


def _cells_of(record: Record) -> list[Record | None]:
    sides = [cell for side in ("numerator", "denominator") for cell in record[side]["cells"]]
    printed = [cell for beside in record["printed"] for cell in beside["cells"]]
    return [record["name"], record["target"]["cell"], *sides, *printed]


def _touches(finding: Finding, addresses: set[tuple[str, str, str]]) -> bool:
    return any((finding.file, finding.sheet, cell) in addresses for cell in finding.cells)
