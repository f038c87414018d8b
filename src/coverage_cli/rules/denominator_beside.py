"""Say which columns count the same people as another: a second source of a denominator, shown beside it or not used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.findings import at_headings, finding
from coverage_cli.indicator import Indicator, measures_in
from coverage_cli.model import Column, Finding, Table


def judge(
    table: Table, columns: Sequence[Column], indicators: Mapping[str, Indicator]
) -> list[Finding]:
    """Return a finding for each further denominator; `columns` are those finally taken."""
    under = {measure for one in indicators.values() for measure in measures_in(one.denominators)}
    sources = [
        column
        for column in columns
        if column.role == "measure" and not column.told and column.why == "source"
    ]
    rivals = [column for column in columns if column.why == "rival" and column.subject in under]
    return [_finding(table, column, columns) for column in (*sources, *rivals)]


def _finding(table: Table, column: Column, columns: Sequence[Column]) -> Finding:
    subject, _, name = str(column.subject).partition("#")
    return finding(
        "denominator-beside",
        at_headings(table, [column]),
        variant="" if name else "unused",
        column=column.name,
        letter=column.letter,
        first=next(
            (one.name for one in columns if (one.role, one.subject) == ("measure", subject)), ""
        ),
        subject=subject,
        name=name,
    )
