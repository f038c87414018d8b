"""Blocks below each other with a heading each, rows of rates between them, and the lines that are a table's own."""

import pytest
from grids import PROFILE, VOCABULARY, grid, table, tree
from program import compute

from coverage_cli.locate import lines_above, locate
from coverage_cli.locate.rate_rows import is_rate_row
from coverage_cli.locate.title import title_of
from coverage_cli.project import Told

VI = ["STT", "Đơn vị", "Dân số", "BHYT"]
DE = ["Gemeinde", "Einwohner", "Versicherte"]
EN = ["Ward", "Population", "Enrolled"]


def blocks(head, names, closing=(), between=(), blank=False):
    """Return a sheet of blocks of two units, each below its name and the heading."""
    rows = []
    for at, name in enumerate(names, 1):
        first, second = (1000 * at, 900 * at), (500 * at, 400 * at)
        numbered = len(head) - 3
        rows += [
            name,
            *between,
            head,
            [*[1][:numbered], f"Xã {2 * at}", *first],
            [*[2][:numbered], f"Xã {2 * at + 1}", *second],
            *(row(1500 * at, 1300 * at) for row in closing),
            *[[]][: int(blank)],
        ]
    return rows


def groups(rows, *merged, **told):
    found = table(rows, *merged, **told)
    leaves = [unit for unit in found.units if unit.leaf]
    uppers = [
        (unit.name, unit.level) for unit in found.units if not unit.leaf and unit.parent is not None
    ]
    assert len(leaves) == 2 * len(uppers)
    assert [found.units[unit.parent].name for unit in leaves] == [
        name for name, _ in uppers for _ in (1, 2)
    ]
    return uppers


@pytest.mark.parametrize("blank", [False, True])
@pytest.mark.parametrize(
    ("head", "names", "expected"),
    [
        (
            VI,
            [["Huyện Nho Quan"], ["Thị xã Hồng"], ["Huyện Yên Mô"]],
            ["Huyện Nho Quan", "Thị xã Hồng", "Huyện Yên Mô"],
        ),
        (VI, [["Huyện: Kim Sơn"], ["Huyện: Gia Viễn"]], ["Huyện Kim Sơn", "Huyện Gia Viễn"]),
        (VI, [["Huyện", "Kim Sơn"], ["Huyện", "Gia Viễn"]], ["Huyện Kim Sơn", "Huyện Gia Viễn"]),
        (
            VI,
            [["I", "Huyện Kim Sơn"], ["II", "Huyện Gia Viễn"]],
            ["Huyện Kim Sơn", "Huyện Gia Viễn"],
        ),
        (VI, [["Quận 1"], ["Quận 3"], ["Quận 10"]], ["Quận 1", "Quận 3", "Quận 10"]),
        (
            VI,
            [[None, "Huyện Kim Sơn"], [None, "Huyện Gia Viễn"]],
            ["Huyện Kim Sơn", "Huyện Gia Viễn"],
        ),
        (DE, [["Landkreis Nord"], ["Landkreis Süd"]], ["Landkreis Nord", "Landkreis Süd"]),
        (EN, [["County: Alda"], ["County: Borna"]], ["County: Alda", "County: Borna"]),
        (EN, [["Northern"], ["Southern"], ["Islands"]], ["Northern", "Southern", "Islands"]),
    ],
)
def test_the_name_above_each_heading_stands_over_its_block(head, names, expected, blank):
    assert [name for name, _ in groups(blocks(head, names, blank=blank))] == expected


def test_titles_and_unit_lines_between_the_names_are_none():
    rows = blocks(
        VI, [["Huyện A"], ["Huyện B"]], between=[[], [None, None, None, "Đơn vị tính: người"]]
    )
    assert groups(rows) == [("Huyện A", "district"), ("Huyện B", "district")]
    rows = [["TỔNG HỢP BHYT"], *blocks(VI, [["Huyện A"], ["Huyện B"]])]
    assert table(rows).title == ("TỔNG HỢP BHYT",)


@pytest.mark.parametrize(
    "closing",
    [
        lambda people, insured: ["Percent:", None, f"{insured / people:.1%}"],
        lambda *_: ["Anteil", None, 80.0],  # 400 of 500 in the row above
        lambda *_: ["Persentase", None, "80,0"],
        lambda *_: ["Tỷ lệ (%)", None, 80],
        lambda people, insured: ["Total", people, insured],
    ],
)
def test_closing_rows_and_rows_of_rates_stand_between_blocks(closing):
    assert [name for name, _ in groups(blocks(EN, [["County: Alda"], ["County: Borna"]], [closing]))] == [
        "County: Alda", "County: Borna",
    ]  # fmt: skip


