"""The list of faults as a workbook to be sent back: a cell a row, grouped by file and sheet, with room for the answer.

Each row says what the cell holds, what is wrong and what to do; the last column is left empty for the right value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet

from coverage_cli.model import Finding
from coverage_cli.words import Words
from coverage_cli.write.text.width import folded
from coverage_cli.write.workbook.book import new_book
from coverage_cli.write.workbook.cells import NOTE, TITLE, Looks, cell_text, put_headings, put_text
from coverage_cli.write.workbook.rows import checked
from coverage_cli.write.workbook.table import (
    WRAPPED,
    SheetColumn,
    Style,
    columns_of,
    styles_of,
    write_cells,
)

_COLUMNS = (("file", 24), ("sheet", 13), ("cell", 8), ("unit", 24), ("check_heading", 24), ("check_now", 16),
            ("severity", 11), ("check_wrong", 44), ("check_do", 36), ("check_corrected", 18))  # fmt: skip
_RULE_COLUMNS = (("severity", 11), ("finding", 24), ("check_rule", 44), ("count", 10), ("check_units_heading", 12),
                 ("check_people_heading", 14), ("check_do", 60))  # fmt: skip
_HEADING_ROW = 3
_LINE_HEIGHT, _MOST_LINES = 15, 12
_NUMERIC = ("count", "check_units_heading", "check_people_heading")
_BY_SEVERITY = {"error": "#B00020", "warning": "#8A5A00", "info": "#404040"}
_ANSWER = {"bg_color": "#FFF8DC", "border": 1, "border_color": "#BFBFBF", "locked": False}
_NUMBER: Style = (*WRAPPED, ("align", "left"))
_REFILLED = {"column", "found", "letter"}
# What stands for the cells of a finding that names none.
_NOWHERE: dict[str, Any] = {
    "cell": "",
    "unit": None,
    "heading": [],
    "stored": None,
    "stored_as": "blank",
}
Row = tuple[str | int | float, ...]


class Fault(NamedTuple):
    """A row of the list: where, whose, what the cell holds, how bad, what is wrong, what to do."""

    file: str
    sheet: str
    cell: str
    unit: str
    heading: str
    now: str | int | float
    severity: str
    wrong: str
    do: str


def faults_workbook(record: Mapping[str, Any], words: Words) -> bytes:
    """Return the workbook's file: the faults, then the rules with how much each concerns."""
    with new_book(None, list(map(words.label, ("sheet_faults", "sheet_rules"))), words) as (
        content,
        (faults, rules),
        look,
        _,
    ):
        _write_faults(faults, faults_of(record, words), words, look)
        _write_rules(rules, record["rules"], words, look)
    return content.getvalue()


def faults_of(record: Mapping[str, Any], words: Words) -> list[Fault]:
    """Return a fault a cell, those of one file and sheet together, in the order of its rows and columns."""
    faults = [
        (
            _order(told["finding"], affected),
            _fault(told["finding"], affected, words, is_first=number == 0),
        )
        for rule in record["rules"]
        for told in rule["findings"]
        for number, affected in enumerate(told["affected"] or [_NOWHERE])
    ]
    return [fault for _, fault in sorted(faults, key=lambda entry: entry[0])]


def _order(finding: Finding, affected: Mapping[str, Any]) -> tuple[str, str, int, int, str]:
    letters = affected["cell"].rstrip("0123456789")
    row = affected["cell"][len(letters) :]
    return finding.file or "", finding.sheet or "", int(row or 0), len(letters), letters


def _fault(finding: Finding, affected: Mapping[str, Any], words: Words, *, is_first: bool) -> Fault:
    now = affected["stored"]
    return Fault(
        finding.file or "",
        finding.sheet or "",
        affected["cell"],
        affected["unit"] or finding.unit or "",
        " > ".join(affected["heading"]),
        str(now) if isinstance(now, bool) else "" if now is None else now,
        finding.severity,
        _wrong(finding, now, words, is_first=is_first),
        words.advice(finding.code),
    )


