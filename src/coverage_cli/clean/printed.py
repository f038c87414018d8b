"""The rates and gaps that a sheet prints itself, by the measure each belongs to; errors in such columns are said.

A rate belongs to the count that its heading shares its words with, a bare % to the count on its left, any other one to
the indicator that reproduces it. One of a count that is not computed is compared with nothing.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from fractions import Fraction

from coverage_cli.clean.attach import Pair, agreement, attached, rate_near, reproduced
from coverage_cli.clean.belongs import Headings
from coverage_cli.clean.counts import CountColumn, Issue, read_counts
from coverage_cli.clean.measures import Measured, Sheet, cells_of
from coverage_cli.clean.notation import written_people
from coverage_cli.clean.rates import GUESSED, RateColumn, read_rates
from coverage_cli.clean.targets import Manner
from coverage_cli.model import Column, Count, ErrorCell, Printed, Quotient, Value, cell_name

_BARE_RATE = re.compile(r"^[\W\d_]*(?:tỷ lệ|tỉ lệ|rate|percent|pct|quote|anteil|prozent|in)?[\W\d_]*$")
PrintedFigures = dict[tuple[str, str], Sequence[Printed | None]]


def printed_rates(
    sheet: Sheet, columns: Sequence[Column], pairs: Sequence[Pair], headings: Headings, counted: Container[str]
) -> tuple[PrintedFigures, dict[int, Column], list[Measured]]:
    """Read the rates a sheet prints; one whose heading names no indicator belongs to the one it reproduces.

    A rate of a measure that is `counted` and whose denominator is nowhere is its measure's all the same.
    """
    printed: PrintedFigures = {}
    faults: list[Measured] = []
    changed: dict[int, Column] = {}
    for column in columns:
        if column.role not in ("rate", "attainment"):
            continue
        beside = headings.owner(column) or _on_the_left(sheet, headings, column)
        own = headings.computed.get(beside.index, beside.subject) if beside else column.subject
        named = next((pair for pair in pairs if pair.measure == own), None)
        near = rate_near(named or (pairs[0] if len(pairs) == 1 else None))
        manner = sheet.manner
        rates = read_rates(cells_of(sheet, column.index), manner.style, None, manner.percent, near)
        faults += [(column, issue._replace(variant="rate")) for issue in rates.issues if issue.code == "error-cell"]
        if column.role == "rate" and beside is not None and own is None:
            continue  # of a count that is not computed
        values = [rate.value if rate else None for rate in rates.values]
        # A rate column without a say of its own is compared only with the figures it evidently shows; so is a bare %
        # beside plan and actual, which tells how much of the plan is reached.
        # Per 1,000 is believed of a column only where its figures show it: there may be one in percent, too.
        says = named and named.per == 100 and column.role == "rate"
        says = says and not (_is_bare(column) and _has_plan(columns, column))
        measure = named.measure if named and says else None if beside and not named else reproduced(values, pairs)
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


def _on_the_left(sheet: Sheet, headings: Headings, rate: Column) -> Column | None:
    """Return the count that is not computed right beside a bare % on its left; of computed ones the figures tell."""
    left = headings.columns.get(rate.index - 1) if _is_bare(rate) else None
    if left is None or left.index in headings.computed:
        return None
    cells = [cell for cell in cells_of(sheet, left.index) if cell is not None]
    figures = [cell for cell in cells if not isinstance(cell, str) or written_people(cell)]
    return left if 2 * len(figures) > len(cells) else None


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


def rates_beside_counts(
    sheet: Sheet, measures: Sequence[Column], read: Mapping[int, CountColumn], pairs: Sequence[Pair]
) -> PrintedFigures:
    """Read the percentages that stand in the same cells as counts: printed rates, unless they are evidently others."""
    printed: PrintedFigures = {}
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


def printed_gaps(
    sheet: Sheet, columns: Sequence[Column], pairs: Sequence[Pair], proven: Mapping[int, str]
) -> tuple[PrintedFigures, dict[int, Column], list[Measured]]:
    """Read the gaps in people that a sheet prints; an error in any gap is said."""
    printed: PrintedFigures = {}
    changed = {}
    faults: list[Measured] = []
    for column in (column for column in columns if column.role == "gap"):
        cells = cells_of(sheet, column.index)
        faults += [(column, issue) for issue in _errors(cells)]
        measure = attached(column, pairs, proven) if column.kind != "rate" else None
        if measure is None or column.scale == 0:
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
