"""Open document: .ods to grids. Repeated rows and columns are counted, not unrolled, before the engine sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coverage_cli.errors import UnreadableInput
from coverage_cli.model import ErrorCell, Finding, Grid, Span
from coverage_cli.read import limits
from coverage_cli.read.cells import columns_within, put
from coverage_cli.read.engine import read_sheets
from coverage_cli.read.guard import open_package
from coverage_cli.read.sheet_xml import attribute, whole
from coverage_cli.records import NamedTuple

_ROWS_AND_CELLS = rb"<table:(table-row|table-cell|covered-table-cell)(\s[^<>]*?|)(/?)>"
_COLUMNS = rb"<table:table-column(\s[^<>]*)>"
_SHOWN_ERROR = rb"\s*<text:p[^<>]*>(#[A-Z][^<]*|Err:\d+)</text:p>"
_MOST_ERRORS = 100_000
# A tag that another one begins in; comments and instructions may hold anything.
_BROKEN_TAG = re.compile(rb"<[^<>!?]*+<")


class TableLook(NamedTuple):
    """What the second look found in one table; places are 0-based, ranges of columns inclusive."""

    errors: dict[tuple[int, int], ErrorCell]
    merges: tuple[Span, ...]
    hidden_rows: frozenset[int]
    hidden_columns: tuple[tuple[int, int], ...]
    rows: int
    columns: int


class _Cell(NamedTuple):
    """A cell's tag: its place, how often it is repeated down and across, and where its content starts."""

    row: int
    column: int
    down: int
    across: int
    attributes: bytes
    content: int
    is_empty: bool


def read_open_document(file: str, content: bytes) -> tuple[list[Grid], list[Finding]]:
    """Read an OpenDocument spreadsheet; its error cells stand at their places as `ErrorCell`s."""
    parts = open_package(file, content)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise UnreadableInput("kind-encrypted", file=file)
    if _BROKEN_TAG.search(parts.get("content.xml", b"")):  # on such a tag the engine never ends
        raise UnreadableInput(
            "workbook-damaged", file=file, reason="content.xml: tags never closed"
        )
    looks = [look_at_table(table) for table in _tables(parts.get("content.xml", b""))]
    for look in looks:
        if look.rows * look.columns > limits.raised(limits.BOX_CELLS):
            raise UnreadableInput(
                "box-too-large", file=file, part="content.xml", rows=look.rows, columns=look.columns
            )
    parts.clear()
    grids = []
    for sheet, look in zip(read_sheets(file, content), looks, strict=False):
        put(sheet.rows, look.errors)
        hidden_rows = frozenset(row for row in look.hidden_rows if row < len(sheet.rows))
        hidden_columns = columns_within(
            look.hidden_columns, len(sheet.rows[0]) if sheet.rows else 0
        )
        grids.append(
            Grid(
                file,
                sheet.name,
                sheet.rows,
                look.merges,
                hidden_rows,
                hidden_columns,
                sheet.visibility,
            )
        )
    return grids, []


def look_at_table(table: bytes) -> TableLook:
    """Count through one table: its error cells, its merges, what is hidden, and how far its content reaches."""
    errors: dict[tuple[int, int], ErrorCell] = {}
    merges: list[Span] = []
    rows = columns = 0
    for cell in _cells(table):
        if cell.is_empty:
            continue
        rows, columns = max(rows, cell.row + cell.down), max(columns, cell.column + cell.across)
        text = _error_text(table, cell)
        if text is not None and len(errors) + cell.down * cell.across <= _MOST_ERRORS:
            errors |= dict.fromkeys(_places(cell), ErrorCell(text))
        span = _span(cell)
        if span:
            merges.append(span)
    return TableLook(
        errors, tuple(merges), _hidden_rows(table), _hidden_columns(table), rows, columns
    )


def _tables(xml: bytes) -> list[bytes]:
    return [
        match[0]
        for match in re.finditer(rb"<table:table[\s>].*?(?:</table:table>|\Z)", xml, re.DOTALL)
    ]


def _cells(table: bytes) -> Iterator[_Cell]:
    row = column = 0
    down = 0
    for match in re.finditer(_ROWS_AND_CELLS, table):
        kind, attributes, closed = match.groups()
        if kind == b"table-row":
            row, column, down = row + down, 0, _repeated(attributes, b"rows")
            continue
        across = _repeated(attributes, b"columns")
        empty = bool(closed) and b"value-type" not in attributes
        yield _Cell(row, column, down, across, attributes, match.end(), empty)
        column += across


def _repeated(attributes: bytes, what: bytes) -> int:
    return _number(attributes, b"table:number-" + what + b"-repeated")


def _number(attributes: bytes, name: bytes) -> int:
    return max(1, whole(attribute(attributes, name), 1)) if name in attributes else 1


def _error_text(table: bytes, cell: _Cell) -> str | None:
    """Return what an error cell shows; older writers mark it by nothing but a formula with such a text."""
    marked = b'value-type="error"' in cell.attributes
    if not marked and b"table:formula" not in cell.attributes:
        return None
    shown = re.match(_SHOWN_ERROR, table[cell.content : cell.content + 256])
    if shown:
        return shown[1].decode("utf-8", "replace")
    return "#N/A" if marked else None


def _places(cell: _Cell) -> Iterator[tuple[int, int]]:
    for row in range(cell.row, cell.row + cell.down):
        for column in range(cell.column, cell.column + cell.across):
            yield row, column


def _span(cell: _Cell) -> Span | None:
    if b"-spanned" not in cell.attributes:
        return None
    down = _number(cell.attributes, b"table:number-rows-spanned")
    across = _number(cell.attributes, b"table:number-columns-spanned")
    if down * across == 1:
        return None
    return Span(cell.row, cell.column, cell.row + down - 1, cell.column + across - 1)


def _hidden_rows(table: bytes) -> frozenset[int]:
    """Return the rows that are hidden or filtered out; a repeated blank tail is cut at the sheet's end."""
    if b"table:visibility=" not in table:
        return frozenset()
    hidden: set[int] = set()
    row = 0
    for attributes in re.findall(rb"<table:table-row(\s[^<>]*|)>", table):
        after = row + _repeated(attributes, b"rows")
        if attribute(attributes, b"table:visibility") in (b"collapse", b"filter"):
            hidden.update(range(row, min(after, limits.ROWS)))
        row = after
    return frozenset(hidden)


def _hidden_columns(table: bytes) -> tuple[tuple[int, int], ...]:
    ranges, column = [], 0
    for attributes in re.findall(_COLUMNS, table[: table.find(b"<table:table-row")]):
        after = column + _repeated(attributes, b"columns")
        if attribute(attributes, b"table:visibility") in (b"collapse", b"filter"):
            ranges.append((column, after - 1))
        column = after
    return tuple(ranges)
