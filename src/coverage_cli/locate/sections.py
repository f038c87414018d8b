"""Part the rows of a table where names of months, quarters or years head groups of units: periods, not districts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.hierarchy import Line, Sum
from coverage_cli.locate.labels import label_of, ordinal_of, sum_of
from coverage_cli.locate.periods import BEGINS_A_TIME
from coverage_cli.locate.places import Places
from coverage_cli.locate.shapes import is_figure, is_words
from coverage_cli.locate.split import written_period
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.model import Grid, LeftOut
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key, tidy


class Section(NamedTuple):
    """The rows of one period and the row that names it, None for rows above the first such row (the title's time)."""

    period: str | None
    head: int | None
    rows: list[int]


def times_named(
    grid: Grid, rows: Sequence[int], places: Places, year: str | None
) -> dict[int, str]:
    """Return the period of each row whose label is nothing but one; `year` is the title's, where they name none."""
    columns = _columns_of_labels(places)
    begins = BEGINS_A_TIME.match
    texts = ((row, grid.rows[row][index]) for row in rows for index in columns)
    # A cheap look: few rows need the next.
    may = {
        row for row, text in texts if type(text) is str and not text.isdecimal() and begins(text)
    }
    periods = {
        row: _period_of_head(grid, row, places, year) for row in sorted(may | set(places.heads))
    }
    return {row: period for row, period in periods.items() if period}


def sections_of(
    grid: Grid, rows: Sequence[int], places: Places, times: Mapping[int, str]
) -> list[Section]:
    """Return the sections of a table by period, none where no such rows head units.

    Every section must have units of its own and a period that no other has: rows of comparison ("Tháng 4/2024" below a
    total, "Năm 2023" below each commune) head none.
    """
    above = Section(None, None, [])
    parts = [above]
    for row in rows:
        if row in times:
            parts.append(Section(times[row], row, []))
        else:
            parts[-1].rows.append(row)
    before, *names = (_names(grid, part, places) for part in parts)
    if len(parts) == 1 or not all(names) or len({part.period for part in parts[1:]}) < len(names):
        return []
    if before:
        return parts if 2 * len(before & names[0]) >= len(names[0]) else []
    return parts[1:] if len(names) > 1 else []


def _names(grid: Grid, section: Section, places: Places) -> set[str]:
    """Return the names in a section that have figures."""
    rows = [
        row
        for row in section.rows
        if is_words(grid.rows[row][places.name]) and _counts(grid, row, places)
    ]
    return {key(label_of(grid.rows[row][places.name]).name) for row in rows}


def _counts(grid: Grid, row: int, places: Places) -> bool:
    return any(is_figure(grid.rows[row][index]) for index in places.figures)


def times_below(
    grid: Grid,
    rows: Sequence[int],
    places: Places,
    vocabulary: Vocabulary,
    times: Mapping[int, str],
) -> dict[str, list[Line]]:
    """Return the lines of each period where units without figures head rows of months or years with theirs.

    Nothing where anything else has figures, or a unit lacks a time or has one twice: that is another layout.
    """
    found: dict[str, list[Line]] = {}
    unit = -1
    for row in () if places.parents else rows:
        is_time = unit >= 0 and row in times
        if _counts(grid, row, places) is not is_time:
            return {}
        if is_time:
            found.setdefault(times[row], []).append(_line_of(grid, unit, row, places, vocabulary))
        elif is_words(grid.rows[row][places.name]):
            unit = row
    names = [[line.name for line in lines] for lines in found.values()]
    alike = all(each == names[0] and len(set(each)) == len(each) for each in names)
    return dict(sorted(found.items())) if alike and len(names) > 1 and len(names[0]) > 1 else {}


def _line_of(grid: Grid, unit: int, row: int, places: Places, vocabulary: Vocabulary) -> Line:
    """Return the line of a unit whose figures stand in a row of a time below its name."""
    label = label_of(grid.rows[unit][places.name])
    ordinal = (
        label.ordinal if places.ordinal is None else ordinal_of(grid.rows[unit][places.ordinal])
    )
    return Line(row, label.name, ordinal, has_figures=True, total=sum_of(label.name, vocabulary))


def head_of(grid: Grid, section: Section, places: Places) -> tuple[list[Line], list[LeftOut]]:
    """Return the row that names a section: the total of its units where it has figures, else a label."""
    if section.head is None:
        return [], []
    if _counts(grid, section.head, places):
        above, own = (("",) * len(places.parents), (False,) * len(places.parents))
        return [
            Line(
                section.head,
                "",
                None,
                above,
                own,
                has_figures=True,
                total=Sum("whole"),
                after_gap=True,
            )
        ], []
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
    words = [index for index in _columns_of_labels(places) if is_words(cells[index])]
    if places.ordinal in words and len(words) > 1 and ordinal_of(cells[places.ordinal]):
        words.remove(places.ordinal)
    return label_of(cells[words[0]]).name if len(words) == 1 else ""


def _columns_of_labels(places: Places) -> list[int]:
    return [places.name, *([] if places.ordinal is None else [places.ordinal]), *places.parents]
