"""Read the codes of units as text; what stands for a missing code is none, nor is the code of a group of units."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain, filterfalse, pairwise

from coverage_cli.findings import Where, finding
from coverage_cli.grouping import are_distinct, grouped, known, take
from coverage_cli.locate.shapes import WORDS, written
from coverage_cli.model import Column, Finding, Grid, Units, Value, cell_name
from coverage_cli.roles import of_role
from coverage_cli.spelling import key, tidy

# A code on so many units is a mistake in one of them, where no further code is shared; one on more is no unit's.
_CONFLICT = 2
_LAST_NUMBER = re.compile(r"(\d+)\D*$")
# Words for a code that is not there, as people and programs write them.
_MISSING = frozenset(WORDS["codes"]["missing"])


def code_of(cells: Sequence[Value], columns: Sequence[int]) -> str | None:
    """Return a row's code as text; several columns are joined, and a row that lacks one of them has none."""
    parts = list(map(plain, take(cells, columns)))
    return None if any(map(_is_no_code, parts)) else "".join(parts) or None


def _is_no_code(text: str) -> bool:
    """Tell a blank, a dash, zeros or a word for "missing" from a code: many units have them.

    >>> [_is_no_code(text) for text in ("", "-", "000", "<NA>", "n/a", "00127", "A0")]
    [True, True, True, True, True, False, False]
    """
    bare = text.strip("<>()[]{}#*?.").casefold()
    return bare in _MISSING or not bare.strip("0-–—/_ ")


def without_shared(
    units: Units, grid: Grid, columns: Sequence[Column]
) -> tuple[Units, list[Finding]]:
    """Return the units without codes that several of different names share, and a note that says which these are.

    Such a code is a group's (its district, "urban") or stands for a missing one ("xxx", "TBA"): it tells no unit. Where
    one code stands on two units and all others on one each, it is a mistake, and left for the rules to say.
    """
    shared = _sharing(units)
    if not shared:
        return units, []
    coded = known(take(units.codes, units.lowest))
    of_groups = len(shared) > 1 and 2 * sum(map(len, shared.values())) >= len(coded)
    others = list(filterfalse(shared.__contains__, coded))
    dropped = {
        code: places
        for code, places in shared.items()
        if of_groups or len(places) > _CONFLICT or _is_unlike(code, others)
    }
    codes = list(units.codes)
    for at in chain.from_iterable(dropped.values()):
        codes[at] = None
    named = of_role(columns, "code")
    said = _said(units, grid, named[0], dropped) if named else []
    return units.replace(codes=codes), said


def _sharing(units: Units) -> Mapping[str, list[int]]:
    """Return the lowest units of each code that several have, all by names of their own.

    None where codes begin anew under each upper unit (01, 02 … of every district): they are its units' own.
    """
    coded = grouped((units.codes[at], at) for at in units.lowest)
    shared = {
        code: places
        for code, places in coded.items()
        if code and len(places) > 1 and are_distinct([key(units.names[at]) for at in places])
    }
    beside = any(not are_distinct(take(units.parents, places)) for places in shared.values())
    return shared if beside or len(shared) == 1 else {}


def _is_unlike(code: str, others: Sequence[str]) -> bool:
    """Tell whether a code is written like none of the others: "TBA", "9999", "-1", "#REF!" among numbers."""
    return bool(others) and (len(set(code)) == 1 or _shape(code) not in map(_shape, others))


def _shape(code: str) -> str:
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", code))


def _said(
    units: Units, grid: Grid, column: Column, dropped: Mapping[str, Sequence[int]]
) -> list[Finding]:
    rows = known(take(units.rows, chain.from_iterable(dropped.values())))
    if not rows:
        return []
    values = {"column": column.name, "codes": tuple(dropped)}
    cells = tuple(cell_name(row, column.index) for row in sorted(rows))
    where = Where(grid.file, grid.sheet, cells, count=len(cells))
    return [finding("code-repaired", where, values, variant="shared")]


def are_serial(codes: Sequence[str | None]) -> bool:
    """Tell whether codes only number the rows, a row left out here and there: then they tell no units apart.

    >>> are_serial(["1", "2", "3"]), are_serial(["T001", "T002", "T003"]), are_serial(["00160", "00163", "00166"])
    (True, True, False)
    """
    found = known(map(_LAST_NUMBER.search, filter(None, codes)))
    frames = {match.string[: match.start()] for match in found}
    if len(found) < len(codes) or len(codes) < 2 or len(frames) > 1:
        return False
    numbers = [int(match[1]) for match in found]
    steps = [after - before for before, after in pairwise(numbers)]
    return min(steps) > 0 and 4 * steps.count(1) >= 3 * len(steps)


def plain(value: Value) -> str:
    """Return a cell as text, a whole number without decimals."""
    return tidy(written(value))
