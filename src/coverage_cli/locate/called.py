"""Which columns a told name stands for: a heading, a heading path joined by `>`, a letter, or columns joined by `+`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from coverage_cli.errors import UnreadableInput
from coverage_cli.locate.paths import begins_or_groups, by_letter, stands_for
from coverage_cli.locate.shapes import filled, is_figure, text_of
from coverage_cli.locate.vocabulary import Meaning
from coverage_cli.model import Column, Grid, Value
from coverage_cli.project import Told
from coverage_cli.spelling import tidy

_SAMPLE = 40


class Headed(NamedTuple):
    """The columns of a grid before their roles: heading paths, their meanings, and a sample of the rows below.

    `lower` holds for each column what the lower parts of its path speak of, without the groups above; `periods` the
    period that it names, `period` is that of the table; `who` are the measures that tell who could be counted,
    `level_of` tells the level of a name by its type word, `is_sum` whether a label says total.
    """

    paths: Sequence[tuple[str, ...]]
    meanings: Sequence[Meaning]
    lower: Sequence[Sequence[frozenset[str]]]
    periods: Sequence[str | None]
    sample: Sequence[Sequence[Value]]
    where: str
    period: str | None
    who: frozenset[str]
    level_of: Callable[[str], str | None] = lambda _: None
    is_sum: Callable[[str], bool] = lambda _: False

    def names_in(self, index: int) -> list[str]:
        """Return the names in the sample of a column, blanks and labels of totals left out."""
        names = (tidy(text) for row in self.sample if (text := text_of(row[index])))
        return [name for name in names if not self.is_sum(name)]

    def level_in(self, index: int, levels: Sequence[str]) -> str | None:
        """Return the level that the type words in a column's cells tell, where nearly all of its names have one.

        A thành phố is a province or a district; it follows the others of its column.
        """
        names = self.names_in(index)
        found = [level for name in names if (level := self.level_of(name))]
        told = [level for level in found if level in levels]
        if not told or 5 * len(found) < 4 * len(names):
            return None
        return max(levels, key=told.count)


def sampled(grid: Grid, rows: Sequence[int]) -> list[Sequence[Value]]:
    """Return the first rows that hold anything."""
    return [grid.rows[row] for row in rows[:_SAMPLE] if filled(grid.rows[row])]


def told_here(paths: Sequence[tuple[str, ...]], told: Told) -> Told:
    """Return what is told without the columns that another table may have instead.

    Columns `borrowed` from the inputs are those of a list with just these headings.
    """

    def named(name: str | None) -> str | None:
        return name if name and all(_by_heading(paths, part) for part in name.split("+")) else None

    if told.borrowed:
        conditions = tuple(one for one in told.where if named(one[0]))
        own = {"unit": named(told.unit), "parent": named(told.parent), "code": named(told.code), "where": conditions}
        told = told._replace(**own)  # type: ignore[arg-type]
    here = {at: name for at, name in told.measures.items() if at not in told.elsewhere or has_column(paths, name)}
    goal = told.target_column
    gone = goal is not None and "target" in told.elsewhere and not has_column(paths, goal)
    return told._replace(measures=here, target_column=None if gone else goal)


def column_named(headed: Headed, name: str) -> int:
    """Return the one column a name stands for."""
    found = _resolved(headed, name)
    if len(found) > 1:
        choices = tuple(
            f"{Column(index, headed.paths[index]).letter} '{' > '.join(headed.paths[index])}'" for index in found
        )
        raise UnreadableInput("column-ambiguous", where=headed.where, column=name, choices=choices)
    return found[0]


def _resolved(headed: Headed, name: str) -> list[int]:
    """Return the columns that a heading, a heading path or a letter stands for.

    Several are allowed only where their paths tell different periods (the same columns for five years).
    """
    found = _called(headed.paths, name)
    if not found:
        headings = tuple(
            f"{Column(index, path).letter} '{' > '.join(path)}'" for index, path in enumerate(headed.paths) if path
        )
        raise UnreadableInput("column-not-found", where=headed.where, column=name, choices=headings)
    if len(found) > 1 and len({headed.paths[index] for index in found}) == 1:  # merged over filler columns
        found = [index for index in found if any(is_figure(row[index]) for row in headed.sample)] or found
    periods = {headed.periods[index] for index in found}
    if len(found) > 1 and len(periods) < len(found):
        choices = tuple(
            f"{Column(index, headed.paths[index]).letter} '{' > '.join(headed.paths[index])}'" for index in found
        )
        raise UnreadableInput("column-ambiguous", where=headed.where, column=name, choices=choices)
    return found


def _called(paths: Sequence[tuple[str, ...]], name: str) -> list[int]:
    """Return the columns of this heading (path), else of this letter, else those whose heading or group begins so."""
    return (
        _by_heading(paths, name)
        or by_letter(name, len(paths))
        or [index for index, path in enumerate(paths) if path and begins_or_groups(name, path)]
    )


def has_column(paths: Sequence[tuple[str, ...]], name: str) -> bool:
    """Tell whether a name stands for columns: a heading, a letter, or columns joined by +."""
    return bool(_called(paths, name)) or ("+" in name and all(_called(paths, part) for part in name.split("+")))


def _by_heading(paths: Sequence[tuple[str, ...]], name: str) -> list[int]:
    """Return the columns of just this heading, or heading path."""
    return [index for index, path in enumerate(paths) if stands_for(name, path)]


def summed(headed: Headed, name: str) -> list[tuple[int, tuple[int, ...]]]:
    """Return the columns a told measure stands for; B+D+F is one measure, the sum of three columns."""
    if "+" not in name or any(stands_for(name, path) for path in headed.paths):
        return [(index, ()) for index in _resolved(headed, name)]
    first, *others = (column_named(headed, part) for part in name.split("+"))
    return [(first, tuple(others))]
