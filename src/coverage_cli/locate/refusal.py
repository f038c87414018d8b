"""Say why a grid gives no table of units and counts: what it holds instead, and the headings that were seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from coverage_cli.grouping import take
from coverage_cli.locate.measure_rows import repeating_column
from coverage_cli.locate.paths import heading_paths
from coverage_cli.locate.shapes import filled, is_figure, is_number, is_words, text_of
from coverage_cli.locate.told_heading import heading_of
from coverage_cli.locate.vocabulary import Vocabulary
from coverage_cli.model import Column, Grid, Value
from coverage_cli.project import Told
from coverage_cli.records import NamedTuple

_SAMPLE = 60
_NAMING = frozenset({"unit", "code", "ordinal", "note"})


class Seen(NamedTuple):
    """What a grid holds: a table under unknown headings, names without counts, rates alone, or nothing of the kind.

    Of rows of measures `column` tells what each row counts, and `values` are these.
    """

    kind: Literal[
        "headings-unknown",
        "rows-of-measures",
        "units-without-counts",
        "rates-without-counts",
        "nothing",
    ]
    headings: tuple[str, ...]
    column: str = ""
    values: tuple[str, ...] = ()


def look_over(grid: Grid, told: Told, vocabulary: Vocabulary) -> Seen:
    """Return what a grid holds in which no table was found."""
    heading = heading_of(grid, told, vocabulary.heads_a_column)
    if heading is not None and not heading.rows:
        return Seen("nothing", ())
    if heading is None:
        rows_of_words = sum(any(map(is_words, row)) for row in grid.rows)
        return Seen(
            "units-without-counts" if rows_of_words > 2 and _is_wide(grid) else "nothing", ()
        )
    paths = heading_paths(grid, heading.rows)
    below = [
        row for row in range(heading.first_data_row, len(grid.rows)) if filled(grid.rows[row])
    ][:_SAMPLE]
    rows = take(grid.rows, below)
    figures = [
        values
        for index, path in enumerate(paths)
        if path
        and vocabulary.meaning(path).column not in _NAMING
        and (values := [row[index] for row in rows if is_figure(row[index])])
        and not _are_codes(values)
    ]
    headings = tuple(Column(index, path).shown for index, path in enumerate(paths) if path)
    if not figures:
        return Seen("units-without-counts", headings)
    telling = repeating_column(grid, below, len(paths))
    if telling:
        at, words = telling
        return Seen("rows-of-measures", headings, Column(at, paths[at]).shown, words)
    return Seen(
        "rates-without-counts" if all(map(_are_rates, figures)) else "headings-unknown", headings
    )


def _is_wide(grid: Grid) -> bool:
    return sum(len(filled(row)) > 1 for row in grid.rows[:_SAMPLE]) > 2


def _are_codes(values: Sequence[Value]) -> bool:
    """Tell codes kept as text from figures: one length, and none begins like a number but with a zero among them."""
    texts = [text_of(value).strip() for value in values if type(value) is str]
    return len(texts) == len(values) and any(
        text.startswith("0") and text.isdigit() and len(text) > 1 for text in texts
    )


def _are_rates(values: Sequence[Value]) -> bool:
    numbers = [float(value) for value in values if is_number(value)]  # type: ignore[arg-type]
    percents = sum(text_of(value).endswith("%") for value in values)
    fractional = sum(not number.is_integer() for number in numbers)
    return 2 * (percents + fractional) > len(values) and all(
        0 <= number <= 100 for number in numbers
    )
