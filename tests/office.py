"""Workbooks of ours as others see them: their tables by openpyxl, their formulas calculated by LibreOffice."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest

SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
_STORED = re.compile(r"(</f>)<v>[^<]*</v>")


def opened(content, *, values=True):
    """Return the workbook of a file or its bytes: formulas as the values they come to, else as they are."""
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl has no data bars of 2010
        return openpyxl.load_workbook(source, data_only=values)


def heading_row(sheet):
    """Return the 1-based row of the headings of the sheet's table."""
    (table,) = sheet.tables.values()
    return openpyxl.utils.range_boundaries(table.ref)[1]


def headings(sheet):
    """Return the headings of the sheet's table."""
    return [cell.value for cell in sheet[heading_row(sheet)]]


def records(sheet):
    """Return the rows of the sheet's table, each by its headings."""
    names = headings(sheet)
    rows = sheet.iter_rows(min_row=heading_row(sheet) + 1, values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def formulas(content):
    """Return every formula of a workbook by sheet and cell."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in opened(content, values=False)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def without_stored_values(content):
    """Return a workbook whose formulas have no values, so that whoever opens it must calculate them."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = _STORED.sub(r"\1", part.decode()).encode()
            new.writestr(name, part)
    return made.getvalue()


def converted(content, to):
    """Return a workbook as LibreOffice writes it in another format, or in its own again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in" / "book.xlsx"
        path.parent.mkdir()
        path.write_bytes(content)
        home = f"-env:UserInstallation=file://{folder}/home"
        command = [SOFFICE, "--headless", home, "--convert-to", to, "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
        return (Path(folder) / f"book.{to}").read_bytes()


def recalculated(content):
    """Return the workbook with all its formulas calculated anew by LibreOffice."""
    return opened(converted(without_stored_values(content), "xlsx"))


def assert_same_when_recalculated(content):
    """Hold every formula's stored value against the one that LibreOffice calculates anew."""
    stored, anew, found = opened(content), recalculated(content), formulas(content)
    assert found
    for (sheet, cell), formula in found.items():
        ours, theirs = stored[sheet][cell].value, anew[sheet][cell].value
        if isinstance(ours, float):
            assert theirs == pytest.approx(ours, rel=1e-9, abs=1e-9), (sheet, cell, formula)
        else:
            assert theirs == ours, (sheet, cell, formula)
