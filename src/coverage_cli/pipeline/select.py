"""Keep the figures that were asked for: a level, a unit with what is below it. Nothing is recomputed."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.errors import UsageFault
from coverage_cli.model import Figure
from coverage_cli.project import Choice
from coverage_cli.spelling import fold, key


def select(figures: Sequence[Figure], choice: Choice) -> tuple[Figure, ...]:
    """Return the figures of the level and below the unit asked for.

    Raises `UsageFault` where no unit bears that name or code, with names that come near, or no figure that level.
    """
    chosen = list(figures)
    if choice.inside:
        chosen = _inside(chosen, choice.inside)
    if choice.level:
        levels = tuple(dict.fromkeys(figure.level for figure in chosen))
        if choice.level not in levels:
            raise UsageFault("level-not-found", level=choice.level, choices=levels)
        chosen = [figure for figure in chosen if figure.level == choice.level]
    return tuple(chosen)


def _inside(figures: Sequence[Figure], name: str) -> list[Figure]:
    """Return a unit's figures and those below it: in reading order they follow it, deeper in the tree."""
    wanted = key(name)
    exact = [figure for figure in figures if wanted in (key(figure.unit), key(figure.code or ""))]
    if not exact:
        raise UsageFault("unit-not-found", unit=name, choices=_near(figures, name))
    units = {(figure.unit, figure.parent) for figure in exact}
    if len(units) > 1:
        choices = tuple(f"{figure.unit} ({figure.code or figure.parent or '–'})" for figure in dict.fromkeys(exact))
        raise UsageFault("unit-several", unit=name, choices=tuple(dict.fromkeys(choices)))
    chosen: list[Figure] = []
    depth = -1
    for figure in figures:
        if figure.depth <= depth:
            depth = -1
        if depth < 0 and (figure.unit, figure.parent) in units:
            depth = figure.depth
        if depth >= 0:
            chosen.append(figure)
    return chosen


def _near(figures: Sequence[Figure], name: str) -> tuple[str, ...]:
    import difflib  # only an unknown name pays for it

    names = {fold(figure.unit): figure.unit for figure in figures}
    wanted = fold(name)
    parts = [unit for folded, unit in names.items() if wanted in folded]
    near = difflib.get_close_matches(wanted, list(names), n=3, cutoff=0.6)
    return tuple(dict.fromkeys([*parts[:3], *(names[folded] for folded in near)]))
