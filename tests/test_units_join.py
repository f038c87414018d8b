"""Tables of one period joined: other units, other measures, the same again, and rivals."""

import time

import pytest
from grids import TYPE_WORDS, counts, figures, found, grid, observations, tree
from openpyxl import Workbook
from program import compute, run

from coverage_cli.datafiles import read_data
from coverage_cli.errors import UnreadableInput
from coverage_cli.model import Phrase, Unit, Units
from coverage_cli.units import join, settle_duplicates
from coverage_cli.words import load_words

KINDS = {**{word: word for word in TYPE_WORDS}, **read_data("headings", "vi")["abbreviations"]}
HEAD = ["TT", "Đơn vị", "Dân số", "BHYT"]
A, B, C = [1, "Xã A", 1000, 900], [2, "Xã B", 2000, 1500], [1, "Xã C", 3000, 2700]
PROVINCE = [["TỔNG HỢP BHYT TỈNH NINH BÌNH"], [], HEAD, ["I", "Huyện Nho Quan", 3000, 2400], A, B]
PROVINCE += [["II", "Huyện Gia Viễn", 3000, 2700], C, [None, "Toàn tỉnh", 6000, 5100]]
JOINED = [
    ("TỈNH NINH BÌNH", "province", None), ("Huyện Nho Quan", "district", "TỈNH NINH BÌNH"),
    ("Xã A", "commune", "Huyện Nho Quan"), ("Xã B", "commune", "Huyện Nho Quan"),
    ("Huyện Gia Viễn", "district", "TỈNH NINH BÌNH"), ("Xã C", "commune", "Huyện Gia Viễn"),
]  # fmt: skip


def sheet(rows, source=0):
    return observations(grid(rows, sheet=f"S{source}"), source=source, period="2024-05")


def joined(*tables):
    return join([sheet(rows, number) for number, rows in enumerate(tables)], type_words=KINDS)


def under(title, *rows, head=HEAD):
    return [[title], [], head, *rows] if title else [head, *rows]


@pytest.mark.parametrize("title", ["BHXH HUYỆN NHO QUAN", None])
@pytest.mark.parametrize("province_first", [True, False])
def test_a_district_file_beside_the_provinces_adds_nothing(title, province_first):
    tables = [PROVINCE, under(title, A, B)]
    made, said = joined(*(tables if province_first else tables[::-1]))
    assert tree(made.units) == JOINED
    assert said == []
    assert (
        figures(made)["TỈNH NINH BÌNH"].numerator,
        figures(made)["TỈNH NINH BÌNH"].denominator,
    ) == (5100, 6000)


def test_a_district_file_known_by_its_codes():
    head = ["Mã xã", *HEAD[1:]]
    province = under(
        "TỈNH NINH BÌNH",
        ["37", "1", "A", 10, 9],
        ["37", "2", "B", 20, 18],
        head=["Mã tỉnh", "Mã xã", "Xã", "Dân số", "BHYT"],
    )
    made, said = joined(
        province, under(None, ["1", "Xã A", 10, 9], ["2", "Xã B", 20, 18], head=head)
    )
    assert [unit.code for unit in made.units] == [None, "1", "2"]
    assert (figures(made)["TỈNH NINH BÌNH"].numerator, said) == (27, [])


def test_files_of_several_districts_stand_under_a_total():
    made, said = joined(under("BHXH HUYỆN NHO QUAN", A, B), under("BHXH HUYỆN GIA VIỄN", C))
    assert tree(made.units) == [
        ("Total", "province", None), ("HUYỆN NHO QUAN", "district", "Total"), ("Xã A", "commune", "HUYỆN NHO QUAN"),
        ("Xã B", "commune", "HUYỆN NHO QUAN"), ("HUYỆN GIA VIỄN", "district", "Total"), ("Xã C", "commune", "HUYỆN GIA VIỄN"),
    ]  # fmt: skip
    assert said == []
    assert [made.cell("health_insured", at) for at in (2, 5)] == ["D4", "D4"]
    assert [made.origin(at) for at in (2, 5)] == [("report.xlsx", "S0"), ("report.xlsx", "S1")]


