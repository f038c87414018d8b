"""What each column is taken for: by the words of its heading, or by what the user tells."""

import pytest
from grids import by_heading, roles, table
from program import compute

from coverage_cli.errors import UnreadableInput


def taken(*headings):
    """Return what these headings are taken for over rows of figures; the first column names communes."""
    rows = [
        ["Xã", *headings, "Tỷ lệ cũ (%)"],
        *[[name, *[number] * (len(headings) + 1)] for name, number in (("A", 1000), ("B", 2000))],
    ]
    return [by_heading(table(rows))[heading] for heading in headings]


@pytest.mark.parametrize(
    ("heading", "measure"),
    [
        ("Dân số", "population"),
        ("Tổng số nhân khẩu", "population"),
        ("LLLĐ trong độ tuổi", "labour_force"),
        ("Lực lượng lao động", "labour_force"),
        ("Số HSSV", "pupils"),
        ("Số người tham gia BHYT", "health_insured"),
        ("Số thẻ BHYT", "health_insured"),
        ("BHYT hộ gia đình", "health_insured_household"),
        ("BHYT HSSV", "pupils_insured"),
        ("BHXH", "social_insured"),
        ("BHXH bắt buộc", "social_compulsory"),
        ("BHXH TN", "social_voluntary"),
        ("BHTN", "unemployment_insured"),
        ("BHYT phát triển mới", "new_health_insured"),
        ("Population", "population"),
        ("Health insured (total)", "health_insured"),
        ("Labor force", "labour_force"),
        ("Einwohner", "population"),
        ("Krankenversicherte insgesamt", "health_insured"),
        ("Erwerbspersonen", "labour_force"),
        ("Population (Dân số)", "population"),
        ("Số NK", "population"),
        ("Tổng số DS", "population"),
        ("Sỹ số HS", "pupils"),
        ("HS/SV có thẻ BHYT", "pupils_insured"),
        ("Số TG BHYT", "health_insured"),
        ("LĐ trong độ tuổi lao động", "labour_force"),
        ("so_nguoi_tham_gia_bhyt", "health_insured"),
        ("tong_dan_so", "population"),
        ("so_the_bhxh_tu_nguyen", "social_voluntary"),
        ("Nombre d'assurés", "enrolled"),
        ("Personas aseguradas", "enrolled"),
        ("Población total", "population"),
        ("Seguro de salud, asegurados", "health_insured"),
        ("Jumlah peserta", "enrolled"),
        ("População residente", "population"),
    ],
)
def test_measures_by_their_words(heading, measure):
    assert taken(heading) == [("measure", measure)]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Tỷ lệ bao phủ BHYT (%)", ("rate", "health_insured")),
        ("Tỉ lệ BHYT", ("rate", "health_insured")),
        ("Chỉ tiêu giao BHYT", ("target", "health_insured")),
        ("Kế hoạch BHYT", ("target", "health_insured")),
        ("BHYT còn thiếu", ("gap", "health_insured")),
        ("BHYT tăng, giảm so với tháng trước", ("change", "health_insured")),
        ("Tỷ lệ hoàn thành kế hoạch BHYT", ("attainment", "health_insured")),
        ("TL bao phủ BHYT", ("rate", "health_insured")),
        ("CT giao BHYT", ("target", "health_insured")),
        ("Ghi chú", ("note", None)),
        ("Target", ("target", None)),
        ("Ziel (%)", ("target", None)),
    ],
)
def test_other_roles_by_their_words(heading, role):
    assert (
        by_heading(table([["Xã", "Dân số", heading], ["A", 1000, 95], ["B", 2000, 96]]))[heading]
        == role
    )


def test_a_named_measure_wins_over_the_general_word():
    assert taken("Dân số", "Số người tham gia BHYT") == [
        ("measure", "population"),
        ("measure", "health_insured"),
    ]
    assert taken("Population", "Enrolled") == [("measure", "population"), ("measure", "enrolled")]


