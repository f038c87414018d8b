"""Match the units of a report with those of another list: by code, else by name; never by likeness, never two by one.

Of a name the nearest is taken: one under the same upper unit, else the only one there is; with the same type word,
else where one side leaves it out. Lists may be of another depth: their smallest units may be our upper ones
(`Match.how` of what is below then is "above") or the other way round. Beyond that a name is only suggested: 34 pairs of
communes inside one province are alike to 85 % and more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from coverage_cli.model import Unit
from coverage_cli.spelling import fold
from coverage_cli.units.names import Name, TypeWords, namer

_ALIKE = 0.6
"""Names under one code must be at least this alike, or the code was given to another place since."""
_SUGGESTIONS = 3
_CHOICES = 24
_COMPARED = 40_000
"""How many names are compared for suggestions: where whole lists are unknown to each other, nobody reads them all."""


class Match(NamedTuple):
    """What a unit was matched with: its index in the other list (None: nothing), how, and names that come near.

    `how` is code, name, bare name or same parts; without a match it says why: unknown, several (of the list's units
    fit), contested (several of ours fit one), other name (under its code), other code (under its name), above (the
    list is of upper units) or whole.
    """

    at: int | None
    how: str
    suggestions: tuple[str, ...] = ()


class _Index(NamedTuple):
    """One tier of the list: its units by code, and by (upper unit or None, kind or None, bare name, has a code)."""

    codes: dict[str, list[int]]
    names: dict[tuple[int | None, str | None, str, bool], list[int]]
    units: list[int]


class _Pair(NamedTuple):
    """The two lists, their names in parts, the tiers of the other one, and whether both number their units alike."""

    ours: Sequence[Unit]
    others: Sequence[Unit]
    our_names: list[Name]
    names: list[Name]
    leaves: _Index
    uppers: _Index
    share_codes: bool


class _Claims(NamedTuple):
    """What every unit of ours finds in its own tier of the list, and what in the other tier."""

    own: list[Match]
    other: list[Match]


def match_units(units: Sequence[Unit], others: Sequence[Unit], type_words: TypeWords) -> list[Match]:
    """Return the match of every unit among the others, each of which is matched once at most.

    `type_words` are the words that tell a unit's type (xã, huyện …), so that a name without one can be compared; a
    mapping also tells what an abbreviation stands for.
    """
    if not units or not others:
        return []
    pair = _pair(units, others, type_words)
    found = _chosen(pair, _claims(pair))
    _settle_contested(pair, found)
    if found[0].at is None:
        found[0] = _by_parts(units, others, found)
    return _with_suggestions(pair, found)


def _pair(units: Sequence[Unit], others: Sequence[Unit], type_words: TypeWords) -> _Pair:
    part = namer(type_words)
    ours, theirs = ([part(unit.name) for unit in side] for side in (units, others))
    share = _share_codes(units, others, ours, theirs)
    # The whole of a list of one district is one of our upper units, if it is not our whole.
    top = [] if ours[0] == theirs[0] else [0]
    uppers = [*top, *(at for at, unit in enumerate(others) if not unit.leaf and unit.parent is not None)]
    leaves = [at for at, unit in enumerate(others) if unit.leaf and unit.parent is not None]
    indexes = [_index(others, theirs, tier, share_codes=share) for tier in (leaves, uppers)]
    return _Pair(units, others, ours, theirs, indexes[0], indexes[1], share)


def _number(unit: Unit) -> str:
    return (unit.code or "").lstrip("0") or "0"


def _share_codes(units: Sequence[Unit], others: Sequence[Unit], ours: Sequence[Name], theirs: Sequence[Name]) -> bool:
    """Tell whether the lists number their units alike: some unit has its name under its code in both."""
    known = {(_number(unit), name.bare) for unit, name in zip(others, theirs, strict=True) if unit.code}
    return any(unit.code and (_number(unit), name.bare) in known for unit, name in zip(units, ours, strict=True))


def _index(others: Sequence[Unit], names: Sequence[Name], tier: list[int], *, share_codes: bool) -> _Index:
    index = _Index({}, {}, tier)
    for at in tier:
        if others[at].code:
            index.codes.setdefault(_number(others[at]), []).append(at)
        name, coded = names[at], share_codes and bool(others[at].code)
        for scope in (None, *_above(others, at)):
            index.names.setdefault((scope, name.kind, name.bare, coded), []).append(at)
            index.names.setdefault((scope, None, name.bare, coded), []).append(at)
    return index


def _above(units: Sequence[Unit], at: int) -> list[int]:
    """Return the upper units of a unit, the nearest first."""
    above = []
    parent = units[at].parent
    while parent is not None:
        above.append(parent)
        parent = units[parent].parent
    return above


def _claims(pair: _Pair) -> _Claims:
    """Look every unit up in both tiers of the list: the upper ones first, for they tell where the others stand."""
    own: list[Match] = [Match(None, "unknown")] * len(pair.ours)
    other = list(own)
    own[0], other[0] = _claim_of_whole(pair)
    for leaf in (False, True):
        for at, unit in enumerate(pair.ours):
            if at and unit.leaf is leaf:
                scopes = [found for above in _above(pair.ours, at) if (found := own[above].at) is not None]
                own[at] = _claim(pair, at, pair.leaves if leaf else pair.uppers, scopes)
                other[at] = _claim(pair, at, pair.uppers if leaf else pair.leaves, scopes)
    return _Claims(own, other)


def _claim_of_whole(pair: _Pair) -> tuple[Match, Match]:
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
        found.append(Match(fitting[0], _how(pair, 0, fitting[0])) if len(fitting) == 1 else Match(None, "unknown"))
    return found[0], found[1]


def _claim(pair: _Pair, at: int, index: _Index, scopes: Sequence[int]) -> Match:
    unit = pair.ours[at]
    if unit.code and (numbered := index.codes.get(_number(unit))):
        return _by_code(pair, at, numbered)
    numbers = pair.share_codes and bool(unit.code)
    for scope in (*scopes, None):
        found = _named(index, pair.our_names[at], scope, coded=False)
        others = _named(index, pair.our_names[at], scope, coded=True)
        if numbers and others and not found:
            return Match(None, "other code", _described(pair, others))
        if not numbers:
            found = found + others if found and others else found or others
        if len(found) == 1:
            return Match(found[0], _how(pair, at, found[0]))
        if found:
            return Match(None, "several", _described(pair, found))
    return Match(None, "unknown")


def _named(index: _Index, name: Name, scope: int | None, *, coded: bool) -> list[int]:
    """Return the units of that name under that upper unit (None: anywhere); of the same type where there are such."""
    same = index.names.get((scope, name.kind, name.bare, coded))
    return same or index.names.get((scope, "" if name.kind else None, name.bare, coded), [])


def _how(pair: _Pair, at: int, found: int) -> str:
    return "name" if pair.our_names[at].kind == pair.names[found].kind else "bare name"


def _by_code(pair: _Pair, at: int, found: Sequence[int]) -> Match:
    """Accept a code only for a place of like name: codes are given to other places (14428 in July 2025)."""
    if len(found) > 1:
        return Match(None, "several", _described(pair, found))
    ours, theirs = pair.our_names[at].bare, pair.names[found[0]].bare
    if ours != theirs and _likeness(fold(ours), fold(theirs)) < _ALIKE:
        return Match(None, "other name", _described(pair, found))
    return Match(found[0], "code")


def _likeness(first: str, second: str) -> float:
    import difflib  # only a name that differs under its code pays for it

    return difflib.SequenceMatcher(None, first, second).ratio()


def _chosen(pair: _Pair, claims: _Claims) -> list[Match]:
    """Choose between the tiers: first by what most units say about the list's depth, then unit by unit."""
    ours = [[at for at, unit in enumerate(pair.ours) if bool(at and unit.leaf) is leaf] for leaf in (False, True)]
    uppers, leaves = ours
    across = sum(claims.other[at].at is not None for at in uppers)
    inside = sum(claims.own[at].at is not None for at in leaves)
    beside = sum(bool(claims.own[at].at) for at in uppers)
    deeper = sum(claims.other[at].at is not None for at in leaves)
    # A list by district: our districts find themselves in it, and most communes do not.
    coarser = across > beside and 2 * inside < len(leaves) and across * len(leaves) > inside * len(uppers)
    found = [_chosen_upper(pair, claims, at, coarser=coarser) for at in range(len(pair.ours))]
    taken = {found[at].at for at in uppers}
    for at in leaves:
        if coarser:
            strong = _is_strong(pair, at, claims.own[at]) and claims.own[at].at not in taken
            found[at] = claims.own[at] if strong else Match(None, "above")
        else:
            found[at] = _chosen_leaf(pair, (at, claims.own[at], claims.other[at]), deeper - inside)
    return found


