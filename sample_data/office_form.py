"""Write the form that a provincial office hands up: three storeys of headings, names and codes, every count left blank.

Layout only, and the formulas, drop-downs and print settings that the office keeps in it; the figures come later.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import stationery
import xlsxwriter
from enrolment import Row
from monthly_form import ROMAN
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

TITLE = "TÌNH HÌNH THỰC HIỆN CHỈ TIÊU BAO PHỦ BẢO HIỂM Y TẾ VÀ BẢO HIỂM XÃ HỘI TỰ NGUYỆN"
HEADINGS = (
    ("A8:A10", "STT"),
    ("B8:B10", "Mã xã"),
    ("C8:C10", "Đơn vị"),
    ("D8:D10", "Dân số"),
    ("E8:J8", "BẢO HIỂM Y TẾ"),
    ("E9:F9", "Số người tham gia"),
    ("E10", "Tổng số"),
    ("F10", "Trong đó: HGĐ"),
    ("G9:I9", "Tỷ lệ bao phủ (%)"),
    ("G10", "Chỉ tiêu giao"),
    ("H10", "Thực hiện"),
    ("I10", "% hoàn thành chỉ tiêu"),
    ("J9:J10", "Còn thiếu (người)"),
    ("K8:M8", "BẢO HIỂM XÃ HỘI TỰ NGUYỆN"),
    ("K9:K10", "LLLĐ trong độ tuổi"),
    ("L9:L10", "Số người tham gia"),
    ("M9:M10", "Tỷ lệ tham gia (%)"),
    ("N8:N10", "Ghi chú"),
)
WIDTHS = (6, 8, 24, 11, 11, 11, 10, 10, 12, 12, 12, 11, 11, 17)
LAST_HEADING, FIRST_ROW = 10, 11
COUNTS = "DEFKL"
NOTES = ("Đã đối chiếu", "Chờ đối chiếu", "Chưa có số liệu")


class Form(NamedTuple):
    """A sheet being written, and the formats made for it so far."""

    book: xlsxwriter.Workbook
    sheet: Worksheet
    formats: dict[tuple[tuple[str, Any], ...], Format]

    def style(self, **changes: Any) -> Format:
        """Return the office's type face with some changes."""
        key = tuple(sorted(changes.items()))
        if key not in self.formats:
            face = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
            self.formats[key] = self.book.add_format({**face, **changes})
        return self.formats[key]


def write_office_form(path: Path, rows: Sequence[Row], period: str) -> None:
    """Write the blank form of a month for the units of these rows."""
    with xlsxwriter.Workbook(str(path)) as book:
        created = stationery.created(period)
        author = "Phòng Kế hoạch - Tài chính"
        book.set_properties({"title": TITLE, "author": author, "created": created})
        form = Form(book, book.add_worksheet("Biểu 05"), {})
        _write_top(form, period)
        _write_heading(form)
        last = _write_body(form, rows)
        _write_bottom(form, last, period)
        _set_up(form, last)


def _write_top(form: Form, period: str) -> None:
    centre = {"align": "center"}
    year, month = period.split("-")
    lines = (
        ("A1:D1", stationery.HEAD_OFFICE, {}),
        ("A2:D2", stationery.PROVINCE_OFFICE, {"bold": True}),
        ("H1:N1", stationery.NATION, {"bold": True}),
        ("H2:N2", stationery.MOTTO, {"bold": True, "underline": 1}),
        ("A4:N4", TITLE, {"bold": True, "font_size": 14}),
        ("A5:N5", f"Tháng {int(month)} năm {year}", {"italic": True, "font_size": 12}),
    )
    for place, words, look in lines:
        form.sheet.merge_range(place, words, form.style(**centre, **look))
    form.sheet.write_string("A3", "Biểu số 05/BHYT", form.style(italic=True))
    right = form.style(italic=True, align="right")
    form.sheet.merge_range("L7:N7", "Đơn vị tính: Người, %", right)


def _write_heading(form: Form) -> None:
    style = form.style(bold=True, align="center", text_wrap=True, border=1, bg_color="#E2EFDA")
    for place, words in HEADINGS:
        if ":" in place:
            form.sheet.merge_range(place, words, style)
        else:
            form.sheet.write_string(place, words, style)
    for row_index, height in ((7, 20), (8, 18), (9, 46)):
        form.sheet.set_row(row_index, height)


def _write_body(form: Form, rows: Sequence[Row]) -> int:
    row = FIRST_ROW
    _write_unit(form, row, ("", "", "Toàn tỉnh"), bold=True)
    groups = groupby(rows, key=lambda unit: unit.district)
    for number, (name, communes) in zip(ROMAN, groups, strict=True):
        row += 1
        _write_unit(form, row, (number, "", name), bold=True)
        for position, commune in enumerate(communes, start=1):
            row += 1
            _write_unit(form, row, (str(position), commune.code, commune.name), bold=False)
    return row


def _write_unit(form: Form, row: int, named: tuple[str, str, str], *, bold: bool) -> None:
    look: dict[str, Any] = {"border": 1, "bold": bold}
    number, code, name = named
    form.sheet.write(f"A{row}", number or None, form.style(align="center", **look))
    form.sheet.write(f"B{row}", code or None, form.style(align="center", **look))
    form.sheet.write_string(f"C{row}", name, form.style(**look))
    people = form.style(num_format="#,##0", **look)
    for column in COUNTS:
        form.sheet.write_blank(f"{column}{row}", None, people)
    rate = form.style(num_format="0.00", **look)
    for column in "GHM":
        form.sheet.write_blank(f"{column}{row}", None, rate)
    # What the office calculates itself stays its own.
    reached = f'=IF(G{row}="","",ROUND(H{row}/G{row}*100,2))'
    form.sheet.write_formula(f"I{row}", reached, rate, "")
    missing = f'=IF(G{row}="","",ROUNDUP(ROUND(D{row}*G{row}/100,6),0)-E{row})'
    form.sheet.write_formula(f"J{row}", missing, people, "")
    form.sheet.write_blank(f"N{row}", None, form.style(**look))


def _write_bottom(form: Form, last: int, period: str) -> None:
    centre = {"align": "center"}
    place = stationery.place_and_date("Ninh Bình", period)
    form.sheet.merge_range(f"J{last + 2}:N{last + 2}", place, form.style(italic=True, **centre))
    signed = zip(("B{0}:E{0}", "J{0}:N{0}"), stationery.SIGNATURES, strict=True)
    for columns, (office, hint) in signed:
        form.sheet.merge_range(columns.format(last + 3), office, form.style(bold=True, **centre))
        form.sheet.merge_range(columns.format(last + 4), hint, form.style(italic=True, **centre))


def _set_up(form: Form, last: int) -> None:
    """Set up the page, what may be typed, and the colour of what is short."""
    sheet = form.sheet
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(7, LAST_HEADING - 1)
    sheet.print_area(f"A1:N{last + 4}")
    sheet.set_footer("&LBiểu số 05/BHYT&C&P/&N")
    sheet.freeze_panes(LAST_HEADING, 3)
    sheet.hide_gridlines(2)
    choice = {"validate": "list", "source": list(NOTES)}
    sheet.data_validation(f"N{FIRST_ROW}:N{last}", choice)
    whole = {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "error_title": "Số liệu",
        "error_message": "Nhập số người, không âm.",
    }
    sheet.data_validation(f"D{FIRST_ROW}:F{last}", whole)
    short = {"type": "cell", "criteria": ">", "value": 0}
    red = form.book.add_format({"font_color": "#B00020"})
    sheet.conditional_format(f"J{FIRST_ROW}:J{last}", {**short, "format": red})