def test_a_group_is_never_the_total():
    rows = [
        ["Xã", "Dân số", "BHYT", None],
        [None, None, "Tổng số", "Trong đó: HGĐ"],
        ["A", 1000, 900, 300],
        ["B", 2000, 1500, 400],
    ]
    assert roles(table(rows, "C1:D1", "A1:A2", "B1:B2")) == {
        "A": ("unit", None),
        "B": ("measure", "population"),
        "C": ("measure", "health_insured"),
        "D": ("measure", "health_insured_household"),
    }


def test_the_column_whose_heading_says_nothing_more_is_the_measure():
    assert taken("BHYT", "BHYT cũ") == [("measure", "health_insured"), ("other", "health_insured")]


def test_two_columns_that_serve_equally_are_refused_with_the_choices():
    with pytest.raises(UnreadableInput) as refused:
        taken("Dân số", "BHYT đợt 1", "BHYT đợt 2")
    assert refused.value.key == "measure-ambiguous"
    assert refused.value.values["choices"] == ("C 'BHYT đợt 1'", "D 'BHYT đợt 2'")


def test_the_same_measure_of_two_years_is_no_conflict():
    found = table([["Xã", "BHYT 2022", "BHYT 2023"], ["A", 900, 910], ["B", 1500, 1600]])
    assert [(column.subject, column.period) for column in found.columns[1:]] == [
        ("health_insured", "2022"),
        ("health_insured", "2023"),
    ]


PLAIN = [["Nơi", "Cột 1", "Cột 2"], ["A", 1000, 900], ["B", 2000, 1500]]
GROUPED = [
    ["Nơi", "BHYT", None, "BHXH", None],
    [None, "TH", "KH", "TH", "KH"],
    ["A", 9, 10, 1, 2],
    ["B", 19, 20, 3, 4],
]
MERGED = ("B1:C1", "D1:E1", "A1:A2")


def test_told_by_letter():
    found = roles(table(PLAIN, measures={"enrolled": "C", "population": "B"}))
    assert found == {
        "A": ("unit", None),
        "B": ("measure", "population"),
        "C": ("measure", "enrolled"),
    }


def test_told_by_heading_in_any_case_and_spelling():
    found = roles(table(PLAIN, measures={"enrolled": " cột  2 ", "population": "CỘT 1"}))
    assert (found["B"], found["C"]) == (("measure", "population"), ("measure", "enrolled"))


def test_told_by_path():
    found = table(GROUPED, *MERGED, measures={"enrolled": "BHXH > TH", "population": "BHXH > KH"})
    told = {(column.letter, column.subject) for column in found.columns if column.told}
    assert told == {("D", "enrolled"), ("E", "population")}


def test_a_told_name_that_fits_two_columns_is_refused_with_the_choices():
    with pytest.raises(UnreadableInput) as refused:
        table(GROUPED, *MERGED, measures={"enrolled": "TH"})
    assert refused.value.key == "column-ambiguous"
    assert refused.value.values["choices"] == ("B 'BHYT > TH'", "D 'BHXH > TH'")


@pytest.mark.parametrize(
    ("first", "second"),
    [("1. Dosis", "2. Dosis"), ("1. čtvrtletí", "2. čtvrtletí"), ("Kỳ (1)", "Kỳ (2)")],
)
def test_a_told_name_is_the_column_that_is_called_so_to_the_letter(first, second):
    found = roles(
        table(
            [["Nơi", first, second], *PLAIN[1:]], measures={"enrolled": second, "population": first}
        )
    )
    assert (found["B"], found["C"]) == (("measure", "population"), ("measure", "enrolled"))


@pytest.mark.parametrize("heading", ["Amt", "Landkreis", "Verwaltungsbezirk"])
def test_a_column_of_districts_once_each_is_that_of_the_upper_units(heading):
    rows = [
        ["Amt Dorn", "Lind", 72, 68],
        [None, "Wald", 65, 62],
        ["Kreis Ilm", "Mühl", 108, 103],
        [None, "Kirch", 68, 60],
    ]
    assert roles(table([[heading, "Ort", "Einwohner", "Versicherte"], *rows]))["A"][0] == "parent"


