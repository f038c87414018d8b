"""Own output: tell a report that this program wrote from a sheet of an office, by what it wrote into it itself."""

from __future__ import annotations

from coverage_cli.errors import UnreadableInput
from coverage_cli.model import MACHINE_COLUMNS
from coverage_cli.read.archive import inflate, is_archive, list_members
from coverage_cli.read.limits import MEMBERS

AUTHOR = "coverage-cli"
"""The creator that every workbook of this program names in its properties."""
_PROPERTIES = "docprops/core.xml"
_MOST_BYTES = 1 << 16
_FIRST_COLUMNS = f"{','.join(MACHINE_COLUMNS[:8])},".encode()
"""How the heading of our delimited reports begins; no office names its columns so, in this order."""


def is_own_output(content: bytes) -> bool:
    """Tell whether a file was written by this program: a workbook that says so, or our own table as text."""
    if not is_archive(content):
        start = content[: 2 * len(_FIRST_COLUMNS)].removeprefix(b"\xef\xbb\xbf")
        return start.replace(b"\t", b",").replace(b";", b",").startswith(_FIRST_COLUMNS)
    try:
        members = list_members("", content, MEMBERS)
        properties = [one for one in members if one.name.lower() == _PROPERTIES and one.unpacked <= _MOST_BYTES]
        return any(f">{AUTHOR}</dc:creator>".encode() in inflate("", content, one) for one in properties)
    except UnreadableInput:
        return False
