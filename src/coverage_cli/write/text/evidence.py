"""What confirms how the sheets were read, in one line: "confirmed by 9 printed totals and 143 printed rates"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.words import Words

KINDS = ("totals", "rates", "gaps", "rate_pairs")
Evidence = Mapping[str, int | bool | None]


def proof_line(evidence: Sequence[Evidence], words: Words) -> str:
    """Return what confirms and what contradicts the reading of these sources together."""
    sides = {side: _said(evidence, side, words) for side in ("confirmed", "contradicted")}
    said = [words.label(f"evidence_{side}", what=what) for side, what in sides.items() if what]
    return ", ".join(said if sides["confirmed"] else [words.label("evidence_none"), *said])


def _said(evidence: Sequence[Evidence], side: str, words: Words) -> str:
    counts = {kind: sum(one.get(f"{kind}_{side}") or 0 for one in evidence) for kind in KINDS}
    parts = [
        words.label(f"evidence_{kind}{'_1' if count == 1 else ''}", count=count)
        for kind, count in counts.items()
        if count
    ]
    *first, last = parts or [""]
    return words.label("evidence_and", first=", ".join(first), last=last) if first else last
