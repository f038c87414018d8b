"""Rows of figures that are headings, units that look like headings, and headings that a user told."""

import pytest
from grids import VOCABULARY, grid, table, text_grid
from program import compute

from coverage_cli.errors import UnreadableInput
from coverage_cli.locate.headings import find_heading
from coverage_cli.locate.paths import heading_paths
from coverage_cli.locate.series import is_regular, may_be_series


def heading(rows, *merged):
    """Return the 1-based heading rows, the 1-based first data row and the paths."""
    sheet = rows if hasattr(rows, "merges") else grid(rows, *merged)
    found = find_heading(sheet, None, VOCABULARY.heads_a_column)
    assert found is not None
    return [row + 1 for row in found.rows], found.first_data_row + 1, paths(sheet, found.rows)


def paths(sheet, rows):
    return [" > ".join(path) for path in heading_paths(sheet, rows)]


def written(rows):
    """Return the sheet of a CSV file: every cell is text."""
    return text_grid(
        "\n".join("|".join("" if cell is None else str(cell) for cell in row) for row in rows)
    )


UNITS = [["Xã B", 4000, 3500], ["Xã C", 3200, 3100], ["Xã D", 5100, 4800]]


@pytest.mark.parametrize(
    "head", [["Đơn vị", "Dân số", "BHYT"], ["Gemeinde", "Einwohner", "Versicherte"]]
)
@pytest.mark.parametrize(
    "figures", [(2010, 1990), (1990, 2010), (2019, 2020), (2024, 2024), (1950, 1902)]
)
@pytest.mark.parametrize("as_text", [False, True])
def test_a_first_unit_whose_figures_look_like_years_is_data(head, figures, as_text):
    rows = [head, ["Xã A", *figures], *UNITS]
    assert heading(written(rows) if as_text else rows) == ([1], 2, head)


def test_all_units_may_look_like_years():
    rows = [
        ["Commune", "Population", "Enrolled"],
        ["Aue", 2010, 1990],
        ["Bern", 1985, 1950],
        ["Cham", 2001, 1987],
    ]
    assert heading(rows) == ([1], 2, rows[0])


def test_several_first_units_and_one_column_of_figures_may_look_like_years():
    assert heading([["Name", "Residents"], ["Aue", 1999], ["Bern", 2003], ["Cham", 8000], ["Dorn", 4000]])[:2] == (
        [1], 2,
    )  # fmt: skip
    rows = [
        ["TT", "Đơn vị", "Dân số", "BHYT"],
        [1, "Xã A", 2010, 1990],
        [2, "Xã B", 1980, 1960],
        [3, "Xã C", 4, 3],
    ]
    assert heading(rows)[:2] == ([1], 2)


@pytest.mark.parametrize("years", [[2023, 2024, 2025], ["Năm 2023", "Năm 2024", "Năm 2025"]])
def test_targets_that_rise_by_one_are_data_below_years(years):
    rows = [["Đơn vị", *years], ["Xã Đồng Phong", 93, 94, 95], ["Xã Lạc Vân", 93, 94, 95]]
    assert heading(rows)[:2] == heading(written(rows))[:2] == ([1], 2)


def test_a_small_unit_with_rising_figures_is_data():
    rows = [
        ["Điểm", "Trẻ", "Mũi 1", "Mũi 2"],
        ["Ao", 1, 2, 3],
        ["Bo", 210, 180, 170],
        ["Co", 195, 190, 180],
    ]
    assert heading(rows)[:2] == ([1], 2)


SERIES = [
    ["No.", "DISTRICT", 2015, 1, 2, 3],
    ["Code", "Name", "All ages", 0, 1, 2, 3, 4, "5+"],
    ["Code", "Name", "All ages", "0-4", "5-9", "10-14", "20+"],
    ["Mã", "Tên xã", "Tổng số", 0, 5, 10, 15, "20+"],
    ["STT", "Xã", 2022, 2023, 2024],
    ["Nr.", "Gemeinde", 2024, 2023, 2022],
    ["STT", "Đơn vị", 1, 2, 1, 2],
    ["Kode", "Kecamatan", "Jumlah", 1, 2, 3],
]


