"""Find the unit lines besides those above a table: over each of its blocks, and below its last row.

Blocks that tell different units are read in the smallest of them, each figure in its own block's; blocks of which only
some tell one are refused where their sizes differ, for no line says which unit the others are in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import chain, islice, pairwise, product
from operator import attrgetter

from coverage_cli.errors import UnreadableInput
from coverage_cli.grouping import all_found, first_where, parted
from coverage_cli.locate.blocks import Blocks, rows_over
from coverage_cli.locate.places import Places
from coverage_cli.locate.shapes import figures_of, is_number, number_in, text_of
from coverage_cli.locate.unit_line import factor_told
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.model import Column, Grid, Value
from coverage_cli.records import NamedTuple
from coverage_cli.roles import of_role

# A text that is one number however it is read.
_PLAIN = re.compile(r"\d+(?:[.,]\d\d?)?$")
# Blocks whose usual figures are so many times apart are not in one unit: thousands and people are a thousand apart.
_UNLIKE = 30
# So many rows below a table its unit line stands: notes and signatures may stand between.
_BELOW = 8
_FACTOR = attrgetter("factor")


class _Block(NamedTuple):
    """A block: the 0-based rows of its figures, its unit line and what that tells (0 where it has none)."""

    rows: Sequence[int]
    line: str
    factor: int

    def cells(self, grid: Grid, columns: Sequence[int]) -> list[Value]:
        """Return the cells of the block in some columns."""
        return [grid.rows[row][column] for row, column in product(self.rows, columns)]


class Lines(NamedTuple):
    """The lines that tell the unit of a table, and by how much the figures of rows in another unit are multiplied."""

    lines: Sequence[str]
    times: Mapping[int, int] = {}


def with_further(
    title: Sequence[str], grid: Grid, blocks: Blocks, places: Places | None, vocabulary: Vocabulary
) -> Lines:
    """Return the lines above a table with the unit line that holds for it and stands over a block, or below.

    Raises `UnreadableInput` where only some blocks have one and sizes differ.
    """
    made = [
        _block(grid, blocks.rows, span, vocabulary)
        for span in pairwise((*blocks.tops, len(grid.rows)))
    ]
    found, untold = parted(_FACTOR, made)
    if not found:
        is_told = blocks.second or any(factor_told(line, vocabulary) for line in title)
        return Lines(title if is_told else [*title, *_lines_below(grid, blocks.rows, vocabulary)])
    figures = places.figures if places else ()
    least = min(found, key=_FACTOR)
    others = [block for block in found if block.factor != least.factor]
    if least.factor != 1:
        others += [block for block in untold if _is_unlike(grid, block, least, figures)]
    if not others:
        return Lines([*title, least.line])
    if untold or any(_is_unclear(block.cells(grid, figures)) for block in others):
        raise _refusal(grid, found[0], made)
    times = {row: block.factor // least.factor for block in others for row in block.rows}
    return Lines([least.line], times)


def in_one_unit(grid: Grid, lines: Lines, columns: Sequence[Column]) -> Grid:
    """Return the grid with the people of all blocks in the unit of the lines; a heading's own unit holds for itself."""
    if not lines.times:
        return grid
    counted = of_role(columns, "measure", "target")
    people = [column.index for column in counted if column.scale is None]
    rows = list(grid.rows)
    for row, times in lines.times.items():
        cells = list(rows[row])
        for index in people:
            cells[index] = _times(cells[index], times)
        rows[row] = cells
    return grid._replace(rows=rows)


def _times(value: Value, times: int) -> Value:
    """Return a figure so many times: what it was, a number or a text, and exact (0.1 * 3 is no 0.3 otherwise)."""
    if times == 1 or not (is_number(value) or _PLAIN.match(text_of(value))):
        return value
    made = Decimal(str(value).strip().replace(",", ".")) * times
    whole = int(made) if made == int(made) else float(made)
    return str(whole) if type(value) is str else whole


def _block(
    grid: Grid, rows: Sequence[int], span: tuple[int, int], vocabulary: Vocabulary
) -> _Block:
    top, end = span
    own = [row for row in rows if top < row < end and figures_of(grid.rows[row])]
    line = _line_over(grid, top, vocabulary)
    return _Block(own, line, factor_told(line, vocabulary) or 0)


def _line_over(grid: Grid, top: int, vocabulary: Vocabulary) -> str:
    """Return the nearest unit line above a heading, "" where figures stand before one."""
    for row in rows_over(top):
        texts = map(text_of, grid.rows[row])
        line = first_where(lambda text: factor_told(text, vocabulary), texts, "")
        if line or figures_of(grid.rows[row]):
            return line
    return ""


def _is_unlike(grid: Grid, one: _Block, other: _Block, figures: Sequence[int]) -> bool:
    """Tell whether the usual figures of two blocks are so far apart that one line cannot hold for both."""
    usual = sorted(_usual(block.cells(grid, figures)) for block in (one, other))
    return usual[1] > _UNLIKE * usual[0] > 0


def _is_unclear(cells: Sequence[Value]) -> bool:
    """Tell whether a block holds texts of figures that may be thousands themselves: 1.234 thousand or million."""
    numbers = (text for text in map(text_of, cells) if number_in(text) is not None)
    return not all(map(_PLAIN.match, numbers))


def _usual(cells: Sequence[Value]) -> float:
    from statistics import (
        median,
    )  # few sheets have several blocks, and it brings random numbers along

    return median(all_found(number_in, cells) or [0])


def _refusal(grid: Grid, first: _Block, blocks: Sequence[_Block]) -> UnreadableInput:
    other = next(block for block in blocks if block.factor != first.factor)
    filled = [block for block in (first, other) if block.rows]
    ways = [
        f"--rows {block.rows[0] + 1}-{block.rows[-1] + 1} --scale {block.factor or 1}"
        for block in filled
    ]
    return UnreadableInput(
        "unit-lines-differ" if other.line else "unit-line-of-some",
        where=grid.where,
        line=first.line,
        other=other.line,
        rows=tuple(str(block.rows[0] + 1) for block in filled),
        choices=tuple(ways),
    )


def _lines_below(grid: Grid, rows: Sequence[int], vocabulary: Vocabulary) -> list[str]:
    """Return the first line below a table's last figures that tells a multiple of people."""
    last = first_where(
        lambda row: figures_of(grid.rows[row]), sorted(rows, reverse=True), len(grid.rows)
    )
    below = chain.from_iterable(grid.rows[last + 1 : last + 1 + _BELOW])
    texts = filter(lambda text: (factor_told(text, vocabulary) or 1) > 1, map(text_of, below))
    return list(islice(texts, 1))
