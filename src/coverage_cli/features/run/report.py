"""The report of a run: an entry a job, who is silent since when, what was acknowledged.

The next run remembers by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from coverage_cli import __version__
from coverage_cli.features.run.choose import Chosen
from coverage_cli.features.run.memory import SCHEMA
from coverage_cli.grouping import first_where
from coverage_cli.periods import in_time
from coverage_cli.project import Accepted, JobSetting
from coverage_cli.records import NamedTuple

Entry = dict[str, Any]
_DONE = (0, 1, 5)
_LOCKED = 75
# Of the codes of several jobs the first of these that is there is the run's.
_WORST = (70, _LOCKED, 4)
_NOTHING: Entry = {
    "period": None,
    "periods": [],
    "units": None,
    "missing": [],
    "findings": [],
    "evidence": {},
}


class Ran(NamedTuple):
    """A job that was run: its files, its fingerprint, what its process answered, and the hash of what it wrote."""

    job: JobSetting
    chosen: Chosen
    fingerprint: str | None
    made: Mapping[str, Any]
    written: str | None = None


def entry_of(ran: Ran, earlier: Mapping[str, Any]) -> Entry:
    """Return what the report says of a job; `earlier` is what the last report said of it."""
    made, code = ran.made, int(ran.made["code"])
    record = made.get("record") or _NOTHING
    entry = {
        "job": ran.job.name,
        "command": ran.job.command,
        "state": "done" if code in _DONE else "locked" if code == _LOCKED else "failed",
        "code": code,
        "error": _said(made.get("fault")),
        "fingerprint": ran.fingerprint if code in _DONE else None,
        "files": _files(ran, record.get("read", {})),
        **{key: record[key] for key in _NOTHING},
        "accepted": sum(len(one["figures"]) for one in record.get("accepted", ())),
        **_outputs(ran, earlier),
    }
    return {**entry, **_since(entry, record, earlier), "measured": dict(made["measured"])}


def unchanged(entry: Mapping[str, Any], chosen: Chosen, seconds: float) -> Entry:
    """Return the entry of a job whose files and settings are those of the last run: it stands as it was."""
    files = [one for one in entry["files"] if one["state"] in ("read", "refused", "not-used")]
    measured = {"seconds": seconds, "peak_memory_bytes": None}
    return {
        **entry,
        "state": "unchanged",
        "files": [*files, *_left(chosen)],
        "measured": measured,
    }


def code_of(entries: Sequence[Mapping[str, Any]]) -> int:
    """Return the exit code of a run: the worst of its jobs; where some were done and some not it is 5.

    >>> code_of([{"code": 3}, {"code": 0}]), code_of([{"code": 3}]), code_of([{"code": 1}, {"code": 0}])
    (5, 3, 1)
    """
    codes = {int(entry["code"]) for entry in entries}
    worst = first_where(lambda code: code in codes, _WORST)
    if worst is not None:
        return worst
    done = codes & {*_DONE}
    if codes - done:
        return 5 if done else max(codes)
    return first_where(lambda code: code in codes, (5, 1), 0)


def report_of(
    project: str, code: int, entries: Iterable[Entry], accepted: Sequence[Entry]
) -> dict[str, Any]:
    """Return the report as JSON has it, but for what was measured of the run as a whole."""
    return {
        "schema": SCHEMA,
        "version": __version__,
        "project": project,
        "code": code,
        "jobs": list(entries),
        "accepted": list(accepted),
    }


def acknowledged(
    entries: Sequence[Accepted], records: Iterable[Mapping[str, Any]], memory: Mapping[str, Any]
) -> list[Entry]:
    """Return what became of each entry of `[[accepted]]`: the figures it was first met with are remembered."""
    before = {_identity(one): one for one in memory.get("accepted", ())}
    told: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for record in records:
        for one in record.get("accepted", ()):
            told.setdefault(_identity(one), []).append(one)
    return [_acknowledged(entry, told, before) for entry in entries]


def figures_remembered(memory: Mapping[str, Any], entry: Accepted) -> frozenset[str] | None:
    """Return the figures that an entry was met with first, None where it never was."""
    wanted = _identity(entry._asdict())
    before: Iterable[Mapping[str, Any]] = memory.get("accepted", ())
    figures = next((one.get("figures") for one in before if _identity(one) == wanted), None)
    return frozenset(map(str, figures)) if figures else None


def _acknowledged(
    entry: Accepted,
    told: Mapping[tuple[Any, ...], Sequence[Mapping[str, Any]]],
    before: Mapping[tuple[Any, ...], Mapping[str, Any]],
) -> Entry:
    identity = _identity(entry._asdict())
    met, earlier = told.get(identity, ()), before.get(identity, {})
    held = sorted({figure for one in met for figure in one["figures"]})
    state = "came-back" if any(one["came_back"] for one in met) else "held" if held else "not-met"
    return {
        **{name: getattr(entry, name) for name in ("code", "unit", "until", "why")},
        "state": state if met else earlier.get("state", "not-met"),
        "figures": earlier.get("figures") or held,
    }


def _identity(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(entry.get(name) for name in ("code", "unit", "until", "why"))


def _said(fault: Mapping[str, Any] | None) -> Entry | None:
    return {name: fault[name] for name in ("key", "error", "hint")} if fault else None


def _files(ran: Ran, read: Mapping[str, str]) -> list[Entry]:
    """Return what became of each file: read, refused and why, not used, or left for the next run."""
    faults = [*ran.made.get("refused", ()), *filter(None, [ran.made.get("fault")])]
    refused = {fault["file"]: fault for fault in faults if fault["file"]}
    files = []
    for path, sha256 in ran.chosen.files:
        state = "read" if path in read else "refused" if path in refused else "not-used"
        why = _said(refused[path]) if state == "refused" else None
        files.append({"file": path, "sha256": sha256, "state": state, "error": why})
    return [*files, *_left(ran.chosen)]


def _left(chosen: Chosen) -> list[Entry]:
    return [
        {"file": one.file, "sha256": None, "state": one.why, "error": None} for one in chosen.left
    ]


def _outputs(ran: Ran, earlier: Mapping[str, Any]) -> Entry:
    """Return what was written now, and what earlier runs wrote: by its hash it is known again as ours."""
    place = ran.made.get("output")
    now = [{"file": place, "sha256": ran.written}] if place and ran.written else []
    older = [*earlier.get("outputs", ()), *earlier.get("earlier_outputs", ())]
    return {"outputs": now, "earlier_outputs": [one for one in older if one["file"] != place]}


def _since(entry: Entry, record: Mapping[str, Any], earlier: Mapping[str, Any]) -> Entry:
    """Return who is missing with the period they last delivered for, and who delivered when, as far as runs know."""
    delivered = dict(earlier.get("delivered", {}))
    for name, period in record.get("delivered", {}).items():
        delivered[name] = max(filter(None, (delivered.get(name), period)), key=in_time)
    missing = [{**one, "last_delivered": delivered.get(_name(one))} for one in entry["missing"]]
    return {"missing": missing, "delivered": delivered}


def _name(unit: Mapping[str, Any]) -> str:
    return f"{unit['parent']} > {unit['unit']}" if unit["parent"] else str(unit["unit"])
