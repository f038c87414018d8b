"""The rates and gaps that a sheet prints itself, by the measure each belongs to; errors in such columns are said.

A rate belongs to the count that its heading shares its words with, a bare % to the count on its left, any other one to
the indicator that reproduces it. One of a count that is not computed is compared with nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Mapping, Sequence
from fractions import Fraction

from coverage_cli.clean.aligned import each, middle
from coverage_cli.clean.attach import (
    Beside,
    Pair,
    agreement,
    attached,
    both_of,
    rate_near,
    reproduced,
)
from coverage_cli.clean.counts import CountColumn, Issue, read_differences
from coverage_cli.clean.measures import Measured, Sheet, cells_of
from coverage_cli.clean.notation import written_people
from coverage_cli.clean.rates import GUESSED, Rate, RateColumn, read_rates
from coverage_cli.grouping import known
from coverage_cli.model import Column, Count, ErrorCell, Printed, Quotient, Value
from coverage_cli.records import NamedTuple
from coverage_cli.roles import of_role

_BARE_RATE = re.compile(
    r"^[\W\d_]*(?:tỷ lệ|tỉ lệ|rate|percent|pct|quote|anteil|prozent|in)?[\W\d_]*$"
)


# So many points from the rate over all units the middle one of a column of its rates lies.
_NEAR = 10


_Offer = Sequence[Printed | None]


class PrintedColumns(NamedTuple):
    """What columns gave: figures by kind and measure, the columns as they were taken, and the faults in them."""

    figures: dict[tuple[str, str], Sequence[Printed | None]]
    columns: dict[int, Column]
    faults: list[Measured]

    @property
    def proven(self) -> dict[int, str]:
        """Return the measure that each column taken belongs to."""
        return {at: str(column.subject) for at, column in self.columns.items()}


def printed_rates(sheet: Sheet, beside: Beside, counted: Container[str]) -> PrintedColumns:
    """Read the rates a sheet prints; one whose heading names no indicator belongs to the one it reproduces.

    A rate of a measure that is `counted` and whose denominator is nowhere is its measure's all the same.
    """
    made = PrintedColumns({}, {}, [])
    offers: dict[str, list[_Offer]] = {}
    for column in beside.columns:
        if column.role not in ("rate", "attainment"):
            continue
        owner = beside.owner(column) or _on_the_left(sheet, beside, column)
        own = beside.computed.get(owner.index, owner.subject) if owner else column.subject
        named = beside.pair_of(own)
        against = named or (beside.pairs[0] if len(beside.pairs) == 1 else None)
        rates = _read(sheet, cells_of(sheet, column.index), against)
        made.faults.extend(_unread(column, rates))
        # It belongs to a count that is not computed, so that nothing can be held against it.
        if column.role == "rate" and owner and own is None:
            continue
        measure = _shown(column, owner, named, rates, beside) if column.role == "rate" else None
        if measure is None and (reached := attached(column, beside, made.proven)):
            made.figures.setdefault(
                ("attainment", reached), _as_printed(sheet, column, rates.values)
            )
            continue
        if measure:
            is_shown = not named and reproduced(_values(rates), beside.pairs) == measure
            made.columns[column.index] = column._replace(
                subject=measure, why="reproduces" if is_shown else column.why
            )
        elif (
            not named
            and column.role == "rate"
            and column.subject in counted
            and not _is_bare(column)
        ):
            measure = column.subject
        # Values up to 1.5 with nothing to hold them against: 1.2 may be 120 % or 1.2 %.
        is_guess = rates.decided_by == GUESSED and rate_near(against) is None
        if measure and not is_guess:
            offers.setdefault(measure, []).append(_as_printed(sheet, column, rates.values))
    for measure, printed in offers.items():
        made.figures["rate", measure] = _closest(printed, beside.pair_of(measure))
    return made


def _unread(column: Column, rates: RateColumn) -> list[Measured]:
    """Return what stands in a column of rates and is none: an error, or a remark where most cells hold rates."""
    are_rates = 2 * len(known(rates.values)) > len(rates.values)
    codes = ("error-cell", "not-a-number") if are_rates else ("error-cell",)
    return [(column, at._replace(variant="rate")) for at in rates.issues if at.code in codes]


def _closest(offers: Sequence[_Offer], pair: Pair | None) -> _Offer:
    """Return the column of rates that agrees with a measure's own figures in most rows; of equals, the first.

    The others are of something else ("School compliance %" beside "Compliance %"), and no fault of each row.
    """
    if len(offers) == 1:
        return offers[0]
    both = both_of(pair)
    per = pair.per if pair else 100

    def rows_reproduced(printed: _Offer) -> int:
        rows = [(rate, over, under) for at, over, under in both if (rate := printed[at])]
        return sum(
            abs(Fraction(*rate.value) - Fraction(per * over, under)) <= Fraction(*rate.tolerance)
            for rate, over, under in rows
        )

    return max(offers, key=rows_reproduced)


def _read(sheet: Sheet, cells: Sequence[Value], pair: Pair | None) -> RateColumn:
    return read_rates(cells, sheet.manner.style, None, sheet.manner.percent, rate_near(pair))


def _shown(
    column: Column, owner: Column | None, named: Pair | None, rates: RateColumn, beside: Beside
) -> str | None:
    """Return the measure whose rates a column shows: by its heading, else of the indicator that it reproduces.

    A bare % beside plan and actual tells how much of the plan is reached, unless it reproduces the coverage. Per 1,000
    is believed of a column only where its figures show it: there may be one in percent, too.
    """
    if named and named.per == 100 and not (_is_bare(column) and _has_plan(beside.columns, column)):
        return named.measure
    if owner and not named:
        return None
    return reproduced(_values(rates), beside.pairs) or _meant(column, rates, beside)


def _meant(column: Column, rates: RateColumn, beside: Beside) -> str | None:
    """Return the measure of the only indicator for a lone rate that shows it nowhere.

    No target stands beside it, so that it can be no attainment: the figures it was made from are others than these. A
    bare % must be about as high; one whose every word is understood ("Coverage %") can be of nothing else.
    """
    others = [
        at
        for at in beside.columns
        if at.role in ("target", "rate", "attainment", "change") and at != column
    ]
    if others or column.unread or column.role != "rate" or len(beside.pairs) != 1:
        return None
    usual = rate_near(beside.pairs[0])
    if usual is None:
        return None
    shown = sorted(float(value) for value in _values(rates) if value is not None)
    is_near = bool(shown) and abs(middle(shown) - usual) <= _NEAR
    return beside.pairs[0].measure if is_near or not _is_bare(column) else None


def _values(rates: RateColumn) -> list[Quotient | None]:
    return each(lambda rate: rate.value, rates.values)


def _on_the_left(sheet: Sheet, beside: Beside, rate: Column) -> Column | None:
    """Return the count that is not computed right beside a bare % on its left; of computed ones the figures tell."""
    left = beside.counting.get(rate.index - 1) if _is_bare(rate) else None
    if left is None or left.index in beside.computed:
        return None
    cells = known(cells_of(sheet, left.index))
    # Names or remarks on the left are no count, whatever few figures stand among them.
    figures = [cell for cell in cells if not isinstance(cell, str) or written_people(cell)]
    return left if 2 * len(figures) > len(cells) else None


def _as_printed(sheet: Sheet, column: Column, rates: Sequence[Rate | None]) -> list[Printed | None]:
    letter = column.letter
    return each(
        lambda rate, row: Printed(rate.value, rate.tolerance, f"{letter}{row + 1}"),
        rates,
        sheet.rows,
    )


def rates_beside_counts(
    sheet: Sheet, measures: Sequence[Column], read: Mapping[int, CountColumn], beside: Beside
) -> dict[tuple[str, str], Sequence[Printed | None]]:
    """Read the percentages that stand in the same cells as counts: printed rates, unless they are evidently others."""
    printed: dict[tuple[str, str], Sequence[Printed | None]] = {}
    for column in measures:
        cells, pair = read[column.index].rates, beside.pair_of(column.subject)
        if cells is None or pair is None:
            continue
        rates = _read(sheet, cells, pair)
        if 2 * agreement(_values(rates), pair) >= 1:
            printed["rate", pair.measure] = _as_printed(sheet, column, rates.values)
    return printed


def _is_bare(column: Column) -> bool:
    """Tell whether a rate's lowest heading is a % or a word for rates alone: the plan beside it tells of what it is."""
    return _BARE_RATE.match(column.heading[-1].casefold()) is not None


