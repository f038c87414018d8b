"""`compute --sort` and `--top`: the units in the order that was asked for, each indicator for itself."""

from __future__ import annotations

import pytest
from program import SAMPLES, run

MAY = SAMPLES / "ninh-binh-2024-05.xlsx"
SHEET = """Huyện,Xã,Dân số,BHYT,Chỉ tiêu BHYT (%)
Đông,Ba Vì,1000,900,95
Đông,Cát,400,300,80
Tây,Ân,2000,1890,95
Tây,Dương,500,,95
"""


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "bhyt-2024-05.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def units(*arguments):
    return [row["unit"] for row in run("compute", *arguments, "--format", "json").report()["rows"]]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("people", ["Ba Vì", "Cát", "Ân", "Dương"]),
        ("points", ["Ba Vì", "Cát", "Ân", "Dương"]),
        ("attainment", ["Cát", "Ba Vì", "Ân", "Dương"]),
        ("coverage", ["Cát", "Ba Vì", "Ân", "Dương"]),
        ("name", ["Ba Vì", "Cát", "Dương", "Ân"]),
    ],
)
def test_units_stand_in_the_order_asked_for_and_unknown_ones_last(sort, order, sheet):
    assert units(sheet, "--level", "commune", "--sort", sort) == order


def test_the_first_so_many_are_lowest_units_unless_a_level_is_told(sheet):
    assert units(sheet, "--top", "2") == ["Ba Vì", "Cát"]
    assert units(sheet, "--top", "1", "--level", "district") == ["Đông"]
    assert units(sheet, "--top", "1", "--in", "Tây") == ["Ân"]


def test_all_units_are_sorted_where_no_number_is_told(sheet):
    assert len(units(sheet, "--sort", "people")) == 7
    assert units(sheet, "--sort", "people")[1] == "Đông"


def test_each_indicator_is_ordered_for_itself_and_without_target_by_coverage():
    rows = run("compute", MAY, "--top", "1", "--format", "json").report()["rows"]
    assert [(row["indicator"], row["unit"]) for row in rows] == [
        ("health_insurance", "Xã Lưu Phương"),
        ("social_insurance", "Xã Ân Hòa"),
        ("voluntary_social_insurance", "Xã Ân Hòa"),
        ("unemployment_insurance", "Xã Ân Hòa"),
    ]


def test_where_fewer_is_better_the_highest_rate_needs_most(tmp_path):
    path = tmp_path / "tiem-2024-05.csv"
    path.write_text("Commune,DTP1,DTP3\nA,100,95\nB,100,70\nC,100,99\n", encoding="utf-8")
    told = ("--profile", "immunisation", "-i", "drop_out_dtp", "--level", "commune")
    assert units(path, *told, "--sort", "coverage") == ["B", "A", "C"]


def test_the_foot_speaks_of_all_units(sheet):
    assert "Commune: 0 of 4 met" in run("compute", sheet, "--top", "1").out


def test_every_format_is_written(tmp_path):
    for suffix in ("csv", "json", "md", "html", "xlsx"):
        out = tmp_path / f"most.{suffix}"
        assert run("compute", MAY, "--top", "5", "-o", out).code == 0
        assert out.stat().st_size > 500


def test_an_unknown_key_is_wrong_use(sheet):
    result = run("compute", sheet, "--sort", "size")
    assert (result.code, "coverage" in result.err) == (2, True)
