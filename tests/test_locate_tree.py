"""The tree of units: which stands below which, told by columns, numbering, type words or sections."""

import pytest
from grids import case, counts, figures, grid, observations, table, tree

from coverage_cli.rules import total_mismatch

HEAD = ["TT", "Đơn vị", "Dân số", "BHYT"]
NHO_QUAN, GIA_VIEN = "Huyện Nho Quan", "Huyện Gia Viễn"
PROVINCE = [
    (NHO_QUAN, "district", "Total"), ("Xã A", "commune", NHO_QUAN), ("Xã B", "commune", NHO_QUAN),
    (GIA_VIEN, "district", "Total"), ("Xã C", "commune", GIA_VIEN),
]  # fmt: skip


def below(rows, *merged, **told):
    """Return the units below the whole, whose name is written Total here."""
    units = table(rows, *merged, **told).units
    whole = units[0].name
    return [
        (name, level, "Total" if parent == whole else parent)
        for name, level, parent in tree(units)[1:]
    ]


@pytest.mark.parametrize("figures", [((3000, 2400), (3000, 2700)), ((None, None), (None, None))])
def test_roman_over_arabic_numbering(figures):
    rows = [HEAD, ["I", NHO_QUAN, *figures[0]], [1, "Xã A", 1000, 900], [2, "Xã B", 2000, 1500]]
    rows += [
        ["II", GIA_VIEN, *figures[1]],
        [1, "Xã C", 3000, 2700],
        [None, "Toàn tỉnh", 6000, 5100],
    ]
    assert below(rows) == PROVINCE
    assert tree(table(rows).units)[0] == ("Toàn tỉnh", "province", None)


def test_numbering_without_type_words_tells_the_levels_from_below():
    rows = [
        HEAD,
        ["I", "Nho Quan", 3000, 2400],
        [1, "A", 1000, 900],
        [2, "B", 2000, 1500],
        ["II", "Gia Viễn", 5, 4],
        [1, "C", 5, 4],
    ]
    assert [(name, level) for name, level, _ in tree(table(rows).units)] == [
        ("Total", "province"), ("Nho Quan", "district"), ("A", "commune"), ("B", "commune"), ("Gia Viễn", "district"), ("C", "commune"),
    ]  # fmt: skip


def test_letters_over_roman_over_arabic():
    rows = [
        HEAD,
        ["A", "Tỉnh Ninh Bình", 6000, 5100],
        ["I", NHO_QUAN, 3000, 2400],
        [1, "Xã A", 1000, 900],
    ]
    rows += [[2, "Xã B", 2000, 1500], ["II", GIA_VIEN, 3000, 2700], [1, "Xã C", 3000, 2700]]
    found = table(rows)
    assert tree(found.units)[0] == ("Tỉnh Ninh Bình", "province", None)
    assert below(rows) == PROVINCE
    assert found.whole_named


def test_numbering_glued_to_the_names():
    rows = [
        HEAD[1:],
        [f"I. {NHO_QUAN}", 3000, 2400],
        ["1. Xã A", 1000, 900],
        ["2. Xã B", 2000, 1500],
    ]
    rows += [[f"II. {GIA_VIEN}", 3000, 2700], ["1. Xã C", 3000, 2700]]
    assert below(rows) == PROVINCE


@pytest.mark.parametrize("word", ["Xã ", ""])
@pytest.mark.parametrize("printed", [((746, 580), (737, 579)), ((None, None), (None, None))])
def test_romans_before_names_head_the_names_without_number(word, printed):
    rows = [["TỈNH NINH BÌNH"], HEAD[1:], ["I. Kim Sơn", *printed[0]], [f"{word}Tân Lập", 457, 378]]
    rows += [[f"{word}Kỳ Phú", 289, 201], ["II. Nho Quan", *printed[1]]]
    rows += [[f"{word}An Khánh", 457, 378], [f"{word}Tân Tiến", 280, 200]]
    assert below(rows) == [
        ("Kim Sơn", "district", "Total"), (f"{word}Tân Lập", "commune", "Kim Sơn"), (f"{word}Kỳ Phú", "commune", "Kim Sơn"),
        ("Nho Quan", "district", "Total"), (f"{word}An Khánh", "commune", "Nho Quan"), (f"{word}Tân Tiến", "commune", "Nho Quan"),
    ]  # fmt: skip
    whole = figures(observations(rows))["TỈNH NINH BÌNH"]
    assert (whole.numerator, whole.denominator) == (1157, 1483)
    mismatched = [
        (finding.code, finding.unit) for finding in total_mismatch.judge(case(observations(rows)))
    ]
    assert mismatched == [
        ("total-mismatch", name) for name in ("Kim Sơn", "Nho Quan") if printed[0][0]
    ]


