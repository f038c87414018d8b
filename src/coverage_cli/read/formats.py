"""Number formats: which columns show thousands of the people that they store (`#,##0,`). Changes no value."""

from __future__ import annotations

import re
from collections.abc import Mapping

from coverage_cli.read.fonts import section
from coverage_cli.read.sheet_xml import attribute, each_cell, whole

_QUOTED = re.compile(rb"&quot;.*?&quot;|\\.|\[[^][]*+\]")
# A comma behind the last digit divides by a thousand; one between digits groups them.
_SCALED = re.compile(rb"[0#?],+(?![0#?,.])")


def styles_in_thousands(parts: Mapping[str, bytes]) -> frozenset[int]:
    """Return the indexes of the cell styles that show thousands; one search where there are none."""
    styles = next((part for name, part in parts.items() if name.lower() == "xl/styles.xml"), b"")
    formats = re.findall(rb"<(?:\w+:)?numFmt(\s[^<>]*)>", styles)
    scaled = {
        attribute(tag, b"numFmtId")
        for tag in formats
        if _is_scaled(attribute(tag, b"formatCode") or b"")
    }
    if not scaled:
        return frozenset()
    used = re.findall(rb"<(?:\w+:)?xf(\s[^<>]*)>", section(styles, b"cellXfs"))
    return frozenset(
        index for index, tag in enumerate(used) if attribute(tag, b"numFmtId") in scaled
    )


def columns_in_thousands(sheet: bytes, styles: frozenset[int]) -> frozenset[int]:
    """Return the 0-based columns with cells in such styles."""
    cells = each_cell(sheet) if styles else ()
    return frozenset(
        tag.place[1] for tag in cells if whole(attribute(tag.attributes, b"s"), -1) in styles
    )


def _is_scaled(code: bytes) -> bool:
    r"""Tell whether the first section of a number format divides by a thousand.

    >>> [_is_scaled(code) for code in (b"#,##0,", b"#,##0.0,&quot;k&quot;", b"#,##0", b"0.0;-0.0,", b"00.\\0, 00")]
    [True, True, False, False, False]
    """
    return _SCALED.search(_QUOTED.sub(b"", code).partition(b";")[0]) is not None
