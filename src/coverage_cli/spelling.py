"""How a written name is tidied for print and keyed for comparison; what is Vietnamese about it is in the tables here.

Strengths, used in this order and never skipped: `tidy` keeps the spelling and mends its encoding, `key` also forgets
case and where a tone mark stands (hoà, hòa), `loosened` dashes and the like, `fold` also every mark. A fold is only
good for suggestions: 26 groups of real communes differ in nothing else (Sa Pa, Sa Pả).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u3000\t\r\n\v\f"), " ")
# Letters that font conversions put in the place of Vietnamese ones (seen in published documents).
_LOOKALIKES = str.maketrans({"ƣ": "ư", "Ƣ": "Ư", "ð": "đ", "Ð": "Đ"})
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_ODD_APOSTROPHES = frozenset("’‘ʼ`´")
_TIDY = {**_INVISIBLE, **_BLANKS}
_TO_MEND = re.compile(f"[{''.join(map(chr, _TIDY))}ƣƢðÐ]")
_TONES = "\u0300\u0301\u0309\u0303\u0323"
# A mark glued to a name: "Canberra(d)", "Catron*", "Khánh Thành (1)", "Ely (*)", "Berlin²"; never a word in brackets.
_FOOTNOTE = re.compile(
    r"(?:\s*(?:\((?:[a-z]|\d{1,2}|[*†‡§¶]{1,3})\)|\[(?:[a-z]|\d{1,2}|[*†‡§¶]{1,3})\])"
    r"|\s*[*†‡§¶]+|[¹²³⁰-⁹]+|(?<=[^\W\d])\d\))+$",
    re.IGNORECASE,
)
_FOOTNOTE_ENDS = frozenset(")]*†‡§¶¹²³") | frozenset(map(chr, range(0x2070, 0x207A)))

# What two writings of one name may differ in: apostrophes, dashes, dots, brackets, "and", zeros before a number, the y
# of Vietnamese syllables that others write with an i (Mỹ, Mĩ; Quỳ, Quì), the tone of highland names in -k, which are no
# Vietnamese words (Đắk, Đăk), and letters that keyboards lack (Mülheim, Muelheim; Århus, Aarhus).
_APART = re.compile(
    r"['`.()\[\]*†‡&‐-―−-]|(?<!\w)0\d|(?<!\w)(?:and|und|và)(?!\w)|(?:[hklmst]|qu)[ỳýỷỹỵ](?!\w)|[äöüåøæ]|[ắằẳẵặ]k(?!\w)"
)
_TONELESS = re.compile(r"[ắằẳẵặ](?=k(?!\w))")
_WITHOUT_KEYS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
_WITH_Y = re.compile(r"(?<=[hklmst])[ỳýỷỹỵ](?!\w)|(?<=qu)[ỳýỷỹỵ](?!\w)")
_WITH_I = dict(zip("ỳýỷỹỵ", "ìíỉĩị", strict=True))
_ABSENT = dict.fromkeys(map(ord, "'`*†‡"))
_PARTING = re.compile(r"[.()\[\]‐-―−-]+")
_AND = re.compile(r"&|(?<!\w)(?:and|und|và)(?!\w)")
_ZEROS = re.compile(r"(?<!\w)0+(?=\d)")

REMEMBERED = 1 << 16
"""A name is tidied and keyed at every stage, and stands in every file of a folder: so many are kept ready."""


@functools.lru_cache(REMEMBERED)
def tidy(text: str) -> str:
    r"""Return the text in NFC without invisible characters, each run of blanks as one; the spelling stays.

    >>> tidy("  Trúc\u00a0Bạch\u200b ")
    'Trúc Bạch'
    """
    if text.isascii():
        return " ".join(text.split())
    if _TO_MEND.search(text):
        text = text.translate(_TIDY).translate(_LOOKALIKES)
    return " ".join(unicodedata.normalize("NFC", text).split())


def without_footnote(text: str) -> str:
    """Return a tidied name without the footnote marks glued to its end.

    >>> without_footnote("Canberra(d)"), without_footnote("Catron*"), without_footnote("Cocos (Keeling)")
    ('Canberra', 'Catron', 'Cocos (Keeling)')
    """
    return (_FOOTNOTE.sub("", text) if text[-1:] in _FOOTNOTE_ENDS else text).rstrip() or text


@functools.lru_cache(REMEMBERED)
def key(text: str) -> str:
    """Return what two spellings of one name share: tidied, case-folded, tone marks on their one place.

    >>> key("Thanh Hoá") == key("THANH  HÓA"), key("Quý") == key("Qúy"), key("Hoàn") == key("Hòan")
    (True, True, False)
    """
    text = tidy(text).casefold()
    if text.isascii():
        return text
    return _one_tone_place(
        text if _ODD_APOSTROPHES.isdisjoint(text) else text.translate(_APOSTROPHES)
    )


def loosened(keyed: str) -> str:
    """Return a key without the marks that offices write or leave out: it serves where it makes one unique pair.

    >>> loosened("bà rịa – vũng tàu"), loosened("st.veit"), loosened("neustadt(wald)"), loosened("phường 01")
    ('bà rịa vũng tàu', 'st veit', 'neustadt wald', 'phường 1')
    >>> loosened(key("Mỹ Lý")) == loosened(key("Mĩ Lí")), loosened(key("Quý")) == loosened(key("Quí")), loosened("thúy")
    (True, True, 'thúy')
    >>> loosened("ely and sutton") == loosened("ely & sutton"), loosened("ia h`drai") == loosened("ia h'drai")
    (True, True)
    >>> loosened(key("Đắk Lắk")) == loosened(key("Đăk Lăk")), loosened("schönau"), loosened("weißbach")
    (True, 'schoenau', 'weißbach')
    """
    if not _APART.search(keyed):
        return keyed
    text = _TONELESS.sub("ă", _WITH_Y.sub(lambda match: _WITH_I[match[0]], keyed))
    text = text.translate(_WITHOUT_KEYS)
    text = _AND.sub(" & ", _PARTING.sub(" ", text.translate(_ABSENT)))
    return " ".join(_ZEROS.sub("", text).split()) or keyed


def fold(text: str) -> str:
    """Return a key without any mark, for suggestions only.

    >>> fold("Xã Đồng Phong")
    'xa dong phong'
    """
    decomposed = unicodedata.normalize("NFD", key(text).replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _tone_pairs() -> dict[str, str]:
    """Map each open oa, oe, uy with its tone on the second vowel to the same with the tone on the first."""
    pairs = {}
    for first, second in ("oa", "oe", "uy"):
        for tone in _TONES:
            late = unicodedata.normalize("NFC", first + second + tone)
            pairs[late] = unicodedata.normalize("NFC", first + tone + second)
    return pairs


_LATE_TONES = _tone_pairs()
# Only a syllable that ends there has two places for its tone; after q the u is part of the consonant.
_LATE = re.compile(rf"(?<!q)(?:{'|'.join(_LATE_TONES)})(?![^\W\d_])")
_EARLY_Q = re.compile(r"q([úùủũụ])y(?![^\W\d_])")
_EARLY_Q_MENDED = {"ú": "uý", "ù": "uỳ", "ủ": "uỷ", "ũ": "uỹ", "ụ": "uỵ"}


def _one_tone_place(text: str) -> str:
    if "o" in text or "u" in text:
        text = _LATE.sub(lambda match: _LATE_TONES[match.group()], text)
    return (
        _EARLY_Q.sub(lambda match: "q" + _EARLY_Q_MENDED[match.group(1)], text)
        if "q" in text
        else text
    )


def words_beside(name: str, others: Iterable[str]) -> str | None:
    """Return what a heading says that others do not; None where nothing tells them apart.

    >>> [words_beside(name, ["Target 2024 > People"]) for name in ("Target > Rate (%)", "Target (2025) > People")]
    ['Rate (%)', '2025']
    """
    shared = {key(word) for other in others for word in other.split()}
    own = " ".join(word for word in name.split() if key(word) not in shared).strip(" >")
    is_alone = own.startswith("(") and own.find(")") in (-1, len(own) - 1)
    # Brackets stay where they belong to a word that stays; those around all of it, or torn apart, say nothing.
    return (own.strip("() ") if is_alone or own.count("(") != own.count(")") else own) or None
