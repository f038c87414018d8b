"""Compare the rates and gaps that a sheet prints with those that its own figures give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from coverage_cli.model import Computed, Count, Finding, Fixed, Observations, Printed, Quotient
from coverage_cli.rules.evidence import Tally, count

_NOISE = 10**8
"""A rate kept in full precision is a binary float, off by less than one part in this many points."""
_MOST = 10
"""Rates are of another unit where all but one in so many are the row's own by one factor."""
Places = Sequence[tuple[int, int] | None]
Held = tuple[int, Printed, Quotient | None]
"""A unit, the figure its row prints, and the figure that its row gives where that is another one."""


def check_printed(observations: Observations, computed: Computed, tally: Tally | None = None) -> list[Finding]:
    """Return findings for printed rates and gaps that differ from the row's own figures; the tally counts all."""
    subject, places = computed.indicator.subject, _places(observations, computed)
    findings = []
    for shown, check in (("rate", _rates), ("attainment", _attainments), ("gap", _gaps)):
        printed = observations.printed.get((shown, subject))
        kind, held = shown, list(check(observations, computed, printed)) if printed else []
        if printed and kind == "rate" and 2 * _agreeing(held) < len(held):
            attained = list(_attainments(observations, computed, printed))
            if 2 * _agreeing(attained) > len(attained):  # the rates are those of the plan reached
                kind, held = "attainment", attained
        off = [(at, figure, actual) for at, figure, actual in held if actual is not None]
        if kind == "attainment" and 2 * len(off) > len(held):
            continue  # of something else
        if kind == "rate" and 2 * len(off) > len(held) and _in_other_unit(off):
            continue
        for at, _, actual in held:
            if place := places[0][at]:
                count(tally, place[0], "gaps" if kind == "gap" else "rates", agrees=actual is None)
        findings += _finding(observations, off, "" if kind == "rate" else kind)
    return findings


def _agreeing(held: Sequence[Held]) -> int:
    return sum(actual is None for _, _, actual in held)


def _in_other_unit(off: Sequence[Held]) -> bool:
    """Tell rates per 1,000 or per 100,000 beside percent: nearly all are the row's own, by one and the same factor."""
    pairs = [(rate, actual) for _, rate, actual in off if actual is not None]
    return any(
        _MOST * sum(_differs(actual.over * times, actual.under, rate) for rate, actual in pairs) <= len(pairs)
        for times in (10, 1000)
    )


def _rates(observations: Observations, computed: Computed, printed: Sequence[Printed | None]) -> Iterator[Held]:
    """Compare within the row: a printed subtotal has the rate of its own printed figures."""
    per, places, unders = computed.indicator.per, _places(observations, computed), computed.denominators
    for at, rate in enumerate(printed if unders else ()):
        over, under = computed.numerators[at], unders[at] if unders else None
        if rate is None or over is None or not under or not _in_one_row(places, at):
            continue
        if _differs((per * over).numerator, (per * over).denominator * under, rate):
            actual = per * Fraction(over) / Fraction(under)
            yield at, rate, Quotient(actual.numerator, actual.denominator)
        else:
            yield at, rate, None


def _places(observations: Observations, computed: Computed) -> list[Places]:
    """Return where numerators and denominators stand: each list once, for those of one table share it."""
    measures = [*computed.measures, *computed.denominator_measures]
    places = [observations.places[measure] for measure in measures if measure in observations.places]
    return list({id(each): each for each in places}.values())


def _in_one_row(places: Sequence[Places], at: int) -> bool:
    """Tell whether numerator and denominator are those of one row, so that its printed rate speaks of them."""
    return len(places) == 1 or len({each[at] for each in places}) == 1


def _differs(over: int, under: Count, rate: Printed) -> bool:
    """Tell whether a printed rate lies further from the row's own, over / under, than its last digit allows."""
    value, tolerance = rate.value, rate.tolerance
    apart = (over * value.under - value.over * under) * tolerance.under * _NOISE
    allowed = (tolerance.over * _NOISE + tolerance.under) * under * value.under
    return not -allowed <= apart <= allowed


def _attainments(observations: Observations, computed: Computed, printed: Sequence[Printed | None]) -> Iterator[Held]:
    """Compare printed attainment with the row's own; it evidently is that where half of the rows and more agree."""
    del observations  # the figure alone tells
    for at, figure in zip(computed.order, computed.figures, strict=True):
        rate, actual = printed[at], figure.attainment_pct
        if rate is None or actual is None or computed.numerators[at] != figure.numerator:
            continue
        yield at, rate, actual if _differs(actual.over, actual.under, rate) else None


def _gaps(observations: Observations, computed: Computed, printed: Sequence[Printed | None]) -> Iterator[Held]:
    """Compare printed gaps with the computed ones; a surplus may be zero, a total what its parts miss."""
    places = _places(observations, computed)
    for at, figure in zip(computed.order, computed.figures, strict=True):
        gap = printed[at]
        # Where a roll-up differs from the row's own figures that is said once, of the total.
        own = computed.numerators[at], computed.denominators[at] if computed.denominators else None
        if gap is None or figure.gap_people is None or own != (figure.numerator, figure.denominator):
            continue
        if not _in_one_row(places, at):
            continue
        printed_gap, actual = Fraction(*gap.value), Fraction(figure.gap_people)
        is_shortfall = figure.shortfall_people is not None and printed_gap == figure.shortfall_people
        agrees = printed_gap == actual or is_shortfall or (printed_gap == 0 and actual < 0)
        yield at, gap, None if agrees else Quotient(actual.numerator, actual.denominator)


def _finding(observations: Observations, off: list[tuple[int, Printed, Quotient]], variant: str) -> list[Finding]:
    if not off:
        return []
    off.sort(key=lambda entry: observations.units[entry[0]].row or 0)
    at, printed, actual = off[0]
    file, sheet = observations.origin(at)
    values: dict[str, object] = {
        "unit": observations.units[at].name,
        "printed": Fixed(printed.value, decimals_of(printed.tolerance)),
        "computed": Fixed(actual, decimals_of(printed.tolerance) + 1 if printed.tolerance.over else 0),
    }
    unit = observations.units[at].name if len(off) == 1 else None
    cells = tuple(entry[1].cell for entry in off)
    return [Finding("printed-rate-differs", "warning", values, file, sheet, cells, unit, len(off), variant=variant)]


def decimals_of(tolerance: Quotient) -> int:
    """Return how many decimals a figure was printed with, from half a unit of its last digit."""
    places = 0
    while tolerance.over and 2 * tolerance.over * 10**places < tolerance.under and places < 6:
        places += 1
    return places
