"""Own output: tell a report that this program wrote from a sheet of an office, by what it wrote into it itself."""

from __future__ import annotations

from coverage_cli.errors import UnreadableInput
from coverage_cli.model import AUTHOR, MACHINE_COLUMNS
from coverage_cli.read.archive import inflate, is_archive, list_members
from coverage_cli.read.limits import MEMBERS

_PROPERTIES = "docprops/core.xml"
_MOST_BYTES = 1 << 16
_MARKS = (f">{AUTHOR}</dc:creator>".encode(), f">{AUTHOR}</cp:lastModifiedBy>".encode())
# How the heading of our delimited reports begins; no office names its columns so, in this order.
_FIRST_COLUMNS = f"{','.join(MACHINE_COLUMNS[:8])},".encode()


def is_own_output(content: bytes) -> bool:
    """Tell whether a file is as this program wrote it: a workbook that says so, or our own table as text.

    A workbook of ours that somebody has saved since is theirs: an office may have filled its counts in.
    """
    if not is_archive(content):
        start = content[: 2 * len(_FIRST_COLUMNS)].removeprefix(b"\xef\xbb\xbf")
        return start.replace(b"\t", b",").replace(b";", b",").startswith(_FIRST_COLUMNS)
    try:
        members = list_members("", content, MEMBERS)
        properties = [
            one
            for one in members
            if one.name.lower() == _PROPERTIES and one.unpacked <= _MOST_BYTES
        ]
        return any(all(mark in inflate("", content, one) for mark in _MARKS) for one in properties)
    except UnreadableInput:
        return False
