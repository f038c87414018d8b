"""A workbook of ours: in memory, of no date, its sheets named in the reader's words and set up for printing."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from coverage_cli.model import AUTHOR
from coverage_cli.words import Words
from coverage_cli.write.workbook.cells import Looks, cell_text, looks_of, sheet_name
from coverage_cli.write.workbook.rows import sheet_class

_LONG_TABLES = ("sheet_results", "sheet_trend", "sheet_revisions")
_A4 = 9
_FOOTER_TITLE = 100  # a footer holds 255 characters


@contextmanager
def new_book(
    title: str | None, labels: Sequence[str], words: Words
) -> Iterator[tuple[io.BytesIO, list[Worksheet], Looks]]:
    """Open a workbook with a sheet for each label; its bytes are whole when the block ends."""
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True})
    named = {} if title is None else {"title": cell_text(title)[:_FOOTER_TITLE]}
    # Any day, if it is always the same: XlsxWriter would take the clock's and no two files would be equal.
    book.set_properties({**named, "author": AUTHOR, "created": datetime.datetime(2000, 1, 1)})
    names: list[str] = []
    for label in labels:
        names.append(sheet_name(words.label(label), names))
    kinds = {label: sheet_class() for label in labels if label in _LONG_TABLES}
    sheets = [
        book.add_worksheet(name, kinds.get(label))
        for label, name in zip(labels, names, strict=True)
    ]
    for sheet in sheets:
        set_page(sheet, title, words)
    yield content, sheets, looks_of(book)
    book.close()


def set_page(sheet: Worksheet, title: str | None, words: Words) -> None:
    """Print on A4 across, one page wide, with the title and the page's number below."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    footer = "" if title is None else f"&L{cell_text(title)[:_FOOTER_TITLE].replace('&', '&&')}"
    sheet.set_footer(f"{footer}&R{words.label('page_of', page='&P', pages='&N')}")
