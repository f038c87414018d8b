"""The workbook: numbers as numbers, text as text, read back whole by other readers, the same bytes each time."""

import datetime
import io
import zipfile
from fractions import Fraction

import openpyxl
import pytest
import xlsxwriter
from office import formulas, heading_row, headings, records
from office import opened as workbook_of
from python_calamine import CalamineWorkbook
from reports import FINDINGS, figure, load_test_words, province_report

from coverage_cli.errors import UnwritableOutput
from coverage_cli.model import AUTHOR, Finding, Footnote, Report
from coverage_cli.words import load_words
from coverage_cli.write.machine.records import machine_table
from coverage_cli.write.text.width import folded
from coverage_cli.write.workbook import indicator, properties, workbook_bytes
from coverage_cli.write.workbook.cells import cell_text, sheet_name
from coverage_cli.write.workbook.rows import checked

WORDS = load_test_words()
PROBES = (
    "=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "{=1}", "＝1", "http://a.vn", "mailto:a@b", "file:///x",
    "internal:Results!A1", "external:x.xlsx", "=", "_x0041_", "\x01", "\udcff", "007", "1e5", "  x  ",
)  # fmt: skip


BEHIND = ["Findings", "Sources", "Method and notes"]
INSURED, WORKERS = "Health insurance coverage", "Voluntary social insurance"
"""The sheets of the two indicators."""


def opened(report):
    return workbook_of(workbook_bytes(report, WORDS))


def report_of(*figures, findings=()):
    return Report("T & T", tuple(figures), tuple(findings), (), {})


def test_a_sheet_an_indicator_with_the_figures_of_the_report():
    report = province_report()
    book = opened(report)
    assert book.sheetnames == ["Summary", INSURED, WORKERS, *BEHIND]
    rows = [row for name in (INSURED, WORKERS) for row in records(book[name])]
    assert len(rows) == len(report.figures)
    told = {"numerator": ("People with health insurance", "People with voluntary social insurance"),
            "denominator": ("People", "Labour force")}  # fmt: skip
    for key, expected in machine_table(report).items():
        if key not in ("period", "level", "status", "target_kind", "indicator"):
            names = told.get(key, (WORDS.label(key),) * 2)
            half = len(rows) // 2
            written = [row[names[at >= half]] for at, row in enumerate(rows)]
            assert [(key, _digits(cell)) for cell in written] == [
                (key, _digits(cell)) for cell in expected
            ]


def _digits(cell):
    """Return a number to the 15 digits that Excel itself keeps."""
    return cell if cell is None or isinstance(cell, str) else f"{cell:.14e}"


def test_ids_are_put_into_words():
    first = records(opened(province_report())[INSURED])[0]
    assert first["Level"] == "Province"
    assert (first["Indicator"], first["Period"]) == ("Health insurance coverage", "May 2024")
    assert (first["Kind of target"], first["Status"]) == ("rate", "met")


def test_calamine_reads_the_same_sums():
    report = province_report()
    content = io.BytesIO(workbook_bytes(report, WORDS))
    grid = CalamineWorkbook.from_filelike(content).get_sheet_by_name(INSURED).to_python()
    at = heading_row(opened(report)[INSURED])
    place = grid[at - 1].index("People with health insurance")
    assert sum(row[place] for row in grid[at:] if row[place] != "") == sum(
        row.numerator or 0 for row in report.figures if row.indicator == "health_insurance"
    )


def test_text_stays_text():
    rows = [figure(probe, 1, 2, depth=0) for probe in PROBES]
    content = workbook_bytes(report_of(*rows), WORDS)
    sheet = workbook_of(content, values=False)["health_insurance"]
    column = headings(sheet).index("Unit") + 1
    for index, probe in enumerate(PROBES):
        cell = sheet.cell(heading_row(sheet) + 1 + index, column)
        assert (cell.data_type, cell.hyperlink) == ("s", None)
        if probe[0] in "=+-@＝":
            assert cell.quotePrefix
    assert not [at for (name, at) in formulas(content) if at.startswith("A")]
    assert not [
        name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if "hyperlink" in name
    ]


def test_text_of_findings_stays_text_too():
    finding = Finding("over-100", "warning", {"unit": "x"}, "=1+1.xlsx", "@T5", ("H1",), "-A")
    sheet = opened(report_of(findings=[finding]))["Findings"]
    cells = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    assert [
        (cells[name].value, cells[name].data_type, cells[name].quotePrefix)
        for name in ("File", "Sheet", "Unit")
    ] == [("=1+1.xlsx", "s", True), ("@T5", "s", True), ("-A", "s", True)]


