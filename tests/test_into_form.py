"""An office's own form: filled where it is blank, everything else as it was; what would be lost is refused."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from office import converted, needs_soffice
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from program import SAMPLES, compute, run

from coverage_cli.errors import UnwritableOutput
from coverage_cli.write.foreign.change import changed

FORM = SAMPLES / "ninh-binh-form.xlsx"
MAY = SAMPLES / "ninh-binh-2024-05.xlsx"


def cells(path: Path) -> dict[str, object]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return {
        cell.coordinate: cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def form_of(tmp_path: Path, *rows: tuple[object, ...], name: str = "form.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / name)
    return tmp_path / name


def sheet_of(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


WARDS = (
    "Ward,District,Population,Insured persons,Target %",
    "Alta,North,1000,900,95",
    "Bona,North,2000,1960,95",
    "Cray,South,500,400,90",
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("form") / "filled.xlsx"
    result = run("compute", MAY, "--form", FORM, "-o", path)
    assert result.code == 0, result.err
    assert "1,216 cells of" in result.err
    return path


def test_the_filled_form_is_the_twin_that_stands_beside_it(filled):
    assert cells(filled) == cells(SAMPLES / "ninh-binh-form-2024-05.xlsx")


def test_it_reads_back_as_the_very_figures_it_was_filled_with(filled):
    before = {
        (row["unit"], row["indicator"]): row
        for row in compute(MAY).report()["rows"]
        if row["indicator"] in ("health_insurance", "voluntary_social_insurance")
    }
    after = compute(filled).report()["rows"]
    assert len(after) == len(before) == 304
    for row in after:
        other = before[row["unit"], row["indicator"]]
        fields = ["numerator", "denominator", "coverage_pct"]
        if row["indicator"] == "health_insurance":
            fields += ["target_count", "gap_people", "status"]
        assert {name: row[name] for name in fields} == {name: other[name] for name in fields}


def test_only_blank_cells_of_units_were_changed(filled):
    before, after = cells(FORM), cells(filled)
    new = after.keys() - before.keys()
    assert {place: after[place] for place in before} == before
    assert {place[0] for place in new} == set("DEFGHKLM")
    assert len(new) == 1216
    formulas = [value for value in before.values() if str(value).startswith("=")]
    assert len(formulas) == 2 * 152


@needs_soffice
def test_a_form_as_libreoffice_saves_it_is_filled_alike(tmp_path, filled):
    form = tmp_path / "form.xlsx"
    form.write_bytes(converted(FORM.read_bytes(), "xlsx"))
    result = run("compute", MAY, "--form", form, "-o", tmp_path / "out.xlsx")
    assert result.code == 0, result.err
    made, other = cells(tmp_path / "out.xlsx"), cells(filled)
    assert {place: made[place] for place in other} == other


@needs_soffice
def test_what_the_form_calculates_comes_out_when_it_is_opened(filled):
    book = openpyxl.load_workbook(BytesIO(converted(filled.read_bytes(), "xlsx")), data_only=True)
    gaps = {
        row["unit"]: row["gap_people"]
        for row in compute(MAY, "-i", "health_insurance").report()["rows"]
        if row["code"]
    }
    rows = [row for row in book.active.iter_rows(min_row=11, values_only=True) if row[2] in gaps]
    assert len(rows) == 143
    assert [row[9] for row in rows] == [gaps[row[2]] for row in rows]


def test_the_same_form_and_figures_give_the_same_bytes(tmp_path):
    wards = sheet_of(tmp_path, *WARDS)
    form = form_of(tmp_path, ("Ward", "Population", "Insured persons"), ("Alta", None, None))
    for name in ("one.xlsx", "two.xlsx"):
        assert run("compute", wards, "--form", form, "-o", tmp_path / name).code == 0
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_rates_gaps_and_targets_go_where_headings_ask_for_them(tmp_path):
    form = form_of(
        tmp_path,
        ("No.", "Ward", "Coverage (%)", "Target (%)", "Missing (people)", "Insured persons"),
        (1, "Cray", None, None, None, None),
        (2, "Alta", None, None, None, None),
        (None, "Total", None, None, None, None),
    )
    wards = sheet_of(tmp_path, *WARDS)
    result = run("compute", wards, "--form", form, "-o", tmp_path / "out.xlsx")
    assert result.code == 0, result.err
    made = cells(tmp_path / "out.xlsx")
    assert [made.get(f"{letter}2") for letter in "CDEF"] == [80, 90, 50, 400]
    assert [made.get(f"{letter}3") for letter in "CDEF"] == [90, 95, 50, 900]
    assert [made.get(f"{letter}4") for letter in "CF"] == [93.14, 3260]
    assert "form-unit-missing" in result.err
    assert "Bona" in result.err


def test_a_cell_formatted_as_per_cent_takes_a_fraction(tmp_path):
    form = form_of(tmp_path, ("Gemeinde", "Versicherte", "Quote"), ("Cray", None, None))
    book = openpyxl.load_workbook(form)
    book.active["C2"].number_format = "0.0%"
    book.active["C1"] = "Abdeckung (%)"
    book.save(form)
    wards = sheet_of(tmp_path, *WARDS)
    assert run("compute", wards, "--form", form, "-o", tmp_path / "out.xlsx").code == 0
    assert cells(tmp_path / "out.xlsx")["C2"] == 0.8


def test_what_the_form_calculates_itself_is_left(tmp_path):
    form = form_of(
        tmp_path,
        ("Ward", "Population", "Insured persons", "Coverage %"),
        ("Alta", None, None, "=C2/B2*100"),
        ("Bona", None, None, "=C3/B3*100"),
        ("Cray", None, None, "=C4/B4*100"),
        ("Total", "=SUM(B2:B4)", "=SUM(C2:C4)", "=C5/B5*100"),
    )
    wards = sheet_of(tmp_path, *WARDS)
    result = run("compute", wards, "--form", form, "-o", tmp_path / "out.xlsx")
    made = cells(tmp_path / "out.xlsx")
    assert [made[place] for place in ("B2", "C3", "D2", "C5")] == [
        1000,
        1960,
        "=C2/B2*100",
        "=SUM(C2:C4)",
    ]
    assert "form-" not in result.err


def test_units_that_only_one_side_has_are_said(tmp_path):
    form = form_of(
        tmp_path,
        ("Ward", "Population", "Insured persons"),
        ("Alta", None, None),
        ("Dole", None, None),
        ("Cray", None, None),
    )
    wards = sheet_of(tmp_path, *WARDS)
    result = run("compute", wards, "--form", form, "-o", tmp_path / "out.xlsx")
    assert "warning[form-unit-unknown]" in result.err
    assert "Dole" in result.err.split("form-unit-unknown")[1].splitlines()[0]
    assert "Bona" in result.err.split("form-unit-missing")[1].splitlines()[0]
    assert [cells(tmp_path / "out.xlsx").get(f"B{row}") for row in (2, 3, 4)] == [1000, None, 500]


def test_a_name_that_several_units_bear_is_not_guessed(tmp_path):
    form = form_of(tmp_path, ("Ward", "Insured persons"), ("Alta", None), ("Bona", None))
    lines = [*WARDS, "Alta,South,600,500,90"]
    result = run("compute", sheet_of(tmp_path, *lines), "--form", form, "-o", tmp_path / "o.xlsx")
    assert [cells(tmp_path / "o.xlsx").get(f"B{row}") for row in (2, 3)] == [None, 1960]
    said = result.err.split("form-unit-unknown")[1].splitlines()[0]
    assert "Alta: several units computed bear the name" in said


def test_a_cell_with_another_figure_is_kept_and_said(tmp_path):
    form = form_of(
        tmp_path,
        ("Ward", "Population", "Insured persons"),
        ("Alta", 1000, 899),
        ("Bona", None, None),
        ("Cray", "…….", "-"),
    )
    wards = sheet_of(tmp_path, *WARDS)
    result = run("compute", wards, "--form", form, "-o", tmp_path / "out.xlsx")
    assert "C2" in next(line for line in result.err.splitlines() if "form-cell-kept" in line)
    made = cells(tmp_path / "out.xlsx")
    assert [made["C2"], made["C3"], made["B4"], made["C4"]] == [899, 1960, 500, 400]


def test_columns_that_nothing_belongs_into_are_said(tmp_path):
    form = form_of(
        tmp_path,
        ("Ward", "Population", "Insured persons", "Pupils", "Notes"),
        ("Alta", None, None, None, None),
        ("Bona", None, None, None, None),
        ("Cray", None, None, None, None),
    )
    wards = sheet_of(tmp_path, *WARDS)
    result = run("compute", wards, "--form", form, "-o", tmp_path / "out.xlsx")
    said = [line for line in result.err.splitlines() if "form-column-blank" in line]
    assert len(said) == 1
    assert said[0].startswith("warning")
    assert "Pupils" in said[0]


def test_a_unit_without_a_figure_leaves_its_cell_blank_and_upper_units_say_so(tmp_path):
    form = form_of(
        tmp_path,
        ("Ward", "Population", "Insured persons", "Coverage %"),
        ("North", None, None, None),
        ("Alta", None, None, None),
        ("Bona", None, None, None),
    )
    lines = [*WARDS[:2], "Bona,North,2000,,95", *WARDS[3:]]
    result = run("compute", sheet_of(tmp_path, *lines), "--form", form, "-o", tmp_path / "o.xlsx")
    made = cells(tmp_path / "o.xlsx")
    assert [made.get(f"{letter}4") for letter in "BCD"] == [2000, None, None]
    assert [made.get(f"{letter}2") for letter in "BCD"] == [1000, 900, 90]
    assert "form-cell-blank" in result.err
    assert "North" in result.err.split("form-partial")[1].splitlines()[0]


def test_a_form_in_thousands_gets_thousands(tmp_path):
    form = form_of(
        tmp_path,
        ("Versicherte 2024 (in Tausend)", None, None),
        (None, None, None),
        ("Gemeinde", "Bevölkerung (in Tausend)", "Versicherte (in Tausend)"),
        ("Alta", None, None),
        ("Cray", None, None),
    )
    wards = sheet_of(tmp_path, *WARDS)
    assert run("compute", wards, "--form", form, "-o", tmp_path / "out.xlsx").code == 0
    made = cells(tmp_path / "out.xlsx")
    assert [made["B4"], made["C4"], made["C5"]] == [1, 0.9, 0.4]


def test_a_form_of_another_month_is_refused(tmp_path):
    for number, month in enumerate(("April 2024", "2024")):
        form = form_of(
            tmp_path, (f"Report {month}",), (), ("Ward", "Insured persons"), ("Alta", None)
        )
        wards = tmp_path / "2024-05.csv"
        wards.write_text("\n".join(WARDS), encoding="utf-8")
        result = run("compute", wards, "--form", form, "-o", tmp_path / "out.xlsx")
        assert result.code == 3 * (number == 0)
        assert ("is for 2024-04, the figures are for 2024-05" in result.err) == (number == 0)
        assert (tmp_path / "out.xlsx").exists() == (number == 1)


def test_a_form_without_the_units_is_refused(tmp_path):
    form = form_of(tmp_path, ("Ward", "Insured persons"), ("Zeta", None), ("Eta", None))
    result = run("compute", sheet_of(tmp_path, *WARDS), "--form", form, "-o", tmp_path / "out.xlsx")
    assert result.code == 3
    assert "no blank cell was found" in result.err


@pytest.mark.parametrize(
    ("name", "output", "said"),
    [
        ("form.xls", "out.xlsx", "save it as .xlsx"),
        ("form.xlsx", "out.csv", "-o filled.xlsx"),
        ("form.xlsm", "out.xlsx", "macros"),
    ],
)
def test_other_kinds_are_refused(tmp_path, name, output, said):
    (tmp_path / name).write_bytes(FORM.read_bytes())
    result = run("compute", MAY, "--form", tmp_path / name, "-o", tmp_path / output)
    assert result.code == 2
    assert said in result.err


def damaged(content: bytes, part: str, new: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w") as archive:
        for name in old.namelist():
            archive.writestr(name, new if name == part else old.read(name))
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Ward;Insured persons", "save it as .xlsx"),
        (FORM.read_bytes()[:9000], "form.xlsx"),
        (damaged(FORM.read_bytes(), "xl/styles.xml", b"<styleSheet"), "form.xlsx"),
        (damaged(FORM.read_bytes(), "xl/sharedStrings.xml", b"<sst/>"), "form.xlsx"),
        (damaged(FORM.read_bytes(), "xl/sharedStrings.xml", b"<!DOCTYPE x><sst/>"), "form.xlsx"),
    ],
    ids=["text", "cut", "styles", "strings", "entities"],
)
def test_damaged_forms_are_refused_in_words(tmp_path, content, said):
    form = tmp_path / "form.xlsx"
    form.write_bytes(content)
    result = run("compute", MAY, "--form", form, "-o", tmp_path / "out.xlsx")
    assert result.code in (3, 4), result.err
    assert said in result.err
    assert not (tmp_path / "out.xlsx").exists()


def drawn(book, sheet):
    sheet.insert_textbox("H1", "Sign here")


def charted(book, sheet):
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Sheet1!$B$2:$B$3"})
    sheet.insert_chart("H1", chart)


def sparkled(book, sheet):
    sheet.add_sparkline("H2", {"range": "Sheet1!B2:C2"})


def buttoned(book, sheet):
    sheet.insert_button("H2", {"caption": "Press"})


def banded(book, sheet):
    sheet.conditional_format("B2:B3", {"type": "data_bar", "data_bar_2010": True})


def spilling(book, sheet):
    sheet.write_dynamic_array_formula("H2:H2", "=UNIQUE(A2:A3)")


@pytest.mark.parametrize(
    ("add", "said"),
    [
        (drawn, "shapes"),
        (charted, "charts"),
        (sparkled, "sparklines"),
        (buttoned, "buttons"),
        (banded, "conditional formats"),
        (spilling, "spill"),
    ],
)
def test_what_would_be_lost_is_refused_with_its_name(tmp_path, add, said):
    form, out = tmp_path / "form.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(form) as book:
        sheet = book.add_worksheet()
        for row, values in enumerate((("Ward", "Insured persons"), ("Alta",), ("Cray",))):
            sheet.write_row(row, 0, values)
        add(book, sheet)
    out.write_bytes(b"before")
    result = run("compute", sheet_of(tmp_path, *WARDS), "--form", form, "-o", out)
    assert result.code == 4
    assert said in result.err
    assert out.read_bytes() == b"before"


def test_a_form_with_all_that_is_kept_keeps_it(tmp_path):
    form = form_of(tmp_path, ("Ward", "Insured persons"), ("Alta", None), ("Cray", None))
    book = openpyxl.load_workbook(form)
    sheet = book.active
    sheet["A1"].font = Font(name="Times New Roman", size=14, bold=True, color="00B00020")
    sheet["A6"], sheet["A7"] = "=SUM(B2:B3)", "Signed"
    sheet.merge_cells("A7:C8")
    choice = DataValidation("list", formula1='"yes,no"', showErrorMessage=True, error="Choose")
    choice.add("C2:C3")
    sheet.add_data_validation(choice)
    sheet.print_area, sheet.print_title_rows, sheet.freeze_panes = "A1:C8", "1:1", "B2"
    sheet.oddFooter.center.text = "Page &P"
    sheet.protection.sheet = True
    sheet.column_dimensions["B"].width = 33
    sheet.row_dimensions[3].height = 31
    sheet["A2"].hyperlink = "https://example.org/alta"
    book.create_sheet("Other")["B2"] = 0.1
    book.save(form)
    wards = sheet_of(tmp_path, *WARDS)
    result = run("compute", wards, "--form", form, "-o", tmp_path / "out.xlsx")
    assert result.code == 0, result.err
    made = openpyxl.load_workbook(tmp_path / "out.xlsx")
    one = made.worksheets[0]
    assert [one["B2"].value, one["A6"].value, one.freeze_panes] == [900, "=SUM(B2:B3)", "B2"]
    assert (one["A1"].font.name, one["A1"].font.sz) == ("Times New Roman", 14)
    assert [str(area) for area in one.merged_cells.ranges] == ["A7:C8"]
    assert one.data_validations.dataValidation[0].error == "Choose"
    assert one.protection.sheet
    assert made["Other"]["B2"].value == 0.1


def beyond(sheet):
    sheet["A9"] = "more"


def overwritten(sheet):
    sheet["A2"] = "Alto"


def bold(sheet):
    sheet["A2"].font = Font(bold=True)


def wider(sheet):
    sheet.column_dimensions["C"].width = 99


def split(sheet):
    sheet.unmerge_cells("A4:B4")


def recalculated(sheet):
    sheet["C2"] = "=1+2"


def unprinted(sheet):
    sheet.print_title_rows = "1:2"


@pytest.mark.parametrize("slip", [beyond, overwritten, bold, wider, split, recalculated, unprinted])
def test_the_proof_finds_every_other_change(tmp_path, slip):
    form = form_of(tmp_path, ("Ward", "Insured persons"), ("Alta", None, "=1+1"), ("Cray", None))
    book = openpyxl.load_workbook(form)
    book.active["A4"] = "Total"
    book.active.merge_cells("A4:B4")
    book.active.print_title_rows = "1:1"
    book.save(form)

    def change(book):
        book.active["B2"] = 900
        slip(book.active)
        return {book.active.title: {(1, 1)}}

    with pytest.raises(UnwritableOutput, match="form-came-out-otherwise"):
        changed("form.xlsx", form.read_bytes(), change)


def test_without_a_slip_the_proof_holds(tmp_path):
    form = form_of(tmp_path, ("Ward", "Insured persons"), ("Alta", None), ("Cray", None))

    def change(book):
        book.active["B2"] = 900
        return {book.active.title: {(1, 1)}}

    made = changed("form.xlsx", form.read_bytes(), change)
    assert openpyxl.load_workbook(BytesIO(made)).active["B2"].value == 900


def test_a_job_is_done_again_when_its_form_changes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sheet_of(tmp_path, *WARDS)
    form_of(tmp_path, ("Ward", "Insured persons"), ("Alta", None), ("Cray", None))
    project = '[jobs.up]\ncommand = "compute"\ninputs = "sheet.csv"\nform = "form.xlsx"\n'
    (tmp_path / "coverage-cli.toml").write_text(
        project + 'output = "filled.xlsx"\n[run]\nsettle = 0\n', encoding="utf-8"
    )
    assert run("run").code == 0
    assert cells(tmp_path / "filled.xlsx")["B2"] == 900
    assert run("run", "--if-changed").out.startswith("up: unchanged")
    form_of(tmp_path, ("Ward", "Insured persons", "Population"), ("Alta", None, None))
    assert run("run", "--if-changed").out.startswith("up: done")
    assert cells(tmp_path / "filled.xlsx")["C2"] == 1000
