"""Compare the rates, attainments and gaps that a sheet prints with those that its own figures give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from coverage_cli.findings import Where, finding
from coverage_cli.model import Computed, Count, Finding, Fixed, Observations, Printed, Quotient
from coverage_cli.records import NamedTuple
from coverage_cli.rules.case import Case
from coverage_cli.rules.saying import quotient
from coverage_cli.rules.tally import count

# A rate kept in full precision is a binary float, off by less than one part in this many points.
_NOISE = 10**8
# Rates are of another unit where all but one in so many are the row's own by one factor.
_MOST = 10
# Rates per 1,000 and per 100,000 beside percent.
_OTHER_UNITS = (10, 1000)
_MOST_PLACES = 6


Row = tuple[int, Count, Count, Printed]
"""A unit, what its own counts give as over and under, and the figure that is printed beside them."""


class _Held(NamedTuple):
    """The units whose printed figures were held against their own, and those that differ with what these give."""

    units: Sequence[int]
    off: Mapping[int, Quotient]

    @property
    def is_mostly_off(self) -> bool:
        """Tell whether more than half differ."""
        return 2 * len(self.off) > len(self.units)

    @property
    def mostly_agrees(self) -> bool:
        """Tell whether more than half are what their row gives."""
        return 2 * len(self.off) < len(self.units)


_Figures = Sequence[Printed | None]


def judge(case: Case, result: Computed) -> list[Finding]:
    """Return a warning for printed rates and gaps that differ from the row's own figures; the tally counts all."""
    findings = []
    for shown, compare in _COMPARISONS.items():
        printed = case.observations.printed.get((shown, result.indicator.subject))
        if not printed:
            continue
        kind, held = shown, compare(case.observations, result, printed)
        attained = (
            _attainments(case.observations, result, printed)
            if kind == "rate" and held.is_mostly_off
            else held
        )
        # The rates fit the plan, not the people: they tell how much of the plan is reached.
        if attained is not held and attained.mostly_agrees:
            kind, held = "attainment", attained
        # A column of something else would be a warning for every row of a healthy sheet.
        if held.is_mostly_off and _are_of_something_else(kind, held, printed):
            continue
        _count(case, result, kind, held)
        findings += [_finding(case.observations, held, printed, kind)] if held.off else []
    return findings


def _are_of_something_else(kind: str, held: _Held, printed: _Figures) -> bool:
    """Tell attainments of something else, and rates per 1,000 or per 100,000 beside percent.

    Nearly all of the latter are the row's own, by one and the same factor.
    """
    pairs = [(actual, rate) for at, actual in held.off.items() if (rate := printed[at])]
    misses = [
        sum(_differs(actual.over * times, actual.under, rate) for actual, rate in pairs)
        for times in _OTHER_UNITS
    ]
    return kind == "attainment" or (kind == "rate" and _MOST * min(misses) <= len(pairs))


def _count(case: Case, result: Computed, kind: str, held: _Held) -> None:
    """Count what confirms and what contradicts the reading, by the source of the numerator."""
    places = next(iter(_places(case.observations, result)), ())
    sides = Counter((place[0], at not in held.off) for at in held.units if (place := places[at]))
    for (source, agrees), times in sides.items():
        count(case.tally, source, "gaps" if kind == "gap" else "rates", agrees=agrees, times=times)


def _rates(observations: Observations, result: Computed, printed: _Figures) -> _Held:
    """Compare within the row: a printed subtotal has the rate of its own printed figures."""
    per, in_one_row = result.indicator.per, _in_one_row(observations, result)
    columns = zip(printed, result.numerators, result.denominators or (), in_one_row, strict=False)
    rows = [
        (at, per * over, under, rate)
        for at, (rate, over, under, is_one) in enumerate(columns)
        if rate and under and is_one and over is not None
    ]
    off = {
        at: quotient(Fraction(over) / under)
        for at, over, under, rate in suspects(rows)
        if _differs(over.numerator, over.denominator * under, rate)
    }
    return _Held([row[0] for row in rows], off)


