"""Write a built sheet as the file that an office would send."""

from __future__ import annotations

import csv
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from adversary.sheet import Sheet


def write(sheet: Sheet, folder: Path) -> Path:
    """Write the sheet into the folder and return its path."""
    path = folder / f"sheet-{sheet.seed}.{sheet.suffix}"
    if sheet.suffix == "csv":
        write_csv(sheet, path)
    else:
        write_xlsx(sheet, path)
    return path


def write_csv(sheet: Sheet, path: Path) -> None:
    """Write text with semicolons where the comma is a decimal sign."""
    delimiter = "," if "language: en" in sheet.features else ";"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(sheet.cells.rows)


def write_xlsx(sheet: Sheet, path: Path) -> None:
    """Write a workbook with merged cells, bold rows and percent formats."""
    workbook = Workbook()
    page = workbook.worksheets[0]
    for row, line in enumerate(sheet.cells.rows, 1):
        for column, value in enumerate(line, 1):
            if value is not None:
                page.cell(row, column, value)
    bold = Font(bold=True)
    for row_index in sheet.cells.bold:
        for cell in page[row_index + 1]:
            cell.font = bold
    for row_index, column_index in sheet.cells.percent:
        page.cell(row_index + 1, column_index + 1).number_format = "0.00%"
    for top, left, bottom, right in sheet.cells.merges:
        page.merge_cells(
            start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
        )
    workbook.save(path)
