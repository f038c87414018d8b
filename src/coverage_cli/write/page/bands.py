"""How far units are from their target, in a few bands: what the tiles and the map are coloured by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from coverage_cli.model import Figure, Quotient
from coverage_cli.records import NamedTuple
from coverage_cli.write.rates import Shown

_STEPS = (0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 30, 50, 100)
# Bands of rates where no unit has a target.
_RATES = 5
NO_FIGURE = "x"


class Band(NamedTuple):
    """A band: the mark that its colour goes by, what is said of it, how many units are in it as text."""

    mark: str
    name: str
    units: str


class Bands(NamedTuple):
    """What the bands are of, the bands that any unit is in, and the mark of each figure's."""

    title: str
    bands: Sequence[Band]
    marks: Sequence[str]


def bands_of(figures: Sequence[Figure], manner: Shown) -> Bands:
    """Return the bands of some units: by the points missing to their targets, without targets by their rates."""
    if any(figure.gap_pp is not None for figure in figures):
        return _by_gap(figures, manner)
    return _by_rate(figures, manner)


def _by_gap(figures: Sequence[Figure], manner: Shown) -> Bands:
    gaps = [_number(manner.rate(figure.gap_pp)) for figure in figures]
    short = sorted(
        gap
        for gap, figure in zip(gaps, figures, strict=True)
        if gap is not None and figure.status == "short"
    )
    step = _nice(short[len(short) * 4 // 5] / 2) if short else 1
    marks = [
        _mark_of_gap(figure.status, gap, step) for figure, gap in zip(figures, gaps, strict=True)
    ]
    first, second = _said(step, manner), _said(2 * step, manner)
    names = {
        "m": manner.words.status("met"),
        "1": f"≤ {first}",
        "2": f"{first} – {second}",
        "3": f"> {second}",
    }
    return _bands(manner.heading("gap_pp"), names, marks, manner)


def _mark_of_gap(status: str, gap: float | None, step: float) -> str:
    """Return the band of a unit; that it is met is decided on whole people, never on points."""
    if status == "met":
        return "m"
    if status != "short" or gap is None:
        return NO_FIGURE
    return "1" if gap <= step else "2" if gap <= 2 * step else "3"


def _by_rate(figures: Sequence[Figure], manner: Shown) -> Bands:
    rates = [_number(manner.rate(figure.coverage_pct)) for figure in figures]
    known = [rate for rate in rates if rate is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    # No smaller than it takes for so many bands to hold all.
    step = next((one for one in _STEPS if one * _RATES >= high - low), _STEPS[-1])
    base = int(low // step)
    # A rate at the upper end of the last band is part of it.
    marks = [
        NO_FIGURE if rate is None else f"r{min(int(rate // step) - base, _RATES)}" for rate in rates
    ]
    bounds = [_said((base + at) * step, manner) for at in range(_RATES + 2)]
    names = {f"r{at}": f"{bounds[at]} – {bounds[at + 1]}" for at in range(_RATES + 1)}
    return _bands(manner.heading("coverage_pct"), names, marks, manner)


def _bands(title: str, names: dict[str, str], marks: Sequence[str], manner: Shown) -> Bands:
    counts = Counter(marks)
    named = {**names, NO_FIGURE: manner.words.status("no_data")}
    bands = [
        Band(mark, name, manner.words.number(counts[mark]))
        for mark, name in named.items()
        if counts[mark]
    ]
    return Bands(title, bands, marks)


def _nice(wanted: float) -> float:
    """Return the step nearest to the one wanted."""
    return min(_STEPS, key=lambda step: abs(step - wanted))


def _said(value: float, manner: Shown) -> str:
    tenths = round(10 * value)
    return manner.words.percent(Quotient(tenths, 10), 1 if tenths % 10 else 0)


def _number(rate: Quotient | None) -> float | None:
    return None if rate is None else float(rate)
