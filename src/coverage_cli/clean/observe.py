"""Table -> observations: every measure, target and printed figure of every unit, period by period.

Nothing is summed here and nothing is judged against anything else; what could not be read is a finding with its cell.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from coverage_cli.clean.attach import Pair, agreement, attached, only_with_rate, pairs_of, rate_near, reproduced
from coverage_cli.clean.counts import CountColumn, Issue, read_counts
from coverage_cli.clean.measures import Measured, Sheet, cells_of, open_sheet, read_measures, scale_of, untold_scale
from coverage_cli.clean.rates import GUESSED, RateColumn, read_rates
from coverage_cli.clean.rivals import with_rivals, words_beside
from coverage_cli.clean.serving import later_than_counts, periods_of
from coverage_cli.clean.targets import Manner, read_targets
from coverage_cli.indicator import target_key
from coverage_cli.model import (
    Column,
    Count,
    ErrorCell,
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

_BARE_RATE = re.compile(r"^[\W\d_]*(?:tỷ lệ|tỉ lệ|rate|percent|pct|quote|anteil|prozent|in)?[\W\d_]*$")


class Reading(NamedTuple):
    """The observations of a table, what was found on the way, and what each column was finally taken for."""

    observations: tuple[Observations, ...]
    findings: tuple[Finding, ...]
    columns: tuple[Column, ...]


def observe(table: Table, source: int, period: str | None, told: Told, indicators: Mapping[str, Indicator]) -> Reading:
    """Read a table's cells; `source` is its index among the report's sources, `period` that of its title.

    Numerators dated by their headings make one set of observations each; the other columns serve them.
    """
    table, beside = with_rivals(table, indicators)
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
    findings = [*beside, *_findings(sheet, issues), *(_later(sheet, column) for column in later)]
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
    printed, changed, faults = _printed(sheet, columns, pairs, counts)
    printed = {**_beside_counts(sheet, measures, read, pairs), **printed}
    targets, issues, more, retargeted = _targets(
        sheet, columns, pairs, {at: column.subject or "" for at, column in changed.items()}
    )
    gaps, gap_changed, gap_faults = _printed_gaps(
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
    return made, _findings(sheet, faults + gap_faults + issues) + more, {**changed, **retargeted, **gap_changed}


def _printed(
    sheet: Sheet, columns: Sequence[Column], pairs: Sequence[Pair], counted: Container[str]
) -> tuple[dict[tuple[str, str], Sequence[Printed | None]], dict[int, Column], list[Measured]]:
    """Read the rates a sheet prints; one whose heading names no indicator belongs to the one it reproduces.

    A rate of a measure that is `counted` and whose denominator is nowhere is its measure's all the same.
    """
    printed: dict[tuple[str, str], Sequence[Printed | None]] = {}
    faults: list[Measured] = []
    changed: dict[int, Column] = {}
    for column in columns:
        if column.role not in ("rate", "attainment"):
            continue
        named = next((pair for pair in pairs if pair.measure == column.subject), None)
        near = rate_near(named or (pairs[0] if len(pairs) == 1 else None))
        manner = sheet.manner
        rates = read_rates(cells_of(sheet, column.index), manner.style, None, manner.percent, near)
        faults += [(column, issue._replace(variant="rate")) for issue in rates.issues if issue.code == "error-cell"]
        values = [rate.value if rate else None for rate in rates.values]
        # A rate column without a say of its own is compared only with the figures it evidently shows; so is a bare %
        # beside plan and actual, which tells how much of the plan is reached.
        # Per 1,000 is believed of a column only where its figures show it: there may be one in percent, too.
        says = named and named.per == 100 and column.role == "rate"
        says = says and not (_is_bare(column) and _has_plan(columns, column))
        measure = named.measure if named and says else reproduced(values, pairs)
        if measure is None or column.role == "attainment":
            judged = attached(column, pairs, {at: made.subject or "" for at, made in changed.items()})
            if judged is not None:
                printed.setdefault(("attainment", judged), _as_printed(sheet, column, rates))
            elif named is None and _is_rate_of(column, counted) and not _is_unsure(rates, near):
                printed.setdefault(("rate", column.subject or ""), _as_printed(sheet, column, rates))
            continue
        changed[column.index] = column._replace(subject=measure, why=column.why if named else "reproduces")
        if not _is_unsure(rates, near):
            printed.setdefault(("rate", measure), _as_printed(sheet, column, rates))
    return printed, changed, faults


def _is_unsure(rates: RateColumn, near: Fraction | None) -> bool:
    """Tell whether 1.2 may be 120 % or 1.2 %, for there is no count to compare it with."""
    return near is None and rates.decided_by == GUESSED


def _is_rate_of(column: Column, counted: Container[str]) -> bool:
    """Tell whether a heading says of itself that it is the rate of a measure that is counted."""
    return column.role == "rate" and column.subject in counted and not _is_bare(column)


def _as_printed(sheet: Sheet, column: Column, rates: RateColumn) -> list[Printed | None]:
    letter = column.letter
    return [
        None if rate is None or row is None else Printed(*rate, f"{letter}{row + 1}")
        for rate, row in zip(rates.values, sheet.rows, strict=True)
    ]


def _beside_counts(
    sheet: Sheet, measures: Sequence[Column], read: Mapping[int, CountColumn], pairs: Sequence[Pair]
) -> dict[tuple[str, str], Sequence[Printed | None]]:
    """Read the percentages that stand in the same cells as counts: printed rates, unless they are evidently others."""
    printed: dict[tuple[str, str], Sequence[Printed | None]] = {}
    for column in measures:
        cells = read[column.index].rates
        pair = next((pair for pair in pairs if pair.measure == column.subject), None)
        if cells is None or pair is None:
            continue
        rates = read_rates(cells, sheet.manner.style, None, sheet.manner.percent, rate_near(pair))
        if 2 * agreement([rate.value if rate else None for rate in rates.values], pair) >= 1:
            printed["rate", pair.measure] = _as_printed(sheet, column, rates)
    return printed


def _is_bare(column: Column) -> bool:
    """Tell whether a rate's lowest heading is a % or a word for rates alone: the plan beside it tells of what it is."""
    return _BARE_RATE.match(column.heading[-1].casefold()) is not None


