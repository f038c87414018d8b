"""Patterns -> the files that a job takes now; what this program wrote, or somebody still writes, is left and said."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from fnmatch import fnmatch
from typing import Literal

from coverage_cli.errors import CoverageError, UnreadableInput
from coverage_cli.features.run.arguments import EXCLUDED
from coverage_cli.model import Finding
from coverage_cli.read import find_inputs, is_own_output, no_spreadsheets, read_source
from coverage_cli.records import NamedTuple

Why = Literal["own-output", "growing", "leftover", "no-match", "no-spreadsheet"]


class Left(NamedTuple):
    """A file (or a pattern without any) that a job does not take, and why."""

    file: str
    why: Why


class Chosen(NamedTuple):
    """The files a job takes, in order, each with the hash of its content (None: unreadable), and what it leaves."""

    files: tuple[tuple[str, str | None], ...]
    left: tuple[Left, ...]


NOTHING = Chosen((), ())


class Written(NamedTuple):
    """What this program wrote: the patterns of the jobs' outputs, and the hashes of those that runs remember.

    `beside` are the files of the run itself: the project file, its report.
    """

    patterns: tuple[str, ...] = ()
    hashes: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()

    def is_placed(self, path: str) -> bool:
        """Tell whether a file stands where an output would."""
        return any(fnmatch(_plain(path), pattern) for pattern in self.patterns)

    def has(self, path: str, content: bytes) -> bool:
        """Tell whether a file is one of ours: by a mark in it, else by its place and its content."""
        if is_own_output(content):
            return True
        return self.is_placed(path) and hashlib.sha256(content).hexdigest() in self.hashes


def matching(patterns: Sequence[str]) -> tuple[list[str], list[Left]]:
    """Return the files that patterns mean, without those behind a `!`, and what was passed over.

    Raises `UnreadableInput` where none of them means any file.
    """
    excluded = [_plain(one[1:]) for one in patterns if one.startswith(EXCLUDED)]
    found: dict[str, None] = {}
    left: list[Left] = []
    faults: list[CoverageError] = []
    for pattern in (one for one in patterns if not one.startswith(EXCLUDED)):
        try:
            paths, passed = find_inputs([pattern])
        except UnreadableInput as fault:
            faults.append(fault)
            left.append(Left(pattern, "no-match"))
            continue
        found |= dict.fromkeys(paths)
        left += map(_leftover, passed)
    kept = [path for path in found if not any(fnmatch(_plain(path), one) for one in excluded)]
    if not kept:
        raise faults[0] if faults else UnreadableInput("run-all-excluded", patterns=tuple(patterns))
    return kept, left


def choose(patterns: Sequence[str], written: Written, growing: Collection[str]) -> Chosen:
    """Return the files of a job. Raises `UnreadableInput` where there are none."""
    paths, left = matching(patterns)
    left += _of_other_kinds(patterns, written)
    files: list[tuple[str, str | None]] = []
    for path in paths:
        content = None if path in growing else _content(path)
        if path in growing:
            left.append(Left(path, "growing"))
        elif content is not None and written.has(path, content):
            left.append(Left(path, "own-output"))
        else:
            files.append((path, hashlib.sha256(content).hexdigest() if content else None))
    return Chosen(tuple(files), tuple(left))


def _of_other_kinds(patterns: Sequence[str], written: Written) -> list[Left]:
    """Return what lies among the spreadsheets and is none: an office may have sent a picture of its table."""
    excluded = [_plain(one[1:]) for one in patterns if one.startswith(EXCLUDED)]
    found = [
        path for one in patterns if not one.startswith(EXCLUDED) for path in no_spreadsheets(one)
    ]
    return [
        Left(path, "no-spreadsheet")
        for path in dict.fromkeys(found)
        if not (written.is_placed(path) or _plain(path) in written.beside)
        and not os.path.basename(path).startswith(".")  # noqa: PTH119
        and not any(fnmatch(_plain(path), one) for one in excluded)
    ]


def still_growing(
    paths: Iterable[str],
    seconds: float,
    *,
    now: Callable[[], float] = time.time,
    wait: Callable[[float], None] = time.sleep,
) -> frozenset[str]:
    """Return the files that change while they are looked at twice, `seconds` apart; old ones are not waited for."""
    seen = {path: state for path in paths if (state := _state(path)) is not None}
    young = [path for path, (_, changed) in seen.items() if now() - changed / 1e9 < seconds]
    if not young:
        return frozenset()
    wait(seconds)
    return frozenset(path for path in young if _state(path) != seen[path])


def hash_of(path: str) -> str | None:
    """Return the hash of a file's content, None where it cannot be read."""
    content = _content(path)
    return None if content is None else hashlib.sha256(content).hexdigest()


def _content(path: str) -> bytes | None:
    try:
        return read_source(path)
    except UnreadableInput:  # the command that is given the file names it with its reason
        return None


def _state(path: str) -> tuple[int, int] | None:
    try:
        state = os.stat(path)  # noqa: PTH116 - names as they are given
    except (OSError, ValueError):
        return None
    return state.st_size, state.st_mtime_ns


def _leftover(finding: Finding) -> Left:
    return Left(finding.file or "", "leftover")


def _plain(path: str) -> str:
    """Return a path as patterns are compared with it: the same on every system, without what leads nowhere."""
    return os.path.normpath(path).replace(os.sep, "/")
