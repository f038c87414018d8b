"""Addresses of cells as a spreadsheet writes them: letters for columns, 1-based rows."""

from __future__ import annotations


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