def _has_plan(columns: Sequence[Column], rate: Column) -> bool:
    """Tell whether a target stands in a rate column's own group."""
    return any(column.role == "target" and column.heading[:-1] == rate.heading[:-1] for column in columns)


def _printed_gaps(
    sheet: Sheet, columns: Sequence[Column], pairs: Sequence[Pair], proven: Mapping[int, str]
) -> tuple[dict[tuple[str, str], Sequence[Printed | None]], dict[int, Column], list[Measured]]:
    """Read the gaps in people that a sheet prints; an error in any gap is said."""
    printed: dict[tuple[str, str], Sequence[Printed | None]] = {}
    changed = {}
    faults: list[Measured] = []
    for column in (column for column in columns if column.role == "gap"):
        cells = cells_of(sheet, column.index)
        faults += [(column, issue) for issue in _errors(cells)]
        measure = attached(column, pairs, proven) if column.kind != "rate" else None
        if measure is None or not scale_of(sheet, column):
            continue
        counts = _signed(cells, sheet.manner)
        if column.kind == "turned":  # "thừa (+), thiếu (-)": what is missing is negative
            counts = [None if value is None else -value for value in counts]
        changed[column.index] = column._replace(subject=measure)
        printed[("gap", measure)] = [
            None
            if value is None or row is None
            else Printed(Quotient(value.numerator, value.denominator), Quotient(0, 1), cell_name(row, column.index))
            for value, row in zip(counts, sheet.rows, strict=True)
        ]
    return printed, changed, faults


def _errors(cells: Sequence[Value]) -> list[Issue]:
    """Return an issue for every error in a column of gaps; one that was never calculated is no news."""
    return [
        Issue(at, "error-cell", "gap", cell.text, "error")
        for at, cell in enumerate(cells)
        if isinstance(cell, ErrorCell) and not cell.stale
    ]


def _signed(cells: Sequence[Value], manner: Manner) -> list[Count | None]:
    """Read gaps, which may be negative (a surplus)."""
    values = read_counts([_unsigned(cell) for cell in cells], manner.style, manner.usual, of_people=False).values
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
    sheet: Sheet, columns: Sequence[Column], pairs: Sequence[Pair], proven: Mapping[int, str]
) -> tuple[dict[str, Sequence[Target | None]], list[Measured], list[Finding], dict[int, Column]]:
    """Read the targets; a column that cannot be said to speak of one indicator is left out with a finding."""
    targets: dict[str, Sequence[Target | None]] = {}
    issues: list[Measured] = []
    findings: list[Finding] = []
    changed: dict[int, Column] = {}
    for column in columns:
        if column.role != "target":
            continue
        said = attached(column, pairs, proven) or _own_subject(column)
        subject = said or only_with_rate(column, pairs)
        name = _name_beside(column, changed.values(), subject) if subject else ""
        if subject is None or name is None:
            findings.append(_unclear(sheet, column, pairs, "twice" if subject else ""))
            continue
        pair = next((pair for pair in pairs if pair.measure == subject.removeprefix("new_")), None)
        manner = sheet.manner._replace(scale=scale_of(sheet, column))
        if not manner.scale:
            issues += [(column, issue) for issue in untold_scale(cells_of(sheet, column.index))]
            continue
        read = read_targets(cells_of(sheet, column.index), column, pair, manner, (sheet.source, sheet.rows))
        if read.kind is None or (not said and read.kind != "rate"):
            variant = "fraction" if read.decided_by == "fraction" else "kind" if said else ""
            findings.append(_unclear(sheet, column, pairs, variant))
            continue
        targets[target_key(subject.removeprefix("new_"), name)] = read.values
        findings += [_beside(sheet, column, subject, name)] if name else []
        issues += [(column, issue) for issue in read.issues]
        changed[column.index] = column._replace(subject=subject, kind=read.kind)
    return targets, issues, findings, changed


def _name_beside(column: Column, others: Iterable[Column], subject: str) -> str | None:
    """Return the name of a further target beside the first, "" for the first, None where nothing tells them apart."""
    first = next((other for other in others if other.subject == subject), None)
    return "" if first is None else words_beside(column, [first])


def _beside(sheet: Sheet, column: Column, subject: str, name: str) -> Finding:
    """Say that a column is a further target beside the first."""
    return _unclear(sheet, column, (), "")._replace(
        code="target-beside", severity="info", values={"column": column.name, "subject": subject, "name": name}
    )


def _own_subject(column: Column) -> str | None:
    """Return what a target's heading names where no numerator stands beside it (a targets file has only targets)."""
    return column.subject if column.subject not in (None, "enrolled", "population", "labour_force") else None


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