def test_one_name_in_two_districts_is_two_units():
    made, _ = joined(
        under("BHXH HUYỆN NHO QUAN", A), under("BHXH HUYỆN GIA VIỄN", [1, "Xã A", 5000, 4000])
    )
    assert [(unit.name, value) for unit, value in zip(made.units, made.counts["population"], strict=True) if unit.leaf] == [
        ("Xã A", 1000), ("Xã A", 5000),
    ]  # fmt: skip


def test_units_of_nameless_lists_stand_side_by_side():
    made, _ = joined(under(None, A), under(None, C))
    assert counts(made, "population") == {"Total": None, "Xã A": 1000, "Xã C": 3000}


@pytest.mark.parametrize("title", ["BHXH HUYỆN NHO QUAN", None])
def test_other_measures_of_the_same_units_are_joined(title):
    first = under(title, [1, "Xã A", 1000], [2, "Xã B", 2000], head=["TT", "Đơn vị", "Dân số"])
    second = under(title, [1, "Xã B", 1500], [2, "Xã A", 900], head=["TT", "Đơn vị", "BHYT"])
    made, said = joined(first, second)
    assert [(at.unit, at.numerator, at.denominator) for at in list(figures(made).values())[1:]] == [
        ("Xã A", 900, 1000), ("Xã B", 1500, 2000),
    ]  # fmt: skip
    assert said == []
    assert (made.cell("population", 1), made.cell("health_insured", 1)) == (
        ("C4", "C5") if title else ("C2", "C3")
    )


def test_other_measures_of_units_named_without_their_type_are_joined():
    first = under(
        None, [1, "Đồng Phong", 1000], [2, "Lạc Vân", 2000], head=["TT", "Đơn vị", "Dân số"]
    )
    second = under(
        None, [1, "Xã Đồng Phong", 900], [2, "Xã Lạc Vân", 1500], head=["TT", "Đơn vị", "BHYT"]
    )
    made, _ = joined(first, second)
    assert len(made.units) == 3
    assert figures(made)["Total"].numerator == 2400


def test_the_same_units_with_the_same_figures_count_once():
    made, said = joined(under("BHXH HUYỆN NHO QUAN", A, B), under("BHXH HUYỆN NHO QUAN", B, A))
    assert (figures(made)["HUYỆN NHO QUAN"].numerator, len(made.units), said) == (2400, 3, [])


def test_the_same_units_with_other_figures_are_refused():
    with pytest.raises(UnreadableInput) as refused:
        joined(
            under("BHXH HUYỆN NHO QUAN", A, B),
            under("BHXH HUYỆN NHO QUAN", [1, "Xã A", 1000, 910], B),
        )
    assert refused.value.key == "tables-differ"
    assert refused.value.values == {
        "first": "report.xlsx [S0]",
        "second": "report.xlsx [S1]",
        "unit": "Xã A",
        "count": 1,
        "way": Phrase("clash_sheets", {"first": "S0", "second": "S1"}),
    }


@pytest.mark.parametrize("lang", ["en", "vi", "de"])
def test_the_sheet_that_holds_can_be_told_as_the_refusal_says(tmp_path, lang):
    book = Workbook()
    book.active.title = "Draft"
    for number, page in enumerate((book.active, book.create_sheet("Final one"))):
        for row in (
            ["Xã", "Dân số", "BHYT"],
            ["A", 1000, 900 + number],
            ["B", 2000, 1500 + number],
        ):
            page.append(row)
    book.save(path := tmp_path / "two.xlsx")
    refused = run("compute", path, "--lang", lang)
    assert refused.code == 3
    for name, numerator in (("Draft", 2400), ("Final one", 2402)):
        assert f"--sheet '{name}'" in refused.err
        assert compute(path, "--sheet", name).report()["rows"][0]["numerator"] == numerator


def test_of_two_files_that_differ_one_is_to_be_left_out(tmp_path):
    for number in range(2):
        rows = f"Xã,Dân số,BHYT\nA,1000,{900 + number}\nB,2000,1500\n"
        (tmp_path / f"{number}.csv").write_text(rows, encoding="utf-8")
    refused = run("compute", tmp_path / "0.csv", tmp_path / "1.csv")
    assert (refused.code, "leave the other out" in refused.err) == (3, True)
    assert "--sheet" not in refused.err


