"""The words over each column: its heading path, and whether a heading that a user told stands for it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from coverage_cli.locate.shapes import merges_between, text_of
from coverage_cli.locate.vocabulary import heading_key
from coverage_cli.model import Grid
from coverage_cli.spelling import tidy


def heading_paths(grid: Grid, rows: Sequence[int]) -> list[tuple[str, ...]]:
    """Return each column's heading path, highest word first; a group's word reaches over the columns it groups."""
    width = len(grid.rows[0])
    if not rows:
        return [()] * width
    merges = merges_between(grid, rows[0], rows[-1])
    lines = [[_shown(grid, merges.anchor(row, column)) for column in range(width)] for row in rows]
    for position, row in enumerate(rows[:-1]):
        _reach_right(lines, position, [(row, column) in merges.anchors for column in range(width)])
    return [_path([line[column] for line in lines]) for column in range(width)]


def stands_for(name: str, path: Sequence[str]) -> bool:
    """Tell whether a told heading is the end of a path, or its words run over the storeys at the path's end.

    >>> stands_for("MMR 2 Doses", ("MMR", "2 Doses")), stands_for("BHYT > TH", ("Năm 2024", "BHYT", "TH"))
    (True, True)
    """
    wanted = [heading_key(part) for part in name.split(">")]
    keyed = [heading_key(part) for part in path]
    if keyed[-len(wanted) :] == wanted:
        return bool(keyed)
    joined = heading_key(" ".join(wanted))
    return any(heading_key(" ".join(path[at:])) == joined for at in range(len(path)))


def begins_or_groups(name: str, path: Sequence[str]) -> bool:
    """Tell whether a told heading begins the lowest words of a path or all of them, or is a group's above.

    >>> begins_or_groups("Total Students", ("Total", "Students", "Enrolled")), begins_or_groups("TH", ("BHYT", "KH"))
    (True, False)
    """
    told = heading_key(name)
    beginnings = (heading_key(path[-1]), heading_key(" ".join(path)))
    return any(text.startswith(told) for text in beginnings) or told in map(heading_key, path)


def by_letter(name: str, width: int) -> list[int]:
    """Return the column of a letter, as far as the sheet reaches."""
    letters = name.strip()
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        return []
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return [index - 1] if index <= width else []


def _shown(grid: Grid, at: tuple[int, int]) -> str:
    value = grid.rows[at[0]][at[1]]
    if type(value) is float and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime):
        value = value.date()
    return tidy(text_of(value) if isinstance(value, str) else "" if value is None else str(value))


def _reach_right(lines: list[list[str]], position: int, merged: Sequence[bool]) -> None:
    """Let a group's word reach over the blank cells to its right, as far as these have words below them.

    Sheets saved as CSV have lost their merged cells, and offices merge some groups of a row and leave others. A merged
    word has its own bounds, and a word with nothing below it groups nothing.
    """
    line, below = lines[position], lines[position + 1 :]
    reaching = ""
    for column, word in enumerate(line):
        if merged[column] or not any(lower[column] for lower in below):
            reaching = ""
        elif word:
            reaching = word
        else:
            line[column] = reaching


def _path(words: Sequence[str]) -> tuple[str, ...]:
    path: list[str] = []
    for word in words:
        if word and (not path or path[-1] != word):
            path.append(word)
    return tuple(path)
