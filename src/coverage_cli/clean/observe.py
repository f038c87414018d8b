"""Table -> observations: every measure, target and printed figure of every unit, period by period.

Nothing is summed here and nothing is judged against anything else; what could not be read is a finding with its cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.clean.aligned import each
from coverage_cli.clean.attach import (
    NEW,
    UNNAMED,
    Beside,
    attached,
    beside_columns,
    only_with_rate,
    pairs_of,
)
from coverage_cli.clean.counts import CountColumn
from coverage_cli.clean.measures import (
    Measured,
    Sheet,
    cells_of,
    open_sheet,
    read_measures,
    untold_scale,
)
from coverage_cli.clean.printed import printed_gaps, printed_rates, rates_beside_counts
from coverage_cli.clean.serving import Period, later_than_counts, periods_of
from coverage_cli.clean.targets import read_targets
from coverage_cli.findings import at_headings, finding, in_sheet
from coverage_cli.grouping import first_where, grouped, known
from coverage_cli.indicator import measures_in, target_key
from coverage_cli.model import Column, Count, Finding, Indicator, Observations, Table, Target
from coverage_cli.project import Told
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import words_beside

_WHO = ("population", "labour_force")


class RowSum(NamedTuple):
    """A row (0-based) that was taken for the sum of others, its unit, and what spoke for it, in bits."""

    row: int
    unit: str
    parts: tuple[int, ...]
    evidence: tuple[tuple[str, float], ...]


class Reading(NamedTuple):
    """The observations of a table, what was found on the way, and what each column was finally taken for.

    `sums` are the rows that were taken for sums of others by their figures.
    """

    observations: tuple[Observations, ...]
    findings: tuple[Finding, ...]
    columns: tuple[Column, ...]
    sums: tuple[RowSum, ...] = ()


class TargetColumns(NamedTuple):
    """What the columns of targets gave: targets by key, the columns as taken, faults in cells, and what is said."""

    targets: dict[str, Sequence[Target | None]]
    columns: dict[int, Column]
    faults: list[Measured]
    findings: list[Finding]


def observe(
    table: Table, source: int, period: str | None, told: Told, indicators: Mapping[str, Indicator]
) -> Reading:
    """Read a table's cells; `source` is its index among the report's sources, `period` that of its title.

    Numerators dated by their headings make one set of observations each; the other columns serve them.
    """
    sheet = open_sheet(table, source, told)
    counts, issues = read_measures(sheet)
    # A measure without any value must not open a period or take a target.
    filled = [
        at for at in table.columns if at.index not in counts or known(counts[at.index].values)
    ]
    # The lines over this block know more of it than the title of the whole sheet.
    dated = table.period or period
    later = later_than_counts(filled, dated)
    findings = [*_findings(sheet, issues), *(_later(sheet, column) for column in later)]
    settled: dict[int, Column] = {column.index: column for column in table.columns}
    settled.update((column.index, column._replace(role="other", why="later")) for column in later)
    observations = []
    for at in periods_of([column for column in filled if column not in later], dated, indicators):
        made, more, changed = _one_period(sheet, at, counts, indicators)
        observations.append(made)
        findings += [*more, *_of_time(sheet, at, dated)]
        settled.update(changed)
    doubled = [
        column
        for column in table.columns
        if settled[column.index] is not column and column.role == "measure"
    ]
    return Reading(tuple(observations), tuple(findings), tuple([*settled.values(), *doubled]))


def _later(sheet: Sheet, column: Column) -> Finding:
    """Say that a count dated as a plan is, or after the figures, is no stock of theirs."""
    where, other = at_headings(sheet.table, [column]), column.period or "–"
    return finding(
        "period-conflict",
        where,
        variant="later",
        letter=column.letter,
        column=column.name,
        other=other,
    )


def _of_time(sheet: Sheet, at: Period, dated: str | None) -> list[Finding]:
    """Say which columns of another year were used because nothing nearer was there, and which of several times not.

    Counts of an earlier time than the table's (`dated`) are there to be compared with: a note is enough.
    """
    findings = []
    for column in at.lent:
        where = at_headings(sheet.table, [column])
        values = {"list": f"'{column.name}'", "period": column.period, "wanted": at.period}
        made = finding("other-year", where, values)
        is_earlier = bool(dated and at.period and at.period < dated)
        findings.append(made._replace(severity="info") if is_earlier else made)
    for group in at.unclear:
        where = at_headings(sheet.table, group)
        choices = tuple(f"{column.letter} '{column.name}'" for column in group)
        findings.append(
            finding(
                "period-unclear", where, variant="columns", column=group[0].name, choices=choices
            )
        )
    return findings


def _one_period(
    sheet: Sheet, at: Period, read: Mapping[int, CountColumn], indicators: Mapping[str, Indicator]
) -> tuple[Observations, list[Finding], dict[int, Column]]:
    measures = [
        column for column in at.columns if column.index in read and column.role == "measure"
    ]
    counts: dict[str, Sequence[Count | None]] = {
        str(column.subject): values
        for column in measures
        if known(values := read[column.index].values)
    }
    numerators = {name for one in indicators.values() for name in measures_in(one.numerators)}
    # People insured may be the numerator of one indicator and the denominator of another: they own targets.
    bases = {
        name for one in indicators.values() for name in measures_in(one.denominators)
    } - numerators
    beside = beside_columns(at.columns, pairs_of(indicators, counts, measures), bases)
    rates = printed_rates(sheet, beside, counts)
    targets = _targets(sheet, beside, rates.proven)
    gaps = printed_gaps(sheet, beside, rates.proven)
    places = each(lambda row: (sheet.source, row), sheet.rows)
    grid = sheet.table.grid
    made = Observations(
        period=at.period,
        units=sheet.table.units,
        whole_named=sheet.table.whole_named,
        counts=counts,
        targets=targets.targets,
        printed={
            **rates_beside_counts(sheet, measures, read, beside),
            **rates.figures,
            **gaps.figures,
        },
        places={measure: places for measure in counts},
        columns={(sheet.source, str(column.subject)): column for column in measures},
        origins={sheet.source: (grid.file, grid.sheet)},
    )
    findings = [*_findings(sheet, rates.faults + gaps.faults + targets.faults), *targets.findings]
    return made, findings, {**rates.columns, **targets.columns, **gaps.columns}


def _targets(sheet: Sheet, beside: Beside, proven: Mapping[int, str]) -> TargetColumns:
    """Read the targets; a column that cannot be said to speak of one indicator is left out with a finding."""
    made = TargetColumns({}, {}, [], [])
    for column in beside.columns:
        if column.role != "target":
            continue
        if column.scale == 0:
            made.faults.extend(
                (column, issue) for issue in untold_scale(cells_of(sheet, column.index))
            )
            continue
        why = _take_target(sheet, column, beside, proven, made)
        if why is not None:
            made.findings.append(_unclear(sheet, column, beside, why))
    return made


def _take_target(
    sheet: Sheet, column: Column, beside: Beside, proven: Mapping[int, str], made: TargetColumns
) -> str | None:
    """Add a column of targets to those `made`; return why it cannot be said to speak of one indicator, None if it can.

    One without any word is believed of the only indicator with a rate, if it holds rates.
    """
    against = _contradicted(column, beside)
    if against:
        return against
    said = attached(_by_words(column, beside), beside, proven) or _own_subject(column)
    subject = said or only_with_rate(column, beside.pairs)
    if subject is None:
        return ""
    first = first_where(lambda other: other.subject == subject, made.columns.values())
    name = words_beside(column.name, [first.name]) if first else ""
    if name is None:
        return "twice"
    manner = sheet.manner._replace(scale=column.scale or 1)
    pair = beside.pair_of(subject.removeprefix(NEW))
    spoken = column._replace(subject=subject)
    read = read_targets(
        cells_of(sheet, column.index), spoken, pair, manner, (sheet.source, sheet.rows)
    )
    if read.kind is None or not (said or read.kind == "rate"):
        unread = "kind" if pair and known(pair.numerators) else "nobody"
        return (
            read.decided_by if read.decided_by in ("fraction", "size") else unread if said else ""
        )
    made.targets[target_key(subject.removeprefix(NEW), name)] = read.values
    made.columns[column.index] = spoken._replace(kind=read.kind)
    made.faults.extend((column, issue) for issue in read.issues)
    named = (column.subject or "").removeprefix(NEW)
    if named not in (*UNNAMED, subject.removeprefix(NEW)):
        values = {"column": column.name, "letter": column.letter, "subject": named}
        made.findings.append(_unclear(sheet, column, beside, "alike")._replace(values=values))
    if name:
        values = {"column": column.name, "subject": subject, "name": name}
        beside_first = _unclear(sheet, column, beside, "")
        made.findings.append(
            beside_first._replace(code="target-beside", severity="info", values=values)
        )
    return None


def _contradicted(column: Column, beside: Beside) -> str:
    """Return why a heading speaks against every count that is computed: `other` (money, households), `group`, or ""."""
    if column.why == "excluded":
        return "other"
    owner = beside.owner(column) if (column.subject or "").removeprefix(NEW) in UNNAMED else None
    return "group" if owner and owner.index not in beside.computed else ""


def _by_words(column: Column, beside: Beside) -> Column:
    """Return a target with the measure of the count that shares its words, where its heading names no measure."""
    owner = beside.owner(column) if (column.subject or "") in UNNAMED else None
    return column._replace(subject=beside.computed[owner.index]) if owner else column


def _own_subject(column: Column) -> str | None:
    """Return what a target's heading names where no numerator stands beside it (a targets file has only targets)."""
    is_listed = column.why == "list"  # told as targets of the people who were told
    is_named = (column.subject or "") not in (*UNNAMED, *_WHO)
    return column.subject if is_named or (is_listed and column.subject == "enrolled") else None