SIX = [[at, f"Xã {letter}", 1000, 900] for at, letter in enumerate("ABCDEF", 1)]


def test_one_unit_of_many_that_was_sent_twice_has_no_value():
    made, said = joined(under(None, *SIX), under(None, *SIX[:2], [3, "Xã C", 1000, 800], *SIX[3:]))
    assert counts(made, "health_insured")["Xã C"] is None
    assert (figures(made)["Total"].numerator, figures(made)["Total"].units_expected) == (4500, 6)
    assert [(code, severity) for code, severity, _ in found(said)] == [
        ("duplicate-unit.files", "error")
    ]
    assert (said[0].sheet, said[0].unit) == ("S1", "Xã C")


def test_a_unit_sent_twice_is_shown_at_its_name_in_the_later_table():
    _, said = joined(under(None, *SIX), under(None, *SIX[:2], [3, "Xã C", 1000, 800], *SIX[3:]))
    assert said[0].cell == "B4"
    assert load_words("en").finding(said[0]) == (
        "Xã C was sent with other figures in report.xlsx [S0]: 'BHYT' 800 in D4, 900 in D4 there; neither is used, "
        "choose with --sheet or leave one file out"
    )


COLUMNS = ["Huyện", "Mã xã", "Xã", "Dân số", "BHYT"]
BOTH = [
    COLUMNS,
    ["Nho Quan", "1", "A", 10, 9],
    ["Nho Quan", "2", "B", 20, 18],
    ["Gia Viễn", "3", "C", 5, 4],
]


def test_a_code_under_two_districts_is_said():
    other = [
        COLUMNS,
        ["Gia Viễn", "1", "A", 10, 9],
        ["Gia Viễn", "3", "C", 5, 4],
        ["Nho Quan", "2", "B", 20, 18],
    ]
    made, said = joined(BOTH, other)
    assert found(said) == [("wrong-parent", "error", ("C2",))]
    assert figures(made)["Total"].denominator == 35


def test_a_table_of_one_district_with_a_column_for_it_is_no_whole_above_the_others():
    made, said = joined(BOTH, [COLUMNS, ["Gia Viễn", "3", "C", 5, 4], ["Gia Viễn", "4", "D", 7, 6]])
    assert tree(made.units)[0] == ("Total", "province", None)
    assert [name for name, _, parent in tree(made.units) if parent == "Total"] == [
        "Nho Quan",
        "Gia Viễn",
    ]
    assert (figures(made)["Total"].denominator, figures(made)["Gia Viễn"].denominator, said) == (
        42,
        12,
        [],
    )


def test_one_table_is_itself():
    only = sheet(under(None, A))
    assert join([only]) == (only, [])


def summary(*rows, title="TỔNG HỢP BHYT TỈNH NINH BÌNH", head=HEAD):
    return under(title, *rows, head=head)


DISTRICT_SHEETS = [under("BHXH HUYỆN NHO QUAN", A, B), under("BHXH HUYỆN GIA VIỄN", C)]


@pytest.mark.parametrize(
    "names",
    [("Huyện Nho Quan", "Huyện Gia Viễn"), ("Nho Quan", "Gia Viễn"), ("H. Nho Quan", "Gia Viễn")],
)
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_a_summary_sheet_counts_nothing_twice(names, order):
    tables = [summary([1, names[0], 3000, 2400], [2, names[1], 3000, 2700]), *DISTRICT_SHEETS]
    made, said = joined(*(tables[at] for at in order))
    assert tree(made.units)[0] == ("TỈNH NINH BÌNH", "province", None)
    assert {(name, level, parent) for name, level, parent in tree(made.units)[1:]} == {
        (names[0], "district", "TỈNH NINH BÌNH"), ("Xã A", "commune", names[0]), ("Xã B", "commune", names[0]),
        (names[1], "district", "TỈNH NINH BÌNH"), ("Xã C", "commune", names[1]),
    }  # fmt: skip
    assert said == []
    assert (
        figures(made)["TỈNH NINH BÌNH"].numerator,
        figures(made)["TỈNH NINH BÌNH"].units_expected,
    ) == (5100, 3)


