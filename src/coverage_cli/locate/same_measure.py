"""Which of several columns whose headings speak of one measure is the one, and which are parts of it or rivals.

A part that its heading does not name ("Trong đó > Khác") speaks of the same insurance as the total, so that by words
alone it could be taken for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.errors import UnreadableInput
from coverage_cli.locate.vocabulary import Meaning
from coverage_cli.model import Column


def without_unnamed_parts(meanings: Sequence[Meaning], columns: Sequence[Column]) -> list[Column]:
    """Return the columns, those under a heading of parts that count what another column counts in all taken for none.

    A part alone, without its total, is no total either where a word of its heading is left over.
    """
    parts = {column.index for column in columns if _is_part(meanings, column)}
    if not parts:
        return list(columns)
    totals = {column.subject for column in columns if column.role == "measure" and column.index not in parts}
    return [
        column._replace(role="other", why="excluded")
        if column.index in parts and (column.subject in totals or column.unread)
        else column
        for column in columns
    ]


def _is_part(meanings: Sequence[Meaning], column: Column) -> bool:
    return column.role == "measure" and not column.told and "part" in meanings[column.index].aspects


def one_a_measure(columns: Sequence[Column], where: str) -> list[Column]:
    """Keep one column a measure and period: the one whose heading says nothing more; refuse equals."""
    groups: dict[tuple[str, str | None], list[Column]] = {}
    for column in columns:
        if column.role == "measure" and column.subject:
            groups.setdefault((column.subject, column.period), []).append(column)
    losers: set[int] = set()
    for (measure, _), rivals in groups.items():
        fewest = min(len(rival.unread) for rival in rivals)
        best = [rival for rival in rivals if len(rival.unread) == fewest]
        if len(best) > 1:
            best = [rival for rival in best if len(rival.heading) == min(len(other.heading) for other in best)]
        if len(best) > 1:
            choices = tuple(f"{rival.letter} '{rival.name}'" for rival in best)
            raise UnreadableInput(
                "measure-ambiguous", where=where, measure=measure, choices=choices, column=best[0].letter
            )
        losers.update(rival.index for rival in rivals if rival is not best[0])
    return [column._replace(role="other", why="rival") if column.index in losers else column for column in columns]
