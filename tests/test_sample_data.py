"""The sample files: the totals they promise, the oddities they carry, and that `make.py` remakes them."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import zipfile
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data"
MONTHS = ("2024-03", "2024-04", "2024-05")
FIRST_ROW, TOTAL_ROW = 11, 162
CITY_ROW, CITY_COMMUNES = 11, range(12, 26)
TEXT_COUNTS = {
    ("14416", "I"): "4.700",
    ("14377", "D"): "5.120",
    ("14563", "I"): "4.103",
    ("14701", "I"): "8.356",
}
INBOX = (
    "inbox/ninh-binh-2024-03.xlsx",
    "inbox/ninh-binh-2024-04.xlsx",
    "inbox/ninh-binh-2024-05.xlsx",
    "inbox/nho-quan-2024-04-correction.xls",
    "inbox/tam-diep-2024-05.xlsx",
)
GENERATED = (
    *INBOX,
    "ninh-binh-2023-12.xlsx",
    "ninh-binh-2024-03.xlsx",
    "ninh-binh-2024-04.xlsx",
    "ninh-binh-2024-05.xlsx",
    "ninh-binh-2024-05-en.csv",
    "ninh-binh-2024-population.csv",
    "ninh-binh-2024-targets.xlsx",
    "ninh-binh-form.xlsx",
    "nho-quan-2024-05.xls",
    "redelivered-2024-04.xlsx",
    "today/units-2025.csv",
    "today/ninh-binh-2025-03.xlsx",
    "today/ninh-binh-2025-12.xlsx",
    "today/ninh-binh-2026-05.xlsx",
)


@cache
def sheet(period: str, *, formulas: bool = False) -> dict[str, Any]:
    import openpyxl

    book = openpyxl.load_workbook(SAMPLE / f"ninh-binh-{period}.xlsx", data_only=not formulas)
    return {cell.coordinate: cell.value for row in book.worksheets[0].iter_rows() for cell in row}


def people(value: Any) -> int:
    return int(value.replace(".", "")) if isinstance(value, str) else int(value or 0)


def rows(period: str) -> range:
    assert sheet(period)[f"C{TOTAL_ROW}"] == "Toàn tỉnh"
    return range(FIRST_ROW, TOTAL_ROW + 1)


def communes(period: str) -> dict[str, int]:
    cells = sheet(period)
    return {cells[f"B{row}"]: row for row in rows(period) if cells[f"B{row}"]}


def districts(period: str) -> list[tuple[int, list[int]]]:
    cells = sheet(period)
    starts = [row for row in rows(period) if isinstance(cells[f"A{row}"], str) and cells[f"A{row}"]]
    return [(start, list(range(start + 1, end))) for start, end in pairwise([*starts, TOTAL_ROW])]


@cache
def census() -> dict[str, dict[str, str]]:
    with (SAMPLE / "ninh-binh-2024-population.csv").open(encoding="utf-8", newline="") as lines:
        return {line["commune_code"]: line for line in csv.DictReader(lines)}


def test_the_census_counts_the_province() -> None:
    assert len(census()) == 143
    assert sum(int(line["population"]) for line in census().values()) == 982_487


@pytest.mark.parametrize("period", MONTHS)
def test_every_commune_stands_in_its_district_in_the_order_of_the_codes(period: str) -> None:
    cells = sheet(period)
    printed = [
        (cells[f"B{row}"], cells[f"C{start}"])
        for start, members in districts(period)
        for row in members
    ]
    assert printed == [(code, line["district"]) for code, line in census().items()]
    assert [cells[f"A{start}"] for start, _ in districts(period)] == [
        "I",
        "II",
        "III",
        "IV",
        "V",
        "VI",
        "VII",
        "VIII",
    ]
    assert all(
        [cells[f"A{row}"] for row in members] == [*range(1, len(members) + 1)]
        for _, members in districts(period)
    )


@pytest.mark.parametrize("period", MONTHS)
@pytest.mark.parametrize("column", "DEFGHIJ")
def test_printed_subtotals_and_totals_are_the_sums_of_their_parts(period: str, column: str) -> None:
    cells = sheet(period)
    for start, members in districts(period):
        assert cells[f"{column}{start}"] == sum(
            people(cells[f"{column}{row}"]) for row in members
        ), f"{column}{start}"
    total = sum(cells[f"{column}{start}"] for start, _ in districts(period))
    assert cells[f"{column}{TOTAL_ROW}"] == total


@pytest.mark.parametrize("period", MONTHS)
def test_formulas_name_the_cells_that_their_stored_values_add(period: str) -> None:
    cells, formulas = sheet(period), sheet(period, formulas=True)
    sums = {place: text for place, text in formulas.items() if str(text).startswith("=SUM(")}
    assert len(sums) == 56 - (len(TEXT_COUNTS) if period == "2024-05" else 0)
    for place, text in sums.items():
        match = re.fullmatch(r"=SUM\(([A-Z])(\d+):\1(\d+)\)", text)
        assert match, text
        column, first, last = match[1], int(match[2]), int(match[3])
        assert cells[place] == sum(
            people(cells[f"{column}{row}"]) for row in range(first, last + 1)
        ), place
    for column in "DEFGHIJ":
        parts = re.findall(r"[A-Z]\d+", formulas[f"{column}{TOTAL_ROW}"])
        assert parts == [f"{column}{start}" for start, _ in districts(period)]


@pytest.mark.parametrize("period", MONTHS)
def test_printed_rates_and_gaps_follow_from_the_row(period: str) -> None:
    cells = sheet(period)
    for row in rows(period):
        if cells[f"I{row}"] is None:
            assert (cells[f"K{row}"], cells[f"M{row}"]) == (None, None)
            continue
        population, insured = people(cells[f"D{row}"]), people(cells[f"I{row}"])
        assert round(cells[f"K{row}"] * 100) == (20_000 * insured + population) // (
            2 * population
        ), row
        assert (
            cells[f"M{row}"] == -(-round(cells[f"L{row}"] * 10) * population // 1000) - insured
        ), row


def test_the_city_has_the_published_totals_of_may() -> None:
    cells = sheet("2024-05")
    assert cells[f"C{CITY_ROW}"] == "Thành phố Ninh Bình"
    sums = {column: sum(cells[f"{column}{row}"] for row in CITY_COMMUNES) for column in "DEFGIJ"}
    assert sums["F"] + sums["G"] == 25_729
    assert (sums["G"], sums["I"], sums["J"], sums["E"]) == (2_408, 128_067, 19_408, 70_413)
    assert cells[f"K{CITY_ROW}"] == 94.60
    assert round(25_729 / sums["E"] * 100, 2) == 36.54


def test_dong_phong_has_the_figures_of_the_article() -> None:
    cells = sheet("2024-05")
    row = communes("2024-05")["14416"]
    assert (cells[f"A{row}"], cells[f"C{row}"]) == (12, "Xã Đồng Phong")
    assert (cells[f"D{row}"], cells[f"G{row}"], cells[f"I{row}"]) == (5000, 130, "4.700")
    assert [cells[f"{column}{row}"] for column in "KLM"] == [94.0, 95.0, 50]


@pytest.mark.parametrize("period", MONTHS)
def test_population_is_the_census_but_for_dong_phong_and_the_city(period: str) -> None:
    cells = sheet(period)
    differing = {
        code
        for code, row in communes(period).items()
        if people(cells[f"D{row}"]) != int(census()[code]["population"])
    }
    city = {code for code, line in census().items() if line["district_code"] == "369"}
    assert differing == city | {"14416"}


@pytest.mark.parametrize("period", MONTHS)
def test_rates_are_plausible(period: str) -> None:
    cells = sheet(period)
    for code, row in communes(period).items():
        insured, population = people(cells[f"I{row}"]), people(cells[f"D{row}"])
        if cells[f"I{row}"] is None:
            continue
        assert 82 <= 100 * insured / population <= 99.5, row
        assert insured <= int(census()[code]["population"]), row
        assert people(cells[f"H{row}"]) <= people(cells[f"F{row}"]), row
        assert 51.5 <= 100 * people(cells[f"E{row}"]) / population <= 56, row
    rates = {cells[f"C{start}"]: cells[f"K{start}"] for start, _ in districts(period)}
    if period == "2024-04":  # its subtotal leaves out the commune that has not reported
        assert (rates.pop("Huyện Kim Sơn"), cells[f"K{TOTAL_ROW}"]) == (87.32, 92.19)
    assert all(88 <= rate <= 97 for rate in rates.values())


@pytest.mark.parametrize(("before", "after"), list(pairwise(MONTHS)))
def test_a_month_changes_little(before: str, after: str) -> None:
    old, new = sheet(before), sheet(after)
    pairs = [(people(old[f"I{row}"]), people(new[f"I{row}"])) for row in communes(before).values()]
    reported = [(was, now) for was, now in pairs if was and now]
    assert len(reported) == 142
    assert all(was != now and abs(now - was) <= 0.006 * was for was, now in reported)
    assert 1 <= sum(now < was for was, now in reported) <= 10


def test_april_lacks_one_commune_and_nothing_else() -> None:
    cells = sheet("2024-04")
    blank = [
        f"{column}{row}"
        for row in communes("2024-04").values()
        for column in "DEFGHIJ"
        if cells[f"{column}{row}"] is None
    ]
    row = communes("2024-04")["14695"]
    assert blank == [f"I{row}"]
    assert cells[f"C{row}"] == "Xã Kim Trung"


def test_may_has_four_text_counts_two_marks_and_one_hard_blank() -> None:
    cells, places = sheet("2024-05"), communes("2024-05")
    texts = {
        (code, column): cells[f"{column}{row}"]
        for code, row in places.items()
        for column in "DEFGHIJ"
        if isinstance(cells[f"{column}{row}"], str)
    }
    assert texts == TEXT_COUNTS
    names = {
        code: cells[f"C{row}"]
        for code, row in places.items()
        if cells[f"C{row}"] != census()[code]["commune"]
    }
    assert names == {
        "14608": "Xã Khánh Thành(1)",
        "14698": "Xã Kim Đông(2)",
        "14725": "Xã Yên\u00a0Thắng",
    }
    notes = [cells[f"A{TOTAL_ROW + offset}"] for offset in (2, 3)]
    assert [note[:3] for note in notes] == ["(1)", "(2)"]


@pytest.mark.parametrize("period", MONTHS[:2])
def test_the_earlier_months_print_plain_names_and_numbers(period: str) -> None:
    cells = sheet(period)
    for code, row in communes(period).items():
        assert cells[f"C{row}"] == census()[code]["commune"]
        assert not any(isinstance(cells[f"{column}{row}"], str) for column in "DEFGHIJ")


def test_the_targets_are_those_of_the_form_and_hold_a_reserve() -> None:
    import openpyxl

    table = openpyxl.load_workbook(SAMPLE / "ninh-binh-2024-targets.xlsx").worksheets[0]
    lines: list[tuple[Any, ...]] = list(table.iter_rows(min_row=7, values_only=True))
    assert [cell.value for cell in table[6]] == [
        "Mã xã",
        "Đơn vị",
        "Chỉ tiêu BHYT (%)",
        "Chỉ tiêu BHXH tự nguyện (người)",
    ]
    assert [line[:2] for line in lines if line[1] in ("Huyện Nho Quan", "Toàn tỉnh")] == [
        (None, "Huyện Nho Quan"),
        (None, "Toàn tỉnh"),
    ]
    printed = [sheet("2024-03")[f"L{row}"] for row in rows("2024-03")]
    assert [line[2] for line in lines] == printed
    handed_out = sum(line[3] for line in lines if line[0])
    asked_of_districts = sum(line[3] for line in lines[:-1] if not line[0])
    assert handed_out > asked_of_districts > lines[-1][3]


def test_the_district_file_is_the_same_in_tcvn3() -> None:
    import xlrd

    book = xlrd.open_workbook(SAMPLE / "nho-quan-2024-05.xls", formatting_info=True)
    table, cells = book.sheet_by_index(0), sheet("2024-05")
    texts = [
        (cell, book.xf_list[cell.xf_index].font_index)
        for row in range(table.nrows)
        for cell in table.row(row)
        if cell.ctype == xlrd.XL_CELL_TEXT
    ]
    assert {book.font_list[font].name for _, font in texts} == {".VnTime", ".VnTimeH"}
    assert table.cell_value(3, 0) == "tæng hîp t\xd7nh h\xd7nh tham gia bhxh, bhyt huyÖn nho quan"
    assert table.cell_value(21, 2) == "X· §ång Phong"
    assert table.cell_value(37, 2) == "Toµn huyÖn"
    for position, row in enumerate(districts("2024-05")[2][1]):
        expected = [people(cells[f"{column}{row}"]) for column in "DEFGIJ"]
        assert [table.cell_value(10 + position, column) for column in range(3, 9)] == expected
        assert [table.cell_value(10 + position, column) for column in (9, 10, 11)] == [
            cells[f"{c}{row}"] for c in "KLM"
        ]


def test_the_table_of_tcvn3_is_the_standard_one() -> None:
    import shutil

    encoder = load_encoder()
    codes = "".join(encoder.CODES.values()).encode("latin-1")
    assert len(set(codes)) == len(encoder.CODES) == 74
    if not shutil.which("iconv"):
        pytest.skip("iconv is not installed")
    decoded = subprocess.run(
        ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=codes, capture_output=True, check=False
    )
    if decoded.returncode:
        pytest.skip("this iconv knows no TCVN5712-1")
    assert decoded.stdout.decode() == "".join(encoder.CODES)


def test_a_capital_that_the_font_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="no TCVN3 code for 'Ả'"):
        load_encoder().encode("BẢO HIỂM")
    assert load_encoder().encode_capitals("BẢO HIỂM") == "b¶o hiÓm"


def load_encoder() -> Any:
    import importlib.util

    spec = importlib.util.spec_from_file_location("tcvn3_of_the_samples", SAMPLE / "tcvn3.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_english_table_holds_the_same_figures() -> None:
    cells, places = sheet("2024-05"), communes("2024-05")
    with (SAMPLE / "ninh-binh-2024-05-en.csv").open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines))
    assert list(table[0]) == [
        "code",
        "commune",
        "district",
        "population",
        "labour_force",
        "health_insured",
        "target_pct",
    ]
    assert len(table) == 143
    for line in table:
        row = places[line["code"]]
        assert line["commune"] == census()[line["code"]]["commune"]
        counts = [int(line[name]) for name in ("population", "labour_force", "health_insured")]
        assert counts == [people(cells[f"{column}{row}"]) for column in "DEI"]
        assert float(line["target_pct"]) == cells[f"L{row}"]


@pytest.fixture(scope="session")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("xlsxwriter")
    pytest.importorskip("xlwt")
    folder = tmp_path_factory.mktemp("remade")
    environment = {
        **os.environ,
        "TZ": "Asia/Ho_Chi_Minh",
        "PYTHONHASHSEED": "7",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    subprocess.run(
        [sys.executable, str(SAMPLE / "make.py"), str(folder)], check=True, env=environment
    )
    return folder


def test_nothing_else_is_made(remade: Path) -> None:
    made = (path for path in remade.rglob("*") if path.is_file())
    assert sorted(path.relative_to(remade).as_posix() for path in made) == sorted(GENERATED)


@pytest.mark.parametrize("name", GENERATED)
def test_make_gives_what_is_committed(name: str, remade: Path) -> None:
    assert contents(remade / name) == contents(SAMPLE / name)


def contents(path: Path) -> dict[str, bytes]:
    # Parts are compared, for another zlib deflates the same content into other bytes.
    if path.suffix != ".xlsx":
        return {path.name: path.read_bytes()}
    if path.name == "tam-diep-2024-05.xlsx":  # cut off on its way
        assert not zipfile.is_zipfile(path)
        return {path.name: path.read_bytes()[:4]}
    with zipfile.ZipFile(path) as package:
        return {part.filename: package.read(part) for part in package.infolist()}


@pytest.mark.parametrize(
    ("period", "units", "above"),
    [
        ("2025-03", 125, "Thành phố Hoa Lư"),
        ("2025-12", 39, "BHXH cơ sở Hoa Lư"),
        ("2026-05", 39, "BHXH cơ sở Hoa Lư"),
    ],
)
def test_later_months_have_the_people_of_the_census_on_the_units_of_their_time(
    period, units, above
):
    """They are read without a finding that doubts them, and every printed total holds."""
    from program import compute

    result = compute(SAMPLE / "today" / f"ninh-binh-{period}.xlsx", "-i", "health_insurance")
    rows = {row["unit"]: row for row in result.report()["rows"]}
    assert sum(row["level"] == "commune" for row in rows.values()) == units
    assert above in rows
    # Two published rates put more people in the city and in Đồng Phong than the census counted.
    assert rows["TỈNH NINH BÌNH"]["denominator"] == 982_487 + 6_898 + 148
    findings = result.report()["findings"]
    assert not [one for one in findings if one["severity"] != "info"]
    assert result.report()["sources"][0]["evidence"]["totals_contradicted"] == 0
