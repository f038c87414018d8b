"""Book: a file to its grids, the right reader chosen by what the file is. Knows no format from the inside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from coverage_cli.errors import CoverageError, UnreadableInput
from coverage_cli.findings import Where, finding
from coverage_cli.model import Book, Finding, Grid, cell_name
from coverage_cli.read import limits
from coverage_cli.read.cells import merges_within, with_one_blank
from coverage_cli.read.sniff import kind_of
from coverage_cli.read.source import read_source
from coverage_cli.read.supervised import CAN_FORK, CPU_SECONDS, MEMORY_BYTES, Bounds, each_apart
from coverage_cli.shown import shown

Reading = tuple[list[Grid], list[Finding]]
ROW_LIMITS = (65_536, 1_048_576)


def read_book(
    path: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    project: str | None = None,
) -> Book:
    """Read a local file, or standard input for `-`, into a book; its bytes are parsed in a child process.

    The book goes by the name that outputs show, from the folder of the `project` file where it lies there.
    Raises `UnreadableInput` with a message of its own for everything that is no sound spreadsheet.
    """
    content = read_source(path)
    if not CAN_FORK:
        from coverage_cli.read.apart import read_apart

        return read_apart(
            shown(path, project), content, {"encoding": encoding, "delimiter": delimiter}
        )
    reading = partial(read_bytes, content=content, encoding=encoding, delimiter=delimiter)
    (book,) = each_apart(reading, [shown(path, project)], str, bounds=child_bounds())
    if isinstance(book, CoverageError):
        raise book
    return book


def child_bounds() -> Bounds:
    """Return what a child may use for one file: more where more cells are allowed."""
    return Bounds(limits.raised(MEMORY_BYTES), limits.raised(CPU_SECONDS))


def read_bytes(
    name: str, content: bytes, *, encoding: str | None = None, delimiter: str | None = None
) -> Book:
    """Read bytes into a book; `name` is only for messages, the content alone says what the file is."""
    from hashlib import sha256

    kind = kind_of(name, content)
    grids, findings = _reader(kind, encoding, delimiter)(name, content)
    kept = [_kept(grid) for grid in grids if grid.rows]
    if not kept:
        raise UnreadableInput("file-without-data", file=name)
    _check_boxes(name, kept)
    findings += [_empty(grid) for grid in grids if not grid.rows]
    findings += [_cut_off(grid) for grid in kept if _at_row_limit(grid)]
    return Book(name, sha256(content).hexdigest(), kind, tuple(kept), tuple(findings))


def _kept(grid: Grid) -> Grid:
    """Return the grid as it is kept, and handed on to another process: in no more memory than it needs."""
    merges = merges_within(grid.merges, len(grid.rows), len(grid.rows[0]))
    return grid._replace(rows=with_one_blank(grid.rows), merges=merges)


def _check_boxes(file: str, grids: Sequence[Grid]) -> None:
    """Refuse a file whose sheets are too much together, whatever its kind: what is kept of it is bounded, too."""
    sizes = [len(grid.rows) * len(grid.rows[0]) for grid in grids]
    if sum(sizes) > limits.raised(limits.BOX_CELLS):
        largest = grids[sizes.index(max(sizes))]
        box = {"rows": len(largest.rows), "columns": len(largest.rows[0])}
        raise UnreadableInput("box-too-large", file=file, part=largest.sheet or file, **box)


def _reader(
    kind: str, encoding: str | None, delimiter: str | None
) -> Callable[[str, bytes], Reading]:
    """Return the reader of a kind; each lives in a module that only its own files load."""
    if kind == "xlsx":
        from coverage_cli.read.workbook import read_workbook

        return read_workbook
    if kind == "xls":
        from coverage_cli.read.binary_workbook import read_xls

        return read_xls
    if kind == "xlsb":
        from coverage_cli.read.biff12 import read_xlsb

        return read_xlsb
    if kind == "ods":
        from coverage_cli.read.open_document import read_open_document

        return read_open_document
    if kind == "html":
        from coverage_cli.read.page import read_page

        return lambda name, content: read_page(name, content, encoding=encoding)
    from coverage_cli.read.text import read_text

    return lambda name, content: read_text(name, content, encoding=encoding, delimiter=delimiter)


def _empty(grid: Grid) -> Finding:
    return finding("sheet-skipped", Where(grid.file, grid.sheet), variant="empty", sheet=grid.sheet)


def _at_row_limit(grid: Grid) -> bool:
    """Tell whether data run into the last row a sheet can have; a stray cell down there is no sheet cut short."""
    if len(grid.rows) not in ROW_LIMITS:
        return False
    return all(any(value is not None for value in row) for row in grid.rows[-2:])


def _cut_off(grid: Grid) -> Finding:
    last = len(grid.rows) - 1
    column = next(index for index, value in enumerate(grid.rows[last]) if value is not None)
    values = {"rows": len(grid.rows)}
    return finding("row-limit", Where(grid.file, grid.sheet, (cell_name(last, column),)), values)
