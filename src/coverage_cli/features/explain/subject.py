"""One unit's figure for one indicator, with all it may point to: its basis, its cells, the cell of its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from coverage_cli.features.explain.evidence import (
    Evidence,
    Place,
    Record,
    cell_record,
    count_record,
    name_record,
)
from coverage_cli.model import Computed, Figure, Observations, Unit
from coverage_cli.project import Job
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key


class Subject(NamedTuple):
    """One unit's figure for one indicator and period, and all it may have to point to."""

    evidence: Evidence
    observations: Observations
    result: Computed
    figures: Mapping[int, Figure]
    at: int

    @property
    def job(self) -> Job:
        """Return the job that the figure is of."""
        return self.evidence.worked.context.job

    @property
    def figure(self) -> Figure:
        """Return the unit's figure."""
        return self.figures[self.at]

    @property
    def unit(self) -> Unit:
        """Return the unit itself."""
        return self.observations.units[self.at]

    @property
    def parts(self) -> Sequence[int]:
        """Return the places of the units right below."""
        return self.observations.units.parts[self.at]


def subjects_of(
    evidence: Evidence, observations: Observations, result: Computed
) -> Iterator[Subject]:
    """Yield a subject for every unit of a result, in reading order."""
    figures = result.by_unit
    return (Subject(evidence, observations, result, figures, at) for at in result.order)


def basis_of(subject: Subject) -> str:
    """Tell what a unit's counts are: of its own row, the sum of its parts, or printed because nothing is below."""
    if subject.unit.leaf:
        return "row"
    figure, counts = subject.figure, (subject.result.numerators, subject.result.denominators)
    own = tuple(values[subject.at] if values is not None else None for values in counts)
    as_printed = own[0] is not None and own == (figure.numerator, figure.denominator)
    if as_printed and (
        subject.job.choice.figures == "printed" or subject.at in subject.result.as_printed
    ):
        return "printed"
    return "sum"


def places_of(subject: Subject, measure: str) -> list[Place]:
    """Return the cells of the unit's count: one, or several where a column was told as a sum of columns."""
    observations = subject.observations
    place = observations.places[measure][subject.at] if measure in observations.places else None
    column = observations.columns.get((place[0], measure)) if place else None
    if place is None or column is None:
        return []
    return [(place[0], place[1], index) for index in (column.index, *column.plus)]


def terms_of(subject: Subject, measures: Sequence[str]) -> list[Record]:
    """Return the cells of the unit's own counts, each with its measure and its value (None of one among several)."""
    cells: list[Record] = []
    for measure in measures:
        places = places_of(subject, measure)
        if len(places) == 1:
            value = subject.observations.counts[measure][subject.at]
            cells.append({"measure": measure, **count_record(subject.evidence, places[0], value)})
        else:
            cells += [
                {"measure": measure, **cell_record(subject.evidence, place), "value": None}
                for place in places
            ]
    return cells


def name_of(subject: Subject) -> Record | None:
    """Return the cell of the unit's name, in the first table that has it in that row."""
    unit = subject.unit
    if unit.name_cell is None:
        return None
    for source, name in subject.evidence.named.get(unit.name_cell, ()):
        if key(name) == key(unit.name):
            return name_record(subject.evidence, (source, *unit.name_cell), unit.name)
    return None
