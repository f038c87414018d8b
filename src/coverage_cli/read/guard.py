"""Guard: looks a workbook's parts over before any library sees them. Refuses; repairs and interprets nothing.

Only the parts that are read are unpacked, and only they are handed on: pictures, pivot caches and macros never reach
a parser. Limits and the attacks behind them are in `limits.py` and `docs/decisions/0002-reading.md`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverage_cli.errors import UnreadableInput
from coverage_cli.read import limits
from coverage_cli.read.archive import Member, inflate, list_members

Parts = dict[str, bytes]
_UNREAD = re.compile(
    r"(?:.*/)?\._|(?:__MACOSX|docProps|customXml|Thumbnails|Pictures|Configurations2?|Object \d+|ObjectReplacements)/"
    r"|xl/(?:media|drawings|charts|diagrams|embeddings|printerSettings|pivotCache|pivotTables|externalLinks|theme|ctrlProps"
    r"|activeX|tables|queryTables|threadedComments|persons|richData|model|slicers|slicerCaches|worksheets/_rels)/"
    r"|xl/(?:comments|calcChain|vbaProject|connections)",
    re.IGNORECASE,
)
_READ_SUFFIXES = (".xml", ".rels", ".bin", "mimetype")
_COLUMN_BASE = 64
# An address as XML allows it and no office program writes it: behind a tab, with blanks around the sign.
_WRITTEN_OTHERWISE = (
    b"\tr",
    b"\nr",
    b"\rr",
    b" r ",
    b" r\t",
    b" r\n",
    b" r\r",
    b" r= ",
    b" r=\t",
    b" r=\n",
    b" r=\r",
)

_ADDRESS = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]+)(\d+)")
_LONG_ROW = re.compile(rb" r=[\"'][A-Za-z]+\d{6}")
_FIVE_DIGITS = re.compile(rb" r=[\"'][A-Za-z]+\d{5}")
_BEYOND_L = re.compile(
    rb" r=[\"'](?:[A-Za-z]{2}|[M-Zm-z]|[A-Za-z](?:\d{8}|[2-9]\d{6}|1[1-9]\d{5}|10[5-9]\d{4}))"
)
_BEYOND_DZ = re.compile(rb" r=[\"'](?:[A-Za-z]{3}|[E-Ze-z][A-Za-z])")
_BEYOND_ZZ = re.compile(rb" r=[\"'][A-Za-z]{3}")
_PIECE = 4 << 20


def open_package(file: str, content: bytes) -> Parts:
    """Return the parts of a workbook that are read, unpacked, in the archive's order."""
    members = list_members(file, content, limits.MEMBERS)
    _check_names(file, members)
    read = [member for member in members if _is_read(member.name)]
    _check_sizes(file, read)
    parts = {member.name.lstrip("/"): inflate(file, content, member) for member in read}
    for name, part in parts.items():
        if not name.endswith((".bin", "mimetype")):
            check_xml(file, name, part)
    return parts


