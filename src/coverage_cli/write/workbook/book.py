"""A workbook of ours: in memory, of no date, its sheets named in the reader's words and set up for printing."""

from __future__ import annotations

import datetime
import io
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from coverage_cli.model import AUTHOR
from coverage_cli.words import Words
from coverage_cli.write.workbook.cells import Looks, cell_text, looks_of, sheet_name
from coverage_cli.write.workbook.properties import workbook_in
from coverage_cli.write.workbook.rows import sheet_class

_A4 = 9
_LONGEST_TITLE = 100


@contextmanager
def new_book(
    title: str | None, labels: Sequence[str], words: Words, long: Collection[str] = ()
) -> Iterator[tuple[io.BytesIO, list[Worksheet], Looks, Workbook]]:
    """Open a workbook with a sheet of each name; its bytes are whole when the block ends.

    Those in `long` hold tables of many rows, each of them as high as the others.
    """
    content = io.BytesIO()
    book = workbook_in(words.lang, content, {"in_memory": True})
    named = {} if title is None else {"title": cell_text(title)[:_LONGEST_TITLE]}
    # Any day, if it is always the same: XlsxWriter would take the clock's and no two files would be equal.
    book.set_properties({**named, "author": AUTHOR, "created": datetime.datetime(2000, 1, 1)})
    names: list[str] = []
    for label in labels:
        names.append(sheet_name(label, names))
    sheets = [
        book.add_worksheet(name, sheet_class() if label in long else None)
        for label, name in zip(labels, names, strict=True)
    ]
    for sheet in sheets:
        set_page(sheet, words)
    yield content, sheets, looks_of(book), book
    book.close()


def set_page(sheet: Worksheet, words: Words) -> None:
    """Print on A4 across, one page wide, with the sheet's name and the page's number below."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.3, right=0.3, top=0.5, bottom=0.7)
    sheet.set_footer(f"&L&A&R{words.label('page_of', page='&P', pages='&N')}")
