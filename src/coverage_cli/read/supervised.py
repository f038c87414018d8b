"""Supervised: work on untrusted files in child processes of bounded memory and time.

Whatever aborts, spins or swells there costs the one file it was at: that file is refused by name, a new child goes on
with the next. Knows nothing of spreadsheets; needs `fork` and works in this process where a system has none.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Generic, NamedTuple, NoReturn, TypeVar

from coverage_cli.errors import CoverageError, UnreadableInput

CAN_FORK = hasattr(os, "fork")
MEMORY_BYTES = 1536 << 20
CPU_SECONDS = 60
# A child that waits for something that never comes uses no CPU; on a crowded machine a minute of it takes longer.
_WALL_SECONDS = 3 * CPU_SECONDS
# So many results may wait for the one whose turn it is: the parent's memory is bounded, too.
_AHEAD = 32
_CHUNK = 1 << 20
_SIZE_BYTES = 8

Item = TypeVar("Item")
Result = TypeVar("Result")


class Bounds(NamedTuple):
    """What a child may use for one item beyond what it was born with: bytes of memory, seconds of CPU."""

    memory: int = MEMORY_BYTES
    seconds: int = CPU_SECONDS


def each_apart(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    name_of: Callable[[Item], str],
    *,
    bounds: Bounds | None = None,
    children: int = 1,
) -> Iterator[Result | CoverageError]:
    """Yield the result of every item in their order, or the `CoverageError` that it ended with.

    `work` runs in a forked child, so that it may be any function; its results are pickled. `name_of` names an item in
    the refusal where a child dies of it.
    """
    crew = _Crew(work, items, name_of, bounds or Bounds())
    try:
        yield from crew.results(min(children, len(items)))
    finally:
        crew.dismiss()


class _Child:
    """A child process: the item it is at, and what it has answered so far."""

    def __init__(self, serve: Callable[[int, int], NoReturn]) -> None:
        asked, self._ask = _pipe()
        self.answers, answer = _pipe()
        self.pid = os.fork()
        if not self.pid:
            serve(asked, answer)
        os.close(asked)
        os.close(answer)
        self.at: int | None = None
        self.before = 0
        self.deadline = 0.0
        self._received = bytearray()

    def ask(self, at: int) -> None:
        """Give the child its next item."""
        self.at, self.deadline = at, time.monotonic() + _WALL_SECONDS
        with suppress(
            BrokenPipeError
        ):  # it died while idle: its end is seen where its answer is awaited
            os.write(self._ask, at.to_bytes(_SIZE_BYTES, "little"))

    def answer(self) -> bytes | None:
        """Return the whole answer once it is there. Raises `EOFError` where the child ended before."""
        chunk = os.read(self.answers, _CHUNK)
        if not chunk:
            raise EOFError
        self._received += chunk
        size = int.from_bytes(self._received[:_SIZE_BYTES], "little")
        if len(self._received) < _SIZE_BYTES + size:
            return None
        whole = bytes(self._received[_SIZE_BYTES:])
        self._received.clear()
        self.at, self.before = None, self.before + 1
        return whole

    def end(self) -> int:
        """End the child and return the signal it died of, 0 where it ended by itself."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.close(self._ask)
        os.close(self.answers)
        _, status = os.waitpid(self.pid, 0)
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


