"""Findings as lines for standard error: worst first, where to look, what was found; it decides no severity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from coverage_cli.model import Finding
from coverage_cli.words import Words
from coverage_cli.write.safety import visible

SEVERITIES = ("error", "warning", "info")
"""The severities, worst first."""
_NOTES_SHOWN = 5
_CELLS_SHOWN = 3


def finding_lines(findings: Sequence[Finding], words: Words, *, verbose: bool) -> list[str]:
    """Return a line a finding, worst first, and a closing line that counts them; notes are few unless verbose."""
    if not findings:
        return []
    ordered = worst_first(findings)
    tally = Counter(finding.severity for finding in findings)
    more = 0 if verbose else max(tally["info"] - _NOTES_SHOWN, 0)
    lines = [_line(finding, words) for finding in ordered[: len(ordered) - more]]
    if more:
        lines.append(words.label("findings_more", count=more))
    return [*lines, counts_line(findings, words)]


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """Order findings by severity, then group those of one code, each in the order of the report."""
    first_of = {finding.code: place for place, finding in reversed(list(enumerate(findings)))}
    return sorted(findings, key=lambda finding: (SEVERITIES.index(finding.severity), first_of[finding.code]))


def counts_line(findings: Sequence[Finding], words: Words) -> str:
    """Return how many errors, warnings and notes there are."""
    tally = Counter(finding.severity for finding in findings)
    return words.label("findings_shown", errors=tally["error"], warnings=tally["warning"], infos=tally["info"])


def _line(finding: Finding, words: Words) -> str:
    place = place_of(finding)
    start = f"{words.severity(finding.severity)}[{finding.code}]"
    return visible(f"{start} {place}: {words.finding(finding)}" if place else f"{start}: {words.finding(finding)}")


def place_of(finding: Finding) -> str:
    """Return where a finding is: `file.xlsx [Sheet] H12, H13 +4`, as far as it is known."""
    sheet = f"[{finding.sheet}]" if finding.sheet else ""
    cells = ", ".join(finding.cells[:_CELLS_SHOWN])
    more = len(finding.cells) - _CELLS_SHOWN
    return " ".join(part for part in (finding.file, sheet, cells, f"+{more}" if more > 0 else "") if part)
