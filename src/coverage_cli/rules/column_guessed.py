"""Say which columns were taken for a measure in doubt: the heading says more, or another column is hardly less likely.

Only what sets a rate of the indicators is worth a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.findings import at_headings, finding
from coverage_cli.indicator import Indicator, first_found, measures_in
from coverage_cli.model import Column, Finding, Table

_GENERAL = "enrolled"


def judge(
    table: Table, columns: Sequence[Column], indicators: Mapping[str, Indicator]
) -> list[Finding]:
    """Return a warning for each column in doubt; `columns` are those finally taken."""
    taken = [column for column in columns if column.role == "measure" and column.subject]
    rated = _rated({str(column.subject) for column in taken}, indicators)
    return [
        _finding(table, column, columns)
        for column in taken
        if column.subject in rated and not column.told and (column.unread or column.rival)
    ]


def _rated(subjects: set[str], indicators: Mapping[str, Indicator]) -> set[str]:
    """Return the measures that set a rate, where these are found; the general one only where no other is."""
    found = [(one, first_found(one.numerators, subjects)) for one in indicators.values()]
    named = [one for one, over in found if over]
    special = [one for one in named if _GENERAL not in measures_in(one.numerators)] or named
    rated = special or indicators.values()
    return {
        measure for one in rated for measure in measures_in((*one.numerators, *one.denominators))
    }


def _finding(table: Table, column: Column, columns: Sequence[Column]) -> Finding:
    return finding(
        "column-guessed",
        at_headings(table, [column]),
        variant="undecided" if column.why == "undecided" else "rival" if column.rival else "",
        column=column.name,
        letter=column.letter,
        measure=column.subject,
        words=column.unread,
        rival=next(
            (f"{one.letter} '{one.name}'" for one in columns if one.letter == column.rival), ""
        ),
    )
