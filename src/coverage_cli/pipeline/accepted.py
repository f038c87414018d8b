"""Findings that the project file acknowledges: counted, not shown, as long as they tell the figures they told at first.

Nothing is judged here; a finding is either shown or set aside. What is not clearly meant by an entry is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from coverage_cli.model import Finding, Phrase
from coverage_cli.periods import in_time, is_later, is_period
from coverage_cli.pipeline.worked import Worked
from coverage_cli.project import Accepted
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key

# Values that tell where something is or what is made of it: a row that moved is no other figure.
_PLACES = frozenset(
    (
        *("cell", "cells", "column", "columns", "first", "last", "letter", "row", "rows"),
        *("file", "list", "lock", "sheet", "sheets", "where", "period", "periods"),
        *("causes", "choices", "further", "measure", "name", "names", "source", "threshold"),
    )
)


class SortedOut(NamedTuple):
    """The findings that are shown, and those that the project file acknowledges."""

    shown: tuple[Finding, ...]
    accepted: tuple[Finding, ...]


def set_aside(findings: Sequence[Finding], worked: Worked) -> SortedOut:
    """Return the findings to be shown, and those that are acknowledged and still tell the same figures."""
    entries = worked.context.job.accepted
    if not entries:
        return SortedOut(tuple(findings), ())
    last = max(
        (settled.period for settled in worked.periods if settled.period), key=in_time, default=None
    )
    shown: list[Finding] = []
    accepted: list[Finding] = []
    for finding in findings:
        for part in _by_unit(finding, entries):
            (accepted if any(_holds(one, part, last) for one in entries) else shown).append(part)
    return SortedOut(tuple(shown), tuple(accepted))


def figures_told(finding: Finding) -> str:
    """Return what a finding says in figures and words of the sheet, without places.

    >>> figures_told(Finding("over-100", "warning", {"numerator": 98, "numerator_cell": "H3"}))
    'numerator 98'
    """
    told = [
        f"{name} {_plain(value)}"
        for name, value in sorted(finding.values.items())
        if name not in _PLACES and not name.endswith("_cell")
    ]
    return ", ".join(told) or f"count {finding.count}"


def entries_of(finding: Finding, entries: Iterable[Accepted]) -> list[Accepted]:
    """Return the entries that speak of a finding, whether they still hold or not."""
    return [one for one in entries if _speaks_of(one, finding)]


def _by_unit(finding: Finding, entries: Sequence[Accepted]) -> list[Finding]:
    """Return a finding on several missing units as one for each that is acknowledged and one for the others."""
    if finding.code != "unit-missing":
        return [finding]
    from coverage_cli.units.missing import missing_alone  # only where units are missing

    meant = {key(one.unit) for one in entries if one.code == finding.code and one.unit}
    return missing_alone(finding, lambda name: key(name) in meant)


def _speaks_of(entry: Accepted, finding: Finding) -> bool:
    """Tell whether an entry means a finding: of its code and, where it names a unit, on that unit alone."""
    if entry.code != finding.code:
        return False
    if entry.unit is None:
        return True
    return finding.count == 1 and key(finding.unit or "") == key(entry.unit)


def _holds(entry: Accepted, finding: Finding, last: str | None) -> bool:
    if not _speaks_of(entry, finding):
        return False
    if entry.figures is not None and figures_told(finding) not in entry.figures:
        return False
    told = str(finding.values.get("period"))
    period = told if is_period(told) else last
    return entry.until is None or (period is not None and not is_later(period, entry.until))


def _plain(value: object) -> str:
    if isinstance(value, Phrase):
        return f"{value.key} {_plain(value.values)}" if value.values else value.key
    if isinstance(value, Mapping):
        return " ".join(f"{name} {_plain(part)}" for name, part in sorted(value.items()))
    if hasattr(value, "over"):
        return f"{value.over}/{value.under}"  # type: ignore[attr-defined]
    if isinstance(value, tuple | list):
        return "; ".join(map(_plain, value))
    return str(value)
