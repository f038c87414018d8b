"""Write one district's monthly form as an old .xls in the fonts .VnTime and .VnTimeH, all text in TCVN3.

Layout only: the figures come from `enrolment`, the encoding from `tcvn3`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import stationery
import tcvn3
import xlwt
from enrolment import DISTRICTS, Row, sum_rows

DISTRICT = "Huyện Nho Quan"
DISTRICT_OFFICE = "BẢO HIỂM XÃ HỘI HUYỆN NHO QUAN"
TITLE = "TỔNG HỢP TÌNH HÌNH THAM GIA BHXH, BHYT HUYỆN NHO QUAN"
HEADINGS = (
    (6, 8, 0, 0, "STT"),
    (6, 8, 1, 1, "Mã xã"),
    (6, 8, 2, 2, "Đơn vị"),
    (6, 8, 3, 3, "Dân số"),
    (6, 8, 4, 4, "LLLĐ trong độ tuổi"),
    (6, 6, 5, 6, "BHXH"),
    (7, 8, 5, 5, "Bắt buộc"),
    (7, 8, 6, 6, "Tự nguyện"),
    (6, 6, 7, 11, "BHYT"),
    (7, 8, 7, 7, "Tổng số"),
    (7, 7, 8, 8, "Trong đó:"),
    (8, 8, 8, 8, "HGĐ"),
    (7, 8, 9, 9, "Tỷ lệ bao phủ (%)"),
    (7, 8, 10, 10, "Chỉ tiêu giao (%)"),
    (7, 8, 11, 11, "Còn thiếu (người)"),
)
"""First and last row, first and last column (0-based), and the words."""
NUMBERING = ("A", "B", "C", "1", "2", "3", "4", "5", "6", "(7)=(5)/(1)", "8", "(9)=(1)x(8)-(5)")
WIDTHS = (5, 9, 24, 11, 13, 11, 12, 11, 12, 13, 13, 17)
COUNTS = ("population", "labour_force", "compulsory", "voluntary", "health", "household")
FIRST_INDEX = 10


class Form(NamedTuple):
    """A sheet being filled, and the styles made for it so far (Excel allows 4,094 of them)."""

    sheet: xlwt.Worksheet
    styles: dict[tuple[Any, ...], xlwt.XFStyle]

    def style(
        self, *, capitals: bool = False, boxed: bool = False, shown: str = "General", **looks: Any
    ) -> xlwt.XFStyle:
        """Return a .Vn* type face with some looks: bold, italic, size (points), centred, wrapped."""
        key = (capitals, boxed, shown, *sorted(looks.items()))
        if key not in self.styles:
            self.styles[key] = _new_style(
                ".VnTimeH" if capitals else ".VnTime", boxed, shown, looks
            )
        return self.styles[key]


def write_district_form(path: Path, rows: Sequence[Row], period: str) -> None:
    """Write the form of Nho Quan district out of the province's rows."""
    communes = tuple(row for row in rows if row.district == DISTRICT)
    book = xlwt.Workbook(encoding="utf-8")
    form = Form(book.add_sheet("BHYT-BHXH"), {})
    _set_up_page(form.sheet)
    _write_top(form, period)
    _write_heading(form)
    for position, commune in enumerate(communes, start=1):
        _write_unit(form, FIRST_INDEX + position - 1, position, commune)
    last_index = FIRST_INDEX + len(communes)
    _write_unit(form, last_index, "", sum_rows(communes, "Toàn huyện", DISTRICTS[DISTRICT][1]))
    _write_bottom(form, last_index + 1, period)
    book.save(str(path))


def _new_style(face: str, boxed: bool, shown: str, looks: dict[str, Any]) -> xlwt.XFStyle:
    style = xlwt.XFStyle()
    style.font.name = face
    style.font.height = 20 * looks.get("size", 11)
    style.font.bold = looks.get("bold", False)
    style.font.italic = looks.get("italic", False)
    style.num_format_str = shown
    style.alignment.vert = xlwt.Alignment.VERT_CENTER
    style.alignment.wrap = int(looks.get("wrapped", False))
    if looks.get("centred"):
        style.alignment.horz = xlwt.Alignment.HORZ_CENTER
    if boxed:
        for side in ("left", "right", "top", "bottom"):
            setattr(style.borders, side, xlwt.Borders.THIN)
    return style


