"""Rules over time through the real program: several months, earlier deliveries, cells, severities, exit codes."""

from __future__ import annotations

import json

import openpyxl
import pytest
from program import SAMPLES, run
from test_gaps_command import month
from test_house import loaded_by

MONTHS = [SAMPLES / f"ninh-binh-2024-0{number}.xlsx" for number in (3, 4, 5)]
OVER_TIME = {
    "jump", "digit-error", "outlier", "copied-forward", "denominator-changed", "denominator-unchanged", "off-parent",
    "reporting-incomplete",
}  # fmt: skip


def found(*arguments, command="check"):
    """Return the findings of a run by code."""
    result = run(command, *arguments, "--format", "json")
    told = json.loads(result.out)
    findings = (
        told["findings"]
        if command != "check"
        else [at for rule in told["rules"] for at in rule["findings"]]
    )
    by_code = {}
    for finding in findings:
        by_code.setdefault(finding["code"], []).append(finding)
    return by_code


def test_the_sample_months_have_no_error_and_no_warning_over_time():
    told = found(*MONTHS)
    assert {finding["severity"] for code in OVER_TIME for finding in told.get(code, [])} <= {"info"}


@pytest.mark.parametrize("command", ["compute", "check", "gaps"])
def test_a_month_is_held_against_an_earlier_delivery(command, tmp_path):
    april = month(tmp_path, "2024-04", (890, 900, 880, 910))
    may = month(tmp_path, "2024-05", (750, 905, 885, 9150))
    told = found(may, "--previous", april, "--target", "95", command=command)
    (jump,), (digit,) = told["jump"], told["digit-error"]
    assert (jump["severity"], jump["cell"], jump["unit"]) == ("warning", "D3", "Xã A")
    assert jump["file"].endswith("bhyt-2024-05.xlsx")
    assert (
        "750 in 'BHYT' for May 2024 after 890 for April 2024: -15.73 % in a month"
        in jump["message"]
    )
    assert (digit["severity"], digit["cell"]) == ("error", "D6")
    assert "Probably 915" in digit["message"]


def test_months_among_the_inputs_are_held_against_each_other_in_any_order(tmp_path):
    sheets = [
        month(tmp_path, f"2024-0{at}", (900, count, 880, 910))
        for at, count in ((1, 900), (2, 905), (3, 1200))
    ]
    one, other = found(*sheets), found(*reversed(sheets))
    assert one["jump"][0]["cell"] == "D4"
    assert one["jump"][0]["message"] == other["jump"][0]["message"]


def test_a_column_copied_forward_is_said_with_its_cells(tmp_path):
    units = [f"Xã {letter}" for letter in "ABCDEF"]
    one, other = (
        month(tmp_path, f"2024-0{at}", [900 + n for n in range(6)], [1000] * 6, units=units)
        for at in (4, 5)
    )
    (copied,) = found(one, other)["copied-forward"]
    assert (copied["severity"], copied["count"], len(copied["cells"])) == ("warning", 6, 6)
    assert (
        "6 of 6 units have in 'BHYT' for May 2024 exactly the figures of April 2024"
        in copied["message"]
    )


@pytest.mark.parametrize(
    ("name", "title"), [("quy2-2024", "QUÝ II NĂM 2024"), ("nam-2024", "NĂM 2024")]
)
def test_a_quarter_or_a_year_beside_its_last_month_is_no_copy_of_it(name, title, tmp_path):
    units = [f"Xã {letter}" for letter in "ABCDEF"]
    before, last = ("2024-05", "2024-06") if "quy" in name else ("2024-11", "2024-12")
    sheets = [
        month(tmp_path, at, [900 + n + more for n in range(6)], [1000] * 6, units=units)
        for at, more in ((before, 3), (last, 9))
    ]
    book = openpyxl.load_workbook(sheets[1])
    book.active["A1"] = f"BHYT HUYỆN THỬ {title}"
    book.save(tmp_path / f"{name}.xlsx")
    told = found(*sheets, tmp_path / f"{name}.xlsx")
    assert not {"copied-forward", "period-conflict", "file-duplicate"} & set(told)


def test_a_list_that_serves_the_year_is_no_copy_and_no_change(tmp_path):
    units = [f"Xã {letter}" for letter in "ABCDEF"]
    (tmp_path / "people-2024.csv").write_text(
        "Xã,Dân số\n" + "".join(f"{at},1000\n" for at in units), encoding="utf-8"
    )
    sheets = [
        month(tmp_path, f"2024-0{at}", [900 + n * at for n in range(6)], [None] * 6, units=units)
        for at in (4, 5)
    ]
    told = found(*sheets, "--population", tmp_path / "people-2024.csv")
    assert not {"copied-forward", "denominator-changed"} & set(told)


def test_who_reported_before_and_does_not_now_is_named(tmp_path):
    april = month(tmp_path, "2024-04", (890, 900, 880, 910))
    may = month(
        tmp_path, "2024-05", (895, 905, 885), (1000, 1000, 1000), units=("Xã A", "Xã B", "Xã D")
    )
    (missing,) = found(may, "--previous", april)["reporting-incomplete"]
    assert (missing["severity"], missing["people_apart"]) == ("error", 1000)
    assert (
        "3 of the 4 units that reported before did so for May 2024 (75.00 %), Xã C did not"
        in missing["message"]
    )


