"""Match the units of a report with those of another list: never by likeness, never two with one.

Lists may be of another depth: their smallest units may be our upper ones, or the other way round. That is decided by
what most units say, for a district and its town often share their bare name. Beyond a match a name is only suggested:
34 pairs of communes inside one province are alike to 85 % and more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.model import Units
from coverage_cli.spelling import fold
from coverage_cli.units.claims import Claims, Match, Pair, claims_of, described, pair_up
from coverage_cli.units.names import Name, TypeWords

_SUGGESTIONS = 3
_COMPARED = 40_000
"""How many names are compared for suggestions: where whole lists are unknown to each other, nobody reads them all."""


def match_units(units: Units, others: Units, type_words: TypeWords) -> list[Match]:
    """Return the match of every unit among the others, each of which is matched once at most.

    `type_words` are the words that tell a unit's type (xã, huyện …), so that a name without one can be compared; a
    mapping also tells what an abbreviation stands for.
    """
    if not units or not others:
        return []
    pair = pair_up(units, others, type_words)
    found = _chosen(pair, claims_of(pair))
    _settle_contested(pair, found)
    if found[0].at is None:
        found[0] = _by_parts(units, others, found)
    return _with_suggestions(pair, found)


def _chosen(pair: Pair, claims: Claims) -> list[Match]:
    """Choose between the tiers: first by what most units say about the list's depth, then unit by unit."""
    leaves = [at for at, unit in enumerate(pair.ours) if at and unit.leaf]
    uppers = sorted({*range(len(pair.ours))}.difference(leaves))
    across, deeper = (sum(claims.other[at].at is not None for at in tier) for tier in (uppers, leaves))
    inside = sum(claims.own[at].at is not None for at in leaves)
    beside = sum(bool(claims.own[at].at) for at in uppers)
    # A list by district: our districts find themselves in it, and most communes do not.
    coarser = across > beside and 2 * inside < len(leaves) and across * len(leaves) > inside * len(uppers)
    found = [
        other if own.at is None and other.at is not None and (coarser or other.is_strong) else own
        for own, other in zip(claims.own, claims.other, strict=True)
    ]
    taken = {found[at].at for at in uppers}
    for at in leaves:
        own = claims.own[at]
        if not coarser:
            found[at] = _chosen_leaf(pair, own, claims.other[at], deeper - inside)
        else:
            found[at] = own if own.is_strong and own.at not in taken else Match(None, "above")
    return found


def _chosen_leaf(pair: Pair, own: Match, other: Match, depth: int) -> Match:
    """Choose for a leaf; `depth` is by how many more of its kind are upper units of the list than leaves."""
    if other.at is None:
        # Among districts a name without its type is no town of that name.
        town = depth >= 0 and not own.is_strong and own.at is not None and pair.others[own.at].parent
        return Match(None, "unknown") if town else own
    if own.is_strong and (depth <= 0 or not other.is_strong):
        return own
    if other.is_strong or depth > 0:
        return other
    if depth == 0 and own.at is not None:  # a town and the district around it bear one name: nothing tells which
        return Match(None, "several", described(pair, [own.at, other.at]))
    return own


def _settle_contested(pair: Pair, found: list[Match]) -> None:
    """Take a unit of the list from all of ours that fit it, or it would be counted as often."""
    claimants: dict[int | None, list[int]] = {}
    for at, match in enumerate(found):
        claimants.setdefault(match.at, []).append(at)
    for other, rivals in claimants.items():
        if other is None or len(rivals) == 1:
            continue
        under = {at: _stands_under(pair, found, at, other) for at in rivals}
        is_told = None not in under.values() and sum(map(bool, under.values())) == 1
        for at in rivals:
            if not (is_told and under[at]):
                found[at] = Match(None, "contested", described(pair, [other]))


def _stands_under(pair: Pair, found: Sequence[Match], at: int, other: int) -> bool | None:
    """Tell whether a unit of ours stands under the same upper unit as one of the list; None where nothing tells."""
    parent = pair.ours[at].parent
    above = found[parent].at if parent is not None else None
    return None if above is None else above == pair.others[other].parent


def _by_parts(units: Units, others: Units, found: Sequence[Match]) -> Match:
    """Match the wholes where both have the same units right below them."""
    ours = [match.at for unit, match in zip(units, found, strict=True) if unit.parent == 0]
    theirs = [at for at, unit in enumerate(others) if unit.parent == 0]
    if None not in ours and sorted(ours) == theirs:  # type: ignore[type-var]
        return Match(0, "same parts")
    return found[0] if found[0].how == "contested" else Match(None, "whole")


def _with_suggestions(pair: Pair, found: list[Match]) -> list[Match]:
    """Add to every unknown name those of its tier that come near, as long as that is worth the time."""
    left, coarser = _COMPARED, any(match.how == "above" for match in found)
    folded: dict[bool, Mapping[str, int]] = {}
    for at, match in enumerate(found):
        if match.how != "unknown" or not at or left < 0:
            continue
        leaf = pair.ours[at].leaf or coarser
        if leaf not in folded:
            tier = (pair.leaves if leaf else pair.uppers).units
            folded[leaf] = {fold(pair.names[other].full): other for other in reversed(tier)}
        left -= len(folded[leaf])
        found[at] = match._replace(suggestions=_near(pair, pair.our_names[at], folded[leaf]))
    return found


def _near(pair: Pair, name: Name, folded: Mapping[str, int]) -> tuple[str, ...]:
    import difflib  # only an unknown name pays for it

    near = difflib.get_close_matches(fold(name.full), list(folded), n=_SUGGESTIONS, cutoff=0.75)
    return described(pair, [folded[other] for other in near])
