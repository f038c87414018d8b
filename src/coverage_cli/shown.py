"""Shown: what outputs call a file and the program.

A file never goes by a path from the root: that tells of a machine, not of the data.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ALWAYS, _ALIAS = "coverage-cli", "coverage"
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


def called() -> str:
    """Return the name that the program was started under: beside coverage.py only `coverage-cli` is surely ours."""
    name = os.path.basename(sys.argv[0]).removesuffix(".exe")  # noqa: PTH119 - pathlib costs a start
    return name if name == _ALIAS else _ALWAYS


def as_called(text: str) -> str:
    """Return a text with the commands in it as its reader types them; files keep the name that always works.

    >>> as_called("look with `coverage-cli inspect`")
    'look with `coverage-cli inspect`'
    """
    return text.replace(f"{_ALWAYS} ", f"{called()} ")
