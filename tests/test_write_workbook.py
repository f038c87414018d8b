"""The workbook: numbers as numbers, text as text, read back whole by other readers, the same bytes each time."""

import datetime
import io
import zipfile
from fractions import Fraction

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from reports import FINDINGS, figure, load_test_words, province_report

from coverage_cli.errors import UnwritableOutput
from coverage_cli.model import MACHINE_COLUMNS, Finding, Report
from coverage_cli.write.machine.records import machine_table
from coverage_cli.write.text.width import folded
from coverage_cli.write.workbook import results, workbook_bytes
from coverage_cli.write.workbook.cells import cell_text, sheet_name
from coverage_cli.write.workbook.rows import checked
from coverage_cli.write.workbook.summary import HEADING_ROW

WORDS = load_test_words()
PROBES = (
    "=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "{=1}", "＝1", "http://a.vn", "mailto:a@b", "file:///x",
    "internal:Results!A1", "external:x.xlsx", "=", "_x0041_", "\x01", "\udcff", "007", "1e5", "  x  ",
)  # fmt: skip


def opened(report):
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(report, WORDS)))


def report_of(*figures, findings=()):
    return Report("T & T", tuple(figures), tuple(findings), (), {})


def test_four_sheets_with_the_figures_of_the_report():
    report = province_report()
    book = opened(report)
    assert book.sheetnames == ["Summary", "Results", "Findings", "Sources"]
    heading, *rows = book["Results"].iter_rows(min_row=HEADING_ROW + 1, values_only=True)
    assert heading == tuple(WORDS.label(name) for name in MACHINE_COLUMNS)
    assert len(rows) == len(report.figures)
    for name, expected, written in zip(
        MACHINE_COLUMNS, machine_table(report).values(), zip(*rows, strict=True), strict=True
    ):
        if name not in ("level", "status", "target_kind", "indicator"):
            assert [(name, _digits(cell)) for cell in written] == [
                (name, _digits(cell)) for cell in expected
            ]


def _digits(cell):
    """Return a number to the 15 digits that Excel itself keeps."""
    return cell if cell is None or isinstance(cell, str) else f"{cell:.14e}"


def test_ids_are_put_into_words():
    first = next(
        opened(province_report())["Results"].iter_rows(min_row=HEADING_ROW + 2, values_only=True)
    )
    said = dict(zip(MACHINE_COLUMNS, first, strict=True))
    assert said["level"] == "Province"
    assert said["indicator"] == "Health insurance coverage"
    assert (said["target_kind"], said["status"]) == ("rate", "met")


def test_calamine_reads_the_same_sums():
    report = province_report()
    grid = (
        CalamineWorkbook.from_filelike(io.BytesIO(workbook_bytes(report, WORDS)))
        .get_sheet_by_name("Results")
        .to_python()
    )
    place = MACHINE_COLUMNS.index("numerator")
    assert sum(row[place] for row in grid[HEADING_ROW + 1 :] if row[place] != "") == sum(
        row.numerator or 0 for row in report.figures
    )


def test_text_stays_text():
    rows = [figure(probe, 1, 2, depth=0) for probe in PROBES]
    sheet = opened(report_of(*rows))["Results"]
    column = MACHINE_COLUMNS.index("unit") + 1
    for index, probe in enumerate(PROBES):
        cell = sheet.cell(HEADING_ROW + 2 + index, column)
        assert (cell.data_type, cell.hyperlink) == ("s", None)
        if probe[0] in "=+-@＝":
            assert cell.quotePrefix
    written = zipfile.ZipFile(io.BytesIO(workbook_bytes(report_of(*rows), WORDS)))
    assert "<f>" not in written.read("xl/worksheets/sheet2.xml").decode()
    assert not [name for name in written.namelist() if "_rels/sheet" in name]


