"""Page: the tables of a web page, which many portals save under a spreadsheet's name. Runs and follows nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from coverage_cli.errors import UnreadableInput
from coverage_cli.model import Finding, Grid, Span
from coverage_cli.read import limits
from coverage_cli.read.cells import Rows, evened, trimmed
from coverage_cli.read.encodings import decode
from coverage_cli.read.text import encoding_findings
from coverage_cli.records import NamedTuple

_MOST_COLUMNS = 1_000
# The longest colspan and rowspan that the HTML standard lets a browser obey.
_MOST_ROWS = 65_534
# A number as shown; where the page stores the number itself (Excel's `x:num`, LibreOffice's `sdval`), that is it.
_GROUPED = r"-?\d{1,3}(?:[.,\s]\d{3})*(?:[.,]\d+)?"
_SILENT = ("script", "style", "title")
_BLOCKS = ("br", "p", "div", "li")


class _Cell(NamedTuple):
    text: str
    rows: int
    columns: int


class _Table:
    """A table being collected: its rows of cells, and the text of the cell that is open."""

    def __init__(self) -> None:
        self.rows: list[list[_Cell]] = []
        self.hidden: list[int] = []
        self.pieces: list[str] | None = None
        self.span = (1, 1)
        self.number: str | None = None

    def open_row(self, *, hidden: bool) -> None:
        self.close_cell()
        if hidden:
            self.hidden.append(len(self.rows))
        self.rows.append([])

    def open_cell(self, rows: int, columns: int, number: str | None) -> None:
        self.close_cell()
        if not self.rows:
            self.rows.append([])
        self.pieces, self.span, self.number = [], (rows, columns), number

    def close_cell(self) -> None:
        if self.pieces is not None:
            text = _squeezed("".join(self.pieces))
            stored = self.number if re.fullmatch(_GROUPED, text) else None
            self.rows[-1].append(_Cell(stored or text, *self.span))
        self.pieces = self.number = None


class _Collector(HTMLParser):
    """Collect tables as they close; a table inside a cell becomes a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.open: list[_Table] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            table = _Table()
            self.tables.append(table)
            self.open.append(table)
        elif self.open:
            self._inside(tag, dict(attrs))

    def _inside(self, tag: str, attributes: dict[str, str | None]) -> None:
        table = self.open[-1]
        if tag == "tr":
            table.open_row(
                hidden="display:none" in (attributes.get("style") or "").replace(" ", "").lower()
            )
        elif tag in ("td", "th"):
            rows = _spanned(attributes.get("rowspan"), _MOST_ROWS)
            stored = attributes.get("x:num") or attributes.get("sdval")
            table.open_cell(rows, _spanned(attributes.get("colspan"), _MOST_COLUMNS), stored)
        elif tag in _BLOCKS and table.pieces:
            table.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "table" and self.open:
            self.open.pop().close_cell()
        elif tag in ("td", "th", "tr") and self.open:
            self.open[-1].close_cell()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].pieces is not None and not self.silent:
            self.open[-1].pieces.append(data)


def read_page(
    file: str, content: bytes, *, encoding: str | None = None
) -> tuple[list[Grid], list[Finding]]:
    """Read every table of at least two rows; grids are named `table 1`, `table 2` … in the order of the page."""
    declared = re.search(rb"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]+)", content[:4096])
    decoded = decode(file, content, encoding, declared[1].decode("ascii") if declared else None)
    collector = _Collector()
    collector.feed(decoded.text)
    for table in collector.open:
        table.close_cell()
    tables = [table for table in collector.tables if len(table.rows) > 1]
    if not tables:
        raise UnreadableInput("page-without-table", file=file)
    grids = [_grid(file, f"table {number}", table) for number, table in enumerate(tables, 1)]
    return grids, encoding_findings(file, decoded)


def _grid(file: str, name: str, table: _Table) -> Grid:
    rows, merges = _laid_out(file, name, table.rows)
    return Grid(file, name, trimmed(rows), merges, frozenset(table.hidden), text_only=True)


def _laid_out(file: str, name: str, table: list[list[_Cell]]) -> tuple[Rows, tuple[Span, ...]]:
    """Give each cell its column, leaving room for the cells that reach down from above."""
    rows: Rows = []
    merges: list[Span] = []
    reaching: dict[int, int] = {}
    area = 0
    for row_index, cells in enumerate(table):
        row: list[str | None] = []
        for cell in cells:
            while reaching.get(len(row), 0) > row_index:
                row.append(None)
            first = len(row)
            row += [cell.text or None, *[None] * (cell.columns - 1)]
            last_row = min(row_index + cell.rows, len(table)) - 1
            reaching.update(dict.fromkeys(range(first, len(row)), last_row + 1))
            if cell.rows > 1 or cell.columns > 1:
                merges.append(Span(row_index, first, last_row, len(row) - 1))
        rows.append(list(row))
        area = max(area, len(row))
        if area * len(table) > limits.raised(limits.BOX_CELLS):
            raise UnreadableInput(
                "box-too-large", file=file, part=name, rows=len(table), columns=area
            )
    return evened(rows), tuple(merges)


def _spanned(value: str | None, most: int) -> int:
    return (
        min(int(value), most) if value and value.isascii() and value.isdigit() and int(value) else 1
    )


def _squeezed(text: str) -> str:
    """Return text as a browser shows it: runs of blanks as one, line breaks only where the page has them."""
    lines = (re.sub(r"[ \t\r\f\v]+", " ", line).strip(" ") for line in text.split("\n"))
    return " ".join(line for line in lines if line)