def test_a_summary_without_a_title_lists_its_districts_under_a_total():
    made, said = joined(
        under(None, [1, "Huyện Nho Quan", 3000, 2400], [2, "Huyện Gia Viễn", 3000, 2700]),
        *DISTRICT_SHEETS,
    )
    assert [(name, parent) for name, level, parent in tree(made.units) if level == "district"] == [
        ("Huyện Nho Quan", "Total"), ("Huyện Gia Viễn", "Total"),
    ]  # fmt: skip
    assert (figures(made)["Total"].numerator, said) == (5100, [])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Xã Đồng Phong", "Đồng Phong"),
        ("Thị trấn Me", "TT. Me"),
        ("TT Me", "TT.Me"),
        ("Me", "Thị trấn Me"),
        ("P. 1", "Phường 1"),
    ],
)
def test_a_unit_with_and_without_its_type_word_is_one(first, second):
    made, said = joined(
        under("BHXH HUYỆN NHO QUAN", [1, first, 10, 9], B),
        under("BHXH HUYỆN NHO QUAN", [1, second, 10, 9]),
    )
    assert (len(made.units), figures(made)["HUYỆN NHO QUAN"].numerator, said) == (3, 1509, [])


def test_a_name_that_two_may_bear_is_left_out():
    both = under("BHXH TỈNH", [1, "Huyện Hồng Ngự", 10, 9], [2, "Thị xã Hồng Ngự", 20, 18])
    made, said = joined(both, under("BHXH TỈNH", [1, "Hồng Ngự", 10, 9]))
    assert (len(made.units), figures(made)[made.units[0].name].numerator) == (3, 27)
    assert found(said) == [("unit-ambiguous.tables", "error", ("B4",))]
    assert said[0].values["choices"] == ("Huyện Hồng Ngự", "Thị xã Hồng Ngự")


def test_a_name_that_was_taken_for_one_of_two_has_no_value():
    tables = [
        under("BHXH TỈNH", [1, name, 10, 9], [2, "Huyện Lấp Vò", 1, 1])
        for name in ("Hồng Ngự", "Huyện Hồng Ngự", "Thị xã Hồng Ngự")
    ]
    made, said = joined(*tables)
    assert [(unit.name, value) for unit, value in zip(made.units, made.counts["health_insured"], strict=True)][1:] == [
        ("Hồng Ngự", None), ("Huyện Lấp Vò", 1), ("Thị xã Hồng Ngự", 9),
    ]  # fmt: skip
    assert found(said) == [("unit-ambiguous.tables", "error", ("B4",))]


def test_units_of_one_bare_name_in_one_table_stay_two():
    rows = [[1, "Thị trấn Nho Quan", 10, 9], [2, "Xã Nho Quan", 20, 18]]
    made, said = joined(under(None, *rows), under(None, *rows[::-1]))
    assert (len(made.units), figures(made)["Total"].numerator, said) == (3, 27, [])


def test_a_row_that_stands_twice_in_its_own_table_is_not_picked_from():
    twice = under(None, A, [2, "Xã A", 1000, 910], B)
    made, _ = joined(twice, under(None, [3, "Xã C", 5, 4]))
    settled, said = settle_duplicates(made)
    assert counts(settled, "health_insured") == {
        "Total": None,
        "Xã A": None,
        "Xã B": 1500,
        "Xã C": 4,
    }
    assert found(said) == [("duplicate-unit.differs", "error", ("B3", "B2"))]


def test_ten_thousand_units_are_joined_at_once():
    names = [f"Xã {at}" for at in range(10_600)]
    units = Units.of(
        (
            Unit("Total", "district", None, None, None, None, leaf=False),
            *(Unit(name, "commune", None, 0, 1, (1, 1)) for name in names),
        )
    )
    one = sheet(under(None, A))._replace(
        units=units, counts={"population": [1] * 10_601}, places={"population": [(0, 1)] * 10_601}
    )
    other = one._replace(
        units=units.replace(names=[name.removeprefix("Xã ") for name in units.names])
    )
    started = time.process_time()
    made, said = join([one, other], type_words=KINDS)
    assert time.process_time() - started < 1.5
    assert (len(made.units), said) == (10_601, [])


