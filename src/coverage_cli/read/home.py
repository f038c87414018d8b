"""Home: puts the parts of a workbook under the names at which every reader looks for them. Reads no cell.

The standard fixes no names: `_rels/.rels` tells where the workbook stands, the workbook's own relations where styles
and texts do. Whoever writes them elsewhere is read as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from coverage_cli.read.guard import Parts
from coverage_cli.read.package import relations_of, resolved, unescaped

_ROOT = "_rels/.rels"
_HOMES = {"styles": "xl/styles", "sharedStrings": "xl/sharedStrings"}
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
_TARGET = re.compile(rb"(?<=\sTarget)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_EXTERNAL = re.compile(rb"\sTargetMode\s*=\s*[\"']External")
_ROOT_PART = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument"/></Relationships>'
)


def main_part(root: bytes) -> str:
    """Return the name of the part that the root relations call the document, "" where there is none."""
    targets = (one.target for one in relations_of(root).values() if one.kind == "officeDocument")
    return next((resolved(target, "") for target in targets), "")


def bring_home(parts: Parts, suffix: str = "xml") -> bool:
    """Give workbook, styles and texts their usual names, in place; tell whether any had another, or none was told."""
    names = {name.lower(): name for name in parts}
    usual = f"xl/workbook.{suffix}"
    told = names.get(main_part(parts.get(names.get(_ROOT, ""), b"")).lower(), "")
    main = told or names.get(usual, "")
    folder, _, own = main.rpartition("/")
    rels = names.get(f"{folder}/_rels/{own}.rels".lstrip("/").lower(), "")
    moves = _moves(parts.get(rels, b""), folder, names, suffix)
    if main.lower() != usual:
        moves[main] = usual
    if told and not moves:
        return False
    related = _absolute(parts.pop(rels, b""), folder, moves)
    _move(parts, moves)
    _put(parts, f"xl/_rels/workbook.{suffix}.rels", related)
    _put(parts, _ROOT, _ROOT_PART.format(moves.get(main, main)).encode())
    return True


def _moves(rels: bytes, folder: str, names: Mapping[str, str], suffix: str) -> dict[str, str]:
    """Map styles and texts that stand elsewhere to the names they should have."""
    moves = {}
    for relation in relations_of(rels).values():
        home = f"{_HOMES.get(relation.kind, '')}.{suffix}"
        part = names.get(resolved(relation.target, folder).lower(), "")
        if relation.kind in _HOMES and part and part.lower() != home.lower():
            moves[part] = home
    return moves


def _absolute(rels: bytes, folder: str, moves: Mapping[str, str]) -> bytes:
    """Return relations whose targets are named from the root, those that move by their new names."""

    def target(found: re.Match[bytes]) -> bytes:
        name = resolved(unescaped(found[1] or found[2] or b""), folder)
        return f'="/{escape(moves.get(name, name))}"'.encode()

    def relation(tag: re.Match[bytes]) -> bytes:
        return tag[0] if _EXTERNAL.search(tag[0]) else _TARGET.sub(target, tag[0])

    return _RELATION.sub(relation, rels)


def _move(parts: Parts, moves: Mapping[str, str]) -> None:
    """Rename parts; what stood under the new names was nobody's."""
    moved = {new: parts.pop(old) for old, new in moves.items()}
    for name, part in moved.items():
        _put(parts, name, part)


def _put(parts: Parts, name: str, part: bytes) -> None:
    for same in [one for one in parts if one.lower() == name.lower()]:
        del parts[same]
    parts[name] = part
