"""One report of many workbooks by a library, as a careful analyst would script it: told where everything is.

Usage: files_by.py openpyxl|polars|duckdb FOLDER
"""

import sys
from pathlib import Path

CODE, NAME, PEOPLE, INSURED, TARGET = "Mã xã", "Đơn vị", "Dân số", "BHYT", "Chỉ tiêu BHYT (%)"
ABOVE = 5
"""Rows above the heading."""


def by_openpyxl(places: list[str]) -> None:
    import numpy as np
    import pandas as pd

    sheets = [
        pd.read_excel(place, engine="openpyxl", header=ABOVE, dtype={CODE: str}) for place in places
    ]
    units = pd.concat(sheets)[[CODE, NAME, PEOPLE, INSURED, TARGET]]
    units["coverage_pct"] = 100 * units[INSURED] / units[PEOPLE]
    units["target_count"] = np.ceil(units[TARGET] * units[PEOPLE] / 100)
    units["gap_people"] = units["target_count"] - units[INSURED]
    units.to_csv(sys.stdout, index=False)


def by_polars(places: list[str]) -> None:
    import polars as pl

    sheets = [pl.read_excel(place, read_options={"header_row": ABOVE}) for place in places]
    units = pl.concat(sheets, how="vertical_relaxed").select(CODE, NAME, PEOPLE, INSURED, TARGET)
    target = (pl.col(TARGET) * pl.col(PEOPLE) / 100).ceil().alias("target_count")
    units = units.with_columns(
        (100 * pl.col(INSURED) / pl.col(PEOPLE)).alias("coverage_pct"), target
    )
    units.with_columns((pl.col("target_count") - pl.col(INSURED)).alias("gap_people")).write_csv(
        sys.stdout.buffer
    )


def by_duckdb(places: list[str]) -> None:
    import duckdb

    base = duckdb.connect()
    base.execute("install excel; load excel")
    base.execute(
        "create table units (code varchar, name varchar, people double, insured double, target double)"
    )
    for place in places:
        sheet = (
            f"read_xlsx('{place}', range='A{ABOVE + 1}:H10000', header=true, stop_at_empty=true)"
        )
        base.execute(
            f'insert into units select "{CODE}", "{NAME}", "{PEOPLE}", "{INSURED}", "{TARGET}" from {sheet}'
        )
    base.execute(
        "copy (select *, 100 * insured / people as coverage_pct, ceil(target * people / 100) as target_count, "
        "ceil(target * people / 100) - insured as gap_people from units) to '/dev/stdout' (format csv, header)"
    )


by = {"openpyxl": by_openpyxl, "polars": by_polars, "duckdb": by_duckdb}
by[sys.argv[1]](sorted(map(str, Path(sys.argv[2]).iterdir())))
