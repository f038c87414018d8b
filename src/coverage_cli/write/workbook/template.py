"""An empty workbook for the units that report: what is typed is checked, all else is locked and calculates itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from coverage_cli.model import Count, Units
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.said import unit_in_sentence
from coverage_cli.write.workbook.book import new_book
from coverage_cli.write.workbook.cells import (
    HEADING,
    NOTE,
    TITLE,
    Looks,
    fit_columns,
    fitted,
    put_text,
)
from coverage_cli.write.workbook.page import page_for, put_lines, set_print
from coverage_cli.write.workbook.rows import checked

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_BORDER = {"border": 1, "border_color": "#BFBFBF"}
_OPEN = {**_BORDER, "bg_color": "#FFF8DC", "locked": False}
_UPPER = {**_BORDER, "bold": True, "bg_color": "#EAF0F9"}
_PEOPLE, _RATE = {"num_format": "#,##0"}, {"num_format": "0.00"}
# Characters that stand in a column of each kind.
_NUMBER, _CODE, _UNIT, _COUNT, _PERCENT, _NOTE = 4, 8, 26, 9, 7, 16
# A function of Excel takes so many arguments.
_ARGUMENTS = 255
_NOTES = ("template_final", "template_estimate", "template_open")


class Rate(NamedTuple):
    """A rate that the sheet calculates: its heading, the measures added up over those added up."""

    heading: str
    over: Sequence[str]
    under: Sequence[str]


class Asked(NamedTuple):
    """What a template asks for: of which units and which time, the heading of each measure, rates, what is known."""

    units: Units
    period: str
    headings: Mapping[str, str]
    rates: Sequence[Rate]
    given: Mapping[str, Sequence[Count | None]]
    letterhead: Sequence[str] = ()


class _Sheet(NamedTuple):
    """A sheet being written: what it asks for, where each measure stands, and the first row of its units."""

    page: Worksheet
    asked: Asked
    places: Mapping[str, int]
    first: int
    look: Looks
    words: Words

    def cell(self, at: int, measure: str) -> str:
        """Return the address of a unit's count."""
        return str(xl_rowcol_to_cell(self.first + at, self.places[measure]))


def template_workbook(asked: Asked, words: Words) -> bytes:
    """Return the workbook's file."""
    name = words.label("sheet_template")
    with new_book(None, [name], words) as (content, (page,), look, book):
        # A template that comes back is the office's own workbook, no report of ours.
        book.set_properties({"author": "", "created": book.doc_properties["created"]})
        _write(page, asked, look, words)
    return content.getvalue()


def _write(page: Worksheet, asked: Asked, look: Looks, words: Words) -> None:
    coded = any(asked.units.codes)
    fixed = ["ordinal", *(["code"] if coded else []), "unit"]
    labels = {"ordinal": "template_number", "code": "template_code", "unit": "unit"}
    headings = [words.label(labels[name]) for name in fixed]
    places = {measure: len(fixed) + at for at, measure in enumerate(asked.headings)}
    headings += [*asked.headings.values(), *(rate.heading for rate in asked.rates)]
    headings.append(words.label("template_note"))
    contents = [_NUMBER, *([_CODE] if coded else []), _UNIT, *(_COUNT for _ in asked.headings)]
    contents += [*(_PERCENT for _ in asked.rates), _NOTE]
    widths = fitted(headings, contents, filtered=False)
    top = _write_top(page, asked, sum(widths), look, words)
    for column, heading in enumerate(headings):
        put_text(page, top, column, heading, look, **HEADING, **_BORDER, align="center")
    sheet = _Sheet(page, asked, places, top + 1, look, words)
    for at in range(len(asked.units)):
        _write_unit(sheet, at, coded=coded)
    fit_columns(page, top, headings, widths)
    last = top + len(asked.units)
    _guard(sheet, last, len(headings) - 1)
    page.freeze_panes(top + 1, len(fixed))
    page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
    set_print(page, page_for(widths), top, last)


def _write_top(page: Worksheet, asked: Asked, width: int, look: Looks, words: Words) -> int:
    """Write what stands above the table: who asks whom, for which time, how to fill it in; return its heading row."""
    row = put_lines(page, 0, asked.letterhead, width, look, bold=True)
    whole = unit_in_sentence(asked.units.names[0], words)
    title = words.label("template_title", unit=whole) if whole else words.label("template_titled")
    row = put_lines(page, row + 1, [title], width, look, **TITLE)
    period = words.label("template_period", period=words.period(asked.period))
    row = put_lines(page, row, [period], width, look, italic=True)
    return put_lines(page, row, [words.label("template_how")], width, look, **NOTE) + 1


