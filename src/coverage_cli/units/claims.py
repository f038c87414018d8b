"""Look every unit of one list up in the tiers of another: by code, else by name, the nearest first.

Of a name the one under the same upper unit is taken, else the only one there is; the one with the same type word, else
the one where one side leaves it out. Which tier is the right one is not decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from coverage_cli.model import Unit, Units
from coverage_cli.units.names import Name, TypeWords, are_alike, namer, spelled_alike

_CHOICES = 24
"""How many units a message may name among the choices."""


class Match(NamedTuple):
    """What a unit was matched with: its index in the other list (None: nothing), how, and names that come near.

    `how` is code, name, bare name or same parts; without a match it says why: unknown, several (of the list's units
    fit), contested (several of ours fit one), other name (under its code), other code (under its name), above (the
    list is of upper units) or whole. One is strong that needs no support from its neighbours: by code, or by a name
    with its type word.
    """

    at: int | None
    how: str
    suggestions: tuple[str, ...] = ()
    is_strong: bool = False


class _Index(NamedTuple):
    """One tier of the list: its units by code, and by (upper unit or None, kind or None, bare name, has a code)."""

    codes: dict[str, list[int]]
    names: dict[tuple[int | None, str | None, str, bool], list[int]]
    units: list[int]


class Pair(NamedTuple):
    """The two lists, their names in parts, the tiers of the other one, and whether both number their units alike."""

    ours: Units
    others: Units
    our_names: list[Name]
    names: list[Name]
    leaves: _Index
    uppers: _Index
    share_codes: bool


class Claims(NamedTuple):
    """What every unit of ours finds in its own tier of the list, and what in the other tier."""

    own: list[Match]
    other: list[Match]


def pair_up(units: Units, others: Units, type_words: TypeWords) -> Pair:
    """Part the names of both lists and index the other one by tiers."""
    part = spelled_alike(namer(type_words), [[unit.name for unit in side] for side in (units, others)])
    ours, theirs = ([part(unit.name) for unit in side] for side in (units, others))
    share = _share_codes(units, others, ours, theirs)
    # The whole of a list of one district is one of our upper units, if it is not our whole.
    top = [] if ours[0] == theirs[0] else [0]
    uppers = [*top, *(at for at, unit in enumerate(others) if not unit.leaf and unit.parent is not None)]
    leaves = others.lowest
    indexes = [_index(others, theirs, tier, share_codes=share) for tier in (leaves, uppers)]
    return Pair(units, others, ours, theirs, indexes[0], indexes[1], share)


def _number(unit: Unit) -> str:
    return (unit.code or "").lstrip("0") or "0"


def _share_codes(units: Units, others: Units, ours: Sequence[Name], theirs: Sequence[Name]) -> bool:
    """Tell whether the lists number their units alike: some unit has its name under its code in both."""
    known = {(_number(unit), name.bare) for unit, name in zip(others, theirs, strict=True) if unit.code}
    return any(unit.code and (_number(unit), name.bare) in known for unit, name in zip(units, ours, strict=True))


def _index(others: Units, names: Sequence[Name], tier: list[int], *, share_codes: bool) -> _Index:
    index = _Index({}, {}, tier)
    for at in tier:
        if others[at].code:
            index.codes.setdefault(_number(others[at]), []).append(at)
        name, coded = names[at], share_codes and bool(others[at].code)
        for scope in (None, *others.uppers(at)):
            index.names.setdefault((scope, name.kind, name.bare, coded), []).append(at)
            index.names.setdefault((scope, None, name.bare, coded), []).append(at)
    return index


def claims_of(pair: Pair) -> Claims:
    """Look every unit up in both tiers of the list: the upper ones first, for they tell where the others stand."""
    own: list[Match] = [Match(None, "unknown")] * len(pair.ours)
    other = list(own)
    own[0], other[0] = _claim_of_whole(pair)
    for leaf in (False, True):
        for at, unit in enumerate(pair.ours):
            if at and unit.leaf is leaf:
                scopes = [found for above in pair.ours.uppers(at) if (found := own[above].at) is not None]
                own[at] = _claim(pair, at, pair.leaves if leaf else pair.uppers, scopes)
                other[at] = _claim(pair, at, pair.uppers if leaf else pair.leaves, scopes)
    return Claims(own, other)


def _claim_of_whole(pair: Pair) -> tuple[Match, Match]:
    """Look the whole up by its name: the other whole, one of the upper units, or one of the smallest."""
    name, whole = pair.our_names[0], pair.ours[0]
    if name == pair.names[0]:
        return Match(0, "name"), Match(None, "unknown")
    found = []
    for index in (pair.uppers, pair.leaves):
        # A province and its chief town often share their bare name: without a type word the levels must agree.
        fitting = [
            at
            for at in _named(index, name, None, coded=False) + _named(index, name, None, coded=True)
            if pair.names[at] == name or pair.others[at].level == whole.level
        ]
        found.append(_by_name(pair, 0, fitting[0]) if len(fitting) == 1 else Match(None, "unknown"))
    return found[0], found[1]


def _claim(pair: Pair, at: int, index: _Index, scopes: Sequence[int]) -> Match:
    unit = pair.ours[at]
    if unit.code and (numbered := index.codes.get(_number(unit))):
        return _by_code(pair, at, numbered)
    numbers = pair.share_codes and bool(unit.code)
    for scope in (*scopes, None):
        found = _named(index, pair.our_names[at], scope, coded=False)
        others = _named(index, pair.our_names[at], scope, coded=True)
        if numbers and others and not found:
            return Match(None, "other code", described(pair, others))
        if not numbers:
            found = found + others
        if len(found) == 1:
            return _by_name(pair, at, found[0])
        if found:
            return Match(None, "several", described(pair, found))
    return Match(None, "unknown")


def _named(index: _Index, name: Name, scope: int | None, *, coded: bool) -> list[int]:
    """Return the units of that name under that upper unit (None: anywhere); of the same type where there are such."""
    same = index.names.get((scope, name.kind, name.bare, coded))
    return same or index.names.get((scope, "" if name.kind else None, name.bare, coded), [])


def _by_name(pair: Pair, at: int, found: int) -> Match:
    kind = pair.our_names[at].kind
    is_same = kind == pair.names[found].kind
    return Match(found, "name" if is_same else "bare name", is_strong=is_same and bool(kind))


def _by_code(pair: Pair, at: int, found: Sequence[int]) -> Match:
    """Accept a code only for a place of like name: codes are given to other places (14428 in July 2025)."""
    if len(found) > 1:
        return Match(None, "several", described(pair, found))
    ours, theirs = pair.our_names[at].bare, pair.names[found[0]].bare
    if not are_alike(ours, theirs):
        return Match(None, "other name", described(pair, found))
    return Match(found[0], "code", is_strong=True)


def described(pair: Pair, found: Sequence[int]) -> tuple[str, ...]:
    """Return units of the list as choices for a message."""
    return tuple(describe(pair.others, at) for at in found[:_CHOICES])


def describe(units: Units, at: int) -> str:
    """Return a unit as it is named among choices: with its code and the unit above it."""
    unit = units[at]
    parent = units[unit.parent].name if unit.parent else ""
    code = f" ({unit.code})" if unit.code else ""
    return f"{unit.name}{code}" + (f", {parent}" if parent else "")
