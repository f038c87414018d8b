"""How many people one unit of a figure stands for: said by a heading or a line, told for all or one measure, in lists."""

import pytest
from grids import VOCABULARY, counts, reading
from program import compute, run


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
    made = reading([[line], [], ["Xã", "Dân số", "BHYT"], ["A", 50, 45], ["B", 120, 110]]).observations[0]
    assert (counts(made, "population")["B"], counts(made, "health_insured")["A"]) == (120 * factor, 45 * factor)


SHEET = "Town,Residents (in thousands),Listed\nAlba,1200,960000\nBorn,800,610000\nCelle,1500,1190000\n"
LIST = "Town,Residents '000\nAlba,1200\nBorn,800\nCelle,1500\n"


@pytest.fixture
def files(tmp_path):
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "bare.csv").write_text(LIST.replace(" '000", ""), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("told", [("B", "C"), ("Residents (in thousands)", "Listed")])
def test_a_heading_s_unit_holds_for_a_column_that_was_told(files, told):
    made = compute(files / "sheet.csv", "--unit", "Town", "--denominator", told[0], "--numerator", told[1])
    assert made.row("Alba")["denominator"] == 1200000
    assert made.row("Celle")["coverage_pct"] == pytest.approx(79.333333)


@pytest.mark.parametrize("address", ["list.csv", "list.csv!B", "list.csv!Residents '000"])
def test_a_heading_s_unit_holds_in_a_list(files, address):
    made = compute(files / "sheet.csv", "--unit", "Town", "--numerator", "Listed", "--population", files / address)
    assert made.row("Born")["denominator"] == 800000


def test_a_scale_is_told_for_one_measure_of_a_list(files):
    told = ("--unit", "Town", "--numerator", "Listed", "--population", files / "bare.csv!B")
    assert compute(files / "sheet.csv", *told, "--scale", "population=1000").row("Born")["denominator"] == 800000
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
    assert [compute(sheet, *told).row("Alba")[side] for side in ("numerator", "denominator")] == [960000, 120000]


def test_a_told_scale_wins_over_the_heading_and_is_kept_by_a_project_file(files):
    project = files / "coverage-cli.toml"
    project.write_text('[reading]\nscale = { population = 2000 }\n[columns]\nunit = "Town"\n', encoding="utf-8")
    told = ("--denominator", "B", "--numerator", "C", "--project", project)
    assert compute(files / "sheet.csv", *told).row("Alba")["denominator"] == 2400000


@pytest.mark.parametrize("value", ["0", "much", "nobody=1000", "population=", "population=1,5"])
def test_a_scale_that_is_none_is_refused(files, value):
    result = run("compute", files / "sheet.csv", "--scale", value)
    assert (result.code, value in result.err, "population" in result.err) == (2, True, True)


def test_columns_of_several_scales_are_not_added():
    rows = [["Town", "Residents", "Old (thousands)", "Young"], ["A", 5000, 4, 400], ["B", 7000, 5, 600]]
    read = reading(rows, unit="Town", measures={"population": "Residents", "enrolled": "C+D"})
    assert "enrolled" not in read.observations[0].counts
    assert "unit-scale" in {finding.code for finding in read.findings}
