"""Two columns of a sheet for one denominator: which population is meant decides the coverage, so none is kept quiet.

Where the headings of both say more than the measure ("dân số công an", "dân số thống kê") the second stands beside
the first as a further denominator; where the first says nothing more the second may be a part, and is only named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from coverage_cli.indicator import Indicator, measures_in, target_key
from coverage_cli.model import Column, Finding, Severity, Table, cell_name
from coverage_cli.spelling import key


def with_rivals(table: Table, indicators: Mapping[str, Indicator]) -> tuple[Table, list[Finding]]:
    """Return the table with the further denominators among its columns as measures of their own, and name them."""
    if not any(column.why == "rival" for column in table.columns):
        return table, []
    denominators = {name for one in indicators.values() for name in measures_in(one.denominators)}
    columns: list[Column] = []
    findings: list[Finding] = []
    for column in table.columns:
        same = (one for one in table.columns if (one.role, one.subject) == ("measure", column.subject))
        first = next(same, None)
        if column.why != "rival" or column.subject not in denominators or first is None:
            columns.append(column)
            continue
        name = words_beside(column, [first]) if first.unread else None
        findings.append(_named(table, column, first, name))
        beside = column._replace(role="measure", subject=target_key(str(column.subject), name or ""))
        columns.append(beside if name else column)
    return table._replace(columns=tuple(columns)), findings


def words_beside(column: Column, others: Iterable[Column]) -> str | None:
    """Return what a heading says that those of other columns do not; None where nothing tells them apart."""
    shared = {key(word) for other in others for word in other.name.split()}
    return " ".join(word for word in column.name.split() if key(word) not in shared).strip(" >()") or None


def _named(table: Table, column: Column, first: Column, name: str | None) -> Finding:
    grid = table.grid
    row = _heading_row(table.header_rows)
    values = {"column": column.name, "letter": column.letter, "first": first.name, "subject": first.subject}
    variant = "" if name else "unused"
    cells = (cell_name(row, column.index),) if row is not None else ()
    severity: Severity = "warning" if name else "info"
    values["name"] = name or ""
    return Finding("denominator-beside", severity, values, grid.file, grid.sheet, cells, variant=variant)


def _heading_row(rows: Sequence[int]) -> int | None:
    return rows[-1] if rows else None
