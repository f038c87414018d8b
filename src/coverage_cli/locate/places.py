"""The columns of a table that matter for reading its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.model import Column
from coverage_cli.records import NamedTuple
from coverage_cli.roles import of_role

_WITH_FIGURES = ("measure", "target", "rate", "gap", "attainment")


class Places(NamedTuple):
    """The columns that matter for reading rows, as 0-based indices, and the rows that name blocks (`heads`).

    `counted_rows` are units whatever their labels say.
    """

    name: int
    parents: tuple[int, ...]
    ordinal: int | None
    codes: tuple[int, ...]
    figures: tuple[int, ...]
    codes_above: tuple[int | None, ...] = ()
    tier: int | None = None
    heads: Mapping[int, str] = {}
    counted_rows: frozenset[int] = frozenset()


def places_of(
    columns: Sequence[Column], heads: Mapping[int, str], counted_rows: frozenset[int] = frozenset()
) -> Places | None:
    """Return where names, numbers and figures stand; None without a column of names."""
    names = _of(columns, "unit")
    if not names:
        return None
    parents = _of(columns, "parent")
    return Places(
        name=names[0],
        parents=parents,
        ordinal=next(iter(_of(columns, "ordinal")), None),
        codes=_of(columns, "code"),
        figures=_of(columns, *_WITH_FIGURES),
        codes_above=_codes_above(columns),
        tier=next(iter(_of(columns, "level")), None),
        heads={} if parents else heads,
        counted_rows=counted_rows,
    )


def _of(columns: Sequence[Column], *roles: str) -> tuple[int, ...]:
    """Return the indices of the columns of some roles; a column that was told may have two of them."""
    return tuple(dict.fromkeys(column.index for column in of_role(columns, *roles)))


def _codes_above(columns: Sequence[Column]) -> tuple[int | None, ...]:
    """Return the column of codes for each column of upper units, by their level; nothing where no level has one."""
    codes = {column.level: column.index for column in of_role(columns, "parent_code")}
    return tuple(codes.get(column.level) for column in of_role(columns, "parent")) if codes else ()
