"""Interrupts and kills at any moment of a run: no traceback, the exit code of the signal, no half-written file."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from torture.bounded import Tried, started
from torture.places import sample

_OLD = b"what was there"
_CODES = {
    signal.SIGINT: (130, -signal.SIGINT),
    signal.SIGTERM: (143, -signal.SIGTERM),
    signal.SIGKILL: (-signal.SIGKILL,),
}
# Python itself, before it has loaded a line of ours, ends with a traceback of its own.
_OURS = re.compile(r"coverage_cli/(?!__init__\.py)\w+[./]")


def tried(folder: Path, *, full: bool) -> Tried:
    """Send each signal at moments spread over the first tenth of a second and over the whole run."""
    sheet = sample(folder)
    steps = 40 if full else 8
    moments = [0.1 * step / steps for step in range(steps)]
    moments += [0.1 + 0.9 * step / steps for step in range(steps)] if full else [0.2, 0.4]
    faults = [
        fault
        for suffix in ("csv", "xlsx")
        for kind in _CODES
        for moment in moments
        for fault in _ended(folder, sheet, suffix, kind, moment)
    ]
    return Tried(2 * len(_CODES) * len(moments), faults)


def _ended(
    folder: Path, sheet: Path, suffix: str, kind: signal.Signals, moment: float
) -> Iterator[str]:
    target = folder / f"report.{suffix}"
    target.write_bytes(_OLD)
    there = _temporary(folder)  # what an earlier run left that was killed
    process = started(["compute", sheet, "-o", target, "-q"], folder)
    time.sleep(moment)
    process.send_signal(kind)
    code = process.wait(timeout=60)
    said = (folder / "err").read_text("utf-8", "replace")
    where = f"{kind.name} after {moment:.3f} s, {suffix}"
    if "Traceback" in said and _OURS.search(said):
        yield f"{where}: a traceback of ours: {said[-300:]}"
    elif code not in (0, *_CODES[kind]) and "Traceback" not in said and "Fatal" not in said:
        yield f"{where}: exit code {code}: {said[-200:]}"
    if target.read_bytes() != _OLD and code not in (0, -signal.SIGKILL, *_CODES[kind]):
        yield f"{where}: the report has changed although the run did not end"
    if _is_half(target):
        yield f"{where}: half a report"
    if kind != signal.SIGKILL and code >= 0 and (left := _temporary(folder) - there):
        yield f"{where}: left {sorted(left)}"


def _is_half(target: Path) -> bool:
    content = target.read_bytes()
    if content == _OLD:
        return False
    return not (content.endswith(b"\r\n") if target.suffix == ".csv" else b"PK\x05\x06" in content)


def _temporary(folder: Path) -> set[str]:
    """Return the temporary files there are; a run that died of the signal itself had made none yet."""
    return {path.name for path in folder.glob(".report.*.tmp")}