def test_calamine_reads_every_probe_back():
    report = report_of(*[figure(probe, 1, 2, depth=0) for probe in PROBES])
    content = io.BytesIO(workbook_bytes(report, WORDS))
    grid = CalamineWorkbook.from_filelike(content).get_sheet_by_name("health_insurance").to_python()
    rows = grid[heading_row(opened(report)["health_insurance"]) :]
    assert [row[0] for row in rows] == [cell_text(probe) for probe in PROBES]


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


@pytest.mark.parametrize("lang", ["en", "vi", "de"])
def test_the_file_tells_title_author_and_language(lang):
    book = workbook_of(workbook_bytes(province_report()._replace(findings=()), load_words(lang)))
    told = book.properties
    assert told.creator == told.lastModifiedBy == AUTHOR
    assert (told.language, told.title.split(",")[0]) == (lang, "Tỉnh Ninh Bình")


def test_where_xlsxwriter_has_no_such_hook_the_language_alone_is_missing(monkeypatch):
    monkeypatch.delattr(xlsxwriter.packager.Packager, "_write_core_file")
    monkeypatch.setattr(
        properties, "_KEPT_TO_ITSELF", ((xlsxwriter.packager.Packager, "_write_core_file"),)
    )
    assert type(properties.workbook_in("vi", io.BytesIO())) is xlsxwriter.Workbook


def test_numbers_are_grouped_as_the_language_does():
    formats = {}
    for lang in ("en", "vi", "de"):
        sheet = workbook_of(
            workbook_bytes(province_report()._replace(findings=()), load_words(lang))
        ).worksheets[1]
        formats[lang] = sheet.cell(heading_row(sheet) + 1, 4).number_format
    assert formats == {"en": "#,##0.00", "vi": "[$-42A]#,##0.00", "de": "[$-407]#,##0.00"}


def test_nothing_is_written_to_a_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    assert workbook_bytes(province_report(), WORDS)


def test_looks_and_set_up_of_an_indicator():
    sheet = opened(province_report())[INSURED]
    at = heading_row(sheet)
    whole, district, commune = (sheet.cell(at + 1 + row, 1) for row in range(3))
    assert (whole.font.b, district.font.b, commune.font.b) == (True, True, False)
    assert district.fill.fgColor.rgb != whole.fill.fgColor.rgb
    assert [cell.alignment.indent for cell in (whole, district, commune)] == [0, 2, 4]
    assert [sheet.row_dimensions[cell.row].outlineLevel for cell in (whole, district, commune)] == [
        0,
        1,
        2,
    ]
    assert sheet.sheet_properties.outlinePr.summaryBelow is False
    assert sheet.freeze_panes == f"B{at + 1}"
    assert sheet.print_title_rows == f"${at}:${at}"
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.fitToHeight == 0
    assert (sheet.oddFooter.left.text, sheet.oddFooter.right.text) == ("&A", "Page &P of &N")
    formats = {
        name: sheet.cell(at + 1, place).number_format
        for place, name in enumerate(headings(sheet), 1)
    }
    assert [formats[name] for name in ("People", "Coverage %", "Gap, people")] == [
        "#,##0",
        "#,##0.00",
        "#,##0",
    ]


def test_what_leaders_read_is_printed_and_the_rest_stands_to_the_right():
    sheet = opened(province_report())[INSURED]
    names = headings(sheet)
    last = sheet.print_area.split("$")[-2]
    printed = names[: openpyxl.utils.column_index_from_string(last)]
    assert printed == [
        *("Unit", "People with health insurance", "People", "Coverage %", "Target %"),
        *("Attainment %", "Gap, people", "Status", "Units that met it"),
    ]
    groups = [
        sheet.column_dimensions[openpyxl.utils.get_column_letter(at)].outlineLevel
        for at in (1, 9, 10)
    ]
    assert groups == [0, 0, 1]
    assert "Target %" not in headings(opened(province_report())[WORKERS])[:4]


def test_headings_stand_over_their_columns():
    sheet = opened(province_report())[INSURED]
    sides = {cell.value: cell.alignment for cell in sheet[heading_row(sheet)]}
    told = [sides[name].horizontal for name in ("Unit", "People", "Gap, points", "Status")]
    assert told == ["left", "right", "right", "left"]
    assert [sides[name].indent for name in ("Unit", "Status")] == [0, 1]
    assert sheet["A1"].value == "Health insurance coverage: Tỉnh Ninh Bình, May 2024"
    assert sheet["A2"].value == "BHXH tỉnh Ninh Bình, 5/2024"


