"""Match the units of a report with those of another list: by code, else by name; never by likeness.

Staged: the same code; the same name and type under the same parent; the same name and type, if only one bears it;
the same name where one side leaves the type word out, if only one fits. Beyond that a name is only suggested: 34 pairs
of communes inside one province are alike to 85 % and more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from coverage_cli.model import Unit
from coverage_cli.spelling import fold, key

_ALIKE = 0.6
"""Names under one code must be at least this alike, or the code was given to another place since."""
_SUGGESTIONS = 3


class Match(NamedTuple):
    """What a unit was matched with: its index in the other list (None: nothing), how, and names that come near."""

    at: int | None
    how: str
    suggestions: tuple[str, ...] = ()


class _Index(NamedTuple):
    codes: dict[str, list[int]]
    names: dict[str, list[int]]
    bare: dict[str, list[int]]


def match_units(units: Sequence[Unit], others: Sequence[Unit], type_words: Sequence[str]) -> list[Match]:
    """Return the match of every unit among the others; a leaf matches an upper unit where no leaf fits.

    `type_words` are the words that tell a unit's type (xã, huyện …), so that a name without one can be compared.
    """
    prefixes = tuple(sorted((f"{word} " for word in type_words), key=len, reverse=True))
    leaves = _index(others, prefixes, leaf=True)
    uppers = _index(others, prefixes, leaf=False)
    found = []
    for unit in units[1:]:
        match = _match(unit, units, others, leaves if unit.leaf else uppers, prefixes)
        if match.at is None and match.how == "unknown" and unit.leaf:
            above = _match(unit, units, others, uppers, prefixes)
            match = above if above.at is not None else match
        found.append(match)
    return [_match_whole(units, others, found, uppers), *found] if units and others else found


def _match_whole(units: Sequence[Unit], others: Sequence[Unit], found: Sequence[Match], uppers: _Index) -> Match:
    """Match the whole by its name, else with the other whole where both have the same units right below them."""
    name = key(units[0].name)
    if name == key(others[0].name):
        return Match(0, "name")
    named = uppers.names.get(name, [])
    if len(named) == 1:
        return Match(named[0], "name")
    ours = [match.at for unit, match in zip(units[1:], found, strict=True) if unit.parent == 0]
    theirs = [at for at, unit in enumerate(others) if unit.parent == 0]
    if None not in ours and sorted(ours) == theirs:  # type: ignore[type-var]
        return Match(0, "same parts")
    return Match(None, "whole")


def _index(others: Sequence[Unit], prefixes: tuple[str, ...], *, leaf: bool) -> _Index:
    codes: dict[str, list[int]] = {}
    names: dict[str, list[int]] = {}
    bare: dict[str, list[int]] = {}
    for at, unit in enumerate(others):
        if unit.leaf is not leaf or unit.parent is None:
            continue
        if unit.code:
            codes.setdefault(unit.code.lstrip("0") or "0", []).append(at)
        name = key(unit.name)
        names.setdefault(name, []).append(at)
        bare.setdefault(_bare(name, prefixes), []).append(at)
    return _Index(codes, names, bare)


def _bare(name: str, prefixes: tuple[str, ...]) -> str:
    prefix = next((prefix for prefix in prefixes if name.startswith(prefix)), "")
    return name[len(prefix) :].lstrip(". ")


def _match(
    unit: Unit, units: Sequence[Unit], others: Sequence[Unit], index: _Index, prefixes: tuple[str, ...]
) -> Match:
    if unit.code and (found := index.codes.get(unit.code.lstrip("0") or "0")):
        return _by_code(unit, others, found, prefixes)
    name = key(unit.name)
    parent = key(units[unit.parent].name) if unit.parent else ""
    found = index.names.get(name, [])
    if len(found) > 1:
        found = [at for at in found if _parent_key(others, at) == parent] or found
    if len(found) == 1:
        return Match(found[0], "name")
    if found:
        return Match(None, "several", tuple(_described(others, at) for at in found))
    bare = _bare(name, prefixes)
    close = [
        at
        for at in index.bare.get(bare, [])
        if bare == name or _bare(key(others[at].name), prefixes) == key(others[at].name)
    ]
    if len(close) > 1:
        close = [at for at in close if _parent_key(others, at) == parent] or close
    if len(close) == 1:
        return Match(close[0], "bare name")
    return Match(None, "several" if close else "unknown", _suggestions(name, others, index, close))


def _by_code(unit: Unit, others: Sequence[Unit], found: Sequence[int], prefixes: tuple[str, ...]) -> Match:
    """Accept a code only for a place of like name: codes are given to other places (14428 in July 2025)."""
    if len(found) > 1:
        return Match(None, "several", tuple(_described(others, at) for at in found))
    ours, theirs = (_bare(key(name), prefixes) for name in (unit.name, others[found[0]].name))
    if ours != theirs and _likeness(fold(ours), fold(theirs)) < _ALIKE:
        return Match(None, "other name", (_described(others, found[0]),))
    return Match(found[0], "code")


def _likeness(first: str, second: str) -> float:
    import difflib  # only a name that differs under its code pays for it

    return difflib.SequenceMatcher(None, first, second).ratio()


def _parent_key(others: Sequence[Unit], at: int) -> str:
    parent = others[at].parent
    return key(others[parent].name) if parent else ""


def _described(others: Sequence[Unit], at: int) -> str:
    unit = others[at]
    parent = others[unit.parent].name if unit.parent else ""
    code = f" ({unit.code})" if unit.code else ""
    return f"{unit.name}{code}" + (f", {parent}" if parent else "")


def _suggestions(name: str, others: Sequence[Unit], index: _Index, close: Sequence[int]) -> tuple[str, ...]:
    if close:
        return tuple(_described(others, at) for at in close[:_SUGGESTIONS])
    import difflib  # only an unknown name pays for it

    folded = {fold(other): found for other, found in index.names.items()}
    near = difflib.get_close_matches(fold(name), list(folded), n=_SUGGESTIONS, cutoff=0.75)
    return tuple(_described(others, folded[other][0]) for other in near)
