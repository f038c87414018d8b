"""A report of the program's own given back as `--targets`: csv, tsv and workbooks, whole or in part."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from program import SAMPLES, run

HEADING_ROW = 7
"""1-based; above it a title, what the sheet comes to in two lines, how to read a gap in two more, and a blank."""
MAY = SAMPLES / "ninh-binh-2024-05.xlsx"
SHEET = """STT,Đơn vị,Dân số,BHYT,Chỉ tiêu BHYT (người)
I,Huyện A,,,
1,Xã Tân Lập,1000,500,600
2,Xã An Bình,1000,900,950
II,Huyện B,,,
1,Xã Tân Lập,500,450,475
2,Xã An Bình,800,700,
"""
BARE = (
    SHEET.replace(",Chỉ tiêu BHYT (người)", "")
    .replace(",600", "")
    .replace(",950", "")
    .replace(",475", "")
)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def sheet(tmp_path):
    return written(tmp_path / "with.csv", SHEET)


@pytest.fixture
def bare(tmp_path):
    return written(tmp_path / "bare.csv", BARE)


def targets_of(text: str) -> dict[tuple[str, str], str]:
    return {
        (row["parent"], row["unit"]): row["target_count"]
        for row in csv.DictReader(io.StringIO(text))
    }


def computed(*arguments) -> dict[tuple[str, str], str]:
    result = run("compute", *arguments, "-f", "csv", "-q")
    assert result.code == 0, result.err
    return targets_of(result.out)


OWN = {
    ("", "Total"): "", ("", "Huyện A"): "1550", ("Huyện A", "Xã Tân Lập"): "600", ("Huyện A", "Xã An Bình"): "950",
    ("", "Huyện B"): "", ("Huyện B", "Xã Tân Lập"): "475", ("Huyện B", "Xã An Bình"): "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "lang"),
    [("r.csv", "en"), ("r.tsv", "vi"), *((f"{at}.xlsx", at) for at in ("en", "vi", "de"))],
)
def test_every_table_of_ours_comes_back_whole(name, lang, sheet, bare, tmp_path):
    assert computed(sheet) == OWN
    assert run("compute", sheet, "-o", tmp_path / name, "--lang", lang).code == 0
    assert computed(bare, "--targets", tmp_path / name) == OWN


@pytest.mark.parametrize("name", ["r.csv", "r.xlsx"])
def test_rates_and_several_indicators_come_back(name, tmp_path):
    told = ("--target", "social_insurance=21.375", "--target", "unemployment_insurance=17")
    assert run("compute", MAY, *told, "-o", tmp_path / name).code == 0
    expected = run("compute", MAY, *told, "-f", "csv").out
    assert ",rate,21.375," in expected
    assert run("compute", MAY, "--targets", tmp_path / name, "-f", "csv").out == expected


def test_a_row_without_a_target_says_that_there_is_none(sheet, tmp_path):
    changed = written(tmp_path / "changed.csv", SHEET.replace("475", "480").replace("600", ""))
    assert run("compute", changed, "-o", tmp_path / "r.csv").code == 0
    read = computed(sheet, "--targets", tmp_path / "r.csv")
    assert (read["Huyện A", "Xã Tân Lập"], read["Huyện B", "Xã Tân Lập"]) == ("", "480")


def test_rows_of_one_level_find_their_units_by_the_names_above_them(sheet, bare, tmp_path):
    assert run("compute", sheet, "--level", "commune", "-o", tmp_path / "r.csv").code == 0
    assert computed(bare, "--targets", tmp_path / "r.csv") == OWN


def test_rows_may_be_sorted_otherwise(sheet, bare, tmp_path):
    text = run("compute", sheet, "--level", "commune", "-f", "csv").out
    head, *rows = text.splitlines()
    path = written(tmp_path / "r.csv", "\n".join([head, *reversed(rows)]) + "\n")
    assert computed(bare, "--targets", path) == OWN


def test_a_parent_may_stand_below_its_parts(sheet, bare, tmp_path):
    head, *rows = run("compute", sheet, "-f", "csv").out.splitlines()
    for order in (list(reversed(rows)), sorted(rows, key=lambda row: row.split(",")[6])):
        path = written(tmp_path / "r.csv", "\n".join([head, *order]) + "\n")
        assert computed(bare, "--targets", path) == OWN


@pytest.mark.parametrize("name", ["r.csv", "r.xlsx"])
@pytest.mark.parametrize(
    ("sheet", "level"),
    [("groups-that-are-no-units", "group"), ("hamlets-under-communes", "hamlet")],
)
def test_units_of_further_levels_come_back_as_they_are(sheet, level, name, tmp_path):
    path = Path(__file__).parent / "sheets" / f"{sheet}.xlsx"
    told = ("--target", "95")
    assert f",{level}," in run("compute", path, "-f", "csv").out
    assert run("compute", path, *told, "-o", tmp_path / name).code == 0
    result = run("compute", path, "--targets", tmp_path / name, "-f", "csv")
    assert result.out == run("compute", path, *told, "-f", "csv").out
    assert "unit-missing" not in result.err


def test_a_ranking_of_the_units_short_serves_these(tmp_path):
    path = tmp_path / "short.csv"
    assert run("gaps", MAY, "-i", "health_insurance", "-o", path, "-q").code == 0
    short = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert len(short) > 50
    assert "months_left" in short[0]
    text = run("compute", MAY, "-i", "health_insurance", "-f", "csv").out
    assert run("compute", MAY, "-i", "health_insurance", "--targets", path, "-f", "csv").out == text


def test_it_may_say_who_should_report(sheet, tmp_path):
    assert run("compute", sheet, "-o", tmp_path / "r.xlsx").code == 0
    fewer = written(tmp_path / "fewer.csv", "".join(SHEET.splitlines(keepends=True)[:-1]))
    result = run("compute", fewer, "--expect", tmp_path / "r.xlsx", "-f", "json")
    said = [finding for finding in result.report()["findings"] if finding["code"] == "unit-missing"]
    assert [finding["unit"] for finding in said] == ["Xã An Bình"]


def test_a_spreadsheet_may_have_saved_it_with_semicolons_and_decimal_commas(tmp_path):
    text = run("compute", MAY, "-i", "health_insurance", "-f", "csv").out
    rows = list(csv.reader(io.StringIO(text)))
    saved = "\r\n".join(";".join(cell.replace(".", ",") for cell in row) for row in rows)
    path = written(tmp_path / "r.csv", "\ufeff" + saved)
    assert run("compute", MAY, "-i", "health_insurance", "--targets", path, "-f", "csv").out == text


def test_a_count_that_can_be_read_two_ways_or_is_none_is_said(sheet, bare, tmp_path):
    path = tmp_path / "r.xlsx"
    assert run("compute", sheet, "-o", path).code == 0
    book = openpyxl.load_workbook(path, data_only=True)  # as a program saves it that has calculated
    heading, *rows = list(book["Health insurance"].iter_rows(min_row=HEADING_ROW))
    at = {cell.value: place for place, cell in enumerate(heading)}
    cells = {
        (row[at["Part of"]].value, row[at["Unit"]].value): row[at["Target, people"]] for row in rows
    }
    cells["Huyện A", "Xã Tân Lập"].value = "khoảng 600"
    book.save(path)
    result = run("compute", bare, "--targets", path, "-f", "json")
    assert result.code == 0
    said = [finding for finding in result.report()["findings"] if finding["code"] == "bad-target"]
    assert [(finding["sheet"], finding["cell"], finding["severity"]) for finding in said] == [
        ("Health insurance", f"F{HEADING_ROW + 3}", "error")
    ]
    assert "khoảng 600" in said[0]["message"]


def test_a_table_that_lacks_a_column_of_ours_is_read_as_any_other(sheet, tmp_path):
    rows = [row[:-8] for row in csv.reader(io.StringIO(run("compute", sheet, "-f", "csv").out))]
    path = written(tmp_path / "r.csv", "\n".join(",".join(row) for row in rows))
    given = run("compute", sheet, "--targets", path, "-f", "json").report()
    own = run("compute", sheet, "-f", "json").report()
    pcts = [[row["target_pct"] for row in made["rows"]] for made in (given, own)]
    assert pcts[0] == pcts[1]  # those headed target_pct, and never the coverage beside them


def test_the_source_and_the_cell_are_named(sheet, bare, tmp_path):
    assert run("compute", sheet, "-o", tmp_path / "r.xlsx").code == 0
    report = run("compute", bare, "--targets", tmp_path / "r.xlsx", "-f", "json").report()
    source = report["sources"][-1]
    assert (source["sheet"], source["header_rows"], source["columns"]["target"]) == (
        "Health insurance",
        [HEADING_ROW],
        "F",
    )
    shown = run("explain", bare, "--targets", tmp_path / "r.xlsx", "--in", "Xã An Bình (Huyện A)")
    assert f"from the list of targets, cell F{HEADING_ROW + 4}" in shown.out
