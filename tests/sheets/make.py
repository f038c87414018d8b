"""Build the museum: one small sheet for every oddity that real office sheets have shown.

`python tests/sheets/make.py` writes all of them beside this file, always the same bytes: the members of a workbook are
stored uncompressed with a fixed date. What each must be read as stands in expected.toml, worked out by hand.

Most exhibits are the same five communes in another dress. Nho Quan: 8,000 people with 7,600 insured, 5,000 with 4,700,
4,000 with 3,500, together 17,000 with 15,800. Gia Viễn: 6,000 with 5,700, 5,500 with 5,000, together 11,500 with 10,700.
"""

from __future__ import annotations

import datetime
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from openpyxl.comments import Comment
from openpyxl.styles import Font

HERE = Path(__file__).parent
FIXED = datetime.datetime(2024, 6, 3, 8, 0, 0)
Rows = Sequence[Sequence[Any]]
BUILT: dict[str, bytes] = {}

HEAD = ["Đơn vị", "Dân số", "Số người tham gia BHYT"]
STT = ["STT", *HEAD]
NHO_QUAN = [
    ["Thị trấn Nho Quan", 8000, 7600],
    ["Xã Đồng Phong", 5000, 4700],
    ["Xã Lạc Vân", 4000, 3500],
]
GIA_VIEN = [["Thị trấn Me", 6000, 5700], ["Xã Gia Trung", 5500, 5000]]
DISTRICT = ["Huyện Nho Quan", 17000, 15800]
OTHER = ["Huyện Gia Viễn", 11500, 10700]
TOTAL = ["Tổng cộng", 17000, 15800]
WHOLE = ["Toàn tỉnh", 28500, 26500]
MONTH = "TÌNH HÌNH THAM GIA BHYT THÁNG 5 NĂM 2024"
TITLE = [["BHXH HUYỆN NHO QUAN"], [MONTH], []]
PROVINCE = [["BHXH TỈNH NINH BÌNH"], [MONTH], []]


# --- writing -----------------------------------------------------------------------------------------------------


def numbered(rows: Rows, first: int = 1) -> list[list[Any]]:
    """Put 1, 2, 3 before the rows."""
    return [[at, *row] for at, row in enumerate(rows, first)]


def indented(rows: Rows, *before: Any) -> list[list[Any]]:
    """Put the same cells before all rows."""
    return [[*before, *row] for row in rows]


def with_column(rows: Rows, *values: Any) -> list[list[Any]]:
    """Put one more value behind each row."""
    return [[*row, value] for row, value in zip(rows, values, strict=True)]


def book(name: str, rows: Rows, *merges: str, sheet: str = "Sheet1", **options: Any) -> None:
    """Build a workbook of one sheet."""
    books(name, {sheet: rows}, *merges, **options)


def books(
    name: str,
    sheets: dict[str, Rows],
    *merges: str,
    dress: Callable[[openpyxl.Workbook], None] | None = None,
    patch: Sequence[tuple[str, str]] = (),
) -> None:
    """Build a workbook; merges are made on every sheet, `patch` replaces text in the XML of the first one."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        made = workbook.create_sheet(title)
        for row, cells in enumerate(rows, 1):
            for column, value in enumerate(cells, 1):
                if value is not None:
                    made.cell(row, column, value)
        for area in merges:
            made.merge_cells(area)
    if dress:
        dress(workbook)
    written = io.BytesIO()
    workbook.save(written)
    BUILT[name] = repacked(written.getvalue(), patch)


def repacked(content: bytes, patch: Sequence[tuple[str, str]]) -> bytes:
    """Store the members without the theme, with fixed dates, so that building again gives the same bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new,
    ):
        for name in old.namelist():
            if "theme" in name:
                continue
            text = old.read(name).decode().replace(" />", "/>")  # as lxml writes, if it is there
            text = re.sub(r"<(Override|Relationship)\b[^>]*theme1\.xml[^>]*/>", "", text)
            text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", f"{FIXED:%Y-%m-%dT%H:%M:%SZ}", text)
            if name == "xl/worksheets/sheet1.xml":
                for before, after in patch:
                    if before not in text:
                        raise ValueError(f"{before} is not in {text}")
                    text = text.replace(before, after)
            member = zipfile.ZipInfo(name, FIXED.timetuple()[:6])
            member.external_attr = 0o600 << 16
            new.writestr(member, text.encode())
    return out.getvalue()


def text(name: str, lines: str, encoding: str = "utf-8") -> None:
    """Build a text file."""
    content = lines.replace("\n", "\r\n")
    BUILT[name] = cp1258(content) if encoding == "cp1258" else content.encode(encoding)


def cp1258(content: str) -> bytes:
    """Encode as Windows does for Vietnamese: letters with their tone behind them."""
    out = bytearray()
    for letter in content:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
            out += (unicodedata.normalize("NFC", marks.replace(tone, "")) + tone).encode("cp1258")
    return bytes(out)


def fonts(font: str) -> Callable[[openpyxl.Workbook], None]:
    """Set all texts in a font."""

    def dress(workbook: openpyxl.Workbook) -> None:
        for row in workbook.worksheets[0].iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.font = Font(name=font)

    return dress


def formats(**codes: str) -> Callable[[openpyxl.Workbook], None]:
    """Give cells a number format."""

    def dress(workbook: openpyxl.Workbook) -> None:
        for cell, code in codes.items():
            workbook.worksheets[0][cell].number_format = code

    return dress


def hiding(
    *, rows: Sequence[int] = (), columns: str = "", sheet: int | None = None
) -> Callable[..., None]:
    """Hide rows, columns or a sheet."""

    def dress(workbook: openpyxl.Workbook) -> None:
        for row in rows:
            workbook.worksheets[0].row_dimensions[row].hidden = True
        for column in columns:
            workbook.worksheets[0].column_dimensions[column].hidden = True
        if sheet is not None:
            workbook.worksheets[sheet].sheet_state = "hidden"

    return dress


def changed(rows: Rows, row: int, column: int, value: Any) -> list[list[Any]]:
    """Return the rows with another value in one cell."""
    made = [list(cells) for cells in rows]
    made[row][column] = value
    return made


# --- the exhibits ------------------------------------------------------------------------------------------------


