"""Error cells and formulas without a stored value stand at their addresses, whatever the format and the writer."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from hostile import ods, sheet, xlsb, xlsb_cell, xlsb_row, xlsx, xlsx_parts, zipped

from coverage_cli.model import ErrorCell, Grid
from coverage_cli.read import read_book, read_bytes, workbook

STALE = ErrorCell("", stale=True)
CLASSIC = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
XLS_CODES = dict(zip(CLASSIC, (0x07, 0x2A, 0x1D, 0x00, 0x24, 0x17, 0x0F), strict=True))
NEWER = ("#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#BUSY!")


def odd_cells(content: bytes) -> dict[tuple[int, int], ErrorCell]:
    grid = read_bytes("x", content).grids[0]
    return {
        (row_index, column): value
        for row_index, row in enumerate(grid.rows)
        for column, value in enumerate(row)
        if isinstance(value, ErrorCell)
    }


def test_openpyxl_errors_and_uncalculated_formulas(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["B1"] = "Xã", 5
    for index, text in enumerate(CLASSIC):
        page.cell(row=3 + index, column=27, value=text)
    page["D20"] = "=SUM(B1:B2)"
    book.save(tmp_path / "errors.xlsx")
    rows = read_book(str(tmp_path / "errors.xlsx")).grids[0].rows
    assert [rows[2 + index][26] for index in range(7)] == [ErrorCell(text) for text in CLASSIC]
    assert rows[19][3] == STALE
    assert rows[0][:2] == ["Xã", 5.0]


def test_xlsxwriter_formulas_with_values_and_errors(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "formulas.xlsx") as book:
        page = book.add_worksheet()
        page.write_formula("A1", "=1+1", value=2)
        page.write_formula("B2", "=1/0", value="#DIV/0!")
        page.write_formula("C3", '=""', value="")
        page.write_formula("D4", '="x"', value="x")
        page.write_number("E5", 7)
    grid = read_book(str(tmp_path / "formulas.xlsx")).grids[0]
    assert grid.rows[0][0] == 2.0
    assert grid.rows[1][1] == ErrorCell("#DIV/0!")
    assert grid.rows[3][3] == "x"
    assert grid.rows[4][4] == 7.0


def test_newer_errors_do_not_cost_the_workbook() -> None:
    cells = "".join(
        f'<c r="{chr(65 + i)}2" t="e"><v>{text}</v></c>' for i, text in enumerate(CLASSIC + NEWER)
    )
    content = xlsx(f'<row r="1"><c r="A1"><v>41</v></c></row><row r="2">{cells}</row>')
    rows = read_bytes("x", content).grids[0].rows
    assert rows[1] == [ErrorCell(text) for text in CLASSIC + NEWER]
    assert rows[0][0] == 41.0


def test_newer_errors_in_a_workbook_too_large_to_be_packed_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "_REPACKED_BYTES", 0)
    content = xlsx('<row r="1"><c r="A1" t="e"><v>#CALC!</v></c><c r="B1"><v>1</v></c></row>')
    assert read_bytes("x", content).grids[0].rows == [[ErrorCell("#CALC!"), 1.0]]
    assert read_bytes("x", xlsx('<row r="1"><c r="A1"><v>7</v></c></row>')).grids[0].rows == [[7.0]]


def test_text_that_looks_like_an_error_stays_text() -> None:
    content = xlsx(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>#N/A t="e" &lt;f&gt;</t></is></c>'
        '<c r="B1" t="str"><f>"#REF!"</f><v>#REF!</v></c></row>'
    )
    assert read_bytes("x", content).grids[0].rows == [['#N/A t="e" <f>', "#REF!"]]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="C2"><f>A1*2</f></c>',
        '<c r="C2"><f>A1*2</f><v></v></c>',
        '<c r="C2"><f>A1*2</f><v/></c>',
        '<c r="C2"><f>A1*2</f><v /></c>',
        '<c r="C2" s="0"><f t="shared" si="0"/></c>',
        '<c r="C2"><f t="shared" ref="C2:C9" si="0">A1*2</f></c>',
        '<c r="C2"><f t="array" ref="C2">A1*2</f>\n  <v></v>\n</c>',
        '<c r="C2" t="str"><f>A1</f></c>',
        "<c r='C2'><f>A1*2</f></c>",
        '<c s="0" r="C2"><f/></c>',
        '<c r="C2"><f>IF(A1&gt;1,1,2)</f></c>',
    ],
)
def test_formula_without_a_stored_value(cell: str) -> None:
    content = xlsx(
        f'<row r="1"><c r="A1"><v>2</v></c></row><row r="2"><c r="A2"><v>1</v></c>{cell}</row>'
    )
    assert odd_cells(content) == {(1, 2): STALE}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="C2"><f>A1*2</f><v>4</v></c>',
        '<c r="C2" t="str"><f>""</f><v></v></c>',
        '<c r="C2" t="str"><f>""</f><v/></c>',
        '<c r="C2"><f t="shared" si="0"/><v>0</v></c>',
        '<c r="C2" t="b"><f>TRUE</f><v>1</v></c>',
        '<c r="C2"/>',
    ],
)
def test_formula_with_a_value_is_no_odd_cell(cell: str) -> None:
    content = xlsx(f'<row r="2"><c r="A2"><v>1</v></c>{cell}</row>')
    assert odd_cells(content) == {}


def test_cells_without_addresses_are_counted() -> None:
    content = xlsx(
        "<row><c><v>1</v></c></row>"
        '<row><c><v>2</v></c><c t="e"><v>#REF!</v></c><c/><c><f>A1</f></c></row>'
        '<row r="7"><c r="C7"><v>3</v></c><c t="e"><v>#N/A</v></c></row>'
        '<row><c t="e"><v>#NUM!</v></c></row>'
    )
    assert odd_cells(content) == {
        (1, 1): ErrorCell("#REF!"),
        (1, 3): STALE,
        (6, 3): ErrorCell("#N/A"),
        (7, 0): ErrorCell("#NUM!"),
    }
    assert read_bytes("x", content).grids[0].rows[6][2] == 3.0


def test_prefixed_namespace() -> None:
    part = sheet(
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>A1</f></c><c r="C1"><v>3</v></c></row>'
    )
    for name in ("worksheet", "sheetData", "row", "c", "v", "f"):
        part = part.replace(f"<{name}", f"<x:{name}").replace(f"</{name}>", f"</x:{name}>")
    part = part.replace("<x:c ", "<x:c ").replace("xmlns=", "xmlns:x=")
    content = zipped(xlsx_parts({"S": part}))
    assert read_bytes("x", content).grids[0].rows == [[ErrorCell("#N/A"), STALE, 3.0]]


def test_numbers_that_are_none() -> None:
    cells = "".join(
        f'<c r="{chr(65 + i)}1"><v>{text}</v></c>'
        for i, text in enumerate(("NaN", "1e309", "-inf", "0"))
    )
    assert read_bytes("x", xlsx(f'<row r="1">{cells}</row>')).grids[0].rows == [
        [ErrorCell("nan"), ErrorCell("inf"), ErrorCell("-inf"), 0.0]
    ]


def test_each_sheet_has_its_own() -> None:
    first = sheet('<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c></row>')
    second = sheet('<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"><v>2</v></c></row>')
    grids = read_bytes("x", zipped(xlsx_parts({"một": first, "hai &amp; ba": second}))).grids
    assert [(grid.sheet, grid.rows) for grid in grids] == [
        ("một", [[1.0, ErrorCell("#N/A")]]),
        ("hai & ba", [[ErrorCell("#REF!"), 2.0]]),
    ]


def xls_of(cells: dict[tuple[int, int], object]) -> bytes:
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    page = book.add_sheet("S")
    for (row, column), value in cells.items():
        if isinstance(value, ErrorCell):
            page.row(row).set_cell_error(column, XLS_CODES[value.text])
        else:
            page.write(row, column, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_xls_error_cells() -> None:
    errors = {(1 + index, 2): ErrorCell(text) for index, text in enumerate(CLASSIC)}
    book = read_bytes("x", xls_of({(0, 0): "Xã", (0, 1): 5, **errors}))
    assert book.kind == "xls"
    assert {place: book.grids[0].rows[place[0]][place[1]] for place in errors} == errors
    assert book.grids[0].rows[0] == ["Xã", 5.0, None]


TWICE = ' table:number-columns-repeated="2"'
ODS_ERROR = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""{more} '
    'calcext:value-type="error"><text:p>{text}</text:p></table:table-cell>'
)


def test_ods_error_cells_among_repeated_rows_and_columns() -> None:
    number = '<table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell>'
    content = ods(
        '<table:table-column table:number-columns-repeated="1024"/>'
        f"<table:table-row>{number}</table:table-row>"
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        f'<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="4"/>'
        f"{ODS_ERROR.format(more=TWICE, text='#DIV/0!')}"
        f"{number}</table:table-row>"
        f"<table:table-row><table:covered-table-cell/>{ODS_ERROR.format(more='', text='Err:502')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048569"><table:table-cell table:number-columns-repeated="1024"/>'
        "</table:table-row>"
    )
    book = read_bytes("x", content)
    assert book.kind == "ods"
    assert odd_cells(content) == {
        (4, 4): ErrorCell("#DIV/0!"),
        (4, 5): ErrorCell("#DIV/0!"),
        (5, 4): ErrorCell("#DIV/0!"),
        (5, 5): ErrorCell("#DIV/0!"),
        (6, 1): ErrorCell("Err:502"),
    }
    assert book.grids[0].rows[5][6] == 5.0
    assert len(book.grids[0].rows) == 7


def test_ods_error_known_by_its_text_only() -> None:
    old = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>#REF!</text:p>'
        "</table:table-cell>"
    )
    typed = '<table:table-cell office:value-type="string"><text:p>#REF!</text:p></table:table-cell>'
    grid: Grid = read_bytes("x", ods(f"<table:table-row>{old}{typed}</table:table-row>")).grids[0]
    assert grid.rows == [[ErrorCell("#REF!"), "#REF!"]]


def test_xlsb_error_cells() -> None:
    number = struct.pack("<d", 12.5)
    rows = xlsb_row(0, xlsb_cell(5, 0, number) + xlsb_cell(3, 1, b"\x07"))
    rows += xlsb_row(
        4,
        xlsb_cell(11, 2, b"\x2a" + b"\0\0" + struct.pack("<LL", 0, 0)) + xlsb_cell(5, 130, number),
    )
    book = read_bytes("x", xlsb(rows))
    assert book.kind == "xlsb"
    assert odd_cells(xlsb(rows)) == {(0, 1): ErrorCell("#DIV/0!"), (4, 2): ErrorCell("#N/A")}
    assert (book.grids[0].rows[0][0], book.grids[0].rows[4][130]) == (12.5, 12.5)
