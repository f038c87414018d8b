"""Rows by one template and rows cell by cell: the same cells, formats, links and strings, formulas with their values."""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from reports import figure, load_test_words, province_report
from xlsxwriter.sharedstrings import SharedStringTable
from xlsxwriter.worksheet import Worksheet

from coverage_cli.model import Report
from coverage_cli.write.workbook import book, rows, workbook_bytes

WORDS = load_test_words()
TEXTS = (
    "=1+1",
    "a & b < c > \"d\" 'e'",
    "  x  ",
    "_x0041_",
    "http://a.vn",
    "Xã Đồng Phong",
    "",
    "007",
    "漢字",
)


def both_ways(monkeypatch, made):
    """Return what `made()` returns by the template and by the ordinary way."""
    by_template = made()
    monkeypatch.setattr(book, "sheet_class", lambda: Worksheet)
    return by_template, made()


def parts(content):
    packed = zipfile.ZipFile(io.BytesIO(content))
    return {name: packed.read(name).decode() for name in packed.namelist()}


def cells(content):
    """Return every cell with its value, its type, and all that is told of its look."""
    read = openpyxl.load_workbook(io.BytesIO(content))
    looks = {}
    for cell in (cell for sheet in read for line in sheet.iter_rows() for cell in line):
        if cell.style_id not in looks:
            told = (
                cell.number_format,
                cell.font,
                cell.fill,
                cell.border,
                cell.alignment,
                cell.quotePrefix,
            )
            looks[cell.style_id] = tuple(map(repr, told))
    return {
        (sheet.title, cell.coordinate): (
            cell.value,
            cell.data_type,
            cell.hyperlink,
            looks[cell.style_id],
        )
        for sheet in read
        for line in sheet.iter_rows()
        for cell in line
    }


def odd_report():
    figures = [figure(text, at, 3 * at + 1, depth=0) for at, text in enumerate(TEXTS)]
    return Report(
        "T & T", tuple(figures), (), (), {}, further={"on_track": [True, None, False] * 3}
    )


@pytest.mark.parametrize("report", [province_report(), odd_report(), Report("", (), (), (), {})])
def test_both_ways_give_the_same_cells_formats_and_links(monkeypatch, report):
    by_template, ordinary = both_ways(monkeypatch, lambda: workbook_bytes(report, WORDS))
    assert cells(by_template) == cells(ordinary)


def test_both_ways_say_the_same_of_their_rows_and_of_the_number_of_strings(monkeypatch):
    by_template, ordinary = both_ways(monkeypatch, lambda: workbook_bytes(province_report(), WORDS))
    ours, theirs = parts(by_template), parts(ordinary)
    assert ours["xl/styles.xml"] == theirs["xl/styles.xml"]
    counts = [part["xl/sharedStrings.xml"].partition("<si>")[0] for part in (ours, theirs)]
    assert counts[0] == counts[1]
    lines = [
        part["xl/worksheets/sheet2.xml"].replace("<row ", "\n<row ").splitlines()
        for part in (ours, theirs)
    ]
    starts = [[line.partition(">")[0] for line in each] for each in lines]
    assert starts[0] == starts[1]


def sheet_of(kind, columns):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        sheet, look = made.add_worksheet("A", kind), made.add_format({"num_format": "0.0"})
        for at in range(3):
            sheet.write_string(0, at, "heading")
        rows.fill(sheet, 1, [rows.Cells(column, [look] * len(column)) for column in columns])
    return content.getvalue()


FORMULAS = [
    [1, 2.5, None],
    [
        rows.Formula("A2*2", 2),
        rows.Formula('IF(A3<3,"a & b","")', "a & b"),
        rows.Formula("SUM(A2:A4)", 3.5),
    ],
    ["x", "x", "y"],
]


@pytest.mark.parametrize("kind", [rows.TemplateSheet, Worksheet])
def test_a_formula_is_written_with_the_value_that_it_comes_to(kind):
    content = sheet_of(kind, FORMULAS)
    grid = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert grid == [["heading"] * 3, [1, 2, "x"], [2.5, "a & b", "x"], ["", 3.5, "y"]]
    read = openpyxl.load_workbook(io.BytesIO(content))["A"]
    assert [read.cell(row, 2).value for row in (2, 3, 4)] == [
        "=A2*2",
        '=IF(A3<3,"a & b","")',
        "=SUM(A2:A4)",
    ]


def test_both_ways_write_the_same_formulas_to_the_byte():
    first, second = (parts(sheet_of(kind, FORMULAS)) for kind in (rows.TemplateSheet, Worksheet))
    assert first["xl/worksheets/sheet1.xml"] == second["xl/worksheets/sheet1.xml"]


def test_the_template_is_taken_on_the_version_at_hand():
    assert rows.sheet_class() is rows.TemplateSheet


@pytest.mark.parametrize(
    ("owner", "name"), [(Worksheet, "_write_rows"), (SharedStringTable, "_get_shared_string_index")]
)
def test_where_a_method_is_missing_the_ordinary_way_is_taken(monkeypatch, owner, name):
    monkeypatch.delattr(owner, name)
    assert rows.sheet_class() is Worksheet


def test_of_a_version_that_nobody_tried_the_ordinary_way_is_taken(monkeypatch):
    expected = cells(workbook_bytes(province_report(), WORDS))
    monkeypatch.setattr(xlsxwriter, "__version__", "4.0.0")
    assert rows.sheet_class() is Worksheet
    assert cells(workbook_bytes(province_report(), WORDS)) == expected
