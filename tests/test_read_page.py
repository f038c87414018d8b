"""Web pages saved as spreadsheets: tables to grids, spans to merges."""

from __future__ import annotations

import pytest

from coverage_cli.errors import UnreadableInput
from coverage_cli.model import Span
from coverage_cli.read import read_bytes

HEAD = "<html><head><title>t</title><style>td{color:red}</style></head><body>"


def test_spans_become_merges() -> None:
    page = HEAD + (
        "<table><tr><th rowspan=2>Xã</th><th colspan='2'>Số  người</th></tr><tr><th>2023<th>2024</tr>"
        "<tr><td>Kỳ&nbsp;Phú</td><td>1.234</td><td></td></tr></table>"
    )
    book = read_bytes("a.xls", page.encode())
    grid = book.grids[0]
    assert (book.kind, grid.sheet, grid.text_only) == ("html", "table 1", True)
    assert grid.rows == [
        ["Xã", "Số người", None],
        [None, "2023", "2024"],
        ["Kỳ\u00a0Phú", "1.234", None],
    ]
    assert grid.merges == (Span(0, 0, 1, 0), Span(0, 1, 0, 2))


def test_every_table_of_two_rows_and_no_other() -> None:
    page = HEAD + (
        "<table><tr><td>menu</td></tr></table><table><tr><td><table><tr><td>a</td></tr><tr><td>1</td></tr></table>"
        "</td></tr></table><table><tr><td>b<br>c<script>x='<table>'</script></td></tr><tr><td>2</td></tr></table>"
    )
    grids = read_bytes("a.xls", page.encode()).grids
    assert [(grid.sheet, grid.rows) for grid in grids] == [
        ("table 1", [["a"], ["1"]]),
        ("table 2", [["b c"], ["2"]]),
    ]


def test_stored_number_wins_over_the_one_shown_but_not_over_a_date() -> None:
    page = (
        '<table><tr><td x:num="226315">226.315</td><td sdval="0.95">95%</td><td x:num="45413">01.05.2024</td></tr>'
        "<tr><td>1<td>2<td>3</tr></table>"
    )
    assert read_bytes("a.xls", page.encode()).grids[0].rows[0] == ["226315", "95%", "01.05.2024"]


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "iso-8859-1"),
        ("cp1252", "windows-1252"),
        ("utf-16", "utf-16"),
        ("cp1252", "utf-8"),
    ],
)
def test_encoding_declared_or_found(encoding: str, meta: str) -> None:
    page = f'<html><meta charset="{meta}"><table><tr><td>Avaré</td></tr><tr><td>1</td></tr></table>'
    assert read_bytes("a.xls", page.encode(encoding)).grids[0].rows[0] == ["Avaré"]


def test_hidden_rows() -> None:
    page = "<table><tr><td>a</td></tr><tr style='DISPLAY: none'><td>1</td></tr><tr><td>2</td></tr></table>"
    assert read_bytes("a.xls", page.encode()).grids[0].hidden_rows == {1}


def test_page_cut_off_keeps_what_arrived() -> None:
    assert read_bytes("a.xls", b"<table><tr><td>a</td></tr><tr><td>1").grids[0].rows == [
        ["a"],
        ["1"],
    ]


def test_log_in_page_is_refused() -> None:
    with pytest.raises(UnreadableInput) as caught:
        read_bytes("a.xls", b"<html><body><form>password</form></body></html>")
    assert caught.value.key == "page-without-table"


def test_endless_spans_are_refused() -> None:
    row = "<tr>" + '<td colspan="1000">x</td>' * 100 + "</tr>"
    with pytest.raises(UnreadableInput) as caught:
        read_bytes("a.xls", f"<table>{row}{'<tr><td>1</td></tr>' * 600}</table>".encode())
    assert caught.value.key == "box-too-large"
