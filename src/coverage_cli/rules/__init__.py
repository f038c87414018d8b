"""What is odd about data and figures: a file a rule, named by the code of its finding; nothing is corrected.

A new rule takes three files. `rules/CODE.py`: one function `judge` that returns findings, and its place in a list here,
which is the order in which they speak. `data/findings/CODE.toml`: what it is worth and what it says. A test of its own;
where it has a screen (`suspects`), the law of screens holds for it, too (`tests/test_rules_screens.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.indicator import Indicator
from coverage_cli.model import Column, Finding, Table
from coverage_cli.rules import (
    attainment_unlikely,
    cells_unread,
    code_shortened,
    column_guessed,
    component_exceeds_total,
    components_differ,
    copied_down,
    counted_twice,
    coverage_unlikely,
    denominator_beside,
    denominators_differ,
    hidden_column,
    hidden_rows,
    layout_repaired,
    name_repaired,
    negative_difference,
    no_target,
    numbering_skips,
    over_100,
    people_without_denominator,
    printed_rate_differs,
    rounding_hides_miss,
    row_shifted,
    rows_left_out,
    taken_as_printed,
    target_differs,
    target_own,
    target_unclear,
    total_mismatch,
    unconfirmed,
    unit_scale,
    unlike_neighbours,
)
from coverage_cli.rules.case import Case
from coverage_cli.rules.contradiction import contradiction, rows_missed
from coverage_cli.rules.tally import Tally, evidence_of

__all__ = [
    "Case",
    "Tally",
    "cells_unread",
    "check_case",
    "check_columns",
    "check_layout",
    "contradiction",
    "evidence_of",
    "rows_missed",
    "unconfirmed",
]

OF_COUNTS = (
    total_mismatch,
    counted_twice,
    component_exceeds_total,
    copied_down,
    components_differ,
    denominators_differ,
)
"""The rules on the counts of a period."""
OF_PRINTED = (printed_rate_differs, target_differs, target_unclear, target_own)
"""The rules on what is printed and told beside an indicator's counts, an indicator at a time."""
OF_FIGURES = (
    attainment_unlikely,
    coverage_unlikely,
    over_100,
    people_without_denominator,
    taken_as_printed,
    negative_difference,
    rounding_hides_miss,
    no_target,
)
"""The rules on the figures of an indicator."""


def check_case(case: Case) -> list[Finding]:
    """Return what is odd about a period; its tally is filled with what was held against each other."""
    return [
        *(made for rule in OF_COUNTS for made in rule.judge(case)),
        *(
            made
            for result in case.results
            for rule in OF_PRINTED
            for made in rule.judge(case, result)
        ),
        *unlike_neighbours.judge(case),
        *(
            made
            for result in case.results
            for rule in OF_FIGURES
            for made in rule.judge(case, result)
        ),
    ]


def check_layout(table: Table, columns: Sequence[Column]) -> list[Finding]:
    """Return what is odd about how a table is laid out; `columns` are those finally taken."""
    return [
        *hidden_rows.judge(table),
        *hidden_column.judge(table, columns),
        *rows_left_out.judge(table),
        *row_shifted.judge(table),
        *numbering_skips.judge(table),
        *code_shortened.judge(table),
        *name_repaired.judge(table),
        *layout_repaired.judge(table),
    ]


def check_columns(
    table: Table,
    columns: Sequence[Column],
    indicators: Mapping[str, Indicator],
    goals_of: str | None = None,
) -> list[Finding]:
    """Return how the columns of a table were chosen; of a list of targets (`goals_of`) only these are read."""
    guessed = [] if goals_of is not None else column_guessed.judge(table, columns, indicators)
    beside = denominator_beside.judge(table, columns, indicators)
    return [*guessed, *unit_scale.judge(table, columns), *beside]
