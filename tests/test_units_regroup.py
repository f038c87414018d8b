"""Subtotals that nothing marks: a row that is the sum of its neighbours is put over them, and that is said."""

import pytest
from grids import counts, found, observations, simple, tree

from coverage_cli.units import find_sums

A, B, C = ["Xã A", 1000, 900], ["Xã B", 2000, 1500], ["Xã C", 3000, 2700]
WHOLE = [6000, 5100]


def leaves(rows):
    made, _ = find_sums(observations(rows))
    return [unit.name for unit in made.units if unit.leaf]


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("BHXH TỈNH NINH BÌNH", [["NINH BÌNH", *WHOLE], A, B, C]),
        ("BHXH TỈNH NINH BÌNH", [A, B, C, ["Tỉnh Ninh Bình", *WHOLE]]),
        ("BHXH HUYỆN NHO QUAN", [A, B, C, ["Huyện Nho Quan", *WHOLE]]),
        ("Bezirk Oberbayern", [A, B, C, ["Oberbayern", *WHOLE]]),
    ],
)
def test_a_row_of_the_whole_by_its_own_name_is_never_summed_again(title, rows):
    assert leaves([[title], [], *simple(*rows)]) == ["Xã A", "Xã B", "Xã C"]


def test_the_grand_total_below_sections_is_never_a_unit_of_the_last_one():
    rows = [
        ["Area", "Population", "Health insured"],
        ["New South Wales"],
        ["A", 1000, 900],
        ["New South Wales (Total)", 1000, 900],
    ]
    rows += [["Victoria"], ["C", 3000, 2700], ["Victoria (Total)", 3000, 2700], ["Australia", 4000, 3600]]
    assert "Australia" not in leaves(rows)


def test_regions_over_provinces_under_a_country():
    rows = simple(
        ["Cả nước", 21000, 18000],
        ["Đồng bằng sông Hồng", 6000, 5100], ["Hà Nội", 1000, 900], ["Hải Phòng", 2000, 1500], ["Nam Định", 3000, 2700],
        ["Tây Nguyên", 15000, 12900], ["Kon Tum", 4000, 3000], ["Gia Lai", 5000, 4500], ["Đắk Lắk", 6000, 5400],
    )  # fmt: skip
    made, said = find_sums(observations(rows))
    parents = {name: parent for name, _, parent in tree(made.units)}
    assert parents["Hà Nội"] == "Đồng bằng sông Hồng"
    assert parents["Kon Tum"] == "Tây Nguyên"
    assert parents["Tây Nguyên"] == "Cả nước"
    assert [code for code, _, _ in found(said)] == ["sum-among-units"] * 2
    assert counts(made, "population")["Cả nước"] == 21000


def test_a_total_with_a_fault_in_one_column_is_a_total_all_the_same():
    rows = simple(["Ninh Bình", 6000, 5101], A, B, C)
    assert leaves(rows) == ["Xã A", "Xã B", "Xã C"]
    assert found(find_sums(observations(rows))[1]) == [("sum-among-units.nearly", "warning", ("A2",))]


def test_each_column_must_be_about_the_sum():
    assert leaves(simple(["Ninh Bình", 6000, 4101], A, B, C)) == ["Ninh Bình", "Xã A", "Xã B", "Xã C"]
    assert leaves(simple(["Ninh Bình", 6100, 5200], A, B, C)) == ["Ninh Bình", "Xã A", "Xã B", "Xã C"]


def test_small_counts_that_add_up_by_chance_prove_nothing():
    rows = simple(["Xã A", 15, 9], ["Xã B", 5, 4], ["Xã C", 10, 5], ["Xã D", 400, 300])
    assert leaves(rows) == ["Xã A", "Xã B", "Xã C", "Xã D"]


def test_with_one_column_two_parts_prove_nothing():
    rows = [["Xã", "Dân số"], ["A", 3000], ["B", 1000], ["C", 2000], ["D", 4500]]
    assert leaves(rows) == ["A", "B", "C", "D"]


def test_the_row_and_its_parts_are_named():
    rows = simple(["Ninh Bình", *WHOLE], A, B, C, ["Xã D", 4, 3])
    (said,) = find_sums(observations(rows))[1]
    assert (said.code, said.severity, said.cells, said.unit) == ("sum-among-units", "warning", ("A2",), "Ninh Bình")
    assert (said.values["parts"], said.values["first"], said.values["last"]) == (3, "3", "5")


def test_a_commune_that_equals_two_others_by_chance_stays_a_commune():
    rows = simple(["Xã A", 1000, 900], ["Xã B", 2000, 1500], ["Xã C", 3000, 2400], ["Xã D", 400, 300])
    assert leaves(rows) == ["Xã A", "Xã B", "Xã C", "Xã D"]


def test_with_one_column_a_large_town_is_no_total_of_all_others():
    rows = [["Đơn vị", "Dân số"], ["Ninh Bình", 6012], ["A", 1000], ["B", 2000], ["C", 3000]]
    assert leaves(rows) == ["Ninh Bình", "A", "B", "C"]
    assert leaves([rows[0], ["Ninh Bình", 6002], *rows[2:]]) == ["A", "B", "C"]
