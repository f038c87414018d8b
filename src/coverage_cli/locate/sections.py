"""Part the rows of a table where names of months, quarters or years head groups of units: periods, not districts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from coverage_cli.hierarchy import Line, Sum
from coverage_cli.locate.labels import label_of, ordinal_of, sum_of
from coverage_cli.locate.periods import BEGINS_A_TIME
from coverage_cli.locate.rows import Places
from coverage_cli.locate.shapes import is_figure, is_words
from coverage_cli.locate.split import written_period
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.model import Grid, LeftOut
from coverage_cli.spelling import key, tidy


class Section(NamedTuple):
    """The rows of one period and the row that names it, None for rows above the first such row (the title's time)."""

    period: str | None
    head: int | None
    rows: list[int]


def sections_of(grid: Grid, rows: Sequence[int], places: Places, year: str | None) -> list[Section]:
    """Return the sections of a table by period, none where no such rows head units.

    Every section must have units of its own and a period that no other has: rows of comparison ("Tháng 4/2024" below a
    total, "Năm 2023" below each commune) head none. `year` is that of the title, for months and quarters without one.
    """
    may = may_name_times(grid, rows, places)
    parts = [Section(None, None, [])]
    for row in rows:
        period = _period_of_head(grid, row, places, year) if row in may else None
        if period is None:
            parts[-1].rows.append(row)
        else:
            parts.append(Section(period, row, []))
    if len(parts) == 1:
        return []  # most tables: no names need be gathered
    names = [_names(grid, part.rows, places) for part in parts]
    above = parts.pop(0)
    before = names.pop(0)
    if not all(names) or len({part.period for part in parts}) < len(parts):
        return []
    if before:
        return [above, *parts] if 2 * len(before & names[0]) >= len(names[0]) else []
    return parts if len(parts) > 1 else []


def may_name_times(grid: Grid, rows: Sequence[int], places: Places) -> set[int]:
    """Return the rows that may name a time, by one look a row: few sheets have any."""
    columns = [places.name, *([places.ordinal] if places.ordinal is not None else []), *places.parents]
    begins = BEGINS_A_TIME.match
    texts = ((row, grid.rows[row][index]) for row in rows for index in columns)
    return {row for row, text in texts if type(text) is str and begins(text)} | set(places.heads)


def times_below(
    grid: Grid, rows: Sequence[int], places: Places, vocabulary: Vocabulary, year: str | None
) -> dict[str, list[Line]]:
    """Return the lines of each period where units without figures head rows of months or years with theirs.

    Nothing where anything else has figures, or a unit lacks a time or has one twice: that is another layout.
    """
    may = may_name_times(grid, rows, places)
    found: dict[str, list[Line]] = {}
    unit = -1
    for row in rows if may and not places.parents else ():
        period = _period_of_head(grid, row, places, year) if row in may and unit >= 0 else None
        if any(is_figure(grid.rows[row][index]) for index in places.figures) is not (period is not None):
            return {}
        if period is not None:
            found.setdefault(period, []).append(_line_of(grid, unit, row, places, vocabulary))
        elif is_words(grid.rows[row][places.name]):
            unit = row
    names = [[line.name for line in lines] for lines in found.values()]
    alike = all(each == names[0] and len(set(each)) == len(each) for each in names)
    return dict(sorted(found.items())) if alike and len(names) > 1 and len(names[0]) > 1 else {}


def _line_of(grid: Grid, unit: int, row: int, places: Places, vocabulary: Vocabulary) -> Line:
    """Return the line of a unit whose figures stand in a row of a time below its name."""
    label = label_of(grid.rows[unit][places.name])
    ordinal = label.ordinal if places.ordinal is None else ordinal_of(grid.rows[unit][places.ordinal])
    return Line(row, label.name, ordinal, has_figures=True, total=sum_of(label.name, vocabulary))


def head_of(grid: Grid, section: Section, places: Places) -> tuple[list[Line], list[LeftOut]]:
    """Return the row that names a section: the total of its units where it has figures, else a label."""
    if section.head is None:
        return [], []
    cells = grid.rows[section.head]
    if any(is_figure(cells[index]) for index in places.figures):
        above, own = (("",) * len(places.parents), (False,) * len(places.parents))
        return [Line(section.head, "", None, above, own, has_figures=True, total=Sum("whole"), after_gap=True)], []
    return [], [LeftOut(section.head, tidy(_label(grid, section.head, places)), "period")]


def _period_of_head(grid: Grid, row: int, places: Places, year: str | None) -> str | None:
    """Return the period that is all of a row's label."""
    label = _label(grid, row, places)
    return written_period(label, year, bare=row in places.heads) if label else None


def _label(grid: Grid, row: int, places: Places) -> str:
    """Return the words in a row's name, else in its numbering or a column of upper units, without a numbering."""
    if row in places.heads:
        return places.heads[row]
    cells = grid.rows[row]
    columns = [places.name, *([places.ordinal] if places.ordinal is not None else []), *places.parents]
    words = [index for index in columns if is_words(cells[index])]
    if places.ordinal in words and len(words) > 1 and ordinal_of(cells[places.ordinal]):
        words.remove(places.ordinal)
    return label_of(cells[words[0]]).name if len(words) == 1 else ""


def _names(grid: Grid, rows: Sequence[int], places: Places) -> set[str]:
    """Return the names of the rows with figures."""
    return {
        key(label_of(grid.rows[row][places.name]).name)
        for row in rows
        if is_words(grid.rows[row][places.name]) and any(is_figure(grid.rows[row][index]) for index in places.figures)
    }