@pytest.mark.parametrize(
    "names",
    [
        ["I. Kim Sơn", "II. Nho Quan", "III. Gia Viễn"],  # all numbered
        [
            "I. Kim Sơn",
            "Nho Quan",
            "III. Gia Viễn",
            "IV. Yên Mô",
            "Yên Khánh",
        ],  # a lost number leaves a gap
        [
            "I. Kim Sơn",
            "II. Nho Quan",
            "III. Gia Viễn",
            "Văn phòng Sở",
        ],  # one that stands beside them
        ["I. Xã Kim Sơn", "Xã Nho Quan", "II. Xã Gia Viễn", "Xã Yên Mô"],  # called the same
        ["I. Kim Sơn", "Nho Quan", "Gia Viễn"],  # one number alone
    ],
)
def test_romans_that_head_nothing_number_units_of_one_level(names):
    assert [parent for *_, parent in below([HEAD[1:], *[[name, 10, 9] for name in names]])] == [
        "Total"
    ] * len(names)


def test_type_words_alone():
    rows = [
        HEAD[1:],
        [NHO_QUAN, 3000, 2400],
        ["Xã A", 1000, 900],
        ["Xã B", 2000, 1500],
        [GIA_VIEN, 3000, 2700],
        ["Xã C", 3000, 2700],
    ]
    assert below(rows) == PROVINCE


def test_a_thanh_pho_over_communes_is_a_district():
    rows = [
        HEAD[1:],
        ["TP. Ninh Bình", 3000, 2400],
        ["Phường A", 1000, 900],
        ["Phường B", 2000, 1500],
        [NHO_QUAN, 3, 2],
        ["Xã C", 3, 2],
    ]
    assert below(rows)[0] == ("TP. Ninh Bình", "district", "Total")
    assert below(rows)[1] == ("Phường A", "commune", "TP. Ninh Bình")


def test_a_thanh_pho_among_provinces_is_a_province():
    rows = [
        ["Tỉnh, thành phố", "Dân số", "BHYT"],
        ["TP Hải Phòng", 2000, 1500],
        ["Ninh Bình", 3000, 2700],
    ]
    assert tree(table(rows).units) == [
        ("Total", "whole", None),
        ("TP Hải Phòng", "province", "Total"),
        ("Ninh Bình", "province", "Total"),
    ]


def test_sections_with_totals_that_name_them():
    rows = [
        ["Area", "Population", "Health insured"],
        ["New South Wales"],
        ["A", 1000, 900],
        ["B", 2000, 1500],
    ]
    rows += [
        ["New South Wales (Total)", 3000, 2400],
        ["Victoria"],
        ["C", 3000, 2700],
        ["Victoria (Total)", 3000, 2700],
    ]
    made = observations(rows)
    assert [(name, parent) for name, _, parent in tree(made.units)] == [
        ("Total", None), ("New South Wales", "Total"), ("A", "New South Wales"), ("B", "New South Wales"),
        ("Victoria", "Total"), ("C", "Victoria"),
    ]  # fmt: skip
    assert counts(made, "population")["New South Wales"] == 3000


def test_named_subtotals_below_their_parts():
    rows = [
        HEAD,
        ["I", NHO_QUAN],
        [1, "Xã A", 1000, 900],
        [2, "Xã B", 2000, 1500],
        [None, "Cộng huyện Nho Quan", 3000, 2400],
    ]
    rows += [
        ["II", GIA_VIEN],
        [1, "Xã C", 3000, 2700],
        [None, "Cộng huyện Gia Viễn", 3000, 2700],
        [None, "Tổng cộng", 6000, 5100],
    ]
    made = observations(rows)
    assert below(rows) == PROVINCE
    assert counts(made, "population") == {
        "Tổng cộng": 6000, NHO_QUAN: 3000, "Xã A": 1000, "Xã B": 2000, GIA_VIEN: 3000, "Xã C": 3000,
    }  # fmt: skip


def test_bare_subtotals_below_their_parts():
    rows = [
        HEAD,
        ["I", NHO_QUAN],
        [1, "Xã A", 1000, 900],
        [2, "Xã B", 2000, 1500],
        [None, "Cộng", 3000, 2400],
    ]
    rows += [
        ["II", GIA_VIEN],
        [1, "Xã C", 3000, 2700],
        [None, "Cộng", 3000, 2700],
        [None, "Tổng cộng", 6000, 5100],
    ]
    assert counts(observations(rows), "population") == {
        "Tổng cộng": 6000, NHO_QUAN: 3000, "Xã A": 1000, "Xã B": 2000, GIA_VIEN: 3000, "Xã C": 3000,
    }  # fmt: skip