def _chosen_upper(pair: _Pair, claims: _Claims, at: int, *, coarser: bool) -> Match:
    own, other = claims.own[at], claims.other[at]
    if own.at is not None or other.at is None:
        return own
    return other if coarser or _is_strong(pair, at, other) else own


def _chosen_leaf(pair: _Pair, claim: tuple[int, Match, Match], depth: int) -> Match:
    """Choose for a leaf; `depth` is by how many more of its kind are upper units of the list than leaves."""
    at, own, other = claim
    if other.at is None:
        # Among districts a name without its type is no town of that name.
        town = depth >= 0 and own.at is not None and pair.others[own.at].parent and not _is_strong(pair, at, own)
        return Match(None, "unknown") if town else own
    if _is_strong(pair, at, own) or _is_strong(pair, at, other):
        return own if _is_strong(pair, at, own) and (depth <= 0 or not _is_strong(pair, at, other)) else other
    if depth > 0:
        return other
    if depth == 0 and own.at is not None:  # a town and the district around it bear one name: nothing tells which
        return Match(None, "several", _described(pair, [own.at, other.at]))
    return own


def _is_strong(pair: _Pair, at: int, match: Match) -> bool:
    """Tell whether a match needs no support from its neighbours: by code, or by a name with its type word."""
    return match.at is not None and (match.how == "code" or (match.how == "name" and bool(pair.our_names[at].kind)))


