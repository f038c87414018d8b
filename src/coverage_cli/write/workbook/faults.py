"""The list of faults as a workbook to be sent back: a letter, a cell a row with room for the answer, and the rules.

Each row says what the cell holds, what is wrong and what to do, and leads to the cell; one column is left empty for the
right value. What is not printed stands behind it, so that an answer can be read back (`--corrections`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from xlsxwriter.worksheet import Worksheet

from coverage_cli.words import Words
from coverage_cli.write.faults import Fault, faults_of
from coverage_cli.write.text.width import folded
from coverage_cli.write.workbook.book import new_book
from coverage_cli.write.workbook.cells import (
    NOTE,
    TITLE,
    Looks,
    body,
    cell_text,
    put_headings,
    put_text,
)
from coverage_cli.write.workbook.letter import Count, Letter, write_letter
from coverage_cli.write.workbook.page import Page, set_print
from coverage_cli.write.workbook.rows import checked
from coverage_cli.write.workbook.table import (
    LINK,
    WRAPPED,
    SheetColumn,
    Style,
    columns_of,
    styles_of,
    write_cells,
)

# Column, its width in characters, and what of a fault stands in it ("" for the answer).
_PRINTED = (("cell", 10, "cell"), ("unit", 19, "unit"), ("check_heading", 17, "heading"), ("check_now", 12, "now"),
            ("check_wrong", 38, "wrong"), ("check_corrected", 16, ""))  # fmt: skip
# Only where several files or sheets are listed.
_WHERE = (("check_where", 18, "where"),)
_BEHIND = (
    ("check_do", 36, "do"),
    ("severity", 11, "severity"),
    ("file", 24, "file"),
    ("sheet", 13, "sheet"),
)
# The last one is for programs, and not printed.
_RULE_COLUMNS = (("severity", 11), ("check_rule", 40), ("count", 10), ("check_units_heading", 10),
                 ("check_people_heading", 12), ("check_do", 42), ("finding", 24))  # fmt: skip
_HEADING_ROW = 3
_LINE_HEIGHT, _MOST_LINES = 15, 12
_NUMERIC = ("count", "check_units_heading", "check_people_heading")
_BY_SEVERITY = {"error": "#B00020", "warning": "#8A5A00", "info": "#404040"}
_ANSWER = {"bg_color": "#FFF8DC", "border": 1, "border_color": "#BFBFBF", "locked": False}
_NUMBER: Style = (*WRAPPED, ("align", "left"))
# Excel allows 65,530 links a sheet.
_MOST_LINKS = 60_000
_NO_LETTER = Letter()
Columns = Sequence[tuple[str, int, str]]
Row = tuple[str | int | float, ...]


def faults_workbook(record: Mapping[str, Any], words: Words, letter: Letter = _NO_LETTER) -> bytes:
    """Return the workbook's file: the letter, the faults, then the rules with how much each concerns."""
    labels = list(map(words.label, ("sheet_letter", "sheet_faults", "sheet_rules")))
    with new_book(None, labels, words) as (content, (front, faults, rules), look, _):
        # What speaks of no place (that a project file was obeyed) is nothing that an office can answer.
        listed = [one for one in faults_of(record, words) if one.file or one.cell or one.unit]
        severities = [fault.severity for fault in listed]
        count = Count(len(listed), severities.count("error"), severities.count("warning"))
        write_letter(front, letter, record, count, look, words)
        _write_faults(faults, listed, words, look)
        _write_rules(rules, record["rules"], words, look)
    return content.getvalue()


def _write_faults(sheet: Worksheet, faults: Sequence[Fault], words: Words, look: Looks) -> None:
    answer = words.label("check_corrected")
    put_text(sheet, 0, 0, words.label("faults_title", count=len(faults)), look, **TITLE)
    put_text(sheet, 1, 0, words.label("faults_note", column=answer), look, **NOTE)
    places = {(fault.file, fault.sheet) for fault in faults}
    printed: Columns = (*(_WHERE if len(places) > 1 else ()), *_PRINTED)
    columns = (*printed, *_BEHIND)
    _set_up(sheet, columns, words, look, _HEADING_ROW)
    for column, (_, cells, _) in enumerate(_BEHIND, len(printed)):
        sheet.set_column(column, column, cells, None, {"level": 1})
    told = [_column(field, faults, words) for _, _, field in columns]
    write_cells(sheet, _HEADING_ROW + 1, told, (look, [()] * len(faults)))
    last_printed, link = len(printed) - 1, [field for *_, field in columns].index("cell")
    for row, fault in enumerate(faults, _HEADING_ROW + 1):
        _set_height(sheet, row, [_text(fault, field) for *_, field in printed], printed)
        checked(sheet.write_blank(row, last_printed, None, look(**_ANSWER)))
        if row < _MOST_LINKS:
            _link(sheet, (row, link), fault, look)
    last = _HEADING_ROW + max(len(faults), 1)
    set_print(sheet, Page(len(printed), 0, across=True), _HEADING_ROW, last)
    if not faults:
        put_text(sheet, _HEADING_ROW + 1, 0, words.label("no_findings"), look, **NOTE)
        return
    sheet.autofilter(_HEADING_ROW, 0, last, len(columns) - 1)
    sheet.set_h_pagebreaks([row for row in _breaks(faults) if row])