def test_a_bare_total_at_the_end_is_of_the_whole():
    rows = [HEAD, ["I", NHO_QUAN, 3000, 2400], [1, "Xã A", 1000, 900], [2, "Xã B", 2000, 1500]]
    rows += [["II", GIA_VIEN, 3000, 2700], [1, "Xã C", 3000, 2700], [None, "Cộng", 6000, 5100]]
    assert counts(observations(rows), "population")["Cộng"] == 6000


COLUMNS = ["Huyện", "Xã", "Dân số", "BHYT"]


@pytest.mark.parametrize("merged", [(), ("A2:A3",)])
def test_a_district_column_is_filled_down(merged):
    rows = [
        COLUMNS,
        ["Nho Quan", "A", 1000, 900],
        [None, "B", 2000, 1500],
        ["Gia Viễn", "C", 3000, 2700],
    ]
    assert below(rows, *merged) == [
        ("Nho Quan", "district", "Total"), ("A", "commune", "Nho Quan"), ("B", "commune", "Nho Quan"),
        ("Gia Viễn", "district", "Total"), ("C", "commune", "Gia Viễn"),
    ]  # fmt: skip


def test_units_need_not_be_sorted_by_their_parent():
    rows = [
        COLUMNS,
        ["Nho Quan", "A", 1000, 900],
        ["Gia Viễn", "C", 3000, 2700],
        ["NHO  QUAN", "B", 2000, 1500],
    ]
    assert [(name, parent) for name, _, parent in below(rows)] == [
        ("Nho Quan", "Total"), ("A", "Nho Quan"), ("Gia Viễn", "Total"), ("C", "Gia Viễn"), ("B", "Nho Quan"),
    ]  # fmt: skip


def test_a_total_in_the_district_column_is_the_whole():
    rows = [
        COLUMNS,
        ["Nho Quan", "A", 1000, 900],
        ["Gia Viễn", "C", 3000, 2700],
        ["Tổng", None, 4000, 3600],
    ]
    assert counts(observations(rows), "population") == {
        "Tổng": 4000,
        "Nho Quan": None,
        "A": 1000,
        "Gia Viễn": None,
        "C": 3000,
    }


def test_named_subtotals_in_the_district_column():
    rows = [
        COLUMNS,
        ["Ba Đình", "A", 1000, 900],
        ["Ba Đình", "B", 2000, 1500],
        ["Cộng Ba Đình", None, 3000, 2400],
    ]
    rows += [
        ["Gia Viễn", "C", 3000, 2700],
        ["Cộng Gia Viễn", None, 3000, 2700],
        ["Tổng cộng", None, 6000, 5100],
    ]
    found = counts(observations(rows), "population")
    assert (found["Tổng cộng"], found["Ba Đình"], found["Gia Viễn"]) == (6000, 3000, 3000)


@pytest.mark.parametrize(
    ("east", "west", "whole"),
    [
        ("Total for Eastshire", "Total for West & Moor", "Total for all areas"),
        ("Summe für Eastshire", "Summe für West and Moor", "Summe aller Kreise"),
        ("Tổng của Eastshire", "Cộng cho West and Moor", "Tổng của toàn bộ"),
    ],
)
@pytest.mark.parametrize("in_column", [True, False])
def test_totals_for_a_unit_are_its_own(east, west, whole, in_column):
    rows = [
        ["East", "Eastshire", "A", 1000, 900],
        [None, None, "B", 2000, 1500],
        [None, east, None, 3000, 2400],
    ]
    rows += [
        [None, "West and Moor", "C", 3000, 2700],
        [None, None, "D", 500, 400],
        [None, west, None, 3500, 3100],
    ]
    rows = [row[1:] for row in [*rows, [None, whole, None, 6500, 5500]]]
    if not in_column:
        rows = [[name, *row[2:]] for row in rows for name in row[:2] if name]
        rows = [
            [name, *(values if name not in ("Eastshire", "West and Moor") else [])]
            for name, *values in rows
        ]
    made = observations([COLUMNS if in_column else ["Đơn vị", *COLUMNS[2:]], *rows])
    found = counts(made, "population")
    assert [found[name] for name in ("Eastshire", "West and Moor")] == [3000, 3500]
    assert next(iter(found.values())) == 6500
    assert [(name, parent) for name, _, parent in tree(made.units) if name in "ABCD"] == [
        ("A", "Eastshire"), ("B", "Eastshire"), ("C", "West and Moor"), ("D", "West and Moor"),
    ]  # fmt: skip


