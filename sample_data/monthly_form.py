"""Write the provincial office's monthly form of one month as .xlsx, the way an office would.

Layout only: the figures come from `enrolment`. Cells that the office calculates are formulas with stored values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import stationery
import xlsxwriter
from enrolment import DISTRICTS, PROVINCE_TARGET_TENTHS, Row, sum_rows
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

TITLE = "TỔNG HỢP TÌNH HÌNH THAM GIA BHXH, BHYT, BHTN THEO XÃ, PHƯỜNG, THỊ TRẤN"
TITLE_TODAY = "TỔNG HỢP TÌNH HÌNH THAM GIA BHXH, BHYT, BHTN THEO XÃ, PHƯỜNG"
FIRST_WITHOUT_DISTRICTS = "2025-07"
LATER_TARGET_TENTHS = 955
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
HEADINGS = (
    ("A7:A9", "STT"),
    ("B7:B9", "Mã xã"),
    ("C7:C9", "Đơn vị"),
    ("D7:D9", "Dân số"),
    ("E7:E9", "LLLĐ trong độ tuổi"),
    ("F7:G7", "BHXH"),
    ("F8:F9", "Bắt buộc"),
    ("G8:G9", "Tự nguyện"),
    ("H7:H9", "BHTN"),
    ("I7:M7", "BHYT"),
    ("I8:I9", "Tổng số"),
    ("J8", "Trong đó:"),
    ("J9", "HGĐ"),
    ("K8:K9", "Tỷ lệ bao phủ (%)"),
    ("L8:L9", "Chỉ tiêu giao (%)"),
    ("M8:M9", "Còn thiếu (người)"),
    ("N7:N9", "Ghi chú"),
)
NUMBERING = (
    "A",
    "B",
    "C",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "(8)=(6)/(1)",
    "9",
    "(10)=(1)x(9)-(6)",
    "11",
)
WIDTHS = (5, 8, 24, 10.5, 10.5, 10, 9, 9, 10.5, 9.5, 11.5, 9.5, 15.5, 15)
FIRST_ROW = 11
COUNTS = dict(zip("DEFGHIJ", Row._fields[3:10], strict=True))
MAY_NOTES = {
    "14608": ("(1)", "Số liệu đã đối chiếu với UBND xã ngày 28/5/2024."),
    "14698": ("(2)", "Bao gồm cả người tham gia cư trú tại vùng bãi bồi ven biển."),
}
MAY_TEXT_COUNTS = {("14416", "I"), ("14377", "D"), ("14563", "I"), ("14701", "I")}
"""Counts that somebody typed as text with the Vietnamese thousands dot: (commune, column)."""
MAY_NON_BREAKING = "14725"


class Oddities(NamedTuple):
    """What is awkward in one month's sheet: glued footnote marks, counts typed as text, a non-breaking blank."""

    notes: Mapping[str, tuple[str, str]] = {}
    text_counts: frozenset[tuple[str, str]] = frozenset()
    non_breaking: str = ""


class Form(NamedTuple):
    """A sheet being filled, and the formats made for it so far."""

    book: xlsxwriter.Workbook
    sheet: Worksheet
    formats: dict[tuple[tuple[str, Any], ...], Format]
    oddities: Oddities

    def style(self, **changes: Any) -> Format:
        """Return the office's type face with some changes."""
        key = tuple(sorted(changes.items()))
        if key not in self.formats:
            face = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
            self.formats[key] = self.book.add_format({**face, **changes})
        return self.formats[key]


def write_monthly_form(path: Path, rows: Sequence[Row], period: str) -> None:
    """Write the form of a month; only May carries light awkwardness, all of which a good reader survives."""
    may = period == "2024-05"
    oddities = (
        Oddities(MAY_NOTES, frozenset(MAY_TEXT_COUNTS), MAY_NON_BREAKING) if may else Oddities()
    )
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties(
            {
                "title": _title(period),
                "created": stationery.created(period),
                "comments": stationery.PROPERTIES_COMMENT,
            }
        )
        form = Form(book, book.add_worksheet(f"T{int(period[5:])}-{period[:4]}"), {}, oddities)
        _set_up_page(form)
        _write_top(form, period)
        _write_heading(form)
        _write_bottom(form, _write_body(form, rows, period), period)


def _title(period: str) -> str:
    return TITLE if period < FIRST_WITHOUT_DISTRICTS else TITLE_TODAY


def _set_up_page(form: Form) -> None:
    for index, width in enumerate(WIDTHS):
        form.sheet.set_column(index, index, width)
    form.sheet.set_landscape()
    form.sheet.set_paper(9)
    form.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    form.sheet.fit_to_pages(1, 0)
    form.sheet.repeat_rows(6, 9)
    form.sheet.set_footer("&C&P/&N")
    form.sheet.freeze_panes(10, 3)
    form.sheet.hide_gridlines(2)


def _write_top(form: Form, period: str) -> None:
    centre = {"align": "center"}
    form.sheet.merge_range("A1:E1", stationery.HEAD_OFFICE, form.style(**centre))
    form.sheet.merge_range("A2:E2", stationery.PROVINCE_OFFICE, form.style(bold=True, **centre))
    form.sheet.merge_range("H1:N1", stationery.NATION, form.style(bold=True, **centre))
    form.sheet.merge_range("H2:N2", stationery.MOTTO, form.style(bold=True, underline=1, **centre))
    form.sheet.set_row(3, 24)
    form.sheet.merge_range("A4:N4", _title(period), form.style(bold=True, font_size=14, **centre))
    form.sheet.merge_range(
        "A5:N5", stationery.data_line(period), form.style(italic=True, font_size=12, **centre)
    )
    form.sheet.merge_range("L6:N6", "Đơn vị tính: Người, %", form.style(italic=True, align="right"))