@pytest.mark.parametrize("heading", ["Chỉ tiêu", "Chỉ tiêu báo cáo", "Ziel"])
def test_names_below_a_heading_of_targets_are_units(heading):
    found = roles(
        table(
            [[heading, "Dân số", "Số người có thẻ BHYT"], ["Xã A", 1000, 900], ["Xã B", 2000, 1500]]
        )
    )
    assert found == {
        "A": ("unit", None),
        "B": ("measure", "population"),
        "C": ("measure", "health_insured"),
    }


def test_a_told_name_that_no_column_bears_lists_the_columns():
    with pytest.raises(UnreadableInput) as refused:
        table(PLAIN, measures={"enrolled": "Thẻ"})
    assert refused.value.key == "column-not-found"
    assert refused.value.values["choices"] == ("A 'Nơi'", "B 'Cột 1'", "C 'Cột 2'")


def test_a_told_letter_beyond_the_sheet_is_refused():
    with pytest.raises(UnreadableInput) as refused:
        table(PLAIN, measures={"enrolled": "Z"})
    assert refused.value.key == "column-not-found"


def test_a_told_unit_column_takes_the_place_of_the_found_one():
    rows = [["Đơn vị", "Phụ trách", "BHYT"], ["A", "Ông Nam", 1], ["B", "Bà Hoa", 2]]
    assert [unit.name for unit in table(rows, unit="Phụ trách").units[1:]] == ["Ông Nam", "Bà Hoa"]


def test_columns_of_upper_levels_are_parents_whatever_their_order():
    rows = [
        ["Xã", "Huyện", "Tỉnh", "BHYT"],
        ["A", "Nho Quan", "Ninh Bình", 1],
        ["B", "Gia Viễn", "Ninh Bình", 2],
    ]
    found = roles(table(rows))
    assert (found["A"][0], found["B"][0], found["C"][0]) == ("unit", "parent", "parent")


def test_the_code_of_the_units_level_is_theirs():
    rows = [
        ["Mã tỉnh", "Mã xã", "Xã", "BHYT"],
        ["37", "14416", "Xã Đồng Phong", 1],
        ["37", "14428", "Xã Nho Quan", 2],
    ]
    assert [unit.code for unit in table(rows).units[1:]] == ["14416", "14428"]


def test_codes_keep_their_zeros_and_may_be_joined():
    rows = [
        ["State", "County", "Name", "Insured"],
        ["01", "001", "Autauga", 1],
        ["01", "003", "Baldwin", 2],
    ]
    assert [unit.code for unit in table(rows, unit="Name", code="State+County").units[1:]] == [
        "01001",
        "01003",
    ]


def test_without_a_heading_for_names_the_first_column_of_words_names_the_units():
    found = table([[None, "Dân số", "BHYT"], ["Đồng Phong", 1000, 900], ["Lạc Vân", 2000, 1500]])
    assert roles(found)["A"] == ("unit", None)


@pytest.mark.parametrize("heading", ["BHYT HGĐ", "Trong đó: BHYT HGĐ"])
def test_the_short_name_of_the_household_group(heading):
    assert taken("Dân số", heading)[1] == ("measure", "health_insured_household")


@pytest.mark.parametrize("heading", ["Not insured", "Nicht krankenversichert"])
def test_people_without_insurance_are_never_taken_for_the_insured(heading):
    assert taken(heading)[0][0] != "measure"


@pytest.mark.parametrize(
    "heading",
    [
        "Số tiền BHYT (triệu đồng)",
        "Số phải thu BHYT",
        "Số nợ BHXH",
        "Chi KCB BHYT",
        "Số đơn vị tham gia BHXH",
        "Số lượt KCB BHYT",
    ]
    + ["Số người hưởng BHXH", "Lao động thuộc diện tham gia BHXH"],
)
def test_what_is_no_number_of_insured_people_is_never_taken_for_one(heading):
    assert taken(heading)[0][0] != "measure"


@pytest.mark.parametrize(
    "heading",
    [
        "Tổng số người tham gia BHXH, BHYT, BHTN",
        "BHXH, BHYT",
        "Số hộ",
        "Trẻ em dưới 6 tuổi",
        "Thực hiện",
        "Dân số nữ",
    ],
)
def test_headings_of_several_or_of_unknown_things_are_no_measure(heading):
    assert (
        by_heading(table([["Xã", "Dân số", heading], ["A", 1000, 900], ["B", 2000, 1500]]))[
            heading
        ][0]
        == "other"
    )