def suspects(rows: Sequence[Row]) -> list[Row]:
    """Return the rows whose rate is off by half of what its last digit allows and more, as binary floats tell."""
    return [
        row
        for row in rows
        for _, over, under, ((value, of), (tolerance, parts), _) in [row]
        if 2 * abs(over / under - value / of) * parts >= tolerance
    ]


def _differs(over: int, under: Count, rate: Printed) -> bool:
    """Tell whether a printed rate lies further from the row's own, over / under, than its last digit allows."""
    value, tolerance = rate.value, rate.tolerance
    apart = (over * value.under - value.over * under) * tolerance.under * _NOISE
    allowed = (tolerance.over * _NOISE + tolerance.under) * under * value.under
    return not -allowed <= apart <= allowed


def _attainments(observations: Observations, result: Computed, printed: _Figures) -> _Held:
    """Compare printed attainment with the figure's, where that is of the row's own numerator."""
    # All comparisons are called alike; here the figure alone tells.
    del observations
    figures = zip(result.order, result.figures, strict=True)
    own = {
        at: figure.attainment_pct
        for at, figure in figures
        if figure.numerator == result.numerators[at]
    }
    pairs = {at: (share, rate) for at, share in own.items() if share and (rate := printed[at])}
    off = {
        at: share for at, (share, rate) in pairs.items() if _differs(share.over, share.under, rate)
    }
    return _Held(list(pairs), off)


def _gaps(observations: Observations, result: Computed, printed: _Figures) -> _Held:
    """Compare printed gaps with the computed ones; a surplus may be zero, a total what its parts miss."""
    in_one_row, unders = (
        _in_one_row(observations, result),
        result.denominators or [None] * len(printed),
    )
    units, off = [], {}
    for at, figure in zip(result.order, result.figures, strict=True):
        gap, actual, own = printed[at], figure.gap_people, (result.numerators[at], unders[at])
        # Where a roll-up differs from the row's own figures that is said once, of the total.
        is_own = own == (figure.numerator, figure.denominator) and in_one_row[at]
        if gap is None or actual is None or not is_own:
            continue
        units.append(at)
        told = Fraction(*gap.value)
        if told not in (actual, figure.shortfall_people, *([0] if actual < 0 else [])):
            off[at] = quotient(actual)
    return _Held(units, off)


_COMPARISONS: Mapping[str, Callable[[Observations, Computed, _Figures], _Held]] = {
    "rate": _rates,
    "attainment": _attainments,
    "gap": _gaps,
}


def _places(observations: Observations, result: Computed) -> list[Sequence[tuple[int, int] | None]]:
    """Return where numerators and denominators stand: each list once, for those of one table share it."""
    measures = [*result.measures, *result.denominator_measures]
    places = [
        observations.places[measure] for measure in measures if measure in observations.places
    ]
    return list({id(each): each for each in places}.values())


def _in_one_row(observations: Observations, result: Computed) -> Sequence[bool]:
    """Tell for each unit whether its counts are those of one row, so that its printed rate speaks of them."""
    places = _places(observations, result)
    if len(places) < 2:
        return [bool(places)] * len(observations.units)
    return [len(set(of_unit)) == 1 for of_unit in zip(*places, strict=True)]


def _finding(observations: Observations, held: _Held, printed: _Figures, kind: str) -> Finding:
    off = sorted(held.off, key=lambda at: observations.units[at].row or 0)
    told = [one for at in off if (one := printed[at])]
    unit, places, exact = (
        observations.units[off[0]].name,
        decimals_of(told[0].tolerance),
        held.off[off[0]],
    )
    cells = tuple(one.cell for one in told)
    return finding(
        "printed-rate-differs",
        Where(*observations.origin(off[0]), cells, unit if len(off) == 1 else None, len(off)),
        variant="" if kind == "rate" else kind,
        unit=unit,
        printed=Fixed(told[0].value, places),
        computed=Fixed(exact, places + 1 if told[0].tolerance.over else 0),
    )


def decimals_of(tolerance: Quotient) -> int:
    """Return how many decimals a figure was printed with, from half a unit of its last digit."""
    places = 0
    while (
        tolerance.over
        and 2 * tolerance.over * 10**places < tolerance.under
        and places < _MOST_PLACES
    ):
        places += 1
    return places
