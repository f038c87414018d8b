"""Measures that stand as rows: one column tells what each row counts, another one holds all figures.

Where told measures are no headings but values of such a column, each is read from the rows that say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.errors import UnreadableInput
from coverage_cli.locate.called import has_column
from coverage_cli.locate.conditions import values_of
from coverage_cli.locate.paths import heading_paths
from coverage_cli.locate.shapes import filled, is_figure, is_words, is_year_like, text_of
from coverage_cli.locate.told_heading import heading_of
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.model import Column, Grid, column_letter
from coverage_cli.project import Told
from coverage_cli.spelling import key

_MOST_WORDS = 12
_NO_FIGURES = ("ordinal", "code", "period", "level", "unit", "note")


def told_by_rows(grid: Grid, told: Told, vocabulary: Vocabulary, where: str) -> list[Told]:
    """Return one way of telling for each told measure that is a value of a column, none where there is none such.

    Raises `UnreadableInput` where several columns could hold the figures.
    """
    heading = heading_of(grid, told, vocabulary.heads_a_column)
    if heading is None or not heading.rows:
        return []
    paths = heading_paths(grid, heading.rows)
    rows = [row for row in range(heading.first_data_row, len(grid.rows)) if filled(grid.rows[row])]
    missing = {
        measure: name for measure, name in told.measures.items() if not has_column(paths, name)
    }
    telling = _telling_column(grid, rows, missing)
    if telling is None:
        return []
    figures = [
        index
        for index in range(len(paths))
        if index != telling and _counts(grid, rows, index, paths, vocabulary)
    ]
    if len(figures) != 1:
        name = Column(telling, paths[telling]).shown
        choices = tuple(Column(index, paths[index]).shown for index in figures)
        value = f"{column_letter(telling)}={next(iter(missing.values()))}"
        raise UnreadableInput(
            "measures-as-rows", where=where, column=name, value=value, choices=choices or ("–",)
        )
    found = {measure: name for measure, name in told.measures.items() if measure not in missing}
    return [
        told._replace(
            where=(*told.where, (column_letter(telling), value)),
            measures={**(found if at == 0 else {}), measure: column_letter(figures[0])},
        )
        for at, (measure, value) in enumerate(missing.items())
    ]


def repeating_column(
    grid: Grid, rows: Sequence[int], width: int
) -> tuple[int, tuple[str, ...]] | None:
    """Return the column whose words come again row by row in the same order, and these words: rows of measures."""
    for index in range(width):
        texts = [text_of(grid.rows[row][index]) for row in rows]
        words = tuple(dict.fromkeys(texts))
        if tuple(texts[: len(words)]) != words:  # sorted ones stand in blocks
            continue
        again = sum(
            before == after for before, after in zip(texts, texts[len(words) :], strict=False)
        )
        if (
            1 < len(words) <= _MOST_WORDS
            and all(map(is_words, words))
            and 5 * again >= 4 * (len(texts) - len(words)) > 0
        ):
            return index, words
    return None


def _telling_column(grid: Grid, rows: Sequence[int], missing: Mapping[str, str]) -> int | None:
    """Return the only column whose cells have all the missing names among them."""
    wanted = {key(name) for name in missing.values()}
    width = len(grid.rows[0]) if grid.rows else 0
    holding = [
        index
        for index in range(width)
        if wanted <= {key(text) for text in values_of(grid, rows, index).values()}
    ]
    return holding[0] if wanted and len(holding) == 1 else None


def _counts(
    grid: Grid,
    rows: Sequence[int],
    index: int,
    paths: Sequence[Sequence[str]],
    vocabulary: Vocabulary,
) -> bool:
    """Tell whether a column holds figures of people in most rows: no numbering, code or year."""
    if not paths[index] or vocabulary.meaning(paths[index]).column in _NO_FIGURES:
        return False
    cells = [grid.rows[row][index] for row in rows]
    return 2 * sum(is_figure(cell) and not is_year_like(cell) for cell in cells) > len(cells)
