"""Read a profile: which indicators there are, and which words of headings name their measures. Profiles are data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from coverage_cli.datafiles import read_data
from coverage_cli.indicator import Sum, sums
from coverage_cli.model import Indicator

DEFAULT = "vn-social-insurance"


class Profile(NamedTuple):
    """A profile's measures (measure -> subjects of headings that name it) and indicators, in their order.

    `parts` are pairs of measures, the first of which is a part of the second.
    """

    name: str
    measures: Mapping[str, frozenset[str]]
    indicators: Mapping[str, Indicator]
    parts: tuple[tuple[str, str], ...] = ()

    @property
    def usual(self) -> Mapping[str, Indicator]:
        """Return the indicators that are computed without being asked for."""
        return {name: indicator for name, indicator in self.indicators.items() if not indicator.on_request}

    def asked(self, ids: tuple[str, ...]) -> Mapping[str, Indicator]:
        """Return the usual indicators and those on request that are asked for."""
        return {name: at for name, at in self.indicators.items() if not at.on_request or name in ids}


def load_profile(name: str = DEFAULT) -> Profile:
    """Read a profile that comes with the program."""
    table = read_data("profiles", name)
    measures = {measure: frozenset(subjects) for measure, subjects in table["measures"].items()}
    indicators = {name: _indicator(name, entry) for name, entry in table["indicators"].items()}
    return Profile(name, measures, indicators, tuple(table.get("parts", {}).items()))


def _indicator(name: str, entry: Mapping[str, Any]) -> Indicator:
    """Return an indicator from its section; its other keys are the fields of the same name."""
    rest = {key: value for key, value in entry.items() if key not in ("numerator", "denominator", "label", "heading")}
    over, under = _alternatives(entry["numerator"]), _alternatives(entry.get("denominator", ()))
    return Indicator(name, over, under, entry["label"], headings=entry.get("heading", {}), **rest)


def _alternatives(told: str | list[str]) -> tuple[Sum, ...]:
    return sums(told) if isinstance(told, str) else sums(*told)
