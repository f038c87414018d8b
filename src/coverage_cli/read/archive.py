"""Archive: the zip container of a workbook, read with bounds and written anew. Knows nothing of spreadsheets.

`zipfile` would cost 16 ms at import, half a month's sheet, and believes more than is good for it. Here a part
never unpacks to more than its directory entry declares, so that limits on declared sizes are limits on memory.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from struct import Struct, error

from coverage_cli.errors import UnreadableInput
from coverage_cli.records import NamedTuple

STORED, DEFLATED = 0, 8
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_LONG = 0xFFFFFFFF
_LOCAL = Struct("<4s5H3L2H")
_CENTRAL = Struct("<4s6H3L5H2L")
_END = Struct("<4s4H2LH")
_END64 = Struct("<4sQ2H2L4Q")
_LOCATOR64 = Struct("<4sLQL")
_TAIL = 65_535 + _END.size


class Member(NamedTuple):
    """One entry of the archive's directory; `name` has forward slashes, `offset` is that of its local header."""

    name: str
    method: int
    encrypted: bool
    crc: int
    packed: int
    unpacked: int
    offset: int


class _Directory(NamedTuple):
    entries: int
    start: int
    shift: int


def is_archive(content: bytes) -> bool:
    """Tell whether this is a zip archive, also behind a short banner that a portal put in front of it."""
    return content.startswith(b"PK\x03\x04") or (
        b"PK\x03\x04" in content[:1024] and _end_of(content) >= 0
    )


def list_members(file: str, content: bytes, limit: int) -> list[Member]:
    """Return the directory of the archive, which may hold at most `limit` entries."""
    try:
        directory = _directory(content)
        if directory.entries > limit:
            raise UnreadableInput("zip-members", file=file, count=directory.entries, limit=limit)
        return _members(content, directory)
    except (error, ValueError, IndexError) as fault:
        raise UnreadableInput("zip-cut-off", file=file) from fault


def inflate(file: str, content: bytes, member: Member) -> bytes:
    """Return a part unpacked: never more than it declares, and only if its checksum holds."""
    if member.encrypted:
        raise UnreadableInput("zip-encrypted", file=file, part=member.name)
    if member.method not in (STORED, DEFLATED):
        raise UnreadableInput("zip-method", file=file, part=member.name)
    try:
        unpacked = _unpack(_packed(content, member), member)
    except (error, ValueError, zlib.error) as fault:
        raise UnreadableInput("zip-damaged", file=file, part=member.name) from fault
    if len(unpacked) != member.unpacked or zlib.crc32(unpacked) != member.crc:
        raise UnreadableInput("zip-damaged", file=file, part=member.name)
    return unpacked


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive of these parts, stored without compression."""
    entries, directory, offset = [], [], 0
    for name, part in parts.items():
        label = name.encode("utf-8")
        about = (20, 0x800, STORED, 0, 0x21, zlib.crc32(part), len(part), len(part), len(label), 0)
        entries += [_LOCAL.pack(b"PK\x03\x04", *about), label, part]
        directory += [_CENTRAL.pack(b"PK\x01\x02", 20, *about, 0, 0, 0, 0, offset), label]
        offset += _LOCAL.size + len(label) + len(part)
    size = sum(map(len, directory))
    end = _END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), size, offset, 0)
    return b"".join([*entries, *directory, end])


def _end_of(content: bytes) -> int:
    return content.rfind(b"PK\x05\x06", max(0, len(content) - _TAIL))


def _directory(content: bytes) -> _Directory:
    end = _end_of(content)
    if end < 0:
        raise ValueError("no end of directory")
    _, _, _, _, count, size, offset, _ = _END.unpack_from(content, end)
    if count == 0xFFFF or _LONG in (size, offset):
        end, count, size, offset = _directory64(content, end)
    shift = end - size - offset
    if shift < 0:
        raise ValueError("directory before the start")
    return _Directory(count, offset + shift, shift)


def _directory64(content: bytes, end: int) -> tuple[int, int, int, int]:
    """Follow the locator of a large-file directory; some writers use it for small files too."""
    mark, _, _, _ = _LOCATOR64.unpack_from(content, end - _LOCATOR64.size)
    start = content.rfind(b"PK\x06\x06", 0, end)
    if mark != b"PK\x06\x07" or start < 0:
        raise ValueError("no large-file directory")
    _, _, _, _, _, _, _, count, size, offset = _END64.unpack_from(content, start)
    return start, count, size, offset


def _members(content: bytes, directory: _Directory) -> list[Member]:
    members, position = [], directory.start
    for _ in range(directory.entries):
        entry = _CENTRAL.unpack_from(content, position)
        mark, flags, method, crc, packed, unpacked = entry[0], *entry[3:5], *entry[7:10]
        name_end = position + _CENTRAL.size + entry[10]
        extra_end = name_end + entry[11]
        if mark != b"PK\x01\x02" or extra_end + entry[12] > len(content):
            raise ValueError("no directory entry")
        raw = content[position + _CENTRAL.size : name_end]
        sizes = _sizes(content[name_end:extra_end], unpacked, packed, entry[16])
        name = raw.decode("utf-8" if flags & 0x800 else "cp437", "replace").replace("\\", "/")
        members.append(
            Member(
                name,
                method,
                bool(flags & _ENCRYPTED),
                crc,
                sizes[1],
                sizes[0],
                sizes[2] + directory.shift,
            )
        )
        position = extra_end + entry[12]
    return members


def _sizes(extra: bytes, *short: int) -> list[int]:
    """Return (unpacked, packed, offset), those too long for 32 bits taken from the extra field that holds them."""
    if _LONG not in short:
        return list(short)
    long = [
        int.from_bytes(extra[at : at + 8], "little") for at in range(_extra64(extra), len(extra), 8)
    ]
    return [long.pop(0) if size == _LONG and long else size for size in short]


def _extra64(extra: bytes) -> int:
    position = 0
    while position + 4 <= len(extra):
        tag, size = (
            extra[position] | extra[position + 1] << 8,
            extra[position + 2] | extra[position + 3] << 8,
        )
        if tag == 1:
            return position + 4
        position += 4 + size
    return len(extra)


def _packed(content: bytes, member: Member) -> bytes:
    local = _LOCAL.unpack_from(content, member.offset)
    start = member.offset + _LOCAL.size + local[9] + local[10]
    if local[0] != b"PK\x03\x04" or start + member.packed > len(content):
        raise ValueError("part outside the archive")
    return content[start : start + member.packed]


def _unpack(packed: bytes, member: Member) -> bytes:
    if member.method == STORED:
        return packed
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacked = inflater.decompress(packed, member.unpacked + 1)
    if not inflater.eof and len(unpacked) <= member.unpacked:
        raise ValueError("cut off")
    return unpacked
