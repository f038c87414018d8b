"""Read a target as a person writes it, in an option or a line of the project file: `ID@WHERE=95`, `70544:count#Plan`.

Whether a unit of that name is there is for those who read the sheets to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from coverage_cli.errors import UsageFault
from coverage_cli.indicator import Indicator
from coverage_cli.indicator_names import indicator_named
from coverage_cli.model import Quotient
from coverage_cli.periods import is_period
from coverage_cli.project import TargetSetting

HIGHEST_RATE = 150
Kind = Literal["rate", "count", "new", "remaining"]
KINDS = ("rate", "count", "new", "remaining")
# Plans name the people to keep and those to win: "812465+87535".
_KEPT = re.compile(r"\s*(\d{1,15})\s*\+\s*(\d{1,15})\s*")


def parse_target(
    text: str, indicators: Mapping[str, Indicator], levels: tuple[str, ...]
) -> TargetSetting:
    """Read a target; raises `UsageFault` with what is wrong with it.

    >>> parse_target("@2025@commune=95.15", {}, ("commune",))[:6]
    (None, 'rate', Quotient(over=9515, under=100), 'commune', None, '2025')
    >>> parse_target("812465+87535:count#HGĐ", {}, ())[1:3], parse_target("812465+87535:count#HGĐ", {}, ()).name
    (('count', Quotient(over=900000, under=1)), 'HGĐ')
    """
    head, value, name = _parted(text)
    number, _, kind = (part.strip() for part in value.partition(":"))
    where = _where(head, text, indicators, levels)
    read = _value(number, kind, text, indicators.get(where["indicator"]))
    if where["level"] and not where["unit"] and read[0] != "rate":
        raise UsageFault("target-count-of-level", value=text, level=where["level"])
    return TargetSetting(kind=read[0], value=read[1], name=name.strip(), **where)


def _parted(text: str) -> tuple[str, str, str]:
    """Return what stands before the value, the value, and the name behind it; names of units may hold = and #.

    >>> _parted("@Khu #3=90#A=B"), _parted("92#A=B")
    (('@Khu #3', '90', 'A=B'), ('', '92', 'A=B'))
    """
    for at, sign in enumerate(f"{text}#"):
        head, _, value = text[:at].rpartition("=")
        if sign == "#" and value.strip()[:1].isdigit():
            return head, value, text[at + 1 :]
    rest, _, name = text.partition("#")
    head, _, value = rest.rpartition("=")
    return head, value, name


def _where(
    head: str, text: str, indicators: Mapping[str, Indicator], levels: tuple[str, ...]
) -> dict[str, Any]:
    """Return what stands before the sign: the indicator, then where and when the target holds, parted by @."""
    first, *others = (part.strip() for part in head.split("@"))
    found: dict[str, Any] = {
        "indicator": indicator_named(first, indicators) if first else None,
        "level": None,
        "unit": None,
        "period": None,
    }
    for part in others:
        key = "level" if part in levels else "period" if is_period(part) else "unit"
        if not all(name.strip() for name in part.split(">")) or found[key] is not None:
            raise UsageFault("option-target", value=text)
        found[key] = part
    return found


def _value(number: str, kind: str, text: str, indicator: Indicator | None) -> tuple[Kind, Quotient]:
    """Return the kind and the value; where less is better a target of nobody is one, too."""
    kept = _KEPT.fullmatch(number)
    # So many to keep and so many to win are the people there should be.
    if kept and kind in ("", "count"):
        return "count", Quotient(int(kept[1]) + int(kept[2]), 1)
    amount = number_of(number)
    if amount is None or kind not in ("", *KINDS):
        raise UsageFault("option-target", value=text)
    least = 0 if indicator is not None and indicator.lower else 1
    if kind in ("", "rate"):
        return "rate", _rate(amount, number, text, indicator, least)
    # 70.544 people may be 70,544 or a fraction: where people are meant no separator is guessed at.
    if not number.isdigit():
        raise UsageFault("target-grouped", value=text)
    if kind == "remaining" and indicator is not None and indicator.lower:
        raise UsageFault("target-remaining-lower", value=text, indicator=indicator.id)
    if amount.over < least:
        raise UsageFault("option-target", value=text)
    return kind, amount  # type: ignore[return-value]


def _rate(
    amount: Quotient, number: str, text: str, indicator: Indicator | None, least: int
) -> Quotient:
    highest = highest_rate(indicator)
    if highest is None:
        raise UsageFault(
            "target-without-rate", value=text, indicator=indicator.id if indicator else ""
        )
    is_usual = indicator is None or indicator.is_coverage
    # A coverage of 0.95 is nearly always meant as 95 %; neither is guessed at, and `%` decides.
    if is_usual and "%" not in number and 0 < 2 * amount.over <= 3 * amount.under:
        raise UsageFault("target-fraction", value=text, points=number)
    if not least <= amount.over <= highest * amount.under:
        raise UsageFault("option-target", value=text)
    return amount


def highest_rate(indicator: Indicator | None) -> int | None:
    """Return the highest rate that can be a target of an indicator, None where it has no rate at all."""
    if indicator is None:
        return HIGHEST_RATE
    return HIGHEST_RATE * indicator.per // 100 if indicator.denominators else None


def number_of(text: str) -> Quotient | None:
    """Return a number typed with a decimal point or comma, with as few digits as it needs."""
    # A spreadsheet holds fifteen digits; more cannot be held against its figures exactly.
    match = re.fullmatch(r"\s*(\d{1,15})(?:[.,](\d{1,15}))?\s*%?\s*", text)
    if match is None:
        return None
    # 95.0 and 95 are one target, and targets are compared as they stand.
    decimals = (match.group(2) or "").rstrip("0")
    return Quotient(int(match.group(1) + decimals), 10 ** len(decimals))