def test_headings_of_two_storeys_and_column_numbers_are_printed_again():
    head = [VI, [None, None, "(người)", "(thẻ)"], ["A", "B", 1, 2]]
    rows = [
        ["Huyện A"], *head, [1, "Xã 1", 1000, 900], [2, "Xã 2", 500, 400],
        ["Huyện B"], *head, [1, "Xã 3", 2000, 1800], [2, "Xã 4", 700, 600],
    ]  # fmt: skip
    assert [name for name, _ in groups(rows)] == ["Huyện A", "Huyện B"]


@pytest.mark.parametrize(
    "pages", [["Trang 1", "Trang 2"], ["Page 1 of 2", "Page 2 of 2"], ["Bảng 1", "Bảng 1 (tiếp)"]]
)
def test_pages_name_no_blocks(pages):
    found = table(blocks(VI, [[page] for page in pages]))
    assert [unit.name for unit in found.units if unit.leaf] == ["Xã 2", "Xã 3", "Xã 4", "Xã 5"]
    assert len(found.units) == 5


@pytest.mark.parametrize(
    ("months", "periods"),
    [
        (["5/2024", "6/2024"], ["2024-05", "2024-06"]),
        (["Tháng 11/2023", "Tháng 12/2023"], ["2023-11", "2023-12"]),
        (["Quý I/2024", "Quý II/2024", "Quý III/2024"], ["2024-Q1", "2024-Q2", "2024-Q3"]),
    ],
)
def test_months_above_the_headings_are_the_times_of_their_blocks(months, periods):
    rows = [["TÌNH HÌNH THAM GIA BHYT"]]
    for at, month in enumerate(months):
        rows += [
            [month],
            VI,
            [1, "Xã A", 1000, 900 + at],
            [2, "Xã B", 500, 400 + at],
            [None, "Cộng", 1500, 1300 + 2 * at],
        ]
    found = locate(grid(rows), Told(), PROFILE.measures, VOCABULARY)
    assert [made.period for made in found] == periods
    assert all(
        [unit.name for unit in made.units if unit.leaf] == ["Xã A", "Xã B"] for made in found
    )
    assert found[0].title == ("TÌNH HÌNH THAM GIA BHYT",)


def test_a_block_that_goes_on_over_the_page_is_one():
    rows = blocks(VI, [["Huyện A"], ["Huyện A"], ["Huyện B"]])
    found = table(rows)
    assert [(unit.name, unit.parent) for unit in found.units if not unit.leaf] == [
        ("Total", None), ("Huyện A", 0), ("Huyện B", 0),
    ]  # fmt: skip
    assert [unit.parent for unit in found.units if unit.leaf] == [1, 1, 1, 1, 6, 6]


def test_groups_below_a_heading_printed_again_stay():
    rows = [
        VI, ["I", "Huyện A", None, None], [1, "Xã 1", 1000, 900],
        VI, [2, "Xã 2", 500, 400], ["II", "Huyện B", None, None], [1, "Xã 3", 2000, 1800],
        VI, ["III", "Huyện C", None, None], [1, "Xã 4", 700, 600],
    ]  # fmt: skip
    parents = {name: parent for name, _, parent in tree(table(rows).units)}
    assert (parents["Xã 1"], parents["Xã 2"], parents["Xã 3"], parents["Xã 4"]) == (
        "Huyện A", "Huyện A", "Huyện B", "Huyện C",
    )  # fmt: skip


def test_a_heading_of_years_printed_again_is_no_unit():
    head = ["Xã", 2023, 2024]
    rows = [head, ["A", 5000, 4700], ["B", 4000, 3500], head, ["C", 3000, 2500]]
    found = table(rows, measures={"population": "2023", "enrolled": "2024"})
    assert [unit.name for unit in found.units if unit.leaf] == ["A", "B", "C"]


def test_what_a_row_of_rates_is():
    above = ["Kindergarten", 1000.0, 950.0]
    assert is_rate_row(["Percent:", None, 95.0], above, (1, 2))
    assert is_rate_row(["so", None, "95%"], above, (1, 2))
    assert not is_rate_row(["Small", 100.0, 95.0], above, (1, 2))
    assert not is_rate_row(["Small", None, 94.0], above, (1, 2))
    assert not is_rate_row(["Small", None, "95%"], ["Other", 1000.0, "94%"], (1, 2))


BESIDE = [
    ["Monthly infants", None, None, None, "Monthly tetanus report for pregnant and other women"],
    ["First quarter", None, None, None, "Number of women in thousands"],
    ["District", "Infants", "Insured", None, "District", "Women", "Enrolled"],
    ["Alpha", 1000, 950, None, "Alpha", 800, 400],
    ["Beta", 2000, 1700, None, "Beta", 1800, 900],
]


