"""Make text of a sheet harmless where it is shown or written; changes nothing that is harmless already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

# C0 and C1 controls, bidi and other invisible format characters, tags and lone surrogates: none may reach a terminal.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
# What stands unseen before a formula and does not stop a spreadsheet from running it. One class, no alternatives:
# with two that overlap, a name of forty separators would take hours.
_UNSEEN = (
    "[\x00-\x08\x0b\x0c\x0e-\x20\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f"
    "\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)
_FORMULA = rf"{_UNSEEN}*[=+\-@|＝＋－＠\t\r\n]"


def visible(text: str) -> str:
    r"""Return the text with control, bidi and invisible characters spelled out.

    >>> visible("Xã\x1b[31m")
    'Xã\\x1b[31m'
    """
    return _UNSAFE.sub(_spelled, text)


def visible_all(texts: Sequence[str]) -> Sequence[str]:
    """Return the texts made visible; one search decides for the whole column."""
    return [visible(text) for text in texts] if _UNSAFE.search("".join(texts)) else texts


def json_escaped(dumped: str) -> str:
    r"""Return JSON text with the same characters as escapes, which read back as they were.

    >>> json_escaped('"X\u202eA"')
    '"X\\u202eA"'
    """
    return _UNSAFE.sub(_as_json, dumped)


def inert(text: str) -> str:
    """Return the text with a leading apostrophe where a spreadsheet would run it as a formula.

    >>> inert("=1+1"), inert(" ＋1"), inert("Xã A")
    ("'=1+1", "' ＋1", 'Xã A')
    """
    return f"'{text}" if _formula().match(text) else text


def inert_field(text: str) -> str:
    """Return the text harmless as a field of delimited text, also where a country parts its fields by semicolons.

    >>> inert_field("=1+1"), inert_field("a; =1+1"), inert_field("a; b")
    ("'=1+1", "a;' =1+1", 'a; b')
    """
    return _behind_semicolon().sub(";'", inert(text)) if ";" in text else inert(text)


@cache
def _behind_semicolon() -> re.Pattern[str]:
    return re.compile(rf';(?="*{_FORMULA})')


@cache
def _formula() -> re.Pattern[str]:
    """Compile when it is asked for: only tables for spreadsheets need it."""
    return re.compile(_FORMULA)


def _as_json(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _spelled(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
