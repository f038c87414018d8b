"""What is likely to have led to more insured than people in a unit, with its evidence, the likeliest first.

Nobody can tell from a sheet which it was; what speaks for each is said in figures, so that one knows what to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from coverage_cli.grouping import first_where
from coverage_cli.model import Computed, Count, Finding, Observations, Phrase
from coverage_cli.records import NamedTuple
from coverage_cli.rules.saying import quotient, whole

RANKS = (
    "digit",
    "jumped",
    "denominator_fell",
    "other_denominator",
    "unchanged",
    "all_over",
    "elsewhere",
    "swapped",
)
"""The causes, the likeliest first where there is evidence for it."""
# Fewer units beside it say nothing of what is usual.
_FEWEST = 3
# Between these factors of the usual rate there is a digit too many or too few.
_DIGIT = (8, 12)
# So near to the units beside it exchanged columns must bring a rate.
_NEAR_POINTS = 3
# By so many percent the denominator must be smaller than another base of the unit lets expect.
_OFF_PCT = 10
# A unit above this is wrong itself, and does not say what is usual.
_HIGHEST_PCT = 150
_BASES = ("population", "labour_force", "pupils")
_UNITS_TOLD = 5
_Evidence = Mapping[str, object]


class _Sums(NamedTuple):
    """Sums over some units: how many, their counts, how many of them are not full and how many people these lack."""

    units: int = 0
    numerator: Count = 0
    denominator: Count = 0
    short: int = 0
    lacking: int = 0

    @property
    def rate(self) -> Fraction:
        """Return their coverage in percent."""
        return 100 * Fraction(self.numerator) / Fraction(self.denominator)

    def plus(self, other: _Sums, sign: int = 1) -> _Sums:
        """Return the sums with others added, or taken away."""
        return _Sums(
            self.units + sign * other.units,
            self.numerator + sign * other.numerator,
            self.denominator + sign * other.denominator,
            self.short + sign * other.short,
            self.lacking + sign * other.lacking,
        )


class _Group(NamedTuple):
    """The credible units of one parent, or of all: what each has, what they come to, and that by each other base.

    Each unit above 100 % asks for those beside it: the sums are made once, and its own taken off.
    """

    members: Mapping[int, _Sums]
    sums: _Sums
    by_base: Mapping[str, _Sums]

    def without(self, at: int) -> _Sums:
        """Return what the units beside one come to."""
        return self.sums.plus(self.members.get(at, _Sums()), -1)


def causes_of(observations: Observations, result: Computed, units: Sequence[int]) -> list[Phrase]:
    """Return the likely causes that the own period of units above 100 % speaks for, one unit after another."""
    groups = _groups(observations, result)
    causes = []
    for at in units:
        beside = _beside(groups, observations.units.parents[at], at)
        if beside is None:
            continue
        over, under = (
            Fraction(result.numerators[at] or 0),
            Fraction((result.denominators or ())[at] or 0),
        )
        sums = beside.without(at)
        kinds = {
            "digit": _digit(over, under, sums),
            "other_denominator": _other_base(observations, result, beside, at),
            **_around(observations, at, over - under, sums),
            "swapped": _swapped(over, under, sums),
        }
        unit, cell = observations.units.names[at], observations.cell(result.measures[0], at)
        causes += [
            cause(kind, values, unit, cell) for kind, values in kinds.items() if values is not None
        ]
    return causes


def cause(kind: str, evidence: _Evidence, unit: str, cell: str | None) -> Phrase:
    """Return a likely cause of a unit's figure in words that its evidence fills."""
    return Phrase(f"cause_{kind}", {**evidence, "unit": unit, "cell": cell})


def _groups(observations: Observations, result: Computed) -> Mapping[int | None, _Group]:
    """Return the lowest units with two credible counts by their parent; all of them under -1."""
    members: dict[int | None, dict[int, _Sums]] = {-1: {}}
    units = observations.units
    rows = zip(units.leaves, result.numerators, result.denominators or (), strict=False)
    for at, (leaf, over, under) in enumerate(rows):
        if leaf and under and over is not None and 100 * over <= _HIGHEST_PCT * under:
            lack = max(int(under - over), 0)
            own = members[-1][at] = _Sums(1, over, under, int(lack > 0), lack)
            members.setdefault(units.parents[at], {})[at] = own
    bases = {base: observations.counts[base] for base in _BASES if base in observations.counts}
    return {parent: _group(own, bases) for parent, own in members.items()}


