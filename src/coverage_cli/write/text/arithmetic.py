"""Exact numbers and the steps of arithmetic as text: as many decimals as it takes, rounded only where that is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from coverage_cli.grouping import first_where
from coverage_cli.model import Count, Quotient
from coverage_cli.words import Words

LONGEST = 10
"""How many decimals are shown of a number that never ends; it is marked by ≈."""
_ADDENDS = 60
_PERCENTAGES = ("coverage_pct", "rate_per", "target_pct", "attainment_pct", "gap_pp")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")


def exactly(value: Count | Quotient, words: Words) -> tuple[str, str]:
    """Return = and the number with just the decimals it has, or ≈ and ten decimals of one that has no end."""
    if isinstance(value, int):  # most of them, in a page of ten thousand units
        return "=", words.number(value)
    fraction = Fraction(*value) if isinstance(value, Quotient) else value
    number = Quotient(fraction.numerator, fraction.denominator)
    if 10**LONGEST % number.under:
        return "≈", words.percent(number, LONGEST)
    places = first_where(lambda places: 10**places % number.under == 0, range(LONGEST + 1))
    return "=", words.percent(number, places)


def shown(value: Count | Quotient | None, words: Words) -> str:
    """Return a number with just the decimals it has, a never-ending one marked."""
    if value is None:
        return words.label("missing")
    sign, text = exactly(value, words)
    return text if sign == "=" else f"{sign} {text}"


def filled(step: Mapping[str, Any], words: Words) -> str:
    """Return a step as a line: its formula in words, with the numbers in it, its exact result, and that rounded."""
    name, result = step["step"], step["result"]
    parts = [words.label(name), _in_words(step["formula"], words), _in_numbers(step, words)]
    line = " = ".join(dict.fromkeys(part for part in parts if part))
    sign, text = exactly(result, words)
    if name in _PERCENTAGES:
        return f"{line} {sign} {text}{_rounded(result, words)}"
    return f"{line} {sign} {text}"


def _rounded(result: Quotient, words: Words) -> str:
    """Return what is shown elsewhere, where that is not the number itself."""
    exact = Fraction(*result) * 10**words.places
    return "" if exact == result.rounded(words.places) else f" → {words.percent(result)}"


def _in_words(formula: str, words: Words) -> str:
    def word(match: re.Match[str]) -> str:
        name = match.group()
        if name in ("ceil", "floor", "max"):
            return words.label(f"formula_{name}")
        return (
            words.label(f"formula_{name}" if name.startswith("sum_") else name)
            if _is_known(name, words)
            else words.measure(name)
        )

    return _signs(_NAME.sub(word, formula))


def _is_known(name: str, words: Words) -> bool:
    labels = words.messages["labels"]
    return name in labels or f"formula_{name}" in labels


def _in_numbers(step: Mapping[str, Any], words: Words) -> str:
    """Return the formula with its operands in the place of their names; a rounding also shows what is rounded."""
    operands, formula = step["operands"], step["formula"]
    if formula == "sum_of_parts":
        addends = operands[formula]
        return (
            " + ".join(shown(addend, words) for addend in addends)
            if len(addends) <= _ADDENDS
            else ""
        )
    if not operands:
        return ""
    numbers = _signs(_NAME.sub(lambda match: _operand(match.group(), operands, words), formula))
    rounding = formula.partition("(")[0]
    if rounding in ("ceil", "floor"):
        rate, base = Fraction(*operands["target_pct"]), Fraction(operands["denominator"])
        numbers = (
            f"{numbers} = {words.label(f'formula_{rounding}')}({shown(rate * base / 100, words)})"
        )
    return numbers


def _operand(name: str, operands: Mapping[str, Any], words: Words) -> str:
    if name not in operands:
        return words.label(f"formula_{name}")
    value = operands[name]
    if (
        isinstance(value, Quotient) and exactly(value, words)[0] == "≈"
    ):  # only the fraction is exact
        return f"({shown(value.over, words)} / {shown(value.under, words)})"
    return shown(value, words)


def _signs(formula: str) -> str:
    return formula.replace("*", "×").replace(" - ", " − ").replace(", 0)", "; 0)")
