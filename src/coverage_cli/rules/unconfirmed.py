"""Say which sheets print nothing that confirms how they were read: no total and no rate that fits."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.findings import Where, finding
from coverage_cli.model import Finding, Table
from coverage_cli.rules.tally import KINDS, Tally


def judge(tally: Tally, tables: Sequence[Table]) -> list[Finding]:
    """Return a note on the sheets without any printed total or rate that fits."""
    sheets = [(table.grid.file, table.grid.sheet) for table in tables]
    names_of = [f"{kind}_confirmed" for kind in KINDS]
    confirmed = {
        sheet
        for source, sheet in enumerate(sheets)
        if any(tally[source, name] for name in names_of)
    }
    bare = [sheet for sheet in dict.fromkeys(sheets) if sheet not in confirmed]
    if not bare:
        return []
    names = tuple(" ".join((file, f"[{sheet}]" if sheet else "")).strip() for file, sheet in bare)
    where = Where(*bare[0], count=len(bare))
    return [finding("unconfirmed", where, variant="several" if len(bare) > 1 else "", sheets=names)]
