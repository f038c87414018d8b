"""The guard in front of every zip-based workbook: what it refuses before a library sees the file."""

from __future__ import annotations

import io
import warnings
import zipfile

import pytest
from hostile import HEAD, MAIN, ods, sheet, xlsb, xlsb_cell, xlsb_row, xlsx, xlsx_parts, zipped

from coverage_cli.errors import UnreadableInput
from coverage_cli.read import guard, limits, read_bytes

ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
LAUGHS = '<!DOCTYPE z [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'


def parts(**changed: str | bytes | None) -> dict[str, str | bytes]:
    """Return the parts of a sound workbook, some changed or (None) left out; `__` stands for `/`."""
    found = xlsx_parts({"S": sheet(ROW)})
    for name, part in changed.items():
        path = name.replace("__", "/").replace("_xml", ".xml").replace("_rels", ".rels", 0)
        if part is None:
            found.pop(path)
        else:
            found[path] = part
    return found


def refused(content: bytes) -> UnreadableInput:
    with pytest.raises(UnreadableInput) as caught:
        read_bytes("x", content)
    return caught.value


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (xlsx(ROW, doctype=LAUGHS), "xml-entity"),
        (zipped(parts(xl__styles_xml=HEAD + LAUGHS + "<styleSheet/>")), "xml-entity"),
        (
            zipped(
                parts(xl__workbook_xml=HEAD + '<!DOCTYPE w SYSTEM "file:///etc/passwd"><workbook/>')
            ),
            "xml-entity",
        ),
        (
            ods("<table:table-row/>", before='<!DOCTYPE office:document [<!ENTITY x "y">]>'),
            "xml-entity",
        ),
        (zipped(parts(xl__worksheets__sheet1_xml=sheet(ROW).encode("utf-16"))), "xml-encoding"),
        (xlsx(f'<row r="1"><c r="A1"><v>{"9" * 1_500_000}</v></c></row>'), "xml-token"),
        (xlsx(f'<row r="1" z="{"9" * 1_500_000}"><c r="A1"><v>1</v></c></row>'), "xml-token"),
        (xlsx('<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>'), "address-outside"),
        (xlsx('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>'), "address-outside"),
        (xlsx('<row r="1"><c r="XFE1"><v>1</v></c></row>'), "address-outside"),
        (xlsx('<row r="1"><c r="A1050000"><v>1</v></c></row>'), "address-outside"),
        (xlsx(f'{ROW}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "box-too-large"),
        (
            xlsx('<row r="1"><c r="A1"><v>1</v></c><c r="ZZ1048576"><v>1</v></c></row>'),
            "box-too-large",
        ),
        (
            xlsx("<row r='1'><c r='A1'><v>1</v></c><c r='ZZ1048576'><v>1</v></c></row>"),
            "box-too-large",
        ),
        (zipped({**parts(), "../../evil.txt": "x"}), "zip-names"),
        (zipped({**parts(), "C:\\evil.txt": "x"}), "zip-names"),
        (zipped(parts(), zipfile.ZIP_LZMA), "zip-method"),
        (zipped(parts(xl__worksheets__sheet1_xml=None)), "sheet-missing"),
        (zipped(parts(xl__worksheets__sheet1_xml=sheet(ROW)[:-60])), "workbook-damaged"),
        (xlsx(ROW)[: len(xlsx(ROW)) // 2], "zip-cut-off"),
        (xlsx(ROW)[:-10], "zip-cut-off"),
        (
            zipped({**parts(), **{f"xl/media/{number}.png": b"" for number in range(4001)}}),
            "zip-members",
        ),
        (
            zipped(xlsx_parts({f"S{number}": sheet("") for number in range(1025)})),
            "too-many-sheets",
        ),
        (zipped(xlsx_parts({})), "workbook-without-sheets"),
        (xlsx(""), "file-without-data"),
        (xlsb(xlsb_row(1_048_576, xlsb_cell(3, 0, b"\x07"))), "address-outside"),
        (xlsb(xlsb_row(1_000_000, xlsb_cell(3, 16_000, b"\x07"))), "box-too-large"),
    ],
)
def test_refused_with_a_message_of_its_own(content: bytes, key: str) -> None:
    assert refused(content).key == key


def test_endless_repetition_in_an_open_document_is_counted_not_unrolled() -> None:
    cell = (
        '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384">'
        "<text:p>1</text:p></table:table-cell>"
    )
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    assert refused(ods(row)).values["columns"] == 16_384


def test_sparse_box_of_blank_formatted_cells_is_no_harm() -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read_bytes("x", xlsx(ROW + far)).grids[0].rows == [[1.0]]


def test_far_cells_within_the_box_are_read() -> None:
    rows = read_bytes("x", xlsx('<row r="3"><c r="AAA3"><v>7</v></c></row>')).grids[0].rows
    assert (len(rows), len(rows[2]), rows[2][702]) == (3, 703, 7.0)


def test_bit_flip_is_found_by_the_checksum() -> None:
    content = bytearray(zipped(parts(), zipfile.ZIP_STORED))
    place = content.find(b"<v>1</v>") + 3
    content[place] = ord("2")
    fault = refused(bytes(content))
    assert (fault.key, fault.values["part"]) == ("zip-damaged", "xl/worksheets/sheet1.xml")


def test_declared_size_that_lies_is_damage() -> None:
    content = bytearray(zipped(parts(xl__worksheets__sheet1_xml=sheet(ROW + " " * 100_000))))
    name = b"xl/worksheets/sheet1.xml"
    entry = content.rfind(name) - 46
    content[entry + 24 : entry + 28] = (4096).to_bytes(4, "little")
    assert refused(bytes(content)).key == "zip-damaged"


def test_encrypted_member() -> None:
    content = bytearray(zipped(parts()))
    entry = content.rfind(b"xl/styles.xml") - 46
    content[entry + 8] |= 1
    assert refused(bytes(content)).key == "zip-encrypted"


def test_duplicate_member() -> None:
    buffer = io.BytesIO(zipped(parts()))
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("xl/worksheets/sheet1.xml", sheet(""))
    assert refused(buffer.getvalue()).key == "zip-duplicate"


def test_sheet_kept_elsewhere_is_not_fetched() -> None:
    found = parts()
    relations = str(found["xl/_rels/workbook.xml.rels"])
    outside = relations.replace(
        'Target="worksheets/sheet1.xml"', 'Target="http://x.test/a.xml" TargetMode="External"'
    )
    fault = refused(zipped({**found, "xl/_rels/workbook.xml.rels": outside}))
    assert (fault.key, fault.values["target"]) == ("external-sheet", "http://x.test/a.xml")


def test_bomb_is_refused_by_its_declared_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PART_BYTES", 1 << 20)
    assert refused(xlsx(ROW + " " * (2 << 20))).key == "zip-bomb"


def test_bomb_is_refused_by_its_ratio(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RATIO_FROM_BYTES", 1 << 20)
    assert refused(xlsx(ROW + "\n" * (2 << 20))).key == "zip-bomb"


def test_value_cells_are_counted_and_blank_ones_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CELLS", 100)
    values = "".join(f'<c r="{chr(65 + i % 26)}{1 + i // 26}"><v>1</v></c>' for i in range(101))
    assert refused(xlsx(f'<row r="1">{values}</row>')).key == "too-many-cells"
    assert read_bytes("x", xlsx(ROW + '<row r="2"><c s="0"/></row>' * 500)).grids[0].rows == [[1.0]]


def test_parts_that_are_not_read_are_not_unpacked() -> None:
    found = guard.open_package(
        "x", zipped({**parts(), "xl/media/a.xml": LAUGHS, "docProps/app.xml": LAUGHS})
    )
    assert sorted(found) == sorted(parts())


def test_long_text_below_the_limit_is_read() -> None:
    text = "x" * 1_000_000
    content = xlsx(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>')
    assert read_bytes("x", content).grids[0].rows == [[text]]


def test_namespace_of_the_strict_format() -> None:
    strict = {
        name: str(part)
        .replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006",
            "http://purl.oclc.org/ooxml/officeDocument",
        )
        for name, part in parts().items()
    }
    assert read_bytes("x", zipped(strict)).grids[0].rows == [[1.0]]


def test_the_boxes_of_all_sheets_together_are_bounded_and_the_largest_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="{}9"><v>1</v></c></row>'
    content = zipped(xlsx_parts({"Ít": sheet(far.format("B")), "Nhiều": sheet(far.format("D"))}))
    monkeypatch.setattr(limits, "BOX_CELLS", 54)
    assert len(read_bytes("x", content).grids) == 2
    monkeypatch.setattr(limits, "BOX_CELLS", 53)
    fault = refused(content)
    assert (fault.key, fault.values["part"], fault.values["columns"]) == (
        "box-too-large",
        "Nhiều",
        4,
    )
