"""Which columns a told name stands for: a heading, a heading path joined by `>`, a letter, or columns joined by `+`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import filterfalse

from coverage_cli.errors import UnreadableInput
from coverage_cli.grouping import places_where, take
from coverage_cli.locate.paths import begins_or_groups, by_letter, stands_for
from coverage_cli.locate.shapes import cells_in, filled, is_figure, text_of
from coverage_cli.locate.vocabulary import Meaning
from coverage_cli.model import Column, Grid, Value
from coverage_cli.project import Told
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import tidy

_SAMPLE = 40


class Headed(NamedTuple):
    """The columns of a grid before their roles: heading paths, their meanings, and a sample of the rows below.

    `lower` holds for each column what the lower parts of its path speak of, without the groups above; `periods` the
    period that it names, `period` is that of the table; `who` are the measures that tell who could be counted,
    `level_of` tells the level of a name by its type word, `is_no_unit` whether a label says total or compares.
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
    is_no_unit: Callable[[str], bool] = lambda _: False

    def effects(self, column: Column) -> frozenset[str]:
        """Return what the further words of a column's heading do."""
        return self.meanings[column.index].effects

    def cells_of(self, index: int) -> list[Value]:
        """Return the cells of a column in the sample."""
        return cells_in(self.sample, index)

    def names_in(self, index: int) -> list[str]:
        """Return the names in the sample of a column, blanks and labels of totals and comparisons left out."""
        texts = filter(None, map(text_of, self.cells_of(index)))
        return list(filterfalse(self.is_no_unit, map(tidy, texts)))

    def has_figures(self, index: int) -> bool:
        """Tell whether the sample of a column has a figure."""
        return any(map(is_figure, self.cells_of(index)))

    def level_in(self, index: int, levels: Sequence[str]) -> str | None:
        """Return the level that the type words in a column's cells tell, where nearly all of its names have one.

        A thành phố is a province or a district; it follows the others of its column. Of equals the lowest level.
        """
        found = list(map(self.level_of, self.names_in(index)))
        known = list(filter(None, found))
        best = max(reversed(levels), key=known.count)
        return best if best in known and 5 * len(known) >= 4 * len(found) else None

    def refused(self, code: str, name: str, found: Sequence[int]) -> UnreadableInput:
        """Return the fault that a told column is not one of these."""
        choices = tuple(Column(index, self.paths[index]).shown for index in found)
        return UnreadableInput(code, where=self.where, column=name, choices=choices)


def sampled(grid: Grid, rows: Sequence[int]) -> list[Sequence[Value]]:
    """Return the first rows that hold anything."""
    return list(filter(filled, take(grid.rows, rows[:_SAMPLE])))


def told_here(paths: Sequence[tuple[str, ...]], told: Told) -> Told:
    """Return what is told without the columns that another table may have instead.

    Columns `borrowed` from the inputs are those of a list with just these headings.
    """
    if told.borrowed:
        told = _headed_here(paths, told)

    def is_elsewhere(what: str, name: str) -> bool:
        return what in told.elsewhere and not has_column(paths, name)

    measures = {at: name for at, name in told.measures.items() if not is_elsewhere(at, name)}
    goal = None if is_elsewhere("target", told.target_column or "") else told.target_column
    return told._replace(measures=measures, target_column=goal)


def _headed_here(paths: Sequence[tuple[str, ...]], told: Told) -> Told:
    """Return what is told without the columns that these headings lack."""

    def if_here(name: str | None) -> str | None:
        parts = (name or "").split("+")
        return name if all(_by_heading(paths, part) for part in parts) else None

    return told._replace(
        unit=if_here(told.unit),
        parent=if_here(told.parent),
        code=if_here(told.code),
        where=tuple(one for one in told.where if if_here(one[0])),
    )


def column_named(headed: Headed, name: str) -> int:
    """Return the one column a name stands for."""
    found = _resolved(headed, name)
    if len(found) > 1:
        raise headed.refused("column-ambiguous", name, found)
    return found[0]


def _resolved(headed: Headed, name: str) -> list[int]:
    """Return the columns that a heading, a heading path or a letter stands for.

    Several are allowed only where their paths tell different periods (the same columns for five years).
    """
    found = _called(headed.paths, name)
    if not found:
        raise headed.refused("column-not-found", name, places_where(bool, headed.paths))
    if len(set(take(headed.paths, found))) == 1:  # one heading merged over filler columns, too
        found = list(filter(headed.has_figures, found)) or found
    if len(set(take(headed.periods, found))) < len(found):
        raise headed.refused("column-ambiguous", name, found)
    return found


def _called(paths: Sequence[tuple[str, ...]], name: str, *, whole: bool = False) -> list[int]:
    """Return the columns of this heading (path), else of this letter, else those whose heading or group begins so."""
    beginning = (
        [] if whole else places_where(lambda path: path and begins_or_groups(name, path), paths)
    )
    return _by_heading(paths, name) or by_letter(name, len(paths)) or beginning


def has_column(paths: Sequence[tuple[str, ...]], name: str, *, whole: bool = False) -> bool:
    """Tell whether a name stands for columns: a heading (the `whole` of it), a letter, or columns joined by +."""
    parts = list(filter(None, name.split("+")))

    def is_called(name: str) -> bool:
        return bool(_called(paths, name, whole=whole))

    return is_called(name) or (bool(parts) and all(map(is_called, parts)))


def _by_heading(paths: Sequence[tuple[str, ...]], name: str) -> list[int]:
    """Return the columns of just this heading, or heading path; one to the letter goes first ("2. Dosis")."""
    found = places_where(lambda path: stands_for(name, path), paths)
    to_the_letter = tidy(name)
    return [index for index in found if tidy(paths[index][-1]) == to_the_letter] or found


def summed(headed: Headed, name: str) -> list[tuple[int, tuple[int, ...]]]:
    """Return the columns a told measure stands for; B+D+F is one measure, the sum of three columns."""
    if "+" not in name or _by_heading(headed.paths, name):
        return [(index, ()) for index in _resolved(headed, name)]
    first, *others = (column_named(headed, part) for part in name.split("+"))
    return [(first, tuple(others))]