@pytest.mark.parametrize("head", SERIES, ids=lambda head: " ".join(map(str, head[1:4])))
@pytest.mark.parametrize("title", [[], [["Persons by age"]], [["BÁO CÁO"], []]])
@pytest.mark.parametrize("as_text", [False, True])
def test_a_heading_of_years_ages_or_doses_is_a_heading(head, title, as_text):
    units = [
        [f"K{at}", f"Unit {at}", *(at * 500 + column for column in range(len(head) - 2, 0, -1))]
        for at in (1, 2, 3)
    ]
    rows = [*title, head, *units]
    at = len(title) + 1
    assert heading(written(rows) if as_text else rows) == (
        [at],
        at + 1,
        [str(cell) for cell in head],
    )


@pytest.mark.parametrize(
    "doses", [[1, 2, 3], ["1", "2", "3"], ["A", "B", "C"], [1, 2], [2022, 2023, 2024]]
)
@pytest.mark.parametrize("merged", [False, True])
def test_doses_and_letters_below_a_group_are_headings(doses, merged):
    blanks = [None] * (len(doses) - 1)
    rows = [
        ["Đơn vị", "Trẻ dưới 1 tuổi", "DPT", *blanks],
        [None, None, *doses],
        *[
            [f"Xã {name}", 900 + at, *(880 - 9 * dose - at for dose in range(len(doses)))]
            for at, name in enumerate("ABC")
        ],
    ]
    merges = ("A1:A2", "B1:B2", f"C1:{'BCDE'[len(doses)]}1") if merged else ()
    assert heading(rows, *merges) == (
        [1, 2], 3, ["Đơn vị", "Trẻ dưới 1 tuổi", *(f"DPT > {dose}" for dose in doses)],
    )  # fmt: skip


@pytest.mark.parametrize(
    "numbers",
    [
        ["A", "B", 1, 2, 3],
        [1, 2, 3, 4, 5],
        [None, None, 1, 2, "3=2/1"],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
    ],
)
def test_column_numbers_below_two_storeys_are_no_heading(numbers):
    rows = [
        ["TT", "Đơn vị", "Dân số", "BHYT", None],
        [None, None, None, "KH", "TH"],
        numbers,
        *[[at, f"Xã {at}", 5000 + at, 4700, 4500 + at] for at in (1, 2, 3)],
    ]
    assert heading(rows, "A1:A2", "B1:B2", "C1:C2", "D1:E1")[:2] == ([1, 2], 4)
    assert heading(rows)[:2] == ([1, 2], 4)


@pytest.mark.parametrize("where", [("F1:G1",), ("D1:E1",), ("D1:E1", "F1:G1"), ()])
def test_a_group_reaches_over_its_columns_merged_or_not(where):
    rows = [
        ["Huyện", "Dân số", "LLLĐ", "Người tham gia", None, "Tỷ lệ (%)", None],
        [None, None, None, "BHXH", "BHYT", "BHXH", "BHYT"],
        ["A", 5000, 2500, 900, 4700, 36, 94],
        ["B", 4000, 2000, 600, 3480, 30, 87],
    ]
    sheet = grid(rows, "A1:A2", "B1:B2", "C1:C2", *where)
    assert paths(sheet, (0, 1))[3:] == [
        "Người tham gia > BHXH", "Người tham gia > BHYT", "Tỷ lệ (%) > BHXH", "Tỷ lệ (%) > BHYT",
    ]  # fmt: skip


def test_a_merged_group_ends_with_its_cells_and_a_heading_with_nothing_below_groups_nothing():
    rows = [
        ["Tên", "Kết quả", None, None, "Ghi chú", None],
        [None, "Nam", "Nữ", "Tổng", None, "Mã"],
        ["A", 1, 2, 3, "x", 4],
    ]
    assert paths(grid(rows, "A1:A2", "B1:C1"), (0, 1)) == [
        "Tên", "Kết quả > Nam", "Kết quả > Nữ", "Tổng", "Ghi chú", "Mã",
    ]  # fmt: skip


