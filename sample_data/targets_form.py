"""Write the year's targets of every commune, district and the province as .xlsx.

Layout only: the targets come from `enrolment`. An upper unit's target is its own and smaller than what it hands out.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import stationery
import xlsxwriter
from enrolment import DISTRICTS, PROVINCE_TARGET_TENTHS, Row, sum_rows

TITLE = "CHỈ TIÊU PHÁT TRIỂN NGƯỜI THAM GIA BHYT, BHXH TỰ NGUYỆN NĂM 2024"
HEADINGS = ("Mã xã", "Đơn vị", "Chỉ tiêu BHYT (%)", "Chỉ tiêu BHXH tự nguyện (người)")
FACE = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
HEADING_INDEX = 5


def write_targets(path: Path, rows: Sequence[Row]) -> None:
    """Write the targets of 2024 below three title lines, districts before their communes, the province last."""
    with xlsxwriter.Workbook(str(path)) as book:
        created = datetime.datetime(2024, 1, 15)
        book.set_properties(
            {"title": TITLE, "created": created, "comments": stationery.PROPERTIES_COMMENT}
        )
        sheet = book.add_worksheet("Chỉ tiêu 2024")
        _write_top(book, sheet)
        _write_lines(book, sheet, _lines(rows))


def _lines(rows: Sequence[Row]) -> list[Row]:
    lines: list[Row] = []
    districts: list[Row] = []
    for name, group in groupby(rows, key=lambda unit: unit.district):
        communes = tuple(group)
        districts.append(sum_rows(communes, name, DISTRICTS[name][1]))
        lines += [districts[-1], *communes]
    return [*lines, sum_rows(districts, "Toàn tỉnh", PROVINCE_TARGET_TENTHS)]


def _write_top(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    for index, width in enumerate((10, 30, 16, 22)):
        sheet.set_column(index, index, width)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADING_INDEX)
    sheet.freeze_panes(HEADING_INDEX + 1, 0)
    sheet.set_row(HEADING_INDEX, 36)
    bold = book.add_format({**FACE, "bold": True})
    title = book.add_format(
        {**FACE, "bold": True, "font_size": 13, "align": "center", "text_wrap": True}
    )
    italic = book.add_format({**FACE, "italic": True, "align": "center"})
    sheet.write_string("A1", stationery.PROVINCE_OFFICE, bold)
    sheet.set_row(2, 36)
    sheet.merge_range("A3:D3", TITLE, title)
    sheet.merge_range("A4:D4", "(Số liệu minh họa, không phải chỉ tiêu chính thức)", italic)
    heading = book.add_format(
        {**FACE, "bold": True, "align": "center", "border": 1, "text_wrap": True}
    )
    for index, words in enumerate(HEADINGS):
        sheet.write_string(HEADING_INDEX, index, words, heading)


def _write_lines(
    book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, lines: Sequence[Row]
) -> None:
    looks: tuple[dict[str, str], ...] = (
        {},
        {"align": "center"},
        {"num_format": "0.0"},
        {"num_format": "#,##0"},
    )
    faces = {
        bold: [book.add_format({**FACE, "border": 1, "bold": bold, **look}) for look in looks]
        for bold in (0, 1)
    }
    for row_index, unit in enumerate(lines, start=HEADING_INDEX + 1):
        words, code, rate, people = faces[int(not unit.code)]
        sheet.write(row_index, 0, unit.code, code)
        sheet.write(row_index, 1, unit.name, words)
        sheet.write(row_index, 2, unit.target_tenths / 10, rate)
        sheet.write(row_index, 3, unit.voluntary_target, people)
