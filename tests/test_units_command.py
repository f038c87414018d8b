"""`coverage units`: a unit by name or code at a date, its parents, what became of it and of what."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import pytest
from program import SAMPLES, compute, run

SCHEMA = Path(__file__).parent.parent / "docs" / "schemas" / "units.schema.json"


def units(*arguments):
    result = run("units", *arguments, "--format", "json")
    assert result.code == 0, result.err
    made = json.loads(result.out)
    jsonschema.validate(made, json.loads(SCHEMA.read_text(encoding="utf-8")))
    return made["units"]


def test_a_unit_is_told_with_its_parents_and_what_became_of_it():
    (found,) = units("Xã Đồng Phong")
    assert found["parents"] == ["Tỉnh Ninh Bình", "Huyện Nho Quan"]
    assert [(one["unit"], one["code"], one["on"]) for one in found["became"]] == [
        ("Xã Nho Quan", "14428", "2025-07-01")
    ]


def test_a_code_is_another_unit_on_another_day():
    assert [one["unit"] for one in units("14428")] == [
        "Thị trấn Nho Quan",
        "Xã Văn Phong",
        "Xã Nho Quan",
    ]
    on_a_day = [
        units("14428", "--as-of", day)[0]["unit"] for day in ("2024-06", "2025-03-01", "2026")
    ]
    assert on_a_day == ["Xã Văn Phong", "Thị trấn Nho Quan", "Xã Nho Quan"]


def test_what_a_unit_was_made_of_is_told_and_where_nobody_tells():
    (found,) = units("Xã Nho Quan")
    assert [one["unit"] for one in found["made_of"]] == [
        "Xã Đồng Phong",
        "Xã Yên Quang",
        "Thị trấn Nho Quan",
    ]
    (ward,) = units("Phường Trúc Bạch")
    assert [(one["unit"], one["kind"]) for one in ward["made_of"]] == [(None, "unknown")]
    assert "nobody tells of which units" in run("units", "Phường Trúc Bạch").out


def test_a_part_without_a_share_is_told_as_one():
    text = run("units", "gia tân", "--as-of", "2025-03-01", "--lang", "vi").out
    assert "Phường Tây Hoa Lư (14533): một phần, không rõ bao nhiêu người" in text


def test_units_of_a_day_are_listed_below_an_upper_one():
    assert len(units("--in", "Tỉnh Ninh Bình")) == 129
    assert len(units("--in", "Tỉnh Ninh Bình > Huyện Nho Quan", "--as-of", "2025-01-01")) == 23
    assert "23 units" in run("units", "--in", "Huyện Nho Quan", "--as-of", "2025-01-01").out


def test_letters_may_be_left_open_with_or_without_tone_marks():
    names = {one["unit"] for one in units("nho q*")}
    assert names == {"Thị trấn Nho Quan", "Xã Nho Quan"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Xã Dong Phong",), "Xã Đồng Phong"),
        (("--in", "Huyện Nho Quang", "--as-of", "2024"), "Huyện Nho Quan"),
        (("zzzzqqqq",), "found none"),
        (("Xã Nho Quan", "--as-of", "soon"), "--as-of"),
        (("Xã Nho Quan", "-o", "units.pdf"), "units.pdf"),
        (("Xã Nho Quan", "--format", "xlsx"), "xlsx"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_comes_near(arguments, said):
    result = run("units", *arguments)
    assert result.code == 2
    assert said in result.err
    assert result.out == ""


def test_a_table_that_was_written_restates_as_the_one_it_came_from(tmp_path):
    """Who corrects Viet Nam's changes begins with a copy of them."""
    table = tmp_path / "changes.csv"
    assert run("units", "*", "--in", "Tỉnh Ninh Bình", "-o", table).code == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["old_name"] for row in rows} >= {"Xã Đồng Phong", "Xã Nho Quan", "Xã Xuân Thiện"}
    may = SAMPLES / "ninh-binh-2024-05.xlsx"
    asked = (may, "-i", "health_insurance", "--as-of", "2025-07-01")
    own, copied = (compute(*asked, *more).report()["rows"] for more in ((), ("--units", table)))
    assert copied == own


def test_a_table_of_another_country_is_looked_up_alike(tmp_path):
    table = tmp_path / "kreise.csv"
    table.write_text(
        "alter Schlüssel;alter Name;gültig bis;neuer Schlüssel;neuer Name;Anteil;Quelle\n"
        "03152;Göttingen;31.10.2016;03159;Göttingen;;Gesetz\n03156;Osterode am Harz;31.10.2016;03159;Göttingen;;Gesetz\n",
        encoding="utf-8",
    )
    (found,) = units("03159", "--units", table)
    assert [one["unit"] for one in found["made_of"]] == ["Göttingen", "Osterode am Harz"]