def test_the_lines_over_a_table_beside_are_its_own():
    found = table(BESIDE, measures={"population": "B", "enrolled": "C"})
    assert found.title == ("Monthly infants", "First quarter")
    other = table(BESIDE, unit="E", measures={"population": "F", "enrolled": "G"})
    assert other.title == (
        "Monthly tetanus report for pregnant and other women",
        "Number of women in thousands",
    )
    merged = table(
        grid([["Health report of the state"], *BESIDE], "A1:G1"),
        measures={"population": "B", "enrolled": "C"},
    )
    assert merged.title[0] == "Health report of the state"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["BHXH TỈNH A", "TÌNH HÌNH THAM GIA BHYT", "(Số liệu đến ngày 31/5/2024, chưa gồm công an)"], "TÌNH HÌNH THAM GIA BHYT"),
        (["Infant report", "All districts of the northern region with their private clinics"], "Infant report"),
        (["Bericht der Kreise", "Übersicht aller Gemeinden des Landes mit Zahlen"], "Bericht der Kreise"),
        (["Office", "Insured people of the district by commune", "May 2024"], "Insured people of the district by commune"),
        (["Đơn vị tính: người", "BHYT 2024"], "BHYT 2024"),
        (["UBND THÀNH PHỐ TAM ĐIỆP", "Số thẻ BHYT còn hạn sử dụng"], "Số thẻ BHYT còn hạn sử dụng"),
        (["BẢO HIỂM XÃ HỘI THỊ XÃ ĐÔNG BẢNG", "Dân số tham gia BHYT"], "Dân số tham gia BHYT"),
        (["SỞ Y TẾ TỈNH HÀ NAM", "PHÒNG GD&ĐT HUYỆN KIM BẢNG", "Học sinh có thẻ năm học"], "Học sinh có thẻ năm học"),
        (["BHXH tự nguyện theo xã, quý II", "Danh mục kèm theo của huyện"], "BHXH tự nguyện theo xã, quý II"),
        (["Department of Health of Golbury", "Insured residents by ward"], "Insured residents by ward"),
        (["Landratsamt Hohenau", "Krankenversicherte je Gemeinde"], "Krankenversicherte je Gemeinde"),
        (["BHXH HUYỆN KIM SƠN"], "BHXH HUYỆN KIM SƠN"),
        ([], ""),
    ],
)  # fmt: skip
def test_the_title_is_the_first_line_that_reads_like_one(lines, title):
    assert title_of(lines, VOCABULARY) == title


@pytest.mark.parametrize("name", ["Huyện Kim Bảng", "Xã Bảng Lãng", "PHƯỜNG ĐỒNG BIỂU"])
def test_a_places_name_is_no_title(name):
    assert not VOCABULARY.is_title(name)
    assert VOCABULARY.is_title(f"{name}: Biểu tổng hợp")
    assert VOCABULARY.is_title(f"Bảng 3. Thẻ BHYT {name}")


TWO_TABLES = [
    ["Office of Golbury"],
    ["Table 4. Clinics and beds, March 2022"],
    ["Ward", "Clinics", "Beds"],
    ["Alpha", 3, 20],
    ["Beta", 4, 21],
    ["Gamma", 5, 22],
    [],
    ["Insured residents, June 2023"],
    ["Ward", "Population", "Health insured"],
    ["Alpha", 1000, 950],
    ["Beta", 2000, 1700],
    ["Gamma", 3000, 2900],
]


@pytest.mark.parametrize("as_text", [False, True])
def test_the_lines_below_an_earlier_table_are_a_tables_own(as_text):
    rows = [
        [str(value) if as_text and isinstance(value, int) else value for value in row]
        for row in TWO_TABLES
    ]
    sheet = grid(rows)
    found = table(sheet, header_rows=(9, 9), rows=(10, 12))
    assert title_of(found.title, VOCABULARY) == "Insured residents, June 2023"
    assert lines_above(sheet, 8) == ["Insured residents, June 2023"]
    undated = grid([*rows[:7], ["Insured residents"], *rows[8:]])
    assert "Table 4. Clinics and beds, March 2022" in lines_above(undated, 8)


def test_a_table_beside_may_count_anything():
    beside = [["Schools of the district", None, None, "Insured residents of the district"]]
    beside += [["Parish", "Schools", None, "Parish", "Population", "Insured"]]
    beside += [["Alpha", 3, None, "Alpha", 1000, 950], ["Beta", 4, None, "Beta", 2000, 1700]]
    found = table(beside, unit="D", measures={"population": "E", "enrolled": "F"})
    assert found.title == ("Insured residents of the district",)


