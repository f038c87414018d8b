"""Figures that newspapers and offices printed, reproduced through the real command.

Each case is written as the one-line sheet it would be; rate, attainment, gap and change must come out as printed,
rounded half away from zero to the printed decimals (published-cases.csv names the sources).
"""

from __future__ import annotations

import csv
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from program import compute

CASES = {
    row["id"]: row
    for row in csv.DictReader(
        (Path(__file__).parent / "published-cases.csv").read_text(encoding="utf-8").splitlines()
    )
}
WITH_RATE = [
    name for name, case in CASES.items() if case["denominator"] and case["published_rate_pct"]
]
WITH_TARGET = [name for name, case in CASES.items() if case["target"]]
TRUNCATED = {"E10"}  # 15.15457 was printed as 15.1


def sheet(case: dict[str, str], folder: Path) -> Path:
    """Write the case as an office would: a name, the people enrolled, and the denominator where there is one."""
    path = folder / f"{case['id']}.csv"
    headings, values = ["name", "enrolled"], [case["place"], case["numerator"]]
    if case["denominator"]:
        headings, values = [*headings, "population"], [*values, case["denominator"]]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, values])
    return path


def computed(name: str, folder: Path) -> dict[str, object]:
    case = CASES[name]
    dated = re.match(r"\d{4}(-\d\d)?", case["as_of"])
    options: list[str] = ["--period", dated.group()] if dated else []
    if case["target"]:
        kind = "" if case["target_kind"] in ("percent", "universal") else ":count"
        options += ["--target", case["target"] + kind]
    result = compute(sheet(case, folder), *options).report()["rows"]
    assert len(result) == 2  # the whole, and the place itself
    return result[-1]


def printed(value: object, decimals: int) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize("name", WITH_RATE)
def test_a_published_rate_comes_out_as_printed(name, tmp_path):
    case = CASES[name]
    decimals = int(case["decimals"])
    rate = printed(computed(name, tmp_path)["coverage_pct"], decimals)
    if name in TRUNCATED:
        assert rate == Decimal("15.2") != Decimal(case["published_rate_pct"])
    else:
        assert rate == Decimal(case["published_rate_pct"])


@pytest.mark.parametrize("name", WITH_TARGET)
def test_published_attainment_and_gap_come_out_as_printed(name, tmp_path):
    case, row = CASES[name], computed(name, tmp_path)
    assert case["published_attainment_pct"] or case["published_gap"]
    if case["published_attainment_pct"]:
        decimals = len(case["published_attainment_pct"].partition(".")[2])
        assert printed(row["attainment_pct"], decimals) == Decimal(case["published_attainment_pct"])
    if case["published_gap"]:
        assert row["gap_people"] == int(case["published_gap"])


def test_at_least_every_kind_of_case_is_there():
    assert len(WITH_RATE) >= 11
    assert {"E06", "E07", "E08", "E17", "E18", "E22", "E23"} <= set(WITH_TARGET)
    assert any(not CASES[name]["denominator"] for name in WITH_TARGET)


def test_a_count_target_needs_no_denominator(tmp_path):
    row = computed("E07", tmp_path)
    assert row["coverage_pct"] is None
    assert (row["status"], row["gap_people"], row["target_kind"]) == ("met", -587, "count")


def test_81_84998_does_not_meet_81_85_and_the_report_says_that_it_only_looks_so(tmp_path):
    result = compute(sheet(CASES["E03"], tmp_path), "--target", "81.85")
    rows = result.report()["rows"]
    assert {row["status"] for row in rows} == {"short"}
    assert {row["gap_people"] for row in rows} == {1}
    assert "rounding-hides-miss" in result.codes()
