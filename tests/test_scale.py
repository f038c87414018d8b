"""How many people one unit of a figure stands for: said by a heading or a line, told for all or one measure, in lists."""

import openpyxl
import pytest
from grids import VOCABULARY, counts, reading
from program import compute, run

from coverage_cli.errors import UnreadableInput


@pytest.mark.parametrize(
    ("heading", "factor"),
    [
        ("Dân số (nghìn người)", 1000), ("Dân số (ĐVT: 1.000 người)", 1000), ("Số thẻ, 1.000 ng", 1000),
        ("Population in thousands", 1000), ("Average population (Thous. pers.)", 1000), ("Population '000", 1000),
        ("Enrolled (000s)", 1000), ("Population in 1.000", 1000), ("Insured x1000", 1000), ("Insured (×1,000)", 1000),
        ("Population (millions)", 1000000), ("Einwohner (Mio.)", 1000000), ("Versicherte in Tsd.", 1000),
        ("人口（千人）", 1000), ("人口（万人）", 10000), ("Jumlah penduduk (ribu jiwa)", 1000),
        ("População (mil pessoas)", 1000), ("População (em mil)", 1000), ("Population (lakhs)", 100000),
        ("Population (10,000 persons)", 10000), ("Население, тыс. чел.", 1000), ("Habitants (milliers)", 1000),
        ("Habitantes (mil hab.)", 1000), ("Residents (thou.)", 1000), ("Ludność (tys. osób)", 1000), ("Abitanti (migliaia)", 1000),
        ("Population /1000", 1000), ("Dân số (/1.000)", 1000), ("Residents /10,000", 10000), ("Obyvatel (tis.)", 1000),
    ],
)  # fmt: skip
def test_a_unit_of_measure_in_a_heading(heading, factor):
    assert VOCABULARY.meaning((heading,)).scale == factor


@pytest.mark.parametrize(
    "heading",
    ["Tỷ lệ trên 1.000 dân", "Bác sĩ/1000 dân", "Deaths per 1,000 people", "Kế hoạch thu (triệu đồng)", "BHYT > TH",
     "Revenue in thousands of USD", "Dân số năm 2000", "Phấn đấu đạt 1 triệu người", "Je 1.000 Einwohner", "Insured /1000",
     "Dân số 1/1000", "Số thẻ / 1.000 dân"],
)  # fmt: skip
def test_what_is_no_unit_of_people(heading):
    path = tuple(heading.split(" > "))
    assert VOCABULARY.meaning(path).scale is None


@pytest.mark.parametrize(
    "heading",
    [
        "Số người có thẻ/1.000 dân",
        "Versicherte pro 100 Einwohner",
        "BHYT trên 100 dân",
        "Insured per 10 000 residents",
        "Cards /100",
    ],
)
def test_so_many_in_every_hundred_or_thousand_is_a_rate(heading):
    assert "rate" in VOCABULARY.meaning((heading,)).aspects


def test_a_rate_per_hundred_beside_its_count_is_no_rival_of_it():
    rows = [
        ["Xã", "Dân số", "Số thẻ BHYT", "Số thẻ BHYT/100 dân"],
        ["Xã Tân An", 4000, 3700, 92.5],
        ["Xã Tân Lợi", 2500, 2200, 88],
    ]
    assert counts(reading(rows).observations[0], "health_insured")["Xã Tân Lợi"] == 2200


@pytest.mark.parametrize(
    ("line", "factor"),
    [
        ("Đơn vị tính: nghìn người", 1000), ("(ĐVT: 1.000 người)", 1000), ("Population by county (in thousands)", 1000),
        ("Unit: thousand persons", 1000), ("Angaben in Tausend", 1000), ("单位：万人", 10000), ("Satuan: ribu orang", 1000),
        ("Biểu 3: phấn đấu 1 triệu người tham gia", 1), ("Đơn vị tính: người", 1),
    ],
)  # fmt: skip
def test_a_unit_line_holds_for_all_columns(line, factor):
    made = reading(
        [[line], [], ["Xã", "Dân số", "BHYT"], ["A", 50, 45], ["B", 120, 110]]
    ).observations[0]
    assert (counts(made, "population")["B"], counts(made, "health_insured")["A"]) == (
        120 * factor,
        45 * factor,
    )


