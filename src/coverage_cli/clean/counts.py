"""A column's cells -> counts of people: exact, or no value with a reason; a blank is never a zero."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isfinite
from typing import Any, cast

from coverage_cli.clean.aligned import each
from coverage_cli.clean.notation import (
    Convention,
    Style,
    as_shown,
    convention_of_counts,
    value_of,
    with_percent,
    written_people,
)
from coverage_cli.findings import severity_of
from coverage_cli.model import Count, ErrorCell, Severity, Value
from coverage_cli.patterns import PLACEHOLDERS, QUALITY, pattern
from coverage_cli.records import NamedTuple

EXACT_LIMIT = 2**53
"""Beyond this a spreadsheet no longer holds every whole number, so the last digits are not the office's own."""
# Values up to so many may be rates in percent, for over 100 is common; above, they count people.
_RATES_UP_TO = 150
# Fractions up to here read like rates, and the message says so; above, like thousands.
_HIGHEST_SHARE = 100
# So many figures that add up to the highest of them are no rates; each was rounded by so much at most.
_FEWEST_SUMMED = 4
_ROUNDED = Fraction(1, 20)
# A dot of thousands that was read as a decimal point leaves a value below this.
_FEWEST_THOUSANDS = 1000
# An error as a spreadsheet of any language writes it into a text file, or a column too narrow for its figure.
_ERROR_TEXT = pattern(
    r"#[¡¿]?[^\W\d_][\w/]*\s?[!?]?$|#{2,}$|(?:err|error|erro|erreur|errore|lỗi|fehler|błąd|ошибка)(?::\d+)?$",
    re.IGNORECASE,
)


class Issue(NamedTuple):
    """What was found in one cell: `position` in the column, the finding's code and variant, what the cell holds."""

    position: int
    code: str
    variant: str
    text: str

    @property
    def severity(self) -> Severity:
        """Return how grave it is: an error where a cell with a figure has no value."""
        return severity_of(self.code, self.variant)


class CountColumn(NamedTuple):
    """A column read: its counts, what was odd about them, and the convention its texts were read under.

    `rates` are the percentages that stand in the same cells as the counts, where the column is written so.
    """

    values: list[Count | None]
    issues: list[Issue]
    convention: Convention | None
    rates: list[Value] | None = None


def read_counts(
    cells: Sequence[Value],
    told: Style | None,
    usual: Style | None,
    scale: int = 1,
    *,
    of_people: bool = True,
    text_only: bool = False,
) -> CountColumn:
    """Read a column's cells as counts; `scale` is how many people one unit stands for.

    Counts `of_people` that are fractions are suspect; targets and gaps may be rates, which is for others to tell. Of a
    source that keeps texts alone (`text_only`) plain digits as a text are no news.
    """
    cells, rates = _apart(cells)
    values, issues, convention = _read(cells, told, usual, text_only=text_only)
    issues += _out_of_bounds(values)
    # Thousands of people may have decimals.
    if scale == 1 and of_people:
        issues += _misread_thousands(values, is_told=told is not None)
    if scale != 1:
        values = each(lambda value: _exact(value * scale), values)
    issues += [Issue(at, "fractional-count", "", _text(values[at])) for at in _fractions(values)]
    return CountColumn(values, issues, convention, rates)


def read_differences(cells: Sequence[Value], told: Style | None) -> list[Count | None]:
    """Read a column's cells as differences of counts, which may be negative."""
    return _read(cells, told, None)[0]


def _apart(cells: Sequence[Value]) -> tuple[Sequence[Value], list[Value] | None]:
    """Take the percentages in brackets from behind the counts, where every cell with a figure is written so."""
    if not any(type(cell) is str and cell.rstrip().endswith(")") for cell in cells):
        return cells, None
    pairs = [with_percent(cell) if type(cell) is str else None for cell in cells]
    alone = [at for at, pair in enumerate(pairs) if pair is None]
    # One figure without a percentage, and the brackets may mean something else in this column.
    if len(alone) == len(cells) or any(
        why_no_number(at, cells[at]).code != "missing-value" for at in alone
    ):
        return cells, None
    counts = [pair[0] if pair else cell for pair, cell in zip(pairs, cells, strict=True)]
    return counts, [pair[1] if pair else None for pair in pairs]


