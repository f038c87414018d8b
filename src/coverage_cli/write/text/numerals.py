"""Columns of figures as people read them: exactly what `Words.number` and `Words.percent` say, a column at a time.

Ten thousand rows are shown in the time that a call a cell would take for two thousand; the two must never differ
(a law in the tests). Nothing is rounded but what is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

from coverage_cli.model import Count, Quotient
from coverage_cli.words import Words

_EXACT = 10**15  # below, a float divided by 10**places prints the very digits it was made of


def counts(values: Sequence[Count | None], words: Words) -> list[str]:
    """Return a column of people as text; a missing figure is the label `missing`."""
    known = [value for value in values if value is not None]
    if set(map(type, known)) <= {int}:
        texts = _styled(list(map(format, known, repeat(","))), words)
    else:
        texts = [words.number(value) for value in known]
    return _with_gaps(values, texts, words)


def percents(values: Sequence[Quotient | None], words: Words) -> list[str]:
    """Return a column of exact percentages as text, rounded half away from zero to the places of the words."""
    known = [value for value in values if value is not None]
    scaled = _rounded(known, words.places)
    if not known or max(scaled) >= _EXACT or min(scaled) <= -_EXACT:
        return _with_gaps(values, [words.percent(value) for value in known], words)
    unit = 10**words.places
    texts = map(format, [number / unit for number in scaled], repeat(f",.{words.places}f"))
    return _with_gaps(values, _styled(list(texts), words), words)


def _rounded(values: Sequence[Quotient], places: int) -> list[int]:
    twice = 2 * 10**places
    return [
        (twice * over + under) // (2 * under)
        if over >= 0
        else -((under - twice * over) // (2 * under))
        for over, under in values
    ]


def _styled(texts: list[str], words: Words) -> list[str]:
    if (words.style.group, words.style.decimal) == (",", ".") or not texts:
        return texts
    column = "\n".join(texts).replace(",", "\0").replace(".", words.style.decimal)
    return column.replace("\0", words.style.group).split("\n")


def _with_gaps(values: Sequence[object], texts: list[str], words: Words) -> list[str]:
    if len(texts) == len(values):
        return texts
    missing, following = words.label("missing"), iter(texts)
    return [missing if value is None else next(following) for value in values]
