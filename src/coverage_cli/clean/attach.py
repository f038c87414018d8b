"""Settle which indicator a target, rate, attainment or gap column speaks of, where its heading does not say.

"3 doses target" stands beside "3 doses result", "Religious %" beside "Religious Count": each belongs to the count whose
heading has more of its words than any other, and speaks of no other one. Without such words it goes by the figures.

One indicator only: that one. Several: a printed rate belongs to the indicator that reproduces it; a target belongs
to the numerator it stands beside, if a rate between them is proven to. Everything else stays unattached and is said.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from coverage_cli.grouping import first_where
from coverage_cli.indicator import Sum, added_up, first_found, measures_in
from coverage_cli.model import Column, Count, Indicator, Quotient
from coverage_cli.records import NamedTuple
from coverage_cli.roles import of_role

BROUGHT = "population"
"""The denominator that often stands in a list of its own, so that a sheet without it may be of its indicators."""
NEW = "new_"
UNNAMED = ("", "enrolled")
"""What the headings of columns say that name no measure."""
# The rate that proves a target stands between it and its count, or at most so far right of it.
_RIGHT_BEHIND = 2
# A printed rate is close to its indicator's where they differ by less than this many tenths of a point.
_AGREE_TENTHS = 6


class Pair(NamedTuple):
    """The counts of one indicator, aligned with the units; its rates are given and printed per so many.

    `lacks` are the measures of its denominators where none is there; `is_told` says whether its targets can be told by
    the measure's name (not those of a share or a sum).
    """

    measure: str
    numerators: Sequence[Count | None]
    denominators: Sequence[Count | None] | None
    columns: tuple[int, ...]
    per: int = 100
    lacks: tuple[str, ...] = ()
    is_told: bool = True


def pairs_of(
    indicators: Mapping[str, Indicator],
    counts: Mapping[str, Sequence[Count | None]],
    columns: Sequence[Column],
) -> list[Pair]:
    """Return the numerator (and denominator, where there is one) of every indicator that the measures allow."""
    places = {column.subject: column.index for column in of_role(columns, "measure")}
    return [
        _pair(indicator, over, counts, places)
        for indicator in indicators.values()
        if (over := first_found(indicator.numerators, counts))
    ]


def _pair(
    indicator: Indicator,
    over: Sum,
    counts: Mapping[str, Sequence[Count | None]],
    places: Mapping[str | None, int],
) -> Pair:
    """Return the counts of one indicator, `over` being the sum that its numerator is."""
    under = first_found(indicator.denominators, counts)
    return Pair(
        measure=indicator.subject,
        numerators=added_up(over, counts),
        denominators=added_up(under, counts) if under else None,
        columns=tuple(places[term.measure] for term in over if term.measure in places),
        per=indicator.per,
        lacks=() if under else measures_in(indicator.denominators),
        is_told=indicator.subject != indicator.id,
    )


def both_of(pair: Pair | None) -> list[tuple[int, Count, Count]]:
    """Return the units that have both counts: their index, numerator and denominator (one of 0 is none)."""
    if pair is None or pair.denominators is None:
        return []
    rows = enumerate(zip(pair.numerators, pair.denominators, strict=True))
    return [(at, over, under) for at, (over, under) in rows if over is not None and under]


def rate_near(pair: Pair | None) -> Fraction | None:
    """Return the rate over all units that have both counts, as a hint for the scale of the rates a sheet prints."""
    both = both_of(pair)
    covered = sum(over for _, over, _ in both)
    return (
        Fraction((pair.per if pair else 100) * covered) / sum(under for *_, under in both)
        if covered
        else None
    )


class Beside(NamedTuple):
    """What a column of targets, rates or gaps is seen beside.

    `computed` are the columns of the counts that are computed, with the measure of each; `counting` are these and the
    others that count something.
    """

    columns: Sequence[Column]
    pairs: Sequence[Pair]
    computed: Mapping[int, str]
    counting: Mapping[int, Column]

    def pair_of(self, measure: str | None) -> Pair | None:
        """Return the counts of a measure."""
        return first_where(lambda pair: pair.measure == measure, self.pairs)

    def owner(self, column: Column) -> Column | None:
        """Return the count that shares most words with a column and has fewest others; None where several do alike."""
        shared = {
            at: (len(column.stem & one.stem), -len(one.stem))
            for at, one in self.counting.items()
            if at != column.index
        }
        most = max(shared.values(), default=(0, 0))
        nearest = [at for at, words in shared.items() if words == most]
        return self.counting[nearest[0]] if most[0] and len(nearest) == 1 else None


def beside_columns(
    columns: Sequence[Column], pairs: Sequence[Pair], bases: Collection[str]
) -> Beside:
    """Return what columns are seen beside; those of the `bases` (all who could be) own no target and no rate."""
    computed = {index: pair.measure for pair in pairs for index in pair.columns}
    counting = {
        column.index: column
        for column in columns
        if column.index in computed or _counts_something(column, bases)
    }
    return Beside(columns, pairs, computed, counting)


def _counts_something(column: Column, bases: Collection[str]) -> bool:
    """Tell whether a column that is not computed counts people all the same, or may do so."""
    if column.role == "other":
        return column.why != "excluded"
    return column.role == "measure" and column.subject not in bases


def attached(column: Column, beside: Beside, proven: Mapping[int, str]) -> str | None:
    """Return the measure that a target, gap or attainment column speaks of, None where it cannot be told.

    `proven` maps the rate columns already attached by their figures to their measures. New people are those of the
    measure.
    """
    stock = (column.subject or "").removeprefix(NEW)
    found: str | None = stock
    if not beside.pair_of(stock):
        only = beside.pairs[0].measure if len(beside.pairs) == 1 else None
        found = (
            (only or _proven_left(column, beside, proven))
            if stock in UNNAMED
            else _of_the_unnamed(stock, beside)
        )
    return found and (NEW + found if is_new(column) else found)


def _of_the_unnamed(stock: str, beside: Beside) -> str | None:
    """Return the only people counted, if no heading names them ("Insured persons") and all targets name one measure.

    What the user told for the people counted may be anything else.
    """
    named = {(at.subject or "").removeprefix(NEW) for at in beside.columns if at.role == "target"}
    told = any(at.told for at in beside.columns if at.index in beside.computed)
    alone = len(beside.pairs) == 1 and beside.pairs[0].measure == UNNAMED[1] and not told
    return UNNAMED[1] if alone and named.difference(UNNAMED) == {stock} else None


def is_new(column: Column) -> bool:
    """Tell whether a column is of people that are new in the year."""
    return (column.subject or "").startswith(NEW)


def _proven_left(column: Column, beside: Beside, proven: Mapping[int, str]) -> str | None:
    """Return the measure of the count left of a column, if a rate between or right behind them shows that measure."""
    # Reversed, so that of two indicators whose counts end in one column the first one keeps it.
    ends = {max(pair.columns): pair.measure for pair in reversed(beside.pairs) if pair.columns}
    left = [end for end in ends if end < column.index]
    nearest = max(left, default=column.index)
    shown = {
        measure for at, measure in proven.items() if nearest < at <= column.index + _RIGHT_BEHIND
    }
    return ends[nearest] if left and ends[nearest] in shown else None


def only_with_rate(column: Column, pairs: Sequence[Pair]) -> str | None:
    """Return the measure of the only indicator that has both counts: a target rate without a word can be of no other.

    A sheet whose other people lack a denominator that lists bring (the population) may well speak of these.
    """
    full = {pair.measure for pair in pairs if pair.denominators is not None}
    if (
        (column.subject or "") not in UNNAMED
        or len(full) != 1
        or any(BROUGHT in pair.lacks for pair in pairs)
    ):
        return None
    return full.pop()


def reproduced(rates: Sequence[Quotient | None], pairs: Sequence[Pair]) -> str | None:
    """Return the measure whose coverage a column of printed rates shows in half of its rows, if only one does."""
    # Half of the rows, not all: rates that are printed wrong are what is looked for later.
    fitting = [pair.measure for pair in pairs if agreement(rates, pair) * 2 >= 1]
    return fitting[0] if len(set(fitting)) == 1 else None


def agreement(rates: Sequence[Quotient | None], pair: Pair) -> Fraction:
    """Return the share of rows in which a printed rate lies close to the computed one."""
    rows = [
        (rate, over, under) for at, over, under in both_of(pair) if (rate := rates[at]) is not None
    ]
    close = [_is_close(rate, over * pair.per, under) for rate, over, under in rows]
    return Fraction(sum(close), len(close) or 1)


def _is_close(rate: Quotient, over: Count, under: Count) -> bool:
    # Multiplied out into whole numbers: this is asked for every row of every indicator.
    apart, scale = 10 * (rate.over * under - over * rate.under), _AGREE_TENTHS * under * rate.under
    return -scale < apart < scale
