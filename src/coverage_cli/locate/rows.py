"""Read the rows below a heading one by one: units, totals, notes; no tree is built here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

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
from coverage_cli.locate.periods import is_time
from coverage_cli.locate.rate_rows import is_rate_row
from coverage_cli.locate.shapes import filled, is_blank, is_column_numbers, is_figure, is_words, text_of
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.model import Column, Grid, LeftOut, Value
from coverage_cli.patterns import pattern
from coverage_cli.spelling import tidy

_MOST = 5
"""Units are numbered or coded where four in five of them are."""
_FEWEST = 2
"""A total has two units above it or more."""
_FEW_IN = 4
"""Names that tell a year are comparisons where one in this many rows has one; else the rows are years, or cohorts."""
_YEAR = pattern(r"(?:(?<![\d.,])|(?<!\d)\d\d?\.\d\d?\.)(?:19|20)\d\d(?![\d.,])")
_COLUMN_NUMBER = 12
"""A label longer than this is no number of a column."""


class Places(NamedTuple):
    """The columns that matter for reading rows, as 0-based indices, and the rows that name blocks (`heads`)."""

    name: int
    parents: tuple[int, ...]
    ordinal: int | None
    codes: tuple[int, ...]
    figures: tuple[int, ...]
    codes_above: tuple[int | None, ...] = ()
    tier: int | None = None
    heads: Mapping[int, str] = {}


def places_of(columns: Sequence[Column], heads: Mapping[int, str] | None = None) -> Places | None:
    """Return where names, numbers and figures stand; None without a column of names."""
    by_role: dict[str, list[int]] = {}
    for column in columns:
        by_role.setdefault(column.role, []).append(column.index)
    if "unit" not in by_role:
        return None
    figures = [column.index for column in columns if column.role in ("measure", "target", "rate", "gap", "attainment")]
    ordinal = by_role.get("ordinal", [None])[0]
    return Places(
        by_role["unit"][0],
        tuple(by_role.get("parent", ())),
        ordinal,
        tuple(by_role.get("code", ())),
        tuple(dict.fromkeys(figures)),
        _codes_above(columns),
        by_role.get("level", [None])[0],
        (heads or {}) if "parent" not in by_role else {},
    )


def _codes_above(columns: Sequence[Column]) -> tuple[int | None, ...]:
    """Return the column of codes for each column of upper units, by their level."""
    codes = {column.level: column.index for column in columns if column.role == "parent_code"}
    return tuple(codes.get(column.level) for column in columns if column.role == "parent") if codes else ()


class _Sheet(NamedTuple):
    """What each row is read beside: `uppers` is all that stands in the columns of upper units.

    `has_units` tells whether there are units besides towns, countryside, women and men: then these are none. `dated`
    are the rows whose names tell a year ("Số liệu năm 2020") where few do: they compare with another time.
    """

    grid: Grid
    places: Places
    vocabulary: Vocabulary
    uppers: frozenset[Value]
    has_units: bool
    has_small_romans: bool
    dated: frozenset[int]


class _Reading(NamedTuple):
    """A row beside its sheet; `again` says that it counts the people above once more, `follows` is the row above it."""

    sheet: _Sheet
    line: Line
    cells: Sequence[Value]
    again: bool
    follows: bool


def read_lines(
    grid: Grid, rows: Sequence[int], places: Places, vocabulary: Vocabulary
) -> tuple[list[Line], list[LeftOut]]:
    """Read the rows of a table; what stands below the last row with figures is left out as notes."""
    sheet = _sheet_of(grid, rows, places, vocabulary)
    last = _last_of_table(grid, rows, places)
    left_out = [LeftOut(row, text, "below") for row in rows if row > last and (text := _text(grid.rows[row]))]
    lines: list[Line] = []
    above: Sequence[str] = [""] * len(places.parents)
    before, gap, again = -1, True, False
    for row in (row for row in rows if row <= last):
        line = _line(sheet, row, above, gap)
        gap = line is None
        if line is None:
            continue
        again = line.is_bare and (again or _begins_breakdown(line, lines, vocabulary))
        why = _no_unit(_Reading(sheet, line, grid.rows[row], again, before == row - 1))
        before = row
        if why:
            left_out.append(LeftOut(row, _text(grid.rows[row]), why))
            continue
        if total := sum_of(_label_of_sum(line), vocabulary):
            line = line._replace(total=total)
        above = above if line.sums in ("bare", "whole") else names_above(line)
        lines.append(line)
        gap = line.total is not None
    kept, below = _ending(_units_called_totals(_lettered(lines)))
    return kept, [*left_out, *below]


def _sheet_of(grid: Grid, rows: Sequence[int], places: Places, vocabulary: Vocabulary) -> _Sheet:
    cells = [grid.rows[row] for row in rows]
    uppers = frozenset(of[index] for of in cells for index in places.parents)
    numbers = () if places.ordinal is None else (text_of(of[places.ordinal]).rstrip(".)") for of in cells)
    counted = (label_of(of[places.name]).name for of in cells if _has_figures(of, places))
    has_units = any(name and not vocabulary.is_part_row(name) and not says_sum(name, vocabulary) for name in counted)
    names = {row: name for row in rows if (name := text_of(grid.rows[row][places.name]))}
    dated = frozenset(row for row, name in names.items() if _YEAR.search(name))
    few = dated if len(dated) * _FEW_IN <= len(names) else frozenset[int]()
    return _Sheet(grid, places, vocabulary, uppers, has_units, "ii" in numbers, few)


def _ending(lines: list[Line]) -> tuple[list[Line], list[LeftOut]]:
    """Part off what stands below the last plain total without a number where the units above have numbers or codes."""
    end = max((at for at, line in enumerate(lines) if line.sums in ("bare", "whole")), default=len(lines))
    units = [line for line in lines[:end] if line.is_counted]
    below = [line for line in lines[end:] if line.is_unit]
    if len(units) < _FEWEST or any(line.is_marked or any(line.own) for line in below):
        return lines, []
    known = sum(line.is_marked for line in units)
    if _MOST * known < (_MOST - 1) * len(units) and any(line.has_figures for line in below):
        return lines, []
    left = [LeftOut(line.row, line.name, "other-row" if line.has_figures else "label") for line in below]
    gone = {line.row for line in below}
    return [line for line in lines if line.row not in gone], left


def _lettered(lines: list[Line]) -> list[Line]:
    """Read C and D behind B, or I behind H, as the letters they are: numerals are read as the series they stand in."""
    expected, made = "", []
    for line in lines:
        mark = "" if line.total is not None else line.mark
        is_letter = bool(mark) and (mark == expected or line.ordinal == "letter")
        expected = chr(ord(mark) + 1) if is_letter else expected
        made.append(line._replace(ordinal="letter", roman=0) if is_letter else line)
    return made


def _units_called_totals(lines: list[Line]) -> list[Line]:
    """Take rows called "Kindergarten - Total" for units where nothing else stands that they could be the totals of."""
    named = {line.row for line in lines if line.sums == "named" and line.name}
    if len(named) < _FEWEST or any(line.is_counted for line in lines):
        return lines
    return [line._replace(total=None) if line.row in named else line for line in lines]


def _last_of_table(grid: Grid, rows: Sequence[int], places: Places) -> int:
    """Return the last row with figures, or those below it that are numbered on and named: they have not reported."""
    last = next((row for row in reversed(rows) if _has_figures(grid.rows[row], places)), -1)
    if last < 0 or places.ordinal is None:
        return last
    number = number_of(grid.rows[last][places.ordinal])
    for row in (row for row in rows if row > last):
        number += 1
        if number_of(grid.rows[row][places.ordinal]) != number or not is_words(grid.rows[row][places.name]):
            break
        last = row
    return last


def _no_unit(reading: _Reading) -> str:
    """Tell why a row is no unit: by the first of the reasons that holds, "" where it is one."""
    return next((why for why, holds in _REASONS if holds(reading)), "")


def _is_shifted(reading: _Reading) -> bool:
    """Tell a row that slipped to the right: no name where it should be, words under the counts, figures behind them.

    The name of an upper unit is no name either, where the row reaches beyond the last column of figures.
    """
    sheet, line, cells, *_ = reading
    is_named = cells[sheet.places.name] not in sheet.uppers if line.name else line.code is not None
    if is_named or any(line.own):
        return False
    first, *right = [*(index for index in filled(cells) if index > sheet.places.name), -1][:-1] or [-1]
    if first not in sheet.places.figures or not is_words(cells[first]) or not any(is_figure(cells[at]) for at in right):
        return False
    return not line.name or (right[-1] == max(sheet.places.figures) + 1 and is_figure(cells[right[-1]]))


def _is_rate(reading: _Reading) -> bool:
    """Tell whether a row tells the rates of the row right above it."""
    if not reading.follows or reading.line.ordinal is not None:
        return False
    above = reading.sheet.grid.rows[reading.line.row - 1]
    return is_rate_row(reading.cells, above, reading.sheet.places.figures)


def _is_dated(reading: _Reading) -> bool:
    line = reading.line
    return line.row in reading.sheet.dated and line.ordinal is None and line.has_figures


def _is_part(reading: _Reading) -> bool:
    vocabulary = reading.sheet.vocabulary
    return reading.sheet.has_units and reading.line.is_bare and vocabulary.is_part_row(reading.line.name)


def _announces_parts(reading: _Reading) -> bool:
    """Tell whether a row without figures announces the parts right below it ("By type of area", then "Urban")."""
    sheet, line, *_ = reading
    if line.has_figures or not sheet.vocabulary.is_breakdown(line.name):
        return False
    below = sheet.grid.rows[line.row + 1 : line.row + 2]
    return any(sheet.vocabulary.is_part_row(text_of(cells[sheet.places.name])) for cells in below)


def _numbers_columns(reading: _Reading) -> bool:
    return len(reading.line.name) <= _COLUMN_NUMBER and is_column_numbers(reading.cells)


def _is_other(reading: _Reading) -> bool:
    return reading.sheet.vocabulary.is_other_row(reading.line.name) or is_time(reading.line.name)


_REASONS: tuple[tuple[str, Callable[[_Reading], bool]], ...] = (
    ("shifted", _is_shifted),
    ("", lambda reading: reading.line.code is not None or reading.line.heads_block),
    ("other-row", lambda reading: reading.again),
    ("other-row", _is_rate),
    ("other-row", _is_dated),
    ("", lambda reading: bool(reading.line.tier)),
    ("other-row", _is_part),
    ("", lambda reading: reading.line.ordinal is not None or not reading.line.name),
    ("below", lambda reading: reading.sheet.vocabulary.is_note_row(reading.line.name)),
    ("numbers", _numbers_columns),
    ("label", _announces_parts),
    ("label", lambda reading: not reading.line.has_figures and _is_other(reading)),
    ("other-row", _is_other),
)
"""Why a row is no unit, in this order; "" ends the search: what has a code, a level or a number is a unit."""


def _begins_breakdown(line: Line, above: Sequence[Line], vocabulary: Vocabulary) -> bool:
    """Tell whether a row announces the people above once more ("By area"): below a total, and without figures."""
    if line.has_figures or not above:
        return False
    last = above[-1]
    is_apart = last.ordinal is None and any(line.ordinal is not None for line in above)
    if not (is_apart or last.total is not None or not last.name):
        return False
    several = sum(other.total is None and other.has_figures for other in above) >= _FEWEST
    return vocabulary.is_breakdown(line.name) or (several and vocabulary.is_other_row(line.name))


def _label_of_sum(line: Line) -> str:
    """Return the label that may say total: the name, or that of a parent column where it has none."""
    if line.name:
        return line.name
    return next((text for text, own in zip(reversed(line.above), reversed(line.own), strict=True) if own), "")


def _line(sheet: _Sheet, row: int, above: Sequence[str], gap: bool) -> Line | None:
    """Return a row's line, None for a row without name and figures."""
    places, cells = sheet.places, sheet.grid.rows[row]
    if row in places.heads:
        return Line(row, places.heads[row], after_gap=True, heads_block=True)
    label = _label(cells, places)
    has_figures = _has_figures(cells, places)
    own = tuple([not is_blank(cells[index]) for index in places.parents])
    if not (label.name or has_figures or any(own) or _heads_without_name(cells, places)):
        return None
    name = cells[places.name]
    numeral = name if places.ordinal is None else cells[places.ordinal]
    ordinal, roman = label.ordinal, label.roman
    if places.ordinal is not None:
        style = _style(sheet, numeral)
        ordinal = style or ("bullet" if label.ordinal == "bullet" else None)
        roman = roman_number(str(numeral)) if ordinal == "roman" else 0
    return Line(
        row,
        label.name,
        ordinal,
        _filled_down(cells, places, above, own),
        own,
        has_figures,
        after_gap=gap,
        code=code_of(cells, places.codes),
        number=0 if places.ordinal is None else number_of(numeral),
        codes_above=tuple(["" if at is None else code_of(cells, (at,)) or "" for at in places.codes_above]),
        tier="" if places.tier is None else plain(cells[places.tier]),
        indent=len(name) - len(name.lstrip()) if type(name) is str else 0,
        roman=roman,
        mark=_capital(numeral),
    )


