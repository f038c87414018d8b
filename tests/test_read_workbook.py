"""Workbooks to grids: what is hidden, merged, set in legacy fonts, and values exactly as stored."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hostile import HEAD, MAIN, RELATIONS, STYLES, sheet, xlsx, xlsx_parts, zipped

from coverage_cli.model import Span
from coverage_cli.read import read_book, read_bytes


def test_values_are_kept_exactly() -> None:
    texts = [
        "  Xã\u00a0A ",
        "0123",
        "1.234",
        "a_x000D_b",
        "Ha\u0300 No\u0323i",
        "dòng 1\ndòng 2",
        "",
    ]
    cells = "".join(
        f'<c r="{chr(65 + index)}1" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        for index, text in enumerate(texts)
    )
    numbers = '<c r="H1"><v>0.1</v></c><c r="I1"><v>70544</v></c><c r="J1" t="b"><v>1</v></c><c r="K1"><v>0</v></c>'
    row = read_bytes("x", xlsx(f'<row r="1">{cells}{numbers}</row>')).grids[0].rows[0]
    assert row == [
        "  Xã\u00a0A ",
        "0123",
        "1.234",
        "a\rb",
        "Ha\u0300 No\u0323i",
        "dòng 1\ndòng 2",
        None,
        *row[7:],
    ]
    assert row[7:] == [0.1, 70544.0, True, 0.0]
    assert row[9] is True


def test_rows_begin_at_a1_and_are_equally_long() -> None:
    rows = read_bytes(
        "x", xlsx('<row r="3"><c r="C3"><v>1</v></c></row><row r="5"><c r="B5"><v>2</v></c></row>')
    )
    assert rows.grids[0].rows == [
        [None] * 3,
        [None] * 3,
        [None, None, 1.0],
        [None] * 3,
        [None, 2.0, None],
    ]


def test_stray_blanks_at_the_end_are_no_rows() -> None:
    stray = (
        '<row r="900"><c r="E900" t="inlineStr"><is><t xml:space="preserve">  </t></is></c></row>'
    )
    grid = read_bytes("x", xlsx(f'<row r="1"><c r="A1"><v>1</v></c></row>{stray}')).grids[0]
    assert len(grid.rows) == 1


def test_hidden_rows_and_columns() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="F1"><v>1</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
        '<row r="3" hidden="0"><c r="A3"><v>3</v></c></row><row r="4" hidden="true"><c r="A4"><v>4</v></c></row>'
        '<row r="5" ht="0" customHeight="1"><c r="A5"><v>5</v></c></row><row r="6"><c r="A6"><v>6</v></c></row>'
        '<row r="900" hidden="1"/>'
    )
    columns = '<cols><col min="2" max="3" hidden="1"/><col min="4" max="4" width="0"/><col min="5" max="5" width="9"/>'
    columns += '<col min="7" max="16384" hidden="1"/></cols>'
    grid = read_bytes("x", xlsx(rows, before=columns)).grids[0]
    assert grid.hidden_rows == {1, 3, 4}
    assert grid.hidden_columns == {1, 2, 3}


def test_hidden_rows_without_numbers_are_counted() -> None:
    rows = '<row r="3"><c r="A3"><v>1</v></c></row><row hidden="1"><c><v>2</v></c></row><row><c><v>3</v></c></row>'
    assert read_bytes("x", xlsx(rows)).grids[0].hidden_rows == {3}


def test_visibility_and_merges() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    wide = f'{row}<row r="3"><c r="D3"><v>1</v></c></row>'
    merges = '<mergeCells count="3"><mergeCell ref="A1:C2"/><mergeCell ref="D3:F900000"/><mergeCell ref="H1:I2"/></mergeCells>'
    merged = sheet(wide, after=merges)
    states = {"B": "hidden", "C": "veryHidden"}
    grids = read_bytes(
        "x", zipped(xlsx_parts({"A": merged, "B": sheet(row), "C": sheet(row)}, states=states))
    ).grids
    assert [(grid.sheet, grid.visibility) for grid in grids] == [
        ("A", "visible"),
        ("B", "hidden"),
        ("C", "very_hidden"),
    ]
    assert grids[0].merges == (Span(0, 0, 1, 2), Span(2, 3, 2, 3))  # as far as the sheet reaches


def test_empty_sheets_are_left_out_and_said() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    book = read_bytes("x", zipped(xlsx_parts({"A": sheet(""), "B": sheet(row)})))
    assert [grid.sheet for grid in book.grids] == ["B"]
    assert [(f.code, f.variant, f.severity, f.sheet) for f in book.findings] == [
        ("sheet-skipped", "empty", "info", "A")
    ]


def test_chart_sheets_are_passed_over() -> None:
    found = xlsx_parts({"A": sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), "Biểu đồ": "x"})
    relations = str(found["xl/_rels/workbook.xml.rels"])
    found["xl/_rels/workbook.xml.rels"] = relations.replace(
        '/worksheet" Target="worksheets/sheet2.xml', '/chartsheet" Target="chartsheets/sheet1.xml'
    )
    found.pop("xl/worksheets/sheet2.xml")
    found["xl/chartsheets/sheet1.xml"] = f'{HEAD}<chartsheet xmlns="{MAIN}"/>'
    assert [grid.sheet for grid in read_bytes("x", zipped(found)).grids] == ["A"]


def test_targets_from_the_root_and_names_in_capitals() -> None:
    found = xlsx_parts(
        {"A": sheet('<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1</v></c></row>')}
    )
    relations = str(found["xl/_rels/workbook.xml.rels"]).replace(
        "worksheets/sheet1", "/xl/worksheets/Sheet1"
    )
    rows = read_bytes("x", zipped({**found, "xl/_rels/workbook.xml.rels": relations})).grids[0].rows
    assert (rows[0][0].text, rows[0][1]) == ("#N/A", 1.0)  # type: ignore[union-attr]


def test_second_sheet_of_a_name_is_never_the_first_again() -> None:
    sheets = {
        "Data": sheet('<row r="1"><c r="A1"><v>1</v></c></row>'),
        "Dat": sheet('<row r="1"><c r="A1"><v>2</v></c></row>'),
    }
    found = xlsx_parts(sheets)
    found["xl/workbook.xml"] = str(found["xl/workbook.xml"]).replace('name="Dat"', 'name="Data"')
    book = read_bytes("x", zipped(found))
    assert [grid.rows for grid in book.grids] == [[[1.0]]]
    assert [(f.code, f.variant) for f in book.findings] == [("sheet-skipped", "same-name")]


def test_dates_of_both_calendars() -> None:
    styles = (HEAD + STYLES).replace(
        "</cellXfs>", '<xf numFmtId="14" fontId="0" applyNumberFormat="1"/></cellXfs>'
    )
    found = xlsx_parts({"S": sheet('<row r="1"><c r="A1" s="1"><v>45413</v></c></row>')})
    rows = read_bytes("x", zipped({**found, "xl/styles.xml": styles})).grids[0].rows
    assert rows == [[datetime.date(2024, 5, 1)]]
    later = str(found["xl/workbook.xml"]).replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    rows = (
        read_bytes("x", zipped({**found, "xl/styles.xml": styles, "xl/workbook.xml": later}))
        .grids[0]
        .rows
    )
    assert rows == [[datetime.date(2028, 5, 2)]]


def legacy_workbook() -> bytes:
    styles = (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="3"><font><name val="Arial"/></font>'
        '<font><b/><name val=".VnTime"/></font><font><name val="VNI-Times"/></font></fonts>'
        '<fills count="1"><fill/></fills><borders count="1"><border/>'
        '</borders><cellStyleXfs count="1"><xf fontId="1"/></cellStyleXfs><cellXfs count="3"><xf fontId="0"/>'
        '<xf fontId="1"/><xf fontId="2"/></cellXfs></styleSheet>'
    )
    strings = [
        "<t>B¶o hiÓm</t>",
        '<r><rPr><rFont val="Arial"/></rPr><t>1. </t></r><r><rPr><rFont val=".VnArialH"/></rPr><t>hµ néi</t></r>',
    ]
    row = (
        '<c r="A1" t="s" s="1"><v>0</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" s="1"><v>5</v></c>'
        '<c r="D1" t="inlineStr" s="2"><is><t>Baûo</t></is></c><c r="E1" t="s"><v>1</v></c><c r="F1" s="1" t="s"/>'
    )
    return zipped(
        {**xlsx_parts({"S": sheet(f'<row r="1">{row}</row>')}, strings), "xl/styles.xml": styles}
    )


def test_legacy_fonts_of_cells_and_of_runs() -> None:
    grid = read_bytes("x", legacy_workbook()).grids[0]
    assert grid.legacy == {(0, 0): "tcvn3", (0, 3): "vni", (0, 4): "tcvn3-capitals"}
    assert grid.rows[0][0] == "B¶o hiÓm"


@pytest.mark.parametrize("suffix", ["xlsx", "xlsm"])
def test_openpyxl_and_xlsxwriter_agree(tmp_path: Path, suffix: str) -> None:
    import openpyxl
    import xlsxwriter

    table = [["Xã", "Dân số"], ["Đồng Phong", 5000], ["Kỳ Phú", 4700.5]]
    with xlsxwriter.Workbook(tmp_path / f"a.{suffix}") as book:
        page = book.add_worksheet("Dữ liệu")
        for index, row in enumerate(table):
            page.write_row(index, 0, row)
    other = openpyxl.Workbook()
    assert other.active is not None
    other.active.title = "Dữ liệu"
    for row in table:
        other.active.append(row)
    other.save(tmp_path / f"b.{suffix}")
    grids = [read_book(str(tmp_path / f"{name}.{suffix}")).grids[0] for name in "ab"]
    assert grids[0].rows == grids[1].rows == [list(row) for row in table]
    assert {grid.sheet for grid in grids} == {"Dữ liệu"}


@pytest.mark.parametrize(("rows", "found"), [(65_536, True), (65_535, False), (65_537, False)])
def test_row_limit(rows: int, found: bool) -> None:
    part = "".join(f'<row r="{row}"><c r="B{row}"><v>1</v></c></row>' for row in range(1, rows + 1))
    findings = read_bytes("x", xlsx(part)).findings
    assert [(finding.code, finding.severity, finding.cell) for finding in findings] == (
        [("row-limit", "error", "B65536")] if found else []
    )


def test_stray_cell_in_the_last_row_is_no_row_limit() -> None:
    content = xlsx(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="65536"><c r="A65536"><v>1</v></c></row>'
    )
    assert read_bytes("x", content).findings == ()


MACROS = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"


@pytest.mark.parametrize("variant", ["missing", "macros"])
@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_sheet_that_is_not_there_or_holds_macros_costs_only_itself(variant, place):
    cells = {
        f"S{at}": sheet(f'<row r="{at}"><c r="B{at}"><v>{at}</v></c></row>') for at in (1, 2, 3)
    }
    parts = xlsx_parts(cells)
    if variant == "missing":
        del parts[f"xl/worksheets/sheet{place}.xml"]
    else:
        rels = str(parts["xl/_rels/workbook.xml.rels"])
        of_sheet = f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet{place}.xml"'
        assert of_sheet in rels
        macros = f'Type="{MACROS}" Target="macrosheets/sheet{place}.xml"'
        parts["xl/_rels/workbook.xml.rels"] = rels.replace(of_sheet, macros)
        parts[f"xl/macrosheets/sheet{place}.xml"] = parts.pop(f"xl/worksheets/sheet{place}.xml")
    book = read_bytes("x.xlsx", zipped(parts))
    assert [grid.sheet for grid in book.grids] == [f"S{at}" for at in (1, 2, 3) if at != place]
    assert [grid.rows[-1][-1] for grid in book.grids] == [at for at in (1, 2, 3) if at != place]
    (said,) = [one for one in book.findings if one.variant == variant]
    assert (said.code, said.values["sheet"]) == ("sheet-skipped", f"S{place}")


def test_blank_rows_before_a_stray_cell_are_one_and_the_same() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="60000"><c r="F60000"><v>2</v></c></row>'
    (grid,) = read_bytes("far.xlsx", xlsx(rows)).grids
    assert len(grid.rows) == 60_000 and {len(row) for row in grid.rows} == {6}
    assert len({id(row) for row in grid.rows}) == 3