def titles() -> None:
    """Letterheads, titles, unit lines, signatures, notes."""
    letterhead = [
        ["BẢO HIỂM XÃ HỘI TỈNH NINH BÌNH", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["BHXH HUYỆN NHO QUAN", None, None, "Độc lập - Tự do - Hạnh phúc"],
        [],
        ["TỔNG HỢP TÌNH HÌNH THAM GIA BHYT THEO XÃ, THỊ TRẤN"],
        ["(Số liệu đến ngày 31/5/2024)"],
        [None, None, None, "Đơn vị tính: Người"],
    ]
    book(
        "letterhead-motto-title.xlsx",
        [*letterhead, STT, *numbered(NHO_QUAN), [None, *TOTAL]],
        "A1:C1", "D1:F1", "A2:C2", "D2:F2", "A4:F4", "A5:F5",
    )  # fmt: skip
    book(
        "signature-date-and-notes-below.xlsx",
        [
            *TITLE, STT, *numbered(NHO_QUAN), [None, *TOTAL], [],
            ["Ghi chú: chưa bao gồm lực lượng công an, quân đội."],
            [None, None, None, "Nho Quan, ngày 3 tháng 6 năm 2024"],
            [None, "Người lập biểu", None, "GIÁM ĐỐC"], [None, "(Ký, họ tên)", None, "(Ký, đóng dấu)"], [],
            [None, "Nguyễn Văn A", None, "Trần Thị B"],
        ],
    )  # fmt: skip
    thousands = [["Thị trấn Nho Quan", 8, 7.6], ["Xã Đồng Phong", 5, 4.7], ["Xã Lạc Vân", 4, 3.5]]
    book(
        "unit-line-thousands-of-people.xlsx",
        [*TITLE[:2], [None, None, "Đơn vị tính: nghìn người"], HEAD, *thousands],
    )
    book("unit-line-people.xlsx", [*TITLE[:2], [None, None, "ĐVT: Người"], HEAD, *NHO_QUAN])
    book(
        "unit-line-people-and-percent.xlsx",
        [*TITLE[:2], [None, None, None, "Đơn vị tính: Người, %"], [*HEAD, "Tỷ lệ bao phủ"],
         *with_column(NHO_QUAN, 95, 94, 87.5)],
    )  # fmt: skip
    one = [
        ["Thị trấn Nho Quan", 8000, 7.6],
        ["Xã Đồng Phong", 5000, 4.7],
        ["Xã Lạc Vân", 4000, 3.5],
    ]
    book(
        "thousands-told-in-one-heading.xlsx",
        [*TITLE, [*HEAD[:2], "Số người tham gia BHYT (nghìn người)"], *one],
    )
    book(
        "thousands-of-people-and-of-cards-in-headings.xlsx",
        [["THAM GIA BHYT NĂM 2023"], [], ["Tỉnh", "Dân số trung bình (Nghìn người)", "Số thẻ BHYT (Nghìn thẻ)"],
         ["Tỉnh Ninh Bình", 1034.5, 980.2], ["Tỉnh Nam Định", 1890.1, 1750.3]],
    )  # fmt: skip
    book("thousands-beside-people-untold.xlsx", [*TITLE, HEAD, *one])
    book(
        "unit-column-beside-the-names.xlsx",
        [*TITLE, ["Đơn vị", "ĐVT", *HEAD[1:]], *[[row[0], "Người", *row[1:]] for row in NHO_QUAN]],
    )


def headings() -> None:
    """Headings of one to four rows, with and without merges."""
    text(
        "one-row-heading.csv", "Đơn vị,Dân số,BHYT\nXã Đồng Phong,5000,4700\nXã Lạc Vân,4000,3500\n"
    )
    book(
        "two-storey-merged-heading.xlsx",
        [*TITLE, ["Đơn vị", "Dân số", "BHYT"], [None, None, "Số người", "Tỷ lệ (%)"],
         *with_column(NHO_QUAN, 95, 94, 87.5)],
        "A4:A5", "B4:B5", "C4:D4",
    )  # fmt: skip
    book(
        "three-storey-merged-heading.xlsx",
        [
            *TITLE,
            ["Đơn vị", "Dân số", "Tham gia bảo hiểm"],
            [None, None, "BHYT", None, None, "Ghi chú"],
            [None, None, "Tổng số", "Trong đó: HGĐ", "Tỷ lệ (%)"],
            *[[*row, *more] for row, more in zip(NHO_QUAN, [(2000, 95), (1500, 94), (900, 87.5)], strict=True)],
        ],
        "A4:A6", "B4:B6", "C4:F4", "C5:E5", "F5:F6",
    )  # fmt: skip
    book(
        "four-storey-merged-heading.xlsx",
        [
            *TITLE,
            ["TT", "Đơn vị", "Dân số", "Kết quả thực hiện đến tháng 5/2024"],
            [None, None, None, "Bảo hiểm y tế"],
            [None, None, None, "Số người tham gia", None, "Tỷ lệ bao phủ (%)"],
            [None, None, None, "Tổng số", "Trong đó: hộ gia đình"],
            *[[at, *row, *more] for at, (row, more) in enumerate(
                zip(NHO_QUAN, [(2000, 95), (1500, 94), (900, 87.5)], strict=True), 1)],
        ],
        "A4:A7", "B4:B7", "C4:C7", "D4:F4", "D5:F5", "D6:E6", "F6:F7",
    )  # fmt: skip
    text(
        "two-storey-heading-without-merges.csv",
        "Đơn vị,Dân số,BHYT,,\n,,Tổng số,Trong đó HGĐ,Tỷ lệ %\n"
        "Xã Đồng Phong,5000,4700,1500,94\nXã Lạc Vân,4000,3500,900,87.5\n",
    )
    book(
        "line-breaks-in-headings.xlsx",
        [*TITLE, ["Đơn\nvị", "Dân\nsố", "Số người\ntham gia\nBHYT", "Tỷ lệ\n(%)"],
         *with_column(NHO_QUAN, 95, 94, 87.5)],
    )  # fmt: skip
    book(
        "headings-in-capitals.xlsx",
        [*TITLE, ["ĐƠN VỊ", "DÂN SỐ", "SỐ NGƯỜI THAM GIA BHYT"], *NHO_QUAN],
    )
    book(
        "row-of-column-numbers.xlsx",
        [*TITLE, [*STT, "Tỷ lệ (%)"], ["A", "B", "(1)", "(2)", "(3)=(2)/(1)"],
         *numbered(with_column(NHO_QUAN, 95, 94, 87.5))],
    )  # fmt: skip
    book(
        "row-of-plain-column-numbers.xlsx",
        [*TITLE, STT, [1, 2, 3, 4], *numbered(NHO_QUAN), [None, *TOTAL]],
    )
    book(
        "years-typed-as-numbers-in-headings.xlsx",
        [
            ["BHXH HUYỆN NHO QUAN"], ["Dân số và số người tham gia BHYT"], [],
            ["Đơn vị", "Dân số", None, "BHYT"], [None, 2022, 2023, 2022, 2023],
            ["Xã Đồng Phong", 4900, 5000, 4500, 4700], ["Xã Lạc Vân", 3900, 4000, 3300, 3500],
        ],
        "A4:A5", "B4:C4", "D4:E4",
    )  # fmt: skip
    text(
        "english-headings.csv",
        "Commune,Population,Health insured,Coverage (%)\nDong Phong,5000,4700,94.0\nLac Van,4000,3500,87.5\n"
        "Total,9000,8200,91.1\n",
    )
    text(
        "german-headings-semicolons-cp1252.csv",
        "Gemeinde;Einwohner;Krankenversicherte;Quote in %\nDüren;90.000;85.500;95,0\nJülich;32.000;30.400;95,0\n"
        "Würselen;38.500;35.420;92,0\nInsgesamt;160.500;151.320;94,3\n",
        "cp1252",
    )
    book(
        "population-in-total-and-women.xlsx",
        [*TITLE, ["Đơn vị", "Dân số", None, "BHYT"], [None, "Tổng số", "Trong đó: nữ", "Tổng số", "Trong đó: nữ"],
         ["Xã Đồng Phong", 5000, 2600, 4700, 2450], ["Xã Lạc Vân", 4000, 2100, 3500, 1850]],
        "A4:A5", "B4:C4", "D4:E4",
    )  # fmt: skip
    book(
        "households-beside-people.xlsx",
        [*TITLE, ["Đơn vị", "Số hộ", "Số khẩu", "Số người tham gia BHYT"],
         *[[row[0], at, *row[1:]] for at, row in zip((2100, 1300, 1050), NHO_QUAN, strict=True)]],
    )  # fmt: skip
    book(
        "population-of-last-year-in-the-heading.xlsx",
        [*TITLE, ["Đơn vị", "Dân số năm 2023", "Số người tham gia BHYT"], *NHO_QUAN],
    )
    book(
        "population-of-two-years.xlsx",
        [*TITLE, ["Đơn vị", "Dân số năm 2023", "Dân số năm 2024", "Số người tham gia BHYT"],
         *[[row[0], row[1] - 100, *row[1:]] for row in NHO_QUAN]],
    )  # fmt: skip
    book(
        "change-group-beside-the-figures.xlsx",
        [
            *TITLE, ["Đơn vị", "Dân số", "BHYT", None, "Tăng (+), giảm (-) so với tháng trước"],
            [None, None, "Số người", "Tỷ lệ (%)", "Số người", "Tỷ lệ (%)"],
            *[[*row, *more] for row, more in zip(NHO_QUAN, [(95, 50, 0.66), (94, -20, -0.42), (87.5, 0, 0)], strict=True)],
        ],
        "A4:A5", "B4:B5", "C4:D4", "E4:F4",
    )  # fmt: skip
    book(
        "headings-repeated-on-the-second-page.xlsx",
        [*TITLE, STT, *numbered(NHO_QUAN[:2]), STT, *numbered(NHO_QUAN[2:], 3), [None, *TOTAL]],
    )
    book(
        "denominator-named-with-its-source.xlsx",
        [*TITLE, ["Đơn vị", "Dân số (theo Cục Thống kê)", "Số thẻ BHYT"], *NHO_QUAN],
    )
    book(
        "uninsured-column-beside-insured.xlsx",
        [*TITLE, [*HEAD, "Số người chưa tham gia BHYT"], *with_column(NHO_QUAN, 400, 300, 500)],
    )
    book(
        "money-and-units-beside-people.xlsx",
        [*TITLE, ["Đơn vị", "Số đơn vị tham gia BHYT", "Dân số", "Số người tham gia BHYT", "Số tiền BHYT (triệu đồng)"],
         *[[row[0], at, *row[1:], at * 1100] for at, row in zip((12, 8, 6), NHO_QUAN, strict=True)]],
    )  # fmt: skip


def numbering() -> None:
    """What stands before the names."""
    both = [(DISTRICT, NHO_QUAN), (OTHER, GIA_VIEN)]
    roman = [
        row
        for sign, (top, low) in zip(("I", "II"), both, strict=True)
        for row in ([sign, *top], *numbered(low))
    ]
    book("roman-over-arabic.xlsx", [*PROVINCE, STT, *roman, [None, *WHOLE]])
    book(
        "letters-over-roman-over-arabic.xlsx",
        [
            ["TÌNH HÌNH THAM GIA BHYT THÁNG 5 NĂM 2024"],
            [],
            STT,
            ["A", "Tỉnh Ninh Bình", 28500, 26500],
            *roman,
        ],
    )
    tenths = [
        row
        for at, (top, low) in enumerate(both, 1)
        for row in ([str(at), *top], *[[f"{at}.{sub}", *cells] for sub, cells in enumerate(low, 1)])
    ]
    book("decimal-numbering.xlsx", [*PROVINCE, STT, *tenths])
    lettered = [
        row
        for at, (top, low) in enumerate(both, 1)
        for row in (
            [at, *top],
            *[[f"{letter})", *cells] for letter, cells in zip("abc", low, strict=False)],
        )
    ]
    book("numbers-over-letters-in-brackets.xlsx", [*PROVINCE, STT, *lettered])
    bulleted = [
        row for top, low in both for row in (top, *[[f"- {cells[0]}", *cells[1:]] for cells in low])
    ]
    book("bullets-before-names.xlsx", [*PROVINCE, HEAD, *bulleted])
    inside = [
        row
        for sign, (top, low) in zip(("I", "II"), both, strict=True)
        for row in (
            [f"{sign}. {top[0]}", *top[1:]],
            *[[f"{at}. {cells[0]}", *cells[1:]] for at, cells in enumerate(low, 1)],
        )
    ]
    book("numbering-inside-the-names.xlsx", [*PROVINCE, HEAD, *inside])
    book("one-number-forgotten.xlsx", [*PROVINCE, STT, *changed(roman, 2, 0, None), [None, *WHOLE]])
    book(
        "type-words-without-numbering.xlsx",
        [*PROVINCE, HEAD, *[row for top, low in both for row in (top, *low)]],
    )
    bare = [["Nho Quan", 8000, 7600], ["Đồng Phong", 5000, 4700], ["Lạc Vân", 4000, 3500]]
    more = [["Me", 6000, 5700], ["Gia Trung", 5500, 5000]]
    small = [
        ["i", "Huyện Nho Quan"],
        *numbered(NHO_QUAN),
        ["ii", "Huyện Gia Viễn"],
        *numbered(GIA_VIEN),
    ]
    book("small-roman-over-arabic.xlsx", [*PROVINCE, STT, *small])
    book("bare-names-under-typed-ones.xlsx", [*PROVINCE, HEAD, DISTRICT, *bare, OTHER, *more])
    book(
        "blanks-before-names-as-levels.xlsx",
        [*PROVINCE, HEAD, ["Nho Quan", 17000, 15800], *[["     " + row[0], *row[1:]] for row in bare],
         ["Gia Viễn", 11500, 10700], *[["     " + row[0], *row[1:]] for row in more]],
    )  # fmt: skip


def upper_columns() -> None:
    """Columns that name the upper units."""
    head = ["Huyện", "Xã", "Dân số", "BHYT"]
    once = [["Nho Quan", *NHO_QUAN[0]], *indented(NHO_QUAN[1:], None), ["Gia Viễn", *GIA_VIEN[0]]]
    book(
        "district-column-written-once.xlsx", [*PROVINCE, head, *once, *indented(GIA_VIEN[1:], None)]
    )
    every = [*indented(NHO_QUAN, "Nho Quan"), *indented(GIA_VIEN, "Gia Viễn")]
    book(
        "district-column-on-every-row-unsorted.xlsx",
        [*PROVINCE, head, *[every[at] for at in (3, 0, 4, 2, 1)]],
    )
    book(
        "district-column-merged-with-total-rows.xlsx",
        [
            *PROVINCE, head, *indented(NHO_QUAN, "Nho Quan"), [None, "Cộng", 17000, 15800],
            *indented(GIA_VIEN, "Gia Viễn"), [None, "Cộng", 11500, 10700], ["Toàn tỉnh", None, 28500, 26500],
        ],
        "A5:A8", "A9:A11",
    )  # fmt: skip
    book("district-column-without-heading.xlsx", [*PROVINCE, [None, *head[1:]], *every])
    book(
        "district-code-and-commune-code.xlsx",
        [
            *PROVINCE, ["Mã huyện", "Huyện", "Mã xã", "Xã", "Dân số", "BHYT"],
            ["372", "Nho Quan", "14428", *NHO_QUAN[0]], ["372", "Nho Quan", "14416", *NHO_QUAN[1]],
            ["372", "Nho Quan", "14431", *NHO_QUAN[2]], ["373", "Gia Viễn", "14464", *GIA_VIEN[0]],
            ["373", "Gia Viễn", "14497", *GIA_VIEN[1]],
        ],
    )  # fmt: skip
    levels = ["Mã", "Tên đơn vị", "Cấp", "Dân số", "BHYT"]
    level_rows: Rows = [
        ["37", "Ninh Bình", "Tỉnh", 28500, 26500],
        ["372", "Nho Quan", "Huyện", 17000, 15800],
        ["14428", "Nho Quan", "TT", 8000, 7600],
        ["14416", "Đồng Phong", "Xã", 5000, 4700],
        ["14431", "Lạc Vân", "Xã", 4000, 3500],
        ["373", "Gia Viễn", "Huyện", 11500, 10700],
        ["14464", "Me", "TT", 6000, 5700],
        ["14497", "Gia Trung", "Xã", 5500, 5000],
    ]
    book("levels-in-a-column-of-their-own.xlsx", [[MONTH], [], levels, *level_rows])
    book(
        "levels-as-digits.xlsx",
        [
            [MONTH],
            [],
            ["Level", *HEAD],
            *([{2: 1, 3: 2}.get(len(row[0]), 3), *row[1:2], *row[3:]] for row in level_rows),
        ],
    )
    book(
        "levels-that-are-no-levels.xlsx",
        [
            [MONTH],
            [],
            levels,
            *([*row[:2], {"Huyện": "Cụm"}.get(row[2], row[2]), *row[3:]] for row in level_rows),
        ],
    )
    book(
        "hamlets-in-a-column-with-bare-totals-of-communes.xlsx",
        [*TITLE, ["TT", "Xã", "Thôn", "Dân số", "BHYT"], [1, "Đồng Phong", "Thôn 1", 2000, 1900], [None, None, "Thôn 2", 3000, 2800],
         [None, "Cộng", None, 5000, 4700], [2, "Lạc Vân", "Thôn 1", 1500, 1300], [None, None, "Thôn 3", 2500, 2200],
         [None, "Cộng", None, 4000, 3500], [None, "Tổng cộng", None, 9000, 8200]],
    )  # fmt: skip
    book(
        "blanks-before-names-of-two-depths.xlsx",
        [["Health insurance, May 2024"], [], ["Name", "Population", "Health insured"], ["North Region", 20000, 18000],
         ["  Alpha District", 12000, 11000], ["    A Town", 7000, 6500], ["    B Ward", 5000, 4500],
         ["  Beta District", 8000, 7000], ["    C Town", 8000, 7000]],
    )  # fmt: skip
    book(
        "blank-slipped-in-before-two-names.xlsx",
        [
            *TITLE,
            HEAD,
            [" Thị trấn Nho Quan", 8000, 7600],
            ["Xã Đồng Phong", 5000, 4700],
            [" Xã Lạc Vân", 4000, 3500],
        ],
    )
    book(
        "levels-of-germany-in-a-column.xlsx",
        [["Krankenversicherte 2023"], [], ["Schlüssel", "Ebene", "Name", "Einwohner", "Krankenversicherte"],
         ["03", "Land", "Niedersachsen", 532000, 509500], ["031", "Regierungsbezirk", "Braunschweig", 354000, 338500],
         ["03101", "Kreisfreie Stadt", "Braunschweig", 250000, 240000],
         ["03102", "Kreisfreie Stadt", "Salzgitter", 104000, 98500],
         ["034", "Regierungsbezirk", "Weser-Ems", 178000, 171000], ["03451", "Landkreis", "Ammerland", 178000, 171000]],
    )  # fmt: skip


def totals() -> None:
    """Subtotals and totals above, below, marked and not."""
    book(
        "subtotal-above-its-parts.xlsx",
        [*PROVINCE, HEAD, DISTRICT, *NHO_QUAN, OTHER, *GIA_VIEN, WHOLE],
    )
    sections = [["I", "Huyện Nho Quan"], *numbered(NHO_QUAN), [None, "Cộng", 17000, 15800]]
    sections += [
        ["II", "Huyện Gia Viễn"],
        *numbered(GIA_VIEN),
        [None, "Cộng", 11500, 10700],
        [None, *WHOLE],
    ]
    book("section-heading-and-bare-subtotal-below.xlsx", [*PROVINCE, STT, *sections])
    book(
        "section-headings-without-any-totals.xlsx",
        [*PROVINCE, HEAD, ["Huyện Nho Quan"], *NHO_QUAN, ["Huyện Gia Viễn"], *GIA_VIEN],
    )
    marked = [*NHO_QUAN, ["Huyện Nho Quan (Tổng số)", 17000, 15800]]
    marked += [*GIA_VIEN, ["Huyện Gia Viễn (Tổng số)", 11500, 10700]]
    book("subtotal-marked-in-brackets-below-its-parts.xlsx", [*PROVINCE, HEAD, *marked])
    named = [
        *NHO_QUAN,
        ["Cộng huyện Nho Quan", 17000, 15800],
        *GIA_VIEN,
        ["Cộng huyện Gia Viễn", 11500, 10700],
    ]
    book("subtotal-named-below-its-parts.xlsx", [*PROVINCE, HEAD, *named, WHOLE])
    bare = [
        ["Đồng Phong", 5000, 4700],
        ["Lạc Vân", 4000, 3500],
        ["Thượng Hòa", 3000, 2600],
        ["Vùng cao", 12000, 10800],
    ]
    bare += [["Văn Phú", 6000, 5700], ["Kỳ Phú", 5500, 5000]]
    book("subtotal-that-nothing-marks.xlsx", [*TITLE, HEAD, *bare])
    book("total-row-without-a-label.xlsx", [*TITLE, HEAD, *NHO_QUAN, [None, 17000, 15800]])
    book(
        "total-at-the-top.xlsx", [*TITLE, STT, [None, "Tổng số", 17000, 15800], *numbered(NHO_QUAN)]
    )
    book("total-at-the-bottom-without-title.xlsx", [HEAD, *NHO_QUAN, TOTAL])
    book("total-in-the-numbering-column.xlsx", [*TITLE, STT, *numbered(NHO_QUAN), ["Tổng cộng", None, 17000, 15800]],
         "A8:B8")  # fmt: skip
    book("total-that-is-wrong.xlsx", [*TITLE, HEAD, *NHO_QUAN, ["Tổng cộng", 17000, 15900]])
    book(
        "subtotal-that-misses-a-commune.xlsx",
        [*PROVINCE, STT, ["I", "Huyện Nho Quan", 13000, 12300], *numbered(NHO_QUAN), ["II", *OTHER],
         *numbered(GIA_VIEN)],
    )  # fmt: skip
    book("of-which-row-under-the-total.xlsx", [*TITLE, HEAD, TOTAL, ["Trong đó:"], *NHO_QUAN])
    book(
        "of-which-row-with-figures-inside-a-commune.xlsx",
        [*TITLE, HEAD, NHO_QUAN[0], ["Trong đó: nữ", 4100, 3900], *NHO_QUAN[1:], TOTAL],
    )
    book(
        "last-month-and-change-below-the-total.xlsx",
        [*TITLE, HEAD, *NHO_QUAN, TOTAL, ["Tháng trước", 16990, 15700], ["So với tháng trước", 10, 100],
         ["Cùng kỳ năm 2023", 16800, 15300]],
    )  # fmt: skip
    book(
        "two-totals-at-the-end.xlsx",
        [
            *TITLE,
            HEAD,
            *NHO_QUAN,
            ["Cộng", 17000, 15800],
            ["Lực lượng vũ trang", 200, 200],
            ["Tổng cộng", 17200, 16000],
        ],
    )
    book(
        "commune-called-cong-hoa.xlsx",
        [*TITLE, HEAD, ["Xã Đồng Phong", 5000, 4700], ["Cộng Hòa", 4000, 3500], ["Xã Thượng Hòa", 3000, 2600],
         ["Tổng cộng", 12000, 10800]],
    )  # fmt: skip
    book(
        "average-row-at-the-end.xlsx",
        [
            *TITLE,
            [*HEAD, "Tỷ lệ (%)"],
            *with_column(NHO_QUAN, 95, 94, 87.5),
            ["Bình quân", 5666.67, 5266.67, 92.9],
        ],
    )
    book(
        "district-that-happens-to-be-the-sum-of-two.xlsx",
        [["BHXH TỈNH ĐỒNG THÁP"], [MONTH], [], HEAD, ["Thành phố Cao Lãnh", 160000, 150000],
         ["Huyện Cao Lãnh", 200000, 197000], ["Thị xã Hồng Ngự", 80000, 78000], ["Huyện Hồng Ngự", 120000, 119000],
         ["Toàn tỉnh", 560000, 544000]],
    )  # fmt: skip
    book(
        "district-that-is-nearly-the-sum-of-two.xlsx",
        [["BHXH TỈNH ĐỒNG THÁP"], [MONTH], [], HEAD, ["Thành phố Cao Lãnh", 160000, 150000],
         ["Huyện Cao Lãnh", 200000, 197000], ["Thị xã Hồng Ngự", 80000, 78000], ["Huyện Hồng Ngự", 121000, 118000],
         ["Toàn tỉnh", 561000, 543000]],
    )  # fmt: skip
    book(
        "of-which-town-and-country-below-the-total.xlsx",
        [
            *TITLE,
            HEAD,
            *NHO_QUAN,
            TOTAL,
            ["Trong đó: thành thị", 8000, 7600],
            ["Nông thôn", 9000, 8200],
        ],
    )
    book(
        "town-and-country-between-total-and-communes.xlsx",
        [
            *TITLE,
            HEAD,
            ["Toàn huyện", 17000, 15800],
            ["Thành thị", 8000, 7600],
            ["Nông thôn", 9000, 8200],
            *NHO_QUAN,
        ],
    )
    book(
        "signature-date-in-cells-of-its-own.xlsx",
        [*TITLE, HEAD, *NHO_QUAN, [], ["Nho Quan, ngày", 10, 6, 2024], [None, None, "GIÁM ĐỐC"]],
    )
    book(
        "note-with-a-figure-below.xlsx",
        [*TITLE, HEAD, *NHO_QUAN, TOTAL, ["Ghi chú: dân số theo Công an huyện là", 17050]],
    )
    book(
        "number-of-communes-that-reached-it-below.xlsx",
        [*TITLE, HEAD, *NHO_QUAN, TOTAL, ["Tổng số xã báo cáo", 3, 3]],
    )
    dashed = [
        *NHO_QUAN,
        ["Huyện Nho Quan - Cộng", 17000, 15800],
        *GIA_VIEN,
        ["Huyện Gia Viễn - Cộng", 11500, 10700],
    ]
    book("subtotal-marked-by-a-dash-below-its-parts.xlsx", [*PROVINCE, HEAD, *dashed])
    book(
        "total-abbreviated.xlsx", [*TITLE, STT, *numbered(NHO_QUAN), [None, "T.Cộng", 17000, 15800]]
    )
    book(
        "total-with-the-number-of-communes.xlsx",
        [*TITLE, HEAD, *NHO_QUAN, ["Tổng cộng (3 xã, thị trấn):", 17000, 15800]],
    )
    book(
        "total-that-bears-the-district-s-name.xlsx",
        [*TITLE, STT, *numbered(NHO_QUAN), [None, *DISTRICT]],
    )
    book(
        "page-totals-carried-over.xlsx",
        [*TITLE, STT, *numbered(NHO_QUAN[:2]), [None, "Cộng trang 1", 13000, 12300], [None, "Mang sang", 13000, 12300],
         *numbered(NHO_QUAN[2:], 3), [None, *TOTAL]],
    )  # fmt: skip
    parts = [[4100, 3900, 3900, 3700], [2600, 2400, 2450, 2250], [2100, 1900, 1850, 1650]]
    book(
        "men-and-women-below-each-commune.xlsx",
        [*TITLE, STT, *[row for at, (unit, (f, m, fi, mi)) in enumerate(zip(NHO_QUAN, parts, strict=True), 1)
                        for row in ([at, *unit], [None, "- Nữ", f, fi], [None, "- Nam", m, mi])], [None, *TOTAL]],
    )  # fmt: skip
    book(
        "percent-row-below-the-total.xlsx",
        [*TITLE, HEAD, *NHO_QUAN, TOTAL, ["Tỷ lệ bao phủ (%)", None, 92.94]],
    )
    book(
        "hamlets-under-communes.xlsx",
        [*TITLE, STT, ["I", "Xã Đồng Phong", 5000, 4700], [1, "Thôn Phong Lai", 3000, 2900], [2, "Thôn Sậy", 2000, 1800],
         ["II", "Xã Lạc Vân", 4000, 3500], [1, "Thôn Lạc 1", 2500, 2100], [2, "Thôn Lạc 2", 1500, 1400]],
    )  # fmt: skip
    book(
        "groups-that-are-no-units.xlsx",
        [
            *TITLE,
            STT,
            ["I", "Khối thị trấn"],
            *numbered(NHO_QUAN[:1]),
            ["II", "Khối xã"],
            *numbered(NHO_QUAN[1:]),
        ],
    )


def layout() -> None:
    """Blank and hidden rows, columns and sheets; several tables."""
    book("blank-rows-inside.xlsx", [*TITLE, HEAD, NHO_QUAN[0], [], [], *NHO_QUAN[1:], [], TOTAL])
    book(
        "blank-filler-columns.xlsx",
        [
            *TITLE,
            [HEAD[0], None, HEAD[1], None, None, HEAD[2]],
            *[[n, None, p, None, None, i] for n, p, i in NHO_QUAN],
        ],
    )
    book(
        "table-far-from-the-corner.xlsx",
        [[], [], [], [], *indented([*TITLE, HEAD, *NHO_QUAN, TOTAL], *[None] * 4)],
    )
    book("hidden-row.xlsx", [*TITLE, HEAD, *NHO_QUAN, TOTAL], dress=hiding(rows=[6]))
    book(
        "hidden-column-of-the-numerator.xlsx", [*TITLE, HEAD, *NHO_QUAN], dress=hiding(columns="C")
    )
    old = [["Thị trấn Nho Quan", 7900, 7000], ["Xã Đồng Phong", 4900, 4000]]
    books(
        "hidden-sheet-with-older-figures.xlsx",
        {"BHYT": [*TITLE, HEAD, *NHO_QUAN], "cũ": [HEAD, *old]},
        dress=hiding(sheet=1),
    )
    books(
        "one-sheet-a-district.xlsx",
        {
            "Nho Quan": [["BHXH HUYỆN NHO QUAN"], [MONTH], [], HEAD, *NHO_QUAN, TOTAL],
            "Gia Viễn": [
                ["BHXH HUYỆN GIA VIỄN"],
                [MONTH],
                [],
                HEAD,
                *GIA_VIEN,
                ["Tổng cộng", 11500, 10700],
            ],
        },
    )
    books(
        "one-sheet-a-month.xlsx",
        {
            "T4-2024": [
                ["BHXH HUYỆN NHO QUAN"],
                [],
                HEAD,
                ["Xã Đồng Phong", 5000, 4600],
                ["Xã Lạc Vân", 4000, 3450],
            ],
            "T5-2024": [["BHXH HUYỆN NHO QUAN"], [], HEAD, *NHO_QUAN[1:]],
        },
    )
    books(
        "empty-sheets-beside-the-table.xlsx",
        {
            "Sheet2": [],
            "Bìa": [["BÁO CÁO THÁNG 5 NĂM 2024"]],
            "Số liệu": [*TITLE, HEAD, *NHO_QUAN],
            "Sheet3": [],
        },
    )
    books(
        "two-sheets-that-contradict.xlsx",
        {
            "A": [*TITLE, HEAD, *NHO_QUAN],
            "B": [*TITLE, HEAD, *[[n, p, i - 300] for n, p, i in NHO_QUAN]],
        },
    )
    books(
        "summary-sheet-before-the-districts.xlsx",
        {
            "TH": [*PROVINCE, HEAD, DISTRICT, OTHER, WHOLE],
            "NQ": [["BHXH HUYỆN NHO QUAN"], [MONTH], [], HEAD, *NHO_QUAN, TOTAL],
            "GV": [
                ["BHXH HUYỆN GIA VIỄN"],
                [MONTH],
                [],
                HEAD,
                *GIA_VIEN,
                ["Tổng cộng", 11500, 10700],
            ],
        },
    )
    book(
        "stacked-blocks-with-their-own-headings.xlsx",
        [*PROVINCE, ["Huyện Nho Quan"], HEAD, *NHO_QUAN, TOTAL, [], ["Huyện Gia Viễn"], HEAD, *GIA_VIEN,
         ["Tổng cộng", 11500, 10700]],
    )  # fmt: skip
    book(
        "second-table-below-on-something-else.xlsx",
        [*TITLE, HEAD, *NHO_QUAN, TOTAL, [], ["Biểu 2: Tình hình tham gia BHXH"],
         ["Đơn vị", "LLLĐ trong độ tuổi", "Số người tham gia BHXH"], ["Thị trấn Nho Quan", 4000, 1600],
         ["Xã Đồng Phong", 2500, 900], ["Xã Lạc Vân", 2000, 600]],
    )  # fmt: skip
    beside = [
        [*left, None, *right] for left, right in zip(NHO_QUAN, [*GIA_VIEN, [None] * 3], strict=True)
    ]
    book("second-table-beside.xlsx", [*PROVINCE, [*HEAD, None, *HEAD], *beside])
    book(
        "units-as-columns.xlsx",
        [*TITLE, ["Chỉ tiêu", *[row[0] for row in NHO_QUAN]], ["Dân số", 8000, 5000, 4000],
         ["Số người tham gia BHYT", 7600, 4700, 3500]],
    )  # fmt: skip


def column_groups() -> None:
    """The same columns several times."""
    rows = [["Xã Đồng Phong", 5000, 4600, 5000, 4700], ["Xã Lạc Vân", 4000, 3450, 4000, 3500]]
    book(
        "column-groups-by-month.xlsx",
        [["BHXH HUYỆN NHO QUAN"], ["TÌNH HÌNH THAM GIA BHYT"], [], ["Đơn vị", "Tháng 4/2024", None, "Tháng 5/2024"],
         [None, "Dân số", "BHYT", "Dân số", "BHYT"], *rows],
        "A4:A5", "B4:C4", "D4:E4",
    )  # fmt: skip
    text(
        "column-groups-by-year-without-merges.csv",
        "Đơn vị,Năm 2022,,Năm 2023,\n,Dân số,BHYT,Dân số,BHYT\n"
        "Xã Đồng Phong,4900,4500,5000,4700\nXã Lạc Vân,3900,3300,4000,3500\n",
    )
    book(
        "column-groups-by-indicator.xlsx",
        [
            *TITLE, ["Đơn vị", "Dân số", "LLLĐ trong độ tuổi", "BHYT", None, "BHXH"],
            [None, None, None, "Số người", "Tỷ lệ %", "Số người", "Tỷ lệ %"],
            ["Xã Đồng Phong", 5000, 2500, 4700, 94, 900, 36], ["Xã Lạc Vân", 4000, 2000, 3500, 87.5, 600, 30],
        ],
        "A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:G4",
    )  # fmt: skip
    book(
        "compulsory-and-voluntary-without-their-sum.xlsx",
        [
            *TITLE, ["Đơn vị", "LLLĐ trong độ tuổi", "BHXH", None, "BHTN"], [None, None, "Bắt buộc", "Tự nguyện"],
            ["Xã Đồng Phong", 2500, 770, 130, 700], ["Xã Lạc Vân", 2000, 500, 100, 450],
        ],
        "A4:A5", "B4:B5", "C4:D4", "E4:E5",
    )  # fmt: skip
    book(
        "dates-typed-as-headings-of-groups.xlsx",
        [["BHXH HUYỆN NHO QUAN"], [], ["Đơn vị", datetime.date(2024, 4, 30), None, datetime.date(2024, 5, 31)],
         [None, "Dân số", "BHYT", "Dân số", "BHYT"], *rows],
        "A3:A4", "B3:C3", "D3:E3",
    )  # fmt: skip
    book(
        "months-without-year-under-one-heading.xlsx",
        [["BHXH HUYỆN NHO QUAN"], ["NĂM 2024"], [], ["Đơn vị", "Dân số", "Số người tham gia BHYT"],
         [None, None, "Tháng 4", "Tháng 5"], *[[name, people, before, now] for name, people, before, _, now in rows]],
        "A4:A5", "B4:B5", "C4:D4",
    )  # fmt: skip
    book(
        "previous-month-beside-this-one.xlsx",
        [*TITLE, ["Đơn vị", "Dân số", "BHYT tháng trước", "BHYT tháng này", "Tăng, giảm"],
         ["Xã Đồng Phong", 5000, 4600, 4700, 100], ["Xã Lạc Vân", 4000, 3450, 3500, 50]],
    )  # fmt: skip


def numbers() -> None:
    """Counts and rates that are no plain numbers."""

    def insured(name: str, *values: Any, rows: Rows = NHO_QUAN, **options: Any) -> None:
        book(
            name,
            [*TITLE, HEAD, *[[*row[:2], value] for row, value in zip(rows, values, strict=True)]],
            **options,
        )

    def both(name: str, *pairs: tuple[Any, Any]) -> None:
        book(
            name,
            [*TITLE, HEAD, *[[row[0], *pair] for row, pair in zip(NHO_QUAN, pairs, strict=True)]],
        )

    both("thousands-dot-as-text.xlsx", ("8.000", "7.600"), ("5.000", "4.700"), ("4.000", "3.500"))
    both("thousands-comma-as-text.xlsx", ("8,000", "7,600"), ("5,000", "4,700"), ("4,000", "3,500"))
    both(
        "thousands-space-as-text.xlsx",
        ("8 000", "7 600"),
        ("5\u00a0000", "4\u00a0700"),
        ("4\u202f000", "3\u202f500"),
    )
    both("dot-and-comma-in-one-column.xlsx", (8000, "7.600"), (5000, "4,700"), (4000, "3.500"))
    text(
        "thousands-dot-decimal-comma.csv",
        'Đơn vị,Dân số,BHYT,Tỷ lệ %\nThị trấn Nho Quan,8.000,7.600,"95,00"\nXã Đồng Phong,5.000,4.700,"94,00"\n'
        'Xã Lạc Vân,4.000,3.500,"87,50"\n',
    )
    insured("one-thousand-stored-as-decimal.xlsx", 7600, 4700, 1.035)
    book(
        "row-in-thousands-among-people.xlsx",
        [*PROVINCE, HEAD, *NHO_QUAN, *GIA_VIEN, ["Xã Gia Vân", 7, 6.0]],
    )
    insured("apostrophe-numbers-as-text.xlsx", "7600", "'4700", "3500")
    insured("letter-o-for-zero.xlsx", 7600, "47OO", 3500)
    insured("word-behind-the-number.xlsx", 7600, "4.700 người", 3500)
    insured("bound-instead-of-a-value.xlsx", 7600, "trên 4.700", 3500)
    insured("date-in-a-count.xlsx", 7600, datetime.date(2024, 5, 1), 3500)
    insured("error-cell-in-a-count.xlsx", 7600, "#REF!", 3500)
    insured("formula-never-calculated.xlsx", 7600, "=2000+2700", 3500)
    insured(
        "formula-with-its-value.xlsx", 7600, "=2000+2700", 3500, patch=[("<f>2000+2700</f><v/>", "<f>2000+2700</f><v>4700</v>")]
    )  # fmt: skip
    insured("negative-count.xlsx", 7600, -4700, 3500)
    insured("blank-count.xlsx", 7600, None, 3500)
    insured("dash-for-not-reported.xlsx", 7600, "-", 3500)
    insured("zero-is-a-count.xlsx", 7600, 0, 3500)
    insured("x-for-suppressed.xlsx", 7600, "x", 3500)
    insured("two-dots-for-not-available.xlsx", 7600, "..", 3500)
    insured("star-for-suppressed.xlsx", 7600, "*", 3500)
    insured("footnote-mark-behind-a-number.xlsx", "7.600", "4.700*", "3.500(1)")
    insured("count-and-percent-in-one-cell.xlsx", "7.600 (95%)", "4.700 (94%)", "3.500 (87,5%)")
    insured("more-insured-than-people.xlsx", 7600, 5200, 3500)
    insured("fractional-people.xlsx", 7600, 4700.5, 3500)
    insured("enrolled-and-population-in-one-cell.xlsx", "7.600/8.000", "4.700/5.000", "3.500/4.000")
    book(
        "number-formatted-as-thousands.xlsx",
        [*TITLE, HEAD, *NHO_QUAN],
        dress=formats(
            B5="#,##0", B6="#,##0", B7="#,##0", C5="#.##0", C6='#,##0" người"', C7="#,##0"
        ),
    )
    book(
        "percent-as-fraction-with-format.xlsx",
        [*TITLE, [*HEAD, "Tỷ lệ bao phủ BHYT"], *with_column(NHO_QUAN, 0.95, 0.94, 0.875)],
        dress=formats(D5="0.0%", D6="0.0%", D7="0.0%"),
    )
    book(
        "percent-as-text-with-comma.xlsx",
        [*TITLE, [*HEAD, "Tỷ lệ bao phủ BHYT"], *with_column(NHO_QUAN, "95,0%", "94,0%", "87,5%")],
    )
    book(
        "error-cells-in-the-rates.xlsx",
        [*TITLE, [*HEAD, "Tỷ lệ (%)"], *with_column(NHO_QUAN, 95, "#DIV/0!", 87.5)],
    )
    insured("rates-under-a-heading-of-counts.xlsx", 95, 94, 87.5)
    insured("fractions-under-a-heading-of-counts.xlsx", 0.95, 0.94, 0.875)
    both("all-thousands-stored-as-decimals-untold.xlsx", (8.012, 7.6), (5.034, 4.7), (4.025, 3.5))
    book(
        "unit-line-of-two-scales.xlsx",
        [*TITLE[:2], ["Đơn vị tính: dân số: nghìn người; BHYT: người"], HEAD,
         *[[name, people / 1000, cards] for name, people, cards in NHO_QUAN]],
    )  # fmt: skip
    book("population-of-zero.xlsx", [*TITLE, HEAD, *NHO_QUAN, ["Xã Mới", 0, 0]])
    book(
        "columns-exchanged.xlsx",
        [*TITLE, HEAD, *[[name, low, high] for name, high, low in NHO_QUAN]],
    )
    book(
        "one-row-shifted-right.xlsx",
        [*TITLE, [*HEAD, "Ghi chú"], NHO_QUAN[0], [None, *NHO_QUAN[1]], NHO_QUAN[2]],
    )
    book("number-in-a-comment.xlsx", [*TITLE, HEAD, *NHO_QUAN], dress=commented)


def commented(workbook: openpyxl.Workbook) -> None:
    """Hang a remark on a cell."""
    workbook.worksheets[0]["C6"].comment = Comment("Số đúng là 4.800", "BHXH")


def names() -> None:
    """Names of units in other spellings, encodings, and twice."""

    def named(name: str, *units: str, title: Rows = TITLE, **options: Any) -> None:
        book(
            name,
            [*title, HEAD, *[[unit, *row[1:]] for unit, row in zip(units, NHO_QUAN, strict=True)]],
            **options,
        )

    plain = [row[0] for row in NHO_QUAN]
    nfd = [[unicodedata.normalize("NFD", cell) if isinstance(cell, str) else cell for cell in row] for row in
           [*TITLE, HEAD, *NHO_QUAN, TOTAL]]  # fmt: skip
    book("decomposed-unicode.xlsx", nfd)
    named(
        "no-break-and-zero-width-blanks.xlsx",
        "Thị trấn\u00a0Nho Quan",
        "\u200bXã  Đồng Phong ",
        "\ufeffXã Lạc Vân",
    )
    wrong = [[cell.translate({0x1B0: 0x1A3, 0x110: 0xD0, 0x111: 0xF0}) if isinstance(cell, str) else cell for cell in row]
             for row in [*TITLE, HEAD, *NHO_QUAN]]  # fmt: skip
    book("wrong-letters-from-a-pdf.xlsx", wrong)
    named(
        "footnote-marks-behind-names.xlsx",
        "Thị trấn Nho Quan (1)",
        "Xã Đồng Phong*",
        "Xã Lạc Vân ²",
    )
    named("names-in-capitals.xlsx", *[name.upper() for name in plain])
    named("abbreviated-type-words.xlsx", "TT. Nho Quan", "X. Đồng Phong", "X. Lạc Vân")
    tcvn3 = [
        ["B¶o hiÓm x· héi huyÖn Nho Quan"], ["Th¸ng 5 n¨m 2024"], [],
        ["§¬n vÞ", "D©n sè", "Sè ng\u00adêi tham gia BHYT"],
        ["ThÞ trÊn Nho Quan", 8000, 7600], ["X· §ång Phong", 5000, 4700], ["X· L¹c V©n", 4000, 3500],
    ]  # fmt: skip
    book("tcvn3-text-in-a-vntime-font.xlsx", tcvn3, dress=fonts(".VnTime"))
    book("tcvn3-text-without-its-font.xlsx", tcvn3)
    old_xls("tcvn3-text-in-an-old.xls", tcvn3, ".VnTime")
    vni = [
        ["Baûo hieåm xaõ hoäi huyeän Nho Quan"], ["Thaùng 5 naêm 2024"], [],
        ["Ñôn vò", "Daân soá", "Soá ngöôøi tham gia BHYT"],
        ["Thò traán Nho Quan", 8000, 7600], ["Xaõ Ñoàng Phong", 5000, 4700], ["Xaõ Laïc Vaân", 4000, 3500],
    ]  # fmt: skip
    book("vni-text-in-a-vni-font.xlsx", vni, dress=fonts("VNI-Times"))
    book("same-unit-twice-with-equal-figures.xlsx", [*TITLE, HEAD, *NHO_QUAN, NHO_QUAN[1]])
    book(
        "same-unit-twice-with-other-figures.xlsx",
        [*TITLE, HEAD, *NHO_QUAN, ["Xã Đồng Phong", 5000, 4600]],
    )
    book(
        "tone-marks-placed-otherwise-in-the-district-column.xlsx",
        [["TÌNH HÌNH THAM GIA BHYT THÁNG 5 NĂM 2024"], [], ["Huyện", "Xã", "Dân số", "BHYT"],
         ["Huyện Thuỷ Nguyên", "Xã An Lư", 5000, 4700], ["Huyện Thủy Nguyên", "Xã Hoà Bình", 4000, 3500],
         ["Huyện An Dương", "Xã An Hòa", 3000, 2600]],
    )  # fmt: skip
    book(
        "same-name-under-two-districts.xlsx",
        [*PROVINCE, STT, ["I", "Huyện Nho Quan", 9000, 8400], [1, "Xã Thanh Sơn", 5000, 4700],
         [2, "Xã Phú Sơn", 4000, 3700], ["II", "Huyện Gia Viễn", 6000, 5700], [1, "Xã Thanh Sơn", 3000, 2900],
         [2, "Xã Gia Trung", 3000, 2800]],
    )  # fmt: skip
    book(
        "town-beside-district-of-the-same-name.xlsx",
        [["BHXH TỈNH ĐỒNG THÁP"], [MONTH], [], HEAD, ["Thành phố Cao Lãnh", 160000, 150000],
         ["Huyện Cao Lãnh", 200000, 197000], ["Thị xã Hồng Ngự", 90000, 88000], ["Huyện Hồng Ngự", 150000, 140000],
         ["Toàn tỉnh", 600000, 575000]],
    )  # fmt: skip
    book(
        "wards-that-are-numbers.xlsx",
        [["BHXH QUẬN 5"], [MONTH], [], ["STT", "Phường", "Dân số", "BHYT"], [1, 1, 8000, 7600], [2, 2, 5000, 4700],
         [3, 3, 4000, 3500]],
    )  # fmt: skip


def old_xls(name: str, rows: Rows, font: str) -> None:
    """Build an old binary workbook in one font."""
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Sheet1")
    style = xlwt.easyxf(f"font: name {font}")
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            sheet.write(row, column, value, style)
    out = io.BytesIO()
    workbook.save(out)
    BUILT[name] = out.getvalue()


def targets() -> None:
    """Targets, printed rates and gaps."""
    book(
        "target-as-rate.xlsx",
        [*TITLE, [*HEAD, "Chỉ tiêu giao (%)"], *with_column(NHO_QUAN, 95, 95, 95)],
    )
    book(
        "target-as-count.xlsx",
        [*TITLE, [*HEAD, "Chỉ tiêu giao (người)"], *with_column(NHO_QUAN, 7500, 4800, 3600)],
    )
    book(
        "plan-actual-percent-groups.xlsx",
        [
            *TITLE, ["Đơn vị", "Dân số", "LLLĐ", "BHYT", None, None, "BHXH tự nguyện"],
            [None, None, None, "KH", "TH", "%", "KH", "TH", "%"],
            ["Xã Đồng Phong", 5000, 2500, 4800, 4700, 97.92, 150, 130, 86.67],
            ["Xã Lạc Vân", 4000, 2000, 3400, 3500, 102.94, 100, 110, 110],
        ],
        "A4:A5", "B4:B5", "C4:C5", "D4:F4", "G4:I4",
    )  # fmt: skip
    book(
        "plan-and-actual-in-one-storey.xlsx",
        [*TITLE, ["Đơn vị", "Dân số", "KH BHYT", "TH BHYT", "% TH/KH"], ["Xã Đồng Phong", 5000, 4800, 4700, 97.92],
         ["Xã Lạc Vân", 4000, 3400, 3500, 102.94]],
    )  # fmt: skip
    book(
        "plan-of-the-year-beside-the-month.xlsx",
        [
            ["BHXH HUYỆN NHO QUAN"], ["TÌNH HÌNH THAM GIA BHYT"], [],
            ["Đơn vị", "Dân số", "Kế hoạch năm 2024", "Thực hiện đến 31/5/2024", "% thực hiện so với kế hoạch"],
            *[[row[0], row[1], plan, row[2], rate] for row, plan, rate in
              zip(NHO_QUAN, (7500, 4800, 3600), (101.3, 97.9, 97.2), strict=True)],
        ],
    )  # fmt: skip
    book(
        "target-row-below-the-total.xlsx",
        [*TITLE, HEAD, *NHO_QUAN, TOTAL, ["Chỉ tiêu năm 2024", 17000, 16150]],
    )
    book(
        "target-above-the-table.xlsx",
        [*TITLE[:2], ["Chỉ tiêu giao năm 2024: 95%"], HEAD, *NHO_QUAN],
    )
    book(
        "target-as-fraction-beside-points.xlsx",
        [*TITLE, [*HEAD, "Chỉ tiêu (%)"], *with_column(NHO_QUAN, 95, 0.95, 95)],
    )
    book(
        "target-of-the-district-kept.xlsx",
        [
            *TITLE,
            [*HEAD, "Chỉ tiêu giao (người)"],
            *with_column(NHO_QUAN, 7500, 4800, 3600),
            [*TOTAL, 16000],
        ],
    )
    book(
        "printed-rate-that-differs.xlsx",
        [*TITLE, [*HEAD, "Tỷ lệ bao phủ BHYT (%)"], *with_column(NHO_QUAN, 95.0, 96.0, 87.5)],
    )
    book(
        "printed-gap-that-differs.xlsx",
        [*TITLE, [*HEAD, "Chỉ tiêu (%)", "Còn thiếu (người)"],
         *[[*row, 95, gap] for row, gap in zip(NHO_QUAN, (0, 60, 300), strict=True)]],
    )  # fmt: skip
    book(
        "attainment-that-is-no-coverage.xlsx",
        [*TITLE, [*HEAD, "Kế hoạch", "Tỷ lệ hoàn thành KH (%)"],
         *[[*row, *more] for row, more in zip(NHO_QUAN, [(7500, 101.3), (4800, 97.9), (3600, 97.2)], strict=True)]],
    )  # fmt: skip
    book(
        "rounded-rate-that-only-looks-met.xlsx",
        [["BHXH TỈNH ĐỒNG NAI"], ["THÁNG 6 NĂM 2018"], [], [*HEAD, "Tỷ lệ (%)", "Chỉ tiêu (%)"],
         ["Huyện Xuân Lộc", 240986, 197247, 81.85, 81.85], ["Huyện Thống Nhất", 160000, 140000, 87.5, 81.85]],
    )  # fmt: skip
    book(
        "rate-of-a-plan-of-new-people.xlsx",
        [*TITLE, ["Đơn vị", "Lực lượng lao động", "BHXH tự nguyện", None, None, None],
         [None, None, "KH phát triển mới năm 2024", "Phát triển mới", "Tỷ lệ %", "Tổng số đang tham gia"],
         ["Xã A", 2500, 100, 60, 60, 300], ["Xã B", 2000, 80, 90, 112.5, 250]],
        "C4:F4",
    )  # fmt: skip


def periods() -> None:
    """Where the month stands."""
    book("period-in-the-title.xlsx", [["BÁO CÁO BHYT THÁNG 5/2024"], [], HEAD, *NHO_QUAN])
    book("period-in-the-sheet-name.xlsx", [HEAD, *NHO_QUAN], sheet="Tháng 5-2024")
    book("period-in-the-file-name-2024-05.xlsx", [HEAD, *NHO_QUAN])
    book(
        "period-of-title-and-sheet-conflict.xlsx",
        [["BÁO CÁO BHYT THÁNG 5/2024"], [], HEAD, *NHO_QUAN],
        sheet="T4-2024",
    )
    book(
        "date-of-signature-is-no-period.xlsx",
        [
            HEAD,
            *NHO_QUAN,
            [],
            [None, None, "Nho Quan, ngày 10 tháng 6 năm 2024"],
            [None, None, "GIÁM ĐỐC"],
        ],
    )
    book("first-six-months.xlsx", [["BÁO CÁO BHYT 6 THÁNG ĐẦU NĂM 2024"], [], HEAD, *NHO_QUAN])
    book("quarter-in-the-title.xlsx", [["BÁO CÁO BHYT QUÝ II NĂM 2024"], [], HEAD, *NHO_QUAN])
    text(
        "one-row-per-unit-and-year.csv",
        "Năm,Đơn vị,Dân số,BHYT\n2022,Xã Đồng Phong,4900,4500\n2022,Xã Lạc Vân,3900,3300\n"
        "2023,Xã Đồng Phong,5000,4700\n2023,Xã Lạc Vân,4000,3500\n",
    )
    book(
        "months-as-rows.xlsx",
        [["XÃ ĐỒNG PHONG"], ["TÌNH HÌNH THAM GIA BHYT NĂM 2024"], [], ["Tháng", "Dân số", "BHYT"],
         ["Tháng 1", 5000, 4600], ["Tháng 2", 5000, 4650], ["Tháng 3", 5000, 4700]],
    )  # fmt: skip
    book(
        "years-as-rows.xlsx",
        [["XÃ ĐỒNG PHONG"], ["TÌNH HÌNH THAM GIA BHYT"], [], ["Năm", "Dân số", "BHYT"], [2021, 4800, 4300],
         [2022, 4900, 4500], [2023, 5000, 4700]],
    )  # fmt: skip
    dated = ["Ngày", *HEAD]
    april = [["Xã Đồng Phong", 5000, 4600], ["Xã Lạc Vân", 4000, 3450]]
    book(
        "days-as-rows.xlsx",
        [TITLE[0], ["TÌNH HÌNH THAM GIA BHYT"], [], dated,
         *indented(april, datetime.date(2024, 4, 30)), *indented(NHO_QUAN[1:], datetime.date(2024, 5, 15))],
    )  # fmt: skip
    text(
        "days-as-text-month-first.csv",
        "Date,Commune,Population,Health insured\n04/05/2024,A,5000,4600\n04/05/2024,B,4000,3450\n"
        "05/31/2024,A,5000,4700\n05/31/2024,B,4000,3500\n",
    )
    book(
        "one-day-of-report-beside-all-units.xlsx",
        [*TITLE, [*HEAD, "Ngày báo cáo"], *with_column(NHO_QUAN, *[datetime.date(2024, 6, 3)] * 3)],
    )
    book(
        "day-of-report-beside-each-unit.xlsx",
        [
            *TITLE,
            [*HEAD, "Ngày"],
            *with_column(NHO_QUAN, *(datetime.date(2024, 6, day) for day in (3, 4, 4))),
        ],
    )
    months = [
        ["Tháng 4/2024"],
        *april,
        ["Cộng", 9000, 8050],
        ["Tháng 5/2024"],
        *NHO_QUAN[1:],
        ["Cộng", 9000, 8200],
    ]
    book(
        "months-heading-groups-of-communes.xlsx",
        [TITLE[0], ["TÌNH HÌNH THAM GIA BHYT"], [], HEAD, *months],
    )
    book(
        "quarters-heading-groups-of-districts.xlsx",
        [PROVINCE[0], ["TÌNH HÌNH THAM GIA BHYT NĂM 2024"], [], STT,
         ["A", "Quý I", 28500, 26000], ["I", *DISTRICT[:2], 15500], *numbered(NHO_QUAN[:2]), [3, "Xã Lạc Vân", 4000, 3200],
         ["II", *OTHER[:2], 10500], *numbered([GIA_VIEN[0], ["Xã Gia Trung", 5500, 4800]]),
         ["B", "Quý II", 28500, 26500], ["I", *DISTRICT], *numbered(NHO_QUAN), ["II", *OTHER], *numbered(GIA_VIEN)],
    )  # fmt: skip
    book(
        "last-year-below-each-commune.xlsx",
        [*TITLE, HEAD, *[row for name, people, cards in NHO_QUAN
         for row in ([name, people, cards], ["Năm 2023", people - 100, cards - 200])]],
    )  # fmt: skip
    book(
        "dates-typed-over-the-columns.xlsx",
        [["Health insurance"], [], ["Commune", "Population", "Insured", None],
         [None, None, datetime.date(2024, 4, 30), datetime.date(2024, 5, 31)],
         ["A", 5000, 4600, 4700], ["B", 4000, 3450, 3500], ["Total", 9000, 8050, 8200]],
        "C3:D3",
    )  # fmt: skip
    april = [["Xã Đồng Phong", 5000, 4600], ["Xã Lạc Vân", 4000, 3450]]
    long: Rows = [*indented(april, "Tháng 4"), ["Tháng 4", "Cộng", 9000, 8050]]
    long = [*long, *indented(NHO_QUAN[1:], "Tháng 5"), ["Tháng 5", "Cộng", 9000, 8200]]
    book(
        "months-of-the-title-s-year-in-a-column.xlsx",
        [TITLE[0], ["BHYT NĂM 2024"], [], ["Tháng", *HEAD], *long],
    )
    merged: Rows = [
        ["Tháng 4/2024", *april[0]],
        [None, *april[1]],
        ["Cộng tháng 4", None, 9000, 8050],
    ]
    merged = [
        *merged,
        ["Tháng 5/2024", *NHO_QUAN[1]],
        [None, *NHO_QUAN[2]],
        ["Cộng tháng 5", None, 9000, 8200],
    ]
    book(
        "totals-in-the-column-of-months.xlsx",
        [TITLE[0], ["TÌNH HÌNH THAM GIA BHYT"], [], ["Kỳ", *HEAD], *merged],
    )
    book(
        "years-heading-groups-the-last-until-may.xlsx",
        [TITLE[0], ["SỐ NGƯỜI THAM GIA BHYT"], [], STT, ["I", "Năm 2023"], *numbered(april),
         ["II", "Năm 2024 (đến 31/5)"], *numbered(NHO_QUAN[1:])],
    )  # fmt: skip
    books(
        "population-and-labour-force-of-last-year-on-a-sheet.xlsx",
        {"DS": [["DÂN SỐ, LAO ĐỘNG NĂM 2023"], [], ["Xã", "Dân số", "Lực lượng lao động"], ["Xã A", 4900, 2500], ["Xã B", 3900, 2000]],
         "T5": [["BHYT, BHXH TỰ NGUYỆN THÁNG 5/2024"], [], ["Xã", "Dân số", "Số thẻ BHYT", "BHXH tự nguyện"],
                ["Xã A", 5000, 4700, 120], ["Xã B", 4000, 3500, 80]]},
    )  # fmt: skip
    books(
        "population-of-the-year-on-a-sheet-of-its-own.xlsx",
        {"Dân số": [["DÂN SỐ NĂM 2024"], [], ["STT", "Xã", "Dân số"], *numbered([row[:2] for row in NHO_QUAN])],
         "BHYT T4": [["BHYT THÁNG 4/2024"], [], ["STT", "Xã", "Số thẻ BHYT"], [1, "Thị trấn Nho Quan", 7500],
                     [2, "Xã Đồng Phong", 4600], [3, "Xã Lạc Vân", 3450]],
         "BHYT T5": [["BHYT THÁNG 5/2024"], [], ["STT", "Xã", "Số thẻ BHYT"], *numbered([[row[0], row[2]] for row in NHO_QUAN])]},
    )  # fmt: skip
    book(
        "months-below-each-commune.xlsx",
        [TITLE[0], ["BHYT NĂM 2024"], [], STT, [1, "Xã Đồng Phong"], [None, "Tháng 4", 5000, 4600], [None, "Tháng 5", 5000, 4700],
         [2, "Xã Lạc Vân"], [None, "Tháng 4", 4000, 3450], [None, "Tháng 5", 4000, 3500],
         [None, "Tổng cộng"], [None, "Tháng 4", 9000, 8050], [None, "Tháng 5", 9000, 8200]],
    )  # fmt: skip
    book(
        "year-and-month-in-one-number.xlsx",
        [
            TITLE[0],
            ["TÌNH HÌNH THAM GIA BHYT"],
            [],
            ["Kỳ", *HEAD],
            *indented(april, 202404),
            *indented(NHO_QUAN[1:], 202405),
        ],
    )
    book(
        "months-with-a-dot-over-the-columns.xlsx",
        [TITLE[0], ["TÌNH HÌNH THAM GIA BHYT"], [], ["Đơn vị", "Dân số", "4.2024", "5.2024"],
         ["Xã Đồng Phong", 5000, 4600, 4700], ["Xã Lạc Vân", 4000, 3450, 3500]],
    )  # fmt: skip
    books(
        "targets-by-quarter-on-a-sheet-of-their-own.xlsx",
        {"T5": [["BHYT THÁNG 5/2024"], [], ["Xã", "Dân số", "BHYT"], *NHO_QUAN[1:]],
         "KH quý": [["KẾ HOẠCH BHYT NĂM 2024"], [], ["Xã", *[f"Chỉ tiêu BHYT quý {quarter}" for quarter in ("I", "II", "III", "IV")]],
                    ["Xã Đồng Phong", 4600, 4750, 4800, 4850], ["Xã Lạc Vân", 3400, 3600, 3700, 3800]]},
    )  # fmt: skip


def refusals() -> None:
    """What cannot be computed, or is no sheet."""
    book("rates-only.xlsx", [*TITLE, ["Đơn vị", "Tỷ lệ bao phủ BHYT (%)"], *[[r[0], p] for r, p in zip(NHO_QUAN, (95, 94, 87.5), strict=True)]])  # fmt: skip
    book("only-the-uninsured.xlsx", [*TITLE, ["Đơn vị", "Dân số", "Số người chưa tham gia BHYT"],
         *[[name, people, people - cards] for name, people, cards in NHO_QUAN]])  # fmt: skip
    book(
        "list-of-units-without-counts.xlsx",
        [["Mã xã", "Tên xã", "Cấp"], ["14428", "Nho Quan", "Thị trấn"], ["14416", "Đồng Phong", "Xã"],
         ["14431", "Lạc Vân", "Xã"]],
    )  # fmt: skip
    book("two-columns-that-could-be-the-insured.xlsx", [*TITLE, ["Đơn vị", "Dân số", "Số thẻ BHYT", "Số người BHYT"],
         *[[*row, row[2] - 100] for row in NHO_QUAN]])  # fmt: skip
    book("empty-workbook.xlsx", [])
    book("headings-without-rows.xlsx", [*TITLE, HEAD])
    BUILT["~$lock-file-of-an-open-workbook.xlsx"] = (
        b"\x05BHXH" + b" " * 50 + b"\x05\x00B\x00H\x00X\x00H\x00" + b" \x00" * 51
    )
    BUILT["no-bytes-at-all.xlsx"] = b""
    rows = "".join(
        f"<tr><td>{name}</td><td>{people}</td><td>{cards}</td></tr>"
        for name, people, cards in NHO_QUAN
    )
    head = "".join(f"<th>{cell}</th>" for cell in HEAD)
    text("web-page-saved-as.xls", f'<html><head><meta charset="utf-8"></head><body><table><tr>{head}</tr>{rows}</table></body></html>')  # fmt: skip


def text_files() -> None:
    """CSV in its kinds."""
    lines = "Đơn vị,Dân số,BHYT\n" + "".join(
        f"{name},{people},{cards}\n" for name, people, cards in NHO_QUAN
    )
    text("cp1258.csv", lines, "cp1258")
    text("utf-8-with-mark.csv", lines, "utf-8-sig")
    text("tabs-in-utf-16.csv", lines.replace(",", "\t"), "utf-16")
    text("semicolons-with-sep-line.csv", "sep=;\n" + lines.replace(",", ";"))
    text(
        "quoted-cells-with-line-breaks.csv",
        lines.replace("Dân số", '"Dân\nsố"').replace("Xã Lạc Vân", '"Xã Lạc Vân"'),
    )
    text(
        "title-lines-above-in-csv.csv",
        "BHXH HUYỆN NHO QUAN,,\nTháng 5 năm 2024,,\n,,\n" + lines + "Tổng cộng,17000,15800\n",
    )
    text(
        "ragged-lines.csv",
        "BHXH HUYỆN NHO QUAN\nTháng 5 năm 2024\n\n"
        + lines.replace("4700\n", "4700,đã rà soát\n")
        + "\nNgười lập biểu\n",
    )
    text(
        "headings-in-an-unknown-language.csv",
        "Kunta,Asukkaat,Rokotetut\nKuopio,5000,4700\nJoensuu,4000,3500\n",
    )
    text(
        "english-thousands-in-quotes.csv",
        'Commune,Population,Health insured\nDong Phong,"5,000","4,700"\nLac Van,"4,000","3,500"\nTotal,"9,000","8,200"\n',
    )
    text(
        "semicolons-with-decimal-comma.csv",
        "Đơn vị;Dân số;BHYT;Tỷ lệ\nXã Đồng Phong;5000;4700;94,0\nXã Lạc Vân;4000;3500;87,5\n",
    )


def build() -> dict[str, bytes]:
    """Build every exhibit, by file name."""
    BUILT.clear()
    for room in (
        titles, headings, numbering, upper_columns, totals, layout, column_groups, numbers, names, targets, periods,
        refusals, text_files,
    ):  # fmt: skip
        room()
    return dict(BUILT)


if __name__ == "__main__":
    for file, content in build().items():
        (HERE / file).write_bytes(content)
