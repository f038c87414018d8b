"""VNI text (fonts VNI-Times and the like), its bytes shown as Latin-1 -> Unicode.

VNI writes most letters as two characters: the vowel, then one that is its marks (`aâ` is â, `aá` is ấ, `oä` is ộ).
ơ and ư are characters of their own (ô, ö), so are the marked i, ỵ and đ. The first character decides the case.
"""

from __future__ import annotations

import re

# The characters that put acute, grave, hook, tilde and dot on a vowel, in this order.
_TONES = "ùøûõï"
_TONED = {
    "a": "áàảãạ",
    "e": "éèẻẽẹ",
    "o": "óòỏõọ",
    "ô": "ớờởỡợ",
    "u": "úùủũụ",
    "ö": "ứừửữự",
    "y": "ýỳỷỹ",  # ỵ is a character of its own
}
_ROOFED = {"a": "âấầẩẫậ", "e": "êếềểễệ", "o": "ôốồổỗộ"}
_ROOFS = "âáàåãä"
_BREVED = "ăắằẳẵặ"
_BREVES = "êéèúüë"
_ALONE = {"ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}


def _pairs() -> dict[str, str]:
    """Return every small letter that VNI writes as a vowel and its marks."""
    pairs = {
        vowel + mark: letter
        for vowel, made in _TONED.items()
        for mark, letter in zip(_TONES, made, strict=False)
    }
    pairs |= {
        vowel + mark: letter
        for vowel, made in _ROOFED.items()
        for mark, letter in zip(_ROOFS, made, strict=True)
    }
    return pairs | {"a" + mark: letter for mark, letter in zip(_BREVES, _BREVED, strict=True)}


_SMALL = {**_pairs(), **_ALONE}
_VNI = re.compile("|".join(sorted(_SMALL, key=len, reverse=True)), re.IGNORECASE)


def vni_to_unicode(text: str) -> str:
    """Convert a VNI text, its bytes shown as Latin-1; pairs go before single characters.

    >>> vni_to_unicode("Xaõ Ñoàng Phong"), vni_to_unicode("NGÖÔØI"), vni_to_unicode("Tyû leä")
    ('Xã Đồng Phong', 'NGƯỜI', 'Tỷ lệ')
    """
    return _VNI.sub(_letter, text)


def _letter(found: re.Match[str]) -> str:
    written = found[0]
    letter = _SMALL[written.lower()]
    return letter.upper() if written[0].isupper() else letter
