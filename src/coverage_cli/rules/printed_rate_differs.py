"""Compare the rates, attainments and gaps that a sheet prints with those that its own figures give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from coverage_cli.findings import Where, finding
from coverage_cli.model import Computed, Count, Finding, Fixed, Observations, Printed, Quotient
from coverage_cli.rules.case import Case
from coverage_cli.rules.saying import quotient
from coverage_cli.rules.tally import count

_NOISE = 10**8
"""A rate kept in full precision is a binary float, off by less than one part in this many points."""
_MOST = 10
"""Rates are of another unit where all but one in so many are the row's own by one factor."""
_OTHER_UNITS = (10, 1000)
"""Rates per 1,000 and per 100,000 beside percent."""
_MOST_PLACES = 6
Held = tuple[int, Printed, Quotient | None]
"""A unit, the figure its row prints, and the figure that its row gives where that is another one."""


def judge(case: Case, result: Computed) -> list[Finding]:
    """Return a warning for printed rates and gaps that differ from the row's own figures; the tally counts all."""
    findings = []
    for kind, held in _held(case.observations, result):
        off = [one for one in held if one[2] is not None]
        is_most = 2 * len(off) > len(held)
        if is_most and (kind == "attainment" or (kind == "rate" and _are_of_another_unit(off))):
            continue  # printed rates of something else are no faults of this row
        _count(case, result, kind, held)
        findings += [_finding(case.observations, off, "" if kind == "rate" else kind)] if off else []
    return findings


def _held(observations: Observations, result: Computed) -> Iterator[tuple[str, list[Held]]]:
    """Yield the kinds of figures that the sheet prints, held against the row's own.

    Rates of which most are no rates, and most are the attainment, are those of the plan reached.
    """
    for kind, compare in (("rate", _rates), ("attainment", _attainments), ("gap", _gaps)):
        printed = observations.printed.get((kind, result.indicator.subject))
        if not printed:
            continue
        held = list(compare(observations, result, printed))
        if kind == "rate" and 2 * _agreeing(held) < len(held):
            attained = list(_attainments(observations, result, printed))
            if 2 * _agreeing(attained) > len(attained):
                kind, held = "attainment", attained  # noqa: PLW2901 - from here on they are
        yield kind, held


def _agreeing(held: Sequence[Held]) -> int:
    return sum(actual is None for _, _, actual in held)


def _count(case: Case, result: Computed, kind: str, held: Sequence[Held]) -> None:
    """Count what confirms and what contradicts the reading, by the source of the numerator."""
    places = next(iter(_places(case.observations, result)), ())
    sides = Counter((place[0], actual is None) for at, _, actual in held if (place := places[at]))
    for (source, agrees), times in sides.items():
        count(case.tally, source, "gaps" if kind == "gap" else "rates", agrees=agrees, times=times)


def _are_of_another_unit(off: Sequence[Held]) -> bool:
    """Tell rates per 1,000 or per 100,000 beside percent: nearly all are the row's own, by one and the same factor."""
    pairs = [(rate, actual) for _, rate, actual in off if actual is not None]
    return any(
        _MOST * sum(_differs(actual.over * times, actual.under, rate) for rate, actual in pairs) <= len(pairs)
        for times in _OTHER_UNITS
    )


def _rates(observations: Observations, result: Computed, printed: Sequence[Printed | None]) -> Iterator[Held]:
    """Compare within the row: a printed subtotal has the rate of its own printed figures."""
    per, in_one_row = result.indicator.per, _in_one_row(observations, result)
    off = set(suspects(result, printed))
    rows = zip(printed, result.numerators, result.denominators or (), in_one_row, strict=False)
    for at, (rate, over, under, is_one) in enumerate(rows):
        if rate is None or over is None or not under or not is_one:
            continue
        over_per = per * over
        differs = at in off and _differs(over_per.numerator, over_per.denominator * under, rate)
        yield at, rate, quotient(Fraction(over_per) / Fraction(under)) if differs else None


