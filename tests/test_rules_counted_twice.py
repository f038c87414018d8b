"""Tables that count the same people again: a summary beside its districts, a copied sheet."""

import openpyxl
import pytest
from program import compute

HEAD = ["Đơn vị", "Dân số", "BHYT"]
NHO_QUAN = [["Xã Đồng Phong", 5000, 4700], ["Xã Lạc Vân", 4000, 3500]]
GIA_VIEN = [["Xã Quỳnh Lưu", 8000, 7600]]


def codes(path, sheets, *options):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in [HEAD, *rows]:
            sheet.append(row)
    book.save(path / "thang-5-2024.xlsx")
    result = compute(path / "thang-5-2024.xlsx", *options)
    return [
        (at["code"], at["sheet"]) for at in result.report()["findings"] if at["severity"] == "error"
    ]


def test_districts_alone_count_nobody_twice(tmp_path):
    sheets = {"Nho Quan": NHO_QUAN, "Gia Viễn": GIA_VIEN}
    assert codes(tmp_path, sheets, "--parent", "@sheet") == []


@pytest.mark.parametrize("options", [(), ("--parent", "@sheet")])
def test_a_summary_of_the_other_sheets_is_said(tmp_path, options):
    summary = [["Nho Quan", 9000, 8200], ["Gia Viễn", 8000, 7600]]
    sheets = {"Tổng hợp": summary, "NQ": NHO_QUAN, "GV": GIA_VIEN}
    assert ("counted-twice", "Tổng hợp") in codes(tmp_path, sheets, *options)


def test_a_copied_sheet_is_said_at_the_copy(tmp_path):
    sheets = {"Nho Quan": NHO_QUAN, "Gia Viễn": GIA_VIEN, "Nho Quan (2)": NHO_QUAN}
    assert codes(tmp_path, sheets, "--parent", "@sheet") == [("counted-twice", "Nho Quan (2)")]


def test_a_unit_with_and_without_its_type_word_counts_once(tmp_path):
    rows = [["Xã Thượng Hòa", 3000, 2500], ["Thượng Hòa", 3000, 2500], *NHO_QUAN]
    book = openpyxl.Workbook()
    for row in [HEAD, *rows]:
        book.active.append(row)
    book.save(tmp_path / "thang-5-2024.xlsx")
    report = compute(tmp_path / "thang-5-2024.xlsx").report()
    assert report["rows"][0]["denominator"] == 12000
    assert ("duplicate-unit", "warning") in [
        (at["code"], at["severity"]) for at in report["findings"]
    ]


def test_the_district_offices_of_a_summary_are_the_districts_of_the_sheets(tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, title, rows in (
        (
            "TH",
            "TỈNH NINH BÌNH",
            [["BHXH huyện Nho Quan", 9000, 8200], ["BHXH huyện Gia Viễn", 8000, 7600]],
        ),
        ("NQ", "HUYỆN NHO QUAN", NHO_QUAN),
        ("GV", "HUYỆN GIA VIỄN", GIA_VIEN),
    ):
        sheet = book.create_sheet(name)
        for row in [[f"BHYT {title} THÁNG 5 NĂM 2024"], [], HEAD, *rows]:
            sheet.append(row)
    book.save(tmp_path / "bhyt.xlsx")
    rows = compute(tmp_path / "bhyt.xlsx").report()["rows"]
    assert [(row["level"], row["denominator"]) for row in rows[:2]] == [
        ("province", 17000),
        ("district", 9000),
    ]
    assert len(rows) == 6
