"""A unit's figures -> the story behind them: cells, repairs, arithmetic, parts, printed figures, findings.

The form behind `explain`, text and JSON alike, as plain records whose numbers are still exact. Nothing is computed
here that decides anything: every figure is the report's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from coverage_cli.features.explain.evidence import Record, cell_record, gather_evidence
from coverage_cli.features.explain.noted import Address, Noted, noted_in
from coverage_cli.features.explain.origins import printed_of, target_of
from coverage_cli.features.explain.steps import Step, parts_step, steps_of, sum_step
from coverage_cli.features.explain.subject import (
    Subject,
    basis_of,
    name_of,
    places_of,
    subjects_of,
    terms_of,
)
from coverage_cli.model import Figure, FigureKey, Finding
from coverage_cli.pipeline import Outcome


def explain_unit(outcome: Outcome) -> list[Record]:
    """Return a record for every period and indicator of the unit that the job's choice names."""
    if not outcome.report.figures:
        return []
    # The unit asked for stands before what is below it.
    chosen = _identity(outcome.report.figures[0])
    return list(_explained(outcome, lambda figure: _identity(figure) == chosen))


def explain_figures(outcome: Outcome, figures: Iterable[Figure]) -> dict[FigureKey, Record]:
    """Return the record of each of these figures, none for one that is another than the job computed."""
    shown = {figure.key: figure for figure in figures}
    records = _explained(outcome, lambda figure: shown.get(figure.key) == figure)
    return {record["figures"].key: record for record in records}


def _explained(outcome: Outcome, wanted: Callable[[Figure], bool]) -> Iterator[Record]:
    """Yield the records of the figures that are wanted, periods and indicators in the order of the job."""
    evidence, noted = gather_evidence(outcome.worked), noted_in(outcome.report.findings)
    for settled in outcome.worked.periods:
        for result in settled.results:
            for subject in subjects_of(evidence, settled.observations, result):
                if wanted(subject.figure):
                    yield _explanation(subject, noted)


def _identity(figure: Figure) -> tuple[str, str | None, str | None]:
    return figure.unit, figure.parent, figure.code


def _explanation(subject: Subject, noted: Noted) -> Record:
    figure, result, basis = subject.figure, subject.result, basis_of(subject)
    is_sum = basis == "sum"
    numerators, denominators = (
        [] if is_sum else terms_of(subject, side)
        for side in (result.measures, result.denominator_measures)
    )
    parts = [_part(subject._replace(at=at)) for at in subject.parts] if is_sum else []
    is_lacking = subject.at in result.partial and figure.units_complete == 0
    sums = _sums_of_parts(figure, parts) if parts else _sums(subject) if numerators else []
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
        "numerator": {
            "measures": list(result.measures),
            "value": figure.numerator,
            "cells": numerators,
        },
        "denominator": {
            "measures": list(result.denominator_measures),
            "value": figure.denominator,
            "cells": denominators,
        },
        "target": target_of(subject),
        "parts": parts,
        "left_out": _left_out(subject, noted) if basis == "sum" or is_lacking else [],
        "arithmetic": steps_of(figure, result.indicator, sums, is_lowest=subject.unit.leaf),
        "figures": figure,
        "printed": printed_of(subject),
    }
    return {**record, "findings": _about(record, noted)}


def _part(part: Subject) -> Record:
    """Return a unit right below the one explained, with its cells and whether it was counted."""
    figure, basis = part.figure, basis_of(part)
    sides = {"numerator": part.result.measures, "denominator": part.result.denominator_measures}
    cells = {
        f"{side}_cells": _addresses(part, measures) if basis != "sum" else []
        for side, measures in sides.items()
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


def _addresses(subject: Subject, measures: Sequence[str]) -> list[str]:
    places = (place for measure in measures for place in places_of(subject, measure))
    return [str(cell_record(subject.evidence, place)["cell"]) for place in places]


def _sums_of_parts(figure: Figure, parts: Sequence[Record]) -> list[Step]:
    """Return the steps that add up what the counted parts have."""
    counted = [part for part in parts if part["counted"]]
    return [
        parts_step(
            side, [part[side] for part in counted if part[side] is not None], getattr(figure, side)
        )
        for side in ("numerator", "denominator")
    ]


def _sums(subject: Subject) -> list[Step]:
    """Return the steps that lead to numerator and denominator where they are no single cells."""
    figure, result, counts = subject.figure, subject.result, subject.observations.counts
    sides = (
        ("numerator", result.over, figure.numerator),
        ("denominator", result.under, figure.denominator),
    )
    return [
        sum_step(
            side, terms, {term.measure: counts[term.measure][subject.at] for term in terms}, count
        )
        for side, terms, count in sides
        if len(terms) > 1
    ]


def _left_out(subject: Subject, noted: Noted) -> list[Record]:
    """Return the lowest units that are in no sum, each with the measure it lacks, its cell and the finding on it.

    Those for which the printed figures of a unit above stand are in a sum by these.
    """
    leaves = [
        subject._replace(at=at) for at in _leaves(subject) if not subject.figures[at].units_complete
    ]
    return [_lacking(leaf, measure, noted) for leaf in leaves for measure in _missing(leaf)]


def _missing(leaf: Subject) -> list[str]:
    """Return the measures that a lowest unit has no count of; a lone denominator of zero is none either."""
    over, under = leaf.result.measures, leaf.result.denominator_measures
    counts = leaf.observations.counts
    known = {measure: counts[measure][leaf.at] for measure in (*over, *under) if measure in counts}
    return [
        measure
        for measure, count in known.items()
        if count is None or ((measure,) == under and not count)
    ]


def _lacking(leaf: Subject, measure: str, noted: Noted) -> Record:
    figure = leaf.figure
    cells = [cell_record(leaf.evidence, place) for place in places_of(leaf, measure)]
    name = name_of(leaf)
    found = noted.touching(_addressed([*cells, name]))
    why = (finding for finding in found if finding.severity != "info")
    return {
        "unit": figure.unit,
        "code": figure.code,
        "parent": figure.parent,
        "measure": measure,
        "cells": cells,
        "finding": next(why, None),
        "reported": name is not None or bool(cells),
    }


def _leaves(subject: Subject) -> list[int]:
    """Return the lowest units below, but for those whose place the printed figures of a unit above take."""
    result, found = subject.result, []
    waiting = [subject.at]
    while waiting:
        at = waiting.pop()
        parts = subject.observations.units.parts[at]
        if at == subject.at or result.as_printed.get(at) != "want" or at in result.partial:
            # The last is taken first: reversed, units come in the order of the sheet.
            waiting += reversed(parts)
            found += [] if parts else [at]
    return found


def _addressed(cells: Sequence[Record | None]) -> set[Address]:
    return {(cell["file"], cell["sheet"], cell["cell"]) for cell in cells if cell}


def _about(record: Record, noted: Noted) -> list[Finding]:
    """Return the findings on the unit's cells, on the unit by name, or on a whole file it comes from."""
    sides = [cell for side in ("numerator", "denominator") for cell in record[side]["cells"]]
    printed = [cell for beside in record["printed"] for cell in beside["cells"]]
    addresses = _addressed([record["name"], record["target"]["cell"], *sides, *printed])
    return noted.on_unit(record["unit"], addresses)
