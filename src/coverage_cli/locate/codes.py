"""Read the codes of units as text; what stands for a missing code is none."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.locate.shapes import is_blank
from coverage_cli.model import Value
from coverage_cli.spelling import tidy

_MISSING = frozenset({"na", "n/a", "nan", "nil", "none", "null", "missing", "không có", "chưa có", "k.a", "ohne"})
"""Words for a code that is not there, as people and programs write them."""


def code_of(cells: Sequence[Value], columns: Sequence[int]) -> str | None:
    """Return a row's code as text; several columns are joined, and a row that lacks one of them has none."""
    parts = []
    for index in columns:
        value = cells[index]
        text = plain(value)
        if _is_no_code(text):
            return None
        parts.append(text)
    return "".join(parts)


def _is_no_code(text: str) -> bool:
    """Tell a blank, a dash, zeros or a word for "missing" from a code: many units have them.

    >>> [_is_no_code(text) for text in ("", "-", "000", "<NA>", "n/a", "00127", "A0")]
    [True, True, True, True, True, False, False]
    """
    bare = text.strip("<>()[]{}#*?.").casefold()
    return bare in _MISSING or not bare.strip("0-–—/_ ")


def plain(value: Value) -> str:
    """Return a cell as text, a whole number without decimals."""
    if is_blank(value):
        return ""
    return str(int(value)) if type(value) is float and value.is_integer() else tidy(str(value))
