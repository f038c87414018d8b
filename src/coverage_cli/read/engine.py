"""Engine: python-calamine, and the many ways in which it says no. Only this file imports it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import cast

import python_calamine

from coverage_cli.errors import UnreadableInput
from coverage_cli.model import Span, Visibility
from coverage_cli.read.cells import Rows, as_values, trimmed
from coverage_cli.records import NamedTuple

_VISIBILITY: dict[str, Visibility] = {"Hidden": "hidden", "VeryHidden": "very_hidden"}


class EngineSheet(NamedTuple):
    """A worksheet's cells as calamine gives them, from A1 on."""

    name: str
    visibility: Visibility
    rows: Rows
    merges: tuple[Span, ...]


def read_sheets(file: str, content: bytes) -> Iterator[EngineSheet]:
    """Yield the worksheets of a workbook; chart, dialog and macro sheets are passed over.

    calamine is given bytes, for by a path it believes the suffix and fails on names that are not UTF-8. Its panics
    are no `Exception`; they are told by their name, so that an interrupt stays an interrupt.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        yield from _sheets(book)
    except python_calamine.PasswordError as fault:
        raise UnreadableInput("kind-encrypted", file=file) from fault
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as fault:
        raise UnreadableInput("workbook-damaged", file=file, reason=str(fault)) from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":
            raise
        raise UnreadableInput("workbook-damaged", file=file, reason=str(fault)) from None


def _sheets(book: python_calamine.CalamineWorkbook) -> Iterator[EngineSheet]:
    for index, about in enumerate(book.sheets_metadata):
        if str(about.typ).rsplit(".", 1)[-1] != "WorkSheet":
            continue
        sheet = book.get_sheet_by_index(index)
        spans = sheet.merged_cell_ranges or []
        rows = cast("Rows", sheet.to_python(skip_empty_area=False))
        yield EngineSheet(
            about.name,
            _VISIBILITY.get(str(about.visible).rsplit(".", 1)[-1], "visible"),
            as_values(trimmed(rows)),
            tuple(Span(*first, *last) for first, last in spans),
        )