def test_the_parts_of_social_insurance_under_their_group():
    rows = [
        ["Đơn vị", "Số người tham gia BHXH", None],
        [None, "Bắt buộc", "Tự nguyện"],
        ["Xã A", 250, 50],
        ["Xã B", 450, 50],
    ]
    found = roles(table(rows, "B1:C1", "A1:A2"))
    assert (found["B"], found["C"]) == (
        ("measure", "social_compulsory"),
        ("measure", "social_voluntary"),
    )


def test_the_short_names_of_the_parts_of_social_insurance():
    rows = [
        ["Đơn vị", "BHXH", None, None],
        [None, "Tổng số", "BB", "TN"],
        ["Xã A", 300, 250, 50],
        ["Xã B", 500, 450, 50],
    ]
    found = roles(table(rows, "B1:D1", "A1:A2"))
    assert [found[letter][1] for letter in "BCD"] == [
        "social_insured",
        "social_compulsory",
        "social_voluntary",
    ]


def test_of_which_beside_a_total_speaks_of_that_total():
    rows = [
        ["Đơn vị", "Dân số", "Số người tham gia BHYT", "Trong đó", None],
        [None, None, None, "HGĐ", "HSSV"],
        ["Xã A", 1000, 900, 300, 100],
    ]
    found = roles(
        table([*rows, ["Xã B", 2000, 1500, 400, 200]], "A1:A2", "B1:B2", "C1:C2", "D1:E1")
    )
    assert (found["D"][1], found["E"][1]) == ("health_insured_household", "pupils_insured")


def test_the_lowest_word_decides_under_a_group_of_several():
    rows = [
        ["Đơn vị", "Số người tham gia BHXH, BHYT", None],
        [None, "BHXH", "BHYT"],
        ["Xã A", 300, 900],
        ["Xã B", 500, 1500],
    ]
    found = roles(table(rows, "B1:C1", "A1:A2"))
    assert (found["B"], found["C"]) == (
        ("measure", "social_insured"),
        ("measure", "health_insured"),
    )


def test_line_breaks_capitals_and_two_languages_in_a_heading():
    rows = [
        ["STT", "TÊN\nĐƠN VỊ", "Population / Dân số\n(người)", "TỔNG SỐ NGƯỜI\nTHAM GIA BHYT"],
        [1, "Xã A", 1000, 900],
        [2, "Xã B", 20, 15],
    ]
    assert roles(table(rows)) == {
        "A": ("ordinal", None), "B": ("unit", None), "C": ("measure", "population"), "D": ("measure", "health_insured"),
    }  # fmt: skip


class TestDistrictsBesideUnits:
    """`Huyện | Đơn vị`: the second column names the communes without saying so."""

    ROWS = (
        ("Huyện X", "Xã A", 1000, 900),
        ("Huyện X", "Xã B", 1001, 930),
        ("Huyện Y", "Xã C", 1002, 930),
    )

    def test_the_finer_column_right_of_the_districts_names_the_units(self):
        found = table([["Huyện", "Đơn vị", "Dân số", "BHYT"], *self.ROWS])
        assert [unit.name for unit in found.units if unit.leaf] == ["Xã A", "Xã B", "Xã C"]
        assert [unit.name for unit in found.units if unit.level == "district"] == [
            "Huyện X",
            "Huyện Y",
        ]

    def test_it_may_stand_left_of_them(self):
        rows = [[unit, district, *rest] for district, unit, *rest in self.ROWS]
        found = table([["Đơn vị", "Huyện", "Dân số", "BHYT"], *rows])
        assert [unit.name for unit in found.units if unit.leaf] == ["Xã A", "Xã B", "Xã C"]
        assert [unit.name for unit in found.units if unit.level == "district"] == [
            "Huyện X",
            "Huyện Y",
        ]

    def test_a_column_that_tells_no_more_apart_does_not(self):
        rows = [
            ["Huyện", "Đơn vị", "Dân số", "BHYT"],
            *((district, "BHXH tỉnh", *rest) for district, _, *rest in self.ROWS[1:]),
        ]
        found = table(rows)
        assert [unit.name for unit in found.units if unit.leaf] == ["Huyện X", "Huyện Y"]