def _has_plan(columns: Sequence[Column], rate: Column) -> bool:
    """Tell whether a target stands in a rate column's own group."""
    return any(
        column.role == "target" and column.heading[:-1] == rate.heading[:-1] for column in columns
    )


def printed_gaps(sheet: Sheet, beside: Beside, proven: Mapping[int, str]) -> PrintedColumns:
    """Read the gaps in people that a sheet prints; an error in any gap is said, one never calculated is no news."""
    made = PrintedColumns({}, {}, [])
    for column in of_role(beside.columns, "gap"):
        cells = cells_of(sheet, column.index)
        errors = [
            (at, cell)
            for at, cell in enumerate(cells)
            if isinstance(cell, ErrorCell) and not cell.stale
        ]
        made.faults.extend(
            (column, Issue(at, "error-cell", "gap", cell.text)) for at, cell in errors
        )
        measure = attached(column, beside, proven) if column.kind != "rate" else None
        if measure is None or column.scale == 0:
            continue
        # "thừa (+), thiếu (-)": what is missing is printed negative.
        sign = -1 if column.kind == "turned" else 1
        values = read_differences(cells, sheet.manner.style)
        gaps = each(functools.partial(_gap, sign), values)
        made.columns[column.index] = column._replace(subject=measure)
        made.figures["gap", measure] = _as_printed(sheet, column, gaps)
    return made


def _gap(sign: int, value: Count) -> Rate:
    return Rate(Quotient(sign * value.numerator, value.denominator), Quotient(0, 1))
