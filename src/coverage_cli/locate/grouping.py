"""Columns of upper units that no heading tells: their cells name groups of rows, in every row or once above each group.

"Cơ quan BHXH", "Zone" and a column without a heading stand beside the names like a known "Huyện".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, groupby
from operator import not_

from coverage_cli.grouping import (
    are_distinct,
    changed_where,
    count_where,
    first_where,
    places_where,
)
from coverage_cli.locate.called import Headed
from coverage_cli.locate.shapes import cells_in, is_words, text_of
from coverage_cli.model import Column, Value
from coverage_cli.roles import indices, of_role
from coverage_cli.spelling import tidy

_FREE = ("other", "measure")
_NEARLY_ALL = 0.8
# The first rows say whether a column holds words; a name written once for a group stands in one of them.
_FIRST = 2
# Fewer letters are a mark or a numeral, no name.
_LETTERS = 3
Rows = Sequence[Sequence[Value]]


def with_groups(headed: Headed, columns: Sequence[Column]) -> list[Column]:
    """Return the columns with those of upper units that only their cells tell.

    Of "Đơn vị | Tên trường", the first written once above its rows, the second is the column of units.
    """
    unit = first_where(bool, of_role(columns, "unit"))
    if unit is None or unit.told:
        return list(columns)
    free = _free(headed, columns)
    if not free:
        return list(columns)
    rows = [row for row in headed.sample if not _is_total(headed, row, unit.index)]
    may_be_above = unit.why == "first-words" or _is_mostly_blank(rows, unit.index)
    if may_be_above and _groups_rows(rows, unit.index):
        lower = first_where(lambda column: _names_each_row(rows, column.index), free)
        if lower is not None:
            return _settled(columns, [lower], {unit.index: "parent", lower.index: "unit"})
    if of_role(columns, "parent", "level"):
        return list(columns)
    left = [column for column in free if column.index < unit.index]
    groups = [column for column in left if _groups_rows(rows, column.index)]
    roles = {at: _group_role(rows, at, unit.index) for at in indices(groups)}
    return _settled(columns, groups, roles)


def _settled(
    columns: Sequence[Column], found: Sequence[Column], roles: dict[int, str]
) -> list[Column]:
    """Return the columns and those found beside them that have no heading, with their new roles."""
    bare = [column for column in found if column not in columns]
    return changed_where(
        lambda column: column.index in roles,
        lambda column: column._replace(role=roles[column.index], subject=None, why="cells"),
        [*columns, *bare],
    )


def _free(headed: Headed, columns: Sequence[Column]) -> list[Column]:
    """Return the columns of words that have no role yet, those without a heading among them."""
    without_heading = set(places_where(not_, headed.paths)).difference(indices(columns))
    bare = [Column(at, (), "other") for at in sorted(without_heading)]
    free = [column for column in of_role(columns, *_FREE) if not column.told]
    first = headed.sample[:_FIRST]
    return [
        column for column in [*free, *bare] if any(map(is_words, cells_in(first, column.index)))
    ]


def _is_total(headed: Headed, row: Sequence[Value], last: int) -> bool:
    words = map(text_of, filter(is_words, row[: last + 1]))
    return any(map(headed.is_no_unit, words))


def _is_mostly_blank(rows: Rows, index: int) -> bool:
    return 2 * count_where(bool, _texts(rows, index)) <= len(rows)


def _texts(rows: Rows, index: int) -> list[str]:
    """Return the tidied texts of a column, row by row."""
    return list(map(tidy, map(text_of, cells_in(rows, index))))


def _groups_rows(rows: Rows, index: int) -> bool:
    """Tell whether a column names two groups of rows or more, each of them in one run from the first row on.

    Above the first one the row of the whole may stand.
    """
    texts = _texts(rows, index)
    names = list(filter(None, texts))
    runs = [name for name, _ in groupby(names)]
    are_runs = are_distinct(runs) and 1 < len(runs) <= len(texts) // 2
    return are_runs and names[0] in texts[:_FIRST] and all(map(_is_name, runs))


def _names_each_row(rows: Rows, index: int) -> bool:
    return len(set(filter(is_words, _texts(rows, index)))) >= _NEARLY_ALL * len(rows)


def _group_role(rows: Rows, index: int, unit: int) -> str:
    """Return whether groups are upper units, or name further rows of the same units ("Public", "Private").

    Few names under each of many groups ("Males", "Females" under each province) are parts of these.
    """
    above = accumulate(_texts(rows, index), _own_or_above)
    pairs = set(zip(above, _texts(rows, unit), strict=True))
    groups, names = (len(set(column)) for column in zip(*pairs, strict=True))
    return "other" if groups <= names and 3 * names <= 2 * len(pairs) else "parent"


def _own_or_above(above: str, own: str) -> str:
    return own or above


def _is_name(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= _LETTERS
