"""Fonts: which cells are set in a pre-Unicode Vietnamese font. Says the encoding, converts nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from coverage_cli.read.sheet_xml import attribute, each_cell, whole
from coverage_cli.records import NamedTuple


class LegacyFonts(NamedTuple):
    """Encodings by the index of a cell style, and by the index of a shared text that has runs in such a font."""

    styles: Mapping[int, str]
    texts: Mapping[int, str]


def encoding_of_font(name: str) -> str | None:
    """Return `tcvn3` for the `.Vn…` fonts, `vni` for the `VNI-…` ones, else None.

    The `.Vn…H` fonts draw the codes of small letters as capitals: `tcvn3-capitals`.
    """
    if name.startswith(".Vn"):
        return "tcvn3-capitals" if name.split(maxsplit=1)[0].endswith("H") else "tcvn3"
    return "vni" if re.match(r"VNI\b|VNI[-_ A-Z]", name) else None


def legacy_fonts(parts: Mapping[str, bytes]) -> LegacyFonts:
    """Find what is set in legacy fonts; costs two searches where there are none."""
    styles = next((part for name, part in parts.items() if name.lower() == "xl/styles.xml"), b"")
    texts = next(
        (part for name, part in parts.items() if name.lower() == "xl/sharedstrings.xml"), b""
    )
    return LegacyFonts(
        _styles(styles) if _names_one(styles) else {}, _texts(texts) if _names_one(texts) else {}
    )


def legacy_cells(sheet: bytes, fonts: LegacyFonts) -> dict[tuple[int, int], str]:
    """Map the places of text cells in legacy fonts to their encodings."""
    if not fonts.styles and not fonts.texts:
        return {}
    found = {}
    for tag in each_cell(sheet):
        kind = attribute(tag.attributes, b"t")
        if kind not in (b"s", b"str", b"inlineStr") or tag.attributes.endswith(b"/"):
            continue
        encoding = fonts.styles.get(whole(attribute(tag.attributes, b"s"), 0))
        if encoding is None and kind == b"s":
            encoding = fonts.texts.get(_text_index(sheet, tag.end))
        if encoding:
            found[tag.place] = encoding
    return found


def _names_one(part: bytes) -> bool:
    return b'=".Vn' in part or b'="VNI' in part


def _text_index(sheet: bytes, start: int) -> int:
    found = re.match(rb"\s*<(?:\w+:)?v>\s*(\d{1,9})", sheet[start : start + 64])
    return int(found[1]) if found else -1


def _styles(styles: bytes) -> dict[int, str]:
    fonts = [_font_encoding(font) for font in _elements(section(styles, b"fonts"), b"font")]
    formats = re.findall(rb"<(?:\w+:)?xf(\s[^<>]*)>", section(styles, b"cellXfs"))
    numbers = [whole(attribute(tag, b"fontId"), 0) for tag in formats]
    encodings = {index: fonts[font] for index, font in enumerate(numbers) if font < len(fonts)}
    return {index: encoding for index, encoding in encodings.items() if encoding}


def _texts(strings: bytes) -> dict[int, str]:
    encodings = {
        index: _font_encoding(text) for index, text in enumerate(_elements(strings, b"si"))
    }
    return {index: encoding for index, encoding in encodings.items() if encoding}


def _font_encoding(part: bytes) -> str | None:
    """Return the encoding of the first legacy font named, whatever other fonts stand beside it."""
    names = re.findall(rb"<(?:\w+:)?(?:name|rFont)\s+val=[\"']([^\"']*)", part)
    return next(
        filter(None, (encoding_of_font(name.decode("utf-8", "replace")) for name in names)), None
    )


def section(styles: bytes, name: bytes) -> bytes:
    """Return the part of the styles between the tags of a name, "" where it has none."""
    start = re.search(rb"<(?:\w+:)?" + name + rb"[\s>]", styles)
    end = re.compile(rb"</(?:\w+:)?" + name + rb">").search(styles, start.end()) if start else None
    return styles[start.start() : end.end()] if start and end else b""


def _elements(part: bytes, name: bytes) -> list[bytes]:
    """Return the elements of a name, each up to its end, or to the next one where it has none."""
    pieces = re.split(rb"<(?:\w+:)?" + name + rb"(?=[\s/>])", part)[1:]
    end = re.compile(rb"</(?:\w+:)?" + name + rb">")
    return [end.split(piece, maxsplit=1)[0] for piece in pieces]
