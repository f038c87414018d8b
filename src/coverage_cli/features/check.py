"""Findings -> a record a rule: how many cells and people it concerns, and for each cell whose it is, what it holds.

The form behind `check`, text, JSON and workbook alike. Nothing is judged here: severities are those of the findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from coverage_cli.features.explain.evidence import (
    Evidence,
    Place,
    Record,
    cell_record,
    gather_evidence,
    place_of,
)
from coverage_cli.model import Count, Finding, Observations
from coverage_cli.pipeline import Settled, Worked, sources_of
from coverage_cli.pipeline.accepted import set_aside
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key

SEVERITIES = ("error", "warning", "info")
_Row = tuple[int, int]
# A unit by its names from the whole down, so that it is one unit in every period and file.
_Unit = tuple[str, ...]


class _Known(NamedTuple):
    """What is known of rows and units: whose a row is, in which units of each level, how many people a unit has."""

    units: Mapping[_Row, _Unit]
    within: Mapping[_Row, Mapping[str, str]]
    people: Mapping[_Unit, int]


def checked(worked: Worked, refused: Sequence[Finding] = ()) -> Record:
    """Return the tables that were checked and the findings by rule, worst first.

    `refused` are the inputs that could not be read, as findings.
    """
    evidence = gather_evidence(worked)
    known = _known(worked.periods)
    rules: dict[str, list[Finding]] = {}
    sorted_out = set_aside(_distinct(worked.findings), worked)
    for finding in [*refused, *sorted_out.shown]:
        rules.setdefault(finding.code, []).append(finding)
    records = [_rule(code, findings, evidence, known) for code, findings in rules.items()]
    return {
        "sources": sources_of(worked),
        "units": sum(len(dated.table.units) for dated in worked.understood.tables),
        "rules": sorted(records, key=_worst_first),
        "accepted": sorted_out.accepted,
    }


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out what was said twice: a list that serves several periods is read once and checked for each."""
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        values = tuple(sorted((name, str(value)) for name, value in finding.values.items()))
        seen.setdefault(
            (finding.code, finding.variant, finding.file, finding.sheet, finding.cells, values),
            finding,
        )
    return list(seen.values())


def _worst_first(record: Record) -> tuple[int, int, int]:
    return (
        SEVERITIES.index(record["severity"]),
        -(record["people"] or record["people_apart"] or 0),
        -record["count"],
    )


def _rule(code: str, findings: Sequence[Finding], evidence: Evidence, known: _Known) -> Record:
    ordered = sorted(
        findings, key=lambda finding: (SEVERITIES.index(finding.severity), -(finding.people or 0))
    )
    told = [_finding(finding, evidence, known) for finding in ordered]
    units = {unit for finding in told for unit in finding.pop("units_concerned")}
    people = {unit: known.people[unit] for unit in units if unit in known.people}
    apart = [finding.people for finding in findings if finding.people is not None]
    return {
        "code": code,
        "severity": ordered[0].severity,
        "count": sum(finding.count for finding in findings),
        "units": len(units),
        "people": _without_parts(people) if people else None,
        "people_known_units": len(people),
        "people_apart": sum(apart) if apart else None,
        "findings": told,
    }


def _without_parts(people: Mapping[_Unit, int]) -> int:
    """Add up the units' people; a unit whose district is concerned too is counted with the district."""
    return sum(
        count
        for unit, count in people.items()
        if not any(unit[:length] in people for length in range(1, len(unit)))
    )


def _finding(finding: Finding, evidence: Evidence, known: _Known) -> Record:
    affected, units = [], set()
    for cell in _own_cells(finding):
        place = _place(finding, cell, evidence)
        unit = known.units.get(place[:2]) if place else None
        within = known.within.get(place[:2], {}) if place else {}
        affected.append({**_affected(cell, place, unit, evidence), "within": within})
        units.update([unit] if unit else [])
    return {"finding": finding, "affected": affected, "units_concerned": units}


def _own_cells(finding: Finding) -> tuple[str, ...]:
    """Return the cells that are wrong; one finding on a single thing names others only to compare with."""
    return finding.cells if finding.count == len(finding.cells) else finding.cells[:1]


def _place(finding: Finding, cell: str, evidence: Evidence) -> Place | None:
    """Return the place of a finding's cell: in the table of that sheet whose rows it lies in, else in its first."""
    places = [
        place_of(source, cell)
        for source, dated in enumerate(evidence.worked.tables)
        if (dated.table.grid.file, dated.table.grid.sheet) == (finding.file, finding.sheet)
    ]
    inside = (
        place for place in places if place[1] in evidence.worked.tables[place[0]].table.units.rows
    )
    return next(inside, places[0] if places else None)


def _affected(cell: str, place: Place | None, unit: _Unit | None, evidence: Evidence) -> Record:
    if place is None or not _is_in_grid(place, evidence):
        return {"cell": cell, "unit": None, "heading": [], "stored": None, "stored_as": "blank"}
    record = cell_record(evidence, place)
    units = evidence.worked.tables[place[0]].table.units
    names = (name for name, row in zip(units.names, units.rows, strict=True) if row == place[1])
    kept = ("cell", "heading", "stored", "stored_as")
    return {
        **{field: record[field] for field in kept},
        "unit": next(names, unit[-1] if unit else None),
    }


def _is_in_grid(place: Place, evidence: Evidence) -> bool:
    rows = evidence.stored[place[0]].rows
    return place[1] < len(rows) and place[2] < len(rows[place[1]])


def _known(periods: Sequence[Settled]) -> _Known:
    """Gather whose each row is and how many people each unit has, over all periods."""
    units: dict[_Row, _Unit] = {}
    within: dict[_Row, Mapping[str, str]] = {}
    people: dict[_Unit, int] = {}
    for settled in periods:
        paths, levels = _paths(settled.observations), _levels(settled.observations)
        for places in settled.observations.places.values():
            for path, names, place in zip(paths, levels, places, strict=True):
                if place is not None:
                    units.setdefault(place, path)
                    within.setdefault(place, names)
        for path, counts in zip(paths, _people(settled), strict=True):
            known = (int(count) for count in counts if count is not None)
            most = max(known, default=None)
            if most is not None:
                # Over periods and denominators the most people count: a rule is not to look smaller than it is.
                people[path] = max(most, people.get(path, 0))
    return _Known(units, within, people)


def _levels(observations: Observations) -> list[Mapping[str, str]]:
    """Return of every unit its name by its level, and those of the units above it by theirs."""
    named: list[Mapping[str, str]] = []
    for unit in observations.units:
        above = named[unit.parent] if unit.parent is not None else {}
        named.append({**above, unit.level: unit.name})
    return named


def _paths(observations: Observations) -> list[_Unit]:
    """Return every unit by its names from the whole down, its code where it has one."""
    paths: list[_Unit] = []
    for unit in observations.units:
        above = paths[unit.parent] if unit.parent is not None else ()
        paths.append((*above, key(unit.code or unit.name)))
    return paths


def _people(settled: Settled) -> list[tuple[Count | None, ...]]:
    """Return what tells how many live in each unit: its population, where none is told at all its denominators.

    People who are insured say nothing of it: a provincial office insures people who live elsewhere.
    """
    nothing = [None] * len(settled.observations.units)
    population = settled.observations.counts.get("population")
    columns = (
        [population] if population else [one.denominators or nothing for one in settled.results]
    )
    return list(zip(nothing, *columns, strict=True))
