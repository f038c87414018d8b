"""Floods of what a file may hold in any number: the work of reading grows with the file, never with its square.

Each flood is read by a child that may use a few seconds of CPU: a reader that goes back to the start for every tag would
need minutes or hours of it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hostile import HEAD, MAIN, ods, sheet, xlsx, xlsx_parts, zipped

from coverage_cli.errors import CoverageError
from coverage_cli.read import read_bytes
from coverage_cli.read.supervised import CAN_FORK, Bounds, each_apart

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="the system has no fork")
BYTES = 500_000
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
LEGACY_FONT = '<fonts><font><name val=".VnTime"/></font></fonts>'


def flood(piece: str) -> str:
    """Repeat a piece, behind as many ends of tags as it begins: a count of both must not be what stops it."""
    times = BYTES // len(piece)
    return ">" * (max(0, piece.count("<") - piece.count(">")) * times) + piece * times


def part(name: str, content: str) -> bytes:
    return zipped({**xlsx_parts({"S": sheet(ROW)}), name: HEAD + content})


IN_A_SHEET = {
    "rows never closed": "<row ",
    "rows in one tag": '<row r="1" ',
    "cells never closed": "<c ",
    "cells without an end": '<c r="A1" t="e"><v>',
    "errors without an end": '<c t="e">',
    "errors in one tag": ' t="e"',
    "addresses in one tag": ' r="ZZZ1"',
    "values without an end": "<v>#",
    "unknown errors": "<v>#A</v><v>#B</v>",
    "formulas without an end": "<f>",
    "formulas without a cell": "<f/></c>",
    "blanks": " ",
    "blanks behind a formula": "<f/>" + " " * 5_000,
    "tabs before addresses": '\tr="A1"',
    "columns never closed": "<col ",
    "merges": '<mergeCell ref="A1:B900000"/>',
}


@pytest.mark.parametrize("piece", IN_A_SHEET.values(), ids=IN_A_SHEET.keys())
def test_floods_in_a_sheet(piece):
    bounded(lambda: xlsx(ROW + flood(piece)))
    bounded(lambda: zipped(xlsx_parts({"S": HEAD + f"<worksheet {MAIN}><cols>{flood(piece)}"})))


@pytest.mark.parametrize(
    "piece", ["<sheet ", '<sheet name="', "<x:sheet r:id=", '<sheet name="a" ']
)
def test_floods_in_a_workbook(piece):
    bounded(lambda: part("xl/workbook.xml", "<workbook><sheets>" + flood(piece)))


@pytest.mark.parametrize(
    "piece", ["<Relationship ", '<Relationship Id="', '<Relationship Target="../x" Id="r1"/>']
)
def test_floods_in_the_relations(piece):
    bounded(lambda: part("xl/_rels/workbook.xml.rels", "<Relationships>" + flood(piece)))


NUMBER_FORMATS = [
    "<numFmt ",
    "<numFmts>",
    '<numFmt formatCode="',
    '<numFmt formatCode="[',
    '<numFmt numFmtId="9" formatCode="0,"/>',
]


@pytest.mark.parametrize("piece", [*NUMBER_FORMATS, "[", "&quot;", "\\\\"])
def test_floods_in_the_number_formats(piece):
    scaled = '<numFmt numFmtId="170" formatCode="#,##0,"/>'
    bounded(
        lambda: part("xl/styles.xml", f"<styleSheet>{scaled}<cellXfs>{flood('<xf ')}{flood(piece)}")
    )
    bounded(
        lambda: part("xl/styles.xml", f'<styleSheet><numFmt formatCode="{flood(piece)}"/>{scaled}')
    )


@pytest.mark.parametrize(
    "piece", ["<fonts>", "<font>", "<font ", "<cellXfs ", "<xf ", '<name val="', "</font>"]
)
def test_floods_in_the_styles(piece):
    bounded(lambda: part("xl/styles.xml", f"<styleSheet>{LEGACY_FONT}<fonts>{flood(piece)}"))


@pytest.mark.parametrize("piece", ["<si>", "<si ", "<si/>", "<x:si>", '<rFont val="', "</si>"])
def test_floods_in_the_shared_texts(piece):
    bounded(
        lambda: part("xl/sharedStrings.xml", f'<sst><si><rFont val=".VnTime"/></si>{flood(piece)}')
    )


@pytest.mark.parametrize(
    "piece",
    [
        "<table:table-row ",
        "<table:table-cell ",
        "<table:table ",
        "<table:table-column ",
        "<table:table>",
        "<text:p>",
    ],
)
def test_floods_in_an_open_document(piece):
    bounded(lambda: ods("<table:table-row><table:table-cell/></table:table-row>" + flood(piece)))


@pytest.mark.parametrize(
    "piece",
    ["<", "<td", "<td ", "<table>", "<table><tr><td>", "<!--", "&", "&#", '<td a="', "<tr>"],
)
def test_floods_in_a_page(piece):
    bounded(lambda: b"<html><table><tr><td>1</td></tr><tr><td>2</td></tr>" + flood(piece).encode())


@pytest.mark.parametrize("piece", ['"', ",", ";\t|", "\n", '""', "a\xc1", "sep=;", " ", "1,2,3\n"])
def test_floods_in_a_text(piece):
    bounded(lambda: b"Xa,So\nA,1\n" + flood(piece).encode("latin-1"))


def bounded(make: Callable[[], bytes]) -> None:
    """Read what is made, or refuse it, within a few seconds of CPU and little memory."""
    content = make()
    reading = each_apart(
        lambda name: read_bytes(name, content), ["x"], str, bounds=Bounds(768 << 20, 10)
    )
    (found,) = reading
    assert getattr(found, "key", "") not in (
        "input-takes-too-long",
        "input-ends-reader",
        "input-trips-reader",
    )
    assert not isinstance(found, CoverageError) or found.key