def test_signatures_between_blocks_are_no_units():
    rows = []
    for at, name in enumerate(("Huyện Sơn Hòa", "Huyện Sông Hinh"), 1):
        rows += [
            [name],
            VI,
            [1, f"Xã {2 * at}", 1000 * at, 900 * at],
            [2, f"Xã {2 * at + 1}", 500 * at, 400 * at],
        ]
        rows += [["Kế toán", None, None, "Thủ trưởng"], ["Lê Văn B", None, "Trần C"]]
    assert groups(rows) == [("Huyện Sơn Hòa", "district"), ("Huyện Sông Hinh", "district")]


@pytest.mark.parametrize("line", ["Đơn vị: 1.000 người", "(ĐVT: nghìn người)"])
def test_a_unit_line_beside_the_name_of_a_block_is_no_heading(line):
    head = ["Xã", "Dân số", "BHYT"]
    rows = [["Huyện Vân Hồ", None, line], head, ["Xã 2", 12.5, 11.5], ["Xã 3", 8, 7.5]]
    rows += [["Huyện Mường La", None, line], head, ["Xã 4", 9.5, 9], ["Xã 5", 14, 13]]
    assert groups(rows) == [("Huyện Vân Hồ", "district"), ("Huyện Mường La", "district")]
    found = table(rows)
    assert (found.scale, {column.scale for column in found.columns[1:]}) == (1000, {1000})


def test_months_written_as_numbers_with_a_point_name_blocks(tmp_path):
    block = "{},,,\nNo,Area,Population,Insured\n1,Ashby,4100,{}\n2,Barrow,5200,{}\n"
    blocks = (("03.2024", 3800, 4700), ("04.2024", 3900, 4800), ("05.2024", 4000, 4900))
    path = tmp_path / "t.csv"
    path.write_text("".join(block.format(*one) for one in blocks), encoding="utf-8")
    report = compute(path, "--period", "2024-05").report()
    assert report["rows"][0]["numerator"] == 8900


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (VI, ["Huyện Bắc Hà", "Huyện Si Ma Cai", "Thị xã Sa Pa"]),
        (["Đơn vị", "Dân số", "BHYT"], ["HUYỆN MƯỜNG LA", "HUYỆN SỐP CỘP"]),
        (EN, ["Kelton District", "Norwick District"]),
        (DE, ["Landkreis Rodau", "Landkreis Ahr"]),
    ],
)
@pytest.mark.parametrize("blank", [False, True])
def test_a_heading_names_its_block_where_the_word_for_units_might_stand(head, names, blank):
    rows = blocks(head, names, blank=blank)
    shown = [name for name in names]
    for at, row in enumerate(rows):
        if row is head:
            rows[at] = [shown.pop(0) if cell == head[-3] else cell for cell in head]
    found = groups([row if isinstance(row, list) else [] for row in rows])
    assert [name for name, _ in found] == names
    assert {level for _, level in found} == {"district"}


@pytest.mark.parametrize(
    "closing",
    [
        lambda *_: ["Người lập biểu: Lê Thị Hà"],
        lambda *_: ["Prepared by: M. Otieno"],
        lambda *_: ["Erstellt von: Frau Kühn"],
        lambda people, insured: ["% insured", None, 100 * insured / people],
    ],
)
def test_who_made_a_block_and_its_percentage_are_no_units(closing):
    made = groups(blocks(EN, [["County: Alda"], ["County: Borna"]], [closing]))
    assert [name for name, _ in made] == ["County: Alda", "County: Borna"]


@pytest.mark.parametrize("mark", ["F", "(s)", "conf."])
def test_a_row_of_one_word_for_figures_not_printed_heads_no_second_table(mark):
    rows = [EN, ["Alda", 1000, 900], ["Borna", mark, mark], ["Cosel", 700, 650]]
    assert not table(rows).findings
    assert [unit.name for unit in table(rows).units][1:] == ["Alda", "Borna", "Cosel"]


@pytest.mark.parametrize(
    ("unit", "line"),
    [
        ("Xã", "ĐVT: nghìn người"),
        ("Ward", "(in thousands)"),
        ("Gemeinde", "Angaben in 1.000 Personen"),
    ],
)
def test_communes_of_millions_contradict_their_unit_line(unit, line):
    rows = [
        ["BHYT"],
        [line],
        [unit, "Population", "Health insured"],
        ["A", 12776, 10982],
        ["B", 8094, 6910],
    ]
    said = [one for one in table(rows).findings if one.code == "unit-scale"]
    assert [one.cells for one in said] == [("B4", "B5"), ("C4", "C5")]
    assert not table(rows, scale=1000).findings
    rows[2][0] = "Country"
    assert not table(rows).findings
