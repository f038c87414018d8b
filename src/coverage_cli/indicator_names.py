"""What an indicator may be called where one is told: its id, its name or a short name, in any language."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from coverage_cli.errors import UsageFault
from coverage_cli.grouping import grouped
from coverage_cli.indicator import Indicator
from coverage_cli.spelling import fold


def indicator_named(name: str, indicators: Mapping[str, Indicator]) -> str:
    """Return the id of the indicator that is called so, case and marks aside.

    Raises `UsageFault` for a name of none, with those that come near, and for one of several.
    """
    if name in indicators:
        return name
    called = names_of(indicators)
    found = called.get(_folded(name), [])
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageFault("indicator-several", indicator=name, choices=tuple(found))
    import difflib  # only an unknown name needs it

    near = difflib.get_close_matches(_folded(name), list(called), n=3, cutoff=0.6)
    ids = tuple(dict.fromkeys(chain.from_iterable(map(called.__getitem__, near))))
    if ids:
        raise UsageFault("indicator-near", indicator=name, near=ids, choices=tuple(indicators))
    raise UsageFault("indicator-unknown", indicator=name, choices=tuple(indicators))


def names_of(indicators: Mapping[str, Indicator]) -> dict[str, list[str]]:
    """Return the ids of the indicators by each name, folded."""
    pairs = (
        (_folded(name), one.id)
        for one in indicators.values()
        for name in dict.fromkeys((one.id, *one.labels.values(), *one.short))
    )
    return {name: list(dict.fromkeys(ids)) for name, ids in grouped(pairs).items()}


def _folded(name: str) -> str:
    """Return a name without case and marks; BHXH_TN, bhxh-tn and BHXH TN are one."""
    return " ".join(fold(name).replace("_", " ").replace("-", " ").split())
