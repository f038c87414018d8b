"""Restated periods beside those of the day itself -> which figures of a unit may be compared, and which unit is which.

A unit that lacks people of a parted one is compared with nothing that has them. The whole above both, and above the
rest of the parted one, holds the same people before and after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.boundaries.plan import Pair, Standing
from coverage_cli.model import Units
from coverage_cli.records import NamedTuple

NONE: frozenset[int] = frozenset()


class Era(NamedTuple):
    """A period's units and what its lowest ones stand for, by place; `is_own` where they are the day's own sheet.

    `missing` are units of the day that could not be made.
    """

    units: Units
    standing: Mapping[int, Standing]
    missing: frozenset[int]
    is_own: bool


class Kept(NamedTuple):
    """What a restated period is known by: labels of its lowest units, their pieces, which figures may be compared.

    `pieces` maps a unit to numbers below zero that stand for parts, None among them for the unit itself.
    """

    labels: Mapping[int, str]
    pieces: Mapping[int, frozenset[int | None]]
    comparable: Sequence[bool]


class _All(NamedTuple):
    """What all periods have in common: what each unit lacks in any, what rests hold, who could be made in any."""

    lacking: Mapping[int, frozenset[Pair]]
    held: frozenset[Pair]
    made: frozenset[int]
    missing: frozenset[int]
    numbers: Mapping[Pair, int]
    has_unknown: bool


def kept_of(eras: Sequence[Era]) -> list[Kept]:
    """Return for each period what it is known by, seen beside the others."""
    common = _common([era for era in eras if not era.is_own])
    return [
        Kept(
            _labels(era),
            _pieces(era, common),
            _comparable(era, common),
        )
        for era in eras
    ]


def _common(eras: Sequence[Era]) -> _All:
    lacking: dict[int, set[Pair]] = {}
    held: set[Pair] = set()
    made: set[int] = set()
    has_unknown = False
    for era in eras:
        for standing in era.standing.values():
            has_unknown |= standing.kind == "unknown"
            if standing.kind == "rest":
                held |= standing.pairs
            if standing.kind == "new" and standing.place is not None:
                made.add(standing.place)
                lacking.setdefault(standing.place, set()).update(standing.pairs)
    pairs = sorted(held.union(*lacking.values()))
    return _All(
        lacking={place: frozenset(of) for place, of in lacking.items() if of},
        held=frozenset(held),
        made=frozenset(made),
        missing=frozenset().union(*(era.missing for era in eras)),
        numbers={pair: -1 - at for at, pair in enumerate(pairs)},
        has_unknown=has_unknown,
    )


def _labels(era: Era) -> dict[int, str]:
    """Return what tells the lowest units apart over time: a code may be borne by another, a name be that of a part."""
    return {
        at: f"{standing.kind} {standing.place}"
        for at, standing in era.standing.items()
        if standing.place is not None
    }


def _pieces(era: Era, common: _All) -> dict[int, frozenset[int | None]]:
    pieces: dict[int, frozenset[int | None]] = {}
    for at, standing in era.standing.items():
        whole = common.lacking.get(standing.place or 0, frozenset())
        if standing.kind == "rest":
            pieces[at] = frozenset(common.numbers[pair] for pair in standing.pairs)
        elif standing.kind == "new" and whole:
            there = whole if era.is_own else whole - standing.pairs
            pieces[at] = frozenset((*(common.numbers[pair] for pair in there), None))
    return pieces


class _Below(NamedTuple):
    """What is below an upper unit: changes whose people are not there, those that a rest holds, units in doubt."""

    lacking: set[Pair]
    held: set[Pair]
    doubtful: set[int]

    def take(self, part: _Below) -> None:
        """Take what is below a part."""
        self.lacking.update(part.lacking)
        self.held.update(part.held)
        self.doubtful.update(part.doubtful)


def _comparable(era: Era, common: _All) -> list[bool]:
    """Return for each unit of a period whether its figures may be compared with those of other periods."""
    units = era.units
    below = [
        _Below(
            set(),
            set(),
            set(),
        )
        for _ in range(len(units))
    ]
    made = [True] * len(units)
    if common.has_unknown:
        below[0].doubtful.add(-1)
    for at in range(
        len(units) - 1,
        -1,
        -1,
    ):
        if at in era.standing:
            made[at] = _of_lowest(
                era.standing[at],
                below[at],
                era,
                common,
            )
        else:
            made[at] = _is_whole(
                below[at],
                era,
                common,
            )
        parent = units.parents[at]
        if parent is not None:
            below[parent].take(below[at])
    return made


def _of_lowest(
    standing: Standing,
    own: _Below,
    era: Era,
    common: _All,
) -> bool:
    """Tell whether a lowest unit may be compared, and take what it lacks or holds."""
    place = -1 if standing.place is None else standing.place
    lacking = common.lacking.get(place, frozenset()) if era.is_own else standing.pairs
    if standing.kind == "rest":
        own.held.update(standing.pairs)
        return False
    if standing.kind in ("apart", "unknown"):
        own.doubtful.add(place)
        return False
    own.lacking.update(lacking)
    if place in common.missing:
        own.doubtful.add(place)
        return False
    return not lacking


def _is_whole(
    below: _Below,
    era: Era,
    common: _All,
) -> bool:
    """Tell whether an upper unit holds all people of the parted units that any part of it lacks."""
    if below.doubtful:
        return False
    if not era.is_own:
        return below.lacking <= below.held
    froms = {pair[0] for pair in below.lacking}
    all_parts = {pair for pair in common.held if pair[0] in froms}
    return below.lacking <= common.held and all_parts <= below.lacking