def _settle_contested(pair: _Pair, found: list[Match]) -> None:
    """Take a unit of the list from all of ours that fit it, or it would be counted as often."""
    claimants: dict[int, list[int]] = {}
    for at, match in enumerate(found):
        if match.at is not None:
            claimants.setdefault(match.at, []).append(at)
    for other, rivals in claimants.items():
        if len(rivals) == 1:
            continue
        near = [at for at in rivals if _stands_under(pair, found, at, other)]
        far = [at for at in rivals if _stands_under(pair, found, at, other) is False]
        kept = near if len(near) == 1 and len(far) == len(rivals) - 1 else []
        for at in rivals:
            if at not in kept:
                found[at] = Match(None, "contested", _described(pair, [other]))


def _stands_under(pair: _Pair, found: Sequence[Match], at: int, other: int) -> bool | None:
    """Tell whether a unit of ours stands under the same upper unit as one of the list; None where nothing tells."""
    parent = pair.ours[at].parent
    above = found[parent].at if parent is not None else None
    return None if above is None else above == pair.others[other].parent


def _by_parts(units: Sequence[Unit], others: Sequence[Unit], found: Sequence[Match]) -> Match:
    """Match the wholes where both have the same units right below them."""
    ours = [match.at for unit, match in zip(units, found, strict=True) if unit.parent == 0]
    theirs = [at for at, unit in enumerate(others) if unit.parent == 0]
    if None not in ours and sorted(ours) == theirs:  # type: ignore[type-var]
        return Match(0, "same parts")
    return found[0] if found[0].how == "contested" else Match(None, "whole")


def _described(pair: _Pair, found: Sequence[int]) -> tuple[str, ...]:
    return tuple(describe(pair.others, at) for at in found[:_CHOICES])


def describe(units: Sequence[Unit], at: int) -> str:
    """Return a unit as it is named among choices: with its code and the unit above it."""
    unit = units[at]
    parent = units[unit.parent].name if unit.parent else ""
    code = f" ({unit.code})" if unit.code else ""
    return f"{unit.name}{code}" + (f", {parent}" if parent else "")


def _with_suggestions(pair: _Pair, found: list[Match]) -> list[Match]:
    """Add to every unknown name those of its tier that come near, as long as that is worth the time."""
    left = _COMPARED
    folded: dict[bool, Mapping[str, int]] = {}
    for at, match in enumerate(found):
        if match.how != "unknown" or not at or left < 0:
            continue
        leaf = pair.ours[at].leaf
        if leaf not in folded:
            tier = (pair.leaves if leaf else pair.uppers).units
            folded[leaf] = {fold(pair.names[other].full): other for other in reversed(tier)}
        left -= len(folded[leaf])
        found[at] = match._replace(suggestions=_near(pair, pair.our_names[at], folded[leaf]))
    return found


def _near(pair: _Pair, name: Name, folded: Mapping[str, int]) -> tuple[str, ...]:
    import difflib  # only an unknown name pays for it

    near = difflib.get_close_matches(fold(name.full), list(folded), n=_SUGGESTIONS, cutoff=0.75)
    return _described(pair, [folded[other] for other in near])