def _write_unit(sheet: _Sheet, at: int, *, coded: bool) -> None:
    """Write a unit's row: open cells of the smallest units, sums of the upper ones, and the rates of all."""
    units, row = sheet.asked.units, sheet.first + at
    is_leaf = units.leaves[at]
    look = _BORDER if is_leaf else _UPPER
    name = units.names[at] or sheet.words.label("template_total")
    put_text(sheet.page, row, 0, _number(units, at), sheet.look, align="center", **look)
    if coded:
        put_text(sheet.page, row, 1, units.codes[at] or "", sheet.look, align="center", **look)
    put_text(sheet.page, row, 1 + coded, name, sheet.look, **look)
    for measure, column in sheet.places.items():
        _write_count(sheet, (at, row, column), measure)
    last = max(sheet.places.values(), default=1 + coded)
    for column, rate in enumerate(sheet.asked.rates, last + 1):
        formula = _rate(sheet, at, rate)
        checked(sheet.page.write_formula(row, column, formula, sheet.look(**look, **_RATE), ""))
    note = last + len(sheet.asked.rates) + 1
    open_note = {**_OPEN, "text_wrap": True} if is_leaf else look
    checked(sheet.page.write_blank(row, note, None, sheet.look(**open_note)))


def _write_count(sheet: _Sheet, place: tuple[int, int, int], measure: str) -> None:
    at, row, column = place
    given = sheet.asked.given.get(measure)
    known = None if given is None else given[at]
    if not sheet.asked.units.leaves[at]:
        formula, total = _sum(sheet, at, measure), _known_sum(sheet.asked, at, measure)
        style = sheet.look(**_UPPER, **_PEOPLE)
        checked(sheet.page.write_formula(row, column, formula, style, total))
    elif known is not None:
        checked(
            sheet.page.write_number(row, column, float(known), sheet.look(**_BORDER, **_PEOPLE))
        )
    else:
        checked(sheet.page.write_blank(row, column, None, sheet.look(**_OPEN, **_PEOPLE)))


def _sum(sheet: _Sheet, at: int, measure: str) -> str:
    """Return the sum of the units right below one; of units in a row as a range."""
    parts = sheet.asked.units.parts[at]
    if parts == list(range(parts[0], parts[-1] + 1)):
        return f"=SUM({sheet.cell(parts[0], measure)}:{sheet.cell(parts[-1], measure)})"
    cells = [sheet.cell(part, measure) for part in parts]
    pieces = [cells[start : start + _ARGUMENTS] for start in range(0, len(cells), _ARGUMENTS)]
    return "=" + "+".join(f"SUM({','.join(piece)})" for piece in pieces)


def _known_sum(asked: Asked, at: int, measure: str) -> float:
    """Return what a sum comes to before anything is filled in."""
    values = asked.given.get(measure)
    below = [part for part in asked.units.below(at) if asked.units.leaves[part]]
    return float(sum(values[part] or 0 for part in below)) if values is not None else 0.0


def _rate(sheet: _Sheet, at: int, rate: Rate) -> str:
    over, under = (
        "+".join(sheet.cell(at, measure) for measure in side) for side in (rate.over, rate.under)
    )
    blank = "".join(f'{sheet.cell(at, measure)}="",' for measure in (*rate.over, *rate.under))
    return f'=IF(OR({blank}N({under})=0),"",ROUND(100*({over})/({under}),2))'


def _number(units: Units, at: int) -> str:
    """Return the number of a unit among those beside it: of the smallest ones 1, 2, 3, of the others I, II, III."""
    parent = units.parents[at]
    if parent is None:
        return ""
    beside = [part for part in units.parts[parent] if units.leaves[part] == units.leaves[at]]
    number = beside.index(at) + 1
    return str(number) if units.leaves[at] else _roman(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text, number = text + letters * (number // value), number % value
    return text


def _guard(sheet: _Sheet, last: int, note: int) -> None:
    """Let only whole numbers be typed into counts, and a choice into remarks; show where a part exceeds its whole."""
    words, first = sheet.words, sheet.first
    rule: dict[str, Any] = {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "input_title": words.label("template_input_title"),
        "input_message": words.label("template_input"),
        "error_title": words.label("template_error_title"),
        "error_message": words.label("template_error"),
    }
    columns = list(sheet.places.values())
    if columns:
        sheet.page.data_validation(first, min(columns), last, max(columns), rule)
    choices = {"validate": "list", "source": [words.label(one) for one in _NOTES]}
    told = {
        "error_title": words.label("template_note"),
        "error_message": words.label("template_choose"),
    }
    sheet.page.data_validation(first, note, last, note, {**choices, **told})
    red = sheet.look(font_color="#B00020", bold=True)
    for rate in sheet.asked.rates:
        for measure in rate.over if len(rate.under) == 1 else ():
            over = xl_rowcol_to_cell(first, sheet.places[measure])
            under = xl_rowcol_to_cell(first, sheet.places[rate.under[0]], col_abs=True)
            criteria = {
                "type": "formula",
                "criteria": f'=AND({under}<>"",{over}>{under})',
                "format": red,
            }
            column = sheet.places[measure]
            sheet.page.conditional_format(first, column, last, column, criteria)
