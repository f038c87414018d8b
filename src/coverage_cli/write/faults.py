"""What was found -> a fault a cell, in the order of the sheets: where, whose, what it holds, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coverage_cli.model import Finding
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words

_REFILLED = {"column", "found", "letter"}
# What stands for the cells of a finding that names none.
_NOWHERE: dict[str, Any] = {
    "cell": "",
    "unit": None,
    "heading": [],
    "stored": None,
    "stored_as": "blank",
}


class Fault(NamedTuple):
    """A row of the list: where, whose, what the cell holds, how bad, what is wrong, what to do.

    `within` are the units that the cell's row belongs to, by level.
    """

    file: str
    sheet: str
    cell: str
    unit: str
    heading: str
    now: str | int | float
    severity: str
    wrong: str
    do: str
    within: Mapping[str, str] = {}


def faults_of(record: Mapping[str, Any], words: Words) -> list[Fault]:
    """Return a fault a cell, those of one file and sheet together, in the order of its rows and columns."""
    faults = [
        (
            _order(told["finding"], affected),
            _fault(told["finding"], affected, words, is_first=number == 0),
        )
        for rule in record["rules"]
        for told in rule["findings"]
        for number, affected in enumerate(told["affected"] or [_NOWHERE])
    ]
    return [fault for _, fault in sorted(faults, key=lambda entry: entry[0])]


def _order(finding: Finding, affected: Mapping[str, Any]) -> tuple[str, str, int, int, str]:
    letters = affected["cell"].rstrip("0123456789")
    row = affected["cell"][len(letters) :]
    return finding.file or "", finding.sheet or "", int(row or 0), len(letters), letters


def _fault(finding: Finding, affected: Mapping[str, Any], words: Words, *, is_first: bool) -> Fault:
    now = affected["stored"]
    return Fault(
        finding.file or "",
        finding.sheet or "",
        affected["cell"],
        affected["unit"] or finding.unit or "",
        " > ".join(affected["heading"]),
        str(now) if isinstance(now, bool) else "" if now is None else now,
        finding.severity,
        _wrong(finding, now, words, is_first=is_first),
        words.advice(finding.code),
        affected.get("within", {}),
    )


def _wrong(finding: Finding, now: object, words: Words, *, is_first: bool) -> str:
    """Say what is wrong with this cell: a finding's message speaks of its first cell, for the others it is refilled.

    Where the message names figures of the first unit, the others are told the rule alone.
    """
    if is_first:
        return words.finding(finding)
    if set(finding.values) <= _REFILLED:
        return words.finding(finding._replace(values={**finding.values, "found": now}))
    return words.rule(finding.code)
