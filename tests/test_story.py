"""The sample data through the real program: figures, screen, workbook, exit codes, both streams."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from office import opened, records
from program import SAMPLES, compute, run, run_process

MAY = SAMPLES / "ninh-binh-2024-05.xlsx"


@pytest.fixture(scope="module")
def may():
    return compute(MAY)


def test_dong_phong_has_the_figures_of_the_article(may):
    row = may.row("Xã Đồng Phong", "health_insurance")
    assert (row["code"], row["parent"], row["period"]) == ("14416", "Huyện Nho Quan", "2024-05")
    assert (row["numerator"], row["denominator"], row["coverage_pct"]) == (4700, 5000, 94.0)
    assert (row["target_kind"], row["target_pct"], row["target_count"]) == ("rate", 95.0, 4750)
    assert row["attainment_pct"] == 98.94736842105263
    assert (row["gap_people"], row["gap_pp"], row["shortfall_people"], row["status"]) == (
        50,
        1.0,
        50,
        "short",
    )


def test_the_city_has_the_published_figures(may):
    health = may.row("Thành phố Ninh Bình", "health_insurance")
    assert health["numerator"] == 128_067
    assert round(health["coverage_pct"], 1) == 94.6
    social = may.row("Thành phố Ninh Bình", "social_insurance")
    assert social["numerator"] == 25_729
    assert round(social["coverage_pct"], 2) == 36.54
    assert may.row("Thành phố Ninh Bình", "voluntary_social_insurance")["numerator"] == 2408


def test_a_clean_month_has_no_finding_above_a_note(may):
    assert {finding["severity"] for finding in may.report()["findings"]} == {"info"}
    assert may.report()["sources"][0]["period"] == "2024-05"


def test_every_indicator_of_the_sheet_is_computed_for_every_unit(may):
    rows = may.report()["rows"]
    assert len(rows) == 4 * 152
    assert {row["indicator"] for row in rows} == {
        "health_insurance", "social_insurance", "voluntary_social_insurance", "unemployment_insurance",
    }  # fmt: skip


def test_a_blank_count_leaves_its_commune_out_of_both_sums():
    april = compute(SAMPLES / "ninh-binh-2024-04.xlsx", "-i", "health_insurance")
    missing = april.row("Xã Kim Trung", "health_insurance")
    assert (missing["numerator"], missing["coverage_pct"], missing["status"]) == (
        None,
        None,
        "no_data",
    )
    district = april.row("Huyện Kim Sơn", "health_insurance")
    assert district["units_expected"] - district["units_complete"] == 1
    communes = [
        row
        for row in april.report()["rows"]
        if row["parent"] == "Huyện Kim Sơn" and row["numerator"] is not None
    ]
    assert district["numerator"] == sum(row["numerator"] for row in communes)
    assert district["denominator"] == sum(row["denominator"] for row in communes)
    assert "missing-value" in april.codes()


def test_three_months_are_three_periods_and_nothing_is_added_over_time():
    months = compute(
        *(SAMPLES / f"ninh-binh-2024-0{month}.xlsx" for month in (3, 4, 5)),
        "-i",
        "health_insurance",
    )
    whole = [row for row in months.report()["rows"] if row["level"] == "province"]
    assert [(row["period"], row["numerator"]) for row in whole] == [
        ("2024-03", 913_267), ("2024-04", 912_265), ("2024-05", 919_276),
    ]  # fmt: skip


def test_the_old_xls_in_a_vietnamese_font_gives_the_same_figures_as_the_province_s_sheet(may):
    old = compute(SAMPLES / "nho-quan-2024-05.xls")
    for indicator in ("health_insurance", "social_insurance"):
        ours = {
            row["code"]: row
            for row in may.report()["rows"]
            if row["indicator"] == indicator and row["code"]
        }
        theirs = [
            row for row in old.report()["rows"] if row["indicator"] == indicator and row["code"]
        ]
        assert len(theirs) == 27
        for row in theirs:
            other = ours[row["code"]]
            assert (row["unit"], row["numerator"], row["denominator"]) == (
                other["unit"], other["numerator"], other["denominator"],
            )  # fmt: skip
    assert old.row("HUYỆN NHO QUAN", "health_insurance")["level"] == "district"
    assert "legacy-encoding" in old.codes()


def test_a_district_s_file_beside_the_province_s_counts_nobody_twice(may):
    both = compute(SAMPLES / "nho-quan-2024-05.xls", MAY, "-i", "health_insurance")
    for unit in ("TỈNH NINH BÌNH", "Huyện Nho Quan", "Xã Đồng Phong"):
        ours, theirs = both.row(unit, "health_insurance"), may.row(unit, "health_insurance")
        assert ours == theirs


def test_the_english_csv_gives_the_same_coverage(may):
    english = compute(SAMPLES / "ninh-binh-2024-05-en.csv")
    assert english.row("Xã Đồng Phong", "health_insurance")["coverage_pct"] == 94.0
    assert english.row("Total", "health_insurance")["numerator"] == 919_276


def test_denominators_of_another_file_are_joined_by_code():
    joined = compute(
        MAY, "--population", SAMPLES / "ninh-binh-2024-population.csv", "-i", "health_insurance"
    )
    assert joined.row("Xã Đồng Phong", "health_insurance")["denominator"] == 4852
    assert joined.row("TỈNH NINH BÌNH", "health_insurance")["denominator"] == 982_487
    assert "printed-rate-differs" not in joined.codes()


def test_targets_of_another_file_are_joined_and_counts_are_counts():
    result = compute(
        MAY,
        "--targets",
        SAMPLES / "ninh-binh-2024-targets.xlsx",
        "-i",
        "voluntary_social_insurance",
    )
    row = result.row("Xã Đồng Phong", "voluntary_social_insurance")
    assert row["target_kind"] == "count"
    assert row["gap_people"] == row["target_count"] - 130


def test_a_target_given_on_the_command_line_serves_units_without_their_own():
    result = compute(MAY, "--target", "social_insurance=25", "-i", "social_insurance")
    row = result.row("Thành phố Ninh Bình", "social_insurance")
    assert (row["target_pct"], row["status"]) == (25.0, "met")
    whole = compute(MAY, "--target", "social_insurance=120000:count", "-i", "social_insurance")
    assert whole.row("TỈNH NINH BÌNH", "social_insurance")["gap_people"] == 120_000 - 116_848
    assert whole.row("Thành phố Ninh Bình", "social_insurance")["status"] == "no_target"


def test_the_level_and_the_unit_asked_for_are_all_that_is_shown():
    district = compute(MAY, "--in", "huyện nho quan", "-i", "health_insurance")
    assert len(district.report()["rows"]) == 28
    by_code = compute(MAY, "--in", "14416", "-i", "health_insurance")
    assert [row["unit"] for row in by_code.report()["rows"]] == ["Xã Đồng Phong"]
    level = compute(MAY, "--level", "district", "-i", "health_insurance")
    assert {row["level"] for row in level.report()["rows"]} == {"district"}


def test_off_a_terminal_the_table_is_plain_and_nothing_is_cut():
    done = run_process("compute", MAY, "-i", "health_insurance", "--verbose")
    assert done.code == 0
    assert "\x1b" not in done.out
    assert "…" not in done.out
    line = next(line for line in done.out.splitlines() if "Xã Đồng Phong" in line)
    assert line.split()[3:] == [
        "4,700",
        "5,000",
        "94.00",
        "95.00",
        "4,750",
        "98.95",
        "50",
        "1.00",
        "50",
        "short",
    ]
    assert "note[" in done.err
    assert "note[" not in done.out
    assert "note[" not in run_process("compute", MAY, "-i", "health_insurance").err


@pytest.mark.parametrize(
    ("lang", "figure", "status"), [("vi", "94,00", "chưa đạt"), ("de", "94,00", "verfehlt")]
)
def test_people_read_it_in_their_language_and_number_style(lang, figure, status):
    done = run("compute", MAY, "-i", "health_insurance", "--lang", lang)
    line = next(line for line in done.out.splitlines() if "Xã Đồng Phong" in line)
    assert "4.700" in line
    assert figure in line
    assert line.rstrip().endswith(status)


def test_the_workbook_holds_numbers_that_a_spreadsheet_can_use(tmp_path):
    output = tmp_path / "report.xlsx"
    assert run("compute", MAY, "--output", output).code == 0
    book = opened(output)
    insurances = ["Health insurance", "Social insurance"]
    assert book.sheetnames[:3] == ["Summary", *insurances]
    assert book.sheetnames[-3:] == ["Findings", "Sources", "Method and notes"]
    found = [row for row in records(book["Health insurance"]) if row["Unit"] == "Xã Đồng Phong"]
    assert len(found) == 1
    assert found[0]["People with health insurance"] == 4700
    assert found[0]["Coverage %"] == 94


def test_the_workbook_carries_what_stands_below_the_table_but_no_signatures(tmp_path):
    output = tmp_path / "report.xlsx"
    assert run("compute", MAY, "-q", "--output", output).code == 0
    rows = list(opened(output)["Method and notes"].iter_rows(values_only=True))
    notes = [row[3] for row in rows if row[1] == "T5-2024"]
    assert [note[:8] for note in notes] == ["Ghi chú:", "(1) Số l", "(2) Bao "]
    assert notes[0].endswith("lực lượng vũ trang.")


def test_csv_tsv_ndjson_and_json_say_the_same():
    texts = {
        form: run("compute", MAY, "--format", form).out for form in ("csv", "tsv", "ndjson", "json")
    }
    machine = json.loads(texts["json"])["rows"]
    assert [json.loads(line) for line in texts["ndjson"].splitlines()] == machine
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        rows = list(csv.DictReader(io.StringIO(texts[form]), delimiter=delimiter))
        assert list(rows[0]) == list(machine[0])
        assert [row["unit"] for row in rows] == [row["unit"] for row in machine]
        assert [float(row["coverage_pct"]) for row in rows] == [
            row["coverage_pct"] for row in machine
        ]


def test_the_same_input_gives_the_same_bytes(tmp_path):
    for form in ("xlsx", "json", "csv", "md"):
        outputs = []
        for name in ("one", "two"):
            output = tmp_path / f"{name}.{form}"
            assert run("compute", MAY, "-o", output, "-q").code == 0
            outputs.append(output.read_bytes())
        assert outputs[0] == outputs[1]


def test_fail_on_tells_a_scheduler():
    assert run("compute", MAY, "--fail-on", "error").code == 0
    assert run("compute", MAY, "--fail-on", "short").code == 1
    april = SAMPLES / "ninh-binh-2024-04.xlsx"
    assert run("compute", april, "--fail-on", "warning").code == 1
    assert run("compute", april, "--fail-on", "error").code == 0


def test_quiet_says_nothing_but_errors():
    assert run("compute", SAMPLES / "ninh-binh-2024-04.xlsx", "--quiet").err == ""


def test_a_folder_with_one_bad_file_uses_the_others_and_lists_the_bad_one(tmp_path):
    shutil.copy(MAY, tmp_path)
    (tmp_path / "broken.xlsx").write_bytes(MAY.read_bytes()[:9000])
    (tmp_path / "~$ninh-binh-2024-05.xlsx").write_bytes(b"\x05owner")
    result = run("compute", tmp_path, "--format", "json")
    assert result.code == 5
    assert "broken.xlsx" in result.err
    assert result.row("Xã Đồng Phong", "health_insurance")["numerator"] == 4700
    assert "file-skipped" in result.codes()


def test_the_same_file_twice_is_counted_once(tmp_path):
    shutil.copy(MAY, tmp_path / "copy.xlsx")
    result = compute(MAY, tmp_path / "copy.xlsx", "-i", "health_insurance")
    assert result.row("TỈNH NINH BÌNH", "health_insurance")["numerator"] == 919_276
    assert "file-duplicate" in result.codes()


def test_standard_input_is_csv():
    text = (SAMPLES / "ninh-binh-2024-05-en.csv").read_text(encoding="utf-8")
    done = run_process("compute", "-", "--period", "2024-05", "-f", "json", input=text)
    assert done.code == 0, done.err
    assert done.row("Xã Đồng Phong", "health_insurance")["period"] == "2024-05"


def test_inspect_says_what_was_taken_for_what_and_how_to_correct_it():
    text = run("inspect", MAY).out
    for said in (
        "A7:N162",
        "2024-05",
        "BHYT > Tổng số",
        "health_insured",
        "--numerator",
        "163: Ghi chú",
    ):
        assert said in text
    table = json.loads(run("inspect", MAY, "--format", "json").out)["tables"][0]
    assert table["header_rows"] == [7, 8, 9]
    assert {column["column"]: column["measure"] for column in table["columns"]}[
        "I"
    ] == "health_insured"
    assert {row["class"] for row in table["rows"]} == {"total", "subtotal", "unit"}


def test_an_output_that_is_an_input_is_refused_and_stays_whole(tmp_path):
    copy = tmp_path / "month.xlsx"
    shutil.copy(MAY, copy)
    before = copy.read_bytes()
    assert run("compute", copy, "-o", copy).code == 4
    assert copy.read_bytes() == before
    assert list(tmp_path.iterdir()) == [copy]


def test_a_run_that_fails_leaves_the_old_report_whole(tmp_path):
    output = tmp_path / "report.csv"
    output.write_text("last month's report", encoding="utf-8")
    nothing = tmp_path / "nothing.csv"
    nothing.write_text("a,b\nc,d\n", encoding="utf-8")
    assert run("compute", nothing, "-o", output).code == 3
    assert output.read_text(encoding="utf-8") == "last month's report"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["nothing.csv", "report.csv"]


def test_paths_of_outputs_and_inputs_need_not_be_ascii(tmp_path):
    folder = tmp_path / "Tháng 5"
    folder.mkdir()
    copy = folder / "Báo cáo BHYT.xlsx"
    shutil.copy(MAY, copy)
    assert run("compute", copy, "-o", folder / "kết quả.json").code == 0
    assert Path(folder / "kết quả.json").exists()


def test_the_title_is_no_letterhead_and_no_unit_line(tmp_path):
    book = openpyxl.Workbook()
    for row in [
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Độc lập - Tự do - Hạnh phúc, muôn năm đời đời"],
        ["Số: 318/BC-BHXH"], ["BÁO CÁO BHYT THÁNG 5/2024"], ["Đơn vị tính: người, làm tròn đến hàng đơn vị"],
        ["Đơn vị", "Dân số", "BHYT"], ["Xã A", 1000, 900], ["Xã B", 2000, 1500],
    ]:  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "bao-cao.xlsx")
    assert run("compute", tmp_path / "bao-cao.xlsx").out.startswith("BÁO CÁO BHYT THÁNG 5/2024\n")


class TestToldColumnsOfANamedIndicator:
    def sheet(self, tmp_path):
        path = tmp_path / "bhyt.csv"
        path.write_text(
            "BHYT THÁNG 5/2024\nĐơn vị,Dân số,BHYT,Số đã đối chiếu\nXã A,1000,900,880\nXã B,1000,930,910\n",
            encoding="utf-8",
        )
        return path

    def test_a_told_numerator_is_that_of_the_indicator_asked_for(self, tmp_path):
        row = compute(self.sheet(tmp_path), "-i", "health_insurance", "--numerator", "D").row(
            "Xã A", "health_insurance"
        )
        assert row["numerator"] == 880

    def test_without_an_indicator_it_is_the_general_one_alone(self, tmp_path):
        rows = compute(self.sheet(tmp_path), "--numerator", "D").report()["rows"]
        assert {row["indicator"] for row in rows} == {"coverage"}
        assert [row["numerator"] for row in rows if row["unit"] == "Xã A"] == [880]

    def test_of_several_indicators_it_is_not_known_whose_it_is(self, tmp_path):
        options = ("-i", "health_insurance", "-i", "pupil_health_insurance", "--numerator", "D")
        assert run("compute", self.sheet(tmp_path), *options).code == 2


class TestUnnamedParts:
    """`Trong đó > Khác` under the same insurance is a part of the total and never the total."""

    @pytest.mark.parametrize(
        "total", ["Số thẻ BHYT còn hạn", "Số thẻ còn hiệu lực", "Số thẻ đã rà soát"]
    )
    def test_the_total_is_taken_whatever_its_heading_says_more(self, total, tmp_path):
        rows = [
            ["BHYT THÁNG 5/2024"],
            ["Đơn vị", "Dân số", "BHYT", None, None, None],
            [None, None, total, "Trong đó", None, None],
            [None, None, None, "Hộ gia đình", "HSSV", "Khác"],
            ["Xã A", 1000, 900, 300, 200, 400],
            ["Xã B", 1000, 930, 330, 200, 400],
        ]
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for area in ("C2:F2", "D3:F3", "A2:A4", "B2:B4", "C3:C4"):
            book.active.merge_cells(area)
        book.save(tmp_path / "bhyt.xlsx")
        assert compute(tmp_path / "bhyt.xlsx").row("Xã A", "health_insurance")["numerator"] == 900

    def test_a_part_without_its_total_is_none_either(self, tmp_path):
        path = tmp_path / "bhyt.csv"
        path.write_text(
            "BHYT THÁNG 5/2024\nĐơn vị,Dân số,BHYT trong đó khác\nXã A,1000,400\nXã B,1000,400\n",
            encoding="utf-8",
        )
        assert run("compute", path).code == 3


@pytest.mark.parametrize("told", ["district", "Huyện", "huyện", "Kreis"])
def test_a_level_may_be_told_in_the_user_s_language(told):
    rows = compute(MAY, "-i", "health_insurance", "--level", told).report()["rows"]
    assert {row["level"] for row in rows} == {"district"}
    assert len(rows) == 8


@pytest.mark.parametrize("word", ["Xã ", ""])
@pytest.mark.parametrize("where", ["column", "name"])
def test_roman_numbers_head_the_units_without_number(word, where, tmp_path):
    """Counted as communes the districts would double the province."""
    rows = [
        ("I", "Kim Sơn", 746, 580),
        ("", f"{word}Tân Lập", 457, 378),
        ("", f"{word}Kỳ Phú", 289, 201),
    ]
    rows += [
        ("II", "Nho Quan", 737, 579),
        ("", f"{word}An Khánh", 457, 378),
        ("", f"{word}Tân Tiến", 280, 200),
    ]
    lines = [
        "TỈNH NINH BÌNH THÁNG 5/2024",
        "Đơn vị,Dân số,BHYT" if where == "name" else "STT,Đơn vị,Dân số,BHYT",
    ]
    for number, name, people, insured in rows:
        shown = (
            f"{number}. {name}"
            if number and where == "name"
            else name
            if where == "name"
            else f"{number},{name}"
        )
        lines.append(f"{shown},{people},{insured}")
    (tmp_path / "bhyt.csv").write_text("\n".join(lines), encoding="utf-8")
    result = compute(tmp_path / "bhyt.csv")
    whole = result.report()["rows"][0]
    assert (whole["numerator"], whole["denominator"], whole["units_expected"]) == (1157, 1483, 4)
    assert [row["unit"] for row in result.report()["rows"] if row["level"] == "district"] == [
        "Kim Sơn",
        "Nho Quan",
    ]
    assert "total-mismatch" in result.codes()


@pytest.mark.parametrize("heading", ["Dân số có mặt", "Dân số thường trú", "Dân số hiện có mặt"])
def test_whose_population_a_heading_counts_is_no_doubt(heading, tmp_path):
    rows = "\n".join(f"Xã {name},{1000 + at},{900 + 7 * at}" for at, name in enumerate("ABCDE"))
    path = tmp_path / "sheet.csv"
    path.write_text(f"Xã,{heading},Có thẻ BHYT\n{rows}\n", encoding="utf-8")
    assert "column-guessed" not in compute(path).codes()
