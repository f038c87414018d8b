"""Apart: the engine in a process of its own, for files on which it is known to die.

A damaged .xls, and here and there a sound .xlsb, can make the engine panic (with a trace on the screen) or ask for
more memory than there is, which ends the process without a word. Others are not read here: the start of a process
costs more than a month's sheet.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys

from coverage_cli.errors import UnreadableInput
from coverage_cli.read.engine import EngineSheet, read_sheets

MEMORY_BYTES = 1536 << 20
SECONDS = 60


def read_sheets_apart(file: str, content: bytes) -> list[EngineSheet]:
    """Return what the engine reads, or refuse the file where it gives up, dies or takes longer than a minute."""
    places = os.pathsep.join(path for path in sys.path if path)
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, the file goes in by standard input
            [sys.executable, "-m", __name__],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "PYTHONPATH": places},
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise UnreadableInput("workbook-damaged", file=file, reason=type(fault).__name__) from fault
    if done.returncode:
        raise UnreadableInput("workbook-damaged", file=file, reason=f"{len(content)} bytes")
    sheets: list[EngineSheet] = pickle.loads(done.stdout)  # noqa: S301 - written by the process started above
    return sheets


def _main() -> None:
    """Read a workbook from standard input and write its sheets, within bounds, to standard output."""
    _bound_memory()
    try:
        sheets = list(read_sheets("", sys.stdin.buffer.read()))
    except UnreadableInput:
        sys.exit(3)
    sys.stdout.buffer.write(pickle.dumps(sheets))


def _bound_memory() -> None:
    """Bound what the process may take, where the system can; elsewhere the clock alone is the bound."""
    try:
        from resource import RLIMIT_AS, setrlimit
    except ImportError:
        return
    setrlimit(RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    _main()
