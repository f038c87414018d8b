"""Part the rows below a heading: where it is printed again over the next block, and where a second table begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from coverage_cli.locate.headings import Heading, figure_columns, next_heading
from coverage_cli.locate.labels import label_of, ordinal_of
from coverage_cli.locate.shapes import (
    figures_of,
    filled,
    is_column_numbers,
    is_words,
    text_of,
    words_of,
)
from coverage_cli.locate.split import written_period
from coverage_cli.locate.unit_line import factor_told
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.model import Grid, Value
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key, tidy

ABOVE = 6
"""So many rows above a heading its block's name stands: a title and a unit line may stand between."""
_TWICE = 2
_REMARK = re.compile(r"\s*\([^)]*\)$")
_NUMBERS = re.compile(r"\d+")


class Blocks(NamedTuple):
    """The rows of the first table of a grid without the headings printed again, and the heading of a second table.

    `heads` maps the rows that name a block (a district, a county), each above its heading, to the names; it is empty
    where not all blocks are named. `tops` are the first rows of the headings, where there are several blocks.
    """

    rows: Sequence[int]
    heads: Mapping[int, str] = {}
    second: Heading | None = None
    tops: Sequence[int] = ()


def rows_over(top: int) -> range:
    """Return the rows over a heading in which its block is named, the nearest first."""
    return range(top - 1, max(-1, top - 1 - ABOVE), -1)


def blocks_of(grid: Grid, heading: Heading, rows: Sequence[int], vocabulary: Vocabulary) -> Blocks:
    """Part the rows below a heading."""
    if not heading.rows:
        return Blocks(rows)
    starts, again = _printed_again(grid, heading, rows, vocabulary)
    kept: Sequence[int] = [row for row in rows if row not in again] if again else rows
    second = next_heading(grid, kept, heading, vocabulary.names_columns)
    if second is not None:
        last = max(row for row in kept if row < second.rows[0] and figures_of(grid.rows[row]))
        kept, starts = ([row for row in some if row <= last] for some in (kept, starts))
    if not starts:
        return Blocks(kept, second=second)
    columns, tops = figure_columns(grid, heading), [heading.rows[0], *starts]
    heads, gone = _named(grid, tops, columns, vocabulary)
    ends = ([row for row in kept if row < start and row not in heads] for start in starts)
    gone = gone.union(*(_signed(grid, end, columns) for end in ends))
    return Blocks(sorted({*heads, *kept} - gone), heads, second, tops)


def _printed_again(
    grid: Grid, heading: Heading, rows: Sequence[int], vocabulary: Vocabulary
) -> tuple[list[int], set[int]]:
    """Return the first row of each heading printed again, and all rows of these headings: no names of groups below."""
    forms = [_form(grid.rows[row], vocabulary) for row in heading.rows]
    lasts = {form[-1] for form in forms if form}
    starts: list[int] = []
    again: set[int] = set()
    for row in rows:
        cells = grid.rows[row]
        is_again = any(
            cells[at] is not None and _comparable(cells[at]) == text for at, text in lasts
        )
        if is_again and _form(cells, vocabulary) in forms:
            starts += [row] if row - 1 not in again else []
            again.add(row)
        elif row - 1 in again and _goes_on(cells, figure_columns(grid, heading)):
            again.add(row)
    return starts, again


def _goes_on(cells: Sequence[Value], columns: frozenset[int]) -> bool:
    """Tell whether a row goes on with the heading right above it: numbers of columns, or words over the figures."""
    return is_column_numbers(cells) or not (
        columns.isdisjoint(words_of(cells)) or figures_of(cells)
    )


def _signed(grid: Grid, rows: Sequence[int], columns: frozenset[int]) -> Iterator[int]:
    """Return the rows of signatures at the end of a block: several words, one of them under figures, and no figure."""
    for row in reversed(rows):
        cells = grid.rows[row]
        if figures_of(cells):
            return
        words = words_of(cells)
        if len(words) > 1 and columns.intersection(words):
            yield row


def _form(cells: Sequence[Value], vocabulary: Vocabulary) -> tuple[tuple[int, object], ...]:
    """Return the filled cells of a row as they are compared, with their columns; a place may stand for another one."""
    return tuple(
        (index, vocabulary.type_level(text_of(cells[index])) or _comparable(cells[index]))
        for index in filled(cells)
    )


