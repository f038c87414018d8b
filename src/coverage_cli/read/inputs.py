"""Inputs: from what was typed to the files that are meant. Opens nothing and looks into nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from coverage_cli.errors import UnreadableInput
from coverage_cli.findings import Where, finding
from coverage_cli.model import Finding
from coverage_cli.read.source import is_lent

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv")
STANDARD_INPUT = "-"
_LEFTOVER_STARTS = ("~$", "._", ".~lock")
_LEFTOVER_ENDS = (".tmp", ".part", ".crdownload")


def find_inputs(inputs: Sequence[str]) -> tuple[list[str], list[Finding]]:
    """Return the files that are meant, each once, and what was passed over.

    They come in the order of their names: whatever order they are given in, the report is the same. A folder stands for
    its own spreadsheets, sorted by name; its sub-folders are not searched (`folder/**/*.xlsx` does that). A name that
    exists is never taken as a pattern.
    """
    paths: dict[str, str] = {}
    findings: dict[str | None, Finding] = {}
    for given in sorted(inputs):
        found, skipped = _meant_by(given)
        for path in found:
            paths.setdefault(_identity(path), path)
        findings |= {finding.file: finding for finding in skipped}
    return list(paths.values()), list(findings.values())


def no_spreadsheets(given: str) -> list[str]:
    """Return the files that a folder or a pattern means and that no suffix tells to be spreadsheets."""
    is_pattern = not Path(given).exists() and any(mark in given for mark in "*?[")
    try:
        paths = _listed(given) if Path(given).is_dir() else _matches(given) if is_pattern else []
    except OSError:  # a folder that is closed to us is said where its spreadsheets are looked for
        return []
    return [path for path in paths if not (is_leftover(path) or path.lower().endswith(SUFFIXES))]


def is_leftover(path: str) -> bool:
    """Tell whether a name is a lock, a shadow or an unfinished download rather than somebody's data."""
    name = Path(path).name
    return name.startswith(_LEFTOVER_STARTS) or name.lower().endswith(_LEFTOVER_ENDS)


def _identity(path: str) -> str:
    return path if path == STANDARD_INPUT or is_lent(path) else str(Path(path).resolve())


def _meant_by(given: str) -> tuple[list[str], list[Finding]]:
    if given == STANDARD_INPUT or is_lent(given):
        return [given], []
    if "://" in given or given.lower().startswith("file:"):
        raise UnreadableInput("input-not-local", file=given)
    try:
        if Path(given).is_dir():
            return _chosen(_listed(given), given, "folder-without-spreadsheets")
        if not Path(given).exists() and any(mark in given for mark in "*?["):
            return _chosen(_matches(given), given, "pattern-without-match")
        return [_named_file(given)], []
    except (
        OSError,
        ValueError,
    ) as fault:  # too long a name, a loop of links, a NUL, a folder that is closed to us
        raise UnreadableInput("input-unreadable", file=given, reason=_reason(fault)) from fault


def _reason(fault: Exception) -> str:
    return getattr(fault, "strerror", None) or str(fault)


def _named_file(path: str) -> str:
    if is_leftover(path):
        raise UnreadableInput("input-owner-file", file=path)
    if not Path(path).exists():
        raise UnreadableInput("input-missing", file=path)
    return path


def _listed(folder: str) -> list[str]:
    return [str(path) for path in sorted(Path(folder).iterdir()) if not path.is_dir()]


def _matches(pattern: str) -> list[str]:
    from glob import glob

    found = glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob knows no absolute patterns
    return sorted(path for path in found if not Path(path).is_dir())


def _chosen(paths: Iterable[str], given: str, otherwise: str) -> tuple[list[str], list[Finding]]:
    """Keep what has a spreadsheet's suffix; say which leftovers of other programs were passed over."""
    spreadsheets, findings = [], []
    for path in paths:
        if is_leftover(path):
            values = {"name": Path(path).name}
            findings.append(finding("file-skipped", Where(path), values, variant="owner-file"))
        elif path.lower().endswith(SUFFIXES):
            spreadsheets.append(path)
    if not spreadsheets:
        raise UnreadableInput(otherwise, file=given, suffixes=" ".join(SUFFIXES))
    return spreadsheets, findings