def test_columns_are_as_wide_as_their_content():
    names = ("Xã " + "Đồng " * 6, "A")
    report = report_of(*[figure(name, 1_234_567, 2_000_000, depth=0) for name in names])
    sheet = opened(report)["health_insurance"]
    across = {
        name: sheet.column_dimensions[openpyxl.utils.get_column_letter(at)].width
        for at, name in enumerate(headings(sheet), 1)
    }
    assert 33 + 2 <= across["Unit"] <= 33 + 4
    assert across["Numerator"] >= len("1,234,567")
    message = opened(province_report())["Findings"].column_dimensions["C"].width
    assert message >= len("the printed total is 38,830, its parts add up to")


@pytest.mark.parametrize(("places", "shown"), [(0, "#,##0"), (2, "#,##0.00"), (3, "#,##0.000")])
def test_numbers_are_shown_with_the_places_asked_for(places, shown):
    row = figure("A", 1, 2, depth=0)._replace(numerator=Fraction(3, 2))
    content = workbook_bytes(report_of(row), load_test_words(places=places))
    sheet = workbook_of(content)["health_insurance"]
    below = sheet[heading_row(sheet) + 1]
    rate, numerator = (below[headings(sheet).index(name)] for name in ("Coverage %", "Numerator"))
    assert rate.number_format == shown
    assert (numerator.value, numerator.number_format) == (1.5, "#,##0.0")


def test_findings_and_sources_have_their_sheets():
    book = opened(province_report())
    heading, *rows = book["Findings"].iter_rows(values_only=True)
    assert heading[:5] == ("Severity", "Unit", "Message", "Cells", "Sheet")
    told = dict(zip(heading, rows[0], strict=True))
    assert (told["File"], told["Cells"], told["Unit"]) == ("thang 5.xlsx", "H12", "Tỉnh Ninh Bình")
    assert (told["Finding"], told["Count"]) == ("total-mismatch", 1)
    assert book["Findings"].auto_filter.ref == "A1:H4"
    assert book["Findings"].freeze_panes == "A2"
    assert book["Findings"]["C2"].alignment.wrap_text
    assert [row[0] for row in rows] == ["error", "warning", "note"]
    source = next(book["Sources"].iter_rows(min_row=2, values_only=True))
    assert source[:4] == ("thang 5.xlsx", "T5", "A5:L20", "May 2024")
    assert source[-1] == "ab" * 32


def test_a_finding_links_to_the_row_of_its_unit():
    book = workbook_of(workbook_bytes(province_report(), WORDS), values=False)
    links = [row[1].hyperlink for row in book["Findings"].iter_rows(min_row=2)]
    sheet, cell = links[0].location.split("!")
    assert book[sheet.strip("'")][cell].value == "Tỉnh Ninh Bình"
    assert links[2] is None  # it is of no unit


def test_what_stands_below_the_sources_tables_is_carried_whole():
    long = "(1) Số liệu đã đối chiếu với UBND xã. " * 20
    notes = (
        Footnote("a/thang 5.xlsx", "T5", 163, long),
        Footnote("a/thang 5.xlsx", "T5", 164, "=1+1"),
    )
    sheet = opened(province_report()._replace(footnotes=notes))["Method and notes"]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[1] == "T5"]
    assert rows == [("thang 5.xlsx", "T5", 163, long), ("thang 5.xlsx", "T5", 164, "=1+1")]
    said = " ".join(str(row[0]) for row in sheet.iter_rows(values_only=True))
    assert "rounded up to whole people" in said


def test_report_without_anything_still_opens():
    book = opened(report_of())
    assert book["Findings"]["A2"].value == "nothing to report"
    assert book.sheetnames == ["Summary", *BEHIND]


@pytest.fixture(scope="module")
def province_bytes():
    return workbook_bytes(province_report(), WORDS)


def test_every_derived_figure_is_a_formula(province_bytes):
    """Rates, targets, gaps, sums and verdicts; what lacks a part stands as a value, and the sheet says so."""
    sheet = workbook_of(province_bytes, values=False)[INSURED]
    for row in records(sheet):
        is_upper = row["Level"] != "Commune"
        told = {name for name, cell in row.items() if str(cell).startswith("=")}
        if row["People with health insurance"] is not None:
            assert told >= {
                "Coverage %",
                "Target, people",
                "Attainment %",
                "Gap, people",
                "Gap, points",
                "Status",
            }
        sums = {"People with health insurance", "People", "Shortfall, people"}
        assert (told >= sums) == (is_upper and row["Unit"] == "Huyện Nho Quan")
    whole = sheet.cell(heading_row(sheet) + 1, 2)
    assert (whole.value, whole.font.i) == (38_824, True)
    assert "values" in sheet.cell(heading_row(sheet) - 1, 1).value


def cover_tables(report, values=True):
    """Return the rows of the cover's tables by their headings: the key figures, the parts of the first indicator."""
    sheet = workbook_of(workbook_bytes(report, WORDS), values=values)["Summary"]
    tables = {}
    for name, table in sheet.tables.items():  # openpyxl gives names and ranges
        heading, *rows = sheet[table]
        names = [cell.value for cell in heading]
        tables[name] = [dict(zip(names, [cell.value for cell in row], strict=True)) for row in rows]
    return tables


