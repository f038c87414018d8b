"""Raw workbooks for the tests of the read room: no library in between, so that illegal content is possible."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><name val="Calibri"/></font></fonts>'
    '<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0"/></cellXfs></styleSheet>'
)


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def sheet(rows: str, before: str = "", after: str = "", doctype: str = "") -> str:
    """Return a worksheet part around raw rows."""
    return f'{HEAD}{doctype}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def xlsx_parts(
    sheets: Mapping[str, str], strings: Sequence[str] = (), states: Mapping[str, str] | None = None
) -> dict[str, str | bytes]:
    """Return the parts of a workbook; `sheets` maps names to worksheet parts."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"'
        + (f' state="{states[name]}"' if states and name in states else "")
        + "/>"
        for number, name in enumerate(sheets, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    relations += f'<Relationship Id="rIdS" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    relations += (
        f'<Relationship Id="rIdT" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    )
    parts: dict[str, str | bytes] = {
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">{relations}</Relationships>',
        "xl/styles.xml": HEAD + STYLES,
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}">{"".join(f"<si>{text}</si>" for text in strings)}</sst>',
    }
    return parts | {
        f"xl/worksheets/sheet{number}.xml": part for number, part in enumerate(sheets.values(), 1)
    }


def xlsx(rows: str, **pieces: str) -> bytes:
    """Return a workbook of one sheet `S` around raw rows; `pieces` are those of `sheet`."""
    return zipped(xlsx_parts({"S": sheet(rows, **pieces)}))


def ods(table: str, before: str = "") -> bytes:
    """Return an OpenDocument spreadsheet of one table `S` around its raw content."""
    spaces = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    spaces += (
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    )
    content = (
        f"{HEAD}{before}<office:document-content{spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="S">{table}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        f'{HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest})


def record(kind: int, body: bytes = b"") -> bytes:
    """Return one BIFF12 record."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(body), b""
    while size > 0x7F:
        length += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + length + bytes([size]) + body


def wide(text: str) -> bytes:
    """Return a BIFF12 string."""
    return struct.pack("<L", len(text)) + text.encode("utf-16-le")


def xlsb_cell(kind: int, column: int, value: bytes) -> bytes:
    """Return a BIFF12 cell record."""
    return record(kind, struct.pack("<LL", column, 0) + value)


def xlsb_row(row: int, cells: bytes, *, hidden: bool = False) -> bytes:
    """Return a BIFF12 row with its cells."""
    return record(0, struct.pack("<LLHBBBL", row, 0, 300, 0, 0x10 if hidden else 0, 0, 0)) + cells


def xlsb(rows: bytes, columns: bytes = b"") -> bytes:
    """Return a BIFF12 workbook of one sheet `S`."""
    bundle = struct.pack("<LL", 0, 1) + wide("rId1") + wide("S")
    workbook = record(131) + record(143) + record(156, bundle) + record(144) + record(132)
    columns = record(390) + columns + record(391) if columns else b""
    size = record(148, struct.pack("<4L", 0, 9, 0, 9))
    part = record(129) + size + columns + record(145) + rows + record(146) + record(130)
    relation = (
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.bin"/>'
    )
    return zipped(
        {
            "xl/workbook.bin": workbook,
            "xl/_rels/workbook.bin.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">{relation}</Relationships>',
            "xl/worksheets/sheet1.bin": part,
        }
    )
