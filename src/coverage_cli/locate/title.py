"""The lines above a table that are its own, not those of a table beside it, and which of them is its title."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from coverage_cli.locate.headings import Heading
from coverage_cli.locate.vocabulary import Meaning, Vocabulary
from coverage_cli.model import Grid
from coverage_cli.spelling import tidy

_LONGEST_LINE = 300
_TOLD_BY_WORDS = 5
_SHORTEST_TITLE = 12
_STEP = 15


def title_lines(grid: Grid, heading: Heading, own: range | None = None, heads: Collection[int] = ()) -> tuple[str, ...]:
    """Return the lines above a table, those over its `own` columns where a table stands beside it.

    Rows that name a block of the table (`heads`) are none of them.
    """
    top = heading.rows[0] if heading.rows else heading.first_data_row
    ends = {(span.first_row, span.first_column): span.last_column for span in grid.merges} if own else {}
    return tuple(
        tidy(value)[:_LONGEST_LINE]
        for row, cells in enumerate(grid.rows[:top])
        for column, value in enumerate(cells)
        if isinstance(value, str) and value.strip() and row not in heads
        if own is None or (column < own.stop and ends.get((row, column), column) >= own.start)
    )


def own_columns(paths: Sequence[tuple[str, ...]], meanings: Sequence[Meaning], unit: int) -> range | None:
    """Return the columns of the table of a column of names: up to where another one names units beyond counts.

    None where no other table stands beside it. Columns without a heading between two tables are of neither.
    """
    counted = [at for at, meaning in enumerate(meanings) if meaning.subjects and meaning.column is None]
    names = [at for at, meaning in enumerate(meanings) if meaning.column == "unit"]
    beside = [at for at in names if any(min(at, unit) < count < max(at, unit) for count in counted)]
    if not beside:
        return None
    first = _begins(unit, meanings) if min(beside) < unit else 0
    last = min((_begins(at, meanings) for at in beside if at > unit), default=len(paths))
    while last and not paths[last - 1]:
        last -= 1
    return range(first, last)


def _begins(names: int, meanings: Sequence[Meaning]) -> int:
    """Return the first column of a table: that of its numbers, left of its names."""
    return names - 1 if names and meanings[names - 1].column in ("ordinal", "code") else names


def title_of(lines: Sequence[str], vocabulary: Vocabulary) -> str:
    """Return the line that is most likely the title, the first one of equals, "" where there is none.

    It speaks of a report or a table, else it is longer than the names of offices and dates; no remark in brackets.
    """
    own = [line for line in lines if not vocabulary.is_letterhead(line)]
    return max(own, key=lambda line: _weight(line, vocabulary), default="")


def _weight(line: str, vocabulary: Vocabulary) -> int:
    if line.startswith("("):
        return 0
    if len(line) >= _SHORTEST_TITLE and vocabulary.is_title(line):
        return _TOLD_BY_WORDS
    return 1 + min(len(line) // _STEP, _TOLD_BY_WORDS - 2)
