"""Change some cells of a workbook that others made, and give it back only where everything else is proved unchanged."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from coverage_cli.errors import UnreadableInput, UnwritableOutput
from coverage_cli.model import Phrase
from coverage_cli.write.foreign.losses import losses
from coverage_cli.write.foreign.proof import Changed, Witness, differences
from coverage_cli.write.foreign.raw import Package, open_package

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_KEPT_AS_STORED = ("docProps/core.xml", "docProps/app.xml")
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def changed(
    file: str, content: bytes, change: Callable[[Workbook], Changed], *, looks_too: bool = False
) -> bytes:
    """Return a workbook with some cells changed; `change` changes them and tells which they are.

    Raises `UnwritableOutput` where something would be lost, or came out otherwise, with what it is. The same workbook
    and change give the same bytes.
    """
    package = open_package(file, content)
    if lost := losses(package):
        raise UnwritableOutput("form-would-lose", file=file, choices=lost)
    before, book = _opened(file, content), _opened(file, content)
    cells = change(book)
    book.calculation.fullCalcOnLoad = True
    made = _saved(book, package)
    after = Witness(open_package(file, made), _opened(file, made))
    if found := differences(Witness(package, before), after, cells, looks_too=looks_too):
        raise UnwritableOutput("form-came-out-otherwise", file=file, choices=tuple(found))
    return made


def _opened(file: str, content: bytes) -> Workbook:
    """Return a workbook as openpyxl reads it; what it warns of would be lost, too."""
    from openpyxl import load_workbook

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            book = load_workbook(BytesIO(content), rich_text=True)
        except Exception as fault:  # what openpyxl raises for a damaged part is not told anywhere
            reason = f"{type(fault).__name__}: {fault}"[:300]
            raise UnreadableInput("workbook-damaged", file=file, reason=reason) from fault
    lost = tuple(Phrase("loss_other", {"name": str(one.message)}) for one in said)
    if lost:
        raise UnwritableOutput("form-would-lose", file=file, choices=lost)
    return book


def _saved(book: Workbook, package: Package) -> bytes:
    """Return the workbook's bytes: its properties as they were stored, and no time of today in it."""
    buffer, made = BytesIO(), BytesIO()
    book.save(buffer)
    with ZipFile(buffer) as written, ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name in written.namelist():
            content = _TIMES.sub(rb"\g<1>2000-01-01T00:00:00Z", written.read(name))
            if name in _KEPT_AS_STORED:
                content = package.parts.get(name, content)
            member = ZipInfo(name, _NO_DATE)
            member.compress_type = ZIP_DEFLATED
            archive.writestr(member, content)
    return made.getvalue()