def test_the_cover_says_what_the_report_comes_to():
    report = province_report()
    insured, workers = cover_tables(report)["key_figures"]
    assert insured["Indicator"] == "Health insurance coverage"
    assert insured["People covered"] == 38_824
    assert insured["Coverage %"] == pytest.approx(100 * 38_824 / 39_999, rel=1e-14)
    assert (insured["Target %"], insured["Gap, people"], insured["Status"]) == (95, -824, "met")
    assert insured["Units that met it"] == "3 / 6"
    told = ("Target %", "Gap, people", "Units that met it")
    assert [workers[name] for name in told] == [None, None, None]
    sheet = opened(report)["Summary"]
    assert sheet["A1"].value == "Tỉnh Ninh Bình, May 2024"
    top = " ".join(str(sheet.cell(row, 1).value) for row in range(2, 7))
    assert "nothing in the sheet confirms this reading" in top
    assert "errors: 1 · warnings: 1 · notes: 1" in top


def test_the_cover_has_a_row_for_each_district_with_what_its_communes_met():
    first, second = cover_tables(province_report())["parts"]
    assert next(iter(first)) == "Health insurance coverage: District"
    assert [row["Health insurance coverage: District"] for row in (first, second)] == [
        "Huyện Nho Quan",
        "Thành phố Tam Điệp",
    ]
    assert (first["Gap, people"], first["Units that met it"]) == (52, "1 / 3")


def test_the_covers_figures_are_those_of_the_sheets_behind():
    insured, _ = cover_tables(province_report(), values=False)["key_figures"]
    cells = [insured[name] for name in ("People covered", "Coverage %", "Status")]
    assert all(cell.startswith("='Health insurance coverage'!") for cell in cells)


def test_the_cover_links_to_the_sheets_and_draws_their_coverage():
    sheet = workbook_of(workbook_bytes(province_report(), WORDS), values=False)["Summary"]
    links = [cell.hyperlink.location for (cell,) in sheet["A6:A20"] if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in (INSURED, WORKERS)]
    content = zipfile.ZipFile(io.BytesIO(workbook_bytes(province_report(), WORDS)))
    chart = content.read("xl/charts/chart1.xml").decode()
    assert chart.count("<c:ser>") == 2
    assert "Summary!$A$" in chart


def test_the_cover_of_units_without_their_whole_sums_them_and_says_so():
    report = province_report()
    rows = tuple(
        row
        for row in report.figures
        if row.level == "district" and row.indicator == "health_insurance"
    )
    (said,) = cover_tables(report._replace(figures=rows))["key_figures"]
    assert (said["Gap, people"], said["Units that met it"]) == (-824, "1 / 2")
    assert opened(report._replace(figures=rows))["Summary"]["A1"].value == "May 2024"


def test_rows_are_as_high_as_their_wrapped_text():
    long = Finding("over-100", "warning", {"unit": "x " * 150}, "a.xlsx", "T5", ("H1",))
    book = opened(report_of(figure("A", 1, 2, depth=0), findings=[FINDINGS[0], long]))
    across = book["Findings"].column_dimensions["C"].width
    heights = [book["Findings"].row_dimensions[row].height for row in (2, 3)]
    assert heights[0] >= 15 * (len(WORDS.finding(long)) // across)
    assert heights[1] in (None, 15)
    for sheet in book.worksheets[:-1]:  # no heading is cut off
        row = (
            openpyxl.utils.range_boundaries(next(iter(sheet.tables.values())).ref)[1]
            if sheet.tables
            else 1
        )
        for cell in sheet[row]:
            room = sheet.column_dimensions[cell.column_letter].width
            assert len(folded(cell.value, int(room))) * 15 <= sheet.row_dimensions[row].height, (
                cell.value
            )


def test_text_beyond_excels_limit_is_cut_with_a_mark_and_the_file_survives():
    unit = "\U0001f600" * 40_000
    finding = Finding("over-100", "warning", {"unit": "x" * 40_000}, "a.xlsx", "T5", ("H1",))
    book = opened(report_of(figure(unit, 1, 2, depth=0), findings=[finding]))
    written = records(book["health_insurance"])[0]["Unit"]
    assert written.endswith(" …")
    assert len(written.encode("utf-16-le")) // 2 <= 32_767
    assert cell_text("x" * 32_767) == "x" * 32_767


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    last_row = heading_row(opened(report_of(*[figure("A", 1, 2)] * 2))["health_insurance"]) + 2
    monkeypatch.setattr(indicator, "LAST_ROW", last_row)
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
