"""Shown: what outputs call a file. Never by a path from the root: that tells of a machine, not of the data."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_TAKEN: ContextVar[dict[str, str] | None] = ContextVar("taken", default=None)


@contextmanager
def naming() -> Iterator[None]:
    """Let files of one name that come together here, old ones and new ones among them, be told apart."""
    before = _TAKEN.set({})
    try:
        yield
    finally:
        _TAKEN.reset(before)


def shown(path: str, project: str | None = None) -> str:
    """Return what outputs call a file: as it was given; where that was from the root, from the project file's folder.

    A file outside of it goes by its own name, behind those of as many folders as it takes to be told from others.
    """
    if not os.path.isabs(path):  # noqa: PTH117 - pathlib costs 5 ms to import
        return path
    taken = _TAKEN.get()
    taken = {} if taken is None else taken
    names = _names(os.path.normpath(path).replace(os.sep, "/"), project)
    return next((name for name in names if taken.setdefault(name, path) == path), path)


def _names(path: str, project: str | None) -> Iterator[str]:
    """Yield the names that a file may go by, the shortest first."""
    if project is not None:
        folder = os.path.dirname(os.path.abspath(project)).replace(os.sep, "/")  # noqa: PTH100, PTH120
        if path.startswith(f"{folder}/"):
            yield path.removeprefix(f"{folder}/")
    steps = path.split("/")
    for first in range(len(steps) - 1, 0, -1):
        yield "/".join(steps[first:])
