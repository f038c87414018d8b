"""Find units that stand twice in a table: identical rows count once, differing ones leave the unit without a value.

What two tables say of one unit is settled where they are joined.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from coverage_cli.findings import about_unit
from coverage_cli.grouping import shared, take
from coverage_cli.model import Finding, Observations
from coverage_cli.spelling import key
from coverage_cli.units.names import TypeWords, keyed_lowest, namer
from coverage_cli.units.twofold import repeated, stand_alone, under_other_parents


def settle_duplicates(
    observations: Observations, type_words: TypeWords = (), usual: Collection[str] = ()
) -> tuple[Observations, list[Finding]]:
    """Return the observations with each leaf once, and a finding for every one that stood there again.

    A name with and without its type word ("Xã A", "A") is one unit where all its figures are the same, or where the
    word is one that lists usually leave out (`usual`): a town stands beside the country of its name, but no commune
    beside itself.
    """
    again = (
        {}
        if stand_alone(observations)
        else under_other_parents(observations) | repeated(observations)
    )
    otherwise = _otherwise(observations, type_words, usual) if type_words else {}
    again |= {at: first for at, first in otherwise.items() if at not in again}
    if not again:
        return observations, []
    differing = {
        at for at, first in again.items() if _told(observations, first) != _told(observations, at)
    }
    findings = [
        _finding(observations, first, at, same=at not in differing) for at, first in again.items()
    ]
    return _without(observations, set(again), set(take(again, differing))), findings


def without_repeated(observations: Observations) -> Observations:
    """Return a list without the rows that repeat another one in all they say; differing ones stay, to be refused."""
    if stand_alone(observations):
        return observations
    dropped = [
        at for at, first in repeated(observations).items() if _is_same_row(observations, at, first)
    ]
    return observations.without(dropped) if dropped else observations


def _is_same_row(observations: Observations, at: int, first: int) -> bool:
    names = observations.units.names
    return key(names[at]) == key(names[first]) and _told(observations, at) == _told(
        observations, first
    )


def _otherwise(
    observations: Observations, type_words: TypeWords, usual: Collection[str]
) -> dict[int, int]:
    """Map each leaf whose type word is written otherwise, or left out, to the leaf beside it that it repeats."""
    part, units = namer(type_words), observations.units
    suspects = ((at, part(units.names[at])) for at in _ending_alike(observations))
    beside = (((units.parents[at], name.bare), (at, name.kind)) for at, name in suspects)
    pairs = (pair for group in shared(beside) for pair in _pairs(observations, group, usual))
    return {at: first for first, at in pairs if first != at and _is_again(observations, at, first)}


def _pairs(
    observations: Observations, group: Sequence[tuple[int, str]], usual: Collection[str]
) -> Iterator[tuple[int, int]]:
    """Return which leaves of one bare name may be one unit, the first before the other; `group` is places and kinds."""
    # Reversed, so that of several rows of one kind the first stands for all.
    typed = {kind: at for at, kind in reversed(group) if kind}
    yield from ((typed[kind], at) for at, kind in group if kind in typed)
    # Beside "Xã A" and "Thị trấn A" nobody can tell which of them a bare "A" repeats.
    if len(typed) == 1:
        ((kind, twin),) = typed.items()
        for at in (at for at, own in group if not own):
            if kind in usual or _told(observations, at) == _told(observations, twin):
                yield min(at, twin), max(at, twin)


def _ending_alike(observations: Observations) -> list[int]:
    """Return the leaves whose last word another one beside them has, too: no others can share a bare name."""
    units = observations.units
    last_words = (
        name.replace(".", " ").rstrip().rpartition(" ")[2] for name in keyed_lowest(units)
    )
    parents = (units.parents[at] for at in units.lowest)
    endings = zip(parents, last_words, strict=True)
    return sorted(chain.from_iterable(shared(zip(endings, units.lowest, strict=True))))


def _is_again(observations: Observations, at: int, first: int) -> bool:
    """Tell whether two rows may be one unit: both tell something, and no two codes tell them apart."""
    codes = {observations.units.codes[at], observations.units.codes[first]} - {None, ""}
    told = (_told(observations, at), _told(observations, first))
    return len(codes) < 2 and not any(set(values) <= {None} for values in told)


def _told(observations: Observations, at: int) -> list[object]:
    """Return all that is told of a unit: its counts and its targets, wherever they stand."""
    goals = (values[at] for values in observations.targets.values())
    counts = (values[at] for values in observations.counts.values())
    return [*counts, *(goal and (goal.kind, goal.value) for goal in goals)]


def _finding(observations: Observations, first: int, again: int, *, same: bool) -> Finding:
    unit, before = observations.units[again], observations.units[first]
    if unit.parent != before.parent and key(unit.name) == key(before.name):
        return _two_parents(observations, first, again, same=same)
    values = {"first": "".join(before.cells), "again": "".join(unit.cells)}
    said = about_unit(
        observations, again, "duplicate-unit", "same" if same else "differs", **values
    )
    return said._replace(cells=unit.cells + before.cells)


def _two_parents(observations: Observations, first: int, again: int, *, same: bool) -> Finding:
    """Say that a unit stands under two upper units, and where; with the same figures it counts under the first."""
    unit, before = observations.units[again], observations.units[first]
    file, sheet = observations.origin(first)
    is_here = observations.origin(again) == (file, sheet)
    where = [file, f"[{sheet}]" if sheet else "", *before.cells]
    values = {
        "parent": observations.units[unit.parent or 0].name,
        "other": observations.units[before.parent or 0].name,
        "place": "".join(before.cells) if is_here else " ".join(filter(None, where)),
    }
    said = about_unit(observations, again, "wrong-parent", "once" if same else "neither", **values)
    return said._replace(cells=unit.cells + before.cells) if is_here else said


def _without(observations: Observations, dropped: set[int], emptied: set[int]) -> Observations:
    """Drop units that stand again, and take the counts of others away."""
    counts = {
        name: [None if at in emptied else value for at, value in enumerate(values)]
        for name, values in observations.counts.items()
    }
    return observations._replace(counts=counts).without(dropped)