NAMES = ["Xã An Hòa", "Xã Bình Lộc", "Thị trấn Me", "Xã Gia Phú"]


@pytest.mark.parametrize(
    "above",
    [
        "Huyện/TP",
        "Đơn vị cấp trên",
        "Khu vực",
        "Cụm",
        "Địa bàn",
        "BHXH phụ trách",
        "Zone",
        "District/city",
    ],
)
@pytest.mark.parametrize("below", ["Tên xã", "Đơn vị", "Xã, phường (sau sắp xếp)"])
@pytest.mark.parametrize(
    "districts",
    [
        ["Huyện Nho Quan", None, "Thành phố Tam Điệp", None],
        ["Huyện Nho Quan", "Huyện Nho Quan", "Thị xã Tam Điệp", "Thị xã Tam Điệp"],
    ],
)
def test_a_column_whose_cells_name_districts_is_that_of_the_districts(above, below, districts):
    rows = [
        [above, below, "Dân số", "BHYT"],
        *([*pair, 1000, 900] for pair in zip(districts, NAMES, strict=True)),
    ]
    for order in ((0, 1, 2, 3), (1, 0, 2, 3)):
        made = table([[row[at] for at in order] for row in rows])
        parents = {unit.name: made.units[unit.parent].name for unit in made.units if unit.leaf}
        assert parents == dict(zip(NAMES, [districts[0]] * 2 + [districts[2]] * 2, strict=True))


@pytest.mark.parametrize(
    "cells", [["Miền núi", "Đồng bằng"] * 2, ["Ông Nam", "Bà Hoa", "Ông Sơn", "Bà Mai"]]
)
def test_a_column_of_other_words_is_none_of_the_districts(cells):
    rows = [
        ["Phân loại", "Xã", "Dân số", "BHYT"],
        *([cell, name, 1000, 900] for cell, name in zip(cells, NAMES, strict=True)),
    ]
    assert {unit.parent for unit in table(rows).units if unit.leaf} == {0}


def test_a_storey_over_all_columns_does_not_make_the_population_insured():
    rows = [
        ["Xã", "Kết quả tham gia BHYT", None, "Ghi chú"],
        [None, "Dân số", "Số người tham gia", None],
        ["A", 1000, 900, None],
        ["B", 2000, 1500, None],
    ]
    found = roles(table(rows, "B1:C1", "A1:A2", "D1:D2"))
    assert (found["B"], found["C"]) == (("measure", "population"), ("measure", "health_insured"))


def test_a_month_or_year_of_report_under_a_group_is_a_count():
    rows = [
        ["Ort", "Einwohner", "Versicherte", None],
        [None, None, "Vorjahresmonat", "Berichtsmonat"],
    ]
    rows += [["A", 1000, 880, 900], ["B", 2000, 1400, 1500]]
    found = roles(table(rows, "C1:D1", "A1:A2", "B1:B2"))
    assert (found["C"], found["D"]) == (("other", None), ("measure", "enrolled"))


@pytest.mark.parametrize(
    ("headings", "total"),
    [
        (("Region", "District"), "{} Total"),
        (("Area", "Town"), "Total {}"),
        (("Vùng", "Huyện"), "Cộng {}"),
    ],
)
def test_labels_of_totals_are_no_names_when_columns_of_names_are_compared(
    tmp_path, headings, total
):
    rows = [[*headings, "Population", "Health insured"]]
    for group, parts in {
        "Alpen": [("An", 1203, 1101), ("Bo", 2307, 2011)],
        "Beskid": [("Co", 1511, 1308)],
    }.items():
        rows += [[group, *part] for part in parts]
        rows.append(
            [
                total.format(group),
                "",
                sum(part[1] for part in parts),
                sum(part[2] for part in parts),
            ]
        )
    path = tmp_path / "pivot.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    made = compute(path)
    assert [made.row(name, "health_insurance")["parent"] for name in ("An", "Bo", "Co")] == [
        "Alpen",
        "Alpen",
        "Beskid",
    ]
    assert made.row("Alpen", "health_insurance")["numerator"] == 3112
