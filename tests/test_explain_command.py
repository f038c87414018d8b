"""`coverage explain` through the real program: the cells, the repairs, the arithmetic in full, parts and what they lack."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from program import SAMPLES, compute, run

from coverage_cli.model import MACHINE_COLUMNS

MAY, APRIL = SAMPLES / "ninh-binh-2024-05.xlsx", SAMPLES / "ninh-binh-2024-04.xlsx"
HEALTH = ("-i", "health_insurance")


def explained(*arguments) -> dict:
    result = run("explain", *arguments, "--format", "json")
    assert result.code == 0, result.err
    told = json.loads(result.out)
    assert told["schema"] == "coverage-cli/explanation/1"
    assert len(told["explanations"]) == 1
    return told["explanations"][0]


def steps(record: dict) -> dict[str, dict]:
    return {step["step"]: step for step in record["arithmetic"]}


def repairs(cell: dict) -> list[str]:
    return [repair["repair"] for repair in cell["repairs"]]


def sheet(path: Path, rows, name="T5") -> Path:
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def dong_phong():
    return explained(MAY, "--in", "Xã Đồng Phong", *HEALTH)


class TestACommune:
    def test_its_cells_are_named_with_what_they_hold(self, dong_phong):
        [numerator] = dong_phong["numerator"]["cells"]
        assert (numerator["cell"], numerator["stored"], numerator["stored_as"]) == (
            "I48",
            "4.700",
            "text",
        )
        assert (numerator["value"], numerator["measure"]) == (4700, "health_insured")
        assert numerator["heading"] == ["BHYT", "Tổng số"]
        assert numerator["heading_cells"] == "I7:I9"
        [denominator] = dong_phong["denominator"]["cells"]
        assert (denominator["cell"], denominator["stored"], denominator["repairs"]) == (
            "D48",
            5000,
            [],
        )

    def test_the_style_of_a_number_as_text_is_told_with_what_decided_it(self, dong_phong):
        [repair] = dong_phong["numerator"]["cells"][0]["repairs"]
        assert repair == {
            "repair": "text-read",
            "style": "vi",
            "decided_by": "only whole numbers of people",
        }

    def test_its_own_target_is_told_with_its_scale(self, dong_phong):
        target = dong_phong["target"]
        assert (target["from"], target["kind"], target["target_pct"], target["target_count"]) == (
            "cell",
            "rate",
            95,
            4750,
        )
        assert target["cell"]["cell"] == "L48"
        assert target["cell"]["repairs"] == [{"repair": "rate-scale", "scale": "points"}]

    def test_every_step_has_its_formula_operands_and_exact_result(self, dong_phong):
        attainment = steps(dong_phong)["attainment_pct"]
        assert attainment["formula"] == "100 * coverage_pct / target_pct"
        assert attainment["operands"] == {"coverage_pct": 94.0, "target_pct": 95.0}
        assert (attainment["exact"], attainment["rounded"]) == ("1880/19", 98.95)
        assert attainment["result"] == float(Fraction(1880, 19))
        assert steps(dong_phong)["gap_people"]["result"] == 50

    def test_the_figures_are_those_of_compute(self, dong_phong):
        assert dong_phong["figures"] == compute(MAY).row("Xã Đồng Phong", "health_insurance")
        assert tuple(dong_phong["figures"]) == MACHINE_COLUMNS

    def test_the_printed_figures_stand_beside_the_computed(self, dong_phong):
        assert [(beside["figure"], beside["cells"][0]["cell"], beside["agrees"]) for beside in dong_phong["printed"]] == [
            ("coverage_pct", "K48", True), ("gap_people", "M48", True),
        ]  # fmt: skip

    def test_it_is_found_by_its_code_too(self, dong_phong):
        assert explained(MAY, "--in", "14416", *HEALTH) == dong_phong


@pytest.fixture(scope="module")
def kim_son():
    return explained(APRIL, "--in", "Huyện Kim Sơn", *HEALTH)


class TestADistrict:
    def test_its_parts_add_up_with_their_cells(self, kim_son):
        counted = [part for part in kim_son["parts"] if part["counted"]]
        assert kim_son["basis"] == "sum"
        assert (len(counted), len(kim_son["parts"])) == (24, 25)
        assert (
            sum(part["numerator"] for part in counted) == kim_son["figures"]["numerator"] == 159_737
        )
        assert kim_son["parts"][0]["numerator_cells"] == ["I119"]
        assert steps(kim_son)["numerator"]["operands"]["sum_of_parts"][:2] == [8589, 3777]

    def test_what_is_in_no_sum_is_named_with_its_cell_and_why(self, kim_son):
        [lacking] = kim_son["left_out"]
        assert (lacking["unit"], lacking["measure"]) == ("Xã Kim Trung", "health_insured")
        assert [(cell["cell"], cell["stored_as"]) for cell in lacking["cells"]] == [
            ("I142", "blank")
        ]
        assert lacking["finding"]["code"] == "missing-value"

    def test_its_printed_row_stands_beside_the_sums(self, kim_son):
        beside = {entry["figure"]: entry for entry in kim_son["printed"]}
        assert (beside["numerator"]["agrees"], beside["denominator"]["agrees"]) == (True, False)
        assert (beside["denominator"]["printed"], beside["denominator"]["difference"]) == (
            182_942,
            4_583,
        )
        assert beside["coverage_pct"]["printed"] == 87.32

    def test_printed_figures_are_told_as_such(self):
        record = explained(APRIL, "--in", "Huyện Kim Sơn", *HEALTH, "--figures", "printed")
        assert record["basis"] == "printed"
        assert record["denominator"]["cells"][0]["value"] == 182_942
        assert record["parts"] == []

    def test_the_whole_names_what_is_missing_far_below(self):
        record = explained(APRIL, "--in", "TỈNH NINH BÌNH", *HEALTH)
        assert [part["basis"] for part in record["parts"]] == ["sum"] * 8
        assert [(lacking["unit"], lacking["parent"]) for lacking in record["left_out"]] == [
            ("Xã Kim Trung", "Huyện Kim Sơn")
        ]


class TestWhereATargetComesFrom:
    @pytest.mark.parametrize(
        ("more", "origin"),
        [(("--target", "social_insurance=25"), "option"), ((), None)],
    )
    def test_an_option_or_nothing(self, more, origin):
        record = explained(MAY, "--in", "Xã Đồng Phong", "-i", "social_insurance", *more)
        assert record["target"]["from"] == origin

    def test_a_count_for_the_whole_reaches_no_part(self):
        more = ("-i", "social_insurance", "--target", "social_insurance=100000:count")
        assert explained(MAY, "--in", "TỈNH NINH BÌNH", *more)["target"]["from"] == "option"
        assert explained(MAY, "--in", "Huyện Nho Quan", *more)["target"]["from"] is None

    def test_a_targets_file_is_named_with_its_cell(self):
        csv, targets = SAMPLES / "ninh-binh-2024-05-en.csv", SAMPLES / "ninh-binh-2024-targets.xlsx"
        record = explained(csv, "--in", "14416", *HEALTH, "--targets", targets)
        cell = record["target"]["cell"]
        assert record["target"]["from"] == "targets-file"
        assert Path(cell["file"]).name == "ninh-binh-2024-targets.xlsx"
        book = openpyxl.load_workbook(targets)
        assert book[cell["sheet"]][cell["cell"]].value == cell["stored"]

    def test_the_parts_give_it_where_they_share_a_rate_or_add_up(self, tmp_path):
        head = ["District", "Unit", "Population", "Enrolled", "Target rate (%)"]
        shared = [head, ["North", "A", 100, 90, 95], ["North", "B", 200, 190, 95]]
        other = [head, ["North", "A", 100, 90, 95], ["North", "B", 200, 190, 90]]
        for data, origin, people in ((shared, "parts-rate", 285), (other, "parts-sum", 275)):
            path = sheet(tmp_path / f"{origin}.xlsx", data)
            record = explained(path, "--in", "North", "--unit", "Unit", "--parent", "District")
            assert (record["target"]["from"], record["target"]["target_count"]) == (origin, people)

    def test_a_fraction_is_told_as_one(self, tmp_path):
        rows = [
            ["Unit", "Population", "Enrolled", "Target rate (%)"],
            ["A", 100, 90, 0.95],
            ["B", 200, 190, 0.9],
        ]
        record = explained(sheet(tmp_path / "x.xlsx", rows), "--in", "A")
        assert record["target"]["cell"]["repairs"] == [
            {"repair": "rate-scale", "scale": "fraction"}
        ]
        assert record["target"]["target_pct"] == 95


class TestRepairs:
    def test_an_old_encoding_is_shown_as_it_is_stored(self):
        record = explained(SAMPLES / "nho-quan-2024-05.xls", "--in", "Xã Đồng Phong", *HEALTH)
        [repair] = record["name"]["repairs"]
        assert repair["repair"] == "encoding-converted"
        assert record["name"]["stored"] == repair["from"] != repair["to"] == "Xã Đồng Phong"

    @pytest.mark.parametrize(("least", "factor"), [("người", 1000), ("persons", 1000)])
    def test_a_block_in_another_unit_is_shown_as_it_is_stored(self, tmp_path, least, factor):
        head = ["Đơn vị", "Dân số", "BHYT"]
        rows = [["ĐVT: nghìn người"], head, ["Huyện An", 120, 101.5], ["Huyện Bình", 90, 81.2]]
        rows += [[f"({least})"], head, ["Huyện Cẩm", 90500, 78100], ["Huyện Dương", 60400, 51200]]
        path = sheet(tmp_path / "blocks.xlsx", rows)
        [cell] = explained(path, "--in", "Huyện An")["numerator"]["cells"]
        assert (cell["stored"], cell["value"]) == (101.5, 101500)
        assert cell["repairs"] == [{"repair": "scaled", "scale": factor}]
        [cell] = explained(path, "--in", "Huyện Cẩm")["numerator"]["cells"]
        assert (cell["stored"], cell["repairs"]) == (78100, [])

    def test_a_cleaned_name_is_shown_with_its_footnote_mark(self):
        record = explained(MAY, "--in", "Xã Khánh Thành", *HEALTH)
        assert record["name"]["repairs"] == [
            {"repair": "name-cleaned", "from": "Xã Khánh Thành(1)", "to": "Xã Khánh Thành"}
        ]

    def test_a_total_row_has_the_name_of_the_title(self):
        record = explained(SAMPLES / "nho-quan-2024-05.xls", "--in", "HUYỆN NHO QUAN", *HEALTH)
        assert repairs(record["name"]) == ["encoding-converted", "named-by-title"]

    def test_a_scale_is_told(self, tmp_path):
        rows = [
            ["Đơn vị tính: nghìn người"],
            ["Unit", "Population", "Enrolled"],
            ["A", 10, 9.5],
            ["B", 20, 18],
        ]
        record = explained(sheet(tmp_path / "x.xlsx", rows), "--in", "A")
        [cell] = record["numerator"]["cells"]
        assert (cell["stored"], cell["value"], cell["repairs"]) == (
            9.5,
            9500,
            [{"repair": "scaled", "scale": 1000}],
        )

    def test_a_told_style_decides(self, tmp_path):
        rows = [
            ["Unit", "Population", "Enrolled"],
            ["A", "10.000", "9.000"],
            ["B", "20.000", "18.000"],
        ]
        path = sheet(tmp_path / "x.xlsx", rows)
        record = explained(path, "--in", "A", "--number-style", "vi")
        assert record["numerator"]["cells"][0]["repairs"][0]["decided_by"] == "told"

    def test_a_population_of_another_file_is_named(self):
        population = SAMPLES / "ninh-binh-2024-population.csv"
        record = explained(MAY, "--in", "14416", *HEALTH, "--population", population)
        [cell] = record["denominator"]["cells"]
        assert Path(cell["file"]).name == population.name
        assert (cell["value"], cell["stored_as"], repairs(cell)) == (4852, "text", [])

    def test_several_measures_are_added_up_in_a_step(self):
        record = explained(MAY, "--in", "Xã Đồng Phong", "-i", "social_insurance")
        assert [cell["measure"] for cell in record["numerator"]["cells"]] == [
            "social_compulsory",
            "social_voluntary",
        ]
        step = steps(record)["numerator"]
        assert step["formula"] == "social_compulsory + social_voluntary"
        assert sum(step["operands"].values()) == step["result"] == record["figures"]["numerator"]


class TestText:
    def test_english(self):
        out = run("explain", MAY, "--in", "Xã Đồng Phong", *HEALTH).out
        assert (
            "Numerator: I48 '4.700' → 4,700 · BHYT > Tổng số (I7:I9) · people with health insurance"
            in out
        )
        assert "= 100 × 4,700 / 5,000 = 94\n" in out
        assert "round up(95 × 5,000 / 100) = round up(4,750) = 4,750" in out
        assert "≈ 98.9473684211 → 98.95" in out
        assert "Status: short, for 4,700 is less than 4,750: 50 people are missing" in out

    def test_a_number_without_end_is_taken_on_as_its_fraction(self):
        out = run("explain", APRIL, "--in", "Huyện Kim Sơn", *HEALTH).out
        assert "100 × (15,973,700 / 178,359) / 93 ≈ 96.3002792423 → 96.30" in out

    @pytest.mark.parametrize(
        ("lang", "said"),
        [("vi", "chưa đạt, vì 4.700 nhỏ hơn 4.750"), ("de", "denn 4.700 ist kleiner als 4.750")],
    )
    def test_other_languages(self, lang, said):
        assert said in run("explain", MAY, "--in", "Xã Đồng Phong", *HEALTH, "--lang", lang).out

    def test_every_indicator_and_period_is_explained_where_none_is_chosen(self):
        result = run("explain", MAY, APRIL, "--in", "14416", "--format", "json")
        told = [
            (record["period"], record["indicator"])
            for record in json.loads(result.out)["explanations"]
        ]
        assert len(told) == len(set(told)) == 8

    def test_a_name_is_never_read_as_markup(self, tmp_path):
        rows = [["Unit", "Population", "Enrolled"], ["[/b] A", 100, 90], ["B", 200, 190]]
        assert run("explain", sheet(tmp_path / "x.xlsx", rows), "--in", "[/b] A").out.startswith(
            "[/b] A · "
        )


class TestRefusals:
    @pytest.mark.parametrize("more", [(), ("--in", " ")])
    def test_without_a_unit(self, more):
        result = run("explain", MAY, *more)
        assert (result.code, result.out) == (2, "")
        assert "--in" in result.err

    def test_an_unknown_unit_lists_names_that_come_near(self):
        result = run("explain", MAY, "--in", "Dong Phong")
        assert result.code == 2
        assert "Xã Đồng Phong" in result.err

    def test_an_unknown_format(self):
        assert run("explain", MAY, "--in", "14416", "--format", "xlsx").code == 2


@pytest.mark.parametrize(
    "name", ["Xã Đồng Phong (Huyện Nho Quan)", "Đồng Phong, Huyện Nho Quan", "Gia Lâm"]
)
def test_a_unit_is_explained_by_every_name_that_compute_takes(name):
    assert explained(MAY, "--in", name, *HEALTH)["unit"]


def test_a_total_whose_label_stands_over_the_numbers_is_not_said_to_be_none(tmp_path):
    rows = [["STT", "Đơn vị", "Dân số", "BHYT"], [1, "Xã A", 1000, 900], [2, "Xã B", 2000, 1500]]
    book = sheet(tmp_path / "bhyt-5-2024.xlsx", [*rows, ["Tổng cộng", None, 3000, 2400]])
    result = run("explain", book, "--in", "Tổng cộng")
    assert result.code == 0
    assert "None" not in result.out
