"""Settle which indicator a target, rate, attainment or gap column speaks of, where its heading does not say.

One indicator only: that one. Several: a printed rate belongs to the indicator that reproduces it; a target belongs
to the numerator it stands beside, if a rate between them is proven to. Everything else stays unattached and is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from coverage_cli.indicator import added_up, first_found, measures_in
from coverage_cli.model import Column, Count, Indicator, Quotient

BROUGHT = "population"
"""The denominator that often stands in a list of its own, so that a sheet without it may be of its indicators."""
_AGREE_TENTHS = 6
"""A printed rate is close to its indicator's where they differ by less than this many tenths of a point."""


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
    indicators: Mapping[str, Indicator], counts: Mapping[str, Sequence[Count | None]], columns: Sequence[Column]
) -> list[Pair]:
    """Return the numerator (and denominator, where there is one) of every indicator that the measures allow."""
    places = {column.subject: column.index for column in columns if column.role == "measure"}
    pairs = []
    for indicator in indicators.values():
        over, under = first_found(indicator.numerators, counts), first_found(indicator.denominators, counts)
        if over:
            own = tuple(places[term.measure] for term in over if term.measure in places)
            denominators = added_up(under, counts) if under else None
            lacks = () if under else measures_in(indicator.denominators)
            is_told = indicator.subject != indicator.id
            made = added_up(over, counts)
            pairs.append(Pair(indicator.subject, made, denominators, own, indicator.per, lacks, is_told))
    return pairs


def rate_near(pair: Pair | None) -> Fraction | None:
    """Return the rate over all units that have both counts, as a hint for the scale of the rates a sheet prints."""
    if pair is None or pair.denominators is None:
        return None
    both = [
        (over, under)
        for over, under in zip(pair.numerators, pair.denominators, strict=True)
        if over is not None and under
    ]
    total = sum(under for _, under in both)
    covered = sum(over for over, _ in both)
    return Fraction(pair.per * covered) / total if total and covered else None


def attached(column: Column, pairs: Sequence[Pair], proven: Mapping[int, str]) -> str | None:
    """Return the measure that a target, gap or attainment column speaks of, None where it cannot be told.

    `proven` maps the rate columns already attached by their figures to their measures. New people are those of the
    measure.
    """
    if (column.subject or "").startswith("new_"):
        stock = attached(column._replace(subject=(column.subject or "").removeprefix("new_")), pairs, proven)
        return stock and f"new_{stock}"
    named = {pair.measure for pair in pairs}
    if column.subject in named:
        return column.subject
    if column.subject and column.subject != "enrolled":
        return None
    if len(pairs) == 1:
        return pairs[0].measure
    left = [pair for pair in pairs if pair.columns and max(pair.columns) < column.index]
    nearest = max(left, key=lambda pair: max(pair.columns), default=None)
    between = [index for index in proven if nearest and max(nearest.columns) < index <= column.index + 2]
    return nearest.measure if nearest and any(proven[index] == nearest.measure for index in between) else None


def only_with_rate(column: Column, pairs: Sequence[Pair]) -> str | None:
    """Return the measure of the only indicator that has both counts: a target rate without a word can be of no other.

    A sheet whose other people lack a denominator that lists bring (the population) may well speak of these.
    """
    full = {pair.measure for pair in pairs if pair.denominators is not None}
    if column.subject not in (None, "enrolled") or len(full) != 1:
        return None
    return None if any(BROUGHT in pair.lacks for pair in pairs) else full.pop()


def reproduced(rates: Sequence[Quotient | None], pairs: Sequence[Pair]) -> str | None:
    """Return the measure whose coverage a column of printed rates shows in half of its rows, if only one does."""
    fitting = [pair.measure for pair in pairs if agreement(rates, pair) * 2 >= 1]
    return fitting[0] if len(set(fitting)) == 1 else None


def agreement(rates: Sequence[Quotient | None], pair: Pair) -> Fraction:
    """Return the share of rows in which a printed rate lies close to the computed one."""
    if pair.denominators is None:
        return Fraction(0)
    compared = close = 0
    for rate, over, under in zip(rates, pair.numerators, pair.denominators, strict=True):
        if rate is not None and over is not None and under:
            compared += 1
            apart, scale = 10 * (rate.over * under - pair.per * over * rate.under), _AGREE_TENTHS * under * rate.under
            close += -scale < apart < scale
    return Fraction(close, compared) if compared else Fraction(0)
