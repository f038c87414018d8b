"""Report -> pandas frame, for people who go on in Python; nothing else on the way out imports pandas."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from coverage_cli.model import MACHINE_COLUMNS, Report
from coverage_cli.write.columns import KINDS, about
from coverage_cli.write.machine.records import machine_table

if TYPE_CHECKING:
    import pandas


def parquet_bytes(report: Report) -> bytes:
    """Return the report's rows as a Parquet file, its columns typed as those of the frame.

    Raises `ModuleNotFoundError` where the extra is not installed.
    """
    made = BytesIO()
    report_frame(report).to_parquet(made, engine="pyarrow", index=False)
    return made.getvalue()


def report_frame(report: Report) -> pandas.DataFrame:
    """Return the report's rows as a frame with the machine columns and further ones, a row a unit, period, indicator.

    Counts are nullable integers (`Int64`; `Float64` where a sheet holds fractional people), rates are `Float64` in
    percent and not rounded, everything else is text; what is missing is `NA`, never zero.
    """
    import pandas

    columns = {
        name: pandas.Series(list(values), dtype="object")
        for name, values in machine_table(report).items()
    }
    frame = pandas.DataFrame(columns)
    for name in (*MACHINE_COLUMNS, *report.further):
        kind = KINDS[about(name).kind].frame
        is_whole = all(value is None or isinstance(value, int) for value in frame[name])
        frame[name] = frame[name].astype("Float64" if kind == "Int64" and not is_whole else kind)  # type: ignore[call-overload]
    return frame
