"""Find the row of a summary that a table without a name spells out: its units add up to that row's figures.

A tab called NQ says nothing of Huyện Nho Quan; its people do. Two tables at least must each fit a row of their own,
with one figure to the person and all others nearly, for the row may be just what is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from coverage_cli.grouping import grouped
from coverage_cli.model import Count, Observations
from coverage_cli.spelling import key

SMALLEST = 1000
"""Below this many people equal figures prove nothing."""
# Figures are nearly the same where they are apart by no more than one in this many.
_NEARLY = 50
# A table has at least this many units, and a summary at least this many tables that fit its rows.
_FEWEST = 2

# In the place of a row: several rows of a summary fit one table.
_SEVERAL = -1


def named_by_rows(tables: Sequence[Observations], nameless: Sequence[int]) -> dict[int, str]:
    """Return the names of the rows that tables without a name add up to, by table: those of one summary."""
    sums = {at: _sums(tables[at]) for at in nameless if len(tables[at].units.lowest) >= _FEWEST}
    found: dict[int, dict[int, int]] = {}
    for (summary, row), table in _equal_rows(tables, sums):
        # A single figure in common may be chance; the row must fit in all.
        if summary != table and _fits(sums[table], _row(tables[summary], row)):
            rows = found.setdefault(summary, {})
            rows[table] = _SEVERAL if table in rows else row
    named = [_named(tables[summary], rows) for summary, rows in sorted(found.items())]
    best = max(named, key=len, default={})
    return best if len(best) >= _FEWEST else {}


def _equal_rows(
    tables: Sequence[Observations], sums: Mapping[int, Mapping[str, Count]]
) -> list[tuple[tuple[int, int], int]]:
    """Return the rows ((table, unit)) that have a figure to the person in common with a table, each pair once."""
    totals = ((figure, table) for table, total in sums.items() for figure in total.items())
    wanted = grouped((figure, table) for figure, table in totals if figure[1] >= SMALLEST)
    if not wanted:
        return []
    figures = (
        ((at, row), (name, values[row]))
        for at, other in enumerate(tables)
        for name, values in other.counts.items()
        for row in other.units.lowest
    )
    pairs = ((place, table) for place, figure in figures for table in wanted.get(figure, ()))  # type: ignore[arg-type]
    return list(dict.fromkeys(pairs))


def _named(summary: Observations, rows: Mapping[int, int]) -> dict[int, str]:
    """Return the names of rows by table: of rows that one table alone fits, and whose name stands there once."""
    units = summary.units
    names = Counter(map(key, units.names))
    claims = Counter(rows.values())
    alone = {table: row for table, row in rows.items() if row != _SEVERAL and claims[row] == 1}
    return {
        table: units.names[row] for table, row in alone.items() if names[key(units.names[row])] == 1
    }


def _sums(table: Observations) -> dict[str, Count]:
    """Return what a table's lowest units add up to, measure by measure."""
    return {
        name: sum(values[at] or 0 for at in table.units.lowest)
        for name, values in table.counts.items()
    }


def _row(table: Observations, at: int) -> dict[str, Count]:
    return {
        name: value for name, values in table.counts.items() if (value := values[at]) is not None
    }


def _fits(total: Mapping[str, Count], row: Mapping[str, Count]) -> bool:
    """Tell whether one common figure is the same to the person and all others are nearly."""
    pairs = [(total[name], row[name]) for name in total.keys() & row.keys()]
    exact = any(mine == theirs and mine >= SMALLEST for mine, theirs in pairs)
    return exact and all(
        _NEARLY * max(mine - theirs, theirs - mine) <= theirs for mine, theirs in pairs
    )
