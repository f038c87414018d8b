"""Fail the N-th call that changes the disk, for every N until a run passes untouched, as SQLite's tests do.

usage: python -m torture.inject FOLDER KINDS OUTPUT-SUFFIX...; KINDS are `all` or `few`; prints a line for each promise that did not hold, then how many
runs it took. It replaces the calls of `os` before the program is loaded, so that the program is tried as it is.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

_CALLS = ("open", "write", "fsync", "replace", "unlink")
_REAL = {name: getattr(os, name) for name in _CALLS}
_OLD = b"what was there"
_ERRORS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EACCES": errno.EACCES}
_SIGNALS = {"SIGKILL": signal.SIGKILL, "SIGTERM": signal.SIGTERM, "SIGINT": signal.SIGINT}
KINDS = (*_ERRORS, *(f"{name} for ever" for name in _ERRORS), "short write", *_SIGNALS)
FEW = ("ENOSPC", "short write", "SIGKILL", "SIGINT")
_CODES = {"SIGTERM": (143, 0), "SIGINT": (130, 0), "short write": (0,)}


class _Plan:
    """Which call is to fail and how; calls outside the folder of the output are let pass."""

    def __init__(self) -> None:
        self.folder, self.kind, self.at, self.seen = "", "", 0, 0
        self.open: set[int] = set()

    def is_next(self, name: str, first: object) -> bool:
        """Tell whether a call is the one that fails, counting it."""
        if not self.folder or not self._concerns(first):
            return False
        self.seen += 1
        for_ever = self.kind.endswith("for ever") and self.seen > self.at
        return (self.seen == self.at or for_ever) and (
            self.kind != "short write" or name == "write"
        )

    def _concerns(self, first: object) -> bool:
        return first in self.open if isinstance(first, int) else str(first).startswith(self.folder)


PLAN = _Plan()


class Case(NamedTuple):
    """A file to be written, by which command, and what an undisturbed run writes."""

    target: Path
    arguments: list[str]
    new: bytes = b""


def _replaced(name: str) -> Any:
    real = _REAL[name]

    def call(first: Any, *others: Any, **named: Any) -> Any:
        if PLAN.is_next(name, first):
            kind = PLAN.kind.removesuffix(" for ever")
            if kind in _ERRORS:
                raise OSError(_ERRORS[kind], os.strerror(_ERRORS[kind]), str(first))
            if kind == "short write":
                return real(first, others[0][: max(1, len(others[0]) // 2)])
            os.kill(os.getpid(), _SIGNALS[kind])
        result = real(first, *others, **named)
        if name == "open" and PLAN.folder and str(first).startswith(PLAN.folder):
            PLAN.open.add(result)
        return result

    return call


def ended(case: Case, kind: str, at: int, log: Path) -> tuple[int, int]:
    """Run the program in a fork with the `at`-th call failing; return its exit code and how many calls it made."""
    counted, told = os.pipe()
    child = os.fork()
    if not child:
        _act(case, kind, at, log, told)
    os.close(told)
    _, status = os.waitpid(child, 0)
    seen = int.from_bytes(os.read(counted, 8), "little")
    os.close(counted)
    return os.waitstatus_to_exitcode(status), seen


def _act(case: Case, kind: str, at: int, log: Path, told: int) -> None:
    from coverage_cli import cli

    said = _REAL["open"](str(log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(said, stream)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    PLAN.folder, PLAN.kind, PLAN.at = str(case.target.parent), kind, at
    code = 70
    try:
        cli.main(case.arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 70
    finally:
        _REAL["write"](told, PLAN.seen.to_bytes(8, "little"))
        os._exit(code)


def faults(case: Case, folder: Path, kinds: Sequence[str]) -> Iterator[str | None]:
    """Yield for every run what it broke, None where it broke nothing; `new` is what an undisturbed run writes."""
    log = folder / "log"
    case.target.unlink(missing_ok=True)
    code, calls = ended(case, "", 0, log)
    if code or not calls:
        yield f"{case.target.name}: an undisturbed run ends with {code}: {log.read_text()[-200:]}"
        return
    case = case._replace(new=case.target.read_bytes())
    for kind in kinds:
        for at in range(1, calls + 2):  # one more than there are: that run passes untouched
            case.target.write_bytes(_OLD)
            code, _ = ended(case, kind, at, log)
            yield from (
                f"{case.target.name}, {kind} at call {at}: {one}"
                for one in broken(case, kind, code, log)
            )
            yield None
            _clear(case.target)


def broken(case: Case, kind: str, code: int, log: Path) -> Iterator[str]:
    """Yield what is half, lost, left behind or wrongly told after a run."""
    content = case.target.read_bytes() if case.target.exists() else None
    if content not in (_OLD, case.new):
        yield "neither the old nor the new content stands there"
    if code == 0 and content != case.new:
        yield "said to be done, and the old content stands there"
    if code == 4 and content != _OLD:
        yield "said to have failed, and the new content stands there"
    if code not in _CODES.get(kind, (0, 4)) and code != -signal.SIGKILL:
        yield f"exit code {code}"
    if "Traceback" in (said := log.read_text("utf-8", "replace")):
        yield f"a traceback: {said[-300:]}"
    left = [path.name for path in case.target.parent.iterdir() if path.name.endswith(".tmp")]
    if left and code != -signal.SIGKILL and "for ever" not in kind:
        yield f"left {left}"
    if code == -signal.SIGKILL and ended(case, "", 0, log)[0] != 0:
        yield "the next run fails"


def _clear(target: Path) -> None:
    for path in target.parent.iterdir():
        path.unlink()


def cases(folder: Path, suffixes: Sequence[str]) -> Iterator[Case]:
    """Yield what is to be written: a report in each format, and a project file."""
    from torture.places import sample

    sheet, place = sample(folder), folder / "output"
    place.mkdir(exist_ok=True)
    for suffix in suffixes:
        target = place / f"report.{suffix}"
        yield Case(target, ["compute", str(sheet), "-o", str(target), "-q"])
    if len(suffixes) == 1:
        return
    target = place / "project.toml"
    yield Case(target, ["init", str(sheet), "--project", str(target), "--force"])


def main() -> None:
    """Try all cases, print what broke and how many runs there were."""
    folder, wanted, *suffixes = sys.argv[1:]
    import coverage_cli.cli.app  # noqa: F401 - loaded once, before the forks

    runs = 0
    for case in cases(Path(folder), suffixes):
        for fault in faults(case, Path(folder), KINDS if wanted == "all" else FEW):
            runs += fault is None
            if fault:
                print(fault)
    print(runs)


if __name__ == "__main__":
    for _name in _CALLS:
        setattr(os, _name, _replaced(_name))
    main()
