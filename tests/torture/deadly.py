"""Hostile workbooks, one for each way to end, stall, swell or fool a reader; `DEADLY` are the ten for the isolation run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from hostile import HEAD, MAIN, ods, sheet, xlsx, xlsx_parts, zipped

Make = Callable[[], bytes]
CELLS = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR = f'{CELLS}<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
TABLE = "".join(
    f'<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>{name}</t></is></c>{figures}</row>'
    for at, name, figures in (
        (1, "Xã", '<c r="B1" t="str"><v>Dân số</v></c><c r="C1" t="str"><v>BHYT</v></c>'),
        (2, "Xã A", '<c r="B2"><v>1000</v></c><c r="C2"><v>900</v></c>'),
        (3, "Xã B", '<c r="B3"><v>2000</v></c><c r="C3"><v>1900</v></c>'),
    )
)
DOCTYPE = '<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_MEGABYTE = 1 << 20


def _part(name: str, content: str | bytes) -> bytes:
    return zipped({**xlsx_parts({"S": sheet(CELLS)}), name: content})


def _changed(name: str, old: str, new: str) -> bytes:
    parts = xlsx_parts({"S": sheet(CELLS)})
    return zipped({**parts, name: str(parts[name]).replace(old, new)})


def _without(name: str) -> bytes:
    parts = xlsx_parts({"S": sheet(CELLS), "T": sheet(CELLS)})
    return zipped({at: part for at, part in parts.items() if at != name})


def _inflating(megabytes: int) -> bytes:
    return xlsx(CELLS, after=" " * (megabytes * _MEGABYTE))


def _cut(content: bytes, share: float) -> bytes:
    return content[: int(len(content) * share)]


def _flipped(content: bytes) -> bytes:
    at = content.index(b"sheet1.xml") + 60
    return content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :]


def _with_more(name: str) -> bytes:
    buffer = io.BytesIO(xlsx(CELLS))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, b"x")
    return buffer.getvalue()


def _one_row(cells: str) -> bytes:
    return xlsx(f'<row r="1">{cells}</row>')


def _ods_box() -> bytes:
    empty = '<table:table-cell table:number-columns-repeated="1000"/>'
    value = '<table:table-cell office:value-type="float" office:value="1"/>'
    return ods(
        f'<table:table-row table:number-rows-repeated="48000">{empty}{value}</table:table-row>'
    )


BOMBS: Mapping[str, Make] = {
    "blanks by the gigabyte": lambda: _inflating(300),
    "a string of 40 MB": lambda: _one_row(
        f'<c r="A1" t="inlineStr"><is><t>{"A" * 40 * _MEGABYTE}</t></is></c>'
    ),
    "a number of 2 MB": lambda: _one_row(f'<c r="A1"><v>{"9" * 2 * _MEGABYTE}</v></c>'),
    "members": lambda: zipped({f"xl/media/{at}.bin": b"" for at in range(5_000)}),
    "sheets": lambda: zipped(xlsx_parts({f"S{at}": sheet(CELLS) for at in range(2_000)})),
    "attributes": lambda: xlsx(f'<row r="1" {" ".join(f"a{at}=" + repr("1") for at in range(150_000))}/>'),
    "nesting": lambda: xlsx(CELLS, after="<extLst>" * 200_000 + "</extLst>" * 200_000),
    "shared texts": lambda: _part(
        "xl/sharedStrings.xml", f'{HEAD}<sst xmlns="{MAIN}">{"<si><t>x</t></si>" * 1_000_000}</sst>'
    ),
}  # fmt: skip
BOXES: Mapping[str, Make] = {
    "the last cell": lambda: xlsx(FAR),
    "behind a tab": lambda: xlsx(FAR.replace(' r="X', '\tr="X')),
    "behind a line break": lambda: xlsx(FAR.replace(' r="X', '\nr="X')),
    "blanks around the sign": lambda: xlsx(FAR.replace(' r="X', ' r = "X')),
    "without addresses": lambda: xlsx(
        f'{CELLS}<row r="1048576">{"<c><v>1</v></c>" * 300}</row><row r="2"><c\tr="B2"><v>1</v></c></row>'
    ),
    "26 columns": lambda: xlsx(FAR.replace("XFD", "Z")),
    "47 columns": lambda: xlsx(FAR.replace("XFD", "AU")),
    "at ZZ99999": lambda: xlsx(f'{CELLS}<row r="99999"><c r="ZZ99999"><v>1</v></c></row>'),
    "an error far away": lambda: xlsx(
        f'{CELLS}<row r="1048576"><c r="XFD1048576" t="e"><v>#N/A</v></c></row>'
    ),
    "a formula far away": lambda: xlsx(
        f'{CELLS}<row r="1048576"><c r="XFD1048576"><f>1</f></c></row>'
    ),
    "outside any sheet": lambda: xlsx('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>'),
    "a row of many digits": lambda: xlsx('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'),
    "twenty sheets": lambda: zipped(
        xlsx_parts({f"S{at}": sheet(FAR.replace("XFD", "C")) for at in range(20)})
    ),
    "rows repeated": _ods_box,
    "a merge of everything": lambda: xlsx(
        CELLS, after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    ),
    "merges on merges": lambda: xlsx(
        CELLS, after="<mergeCells>" + '<mergeCell ref="A1:B900000"/>' * 5_000 + "</mergeCells>"
    ),
    "wide rows": lambda: xlsx(
        "".join(f'<row r="{at}">{"<c><v>1</v></c>" * 16_384}</row>' for at in range(1, 21))
    ),
    "a million rows of nothing": lambda: xlsx(f'{CELLS}<row r="1048576"><c r="A1048576"><v>2</v></c></row>'),
    "a table, and a figure far away": lambda: xlsx(f'{TABLE}<row r="1048576"><c r="L1048576"><v>2</v></c></row>'),
}  # fmt: skip
MARKUP: Mapping[str, Make] = {
    "entities": lambda: xlsx(CELLS, doctype=DOCTYPE),
    "an external file": lambda: xlsx(CELLS, doctype='<!DOCTYPE z [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
    "an external type": lambda: xlsx(CELLS, doctype='<!DOCTYPE z SYSTEM "http://127.0.0.1:9/z.dtd">'),
    "UTF-16": lambda: _part("xl/worksheets/sheet1.xml", sheet(CELLS).encode("utf-16")),
    "tags never closed": lambda: _part("xl/worksheets/sheet1.xml", f"{HEAD}<worksheet>" + "<row " * 90_000),
    "cut in a row": lambda: _part("xl/worksheets/sheet1.xml", sheet(CELLS)[:-40]),
    "bytes that are no UTF-8": lambda: _part("xl/worksheets/sheet1.xml", sheet(CELLS).encode() + b"\xff\xfe"),
    "a lone surrogate": lambda: _one_row('<c r="A1" t="inlineStr"><is><t>&#xD800;</t></is></c>'),
}  # fmt: skip
CONTAINERS: Mapping[str, Make] = {
    "half a file": lambda: _cut(xlsx(CELLS), 0.5),
    "the end missing": lambda: xlsx(CELLS)[:-12],
    "a flipped byte": lambda: _flipped(xlsx(CELLS)),
    "a name outside": lambda: _with_more("../../outside.txt"),
    "a name on a drive": lambda: _with_more("C:\\outside.txt"),
    "a part twice": lambda: _with_more("XL/WORKSHEETS/SHEET1.XML"),
    "packed by LZMA": lambda: zipped(xlsx_parts({"S": sheet(CELLS)}), zipfile.ZIP_LZMA),
    "a sheet elsewhere": lambda: _changed(
        "xl/_rels/workbook.xml.rels",
        'Target="worksheets/sheet1.xml"',
        'Target="http://127.0.0.1:9/x" TargetMode="External"',
    ),
    "a sheet that leads outside": lambda: _changed(
        "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "../../../etc/hostname"
    ),
    "no workbook": lambda: _without("xl/workbook.xml"),
    "no relations": lambda: _without("xl/_rels/workbook.xml.rels"),
    "no shared texts": lambda: _one_row('<c r="A1" t="s"><v>7</v></c>'),
    "an old container of noise": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 90,
    "noise": lambda: bytes(at * 37 % 251 for at in range(20_000)),
    "nothing": lambda: b"",
}  # fmt: skip
CONTENT: Mapping[str, Make] = {
    "no number in a number": lambda: _one_row('<c r="A1"><v>abc</v></c><c r="B1"><v>NaN</v></c>'),
    "an index of letters": lambda: _one_row('<c r="A1" t="s"><v>x</v></c>'),
    "a negative index": lambda: _one_row('<c r="A1" t="s"><v>-1</v></c>'),
    "a date that is none": lambda: _one_row('<c r="A1" t="d"><v>2024-02-30</v></c>'),
    "a style that is none": lambda: _one_row('<c r="A1" s="999"><v>5</v></c>'),
    "only errors": lambda: xlsx(
        "".join(f'<row r="{at}"><c r="A{at}" t="e"><v>#ODD!</v></c></row>' for at in range(1, 5_000))
    ),
    "no sheets": lambda: zipped(xlsx_parts({})),
    "an empty sheet": lambda: xlsx(""),
    "a text of one quote": lambda: b'a,b\n1,"open\n' + b"2,x\n" * 1_000,
    "a text of a zero byte": lambda: b"a,b\n1,\x002\n",
    "a text of one line": lambda: b"a," * 900_000,
    "a page of cells": lambda: b"<html><table>" + b"<tr><td>1" * 90_000,
}  # fmt: skip
CLASSES: Mapping[str, Make] = {**BOMBS, **BOXES, **MARKUP, **CONTAINERS, **CONTENT}
DEADLY: Mapping[str, Make] = {
    name: CLASSES[name]
    for name in (
        "the last cell", "behind a tab", "without addresses", "an error far away", "26 columns", "at ZZ99999",
        "blanks by the gigabyte", "entities", "tags never closed", "half a file",
    )
}  # fmt: skip