def test_text_of_findings_stays_text_too():
    finding = Finding("over-100", "warning", {"unit": "x"}, "=1+1.xlsx", "@T5", ("H1",), "-A")
    row = opened(report_of(findings=[finding]))["Findings"][2]
    assert [
        (cell.value, cell.data_type, cell.quotePrefix) for cell in (row[3], row[4], row[6])
    ] == [
        ("=1+1.xlsx", "s", True),
        ("@T5", "s", True),
        ("-A", "s", True),
    ]


def test_calamine_reads_every_probe_back():
    rows = [figure(probe, 1, 2, depth=0) for probe in PROBES]
    grid = (
        CalamineWorkbook.from_filelike(io.BytesIO(workbook_bytes(report_of(*rows), WORDS)))
        .get_sheet_by_name("Results")
        .to_python()
    )
    column = MACHINE_COLUMNS.index("unit")
    assert [row[column] for row in grid[HEADING_ROW + 1 :]] == [
        cell_text(probe) for probe in PROBES
    ]


def test_same_report_same_bytes_whatever_the_clock(monkeypatch):
    first = workbook_bytes(province_report(), WORDS)

    class Later(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2031, 5, 17, tzinfo=tz)

        @classmethod
        def utcnow(cls):
            return cls(2031, 5, 17)

    monkeypatch.setattr(datetime, "datetime", Later)
    monkeypatch.setattr(xlsxwriter.core, "datetime", Later, raising=False)
    assert workbook_bytes(province_report(), WORDS) == first
    names = zipfile.ZipFile(io.BytesIO(first))
    assert {item.date_time for item in names.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_is_written_to_a_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    assert workbook_bytes(province_report(), WORDS)


def test_looks_and_set_up_of_the_results():
    sheet = opened(province_report())["Results"]
    whole, district, commune = (sheet.cell(HEADING_ROW + 2 + row, 4) for row in range(3))
    assert (whole.font.b, district.font.b, commune.font.b) == (True, True, False)
    assert district.fill.fgColor.rgb != whole.fill.fgColor.rgb
    assert [cell.alignment.indent for cell in (whole, district, commune)] == [0, 2, 4]
    assert sheet.freeze_panes == "E5"
    assert sheet.auto_filter.ref == "A4:S22"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.oddFooter.right.text == "Page &P of &N"
    formats = {
        name: sheet.cell(HEADING_ROW + 2, place).number_format
        for place, name in enumerate(MACHINE_COLUMNS, 1)
    }
    assert (formats["numerator"], formats["coverage_pct"], formats["gap_people"]) == (
        "#,##0",
        "#,##0.00",
        "#,##0",
    )


def test_headings_stand_over_their_columns():
    sheet = opened(province_report())["Results"]
    sides = {
        name: sheet.cell(HEADING_ROW + 1, place).alignment
        for place, name in enumerate(MACHINE_COLUMNS, 1)
    }
    assert [sides[name].horizontal for name in ("unit", "numerator", "gap_pp", "status")] == [
        "left",
        "right",
        "right",
        "left",
    ]
    assert [sides[name].indent for name in ("unit", "target_kind", "status")] == [0, 1, 1]
    assert sheet["A1"].value == "BHXH tỉnh Ninh Bình, 5/2024"
    assert sheet["A3"].value == WORDS.label("how_to_read")


def test_columns_are_as_wide_as_their_content():
    names = ("Xã " + "Đồng " * 6, "A")
    book = opened(report_of(*[figure(name, 1_234_567, 2_000_000, depth=0) for name in names]))
    widths = {
        name: book["Results"].column_dimensions[chr(65 + at)].width
        for at, name in enumerate(MACHINE_COLUMNS)
    }
    assert 33 + 2 <= widths["unit"] <= 33 + 4
    assert widths["numerator"] >= len("1,234,567")
    message = opened(province_report())["Findings"].column_dimensions["C"].width
    assert message >= len("the printed total is 38,830, its parts add up to 38,824")


@pytest.mark.parametrize(("places", "shown"), [(0, "#,##0"), (2, "#,##0.00"), (3, "#,##0.000")])
def test_numbers_are_shown_with_the_places_asked_for(places, shown):
    row = figure("A", 1, 2, depth=0)._replace(numerator=Fraction(3, 2))
    content = workbook_bytes(report_of(row), load_test_words(places=places))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Results"]
    assert (
        sheet.cell(HEADING_ROW + 2, MACHINE_COLUMNS.index("coverage_pct") + 1).number_format
        == shown
    )
    numerator = sheet.cell(HEADING_ROW + 2, MACHINE_COLUMNS.index("numerator") + 1)
    assert (numerator.value, numerator.number_format) == (1.5, "#,##0.0")


def test_findings_and_sources_have_their_sheets():
    book = opened(province_report())
    assert [cell.value for cell in book["Findings"][1]][:3] == ["Severity", "Finding", "Message"]
    assert book["Findings"].auto_filter.ref == "A1:H4"
    assert book["Findings"].freeze_panes == "A2"
    assert [cell.value for cell in book["Findings"][2]][3:] == [
        "thang 5.xlsx",
        "T5",
        "H12",
        "Tỉnh Ninh Bình",
        1,
    ]
    assert book["Findings"]["C2"].alignment.wrap_text
    severities = [row[0] for row in book["Findings"].iter_rows(min_row=2, values_only=True)]
    assert severities == ["error", "warning", "note"]
    source = next(book["Sources"].iter_rows(min_row=2, values_only=True))
    assert source[:3] == ("thang 5.xlsx", "T5", "A5:L20")
    assert source[-1] == "ab" * 32


def test_report_without_anything_still_opens():
    book = opened(report_of())
    assert book["Findings"]["A2"].value == "nothing to report"
    assert book["Results"]["A4"].value == "Period"


def test_the_summary_says_what_the_report_comes_to():
    report = province_report()
    sheet = opened(report)["Summary"]
    heading, insured, *_, workers, _, _ = sheet.iter_rows(min_row=HEADING_ROW + 1, values_only=True)
    said = dict(zip(heading, insured, strict=True))
    whole = report.figures[0]
    assert (said["Indicator"], said["Period"], said["Unit"]) == (
        "Health insurance coverage",
        "2024-05",
        whole.unit,
    )
    assert said["Coverage %"] == pytest.approx(100 * 38_824 / 39_999, rel=1e-14)
    assert (said["Target %"], said["Target, people"], said["Status"]) == (95, 38_000, "met")
    assert said["Attainment %"] == pytest.approx(float(whole.attainment_pct), rel=1e-14)
    assert (said["Gap, people"], said["Shortfall, people"]) == (-824, 52)
    assert said["Met"] == "District: 1 of 2 met · Commune: 3 of 6 met"
    assert said["Units complete"] == "5/6"
    assert (said["Numerator from"], said["Denominator from"]) == (
        "BHYT - Tổng số người tham gia",
        "Dân số",
    )
    assert [workers[heading.index(name)] for name in ("Target %", "Gap, people", "Met")] == [
        None,
        None,
        None,
    ]


def test_the_summary_has_a_row_for_each_district_with_what_its_communes_met():
    report = province_report()
    heading, *rows = opened(report)["Summary"].iter_rows(min_row=HEADING_ROW + 1, values_only=True)
    said = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [row["Unit"] for row in said[:3]] == [
        "Tỉnh Ninh Bình",
        "Huyện Nho Quan",
        "Thành phố Tam Điệp",
    ]
    assert (said[1]["Gap, people"], said[1]["Met"], said[1]["Units complete"]) == (
        52,
        "Commune: 1 of 3 met",
        "3/3",
    )


def test_the_summary_of_units_without_their_whole_sums_them_and_says_so():
    report = province_report()
    rows = tuple(
        row
        for row in report.figures
        if row.level == "district" and row.indicator == "health_insurance"
    )
    heading, only = opened(report._replace(figures=rows))["Summary"].iter_rows(
        min_row=HEADING_ROW + 1, values_only=True
    )
    said = dict(zip(heading, only, strict=True))
    assert (said["Unit"], said["Gap, people"], said["Shortfall, people"]) == (
        "2 units shown",
        -824,
        52,
    )
    assert (said["Coverage %"], said["Status"], said["Units complete"]) == (None, None, "5/6")


def test_rows_are_as_high_as_their_wrapped_text():
    long = Finding("over-100", "warning", {"unit": "x " * 150}, "a.xlsx", "T5", ("H1",))
    book = opened(report_of(figure("A", 1, 2, depth=0), findings=[FINDINGS[0], long]))
    across = book["Findings"].column_dimensions["C"].width
    heights = [book["Findings"].row_dimensions[row].height for row in (2, 3)]
    assert heights[0] >= 15 * (len(WORDS.finding(long)) // across)
    assert heights[1] in (None, 15)
    for sheet in book.worksheets:  # no heading is cut off
        row = HEADING_ROW + 1 if sheet.title in ("Summary", "Results") else 1
        for cell in sheet[row]:
            room = sheet.column_dimensions[cell.column_letter].width
            assert len(folded(cell.value, int(room))) * 15 <= sheet.row_dimensions[row].height, (
                cell.value
            )


def test_units_complete_stand_aside():
    sheet = opened(province_report())["Results"]
    for name in ("units_complete", "units_expected"):
        cell = sheet.cell(HEADING_ROW + 4, MACHINE_COLUMNS.index(name) + 1)
        assert (cell.value, cell.font.color.rgb) == (1, "FF8C8C8C")


def test_text_beyond_excels_limit_is_cut_with_a_mark_and_the_file_survives():
    unit = "\U0001f600" * 40_000
    finding = Finding("over-100", "warning", {"unit": "x" * 40_000}, "a.xlsx", "T5", ("H1",))
    book = opened(report_of(figure(unit, 1, 2, depth=0), findings=[finding]))
    written = book["Results"].cell(HEADING_ROW + 2, 4).value
    assert written.endswith(" …")
    assert len(written.encode("utf-16-le")) // 2 <= 32_767
    assert cell_text("x" * 32_767) == "x" * 32_767


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(results, "_LAST_ROW", HEADING_ROW + 3)
    assert workbook_bytes(report_of(*[figure("A", 1, 2)] * 2), WORDS)
    with pytest.raises(UnwritableOutput, match=r"workbook-too-long\(rows=3, limit=2\)"):
        workbook_bytes(report_of(*[figure("A", 1, 2)] * 3), WORDS)


def test_a_cell_that_was_not_written_is_no_secret():
    checked(0)
    with pytest.raises(UnwritableOutput, match="workbook-cell-refused"):
        checked(-1)


@pytest.mark.parametrize(
    ("label", "taken", "name"),
    [
        ("Results", [], "Results"),
        ("a/b:c*?[d]\\", [], "a b c   d"),
        ("'q'", [], "q"),
        ("", [], "Sheet"),
        ("DATA", ["Data"], "DATA 2"),
        ("x" * 40, [], "x" * 31),
        ("x" * 40, ["x" * 31], "x" * 29 + " 2"),
        ("\U0001f600" * 20, [], "\U0001f600" * 15),
    ],
)
def test_sheet_names_are_such_as_excel_takes(label, taken, name):
    assert sheet_name(label, taken) == name
    xlsxwriter.Workbook(io.BytesIO()).add_worksheet(name)


def test_few_formats_are_shared(monkeypatch):
    made = []
    original = xlsxwriter.Workbook.add_format
    monkeypatch.setattr(
        xlsxwriter.Workbook,
        "add_format",
        lambda book, *given: made.append(given) or original(book, *given),
    )
    workbook_bytes(province_report(), WORDS)
    assert len(made) < 80
