"""Find the row of a summary that a table without a name spells out: its units add up to that row's figures.

A tab called NQ says nothing of Huyện Nho Quan; its people do. Two tables at least must each fit a row of their own,
with one figure to the person and all others nearly, for the row may be just what is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from coverage_cli.model import Count, Observations
from coverage_cli.spelling import key

SMALLEST = 1000
"""Below this many people equal figures prove nothing."""
_NEARLY = 50
"""Figures are nearly the same where they are apart by no more than one in this many."""
_FEWEST = 2
"""A table has at least this many units, and a summary at least this many tables that fit its rows."""


def named_by_rows(tables: Sequence[Observations], nameless: Sequence[int]) -> dict[int, str]:
    """Return the names of the rows that tables without a name add up to, by table: those of one summary."""
    sums = {at: total for at in nameless if (total := _sums(tables[at])) is not None}
    found: dict[int, dict[int, int]] = {}
    for (summary, row), table in _equal_rows(tables, sums):
        if summary != table and _fits(sums[table], _row(tables[summary], row)):
            found.setdefault(summary, {})[table] = -1 if table in found.get(summary, ()) else row
    named = [_named(tables[summary], rows) for summary, rows in sorted(found.items())]
    best = max(named, key=len, default={})
    return best if len(best) >= _FEWEST else {}


def _equal_rows(
    tables: Sequence[Observations], sums: Mapping[int, Mapping[str, Count]]
) -> list[tuple[tuple[int, int], int]]:
    """Return the rows ((table, unit)) that have a figure to the person in common with a table, each pair once."""
    wanted: dict[tuple[str, Count], list[int]] = {}
    for table, total in sums.items():
        for name, value in total.items():
            if value >= SMALLEST:
                wanted.setdefault((name, value), []).append(table)
    pairs: dict[tuple[tuple[int, int], int], None] = {}
    for at, other in enumerate(tables) if wanted else ():
        for name, values in other.counts.items():
            for row, figure in enumerate(values):
                if figure is not None and (name, figure) in wanted and other.units[row].is_lowest:
                    pairs.update(dict.fromkeys(((at, row), table) for table in wanted[name, figure]))
    return list(pairs)


def _named(summary: Observations, rows: Mapping[int, int]) -> dict[int, str]:
    """Return the names of rows by table: of rows that one table alone fits, and whose name stands there once."""
    names = Counter(key(unit.name) for unit in summary.units)
    claims = Counter(rows.values())
    return {
        table: summary.units[row].name
        for table, row in rows.items()
        if row >= 0 and claims[row] == 1 and names[key(summary.units[row].name)] == 1
    }


def _sums(table: Observations) -> dict[str, Count] | None:
    """Return what a table's lowest units add up to, measure by measure; None where they are too few."""
    leaves = table.units.lowest
    if len(leaves) < _FEWEST:
        return None
    return {name: sum(values[at] or 0 for at in leaves) for name, values in table.counts.items()}


def _row(table: Observations, at: int) -> dict[str, Count]:
    return {name: value for name, values in table.counts.items() if (value := values[at]) is not None}


def _fits(total: Mapping[str, Count], row: Mapping[str, Count]) -> bool:
    """Tell whether one common figure is the same to the person and all others are nearly."""
    pairs = [(total[name], row[name]) for name in total.keys() & row.keys()]
    exact = any(mine == theirs and mine >= SMALLEST for mine, theirs in pairs)
    return exact and all(_NEARLY * max(mine - theirs, theirs - mine) <= theirs for mine, theirs in pairs)
