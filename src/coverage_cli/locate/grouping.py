"""Columns of upper units that no heading tells: their cells name groups of rows, in every row or once above each group.

"Cơ quan BHXH", "Zone" and a column without a heading stand beside the names like a known "Huyện".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, groupby

from coverage_cli.locate.called import Headed
from coverage_cli.locate.shapes import cells_in, is_words, text_of
from coverage_cli.model import Column, Value
from coverage_cli.spelling import tidy

_FREE = ("other", "measure")
_NEARLY_ALL = 0.8
# Fewer letters are a mark or a numeral, no name.
_LETTERS = 3
Rows = Sequence[Sequence[Value]]


def with_groups(headed: Headed, columns: Sequence[Column]) -> list[Column]:
    """Return the columns with those of upper units that only their cells tell.

    Of "Đơn vị | Tên trường", the first written once above its rows, the second is the column of units.
    """
    unit = next((column for column in columns if column.role == "unit"), None)
    free = [] if unit is None or unit.told else _free(headed, columns)
    if unit is None or not free:
        return list(columns)
    rows = [row for row in headed.sample if not _is_total(headed, row, unit.index)]
    is_above = _is_written_once(rows, unit.index) or (
        unit.why == "first-words" and _groups_rows(rows, unit.index)
    )
    lower = _lower_names(rows, free) if is_above else None
    if lower is not None:
        return _settled(columns, [lower], {unit.index: "parent", lower.index: "unit"})
    if any(column.role in ("parent", "level") for column in columns):
        return list(columns)
    groups = [
        column for column in free if column.index < unit.index and _groups_rows(rows, column.index)
    ]
    return _settled(
        columns, groups, {at.index: _group_role(rows, at.index, unit.index) for at in groups}
    )


def _settled(
    columns: Sequence[Column], found: Sequence[Column], roles: dict[int, str]
) -> list[Column]:
    """Return the columns and those found beside them that have no heading, with their new roles."""
    bare = [column for column in found if column not in columns]
    return [
        column._replace(role=roles[column.index], subject=None, why="cells")
        if column.index in roles
        else column
        for column in (*columns, *bare)
    ]


def _free(headed: Headed, columns: Sequence[Column]) -> list[Column]:
    """Return the columns of words that have no role yet, those without a heading among them."""
    used = {column.index for column in columns}
    bare = [
        Column(at, (), "other")
        for at, path in enumerate(headed.paths)
        if at not in used and not path
    ]
    free = [*(column for column in columns if column.role in _FREE and not column.told), *bare]
    return [
        column for column in free if any(map(is_words, cells_in(headed.sample[:2], column.index)))
    ]


def _is_total(headed: Headed, row: Sequence[Value], last: int) -> bool:
    return any(is_words(value) and headed.is_no_unit(text_of(value)) for value in row[: last + 1])


def _lower_names(rows: Rows, free: Sequence[Column]) -> Column | None:
    """Return the first column beside one of groups in which nearly every row has a name of its own."""
    return next((column for column in free if _names_each_row(rows, column.index)), None)


def _is_written_once(rows: Rows, index: int) -> bool:
    return 2 * sum(map(bool, _texts(rows, index))) <= len(rows) and _groups_rows(rows, index)


def _texts(rows: Rows, index: int) -> list[str]:
    """Return the tidied texts of a column, row by row."""
    return list(map(tidy, map(text_of, cells_in(rows, index))))


def _groups_rows(rows: Rows, index: int) -> bool:
    """Tell whether a column names two groups of rows or more, each of them in one run from the first row on.

    Above the first one the row of the whole may stand.
    """
    texts = _texts(rows, index)
    names = [text for text in texts if text]
    runs = [name for name, _ in groupby(names)]
    return (
        names[:1] in (texts[:1], texts[1:2])
        and 1 < len(runs) == len(set(runs)) <= len(texts) // 2
        and all(map(_is_name, names))
    )


def _names_each_row(rows: Rows, index: int) -> bool:
    return len(set(filter(is_words, _texts(rows, index)))) >= _NEARLY_ALL * len(rows)


def _group_role(rows: Rows, index: int, unit: int) -> str:
    """Return whether groups are upper units, or name further rows of the same units ("Public", "Private").

    Few names under each of many groups ("Males", "Females" under each province) are parts of these.
    """
    pairs = set(
        zip(accumulate(_texts(rows, index), _own_or_above), _texts(rows, unit), strict=True)
    )
    groups, names = (len(set(column)) for column in zip(*pairs, strict=True))
    return "other" if groups <= names and 3 * names <= 2 * len(pairs) else "parent"


def _own_or_above(above: str, own: str) -> str:
    return own or above


def _is_name(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= _LETTERS
