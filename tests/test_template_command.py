"""The empty workbook: what comes back filled in is read without a question, in every language, with the same figures."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from office import converted, needs_soffice
from openpyxl.utils import get_column_letter
from program import SAMPLES, compute, run

MAY = SAMPLES / "ninh-binh-2024-05.xlsx"
POPULATION = SAMPLES / "ninh-binh-2024-population.csv"
BOTH = ("-i", "health_insurance", "-i", "voluntary_social_insurance")


def made(folder: Path, *more: object, source: Path = MAY, name: str = "june.xlsx") -> Path:
    result = run("template", source, "--period", "2024-06", "-o", folder / name, *more)
    assert result.code == 0, result.err
    return folder / name


def table(sheet):
    """Return the heading row and, by heading, the columns of a template."""
    row = next(
        row for row in sheet.iter_rows() if sum(isinstance(cell.value, str) for cell in row) > 3
    )
    return row[0].row, {cell.value: cell.column for cell in row}


UNITS = ("Unit", "Đơn vị", "Gebietseinheit")


def recalculated(path: Path) -> Path:
    path.write_bytes(converted(path.read_bytes(), "xlsx"))
    return path


def may_figures(*more: object) -> dict[tuple[str, str | None, str], tuple[object, ...]]:
    return figures(compute(MAY, *BOTH, *more))


def figures(result) -> dict[tuple[str, str | None, str], tuple[object, ...]]:
    fields = ("numerator", "denominator", "coverage_pct", "units_complete", "units_expected")
    return {
        (row["unit"], row["parent"], row["indicator"]): tuple(row[name] for name in fields)
        for row in result.report()["rows"]
    }


def typed_as_in_may(path: Path) -> None:
    """Type May's counts into a template by the units' names and the measures of its columns."""
    book = openpyxl.load_workbook(path)
    sheet, told = book.active, compute(MAY).report()["rows"]
    top, columns = table(sheet)
    unit = next(at for text, at in columns.items() if text in UNITS)
    counts = {(row["parent"], row["unit"], row["indicator"]): row for row in told}
    parent = None
    for row in range(top + 1, sheet.max_row + 1):
        name = sheet.cell(row, unit).value
        if sheet.cell(row, unit + 1).data_type == "f":
            parent = name
            continue
        health = counts[parent, name, "health_insurance"]
        voluntary = counts[parent, name, "voluntary_social_insurance"]
        values = [health["denominator"], health["numerator"]]
        values += [voluntary["denominator"], voluntary["numerator"]]
        for at, value in enumerate(values, unit + 1):
            assert not sheet.cell(row, at).protection.locked
            sheet.cell(row, at).value = value
    book.save(path)


@needs_soffice
@pytest.mark.parametrize("lang", ["en", "vi", "de"])
def test_what_comes_back_is_read_without_a_question(tmp_path, lang):
    path = made(tmp_path, *BOTH, "--lang", lang)
    typed_as_in_may(path)
    result = compute(recalculated(path))
    findings = [one for one in result.report()["findings"] if one["severity"] != "info"]
    assert findings == []
    assert figures(result) == may_figures()
    assert {row["period"] for row in result.report()["rows"]} == {"2024-06"}
    source = result.report()["sources"][0]
    assert source["evidence"]["totals_confirmed"] >= 9
    assert source["evidence"]["rates_confirmed"] >= 143


@needs_soffice
def test_a_district_is_sent_a_workbook_of_its_own(tmp_path):
    folder = tmp_path / "june"
    told = ("--period", "2024-06", "--split-by", "district", "-o", folder, *BOTH, "--lang", "vi")
    assert run("template", MAY, *told).code == 0
    assert len(list(folder.iterdir())) == 8
    path = folder / "Huyện Nho Quan.xlsx"
    typed_as_in_may(path)
    result = compute(recalculated(path))
    assert [one for one in result.report()["findings"] if one["severity"] != "info"] == []
    before = compute(MAY, *BOTH, "--in", "Huyện Nho Quan").report()["rows"]
    after = result.report()["rows"]
    assert [row["unit"] for row in after] == [row["unit"] for row in before]
    assert [row["numerator"] for row in after] == [row["numerator"] for row in before]


class TestWorkbook:
    @pytest.fixture
    def sheet(self, tmp_path):
        return openpyxl.load_workbook(made(tmp_path, *BOTH, "--lang", "vi")).active

    def test_only_counts_and_remarks_of_the_smallest_units_are_open(self, sheet):
        _, columns = table(sheet)
        open_cells = [
            cell.coordinate
            for row in sheet.iter_rows()
            for cell in row
            if not cell.protection.locked
        ]
        assert sheet.protection.sheet
        assert len(open_cells) == 143 * 5
        letters = {get_column_letter(columns[text]) for text in columns}
        assert {place.rstrip("0123456789") for place in open_cells} == set("DEFGJ") & letters

    def test_what_may_be_typed_is_checked_in_the_language(self, sheet):
        whole, choice = sheet.data_validations.dataValidation
        assert (whole.type, whole.operator, whole.formula1) == ("whole", "greaterThanOrEqual", "0")
        assert whole.error.startswith("Nhập số nguyên từ 0 trở lên")
        assert whole.promptTitle == "Số người"
        assert (choice.type, choice.formula1) == ("list", '"chính thức,ước tính,chưa có số liệu"')

    def test_sums_and_rates_are_formulas(self, sheet):
        top, columns = table(sheet)
        district = top + 2
        assert sheet.cell(district, 4).value == f"=SUM(D{district + 1}:D{district + 14})"
        assert sheet.cell(top + 1, 4).value.startswith(f"=SUM(D{district},")
        rate = sheet.cell(district + 1, columns["Bảo hiểm y tế (%)"]).value
        assert rate == f'=IF(OR(E{district + 1}="",D{district + 1}="",N(D{district + 1})=0),"",ROUND(100*(E{district + 1})/(D{district + 1}),2))'  # fmt: skip

    def test_it_prints_on_paper_with_its_headings(self, sheet):
        top, _ = table(sheet)
        assert sheet.print_title_rows == f"${top}:${top}"
        assert sheet.page_setup.paperSize == 9

    def test_the_period_stands_above_the_table(self, sheet):
        said = [str(row[0].value) for row in sheet.iter_rows(max_row=8)]
        assert "Số liệu tháng 6/2024" in said


def test_the_same_units_and_period_give_the_same_bytes(tmp_path):
    one, two = made(tmp_path, name="one.xlsx"), made(tmp_path, name="two.xlsx")
    assert one.read_bytes() == two.read_bytes()


def test_denominators_of_a_list_are_filled_in_and_locked(tmp_path):
    path = made(tmp_path, "-i", "health_insurance", "--population", POPULATION, source=POPULATION)
    sheet = openpyxl.load_workbook(path).active
    top, columns = table(sheet)
    people = columns["Population"]
    cells = [sheet.cell(row, people) for row in range(top + 1, sheet.max_row + 1)]
    values = [cell.value for cell in cells if isinstance(cell.value, int | float)]
    assert len(values) == 143
    assert sum(values) == sum(
        row["denominator"]
        for row in compute(
            MAY, "--population", POPULATION, *BOTH[:2], "--level", "commune"
        ).report()["rows"]
    )
    assert all(cell.protection.locked for cell in cells)


def test_a_list_of_names_and_a_layout_lock_give_the_units(tmp_path, monkeypatch):
    names = tmp_path / "wards.csv"
    names.write_text("District,Ward\nNorth,Alta\nNorth,Bona\nSouth,Cray\n", encoding="utf-8")
    sheet = openpyxl.load_workbook(made(tmp_path, source=names)).active
    top, columns = table(sheet)
    told = [sheet.cell(row, columns["Unit"]).value for row in range(top + 1, sheet.max_row + 1)]
    assert told == ["Total", "North", "Alta", "Bona", "South", "Cray"]
    monkeypatch.chdir(tmp_path)
    assert run("init", MAY, "--lock").code == 0
    result = run("template", "--period", "2024-06", "-o", "locked.xlsx")
    assert result.code == 0, result.err
    assert openpyxl.load_workbook("locked.xlsx").active.max_row > 150


@pytest.mark.parametrize(
    ("profile", "indicator", "measures"),
    [
        ("immunisation", "dtp3", {"infants", "dtp3"}),
        ("school-enrolment", "net_enrolment", None),
        ("vn-social-insurance", "coverage", {"population", "enrolled"}),
        ("vn-social-insurance", "pupil_health_insurance", {"pupils", "pupils_insured"}),
        ("vn-social-insurance", "social_insurance", {"labour_force", "social_compulsory", "social_voluntary"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["en", "vi", "de"])
def test_headings_of_every_profile_are_understood(tmp_path, profile, indicator, measures, lang):
    more = ("--profile", profile)
    path = made(tmp_path, *more, "--lang", lang, "-i", indicator)
    told = run("inspect", path, *more, "-f", "json").report()["tables"][0]["columns"]
    found = [column["measure"] for column in told if column["role"] == "measure"]
    assert len(found) == len(set(found)) >= 2
    assert measures is None or set(found) == measures
    assert all(not column["not_understood"] for column in told if column["role"] == "measure")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--period", "2024-06", "-o", "x.xlsx"], "units that report"),
        ([MAY, "-o", "x.xlsx"], "--period 2024-06"),
        ([MAY, "--period", "2024-06"], "-o template.xlsx"),
        ([MAY, "--period", "2024-06", "-o", "x.csv"], "-o template.xlsx"),
        ([MAY, "--period", "2024-06", "--split-by", "office", "-o", "x"], "district"),
        ([MAY, MAY, "--period", "2024-06", "-o", "x.xlsx"], "2 inputs"),
    ],
)
def test_wrong_use_is_said(tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    result = run("template", *arguments)
    assert result.code == 2
    assert said in result.err
