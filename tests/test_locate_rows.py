"""Which rows name units, which sum them up, and which are left out and why."""

import pytest
from grids import counts, found, grid, observations, reading, simple, table, tree

HEAD = ["TT", "Đơn vị", "Dân số", "BHYT"]
A, B, C = ["Xã A", 1000, 900], ["Xã B", 2000, 1500], ["Xã C", 3000, 2700]


def names(sheet, **told):
    return [unit.name for unit in table(sheet, **told).units]


def left(sheet):
    return [(at.row + 1, at.text, at.why) for at in table(sheet).left_out]


def test_every_row_with_a_name_is_a_unit_below_a_whole_that_is_built():
    units = table(simple(A, B, C)).units
    assert tree(units) == [
        ("Total", "district", None), ("Xã A", "commune", "Total"), ("Xã B", "commune", "Total"), ("Xã C", "commune", "Total"),
    ]  # fmt: skip
    assert [unit.row for unit in units] == [None, 1, 2, 3]
    assert [unit.name_cell for unit in units] == [None, (1, 0), (2, 0), (3, 0)]


def test_a_total_row_is_the_whole_and_no_unit():
    made = observations(simple(A, B, C, total=["Tổng cộng", 6000, 5100]))
    assert counts(made, "population") == {
        "Tổng cộng": 6000,
        "Xã A": 1000,
        "Xã B": 2000,
        "Xã C": 3000,
    }
    assert made.cell("population", 0) == "B5"


@pytest.mark.parametrize("label", ["Toàn tỉnh", "TỔNG SỐ", "Cộng", "Total", "Summe", "Grand Total"])
def test_a_total_row_above_its_parts_is_the_whole_too(label):
    made = observations(simple([label, 6000, 5100], A, B, C))
    assert counts(made, "health_insured") == {label: 5100, "Xã A": 900, "Xã B": 1500, "Xã C": 2700}


def test_the_whole_with_its_name_behind_it_is_never_summed_again():
    units = table(simple(A, B, C, total=["Toàn tỉnh Ninh Bình", 6000, 5100])).units
    assert (units[0].name, units[0].parent) == ("Toàn tỉnh Ninh Bình", None)
    assert [unit.row for unit in units] == [4, 1, 2, 3]


def test_a_total_merged_over_the_numbering_column_is_found():
    rows = [HEAD, [1, *A], [2, *B], ["Tổng cộng", None, 3000, 2400]]
    assert counts(observations(rows), "population") == {
        "Tổng cộng": 3000,
        "Xã A": 1000,
        "Xã B": 2000,
    }


@pytest.mark.parametrize("place", [["Tổng Cọt", 2000, 1500], ["Cộng Hòa", 2000, 1500]])
def test_a_place_called_like_a_total_is_a_place(place):
    assert names(simple(A, place, C)) == ["Total", "Xã A", place[0], "Xã C"]
    assert names(simple(A, ["Xã " + place[0], 2000, 1500])) == ["Total", "Xã A", "Xã " + place[0]]


@pytest.mark.parametrize("total", [[], [[None, "Tổng cộng", 6000, 5100]]])
def test_a_numbered_place_called_like_a_total_is_a_place_even_when_last(total):
    rows = [
        HEAD,
        [1, "An Bình", 1000, 900],
        [2, "Bình An", 2000, 1500],
        [3, "Cộng Hòa", 3000, 2700],
        *total,
    ]
    units = table(rows).units
    assert [unit.name for unit in units if unit.leaf] == ["An Bình", "Bình An", "Cộng Hòa"]


def test_a_place_called_like_a_total_is_a_place_before_the_total():
    units = table(simple(A, B, ["Cộng Hòa", 3000, 2700], total=["Tổng cộng", 6000, 5100])).units
    assert [unit.name for unit in units] == ["Tổng cộng", "Xã A", "Xã B", "Cộng Hòa"]


def test_a_nameless_last_row_with_figures_is_the_total():
    made = observations(simple(A, B, C, total=[None, 6000, 5100]))
    assert counts(made, "population") == {"Total": 6000, "Xã A": 1000, "Xã B": 2000, "Xã C": 3000}


def test_a_second_nameless_row_is_left_out():
    assert left(simple(A, [None, 10, 9], B, [None, 3000, 2400])) == [(3, "", "nameless")]


def test_notes_and_signatures_below_are_left_out_even_under_the_figures():
    rows = simple(A, B, total=["Tổng cộng", 3000, 2400])
    below = [
        ["Ghi chú: số liệu tạm tính"],
        [],
        [None, None, "Ninh Bình, ngày 3 tháng 6 năm 2024"],
        ["Người lập", None, "GIÁM ĐỐC"],
    ]
    assert names([*rows, *below]) == ["Tổng cộng", "Xã A", "Xã B"]
    assert left([*rows, *below]) == [
        (5, "Ghi chú: số liệu tạm tính", "below"),
        (7, "Ninh Bình, ngày 3 tháng 6 năm 2024", "below"),
        (8, "Người lập GIÁM ĐỐC", "below"),
    ]


