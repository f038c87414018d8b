"""Source: a path to its bytes, safely. Never waits on a pipe or a device, and never believes a file being saved."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from coverage_cli.errors import UnreadableInput
from coverage_cli.read.limits import raised

SIZE_LIMIT = 64 << 20
_LENT: ContextVar[Mapping[str, bytes]] = ContextVar("lent", default={})  # noqa: B039 - never changed
_TRIES = 2


@contextmanager
def lent(contents: Mapping[str, bytes]) -> Iterator[None]:
    """Let these names be read as files with this content: what a Python caller hands over stands in no folder."""
    before = _LENT.set(contents)
    try:
        yield
    finally:
        _LENT.reset(before)


def is_lent(name: str) -> bool:
    """Tell whether a name stands for content that was lent."""
    return name in _LENT.get()


def read_source(path: str) -> bytes:
    """Return a local file's content, or that of standard input for `-`.

    A file that changes while it is read is read once more; one that is still being saved then is refused.
    """
    if path in _LENT.get():
        return _within_limit(path, _LENT.get()[path])
    if path == "-":
        return _within_limit(path, sys.stdin.buffer.read(raised(SIZE_LIMIT) + 1))
    for _ in range(_TRIES):
        content = _read_once(path)
        if content is not None:
            return content
    raise UnreadableInput("input-changing", file=path)


def _read_once(path: str) -> bytes | None:
    """Return the content, or None where size or time of change moved while reading."""
    try:
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except FileNotFoundError as fault:
        raise UnreadableInput("input-missing", file=path) from fault
    except (OSError, ValueError) as fault:
        raise UnreadableInput("input-unreadable", file=path, reason=_reason(fault)) from fault
    try:
        return _read_regular(path, handle)
    except OSError as fault:
        raise UnreadableInput("input-unreadable", file=path, reason=_reason(fault)) from fault
    finally:
        os.close(handle)


def _read_regular(path: str, handle: int) -> bytes | None:
    before = os.fstat(handle)
    if not stat.S_ISREG(before.st_mode):
        raise UnreadableInput("input-not-regular", file=path)
    _within_limit(path, before.st_size)
    with os.fdopen(handle, "rb", closefd=False) as file:
        content = file.read(
            before.st_size + 1
        )  # one more than it should be, to see whether it grew
    after = os.fstat(handle)
    same = (
        before.st_size == after.st_size == len(content) and before.st_mtime_ns == after.st_mtime_ns
    )
    return content if same else None


def _within_limit(path: str, found: bytes | int) -> bytes:
    size = found if isinstance(found, int) else len(found)
    most = raised(SIZE_LIMIT)
    if size > most:
        raise UnreadableInput(
            "input-too-large", file=path, megabytes=-(-size >> 20), limit=most >> 20
        )
    return b"" if isinstance(found, int) else found


def _reason(fault: Exception) -> str:
    return getattr(fault, "strerror", None) or str(fault)
