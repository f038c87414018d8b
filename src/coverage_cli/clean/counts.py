"""A column's cells -> counts of people: exact, or no value with a reason; a blank is never a zero."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from fractions import Fraction
from math import isfinite
from typing import NamedTuple

from coverage_cli.clean.notation import (
    Convention,
    Style,
    as_shown,
    convention_of_counts,
    value_of,
    with_percent,
    written_people,
)
from coverage_cli.model import Count, ErrorCell, Value
from coverage_cli.patterns import pattern

EXACT_LIMIT = 2**53
"""Beyond this a spreadsheet no longer holds every whole number, so the last digits are not the office's own."""
_RATES_UP_TO = 150
PLACEHOLDERS = frozenset(
    {"-", "–", "—", ".", "..", "...", "…", "x", "*", "**", "***", "na", "n/a", "nan", "nreq", "k", "/"}
)


_ERROR_TEXT = pattern(r"(?:#[A-ZÀ-Ỹ/0]+[!?]|#N/A|#N/V|(?:err|error|lỗi|fehler)(?::\d+)?)$", re.IGNORECASE)
"""An error as a spreadsheet writes it into a text file."""


class Issue(NamedTuple):
    """What was found in one cell: `position` in the column, the finding's code and variant, what the cell holds."""

    position: int
    code: str
    variant: str
    text: str
    severity: str


class CountColumn(NamedTuple):
    """A column read: its counts, what was odd about them, and the convention its texts were read under.

    `rates` are the percentages that stand in the same cells as the counts, where the column is written so.
    """

    values: list[Count | None]
    issues: list[Issue]
    convention: Convention | None
    rates: list[Value] | None = None


def read_counts(
    cells: Sequence[Value], told: Style | None, usual: Style | None, scale: int = 1, *, of_people: bool = True
) -> CountColumn:
    """Read a column's cells as counts; `scale` is how many people one unit stands for.

    Counts `of_people` that are fractions are suspect; targets and gaps may be rates, which is for others to tell.
    """
    cells, rates = _apart(cells)
    if all(cell is None or (type(cell) is float and isfinite(cell)) for cell in cells):
        values, issues = _stored(cells)
        convention = None
    else:
        values, issues, convention = _mixed(cells, told, usual)
    issues += _negatives(values)
    issues += _misread_thousands(values) if scale == 1 and of_people and told is None else []
    if scale != 1:
        values = [None if value is None else _exact(value * scale) for value in values]
    issues += [
        Issue(at, "fractional-count", "", str(float(value)), "warning")
        for at, value in enumerate(values)
        if type(value) is Fraction
    ]
    return CountColumn(values, issues, convention, rates)


def _apart(cells: Sequence[Value]) -> tuple[Sequence[Value], list[Value] | None]:
    """Take the percentages in brackets from behind the counts, where every cell with a figure is written so."""
    if type(next((cell for cell in cells if cell is not None), None)) is not str:
        return cells, None
    pairs = [with_percent(cell) if type(cell) is str else None for cell in cells]
    blank = [pair is None and why_no_number(at, cells[at]).code == "missing-value" for at, pair in enumerate(pairs)]
    if not any(pairs) or not all(pair or blank[at] for at, pair in enumerate(pairs)):
        return cells, None
    counts = [pair[0] if pair else cell for pair, cell in zip(pairs, cells, strict=True)]
    return counts, [pair[1] if pair else None for pair in pairs]


def _stored(cells: Sequence[Value]) -> tuple[list[Count | None], list[Issue]]:
    """Read a column of stored numbers: the common case, kept free of work cell by cell."""
    values: list[Count | None] = [
        None if cell is None else int(cell) if cell.is_integer() else _exact(Fraction(as_shown(cell)))  # type: ignore[union-attr,arg-type]
        for cell in cells
    ]
    issues = [Issue(at, "missing-value", "", "", "warning") for at, value in enumerate(values) if value is None]
    too_large = [at for at, value in enumerate(values) if value is not None and not -EXACT_LIMIT < value < EXACT_LIMIT]
    for at in too_large:
        issues.append(Issue(at, "not-a-number", "too-large", str(cells[at]), "error"))
        values[at] = None
    return values, issues


