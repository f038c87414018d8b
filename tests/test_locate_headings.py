"""Where the heading of a table stands, and the path of words over each column."""

import pytest
from grids import grid, table, text_grid

from coverage_cli.locate.headings import find_heading
from coverage_cli.locate.paths import heading_paths
from coverage_cli.model import ErrorCell

COMMUNES = [[1, "Xã A", 1000, 900], [2, "Xã B", 2000, 1500], [3, "Xã C", 3000, 2700]]
HEAD = ["TT", "Đơn vị", "Dân số", "BHYT"]


def heading(rows, *merged, told=None):
    """Return the 1-based heading rows, the 1-based first data row and the paths."""
    sheet = rows if hasattr(rows, "merges") else grid(rows, *merged)
    found = find_heading(sheet, told)
    assert found is not None
    paths = [" > ".join(path) for path in heading_paths(sheet, found.rows)]
    return [row + 1 for row in found.rows], found.first_data_row + 1, paths


def test_one_heading_row():
    assert heading([HEAD, *COMMUNES]) == ([1], 2, HEAD)


def test_letterhead_title_and_unit_line_are_no_heading():
    above = [
        ["BẢO HIỂM XÃ HỘI TỈNH NINH BÌNH", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["BHXH HUYỆN NHO QUAN", None, "Độc lập - Tự do - Hạnh phúc"],
        ["TỔNG HỢP TÌNH HÌNH THAM GIA BHYT NĂM 2024"],
        [None, None, None, "Đơn vị tính: Người"],
    ]
    assert heading([*above, HEAD, *COMMUNES], "A3:D3") == ([5], 6, HEAD)


def test_a_long_title_beside_the_number_of_its_table_is_no_heading():
    title = "Người tham gia bảo hiểm y tế trên địa bàn, theo xã, phường và nhóm tuổi. Số liệu sơ bộ đến hết tháng 5 năm 2024, "
    title += "chưa gồm lực lượng vũ trang"
    head = ["Đơn vị", "Dân số", "BHYT", "Nữ"]
    below = [head, *([*row[1:], 400] for row in COMMUNES)]
    assert heading([["7  ", title], *below]) == ([2], 3, head)
    assert heading([["7  ", "Năm 2024"], *below])[0] == [1, 2]


def test_a_title_with_a_year_of_its_own_cell_is_no_figure():
    assert heading([["Báo cáo năm", 2024], [], HEAD, *COMMUNES]) == ([3], 4, HEAD)


@pytest.mark.parametrize(
    "numbers", [["A", "B", "1", "2"], ["(1)", "(2)", "(3)", "(4)=(3)/(2)"], [1, 2, 3, 4]]
)
def test_a_row_of_column_numbers_is_neither_heading_nor_data(numbers):
    assert heading([HEAD, numbers, *COMMUNES]) == ([1], 3, HEAD)


def test_two_rows_with_merged_groups():
    rows = [
        ["TT", "Đơn vị", "Dân số", "BHYT", None],
        [None, None, None, "KH", "TH"],
        [1, "Xã A", 1000, 950, 900],
    ]
    assert heading(rows, "A1:A2", "B1:B2", "C1:C2", "D1:E1") == (
        [1, 2], 3, ["TT", "Đơn vị", "Dân số", "BHYT > KH", "BHYT > TH"],
    )  # fmt: skip


FOUR_ROWS = [
    ["TT", "Tên đơn vị", "Dân số", "Bảo hiểm y tế", None, None, None],
    [None, None, None, "Thực hiện", None, None, "Chỉ tiêu giao (%)"],
    [None, None, None, "Tổng số", "Trong đó", None, None],
    [None, None, None, None, "HGĐ", "HSSV", None],
    [1, "Xã A", 1000, 900, 300, 100, 95],
    [2, "Xã B", 2000, 1500, 400, 200, 95],
]
FOUR_PATHS = [
    "TT",
    "Tên đơn vị",
    "Dân số",
    "Bảo hiểm y tế > Thực hiện > Tổng số",
    "Bảo hiểm y tế > Thực hiện > Trong đó > HGĐ",
    "Bảo hiểm y tế > Thực hiện > Trong đó > HSSV",
    "Bảo hiểm y tế > Chỉ tiêu giao (%)",
]


def test_four_rows_with_merges():
    merged = ("A1:A4", "B1:B4", "C1:C4", "D1:G1", "D2:F2", "E3:F3", "G2:G4", "D3:D4")
    assert heading(FOUR_ROWS, *merged) == ([1, 2, 3, 4], 5, FOUR_PATHS)


def test_four_rows_saved_as_csv_without_merges():
    lines = "\n".join(
        "|".join("" if cell is None else str(cell) for cell in row) for row in FOUR_ROWS
    )
    assert heading(text_grid(lines)) == ([1, 2, 3, 4], 5, FOUR_PATHS)


def test_years_as_a_group_row():
    rows = [
        ["Xã", 2022, None, 2023, None],
        [None, "Dân số", "BHYT", "Dân số", "BHYT"],
        ["A", 1000, 900, 1010, 910],
    ]
    assert heading(rows, "B1:C1", "D1:E1", "A1:A2") == (
        [1, 2], 3, ["Xã", "2022 > Dân số", "2022 > BHYT", "2023 > Dân số", "2023 > BHYT"],
    )  # fmt: skip


def test_told_rows_win():
    rows = [["x", "y", "z"], ["Đơn vị", "Dân số", "BHYT"], ["Xã A", 100, 90]]
    assert heading(rows, told=(2, 2)) == ([2], 3, ["Đơn vị", "Dân số", "BHYT"])
    assert heading(rows, told=(1, 2))[2] == ["x > Đơn vị", "y > Dân số", "z > BHYT"]


def test_told_rows_beyond_the_sheet_find_nothing():
    assert find_heading(grid([HEAD, *COMMUNES]), (9, 9)) is None


def test_a_sheet_of_words_has_no_table():
    assert find_heading(grid([["Ghi chú"], ["Số liệu tạm tính"]])) is None


def test_error_cells_and_blanks_are_data_too():
    rows = [HEAD, [1, "Xã A", None, ErrorCell("#N/A")], [2, "Xã B", 2000, 1500]]
    assert heading(rows) == ([1], 2, HEAD)


def test_a_first_unit_without_figures_is_data():
    assert heading([HEAD, [1, "Xã A", None, None], *COMMUNES[1:]]) == ([1], 2, HEAD)


def test_a_first_group_row_without_figures_is_data():
    rows = [HEAD, ["I", "Huyện Nho Quan", None, None], *COMMUNES]
    assert heading(rows) == ([1], 2, HEAD)


def test_a_first_group_row_without_figures_and_numbering_is_data():
    rows = [HEAD[1:], ["Huyện Nho Quan", None, None], *(row[1:] for row in COMMUNES)]
    assert heading(rows) == ([1], 2, HEAD[1:])


def test_the_title_of_a_table_is_what_stands_above_it():
    found = table([["BHXH TỈNH NINH BÌNH", None, "Mẫu 01"], ["Tháng  5/2024"], [], HEAD, *COMMUNES])
    assert found.title == ("BHXH TỈNH NINH BÌNH", "Mẫu 01", "Tháng 5/2024")
    assert found.header_rows == (3,)
    assert found.rows == (4, 6)


@pytest.mark.parametrize("years", [[2022, 2023, 2024], ["2022", "2023", "2024"]])
def test_a_heading_of_years_over_the_figures(years):
    rows = [
        ["Dân số trung bình (người)"],
        ["Xã", *years],
        ["Xã A", 1000, 1010, 1020],
        ["Xã B", 2000, 2020, 2040],
    ]
    assert heading(rows) == ([2], 3, ["Xã", "2022", "2023", "2024"])


@pytest.mark.parametrize("years", [[2024, 2025], ["2024", "2025"]])
def test_a_last_heading_row_of_years(years):
    rows = [
        ["Xã", "Dân số", "BHYT", "Chỉ tiêu BHYT (%)", None],
        [None, None, None, *years],
        ["Xã A", 1000, 900, 95, 96],
        ["Xã B", 20, 15, 95, 96],
    ]
    sheet = grid(rows, "D1:E1", "A1:A2", "B1:B2", "C1:C2")
    assert heading(sheet)[:2] == ([1, 2], 3)
    assert [unit.row for unit in table(sheet).units] == [None, 2, 3]


@pytest.mark.parametrize(
    "title",
    [
        "BÁO CÁO TÌNH HÌNH THAM GIA BHYT TỈNH NINH BÌNH",
        "Báo cáo BHYT",
        "BIỂU 01 BHYT",
        "Kết quả tham gia BHYT tỉnh Ninh Bình năm 2024",
        "THAM GIA BẢO HIỂM Y TẾ TỈNH NINH BÌNH",
        "Report on health insurance",
    ],
)
@pytest.mark.parametrize("left", [None, "TT"])
def test_a_title_merged_over_the_figures_alone_is_no_group(title, left):
    head = [left, "Đơn vị", "Dân số", "BHYT", "Chỉ tiêu"]
    units = [[left and number, f"Xã {number}", 1000, 900, 950] for number in (1, 2, 3)]
    rows = [[None, None, title], head, *units]
    paths = [word or "" for word in head]
    assert heading(rows, "C1:E1") == ([2], 3, paths)


@pytest.mark.parametrize(
    "group", ["Tham gia BHYT", "Kết quả thực hiện", "THỰC HIỆN BHYT", "Biểudiễn"]
)
def test_a_group_merged_over_all_figures_stays_one(group):
    rows = [
        [None, None, group],
        ["TT", "Đơn vị", "KH", "TH"],
        [1, "Xã A", 10, 9],
        [2, "Xã B", 20, 15],
    ]
    assert heading(rows, "C1:D1") == ([1, 2], 3, ["TT", "Đơn vị", f"{group} > KH", f"{group} > TH"])


def test_a_group_that_begins_like_a_title_under_headings_that_reach_past_it():
    rows = [
        ["TT", "Đơn vị", "BHYT"],
        [None, None, "Tổng hợp năm 2024"],
        [None, None, "KH", "TH"],
        [1, "Xã A", 10, 9],
        [2, "Xã B", 20, 15],
    ]
    paths = ["TT", "Đơn vị", "BHYT > Tổng hợp năm 2024 > KH", "BHYT > Tổng hợp năm 2024 > TH"]
    assert heading(rows, "A1:A3", "B1:B3", "C1:D1", "C2:D2") == ([1, 2, 3], 4, paths)


def test_three_storeys_over_one_column():
    rows = [
        ["Đơn vị", "Dân số", "Kết quả thực hiện"],
        [None, None, "BHYT"],
        [None, None, "Số người"],
    ]
    units = [["Xã A", 1000, 900], ["Xã B", 2000, 1500], ["Xã C", 3000, 2700]]
    paths = ["Đơn vị", "Dân số", "Kết quả thực hiện > BHYT > Số người"]
    assert heading([*rows, *units], "A1:A3", "B1:B3") == ([1, 2, 3], 4, paths)


@pytest.mark.parametrize("lower", ["BHYT (người)", "Tham gia BHYT", "Health insured"])
def test_a_last_storey_with_one_text_that_is_not_merged_belongs_to_the_heading(lower):
    rows = [
        ["STT", "Đơn vị", "Kết quả", "Dân số"],
        [None, None, lower, None],
        [1, "Xã A", 900, 1000],
        [2, "Xã B", 800, 950],
    ]
    assert heading(rows)[:2] == ([1, 2], 3)
    rows[1][2] = "Đơn vị tính: người"
    assert heading(rows)[0] == [1]
