"""Table -> observations: every measure, target and printed figure of every unit, period by period.

Nothing is summed here and nothing is judged against anything else; what could not be read is a finding with its cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from coverage_cli.clean.attach import Pair, attached, pairs_of, rate_near, reproduced
from coverage_cli.clean.counts import CountColumn, Issue, read_counts
from coverage_cli.clean.notation import Style
from coverage_cli.clean.rates import read_rates
from coverage_cli.clean.targets import Manner, read_targets
from coverage_cli.model import (
    Column,
    Count,
    Finding,
    Indicator,
    Observations,
    Printed,
    Quotient,
    Severity,
    Table,
    Target,
    Value,
    cell_name,
)
from coverage_cli.project import Told


class Reading(NamedTuple):
    """The observations of a table, what was found on the way, and what each column was finally taken for."""

    observations: tuple[Observations, ...]
    findings: tuple[Finding, ...]
    columns: tuple[Column, ...]


class _Sheet(NamedTuple):
    """What all columns of a table share while it is read."""

    table: Table
    source: int
    rows: list[int | None]
    leaf_rows: frozenset[int]
    manner: Manner


def observe(table: Table, source: int, period: str | None, told: Told, indicators: Mapping[str, Indicator]) -> Reading:
    """Read a table's cells; `source` is its index among the report's sources, `period` that of its title.

    Columns with a period of their own make one set of observations each; the others serve all of them.
    """
    sheet = _sheet(table, source, told)
    counts, issues, columns = _read_measures(sheet)
    own = sorted({column.period for column in columns if column.period and column.index in counts})
    findings = [*_findings(sheet, columns, issues)]
    observations = []
    settled: dict[int, Column] = {column.index: column for column in columns}
    periods: list[str | None] = [*own] or [None]
    for at in periods:
        here = [column for column in columns if column.period in (None, at)]
        made, more, changed = _one_period(sheet, here, counts, indicators, at or period)
        observations.append(made)
        findings += more
        settled.update(changed)
    doubled = [column for column in columns if settled[column.index] is not column and column.role == "measure"]
    return Reading(tuple(observations), tuple(findings), tuple([*settled.values(), *doubled]))


def _sheet(table: Table, source: int, told: Told) -> _Sheet:
    rows = [unit.row for unit in table.units]
    leaf_rows = frozenset(unit.row for unit in table.units if unit.leaf and unit.row is not None)
    style: Style | None = None if told.number_style is None else "en" if told.number_style == "en" else "vi"
    scale = told.scale if told.scale is not None else table.scale
    return _Sheet(table, source, rows, leaf_rows, Manner(style, None, told.percent, scale))


def _cells(sheet: _Sheet, column: Column) -> list[Value]:
    grid_rows, index = sheet.table.grid.rows, column.index
    return [None if row is None else grid_rows[row][index] for row in sheet.rows]


def _read_measures(
    sheet: _Sheet,
) -> tuple[dict[int, CountColumn], list[tuple[Column, Issue]], list[Column]]:
    """Read every measure column; those the sheet writes beyond doubt decide for those that could be read two ways."""
    measured = {column.index: column for column in sheet.table.columns if column.role == "measure" and column.subject}
    cells = {index: _cells(sheet, column) for index, column in measured.items()}
    manner = sheet.manner
    first = {index: read_counts(values, manner.style, None, manner.scale) for index, values in cells.items()}
    sure = {
        read.convention.style
        for read in first.values()
        if read.convention and read.convention.style and not read.convention.unclear
    }
    usual = sure.pop() if len(sure) == 1 else None
    counts = {
        index: read_counts(cells[index], manner.style, usual, manner.scale)
        if usual and read.convention and read.convention.style is None
        else read
        for index, read in first.items()
    }
    issues = [
        (measured[index], issue)
        for index, read in counts.items()
        for issue in read.issues
        if _is_worth_saying(sheet, issue)
    ]
    filled = {index for index, read in counts.items() if any(value is not None for value in read.values)}
    issues = [(column, issue) for column, issue in issues if column.index in filled or issue.code != "missing-value"]
    return counts, issues, list(sheet.table.columns)


def _is_worth_saying(sheet: _Sheet, issue: Issue) -> bool:
    """Leave out what is no news: numbers as text where all is text, blanks in rows that need no figure of their own."""
    if issue.code == "number-as-text":
        return not sheet.table.grid.text_only
    return issue.code != "missing-value" or sheet.rows[issue.position] in sheet.leaf_rows


def _one_period(
    sheet: _Sheet,
    columns: Sequence[Column],
    read: Mapping[int, CountColumn],
    indicators: Mapping[str, Indicator],
    period: str | None,
) -> tuple[Observations, list[Finding], dict[int, Column]]:
    measures = [column for column in columns if column.index in read and column.role == "measure"]
    counts: dict[str, Sequence[Count | None]] = {str(column.subject): read[column.index].values for column in measures}
    counts = {measure: values for measure, values in counts.items() if any(value is not None for value in values)}
    pairs = pairs_of(indicators, counts, measures)
    printed, changed = _printed(sheet, columns, pairs)
    targets, issues, more, retargeted = _targets(
        sheet, columns, pairs, {at: column.subject or "" for at, column in changed.items()}
    )
    gaps, gap_changed = _printed_gaps(
        sheet, columns, pairs, {at: column.subject or "" for at, column in changed.items()}
    )
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
    return made, _findings(sheet, columns, issues) + more, {**changed, **retargeted, **gap_changed}


def _printed(
    sheet: _Sheet, columns: Sequence[Column], pairs: Sequence[Pair]
) -> tuple[dict[tuple[str, str], Sequence[Printed | None]], dict[int, Column]]:
    """Read the rates a sheet prints; one whose heading names no indicator belongs to the one it reproduces."""
    printed: dict[tuple[str, str], Sequence[Printed | None]] = {}
    changed: dict[int, Column] = {}
    for column in columns:
        if column.role not in ("rate", "attainment"):
            continue
        named = next((pair for pair in pairs if pair.measure == column.subject), None)
        near = rate_near(named or (pairs[0] if len(pairs) == 1 else None))
        manner = sheet.manner
        rates = read_rates(_cells(sheet, column), manner.style, None, manner.percent, near)
        values = [rate.value if rate else None for rate in rates.values]
        # A rate column without a say of its own is compared only with the figures it evidently shows.
        measure = named.measure if named and column.role == "rate" else reproduced(values, pairs)
        if measure is None or column.role == "attainment":
            continue
        changed[column.index] = column._replace(subject=measure, why=column.why if named else "reproduces")
        letter = column.letter
        printed.setdefault(
            ("rate", measure),
            [
                None if rate is None or row is None else Printed(*rate, f"{letter}{row + 1}")
                for rate, row in zip(rates.values, sheet.rows, strict=True)
            ],
        )
    return printed, changed


def _printed_gaps(
    sheet: _Sheet, columns: Sequence[Column], pairs: Sequence[Pair], proven: Mapping[int, str]
) -> tuple[dict[tuple[str, str], Sequence[Printed | None]], dict[int, Column]]:
    """Read the gaps in people that a sheet prints."""
    printed: dict[tuple[str, str], Sequence[Printed | None]] = {}
    changed = {}
    for column in columns:
        measure = attached(column, pairs, proven) if column.role == "gap" and column.kind != "rate" else None
        if measure is None:
            continue
        counts = _signed(_cells(sheet, column), sheet.manner)
        changed[column.index] = column._replace(subject=measure)
        printed[("gap", measure)] = [
            None
            if value is None or row is None
            else Printed(Quotient(value.numerator, value.denominator), Quotient(0, 1), cell_name(row, column.index))
            for value, row in zip(counts, sheet.rows, strict=True)
        ]
    return printed, changed


def _signed(cells: Sequence[Value], manner: Manner) -> list[Count | None]:
    """Read gaps, which may be negative (a surplus)."""
    values = read_counts([_unsigned(cell) for cell in cells], manner.style, manner.usual).values
    return [
        -value if value is not None and _is_negative(cell) else value for value, cell in zip(values, cells, strict=True)
    ]


def _is_negative(cell: Value) -> bool:
    if isinstance(cell, str):
        return len(cell.strip()) > 1 and cell.strip()[0] in "-−"
    return isinstance(cell, int | float) and cell < 0


def _unsigned(cell: Value) -> Value:
    if not _is_negative(cell):
        return cell
    return cell.strip()[1:] if isinstance(cell, str) else -cell  # type: ignore[operator]


def _targets(
    sheet: _Sheet, columns: Sequence[Column], pairs: Sequence[Pair], proven: Mapping[int, str]
) -> tuple[dict[str, Sequence[Target | None]], list[tuple[Column, Issue]], list[Finding], dict[int, Column]]:
    """Read the targets; a column that cannot be said to speak of one indicator is left out with a finding."""
    targets: dict[str, Sequence[Target | None]] = {}
    issues: list[tuple[Column, Issue]] = []
    findings: list[Finding] = []
    changed: dict[int, Column] = {}
    for column in columns:
        if column.role != "target":
            continue
        subject = attached(column, pairs, proven) or _own_subject(column)
        if subject is None or subject in targets:
            findings.append(_unclear(sheet, column, "twice" if subject else ""))
            continue
        pair = next((pair for pair in pairs if pair.measure == subject.removeprefix("new_")), None)
        read = read_targets(_cells(sheet, column), column, pair, sheet.manner, sheet.rows)
        if read.kind is None:
            findings.append(_unclear(sheet, column, "kind"))
            continue
        targets[subject.removeprefix("new_")] = read.values
        issues += [(column, issue) for issue in read.issues]
        changed[column.index] = column._replace(subject=subject, kind=read.kind)
    return targets, issues, findings, changed


def _own_subject(column: Column) -> str | None:
    """Return what a target's heading names where no numerator stands beside it (a targets file has only targets)."""
    return column.subject if column.subject not in (None, "enrolled", "population", "labour_force") else None


def _unclear(sheet: _Sheet, column: Column, variant: str) -> Finding:
    grid = sheet.table.grid
    rows = [row for row in sheet.rows if row is not None]
    cell = cell_name(min(rows), column.index) if rows else None
    values = {"column": column.name, "letter": column.letter}
    return Finding("target-unclear", "warning", values, grid.file, grid.sheet, (cell,) if cell else (), variant=variant)


def _findings(sheet: _Sheet, columns: Sequence[Column], issues: Sequence[tuple[Column, Issue]]) -> list[Finding]:
    """Gather the issues into one finding per column and cause."""
    del columns
    groups: dict[tuple[int, str, str], list[tuple[Column, Issue]]] = {}
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
