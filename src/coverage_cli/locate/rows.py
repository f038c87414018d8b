"""Read the rows below a heading, column by column: units, totals, notes; no tree is built here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat

from coverage_cli.grouping import first_where, take
from coverage_cli.hierarchy import Line, Ordinal, names_above
from coverage_cli.locate.codes import code_of, plain
from coverage_cli.locate.labels import (
    Label,
    label_of,
    number_of,
    ordinal_of,
    roman_number,
    says_sum,
    sum_of,
)
from coverage_cli.locate.lines_together import ending, filled_down, lettered, units_called_totals
from coverage_cli.locate.periods import is_time
from coverage_cli.locate.places import Places
from coverage_cli.locate.rate_rows import is_rate_row
from coverage_cli.locate.shapes import (
    cells_in,
    filled,
    is_blank,
    is_column_numbers,
    is_figure,
    is_words,
    text_of,
)
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.model import Grid, LeftOut, Value
from coverage_cli.patterns import pattern
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import tidy

# A total has two units above it or more.
_FEWEST = 2
# Names that tell a year are comparisons where one in this many rows has one; else the rows are years, or cohorts.
_FEW_IN = 4
_YEAR = pattern(r"(?:(?<![\d.,])|(?<!\d)\d\d?\.\d\d?\.)(?:19|20)\d\d(?![\d.,])")
# A label longer than this is no number of a column.
_COLUMN_NUMBER = 12
_SMALL_ROMANS = ("i", "v", "x")


class _Sheet(NamedTuple):
    """The rows of a table with their labels and whether they have figures, aligned; and what they are read beside.

    `uppers` is all that stands in the columns of upper units. `has_units` tells whether there are units besides towns,
    countryside, women and men: then these are none. `dated` are the rows whose names tell a year ("Số liệu năm 2020")
    where few do: they compare with another time.
    """

    grid: Grid
    rows: Sequence[int]
    cells: Sequence[Sequence[Value]]
    places: Places
    vocabulary: Vocabulary
    labels: Sequence[Label]
    counted: Sequence[bool]
    uppers: frozenset[Value]
    has_units: bool
    dated: frozenset[int]


def read_lines(
    grid: Grid, rows: Sequence[int], places: Places, vocabulary: Vocabulary
) -> tuple[list[Line], list[LeftOut]]:
    """Read the rows of a table; what stands below the last row with figures is left out as notes."""
    sheet = _sheet_of(grid, rows, places, vocabulary)
    last = _last_of_table(sheet)
    left_out = [
        LeftOut(row, text, "below")
        for row in rows
        if row > last and (text := _text(grid.rows[row]))
    ]
    lines: list[Line] = []
    above: Sequence[str] = [""] * len(places.parents)
    before, gap, again = -1, True, False
    for line in _lines(sheet):
        if line.row > last:
            break
        cells = grid.rows[line.row]
        if not _says_something(line, cells, places):
            gap = True
            continue
        if gap or places.parents:
            line = line._replace(above=filled_down(line, above), after_gap=gap)  # noqa: PLW2901
        again = line.is_bare and (again or _begins_breakdown(line, lines, vocabulary))
        upper = grid.rows[before] if before == line.row - 1 else ()
        before, gap = line.row, False
        if why := _why_no_unit(sheet, line, cells, upper, again=again):
            left_out.append(LeftOut(line.row, _text(cells), why))
            continue
        if total := sum_of(_label_of_sum(line), vocabulary):
            line, gap = line._replace(total=total), True  # noqa: PLW2901
        above = above if line.sums in ("bare", "whole") else names_above(line)
        lines.append(line)
    kept, below = ending(units_called_totals(lettered(lines)))
    return kept, [*left_out, *below]


def _sheet_of(grid: Grid, rows: Sequence[int], places: Places, vocabulary: Vocabulary) -> _Sheet:
    cells = take(grid.rows, rows)
    counted = _have_figures(cells, places)
    names = [
        label_of(of[places.name]).name
        for of, is_counted in zip(cells, counted, strict=True)
        if is_counted
    ]
    has_units = any(
        name and not vocabulary.is_part_row(name) and not says_sum(name, vocabulary)
        for name in names
    )
    uppers = frozenset[Value]().union(*(cells_in(cells, at) for at in places.parents))
    dated = _dated(rows, list(map(text_of, cells_in(cells, places.name))))
    return _Sheet(
        grid,
        rows,
        cells,
        places,
        vocabulary,
        _labels(cells, places),
        counted,
        uppers,
        has_units,
        dated,
    )


def _dated(rows: Sequence[int], names: Sequence[str]) -> frozenset[int]:
    """Return the rows whose names tell a year, where few do."""
    may = [
        (row, name) for row, name in zip(rows, names, strict=True) if "19" in name or "20" in name
    ]
    dated = frozenset(row for row, name in may if _YEAR.search(name))
    return dated if len(dated) * _FEW_IN <= sum(map(bool, names)) else frozenset()


def _have_figures(rows: Sequence[Sequence[Value]], places: Places) -> list[bool]:
    """Tell of each row whether a column of figures holds anything but words (a signature may stand in them).

    In a list of names alone the names stand for them.
    """
    if not places.figures:
        return [not is_blank(cells[places.name]) for cells in rows]
    held = [False] * len(rows)
    for index in places.figures:  # the first column tells it of nearly every row
        held = [known or _is_no_word(cells[index]) for known, cells in zip(held, rows, strict=True)]
    return held


def _is_no_word(value: Value) -> bool:
    return type(value) is float or not (is_blank(value) or is_words(value))


def _labels(rows: Sequence[Sequence[Value]], places: Places) -> list[Label]:
    """Return the label of each row: that of its name, else of words merged over it from the left."""
    labels = [label_of(cells[places.name]) for cells in rows]
    return [
        label if label.name else _label_beside(cells, places) or label
        for label, cells in zip(labels, rows, strict=True)
    ]


def _label_beside(cells: Sequence[Value], places: Places) -> Label | None:
    """Return the label of words in the numbering column ("Tổng cộng"), else of words alone in the column of codes.

    The latter are a district, merged over the row from there on.
    """
    marker = None if places.ordinal is None else cells[places.ordinal]
    if type(marker) is str and not is_blank(marker) and ordinal_of(marker) is None:
        return label_of(marker)
    held = filled(cells)
    is_lone = len(held) == 1 and held[0] in places.codes and is_words(cells[held[0]])
    return label_of(cells[held[0]]) if is_lone else None


def _lines(sheet: _Sheet) -> Iterator[Line]:
    """Read each row as a line; its names above are those that stand in the row itself."""
    cells, places = sheet.cells, sheet.places
    names = cells_in(cells, places.name)
    numerals = names if places.ordinal is None else cells_in(cells, places.ordinal)
    ordinals, romans = _numbering(sheet, numerals)
    codes = [code_of(of, places.codes) for of in cells] if places.codes else repeat(None)
    read = map(
        Line,
        sheet.rows,
        [label.name for label in sheet.labels],
        ordinals,
        [tuple([label_of(of[at]).name for at in places.parents]) for of in cells],
        [tuple([not is_blank(of[at]) for at in places.parents]) for of in cells],
        sheet.counted,
        repeat(None),  # what is a total, and what stands after a gap, is told row by row
        repeat(False),
        codes,
        repeat(0) if places.ordinal is None else map(number_of, numerals),
        [
            tuple(["" if at is None else code_of(of, (at,)) or "" for at in places.codes_above])
            for of in cells
        ],
        repeat("") if places.tier is None else map(plain, cells_in(cells, places.tier)),
        [len(name) - len(name.lstrip()) if type(name) is str else 0 for name in names],
        romans,
        map(_capital, numerals),
    )
    if not places.heads:
        return read
    heads = {
        row: Line(row, name, after_gap=True, heads_block=True) for row, name in places.heads.items()
    }
    return (heads.get(line.row, line) for line in read)


def _numbering(sheet: _Sheet, numerals: Sequence[Value]) -> tuple[list[Ordinal | None], list[int]]:
    """Return the styles of numbers and the Roman ones, of the numbering column, else of the names' own cells."""
    own: list[Ordinal | None] = [label.ordinal for label in sheet.labels]
    if sheet.places.ordinal is None:
        return own, [label.roman for label in sheet.labels]
    styles = list(map(ordinal_of, numerals))
    if "small" in styles:  # beside ii and iii a lone i is no letter
        bare = [text_of(numeral).rstrip(".)") for numeral in numerals]
        small = _SMALL_ROMANS if "ii" in bare else ()
        styles = [
            "roman" if numeral in small else style
            for numeral, style in zip(bare, styles, strict=True)
        ]
    styles = [
        style or ("bullet" if label == "bullet" else None)
        for style, label in zip(styles, own, strict=True)
    ]
    romans = [
        roman_number(str(of)) if style == "roman" else 0
        for of, style in zip(numerals, styles, strict=True)
    ]
    return styles, romans


