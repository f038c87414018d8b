"""Say which hidden columns were used."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.findings import at_headings, finding
from coverage_cli.model import Column, Finding, Table

# A hidden column that is only compared with (a rate, a gap) changes no figure.
_ROLES = ("unit", "parent", "code", "measure", "target")


def judge(table: Table, columns: Sequence[Column]) -> list[Finding]:
    """Return a warning on each hidden column; `columns` are those finally taken."""
    hidden = [
        column
        for column in columns
        if column.index in table.grid.hidden_columns and column.role in _ROLES
    ]
    return [
        finding(
            "hidden-column", at_headings(table, [column]), column=column.name, letter=column.letter
        )
        for column in hidden
    ]
