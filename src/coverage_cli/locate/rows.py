"""Read the rows below a heading one by one: units, totals, notes; no tree is built here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from coverage_cli.hierarchy import Line, Sum, names_above
from coverage_cli.locate.codes import code_of, plain
from coverage_cli.locate.labels import (
    Label,
    label_of,
    may_be_sum,
    number_of,
    ordinal_of,
    roman_number,
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
_YEAR = pattern(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,])")
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


def read_lines(
    grid: Grid, rows: Sequence[int], places: Places, vocabulary: Vocabulary
) -> tuple[list[Line], list[LeftOut]]:
    """Read the rows of a table; what stands below the last row with figures is left out as notes."""
    parts_apart = _names_more_than_parts(grid, rows, places, vocabulary)
    small_roman = _numbers_in_small_romans(grid, rows, places)
    last = _last_of_table(grid, rows, places)
    notes = [LeftOut(row, text, "below") for row in rows if row > last and (text := _text(grid.rows[row]))]
    spoken = may_be_sum(vocabulary)
    uppers = {grid.rows[row][index] for row in rows for index in places.parents}
    lines: list[Line] = []
    read: set[int] = set()
    left_out: list[LeftOut] = []
    dated = _rows_of_years(grid, rows, places)
    above: Sequence[str] = [""] * len(places.parents)
    gap, again = True, False
    for row in (row for row in rows if row <= last):
        cells = grid.rows[row]
        line = _line(cells, row, places, above, gap)
        if line is not None and line.ordinal == "small" and small_roman and _is_roman(cells, places):
            line = line._replace(ordinal="roman")
        gap = line is None
        if line is None:
            continue
        why = "shifted" if (uppers or not line.name) and _is_shifted(line, cells, places, uppers) else ""
        if line.code is None:
            again = line.ordinal in (None, "bullet") and (again or _begins_breakdown(line, lines, vocabulary))
            is_rate = (
                line.ordinal is None and row - 1 in read and is_rate_row(cells, grid.rows[row - 1], places.figures)
            )
            again = again and not line.heads_block
            is_other = again or is_rate or (row in dated and line.ordinal is None and line.has_figures)
            other = "other-row" if is_other else _no_unit(line, cells, vocabulary, parts_apart=parts_apart)
            why = why or ("" if line.heads_block else other)
        read.add(row)
        if why:
            left_out.append(LeftOut(row, _text(cells), why))
            continue
        total = _total(line, vocabulary, spoken)
        line = line if total is None else line._replace(total=total)
        if places.parents and (total is None or total.kind == "named"):
            above = names_above(line)
        lines.append(line)
        gap = total is not None
    kept, below = _ending(_units_called_totals(_lettered(lines)))
    return kept, [*left_out, *below, *notes]


def _ending(lines: list[Line]) -> tuple[list[Line], list[LeftOut]]:
    """Part off what stands below the last plain total without a number where the units above have numbers or codes."""
    plain = [at for at, line in enumerate(lines) if line.total is not None and line.total.kind != "named"]
    end = plain[-1] + 1 if plain else len(lines)
    units = [line for line in lines[:end] if line.total is None and line.name and line.has_figures]
    below = [line for line in lines[end:] if line.name and line.total is None]
    if len(units) < _FEWEST or any(line.ordinal or line.code or any(line.own) for line in below):
        return lines, []
    known = sum(line.ordinal is not None or line.code is not None for line in units)
    if _MOST * known < (_MOST - 1) * len(units) and any(line.has_figures for line in below):
        return lines, []
    gone = {line.row for line in below}
    left = [LeftOut(line.row, line.name, "other-row" if line.has_figures else "label") for line in below]
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
    if any(line.total is None and line.name and line.has_figures for line in lines):
        return lines
    named = [line for line in lines if line.total is not None and line.total.kind == "named" and line.name]
    return [line._replace(total=None) if line in named else line for line in lines] if len(named) > 1 else lines


def _last_of_table(grid: Grid, rows: Sequence[int], places: Places) -> int:
    """Return the last row with figures, or those below it that are numbered on and named: they have not reported."""
    last = next((row for row in reversed(rows) if _has_figures(grid.rows[row], places)), -1)
    if last < 0 or places.ordinal is None:
        return last
    for row in (row for row in rows if row > last):
        number = number_of(grid.rows[row][places.ordinal])
        if (
            not number
            or number != number_of(grid.rows[last][places.ordinal]) + 1
            or not is_words(grid.rows[row][places.name])
        ):
            break
        last = row
    return last


def _names_more_than_parts(grid: Grid, rows: Sequence[int], places: Places, vocabulary: Vocabulary) -> bool:
    """Tell whether a table has units besides towns, countryside, women and men: then these are no units."""
    names = (label_of(grid.rows[row][places.name]).name for row in rows if _has_figures(grid.rows[row], places))
    return any(name and not vocabulary.is_part_row(name) and sum_of(name, vocabulary) is None for name in names)


def _numbers_in_small_romans(grid: Grid, rows: Sequence[int], places: Places) -> bool:
    """Tell whether i, ii, iii number the rows, so that a lone "i" is no letter."""
    if places.ordinal is None:
        return False
    return any(text_of(grid.rows[row][places.ordinal]).rstrip(".)") == "ii" for row in rows)


def _is_roman(cells: Sequence[Value], places: Places) -> bool:
    return places.ordinal is not None and text_of(cells[places.ordinal]).rstrip(".)") in ("i", "v", "x")


def _no_unit(line: Line, cells: Sequence[Value], vocabulary: Vocabulary, *, parts_apart: bool) -> str:
    """Tell why a row without a code is no unit: it numbers the columns, compares with another time, or announces."""
    if line.tier:
        return ""
    if line.name and line.ordinal in (None, "bullet") and parts_apart and vocabulary.is_part_row(line.name):
        return "other-row"
    if line.ordinal is not None or not line.name:
        return ""
    if vocabulary.is_note_row(line.name):
        return "below"
    if len(line.name) <= _COLUMN_NUMBER and is_column_numbers(cells):
        return "numbers"
    if vocabulary.is_other_row(line.name) or is_time(line.name):
        return "other-row" if line.has_figures else "label"
    return ""


def _rows_of_years(grid: Grid, rows: Sequence[int], places: Places) -> frozenset[int]:
    """Return the rows whose names tell a year ("Số liệu năm 2020") where few do: they compare with another time."""
    names = [(row, value) for row in rows if type(value := grid.rows[row][places.name]) is str and not is_blank(value)]
    dated = [row for row, name in names if _YEAR.search(name)]
    return frozenset(dated) if len(dated) * _FEW_IN <= len(names) else frozenset()


def _begins_breakdown(line: Line, above: Sequence[Line], vocabulary: Vocabulary) -> bool:
    """Tell whether a row announces the people above once more ("By area"): below a total, and without figures."""
    if line.has_figures or not above:
        return False
    several = sum(other.total is None and other.has_figures for other in above) >= _FEWEST
    if not vocabulary.is_breakdown(line.name) and not (several and vocabulary.is_other_row(line.name)):
        return False
    last = above[-1]
    is_apart = last.ordinal is None and any(line.ordinal is not None for line in above)
    return is_apart or last.total is not None or not last.name


def _is_shifted(line: Line, cells: Sequence[Value], places: Places, uppers: Collection[Value]) -> bool:
    """Tell a row that slipped to the right: no name where it should be, words under the counts, figures behind them.

    The name of an upper unit is no name either, where the row reaches beyond the last column of figures.
    """
    if any(line.own):
        return False
    right = [index for index in filled(cells) if index > places.name]
    first = right[0] if right else -1
    if first not in places.figures or not is_words(cells[first]) or not any(is_figure(cells[at]) for at in right[1:]):
        return False
    if not line.name:
        return line.code is None
    is_beyond = right[-1] == max(places.figures) + 1 and is_figure(cells[right[-1]])
    return is_beyond and cells[places.name] in uppers


def _total(line: Line, vocabulary: Vocabulary, spoken: tuple[tuple[str, ...], tuple[str, ...]]) -> Sum | None:
    """Tell whether a line's label, or that of a parent column where it has none, speaks of a total."""
    beginnings, endings = spoken
    name = line.name
    if not name:
        labels = [text for text, own in zip(line.above, line.own, strict=True) if own]
        return sum_of(labels[-1], vocabulary) if labels else None
    lowered = name.casefold()
    return sum_of(name, vocabulary) if lowered.startswith(beginnings) or lowered.endswith(endings) else None


