"""What `coverage check -o` writes: faults as a letter with its list, a marked copy, or a file for each district."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from coverage_cli.errors import UnwritableOutput, UsageFault
from coverage_cli.records import NamedTuple

if TYPE_CHECKING:
    from coverage_cli.pipeline import Worked
    from coverage_cli.project import Job, Project
    from coverage_cli.words import Words
    from coverage_cli.write.workbook.letter import Letter

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_CELL = re.compile(r"[A-Z]+\d+")
UNIT = "{unit}"
"""Stands in the name of an office for the unit that a list is about."""
_EXCEL = ".xlsx"
# So many parts stand for a whole that has no name.
_NAMED = 5


class Sending(NamedTuple):
    """How faults are sent: to whom and by when, marked in a copy or split by a level; notes too if `verbose`."""

    to: str
    answer_by: str
    mark: bool = False
    split_by: str | None = None
    verbose: bool = False


def sending_of(project: Project, told: Mapping[str, Any], level: str | None) -> Sending:
    """Return how faults are sent; an option wins over the project file. Raises `UsageFault` for two ways at once."""
    if told["mark"] and level:
        raise UsageFault("mark-and-split")
    named = {key: told[key] or project.faults.get(key, "") for key in ("to", "answer_by")}
    return Sending(named["to"], _date(named["answer_by"]), told["mark"], level)


def check_output(output: str | None, sending: Sending) -> None:
    """Refuse an output that a marked copy, or a list for each unit of a level, cannot be written to."""
    if sending.mark and not (output or "").lower().endswith(_EXCEL):
        raise UsageFault("mark-needs-output")
    if sending.split_by and output is None:
        raise UsageFault("split-needs-output")


def letter_of(
    worked: Worked, project: Project, sending: Sending, unit: str, words: Words
) -> Letter:
    """Return the letter to the office of a unit."""
    from coverage_cli.write.said import begun, unit_in_sentence
    from coverage_cli.write.workbook.letter import Letter

    periods = [settled.period for settled in worked.periods if settled.period]
    to = begun((sending.to or UNIT).replace(UNIT, unit_in_sentence(unit, words)))
    return Letter(**project.letter, to=to, answer_by=sending.answer_by, periods=periods)


def whole_of(worked: Worked) -> str:
    """Return the units that the sheets are about, each by the name of its whole; of one without a name its parts."""
    from coverage_cli.write.said import name_said

    names: list[str] = []
    for table in (dated.table for dated in worked.understood.tables):
        own = table.units.names[0]
        parts = [table.units.names[at] for at in table.units.parts[0]]
        names += [own] if table.whole_named or not parts else parts[:_NAMED]
    return ", ".join(dict.fromkeys(map(name_said, names)))


def marked(job: Job, found: Mapping[str, Any], words: Words) -> bytes:
    """Return a copy of the only input with the faults' cells marked. Raises `UsageFault` where it cannot be marked."""
    from coverage_cli.features.explain.evidence import place_of
    from coverage_cli.read import find_inputs, read_source
    from coverage_cli.shown import shown
    from coverage_cli.write.faults import faults_of
    from coverage_cli.write.foreign.mark import Mark, marked_copy

    files = find_inputs(job.inputs)[0]
    if len(files) != 1:
        raise UsageFault("mark-of-several", count=len(files))
    [file] = files
    if not file.lower().endswith(_EXCEL):
        raise UsageFault("form-kind", file=file)
    name = shown(file, job.project)
    marks = [
        Mark(fault.sheet, place_of(0, fault.cell)[1:], fault.severity, _remark(fault, words))
        for fault in faults_of(found, words)
        if fault.file == name and _CELL.fullmatch(fault.cell)
    ]
    return marked_copy(file, read_source(file), marks)


def _remark(fault: Any, words: Words) -> str:
    return f"{words.severity(fault.severity)}: {fault.wrong}\n{words.label('check_do')}: {fault.do}"


def split(found: Mapping[str, Any], level: str, whole: str) -> dict[str, dict[str, Any]]:
    """Return the faults by the unit of a level that they stand in; those of none belong to the whole.

    Raises `UsageFault` where no fault stands in a unit of that level.
    """
    units: dict[str, None] = {}
    for cell in _cells(found):
        units.setdefault(_unit_of(cell, level, whole))
    if not any(level in cell.get("within", {}) for cell in _cells(found)):
        known = {at: None for cell in _cells(found) for at in cell.get("within", {})}
        raise UsageFault("split-level", level=level, choices=tuple(known) or ("–",))
    return {unit: _of_unit(found, level, unit, whole) for unit in units}


def _cells(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [
        cell
        for rule in found["rules"]
        for told in rule["findings"]
        for cell in (told["affected"] or [{}])
    ]


def _unit_of(cell: Mapping[str, Any], level: str, whole: str) -> str:
    return str(cell.get("within", {}).get(level, whole))


def _of_unit(found: Mapping[str, Any], level: str, unit: str, whole: str) -> dict[str, Any]:
    """Return the record with the faults of one unit alone, counted anew."""
    rules = []
    for rule in found["rules"]:
        findings = [_finding_of(told, level, unit, whole) for told in rule["findings"]]
        kept = [told for told in findings if told]
        if kept:
            count = sum(len(told["affected"]) or 1 for told in kept)
            # How many units and people a rule concerns is known of the whole list alone.
            rules.append({**rule, "findings": kept, "count": count, "units": "", "people": None})
    return {**found, "rules": rules}


def _finding_of(told: Mapping[str, Any], level: str, unit: str, whole: str) -> dict[str, Any]:
    """Return a finding with the cells of one unit alone, nothing where it has none there."""
    if not told["affected"]:
        return dict(told) if unit == whole else {}
    cells = [cell for cell in told["affected"] if _unit_of(cell, level, whole) == unit]
    return {**told, "affected": cells} if cells else {}


def file_names(units: Sequence[str], folder: str) -> dict[str, str]:
    """Return the file of each unit in a folder: its name as files may be called, no two alike."""
    names: dict[str, str] = {}
    for unit in units:
        bare = _NOT_IN_NAMES.sub("-", unit).strip(" .") or "faults"
        taken = {PurePath(path).stem.casefold() for path in names.values()}
        number = next(
            at for at in range(1, len(units) + 1) if _stem(bare, at).casefold() not in taken
        )
        names[unit] = os.path.join(folder, f"{_stem(bare, number)}{_EXCEL}")  # noqa: PTH118
    return names


def make_folder(path: str) -> str:
    """Return a folder, made where it is not there. Raises `UnwritableOutput` where it cannot be."""
    try:
        Path(path).mkdir(exist_ok=True)
    except OSError as fault:
        raise UnwritableOutput("split-folder", path=path, reason=fault.strerror or fault) from fault
    return path


def _stem(name: str, number: int) -> str:
    return name if number == 1 else f"{name} {number}"


def _date(text: str) -> str:
    """Return a day as periods are written (2024-06-10) where one is told as 10/6/2024; other words stay."""
    match = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text.strip())
    return f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}" if match else text.strip()
