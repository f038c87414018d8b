"""Hostile files, ours and those of a folder: each is read or refused in two lines, quickly, and ends nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from torture.bounded import Ended, Tried, bounded, broken_promise
from torture.deadly import CLASSES, DEADLY

MOST_CPU_SECONDS = 20
MOST_MEGABYTES = 300
FOLDERS = "TORTURE_FILES"
# Folders of further files, parted as a PATH is.
_NO_SHEETS = (".csv_", ".txt", ".py")


def tried(folder: Path, *, full: bool) -> Tried:
    """Compute each of our own hostile files, and in a full run those of the folders told by TORTURE_FILES."""
    faults, tries = [], 0
    makers = CLASSES if full else {name: CLASSES[name] for name in [*DEADLY, "26 columns"]}
    for name, make in makers.items():
        path = folder / "hostile.xlsx"
        path.write_bytes(make())
        tries += 1
        faults += _faults(name, path, folder)
    for path in _told() if full else ():
        tries += 1
        faults += _faults(path.name, path, folder)
    return Tried(tries, faults)


def _told() -> Iterator[Path]:
    for place in filter(None, os.environ.get(FOLDERS, "").split(os.pathsep)):
        yield from sorted(
            path
            for path in Path(place).iterdir()
            if path.is_file() and path.suffix not in _NO_SHEETS
        )


def _faults(name: str, path: Path, folder: Path) -> Iterator[str]:
    ended = bounded(["compute", path, "--quiet"], folder)
    wrong = broken_promise(ended) or _too_much(ended)
    if wrong:
        yield f"{name}: {wrong}"


def _too_much(ended: Ended) -> str | None:
    if ended.megabytes > MOST_MEGABYTES:
        return f"the parent held {ended.megabytes:.0f} MB"
    return f"{ended.cpu:.0f} s of CPU" if ended.cpu > MOST_CPU_SECONDS else None
