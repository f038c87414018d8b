"""Package: which part of a workbook is which sheet. Reads `workbook.xml` and its relationships, no cell."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

from coverage_cli.errors import UnreadableInput
from coverage_cli.model import Visibility
from coverage_cli.read import limits
from coverage_cli.read.sheet_xml import attribute
from coverage_cli.records import NamedTuple

_SHEET = re.compile(rb"<(?:\w+:)?sheet(\s[^<>]*)>")
_RELATION = rb"<(?:\w+:)?Relationship(\s[^<>]*)>"
_VISIBILITY: dict[bytes | None, Visibility] = {b"hidden": "hidden", b"veryHidden": "very_hidden"}


class Sheet(NamedTuple):
    """A sheet as the workbook lists it; `part` is its key among the parts, "" where there is none.

    `kind` is that of its relation: worksheet, chartsheet, xlMacrosheet …
    """

    name: str
    part: str
    visibility: Visibility
    kind: str

    @property
    def is_worksheet(self) -> bool:
        """Tell whether it has cells for people."""
        return self.kind == "worksheet"


class Relation(NamedTuple):
    """What a relationship points to, as written, and what it is for."""

    target: str
    kind: str
    external: bool


def list_sheets(file: str, parts: Mapping[str, bytes]) -> list[Sheet]:
    """Return the sheets of an OOXML workbook in their order; a sheet kept outside the file is refused."""
    names = {name.lower(): name for name in parts}
    workbook = parts[names["xl/workbook.xml"]]
    relations = relations_of(parts.get(names.get("xl/_rels/workbook.xml.rels", ""), b""))
    tags = _SHEET.findall(workbook)
    if len(tags) > limits.SHEETS:
        raise UnreadableInput("too-many-sheets", file=file, count=len(tags), limit=limits.SHEETS)
    return [_sheet(file, tag, relations, names) for tag in tags]


def _sheet(
    file: str, tag: bytes, relations: Mapping[str, Relation], names: Mapping[str, str]
) -> Sheet:
    name = unescaped(attribute(tag, b"name") or b"")
    relation = relations.get(
        unescaped(attribute(tag, rb"\w+:id") or b""), Relation("", "worksheet", False)
    )
    if relation.external:
        raise UnreadableInput("external-sheet", file=file, sheet=name, target=relation.target)
    part = names.get(resolved(relation.target).lower(), "")
    return Sheet(
        name,
        part,
        _VISIBILITY.get(attribute(tag, b"state"), "visible"),
        relation.kind,
    )


def unlist_sheets(parts: dict[str, bytes], places: frozenset[int]) -> None:
    """Take the sheets at some places of the list out of it: the engine refuses a workbook for one that is not there."""
    name = next(name for name in parts if name.lower() == "xl/workbook.xml")
    count = itertools.count()
    parts[name] = _SHEET.sub(lambda tag: b"" if next(count) in places else tag[0], parts[name])


def relations_of(rels: bytes) -> dict[str, Relation]:
    """Return a part's relationships by their ids."""
    return {
        unescaped(attribute(tag, b"Id") or b""): _relation(tag)
        for tag in re.findall(_RELATION, rels)
    }


def _relation(tag: bytes) -> Relation:
    kind = (attribute(tag, b"Type") or b"").rsplit(b"/", 1)[-1].decode("ascii", "replace")
    external = attribute(tag, b"TargetMode") == b"External"
    return Relation(unescaped(attribute(tag, b"Target") or b""), kind, external)


def resolved(target: str, folder: str = "xl") -> str:
    """Resolve a target against the folder of who names it; `/xl/…` and `./…` are written, too."""
    target = target.replace("\\", "/")
    steps: list[str] = []
    for step in (target if target.startswith("/") else f"{folder}/{target}").split("/"):
        if step == ".." and steps:
            steps.pop()
        elif step not in ("", ".", ".."):
            steps.append(step)
    return "/".join(steps)


def unescaped(raw: bytes) -> str:
    """Return an attribute's text with its character references resolved."""
    text = raw.decode("utf-8", "replace")
    if "&" not in text:
        return text
    from html import unescape

    return unescape(text)
