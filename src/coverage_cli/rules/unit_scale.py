"""Say which columns show thousands of the people that their cells hold, by their number format.

Thousands beside persons are said under the same code where counts are read (`clean`).
"""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.findings import at_headings, finding
from coverage_cli.model import Column, Finding, Table


def judge(table: Table, columns: Sequence[Column]) -> list[Finding]:
    """Return a warning for each such column that was taken for a measure without being told."""
    shown = [column for column in columns if column.index in table.grid.thousands]
    return [
        finding(
            "unit-scale",
            at_headings(table, [column]),
            variant="format",
            column=column.name,
            letter=column.letter,
        )
        for column in shown
        if column.role == "measure" and column.subject and not column.told
    ]
