"""Find the row that is called as the whole: by the name in the title, or by a type word above all others'."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.grouping import all_found, take
from coverage_cli.hierarchy import Line, Rows, Sum
from coverage_cli.locate.labels import unit_in_title
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.spelling import key

# A whole has two parts or more.
_FEWEST = 2
_PLAIN = frozenset({"bare", "whole"})


def with_named_whole(rows: Rows, title: Sequence[str], vocabulary: Vocabulary) -> Rows:
    """Return the rows, one that is called as the whole taken for its total; nothing is summed here.

    It is not numbered, and no plain total stands among the rows.
    """
    units = [at for at in rows.units if rows.lines[at].has_figures]
    if len(units) <= _FEWEST or not _PLAIN.isdisjoint(line.sums for line in rows.lines):
        return rows
    found = _by_title(rows, units, title, vocabulary) or _by_type(rows, units, vocabulary.levels)
    if not found or rows.lines[found[0]].ordinal is not None:
        return rows
    return rows.changed({at: _as_whole(rows.lines[at]) for at in found})


def _as_whole(line: Line) -> Line:
    return line._replace(total=Sum("whole", key(line.name)))


def _by_title(
    rows: Rows, units: Sequence[int], title: Sequence[str], vocabulary: Vocabulary
) -> list[int]:
    """Return the one row that has the name and type word of a unit in the title, and no peer of its type."""
    named = all_found(
        lambda level: unit_in_title(title, vocabulary.words_before(level)), vocabulary.levels
    )
    names = set(map(key, named))
    lines = rows.lines
    called = [at for at in units if key(lines[at].name) in names and lines[at].ordinal is None]
    types = take(rows.types, called)
    peers = [at for at in units if rows.types[at] in types[:1]]
    return called if peers == called else []


def _by_type(rows: Rows, units: Sequence[int], levels: Sequence[str]) -> list[int]:
    """Return the last row where its type word stands above those of all others, so that nothing is below it."""
    types = take(rows.types, units)
    *others, last = [levels.index(level) if level in levels else -1 for level in types]
    return [units[-1]] if 0 <= last < min(others) else []