def test_districts_that_number_themselves_as_communes_do_are_no_communes():
    head = ["Mã huyện", "Huyện", "Mã xã", "Xã", "Dân số", "BHYT"]
    rows = [
        ["1", "Nho Quan", "1", "A", 10, 9],
        ["2", "Gia Viễn", "2", "B", 20, 18],
        ["3", "Yên Mô", "3", "C", 5, 4],
    ]
    province = under("TỈNH NINH BÌNH", *rows, head=head)
    flat = under(
        None, ["1", "A", 9], ["2", "B", 17], ["3", "C", 3], head=["Mã xã", "Xã", "BHXH tự nguyện"]
    )
    made, said = joined(province, flat)
    assert counts(made, "social_voluntary")["A"] == 9
    assert [unit.name for unit in made.units] == [
        "TỈNH NINH BÌNH",
        "Nho Quan",
        "A",
        "Gia Viễn",
        "B",
        "Yên Mô",
        "C",
    ]
    assert said == []


USUAL = {"xã", "phường", "huyện"}


def doubled(*rows):
    made = sheet([["Đơn vị", "Dân số", "BHYT"], *rows])
    settled, said = settle_duplicates(made, KINDS, USUAL)
    return counts(settled, "health_insured"), found(said)


@pytest.mark.parametrize(
    "names",
    [("Xã A", "A"), ("A", "Xã A"), ("X. A", "Xã A"), ("Huyện A", "A"), ("TT. A", "Thị trấn A")],
)
def test_a_unit_written_otherwise_with_other_figures_has_no_value(names):
    values, said = doubled(
        [names[0], 1000, 900], ["Xã B", 2000, 1500], [names[1], 1000, 910], ["Xã C", 5, 4]
    )
    assert said == [("duplicate-unit.differs", "error", ("A4", "A2"))]
    assert values == {"Total": None, names[0]: None, "Xã B": 1500, "Xã C": 4}


@pytest.mark.parametrize(
    "names",
    [
        ("Thị trấn A", "A"),
        ("Thị xã A", "A"),
        ("Huyện A", "Xã A"),
        ("TP. A", "A"),
        ("Xã A", "Thị trấn A"),
    ],
)
def test_a_town_beside_the_country_of_its_name_is_no_duplicate(names):
    values, said = doubled([names[0], 1000, 900], ["Xã B", 2000, 1500], [names[1], 1000, 910])
    assert (said, values[names[0]], values[names[1]]) == ([], 900, 910)


def test_a_bare_name_beside_two_typed_ones_is_left_to_the_reader():
    values, said = doubled(["Xã A", 10, 9], ["Thị trấn A", 20, 15], ["A", 30, 21])
    assert (said, values["A"]) == ([], 21)


def test_two_codes_tell_units_apart_that_are_written_otherwise():
    rows = [
        ["Mã xã", "Xã", "Dân số", "BHYT"],
        ["1", "Xã A", 10, 9],
        ["2", "A", 20, 15],
        ["3", "B", 5, 4],
    ]
    assert settle_duplicates(sheet(rows), KINDS, USUAL)[1] == []


def tab(name, rows, source):
    return observations(grid(rows, sheet=name), source=source, period="2024-05")


def test_tabs_that_a_summary_lists_are_the_districts():
    summary = [
        HEAD,
        [1, "Huyện Nho Quan", 3000, 2400],
        [2, "Huyện Gia Viễn", 3000, 2700],
        [None, "Toàn tỉnh", 6000, 5100],
    ]
    totals = ([None, "Cộng", 3000, 2400], [None, "Cộng", 3000, 2700])
    tables = [
        tab("TH", summary, 0),
        tab("Nho Quan", [HEAD, A, B, totals[0]], 1),
        tab("Gia Viễn", [HEAD, C, totals[1]], 2),
    ]
    made, said = join(tables, type_words=KINDS)
    assert {(name, parent) for name, _, parent in tree(made.units)} == {
        ("Toàn tỉnh", None), ("Huyện Nho Quan", "Toàn tỉnh"), ("Xã A", "Huyện Nho Quan"), ("Xã B", "Huyện Nho Quan"),
        ("Huyện Gia Viễn", "Toàn tỉnh"), ("Xã C", "Huyện Gia Viễn"),
    }  # fmt: skip
    assert (found(said), figures(made)["Toàn tỉnh"].numerator) == (
        [("table-named", "info", ())],
        5100,
    )


