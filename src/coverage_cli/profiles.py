"""Read a profile: which indicators there are, and which words of headings name their measures. Profiles are data.

Those that come with the program and a user's own have one form and are checked alike, every mistake with its line.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from typing import Any

from coverage_cli.checked_toml import (
    Mistakes,
    checked_table,
    lines_of,
    near_to,
    syntax_fault,
    text_of,
)
from coverage_cli.datafiles import data_names, data_path, plain_table, read_data
from coverage_cli.errors import UsageFault
from coverage_cli.indicator import Indicator, Sum
from coverage_cli.profile_keys import Measure, check_names, check_subjects, check_sums, schema_of
from coverage_cli.records import NamedTuple

DEFAULT = "vn-social-insurance"
SUFFIX = ".toml"
GENERAL, GENERAL_BASE = "enrolled", "population"
"""The general measures, where a profile has them: people enrolled, and all who could be."""


class Profile(NamedTuple):
    """A profile's measures (measure -> subjects of headings that name it) and indicators, in their order.

    `parts` are pairs of measures, the first of which is a part of the second, `sums` are measures that are exactly what
    others add up to. `phrases` are the profile's own words as
    (table, name, phrase), the tables and names being those of `data/headings/*.toml`.
    """

    name: str
    measures: Mapping[str, frozenset[str]]
    indicators: Mapping[str, Indicator]
    parts: tuple[tuple[str, str], ...] = ()
    phrases: tuple[tuple[str, str, str], ...] = ()
    sums: tuple[tuple[str, Sum], ...] = ()

    @property
    def base(self) -> str:
        """Return the measure that --denominator and --population speak of: all who could be counted."""
        if GENERAL_BASE in self.measures:
            return GENERAL_BASE
        under = (
            indicator.denominators
            for indicator in self.indicators.values()
            if indicator.denominators
        )
        return next((alternatives[0][0].measure for alternatives in under), GENERAL_BASE)

    @property
    def counted(self) -> str | None:
        """Return the measure that --numerator speaks of; None where several could be meant."""
        if GENERAL in self.measures:
            return GENERAL
        firsts = {indicator.numerators[0] for indicator in self.indicators.values()}
        only = firsts.pop() if len(firsts) == 1 else ()
        return only[0].measure if len(only) == 1 else None

    def sides(self, asked: tuple[str, ...]) -> tuple[str | None, str]:
        """Return the measures that a told numerator and denominator are: those of the one indicator asked for.

        Without one asked for they are the general ones; of several, or of a sum, no single measure is meant (None).
        """
        wanted = [self.indicators[name] for name in asked if name in self.indicators]
        firsts = [indicator.numerators[0] for indicator in wanted]
        if not wanted or any(
            len(first) == 1 and first[0].measure == self.counted for first in firsts
        ):
            return self.counted, self.base
        if len(wanted) > 1 or len(firsts[0]) > 1:
            return None, self.base
        under = wanted[0].denominators[0] if wanted[0].denominators else ()
        return firsts[0][0].measure, under[0].measure if len(under) == 1 else self.base

    @property
    def default_indicators(self) -> Mapping[str, Indicator]:
        """Return the indicators that are computed without being asked for."""
        return self.asked(())

    def asked(self, ids: tuple[str, ...]) -> Mapping[str, Indicator]:
        """Return the usual indicators and those on request that are asked for."""
        return {
            name: at for name, at in self.indicators.items() if not at.on_request or name in ids
        }


def load_profile(name: str | None = None) -> Profile:
    """Read a profile that comes with the program, or the file of one (`….toml`).

    Raises `UsageFault` where there is none of that name, or with every mistake in the file, each with its line.
    """
    name = name or DEFAULT
    if name.endswith(SUFFIX):
        return _read(name, text_of(name, "profile"), ())
    return _built_in(name)


@functools.cache
def _built_in(name: str) -> Profile:
    known = data_names("profiles")
    if name not in known:
        near = near_to(name, known)
        raise UsageFault("profile-unknown", profile=name, choices=(near,) if near else known)
    path = data_path("profiles", name)
    text = text_of(path)
    return _read(path, text, (), plain_table(text))._replace(name=name)


def address_of(profile: str, beside: str) -> str:
    """Return a profile that a project file names: a file is looked for in the project file's folder."""
    return os.path.join(os.path.dirname(beside), profile) if profile.endswith(SUFFIX) else profile  # noqa: PTH118, PTH120


def _parsed(path: str, text: str) -> dict[str, Any]:
    import tomllib  # the program's own profiles are plain

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise syntax_fault(path, text, str(fault)) from fault


def _read(
    path: str, text: str, below: tuple[str, ...], table: Mapping[str, Any] | None = None
) -> Profile:
    """Return the profile of a text; `below` are the files that extend it, so that none extends itself."""
    table = _parsed(path, text) if table is None else table
    mistakes = Mistakes()
    settings = checked_table(table, schema_of(table), mistakes)
    base = _base(settings.get("extends"), path, (*below, os.path.abspath(path)))  # noqa: PTH100
    own: Mapping[str, Measure] = settings.get("measures", {})
    if any(measure.subjects for measure in own.values()):
        check_subjects(own, read_data("headings", "en")["subjects"], mistakes)
    known = {**(base.measures if base else {}), **table.get("measures", {})}
    check_names(settings, known, mistakes)
    check_sums(settings.get("sums", {}), known, mistakes)
    if not mistakes.found and base is None and not settings.get("indicators"):
        mistakes.add(("indicators",), "empty")
    if mistakes.found:
        raise mistakes.fault(path, lines_of(text))
    return _profile(path, settings, own, base)


def _base(extends: str | None, path: str, below: tuple[str, ...]) -> Profile | None:
    if extends is None:
        return None
    address = address_of(extends, path)
    if not address.endswith(SUFFIX):
        return _built_in(address)
    if os.path.abspath(address) in below:  # noqa: PTH100
        raise UsageFault("profile-extends-itself", file=path, profile=extends)
    return _read(address, text_of(address, "profile"), below)


def _profile(
    path: str, settings: Mapping[str, Any], own: Mapping[str, Measure], base: Profile | None
) -> Profile:
    """Return what the checked settings say, behind what the profile they extend says."""
    base = base or Profile("", {}, {})
    measures = {name: frozenset(measure.subjects or (name,)) for name, measure in own.items()}
    indicators = {
        name: _indicator(name, entry) for name, entry in settings.get("indicators", {}).items()
    }
    phrases = [("subjects", name, word) for name, measure in own.items() for word in measure.words]
    phrases += [("who", name, name) for name, measure in own.items() if measure.who]
    return Profile(
        os.path.basename(path),  # noqa: PTH119
        {**base.measures, **measures},
        {**base.indicators, **indicators},
        tuple({**dict(base.parts), **settings.get("parts", {})}.items()),
        (*base.phrases, *phrases),
        tuple({**dict(base.sums), **settings.get("sums", {})}.items()),
    )


def _indicator(name: str, entry: Mapping[str, Any]) -> Indicator:
    rest = {
        key: value
        for key, value in entry.items()
        if key not in ("numerator", "denominator", "label", "heading")
    }
    names, headings = entry.get("label", {}), entry.get("heading", {})
    return Indicator(
        name, entry["numerator"], entry.get("denominator", ()), names, headings=headings, **rest
    )
