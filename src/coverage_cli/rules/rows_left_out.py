"""Say which rows were taken for notes, and which could not be placed."""

from __future__ import annotations

from coverage_cli.findings import finding, in_sheet
from coverage_cli.model import Finding, Table

_SHOWN_ROWS = 20
# Why a row is left out, as far as it is worth a word; each is a variant of the finding.
_REASONS = ("below", "nameless", "total-unclear", "total-twice", "other-row")


def judge(table: Table) -> list[Finding]:
    """Return a finding for each reason why rows were left out."""
    rows = {why: [left for left in table.left_out if left.why == why] for why in _REASONS}
    return [
        finding(
            "rows-left-out",
            in_sheet(table.grid, [(left.row, 0) for left in of_reason]),
            variant=why,
            rows=tuple(str(left.row + 1) for left in of_reason[:_SHOWN_ROWS]),
            text=of_reason[0].text[:80],
        )
        for why, of_reason in rows.items()
        if of_reason
    ]
