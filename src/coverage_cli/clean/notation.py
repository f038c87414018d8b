"""Turn written numbers into exact values, by the convention of their whole column and never cell by cell.

Two conventions: `en` groups with a comma and has a decimal point, `vi` (and `de`) the other way round; blanks and
apostrophes group in both. What both conventions can read differently is left without a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal
from unicodedata import normalize

from coverage_cli.model import Quotient
from coverage_cli.patterns import FOOTNOTES, FOOTNOTES_BEFORE, pattern
from coverage_cli.records import NamedTuple

Style = Literal["en", "vi"]
# Blanks and apostrophes between digits group thousands in every language; footnote marks cling to the last digit.
_BLANK_GROUPS = pattern(r"(?<=\d)[ \u00a0\u202f\u2009'’](?=\d{3}(?!\d))")
# Units of measure that stand behind a number of people.
_WORDS = "người|thẻ|khẩu|persons?|people|personen"
_PEOPLE = pattern(rf"^'?(.*\d)(?:\s*(?:{_WORDS}))?$", re.IGNORECASE | re.DOTALL)
_WITH_PERCENT = pattern(r"^(.*\d)\s*\(\s*(\d[\d.,]*\s*%)\s*\)$", re.DOTALL)
_MARKS = pattern(rf"^{FOOTNOTES_BEFORE}(?=\d)|{FOOTNOTES}$")
# A group never begins with a zero, so 0.125 has one reading.
_EN = pattern(r"^[-+]?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?$")
_VI = pattern(r"^[-+]?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?:,\d+)?$")
_FORMS = {"en": _EN, "vi": _VI}
# What groups the digits of a style, and its decimal mark.
_SEPARATORS = {"en": (",", "."), "vi": (".", ",")}

# A stored number written in so many characters, a point among them, has fifteen digits at most.
_EXACT = 16


class Written(NamedTuple):
    """A written number, bare of blanks and marks: its digits and separators, and whether a % sign followed."""

    text: str
    percent: bool
    marked: bool


class Convention(NamedTuple):
    """How the numbers of a column are written; `decided_by` says why, `unclear` that two readings remain."""

    style: Style | None
    decided_by: str
    unclear: bool = False


def written(text: str) -> Written | None:
    """Return the number in a text, None where it holds anything else (a word, a bound, a letter).

    >>> written(" 4.700 ").text, written("94,5 %").percent, written("trên 4.700"), written("2.249 I")
    ('4.700', True, None, None)
    """
    text = text.strip().replace("−", "-")
    bare = _MARKS.sub("", text)
    percent = bare.endswith("%")
    number = _BLANK_GROUPS.sub("", bare.rstrip("%").rstrip())
    if not (_EN.match(number) or _VI.match(number)):
        return None
    return Written(number, percent, bare != text)


def written_people(text: str) -> Written | None:
    """Return the number in a text that counts people: the word for them and a leading apostrophe do not disturb.

    >>> written_people("4.700 người").text, written_people("'4700").text, written_people("4.700 hộ")
    ('4.700', '4700', None)
    """
    # Most cells of a CSV: no pattern is needed for them.
    if text.isascii() and text.isdigit():
        return Written(text, percent=False, marked=False)
    # The word for people may be typed with its marks as characters of their own.
    found = _PEOPLE.match(normalize("NFC", text.strip()))
    return written(found[1] if found else text)


def with_percent(text: str) -> tuple[str, str] | None:
    """Return the count and the percentage of a text that holds both, None for any other.

    >>> with_percent("162,288 (92.7%)"), with_percent("4.700 (2)"), with_percent("4700/5000 (94%)")
    (('162,288', '92.7%'), None, None)
    """
    found = _WITH_PERCENT.match(text.strip())
    if found is None:
        return None
    count, rate = written(found[1]), written(found[2])
    return (found[1].strip(), found[2].strip()) if count and rate and not count.percent else None


def written_in(text: str) -> Written | None:
    """Return the number of a text as a column of counts or rates would have it, whatever stands behind it.

    >>> written_in("4.700 (94%)").text, written_in("4.700 người").text, written_in("94,5 %").text
    ('4.700', '4.700', '94,5')
    """
    pair = with_percent(text)
    return written_people(pair[0] if pair else text)


def value_of(text: str, style: Style) -> Fraction | None:
    """Return a bare number's exact value under a convention, None where it cannot be written so.

    >>> value_of("1.017.308", "vi"), value_of("94,5", "vi"), value_of("94,5", "en")
    (Fraction(1017308, 1), Fraction(189, 2), None)
    """
    if not _is_readable(text, style):
        return None
    group, decimal = _SEPARATORS[style]
    return Fraction(text.replace(group, "").replace(decimal, "."))


def _is_readable(text: str, style: Style) -> bool:
    return _FORMS[style].match(text) is not None


def convention_of_counts(
    texts: Sequence[str], told: Style | None, usual: Style | None
) -> Convention:
    """Infer how a column's counts are written: the one reading under which all of them are whole numbers.

    `usual` is how the file's other columns are written; it decides where this column alone cannot.

    >>> convention_of_counts(["4.700", "913"], None, None).style
    'vi'
    >>> convention_of_counts(["9.839", "10,452"], None, None).unclear
    True
    """
    return _convention(texts, told, usual, _is_whole, "only whole numbers of people")


def convention_of_rates(
    texts: Sequence[str], told: Style | None, usual: Style | None
) -> Convention:
    """Infer how a column's rates are written: the one reading that all have and that keeps them small.

    >>> convention_of_rates(["94,5", "98,31"], None, None).style, convention_of_rates(["94.125"], None, None).style
    ('vi', 'en')
    """
    return _convention(texts, told, usual, _is_small, "only reading that is a rate")


_STYLES: tuple[Style, ...] = ("en", "vi")
# A rate in percent beyond this was read under the wrong convention: over 100 % is common, ten times is not.
_RATE_LIMIT = 1000


def _convention(
    texts: Sequence[str],
    told: Style | None,
    usual: Style | None,
    is_likely: Callable[[str, Style], bool],
    why: str,
) -> Convention:
    if told:
        return Convention(told, "told")
    separated = [text for text in texts if "." in text or "," in text]
    if not separated:
        return Convention(usual, "no separators")
    readable = [style for style in _STYLES if all(_is_readable(text, style) for text in separated)]
    likely = [style for style in readable if all(is_likely(text, style) for text in separated)]
    if len(likely) == 1:
        return Convention(likely[0], why)
    if not likely and len(readable) == 1:
        return Convention(readable[0], "only reading")
    # Other columns only break a tie; what this one shows by itself they do not overrule.
    if usual in likely:
        return Convention(usual, "other columns")
    return Convention(None, "two readings", unclear=True)


def _is_small(text: str, style: Style) -> bool:
    value = value_of(text, style)
    return value is not None and abs(value) <= _RATE_LIMIT


def _is_whole(text: str, style: Style) -> bool:
    """Tell whether a text is a whole number in a style; 4,000 is no 4 written with three decimals."""
    _, decimal = _SEPARATORS[style]
    decimals = text.rpartition(decimal)[2] if decimal in text else ""
    return len(decimals) != len("000") and not decimals.strip("0")


class Digits(NamedTuple):
    """A number as its digits and how many of them are decimals: 94.50 is (9450, 2)."""

    digits: int
    decimals: int

    def value(self) -> Quotient:
        """Return the exact value with as few digits as it needs, so that equal numbers are equal values."""
        digits, decimals = self
        while decimals > 0 and digits % 10 == 0:
            digits, decimals = digits // 10, decimals - 1
        return (
            Quotient(digits, 10**decimals) if decimals >= 0 else Quotient(digits * 10**-decimals, 1)
        )

    def times_100(self) -> Digits:
        """Return the number a hundred times as large, its digits the same."""
        return Digits(self.digits, self.decimals - 2)


def digits_of(text: str, style: Style) -> Digits:
    """Return the digits of a bare number that is written in this style.

    >>> digits_of("94,50", "vi"), digits_of("1,234.5", "en")
    (Digits(digits=9450, decimals=2), Digits(digits=12345, decimals=1))
    """
    group, decimal = _SEPARATORS[style]
    whole, _, rest = text.replace(group, "").partition(decimal)
    return Digits(int(whole + rest), len(rest))


def as_shown(value: float) -> str:
    """Return a stored number as a spreadsheet shows it, with fifteen digits: what lies behind is noise of its formula.

    >>> as_shown(94.6), as_shown(89.99 / 100), as_shown(0.57 * 100), as_shown(1 / 3)
    ('94.6', '0.8999', '57', '0.333333333333333')
    """
    text = repr(value)
    return text if len(text) <= _EXACT or value.is_integer() else f"{value:.15g}"


def digits_of_float(value: float) -> Digits:
    """Return the digits of a stored number: those that a spreadsheet shows of it.

    >>> digits_of_float(94.6), digits_of_float(95.0), digits_of_float(1.5e-07)
    (Digits(digits=946, decimals=1), Digits(digits=95, decimals=0), Digits(digits=150, decimals=9))
    """
    text = as_shown(value)
    if "e" in text:
        exact = Fraction(text)
        decimals = max(0, -int(text.partition("e")[2]) + 2)
        while 10**decimals % exact.denominator:
            decimals += 1
        return Digits(exact.numerator * 10**decimals // exact.denominator, decimals)
    whole, _, rest = text.partition(".")
    return Digits(int(whole), 0) if rest in ("0", "") else Digits(int(whole + rest), len(rest))
