"""Tell rows of rates below units from units: "Percent: 95.0", whatever they are called and in whatever language."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.grouping import take
from coverage_cli.locate.shapes import is_blank, is_figure, is_number, text_of
from coverage_cli.model import Value

# No rate is printed above this many percent.
_HIGHEST = 1000
# Rates are printed with one decimal; one more is within it.
_CLOSE = 0.06


def is_rate_row(cells: Sequence[Value], above: Sequence[Value], figures: Sequence[int]) -> bool:
    """Tell whether a row holds nothing but rates where the row above holds counts.

    A rate has a % where the count above has none, or is what the count is of another one of its row.
    """
    held = [index for index in figures if not is_blank(cells[index])]
    if held and _rate(cells[held[0]]) > _HIGHEST:  # counts, as in most rows
        return False
    return bool(held) and all(_is_rate(cells, above, index, figures) for index in held)


def _is_rate(
    cells: Sequence[Value], above: Sequence[Value], index: int, figures: Sequence[int]
) -> bool:
    own, upper = cells[index], above[index]
    if not (is_figure(own) and is_figure(upper)) or _is_percent(upper):
        return False
    if _is_percent(own):
        return True
    rate, count = _rate(own), _count(upper)
    blank = [other for other in figures if is_blank(cells[other])]
    wholes = filter(None, map(_count, take(above, blank)))
    return any(abs(100 * count / whole - rate) < _CLOSE for whole in wholes)


def _is_percent(value: Value) -> bool:
    return text_of(value).endswith("%")


def _rate(value: Value) -> float:
    if is_number(value):
        return float(value)  # type: ignore[arg-type]
    text = text_of(value).replace(",", ".")
    return float(text) if text.replace(".", "", 1).isdecimal() else -1


def _count(value: Value) -> float:
    digits = "".join(filter(str.isdecimal, text_of(value)))
    return float(value) if is_number(value) else float(digits or 0)  # type: ignore[arg-type]