def check_xml(file: str, name: str, part: bytes) -> None:
    """Refuse what no office program writes: entities, other encodings than UTF-8, endless tokens."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in part[:4]:
        raise UnreadableInput("xml-encoding", file=file, part=name)
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part[:4096]:
        raise UnreadableInput("xml-entity", file=file, part=name)
    # Tags never closed keep some parsers busy for ever; in comments and CDATA a `<` may stand alone.
    if part.count(b"<") > part.count(b">") and b"<!" not in part:
        raise UnreadableInput("workbook-damaged", file=file, reason=f"{name}: tags never closed")
    if len(part) > limits.TOKEN_BYTES and _has_long_token(part):
        raise UnreadableInput("xml-token", file=file, part=name)


def check_sheet(file: str, name: str, sheet: bytes, last_row: int) -> None:
    """Refuse a sheet with too many values, or with cells so far apart that the box around them is too large."""
    smallest_cell, most = len(b"<c><v>1</v></c>"), limits.cells()
    if len(sheet) > most * smallest_cell:
        count = sheet.count(b"<v>") + sheet.count(b"<is>")
        if count > most:
            raise UnreadableInput(
                "too-many-cells", file=file, part=name, limit=most, count=count, needed=str(count)
            )
    if last_row > limits.ROWS:
        raise UnreadableInput("address-outside", file=file, part=name, address=last_row)
    if _may_be_far_apart(sheet):
        _check_box(file, name, sheet)


def _is_read(name: str) -> bool:
    return name.lower().endswith(_READ_SUFFIXES) and not _UNREAD.match(name.lstrip("/"))


def _check_names(file: str, members: Sequence[Member]) -> None:
    seen: set[str] = set()
    for member in members:
        name = member.name.lower()
        if ".." in name.split("/") or name[1:2] == ":":
            raise UnreadableInput("zip-names", file=file, part=member.name)
        if name in seen:
            raise UnreadableInput("zip-duplicate", file=file, part=member.name)
        seen.add(name)


def _check_sizes(file: str, members: Sequence[Member]) -> None:
    packed, unpacked = (
        sum(member.packed for member in members),
        sum(member.unpacked for member in members),
    )
    largest = max((member.unpacked for member in members), default=0)
    most = limits.raised(limits.PART_BYTES)
    crammed = unpacked > limits.RATIO_FROM_BYTES and unpacked > limits.RATIO * packed
    if largest > most or unpacked > limits.raised(limits.TOTAL_BYTES) or crammed:
        raise UnreadableInput("zip-bomb", file=file, megabytes=unpacked >> 20, limit=most >> 20)


def _has_long_token(part: bytes) -> bool:
    """Tell whether somewhere a whole limit's length goes by without a tag beginning."""
    window = limits.TOKEN_BYTES // 2
    return any(
        part.find(b"<", start, start + window) < 0 and _gap(part, start) > limits.TOKEN_BYTES
        for start in range(0, len(part) - window, window)
    )


def _gap(part: bytes, inside: int) -> int:
    after = part.find(b"<", inside)
    return (after if after >= 0 else len(part)) - part.rfind(b"<", 0, inside)


def _may_be_far_apart(sheet: bytes) -> bool:
    """Tell, by a search or two, whether the box around all cells may be too large.

    It is not where no row has more than four digits, nor a column more than two letters; nor with five digits up to
    column DZ; nor with any row up to column L.
    """
    if any(map(sheet.__contains__, _WRITTEN_OTHERWISE)):
        return True
    if _LONG_ROW.search(sheet):
        return bool(_BEYOND_L.search(sheet))
    beyond = _BEYOND_DZ if _FIVE_DIGITS.search(sheet) else _BEYOND_ZZ
    return bool(beyond.search(sheet))


def _check_box(file: str, name: str, sheet: bytes) -> None:
    """Measure the box around all cells; only where it is too large, that around those which hold something.

    Blank formatted cells, which office files have by the million, cost the parser nothing.
    """
    most = limits.raised(limits.BOX_CELLS)
    rows, columns = _outer_box(sheet)
    if rows <= limits.ROWS and columns <= limits.COLUMNS and rows * columns <= most:
        return
    last_row = last_column = 0
    for match in re.finditer(rb"\sr\s*=\s*[\"']([A-Za-z]+)(\d+)[\"']([^<>]*+)", sheet):
        letters, digits, rest = match.groups()
        column = column_number(letters)
        if len(digits) > 7 or int(digits) > limits.ROWS or column > limits.COLUMNS:
            address = (letters + digits)[:20].decode("ascii")
            raise UnreadableInput("address-outside", file=file, part=name, address=address)
        if not rest.endswith(b"/"):
            last_row, last_column = max(last_row, int(digits)), max(last_column, column)
    if last_row * last_column > most:
        raise UnreadableInput(
            "box-too-large", file=file, part=name, rows=last_row, columns=last_column
        )


def _outer_box(sheet: bytes) -> tuple[int, int]:
    """Return the last row and column that any cell's address names, a piece of the part at a time."""
    rows = columns = start = 0
    while start < len(sheet):
        end = sheet.find(b"<", start + _PIECE)
        piece = sheet[start : end if end > 0 else len(sheet)]
        found = set(_ADDRESS.findall(piece))
        letters = {letters for letters, _ in found}
        rows = max(rows, max((int(digits[:8]) for _, digits in found), default=0))
        columns = max(columns, max(map(column_number, letters), default=0))
        start += len(piece)
    return rows, columns


def column_number(letters: bytes) -> int:
    """Return the 1-based number of a column's letters, `AA` being 27; absurdly long ones lie outside any grid."""
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - _COLUMN_BASE
    return number
