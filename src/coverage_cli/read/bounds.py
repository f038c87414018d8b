"""Bounds: what a child process may use, and how the system ends it where it waits for ever or its parent is gone."""

from __future__ import annotations

import os
import signal
from contextlib import suppress


def be_quiet() -> None:
    """Let signals end this process at once, and keep what a dying library prints off the user's screen."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGABRT", "SIGSEGV", "SIGBUS", "SIGALRM", "SIGIO"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def end_with_parent(lifeline: int, parent: int) -> None:
    """Let the system end this process when nobody holds the other end of a pipe any more: the parent was killed.

    A signal does it, for a process that hangs in a library never reads the end of a pipe itself.
    """
    from fcntl import F_GETFL, F_SETFL, F_SETOWN, fcntl

    with suppress(OSError):  # where a system knows no such signal for pipes, the clock ends it
        fcntl(lifeline, F_SETOWN, os.getpid())
        fcntl(lifeline, F_SETFL, fcntl(lifeline, F_GETFL) | os.O_ASYNC)
    if os.getppid() != parent:
        os._exit(1)


def bound_memory(more: int) -> None:
    """Bound what this process may take beyond what it was born with, in bytes."""
    from resource import RLIMIT_AS, RLIMIT_CORE, setrlimit

    most = _address_space() + more
    with suppress(ValueError, OSError):  # a lower limit is set already, or the system knows none
        setrlimit(RLIMIT_AS, (most, most))
    with suppress(ValueError, OSError):
        setrlimit(RLIMIT_CORE, (0, 0))


def bound_time(seconds: int, wall_seconds: int) -> None:
    """Let the system end this process where it uses so much more CPU from now on, or is still at it so much later."""
    from resource import RLIMIT_CPU, RUSAGE_SELF, getrlimit, getrusage, setrlimit

    signal.setitimer(signal.ITIMER_REAL, wall_seconds)
    used = getrusage(RUSAGE_SELF)
    with suppress(ValueError, OSError):
        setrlimit(
            RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, getrlimit(RLIMIT_CPU)[1])
        )


def work_of(process: int) -> int | None:
    """Return the CPU ticks of a process that sleeps, None for one that works or of which the system says nothing."""
    try:
        with open(f"/proc/{process}/stat", "rb") as stat:  # noqa: PTH123 - a file of the system, read every second
            state, *fields = stat.read().rpartition(b")")[2].split()
    except OSError:
        return None
    return int(fields[_USER_TICKS]) + int(fields[_SYSTEM_TICKS]) if state == b"S" else None


# Their places behind the state, as proc(5) numbers them.
_USER_TICKS, _SYSTEM_TICKS = 10, 11


def _address_space() -> int:
    try:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 - a file of the system, read at every child's birth
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0
