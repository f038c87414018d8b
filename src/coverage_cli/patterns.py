"""Patterns of cells, compiled when they are first used: a month's sheet needs half of them, and waits for no other."""

from __future__ import annotations

import re
from typing import Any, cast

_MARK = r"(?:\d{1,3}|[a-zA-Z]{1,2})"
_SIGN = r"[*†‡§¶#]+"
_LIST = rf"(?:{_MARK}|{_SIGN})(?:\s*[,;]\s+(?:{_MARK}|{_SIGN}))*"
QUALITY = frozenset("epruE")
"""Letters behind a number by which statistical offices tell estimated, provisional, revised, unreliable figures."""
_LETTER = rf"(?<=\d)[ \u00a0]?[{''.join(sorted(QUALITY))}](?=\s*$)"
RAISED = "[ªº¹²³⁰-⁹ᵃ-ᵛ⁽⁾]+"
FOOTNOTES = (
    rf"(?:(?<=[\d%)\]}}\s*])(?:\s*[(\[{{（〔]{_LIST}[)\]}}）〕]|\s+{_LIST}[)\]]|\s*{_SIGN}\)?"
    rf"|\s*{RAISED}|\s*[(\[]{_LIST}(?=\s*$))|(?<=[.,' \u00a0\u202f]\d\d\d)\d{{1,2}}[)\]]|{_LETTER})+"
)
"""Marks that cling to a number and send to a note: at most three digits, or letters in brackets, one bracket at least.

A lone letter is a mark where statistical offices agree on it: "9,904E" (use with caution), "1.234 p" (provisional).
`1.234 (5.678)` ends in another figure and `(1.234)` is a negative one: neither is a mark.
"""
FOOTNOTES_BEFORE = rf"(?:[(\[]{_LIST}[)\]]\s+|[*†‡§¶]+\s*|{RAISED}\s*)(?!\s*(?:19|20)\d\d\s*$)"
"""Such marks in front of a number that is no year; a blank stands behind a bracket, for `(1)` is a negative number."""
PLACEHOLDERS = frozenset(
    {
        "-",
        "–",
        "—",
        ".",
        "..",
        "...",
        "…",
        "x",
        "*",
        "**",
        "***",
        "na",
        "n/a",
        "nan",
        "nreq",
        "k",
        "/",
    }
)
"""What stands in a cell for a missing figure."""
_USES = ("match", "fullmatch", "search", "sub", "split", "findall", "finditer", "pattern", "groups")


class _Waiting:
    """A pattern not compiled yet; once it is, its methods are found without asking again."""

    def __init__(self, text: str, flags: int) -> None:
        """Remember what to compile."""
        self._told = (text, flags)

    def __getattr__(self, name: str) -> Any:
        """Compile, and return what was asked for."""
        compiled = re.compile(*self._told)
        self.__dict__.update({use: getattr(compiled, use) for use in _USES})
        return getattr(compiled, name)


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that stands for the compiled one.

    >>> pattern(r"[0-9]+").sub("x", "a 12 b"), pattern("a", re.IGNORECASE).match("A") is not None
    ('a x b', True)
    """
    return cast("re.Pattern[str]", _Waiting(text, flags))
