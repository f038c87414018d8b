"""Choose which rows are sums of which: the structure that holds together best is taken, and what was taken is said.

Alone a sum must prove itself (`ENOUGH`). Sums that together leave nothing over (what remains on top adds up to the
printed figure above, or is one row) prove each other: rounded regions of small provinces are sums although none of
them is beyond doubt alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import inf

from coverage_cli.findings import Where, finding
from coverage_cli.grouping import places_where, take
from coverage_cli.hierarchy.breakdowns import Breakdown, breakdown_among, left_out_of, one_sum_a_row
from coverage_cli.hierarchy.propose import proposals
from coverage_cli.hierarchy.regrow import regrown
from coverage_cli.hierarchy.second_look import closing, counted_again, strangers
from coverage_cli.hierarchy.siblings import (
    Marks,
    Siblings,
    Values,
    groups_of,
    no_marks,
    row_of,
    running,
    siblings_of,
    with_sums,
)
from coverage_cli.hierarchy.turned import without_turned
from coverage_cli.hierarchy.weigh import CLEAR, ENOUGH, FEWEST, Claim, TakenSum, Weighed, weigh
from coverage_cli.model import Finding, Observations
from coverage_cli.records import NamedTuple

# From so many bits on a sum may be taken together with others, if they leave nothing over.
_SOMETHING = 0.001
# A total is a little apart from its parts within one in so many.
_A_LITTLE = 20


class Settled(NamedTuple):
    """Observations in which every unit stands under its own upper unit, what is to be said, and the sums taken."""

    observations: Observations
    findings: tuple[Finding, ...] = ()
    sums: tuple[TakenSum, ...] = ()


class Witnesses(NamedTuple):
    """What may be asked where the counts alone leave a doubt: further columns of figures, and marks of the labels."""

    columns: Callable[[], Sequence[Values]]
    marks: Callable[[], Marks]


def settle(observations: Observations, witnesses: Witnesses | None = None) -> Settled:
    """Put rows that are sums over their parts, leave second breakdowns of the same people out, and say so."""
    if not observations.counts:
        return Settled(observations)
    counted = list(observations.counts.values())
    parents = list(observations.units.parents)
    doubtful = {
        parent: together
        for parent, together in groups_of(observations, parents).items()
        if len(together) > 1 and not _adds_up(counted, parent, together)
    }
    if not doubtful:
        return Settled(observations)
    whole = _nested_whole(observations, counted, parents)
    turned = without_turned(observations, counted, tuple(doubtful))
    if turned is not observations:
        return settle(turned)
    columns, marks = _witnessed(observations, counted, witnesses)
    sums: list[TakenSum] = []
    left_out: list[Breakdown] = []
    beside: dict[int, int | None] = {}
    uppers = [0, *observations.units.parents[1:]]  # nothing stands beside the whole
    for parent, together in doubtful.items():
        siblings = siblings_of(observations, columns, marks, together, parent)
        found = _sums_among(siblings)
        taken, again = one_sum_a_row(observations, found)
        left_out += again
        roots = _without(siblings, found)
        other = breakdown_among(observations, roots) if len(roots.at) > 1 else None
        other = other or _unclaimed(observations, roots, taken)
        left_out += [other] if other and whole is None else []
        sums += taken
        heads = {one.at for one in taken}
        beside |= dict.fromkeys(strangers(roots, heads), uppers[parent])
    for at, above in [*beside.items(), *((part, one.at) for one in sums for part in one.parts)]:
        parents[at] = above
    if beside:  # the lowest units are told anew
        whole = whole or _nested_whole(observations, counted, parents)
    left_out = left_out or ([] if sums else counted_again(observations, columns, marks))
    labels = _labels_above(observations, sums, marks)
    named = {taken.at: name for taken in sums if (name := marks.sums_of[taken.at])}
    named |= {at: observations.units.names[label] for at, label in labels.items()}
    no_units = frozenset([*labels.values(), *_announcing(observations, marks, left_out)])
    return _settled(_renamed(observations, named), parents, sums, left_out, (whole, no_units))


def _announcing(
    observations: Observations, marks: Marks, left_out: Sequence[Breakdown]
) -> list[int]:
    """Return the rows without figures that announce a list ("By ward"): of two lists one is used, not what heads it.

    So does whatever such row stands right above a list that is left out.
    """
    firsts = {min(row_of(observations, at) for at in other.left_out) for other in left_out}
    empty = _empty(observations, marks)
    return [at for row, at in empty.items() if marks.by_kind[at] or (row or 0) + 1 in firsts]


def _labels_above(
    observations: Observations, sums: Sequence[TakenSum], marks: Marks
) -> dict[int, int]:
    """Return for rows below their parts that say total the row without figures right above these: their label, no unit.

    One with a number or a code has not reported, and stays.
    """
    empty = _empty(observations, marks)
    told = [one for one in sums if marks.sums_of[one.at]]
    first = {one.at: min(row_of(observations, part) for part in one.parts) for one in told}
    below = (at for at in first if row_of(observations, at) > first[at])
    return {at: empty[first[at] - 1] for at in below if first[at] - 1 in empty}


def _empty(observations: Observations, marks: Marks) -> dict[int | None, int]:
    """Return the lowest units that have neither figures nor a number or code, by their rows."""
    units = observations.units
    blank = [set(values) == {None} for values in zip(*observations.counts.values(), strict=True)]
    return {
        units.rows[at]: at
        for at in units.lowest
        if blank[at] and units.codes[at] is None and not marks.numbered[at]
    }


def _renamed(observations: Observations, names: Mapping[int, str]) -> Observations:
    """Return the observations with units called what the labels of their totals call them."""
    if not names:
        return observations
    units = observations.units
    return observations._replace(
        units=units.replace(names=[names.get(at, name) for at, name in enumerate(units.names)])
    )


def _settled(
    observations: Observations,
    parents: list[int | None],
    sums: list[TakenSum],
    left_out: Sequence[Breakdown],
    more: tuple[TakenSum | None, frozenset[int]],
) -> Settled:
    """Return the observations on the tree of the sums taken; `more` are the whole and labels that are no units."""
    whole, labels = more
    if whole is not None:
        parents = [whole.at if parent == 0 else parent for parent in parents]
        parents[whole.at] = 0
        sums = [*sums, whole]
    if not sums and not left_out:
        return Settled(observations)
    dropped = labels.union(at for other in left_out for at in other.left_out)
    findings = [
        *(_of_sum(observations, taken) for taken in sums),
        *(other.finding for other in left_out),
    ]
    return Settled(regrown(observations, parents, dropped), tuple(findings), tuple(sums))


def _witnessed(
    observations: Observations, counted: Sequence[Values], witnesses: Witnesses | None
) -> tuple[Sequence[Values], Marks]:
    """Return all columns that may bear witness, upper units without figures filled up, and the marks of the labels."""
    size = len(observations.units)
    if witnesses is None:
        return with_sums(observations, counted), no_marks(size)
    return with_sums(observations, [*counted, *witnesses.columns()]), witnesses.marks()


def _adds_up(columns: Sequence[Values], parent: int, parts: Sequence[int]) -> bool:
    """Tell whether a printed total is the sum of all its parts as they stand: then none of them is a subtotal.

    It may be a little apart, by less than the smallest part (rounding, a corrected cell): a subtotal would weigh more.
    """
    compared = False
    for values in columns:
        printed = values[parent]
        if printed is None:
            continue
        known = [value for part in parts if (value := values[part])]
        apart = max(printed - sum(known), sum(known) - printed)
        if apart and (not known or apart >= min(known) or _A_LITTLE * apart > printed):
            return False
        compared = True
    return compared


def _sums_among(siblings: Siblings) -> list[TakenSum]:
    """Return the sums among siblings: those that are proved alone, and weaker ones where all together leave nothing."""
    strong = _grown(siblings, ENOUGH)
    strong += _lone(_without(siblings, strong), {one.at for one in strong})
    rest = _without(siblings, strong)
    # Two rows are no list, but a total and one group beside it may be it once more.
    if len(rest.at) <= (1 if strong else FEWEST) or closing(rest) > 0:
        return strong
    weak = _grown(rest, _SOMETHING, strong)
    left = _without(rest, weak)
    bits = closing(left)
    is_closed = bits > 0 or len(left.at) == 1
    if not is_closed or sum(taken.bits for taken in weak) + bits < ENOUGH:
        return strong
    return [*strong, *weak]


def _lone(siblings: Siblings, heads: set[int]) -> list[TakenSum]:
    """Take rows called like sums that were taken (`heads`) over the one row below each: districts of one commune."""
    ends = list(map(_ends, siblings.names))
    types = frozenset().union(
        *(own for at, own in zip(siblings.at, ends, strict=True) if at in heads)
    )
    called = [not types.isdisjoint(own) for own in ends]
    weighed = (
        weigh(siblings, Claim(head, range(head + 1, head + 2), FEWEST))
        for head, (own, below) in enumerate(pairwise(called))
        if own > below and siblings.leaves[head] and siblings.at[head] not in heads
    )
    return [_as_sum(siblings, one) for one in weighed if one.bits >= ENOUGH]


def _ends(name: str) -> frozenset[str]:
    """Return the first and the last word of a name, where type words stand ("Amt Kell", "Kell County")."""
    words = name.casefold().split()
    return frozenset(words[:1] + words[-1:])


def _grown(siblings: Siblings, least: float, before: Sequence[TakenSum] = ()) -> list[TakenSum]:
    """Take the sums that weigh enough, the shortest first, then sums of these, until none is left.

    Sums taken `before` are no weak ones of further rows; only what weighs enough alone may be a second list of parts.
    """
    needed = {one.at: ENOUGH for one in before}
    taken: list[TakenSum] = []
    rest = siblings
    while len(rest.at) > 1:
        found = _next(rest, least, needed | dict.fromkeys((one.at for one in taken), inf))
        if not found:
            break
        taken += [_as_sum(rest, weighed) for weighed in found]
        rest = _without(siblings, taken)
    return taken


def _next(siblings: Siblings, least: float, needed: Mapping[int, float]) -> list[Weighed]:
    """Return the claims of this round: each row is part of one sum at most, and the sum of one run at most.

    The shortest, then the weightiest win; `needed` are the bits of rows that need others than the `least`.
    """
    weighed = (weigh(siblings, claim) for claim in proposals(siblings))
    fitting = [one for one in weighed if one.bits >= needed.get(siblings.at[one.claim.head], least)]
    found: list[Weighed] = []
    above: dict[int, int] = {}
    for one in sorted(fitting, key=lambda one: (one.claim.rest, len(one.claim.parts), -one.bits)):
        head, parts = one.claim.head, set(one.claim.parts)
        if (
            any(other.claim.head == head for other in found)
            or parts & above.keys()
            or _stands_above(parts, head, above)
        ):
            continue
        above |= dict.fromkeys(parts, head)
        found.append(one)
    return found


def _stands_above(parts: set[int], head: int, above: Mapping[int, int]) -> bool:
    """Tell whether one of the parts stands above the head already: nothing is part of its own part."""
    at: int | None = head
    while at is not None:
        if at in parts:
            return True
        at = above.get(at)
    return False


def _as_sum(siblings: Siblings, weighed: Weighed) -> TakenSum:
    parts = tuple(siblings.at[part] for part in weighed.claim.parts)
    return TakenSum(siblings.at[weighed.claim.head], parts, weighed.evidence, weighed.bits)


def _without(siblings: Siblings, taken: Sequence[TakenSum]) -> Siblings:
    """Return the siblings that are no part of a sum taken."""
    parts = {part for one in taken for part in one.parts}
    if not parts:
        return siblings
    return siblings.only(places_where(lambda at: at not in parts, siblings.at))


def _unclaimed(
    observations: Observations, roots: Siblings, taken: Sequence[TakenSum]
) -> Breakdown | None:
    """Return the rows that say total, are no sum that was found, and are too many beside the printed figure above."""
    heads = {one.at for one in taken}
    called = [
        position
        for position, at in enumerate(roots.at)
        if roots.marks.sums_of[position] and at not in heads and not roots.marks.numbered[position]
    ]
    others = [position for position in range(len(roots.at)) if position not in called]
    if not called or closing(roots) > 0 or closing(roots.only(others)) < ENOUGH:
        return None
    return left_out_of(observations, take(roots.at, called), take(roots.at, others))


def _nested_whole(
    observations: Observations, columns: Sequence[Values], parents: Sequence[int | None]
) -> TakenSum | None:
    """Return the row that stands in a group or over one but is the sum of all rows that are not its own."""
    units = observations.units
    if units[0].row is not None:
        return None
    above = set(parents)
    rows = {at: row for at, row in enumerate(units.rows) if row is not None}
    order = sorted(rows, key=rows.__getitem__)
    size = len(order)
    siblings = siblings_of(observations, columns, no_marks(len(units)), order, 0)
    leaves = places_where(lambda at: at not in above, order)
    for head in _about_all_others(siblings, leaves):
        at = order[head]
        if parents[at] in (None, 0) and at not in above:
            continue  # among the tops it is weighed with the others
        parts = [position for position in leaves if position != head]
        weighed = weigh(siblings, Claim(head, parts, size if at in above else 1, rest=True))
        if weighed.bits >= ENOUGH:
            return _as_sum(siblings, weighed)
    return None


def _about_all_others(siblings: Siblings, leaves: Sequence[int]) -> list[int]:
    """Screen: return the rows whose figure in the first column is about the sum of all lowest units but themselves."""
    if len(leaves) <= FEWEST or not siblings.columns:
        return []
    values, lowest = siblings.columns[0], set(leaves)
    total = running(take(values, leaves))[-1]
    return [
        head
        for head, value in enumerate(values)
        if value
        and 9 * (others := total - (value if head in lowest else 0)) < 10 * value < 12 * others
    ]


def _of_sum(observations: Observations, taken: TakenSum) -> Finding:
    """Say that a row was taken for a sum: a note where nothing else is likely, else a warning."""
    unit = observations.units[taken.at]
    file, sheet = observations.origin(taken.at)
    rows = sorted(row_of(observations, part) for part in taken.parts)
    values = {
        "unit": unit.name,
        "parts": len(rows),
        "first": str(rows[0] + 1),
        "last": str(rows[-1] + 1),
    }
    named = [taken.at, *taken.parts] if len(taken.parts) == 1 else [taken.at]
    cells = tuple(cell for at in named for cell in observations.units[at].cells)
    facts = {fact.fact for fact in taken.evidence}
    is_near = not facts.isdisjoint({"within rounding", "about", "apart", "far"})
    variant = "alone" if len(taken.parts) == 1 else "nearly" * is_near
    # Inside a group nothing but the figures says that a row is a sum, unless its label does.
    is_of_all = any(observations.units[part].parent != unit.parent for part in taken.parts)
    is_told = is_of_all or "called a total" in facts or (unit.parent == 0 and len(taken.parts) > 1)
    is_sure = is_told and not is_near and taken.bits >= CLEAR
    where = Where(file, sheet, cells, unit.name)
    return finding("sum-among-units", where, values, variant=variant, graver=not is_sure)