THREE = [
    ["School survey 2024", None, None, None],
    [None, "Total", "MMR", "MMR"],
    [None, "Students", "2 Doses", "Percent"],
    ["County", "Enrolled", "or More", "covered"],
    ["Alda", 1000, 950, 95],
    ["Borna", 2300, 2200, 95.7],
]


@pytest.mark.parametrize("as_text", [False, True])
def test_told_headings_may_run_over_storeys(as_text):
    sheet = written(THREE) if as_text else grid(THREE)
    told = {"population": "Total Students Enrolled", "enrolled": "MMR 2 doses or more"}
    found = table(sheet, unit="County", measures=told)
    assert found.header_rows == (1, 2, 3)
    assert {
        column.letter: column.subject for column in found.columns if column.told and column.subject
    } == {
        "B": "population",
        "C": "enrolled",
    }


def test_told_headings_find_the_row_that_no_shape_tells():
    rows = [
        ["Readings of the year", 2024, "all", "sites"],
        ["Site", 7, 30, 365],
        ["Alda", 40, 35, 30],
        ["Borna", 80, 75, 70],
    ]
    found = table(rows, unit="Site", measures={"population": "7", "enrolled": "365"})
    assert found.header_rows[-1] == 1
    assert [unit.name for unit in found.units if unit.leaf] == ["Alda", "Borna"]


def test_told_rows_keep_doses_and_leave_column_numbers():
    rows = [
        ["Xã", "Trẻ", "DPT", None, None],
        [None, None, 1, 2, 3],
        ["Xã A", 90, 88, 86, 85],
        ["Xã B", 80, 77, 76, 75],
    ]
    assert paths(grid(rows), find_heading(grid(rows), (1, 2)).rows)[2:] == [
        "DPT > 1",
        "DPT > 2",
        "DPT > 3",
    ]
    numbered = [["Xã", "Dân số", "BHYT"], ["A", 1, 2], ["Xã A", 900, 880], ["Xã B", 800, 770]]
    assert find_heading(grid(numbered), (1, 2)).rows == (0,)


def test_told_rows_over_names_alone_are_a_heading():
    assert find_heading(grid([["Danh sách"], ["Xã"], ["Xã A"], ["Xã B"]]), (1, 2)).rows == (0, 1)


def test_told_headings_below_another_table_find_theirs():
    rows = [
        ["Region", "Budget", "Spent"], ["North", 10, 9], ["South", 20, 18], [],
        ["Ward", "Residents", "Insured"], ["A", 3000, 2800], ["B", 4000, 3900],
    ]  # fmt: skip
    found = table(rows, unit="Ward", measures={"population": "Residents", "enrolled": "Insured"})
    assert found.header_rows == (4,)
    assert [unit.name for unit in found.units if unit.leaf] == ["A", "B"]


def test_a_row_called_like_a_told_heading_is_none():
    rows = [
        ["Ward", "Total residents", "Insured"],
        ["A", 3000, 2800],
        ["Total", 3000, 2800],
        ["B", 4000, 3900],
    ]
    assert table(
        rows, unit="Ward", measures={"population": "Total", "enrolled": "Insured"}
    ).header_rows == (0,)


def test_a_told_heading_that_stands_nowhere_is_refused_with_the_rows_read():
    rows = [["Ward", "Residents", "Insured"], ["A", 3000, 2800], ["B", 4000, 3900]]
    with pytest.raises(UnreadableInput) as refused:
        table(rows, unit="Ward", measures={"population": "People", "enrolled": "Insured"})
    assert refused.value.key == "column-not-found"


@pytest.mark.parametrize(
    ("figures", "may", "regular"),
    [
        ([2019, 2020], True, True), ([2020, 2019, 2018], True, True), ([2010, 1990], True, False),
        ([1, 2, 3, 1, 2, 3], True, True), ([0, 5, 10, 15], True, True), ([0, 4, 12, 18], True, False),
        (["5.00000", "6.00000", "7.00000"], True, True), ([5000, 4700], False, None), ([3, 1, 2], False, None),
        (["5.000", "6.000", "7.000"], False, None), ([1.5, 2.5, 3.5], False, None), ([12, 15], False, None),
    ],
)  # fmt: skip
def test_what_may_be_a_series(figures, may, regular):
    assert may_be_series(figures) is may
    assert regular is None or is_regular(figures) is regular


