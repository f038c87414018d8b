"""The binary formats: .xls by xlrd with its fall-back, .xlsb and .ods by the engine and a second look."""

from __future__ import annotations

import datetime
import io
import struct
from typing import Any

import pytest
from hostile import ods, record, wide, xlsb, xlsb_cell, xlsb_row

from coverage_cli.errors import UnreadableInput
from coverage_cli.model import Span
from coverage_cli.read import binary_workbook, read_bytes

xlwt = pytest.importorskip("xlwt")


def saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_xls_values_by_type() -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("Dữ liệu")
    day, clock = xlwt.easyxf(num_format_str="dd/mm/yyyy"), xlwt.easyxf(num_format_str="hh:mm")
    values = [" Xã ", 5000, 0.5, True, "0123"]
    for column, value in enumerate(values):
        page.write(0, column, value)
    page.write(0, 5, datetime.date(2024, 5, 1), day)
    page.write(0, 6, 0.5, clock)
    page.write(0, 7, 45413.25, day)
    page.write(0, 8, "", day)
    page.write(1, 12, None, day)
    grid = read_bytes("x", saved(book)).grids[0]
    assert grid.sheet == "Dữ liệu"
    assert grid.rows == [
        [
            " Xã ",
            5000.0,
            0.5,
            True,
            "0123",
            datetime.date(2024, 5, 1),
            datetime.time(12),
            datetime.datetime(2024, 5, 1, 6),
        ]
    ]


def test_xls_hidden_merged_and_invisible() -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("A")
    for row in range(6):
        page.write(row, 3, row)
    page.write_merge(0, 1, 0, 2, "gộp")
    page.row(2).hidden = True
    page.row(50).hidden = True
    page.col(1).hidden = True
    hidden, very = book.add_sheet("B"), book.add_sheet("C")
    hidden.write(0, 0, 1)
    very.write(0, 0, 1)
    hidden.visibility, very.visibility = 1, 2
    grids = read_bytes("x", saved(book)).grids
    assert (grids[0].hidden_rows, grids[0].hidden_columns, grids[0].merges) == (
        {2},
        {1},
        (Span(0, 0, 1, 2),),
    )
    assert [grid.visibility for grid in grids] == ["visible", "hidden", "very_hidden"]


def test_xls_legacy_fonts() -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("A")
    page.write(0, 0, "B¶o hiÓm", xlwt.easyxf("font: name .VnTime"))
    page.write(0, 1, "Bảo hiểm")
    page.write(0, 2, 5, xlwt.easyxf("font: name .VnTime"))
    page.write(0, 3, "Baûo hieåm", xlwt.easyxf("font: name VNI-Times"))
    assert read_bytes("x", saved(book)).grids[0].legacy == {(0, 0): "tcvn3", (0, 3): "vni"}


def test_xls_that_xlrd_cannot_read_falls_back(monkeypatch: pytest.MonkeyPatch) -> None:
    book = xlwt.Workbook()
    book.add_sheet("A").write(0, 0, "xã")

    def broken(*_: object) -> None:
        raise IndexError("array index out of range")

    monkeypatch.setattr(binary_workbook, "_with_xlrd", broken)
    read = read_bytes("x", saved(book))
    assert read.grids[0].rows == [["xã"]]
    assert [(f.code, f.variant, f.severity) for f in read.findings] == [
        ("layout-repaired", "xls-fallback", "warning")
    ]


def test_xls_with_a_password() -> None:
    book = xlwt.Workbook()
    book.add_sheet("A").write(0, 0, "xã")
    content = bytearray(saved(book))
    first_record = content.find(b"\xe1\x00\x02\x00", 512)
    content[first_record : first_record + 2] = b"\x2f\x00"
    with pytest.raises(UnreadableInput) as caught:
        read_bytes("x", bytes(content))
    assert caught.value.key == "kind-encrypted"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_xls_cut_off_is_read_or_refused(share: float) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("A")
    for row in range(300):
        page.write(row, 0, f"Xã số {row}")
    content = saved(book)
    with pytest.raises(UnreadableInput) as caught:
        read_bytes("x", content[: int(len(content) * share)])
    assert caught.value.key in ("zip-cut-off", "workbook-damaged")


def test_xlsb_hidden_rows_and_columns() -> None:
    number = struct.pack("<d", 1.0)
    cells = b"".join(xlsb_cell(5, column, number) for column in range(4))
    rows = (
        xlsb_row(0, cells)
        + xlsb_row(1, cells, hidden=True)
        + xlsb_row(2, xlsb_cell(6, 0, wide("Xã")))
    )
    columns = record(60, struct.pack("<4LH", 1, 1, 2000, 0, 1)) + record(
        60, struct.pack("<4LH", 3, 9, 0, 0, 0)
    )
    grid = read_bytes("x", xlsb(rows, columns)).grids[0]
    assert (grid.hidden_rows, grid.hidden_columns) == ({1}, {1, 3})
    assert grid.rows[2] == ["Xã", None, None, None]


def test_xlsb_cut_inside_a_record() -> None:
    row = record(0, b"\0\0")
    with pytest.raises(UnreadableInput) as caught:
        read_bytes("x", xlsb(row))
    assert caught.value.key == "workbook-damaged"


def test_ods_hidden_merged_and_repeated() -> None:
    number = '<table:table-cell office:value-type="float" office:value="{}"{}/>'
    merged = number.format(1, ' table:number-columns-spanned="2" table:number-rows-spanned="2"')
    content = ods(
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
        f"<table:table-row>{merged}<table:covered-table-cell/>{number.format(3, '')}</table:table-row>"
        '<table:table-row table:visibility="filter"><table:covered-table-cell table:number-columns-repeated="2"/>'
        f"{number.format(4, '')}</table:table-row>"
        '<table:table-row table:visibility="collapse" table:number-rows-repeated="2"><table:table-cell/>'
        f"{number.format(5, '')}</table:table-row>"
    )
    grid = read_bytes("x", content).grids[0]
    assert grid.rows == [[1.0, None, 3.0], [None, None, 4.0], [None, 5.0, None], [None, 5.0, None]]
    assert (grid.hidden_rows, grid.hidden_columns, grid.merges) == (
        {1, 2, 3},
        {2},
        (Span(0, 0, 1, 1),),
    )


def test_ods_with_a_password() -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(ods("<table:table-row/>"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = parts["META-INF/manifest.xml"].replace(
        b"/></manifest", b"><manifest:encryption-data/></manifest"
    )
    from hostile import zipped

    with pytest.raises(UnreadableInput) as caught:
        read_bytes("x", zipped({**parts, "META-INF/manifest.xml": manifest}))
    assert caught.value.key == "kind-encrypted"
