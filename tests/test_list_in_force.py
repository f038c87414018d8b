"""Which list of units a sheet is written on: found from names and codes, said by `inspect`, never for other countries."""

from __future__ import annotations

import json

import pytest
from program import SAMPLES, run

from coverage_cli.words import load_words

NHO_QUAN = (
    "Xã Đồng Phong",
    "Xã Yên Quang",
    "Xã Gia Sơn",
    "Xã Xích Thổ",
    "Xã Gia Lâm",
    "Xã Cúc Phương",
    "Xã Phú Sơn",
)
TODAY = (
    "Xã Nho Quan",
    "Xã Gia Lâm",
    "Xã Gia Tường",
    "Xã Cúc Phương",
    "Xã Phú Sơn",
    "Xã Phú Long",
    "Xã Quỳnh Lưu",
)


def inspected(*arguments):
    result = run("inspect", *arguments, "--format", "json")
    assert result.code == 0, result.err
    return json.loads(result.out)["tables"][0]["in_force"]


def sheet(folder, units, month="4/2025", upper="Tỉnh Ninh Bình"):
    lines = [f"BHYT {upper.upper()} THÁNG {month}", "Đơn vị,Dân số,Số người có thẻ BHYT"]
    lines += [f"{unit},{1000 + at},{900 + at}" for at, unit in enumerate(units)]
    path = folder / "bhyt.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("file", "day", "units"),
    [
        ("ninh-binh-2024-05.xlsx", "2020-01-01", 143),
        ("today/ninh-binh-2025-03.xlsx", "2025-01-01", 125),
        ("today/ninh-binh-2026-05.xlsx", "2025-07-01", 39),
    ],
)
def test_the_samples_are_on_the_lists_of_their_time(file, day, units):
    found = inspected(SAMPLES / file)
    assert (found["day"], found["expected"], found["known"], found["strangers"]) == (
        day,
        day,
        units,
        [],
    )
    said = load_words().period(day)
    assert f"{units} of {units} are on the list of {said}" in run("inspect", SAMPLES / file).out


def test_old_units_in_a_later_month_are_said(tmp_path):
    path = sheet(tmp_path, NHO_QUAN, "9/2025")
    found = inspected(path)
    assert (found["day"], found["expected"]) == ("2025-01-01", "2025-07-01")
    assert (
        "the list of 1 July 2025 was in force, not that of 1 January 2025"
        in run("inspect", path).out
    )


def test_units_of_two_lists_are_said(tmp_path):
    path = sheet(
        tmp_path,
        (*NHO_QUAN, "Xã Nho Quan", "Xã Gia Tường mới", "Phường Nam Hoa Lư", "Phường Tây Hoa Lư"),
    )
    found = inspected(path)
    assert found["strangers"] == ["Xã Nho Quan", "Phường Nam Hoa Lư", "Phường Tây Hoa Lư"]
    assert "3 are on the list of 1 July 2025 alone" in run("inspect", path).out


@pytest.mark.parametrize(
    "units",
    [
        ("Göttingen", "Northeim", "Peine", "Goslar", "Celle", "Uelzen"),
        ("Ashby", "Barrow", "Norwick", "Selby", "Great Selby", "Ely"),
        ("Xã A", "Xã B", "Xã C", "Xã D", "Xã E", "Xã G"),
        ("Trường A", "Trường B", "Trường C", "Trường D", "Trường E"),
        TODAY[:3],
    ],
)
def test_what_is_on_no_list_is_not_said_to_be(tmp_path, units):
    assert inspected(sheet(tmp_path, units)) is None
