"""Workbooks whose parts stand under other names than usual: the relations tell where, letters' case never matters."""

from __future__ import annotations

import pytest
from hostile import sheet, xlsx_parts, zipped

from coverage_cli.errors import UnreadableInput
from coverage_cli.read.book import read_bytes

ROOT, RELS = "_rels/.rels", "xl/_rels/workbook.xml.rels"
APPLE_DOUBLE = b"\0\5\x16\7\0\2\0\0Mac OS X"


def parts_of_two() -> dict[str, str | bytes]:
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>{}</v></c></row>'
    found = xlsx_parts(
        {"Xã": sheet(row.format(45413)), "B": sheet(row.format(2))}, ["<t>Gia Hưng</t>"]
    )
    styles = str(found["xl/styles.xml"]).replace("</cellXfs>", '<xf numFmtId="14"/></cellXfs>')
    return {**found, "xl/styles.xml": styles}


def renamed(names: dict[str, str], *edits: tuple[str, str, str]) -> dict[str, str | bytes]:
    """Return the parts under new names, each edit (part, old text, new text) made before."""
    parts = parts_of_two()
    for part, old, new in edits:
        assert old in str(parts[part])
        parts[part] = str(parts[part]).replace(old, new)
    return {names.get(name, name): part for name, part in parts.items()}


def in_folder(folder: str) -> dict[str, str | bytes]:
    names = {name: name.replace("xl/", folder) for name in parts_of_two() if name != ROOT}
    return renamed(names, (ROOT, "xl/workbook.xml", f"{folder}workbook.xml"))


OWN_NAME = renamed(
    {"xl/workbook.xml": "xl/sổ.xml", RELS: "xl/_rels/sổ.xml.rels"},
    (ROOT, "xl/workbook.xml", "/xl/sổ.xml"),
)
ODD = {
    "a name of its own": OWN_NAME,
    "beside one that nobody names": {**OWN_NAME, "xl/workbook.xml": "<workbook/>"},
    "another folder": in_folder("excel/book/"),
    "no folder": in_folder(""),
    "texts and styles elsewhere": renamed(
        {"xl/sharedStrings.xml": "texts.xml", "xl/styles.xml": "xl/look/s.xml"},
        (RELS, '"sharedStrings.xml', '"../texts.xml'),
        (RELS, '"styles.xml', '"/xl/look/s.xml'),
    ),
    "capitals": {name.upper(): part for name, part in parts_of_two().items()},
    "backslashes": {name.replace("/", "\\"): part for name, part in parts_of_two().items()},
    "no root relations": {name: part for name, part in parts_of_two().items() if name != ROOT},
    "packed again by a Mac": {
        **parts_of_two(),
        "__MACOSX/xl/._workbook.xml": APPLE_DOUBLE,
        "xl/worksheets/._sheet1.xml": APPLE_DOUBLE,
    },
}


@pytest.mark.parametrize("habit", ODD)
def test_parts_are_found_wherever_they_stand(habit: str) -> None:
    usual = read_bytes("x", zipped(parts_of_two()))
    book = read_bytes("x", zipped(ODD[habit]))
    assert book.grids == usual.grids
    assert [str(grid.rows[0][1]) for grid in book.grids] == ["2024-05-01", "1900-01-02"]
    assert (book.kind, book.findings) == ("xlsx", ())


@pytest.mark.parametrize(
    "main", ["document.xml", "nowhere.xml", "../../workbook.xml", "http://example.org/w.xml"]
)
def test_an_archive_whose_document_is_no_workbook_is_refused(main: str) -> None:
    root = str(parts_of_two()[ROOT]).replace("xl/workbook.xml", main)
    with pytest.raises(UnreadableInput) as refusal:
        read_bytes("x", zipped({ROOT: root, "document.xml": "<document/>"}))
    assert refusal.value.key == "kind-zip"
