"""`coverage inspect` through the program: what it shows of sheets that `compute` refuses."""

from __future__ import annotations

import json

import pytest
from program import run

RIVALS = {
    "vi": (
        "Xã,Dân số,BHYT đợt 1,BHYT đợt 2\nAn Lạc,5000,4400,4200\nBắc Lý,3000,2800,2700\n",
        "health_insured",
        "CD",
    ),
    "en": (
        "Ward,Population A,Population B,Health insured\nAlton,510,520,470\nBrook,310,300,280\n",
        "population",
        "BC",
    ),
    "de": (
        "Gemeinde,Einwohner,Versicherte X,Versicherte Y\nAhorn,800,700,610\nBuch,900,640,810\n",
        "enrolled",
        "CD",
    ),
}


@pytest.mark.parametrize("text, measure, letters", RIVALS.values(), ids=RIVALS)
def test_rivals_are_shown_with_the_option_that_decides(text, measure, letters, tmp_path):
    path = tmp_path / "rivals.csv"
    path.write_text(text, encoding="utf-8")
    assert run("compute", path).code == 3
    shown = run("inspect", path, "--format", "json")
    columns = {column["column"]: column for column in json.loads(shown.out)["tables"][0]["columns"]}
    first, second = (columns[letter] for letter in letters)
    assert (first["measure"], first["why"], first["runner_up"]) == (
        measure,
        "undecided",
        letters[1],
    )
    assert (second["measure"], second["why"], second["runner_up"]) == (
        measure,
        "undecided",
        letters[0],
    )
    assert f"--map {measure}={letters[0]}" in shown.err
    assert f"--map {measure}={letters[1]}" in shown.err
    assert shown.code == 0


@pytest.mark.parametrize("text, measure, letters", RIVALS.values(), ids=RIVALS)
def test_the_option_shown_computes(text, measure, letters, tmp_path):
    path = tmp_path / "rivals.csv"
    path.write_text(text, encoding="utf-8")
    assert run("compute", path, "--map", f"{measure}={letters[1]}").code == 0
    assert "[column-guessed]" not in run("inspect", path, "--map", f"{measure}={letters[1]}").err
