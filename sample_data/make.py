"""Remake the sample files: `python sample_data/make.py [FOLDER]` (needs xlsxwriter and xlwt).

The order of the files only; figures come from `enrolment`, layouts from the forms. The same bytes every time.
"""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from district_form import write_district_form
from enrolment import (
    Census,
    Row,
    corrected_rows,
    later_rows,
    month_rows,
    read_census,
    read_places,
)
from monthly_form import write_monthly_form
from office_form import write_office_form
from targets_form import write_targets

HERE = Path(__file__).resolve().parent
REDELIVERED = "redelivered-2024-04.xlsx"
POPULATION = "ninh-binh-2024-population.csv"
TODAY, UNITS = "today", "units-2025.csv"
# Months on later units: how many after May 2024, and since when their units are there.
LATER = (("2025-03", 10, "2025-01"), ("2025-12", 19, "2025-07"), ("2026-05", 24, "2025-07"))
SILENT = "14695"  # Xã Kim Trung
ENGLISH_COLUMNS = (
    "code",
    "commune",
    "district",
    "population",
    "labour_force",
    "health_insured",
    "target_pct",
)


def main(folder: Path = HERE) -> None:
    """Write every sample file into a folder; the census is the one input."""
    folder.mkdir(parents=True, exist_ok=True)
    census = read_census(HERE / POPULATION)
    if folder.resolve() != HERE:
        shutil.copyfile(HERE / POPULATION, folder / POPULATION)
    for period in ("2023-12", "2024-03", "2024-04", "2024-05"):
        write_monthly_form(folder / f"ninh-binh-{period}.xlsx", month_rows(census, period), period)
    write_monthly_form(
        folder / REDELIVERED, corrected_rows(month_rows(census, "2024-04")), "2024-04"
    )
    write_later(folder / TODAY, census)
    may = month_rows(census, "2024-05")
    write_targets(folder / "ninh-binh-2024-targets.xlsx", may)
    write_district_form(folder / "nho-quan-2024-05.xls", may, "2024-05")
    write_english_csv(folder / "ninh-binh-2024-05-en.csv", may)
    write_office_form(folder / "ninh-binh-form.xlsx", may, "2024-05")
    fill_inbox(folder / "inbox", census)


def write_later(folder: Path, census: Sequence[Census]) -> None:
    """Write a month of the districts of early 2025, and two of the form without districts."""
    folder.mkdir(exist_ok=True)
    places = read_places(HERE / TODAY / UNITS)
    if folder.resolve() != HERE / TODAY:
        shutil.copyfile(HERE / TODAY / UNITS, folder / UNITS)
    for period, months, time in LATER:
        rows = later_rows(census, months, places[time])
        write_monthly_form(folder / f"ninh-binh-{period}.xlsx", rows, period)


def fill_inbox(inbox: Path, census: Sequence[Census]) -> None:
    """Write what offices sent: three months, May without a commune, a correction, a file cut off on its way."""
    inbox.mkdir(exist_ok=True)
    for period in ("2024-03", "2024-04", "2024-05"):
        rows = month_rows(census, period)
        sent = [row for row in rows if (period, row.code) != ("2024-05", SILENT)]
        write_monthly_form(inbox / f"ninh-binh-{period}.xlsx", sent, period)
    april = corrected_rows(month_rows(census, "2024-04"))
    write_district_form(inbox / "nho-quan-2024-04-correction.xls", april, "2024-04")
    whole = (inbox / "ninh-binh-2024-05.xlsx").read_bytes()
    (inbox / "tam-diep-2024-05.xlsx").write_bytes(whole[: len(whole) // 2])


def write_english_csv(path: Path, rows: Sequence[Row]) -> None:
    """Write one line a commune under English headings, numbers bare."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(ENGLISH_COLUMNS)
        writer.writerows((*row[:5], row.health, f"{row.target_tenths / 10:g}") for row in rows)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
