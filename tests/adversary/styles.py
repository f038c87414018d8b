"""How counts and rates are written in cells: as numbers, or as text in the style of the language."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from adversary.wordings import Wording

Value = int | float | str | None
TARGET_RATE = 95.0


class Style(NamedTuple):
    """How one sheet writes its figures."""

    written: str  # numbers, text or csv
    rates: str  # points, fraction (with a percent format) or text
    grouped: bool  # thousands are set apart in text
    grouping: str
    decimal: str
    marks: float  # how often a count carries a footnote mark
    missing: str  # what stands where nothing was reported
    scaled: str  # "", heading or line: where "thousands" is said


def draw_style(rng: Random, words: Wording, *, scaled: bool) -> Style:
    """Choose how a sheet writes its figures."""
    written = rng.choices(("numbers", "text", "csv"), (70, 12, 18))[0]
    rates = rng.choices(("points", "fraction", "text"), (6, 2, 1))[0]
    marks = 0.12 if rng.random() < 0.04 and not scaled else 0.0
    grouped = written == "text" or rng.random() < 0.4
    missing = rng.choice(words.missing)
    where = rng.choice(("heading", "line")) if scaled else ""
    return Style(written, rates, grouped, words.grouping, words.decimal, marks, missing, where)


def count(rng: Random, value: int | None, style: Style) -> Value:
    """Write a count of people or things; a scaled one in thousands with one decimal."""
    if value is None:
        return style.missing or None
    marked = rng.random() < style.marks
    if style.scaled:
        return (
            value / 1000
            if style.written == "numbers"
            else f"{value / 1000:.1f}".replace(".", style.decimal)
        )
    if style.written == "numbers" and not marked:
        return value
    text = f"{value:,}".replace(",", style.grouping) if style.grouped else str(value)
    return text + rng.choice(("*", " *", " (1)", "(2)")) if marked else text


def rate(value: float | None, style: Style) -> Value:
    """Write a rate of one hundred."""
    if value is None:
        return None
    if style.written == "numbers" and style.rates != "text":
        return value / 100 if style.rates == "fraction" else round(value, 2)
    text = f"{value:.1f}".replace(".", style.decimal)
    return text + "%" if style.rates == "text" else text