def _label(cells: Sequence[Value], places: Places) -> Label:
    """Return the label of a name; else of words in the numbering column, often merged over it ("Tổng cộng").

    Else of words that stand alone in the column of codes: a district, merged over the row from there on.
    """
    label = label_of(cells[places.name])
    marker = None if places.ordinal is None else cells[places.ordinal]
    if not label.name and type(marker) is str and ordinal_of(marker) is None and not is_blank(marker):
        label = label_of(marker)
    held = [] if label.name else filled(cells)
    if len(held) == 1 and held[0] in places.codes and is_words(cells[held[0]]):
        label = label_of(cells[held[0]])
    return label


def _style(sheet: _Sheet, numeral: Value) -> Ordinal | None:
    """Return the style of a cell of the numbering column; beside ii and iii a lone i is no letter."""
    style = ordinal_of(numeral)
    is_roman = style == "small" and sheet.has_small_romans and text_of(numeral).rstrip(".)") in ("i", "v", "x")
    return "roman" if is_roman else style


def _capital(value: Value) -> str:
    """Return the single capital letter that a cell begins with as a numeral, "" where it does not: "C", "C. Nord"."""
    if type(value) is not str:
        return ""
    head = value.strip()[:2]
    return head[0] if head[:1].isupper() and head[1:] in ("", ".", ")", "/") else ""


