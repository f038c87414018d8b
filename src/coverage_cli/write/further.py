"""The columns a report has beyond the contract's, as people read them: headings, figures, verdicts in words.

What a column is shown as goes by the ending of its id: `_pct` and `_pp` are percentages, `status` and `band` words.
Nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from coverage_cli.model import Cell, Quotient
from coverage_cli.words import Words
from coverage_cli.write.numerals import counts, percents
from coverage_cli.write.safety import visible, visible_all


class Column(NamedTuple):
    """One column of a block as text; `key` is the figure's field, figures stand to the right."""

    key: str
    heading: str
    cells: Sequence[str]
    right: bool


def further_columns(further: Mapping[str, Sequence[Cell]], words: Words) -> list[Column]:
    """Return the further columns that hold anything, in their order; what is the same for all stands in the heading."""
    said = common_targets(further)
    return [
        _column(key, cells, words)
        for key, cells in further.items()
        if key not in said and any(cell is not None for cell in cells)
    ]


def common_targets(further: Mapping[str, Sequence[Cell]]) -> dict[str, Quotient]:
    """Return the rates of further targets that are the same for all units, by the ids of their columns."""
    return {
        key: cells[0]
        for key, cells in further.items()
        if key.endswith(".target_pct") and len(cells) > 1 and isinstance(cells[0], Quotient) and len(set(cells)) == 1
    }


def period_columns(cells: Mapping[str, Sequence[Cell]], words: Words) -> list[Column]:
    """Return a column a period, those without any value too: a missing month is shown as missing."""
    return [
        _column(period, column, words)
        if any(cell is not None for cell in column)
        else Column(period, period, [words.label("missing")] * len(column), right=True)
        for period, column in cells.items()
    ]


def heading_of_column(key: str, words: Words) -> str:
    """Return the heading of a column: `NAME.gap_people` is the gap under the target or denominator of that name."""
    name, _, base = key.rpartition(".")
    if base[:1].isdigit():
        return visible(key)  # a period is its own heading
    label = words.label(base)
    name = words.label("what_if_name") if name == "what_if" else name
    return visible(f"{label} ({name})") if name else label


def in_words(key: str, text: str, words: Words) -> str:
    """Return what a person reads for an id that stands in a column: a status, a band; other text as it is."""
    base = key.rpartition(".")[2]
    if base == "status":
        return words.status(text)
    return words.label(f"{base}_{text}") if base in ("band", "path") else text


def _column(key: str, cells: Sequence[Any], words: Words) -> Column:
    heading = heading_of_column(key, words)
    known = [cell for cell in cells if cell is not None]
    if isinstance(known[0], bool):
        said = {True: words.label("yes"), False: words.label("no"), None: words.label("missing")}
        return Column(key, heading, [said[cell] for cell in cells], right=False)
    if isinstance(known[0], str):
        texts = [words.label("missing") if cell is None else in_words(key, cell, words) for cell in cells]
        return Column(key, heading, visible_all(texts), right=False)
    if isinstance(known[0], Quotient):
        return Column(key, heading, percents(cells, words), right=True)
    return Column(key, heading, counts(cells, words), right=True)
