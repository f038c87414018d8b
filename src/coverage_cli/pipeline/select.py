"""Keep the figures that were asked for: a level, a unit with what is below it. Nothing is recomputed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from coverage_cli.errors import UsageFault
from coverage_cli.locate import load_vocabulary
from coverage_cli.model import Figure
from coverage_cli.patterns import pattern
from coverage_cli.project import Choice
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import fold, key

_IN_BRACKETS = pattern(r"(.+?)\s*\(([^()]+)\)\s*")


class _Wanted(NamedTuple):
    """A unit as it was typed: its name or code, and what stands beside it: units above it, or its code."""

    name: str
    beside: tuple[str, ...] = ()


class _Placed(NamedTuple):
    """A figure with the names and codes of the units above it, nearest last."""

    figure: Figure
    above: tuple[str, ...]


def select(figures: Sequence[Figure], choice: Choice) -> tuple[Figure, ...]:
    """Return the figures of the level and below the unit asked for.

    Raises `UsageFault` where no unit bears that name or code, with names that come near, or no figure that level.
    """
    chosen = _inside(figures, choice.inside) if choice.inside else tuple(figures)
    if not choice.level:
        return chosen
    levels = tuple(dict.fromkeys(figure.level for figure in chosen))
    if choice.level not in levels:
        raise UsageFault("level-not-found", level=choice.level, choices=levels)
    return tuple(figure for figure in chosen if figure.level == choice.level)


def _inside(figures: Sequence[Figure], text: str) -> tuple[Figure, ...]:
    """Return a unit's figures and those below it: in reading order they follow it, deeper in the tree."""
    found = _found(figures, text)
    units = {(figure.unit, figure.parent) for figure in found}
    codes = {figure.code for figure in found if figure.code}
    if len(units) > 1 or len(codes) > 1:
        raise UsageFault("unit-several", unit=text, choices=_told_apart(found))
    chosen: list[Figure] = []
    depth = -1
    for figure in figures:
        if figure.depth <= depth:
            depth = -1
        if (
            depth < 0
            and (figure.unit, figure.parent) in units
            and (not codes or figure.code in (None, *codes))
        ):
            depth = figure.depth
        if depth >= 0:
            chosen.append(figure)
    return tuple(chosen)


def _found(figures: Sequence[Figure], text: str) -> list[Figure]:
    """Return the figures of the units that bear the name typed: as printed first, then without its type word."""
    placed = _placed(figures)
    # As printed first: "Thị xã A" is not to be taken for "Xã A" because a type word may be left out.
    for same in (key, _bare):
        for wanted in _readings(text):
            found = [place.figure for place in placed if _fits(place, wanted, same)]
            if found:
                return found
    near = _near(figures, text)
    if near:
        raise UsageFault("unit-not-found", unit=text, choices=near)
    raise UsageFault("unit-not-found-near", unit=text)


def _readings(text: str) -> list[_Wanted]:
    """Return what may have been typed: a whole name, `A > B`, `B (A)` or `B (code)`, `B, A`.

    >>> _readings("Xã A, Huyện B")[-1]
    _Wanted(name='Xã A', beside=('Huyện B',))
    """
    readings = [_Wanted(text)]
    if ">" in text:
        *above, name = text.split(">")
        readings.append(_wanted(name, above))
    bracketed = _IN_BRACKETS.fullmatch(text)
    if bracketed:
        readings.append(_wanted(bracketed[1], [bracketed[2]]))
    if "," in text:
        name, *above = text.split(",")
        readings.append(_wanted(name, above))
    return readings


def _wanted(name: str, beside: Sequence[str]) -> _Wanted:
    return _Wanted(name.strip(), tuple(told.strip() for told in beside))


def _placed(figures: Sequence[Figure]) -> list[_Placed]:
    """Return each figure with what stands above it: figures come in reading order, parts after their whole."""
    above: list[Figure] = []
    placed = []
    for figure in figures:
        above = [upper for upper in above if upper.depth < figure.depth]
        names = (
            figure.parent or "",
            *(name for upper in above for name in (upper.unit, upper.code or "")),
        )
        placed.append(_Placed(figure, names))
        above.append(figure)
    return placed


def _fits(place: _Placed, wanted: _Wanted, same: Callable[[str], str]) -> bool:
    """Tell whether a figure's unit bears the name, and everything told beside it is said of it."""
    figure = place.figure
    if same(wanted.name) not in (same(figure.unit), key(figure.code or "")):
        return False
    said = {same(name) for name in (*place.above, figure.code or "", figure.level)}
    return all(same(told) in said for told in wanted.beside)


def _bare(name: str) -> str:
    """Return a name's key without its type word (xã, huyện …), which a person may leave out."""
    whole = key(name)
    word = next((word for word, _ in load_vocabulary().types if whole.startswith(word)), "")
    return whole[len(word) :].strip() or whole


def _told_apart(found: Sequence[Figure]) -> tuple[str, ...]:
    """Return each unit as it is told from the others, in a form that `--in` takes: its name alone where that does."""
    units = {(figure.unit, figure.parent, figure.code): figure for figure in found}.values()
    bearers = Counter(key(figure.unit) for figure in units)
    return tuple(
        f"{figure.unit} ({figure.code or figure.parent or figure.level})"
        if bearers[key(figure.unit)] > 1
        else figure.unit
        for figure in units
    )


def _near(figures: Sequence[Figure], name: str) -> tuple[str, ...]:
    import difflib  # only an unknown name needs it

    names = {fold(figure.unit): figure.unit for figure in figures}
    wanted = fold(name)
    parts = [unit for folded, unit in names.items() if wanted in folded]
    near = difflib.get_close_matches(wanted, list(names), n=3, cutoff=0.6)
    return tuple(dict.fromkeys([*parts[:3], *(names[folded] for folded in near)]))
