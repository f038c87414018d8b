"""What is seen only over all lines of a table: the end of its units, numerals in series, units called totals."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.hierarchy import Line
from coverage_cli.model import LeftOut

# A total has two units above it or more.
_FEWEST = 2
# Units are numbered or coded where four in five of them are.
_MOST = 5


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
    end = max(
        (at for at, line in enumerate(lines) if line.sums in ("bare", "whole")), default=len(lines)
    )
    units = [line for line in lines[:end] if line.is_counted]
    below = [line for line in lines[end:] if line.is_unit]
    if len(units) < _FEWEST or any(line.is_marked or any(line.own) for line in below):
        return lines, []
    known = sum(line.is_marked for line in units)
    if _MOST * known < (_MOST - 1) * len(units) and any(line.has_figures for line in below):
        return lines, []
    left = [
        LeftOut(line.row, line.name, "other-row" if line.has_figures else "label") for line in below
    ]
    gone = {line.row for line in below}
    return [line for line in lines if line.row not in gone], left


def lettered(lines: list[Line]) -> list[Line]:
    """Read C and D behind B, or I behind H, as the letters they are: numerals are read as the series they stand in."""
    expected, made = "", []
    for line in lines:
        mark = "" if line.total is not None else line.mark
        is_letter = bool(mark) and (mark == expected or line.ordinal == "letter")
        expected = chr(ord(mark) + 1) if is_letter else expected
        made.append(line._replace(ordinal="letter", roman=0) if is_letter else line)
    return made


def units_called_totals(lines: list[Line]) -> list[Line]:
    """Take rows called "Kindergarten - Total" for units where nothing else stands that they could be the totals of."""
    named = {line.row for line in lines if line.sums == "named" and line.name}
    if len(named) < _FEWEST or any(line.is_counted for line in lines):
        return lines
    return [line._replace(total=None) if line.row in named else line for line in lines]