def _mixed(
    cells: Sequence[Value], told: Style | None, usual: Style | None
) -> tuple[list[Count | None], list[Issue], Convention]:
    """Read a column that holds texts, errors or dates among its numbers."""
    texts = {at: number for at, cell in enumerate(cells) if type(cell) is str and (number := written_people(cell))}
    convention = convention_of_counts([number.text for number in texts.values() if not number.percent], told, usual)
    values: list[Count | None] = []
    issues: list[Issue] = []
    for at, cell in enumerate(cells):
        value: Count | None = None
        issue: Issue | None = None
        if type(cell) is int or (type(cell) is float and isfinite(cell)):
            value = _exact(Fraction(as_shown(cell) if type(cell) is float else cell))
            if not -EXACT_LIMIT < value < EXACT_LIMIT:
                value, issue = None, Issue(at, "not-a-number", "too-large", str(cell), "error")
        elif at in texts and not texts[at].percent:
            value, issue = _read_text(at, str(cell), texts[at].text, convention)
        else:
            issue = why_no_number(at, cell)
        values.append(value)
        if issue:
            issues.append(issue)
    return values, issues, convention


def _read_text(at: int, cell: str, number: str, convention: Convention) -> tuple[Count | None, Issue | None]:
    if number.isascii() and number.isdigit():
        return int(number), Issue(at, "number-as-text", "", cell.strip(), "info")
    plain = "." not in number and "," not in number
    if convention.unclear and not plain:
        return None, Issue(at, "ambiguous-number", "", cell.strip(), "error")
    value = value_of(number, "en" if plain else convention.style or "en")
    if value is None:
        return None, Issue(at, "not-a-number", "style", cell.strip(), "error")
    return _exact(value), Issue(at, "number-as-text", "", cell.strip(), "info")


def _exact(value: Count) -> Count:
    """Return whole people as `int`, fractional ones as `Fraction`."""
    return value.numerator if value.denominator == 1 else value


def why_no_number(at: int, cell: Value) -> Issue:
    """Say why a cell has no value."""
    if cell is None or (type(cell) is str and not cell.strip()):
        return Issue(at, "missing-value", "", "", "warning")
    if isinstance(cell, ErrorCell):
        return Issue(at, "stale-formula" if cell.stale else "error-cell", "", cell.text, "error")
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        return Issue(at, "date-as-number", "", str(cell), "error")
    text = str(cell).strip()
    if type(cell) is str and _ERROR_TEXT.match(text):
        return Issue(at, "error-cell", "", text, "error")
    if type(cell) is str and text.casefold() in PLACEHOLDERS:
        return Issue(at, "missing-value", "placeholder", text, "warning")
    return Issue(at, "not-a-number", "", text, "error")


def _negatives(values: list[Count | None]) -> list[Issue]:
    """Take away counts below zero."""
    issues = []
    for at, value in enumerate(values):
        if value is not None and value < 0:
            issues.append(Issue(at, "negative-count", "", str(value), "error"))
            values[at] = None
    return issues


def _misread_thousands(values: list[Count | None]) -> list[Issue]:
    """Take away fractions that are thousands whose dot a spreadsheet read as a decimal point.

    1.035 among whole numbers is 1,035 (vn: 1.035): a few cells with at most three decimals in a column of whole
    counts. A column that is fractional throughout (average populations) is left as it is.
    """
    fractions = [at for at, value in enumerate(values) if type(value) is Fraction]
    if not fractions:
        return []
    known = [value for value in values if value is not None]
    if 2 * len(fractions) > len(known) and max(known) < 1000:
        return _no_people(values, "rate" if max(known) <= 100 and min(known) >= 0 else "column")
    whole = len(known) - len(fractions)
    suspects = [at for at in fractions if (values[at] or 0) * 1000 % 1 == 0 and (values[at] or 0) < 1000]
    may_be_rates = max(known) <= _RATES_UP_TO
    if not suspects or len(suspects) >= whole or (may_be_rates and all(_is_rate_like(values[at]) for at in suspects)):
        return []
    issues = []
    for at in suspects:
        value = values[at]
        assert value is not None
        issues.append(Issue(at, "thousands-as-decimal", "", str(float(value)), "error"))
        values[at] = None
    return issues


def _is_rate_like(value: Count | None) -> bool:
    """Tell whether a fraction such as 87.5 may be a rate; among values that may be rates 87,500 would not stand."""
    return value is not None and value >= 10 and value * 100 % 1 == 0


def _no_people(values: list[Count | None], variant: str) -> list[Issue]:
    """Take away a column of small fractions: thousands read as decimals, thousands of people, or rates."""
    issues = [
        Issue(at, "thousands-as-decimal", variant, str(float(value)), "error")
        for at, value in enumerate(values)
        if value is not None
    ]
    values[:] = [None] * len(values)
    return issues