def test_bare_subtotals_in_the_commune_column():
    rows = [
        COLUMNS,
        ["Ba Đình", "A", 1000, 900],
        [None, "B", 2000, 1500],
        [None, "Cộng", 3000, 2400],
    ]
    rows += [
        ["Gia Viễn", "C", 3000, 2700],
        [None, "Cộng", 3000, 2700],
        ["Tổng cộng", None, 6000, 5100],
    ]
    found = counts(observations(rows), "population")
    assert (found["Tổng cộng"], found["Ba Đình"], found["Gia Viễn"]) == (6000, 3000, 3000)


def test_the_same_name_under_two_districts_is_two_units():
    rows = [
        COLUMNS,
        ["Nho Quan", "Quang Trung", 1000, 900],
        ["Gia Viễn", "Quang Trung", 3000, 2700],
    ]
    assert [at for at in below(rows) if at[0] == "Quang Trung"] == [
        ("Quang Trung", "commune", "Nho Quan"), ("Quang Trung", "commune", "Gia Viễn"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "rows", "whole"),
    [
        ("BHXH HUYỆN NHO QUAN", [["Xã A", 1000, 900]], ("HUYỆN NHO QUAN", "district", True)),
        (
            "BHXH TỈNH NINH BÌNH",
            [[NHO_QUAN, 1000, 900], [GIA_VIEN, 10, 9]],
            ("TỈNH NINH BÌNH", "province", True),
        ),
        ("Báo cáo tháng 5/2024", [["Xã A", 1000, 900]], ("Total", "district", False)),
    ],
)
def test_the_whole_has_its_name_from_the_title(title, rows, whole):
    found = table([[title], [], HEAD[1:], *rows])
    assert (found.units[0].name, found.units[0].level, found.whole_named) == whole


def test_the_whole_stands_one_level_above_the_highest_present():
    rows = [
        ["Tỉnh", "Huyện", "Xã", "Dân số", "BHYT"],
        ["Ninh Bình", "Nho Quan", "A", 10, 9],
        ["Hà Nam", "Lý Nhân", "B", 10, 9],
    ]
    assert [(name, level) for name, level, _ in tree(table(rows).units)] == [
        ("Total", "whole"), ("Ninh Bình", "province"), ("Nho Quan", "district"), ("A", "commune"),
        ("Hà Nam", "province"), ("Lý Nhân", "district"), ("B", "commune"),
    ]  # fmt: skip


CODED = ["Mã huyện", "Huyện", "Mã xã", "Xã", "Dân số", "BHYT"]


def codes(rows):
    return [
        (unit.name, unit.code) for unit in table([["TỈNH HẬU GIANG"], [], CODED, *rows]).units[1:]
    ]


def test_upper_units_have_the_codes_of_their_own_column():
    rows = [["930", "Vị Thanh", "31318", "A", 100, 90], [None, None, "31321", "B", 100, 90]]
    rows += [[931, "Ngã Bảy", "31339", "C", 100, 90], [931, "Ngã Bảy", "31340", "D", 100, 90]]
    assert codes(rows) == [
        ("Vị Thanh", "930"), ("A", "31318"), ("B", "31321"), ("Ngã Bảy", "931"), ("C", "31339"), ("D", "31340"),
    ]  # fmt: skip


def test_districts_of_one_name_and_two_codes_are_two():
    rows = [["820", "Châu Thành", "1", "A", 100, 90], ["900", "Châu Thành", "2", "B", 100, 90]]
    rows += [["820", "Châu Thành", "3", "C", 100, 90], [None, None, "4", "D", 100, 90]]
    found = table([["TỔNG HỢP"], [], CODED, *rows]).units
    parents = {unit.name: found[unit.parent].code for unit in found if unit.leaf}
    assert parents == {"A": "820", "B": "900", "C": "820", "D": "820"}


def test_codes_that_begin_anew_under_each_upper_unit_are_joined_with_its_code():
    rows = [["01", "Alpha", "001", "Adams", 10, 9], ["01", "Alpha", "003", "Baker", 10, 9]]
    rows += [["02", "Beta", "001", "Adams", 10, 9]]
    assert codes(rows) == [
        ("Alpha", "01"), ("Adams", "01001"), ("Baker", "01003"), ("Beta", "02"), ("Adams", "02001"),
    ]  # fmt: skip