def _comparable(value: Value) -> object:
    return key(value) if type(value) is str and not value.isdecimal() else value


def _named(
    grid: Grid, tops: Sequence[int], columns: frozenset[int], vocabulary: Vocabulary
) -> tuple[dict[int, str], frozenset[int]]:
    """Return the rows that name the blocks, with the names, and the rows of titles and pages between the blocks.

    The name is the nearest text above a heading that no other block has. Titles and unit lines are the same over all
    blocks; a title above the first one alone is no name of a block.
    """
    above = [dict(_texts_above(grid, top, columns, vocabulary)) for top in tops]
    seen = Counter(
        form
        for texts in above
        for form in {_form_of_text(text, vocabulary) for text in texts.values()}
    )
    named = [
        {row: text for row, text in texts.items() if _is_name(text, seen, len(tops), vocabulary)}
        for texts in above
    ]
    heads = dict(next(iter(names.items())) for names in named if names)
    titles = {
        row for texts, names in zip(above, named, strict=True) for row in texts if row not in names
    }
    if not all(named) or not _are_alike(list(heads.values()), vocabulary):
        return {}, frozenset(titles)
    carried = {row for (_, before), (row, name) in pairwise(heads.items()) if name == before}
    return {row: name for row, name in heads.items() if row not in carried}, frozenset(
        titles | carried
    )


def _is_name(text: str, seen: Mapping[str, int], blocks: int, vocabulary: Vocabulary) -> bool:
    """Tell whether a text names a block: no other block has it; of places not all (one may go on over the page)."""
    form = _form_of_text(text, vocabulary)
    return bool(form) and seen[form] < (blocks if vocabulary.type_level(text) else _TWICE)


def _are_alike(names: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Tell whether names may be those of blocks: of places, or beginning alike, or none of them a title."""
    begin_alike = len({key(name).split()[0] for name in names}) == 1
    return (
        begin_alike
        or all(map(vocabulary.type_level, names))
        or not any(map(vocabulary.is_title, names))
    )


def _texts_above(
    grid: Grid, top: int, columns: frozenset[int], vocabulary: Vocabulary
) -> Iterator[tuple[int, str]]:
    """Return the texts above a heading, the nearest first, up to the next row with anything over the figures.

    The place that it names itself comes before them ("Huyện A | Dân số | BHYT").
    """
    names = (text_of(cell) for cell in grid.rows[top])
    yield from ((top, name) for name in names if vocabulary.type_level(name))
    for row in rows_over(top):
        cells = grid.rows[row]
        held = [
            index
            for index in filled(cells)
            if factor_told(text_of(cells[index]), vocabulary) is None
        ]
        if len(held) > 1 and columns.intersection(held):
            return
        text = _name_in([text_of(cells[index]) for index in held or filled(cells)], vocabulary)
        if text and not vocabulary.is_note_row(text):
            yield row, text


def _name_in(texts: Sequence[str], vocabulary: Vocabulary) -> str:
    """Return the name that a row of few texts gives: "Huyện: A", "Huyện | A", "II | Huyện A"; "" where it is none."""
    numbered = len(texts) > 1 and ordinal_of(texts[0])
    name = label_of(" ".join(texts[1:] if numbered else texts)).name
    if not (
        is_words(name) or written_period(name, None, bare=True)
    ):  # "07.2023" may be a figure elsewhere
        return ""
    plain = tidy(name.replace(":", " ", 1))
    return plain if vocabulary.type_level(plain) else name


def _form_of_text(text: str, vocabulary: Vocabulary) -> str:
    """Return a text as those of other blocks are compared with it.

    Numbers tell places and times apart ("Quận 3", "06/2024") and nothing else; what is in brackets at the end
    ("(continued)") tells nothing, nor does a letterhead, a page or a unit of measure.
    """
    if vocabulary.is_letterhead(text) or factor_told(text, vocabulary):
        return ""
    form = _REMARK.sub("", key(text))
    return (
        form
        if vocabulary.type_level(text) or written_period(text, None, bare=True)
        else _NUMBERS.sub("#", form)
    )
