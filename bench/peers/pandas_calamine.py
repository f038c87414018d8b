"""The job by pandas with calamine, as a careful analyst would script it: told where everything is, checking nothing."""

import sys

import numpy as np
import pandas as pd

COLUMNS = [
    "period",
    "level",
    "code",
    "unit",
    "parent",
    "indicator",
    "numerator",
    "denominator",
    "coverage_pct",
    "target_pct",
]


def numbers(column: pd.Series) -> pd.Series:
    if column.dtype == object or column.dtype.name.startswith("str"):
        column = pd.to_numeric(
            column.astype(str).str.replace(".", "", regex=False), errors="coerce"
        )
    return column


def judged(units: pd.DataFrame) -> pd.DataFrame:
    units["coverage_pct"] = 100 * units["numerator"] / units["denominator"]
    units["target_count"] = np.ceil(units["target_pct"] * units["denominator"] / 100)
    units["attainment_pct"] = 100 * units["coverage_pct"] / units["target_pct"]
    units["gap_people"] = units["target_count"] - units["numerator"]
    units["gap_pp"] = units["target_pct"] - units["coverage_pct"]
    units["status"] = np.where(units["gap_people"] <= 0, "met", "short")
    return units


def main(path: str) -> None:
    sheet = pd.read_excel(path, engine="calamine", header=5, dtype={"Mã xã": str})
    is_commune = sheet["STT"].astype(str).str.isdigit()
    sheet["parent"] = (
        sheet["Đơn vị"].where(sheet["STT"].astype(str).str.match(r"^[IVXLCDM]+$")).ffill()
    )
    communes = sheet[is_commune].rename(
        columns={"Đơn vị": "unit", "Mã xã": "code", "Chỉ tiêu BHYT (%)": "target_pct"}
    )
    communes["numerator"], communes["denominator"] = (
        numbers(communes["BHYT"]),
        numbers(communes["Dân số"]),
    )
    communes["level"] = "commune"
    communes = judged(communes.dropna(subset=["numerator", "denominator"]).copy())
    communes["shortfall_people"] = communes["gap_people"].clip(lower=0)
    sums = communes.groupby("parent", sort=False)[
        ["numerator", "denominator", "target_count", "shortfall_people"]
    ].sum()
    sums["target_pct"] = 100 * sums["target_count"] / sums["denominator"]
    districts = judged(sums.reset_index().rename(columns={"parent": "unit"}))
    districts["level"] = "district"
    whole = sums.sum().to_frame().T
    whole["target_pct"] = 100 * whole["target_count"] / whole["denominator"]
    whole["unit"], whole["level"] = "Tỉnh", "province"
    report = pd.concat([judged(whole), districts, communes])
    report["period"], report["indicator"] = "2024-05", "health_insurance"
    columns = [
        *COLUMNS,
        "target_count",
        "attainment_pct",
        "gap_people",
        "gap_pp",
        "shortfall_people",
        "status",
    ]
    if len(sys.argv) > 2:
        report[columns].to_excel(sys.argv[2], engine="xlsxwriter", index=False)
    else:
        report[columns].to_csv(sys.stdout, index=False)


main(sys.argv[1])
