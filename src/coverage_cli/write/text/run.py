"""What became of the jobs of a run as lines for a person: one a job, below it what was left and who is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coverage_cli.words import Words
from coverage_cli.write.safety import visible

Entry = Mapping[str, Any]
# How many silent units are named.
_NAMED = 5
_LEFT = ("own-output", "growing", "leftover", "no-match", "no-spreadsheet")
_SEVERITIES = (("error", "errors"), ("warning", "warnings"), ("info", "infos"))


def job_lines(entry: Entry, words: Words) -> list[str]:
    """Return a line on a job, and lines below it on files that were left and units that are missing."""
    facts = [words.label(f"run_{entry['state']}"), _files(entry, words), *_units(entry, words)]
    if entry["findings"] or entry["accepted"]:
        facts += _found(entry, words)
    facts.append(words.label("run_code", code=entry["code"]))
    outputs = "".join(f" → {one['file']}" for one in entry["outputs"])
    line = f"{entry['job']}: {' · '.join(filter(None, facts))}{outputs}"
    return [visible(line), *map(visible, [*_left(entry, words), *_missing(entry, words)])]


def plan_lines(job: str, command: Sequence[str], left: Sequence[Entry], words: Words) -> list[str]:
    """Return what would be run for a job, as it would be typed, and what would be left."""
    import shlex

    line = f"{job}: {shlex.join(['coverage-cli', *command])}"
    return [visible(line), *map(visible, _left({"files": left}, words))]


def refused_lines(entry: Entry) -> list[str]:
    """Return the two lines of each file that was refused, and of what stopped the job."""
    faults = [one["error"] for one in entry["files"]]
    own = entry["error"]
    stopped = [] if own is None or own in faults else [own]
    return [
        visible(line)
        for fault in [*filter(None, faults), *stopped]
        for line in (f"error: {entry['job']}: {fault['error']}", f"hint: {fault['hint']}")
    ]


def _files(entry: Entry, words: Words) -> str:
    states = [one["state"] for one in entry["files"]]
    refused = states.count("refused")
    key = "run_files_refused" if refused else "run_files"
    return words.label(key, read=states.count("read"), refused=refused)


def _units(entry: Entry, words: Words) -> list[str]:
    units = entry["units"]
    if not units:
        return []
    period = [words.period(str(entry["period"]))] if entry["period"] else []
    return [*period, words.label("run_units", **units)]


def _found(entry: Entry, words: Words) -> list[str]:
    counts = {
        name: sum(one["findings"] for one in entry["findings"] if one["severity"] == severity)
        for severity, name in _SEVERITIES
    }
    accepted = entry["accepted"]
    beside = [words.label("findings_accepted", count=accepted)] if accepted else []
    return [words.label("findings_shown", **counts), *beside]


def _left(entry: Entry, words: Words) -> list[str]:
    return [
        f"  {one['file']}: {words.label('run_' + one['state'].replace('-', '_'))}"
        for one in entry["files"]
        if one["state"] in _LEFT
    ]


def _missing(entry: Entry, words: Words) -> list[str]:
    """Return who has not delivered, each with the period it last delivered for."""
    named = [_silent(one, words) for one in entry["missing"][:_NAMED]]
    more = len(entry["missing"]) - len(named)
    said = [*named, *([words.label("and_so_many", count=more)] if more > 0 else [])]
    return [f"  {words.label('run_missing', units='; '.join(said))}"] if said else []


def _silent(unit: Entry, words: Words) -> str:
    place = f"{unit['unit']} ({unit['parent']})" if unit["parent"] else unit["unit"]
    last = unit["last_delivered"]
    since = words.label("run_last", period=last) if last else words.label("run_never")
    return f"{place}, {since}"
