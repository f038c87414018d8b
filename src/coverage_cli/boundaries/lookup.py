"""Administrative units at a date: who bears a name or code, what stands above, what became of them and of what."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from fractions import Fraction

from coverage_cli.boundaries.crosswalk import Change, Crosswalk, Place
from coverage_cli.errors import UsageFault
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import fold, key
from coverage_cli.units.names import Name

# How many names are suggested for one that nobody bears, and how alike they must be.
_SUGGESTIONS, _ALIKE = 5, 0.6


class Asked(NamedTuple):
    """Which units: of a name or code (* stands for any letters), below a unit, on a day; None: all, at any time."""

    name: str | None = None
    inside: str | None = None
    day: str | None = None


class Step(NamedTuple):
    """A change as seen from one of its units: the other one (None: it came of itself), share, kind and source."""

    place: Place | None
    day: str
    share: Fraction | None
    kind: str
    source: str


class Found(NamedTuple):
    """A unit, what it was made of, and what became of it."""

    place: Place
    made_of: Sequence[Step]
    became: Sequence[Step]


def find_units(
    table: Crosswalk,
    asked: Asked,
    part: Callable[[str], Name],
) -> list[Found]:
    """Return the units asked for in the order of the table; `part` parts names into type word and rest.

    Raises `UsageFault` with names that come near where there is none.
    """
    there = range(len(table.places)) if asked.day is None else table.on(asked.day)
    upper = asked.inside
    inside = [at for at in there if not upper or _is_below(table.places[at], upper, part)]
    if upper and not inside:
        raise _nothing(upper, _uppers(table, there))
    name = asked.name
    chosen = [at for at in inside if not name or _is_called(table.places[at], name, part)]
    if name and not chosen:
        names = (table.places[at].name for at in inside)
        raise _nothing(name, names)
    becoming, made_of = table.becoming(), table.made_of()
    return [
        Found(
            table.places[at],
            [_step(table, one, one.old) for one in made_of.get(at, ())],
            [_step(table, one, one.new) for one in becoming.get(at, ())],
        )
        for at in chosen
    ]


def _step(
    table: Crosswalk,
    change: Change,
    other: int | None,
) -> Step:
    return Step(
        place=None if other is None else table.places[other],
        day=table.places[change.new].since,
        share=change.share,
        kind=change.kind,
        source=change.source,
    )


def _is_called(
    place: Place,
    name: str,
    part: Callable[[str], Name],
) -> bool:
    """Tell whether a unit bears a code, a name, or a name without its type word; * stands for any letters."""
    if "*" in name:
        pattern = fold(name).replace("[", "[[]")
        written = (fold(place.name), fold(part(place.name).bare))
        return any(fnmatchcase(one, pattern) for one in written)
    wanted = key(name)
    return wanted in (key(place.code), key(place.name), part(place.name).bare)


def _is_below(
    place: Place,
    upper: str,
    part: Callable[[str], Name],
) -> bool:
    """Tell whether a unit stands below another; `Tỉnh A > Huyện B` names both."""
    above = {form for name in place.above for form in (key(name), part(name).bare)}
    return {key(name.strip()) for name in upper.split(">")} <= above


def _uppers(table: Crosswalk, there: Iterable[int]) -> Iterable[str]:
    return (name for at in there for name in table.places[at].above)


def _nothing(
    name: str,
    known: Iterable[str],
) -> UsageFault:
    """Return the refusal of a name that nobody bears, with those that come near."""
    folded = {fold(one): one for one in known}
    near = difflib.get_close_matches(fold(name), list(folded), _SUGGESTIONS, _ALIKE)
    choices = tuple(folded[one] for one in near)
    key_of = "unit-not-found" if near else "unit-nowhere"
    return UsageFault(key_of, unit=name, choices=choices)
