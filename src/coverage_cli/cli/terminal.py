"""How wide the terminal behind a stream is; nothing is written here."""

from __future__ import annotations

import os
from typing import TextIO


def room_of(stream: TextIO) -> int | None:
    """Return how many columns the stream's terminal has, None where there is no terminal to fold lines for."""
    try:
        if not stream.isatty():
            return None
        told = os.environ.get("COLUMNS", "")  # rich obeys it too
        return (
            int(told)
            if told.isdecimal() and int(told)
            else os.get_terminal_size(stream.fileno()).columns or None
        )
    except (OSError, ValueError):  # a stream without a file behind it
        return None


def height_of(stream: TextIO) -> int | None:
    """Return how many lines the stream's terminal has, None where there is none."""
    if room_of(stream) is None:
        return None
    told = os.environ.get("LINES", "")
    if told.isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(stream.fileno()).lines or None
    except (OSError, ValueError):
        return None
