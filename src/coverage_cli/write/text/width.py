"""How wide text is on a terminal, and how it is padded and folded to a width; nothing else is known here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Scripts whose precomposed letters are one cell each; everything else is looked up letter by letter.
_PLAIN = (
    r"\x20-\x7e\xa0-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff"
    r"\u2010-\u2027\u2030-\u2044\u2580-\u259f\u2713\u2717"
)
_WIDE_OR_COMBINING = re.compile(f"[^{_PLAIN}]")


def width(text: str) -> int:
    r"""Return how many cells of a terminal the text takes.

    >>> width("Xã Đồng Phong"), width("漢字"), width("a\u0303")
    (13, 4, 1)
    """
    if text.isascii() or not _WIDE_OR_COMBINING.search(text):
        return len(text)
    return sum(map(_cells, text))


def widths(texts: Sequence[str]) -> list[int]:
    """Return the width of each text; one search decides for the whole column."""
    if not _WIDE_OR_COMBINING.search("".join(texts)):
        return list(map(len, texts))
    return list(map(width, texts))


def padded(text: str, cells: int, *, right: bool = False) -> str:
    """Fill the text with blanks to a width; longer text is left as it is."""
    blanks = " " * (cells - width(text))
    return blanks + text if right else text + blanks


def padded_all(texts: Sequence[str], cells: int) -> list[str]:
    """Fill each text with blanks on its right; one search decides how the column is measured."""
    return [text + " " * (cells - taken) for text, taken in zip(texts, widths(texts), strict=True)]


def folded(text: str, cells: int) -> list[str]:
    """Break the text into lines of at most that many cells, at blanks where there are any; nothing is lost."""
    lines: list[str] = []
    line = ""
    for word in _pieces(text.split(" "), cells):
        longer = f"{line} {word}" if line else word
        if line and width(longer) > cells:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def hanging(text: str, room: int | None) -> list[str]:
    """Break a message into lines of a terminal at blanks, the later ones further in; a long word stays whole.

    A path or an address that the terminal itself folds can still be copied. Without a room nothing is broken.

    >>> hanging("error: no such file", 14)
    ['error: no such', '  file']
    """
    if room is None or width(text) <= room:
        return [text]
    start = " " * (len(text) - len(text.lstrip(" ")))
    lines = [start]
    for word in text.split():
        if lines[-1].isspace() or not lines[-1]:
            lines[-1] += word
        elif width(lines[-1]) + 1 + width(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(f"{start}  {word}")
    return lines


def _pieces(words: Iterable[str], cells: int) -> Iterable[str]:
    for word in words:
        yield from [word] if width(word) <= cells else _chopped(word, cells)


def _chopped(word: str, cells: int) -> Iterable[str]:
    piece, taken = "", 0
    for letter in word:
        step = _cells(letter)
        if piece and taken + step > cells:
            yield piece
            piece, taken = "", 0
        piece += letter
        taken += step
    yield piece


def _cells(letter: str) -> int:
    import unicodedata  # a fifth of a millisecond, needed for rare scripts only

    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1