def suspects(result: Computed, printed: Sequence[Printed | None]) -> Iterator[int]:
    """Yield the rows whose rate is off by more than half of what its last digit allows: binary floats tell that."""
    per = result.indicator.per
    for at, (rate, over, under) in enumerate(zip(printed, result.numerators, result.denominators or (), strict=False)):
        if rate and under and over is not None:
            (value, of), (tolerance, parts), _ = rate
            if 2 * abs(per * over / under - value / of) >= tolerance / parts:
                yield at


def _places(observations: Observations, result: Computed) -> list[Sequence[tuple[int, int] | None]]:
    """Return where numerators and denominators stand: each list once, for those of one table share it."""
    measures = [*result.measures, *result.denominator_measures]
    places = [observations.places[measure] for measure in measures if measure in observations.places]
    return list({id(each): each for each in places}.values())


def _in_one_row(observations: Observations, result: Computed) -> Sequence[bool]:
    """Tell for each unit whether its counts are those of one row, so that its printed rate speaks of them."""
    places = _places(observations, result)
    if len(places) < 2:
        return [bool(places)] * len(observations.units)
    return [len(set(of_unit)) == 1 for of_unit in zip(*places, strict=True)]


def _differs(over: int, under: Count, rate: Printed) -> bool:
    """Tell whether a printed rate lies further from the row's own, over / under, than its last digit allows."""
    value, tolerance = rate.value, rate.tolerance
    apart = (over * value.under - value.over * under) * tolerance.under * _NOISE
    allowed = (tolerance.over * _NOISE + tolerance.under) * under * value.under
    return not -allowed <= apart <= allowed


def _attainments(observations: Observations, result: Computed, printed: Sequence[Printed | None]) -> Iterator[Held]:
    """Compare printed attainment with the row's own; it evidently is that where half of the rows and more agree."""
    del observations  # the figure alone tells
    for at, figure in zip(result.order, result.figures, strict=True):
        rate, actual = printed[at], figure.attainment_pct
        if rate is not None and actual is not None and result.numerators[at] == figure.numerator:
            yield at, rate, actual if _differs(actual.over, actual.under, rate) else None


def _gaps(observations: Observations, result: Computed, printed: Sequence[Printed | None]) -> Iterator[Held]:
    """Compare printed gaps with the computed ones; a surplus may be zero, a total what its parts miss."""
    in_one_row = _in_one_row(observations, result)
    unders = result.denominators or [None] * len(printed)
    for at, figure in zip(result.order, result.figures, strict=True):
        gap, own = printed[at], (result.numerators[at], unders[at])
        # Where a roll-up differs from the row's own figures that is said once, of the total.
        if gap is None or figure.gap_people is None or own != (figure.numerator, figure.denominator):
            continue
        if in_one_row[at]:
            told, actual = Fraction(*gap.value), Fraction(figure.gap_people)
            agrees = told in (actual, figure.shortfall_people) or (told == 0 and actual < 0)
            yield at, gap, None if agrees else quotient(actual)


def _finding(observations: Observations, off: Sequence[Held], variant: str) -> Finding:
    ordered = sorted(off, key=lambda one: observations.units[one[0]].row or 0)
    at, printed, actual = ordered[0]
    unit, places = observations.units[at].name, decimals_of(printed.tolerance)
    cells = tuple(one[1].cell for one in ordered)
    return finding(
        "printed-rate-differs",
        Where(*observations.origin(at), cells, unit if len(off) == 1 else None, len(off)),
        variant=variant,
        unit=unit,
        printed=Fixed(printed.value, places),
        computed=Fixed(actual or printed.value, places + 1 if printed.tolerance.over else 0),
    )


def decimals_of(tolerance: Quotient) -> int:
    """Return how many decimals a figure was printed with, from half a unit of its last digit."""
    places = 0
    while tolerance.over and 2 * tolerance.over * 10**places < tolerance.under and places < _MOST_PLACES:
        places += 1
    return places
