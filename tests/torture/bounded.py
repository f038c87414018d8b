"""Run the program as a scheduler does, in a process of bounded memory and time, and measure it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

MEMORY = 1 << 30
SECONDS = 60
_LOOK_SECONDS = 0.02


class Tried(NamedTuple):
    """How many things were tried, and a line for each promise that did not hold."""

    tries: int
    faults: list[str]

    def __add__(self, other: object) -> Tried:
        """Add what another part tried."""
        assert isinstance(other, Tried)
        return Tried(self.tries + other.tries, self.faults + other.faults)


class Ended(NamedTuple):
    """How a run ended: exit code (negative: its signal), streams, CPU and wall seconds, MB of the parent at most."""

    code: int
    out: str
    err: str
    cpu: float
    wall: float
    megabytes: float


def started(
    arguments: Sequence[str | Path],
    folder: Path,
    *,
    memory: int = MEMORY,
    environment: Mapping[str, str] | None = None,
    home: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start the program with its streams in files of the folder, its memory bounded."""
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        return subprocess.Popen(
            [sys.executable, "-m", "coverage_cli", *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            cwd=home,
            stdout=out,
            stderr=err,
            preexec_fn=lambda: _bound(memory),  # noqa: PLW1509 - nothing here has threads
            env={**os.environ, "PYTHONUTF8": "1", **(environment or {})},
        )


def bounded(
    arguments: Sequence[str | Path],
    folder: Path,
    *,
    memory: int = MEMORY,
    environment: Mapping[str, str] | None = None,
    home: Path | None = None,
) -> Ended:
    """Run the program to its end; one that takes more than its time is killed and shows it by its exit code."""
    begun = time.monotonic()
    process = started(arguments, folder, memory=memory, environment=environment, home=home)
    most = 0.0
    status, usage = 0, None
    while usage is None or status is None:
        done, status, used = os.wait4(process.pid, os.WNOHANG)
        most = max(most, _megabytes(process.pid))
        if done:
            usage = used
        elif time.monotonic() - begun > SECONDS:
            os.kill(process.pid, signal.SIGKILL)
        else:
            time.sleep(_LOOK_SECONDS)
    process.returncode = os.waitstatus_to_exitcode(status)
    texts = [
        (folder / name).read_bytes().decode("utf-8", "backslashreplace") for name in ("out", "err")
    ]
    cpu, wall = usage.ru_utime + usage.ru_stime, time.monotonic() - begun
    return Ended(process.returncode, *texts, cpu, wall, most)


def broken_promise(ended: Ended, codes: Sequence[int] = (0, 3, 5)) -> str | None:
    """Return what a run must never do and did: a traceback, a death, a fault of its own, two lines left out."""
    if ended.code == -signal.SIGKILL:
        return f"killed after {ended.wall:.0f} s"
    if ended.code not in codes:
        return f"exit code {ended.code}: {ended.err[-200:]}"
    if "Traceback" in ended.err:
        return f"a traceback: {ended.err[-300:]}"
    if ended.code == 3 and not re.search(r"^error: .*\nhint: ", ended.err, re.MULTILINE):
        return f"no error and hint: {ended.err[:200]}"
    return None


def _bound(memory: int) -> None:
    from resource import RLIMIT_AS, setrlimit

    setrlimit(RLIMIT_AS, (memory, memory))


def _megabytes(process: int) -> float:
    """Return the most memory that a process itself has held so far, 0 where the system does not tell."""
    try:
        told = Path(f"/proc/{process}/status").read_text("ascii", "replace")
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", told)
    return int(found[1]) / 1024 if found else 0.0
