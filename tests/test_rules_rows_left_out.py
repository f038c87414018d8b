"""What the reader must know about a sheet's layout: hidden rows and columns, rows left out, names that are numbers."""

import unicodedata

import pytest
from grids import found, grid, simple, table
from program import compute

from coverage_cli.rules import check_layout

A, B, C = ["Xã A", 1000, 900], ["Xã B", 2000, 1500], ["Xã C", 3000, 2700]


def said(rows, *merged, **options):
    made = table(grid(rows, *merged, **options))
    return check_layout(made, made.columns)


def test_a_plain_sheet_has_nothing_to_say():
    assert said(simple(A, B, C, total=["Tổng cộng", 6000, 5100])) == []


def test_hidden_rows_that_count_are_said():
    (finding,) = said(simple(A, B, C), hidden_rows=frozenset({2, 3, 9}))
    assert found([finding]) == [("hidden-rows", "warning", ("A3", "A4"))]
    assert (finding.count, finding.values["rows"]) == (2, ("3", "4"))


def test_a_hidden_column_that_counts_is_said():
    assert found(said(simple(A, B, C), hidden_columns=frozenset({1, 7}))) == [
        ("hidden-column", "warning", ("B1",))
    ]


def test_notes_below_are_said():
    (finding,) = said([*simple(A, B), ["Ghi chú: tạm tính"], [None, None, "GIÁM ĐỐC"]])
    assert found([finding]) == [("rows-left-out.below", "info", ("A4", "A5"))]
    assert (finding.values["rows"], finding.values["text"]) == (("4", "5"), "Ghi chú: tạm tính")


def test_a_second_row_without_name_is_an_error():
    assert found(said(simple(A, [None, 10, 9], B, [None, 3000, 2400]))) == [
        ("rows-left-out.nameless", "error", ("A3",))
    ]


@pytest.mark.parametrize(
    "row", [[None, "Huyện Q", "Xã D", 1000, 900, 95], [None, "Huyện Q", "Xã D", 1000, 900, "95%"]]
)
def test_a_row_shifted_to_the_right_beside_its_district_is_said_and_left_out(row):
    head = ["Huyện", "Xã", "Dân số", "BHYT", "Chỉ tiêu BHYT (%)"]
    rows = [
        head,
        ["Huyện P", "Xã A", 1000, 900, 95],
        row,
        ["Huyện Q", "Xã E", 1000, 800, 95],
        ["Huyện Q", "Xã F", 9, 8, 95],
    ]
    assert [unit.name for unit in table(grid(rows)).units if unit.leaf] == ["Xã A", "Xã E", "Xã F"]
    (finding,) = [at for at in said(rows) if at.code == "row-shifted"]
    assert (finding.cell, finding.variant, finding.values["found"]) == ("C3", "right", "Xã D")


def test_words_for_a_count_beside_a_district_s_own_row_are_no_shifted_row():
    head = ["Huyện", "Xã", "Dân số", "BHYT"]
    rows = [head, ["P", "A", 1000, 900], [None, "P", "chưa rõ", 900], ["P", "B", 1000, 800]]
    assert [at for at in said(rows) if at.code == "row-shifted"] == []


def test_a_number_where_a_name_should_be_is_a_shifted_row():
    rows = simple(A, B, [1200, 900, None], C, ["Xã D", 10, 9])
    (finding,) = said(rows)
    assert found([finding]) == [("row-shifted", "error", ("A4",))]
    assert finding.values["found"] == "1200"


def test_a_scale_in_a_heading_is_no_word_that_nobody_understood():
    assert (
        said([["Xã", "Dân số (nghìn người)", "BHYT"], ["Xã A", 1.5, 900], ["Xã B", 2.5, 1500]])
        == []
    )


def test_names_with_characters_that_nobody_sees_are_said():
    rows = simple(
        ["Xã\u00a0A\u200b", 1000, 900],
        [unicodedata.normalize("NFD", "Xã Đồng Phong"), 2000, 1500],
        ["  Xã C", 3, 2],
    )
    (finding,) = said(rows)
    assert found([finding]) == [("name-repaired", "info", ("A2", "A3"))]
    assert (finding.values["unit"], finding.count) == ("Xã A", 2)


def test_a_told_column_of_grades_holds_names(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "Grade,Population,Enrolled\nK,800,760\n1,840,800\n2,900,850\nPre-K,300,290\nTotal,2840,2700\n"
    )
    made = compute(path, "--unit", "Grade")
    assert "row-shifted" not in made.codes()
    assert made.row("1")["numerator"] == 800