class _Crew(Generic[Item, Result]):
    """The children at work on some items."""

    def __init__(
        self,
        work: Callable[[Item], Result],
        items: Sequence[Item],
        name_of: Callable[[Item], str],
        bounds: Bounds,
    ) -> None:
        self.work, self.items, self.name_of, self.bounds = work, items, name_of, bounds
        self.children: list[_Child] = []
        self.left = list(range(len(items)))[::-1]
        self.done: dict[int, Result | CoverageError] = {}

    def results(self, children: int) -> Iterator[Result | CoverageError]:
        """Yield the results in the order of the items."""
        for turn in range(len(self.items)):
            while turn not in self.done:
                self._hand_out(children, turn + _AHEAD)
                self._wait()
            yield self.done.pop(turn)

    def dismiss(self) -> None:
        """End all children, whatever they are at."""
        for child in self.children:
            child.end()
        self.children.clear()

    def _hand_out(self, children: int, before: int) -> None:
        """Let every idle child, and as many new ones as are allowed, take the next item."""
        while self.left and self.left[-1] < before:
            idle = next((child for child in self.children if child.at is None), None)
            if idle is None and len(self.children) >= children:
                return
            if idle is None:
                idle = _Child(self._serve)
                self.children.append(idle)
            idle.ask(self.left.pop())

    def _wait(self) -> None:
        """Wait until a child answers, ends, or has had its time."""
        busy = {child.answers: child for child in self.children if child.at is not None}
        first = min(child.deadline for child in busy.values())
        poll = select.poll()
        for answers in busy:
            poll.register(answers, select.POLLIN)
        for answers, _ in poll.poll(max(0, int(1000 * (first - time.monotonic())))):
            self._receive(busy[answers])
        for child in list(self.children):
            if child.at is not None and time.monotonic() > child.deadline:
                self._bury(child, is_late=True)

    def _receive(self, child: _Child) -> None:
        at = child.at
        try:
            answer = child.answer()
        except EOFError:
            self._bury(child)
            return
        if answer is not None and at is not None:
            self.done[at] = pickle.loads(answer)  # noqa: S301 - written by the child forked above

    def _bury(self, child: _Child, *, is_late: bool = False) -> None:
        """Refuse the item that a child died of; where the child had others before, a fresh one must die of it, too."""
        self.children.remove(child)
        at, died_of = child.at, child.end()
        assert at is not None
        is_late = is_late or died_of == getattr(signal, "SIGXCPU", None)
        if child.before and not is_late:
            self.left.append(at)
            return
        name, bounds = self.name_of(self.items[at]), self.bounds
        key = "input-takes-too-long" if is_late else "input-ends-reader"
        self.done[at] = UnreadableInput(
            key, file=name, seconds=bounds.seconds, megabytes=bounds.memory >> 20
        )

    def _serve(self, asked: int, answer: int) -> NoReturn:
        """Work on what is asked for until nothing is; runs in the child and never returns."""
        code = 1
        with suppress(
            BaseException
        ):  # whatever it is: the parent sees the end of a child, and nothing else
            _be_quiet()
            _bound_memory(self.bounds.memory)
            while asking := os.read(asked, _SIZE_BYTES):
                _bound_time(self.bounds.seconds)
                _send(answer, self._outcome(self.items[int.from_bytes(asking, "little")]))
            code = 0
        os._exit(code)

    def _outcome(self, item: Item) -> Result | CoverageError:
        try:
            return self.work(item)
        except CoverageError as fault:
            return fault
        except MemoryError:
            megabytes = self.bounds.memory >> 20
            return UnreadableInput(
                "input-ends-reader", file=self.name_of(item), megabytes=megabytes, seconds=0
            )
        except Exception as fault:  # a reader that trips over a file: the file's name is worth more than a traceback
            return UnreadableInput(
                "input-trips-reader", file=self.name_of(item), reason=type(fault).__name__
            )


def _pipe() -> tuple[int, int]:
    """Return the ends of a pipe, never as a standard stream that the caller has closed."""
    from fcntl import F_DUPFD_CLOEXEC, fcntl

    ends = os.pipe()
    beyond = [fcntl(end, F_DUPFD_CLOEXEC, 3) for end in ends]
    for end in ends:
        os.close(end)
    return beyond[0], beyond[1]


def _send(answer: int, outcome: object) -> None:
    payload = pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL)
    left = memoryview(len(payload).to_bytes(_SIZE_BYTES, "little") + payload)
    while left:
        left = left[os.write(answer, left) :]


def _be_quiet() -> None:
    """Let signals end the child at once, and keep what a dying library prints off the user's screen."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGABRT", "SIGSEGV", "SIGBUS"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def _bound_memory(more: int) -> None:
    """Bound what the child may take beyond what it was born with."""
    from resource import RLIMIT_AS, RLIMIT_CORE, setrlimit

    most = _address_space() + more
    with suppress(ValueError, OSError):  # a lower limit is set already, or the system knows none
        setrlimit(RLIMIT_AS, (most, most))
    with suppress(ValueError, OSError):
        setrlimit(RLIMIT_CORE, (0, 0))


def _address_space() -> int:
    try:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 - a file of the system, read at every child's birth
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _bound_time(seconds: int) -> None:
    """Let the system end the child where it uses so much more CPU from now on."""
    from resource import RLIMIT_CPU, RUSAGE_SELF, getrlimit, getrusage, setrlimit

    used = getrusage(RUSAGE_SELF)
    with suppress(ValueError, OSError):
        setrlimit(
            RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, getrlimit(RLIMIT_CPU)[1])
        )


def children_for(files: int) -> int:
    """Return how many children pay for so many files: a second one costs a fork, and wants a core of its own."""
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    return min(cores, 2) if files >= _WORTH_TWO else 1


_WORTH_TWO = 24

__all__ = ["CAN_FORK", "Bounds", "children_for", "each_apart"]
