"""One unit's figure for one indicator, with all it may point to: its basis, its cells, the cell of its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from coverage_cli.features.explain.evidence import Evidence, Place, Record, cell_record, count_record, name_record
from coverage_cli.model import Computed, Figure, Observations, Unit
from coverage_cli.project import Job
from coverage_cli.spelling import key


class Subject(NamedTuple):
    """One unit's figure for one indicator and period, and all it may have to point to."""

    evidence: Evidence
    job: Job
    observations: Observations
    result: Computed
    figures: Mapping[int, Figure]
    below: Mapping[int, Sequence[int]]
    at: int

    @property
    def figure(self) -> Figure:
        """Return the unit's figure."""
        return self.figures[self.at]

    @property
    def unit(self) -> Unit:
        """Return the unit itself."""
        return self.observations.units[self.at]

    def children(self, at: int) -> Sequence[int]:
        """Return the units right below one."""
        return self.below.get(at, ())


def subjects_of(evidence: Evidence, job: Job, observations: Observations, result: Computed) -> Iterator[Subject]:
    """Yield a subject for every unit of a result, in reading order."""
    figures = dict(zip(result.order, result.figures, strict=True))
    below: dict[int, list[int]] = {}
    for at, unit in enumerate(observations.units):
        if unit.parent is not None:
            below.setdefault(unit.parent, []).append(at)
    return (Subject(evidence, job, observations, result, figures, below, at) for at in result.order)


def basis_of(subject: Subject) -> str:
    """Tell what a unit's counts are: of its own row, the sum of its parts, or printed because nothing is below."""
    if subject.unit.leaf:
        return "row"
    figure, counts = subject.figure, (subject.result.numerators, subject.result.denominators)
    own = tuple(values[subject.at] if values is not None else None for values in counts)
    as_printed = own[0] is not None and own == (figure.numerator, figure.denominator)
    if as_printed and (subject.job.choice.figures == "printed" or subject.at in subject.result.as_printed):
        return "printed"
    return "sum"


def places_of(subject: Subject, measure: str, at: int) -> list[Place]:
    """Return the cells of a unit's count: one, or several where a column was told as a sum of columns."""
    observations = subject.observations
    place = observations.places[measure][at] if measure in observations.places else None
    column = observations.columns.get((place[0], measure)) if place else None
    if place is None or column is None:
        return []
    return [(place[0], place[1], index) for index in (column.index, *column.plus)]


def terms_of(subject: Subject, measures: Sequence[str], at: int) -> list[Record]:
    """Return the cells of a unit's own counts, each with its measure and its value."""
    cells = []
    for measure in measures:
        value = subject.observations.counts[measure][at] if measure in subject.observations.counts else None
        places = places_of(subject, measure, at)
        for place in places:
            read = count_record(subject.evidence, place, value) if len(places) == 1 else _of_sum(subject, place)
            cells.append({"measure": measure, **read})
    return cells


def _of_sum(subject: Subject, place: Place) -> Record:
    return {**cell_record(subject.evidence, place), "value": None}


def name_of(subject: Subject) -> Record | None:
    """Return the cell of the unit's name, in the first table that has it in that row."""
    unit = subject.unit
    if unit.name_cell is None:
        return None
    for source, dated in enumerate(subject.evidence.worked.tables):
        for other in dated.table.units:
            if (other.name_cell, key(other.name)) == (unit.name_cell, key(unit.name)):
                return name_record(subject.evidence, (source, *unit.name_cell), unit.name)
    return None
