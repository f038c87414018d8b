"""Read a profile: which indicators there are, and which words of headings name their measures. Profiles are data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from coverage_cli.datafiles import read_data
from coverage_cli.model import Indicator

DEFAULT = "vn-social-insurance"


class Profile(NamedTuple):
    """A profile's measures (measure -> subjects of headings that name it) and indicators, in their order."""

    measures: Mapping[str, frozenset[str]]
    indicators: Mapping[str, Indicator]


def load_profile(name: str = DEFAULT) -> Profile:
    """Read a profile that comes with the program."""
    table = read_data("profiles", name)
    measures = {measure: frozenset(subjects) for measure, subjects in table["measures"].items()}
    indicators = {
        name: Indicator(name, tuple(map(tuple, entry["numerators"])), entry["denominator"], entry["label"])
        for name, entry in table["indicators"].items()
    }
    return Profile(measures, indicators)
