"""Rows that look like one more unit and are none: whoever counts them doubles a total without any error to be seen."""

import pytest
from grids import counts, observations, table, tree

HEAD = ["TT", "Đơn vị", "Dân số", "BHYT"]
BARE = HEAD[1:]


def leaves(rows):
    return [unit.name for unit in table(rows).units if unit.leaf]


@pytest.mark.parametrize("bullet", ["- ", "+ ", "• ", "-"])
def test_a_bullet_is_numbering(bullet):
    rows = [BARE, ["Huyện X", 30, 27], [f"{bullet}Xã A", 10, 9], [f"{bullet}Xã B", 20, 18]]
    assert [(name, level) for name, level, _ in tree(table(rows).units)] == [
        ("Huyện X", "district"), ("Xã A", "commune"), ("Xã B", "commune"),
    ]  # fmt: skip


def test_decimal_numbering_tells_the_hierarchy():
    rows = [
        HEAD,
        ["1", "X", 30, 27],
        ["1.1", "A", 10, 9],
        ["1.2", "B", 20, 18],
        ["2", "Y", 5, 4],
        ["2.1", "C", 5, 4],
    ]
    assert leaves(rows) == ["A", "B", "C"]
    assert [(name, parent) for name, _, parent in tree(table(rows).units)][2] == ("A", "X")


def test_decimal_numbering_beside_type_words():
    rows = [
        HEAD,
        ["1", "Huyện X", 30, 27],
        ["1.1", "Xã A", 10, 9],
        ["1.2", "Xã B", 20, 18],
        ["2", "Huyện Y", 5, 4],
        ["2.1", "Xã C", 5, 4],
    ]
    assert leaves(rows) == ["Xã A", "Xã B", "Xã C"]


@pytest.mark.parametrize(
    "label", ["Tháng trước", "Cùng kỳ năm 2023", "So với tháng trước", "Kế hoạch năm 2024"]
)
def test_rows_that_compare_with_another_time_are_no_units(label):
    assert leaves(
        [BARE, ["Xã A", 10, 9], ["Xã B", 20, 18], ["Tổng cộng", 30, 27], [label, 29, 26]]
    ) == ["Xã A", "Xã B"]


def test_the_last_of_two_totals_is_the_whole():
    rows = [
        BARE,
        ["Xã A", 10, 9],
        ["Xã B", 20, 18],
        ["Cộng", 30, 27],
        ["Lực lượng vũ trang", 2, 2],
        ["Tổng cộng", 32, 29],
    ]
    made = observations(rows)
    assert counts(made, "population")[made.units[0].name] == 32
    assert leaves(rows) == ["Xã A", "Xã B", "Lực lượng vũ trang"]


def test_the_whole_of_each_district_is_its_own_row():
    rows = [
        HEAD,
        ["I", "Huyện X"],
        [1, "Xã A", 10, 9],
        [2, "Xã B", 20, 18],
        [None, "Toàn huyện", 30, 27],
    ]
    rows += [
        ["II", "Huyện Y"],
        [1, "Xã C", 5, 4],
        [None, "Toàn huyện", 5, 4],
        [None, "Toàn tỉnh", 35, 31],
    ]
    found = counts(observations(rows), "population")
    assert (found["Huyện X"], found["Huyện Y"], found["Toàn tỉnh"]) == (30, 5, 35)


def test_the_whole_of_each_district_in_the_commune_column():
    rows = [
        ["Huyện", *HEAD[1:]],
        ["X", "A", 10, 9],
        ["X", "Toàn huyện", 10, 9],
        ["Y", "C", 5, 4],
        ["Y", "Toàn huyện", 5, 4],
    ]
    rows[0][1] = "Xã"
    found = counts(observations(rows), "population")
    assert (found["X"], found["Y"], found["Total"]) == (10, 5, None)


@pytest.mark.parametrize("label", ["Trong đó:", "Chia ra:", "Of which:", "davon:"])
def test_of_which_is_no_unit(label):
    assert leaves([BARE, ["Tổng số", 30, 27], [label], ["Xã A", 10, 9], ["Xã B", 20, 18]]) == [
        "Xã A",
        "Xã B",
    ]


def test_a_repeated_heading_is_no_unit():
    rows = [BARE, ["Xã A", 10, 9], ["Xã B", 20, 18], BARE, ["Xã C", 6, 3]]
    assert leaves(rows) == ["Xã A", "Xã B", "Xã C"]


def test_a_second_table_below_is_never_read_under_the_headings_of_the_first():
    rows = [
        BARE,
        ["Xã A", 10, 9],
        ["Xã B", 20, 18],
        [],
        ["Biểu 2: BHXH"],
        ["Đơn vị", "LLLĐ", "BHXH"],
        ["Xã A", 6, 3],
        ["Xã B", 8, 4],
    ]
    found = table(rows)
    assert [unit.row for unit in found.units if unit.leaf] == [1, 2]


def test_a_thanh_pho_numbered_over_communes_without_type_words_is_a_district():
    rows = [
        HEAD,
        ["I", "Thành phố Ninh Bình", 100, 90],
        [1, "Đông Thành", 60, 50],
        [2, "Nam Bình", 40, 40],
        ["II", "Nho Quan", 9, 9],
    ]
    assert [(name, level) for name, level, _ in tree(table([*rows, [1, "Lạc Vân", 9, 9]]).units)][:3] == [
        ("Total", "province"), ("Thành phố Ninh Bình", "district"), ("Đông Thành", "commune"),
    ]  # fmt: skip


def test_a_district_row_above_its_communes_in_columns_is_the_districts_own():
    rows = [
        ["Huyện", "Xã", "Dân số", "BHYT"],
        ["X", None, 30, 27],
        ["X", "A", 10, 9],
        ["X", "B", 20, 18],
        ["Y", None, 5, 4],
        ["Y", "C", 5, 4],
    ]
    assert counts(observations(rows), "population") == {
        "Total": None,
        "X": 30,
        "A": 10,
        "B": 20,
        "Y": 5,
        "C": 5,
    }


def test_a_total_in_the_commune_column_without_a_district_is_of_what_stands_above():
    rows = [
        ["Huyện", "Xã", "Dân số", "BHYT"],
        ["X", "A", 10, 9],
        [None, "B", 20, 18],
        [None, "Tổng cộng", 30, 27],
    ]
    made = observations(rows)
    assert tree(made.units) == [
        ("X", "district", None),
        ("A", "commune", "X"),
        ("B", "commune", "X"),
    ]
    assert counts(made, "population")["X"] == 30
