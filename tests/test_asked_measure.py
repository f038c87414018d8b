"""An indicator asked for is served by the only general count of a sheet whose title does not speak of others."""

import pytest
from program import compute, run

ROWS = "Xã Alda,12000,11100\nXã Bor,4000,3600\nXã Cos,7000,6300\n"
HEAD = "Đơn vị,Dân số,Số có thẻ\n"


def sheet(folder, title, head=HEAD):
    path = folder / "t.csv"
    path.write_text(f"{title},,\n,,\n{head}{ROWS}", encoding="utf-8")
    return path


@pytest.mark.parametrize("asked", ["bhyt", "BHYT", "health_insurance"])
@pytest.mark.parametrize(
    ("title", "severity"),
    [
        ("KẾT QUẢ THAM GIA BHYT THÁNG 8/2023", "info"),
        ("Health insurance, August 2023", "info"),
        ("KẾT QUẢ THÁNG 8/2023", "warning"),
    ],
)
def test_the_only_general_count_serves_and_is_said(tmp_path, asked, title, severity):
    report = compute(sheet(tmp_path, title), "-i", asked).report()
    assert {row["indicator"] for row in report["rows"]} == {"health_insurance"}
    assert report["rows"][0]["numerator"] == 21000
    said = [one for one in report["findings"] if one["code"] == "column-guessed"]
    assert [one["severity"] for one in said] == [severity]
    assert said[0]["cells"] == ["C3"]


def test_a_title_of_others_decides_against_it(tmp_path):
    refused = run("compute", sheet(tmp_path, "KẾT QUẢ THAM GIA BHXH TỰ NGUYỆN"), "-i", "bhyt")
    assert refused.code == 3
    assert "--numerator" in refused.err


def test_two_general_counts_serve_nobody(tmp_path):
    path = tmp_path / "two.csv"
    path.write_text("BHYT\n\nĐơn vị,Dân số,Số có thẻ,Số tham gia\nA,10,9,8\nB,20,18,16\n", "utf-8")
    assert run("compute", path, "-i", "bhyt").code == 3


def test_a_told_numerator_is_that_of_the_indicator_asked_for_by_any_of_its_names(tmp_path):
    path = sheet(tmp_path, "Báo cáo", "Đơn vị,Dân số,Cột lạ\n")
    for name in ("bhyt", "Bảo hiểm y tế", "health_insurance"):
        rows = compute(path, "-i", name, "--numerator", "C").report()["rows"]
        assert {row["indicator"] for row in rows} == {"health_insurance"}


def test_targets_that_speak_of_the_enrolled_are_those_of_the_measure_that_is_told(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "Đơn vị,Dân số,Chỉ tiêu giao,Số người tham gia\nA,1000,950,900\nB,2000,1900,1910\n", "utf-8"
    )
    rows = compute(path, "--map", "health_insured=D").report()["rows"]
    assert [row["target_count"] for row in rows[1:]] == [950, 1900]
