"""Findings, errors and what became of a run as lines for standard error; it decides no severity and no exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from coverage_cli.errors import CoverageError
from coverage_cli.grouping import grouped
from coverage_cli.model import Finding, Report
from coverage_cli.records import NamedTuple
from coverage_cli.shown import as_called
from coverage_cli.words import Words
from coverage_cli.write.judged import JUDGED, judged
from coverage_cli.write.safety import visible
from coverage_cli.write.text.width import hanging

SEVERITIES = ("error", "warning", "info")
"""The severities, worst first."""
_CAUSES_ON_A_SCREEN = 10
_CELLS_SHOWN = 3


class Cause(NamedTuple):
    """What several findings have in common: the first of them, and how many there are."""

    first: Finding
    times: int

    @property
    def start(self) -> tuple[str, str, str]:
        """Return severity, code, and how often it was found where that is more than once."""
        times = f" ×{self.times}" if self.times > 1 else ""
        return self.first.severity, self.first.code, times


def finding_lines(
    findings: Sequence[Finding],
    words: Words,
    *,
    verbose: bool,
    room: int | None = None,
    accepted: int = 0,
) -> list[str]:
    """Return a line a cause, worst first, and a closing line that counts the findings; verbose: a line a finding.

    Notes are told where it is verbose, else counted. A reader's terminal has `room`: lines are folded at blanks, and of
    many causes the first are shown. Of the `accepted` findings only the number is told.
    """
    if not findings and not accepted:
        return []
    if verbose:
        said = [finding_line(finding, words) for finding in worst_first(findings)]
    else:
        said = cause_lines(findings, words, most=None if room is None else _CAUSES_ON_A_SCREEN)
    lines = [*said, closing_line(findings, len(said), words, accepted)]
    return [piece for line in lines for piece in hanging(line, room)]


def closing_line(findings: Sequence[Finding], said: int, words: Words, accepted: int) -> str:
    """Return how many findings there are, and how to see them all where fewer lines were said."""
    counted = counts_line(findings, words, accepted)
    return f"{counted} · {words.label('findings_verbose')}" if said < len(findings) else counted


def causes_of(findings: Sequence[Finding]) -> list[Cause]:
    """Return the causes of errors and warnings, worst first."""
    ordered = [one for one in worst_first(findings) if one.severity != "info"]
    alike = grouped(((one.severity, one.code), one) for one in ordered)
    return [Cause(group[0], len(group)) for group in alike.values()]


def cause_lines(findings: Sequence[Finding], words: Words, most: int | None = None) -> list[str]:
    """Return a line a cause with the place of its first finding, and how many more causes than `most` there are."""
    causes = causes_of(findings)
    lines = [finding_line(one.first, words, one.start[2]) for one in causes[:most]]
    more = len(causes) - len(lines)
    return [*lines, words.label("findings_causes", count=more)] if more else lines


def error_lines(fault: CoverageError, words: Words, room: int | None = None) -> list[str]:
    """Return what is wrong and what to do: two lines, on a terminal folded at blanks."""
    error, hint = map(as_called, words.error(fault))
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


def finding_line(finding: Finding, words: Words, times: str = "") -> str:
    """Return a finding in one line: severity, code, how often it was found, place, message."""
    place = place_of(finding)
    start = f"{words.severity(finding.severity)}[{finding.code}]{times}"
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
