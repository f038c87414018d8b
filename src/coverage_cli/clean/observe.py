"""Table -> observations: every measure, target and printed figure of every unit, period by period.

Nothing is summed here and nothing is judged against anything else; what could not be read is a finding with its cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from coverage_cli.clean.attach import Pair, attached, only_with_rate, pairs_of
from coverage_cli.clean.belongs import Headings, headings_of
from coverage_cli.clean.counts import CountColumn
from coverage_cli.clean.measures import Measured, Sheet, cells_of, open_sheet, read_measures, untold_scale
from coverage_cli.clean.printed import printed_gaps, printed_rates, rates_beside_counts
from coverage_cli.clean.serving import later_than_counts, periods_of
from coverage_cli.clean.targets import TargetColumn, read_targets
from coverage_cli.indicator import measures_in, target_key
from coverage_cli.model import (
    Column,
    Count,
    Finding,
    Indicator,
    Observations,
    Severity,
    Table,
    Target,
    cell_name,
)
from coverage_cli.project import Told
from coverage_cli.spelling import words_beside

_TIMES_OFF = 5
"""Targets in people so many times larger or smaller than the people counted are the targets of something else."""
_WHO = ("enrolled", "population", "labour_force")


class Reading(NamedTuple):
    """The observations of a table, what was found on the way, and what each column was finally taken for."""

    observations: tuple[Observations, ...]
    findings: tuple[Finding, ...]
    columns: tuple[Column, ...]


def observe(table: Table, source: int, period: str | None, told: Told, indicators: Mapping[str, Indicator]) -> Reading:
    """Read a table's cells; `source` is its index among the report's sources, `period` that of its title.

    Numerators dated by their headings make one set of observations each; the other columns serve them.
    """
    sheet = open_sheet(table, source, told)
    counts, issues = read_measures(sheet)
    filled = [
        column
        for column in table.columns
        if column.index not in counts or any(value is not None for value in counts[column.index].values)
    ]
    dated = table.period or period
    later = later_than_counts(filled, dated)
    filled = [column for column in filled if column not in later]
    findings = [*_findings(sheet, issues), *(_later(sheet, column) for column in later)]
    observations = []
    settled: dict[int, Column] = {column.index: column for column in table.columns}
    settled.update((column.index, column._replace(role="other", why="later")) for column in later)
    for at in periods_of(filled, dated, indicators):
        made, more, changed = _one_period(sheet, at.columns, counts, indicators, at.period)
        observations.append(made)
        findings += [*more, *(_lent(sheet, column, at.period) for column in at.lent)]
        findings += [_without_time(sheet, group) for group in at.unclear]
        settled.update(changed)
    doubled = [column for column in table.columns if settled[column.index] is not column and column.role == "measure"]
    return Reading(tuple(observations), tuple(findings), tuple([*settled.values(), *doubled]))


def _later(sheet: Sheet, column: Column) -> Finding:
    """Say that a count dated as a plan is, or after the figures, is no stock of theirs."""
    grid = sheet.table.grid
    values = {"letter": column.letter, "column": column.name, "other": column.period or "–"}
    cell = cell_name(_heading_row(sheet), column.index)
    return Finding("period-conflict", "warning", values, grid.file, grid.sheet, (cell,), variant="later")


def _heading_row(sheet: Sheet) -> int:
    return sheet.table.header_rows[-1] if sheet.table.header_rows else sheet.table.rows[0]


def _lent(sheet: Sheet, column: Column, wanted: str | None) -> Finding:
    """Say that a column of another year was used because nothing nearer was there."""
    grid = sheet.table.grid
    values = {"list": f"'{column.name}'", "period": column.period, "wanted": wanted}
    cell = cell_name(_heading_row(sheet), column.index)
    return Finding("other-year", "warning", values, grid.file, grid.sheet, (cell,))


def _without_time(sheet: Sheet, group: Sequence[Column]) -> Finding:
    """Say that columns of several times are there and no period is known that would choose one."""
    grid = sheet.table.grid
    row = _heading_row(sheet)
    values = {"column": group[0].name, "choices": tuple(f"{column.letter} '{column.name}'" for column in group)}
    cells = tuple(cell_name(row, column.index) for column in group)
    return Finding("period-unclear", "error", values, grid.file, grid.sheet, cells, None, len(group), variant="columns")


def _one_period(
    sheet: Sheet,
    columns: Sequence[Column],
    read: Mapping[int, CountColumn],
    indicators: Mapping[str, Indicator],
    period: str | None,
) -> tuple[Observations, list[Finding], dict[int, Column]]:
    measures = [column for column in columns if column.index in read and column.role == "measure"]
    counts: dict[str, Sequence[Count | None]] = {str(column.subject): read[column.index].values for column in measures}
    counts = {measure: values for measure, values in counts.items() if any(value is not None for value in values)}
    pairs = pairs_of(indicators, counts, measures)
    numerators = {name for one in indicators.values() for name in measures_in(one.numerators)}
    bases = {name for one in indicators.values() for name in measures_in(one.denominators)} - numerators
    headings = headings_of(columns, pairs, bases)
    printed, changed, faults = printed_rates(sheet, columns, pairs, headings, counts)
    printed = {**rates_beside_counts(sheet, measures, read, pairs), **printed}
    proven = {at: column.subject or "" for at, column in changed.items()}
    targets, issues, more, retargeted = _targets(sheet, columns, pairs, headings, proven)
    gaps, gap_changed, gap_faults = printed_gaps(sheet, columns, pairs, proven)
    places = [None if row is None else (sheet.source, row) for row in sheet.rows]
    grid = sheet.table.grid
    made = Observations(
        period=period,
        units=sheet.table.units,
        whole_named=sheet.table.whole_named,
        counts=counts,
        targets=targets,
        printed={**printed, **gaps},
        places={measure: places for measure in counts},
        columns={(sheet.source, str(column.subject)): column for column in measures},
        origins={sheet.source: (grid.file, grid.sheet)},
    )
    return made, _findings(sheet, faults + gap_faults + issues) + more, {**changed, **retargeted, **gap_changed}


def _targets(
    sheet: Sheet, columns: Sequence[Column], pairs: Sequence[Pair], headings: Headings, proven: Mapping[int, str]
) -> tuple[dict[str, Sequence[Target | None]], list[Measured], list[Finding], dict[int, Column]]:
    """Read the targets; a column that cannot be said to speak of one indicator is left out with a finding."""
    targets: dict[str, Sequence[Target | None]] = {}
    issues: list[Measured] = []
    findings: list[Finding] = []
    changed: dict[int, Column] = {}
    for column in columns:
        if column.role != "target":
            continue
        against = _contradicted(column, headings)
        said = None if against else attached(_by_words(column, headings), pairs, proven) or _own_subject(column)
        subject = said or (None if against else only_with_rate(column, pairs))
        name = _name_beside(column, changed.values(), subject) if subject else ""
        if subject is None or name is None:
            findings.append(_unclear(sheet, column, pairs, against or ("twice" if subject else "")))
            continue
        pair = next((pair for pair in pairs if pair.measure == subject.removeprefix("new_")), None)
        manner = sheet.manner._replace(scale=1 if column.scale is None else column.scale)
        if not manner.scale:
            issues += [(column, issue) for issue in untold_scale(cells_of(sheet, column.index))]
            continue
        spoken = column._replace(subject=subject)
        read = read_targets(cells_of(sheet, column.index), spoken, pair, manner, (sheet.source, sheet.rows))
        if read.kind == "count" and not column.told and pair and _is_off(read, pair):
            findings.append(_unclear(sheet, column, pairs, "size"))
            continue
        if read.kind is None or (not said and read.kind != "rate"):
            variant = "fraction" if read.decided_by == "fraction" else "kind" if said else ""
            findings.append(_unclear(sheet, column, pairs, variant))
            continue
        targets[target_key(subject.removeprefix("new_"), name)] = read.values
        findings += [_beside(sheet, column, subject, name)] if name else []
        issues += [(column, issue) for issue in read.issues]
        changed[column.index] = column._replace(subject=subject, kind=read.kind)
    return targets, issues, findings, changed


def _contradicted(column: Column, headings: Headings) -> str:
    """Return why a heading speaks against every count that is computed: `other` (money, households), `group`, or ""."""
    if column.why == "excluded":
        return "other"
    stock = (column.subject or "").removeprefix("new_")
    return "group" if stock in ("", "enrolled") and headings.is_of_another(column) else ""


def _by_words(column: Column, headings: Headings) -> Column:
    """Return a target with the measure of the count that shares its words, where its heading names no measure."""
    found = headings.measure_of(column) if column.subject in (None, "enrolled") else None
    return column._replace(subject=found) if found else column


def _is_off(read: TargetColumn, pair: Pair) -> bool:
    """Tell whether targets in people are of another size than the people they would be the targets of."""
    ratios = sorted(
        Fraction(*target.value) / over
        for target, over in zip(read.values, pair.numerators, strict=True)
        if target is not None and target.kind == "count" and over
    )
    middle = ratios[len(ratios) // 2] if len(ratios) > 1 else 1
    return not Fraction(1, _TIMES_OFF) <= middle <= _TIMES_OFF


def _name_beside(column: Column, others: Iterable[Column], subject: str) -> str | None:
    """Return the name of a further target beside the first, "" for the first, None where nothing tells them apart."""
    first = next((other for other in others if other.subject == subject), None)
    return "" if first is None else words_beside(column.name, [first.name])


def _beside(sheet: Sheet, column: Column, subject: str, name: str) -> Finding:
    """Say that a column is a further target beside the first."""
    return _unclear(sheet, column, (), "")._replace(
        code="target-beside", severity="info", values={"column": column.name, "subject": subject, "name": name}
    )


def _own_subject(column: Column) -> str | None:
    """Return what a target's heading names where no numerator stands beside it (a targets file has only targets)."""
    listed = column.why == "list" and column.subject == "enrolled"  # told as targets of the people who were told
    return column.subject if listed or column.subject not in (None, *_WHO) else None


