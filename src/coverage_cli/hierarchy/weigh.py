"""What speaks for and against a row being the sum of others, in bits: how many coin tosses it is worth.

A sum that fits by chance is told from one that was meant by what the figures themselves say: two rows of 4,712 people
seldom agree to the person, two rows of 12 often do. Labels and numbering weigh in the same unit. The weights are the
table below; their reasons stand in docs/decisions/0007.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

from coverage_cli.hierarchy.siblings import Siblings
from coverage_cli.model import Count
from coverage_cli.records import NamedTuple

ENOUGH = 12.0
"""From here on a sum is taken; below, the rows stay units."""
CLEAR = 18.0
"""From here on nothing else is likely, and saying so is a note; below, it is a warning."""

WEIGHTS = {
    "most of a column": 14.0,  # one column, however large, may have been copied from elsewhere
    "about": -2.0,  # a sum that only nearly fits, besides what the distance costs
    "apart": -4.0,
    "far apart": -10.0,
    "a further column apart": -2.0,
    "a blank leaves room": 2.0,
    "exact in several columns": 5.0,
    "as large as all others": 3.0,
    "first or last of all": 2.0,
    "called like its parts": -60.0,
    "called a total": 8.0,
    "begins like a part": -5.0,  # two schools, two hospitals; "North" over "North East" is no such
    "its number begins theirs": 8.0,  # HC.1 over HC.1.1 and HC.1.2
    "stands left of its parts": 5.0,
    "stands right of its parts": -8.0,
    "unnumbered over numbered": 4.0,
    "numbered like its parts": -4.0,
}
FEWEST = 2
"""A sum has two parts or more; only a row that repeats the unit beside it stands over one."""
_FURTHER = "in a further column:"
# Sums of rounded figures that only nearly fit prove something from four parts on, or where all are thousands.
_FEWEST_ROUNDED = 4
# What is missing to a total, spread over its blank parts, is usual up to so many times the mean of the others.
_USUAL = 3
# Within half a percent a sum is about right: a cell was corrected after the total was made.
_ABOUT = 200
# Within a tenth it may be, where another column fits to the person: a fault in one cell.
_APART = 10


class Evidence(NamedTuple):
    """A named fact and its weight in bits; negative ones speak against."""

    fact: str
    bits: float


class Claim(NamedTuple):
    """That a row is the sum of others: positions among siblings, and how many such claims could have been made."""

    head: int
    parts: Sequence[int]
    among: int = 1
    rest: bool = False


class Weighed(NamedTuple):
    """A claim with its evidence."""

    claim: Claim
    evidence: tuple[Evidence, ...]

    @property
    def bits(self) -> float:
        """Return what speaks for the claim, less what speaks against it."""
        return sum(fact.bits for fact in self.evidence)


class TakenSum(NamedTuple):
    """A row that was taken for the sum of others (indices among the units), and what spoke for it."""

    at: int
    parts: tuple[int, ...]
    evidence: tuple[Evidence, ...]
    bits: float


def weigh(siblings: Siblings, claim: Claim) -> Weighed:
    """Return a claim with what the figures and the labels say of it."""
    facts = [
        fact
        for number in range(len(siblings.columns))
        if (fact := _of_column(siblings, claim, number))
    ]
    if all(fact.bits <= 0 for fact in facts):
        return Weighed(claim, (*facts, Evidence("no column fits", WEIGHTS["far apart"])))
    if all(fact.fact == "a blank leaves room" for fact in facts):
        return Weighed(claim, (Evidence("no column fits", WEIGHTS["far apart"]),))
    counted = [fact for fact in facts if not fact.fact.startswith(_FURTHER)]
    if len(counted) > 1 and all(fact.fact == "exact" and fact.bits > 0 for fact in counted):
        facts.append(Evidence("exact in several columns", WEIGHTS["exact in several columns"]))
    return Weighed(
        claim,
        (
            *facts,
            Evidence("sums that could be tried", -log2(claim.among)),
            *_labels(siblings, claim),
        ),
    )


def _of_column(siblings: Siblings, claim: Claim, number: int) -> Evidence | None:
    """Weigh one column; one that counts no people may hold rates, and says little where it does not fit."""
    value, step = siblings.columns[number][claim.head], siblings.steps[number]
    fewest = FEWEST if siblings.marks.is_scaled else _FEWEST_ROUNDED
    fact = _column(value, siblings.total(number, claim.parts), step, len(claim.parts), fewest)
    if fact is None or siblings.counted[number]:
        return fact
    return Evidence(f"{_FURTHER} {fact.fact}", max(fact.bits, WEIGHTS["a further column apart"]))


def fit(value: Count | None, total: Count, step: int) -> Evidence | None:
    """Weigh how well a printed figure and a sum of all its parts agree.

    >>> fit(4712, 4712, 1).fact, round(fit(4712, 4712, 1).bits)
    ('exact', 12)
    >>> fit(12, 12, 1).bits < 4 < fit(4712, 4711, 1).bits
    True
    """
    return _column(value, (total, 0), step, 2)


def _column(
    value: Count | None,
    summed: tuple[Count, int],
    step: int,
    parts: int,
    fewest: int = _FEWEST_ROUNDED,
) -> Evidence | None:
    """Weigh one column: None where the row prints nothing, or where a part is blank and the sum may be right."""
    total, blanks = summed
    if value is None or (not value and not total):
        return None
    apart = max(value - total, total - value)
    if blanks and value > total:
        is_usual = total and (value - total) * (parts - blanks) <= _USUAL * blanks * total
        return Evidence("a blank leaves room", WEIGHTS["a blank leaves room"]) if is_usual else None
    most = WEIGHTS["most of a column"]
    if not apart:
        return Evidence("exact", min(most, max(log2(value / step), 0.0)))
    step = step if value % step == 0 else 1
    if 2 * apart <= step * (parts + 1) and (step == 1 or parts >= fewest):
        return Evidence(
            "within rounding", min(most, max(log2(max(value, 1) / (step * (parts + 1))), 0.0))
        )
    if _ABOUT * apart <= value:
        return Evidence("about", min(most, log2(value / (2 * apart + 1)) + WEIGHTS["about"]))
    return (
        Evidence("apart", WEIGHTS["apart"])
        if _APART * apart <= value
        else Evidence("far", WEIGHTS["far apart"])
    )


def _labels(siblings: Siblings, claim: Claim) -> list[Evidence]:
    """Weigh what names, blanks before them and numbers say."""
    head, parts = claim.head, claim.parts
    indents, numbered, sums_of, *_ = siblings.marks
    left = min(indents[part] for part in parts) - indents[head]
    several = sum(numbered[part] for part in parts)
    facts = {
        "as large as all others": claim.rest,
        "first or last of all": claim.rest and head in (0, len(siblings.at) - 1),
        "called a total": bool(sums_of[head]),
        "called like its parts": not sums_of[head] and _is_peer(siblings, head, parts),
        "begins like a part": not sums_of[head] and _begins_alike(siblings, head, parts),
        "its number begins theirs": _begins_numbers(siblings.names, head, parts),
        "stands left of its parts": left > 0,
        "stands right of its parts": left < 0,
        "unnumbered over numbered": not numbered[head] and several == len(parts),
        "numbered like its parts": numbered[head] and several == len(parts),
    }
    return [Evidence(fact, WEIGHTS[fact]) for fact, holds in facts.items() if holds]


def _begins_numbers(names: Sequence[str], head: int, parts: Sequence[int]) -> bool:
    """Tell whether a name begins with a code that those of all parts go on from: HC.1 and HC.1.1, HC.1.2."""
    own = names[head].partition(" ")[0]
    return own[-1:].isdigit() and all(names[part].startswith(f"{own}.") for part in parts)


def _begins_alike(siblings: Siblings, head: int, parts: Sequence[int]) -> bool:
    """Tell whether a unit and one of its parts begin with one word and go on with others ("Trường A", "Trường B")."""
    own = siblings.names[head].casefold().split()
    others = (siblings.names[part].casefold().split() for part in parts)
    return any(
        own[:1] == other[:1] and len(own) > 1 and own != other[: len(own)] for other in others
    )


def _is_peer(siblings: Siblings, head: int, parts: Sequence[int]) -> bool:
    """Tell whether a unit is called like all of the others (Xã, Xã, Xã): a commune is no sum of communes."""
    first = siblings.names[head].casefold().split()[:1]
    return len(parts) > 1 and all(
        siblings.names[part].casefold().split()[:1] == first for part in parts
    )