def _write_heading(form: Form) -> None:
    style = form.style(bold=True, align="center", text_wrap=True, border=1)
    for place, words in HEADINGS:
        if ":" in place:
            form.sheet.merge_range(place, words, style)
        else:
            form.sheet.write_string(place, words, style)
    for row_index, height in ((6, 20), (7, 18), (8, 32)):
        form.sheet.set_row(row_index, height)
    small = form.style(italic=True, font_size=9, align="center", border=1)
    for index, number in enumerate(NUMBERING):
        form.sheet.write_string(9, index, number, small)


def _write_body(form: Form, rows: Sequence[Row], period: str) -> int:
    row = FIRST_ROW
    district_rows: list[int] = []
    districts: list[Row] = []
    for number, (name, group) in zip(
        ROMAN, groupby(rows, key=lambda unit: unit.district), strict=False
    ):
        communes = tuple(group)
        target = DISTRICTS[name][1] if period < "2025" else LATER_TARGET_TENTHS
        district = sum_rows(communes, name, target)
        typed = {
            column
            for code, column in form.oddities.text_counts
            if any(code == unit.code for unit in communes)
        }
        parts = {
            column: f"SUM({column}{row + 1}:{column}{row + len(communes)})"
            for column in set(COUNTS) - typed
        }
        _write_unit(form, row, number, district, parts)
        for position, commune in enumerate(communes, start=1):
            _write_unit(form, row + position, position, commune, {})
        district_rows.append(row)
        districts.append(district)
        row += len(communes) + 1
    # Today's sheet is of the part of the province whose population stands here.
    whole = "Toàn tỉnh" if period < FIRST_WITHOUT_DISTRICTS else "Tổng cộng"
    total = sum_rows(districts, whole, PROVINCE_TARGET_TENTHS)
    sums = {
        column: "+".join(f"{column}{district_row}" for district_row in district_rows)
        for column in COUNTS
    }
    _write_unit(form, row, "", total, sums)
    return row


def _write_unit(
    form: Form, row: int, number: str | int, unit: Row, sums: Mapping[str, str]
) -> None:
    look = {"border": 1} if unit.code else {"border": 1, "bold": True}
    form.sheet.write(f"A{row}", number, form.style(align="center", **look))
    form.sheet.write(f"B{row}", unit.code, form.style(align="center", **look))
    form.sheet.write(f"C{row}", _printed_name(form.oddities, unit), form.style(**look))
    for column, field in COUNTS.items():
        _write_count(form, f"{column}{row}", unit, getattr(unit, field), sums.get(column))
    typed = any(code == unit.code for code, _ in form.oddities.text_counts)
    _write_rate_and_gap(form, row, unit, look, typed=typed)
    form.sheet.write(
        f"N{row}", "Chưa có số liệu" if unit.health is None else "", form.style(**look)
    )


def _printed_name(oddities: Oddities, unit: Row) -> str:
    if unit.code and unit.code == oddities.non_breaking:
        return "\u00a0".join(unit.name.rsplit(" ", 1))
    return unit.name + oddities.notes.get(unit.code, ("", ""))[0]


def _write_count(
    form: Form, place: str, unit: Row, people: int | None, formula: str | None
) -> None:
    look = (
        {"border": 1, "num_format": "#,##0"}
        if unit.code
        else {"border": 1, "num_format": "#,##0", "bold": True}
    )
    style = form.style(**look)
    if (unit.code, place[0]) in form.oddities.text_counts:
        form.sheet.write_string(
            place, f"{people:,}".replace(",", "."), form.style(**look, align="right")
        )
    elif formula:
        form.sheet.write_formula(place, f"={formula}", style, people)
    else:
        form.sheet.write(place, people, style)


def _write_rate_and_gap(
    form: Form, row: int, unit: Row, look: Mapping[str, Any], *, typed: bool
) -> None:
    rate, target, people = (
        form.style(num_format=shown, **look) for shown in ("0.00", "0.0", "#,##0")
    )
    form.sheet.write_number(f"L{row}", unit.target_tenths / 10, target)
    if unit.rate_hundredths is None or unit.gap is None:
        form.sheet.write_blank(f"K{row}", None, rate)
        form.sheet.write_blank(f"M{row}", None, people)
    elif typed:  # a formula would stumble over the text beside it, so the clerk typed these too
        form.sheet.write_number(f"K{row}", unit.rate_hundredths / 100, rate)
        form.sheet.write_number(f"M{row}", unit.gap, people)
    else:
        form.sheet.write_formula(
            f"K{row}", f"=ROUND(I{row}/D{row}*100,2)", rate, unit.rate_hundredths / 100
        )
        form.sheet.write_formula(
            f"M{row}", f"=ROUNDUP(D{row}*L{row}/100,0)-I{row}", people, unit.gap
        )


def _write_bottom(form: Form, last_row: int, period: str) -> None:
    italic = form.style(italic=True)
    row = last_row + 1
    notes = [
        stationery.MADE_UP,
        *(f"{mark} {words}" for mark, words in form.oddities.notes.values()),
    ]
    for offset, words in enumerate(notes):
        form.sheet.write_string(f"A{row + offset}", words, italic)
    row += len(notes) + 1
    centre = {"align": "center"}
    place = stationery.place_and_date("Ninh Bình", period)
    form.sheet.merge_range(f"J{row}:N{row}", place, form.style(italic=True, **centre))
    for columns, (office, hint) in zip(
        ("B{0}:E{0}", "J{0}:N{0}"), stationery.SIGNATURES, strict=True
    ):
        form.sheet.merge_range(columns.format(row + 1), office, form.style(bold=True, **centre))
        form.sheet.merge_range(columns.format(row + 2), hint, form.style(italic=True, **centre))