def _group(members: Mapping[int, _Sums], bases: Mapping[str, Sequence[Count | None]]) -> _Group:
    by_base = {
        base: _added(_of_base(own, counts[at]) for at, own in members.items())
        for base, counts in bases.items()
    }
    return _Group(members, _added(members.values()), by_base)


def _of_base(own: _Sums, count: Count | None) -> _Sums:
    """Return what a unit adds to the sums by another base, that base standing where the numerator stands."""
    return own._replace(numerator=count) if count else _Sums()


def _added(sums: Iterable[_Sums]) -> _Sums:
    columns = list(zip(*sums, strict=True))
    return _Sums(*map(sum, columns)) if columns else _Sums()


def _beside(groups: Mapping[int | None, _Group], parent: int | None, at: int) -> _Group | None:
    """Return the units of the same parent, else all others, None where these are too few."""
    # The units of one place are the better measure; all others serve where these are too few.
    near = (groups[place] for place in (parent, -1) if place in groups)
    return first_where(lambda group: group.without(at).units >= _FEWEST, near)


def _digit(over: Fraction, under: Fraction, beside: _Sums) -> _Evidence | None:
    rate, usual = 100 * over / under, beside.rate
    if not usual or not _DIGIT[0] * usual <= rate <= _DIGIT[1] * usual:
        return None
    # The last digit is the likeliest one too many; this is said and used for nothing.
    return {"meant": int(over) // 10, "rate": quotient(rate / 10), "usual": quotient(usual)}


def _other_base(
    observations: Observations, result: Computed, beside: _Group, at: int
) -> _Evidence | None:
    """Hold the denominator against the unit's other base (labour force, pupils), as the units beside it have both."""
    if len(result.denominator_measures) != 1:
        return None
    under = Fraction((result.denominators or ())[at] or 0)
    for base in (base for base in beside.by_base if base != result.denominator_measures[0]):
        people = observations.counts[base][at]
        own = _of_base(beside.members[at], people) if at in beside.members else _Sums()
        known = beside.by_base[base].plus(own, -1)
        if not people or known.units < _FEWEST:
            continue
        expected = people * Fraction(known.denominator) / Fraction(known.numerator)
        if 100 * (expected - under) > _OFF_PCT * under:
            return {
                "measure": base,
                "people": people,
                "expected": round(expected),
                "denominator": whole(under),
            }
    return None


def _around(
    observations: Observations, at: int, surplus: Fraction, beside: _Sums
) -> Mapping[str, _Evidence | None]:
    """Say whether the units beside it lack the people, or all of them are above 100 %, too."""
    parent = observations.units.parents[at]
    told: _Evidence = {
        "surplus": int(surplus),
        "parent": observations.units.names[parent] if parent is not None else "",
        "usual": quotient(beside.rate),
    }
    # All of them are above: the denominator of the place is odd, and nobody need live elsewhere.
    if beside.rate > 100:
        return {"all_over": told}
    fits = beside.lacking >= surplus
    return {
        "elsewhere": {**told, "short": beside.short, "lacking": beside.lacking} if fits else None
    }


def _swapped(over: Fraction, under: Fraction, beside: _Sums) -> _Evidence | None:
    rate = 100 * under / over
    is_near = abs(rate - beside.rate) <= _NEAR_POINTS
    return {"rate": quotient(rate), "usual": quotient(beside.rate)} if is_near else None


def with_causes(finding: Finding, causes: Sequence[Phrase]) -> Finding:
    """Return a finding with its causes, in the order of its cells and of their likelihood, in words and values."""
    cells = {cell: place for place, cell in enumerate(finding.cells)}
    ranks = {f"cause_{kind}": rank for rank, kind in enumerate(RANKS)}
    ordered = sorted(
        causes, key=lambda one: (cells.get(str(one.values["cell"]), len(cells)), ranks[one.key])
    )
    units: dict[tuple[object, object], list[Phrase]] = {}
    for one in ordered:
        units.setdefault((one.values["cell"], one.values["unit"]), []).append(one)
    # The first unit with all that may be, the others with the likeliest: a message must stay readable.
    said = tuple(
        Phrase("likely_of", {"unit": unit, "causes": tuple(own[: None if place == 0 else 1])})
        for place, ((_, unit), own) in enumerate(list(units.items())[:_UNITS_TOLD])
    )
    words = Phrase("likely_causes", {"causes": said}) if said else ""
    return finding._replace(causes=tuple(ordered), values={**finding.values, "causes": words})
