"""What in a sheet confirms how it was read: printed totals that are the sum of their parts, printed rates that fit.

The rules count what agrees and what does not while they look for faults; here it is put in words of the report.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from operator import sub

from coverage_cli.model import Table

Tally = Counter[tuple[int, str]]
"""How many printed figures agree or not: by source and `totals_confirmed`, `rates_contradicted` and so on."""
KINDS = ("totals", "rates", "gaps", "rate_pairs")
# One or two numbers are no series that could confirm anything.
_FEWEST = 3


def count(tally: Tally, source: int, kind: str, *, agrees: bool, times: int = 1) -> None:
    """Count printed figures that were held against what they must be."""
    tally[source, f"{kind}_{'confirmed' if agrees else 'contradicted'}"] += times


def evidence_of(tally: Tally, source: int, table: Table) -> dict[str, int | bool | None]:
    """Return what confirms and what contradicts the reading of a source; kinds that it does not print are 0."""
    names = [f"{kind}_{side}" for kind in KINDS for side in ("confirmed", "contradicted")]
    return {**{name: tally[source, name] for name in names}, "series": _is_series(table)}


def _is_series(table: Table) -> bool | None:
    """Tell whether the lowest units are numbered on without a gap, from 1 in each group; None without numbers."""
    column = next((column.index for column in table.columns if column.role == "ordinal"), None)
    if column is None:
        return None
    rows = zip(table.units.rows, table.units.leaves, strict=True)
    cells = [table.grid.rows[row][column] for row, leaf in rows if leaf and row is not None]
    # Numbers are stored as floats: the 12 that people see is 12.0.
    texts = [str(cell).strip().removesuffix(".0") for cell in cells]
    numbers = list(map(int, filter(str.isdecimal, texts)))
    if len(numbers) < _FEWEST:
        return None
    steps = set(map(sub, numbers, [0, *numbers]))
    is_counted_on = steps == {1} or all(
        now in (before + 1, 1) for before, now in pairwise([0, *numbers])
    )
    return len(numbers) == len(cells) and is_counted_on
