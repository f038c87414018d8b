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
from typing import Generic, NoReturn, TypeVar

from coverage_cli.errors import CoverageError, UnreadableInput
from coverage_cli.grouping import first_where
from coverage_cli.read.bounds import be_quiet, bound_memory, bound_time, end_with_parent, work_of
from coverage_cli.records import NamedTuple

CAN_FORK = hasattr(os, "fork")
MEMORY_BYTES = 1536 << 20
CPU_SECONDS = 60
# A child that waits for something that never comes uses no CPU; on a crowded machine a minute of it takes longer.
_WALL_SECONDS = 3 * CPU_SECONDS
# Where the system tells how a child fares, one that sleeps so long without an answer is known to hang.
_IDLE_SECONDS = 20
_LOOK_SECONDS = 1
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

    @property
    def wall_seconds(self) -> int:
        """Return how long one item may take: on a crowded machine longer than its CPU."""
        return max(_WALL_SECONDS, 3 * self.seconds)


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

    def __init__(self, serve: Callable[[int, int], NoReturn], siblings: Sequence[_Child]) -> None:
        asked, self._ask = _pipe()
        self.answers, answer = _pipe()
        ends, self._lifeline = _pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if not self.pid:
            for other in (self, *siblings):  # else a child would keep its siblings' pipes open
                other.let_go()
            end_with_parent(ends, parent)
            serve(asked, answer)
        for end in (asked, answer, ends):
            os.close(end)
        self.at: int | None = None
        self.before = 0
        self.deadline = self._moved = 0.0
        self._work: int | None = None
        self._received = bytearray()

    def ask(self, at: int, wall_seconds: int) -> None:
        """Give the child its next item, and so many seconds for it."""
        self.at, self._moved, self._work = at, time.monotonic(), None
        self.deadline = self._moved + wall_seconds
        with suppress(
            BrokenPipeError
        ):  # it died while idle: its end is seen where its answer is awaited
            os.write(self._ask, at.to_bytes(_SIZE_BYTES, "little"))

    def answer(self) -> bytearray | None:
        """Return the whole answer once it is there. Raises `EOFError` where the child ended before."""
        chunk = os.read(self.answers, _CHUNK)
        if not chunk:
            raise EOFError
        self._moved = time.monotonic()
        self._received += chunk
        size = int.from_bytes(self._received[:_SIZE_BYTES], "little")
        if len(self._received) < _SIZE_BYTES + size:
            return None
        whole, self._received = self._received, bytearray()
        del whole[:_SIZE_BYTES]
        self.at, self.before = None, self.before + 1
        return whole

    def hangs(self) -> bool:
        """Tell whether the child has slept since long without an answer: out of memory, libraries wait for a lock."""
        work, now = work_of(self.pid), time.monotonic()
        if work is None or work != self._work:
            self._work, self._moved = work, now
        return now - self._moved > _IDLE_SECONDS

    def let_go(self) -> None:
        """Close this process's ends of the child's pipes."""
        for end in (self._ask, self.answers, self._lifeline):
            os.close(end)

    def end(self) -> int:
        """End the child and return the signal it died of, 0 where it ended by itself."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.let_go()
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
            idle = first_where(lambda child: child.at is None, self.children)
            if idle is None and len(self.children) >= children:
                return
            if idle is None:
                idle = _Child(self._serve, self.children)
                self.children.append(idle)
            idle.ask(self.left.pop(), self.bounds.wall_seconds)

    def _wait(self) -> None:
        """Wait until a child answers, ends, or has had its time."""
        busy = {child.answers: child for child in self.children if child.at is not None}
        first = min(child.deadline for child in busy.values())
        poll = select.poll()
        for answers in busy:
            poll.register(answers, select.POLLIN)
        patience = min(_LOOK_SECONDS, max(0.0, first - time.monotonic()))
        for answers, _ in poll.poll(int(1000 * patience)):
            self._receive(busy[answers])
        for child in [child for child in self.children if child.at is not None]:
            if time.monotonic() > child.deadline:
                self._bury(child, is_late=True)
            elif child.hangs():
                self._bury(child)

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
        is_late = is_late or died_of in (signal.SIGXCPU, signal.SIGALRM)
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
            be_quiet()
            bound_memory(self.bounds.memory)
            while asking := os.read(asked, _SIZE_BYTES):
                bound_time(self.bounds.seconds, self.bounds.wall_seconds)
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
                "input-trips-reader", file=self.name_of(item), reason=_told(fault)
            )


def _told(fault: Exception) -> str:
    """Return what a fault is and where it came up, as `KeyError, text.py:30`: whoever mends it looks there."""
    at = fault.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = f", {os.path.basename(at.tb_frame.f_code.co_filename)}:{at.tb_lineno}" if at else ""  # noqa: PTH119 - pathlib costs a child more
    return type(fault).__name__ + place


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


def children_for(files: int) -> int:
    """Return how many children pay for so many files: a second one costs a fork, and wants a core of its own."""
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    return min(cores, 2) if files >= _WORTH_TWO else 1


_WORTH_TWO = 24

__all__ = ["CAN_FORK", "CPU_SECONDS", "MEMORY_BYTES", "Bounds", "children_for", "each_apart"]
