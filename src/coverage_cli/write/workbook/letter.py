"""The letter in front of a list of faults: who writes to whom, about which time, what is asked for and by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from xlsxwriter.worksheet import Worksheet

from coverage_cli.periods import is_period
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.workbook.cells import TITLE, Looks, fit_rows, put_headings, put_text
from coverage_cli.write.workbook.page import Page, put_lines, set_print
from coverage_cli.write.workbook.table import columns_of, write_cells

_COLUMNS = (("severity", 11), ("check_wrong", 32), ("count", 8), ("check_do", 38))
_WIDTHS = [cells for _, cells in _COLUMNS]
_RIGHT = 3
_FILES = 5
_SIGNED = 3  # rows for stamp and signature


class Letter(NamedTuple):
    """Who writes (`[report]` of the project file), to whom, by when an answer is asked for, and about which times."""

    letterhead: Sequence[str] = ()
    place: str = ""
    position: str = ""
    signer: str = ""
    to: str = ""
    answer_by: str = ""
    periods: Sequence[str] = ()


class Count(NamedTuple):
    """How many cells are listed, and how many of them are errors and warnings."""

    cells: int
    errors: int
    warnings: int


def write_letter(
    sheet: Worksheet,
    letter: Letter,
    record: Mapping[str, Any],
    count: Count,
    look: Looks,
    words: Words,
) -> None:
    """Write the letter: one page upright, its table of what is wrong with how many cells."""
    for column, cells in enumerate(_WIDTHS):
        sheet.set_column(column, column, cells)
    width = sum(_WIDTHS)
    row = put_lines(sheet, 0, letter.letterhead, width, look, bold=True)
    row = _put_right(sheet, row, letter.place, look, italic=True)
    if letter.to:
        row = put_lines(sheet, row + 1, [words.label("letter_to", to=letter.to)], width, look)
    row = put_lines(sheet, row + 1, [_subject(letter, words)], width // 2 + 10, look, **TITLE)
    row = put_lines(sheet, row + 1, _texts(letter, record, count, words), width, look)
    if record["rules"]:
        row = _write_rules(sheet, row + 1, record["rules"], look, words)
    row = _put_right(sheet, row + 1, letter.position, look, bold=True)
    row = _put_right(sheet, row + (_SIGNED if letter.signer else 0), letter.signer, look)
    sheet.hide_gridlines(2)
    set_print(sheet, Page(len(_COLUMNS), width, across=False), None, row)


def _subject(letter: Letter, words: Words) -> str:
    said = [words.period(period) for period in letter.periods]
    if not said:
        return words.label("letter_subject")
    return words.label("letter_subject_of", periods=", ".join(said))


def _texts(letter: Letter, record: Mapping[str, Any], count: Count, words: Words) -> list[str]:
    """Return the paragraphs of the letter."""
    files = list(dict.fromkeys(PurePath(source.file).name for source in record["sources"]))
    more = [f"+{len(files) - _FILES}"] if len(files) > _FILES else []
    named = ", ".join([*files[:_FILES], *more])
    if not count.cells:
        return [words.label("letter_none", files=named)]
    told = {"sheet": words.label("sheet_faults"), "column": words.label("check_corrected")}
    asked = words.label("letter_ask", **told)
    if letter.answer_by:
        by = letter.answer_by
        date = words.period(by) if is_period(by) else by
        asked = words.label("letter_ask_by", date=date, **told)
    numbers = {"count": count.cells, "errors": count.errors, "warnings": count.warnings}
    opening = words.label("letter_opening", files=named, **numbers)
    return [opening, asked, words.label("letter_keep")]


def _write_rules(
    sheet: Worksheet, row: int, rules: Sequence[Mapping[str, Any]], look: Looks, words: Words
) -> int:
    """Write what is wrong, with how many cells, and what to do; return the row below it."""
    put_headings(sheet, row, [words.label(key) for key, _ in _COLUMNS], look, numeric=(2,))
    told = [
        (
            words.severity(rule["severity"]),
            words.rule(rule["code"]),
            rule["count"],
            words.advice(rule["code"]),
        )
        for rule in rules
    ]
    columns = columns_of([key for key, _ in _COLUMNS], told, words)
    indented = [(*style, ("align", "left"), ("indent", 1)) for style in columns[-1].styles]
    columns[-1] = columns[-1]._replace(styles=indented)
    write_cells(sheet, row + 1, columns, (look, [()] * len(told)))
    fit_rows(sheet, row + 1, [list(map(str, one)) for one in told], _WIDTHS)
    return row + 1 + len(told)


def _put_right(sheet: Worksheet, row: int, text: str, look: Looks, **properties: object) -> int:
    """Write a line over the right column, where there is one to write; return the row below it."""
    if not text:
        return row
    put_text(sheet, row, _RIGHT, text, look, align="center", **properties)
    return row + 1
