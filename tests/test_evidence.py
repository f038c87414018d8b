"""What confirms a reading: totals and rates that fit, counted by the checks, shown in one line, asked for by --fail-on."""

import json

import openpyxl
import pytest
from program import SAMPLES, run

HEADS = {
    "en": ("No", "Unit", "Population", "Enrolled", "Coverage rate (%)"),
    "vi": ("STT", "Đơn vị", "Dân số", "Số người tham gia BHYT", "Tỷ lệ bao phủ BHYT (%)"),
    "de": ("Nr.", "Gemeinde", "Einwohner", "Versicherte", "Quote (%)"),
}
UNITS = [["A", 1000, 900], ["B", 2000, 1700], ["C", 3000, 2400]]


def sheet(folder, head, *, total=None, rates=(None, None, None, None), name="t.csv"):
    rows = [
        [str(at), *unit, rate] for at, (unit, rate) in enumerate(zip(UNITS, rates, strict=False), 1)
    ]
    rows += [["", *total, rates[3]]] if total else []
    path = folder / name
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in [head, *rows]]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def evidence(path, *options):
    result = run("compute", path, "--format", "json", *options)
    found = json.loads(result.out)
    return found["sources"][0]["evidence"], [at["code"] for at in found["findings"]], result


@pytest.mark.parametrize("lang", HEADS)
def test_totals_and_rates_that_fit_are_counted_and_said(tmp_path, lang):
    total = {"en": "Total", "vi": "Tổng cộng", "de": "Insgesamt"}[lang]
    path = sheet(
        tmp_path, HEADS[lang], total=[total, 6000, 5000], rates=("90.0", "85.0", "80.0", "83.3")
    )
    held, codes, result = evidence(path)
    assert (held["totals_confirmed"], held["totals_contradicted"]) == (2, 0)
    assert (held["rates_confirmed"], held["rates_contradicted"]) == (4, 0)
    assert held["series"] is True
    assert "unconfirmed" not in codes
    assert result.err.startswith("confirmed by 2 printed totals and 4 printed rates\n")


def test_what_contradicts_is_counted_beside_it(tmp_path):
    path = sheet(
        tmp_path, HEADS["vi"], total=["Tổng cộng", 6000, 5100], rates=("90.0", "58.0", "80.0", None)
    )
    held, codes, result = evidence(path)
    assert (held["totals_confirmed"], held["totals_contradicted"]) == (1, 1)
    assert (held["rates_confirmed"], held["rates_contradicted"]) == (2, 1)
    assert {"total-mismatch", "printed-rate-differs"} <= set(codes)
    said = "confirmed by 1 printed total and 2 printed rates, contradicted by 1 printed total and 1 printed rate"
    assert result.err.splitlines()[0] == said


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "nothing in the sheet confirms this reading"),
        ("vi", "không có gì trong bảng xác nhận"),
        ("de", "nichts in der Tabelle"),
    ],
)
def test_where_nothing_confirms_it_that_is_a_note_and_may_fail_the_run(tmp_path, lang, said):
    path = sheet(tmp_path, HEADS[lang])
    held, codes, result = evidence(path, "--lang", lang)
    assert not any(held[name] for name in held if name.endswith("confirmed"))
    assert codes.count("unconfirmed") == 1
    assert said in result.err
    assert run("compute", path).code == 0
    failed = run("compute", path, "--fail-on", "unconfirmed")
    assert failed.code == 1
    assert "(--fail-on unconfirmed)" in failed.err
    assert run("check", path, "--fail-on", "unconfirmed").code == 1
    assert run("check", path).code == 0


def test_a_confirmed_sheet_passes(tmp_path):
    path = sheet(tmp_path, HEADS["en"], total=["Total", 6000, 5000])
    assert run("compute", path, "--fail-on", "unconfirmed").code == 0
    assert "confirms" not in run("compute", path, "--quiet").err


def test_the_sheets_that_nothing_confirms_are_named(tmp_path):
    good = sheet(tmp_path, HEADS["en"], total=["Total", 6000, 5000], name="one-2024-04.csv")
    bare = sheet(tmp_path, HEADS["en"], name="two-2024-05.csv")
    found = json.loads(run("compute", good, bare, "--format", "json").out)
    (note,) = [at for at in found["findings"] if at["code"] == "unconfirmed"]
    assert note["file"] == bare.name
    assert note["count"] == 1


@pytest.mark.parametrize(
    ("numbers", "series"),
    [
        (("1", "2", "3"), True),
        (("1", "2", "4"), False),
        (("", "", ""), None),
        (("2", "1", "3"), False),
    ],
)
def test_a_numbering_without_gaps_is_told(tmp_path, numbers, series):
    path = tmp_path / "numbers.csv"
    rows = [
        f"{number},{','.join(map(str, unit))}" for number, unit in zip(numbers, UNITS, strict=True)
    ]
    path.write_text("STT,Đơn vị,Dân số,BHYT\n" + "\n".join(rows), encoding="utf-8")
    assert evidence(path)[0]["series"] is series


def test_a_total_of_one_part_proves_nothing(tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("Đơn vị,Dân số,BHYT\nXã A,1000,900\nTổng cộng,1000,900\n", encoding="utf-8")
    assert evidence(path)[0]["totals_confirmed"] == 0


def test_the_sample_month_is_confirmed_everywhere(tmp_path):
    may = SAMPLES / "ninh-binh-2024-05.xlsx"
    held, _, _ = evidence(may)
    assert held["totals_confirmed"] > 50
    assert held["rates_confirmed"] > 140
    assert not any(held[name] for name in held if name.endswith("contradicted"))
    line = f"confirmed by {held['totals_confirmed']} printed totals"
    assert line in run("check", may).out
    assert line in run("inspect", may).out
    inspected = json.loads(run("inspect", may, "--format", "json").out)
    assert inspected["tables"][0]["evidence"] == held
    book = tmp_path / "report.xlsx"
    assert run("compute", may, "-o", book).code == 0
    sheets = openpyxl.load_workbook(book).worksheets
    assert any(line in str(cell.value) for sheet in sheets for row in sheet for cell in row)


def test_inspect_shows_a_sheet_that_nothing_can_be_computed_from(tmp_path):
    path = tmp_path / "half.csv"
    path.write_text("Đơn vị,BHYT\nXã A,900\nXã B,800\n", encoding="utf-8")
    result = run("inspect", path, "--format", "json")
    assert result.code == 0
    assert not json.loads(result.out)["tables"][0]["evidence"].get("totals_confirmed")
