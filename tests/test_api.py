"""The commands as functions: the same figures as the command line, from every kind of input."""

from __future__ import annotations

import datetime
import doctest
import io
import json
import subprocess
import sys
import warnings
from pathlib import Path

import openpyxl
import pandas
import pytest
from program import SAMPLES, run

import coverage_cli
from coverage_cli.api.asked import Asked, names_of
from coverage_cli.cli.options import table

ROOT = Path(__file__).parent.parent
MAY = SAMPLES / "ninh-binh-2024-05.xlsx"


@pytest.fixture
def at_root(tmp_path, monkeypatch):
    """Stand in a copy of the project's root, so that outputs land nowhere else."""
    (tmp_path / "sample_data").symlink_to(SAMPLES)
    monkeypatch.chdir(tmp_path)


def frame_of_the_command(*arguments) -> pandas.DataFrame:
    return pandas.DataFrame(run(*arguments, "--format", "json").report()["rows"])


@pytest.mark.parametrize("command", ["compute", "gaps"])
def test_the_figures_are_those_of_the_command(command):
    told = getattr(coverage_cli, command)(MAY, indicator="health_insurance", level="district")
    printed = frame_of_the_command(command, MAY, "-i", "health_insurance", "--level", "district")
    assert list(told.frame.columns) == list(printed.columns)
    for column in printed.columns:
        mine = [None if one is pandas.NA else one for one in told.frame[column]]
        theirs = [None if one is None or one != one else one for one in printed[column]]
        assert mine == theirs, column


def test_a_trend_has_a_row_a_unit_and_period():
    told = coverage_cli.trend(
        SAMPLES / "ninh-binh-2024-0[345].xlsx", indicator="health_insurance", level="province"
    )
    assert told.frame["period"].tolist() == ["2024-03", "2024-04", "2024-05"]


def test_counts_are_nullable_whole_numbers():
    frame = coverage_cli.compute(MAY, indicator="health_insurance").frame
    assert frame["gap_people"].dtype == pandas.Int64Dtype()
    assert frame["coverage_pct"].dtype == pandas.Float64Dtype()


@pytest.mark.parametrize(
    "given",
    [MAY.read_bytes(), io.BytesIO(MAY.read_bytes()), MAY, str(MAY)],
    ids=["bytes", "open file", "path", "text"],
)
def test_an_input_is_a_path_bytes_or_an_open_file(given):
    frame = coverage_cli.compute(given, indicator="health_insurance").frame
    assert (frame.loc[0, "numerator"], len(frame)) == (919276, 152)


def test_an_open_file_is_called_by_its_name():
    with MAY.open("rb") as file:
        result = coverage_cli.compute(file, indicator="health_insurance")
    assert result.sources[0]["file"] == MAY.name


WARDS = pandas.DataFrame(
    {
        "Ward": ["Old Town", "Riverside", "Hill"],
        "People": [1_500, 2_345, 999],
        "Members": [1_200, 2_345, 500],
    }
)
TOLD = {"unit": "Ward", "denominator": "People", "numerator": "Members"}


def test_a_frame_is_read_with_its_columns_told():
    frame = coverage_cli.compute(WARDS, **TOLD).frame
    assert frame["numerator"].tolist() == [4_045, 1_200, 2_345, 500]
    assert frame["denominator"].tolist() == [4_844, 1_500, 2_345, 999]


def test_an_index_that_says_something_becomes_columns():
    frame = coverage_cli.compute(WARDS.set_index("Ward"), **TOLD).frame
    assert frame["unit"].tolist() == ["Total", "Old Town", "Riverside", "Hill"]


def test_numbers_of_a_frame_are_not_guessed_at():
    """A frame holds 1200.5, where a text file leaves open which mark parts the thousands."""
    told = coverage_cli.compute(WARDS.assign(Members=[1_200.5, 2_000, 500]), **TOLD)
    assert told.frame.loc[1, "numerator"] == 1_200.5
    assert "fractional-count" in {finding["code"] for finding in told.findings}


def test_texts_of_a_frame_are_no_formulas():
    frame = coverage_cli.compute(WARDS.assign(Ward=["=1+1", "Riverside", "Hill"]), **TOLD).frame
    assert "=1+1" in frame["unit"].tolist()


def test_a_list_may_be_a_frame_and_several_targets_a_dictionary():
    goals = pandas.DataFrame({"Ward": WARDS["Ward"], "Target %": [90, 90, 60]})
    listed = coverage_cli.compute(WARDS, **TOLD, targets=goals).frame
    assert listed["status"].tolist()[1:] == ["short", "met", "short"]
    one, other = (
        coverage_cli.compute(WARDS, **TOLD, target=target).frame.loc[0, "target_pct"]
        for target in (91, {"coverage": 92.5})
    )
    assert (one, other) == (91, 92.5)


def test_options_take_python_values():
    told = coverage_cli.gaps(
        MAY,
        indicator=["health_insurance"],
        header_rows=(7, 9),
        by_date=datetime.date(2024, 12, 31),
        top=1,
        level="district",
    )
    assert told.frame["unit"].tolist() == ["Huyện Kim Sơn"]
    assert told.frame["months_left"].tolist() == [7]


