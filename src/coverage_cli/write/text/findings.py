"""Findings, errors and what became of a run as lines for standard error; it decides no severity and no exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from coverage_cli.errors import CoverageError
from coverage_cli.model import Finding, Report
from coverage_cli.words import Words
from coverage_cli.write.judged import JUDGED, judged
from coverage_cli.write.safety import visible
from coverage_cli.write.text.width import hanging

SEVERITIES = ("error", "warning", "info")
"""The severities, worst first."""
_NOTES_SHOWN = 5
_SHOWN_OF_ONE_CODE = 10
_CELLS_SHOWN = 3


def finding_lines(
    findings: Sequence[Finding],
    words: Words,
    *,
    verbose: bool,
    room: int | None = None,
    accepted: int = 0,
) -> list[str]:
    """Return the findings worst first and a closing line that counts them; unless verbose, not all of a flood.

    Each is one line, or where the reader's terminal has that much `room` as many as it takes, folded at blanks. Of the
    `accepted` ones only the number is told.
    """
    if not findings and not accepted:
        return []
    ordered = worst_first(findings)
    said = (
        [finding_line(finding, words) for finding in ordered] if verbose else _fewer(ordered, words)
    )
    counted = counts_line(findings, words, accepted)
    return [line for text in [*said, counted] for line in hanging(text, room)]


def _fewer(ordered: Sequence[Finding], words: Words) -> list[str]:
    """Return lines for the first errors and warnings of each code and for the first notes, and how many more."""
    lines: list[str] = []
    for (severity, code), group in groupby(
        ordered, key=lambda finding: (finding.severity, finding.code)
    ):
        alike = list(group)
        if severity == "info":
            continue
        lines += [finding_line(finding, words) for finding in alike[:_SHOWN_OF_ONE_CODE]]
        if len(alike) > _SHOWN_OF_ONE_CODE:
            lines.append(
                words.label("findings_more_of", count=len(alike) - _SHOWN_OF_ONE_CODE, code=code)
            )
    notes = [finding for finding in ordered if finding.severity == "info"]
    lines += [finding_line(finding, words) for finding in notes[:_NOTES_SHOWN]]
    if len(notes) > _NOTES_SHOWN:
        lines.append(words.label("findings_more", count=len(notes) - _NOTES_SHOWN))
    return lines


def error_lines(fault: CoverageError, words: Words, room: int | None = None) -> list[str]:
    """Return what is wrong and what to do: two lines, on a terminal folded at blanks."""
    error, hint = words.error(fault)
    return [*hanging(visible(f"error: {error}"), room), *hanging(visible(f"hint: {hint}"), room)]


def written_line(path: str, rows: int, words: Words) -> str:
    """Return what was written where."""
    return visible(words.label("written", path=path, rows=rows))


def failed_on_lines(conditions: Sequence[str], report: Report, words: Words) -> list[str]:
    """Return a line for each of the conditions of --fail-on that holds; an unknown one is none."""
    if not conditions:
        return []  # most runs have none, and a long report is not gone through for them
    tally = Counter(finding.severity for finding in report.findings)
    standing = judged(report)
    short = {(figure.unit, figure.parent) for figure in standing if figure.status == "short"}
    expected = {(figure.unit, figure.parent) for figure in standing if figure.status in JUDGED}
    said = {
        "error": ("failed_on_error", tally["error"]),
        "warning": ("failed_on_warning", tally["error"] + tally["warning"]),
        "short": ("failed_on_short", len(short)),
        "unconfirmed": (
            "failed_on_unconfirmed",
            sum(finding.code == "unconfirmed" for finding in report.findings),
        ),
    }
    held = [said[name] for name in dict.fromkeys(conditions) if name in said and said[name][1]]
    return [
        words.label(
            key,
            count=count,
            expected=len(expected),
            errors=tally["error"],
            warnings=tally["warning"],
        )
        for key, count in held
    ]


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """Order findings by severity, then group those of one code, each in the order of the report."""
    first_of = {finding.code: place for place, finding in reversed(list(enumerate(findings)))}
    return sorted(
        findings, key=lambda finding: (SEVERITIES.index(finding.severity), first_of[finding.code])
    )


def counts_line(findings: Sequence[Finding], words: Words, accepted: int = 0) -> str:
    """Return how many errors, warnings and notes there are, and how many findings the project file acknowledges."""
    tally = Counter(finding.severity for finding in findings)
    shown = words.label(
        "findings_shown", errors=tally["error"], warnings=tally["warning"], infos=tally["info"]
    )
    beside = [words.label("findings_accepted", count=accepted)] if accepted else []
    return " · ".join([shown, *beside])


def finding_line(finding: Finding, words: Words) -> str:
    """Return a finding in one line: severity, code, place, message."""
    place = place_of(finding)
    start = f"{words.severity(finding.severity)}[{finding.code}]"
    return visible(
        f"{start} {place}: {words.finding(finding)}"
        if place
        else f"{start}: {words.finding(finding)}"
    )


def place_of(finding: Finding) -> str:
    """Return where a finding is: `file.xlsx [Sheet] H12, H13 +4`, as far as it is known."""
    sheet = f"[{finding.sheet}]" if finding.sheet else ""
    cells = ", ".join(finding.cells[:_CELLS_SHOWN])
    more = len(finding.cells) - _CELLS_SHOWN
    return " ".join(
        part for part in (finding.file, sheet, cells, f"+{more}" if more > 0 else "") if part
    )
