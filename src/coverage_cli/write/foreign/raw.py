"""A workbook's parts as they are stored: the names of all, and of each sheet its cells and the elements beside them.

Read from the XML itself, so that it bears witness against what a library makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Literal
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import BadZipFile, ZipFile

from coverage_cli.errors import UnreadableInput
from coverage_cli.read.guard import check_xml
from coverage_cli.read.guard import open_package as look_over
from coverage_cli.read.package import list_sheets
from coverage_cli.records import NamedTuple

_LETTERS = re.compile(r"([A-Z]+)(\d+)")
_TEXTS = frozenset({"s", "str", "inlineStr"})
# Parts that hold words and numbers; pictures and the like are known by their names alone.
_READ = (".xml", ".rels", ".vml")
_ARCHIVE = b"PK"
_MOST_BYTES = 512 << 20
_BOTH: tuple[Literal["start", "end"], ...] = ("start", "end")


class Cell(NamedTuple):
    """A cell as it is stored: its text (a shared one resolved), whether it is text, and whether a formula makes it."""

    text: str
    is_text: bool
    is_formula: bool

    @property
    def value(self) -> str | float:
        """Return the text, or the number of a cell that holds one."""
        return self.text if self.is_text else float(self.text or 0)


class Sheet(NamedTuple):
    """A sheet: its cells by 0-based (row, column), the elements beside them, and the texts of header and footer.

    `extensions` are the names of what newer programs keep in it; `is_dynamic` tells whether a cell spills over others.
    """

    cells: Mapping[tuple[int, int], Cell]
    elements: frozenset[str]
    extensions: frozenset[str]
    margins: tuple[str, ...]
    is_dynamic: bool


class Package(NamedTuple):
    """A workbook: the names of all its parts, the content of those in XML, and its sheets by name."""

    names: tuple[str, ...]
    parts: Mapping[str, bytes]
    sheets: Mapping[str, Sheet]


def open_package(file: str, content: bytes) -> Package:
    """Return a workbook's parts. Raises `UnreadableInput` where it is no workbook of this kind, or damaged."""
    if not content.startswith(_ARCHIVE):
        raise UnreadableInput("form-kind", file=file)
    look_over(file, content)
    try:
        return _opened(file, content)
    except (BadZipFile, ParseError, LookupError, ValueError, AssertionError) as fault:
        reason = f"{type(fault).__name__}: {fault}"
        raise UnreadableInput("workbook-damaged", file=file, reason=reason) from fault


def _opened(file: str, content: bytes) -> Package:
    with ZipFile(BytesIO(content)) as archive:
        members = archive.infolist()
        read = [at for at in members if at.filename.lower().endswith(_READ)]
        size = sum(at.file_size for at in read)
        if size > _MOST_BYTES:
            megabytes = {"megabytes": size >> 20, "limit": _MOST_BYTES >> 20}
            raise UnreadableInput("zip-bomb", file=file, **megabytes)
        parts = {at.filename.lstrip("/"): archive.read(at) for at in read}
    if "xl/workbook.xml" not in parts:
        raise UnreadableInput("form-kind", file=file)
    for name, part in parts.items():
        check_xml(file, name, part)
    shared = _shared_strings(parts.get("xl/sharedStrings.xml", b""))
    listed = [sheet for sheet in list_sheets(file, parts) if sheet.is_worksheet]
    sheets = {sheet.name: _sheet(parts[sheet.part], shared) for sheet in listed if sheet.part}
    return Package(tuple(at.filename.lstrip("/") for at in members), parts, sheets)


def local(tag: str) -> str:
    """Return an element's name without its namespace."""
    return tag.rpartition("}")[2]


def top_elements(part: bytes) -> Iterator[Element]:
    """Yield the elements right below the root of a part, each whole."""
    depth = 0
    for event, element in iterparse(BytesIO(part), _BOTH):  # noqa: S314 - looked over before
        depth += 1 if event == "start" else -1
        if event == "end" and depth == 1:
            yield element
            element.clear()


def _sheet(part: bytes, shared: list[str]) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    elements: set[str] = set()
    extensions: set[str] = set()
    margins: tuple[str, ...] = ()
    is_dynamic = False
    for element in _elements(part):
        name = local(element.tag)
        if name == "c":
            cells[_place(element.get("r", "A1"))] = _cell(element, shared)
            is_dynamic = is_dynamic or "cm" in element.keys()  # noqa: SIM118 - attributes of an element
        else:
            elements.add(name)
        if name == "extLst":
            extensions |= {local(inner.tag) for ext in element for inner in ext}
        elif name == "headerFooter":
            texts = ("".join((part.text or "").split()) for part in element)
            margins = tuple(filter(None, texts))
    return Sheet(cells, frozenset(elements), frozenset(extensions), margins, is_dynamic)


def _elements(part: bytes) -> Iterator[Element]:
    """Yield the elements of a sheet, of its data each cell alone."""
    path: list[str] = []
    for event, element in iterparse(BytesIO(part), _BOTH):  # noqa: S314 - looked over before
        if event == "start":
            path.append(local(element.tag))
            continue
        path.pop()
        if len(path) == 1 or path[1:] == ["sheetData", "row"]:
            yield element
        # A row's cells are given back as they are read: a sheet may have millions.
        if path[1:] == ["sheetData"]:
            element.clear()


def _cell(element: Element, shared: list[str]) -> Cell:
    kind = element.get("t", "n")
    inner = {local(child.tag): child for child in element}
    is_formula = "f" in inner
    if kind == "inlineStr":
        return Cell(_words(inner["is"]) if "is" in inner else "", True, is_formula)
    text = (inner["v"].text or "") if "v" in inner else ""
    if kind == "s" and text:
        text = shared[int(text)]
    return Cell(text, kind != "n", is_formula)


def _shared_strings(part: bytes) -> list[str]:
    return [_words(element) for element in top_elements(part)] if part else []


def _words(element: Element) -> str:
    """Return the words of a text, whatever fonts they are set in, without hints on how to read them aloud."""
    spoken = {id(text) for hint in element.iter() if local(hint.tag) == "rPh" for text in hint}
    texts = (at for at in element.iter() if local(at.tag) == "t" and id(at) not in spoken)
    return "".join(text.text or "" for text in texts)


def _place(address: str) -> tuple[int, int]:
    match = _LETTERS.fullmatch(address)
    assert match is not None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1
