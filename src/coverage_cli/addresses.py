"""Addresses of cells as a spreadsheet writes them: letters for columns, 1-based rows."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_A = ord("A") - 1


def column_letter(index: int) -> str:
    """Return a column's letters from its 0-based index.

    >>> column_letter(0), column_letter(25), column_letter(26), column_letter(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row_index: int, column_index: int) -> str:
    """Return a cell's A1 address from 0-based indices.

    >>> cell_name(11, 7)
    'H12'
    """
    return f"{column_letter(column_index)}{row_index + 1}"


def cell_place(address: str) -> tuple[int, int] | None:
    """Return the 0-based row and column of an A1 address, None of anything else.

    >>> cell_place("H12"), cell_place("AB1"), cell_place("May")
    ((11, 7), (0, 27), None)
    """
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - _A
    return int(match[2]) - 1, column - 1
