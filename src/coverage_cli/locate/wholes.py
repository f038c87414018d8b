"""Tell rows that are called as the whole: by the name in the title, or by a type word above all others'."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.hierarchy import Line, Sum
from coverage_cli.locate.labels import unit_in_title
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.spelling import key

_FEWEST = 2
"""A whole has two parts or more."""


def with_named_whole(lines: Sequence[Line], title: Sequence[str], vocabulary: Vocabulary) -> Sequence[Line]:
    """Return the lines, a row that is called as the whole taken for its total; nothing is summed here."""
    units = [line for line in lines if line.total is None and line.name and line.has_figures]
    if len(units) <= _FEWEST or any(line.total is not None and line.total.kind != "named" for line in lines):
        return lines
    types = [vocabulary.type_level(line.name) for line in units]
    found = _by_title(units, types, title, vocabulary) or _by_type(units, types, vocabulary)
    if found is None:
        return lines
    return [line._replace(total=Sum("whole", key(line.name))) if line is found else line for line in lines]


def _by_title(
    units: Sequence[Line], types: Sequence[str | None], title: Sequence[str], vocabulary: Vocabulary
) -> Line | None:
    """Return the one row that has the name and type word of a unit in the title, and no peer of its type."""
    words = [[*vocabulary.words_of(level), *vocabulary.words_of("city")] for level in vocabulary.levels]
    names = {key(name) for some in words if (name := unit_in_title(title, some))}
    called = [at for at, line in enumerate(units) if key(line.name) in names and _is_apart(units, at)]
    if len(called) != 1 or types.count(types[called[0]]) > 1:
        return None
    return units[called[0]]


def _by_type(units: Sequence[Line], types: Sequence[str | None], vocabulary: Vocabulary) -> Line | None:
    """Return the last row where its type word stands above those of all others, so that nothing is below it."""
    ranks = {level: rank for rank, level in enumerate(vocabulary.levels)}
    last = ranks.get(types[-1] or "")
    others = [ranks.get(kind or "") for kind in types[:-1]]
    if last is None or any(rank is None or rank <= last for rank in others) or not _is_apart(units, len(units) - 1):
        return None
    return units[-1]


def _is_apart(units: Sequence[Line], at: int) -> bool:
    """Tell whether a row is not numbered as its neighbours are."""
    return units[at].ordinal is None or all(line.ordinal is None for line in units)
