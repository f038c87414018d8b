"""A table's cells -> observations: subtotals put over their parts, a whole that its figures disprove taken away."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from string import ascii_uppercase

from coverage_cli.clean import Reading, RowSum, observe
from coverage_cli.grouping import known
from coverage_cli.hierarchy import TakenSum, drop_false_whole, settle
from coverage_cli.locate.repeated import refuse_repeated
from coverage_cli.model import Finding, Observations, Table
from coverage_cli.pipeline.context import Context
from coverage_cli.pipeline.dating import Dated
from coverage_cli.pipeline.witnesses import witnesses_of
from coverage_cli.project import Told
from coverage_cli.roles import of_role
from coverage_cli.rules import check_columns


def read_table(dated: Dated, source: int, told: Told, context: Context) -> Reading:
    """Read a table's cells; subtotals that stand among its units unmarked are put over their parts, and said.

    A told period is that of a table that names none, so that columns of its time are chosen.
    """
    indicators = context.profile.default_indicators
    reading = observe(dated.table, source, dated.period or told.period, told, indicators)
    made: list[Observations] = []
    sums: dict[int, RowSum] = {}
    found = check_columns(dated.table, reading.columns, indicators, told.goals_of)
    for printed in reading.observations:
        observations, more = (
            drop_false_whole(printed) if _is_whole_nameless(dated.table) else (printed, [])
        )
        found += [finding for finding in more if finding not in found]
        settled = settle(
            observations, witnesses_of(dated.table, observations, told, context.vocabulary)
        )
        made.append(settled.observations)
        sums |= {
            one.row: one for one in map(functools.partial(_row_sum, observations), settled.sums)
        }
        refuse_repeated(dated.table.findings, settled.observations.units)
        found += [finding for finding in settled.findings if finding not in found]
    by_row = tuple(sums[row] for row in sorted(sums))
    kept = _without_dropped(reading.findings, dated.table, made)
    return reading._replace(observations=tuple(made), findings=(*kept, *found), sums=by_row)


def _without_dropped(
    findings: Sequence[Finding], table: Table, made: Sequence[Observations]
) -> list[Finding]:
    """Return the findings without blanks in rows that turned out to be no units ("By zone"): nothing misses them."""
    left = {row for observations in made for row in observations.units.rows}
    dropped = {str(row + 1) for row in known(table.units.rows) if row not in left}
    if not dropped:
        return list(findings)
    kept = []
    for one in findings:
        cells = tuple(cell for cell in one.cells if cell.lstrip(ascii_uppercase) not in dropped)
        is_blank = one.code == "missing-value" and one.cells != cells
        mended = one._replace(cells=cells, count=len(cells)) if is_blank else one
        kept += [mended] if cells or not is_blank else []
    return kept


def _row_sum(observations: Observations, taken: TakenSum) -> RowSum:
    """Return a sum with the rows of its units, and its evidence as plain words and numbers."""
    row, *parts = (observations.units[at].row or 0 for at in (taken.at, *taken.parts))
    facts = tuple((fact.fact, round(fact.bits, 1)) for fact in taken.evidence)
    return RowSum(row, observations.units[taken.at].name, tuple(sorted(parts)), facts)


def _is_whole_nameless(table: Table) -> bool:
    """Tell whether the row taken for the whole has no name: then its figures must prove it."""
    whole = table.units[0]
    if whole.row is None or whole.name_cell is None or not table.header_rows:
        return False
    cells = table.grid.rows[whole.row]
    named = (cells[column.index] for column in of_role(table.columns, "unit", "parent", "ordinal"))
    return not any(cell is not None and str(cell).strip() for cell in named)
