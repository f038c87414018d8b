"""Match the units of a report with those of another list: never by likeness, never two with one.

Lists may be of another depth: their smallest units may be our upper ones, or the other way round. That is decided by
what most units say, for a district and its town often share their bare name. Beyond a match a name is only suggested:
34 pairs of communes inside one province are alike to 85 % and more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.grouping import grouped, take
from coverage_cli.model import Units
from coverage_cli.spelling import fold
from coverage_cli.units.claims import Claims, Match, Pair, claims_of, described, pair_up
from coverage_cli.units.names import Name, TypeWords

_SUGGESTIONS = 3
# How many names are compared for suggestions: where whole lists are unknown to each other, nobody reads them all.
_COMPARED = 40_000


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
    leaves = pair.ours.lowest
    uppers = [at for at in range(len(pair.ours)) if not (at and pair.ours.leaves[at])]
    across, deeper = _matched_of(claims.other, uppers), _matched_of(claims.other, leaves)
    inside = _matched_of(claims.own, leaves)
    beside = _matched_of(claims.own, [at for at in uppers if claims.own[at].at != 0])
    # A list by district: our districts find themselves in it, and most communes do not.
    coarser = (
        across > beside and 2 * inside < len(leaves) and across * len(leaves) > inside * len(uppers)
    )
    found = list(claims.own)
    for at in uppers:
        other = claims.other[at]
        is_better = other.at is not None and (coarser or other.is_strong)
        found[at] = other if is_better and found[at].at is None else found[at]
    taken = {found[at].at for at in uppers}
    for at in leaves:
        if not coarser:
            found[at] = _chosen_leaf(pair, found[at], claims.other[at], deeper - inside)
        elif not found[at].is_strong or found[at].at in taken:
            found[at] = Match(None, "above")
    return found


def _matched_of(claims: Sequence[Match], tier: Sequence[int]) -> int:
    """Return how many units of a tier have found something."""
    return sum(claims[at].at is not None for at in tier)


def _chosen_leaf(pair: Pair, own: Match, other: Match, depth: int) -> Match:
    """Choose for a leaf; `depth` is by how many more of its kind are upper units of the list than leaves."""
    if other.at is None:
        # Among districts a name without its type is no town of that name.
        town = (
            depth >= 0 and not own.is_strong and own.at is not None and pair.others.parents[own.at]
        )
        return Match(None, "unknown") if town else own
    if own.is_strong and (depth <= 0 or not other.is_strong):
        return own
    if other.is_strong or depth > 0:
        return other
    # A town and the district around it bear one name: nothing tells which is meant.
    if depth == 0 and own.at is not None:
        return Match(None, "several", described(pair, [own.at, other.at]))
    return own


def _settle_contested(pair: Pair, found: list[Match]) -> None:
    """Take a unit of the list from all of ours that fit it, or it would be counted as often."""
    claimants = grouped((match.at, at) for at, match in enumerate(found) if match.at is not None)
    for other, rivals in claimants.items():
        if len(rivals) == 1:
            continue
        under = [_stands_under(pair, found, at, other) for at in rivals]
        is_told = None not in under and under.count(True) == 1
        lost = [at for at, is_here in zip(rivals, under, strict=True) if not (is_told and is_here)]
        for at in lost:
            found[at] = Match(None, "contested", described(pair, [other]))


def _stands_under(pair: Pair, found: Sequence[Match], at: int, other: int) -> bool | None:
    """Tell whether a unit of ours stands under the same upper unit as one of the list; None where nothing tells."""
    parent = pair.ours.parents[at]
    above = None if parent is None else found[parent].at
    return None if above is None else above == pair.others.parents[other]


def _by_parts(units: Units, others: Units, found: Sequence[Match]) -> Match:
    """Match the wholes where both have the same units right below them."""
    ours, theirs = [found[at].at for at in units.parts[0]], others.parts[0]
    if len(ours) == len(theirs) and set(ours) == set(theirs):
        return Match(0, "same parts")
    return found[0] if found[0].how == "contested" else Match(None, "whole")


def _with_suggestions(pair: Pair, found: list[Match]) -> list[Match]:
    """Add to every unknown name those of its tier that come near, as long as that is worth the time."""
    left, coarser = _COMPARED, any(match.how == "above" for match in found)
    folded: dict[bool, Mapping[str, int]] = {}
    for at in [at for at in range(1, len(found)) if found[at].how == "unknown"]:
        if left < 0:
            break
        leaf = pair.ours.leaves[at] or coarser
        if leaf not in folded:
            tier = (pair.leaves if leaf else pair.uppers).units
            folded[leaf] = {fold(pair.names[other].full): other for other in reversed(tier)}
        left -= len(folded[leaf])
        found[at] = found[at]._replace(suggestions=_near(pair, pair.our_names[at], folded[leaf]))
    return found


def _near(pair: Pair, name: Name, folded: Mapping[str, int]) -> tuple[str, ...]:
    import difflib  # only needed for an unknown name

    near = difflib.get_close_matches(fold(name.full), list(folded), n=_SUGGESTIONS, cutoff=0.75)
    return described(pair, take(folded, near))