@pytest.mark.parametrize("command", ["compute", "check", "gaps"])
def test_who_should_report_is_told_by_a_list_in_a_single_month(command, tmp_path):
    may = month(
        tmp_path, "2024-05", (895, 905, 885), (1000, 1000, 1000), units=("Xã A", "Xã B", "Xã D")
    )
    (tmp_path / "who.csv").write_text("Xã\nXã A\nXã B\nXã C\nXã D\n", encoding="utf-8")
    told = found(may, "--expect", tmp_path / "who.csv", "--target", "95", command=command)
    (incomplete,) = told["reporting-incomplete"]
    assert "3 of 4 units expected reported for May 2024 (75.00 %)" in incomplete["message"]
    assert "Xã C" not in incomplete["message"]
    assert "Xã C" in told["unit-missing"][0]["message"]


def test_last_year_s_month_is_held_against_the_district_s(tmp_path):
    one = month(tmp_path, "2023-05", (900, 900, 900, 900))
    other = month(tmp_path, "2024-05", (905, 902, 901, 300))
    (off,) = found(one, other)["off-parent"]
    assert (off["cell"], off["unit"]) == ("D6", "Xã D")
    assert (
        "the rule allows 0.67 to 1.33 (WHO data quality review, off_parent_low in [thresholds])"
        in off["message"]
    )


def test_one_month_alone_is_not_judged_over_time(tmp_path):
    assert not OVER_TIME & set(found(month(tmp_path, "2024-05", (900, 90, 880, 910))))


def test_of_a_told_period_only_its_own_values_are_said(tmp_path):
    sheets = [
        month(tmp_path, f"2024-0{at}", (900, count, 880, 910))
        for at, count in ((1, 900), (2, 1300), (3, 1310))
    ]
    assert "jump" in found(*sheets, "--target", "95", command="gaps")
    told = found(*sheets, "--target", "95", "--period", "2024-03", command="gaps")
    assert "jump" not in told


def test_a_digit_error_lets_check_fail_and_a_jump_does_not(tmp_path):
    april = month(tmp_path, "2024-04", (890, 900, 880, 910))
    assert (
        run("check", month(tmp_path, "2024-05", (750, 905, 885, 915)), "--previous", april).code
        == 0
    )
    assert (
        run("check", month(tmp_path, "2024-05", (890, 905, 885, 9150)), "--previous", april).code
        == 1
    )


def test_thresholds_of_the_project_file_are_obeyed_and_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    april, may = (
        month(tmp_path, "2024-04", (890, 900, 880, 910)),
        month(tmp_path, "2024-05", (840, 905, 885, 915)),
    )
    assert "jump" not in found(may, "--previous", april)
    (tmp_path / "coverage-cli.toml").write_text(
        "[thresholds]\njump = 5\noutlier = 4.5\n", encoding="utf-8"
    )
    (jump,) = found(may, "--previous", april)["jump"]
    assert "5 % a month (told by jump in [thresholds])" in jump["message"]


def test_rivals_of_one_period_are_no_history(tmp_path):
    folder = tmp_path / "other"
    folder.mkdir()
    one, other = (
        month(tmp_path, "2024-05", (900, 900, 900, 900)),
        month(folder, "2024-05", (500, 500, 500, 500)),
    )
    told = found(one, other, "--previous", month(tmp_path, "2024-04", (900, 900, 900, 900)))
    assert "tables-differ" in told
    assert "jump" not in told


def test_units_that_were_redrawn_are_not_compared(tmp_path):
    june, july = (
        month(tmp_path, "2025-06", (900, 900, 900, 900)),
        month(tmp_path, "2025-07", (500, 500, 500, 500)),
    )
    assert "jump" not in found(june, july)


def test_a_single_month_loads_none_of_the_rules_over_time():
    loaded = loaded_by("compute", str(MONTHS[2]), "--format", "csv")
    ours = {name for name in loaded if name.startswith("coverage_cli.")}
    front = {"coverage_cli.features.over_time"}  # which asks whether there are several periods
    assert not {name for name in ours - front if "over_time" in name or "history" in name}


@pytest.mark.parametrize("command", ["compute", "check"])
def test_an_earlier_delivery_that_cannot_be_compared_is_said(command, tmp_path):
    may = month(tmp_path, "2024-05", (890, 900, 880, 910))
    (tmp_path / "old").mkdir()
    old = month(tmp_path / "old", "2024-05", (790, 900, 880, 910))
    (unused,) = found(may, "--previous", old, command=command)["previous-unused"]
    assert "May 2024" in unused["message"]
    undated = tmp_path / "undated.csv"
    undated.write_text("Xã,Dân số,BHYT\nXã A,1000,900\nXã B,1000,800\n", encoding="utf-8")
    (unclear,) = found(undated, "--previous", old, command=command)["period-unclear"]
    assert (unclear["severity"], "--previous" in unclear["message"]) == ("error", True)
    assert not {"previous-unused", "period-unclear"} & set(
        found(may, "--previous", month(tmp_path, "2024-04", (1, 2, 3, 4)))
    )


def test_a_column_that_is_two_measures_is_spoken_of_once(tmp_path):
    """`--denominator C` tells a column that words take for pupils: both are measures, the cells are the same."""
    from program import run

    for year, number in (("2023", 1000), ("2024", 1600)):
        rows = "".join(
            f"Xã {name},{count},{number + at}\n"
            for at, (name, count) in enumerate((("A", 500), ("B", 510)))
        )
        path = tmp_path / f"{year}.csv"
        path.write_text(
            f"BHYT học sinh năm {year}\nĐơn vị,Số đã cấp thẻ,Số HSSV\n{rows}", encoding="utf-8"
        )
    result = run(
        "compute",
        tmp_path / "2023.csv",
        tmp_path / "2024.csv",
        "--numerator",
        "B",
        "--denominator",
        "C",
        "-f",
        "json",
    )
    found = [
        (at["code"], tuple(at["cells"]))
        for at in result.report()["findings"]
        if at["code"] == "denominator-changed"
    ]
    assert len(found) == 1
