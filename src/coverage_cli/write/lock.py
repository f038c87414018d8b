"""One run an output: a lock file beside it, held as long as the run may write; it says nothing about the output."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from coverage_cli.errors import CoverageError
from coverage_cli.records import NamedTuple


class OutputLocked(CoverageError):  # noqa: N818 -- named by what happened, as its siblings in errors.py
    """Another run is writing the same output: exit code 75."""

    exit_code = 75


class Lock(NamedTuple):
    """A lock that is held; `descriptor` is None on a file system that knows no locks."""

    file: str
    descriptor: int | None


def open_lock(file: str, output: str) -> Lock:
    """Take the lock without waiting, or raise `OutputLocked`; an `OSError` says that the file cannot be made.

    Where the file system knows no locks there is none: outputs are moved into place in one step and stay whole.
    """
    while True:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            _lock(descriptor)
        except (BlockingIOError, PermissionError) as fault:
            os.close(descriptor)
            raise OutputLocked("output-locked", path=output) from fault
        except OSError:
            close_lock(Lock(file, descriptor))
            return Lock(file, None)
        if _is_at(descriptor, file):
            return Lock(file, descriptor)
        os.close(
            descriptor
        )  # its last holder removed the file while we opened it: lock the one that is there now


def close_lock(lock: Lock) -> None:
    """Give the lock back; its file is removed while it is still held, so that nobody locks a file about to go."""
    if lock.descriptor is None:
        return
    if sys.platform != "win32":
        _remove(lock.file)
    os.close(lock.descriptor)
    if sys.platform == "win32":  # there an open file cannot be removed
        _remove(lock.file)


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_at(descriptor: int, file: str) -> bool:
    with suppress(OSError):
        return os.path.samestat(os.fstat(descriptor), os.stat(file))  # noqa: PTH116 -- device and inode are compared
    return False


def _remove(file: str) -> None:
    with suppress(OSError):
        os.unlink(file)  # noqa: PTH108 -- beside os.open
