"""Turn Unicode Vietnamese into TCVN3 (ABC), the encoding of the .Vn* fonts, as an old .xls holds it.

Encoding only. Each byte is kept as the Latin-1 character of the same number, which is what Excel shows when the font
is missing. The table is that of TCVN 5712:1993 (VN3); it can be checked with `iconv -f TCVN5712-1`.
"""

from __future__ import annotations

import unicodedata

_LOWER = {
    0xA8: "ăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_CAPITALS = {0xA1: "ĂÂÊÔƠƯĐ"}
CODES = {
    letter: chr(first + offset)
    for first, letters in {**_LOWER, **_CAPITALS}.items()
    for offset, letter in enumerate(letters)
}


def encode(text: str) -> str:
    """Encode text for a .VnTime font; capitals with a tone mark have no code there and raise ValueError."""
    composed = unicodedata.normalize("NFC", text)
    unknown = [letter for letter in composed if letter not in CODES and not letter.isascii()]
    if unknown:
        raise ValueError(f"no TCVN3 code for {unknown[0]!r} in {text!r}")
    return "".join(CODES.get(letter, letter) for letter in composed)


def encode_capitals(text: str) -> str:
    """Encode capitals for a .VnTimeH font, which draws the codes of small letters as capitals."""
    return encode(text.lower())
