"""Which area of a map is which unit: by name and the names above it, by code where a map has no names.

A map that is coloured wrong is worse than one with a white spot: what is not one pair is no pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from coverage_cli.grouping import grouped
from coverage_cli.model import Figure
from coverage_cli.records import NamedTuple
from coverage_cli.units.names import Name, TypeWords, namer

Properties = Mapping[str, str]
Pairs = dict[int, int]
"""The place of a unit's figure for the place of an area."""
# Codes alone are believed where nearly all units have an area by them: numbers from one upwards fit any list.
_MOST = 0.9


class Placed(NamedTuple):
    """The pairs, and the places of the figures of the level that has them: those without an area are told."""

    pairs: Pairs
    level: Sequence[int]


def place(areas: Sequence[Properties], figures: Sequence[Figure], type_words: TypeWords) -> Placed:
    """Return which figure each area shows, of the level that most areas fit; figures are those of one period."""
    part = namer(type_words)
    names = [part(figure.unit) for figure in figures]
    above = [part(figure.parent).bare if figure.parent else "" for figure in figures]
    parted = [{key: part(value) for key, value in area.items() if value} for area in areas]
    best = Placed({}, ())
    levels = grouped((figure.depth, at) for at, figure in enumerate(figures))
    for level in levels.values():
        by_bare = grouped((names[at].bare, at) for at in level)
        for key in dict.fromkeys(key for area in parted for key in area):
            found = _by_name(key, parted, by_bare, names, above)
            best = max(best, Placed(found, level), key=lambda one: len(one.pairs))
    return best if best.pairs else _by_code(areas, figures, levels.values())


def _by_name(
    key: str,
    areas: Sequence[Mapping[str, Name]],
    by_bare: Mapping[str, Sequence[int]],
    names: Sequence[Name],
    above: Sequence[str],
) -> Pairs:
    """Return the pairs where a property is the name: the unit above decides wherever the map tells it."""
    found: list[tuple[int, int, bool]] = []
    for at, area in enumerate(areas):
        name = area.get(key)
        bares = {other.bare for one, other in area.items() if one != key}
        fitting = (
            [unit for unit in by_bare.get(name.bare, ()) if name.may_be(names[unit])]
            if name
            else []
        )
        found += [(at, unit, above[unit] in bares) for unit in fitting]
    with_above = [pair for pair in found if pair[2]]
    # Where half of the pairs are confirmed by the unit above, a pair that is not is another place of that name.
    kept = with_above if 2 * len(with_above) >= len(found) else found
    return _ones((at, unit) for at, unit, _ in kept)


def _ones(pairs: Iterable[tuple[int, int]]) -> Pairs:
    """Return the pairs in which neither side is in another."""
    pairs = list(pairs)
    of_area = grouped(pairs)
    of_unit = grouped((unit, at) for at, unit in pairs)
    return {at: unit for at, unit in pairs if len(of_area[at]) == 1 == len(of_unit[unit])}


def _by_code(
    areas: Sequence[Properties], figures: Sequence[Figure], levels: Iterable[Sequence[int]]
) -> Placed:
    """Return the pairs by a property that holds the codes of nearly all units of a level."""
    for level in levels:
        codes = {str(figures[at].code).lstrip("0"): at for at in level if figures[at].code}
        for pairs in _coded(areas, codes):
            if len(pairs) >= _MOST * max(len(level), 1):
                return Placed(pairs, level)
    return Placed({}, ())


def _coded(areas: Sequence[Properties], codes: Mapping[str, int]) -> Iterator[Pairs]:
    for key in dict.fromkeys(key for area in areas for key in area):
        values = [(at, area.get(key, "").lstrip("0")) for at, area in enumerate(areas)]
        yield _ones((at, codes[value]) for at, value in values if value in codes)