def _read(
    cells: Sequence[Value], told: Style | None, usual: Style | None, *, text_only: bool = False
) -> tuple[list[Count | None], list[Issue], Convention | None]:
    if _are_plain_digits(cells):
        return *_of_digits(cells, text_only=text_only), Convention(told or usual, "no separators")
    if any(cell is not None and (type(cell) is not float or not isfinite(cell)) for cell in cells):
        return _mixed(cells, told, usual)
    values = _stored(cells)
    return (
        values,
        [Issue(at, "missing-value", "", "") for at, value in enumerate(values) if value is None],
        None,
    )


def _are_plain_digits(cells: Sequence[Value]) -> bool:
    """Tell whether a column holds nothing but digits as texts and blanks, as most columns of a CSV do."""
    if not set(map(type, cells)) <= {str, type(None)}:
        return False
    texts: list[Any] = [cell for cell in cells if cell is not None]
    # One question over the joined texts in the place of one a cell.
    joined = "".join(texts)
    return joined.isdecimal() and joined.isascii() and all(texts)


def _of_digits(cells: Sequence[Any], *, text_only: bool) -> tuple[list[Count | None], list[Issue]]:
    values: list[Count | None] = [None if cell is None else int(cell) for cell in cells]
    # In a file that holds nothing but texts, numbers as text are no news.
    if text_only:
        return values, [
            Issue(at, "missing-value", "", "") for at, cell in enumerate(cells) if cell is None
        ]
    issues = (
        Issue(at, "number-as-text" if cell else "missing-value", "", cell or "")
        for at, cell in enumerate(cells)
    )
    return values, list(issues)


def _stored(cells: Sequence[Value]) -> list[Count | None]:
    """Read a column of stored numbers: the common case, kept free of work cell by cell."""
    numbers = cast(Sequence[float | None], cells)
    return [
        None
        if cell is None
        else int(cell)
        if cell.is_integer()
        else _exact(Fraction(as_shown(cell)))
        for cell in numbers
    ]


def _mixed(
    cells: Sequence[Value], told: Style | None, usual: Style | None
) -> tuple[list[Count | None], list[Issue], Convention]:
    """Read a column that holds texts, errors or dates among its numbers."""
    read = {
        at: number
        for at, cell in enumerate(cells)
        if type(cell) is str and (number := written_people(cell))
    }
    # A percentage is no count: left out here, its cell is said below.
    texts = {at: number.text for at, number in read.items() if not number.percent}
    convention = convention_of_counts(list(texts.values()), told, usual)
    values: list[Count | None] = []
    issues: list[Issue] = []
    for at, cell in enumerate(cells):
        value: Count | None = None
        if at in texts:
            value, issue = _read_text(at, str(cell).strip(), texts[at], convention)
            issues.append(issue)
        elif type(cell) is int or (type(cell) is float and isfinite(cell)):
            value = _exact(Fraction(as_shown(float(cell))))
        else:
            issues.append(why_no_number(at, cell))
        values.append(value)
    return values, issues, convention


def _read_text(
    at: int, cell: str, number: str, convention: Convention
) -> tuple[Count | None, Issue]:
    variant = "letter" if cell[-1:] in QUALITY else ""
    if number.isascii() and number.isdigit():
        return int(number), Issue(at, "number-as-text", variant, cell)
    is_plain = "." not in number and "," not in number
    if convention.unclear and not is_plain:
        return None, Issue(at, "ambiguous-number", "", cell)
    value = value_of(number, "en" if is_plain else convention.style or "en")
    if value is None:
        return None, Issue(at, "not-a-number", "style", cell)
    return _exact(value), Issue(at, "number-as-text", variant, cell)


def _exact(value: Count) -> Count:
    """Return whole people as `int`, fractional ones as `Fraction`."""
    return value.numerator if value.denominator == 1 else value


def why_no_number(at: int, cell: Value) -> Issue:
    """Say why a cell has no value."""
    if isinstance(cell, ErrorCell):
        return Issue(at, "stale-formula" if cell.stale else "error-cell", "", cell.text)
    # Spreadsheets make dates of figures like 5.3: what was typed cannot be had back.
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        return Issue(at, "date-as-number", "", str(cell))
    text = "" if cell is None else str(cell).strip()
    if not text:
        return Issue(at, "missing-value", "", "")
    if type(cell) is str and _ERROR_TEXT.match(text):
        return Issue(at, "error-cell", "", text)
    if type(cell) is str and text.casefold() in PLACEHOLDERS:
        return Issue(at, "missing-value", "placeholder", text)
    return Issue(at, "not-a-number", "", text)


