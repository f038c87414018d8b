"""What is seen only over all lines of a table: the end of its units, numerals in series, units called totals."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import filterfalse
from operator import attrgetter

from coverage_cli.grouping import changed_where, count_where, places_where
from coverage_cli.hierarchy import Line
from coverage_cli.model import LeftOut

# A total has two units above it or more.
_FEWEST = 2
# Units are numbered or coded where four in five of them are.
_MOST = 5
_WHY_BELOW = {True: "other-row", False: "label"}
_IS_COUNTED, _IS_UNIT = attrgetter("is_counted"), attrgetter("is_unit")
_IS_MARKED, _HAS_FIGURES = attrgetter("is_marked"), attrgetter("has_figures")


def filled_down(line: Line, above: Sequence[str]) -> tuple[str, ...]:
    """Return the parents' names, those written higher up where this row has none."""
    names: list[str] = []
    changed = False
    for name, is_own, inherited in zip(line.above, line.own, above, strict=True):
        names.append(name if is_own else "" if changed else inherited)
        changed = changed or (is_own and name != inherited)
    return tuple(names)


def ending(lines: list[Line]) -> tuple[list[Line], list[LeftOut]]:
    """Part off what stands below the last plain total without a number where the units above have numbers or codes."""
    totals = places_where(lambda line: line.sums in ("bare", "whole"), lines)
    end = max(totals, default=len(lines))
    units = list(filter(_IS_COUNTED, lines[:end]))
    below = list(filter(_IS_UNIT, lines[end:]))
    if len(units) < _FEWEST or any(line.is_marked or any(line.own) for line in below):
        return lines, []
    known = count_where(_IS_MARKED, units)
    if _MOST * known < (_MOST - 1) * len(units) and any(map(_HAS_FIGURES, below)):
        return lines, []
    left = [LeftOut(line.row, line.name, _WHY_BELOW[line.has_figures]) for line in below]
    return [*lines[:end], *filterfalse(_IS_UNIT, lines[end:])], left


def lettered(lines: list[Line]) -> list[Line]:
    """Read C and D behind B, or I behind H, as the letters they are: numerals are read as the series they stand in."""
    expected, made = "", []
    for line in lines:
        mark = line.mark if line.total is None else ""
        if mark and (mark == expected or line.ordinal == "letter"):
            expected = chr(ord(mark) + 1)
            line = line._replace(ordinal="letter", roman=0)  # noqa: PLW2901
        made.append(line)
    return made


def units_called_totals(lines: list[Line]) -> list[Line]:
    """Take rows called "Kindergarten - Total" for units where nothing else stands that they could be the totals of."""
    if count_where(_is_named_total, lines) < _FEWEST or any(map(_IS_COUNTED, lines)):
        return lines
    return changed_where(_is_named_total, lambda line: line._replace(total=None), lines)


def _is_named_total(line: Line) -> bool:
    return line.sums == "named" and bool(line.name)
