"""What a Python user hands over - paths, bytes, open files, pandas frames - as names that the reader knows."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import PurePath
from typing import Any


class Inputs:
    """The inputs of a call by name; what is no path is kept as bytes in `lent`, read like a file of that name."""

    def __init__(self) -> None:
        self.lent: dict[str, bytes] = {}

    def named(self, given: Any) -> str:
        """Return the name of an input. Raises `TypeError` for what cannot be read as a sheet."""
        if isinstance(given, str | os.PathLike):
            return os.fspath(given)
        if isinstance(given, bytes | bytearray | memoryview):
            return self._lend("bytes", bytes(given))
        if hasattr(given, "read"):
            content = given.read()
            name = getattr(given, "name", "")
            name = PurePath(name).name if isinstance(name, str) else ""
            return self._lend(
                name or "file", content.encode() if isinstance(content, str) else content
            )
        if hasattr(given, "columns") and hasattr(given, "to_excel"):
            return self._lend("frame", _workbook(given))
        raise TypeError(
            f"an input is a path, bytes, an open file or a pandas frame, not {type(given).__name__}"
        )

    def _lend(self, name: str, content: bytes) -> str:
        stem, suffix = PurePath(name).stem, PurePath(name).suffix
        count = 1
        while name in self.lent:
            count += 1
            name = f"{stem} ({count}){suffix}"
        self.lent[name] = content
        return name


def _workbook(frame: Any) -> bytes:
    """Return a pandas frame as a workbook: its numbers stay numbers, where text would have to be guessed at.

    An index that says something (names, codes) becomes columns on the left; headings of several storeys are joined.
    """
    import pandas

    if not isinstance(frame.index, pandas.RangeIndex):
        frame = frame.reset_index()
    if isinstance(frame.columns, pandas.MultiIndex):
        joined = [" > ".join(str(part) for part in path if str(part)) for path in frame.columns]
        frame = frame.set_axis(joined, axis=1)
    made = BytesIO()
    # Texts stay texts: a name that begins with "=" is no formula, an address no link.
    safe = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with pandas.ExcelWriter(made, engine="xlsxwriter", engine_kwargs=safe) as writer:
        frame.to_excel(writer, index=False, sheet_name="frame")
    return made.getvalue()