@pytest.mark.parametrize("text", ["not yet reported", "chưa có số liệu", "liegt nicht vor", "x"])
def test_a_first_unit_with_one_text_for_all_its_figures_is_a_unit(tmp_path, text):
    path = tmp_path / "t.csv"
    rows = [f"Xã Mường Lay,{text},{text}", "Xã Nậm Hàng,9100,8300", "Xã Hua Bum,7200,6900"]
    path.write_text("Xã,Dân số,BHYT\n" + "\n".join(rows), encoding="utf-8")
    report = compute(path).report()
    assert [row["unit"] for row in report["rows"][1:]] == [
        "Xã Mường Lay",
        "Xã Nậm Hàng",
        "Xã Hua Bum",
    ]
    assert report["rows"][0]["denominator"] == 16300


@pytest.mark.parametrize("head", ["Commune", "Location", "Sprengel"])
def test_units_whose_figures_all_look_like_years_stand_below_a_heading_of_years(tmp_path, head):
    path = tmp_path / "t.csv"
    path.write_text(
        f"{head},2019,2020\nDorf,2010,1995\nFurth,2080,2005\nGmund,1999,1990\n", encoding="utf-8"
    )
    report = compute(path, "--unit", head, "--denominator", "B", "--numerator", "C").report()
    assert (report["rows"][0]["numerator"], report["rows"][0]["denominator"]) == (5990, 6089)


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("Đơn vị hành chính", ["Xã", "Thôn"]),
        ("Area", ["County", "Ward"]),
        ("Gebiet", ["Landkreis", "Gemeinde"]),
    ],
)
def test_a_storey_of_names_alone_below_headings_of_counts_is_no_unit(group, names):
    rows = [[group, None, "Dân số", "BHYT"], [*names, None, None]]
    units = [["East", *UNITS[0]], [None, *UNITS[1]], ["West", *UNITS[2]]]
    found = heading([*rows, *units], "A1:B1")
    assert found[:2] == ([1, 2], 3)
    assert found[2] == [f"{group} > {names[0]}", f"{group} > {names[1]}", "Dân số", "BHYT"]


def test_a_unit_without_figures_is_no_storey():
    rows = [["Huyện", "Xã", "Dân số", "BHYT"], ["Nho Quan", "Đồng Phong", None, None]]
    assert heading([*rows, *(["Nho Quan", *unit] for unit in UNITS)])[:2] == ([1], 2)


@pytest.mark.parametrize(
    ("upper", "middle", "lower"),
    [
        (["Đơn vị", "Dân số", "Kết quả thực hiện"], "Người tham gia BHYT", ["KH", "TH"]),
        (["Commune", "Population", "Results 2023"], "Health insurance", ["Plan", "Insured"]),
        (["Gemeinde", "Einwohner", "Ergebnisse"], "Krankenversicherte", ["Soll", "Ist"]),
    ],
)
@pytest.mark.parametrize("as_text", [False, True])
@pytest.mark.parametrize("numbers", [[], [["A", "(1)", "(2)", "(3)"]]])
def test_a_lone_middle_storey_is_a_heading_though_nothing_is_merged(
    upper, middle, lower, as_text, numbers
):
    rows = [[*upper, None], [None, None, middle, None], [None, None, *lower], *numbers]
    rows += [[name, people, insured + 50, insured] for name, people, insured in UNITS]
    found = heading(written(rows) if as_text else rows)
    assert found[:2] == ([1, 2, 3], 4 + len(numbers))
    assert found[2][2:] == [f"{upper[2]} > {middle} > {low}" for low in lower]


def test_a_title_above_a_heading_of_one_row_stays_one():
    rows = [[None, None, "Health insurance by ward"], ["Ward", "Population", "Enrolled"], *UNITS]
    assert heading(rows)[0] == [2]
