"""Parquet: the rows of the CSV with types, and a plain word where its library is missing."""

from __future__ import annotations

import pandas
import pytest
from program import SAMPLES, run

import coverage_cli

MAY = SAMPLES / "ninh-binh-2024-05.xlsx"
MONTHS = [SAMPLES / f"ninh-binh-2024-0{month}.xlsx" for month in (3, 4, 5)]


@pytest.mark.parametrize(
    "arguments", [("compute", *MONTHS), ("gaps", MAY), ("gaps", *MONTHS), ("trend", *MONTHS)]
)
def test_it_has_the_rows_and_columns_of_the_csv_with_the_same_types_whatever_is_missing(
    arguments, tmp_path
):
    for suffix in ("csv", "parquet"):
        assert run(*arguments, "-q", "-o", tmp_path / f"out.{suffix}").code == 0
    typed = pandas.read_parquet(tmp_path / "out.parquet")
    told = pandas.read_csv(tmp_path / "out.csv", dtype=str, keep_default_na=False)
    assert list(typed.columns) == list(told.columns)
    assert len(typed) == len(told) > 100
    assert "object" not in set(map(str, typed.dtypes))
    for name in ("numerator", "gap_people", "change_people", "rank"):
        if name in typed:
            assert typed[name].dtype == pandas.Int64Dtype(), name
            assert ["" if one is pandas.NA else str(one) for one in typed[name]] == list(told[name])


def test_a_result_in_python_writes_it(tmp_path):
    result = coverage_cli.compute(MAY, indicator="health_insurance")
    result.save(tmp_path / "may.parquet")
    pandas.testing.assert_frame_equal(
        pandas.read_parquet(tmp_path / "may.parquet"), result.frame, check_dtype=False
    )


@pytest.mark.parametrize("told", [["-o", "x.parquet"], ["-f", "parquet", "-o", "x"]])
@pytest.mark.parametrize("lang", ["en", "vi", "de"])
def test_without_the_library_the_extra_is_named_before_anything_is_read(
    told, lang, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("coverage_cli.cli.deliver.find_spec", lambda _name: None)
    done = run("compute", "no-such-sheet.xlsx", "--lang", lang, *told)
    assert (done.code, list(tmp_path.iterdir())) == (2, [])
    assert "coverage-cli[parquet]" in done.err


def test_it_is_a_file_and_no_text_for_a_pipe():
    assert run("compute", MAY, "-f", "parquet").code == 2
