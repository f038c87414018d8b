"""One run a project: a lock beside the report of the run, held while its jobs are at work, on network shares too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from coverage_cli.write.lock import OutputLocked
from coverage_cli.write.place import check_place


@contextmanager
def held_for(report: str, project: str) -> Iterator[None]:
    """Hold the lock of a run's report. Raises `OutputLocked` where another run holds it."""
    check_place(report)
    place = Path(report)
    lock = FileLock(place.with_name(f".{place.name}.lock"), blocking=False)
    try:
        lock.acquire()
    except Timeout as fault:
        raise OutputLocked("run-locked", file=project) from fault
    try:
        yield
    finally:
        lock.release()
