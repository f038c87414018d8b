"""Put the units of a report in the order that was asked for: those that need most first, or by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from coverage_cli.features.over_time.gaps import lowest_of
from coverage_cli.grouping import grouped
from coverage_cli.model import Figure, Indicator, Quotient
from coverage_cli.pipeline import Worked
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key

Block = tuple[str | None, str]
"""The period and the indicator of figures: each is ordered for itself."""


class Order(NamedTuple):
    """By what the units are ordered (None: people missing, or coverage where nothing is a target), and how many."""

    sort: str | None = None
    top: int | None = None

    def __bool__(self) -> bool:
        """Tell whether an order was asked for."""
        return self.sort is not None or self.top is not None


# The measure that is largest where most is to be done; of names there is none.
_NEEDS: Mapping[str, Callable[[Figure], Any]] = {
    "people": lambda figure: figure.gap_people,
    "points": lambda figure: _exact(figure.gap_pp),
    "attainment": lambda figure: _exact(figure.attainment_pct, sign=-1),
    "coverage": lambda figure: _exact(figure.coverage_pct, sign=-1),
}
SORTS = (*_NEEDS, "name")


def in_order(
    worked: Worked, figures: Sequence[Figure], order: Order
) -> dict[Block, tuple[Figure, ...]]:
    """Return the figures of each period and indicator in the order asked for, units without a value last.

    Of the first so many only the lowest units are taken, unless a level was told: the whole and what is large for
    its many parts would stand before them.
    """
    chosen = grouped((_block(figure), figure) for figure in figures)
    if order.top is not None and worked.context.job.choice.level is None:
        everything = grouped((_block(figure), figure) for figure in worked.figures)
        chosen = {at: lowest_of(block, everything[at]) for at, block in chosen.items()}
    indicators = worked.context.profile.indicators
    return {at: _ordered(block, order, indicators[at[1]]) for at, block in chosen.items()}


def _block(figure: Figure) -> Block:
    return figure.period, figure.indicator


def _ordered(block: Sequence[Figure], order: Order, indicator: Indicator) -> tuple[Figure, ...]:
    if order.sort == "name":
        return tuple(sorted(block, key=lambda figure: key(figure.unit))[: order.top])
    has_target = any(figure.gap_people is not None for figure in block)
    sort = order.sort or ("people" if has_target else "coverage")
    # Where fewer is better a high rate needs most; gaps and attainment are turned round already.
    sign = -1 if sort == "coverage" and indicator.lower else 1

    def last_and_need(figure: Figure) -> tuple[bool, Any]:
        need = _NEEDS[sort](figure)
        return need is None, -sign * (need or 0)

    return tuple(sorted(block, key=last_and_need)[: order.top])


def _exact(value: Quotient | None, sign: int = 1) -> Fraction | None:
    return sign * Fraction(*value) if value else None