def _unclear(sheet: Sheet, column: Column, pairs: Sequence[Pair], variant: str) -> Finding:
    """Say why a column of targets is not used, with the measures that it can be told to be the target of."""
    grid = sheet.table.grid
    rows = [row for row in sheet.rows if row is not None]
    cell = cell_name(min(rows), column.index) if rows else None
    measures = dict.fromkeys(pair.measure for pair in pairs if pair.is_told)
    choices = tuple(f"--map target_{measure}={column.letter}" for measure in measures or ("MEASURE",))
    values = {"column": column.name, "letter": column.letter, "choices": choices}
    return Finding("target-unclear", "warning", values, grid.file, grid.sheet, (cell,) if cell else (), variant=variant)


def _findings(sheet: Sheet, issues: Sequence[Measured]) -> list[Finding]:
    """Gather the issues into one finding per column and cause."""
    groups: dict[tuple[int, str, str], list[Measured]] = {}
    for column, issue in issues:
        groups.setdefault((column.index, issue.code, issue.variant), []).append((column, issue))
    grid = sheet.table.grid
    findings = []
    for (_, code, variant), members in groups.items():
        column, first = members[0]
        rows = sorted(row for _, issue in members if (row := sheet.rows[issue.position]) is not None)
        cells = tuple(cell_name(row, column.index) for row in rows)
        unit = sheet.table.units[first.position].name if len(members) == 1 else None
        severity: Severity = first.severity  # type: ignore[assignment]
        values = {"column": column.name, "found": first.text}
        findings.append(
            Finding(code, severity, values, grid.file, grid.sheet, cells, unit, len(cells), variant=variant)
        )
    return findings
