"""Streams that the caller closed (`>&-`): what is written to standard output is refused, what is said is dropped."""

from __future__ import annotations

import errno
import io
import os
import sys


class ClosedOutput(io.StringIO):
    """A standard output that was closed before the program began; writing to it fails as to any closed file."""

    def write(self, text: str, /) -> int:
        """Refuse every text but an empty one."""
        if text:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return 0


def stand_in() -> None:
    """Put something in the place of the streams that are closed, so that a run ends with its exit code."""
    if sys.stdout is None:
        sys.stdout = ClosedOutput()
    if sys.stderr is None:
        sys.stderr = io.StringIO()
