"""Sniff: what a file really is, by its content and never by its name. Reads no cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverage_cli.errors import UnreadableInput
from coverage_cli.read.archive import Member, inflate, is_archive, list_members
from coverage_cli.read.limits import MEMBERS, TOKEN_BYTES

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OWNER_FILE_SIZES = range(100, 171)
_REFUSED_STARTS = (
    (b"%PDF", "kind-pdf"),
    (b"\x1f\x8b", "kind-compressed"),
    (b"7z\xbc\xaf\x27\x1c", "kind-compressed"),
    (b"Rar!", "kind-compressed"),
    (b"\x89PNG", "kind-picture"),
    (b"\xff\xd8\xff", "kind-picture"),
    (b"{\\rtf", "kind-document"),
    (b"MIME-Version:", "kind-web-archive"),
    (b"\x09\x00\x04\x00", "kind-old-excel"),
    (b"\x09\x02\x06\x00", "kind-old-excel"),
    (b"\x09\x04\x06\x00", "kind-old-excel"),
    (b"\x09\x08\x08\x00", "kind-old-excel"),
    (b"\x09\x08\x10\x00", "kind-old-excel"),
    (b"SQLite format 3", "kind-binary"),
)
_FEW_CONTROLS = 4
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1a\x1b")
_WORKBOOK = re.compile(rb"<(?:\w+:)?workbook[\s>]")
_XML_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"


def kind_of(file: str, content: bytes) -> str:
    """Return `xlsx`, `xlsb`, `ods`, `xls`, `html` or `text`; refuse anything else, saying what it is."""
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableInput("file-empty", file=file)
    if is_archive(content):
        return _kind_of_archive(file, content)
    if content.startswith(_OLE):
        return _kind_of_compound(file, content)
    if _is_owner_file(content):
        raise UnreadableInput("kind-owner-file", file=file)
    for start, key in _REFUSED_STARTS:
        if content.startswith(start):
            raise UnreadableInput(key, file=file)
    return _kind_of_text(file, content)


def utf16_of(content: bytes) -> str | None:
    """Return the name of the UTF-16 encoding that the content is in, with or without a mark, else None."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = content[: 4096 & ~1]
    pairs = len(sample) // 2
    low, high = sample[1::2].count(0), sample[0::2].count(0)
    # Latin letters, digits and separators have a zero half, also in Vietnamese; plain text has no zero byte at all.
    if (
        pairs
        and len(content) % 2 == 0
        and max(low, high) * 3 > pairs
        and min(low, high) * 20 <= pairs
    ):
        return "utf-16-le" if low > high else "utf-16-be"
    return None


def _kind_of_archive(file: str, content: bytes) -> str:
    members = list_members(file, content, MEMBERS)
    names = {member.name.lower().lstrip("/") for member in members}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names:
        return "ods"
    folders = {name.split("/")[0] for name in names}
    if "index" in folders and any(name.endswith(".iwa") for name in names):
        raise UnreadableInput("kind-numbers", file=file)
    if folders & {"word", "ppt"}:
        raise UnreadableInput("kind-document", file=file)
    if _is_workbook_elsewhere(file, content, members):
        return "xlsx"
    raise UnreadableInput("kind-zip", file=file, names=sorted(names)[:3])


def _is_workbook_elsewhere(file: str, content: bytes, members: Sequence[Member]) -> bool:
    """Tell whether the archive's relations name a workbook, wherever it stands."""
    from coverage_cli.read.home import main_part

    by_name = {member.name.lower().lstrip("/"): member for member in members}
    root = by_name.get("_rels/.rels")
    if root is None or root.unpacked > TOKEN_BYTES:
        return False
    main = by_name.get(main_part(inflate(file, content, root)).lower())
    if main is None or main.unpacked > TOKEN_BYTES:
        return False
    return _WORKBOOK.search(inflate(file, content, main)) is not None


def _kind_of_compound(file: str, content: bytes) -> str:
    """Tell by the names of the streams, which stand in the directory in UTF-16."""

    def has(stream: str) -> bool:
        return f"{stream}\0".encode("utf-16-le") in content

    if has("EncryptedPackage"):
        raise UnreadableInput("kind-encrypted", file=file)
    if has("Workbook") or has("Book"):
        return "xls"
    if has("WordDocument") or has("PowerPoint Document"):
        raise UnreadableInput("kind-document", file=file)
    if _is_cut_off(content):
        raise UnreadableInput("zip-cut-off", file=file)
    raise UnreadableInput("kind-compound", file=file)


def _is_cut_off(content: bytes) -> bool:
    """Tell whether the directory of streams, whose sector the header names, lies beyond the end."""
    sector_size = 1 << min(content[30], 12) if len(content) > 512 else 512
    first = int.from_bytes(content[48:52], "little")
    return (first + 2) * sector_size > len(content)


def _is_owner_file(content: bytes) -> bool:
    """Tell an office program's lock: a length, a user's name padded with blanks, the same in UTF-16."""
    name_end = 1 + content[0]
    return (
        len(content) in _OWNER_FILE_SIZES
        and 1 < name_end < 54
        and not content[name_end:54].strip(b" ")
    )


def _kind_of_text(file: str, content: bytes) -> str:
    head = content[:65_536]
    utf16 = utf16_of(content)
    if utf16:
        head = head[: len(head) & ~1].decode(utf16, "replace").encode()
    elif len(head) - len(head.translate(None, _CONTROLS)) > max(_FEW_CONTROLS, len(head) // 50):
        raise UnreadableInput("kind-binary", file=file)
    return _kind_of_markup(file, head.lstrip(b"\xef\xbb\xbf \t\r\n"))


def _kind_of_markup(file: str, head: bytes) -> str:
    if not head.startswith(b"<"):
        return "text"
    if head.startswith(b"<?xml") and _XML_2003 in head and b"<html" not in head.lower():
        raise UnreadableInput("kind-xml-2003", file=file)
    if re.search(rb"<(?:!doctype\s+html|html|table|body|meta)[\s>]", head, re.IGNORECASE):
        return "html"
    if head.startswith(b"<?xml") or head.startswith(b"<!"):
        raise UnreadableInput("kind-xml", file=file)
    return "text"
