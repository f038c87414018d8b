"""The report as a pandas frame."""

import pandas
from reports import province_report

from coverage_cli.model import MACHINE_COLUMNS
from coverage_cli.write.machine.frame import report_frame


def test_a_frame_has_the_machine_columns_and_exact_types():
    report = province_report()
    frame = report_frame(report)
    assert list(frame.columns) == list(MACHINE_COLUMNS)
    assert len(frame) == len(report.figures)
    assert frame["units_complete"].dtype == pandas.Int64Dtype()
    assert frame["coverage_pct"].dtype == pandas.Float64Dtype()
    first = report.figures[0]
    assert frame.loc[0, "unit"] == first.unit
    assert frame.loc[0, "coverage_pct"] == float(first.coverage_pct)


def test_what_is_missing_is_not_zero():
    report = province_report()
    frame = report_frame(report)
    missing = [at for at, figure in enumerate(report.figures) if figure.coverage_pct is None]
    assert missing
    assert all(frame.loc[at, "coverage_pct"] is pandas.NA for at in missing)