def _line(cells: Sequence[Value], row: int, places: Places, above: Sequence[str], gap: bool) -> Line | None:
    """Return a row's line, None for a row without name and figures."""
    if row in places.heads:
        return Line(row, places.heads[row], None, (), (), False, None, True, None, heads_block=True)
    name = cells[places.name]
    label = Label("", None) if name is None else label_of(name)
    marker = None if places.ordinal is None else cells[places.ordinal]
    if not label.name and type(marker) is str and ordinal_of(marker) is None and not is_blank(marker):
        label = label_of(marker)  # "Tổng cộng" or a district, often merged over the numbering column
    if not label.name and places.codes and (lone := _lone_label(cells, places)):
        label = label_of(lone)
    has_figures = _has_figures(cells, places)
    own = tuple([not is_blank(cells[index]) for index in places.parents]) if places.parents else ()
    if not label.name and not has_figures and not any(own) and not _heads_without_name(cells, places):
        return None
    ordinal, number, roman = label.ordinal, 0, label.roman
    if places.ordinal is not None:
        number, style = number_of(marker), ordinal_of(marker)
        roman = roman_number(str(marker)) if style == "roman" else 0
        ordinal = style or ("bullet" if label.ordinal == "bullet" else None)
    code = code_of(cells, places.codes) if places.codes else None
    parents = _filled_down(cells, places, above, own) if own else ()
    above_codes: tuple[str, ...] = ()
    if places.codes_above:
        above_codes = tuple("" if at is None else code_of(cells, (at,)) or "" for at in places.codes_above)
    tier = "" if places.tier is None else plain(cells[places.tier])
    indent = len(name) - len(name.lstrip()) if type(name) is str and name[:1].isspace() else 0
    mark = _capital(name if places.ordinal is None else marker)
    more = (number, above_codes, tier, indent, roman, mark)
    return Line(row, label.name, ordinal, parents, own, has_figures, None, gap, code, *more)


def _lone_label(cells: Sequence[Value], places: Places) -> Value:
    """Return the words that stand alone in a row's column of codes: a district, merged over the row from there on."""
    held = filled(cells)
    is_alone = len(held) == 1 and held[0] in places.codes and is_words(cells[held[0]])
    return cells[held[0]] if is_alone else None


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
