"""Look every unit of one list up in the tiers of another: by code, else by name, the nearest first.

Of a name the one under the same upper unit is taken, else the only one there is; the one with the same type word, else
the one where one side leaves it out. Which tier is the right one is not decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from coverage_cli.grouping import grouped, known
from coverage_cli.model import Units
from coverage_cli.records import NamedTuple
from coverage_cli.units.names import Name, TypeWords, are_alike, namer, spelled_alike

# How many units a message may name among the choices.
_CHOICES = 24


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


_UNKNOWN = Match(None, "unknown")
_Place = tuple[int | None, str | None, str, bool]


class _Index(NamedTuple):
    """One tier of the list: its units by code, and by (upper unit or None, kind or None, bare name, has a code)."""

    codes: dict[str, list[int]]
    names: dict[_Place, list[int]]
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
    part = spelled_alike(namer(type_words), [units.names, others.names])
    ours, theirs = list(map(part, units.names)), list(map(part, others.names))
    share_codes = not _numbered(units, ours).isdisjoint(_numbered(others, theirs))
    # The whole of a list of one district is one of our upper units, if it is not our whole.
    top = [] if ours[0] == theirs[0] else [0]
    uppers = [*top, *(at for at in range(1, len(others)) if not others.leaves[at])]
    leaves, upper = (
        _index(others, theirs, tier, share_codes=share_codes) for tier in (others.lowest, uppers)
    )
    return Pair(units, others, ours, theirs, leaves, upper, share_codes)


def _number(code: str | None) -> str:
    """Return a code without the zeros before it, which a number loses."""
    return (code or "").lstrip("0") or "0"


def _numbered(units: Units, names: Sequence[Name]) -> set[tuple[str, str]]:
    """Return codes with the bare name of each: lists that have one in common number their units alike."""
    pairs = zip(units.codes, names, strict=True)
    return {(_number(code), name.bare) for code, name in pairs if code}


def _index(others: Units, names: Sequence[Name], tier: list[int], *, share_codes: bool) -> _Index:
    """Index one tier of the list by code, and by name: anywhere and under each upper unit, of its kind or of any."""
    codes = grouped((_number(others.codes[at]), at) for at in tier if others.codes[at])
    places: list[tuple[_Place, int]] = []
    for at in tier:
        kind, bare = names[at]
        is_coded = share_codes and bool(others.codes[at])
        scopes_and_kinds = product((None, *others.uppers(at)), (kind, None))
        places += [((scope, one, bare, is_coded), at) for scope, one in scopes_and_kinds]
    return _Index(codes, grouped(places), tier)


def claims_of(pair: Pair) -> Claims:
    """Look every unit up in both tiers of the list: the upper ones first, for they tell where the others stand."""
    units = pair.ours
    own, other = [_UNKNOWN] * len(units), [_UNKNOWN] * len(units)
    own[0], other[0] = _claim_of_whole(pair)
    uppers = [at for at in range(1, len(units)) if not units.leaves[at]]
    for places, mine, theirs in (
        (uppers, pair.uppers, pair.leaves),
        (units.lowest, pair.leaves, pair.uppers),
    ):
        for at in places:
            scopes = known(own[above].at for above in units.uppers(at))
            own[at], other[at] = _claim(pair, at, mine, scopes), _claim(pair, at, theirs, scopes)
    return Claims(own, other)


def _claim_of_whole(pair: Pair) -> tuple[Match, Match]:
    """Look the whole up by its name: the other whole, one of the upper units, or one of the smallest."""
    if pair.our_names[0] == pair.names[0]:
        return Match(0, "name"), _UNKNOWN
    return _whole_among(pair, pair.uppers), _whole_among(pair, pair.leaves)


def _whole_among(pair: Pair, index: _Index) -> Match:
    """Look the whole up in one tier: a province and its chief town often share their bare name."""
    name, level = pair.our_names[0], pair.ours.levels[0]
    named = _named(index, name, None, coded=False) + _named(index, name, None, coded=True)
    # Without a type word the levels must agree.
    fitting = [at for at in named if pair.names[at] == name or pair.others.levels[at] == level]
    return _by_name(pair, 0, fitting[0]) if len(fitting) == 1 else _UNKNOWN


def _claim(pair: Pair, at: int, index: _Index, scopes: Sequence[int]) -> Match:
    """Look a unit up in one tier: by its code, else by its name under its upper units, the nearest first."""
    code, name = pair.ours.codes[at], pair.our_names[at]
    numbered = index.codes.get(_number(code)) if code else None
    # Where no code stands on the same name in both lists, each has numbers of its own, and names are better.
    if numbered and (pair.share_codes or not _named(index, name, None, coded=False)):
        return _by_code(pair, at, numbered)
    # Nearest first: communes of two districts often share a name, which under their own is clear.
    for scope in (*scopes, None):
        uncoded = _named(index, name, scope, coded=False)
        coded = _named(index, name, scope, coded=True)
        found = uncoded
        if not (code and pair.share_codes):
            found = uncoded + coded
        # Both lists number their units alike, so that this name under another code is another place.
        elif coded and not uncoded:
            return Match(None, "other code", described(pair, coded))
        if found:
            return _by_name(pair, at, found[0]) if len(found) == 1 else _several(pair, found)
    return _UNKNOWN


def _several(pair: Pair, found: Sequence[int]) -> Match:
    return Match(None, "several", described(pair, found))


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
        return _several(pair, found)
    ours, theirs = pair.our_names[at].bare, pair.names[found[0]].bare
    if not are_alike(ours, theirs):
        return Match(None, "other name", described(pair, found))
    return Match(found[0], "code", is_strong=True)


def described(pair: Pair, found: Sequence[int]) -> tuple[str, ...]:
    """Return units of the list as choices for a message."""
    return tuple(describe(pair.others, at) for at in found[:_CHOICES])


def describe(units: Units, at: int) -> str:
    """Return a unit as it is named among choices: with its code and the unit above it."""
    code, above = units.codes[at], units.parents[at]
    name = f"{units.names[at]} ({code})" if code else units.names[at]
    return f"{name}, {units.names[above]}" if above and units.names[above] else name