def _capital(value: Value) -> str:
    """Return the single capital letter that a cell begins with as a numeral, "" where it does not: "C", "C. Nord"."""
    if type(value) is not str:
        return ""
    head = value.strip()[:2]
    return head[0] if head[:1].isupper() and head[1:] in ("", ".", ")", "/") else ""


def _says_something(line: Line, cells: Sequence[Value], places: Places) -> bool:
    """Tell whether a row has a name, figures or an upper unit, or the numeral alone of a group whose name was lost."""
    if line.name or line.has_figures or any(line.own):
        return True
    return line.ordinal in ("roman", "letter") and filled(cells) == [places.ordinal]


def _last_of_table(sheet: _Sheet) -> int:
    """Return the last row with figures, or those below it that are numbered on and named: they have not reported."""
    places = sheet.places
    at = first_where(lambda at: sheet.counted[at], range(len(sheet.rows) - 1, -1, -1))
    if at is None:
        return -1
    last = sheet.rows[at]
    if places.ordinal is None:
        return last
    number = number_of(sheet.cells[at][places.ordinal])
    for row, cells in zip(sheet.rows[at + 1 :], sheet.cells[at + 1 :], strict=True):
        number += 1
        if number_of(cells[places.ordinal]) != number or not is_words(cells[places.name]):
            break
        last = row
    return last