@pytest.mark.parametrize("names", [("Nho Quan", "Gia Viễn"), ("Huyện Nho Quan", "Huyện Gia Viễn")])
def test_tables_of_other_units_with_a_total_each_are_named_by_their_tabs(names):
    rows = [[HEAD, A, B, [None, "Cộng", 3000, 2400]], [HEAD, C, [None, "Cộng", 3000, 2700]]]
    made, _ = join(
        [tab(name, part, at) for at, (name, part) in enumerate(zip(names, rows, strict=True))],
        type_words=KINDS,
    )
    assert [name for name, _, parent in tree(made.units) if parent == "Total"] == list(names)
    assert (figures(made)["Total"].numerator, figures(made)["Total"].denominator) == (5100, 6000)


def test_two_tabs_of_the_same_units_are_not_two_places():
    rows = [["TT", "Đơn vị", "Dân số"], [1, "Xã A", 1000], [2, "Xã B", 2000], [None, "Cộng", 3000]]
    others = [["TT", "Đơn vị", "BHYT"], [1, "Xã A", 900], [2, "Xã B", 1500], [None, "Cộng", 2400]]
    made, _ = join([tab("Dân số", rows, 0), tab("Thẻ BHYT", others, 1)], type_words=KINDS)
    assert [unit.name for unit in made.units] == ["Cộng", "Xã A", "Xã B"]
    assert figures(made)["Cộng"].numerator == 2400


def of_tabs(*rows, tabs=("NQ", "GV")):
    """A summary whose figures are told, beside a sheet a district whose tab says nothing."""
    summary = [HEAD, *rows, [None, "Toàn tỉnh", 6000, 5100]]
    return join(
        [
            tab("TH", summary, 0),
            tab(tabs[0], [HEAD, A, B], 1),
            tab(tabs[1], [HEAD, C, [2, "Xã D", 4, 3]], 2),
        ],
        type_words=KINDS,
    )


@pytest.mark.parametrize("enrolled", [2400, 2410])
def test_a_table_is_the_district_whose_row_it_adds_up_to(enrolled):
    made, said = of_tabs([1, "Huyện Nho Quan", 3000, enrolled], [2, "Huyện Gia Viễn", 3004, 2703])
    assert found(said) == [("table-named.figures", "info", ())]
    assert {(name, parent) for name, _, parent in tree(made.units)} >= {
        ("Huyện Nho Quan", "Toàn tỉnh"), ("Xã A", "Huyện Nho Quan"), ("Xã C", "Huyện Gia Viễn"),
    }  # fmt: skip
    assert figures(made)["Toàn tỉnh"].numerator == 5103


def test_figures_that_are_far_off_or_fit_once_name_nothing():
    for rows in (
        ([3000, 2400], [3100, 2703]),
        ([3000, 2400], [3004, 2300]),
        ([2999, 2399], [3003, 2702]),
    ):
        _, said = of_tabs([1, "Huyện Nho Quan", *rows[0]], [2, "Huyện Gia Viễn", *rows[1]])
        assert [finding.code for finding in said] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Phường 4", "Phường 04"), ("Ia-Mlah", "Ia Mlah"), ("Tam Sơn (cũ)", "Tam Sơn(cũ)")],
)
def test_other_measures_of_units_with_other_marks_are_joined(one, other):
    made, said = joined(
        under("BHYT XÃ A", [1, one, 1000], [2, "Xã B", 2000], head=["TT", "Đơn vị", "Dân số"]),
        under("BHYT XÃ A", [1, other, 900], [2, "Xã B", 1500], head=["TT", "Đơn vị", "BHYT"]),
    )
    assert [unit.name for unit in made.units[1:]] == [one, "Xã B"]
    assert (figures(made)[one].numerator, figures(made)[one].denominator) == (900, 1000)
    assert said == []