def _unclear(sheet: Sheet, column: Column, beside: Beside, variant: str) -> Finding:
    """Say why a column of targets is not used, with the measures that it can be told to be the target of."""
    first_row = sorted(known(sheet.rows))[:1]
    where = in_sheet(sheet.table.grid, [(row, column.index) for row in first_row])
    measures = dict.fromkeys(pair.measure for pair in beside.pairs if pair.is_told)
    choices = tuple(
        f"--map target_{measure}={column.letter}" for measure in measures or ("MEASURE",)
    )
    values = {
        "column": column.name,
        "letter": column.letter,
        "choices": choices,
        "subject": column.subject,
    }
    return finding("target-unclear", where, values, variant=variant)


def _findings(sheet: Sheet, issues: Sequence[Measured]) -> list[Finding]:
    """Gather the issues into one finding per column and cause."""
    causes = grouped(
        ((column.index, issue.code, issue.variant), (column, issue)) for column, issue in issues
    )
    return [_of_one_cause(sheet, members) for members in causes.values()]


def _of_one_cause(sheet: Sheet, members: Sequence[Measured]) -> Finding:
    """Say what is odd about cells of one column; a single one is named by its unit."""
    column, first = members[0]
    rows = sorted(known(sheet.rows[issue.position] for _, issue in members))
    where = in_sheet(sheet.table.grid, [(row, column.index) for row in rows])
    unit = sheet.table.units.names[first.position] if len(members) == 1 else None
    where = where._replace(unit=unit, count=len(rows))
    return finding(first.code, where, variant=first.variant, column=column.name, found=first.text)
