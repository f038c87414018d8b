"""Report -> pandas frame, for people who go on in Python. The only file that imports pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coverage_cli.model import MACHINE_COLUMNS, Report
from coverage_cli.write.records import machine_table

if TYPE_CHECKING:
    import pandas

COUNTS = (
    "numerator",
    "denominator",
    "target_count",
    "gap_people",
    "shortfall_people",
    "units_complete",
    "units_expected",
)
RATES = ("coverage_pct", "target_pct", "attainment_pct", "gap_pp")


def report_frame(report: Report) -> pandas.DataFrame:
    """Return the report's rows as a frame with the machine columns and further ones, a row a unit, period, indicator.

    Counts are nullable integers (`Int64`; `Float64` where a sheet holds fractional people), rates are `Float64` in
    percent and not rounded, everything else is text; what is missing is `NA`, never zero.
    """
    import pandas

    columns = {name: pandas.Series(list(values), dtype="object") for name, values in machine_table(report).items()}
    frame = pandas.DataFrame(columns)
    for name in RATES:
        frame[name] = frame[name].astype("Float64")
    for name in COUNTS:
        whole = all(value is None or isinstance(value, int) for value in frame[name])
        frame[name] = frame[name].astype("Int64" if whole else "Float64")
    for name in set(MACHINE_COLUMNS) - {*COUNTS, *RATES}:
        frame[name] = frame[name].astype("string")
    for name in report.further:
        frame[name] = frame[name].convert_dtypes()
    return frame
