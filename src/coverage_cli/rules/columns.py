"""Say which columns were taken for a measure in doubt, and which stand beside another that counts the same people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coverage_cli.indicator import Indicator, first_found, measures_in
from coverage_cli.model import Column, Finding, Severity, Table, cell_name

_GENERAL = "enrolled"


def check_columns(
    table: Table, columns: Sequence[Column], indicators: Mapping[str, Indicator], goals_of: str | None = None
) -> list[Finding]:
    """Return the findings on how the columns of a table were chosen; `columns` are those finally taken.

    Only what sets a rate of the indicators is worth a word; of a list of targets (`goals_of`) only these are read.
    """
    found = [column for column in columns if column.role == "measure" and not column.told and column.subject]
    rated = _rated({str(column.subject) for column in columns if column.role == "measure"}, indicators)
    under = {measure for one in indicators.values() for measure in measures_in(one.denominators)}
    guessed = [] if goals_of is not None else [column for column in found if column.subject in rated]
    return [
        *(_guessed(table, column, columns) for column in guessed if column.unread or column.rival),
        *(_shown_in_thousands(table, column) for column in found if column.index in table.grid.thousands),
        *(_beside(table, column, columns) for column in found if column.why == "source"),
        *(_beside(table, column, columns) for column in columns if column.why == "rival" and column.subject in under),
    ]


def _rated(subjects: set[str], indicators: Mapping[str, Indicator]) -> set[str]:
    """Return the measures that set a rate, where these are found; the general one only where no other is."""
    sums = [over for one in indicators.values() if (over := first_found(one.numerators, subjects))]
    named = [one for one in indicators.values() if first_found(one.numerators, subjects) in sums]
    special = [one for one in named if _GENERAL not in measures_in(one.numerators)] or named
    return {
        measure
        for one in special or indicators.values()
        for measure in measures_in((*one.numerators, *one.denominators))
    }


def _guessed(table: Table, column: Column, columns: Sequence[Column]) -> Finding:
    """Say that a heading says more than was understood, or that another column is hardly less likely."""
    rival = next((f"{one.letter} '{one.name}'" for one in columns if one.letter == column.rival), "")
    values = {"measure": column.subject, "words": column.unread, "rival": rival}
    variant = "undecided" if column.why == "undecided" else "rival" if column.rival else ""
    return _finding("column-guessed", "warning", table, column, values)._replace(variant=variant)


def _shown_in_thousands(table: Table, column: Column) -> Finding:
    """Say that a number format shows thousands of the people that its cells hold."""
    return _finding("unit-scale", "warning", table, column, {})._replace(variant="format")


def _beside(table: Table, column: Column, columns: Sequence[Column]) -> Finding:
    """Say that a column counts the same people as another: shown beside it by its name, or not used."""
    subject, _, name = str(column.subject).partition("#")
    first = next((one.name for one in columns if (one.role, one.subject) == ("measure", subject)), "")
    severity: Severity = "warning" if name else "info"
    made = _finding("denominator-beside", severity, table, column, {"first": first, "subject": subject, "name": name})
    return made._replace(variant="" if name else "unused")


def _finding(code: str, severity: Severity, table: Table, column: Column, values: Mapping[str, Any]) -> Finding:
    row = table.header_rows[-1] if table.header_rows else table.rows[0]
    said = {"column": column.name, "letter": column.letter, **values}
    return Finding(code, severity, said, table.grid.file, table.grid.sheet, (cell_name(row, column.index),))
