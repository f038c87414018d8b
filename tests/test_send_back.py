"""Faults sent back: the letter, the marked copy of the sender's workbook, a list for each district."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from office import converted, needs_soffice
from openpyxl.comments import Comment
from program import SAMPLES, run
from test_workbook_print import gallery

APRIL = SAMPLES / "ninh-binh-2024-04.xlsx"
ROWS = (
    ("District", "Ward", "Population", "Insured persons"),
    ("North", "Alta", 1000, 1100),
    ("North", "Bona", 2000, "about 1800"),
    ("South", "Cray", 500, None),
    ("South", "Dole", 700, 650),
)


def wards(folder: Path, name: str = "wards.xlsx") -> Path:
    book = openpyxl.Workbook()
    book.active.title = "May 2024"
    for row in ROWS:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def texts(path: Path, at: int = 0) -> list[str]:
    sheet = openpyxl.load_workbook(path).worksheets[at]
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


PROJECT = """
[report]
letterhead = ["County of Ely", "Statistics"]
position = "Head of office"
signer = "A. Writer"
[faults]
to = "The office of {unit}"
answer_by = "10/6/2024"
"""


class TestLetter:
    def test_it_says_who_to_whom_about_what_and_by_when(self, tmp_path):
        project = tmp_path / "coverage-cli.toml"
        project.write_text(PROJECT, encoding="utf-8")
        out = tmp_path / "faults.xlsx"
        run("check", wards(tmp_path), "--project", project, "-o", out)
        said = texts(out)
        assert said[:2] == ["County of Ely", "Statistics"]
        assert "To: The office of North, South" in said
        assert any("May 2024" in line for line in said)
        assert "by 10 June 2024." in " ".join(said)
        assert "wards.xlsx" in " ".join(said)
        assert {"Head of office", "A. Writer"} <= set(said)

    def test_options_win_over_the_project_file(self, tmp_path):
        project = tmp_path / "coverage-cli.toml"
        project.write_text(PROJECT, encoding="utf-8")
        out = tmp_path / "faults.xlsx"
        told = ("--to", "Ward offices", "--answer-by", "Friday")
        run("check", wards(tmp_path), "--project", project, "-o", out, *told)
        assert "To: Ward offices" in texts(out)
        assert "by Friday." in " ".join(texts(out))

    @pytest.mark.parametrize(
        ("lang", "said"),
        [
            ("en", "May 2024"),
            ("vi", "Về việc rà soát số liệu tháng 5/2024"),
            ("de", "Zahlen mit Klärungsbedarf: Mai 2024"),
        ],
    )
    def test_in_three_languages(self, tmp_path, lang, said):
        out = tmp_path / "faults.xlsx"
        run("check", wards(tmp_path), "-o", out, "--lang", lang)
        assert said in " ".join(texts(out))

    def test_without_faults_it_says_so(self, tmp_path):
        path = tmp_path / "good.csv"
        path.write_text("Ward,Population,Insured persons\nAlta,1000,900\nBona,2000,1800\n")
        run("check", path, "-o", tmp_path / "faults.xlsx")
        assert "nothing to correct" in " ".join(texts(tmp_path / "faults.xlsx"))


@needs_soffice
@pytest.mark.parametrize("lang", ["en", "vi", "de"])
def test_nothing_of_it_is_printed_smaller_than_nine_points(tmp_path, lang):
    out = tmp_path / "faults.xlsx"
    other = SAMPLES / "ninh-binh-2024-05.xlsx"
    run("check", APRIL, other, "-o", out, "--verbose", "--lang", lang, "--answer-by", "10/6/2024")
    points = gallery().points_of(converted(out.read_bytes(), "pdf"))
    assert len(points) > 4
    assert min(points) >= 9


class TestMarkedCopy:
    def test_cells_are_coloured_and_remarked_and_nothing_else_changes(self, tmp_path):
        out = tmp_path / "marked.xlsx"
        result = run("check", wards(tmp_path), "--mark", "-o", out)
        assert result.code == 1, result.err
        sheet = openpyxl.load_workbook(out).active
        remarks = {
            cell.coordinate: cell.comment.text
            for row in sheet.iter_rows()
            for cell in row
            if cell.comment
        }
        assert set(remarks) == {"D2", "D3", "D4"}
        assert remarks["D3"].startswith("error: ")
        assert "What to do" in remarks["D3"]
        assert sheet["D3"].fill.fgColor.rgb == "00FFC7CE"
        assert sheet["D4"].fill.fgColor.rgb == "00FFEB9C"
        assert sheet["D5"].fill.fill_type is None
        assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
            list(row) for row in ROWS
        ]

    def test_an_office_form_with_formulas_merges_and_print_settings(self, tmp_path):
        out = tmp_path / "marked.xlsx"
        result = run("check", APRIL, "--mark", "-o", out, "--lang", "vi")
        assert result.code == 0, result.err
        before, after = (openpyxl.load_workbook(path).active for path in (APRIL, out))
        [remark] = [cell.comment.text for row in after.iter_rows() for cell in row if cell.comment]
        assert remark.startswith("cảnh báo: 'BHYT > Tổng số' để trống") or "để trống" in remark
        assert before["K11"].value == after["K11"].value == "=ROUND(I11/D11*100,2)"
        assert before.merged_cells.ranges == after.merged_cells.ranges
        assert after.print_title_rows == "$7:$10"

    def test_remarks_that_were_there_stay(self, tmp_path):
        path = wards(tmp_path)
        book = openpyxl.load_workbook(path)
        book.active["D3"].comment = Comment("ask Bona", "office")
        book.active["A1"].comment = Comment("old", "office")
        book.save(path)
        run("check", path, "--mark", "-o", tmp_path / "marked.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / "marked.xlsx").active
        assert sheet["D3"].comment.text.startswith("ask Bona\n\nerror: ")
        assert sheet["A1"].comment.text == "old"

    @pytest.mark.parametrize("name", ["wards.xls", "wards.ods", "wards.csv"])
    def test_other_kinds_are_refused_with_the_reason(self, tmp_path, name):
        path = tmp_path / name
        path.write_text("Ward,Population,Insured persons\nAlta,1000,1100\nBona,2000,1800\n")
        result = run("check", path, "--mark", "-o", tmp_path / "marked.xlsx")
        assert result.code == 2
        assert "cannot be changed cell by cell" in result.err
        assert not (tmp_path / "marked.xlsx").exists()

    def test_several_inputs_or_another_output_are_refused(self, tmp_path):
        wards(tmp_path, "a.xlsx"), wards(tmp_path, "b.xlsx")
        both = run("check", tmp_path / "a.xlsx", APRIL, "--mark", "-o", tmp_path / "m.xlsx")
        assert (both.code, "found 2 inputs" in both.err) == (2, True)
        assert run("check", tmp_path / "a.xlsx", "--mark", "-o", tmp_path / "m.csv").code == 2
        assert run("check", tmp_path / "a.xlsx", "--mark").code == 2

    def test_what_would_be_lost_is_refused(self, tmp_path):
        import xlsxwriter

        path = tmp_path / "drawn.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for at, row in enumerate(ROWS):
                sheet.write_row(at, 0, row)
            sheet.insert_textbox("H2", "draft")
        result = run("check", path, "--mark", "-o", tmp_path / "marked.xlsx")
        assert result.code == 4
        assert "shapes" in result.err


class TestSplit:
    def test_a_file_a_district_with_its_cells_alone(self, tmp_path):
        folder = tmp_path / "out"
        result = run("check", wards(tmp_path), "--split-by", "district", "-o", folder)
        assert result.code == 1
        assert sorted(path.name for path in folder.iterdir()) == ["North.xlsx", "South.xlsx"]
        assert {"D2", "D3"} <= set(texts(folder / "North.xlsx", 1))
        assert "D4" not in texts(folder / "North.xlsx", 1)
        assert "D4" in texts(folder / "South.xlsx", 1)
        assert "To: North" in texts(folder / "North.xlsx")
        assert "errors: 1, warnings: 1" in " ".join(texts(folder / "North.xlsx"))

    def test_the_office_is_named_after_the_unit(self, tmp_path):
        told = ("--split-by", "Huyện", "--to", "BHXH {unit}", "--lang", "vi")
        run("check", APRIL, *told, "-o", tmp_path)
        assert "Kính gửi: BHXH huyện Kim Sơn" in texts(tmp_path / "Huyện Kim Sơn.xlsx")

    def test_a_level_without_faults_is_refused(self, tmp_path):
        result = run("check", wards(tmp_path), "--split-by", "office", "-o", tmp_path / "out")
        assert result.code == 2
        assert "district" in result.err

    def test_with_a_marked_copy_it_means_nothing(self, tmp_path):
        told = ("--split-by", "district", "--mark", "-o", tmp_path / "x.xlsx")
        assert run("check", wards(tmp_path), *told).code == 2
        assert run("check", wards(tmp_path), "--split-by", "district").code == 2
