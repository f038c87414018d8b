"""Find second breakdowns: the same people once more by other places or kinds (regions, then provinces; town, country).

Blocks of rows each of which comes to the whole are breakdowns of one whole: one of them is used, the others are said.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import log2

from coverage_cli.findings import Where, finding
from coverage_cli.grouping import take
from coverage_cli.hierarchy.siblings import Siblings, row_of
from coverage_cli.hierarchy.weigh import ENOUGH, TakenSum, fit
from coverage_cli.model import Count, Finding, Observations, Units
from coverage_cli.records import NamedTuple

# So many breakdowns of one whole are looked for.
_MOST = 4


class Breakdown(NamedTuple):
    """The units of all breakdowns but the one that is used, and what is said of them."""

    left_out: tuple[int, ...]
    finding: Finding


def breakdown_among(observations: Observations, siblings: Siblings) -> Breakdown | None:
    """Return what to leave out where the siblings, cut into blocks, come to the same whole two or more times."""
    if not siblings.columns:
        return None
    for blocks in _cuts(siblings):
        if _weight(siblings, blocks) >= ENOUGH:
            return _left_out(observations, siblings, blocks)
    return None


def one_sum_a_row(
    observations: Observations, sums: Sequence[TakenSum]
) -> tuple[list[TakenSum], list[Breakdown]]:
    """Return the sums, one for each row, and what to leave out where a row is the sum of two lists of parts.

    Of a country by sex and by province, the list of the most lowest units is kept. A list that is far from
    the figure in one of the columns is none.
    """
    lists: dict[int, list[TakenSum]] = {}
    for one in sums:
        lists.setdefault(one.at, []).append(one)

    def leaves(one: TakenSum) -> int:
        return sum(
            max(map(leaves, lists[part])) if part in lists else _size(observations.units, part)
            for part in one.parts
        )

    kept = {
        at: max(found, key=lambda one: (_comes_to_it(one), leaves(one)))
        for at, found in lists.items()
    }
    others = [one for one in sums if one is not kept[one.at] and _comes_to_it(one)]
    return list(kept.values()), [
        left_out_of(observations, one.parts, kept[one.at].parts) for one in others
    ]


def _comes_to_it(one: TakenSum) -> bool:
    """Tell whether the parts come about to the figure of the row in every column."""
    return one.bits >= ENOUGH and not any(
        fact.fact.endswith(("apart", "far")) for fact in one.evidence
    )


def _cuts(siblings: Siblings) -> list[list[range]]:
    """Return the ways to cut the siblings into blocks that come to about the same in the first column with figures."""
    sums = siblings.sums[0]
    printed = siblings.above[0]
    shares = (
        [printed] if printed else [Fraction(sums[-1], number) for number in range(2, _MOST + 1)]
    )
    cuts = [_cut(sums, share, siblings.steps[0]) for share in shares]
    return [
        blocks
        for blocks in cuts
        if len(blocks) > 1 and not any(_is_one_row(siblings, block) for block in blocks)
    ]


def _is_one_row(siblings: Siblings, block: range) -> bool:
    """Tell a single row that comes to as much as others, their total, from a group or label over its parts."""
    return (
        len(block) == 1 and siblings.leaves[block.start] and not siblings.marks.by_kind[block.start]
    )


def _cut(sums: Sequence[Count], share: Count, step: int) -> list[range]:
    """Cut running sums where they reach a share again and again; nothing where a cut would go through a row."""
    blocks, start = [], 0
    whole, twice = (
        2 * share.numerator,
        2 * share.denominator,
    )  # whole numbers: fractions cost ten times as much
    for stop in range(1, len(sums)):
        apart = (sums[stop] - sums[start]) * twice - whole
        slack = step * (stop - start + 1) * share.denominator
        if -slack <= apart <= slack and not (stop + 1 < len(sums) and sums[stop + 1] == sums[stop]):
            blocks.append(range(start, stop))
            start = stop
        elif apart > slack:
            return []
    return blocks if start == len(sums) - 1 else []


def _weight(siblings: Siblings, blocks: Sequence[range]) -> float:
    """Return what speaks for blocks being breakdowns of one whole: how well each comes to what the whole comes to.

    Each count must fit in each block; where no whole is printed, to the person. Places called alike are one list,
    but "By ward" and "By sex" are two.
    """
    if len({name.casefold().split()[0] for name in siblings.names}) == 1 and not all(
        siblings.marks.by_kind
    ):
        return 0.0
    bits = -log2(len(siblings.at))
    for number, sums in enumerate(siblings.sums):
        whole = siblings.above[number]
        known = [sums[block.stop] - sums[block.start] for block in blocks]
        pairs = (
            [(known[0], total) for total in known[1:]]
            if whole is None
            else [(whole, total) for total in known]
        )
        facts = [fact for pair in pairs if (fact := fit(*pair, siblings.steps[number]))]
        if siblings.counted[number] and any(
            fact.fact not in ("exact", "within rounding") for fact in facts
        ):
            return 0.0
        if whole is None and any(fact.fact != "exact" for fact in facts):
            return 0.0
        bits += sum(fact.bits for fact in facts)
    return bits


def _left_out(observations: Observations, siblings: Siblings, blocks: Sequence[range]) -> Breakdown:
    """Keep the breakdown into the most places; leave the others out."""
    sizes = [
        sum(_size(observations.units, siblings.at[position]) for position in block)
        for block in blocks
    ]
    kept = blocks[sizes.index(max(sizes))]
    others = [siblings.at[position] for block in blocks if block is not kept for position in block]
    return left_out_of(observations, others, take(siblings.at, kept))


def left_out_of(
    observations: Observations, others: Sequence[int], used: Sequence[int]
) -> Breakdown:
    """Leave units out that count the people of others once more, and say so."""
    rows = sorted(row_of(observations, at) + 1 for at in others)
    kept = sorted(row_of(observations, at) + 1 for at in used)
    file, sheet = observations.origin(0)
    values = {
        "first": str(rows[0]), "last": str(rows[-1]),
        "used_first": str(kept[0]), "used_last": str(kept[-1]),
        "names": tuple(observations.units[at].name for at in others[:3]),
    }  # fmt: skip
    cells = tuple(cell for at in others for cell in observations.units[at].cells)
    said = finding("second-breakdown", Where(file, sheet, cells, None, len(others)), values)
    return Breakdown(tuple(others), said)


def _size(units: Units, at: int) -> int:
    """Return how many lowest units stand below one, itself where nothing does."""
    return sum(units[below].leaf for below in (at, *units.below(at)))