def _set_up_page(sheet: xlwt.Worksheet) -> None:
    for index, width in enumerate(WIDTHS):
        sheet.col(index).width = 256 * width
    sheet.portrait = False
    sheet.paper_size_code = 9
    sheet.fit_num_pages = 1
    sheet.fit_height_to_pages = 1
    sheet.fit_width_to_pages = 1
    sheet.show_grid = False
    sheet.header_str = b""
    sheet.footer_str = b"&C&P/&N"


def _write_top(form: Form, period: str) -> None:
    plain, bold = (
        form.style(capitals=True, centred=True),
        form.style(capitals=True, centred=True, bold=True),
    )
    capitals = tcvn3.encode_capitals
    form.sheet.write_merge(0, 0, 0, 4, capitals(stationery.PROVINCE_OFFICE), plain)
    form.sheet.write_merge(1, 1, 0, 4, capitals(DISTRICT_OFFICE), bold)
    form.sheet.write_merge(0, 0, 6, 11, capitals(stationery.NATION), bold)
    form.sheet.write_merge(
        1, 1, 6, 11, tcvn3.encode(stationery.MOTTO), form.style(centred=True, bold=True)
    )
    form.sheet.write_merge(
        3, 3, 0, 11, capitals(TITLE), form.style(capitals=True, centred=True, bold=True, size=14)
    )
    data_line = tcvn3.encode(stationery.data_line(period))
    form.sheet.write_merge(4, 4, 0, 11, data_line, form.style(centred=True, italic=True))
    form.sheet.write_merge(
        5, 5, 9, 11, tcvn3.encode("Đơn vị tính: Người, %"), form.style(centred=True, italic=True)
    )


def _write_heading(form: Form) -> None:
    style = form.style(boxed=True, bold=True, centred=True, wrapped=True)
    for first_row, last_row, first_column, last_column, words in HEADINGS:
        form.sheet.write_merge(
            first_row, last_row, first_column, last_column, tcvn3.encode(words), style
        )
    for row_index, points in ((6, 20), (7, 20), (8, 34)):
        form.sheet.row(row_index).height_mismatch = True
        form.sheet.row(row_index).height = 20 * points
    small = form.style(boxed=True, italic=True, centred=True, size=9)
    for index, number in enumerate(NUMBERING):
        form.sheet.write(9, index, number, small)


def _write_unit(form: Form, row_index: int, number: int | str, unit: Row) -> None:
    bold = not unit.code
    words = form.style(boxed=True, bold=bold)
    centred = form.style(boxed=True, bold=bold, centred=True)
    people = form.style(boxed=True, bold=bold, shown="#,##0")
    form.sheet.write(row_index, 0, number, centred)
    form.sheet.write(row_index, 1, unit.code, centred)
    form.sheet.write(row_index, 2, tcvn3.encode(unit.name), words)
    for column, field in enumerate(COUNTS, start=3):
        form.sheet.write(row_index, column, getattr(unit, field), people)
    assert unit.rate_hundredths is not None
    form.sheet.write(
        row_index, 9, unit.rate_hundredths / 100, form.style(boxed=True, bold=bold, shown="0.00")
    )
    form.sheet.write(
        row_index, 10, unit.target_tenths / 10, form.style(boxed=True, bold=bold, shown="0.0")
    )
    form.sheet.write(row_index, 11, unit.gap, people)


def _write_bottom(form: Form, row_index: int, period: str) -> None:
    form.sheet.write(row_index, 0, tcvn3.encode(stationery.MADE_UP), form.style(italic=True))
    italic = form.style(italic=True, centred=True)
    place = tcvn3.encode(stationery.place_and_date("Nho Quan", period))
    form.sheet.write_merge(row_index + 2, row_index + 2, 7, 11, place, italic)
    office_style = form.style(capitals=True, bold=True, centred=True)
    for (first, last), (office, hint) in zip(((1, 4), (7, 11)), stationery.SIGNATURES, strict=True):
        form.sheet.write_merge(
            row_index + 3, row_index + 3, first, last, tcvn3.encode_capitals(office), office_style
        )
        form.sheet.write_merge(
            row_index + 4, row_index + 4, first, last, tcvn3.encode(hint), italic
        )