def _wrong(finding: Finding, now: object, words: Words, *, is_first: bool) -> str:
    """Say what is wrong with this cell: a finding's message speaks of its first cell, for the others it is refilled.

    Where the message names figures of the first unit, the others are told the rule alone.
    """
    if is_first:
        return words.finding(finding)
    if set(finding.values) <= _REFILLED:
        return words.finding(finding._replace(values={**finding.values, "found": now}))
    return words.rule(finding.code)


def _write_faults(sheet: Worksheet, faults: Sequence[Fault], words: Words, look: Looks) -> None:
    put_text(sheet, 0, 0, words.label("faults_title", count=len(faults)), look, **TITLE)
    put_text(sheet, 1, 0, words.label("faults_note"), look, **NOTE)
    _set_up(sheet, _COLUMNS, words, look, _HEADING_ROW)
    columns = [
        _column(name, [getattr(fault, name) for fault in faults], words) for name in Fault._fields
    ]
    write_cells(sheet, _HEADING_ROW + 1, columns, (look, [()] * len(faults)))
    for row, fault in enumerate(faults, _HEADING_ROW + 1):
        _set_height(sheet, row, fault, _COLUMNS)
        checked(sheet.write_blank(row, len(fault), None, look(**_ANSWER)))
    if not faults:
        put_text(sheet, _HEADING_ROW + 1, 0, words.label("no_findings"), look, **NOTE)
        return
    last = _HEADING_ROW + len(faults)
    sheet.autofilter(_HEADING_ROW, 0, last, len(_COLUMNS) - 1)
    sheet.set_h_pagebreaks([row for row in _breaks(faults) if row])
    sheet.print_area(0, 0, last, len(_COLUMNS) - 1)


def _column(name: str, values: Sequence[str | int | float], words: Words) -> SheetColumn:
    """Return a column of faults: texts wrapped, severities in their colours, what a cell holds as it holds it."""
    cells = [cell_text(value) if isinstance(value, str) else value for value in values]
    styles = [
        style if isinstance(value, str) else _NUMBER
        for value, style in zip(values, styles_of(cells, words, text=WRAPPED), strict=True)
    ]
    if name == "severity":
        cells = list(map(words.severity, map(str, values)))
        styles = [
            (*WRAPPED, ("bold", True), ("font_color", _BY_SEVERITY[str(value)])) for value in values
        ]
    return SheetColumn(name, cells, styles, 0)


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
    _set_up(sheet, _RULE_COLUMNS, words, look, 0)
    rows: list[Row] = []
    for rule in rules:
        code, people = rule["code"], "" if rule["people"] is None else rule["people"]
        severity, do = words.severity(rule["severity"]), words.advice(code)
        rows.append((severity, code, words.rule(code), rule["count"], rule["units"], people, do))
    *columns, last = columns_of([key for key, _ in _RULE_COLUMNS], rows, words)
    aside = last._replace(
        styles=[(*style, ("indent", 1)) for style in last.styles]
    )  # behind a column of numbers
    write_cells(sheet, 1, [*columns, aside], (look, [()] * len(rows)))
    for at, row in enumerate(rows, 1):
        _set_height(sheet, at, row, _RULE_COLUMNS)
    if rules:
        sheet.autofilter(0, 0, len(rules), len(_RULE_COLUMNS) - 1)


def _set_height(
    sheet: Worksheet, row: int, texts: Sequence[object], columns: Sequence[tuple[str, int]]
) -> None:
    """Make a row as high as its longest folded text: not every program does that by itself."""
    lines = max(
        len(folded(str(text), cells - 2)) for text, (_, cells) in zip(texts, columns, strict=False)
    )
    sheet.set_row(row, _LINE_HEIGHT * min(lines, _MOST_LINES))


def _set_up(
    sheet: Worksheet, columns: Sequence[tuple[str, int]], words: Words, look: Looks, row: int
) -> None:
    """Write the headings, which are repeated on each page, and set the widths."""
    numeric = [at for at, (key, _) in enumerate(columns) if key in _NUMERIC]
    put_headings(sheet, row, [words.label(key) for key, _ in columns], look, numeric=numeric)
    for column, (_, cells) in enumerate(columns):
        sheet.set_column(column, column, cells)
    sheet.freeze_panes(row + 1, 0)
    sheet.repeat_rows(row)
