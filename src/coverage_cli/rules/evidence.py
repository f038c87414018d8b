"""What in a sheet confirms how it was read: printed totals that are the sum of their parts, printed rates that fit.

The checks count what agrees and what does not while they look for faults; here it is put in words of the contract.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from coverage_cli.model import Finding, Table

Tally = Counter[tuple[int, str]]
"""How many printed figures agree or not: by source and `totals_confirmed`, `rates_contradicted` and so on."""
KINDS = ("totals", "rates", "gaps", "rate_pairs")
_FEWEST = 3


def count(tally: Tally | None, source: int, kind: str, *, agrees: bool) -> None:
    """Count a printed figure that was held against what it must be."""
    if tally is not None:
        tally[source, f"{kind}_{'confirmed' if agrees else 'contradicted'}"] += 1


def evidence_of(tally: Tally, source: int, table: Table) -> dict[str, int | bool | None]:
    """Return what confirms and what contradicts the reading of a source; kinds that it does not print are 0."""
    held = {
        f"{kind}_{side}": tally[source, f"{kind}_{side}"] for kind in KINDS for side in ("confirmed", "contradicted")
    }
    return {**held, "series": _is_series(table)}


def _is_series(table: Table) -> bool | None:
    """Tell whether the lowest units are numbered on without a gap, from 1 in each group; None without numbers."""
    column = next((column.index for column in table.columns if column.role == "ordinal"), None)
    rows = [unit.row for unit in table.units if unit.leaf and unit.row is not None]
    cells = [str(table.grid.rows[row][column]).strip().removesuffix(".0") for row in rows] if column is not None else []
    numbers = [int(cell) for cell in cells if cell.isdecimal()]
    if len(numbers) < _FEWEST:
        return None
    return len(numbers) == len(rows) and all(
        now in (before + 1, 1) for before, now in zip([0, *numbers], numbers, strict=False)
    )


def unconfirmed(tally: Tally, tables: Sequence[Table]) -> list[Finding]:
    """Return a note on the sheets of which nothing confirms the reading: no total and no rate that fits is printed."""
    sheets: dict[tuple[str, str], bool] = {}
    for source, table in enumerate(tables):
        where = table.grid.file, table.grid.sheet
        is_confirmed = any(tally[source, f"{kind}_confirmed"] for kind in KINDS)
        sheets[where] = sheets.get(where, False) or is_confirmed
    bare = [where for where, is_confirmed in sheets.items() if not is_confirmed]
    if not bare:
        return []
    file, sheet = bare[0]
    values = {"sheets": tuple(" ".join((file, f"[{sheet}]" if sheet else "")).strip() for file, sheet in bare)}
    variant = "" if len(bare) == 1 else "several"
    return [Finding("unconfirmed", "info", values, file, sheet, count=len(bare), variant=variant)]
