"""Delimited text: encodings by evidence, delimiters by consistency, faults named by their line."""

from __future__ import annotations

import unicodedata

import pytest

from coverage_cli.errors import UnreadableInput, UsageFault
from coverage_cli.model import Value
from coverage_cli.read import read_bytes

TABLE = "Mã,Huyện,Dân số\r\n001,Ba Đình,226315\r\n002,Hoàn Kiếm,135618\r\n"
ROWS: list[list[Value]] = [
    ["Mã", "Huyện", "Dân số"],
    ["001", "Ba Đình", "226315"],
    ["002", "Hoàn Kiếm", "135618"],
]


def rows_of(content: bytes | str, **told: str) -> list[list[Value]]:
    raw = content.encode() if isinstance(content, str) else content
    return [list(row) for row in read_bytes("x", raw, **told).grids[0].rows]  # type: ignore[arg-type]


def as_cp1258(text: str) -> bytes:
    """Encode as Windows does: base letters, then the tone marks of which the code page has five."""
    out = b""
    for character in text:
        try:
            out += character.encode("cp1258")
        except UnicodeEncodeError:
            pieces = unicodedata.normalize("NFD", character)
            tones = "".join(piece for piece in pieces if piece in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize(
                "NFC", "".join(piece for piece in pieces if piece not in tones)
            )
            out += (base + tones).encode("cp1258")
    return out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_with_and_without_marks(encoding: str) -> None:
    book = read_bytes("x", TABLE.encode(encoding))
    assert book.grids[0].rows == ROWS
    assert (book.grids[0].text_only, book.grids[0].sheet, book.findings) == (True, "", ())


def test_vietnamese_code_page_is_told_and_composed() -> None:
    book = read_bytes("x", as_cp1258(TABLE))
    assert book.grids[0].rows == ROWS
    assert [(f.code, f.variant, f.severity, f.values) for f in book.findings] == [
        ("legacy-encoding", "text", "info", {"encoding": "cp1258"})
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"Bac Ninh;1\nB\xecnh Dinh;2\n", "Bình Dinh"),
        ("Stadt;Köln\nMünchen;Größe\n".encode("cp1252"), "München"),
        ("Città;però\nForlì;così\n".encode("cp1252"), "Forlì"),
        ("São Paulo;não\nAvaré;população\n".encode("cp1252"), "Avaré"),
        ("M·;HuyÖn\nBa §\u00d7nh;biÓn\n".encode("cp1252"), "Ba §\u00d7nh"),
    ],
)
def test_western_code_page(text: bytes, found: str) -> None:
    book = read_bytes("x", text)
    assert book.grids[0].rows[1][0] == found
    assert book.findings[0].values == {"encoding": "cp1252"}


def test_legacy_font_text_is_left_as_it_is_shown() -> None:
    text = "B¶o hiÓm y tÕ;Sè ng­êi\nX· §ång Phong;4700\nX· biÓn;1\n".encode("cp1252")
    assert rows_of(text)[1][0] == "X· §ång Phong"


def test_encoding_told_wins() -> None:
    assert rows_of(TABLE.encode("utf-16"), encoding="UTF-16") == ROWS
    assert rows_of(as_cp1258(TABLE), encoding="windows-1258") == ROWS
    assert rows_of(b"B\xecnh;1\n", encoding="cp1252") == [["Bình", "1"]]
    assert rows_of(TABLE.encode("utf-8-sig"), encoding="utf-8") == ROWS


def test_font_encoding_told_marks_the_cells() -> None:
    grid = read_bytes("x", "X· A;5\nabc;x\n".encode("cp1252"), encoding="TCVN3").grids[0]
    assert (grid.rows[0][0], dict(grid.legacy)) == ("X· A", {(0, 0): "tcvn3"})


def test_wrong_encoding_names_the_byte() -> None:
    with pytest.raises(UnreadableInput) as caught:
        rows_of(b"abc,\xecd\n", encoding="utf-8")
    assert caught.value.key == "encoding-wrong"
    assert caught.value.values == {"file": "x", "encoding": "utf-8", "offset": 4, "byte": "0xEC"}


@pytest.mark.parametrize("name", ["utf-99", "rot13", "zip"])
def test_encoding_that_does_not_exist(name: str) -> None:
    with pytest.raises(UsageFault) as caught:
        rows_of("a,b\n", encoding=name)
    assert caught.value.values == {"encoding": name}