def _heads_without_name(cells: Sequence[Value], places: Places) -> bool:
    """Tell whether a row holds nothing but the Roman number or capital of a group: its name was lost."""
    if places.ordinal is None or filled(cells) != [places.ordinal]:
        return False
    return ordinal_of(cells[places.ordinal]) in ("roman", "letter")


def _filled_down(cells: Sequence[Value], places: Places, above: Sequence[str], own: Sequence[bool]) -> tuple[str, ...]:
    """Return the parents' names, those written higher up where this row has none."""
    names: list[str] = []
    changed = False
    for index, is_own, inherited in zip(places.parents, own, above, strict=True):
        name = label_of(cells[index]).name if is_own else ("" if changed else inherited)
        changed = changed or (is_own and name != inherited)
        names.append(name)
    return tuple(names)


def _has_figures(cells: Sequence[Value], places: Places) -> bool:
    """Tell whether one of the figure columns holds anything but words (a signature may stand in them).

    In a list of names alone the names stand for them.
    """
    if not places.figures:
        return not is_blank(cells[places.name])
    for index in places.figures:
        value = cells[index]
        if value is not None and (type(value) is float or not (is_blank(value) or is_words(value))):
            return True
    return False


def _text(cells: Sequence[Value]) -> str:
    return tidy(" ".join(value for value in cells if type(value) is str and value.strip()))
