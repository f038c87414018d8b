"""The columns of a report, each told once (`data/settings/columns.toml`): what it holds, and how each output writes it.

Outputs ask here for a column's heading, for the words of an id and for the format of a number. Nothing is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from coverage_cli.datafiles import read_data
from coverage_cli.model import Cell, Indicator
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.safety import visible, visible_all
from coverage_cli.write.text.numerals import counts, percents


class ReportColumn(NamedTuple):
    """What is told of a column: its kind, how its ids are said, and its turn to go on a narrow screen (0: never)."""

    kind: str
    words: str = ""
    drops: int = 0


class Kind(NamedTuple):
    """How a kind of cells is written: for people (None: word by word), and as the type of a pandas column."""

    text: Callable[[Sequence[Any], Words], list[str]] | None
    frame: str


class Column(NamedTuple):
    """A column as people read it; `key` is its id, figures stand to the right."""

    key: str
    heading: str
    cells: Sequence[str]
    right: bool


KINDS = {
    "text": Kind(None, "string"),
    "word": Kind(None, "string"),
    "yes_no": Kind(None, "boolean"),
    "count": Kind(counts, "Int64"),
    "percent": Kind(percents, "Float64"),
}
# A comparison has each figure twice: `old_numerator`, `new_numerator`.
_SIDES = ("old", "new")


@cache
def report_columns() -> Mapping[str, ReportColumn]:
    """Return all columns by their ids."""
    return {key: ReportColumn(**told) for key, told in read_data("settings", "columns").items()}


def about(key: str) -> ReportColumn:
    """Return what is told of a column; one under a name, or of one side of a comparison, is like its end."""
    return report_columns()[_parted(key)[2]]


def left_out_first() -> list[str]:
    """Return the columns that a narrow terminal does without, the first to go first."""
    turns = {key: column.drops for key, column in report_columns().items() if column.drops}
    return sorted(turns, key=turns.__getitem__)


def heading_of(key: str, words: Words) -> str:
    """Return a column's heading: `NAME.gap_people` is the gap under the target or denominator of that name."""
    name, side, base = _parted(key)
    label = words.label(base)
    if side:
        return words.label(f"of_{side}", figure=label)
    name = words.label("what_if_name") if name == "what_if" else name
    return visible(f"{label} ({name})") if name else label


def indicator_name(key: str, indicators: Mapping[str, Indicator], words: Words) -> str:
    """Return an indicator's name in the reader's language, its id where the report does not know it."""
    return indicators[key].label(words.lang) if key in indicators else key


def in_words(
    key: str, cells: Sequence[Any], words: Words, indicators: Mapping[str, Indicator] | None = None
) -> Sequence[Any]:
    """Return a column with its ids in the reader's words, each distinct one looked up once; other cells as they are."""
    column, known = about(key), indicators or {}
    if column.kind not in ("word", "yes_no"):
        return cells
    say: Callable[[Any], str] = {
        "": lambda answer: words.label(
            "yes" if answer else "no"
        ),  # 1 and 0 are no answers to a question
        "level": words.level,
        "status": words.status,
        "period": words.period,
        "indicator": lambda key: indicator_name(key, known, words),
    }.get(column.words, lambda key: words.label(f"{column.words}_{key}"))
    wording = {cell: say(cell) for cell in set(cells) if cell is not None}
    return [wording.get(cell) for cell in cells]


def shown(key: str, cells: Sequence[Cell], words: Words) -> Column:
    """Return a column as people read it: figures grouped and rounded, ids in words, what is missing as a dash."""
    as_text = KINDS[about(key).kind].text
    if as_text:
        return Column(key, heading_of(key, words), as_text(cells, words), right=True)
    missing = words.label("missing")
    texts = [missing if cell is None else str(cell) for cell in in_words(key, cells, words)]
    return Column(key, heading_of(key, words), visible_all(texts), right=False)


# How Excel and LibreOffice are told to group and mark digits as a language does, whatever the reader's computer.
_MANNERS = {"vi": "[$-42A]", "de": "[$-407]"}


def number_format(key: str, cell: object, words: Words) -> str:
    """Return the format of a column's number in a workbook: written unrounded, shown rounded."""
    decimals = "0" * words.places if about(key).kind == "percent" else ""
    if about(key).kind != "percent" and isinstance(cell, float):
        decimals = "0"
    shown = f"#,##0.{decimals}" if decimals else "#,##0"
    return _MANNERS.get(words.lang, "") + shown


def further_columns(further: Mapping[str, Sequence[Cell]], words: Words) -> list[Column]:
    """Return the columns beyond the contract's that hold anything, in their order."""
    return [
        shown(key, cells, words)
        for key, cells in further.items()
        if any(cell is not None for cell in cells)
    ]


def _parted(key: str) -> tuple[str, str, str]:
    """Return the name a column stands under, the side of a comparison it is of, and the id of what it holds."""
    name, _, base = key.rpartition(".")
    side, _, figure = base.partition("_")
    return (name, side, figure) if side in _SIDES else (name, "", base)
