"""Targets of several years or quarters: the report's own time is taken, another one's is said, none is picked unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import Run, run

REPORT = "BHXH HUYỆN NHO QUAN\nTÌNH HÌNH THAM GIA BHYT{}\n\nĐơn vị,Dân số,BHYT\nXã Đồng Phong,5000,4700\nXã Lạc Vân,4000,3500\n"
MAY = " THÁNG 5 NĂM 2024"
COUNTRY = (
    "TÌNH HÌNH THAM GIA BHYT TOÀN QUỐC NĂM {}\n\nTT,\"Tỉnh, thành phố\",Dân số,Số người tham gia BHYT\n"
    "1,Hà Nội,8000000,7500000\n2,Thành phố Hồ Chí Minh,9000000,8500000\n,TOÀN QUỐC,17000000,16000000\n"
)  # fmt: skip
DECISION_546 = (
    "PHỤ LỤC,,,,,\n\"(Kèm theo Quyết định số 546/QĐ-TTg ngày 29 tháng 4 năm 2022)\",,,,,\n,,,,,\n"
    "TT,\"Tỉnh, thành phố\",TỶ LỆ BAO PHỦ BẢO HIỂM Y TẾ,,,\n,,Năm 2022,Năm 2023,Năm 2024,Năm 2025\n"
    ",TOÀN QUỐC,92.60%,93.20%,94.10%,95.15%\n1,Hà Nội,91.66%,92.40%,93.65%,95.15%\n"
    "2,TP. Hồ Chí Minh,91.25%,92.25%,93.50%,95.00%\n"
)  # fmt: skip


@pytest.fixture
def sheets(tmp_path, monkeypatch):
    """Write sheets by name and return the run of `compute` on the first with the others as targets."""
    monkeypatch.chdir(tmp_path)

    def computed(report: str, targets: str, *options: str) -> Run:
        Path("report.csv").write_text(report, "utf-8")
        Path("targets.csv").write_text(targets, "utf-8")
        return run("compute", "report.csv", "--targets", "targets.csv", "-f", "json", *options)

    return computed


def goals(result: Run) -> dict[str, float | None]:
    assert result.code == 0, result.err
    return {row["unit"]: row["target_pct"] for row in result.report()["rows"]}


def test_the_rates_of_decision_546_are_targets_of_their_years(sheets):
    result = sheets(COUNTRY.format(2024), DECISION_546)
    assert goals(result) == {"TOÀN QUỐC": 94.1, "Hà Nội": 93.65, "Thành phố Hồ Chí Minh": 93.5}
    assert "other-year" not in result.codes()
    assert goals(sheets(COUNTRY.format(2025), DECISION_546))["TOÀN QUỐC"] == 95.15


def test_of_another_year_than_the_targets_the_nearest_is_used_and_said(sheets):
    result = sheets(COUNTRY.format(2020), DECISION_546)
    assert goals(result)["Hà Nội"] == 91.66
    assert [at["severity"] for at in result.report()["findings"] if at["code"] == "other-year"] == [
        "warning"
    ]


@pytest.mark.parametrize(
    ("head", "values", "goal"),
    [
        ("Năm 2023,Năm 2024,Năm 2025", "93,94,95", 94),
        ("2023,2024,2025", "93,94,95", 94),
        ("Chỉ tiêu năm 2023 (%),Chỉ tiêu năm 2024 (%)", "93,94", 94),
        ("Tỷ lệ bao phủ BHYT năm 2023,Tỷ lệ bao phủ BHYT năm 2024", "93%,94%", 94),
        (
            "Chỉ tiêu BHYT quý I/2024 (%),Chỉ tiêu BHYT quý II/2024 (%),Chỉ tiêu BHYT quý III/2024 (%)",
            "91,92,93",
            92,
        ),
        ("Chỉ tiêu BHYT (%) quý I,Chỉ tiêu BHYT (%) quý II", "91,92", 92),
        ("Quý I,Quý II,Quý III,Quý IV", "91,92,93,94", 92),
        ("Chỉ tiêu BHYT năm 2024 (%),Chỉ tiêu BHYT quý I/2024 (%)", "95,91", 95),
    ],
)
def test_the_list_s_year_or_quarter_is_that_of_the_report(sheets, head, values, goal):
    result = sheets(
        REPORT.format(MAY), f"Đơn vị,{head}\nXã Đồng Phong,{values}\nXã Lạc Vân,{values}\n"
    )
    assert goals(result)["Xã Lạc Vân"] == goal
    assert "other-year" not in result.codes()


def test_another_quarter_of_the_year_is_said(sheets):
    result = sheets(
        REPORT.format(MAY),
        "Đơn vị,Chỉ tiêu BHYT quý IV/2024 (%)\nXã Đồng Phong,95\nXã Lạc Vân,95\n",
    )
    assert goals(result)["Xã Lạc Vân"] == 95
    assert "other-year" in result.codes()


def test_a_list_of_several_years_asks_for_the_period_of_a_report_without_one(sheets):
    targets = "Đơn vị,Năm 2023,Năm 2024\nXã Đồng Phong,93,94\nXã Lạc Vân,93,94\n"
    refused = sheets(REPORT.format(""), targets)
    assert refused.code == 3
    assert "2023, 2024" in refused.err
    assert "--period" in refused.err
    assert goals(sheets(REPORT.format(""), targets, "--period", "2023"))["Xã Lạc Vân"] == 93


def test_a_report_is_no_list_of_targets(sheets):
    result = sheets(
        REPORT.format(MAY),
        "Đơn vị,Dân số,BHYT,Tỷ lệ bao phủ BHYT (%)\nXã Đồng Phong,5000,4700,94\n",
    )
    assert result.code == 3
    assert "targets" in result.err


def test_targets_of_several_insurances_without_a_word_are_refused_with_the_reason(sheets):
    report = "Đơn vị,Dân số,BHYT,Lực lượng lao động,BHXH tự nguyện\nXã A,5000,4700,2000,100\nXã B,4000,3500,1800,90\n"
    result = sheets(report, "Đơn vị,Chỉ tiêu\nXã A,95\nXã B,95\n")
    assert result.code == 3
    assert "does not say which indicator" in result.err


HEADS = {
    "by year": ("Chỉ tiêu năm 2023,Chỉ tiêu năm 2024,Chỉ tiêu năm 2025", 94, []),
    "by quarter": ("Chỉ tiêu quý I,Chỉ tiêu quý II,Chỉ tiêu quý III", 94, []),
    "by quarter and year": (
        "Chỉ tiêu quý I/2024,Chỉ tiêu quý II/2024,Chỉ tiêu quý III/2024",
        94,
        [],
    ),
    "of other years": ("Chỉ tiêu năm 2021,Chỉ tiêu năm 2022,Chỉ tiêu năm 2026", 94, ["other-year"]),
    "of two offices": ("Chỉ tiêu TTg giao,Chỉ tiêu tỉnh giao,Chỉ tiêu huyện giao", 93, []),
}


@pytest.mark.parametrize(("head", "goal", "said"), HEADS.values(), ids=list(HEADS))
def test_target_columns_beside_the_counts_without_the_indicator_s_name(tmp_path, head, goal, said):
    file = tmp_path / "report.csv"
    rows = (
        REPORT.format(MAY)
        .replace("BHYT\nXã", f"BHYT,{head}\nXã")
        .replace("4700\n", "4700,93,94,95\n")
    )
    file.write_text(rows.replace("3500\n", "3500,93,94,95\n"), "utf-8")
    result = run("compute", file, "-f", "json")
    assert goals(result)["Xã Lạc Vân"] == goal
    assert [at["code"] for at in result.report()["findings"] if at["severity"] == "warning"] == said


def test_quarters_of_a_year_that_nothing_tells_are_not_chosen_from(tmp_path):
    file = tmp_path / "report.csv"
    rows = REPORT.format("").replace("BHYT\nXã", "BHYT,Chỉ tiêu quý I,Chỉ tiêu quý II\nXã")
    file.write_text(
        rows.replace("4700\n", "4700,93,94\n").replace("3500\n", "3500,93,94\n"), "utf-8"
    )
    result = run("compute", file, "-f", "json")
    assert goals(result)["Xã Lạc Vân"] is None
    assert "period-unclear" in result.codes()


def test_without_a_period_no_year_s_target_is_used(tmp_path):
    file = tmp_path / "report.csv"
    rows = REPORT.format("").replace("BHYT\nXã", "BHYT,Chỉ tiêu năm 2023,Chỉ tiêu năm 2024\nXã")
    file.write_text(
        rows.replace("4700\n", "4700,93,94\n").replace("3500\n", "3500,93,94\n"), "utf-8"
    )
    result = run("compute", file, "-f", "json")
    assert goals(result)["Xã Lạc Vân"] is None
    assert "period-unclear" in result.codes()
    assert goals(run("compute", file, "-f", "json", "--period", "2024-05"))["Xã Lạc Vân"] == 94


def test_targets_by_name_beside_people_told_without_one_are_said_to_be_idle(tmp_path):
    file = tmp_path / "report.csv"
    file.write_text("Unit,Base,Done,Target BHYT (%)\nA,1000,800,90\nB,900,700,95\n", "utf-8")
    result = run("compute", file, "--numerator", "Done", "--denominator", "Base", "-f", "json")
    assert set(goals(result).values()) == {None}
    said = [at for at in result.report()["findings"] if at["code"] == "target-unclear"]
    assert [(at["severity"], at["cells"]) for at in said] == [("warning", ["D2", "D3"])]
    named = run(
        "compute", file, "--map", "health_insured=Done", "--denominator", "Base", "-f", "json"
    )
    assert goals(named)["B"] == 95
    assert "target-unclear" not in named.codes()