def _why_no_unit(
    sheet: _Sheet, line: Line, cells: Sequence[Value], upper: Sequence[Value], *, again: bool
) -> str:
    """Tell why a row is no unit, "" where it is one; `upper` is the row right above, () if that is blank.

    `again` says that it counts the people above once more. What has a code, a level or a number is a unit, but for
    what is seen before these.
    """
    if _is_shifted(sheet, line, cells):
        return "shifted"
    if line.code is not None or line.heads_block or line.row in sheet.places.counted_rows:
        return ""
    if again or (line.ordinal is None and _is_of_row_above(sheet, line, cells, upper)):
        return "other-row"
    if line.tier:
        return ""
    if (
        not line.name and line.has_figures
    ):  # "Average" below a total may stand in the column of the upper units
        line = line._replace(name=_label_of_sum(line))
    if sheet.has_units and line.is_bare and sheet.vocabulary.is_part_row(line.name):
        return "other-row"
    return "" if line.ordinal is not None or not line.name else _why_no_name(sheet, line, cells)


def _why_no_name(sheet: _Sheet, line: Line, cells: Sequence[Value]) -> str:
    """Tell why the label of a row without number and code names no unit, "" where it may."""
    vocabulary = sheet.vocabulary
    if vocabulary.is_note_row(line.name):
        return "below"
    if len(line.name) <= _COLUMN_NUMBER and is_column_numbers(cells):
        return "numbers"
    if not line.has_figures and _announces_parts(sheet, line):
        return "label"
    if vocabulary.is_other_row(line.name) or is_time(line.name):
        return "other-row" if line.has_figures else "label"
    return ""


def _announces_parts(sheet: _Sheet, line: Line) -> bool:
    """Tell whether a row announces the parts right below it ("By type of area", then "Urban")."""
    below = sheet.grid.rows[line.row + 1 : line.row + 2]
    names = [text_of(cells[sheet.places.name]) for cells in below]
    return sheet.vocabulary.is_breakdown(line.name) and any(
        map(sheet.vocabulary.is_part_row, names)
    )


def _is_shifted(sheet: _Sheet, line: Line, cells: Sequence[Value]) -> bool:
    """Tell a row that slipped to the right: no name where it should be, words under the counts, figures behind them.

    The name of an upper unit is no name either, where the row reaches beyond the last column of figures.
    """
    is_named = cells[sheet.places.name] not in sheet.uppers if line.name else line.code is not None
    if is_named or any(line.own):
        return False
    figures = sheet.places.figures
    first, *right = [*(index for index in filled(cells) if index > sheet.places.name), -1][:-1] or [
        -1
    ]
    if (
        first not in figures
        or not is_words(cells[first])
        or not any(is_figure(cells[at]) for at in right)
    ):
        return False
    return not line.name or (right[-1] == max(figures) + 1 and is_figure(cells[right[-1]]))


def _is_of_row_above(
    sheet: _Sheet, line: Line, cells: Sequence[Value], upper: Sequence[Value]
) -> bool:
    """Tell whether a row tells of the unit above its figures at another time, or its rates."""
    is_dated = line.row in sheet.dated and line.has_figures
    return is_dated or (bool(upper) and is_rate_row(cells, upper, sheet.places.figures))


def _begins_breakdown(line: Line, above: Sequence[Line], vocabulary: Vocabulary) -> bool:
    """Tell whether a row announces the people above once more ("By area"): below a total, and without figures."""
    if line.has_figures or not above:
        return False
    last = above[-1]
    is_apart = last.ordinal is None and any(line.ordinal is not None for line in above)
    if not (is_apart or last.total is not None or not last.name):
        return False
    several = sum(other.total is None and other.has_figures for other in above) >= _FEWEST
    return several and (vocabulary.is_breakdown(line.name) or vocabulary.is_other_row(line.name))


def _label_of_sum(line: Line) -> str:
    """Return the label that may say total: the name, or that of a parent column where it has none."""
    if line.name:
        return line.name
    return next(
        (text for text, own in zip(reversed(line.above), reversed(line.own), strict=True) if own),
        "",
    )


def _text(cells: Sequence[Value]) -> str:
    return tidy(" ".join(value for value in cells if type(value) is str and value.strip()))
