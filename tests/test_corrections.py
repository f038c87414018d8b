"""Answers to a list of faults: read back in any language, used where the cell is as it was listed, and told each time."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from program import SAMPLES, compute, run

APRIL = SAMPLES / "ninh-binh-2024-04.xlsx"
ROWS = (
    ("District", "Ward", "Population", "Insured persons"),
    ("North", "Alta", 1000, 1100),
    ("North", "Bona", 2000, "about 1800"),
    ("South", "Cray", 500, None),
    ("South", "Dole", 700, 650),
)


def wards(folder: Path, rows=ROWS, name: str = "wards.xlsx") -> Path:
    book = openpyxl.Workbook()
    book.active.title = "May 2024"
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def answered(listed: Path, answers: dict[str, object]) -> Path:
    """Fill the column of answers in, as an office does, and save the list under another name."""
    book = openpyxl.load_workbook(listed)
    sheet = book.worksheets[1]
    heading = next(row for row in sheet.iter_rows() if row[-1].value and row[4].value)
    yellow = [cell.column for cell in heading if cell.value in HEADINGS]
    for row in sheet.iter_rows(min_row=heading[0].row + 1):
        if row[0].value in answers:
            sheet.cell(row[0].row, yellow[0]).value = answers[row[0].value]
    book.save(listed.with_name("answered.xlsx"))
    return listed.with_name("answered.xlsx")


HEADINGS = ("Corrected value", "Giá trị đúng", "Richtiger Wert", "Berichtigter Wert")


@pytest.fixture
def listed(tmp_path):
    out = tmp_path / "faults.xlsx"
    run("check", wards(tmp_path), "-o", out)
    return out


def rows_of(result) -> dict[str, object]:
    return {row["unit"]: row["numerator"] for row in result.report()["rows"]}


def test_answers_take_the_place_of_what_cells_hold(tmp_path, listed):
    answers = answered(listed, {"D2": 900, "D3": "1.800", "D4": 450})
    told = ("--number-style", "de", "--corrections", answers)
    result = compute(tmp_path / "wards.xlsx", *told)
    assert rows_of(result) == {
        "Total": 3800, "North": 2700, "Alta": 900, "Bona": 1800, "South": 1100, "Cray": 450, "Dole": 650,
    }  # fmt: skip
    [said] = [one for one in result.report()["findings"] if one["code"] == "correction-applied"]
    assert said["cells"] == ["D2", "D3", "D4"]
    assert "D2: 1100→900" in said["message"]
    assert "answered.xlsx" in said["message"]


@pytest.mark.parametrize("lang", ["en", "vi", "de"])
def test_lists_of_every_language_are_read_back(tmp_path, lang):
    out = tmp_path / "faults.xlsx"
    run("check", wards(tmp_path), "-o", out, "--lang", lang)
    answers = answered(out, {"D4": 450})
    assert rows_of(compute(tmp_path / "wards.xlsx", "--corrections", answers))["Cray"] == 450


def test_explain_says_where_a_value_comes_from(tmp_path, listed):
    answers = answered(listed, {"D2": 900})
    result = run("explain", tmp_path / "wards.xlsx", "--in", "Alta", "--corrections", answers)
    assert "corrected: '1,100' is '900', answered in" in result.out
    assert "answered.xlsx F5" in result.out


def test_an_answer_to_a_cell_that_has_changed_is_not_used(tmp_path, listed):
    answers = answered(listed, {"D2": 900})
    wards(tmp_path, [ROWS[0], ("North", "Alta", 1000, 950), *ROWS[2:]])
    result = compute(tmp_path / "wards.xlsx", "--corrections", answers)
    assert rows_of(result)["Alta"] == 950
    [said] = [one for one in result.report()["findings"] if one["code"] == "correction-unused"]
    assert (said["severity"], said["cells"]) == ("warning", ["D2"])
    assert "no longer hold" in said["message"]


def test_words_are_no_numbers(tmp_path, listed):
    answers = answered(listed, {"D2": "it is right", "D4": 450})
    result = compute(tmp_path / "wards.xlsx", "--corrections", answers)
    assert (rows_of(result)["Alta"], rows_of(result)["Cray"]) == (1100, 450)
    assert "words stand where" in "".join(one["message"] for one in result.report()["findings"])


def test_a_value_entered_once_more_is_confirmed(tmp_path, listed):
    answers = answered(listed, {"D2": 1100})
    result = compute(tmp_path / "wards.xlsx", "--corrections", answers)
    assert rows_of(result)["Alta"] == 1100
    assert any("as right as it stands" in one["message"] for one in result.report()["findings"])


def test_answers_that_contradict_each_other_are_not_used(tmp_path, listed):
    first = answered(listed, {"D2": 900}).rename(tmp_path / "first.xlsx")
    second = answered(listed, {"D2": 910})
    told = ("--corrections", first, "--corrections", second)
    result = compute(tmp_path / "wards.xlsx", *told)
    assert rows_of(result)["Alta"] == 1100
    assert any("several for one cell" in one["message"] for one in result.report()["findings"])


def test_answers_for_other_files_are_said(tmp_path, listed):
    answers = answered(listed, {"D2": 900})
    other = wards(tmp_path, name="other.xlsx")
    result = compute(other, "--corrections", answers)
    assert rows_of(result)["Alta"] == 1100
    [said] = [one for one in result.report()["findings"] if one["code"] == "correction-unused"]
    assert "wards.xlsx, which is none of the inputs" in said["message"]


def test_among_several_inputs_each_answer_finds_its_file(tmp_path, listed):
    answers = answered(listed, {"D2": 900})
    rows = [ROWS[0], ("East", "Elm", 100, 90), ("East", "Fir", 100, 80)]
    other = wards(tmp_path, rows, "other.xlsx")
    result = compute(tmp_path / "wards.xlsx", other, "--corrections", answers)
    assert (rows_of(result)["Alta"], rows_of(result)["Elm"]) == (900, 90)


def test_what_is_no_list_of_faults_is_refused(tmp_path):
    path = wards(tmp_path)
    result = run("compute", path, "--corrections", APRIL)
    assert result.code == 3
    assert "is no list of faults" in result.err


def test_a_printed_total_that_is_older_than_the_answer_is_no_error(tmp_path):
    out = tmp_path / "faults.xlsx"
    run("check", APRIL, "-o", out, "--lang", "vi")
    [place] = [
        row[0].value
        for row in openpyxl.load_workbook(out).worksheets[1].iter_rows(min_row=5)
        if row[0].value
    ]
    answers = answered(out, {place: 3939})
    result = compute(APRIL, "--corrections", answers, "-i", "health_insurance")
    assert {one["severity"] for one in result.report()["findings"]} == {"info"}
    assert any("older than the answers" in one["message"] for one in result.report()["findings"])
    assert result.row("Huyện Kim Sơn", "health_insurance")["numerator"] == 163676
    assert result.row("Huyện Kim Sơn", "health_insurance")["units_complete"] == 25