def _text(fault: Fault, field: str) -> str | int | float:
    """Return what a column tells of a fault; the place of a cell is its file and sheet in few words."""
    if field == "where":
        name = PurePath(fault.file).name
        return f"{name} [{fault.sheet}]" if fault.sheet else name
    value: str | int | float = getattr(fault, field) if field else ""
    return value


def _column(field: str, faults: Sequence[Fault], words: Words) -> SheetColumn:
    """Return a column of faults: texts wrapped, severities in their colours, what a cell holds as it holds it."""
    values = [_text(fault, field) for fault in faults]
    cells = [cell_text(value) if isinstance(value, str) else value for value in values]
    styles = [
        style if isinstance(value, str) else _NUMBER
        for value, style in zip(values, styles_of(cells, words, text=WRAPPED), strict=True)
    ]
    if field == "severity":
        cells = list(map(words.severity, map(str, values)))
        styles = [
            (*WRAPPED, ("bold", True), ("font_color", _BY_SEVERITY[str(value)])) for value in values
        ]
    return SheetColumn(field, cells, styles, 0)


def _link(sheet: Worksheet, at: tuple[int, int], fault: Fault, look: Looks) -> None:
    """Let a cell's address lead to it, in the file of that name beside the list."""
    name = PurePath(fault.file).name
    if not fault.cell or not name or set(name) & set('#<>"|?*'):
        return
    place = fault.sheet.replace("'", "''")
    inside = f"#'{place}'!{fault.cell}" if place else ""
    # A link too long for Excel is none: the address is told all the same.
    sheet.write_url(*at, f"external:{name}{inside}", look(**body(**dict(LINK))), fault.cell)


def _breaks(faults: Sequence[Fault]) -> list[int]:
    """Return the rows where another file or sheet begins: each office gets pages of its own."""
    return [
        _HEADING_ROW + 1 + at
        for at in range(1, len(faults))
        if (faults[at].file, faults[at].sheet) != (faults[at - 1].file, faults[at - 1].sheet)
    ]


def _write_rules(
    sheet: Worksheet, rules: Sequence[Mapping[str, Any]], words: Words, look: Looks
) -> None:
    named = [(key, cells, "") for key, cells in _RULE_COLUMNS]
    _set_up(sheet, named, words, look, 0)
    rows: list[Row] = []
    for rule in rules:
        code, people = rule["code"], "" if rule["people"] is None else rule["people"]
        severity, do = words.severity(rule["severity"]), words.advice(code)
        rows.append((severity, words.rule(code), rule["count"], rule["units"], people, do, code))
    *columns, told, last = columns_of([key for key, _ in _RULE_COLUMNS], rows, words)
    indented = [(*style, ("align", "left"), ("indent", 1)) for style in told.styles]
    # What to do stands behind a column of numbers.
    write_cells(
        sheet, 1, [*columns, told._replace(styles=indented), last], (look, [()] * len(rows))
    )
    set_print(sheet, Page(len(_RULE_COLUMNS) - 1, 0, across=True), 0, max(len(rows), 1))
    for at, row in enumerate(rows, 1):
        _set_height(sheet, at, row, named)
    if rules:
        sheet.autofilter(0, 0, len(rules), len(_RULE_COLUMNS) - 1)


def _set_height(sheet: Worksheet, row: int, texts: Sequence[object], columns: Columns) -> None:
    """Make a row as high as its longest folded text: not every program does that by itself."""
    lines = max(
        len(folded(str(text), cells - 2))
        for text, (_, cells, _) in zip(texts, columns, strict=True)
    )
    sheet.set_row(row, _LINE_HEIGHT * min(lines, _MOST_LINES))


def _set_up(sheet: Worksheet, columns: Columns, words: Words, look: Looks, row: int) -> None:
    """Write the headings, which are repeated on each page, and set the widths."""
    numeric = [at for at, (key, *_) in enumerate(columns) if key in _NUMERIC]
    put_headings(sheet, row, [words.label(key) for key, *_ in columns], look, numeric=numeric)
    for column, (_, cells, _) in enumerate(columns):
        sheet.set_column(column, column, cells)
    sheet.freeze_panes(row + 1, 0)
    sheet.repeat_rows(row)