def test_an_argument_that_no_command_has_is_refused_with_the_nearest():
    with pytest.raises(TypeError, match="did you mean 'denominator'"):
        coverage_cli.compute(WARDS, denominater="People")
    with pytest.raises(TypeError, match="not int"):
        coverage_cli.compute(5)


def test_the_typed_options_are_those_of_the_command_line():
    assert set(Asked.__annotations__) == set(names_of("compute"))
    for command in ("compute", "gaps", "trend", "check", "inspect"):
        assert set(names_of(command).values()) <= set(table())


def test_an_error_says_what_the_command_would_say():
    with pytest.raises(coverage_cli.CoverageError) as told:
        coverage_cli.compute(MAY, unit="No such column")
    printed = run("compute", MAY, "--unit", "No such column").err
    assert f"error: {str(told.value).splitlines()[0]}" in printed
    assert told.value.exit_code == 3


def test_errors_in_the_data_are_warned_of():
    roster = pandas.DataFrame({"Ward": [*WARDS["Ward"], "Harbour"]})
    with pytest.warns(coverage_cli.CoverageWarning, match="Harbour"):
        coverage_cli.compute(WARDS, **TOLD, expect=roster)


def test_a_refused_input_beside_others_is_warned_of(tmp_path):
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.warns(coverage_cli.CoverageWarning, match="broken"):
        result = coverage_cli.compute(MAY, tmp_path / "broken.xlsx", indicator="health_insurance")
    assert len(result.refused) == 1


def test_a_sound_sheet_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        coverage_cli.compute(MAY, indicator="health_insurance")


def test_explain_tells_what_the_command_tells():
    told = coverage_cli.compute(MAY, indicator="health_insurance").explain("Xã Đồng Phong")
    printed = run("explain", MAY, "-i", "health_insurance", "--in", "Xã Đồng Phong")
    assert str(told) == printed.out
    assert told.data == json.loads(
        run(
            "explain", MAY, "-i", "health_insurance", "--in", "Xã Đồng Phong", "--format", "json"
        ).out
    )


def test_what_was_lent_is_explained_as_well():
    told = coverage_cli.compute(WARDS, **TOLD).explain("Riverside")
    assert "2,345" in told.text


def test_results_are_written_whole_and_never_over_an_input(tmp_path):
    result = coverage_cli.compute(MAY, indicator="health_insurance")
    result.to_excel(tmp_path / "summary.xlsx")
    assert openpyxl.load_workbook(tmp_path / "summary.xlsx").sheetnames
    result.save(tmp_path / "report.csv")
    assert (tmp_path / "report.csv").read_bytes().startswith(b"\xef\xbb\xbfperiod,")
    with pytest.raises(coverage_cli.UnwritableOutput):
        result.to_excel(tmp_path / "no folder" / "summary.xlsx")
    before = MAY.read_bytes()
    with pytest.raises(coverage_cli.CoverageError):
        result.to_excel(MAY)
    assert MAY.read_bytes() == before


def test_check_tells_the_rules_and_whether_all_is_well(tmp_path):
    sound = coverage_cli.check(MAY)
    assert sound.ok
    assert sound.counts["error"] == 0
    odd = coverage_cli.check(WARDS.assign(Members=[1_200, 2_345, 5_000]), **TOLD)
    assert "over-100" in odd.frame["code"].tolist()
    odd.to_excel(tmp_path / "faults.xlsx")
    assert openpyxl.load_workbook(tmp_path / "faults.xlsx").sheetnames


def test_inspect_tells_how_a_sheet_was_understood():
    told = coverage_cli.inspect(MAY)
    assert told.text == run("inspect", MAY).out
    columns = told.frame.set_index("column")
    assert columns.loc["D", "measure"] == "population"
    assert told.evidence[0]["evidence"]["totals_confirmed"] == 63


def test_a_notebook_shows_texts_as_texts():
    odd = WARDS.assign(Ward=["<script>alert(1)</script>", "Riverside", "Hill"])
    result = coverage_cli.compute(odd, **TOLD)
    shown = [result._repr_html_(), result.explain("<script>alert(1)</script>")._repr_html_()]
    shown += [
        coverage_cli.check(odd, **TOLD)._repr_html_(),
        coverage_cli.inspect(odd, **TOLD)._repr_html_(),
    ]
    assert all("<script>" not in html for html in shown)
    assert all("&lt;script&gt;" in html for html in shown[:2])


def test_nothing_heavy_is_imported_before_it_is_asked_for():
    script = "import sys, coverage_cli; assert not {'pandas', 'typer', 'rich'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.usefixtures("at_root")
def test_the_page_for_python_is_run():
    told = doctest.testfile(
        str(ROOT / "docs" / "python.md"), module_relative=False, encoding="utf-8"
    )
    assert told.attempted >= 20
    assert told.failed == 0


@pytest.mark.usefixtures("at_root")
def test_the_notebook_is_run():
    cells = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    names: dict[str, object] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    assert Path("gaps.xlsx").exists()
    assert len(names["short"].frame) == 10
