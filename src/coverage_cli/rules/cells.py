"""Name cells in messages as ranges, with sheet and file where these are not the reader's; nothing is judged here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from coverage_cli.model import column_letter

Address = tuple[int, int, int]
"""The source, the 0-based row and the 0-based column of a cell."""
# How many ranges of a sheet a message names.
_RUNS = 12


def address_of(cell: str, source: int) -> Address:
    """Return the address of a cell from its A1 form.

    >>> address_of("AA12", 3)
    (3, 11, 26)
    """
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - 64
    return source, int(cell[len(letters) :]) - 1, column - 1


def ranges(
    cells: Sequence[Address], origins: Mapping[int, tuple[str, str]], home: int | None
) -> str:
    """Return cells as `C6:C8, C10; [NQ] D4; gv.xlsx [T5] D4:D9`; those of the source `home` without their place.

    >>> origins = {0: ("a.xlsx", "T5"), 1: ("a.xlsx", "NQ"), 2: ("gv.xlsx", "T5")}
    >>> ranges([(0, 5, 2), (0, 6, 2), (0, 9, 2), (1, 3, 3), (2, 3, 3), (2, 4, 3)], origins, 0)
    'C6:C7, C10; [NQ] D4; gv.xlsx [T5] D4:D5'
    """
    by_source: dict[int, list[tuple[int, int]]] = {}
    for source, row, column in sorted(cells):
        by_source.setdefault(source, []).append((column, row))
    named = (
        (_place(source, origins, home), _runs(sorted(rows))) for source, rows in by_source.items()
    )
    return "; ".join(f"{place} {runs}" if place else runs for place, runs in named)


def _place(source: int, origins: Mapping[int, tuple[str, str]], home: int | None) -> str:
    """Return the sheet of a source, with its file where that is another one than the reader's."""
    if source == home or source not in origins:
        return ""
    file, sheet = origins[source]
    own = origins.get(home, ("", ""))[0] if home is not None else ""
    return " ".join(
        part
        for part in ("" if file == own and sheet else file, f"[{sheet}]" if sheet else "")
        if part
    )


def _runs(cells: Sequence[tuple[int, int]]) -> str:
    """Return sorted (column, row) pairs as ranges down a column, the first of them."""
    starts = [
        cells[0],
        *(cell for before, cell in pairwise(cells) if cell != (before[0], before[1] + 1)),
    ]
    ends = [
        *(cell for cell, after in pairwise(cells) if after != (cell[0], cell[1] + 1)),
        cells[-1],
    ]
    runs = [_run(start, end) for start, end in zip(starts, ends, strict=True)]
    return ", ".join(runs[:_RUNS]) + (f" (+{len(runs) - _RUNS})" if len(runs) > _RUNS else "")


def _run(start: tuple[int, int], end: tuple[int, int]) -> str:
    first, last = (f"{column_letter(column)}{row + 1}" for column, row in (start, end))
    return first if first == last else f"{first}:{last}"
