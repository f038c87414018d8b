"""The real sheets of the folder that REAL_SHEETS names, computed to the facts that their index states.

One line a fact: the file, the options a user would give, a unit, and what must come out.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from program import Run, compute, run

FOLDER = os.environ.get("REAL_SHEETS")
pytestmark = pytest.mark.skipif(not FOLDER, reason="REAL_SHEETS names no folder of real sheets")

SC = ("us-sc-exemptions/sc-2019-23.csv", "--numerator", "# of exempt", "--denominator", "Enrolled")
NM = ("us-nm-exemptions/nm-2022.csv", "--numerator", "Number of exemptions, by county, age ≤18")
AU = ("au-marriage-survey/ozmarriage-2017.xlsx", "--sheet", "Table 2")
YES = (*AU, "--numerator", "Response clear > Yes > no.", "--denominator", "Response clear > Total > no.")
TURNOUT = (*AU, "--numerator", "I", "--denominator", "O")
JP = (
    "jp-mynumber-page/jp-mynumber-2017-page20.csv",
    "--unit",
    "市区町村名",
    "--parent",
    "都道府県名",
    "--denominator",
    "C",
    "--numerator",
    "D",
)
AL = (
    "us-al-exemptions/al-kindergarten.xlsx",
    "--numerator",
    "# with Full Religous Exemption",
    "--denominator",
    "# of Students",
)
AL_2021 = (*AL, "--sheet", "01.27.2021")
AL_2025 = (*AL, "--sheet", "03.10.2025")
BR = (
    "br-census-2022-collected/br-cd2022-coletada-imputada.xlsx", "--sheet", "Municípios", "--unit", "NOME DO MUNICÍPIO",
    "--parent", "UF", "--code", "COD. UF+COD. MUNIC", "--numerator", "POP. COLETATADA", "--denominator", "POP. TOTAL",
)  # fmt: skip

FACTS = [
    # file and options, unit, period, numerator, denominator, rate as printed, decimals
    (SC, "Abbeville", "2018/19", 71, 3266, 2.17, 2),
    (SC, "Abbeville", "2019/20", 67, 3213, 2.09, 2),
    (SC, "Abbeville", "2020/21", 87, 3179, 2.74, 2),
    (SC, "Abbeville", "2021/22", 124, 3209, 3.86, 2),
    (SC, "Abbeville", "2022/23", 143, 3218, 4.44, 2),
    (SC, "SC", "2018/19", 11154, 796384, 1.40, 2),
    (SC, "SC", "2022/23", 20263, 819064, 2.47, 2),
    (NM, "Catron", "2022", 5, 458, 1.09, 2),
    (NM, "Total", "2022", 4664, 500138, 0.93, 2),
    (YES, "Banks", "2017", 37736, 84079, 44.9, 1),
    (YES, "Canberra", "2017", 89590, 120951, 74.1, 1),
    (YES, "New South Wales", "2017", 2374362, 4111200, 57.8, 1),
    (YES, "Australia", "2017", 7817247, 12691234, 61.6, 1),
    (TURNOUT, "Banks", "2017", 84079, 105254, 79.9, 1),
    (TURNOUT, "Australia", "2017", 12691234, 16006180, 79.3, 1),
    (JP, "北蒲原郡聖籠町", "2017", 674, 14264, 4.7, 1),
    (JP, "坂井市", "2017", None, None, None, 1),
    ((*JP, "--figures", "printed"), "全国", "2017", 12301592, 127907086, 9.6, 1),
    (AL_2021, "AUTAUGA", "2021-01-27", 14, 743, 1.884, 3),
    (AL_2021, "Total", "2021-01-27", 635, 56201, 1.130, 3),
    (AL_2025, "Total", "2025-03-10", 1143, 53234, 2.147, 3),
    (BR, "Total", "2022", 195098672, 203062512, 96.08, 2),
    (BR, "Santa Isabel", "2022", 44294, 53174, 83.3, 1),
]  # fmt: skip


def arguments(case: tuple[str, ...]) -> list[str]:
    assert FOLDER
    return [str(Path(FOLDER) / case[0]), *case[1:]]


@cache
def computed(case: tuple[str, ...]) -> Run:
    return compute(*arguments(case))


@pytest.mark.parametrize(("case", "unit", "period", "numerator", "denominator", "rate", "decimals"), FACTS)
def test_a_real_sheet_gives_the_facts_it_prints(case, unit, period, numerator, denominator, rate, decimals):
    rows = [row for row in computed(case).report()["rows"] if row["unit"] == unit and row["period"] == period]
    if unit == "Santa Isabel":  # two municipalities of that name: the one in São Paulo
        rows = [row for row in rows if row["parent"] == "SP"]
    assert len(rows) == 1
    if numerator is not None:
        assert (rows[0]["numerator"], rows[0]["denominator"]) == (numerator, denominator)
        assert round(rows[0]["coverage_pct"], decimals) == rate


def leaves(case: tuple[str, ...], level: str) -> list[dict[str, object]]:
    return [row for row in computed(case).report()["rows"] if row["level"] == level]


def test_all_235_printed_rates_of_south_carolina_agree_with_their_counts():
    result = computed(SC)
    assert len(result.report()["rows"]) == 5 * 47
    assert "printed-rate-differs" not in result.codes()
    assert "total-mismatch" not in result.codes()


def test_new_mexico_has_33_counties_and_no_footnote_among_them():
    names = [row["unit"] for row in leaves(NM, "district")]
    assert len(names) == 33
    assert "Catron" in names
    assert not any("*" in str(name) for name in names)


def test_the_150_divisions_of_australia_stand_under_their_eight_states():
    rows = leaves(YES, "commune")
    assert len(rows) == 150
    assert len({row["parent"] for row in rows}) == 8
    assert not {"total-mismatch", "printed-rate-differs"} & set(computed(YES).codes())


def test_the_53_municipalities_do_not_sum_to_the_nation_and_that_is_said():
    result = computed(JP)
    assert len(leaves(JP, "commune")) == 53
    found = [finding for finding in result.report()["findings"] if finding["code"] == "total-mismatch"]
    assert {finding["cell"] for finding in found} == {"C2", "D2"}
    assert "printed-rate-differs" not in result.codes()


def test_alabama_s_nameless_total_is_not_a_county():
    assert len(leaves(AL_2021, "district")) == 67
    assert "total-mismatch" not in computed(AL_2021).codes()


def test_the_5570_municipalities_of_brazil_keep_their_codes_and_states():
    rows = leaves(BR, "commune")
    assert len(rows) == 5570
    assert len({row["code"] for row in rows}) == 5570
    assert min(rows, key=lambda row: row["coverage_pct"])["unit"] == "Santa Isabel"
    assert len({row["parent"] for row in rows}) == 27


def test_an_owner_file_is_refused_by_name_and_skipped_in_its_folder():
    assert FOLDER
    lock = Path(FOLDER) / "office-lock-file" / "~$Iowa Vaccine Exemption Data.xlsx"
    named = run("compute", lock)
    assert named.code == 3
    assert "~$Iowa" in named.err
    assert "lock" in named.err
    assert run("compute", lock.parent).code == 3


@pytest.mark.parametrize(
    "sheet", ["us-nh-2024-25", "us-pa-2023-24", "ph-psgc-2024q4", "vn-moh-yearbook-2011", "us-cdc-school-coverage"]
)
def test_a_sheet_of_a_later_kind_is_refused_in_two_lines_or_computed(sheet):
    assert FOLDER
    file = next((Path(FOLDER) / sheet).iterdir())
    result = run("compute", file)
    assert result.code in (0, 3)
    if result.code == 3:
        lines = result.err.splitlines()
        assert lines[0].startswith("error: ")
        assert lines[1].startswith("hint: ")
        assert len(lines) == 2