SHEET = (
    "Town,Residents (in thousands),Listed\nAlba,1200,960000\nBorn,800,610000\nCelle,1500,1190000\n"
)
LIST = "Town,Residents '000\nAlba,1200\nBorn,800\nCelle,1500\n"


@pytest.fixture
def files(tmp_path):
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "bare.csv").write_text(LIST.replace(" '000", ""), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("told", [("B", "C"), ("Residents (in thousands)", "Listed")])
def test_a_heading_s_unit_holds_for_a_column_that_was_told(files, told):
    made = compute(
        files / "sheet.csv", "--unit", "Town", "--denominator", told[0], "--numerator", told[1]
    )
    assert made.row("Alba")["denominator"] == 1200000
    assert made.row("Celle")["coverage_pct"] == pytest.approx(79.333333)


@pytest.mark.parametrize("address", ["list.csv", "list.csv!B", "list.csv!Residents '000"])
def test_a_heading_s_unit_holds_in_a_list(files, address):
    made = compute(
        files / "sheet.csv",
        "--unit",
        "Town",
        "--numerator",
        "Listed",
        "--population",
        files / address,
    )
    assert made.row("Born")["denominator"] == 800000


def test_a_scale_is_told_for_one_measure_of_a_list(files):
    told = ("--unit", "Town", "--numerator", "Listed", "--population", files / "bare.csv!B")
    assert (
        compute(files / "sheet.csv", *told, "--scale", "population=1000").row("Born")["denominator"]
        == 800000
    )
    assert run("compute", files / "sheet.csv", *told).code == 3  # a thousandfold too many


def test_a_told_scale_is_of_its_measure_alone(files):
    sheet = files / "sheet.csv"
    told = (
        "--unit",
        "Town",
        "--denominator",
        "B",
        "--numerator",
        "C",
        "--scale",
        "enrolled=1",
        "--scale",
        "population=100",
    )
    assert [compute(sheet, *told).row("Alba")[side] for side in ("numerator", "denominator")] == [
        960000,
        120000,
    ]


def test_a_told_scale_wins_over_the_heading_and_is_kept_by_a_project_file(files):
    project = files / "coverage-cli.toml"
    project.write_text(
        '[reading]\nscale = { population = 2000 }\n[columns]\nunit = "Town"\n', encoding="utf-8"
    )
    told = ("--denominator", "B", "--numerator", "C", "--project", project)
    assert compute(files / "sheet.csv", *told).row("Alba")["denominator"] == 2400000


@pytest.mark.parametrize("value", ["0", "much", "nobody=1000", "population=", "population=1,5"])
def test_a_scale_that_is_none_is_refused(files, value):
    result = run("compute", files / "sheet.csv", "--scale", value)
    assert (result.code, value in result.err, "population" in result.err) == (2, True, True)


def test_columns_of_several_scales_are_not_added():
    rows = [
        ["Town", "Residents", "Old (thousands)", "Young"],
        ["A", 5000, 4, 400],
        ["B", 7000, 5, 600],
    ]
    read = reading(rows, unit="Town", measures={"population": "Residents", "enrolled": "C+D"})
    assert "enrolled" not in read.observations[0].counts
    assert "unit-scale" in {finding.code for finding in read.findings}


HEAD = ["Phường", "Dân số", "BHYT"]
SMALL = [["Phường Hiệp An", 15, 13], ["Phường Phú Lợi", 22, 21]]
LARGE = [["Phường Chánh Mỹ", 9400, 9100], ["Phường Tương Bình", 17100, 15200]]


def blocks(first, second, rows=LARGE, above=SMALL):
    """Return two blocks, each below its name and its unit line."""
    return [
        ["Thị xã Bến Cát"],
        [None, None, first],
        HEAD,
        *above,
        ["Thị xã Tân Uyên"],
        [None, None, second],
        HEAD,
        *rows,
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Đơn vị: nghìn người", "Đơn vị: người"), ("ĐVT: 1.000 thẻ", "ĐVT: thẻ"), ("(ngàn người)", "(người)"),
        ("Unit: thousand people", "Unit: people"), ("(in thousands)", "(in people)"), ("Residents, thousands", "Residents, persons"),
        ("Angaben in Tsd.", "Angaben in Personen"), ("Satuan: ribu orang", "Satuan: orang"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_turned", [False, True])
def test_each_block_is_read_in_the_unit_of_its_own_line(first, second, is_turned):
    made = reading(
        blocks(second, first, SMALL, above=LARGE) if is_turned else blocks(first, second)
    ).observations[0]
    assert {name: value for name, value in counts(made, "population").items() if value} == {
        "Phường Hiệp An": 15000, "Phường Phú Lợi": 22000, "Phường Chánh Mỹ": 9400, "Phường Tương Bình": 17100,
    }  # fmt: skip


def test_a_heading_with_a_unit_of_its_own_keeps_it_in_all_blocks():
    rows = [
        ["Đơn vị: nghìn người"],
        [*HEAD[:2], "Số người tham gia BHYT (người)"],
        ["Phường Hiệp An", 15.2, 13004],
    ]
    again = [["Đơn vị: người"], rows[1], ["Phường Chánh Mỹ", 9400, 8100]]
    made = reading([*rows, *again]).observations[0]
    assert counts(made, "population")["Phường Hiệp An"] == 15200
    assert counts(made, "health_insured")["Phường Hiệp An"] == 13004


@pytest.mark.parametrize(
    "heading", ["Dân số (người)", "Population (persons)", "Einwohner (Personen)"]
)
@pytest.mark.parametrize("line", ["ĐVT: nghìn người", "(in thousands)"])
def test_a_heading_of_people_holds_against_the_unit_line(heading, line):
    made = reading(
        [
            [line],
            [HEAD[0], heading, HEAD[2]],
            ["Phường Hiệp An", 15012, 13.4],
            ["Phường Phú Lợi", 22004, 21.1],
        ]
    )
    assert counts(made.observations[0], "population")["Phường Hiệp An"] == 15012
    assert counts(made.observations[0], "health_insured")["Phường Phú Lợi"] == 21100


def test_blocks_of_different_units_are_refused_where_texts_may_be_thousands_themselves():
    rows = [["Phường Hiệp An", "15.012", "13.004"], ["Phường Phú Lợi", "22.400", "21.100"]]
    with pytest.raises(UnreadableInput) as refused:
        reading(blocks("ĐVT: nghìn người", "ĐVT: người", above=rows))
    values = refused.value.values
    assert (refused.value.key, values["line"]) == ("unit-lines-differ", "ĐVT: nghìn người")
    assert values["choices"] == ("--rows 4-5 --scale 1000", "--rows 9-10 --scale 1")


@pytest.mark.parametrize(("rows", "scale", "total"), [("4-5", 1000, 37000), ("9-10", 1, 26500)])
def test_blocks_may_be_read_alone(tmp_path, rows, scale, total):
    lines = [
        ",".join(str(cell or "") for cell in row)
        for row in blocks("ĐVT: nghìn người", "ĐVT: người")
    ]
    (tmp_path / "blocks.csv").write_text("\n".join(lines), encoding="utf-8")
    made = compute(tmp_path / "blocks.csv", "--rows", rows, "--scale", scale)
    assert made.report()["rows"][0]["denominator"] == total
    assert compute(tmp_path / "blocks.csv").report()["rows"][0]["denominator"] == 63500


@pytest.mark.parametrize("line", ["Đơn vị: nghìn người", "(in thousands)", "Angaben in 1.000"])
def test_one_unit_line_over_all_blocks_holds_for_all(line):
    rows = [["Phường Chánh Mỹ", 9, 8], ["Phường Tương Bình", 17, 15]]
    made = reading(blocks(line, line, rows)).observations[0]
    assert {name: value for name, value in counts(made, "health_insured").items() if value} == {
        "Phường Hiệp An": 13000, "Phường Phú Lợi": 21000, "Phường Chánh Mỹ": 8000, "Phường Tương Bình": 15000,
    }  # fmt: skip
    assert [unit.name for unit in made.units if unit.parent == 0] == [
        "Thị xã Bến Cát",
        "Thị xã Tân Uyên",
    ]


@pytest.mark.parametrize(
    ("first", "second"), [("ĐVT: nghìn người", None), (None, "ĐVT: nghìn người")]
)
def test_a_unit_line_over_some_blocks_holds_for_all_where_sizes_agree(first, second):
    rows = [["Phường Chánh Mỹ", 9, 8], ["Phường Tương Bình", 17, 15]]
    assert (
        counts(reading(blocks(first, second, rows)).observations[0], "population")["Phường Hiệp An"]
        == 15000
    )
    with pytest.raises(UnreadableInput) as refused:
        reading(blocks(first, second))
    assert refused.value.key == "unit-line-of-some"


@pytest.mark.parametrize(
    "line",
    ["Ghi chú: số liệu tính theo nghìn người", "ĐVT: 1.000 người", "Notes: figures are in thousands", "(in thousands)",
     "Source: register. All counts in thousands of people.", "Zahlen in Tsd.", "Satuan: ribu jiwa"],
)  # fmt: skip
@pytest.mark.parametrize("blank", [0, 1])
def test_a_unit_line_below_a_table_holds_like_one_above(line, blank):
    made = reading([HEAD, *SMALL, *[[]] * blank, [line]]).observations[0]
    assert counts(made, "health_insured")["Phường Phú Lợi"] == 21000


@pytest.mark.parametrize(
    "line",
    [
        "Ghi chú: còn 2 nghìn người chưa có thẻ",
        "Đơn vị: người",
        "Note: 3 thousand people live elsewhere",
        "Thu: triệu đồng",
    ],
)
def test_a_line_below_that_tells_no_unit_changes_nothing(line):
    made = reading([HEAD, *LARGE, [], [line]]).observations[0]
    assert counts(made, "population")["Phường Chánh Mỹ"] == 9400


def test_a_unit_line_above_goes_before_one_below():
    made = reading(
        [["Đơn vị tính: người"], HEAD, *LARGE, [], ["Ghi chú: chỉ tiêu tính bằng nghìn người"]]
    ).observations[0]
    assert counts(made, "population")["Phường Chánh Mỹ"] == 9400


@pytest.mark.parametrize("number_format", ["#,##0,", "#,##0.0,", '#,##0,"k"', "0,;-0,"])
@pytest.mark.parametrize(
    ("line", "heading", "unit"),
    [("ĐVT: nghìn người", "Dân số", "Xã A"), ("", "Population (thousands)", "District A"), ("in Tsd.", "Einwohner", "Kreis A")],
)  # fmt: skip
def test_people_shown_in_thousands_by_their_number_format_are_people(
    tmp_path, number_format, line, heading, unit
):
    book = openpyxl.Workbook()
    rows = [
        [None, line or None],
        ["Name", heading, "BHYT"],
        [unit, 39900, 37000],
        ["B", 28100, 26000],
    ]
    for row in rows:
        book.active.append(row)
    for cell in ("B3", "B4", "C3", "C4"):
        book.active[cell].number_format = number_format
    book.save(tmp_path / "shown.xlsx")
    made = compute(tmp_path / "shown.xlsx")
    assert made.report()["rows"][0]["denominator"] == 68000
    said = [one["cell"] for one in made.report()["findings"] if one["code"] == "unit-scale"]
    assert said == ["B2", "C2"]


@pytest.mark.parametrize("number_format", ["#,##0", "0.00", "#,##0 ;(#,##0)", '0" , "', "General"])
def test_number_formats_that_only_group_digits_say_nothing(tmp_path, number_format):
    book = openpyxl.Workbook()
    for row in (["Xã", "Dân số", "BHYT"], ["A", 39900, 37000], ["B", 28100, 26000]):
        book.active.append(row)
    book.active["B2"].number_format = number_format
    book.save(tmp_path / "plain.xlsx")
    assert "unit-scale" not in compute(tmp_path / "plain.xlsx").codes()
