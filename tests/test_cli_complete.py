"""What a shell is offered while a command is typed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from program import SAMPLES

from coverage_cli.cli.complete import _files_in

MAY = SAMPLES / "ninh-binh-2024-05.xlsx"


def offered(line, name="coverage"):
    """Return what bash would be offered for the last word of a line."""
    words = line.split(" ")
    asked = {
        **os.environ,
        f"_{name.upper().replace('-', '_')}_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    program = [
        sys.executable,
        "-c",
        f"import sys; sys.argv[0] = {name!r}; from coverage_cli.__main__ import run; run()",
    ]
    done = subprocess.run(
        program, env=asked, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stdout.split("\n")[:-1] if done.stdout.strip() else []


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("coverage comp", ["compute", "compare"]),
        ("coverage gaps --by", ["--by-date"]),
        ("coverage compute --lang ", ["en", "vi", "de"]),
        ("coverage compute --profile im", ["immunisation"]),
        ("coverage compute -i bht", ["bhtn"]),
        ("coverage compute -i health", ["health_insurance", "health"]),
        (f"coverage compute {MAY} --sheet ", ["T5-2024"]),
        (f"coverage compute {MAY} --in Huyện", ["Huyện Nho Quan", "Huyện Kim Sơn"]),
        (f"coverage compute {MAY} --level ", ["province", "district", "commune"]),
        (f"coverage compute {MAY} --numerator BHXH", ["BHXH > Bắt buộc", "BHXH > Tự nguyện"]),
    ],
)
def test_options_values_and_what_the_files_hold(line, some):
    assert set(some) <= set(offered(line))


@pytest.mark.parametrize(
    "line", ["coverage compute nothing.xlsx --in ", "coverage compute --title x"]
)
def test_what_cannot_be_read_offers_nothing_and_says_nothing(line):
    assert offered(line) == []


def test_the_name_that_never_clashes_completes_too():
    assert offered("coverage-cli alloc", "coverage-cli") == ["allocate"]


def test_files_of_the_line_are_told_from_those_behind_options(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.csv", "b c.csv", "people.csv"):
        shutil.copy(MAY, name)
    assert _files_in("coverage compute a.csv 'b c.csv' --population people.csv --in 'Xã") == [
        "a.csv",
        "b c.csv",
    ]