def test_blank_rows_inside_do_not_end_the_table():
    assert names(simple(A, [], B, [], [], C)) == ["Total", "Xã A", "Xã B", "Xã C"]


def test_a_unit_without_figures_among_its_peers_is_a_unit():
    assert tree(table(simple(A, ["Xã B", None, None], C)).units)[2] == ("Xã B", "commune", "Total")


def test_a_unit_without_figures_is_said_at_its_cells():
    read = reading(simple(A, ["Xã B", None, None], C))
    assert found(read.findings) == [
        ("missing-value", "warning", ("B3",)),
        ("missing-value", "warning", ("C3",)),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        simple(["Xã A", None, None], B, C),
        [HEAD, [1, "An Bình", None, None], [2, "Bình An", 20, 15], [3, "Cẩm An", 30, 27]],
    ],
)
def test_a_first_unit_without_figures_is_a_unit_like_its_peers(rows):
    units = table(rows).units
    assert len(units) == 4
    assert {unit.level for unit in units[1:]} == {"commune"}


def test_repeated_column_numbers_inside_are_left_out():
    rows = [HEAD, [1, *A], ["(1)", "(2)", "(3)", "(4)"], [2, *B]]
    assert names(rows) == ["Total", "Xã A", "Xã B"]
    assert left(rows) == [(3, "(1) (2) (3) (4)", "numbers")]


def test_told_rows_are_obeyed():
    rows = simple(A, B, C, total=["Tổng cộng", 6000, 5100])
    assert names(rows, rows=(3, 4)) == ["Total", "Xã B", "Xã C"]


def test_hidden_rows_count_unless_told_otherwise():
    sheet = grid(simple(A, B, C), hidden_rows=frozenset({2}))
    assert names(sheet) == ["Total", "Xã A", "Xã B", "Xã C"]
    assert names(sheet, hidden="exclude") == ["Total", "Xã A", "Xã C"]


def test_names_lose_numbering_and_marks_and_keep_their_spelling():
    rows = simple(["1. Xã  Thanh\u00a0Hoá*", 1000, 900], ["2. Xã B (1)", 2000, 1500])
    assert names(rows) == ["Total", "Xã Thanh Hoá", "Xã B"]


@pytest.mark.parametrize(
    "numbers",
    [
        ["A", "1", "2"],
        ["B", 1, 2],
        [1, 2, 3],
        ["A", "B", "C"],
        ["A", "B", "C", "D"],
        ["1", "2", "3"],
    ],
)
def test_a_row_that_numbers_few_columns_is_none_of_the_units(numbers):
    headings = ["Đơn vị", "Dân số", "BHYT", "Ghi chú"][: len(numbers)]
    rows = [
        headings,
        numbers,
        *(["Xã A", 100, 90, None][: len(numbers)], ["Xã B", 200, 150, None][: len(numbers)]),
    ]
    assert [unit.name for unit in table(rows).units if unit.leaf] == ["Xã A", "Xã B"]


@pytest.mark.parametrize(
    ("total", "label", "parts"),
    [
        ("District Elmdale", "By type of area", ("Urban", "Rural")),
        ("Huyện Mộc Hà", "Chia theo giới tính", ("Nam", "Nữ")),
        ("Kreis Auen", "Nach Geschlecht", ("Männer", "Frauen")),
        ("Comuna Alta", "Por área", ("Urbano", "Rural")),
    ],
)
def test_a_label_over_parts_below_a_row_that_no_word_calls_total_is_no_unit(total, label, parts):
    rows = [
        ["A", 812, 704],
        ["B", 431, 402],
        ["C", 655, 601],
        [total, 1898, 1707],
        [label, None, None],
    ]
    rows += [[parts[0], 1000, 900], [parts[1], 898, 807]]
    made = [unit.name for unit in observations(simple(*rows)).units]
    assert "A" in made
    assert not {label, *parts} & set(made)


@pytest.mark.parametrize(
    ("head", "groups", "total", "labels"),
    [
        (
            ("Region", "District"),
            ("North", "South"),
            "Overall",
            ("Average per district", "Same month last year"),
        ),
        (("Huyện", "Xã"), ("Mộc Hà", "Yên Sơn"), "Tổng cộng", ("Bình quân", "Cùng kỳ năm trước")),
        (("Bezirk", "Gemeinde"), ("Nord", "Süd"), "Insgesamt", ("Durchschnitt", "Vorjahr")),
    ],
)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_comparisons_below_the_total_in_the_column_of_upper_units_are_no_units(
    head, groups, total, labels, count
):
    rows = [
        [*head, "Population", "BHYT"],
        [groups[0], "Au", 4100, 3800],
        [None, "Berg", 3900, 3500],
    ]
    rows += [
        [groups[1], "Cham", 5200, 4700],
        [None, "Dorn", 2900, 2600],
        [total, None, 16100, 14600],
    ]
    rows += [[label, None, 15800, 13900] for label in labels[:count]]
    made = observations(rows)
    assert counts(made, "population") == {
        total: 16100, groups[0]: None, "Au": 4100, "Berg": 3900, groups[1]: None, "Cham": 5200, "Dorn": 2900,
    }  # fmt: skip
