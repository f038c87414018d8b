"""What a file really is: by its content, never by its name, each refusal with a message of its own."""

from __future__ import annotations

import io
import zipfile

import pytest
from hostile import ods, xlsb, xlsb_cell, xlsb_row, xlsx, zipped

from coverage_cli.errors import UnreadableInput
from coverage_cli.read import read_bytes
from coverage_cli.read.sniff import kind_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML = b"<html><body><table><tr><td>a</td></tr><tr><td>1</td></tr></table></body></html>"


def compound(*streams: str) -> bytes:
    """Return an OLE file's outline: a header, and a directory sector that names the streams."""
    header = bytearray(OLE + bytes(504))
    header[30] = 9
    directory = b"".join(f"{stream}\0".encode("utf-16-le").ljust(128, b"\0") for stream in streams)
    return bytes(header) + directory.ljust(1024, b"\0")


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableInput) as caught:
        read_bytes("any.xlsx", content)
    assert caught.value.values["file"] == "any.xlsx"
    return caught.value.key


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (xlsx('<row r="1"><c r="A1"><v>1</v></c></row>'), "xlsx"),
        (b"\r\n<!-- portal -->\r\n" + xlsx('<row r="1"><c r="A1"><v>1</v></c></row>'), "xlsx"),
        (xlsx('<row r="1"><c r="A1"><v>1</v></c></row>') + b"\r\n<html>500</html>", "xlsx"),
        (xlsb(xlsb_row(0, xlsb_cell(3, 0, b"\x07"))), "xlsb"),
        (ods("<table:table-row/>"), "ods"),
        (compound("Root Entry", "Workbook"), "xls"),
        (compound("Root Entry", "Book"), "xls"),
        (HTML, "html"),
        (b"\xef\xbb\xbf\r\n  <TABLE border=1><tr></tr></TABLE>", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html xmlns="x"></html>', "html"),
        ("<html>xã</html>".encode("utf-16"), "html"),
        ("Xã,Dân số\n".encode(), "text"),
        ("Xã\tDân số\n".encode("utf-16"), "text"),
        ("Xã\tDân số\n".encode("utf-16-le"), "text"),
        ("Xã\tDân số\n".encode("utf-16-be"), "text"),
        (b"<5,>10\n1,2\n", "text"),
    ],
)
def test_kind_is_told_by_content(content: bytes, kind: str) -> None:
    assert kind_of("x", content) == kind


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "file-empty"),
        (b"\0" * 4096, "file-empty"),
        (b"\xef\xbb\xbf\r\n \t", "file-empty"),
        (b"%PDF-1.7\n" + bytes(range(256)), "kind-pdf"),
        (b"\x1f\x8b\x08\0" + bytes(100), "kind-compressed"),
        (b"Rar!\x1a\x07\0" + bytes(100), "kind-compressed"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(100), "kind-compressed"),
        (b"\x89PNG\r\n\x1a\n", "kind-picture"),
        (b"{\\rtf1 abc}", "kind-document"),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", "kind-web-archive"),
        (b"\x09\x04\x06\0\0\0\x10\0" + bytes(64), "kind-old-excel"),
        (zipped({"word/document.xml": "<w/>"}), "kind-document"),
        (zipped({"Index/Document.iwa": b"x"}), "kind-numbers"),
        (zipped({"readme.txt": "x"}), "kind-zip"),
        (compound("Root Entry", "EncryptedPackage", "EncryptionInfo"), "kind-encrypted"),
        (compound("Root Entry", "WordDocument"), "kind-document"),
        (compound("Root Entry", "__substg1.0_0E1D001F"), "kind-compound"),
        (compound("Root Entry")[:600], "zip-cut-off"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "kind-xml-2003",
        ),
        (b'<?xml version="1.0"?><feed/>', "kind-xml"),
        (b"\x05Admin" + b" " * 48 + b"\x05\0A\0d\0m\0i\0n\0" + b" \0" * 50, "kind-owner-file"),
        (bytes(range(256)) * 50, "kind-binary"),
        (b"<html><body>log in</body></html>", "page-without-table"),
    ],
)
def test_each_refusal_has_its_own_message(content: bytes, key: str) -> None:
    assert refusal(content) == key


def test_zip_refusal_names_what_is_inside() -> None:
    with pytest.raises(UnreadableInput) as caught:
        read_bytes("a.zip", zipped({"tháng 5.xlsx": "x", "b.txt": "x"}))
    assert caught.value.values["names"] == ["b.txt", "tháng 5.xlsx"]


def test_xls_under_another_name_and_xlsx_called_xls() -> None:
    xlwt = pytest.importorskip("xlwt")
    book, buffer = xlwt.Workbook(), io.BytesIO()
    book.add_sheet("S").write(0, 0, "xã")
    book.save(buffer)
    assert read_bytes("a.xlsx", buffer.getvalue()).grids[0].rows == [["xã"]]
    assert read_bytes("a.xls", xlsx('<row r="1"><c r="A1"><v>1</v></c></row>')).grids[0].rows == [
        [1.0]
    ]


def test_stored_archive_reads_like_a_packed_one() -> None:
    content = xlsx('<row r="1"><c r="A1"><v>1</v></c></row>')
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        stored = zipped(
            {name: archive.read(name) for name in archive.namelist()}, zipfile.ZIP_STORED
        )
    assert read_bytes("x", stored).grids[0].rows == read_bytes("x", content).grids[0].rows
