"""Targets of old units -> those of the units they became: people are added up, one rate stays, several are weighed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from coverage_cli.boundaries.carry import Moves
from coverage_cli.grouping import known, only
from coverage_cli.model import Count, Quotient, Target

Source = tuple[int, Fraction]


def carried_targets(
    targets: Sequence[Target | None],
    moves: Moves,
    weights: Sequence[Count | None] | None,
) -> list[Target | None]:
    """Return a column of targets on the new units, None where a part has none or the parts' kinds differ.

    `weights` are the denominators that rates are of: people asked for are added up before anything is rounded.
    """
    people = _people(targets, moves)
    made: list[Target | None] = []
    for at, sources in enumerate(moves.sources()):
        own = [targets[old] for old, _ in sources]
        kinds = {target.kind if target else None for target in own}
        kind = only(kinds)
        if kind is None:
            made.append(None)
        elif len(sources) == 1 and sources[0][1] == 1:
            made.append(own[0])
        elif kind == "rate":
            made.append(
                _rate(
                    known(own),
                    sources,
                    weights,
                )
            )
        else:
            total = people[at]
            made.append(None if total is None else Target(kind, _quotient(Fraction(total))))
    return made


def _people(targets: Sequence[Target | None], moves: Moves) -> list[Count | None]:
    """Return the people that targets ask for on the new units, whole ones by largest remainder."""
    asked = [_count(target) for target in targets]
    return moves.carried(asked)


def _count(target: Target | None) -> Count | None:
    if target is None or target.kind == "rate":
        return None
    exact = Fraction(*target.value)
    return int(exact) if exact.denominator == 1 else exact


def _rate(
    targets: Sequence[Target],
    sources: Sequence[Source],
    weights: Sequence[Count | None] | None,
) -> Target | None:
    """Return the rate that all parts share, else theirs weighed by their denominators."""
    values = [Fraction(*target.value) for target in targets]
    if len(set(values)) == 1:
        return targets[0]._replace(cell=None, source=None)
    people = [weights[old] if weights is not None else None for old, _ in sources]
    if None in people:
        return None
    parts = [
        Fraction(count or 0) * share
        for count, (_, share) in zip(
            people,
            sources,
            strict=True,
        )
    ]
    if not sum(parts):
        return None
    asked = sum(
        (
            part * value
            for part, value in zip(
                parts,
                values,
                strict=True,
            )
        ),
        Fraction(0),
    )
    return Target("rate", _quotient(asked / sum(parts)))


def _quotient(value: Fraction) -> Quotient:
    return Quotient(value.numerator, value.denominator)