def test_a_code_under_two_upper_units_without_codes_stays_as_it_is():
    rows = [[None, "Alpha", "001", "Adams", 10, 9], [None, "Beta", "001", "Adams", 10, 9]]
    assert codes(rows) == [("Alpha", None), ("Adams", "001"), ("Beta", None), ("Adams", "001")]


def under(*rows, head=("Unit type", "Name", "Population", "Enrolled")):
    found = table([list(head), *map(list, rows)]).units
    return {unit.name: found[unit.parent].name for unit in found[1:] if unit.parent is not None}


def test_kinds_of_places_beside_each_other_are_no_levels():
    kinds = ["City", "Town", "Village", "City", "City", "Village", "Town"]
    rows = [
        [kind, name, 1000 * at, 900 * at]
        for at, (kind, name) in enumerate(zip(kinds, "ABCDEFG", strict=True), 1)
    ]
    assert set(under(*rows).values()) == {"Total"}


def test_classes_from_one_to_three_are_no_levels():
    rows = [
        [kind, name, 1000 + kind, 900] for kind, name in zip([1, 3, 2, 1, 3], "ABCDE", strict=True)
    ]
    assert set(under(*rows, head=("Level", "District", "Population", "Enrolled")).values()) == {
        "Total"
    }


def test_an_upper_unit_without_members_is_none_of_its_neighbours():
    rows = [
        ["Prov", "P", 9, 8],
        ["City", "C", 5, 4],
        ["Bgy", "a", 3, 2],
        ["Bgy", "b", 2, 2],
        ["City", "Island", 4, 4],
    ]
    rows += [
        ["City", "D", 5, 4],
        ["Bgy", "c", 5, 4],
        ["Prov", "Q", 1, 1],
        ["City", "E", 1, 1],
        ["Bgy", "d", 1, 1],
    ]
    assert under(*rows, head=("Level", "Name", "Population", "Enrolled")) == {
        "P": "Total", "C": "P", "a": "C", "b": "C", "Island": "P", "D": "P", "c": "D", "Q": "Total", "E": "Q", "d": "E",
    }  # fmt: skip


def test_the_whole_may_have_a_level_of_its_own():
    rows = [
        ["Country", "Vietnam", 9, 8],
        ["District", "A", 5, 4],
        ["Commune", "a", 5, 4],
        ["District", "B", 4, 4],
    ]
    rows += [["Commune", "b", 4, 4]]
    found = table([["Level", "Name", "Population", "Enrolled"], *rows]).units
    assert [(unit.name, unit.level) for unit in found] == [
        ("Vietnam", "whole"), ("A", "district"), ("a", "commune"), ("B", "district"), ("b", "commune"),
    ]  # fmt: skip


def test_districts_below_their_communes_are_told_by_a_column_of_levels():
    rows = [
        ["Xã", "A", 10, 9], ["Xã", "B", 20, 18], ["Huyện", "P", 30, 27],
        ["Xã", "C", 30, 20], ["Huyện", "Q", 30, 20], ["Tỉnh", "Z", 60, 47],
    ]  # fmt: skip
    made = table(grid([["Cấp", "Đơn vị", "Dân số", "BHYT"], *rows]))
    above = {
        unit.name: made.units[unit.parent].name if unit.parent is not None else None
        for unit in made.units
    }
    assert above == {"Z": None, "P": "Z", "A": "P", "B": "P", "Q": "Z", "C": "Q"}
    assert [unit.level for unit in made.units] == [
        "province",
        "district",
        "commune",
        "commune",
        "district",
        "commune",
    ]
    assert made.rows == (1, 6)


def test_a_row_that_repeats_its_district_s_name_is_the_district_s_own():
    head = ["Huyện", "Đơn vị", "Dân số", "BHYT"]
    rows = [
        ["Huyện P", "Huyện P", 40, 27],
        ["Huyện P", "Xã A", 10, 9],
        ["Huyện P", "Xã B", 20, 18],
        ["Huyện Q", "Huyện Q", 5, 4],
    ]
    made = table(grid([head, *rows]))
    assert [(unit.name, unit.row, unit.leaf) for unit in made.units[1:]] == [
        ("Huyện P", 1, False), ("Xã A", 2, True), ("Xã B", 3, True), ("Huyện Q", None, False), ("Huyện Q", 4, True),
    ]  # fmt: skip
    towns = table(grid([head, ["P", "P", 40, 27], ["P", "A", 10, 9], ["Q", "B", 5, 4]]))
    assert [unit.name for unit in towns.units if unit.leaf] == ["P", "A", "B"]
