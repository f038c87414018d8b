"""Apart: a file read in a plain child process, for systems that cannot fork; a clock is its only bound there."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys

from coverage_cli.errors import CoverageError, UnreadableInput
from coverage_cli.model import Book
from coverage_cli.read.limits import allowing, cells, raised
from coverage_cli.read.supervised import CPU_SECONDS, MEMORY_BYTES


def read_apart(name: str, content: bytes, told: dict[str, str | None]) -> Book:
    """Return the book that a child of its own makes of some bytes; `told` are the keywords of `read_bytes`.

    Raises `UnreadableInput` where the file is refused, or where the child gives up, dies or takes too long.
    """
    places = os.pathsep.join(path for path in sys.path if path)
    bounds = {"file": name, "seconds": raised(CPU_SECONDS), "megabytes": MEMORY_BYTES >> 20}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, the file goes in by standard input
            [sys.executable, "-m", __name__],
            input=pickle.dumps((name, content, told, cells())),
            capture_output=True,
            timeout=raised(CPU_SECONDS),
            check=False,
            env={**os.environ, "PYTHONPATH": places},
        )
    except subprocess.TimeoutExpired as fault:
        raise UnreadableInput("input-takes-too-long", **bounds) from fault
    except OSError as fault:
        raise UnreadableInput(
            "input-trips-reader", file=name, reason=type(fault).__name__
        ) from fault
    if done.returncode:
        raise UnreadableInput("input-ends-reader", **bounds)
    book: Book | CoverageError = pickle.loads(done.stdout)  # noqa: S301 - written by the process started above
    if isinstance(book, CoverageError):
        raise book
    return book


def _main() -> None:
    """Read a file from standard input and write its book, or why there is none, to standard output."""
    from coverage_cli.read.book import read_bytes

    name, content, told, most = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - written by the process that started this
    try:
        with allowing(most):
            outcome: Book | CoverageError = read_bytes(name, content, **told)
    except CoverageError as fault:
        outcome = fault
    sys.stdout.buffer.write(pickle.dumps(outcome))


if __name__ == "__main__":
    _main()
