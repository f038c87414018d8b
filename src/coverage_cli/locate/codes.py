"""Read the codes of units as text; what stands for a missing code is none, nor is the code of a group of units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from coverage_cli.findings import Where, finding
from coverage_cli.locate.shapes import WORDS, is_blank
from coverage_cli.model import Column, Finding, Grid, Units, Value, cell_name
from coverage_cli.spelling import key, tidy

# A code on so many units is a mistake in one of them, where no further code is shared; one on more is no unit's.
_CONFLICT = 2
_LAST_NUMBER = re.compile(r"(\d+)\D*$")
# Words for a code that is not there, as people and programs write them.
_MISSING = frozenset(WORDS["codes"]["missing"])


def code_of(cells: Sequence[Value], columns: Sequence[int]) -> str | None:
    """Return a row's code as text; several columns are joined, and a row that lacks one of them has none."""
    parts = []
    for index in columns:
        value = cells[index]
        text = plain(value)
        if _is_no_code(text):
            return None
        parts.append(text)
    return "".join(parts) or None


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
    shared = {code: places for code, places in _sharing(units).items() if len(places) > 1}
    if not shared:
        return units, []
    coded = sum(unit.leaf and unit.code is not None for unit in units)
    of_groups = len(shared) > 1 and 2 * sum(map(len, shared.values())) >= coded
    others = [unit.code for unit in units if unit.leaf and unit.code and unit.code not in shared]
    dropped = {
        code: at
        for code, at in shared.items()
        if of_groups or len(at) > _CONFLICT or _is_unlike(code, others)
    }
    named = [column for column in columns if column.role == "code"]
    said = list(_said(units, grid, named[0], dropped)) if named else []
    places = {at for places in dropped.values() for at in places}
    return units.replace(
        codes=[None if at in places else code for at, code in enumerate(units.codes)]
    ), said


def _sharing(units: Units) -> Mapping[str, list[int]]:
    """Return the lowest units of each code whose units all have names of their own.

    None where codes begin anew under each upper unit (01, 02 … of every district): they are its units' own.
    """
    places: dict[str, list[int]] = {}
    for at, unit in enumerate(units):
        if unit.is_lowest and unit.code:
            places.setdefault(unit.code, []).append(at)
    apart = {
        code: found
        for code, found in places.items()
        if len({key(units[at].name) for at in found}) == len(found)
    }
    again = [found for found in apart.values() if len(found) > 1]
    beside = any(len({units[at].parent for at in found}) < len(found) for found in again)
    return apart if beside or len(again) == 1 else {}


def _is_unlike(code: str, others: Sequence[str]) -> bool:
    """Tell whether a code is written like none of the others: "TBA", "9999", "-1", "#REF!" among numbers."""
    return bool(others) and (len(set(code)) == 1 or _shape(code) not in map(_shape, others))


def _shape(code: str) -> str:
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", code))


def _said(
    units: Units, grid: Grid, column: Column, dropped: Mapping[str, Sequence[int]]
) -> Iterator[Finding]:
    rows = [
        row for places in dropped.values() for at in places if (row := units[at].row) is not None
    ]
    if rows:
        values = {"column": column.name, "codes": tuple(dropped)}
        cells = tuple(cell_name(row, column.index) for row in sorted(rows))
        yield finding(
            "code-repaired",
            Where(grid.file, grid.sheet, cells, count=len(cells)),
            values,
            variant="shared",
        )


def are_serial(codes: Sequence[str | None]) -> bool:
    """Tell whether codes only number the rows, a row left out here and there: then they tell no units apart.

    >>> are_serial(["1", "2", "3"]), are_serial(["T001", "T002", "T003"]), are_serial(["00160", "00163", "00166"])
    (True, True, False)
    """
    found = [_LAST_NUMBER.search(code) for code in codes if code]
    numbers = [int(match[1]) for match in found if match]
    frames = {
        code[: match.start()]
        for code, match in zip(filter(None, codes), found, strict=True)
        if match
    }
    steps = [after - before for before, after in pairwise(numbers)]
    is_rising = all(step > 0 for step in steps) and 4 * steps.count(1) >= 3 * len(steps)
    return len(numbers) == len(codes) > 1 and len(frames) == 1 and is_rising


def plain(value: Value) -> str:
    """Return a cell as text, a whole number without decimals."""
    if is_blank(value):
        return ""
    return str(int(value)) if type(value) is float and value.is_integer() else tidy(str(value))