def test_bytes_of_no_known_encoding() -> None:
    with pytest.raises(UnreadableInput) as caught:
        rows_of(b"a,b\n\x81,\xff\n")
    assert (caught.value.key, caught.value.values["offset"]) == ("encoding-undecided", 4)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a;b;c\n1;2,5;3\n4;5,5;6\n", [["a", "b", "c"], ["1", "2,5", "3"], ["4", "5,5", "6"]]),
        ("Xã;Tỷ lệ\nA;95,5\nB;94,0\n", [["Xã", "Tỷ lệ"], ["A", "95,5"], ["B", "94,0"]]),
        ("Xã, phường;Tỷ lệ\nA;95,5\n", [["Xã, phường", "Tỷ lệ"], ["A", "95,5"]]),
        ("a\tb\n1,5\t2,5\n", [["a", "b"], ["1,5", "2,5"]]),
        ("a|b\n1,5|2\n", [["a", "b"], ["1,5", "2"]]),
        ('a,b\n"x; y; z",2\n"p; q; r",3\n', [["a", "b"], ["x; y; z", "2"], ["p; q; r", "3"]]),
        ("Báo cáo tháng 5, năm 2024\n\na;b;c\n1;2;3\n", [["Báo cáo tháng 5, năm 2024", *[None] * 2], [None] * 3,
                                                         ["a", "b", "c"], ["1", "2", "3"]]),
        ("sep=;\r\na;b\r\n1,5;2,5\r\n", [["a", "b"], ["1,5", "2,5"]]),
        ("sep=\t\na\tb\n", [["a", "b"]]),
        ("một cột\nA\nB\n", [["một cột"], ["A"], ["B"]]),
    ],
)  # fmt: skip
def test_delimiter_is_found(text: str, rows: list[list[Value]]) -> None:
    assert rows_of(text) == rows


@pytest.mark.parametrize(
    ("told", "width"), [(",", 2), (";", 3), ("semicolon", 3), ("tab", 1), ("\\t", 1), ("|", 1)]
)
def test_delimiter_told_wins(told: str, width: int) -> None:
    assert len(rows_of("a;b;c,d\n1;2;3,4\n", delimiter=told)[0]) == width


@pytest.mark.parametrize("told", ["", ";;", '"', "\n", "xx"])
def test_delimiter_that_cannot_be_one(told: str) -> None:
    with pytest.raises(UsageFault) as caught:
        rows_of("a;b\n", delimiter=told)
    assert caught.value.key == "delimiter-unknown"


def test_line_breaks_inside_quotes_and_ragged_rows() -> None:
    assert rows_of('a,b,c\r\n"x\r\ny",""\r\n\r\n1,2,3,4\r\n') == [
        ["a", "b", "c", None],
        ["x\r\ny", None, None, None],
        [None] * 4,
        ["1", "2", "3", "4"],
    ]


def test_blanks_are_kept_and_doubled_quotes_are_one() -> None:
    assert rows_of('" a ", ,"say ""x"""\n1,2,3\n')[0] == [" a ", " ", 'say "x"']


def test_old_mac_line_ends() -> None:
    assert rows_of("a;b\r1;2\r") == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ('a,b\n"x\ny",2\n1,"open\n2,x\n3,y\n', "text-unclosed-quote", 4),
        ('a,b\n"x"y,2\n', "text-stray-quote", 2),
        (f'a,b\n1,2\n1,"{"x" * (1 << 20)}x"\n', "text-field-too-long", 3),
        ("a,b\n1,2\n1,\0\n", "text-nul", 3),
    ],
)
def test_fault_names_the_line(text: str, key: str, line: int) -> None:
    with pytest.raises(UnreadableInput) as caught:
        rows_of(text)
    assert (caught.value.key, caught.value.values["line"]) == (key, line)


def test_field_limit_of_the_process_is_put_back() -> None:
    import csv

    before = csv.field_size_limit()
    rows_of("a,b\n")
    assert csv.field_size_limit() == before


def test_one_endless_line_among_many_is_refused() -> None:
    with pytest.raises(UnreadableInput) as caught:
        rows_of("," * 60_000 + "\n" + "1\n" * 1_000)
    assert caught.value.key == "text-too-wide"