def _emptied(
    values: list[Count | None], positions: Sequence[int], code: str, variant: str
) -> list[Issue]:
    """Take away values, and say so of each."""
    issues = [Issue(at, code, variant, _text(values[at])) for at in positions]
    for at in positions:
        values[at] = None
    return issues


def _text(value: Count | None) -> str:
    return str(value if type(value) is int else float(value or 0))


def _out_of_bounds(values: list[Count | None]) -> list[Issue]:
    """Take away counts below zero, and those of more digits than a spreadsheet holds."""
    odd = [
        at for at, value in enumerate(values) if value is not None and not 0 <= value < EXACT_LIMIT
    ]
    negative = [at for at in odd if -EXACT_LIMIT < (values[at] or 0) < 0]
    return [
        *_emptied(values, negative, "negative-count", ""),
        *_emptied(values, [at for at in odd if at not in negative], "not-a-number", "too-large"),
    ]


def _fractions(values: Sequence[Count | None]) -> list[int]:
    """Return where the values that are no whole numbers stand."""
    return (
        [at for at, value in enumerate(values) if type(value) is Fraction]
        if Fraction in map(type, values)
        else []
    )


def _misread_thousands(values: list[Count | None], *, is_told: bool) -> list[Issue]:
    """Take away fractions that are thousands whose dot a spreadsheet read as a decimal point.

    1.035 among whole numbers is 1,035 (vn: 1.035): a few cells with at most three decimals in a column of whole
    counts. A column that is fractional throughout (average populations) is left as it is, unless it is small: those
    are thousands, or rates. Who tells the style has ruled thousands out, not rates.
    """
    fractions = _fractions(values)
    if not fractions:
        return []
    known = {at: value for at, value in enumerate(values) if value is not None}
    highest = max(known.values())
    are_rates = highest <= _HIGHEST_SHARE
    if is_told:  # rates are printed with two decimals at most
        are_rates = are_rates and all((value * 100).denominator == 1 for value in known.values())
    # So small and mostly fractional a whole column was misread, or holds rates: no value is safe.
    if 2 * len(fractions) > len(known) and highest < _FEWEST_THOUSANDS:
        if _are_decimals(list(known.values())) or (is_told and not are_rates):
            return []
        variant = "rate" if are_rates else "column"
        return _emptied(values, list(known), "thousands-as-decimal", variant)
    return [] if is_told else _slips(values, fractions, known)


def _slips(
    values: list[Count | None], fractions: Sequence[int], known: Mapping[int, Count]
) -> list[Issue]:
    """Take away a few fractions among whole numbers."""
    suspects = [
        at
        for at in fractions
        if known[at] < _FEWEST_THOUSANDS and (known[at] * 1000).denominator == 1
    ]
    highest = max(known.values())
    may_be_rates = highest <= _RATES_UP_TO and all(_is_rate_like(known[at]) for at in suspects)
    # As many suspects as whole numbers are no slip in a few cells, nor are those among as many others like 1373.5: the
    # column is fractional by nature.
    are_few = len(suspects) < len(known) - len(fractions) and 2 * len(suspects) > len(fractions)
    if may_be_rates or not are_few:
        return []
    return _emptied(values, suspects, "thousands-as-decimal", "")


def _are_decimals(values: Sequence[Count]) -> bool:
    """Tell whether figures of one decimal add up to the highest of them: no rates, and no thousands, would do both.

    Shares add up to 100.
    """
    highest, total = max(values), sum(values)
    apart = max(total - 2 * highest, 2 * highest - total)
    is_sum = len(values) >= _FEWEST_SUMMED and apart <= _ROUNDED * len(values)
    have_one = all((value * 10).denominator == 1 for value in values)
    return is_sum and have_one and highest != _HIGHEST_SHARE


def _is_rate_like(value: Count) -> bool:
    """Tell whether a fraction such as 87.5 may be a rate; among values that may be rates 87,500 would not stand."""
    return value >= 10 and (value * 100).denominator == 1
