"""The lines above a table that are its own, not those of a table beside it, and which of them is its title."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from coverage_cli.grouping import places_where
from coverage_cli.locate.headings import Heading
from coverage_cli.locate.shapes import end_of_earlier
from coverage_cli.locate.vocabulary import Meaning, Vocabulary
from coverage_cli.model import Grid
from coverage_cli.spelling import tidy

_LONGEST_LINE = 300
_TOLD_BY_WORDS = 5
_SHORTEST_TITLE = 12
_STEP = 15


def title_lines(
    grid: Grid, heading: Heading, own: range | None = None, heads: Collection[int] = ()
) -> tuple[str, ...]:
    """Return the lines above a table, those over its `own` columns where a table stands beside it.

    Rows that name a block of the table (`heads`) are none of them. Those below an earlier table come first.
    """
    top = heading.top
    begin = end_of_earlier(grid, top)
    ends = (
        {(span.first_row, span.first_column): span.last_column for span in grid.merges}
        if own
        else {}
    )
    return tuple(
        tidy(value)[:_LONGEST_LINE]
        for row in (*range(begin, top), *range(begin))
        for column, value in enumerate(grid.rows[row])
        if isinstance(value, str) and value.strip() and row not in heads
        if own is None or (column < own.stop and ends.get((row, column), column) >= own.start)
    )


def own_columns(
    paths: Sequence[tuple[str, ...]], meanings: Sequence[Meaning], unit: int
) -> range | None:
    """Return the columns of the table of a column of names: up to where another one names units beyond counts.

    Beyond columns of anything and one without a heading, too. None where no other table stands beside it. Columns
    without a heading between two tables are of neither.
    """
    counted = places_where(lambda meaning: meaning.subjects and meaning.column is None, meanings)
    names = [
        at
        for at, meaning in enumerate(meanings)
        if meaning.column == "unit" or paths[at] == paths[unit]
    ]
    beside = [at for at in names if at != unit and _are_apart(paths, counted, *sorted((at, unit)))]
    if not beside:
        return None
    first = _begins(unit, meanings) if min(beside) < unit else 0
    last = min((_begins(at, meanings) for at in beside if at > unit), default=len(paths))
    while last and not paths[last - 1]:
        last -= 1
    return range(first, last)


def _are_apart(
    paths: Sequence[tuple[str, ...]], counted: Sequence[int], left: int, right: int
) -> bool:
    """Tell whether counts stand between two columns of names, or headings and a column without one."""
    between = paths[left + 1 : right]
    return any(left < count < right for count in counted) or (any(between) and not all(between))


def _begins(names: int, meanings: Sequence[Meaning]) -> int:
    """Return the first column of a table: that of its numbers, left of its names."""
    return names - 1 if names and meanings[names - 1].column in ("ordinal", "code") else names


def title_of(lines: Sequence[str], vocabulary: Vocabulary) -> str:
    """Return the line that is most likely the title, the first one of equals, "" where there is none.

    It speaks of a report or a table or of what is counted, else it is longer than names and dates; no remark in
    brackets, no name of an office.
    """
    own = [line for line in lines if not vocabulary.is_letterhead(line)]
    return max(own, key=lambda line: _weight(line, vocabulary), default="")


def _weight(line: str, vocabulary: Vocabulary) -> int:
    if line.startswith("(") or vocabulary.names_office(line):
        return 0
    if len(line) >= _SHORTEST_TITLE and (
        vocabulary.is_title(line) or vocabulary.meaning((line,)).subjects
    ):
        return _TOLD_BY_WORDS
    return 1 + min(len(line) // _STEP, _TOLD_BY_WORDS - 2)
