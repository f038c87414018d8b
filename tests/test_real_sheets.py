"""The real sheets of the folder that REAL_SHEETS names, computed to the facts that their index states.

One line a fact: the file, the options a user would give, a unit, and what must come out.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from program import Run, compute, run

FOLDER = os.environ.get("REAL_SHEETS")
pytestmark = pytest.mark.skipif(not FOLDER, reason="REAL_SHEETS names no folder of real sheets")

SC = ("us-sc-exemptions/sc-2019-23.csv", "--numerator", "# of exempt", "--denominator", "Enrolled")
NM = ("us-nm-exemptions/nm-2022.csv", "--numerator", "Number of exemptions, by county, age ≤18")
AU = ("au-marriage-survey/ozmarriage-2017.xlsx", "--sheet", "Table 2")
YES = (
    *AU,
    "--numerator",
    "Response clear > Yes > no.",
    "--denominator",
    "Response clear > Total > no.",
)
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

IL = ("us-il-school/il-2019-20.xlsx", "--numerator", "Protected", "--denominator", "Enrollment")
POLIO, HEPATITIS = (*IL, "--sheet", "Polio"), (*IL, "--sheet", "Hepatitis B")
NH = (
    "us-nh-2024-25/nh-2024-25.xlsx", "--rows", "4-7", "--numerator", "Up to date 1", "--denominator", "Number Enrolled",
)  # fmt: skip
PA = (
    "us-pa-2023-24/pa-2023-24.xlsx", "--parent", "@sheet", "--numerator", "MMR 2 Doses or More",
    "--denominator", "Total Students Enrolled",
)  # fmt: skip
TB = (
    "vn-tb-notification/tb-data.xlsx",
    "--sheet",
    "2011",
    "--unit",
    "A",
    "--numerator",
    "B",
    "--denominator",
    "J",
)
SXH = (
    "vn-moh-yearbook-2011/nien-giam-2011r.xls", "--sheet", "SXH", "--numerator", "B+D+F+H+J+L+N+P+R+T+V+X",
    "--denominator", "Z",
)  # fmt: skip
WARDS = (
    "vn-census2019-ward-urban/population-by-urban-ward.xlsx",
    "--numerator",
    "D",
    "--denominator",
    "D",
)
DISTRICTS = (
    "vn-district-population-2012-14/geodata-district-population.xlsx", "--unit", "sLevel2Name", "--parent",
    "sLevel1Name", "--code", "sLevel1ID+sLevel2ID", "--map", "period=iYear", "--numerator", "iTotalPopulation",
    "--denominator", "iTotalPopulation",
)  # fmt: skip
GSO = "vn-gso-average-population/average-population-by-province.csv"
PEOPLE_2015 = (GSO, "--scale", "1000", "--numerator", "Total 2015", "--denominator", "Total 2015")
PLACES_2009 = (
    "vn-gso-admin-units/number-of-administrative-units.csv", "--numerator", "2009 Wards", "--denominator",
    "2009 Communes",
)  # fmt: skip
KREISE = "de-kreise-2019/04-kreise-2019.xlsx"
RKI = (
    "de-rki-2021-06-04/rki-2021-06-04.xlsx",
    "--sheet",
    "Impfquote*",
    "--numerator",
    "D",
    "--population",
)
GERMANY = (KREISE, "--sheet", "Tabelle2", "--numerator", "F", "--denominator", "F")
BARANGAYS = (
    "ph-psgc-2024q4/psgc-4q-2024.xlsx", "--sheet", "PSGC", "--code", "10-digit PSGC", "--numerator", "2020 Population",
    "--denominator", "2020 Population",
)  # fmt: skip
PSGC = (
    "ph-psgc-2024q4/psgc-4q-2024.xlsx",
    "--sheet",
    "National Summary",
    "--numerator",
    "H",
    "--denominator",
    "H",
)

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
    (POLIO, "Will", "2019/20", 111804, 114045, 98.035, 3),
    (HEPATITIS, "Will", "2019/20", 66754, 81631, 81.775, 3),
    ((*NH, "--figures", "printed"), "K-12 Total", "2024/25", 162288, 175125, 92.7, 1),
    (NH, "Preschool", "2024/25", 5688, 6338, 89.7, 1),
    (PA, "Adams", "2023/24", 3284, 3423, 95.94, 2),
    (TB, "Hà Nội", "2011", 1035, 2816, 36.75, 2),
    (WARDS, "Tổng số", None, 96208984, 96208984, 100, 0),
    (WARDS, "Quận Ba Đình", None, 221893, 221893, 100, 0),
    (DISTRICTS, "Total", "2014", 87025817, 87025817, 100, 0),
    (PEOPLE_2015, "WHOLE COUNTRY", "2015", 91709800, 91709800, 100, 0),
    (PLACES_2009, "WHOLE COUNTRY", "2009", 1366, 9121, 15.0, 1),
    (PLACES_2009, "Bình Dinh", "2009", 16, 129, 12.4, 1),
    ((*RKI, f"{{}}/{KREISE}#Tabelle2!F"), "Thüringen", "2021-06-04", 909689, 2133378, 42.640779084, 9),
    ((*RKI, f"{{}}/{KREISE}#Tabelle2!F"), "Baden-Württemberg", "2021-06-04", 4788198, 11100394, 43.135387807, 9),
    (GERMANY, "Total", "2019", 83166711, 83166711, 100, 0),
    (PSGC, "PHILIPPINES", "2020", 109033245, 109033245, 100, 0),
    (BARANGAYS, "Total", "2020", 109033245, 109033245, 100, 0),
    (BARANGAYS, "Guimaras", "2020", 187842, 187842, 100, 0),
    (BARANGAYS, "City of Iloilo", "2020", 457626, 457626, 100, 0),
]  # fmt: skip


def arguments(case: tuple[str, ...]) -> list[str]:
    assert FOLDER
    return [str(Path(FOLDER) / case[0]), *(part.replace("{}", FOLDER) for part in case[1:])]


@cache
def computed(case: tuple[str, ...]) -> Run:
    return compute(*arguments(case))


@pytest.mark.parametrize(
    ("case", "unit", "period", "numerator", "denominator", "rate", "decimals"), FACTS
)
def test_a_real_sheet_gives_the_facts_it_prints(
    case, unit, period, numerator, denominator, rate, decimals
):
    rows = [
        row
        for row in computed(case).report()["rows"]
        if row["unit"] == unit and row["period"] == period
    ]
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
    found = [
        finding for finding in result.report()["findings"] if finding["code"] == "total-mismatch"
    ]
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


REFUSED = [
    # what cannot be computed is refused with the reason
    (("vn-conversion-2025-07/bang-chuyen-doi-2025-07.csv",), "names units but holds no counts"),
    (("vn-gso-hanoi/danh-sach-ha-noi.xls",), "names units but holds no counts"),
    (("us-cdc-school-coverage/cdc-schoolvaxview.xlsx",), "several columns"),
    (("us-vt-2017-2025/vt-2017-2025.xlsx", "--unit", "Geography", "--denominator", "Enrollment",
      "--numerator", "Percentage"), "several rows for most units"),
    (("us-il-school/il-2019-20.xlsx",), "other figures"),
    (("vn-moh-yearbook-2011/nien-giam-2011r.xls",), "none of its headings names people"),
    ((GSO,), "none of its headings names people"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "reason"), REFUSED)
def test_what_cannot_be_computed_is_refused_with_the_reason(case, reason):
    result = run("compute", *arguments(case))
    assert result.code == 3
    error, hint = result.err.splitlines()
    assert error.startswith("error: ")
    assert reason in error
    assert hint.startswith("hint: ")


def test_every_real_file_is_in_the_table():
    assert FOLDER
    known = {case[0].partition("/")[0] for case, *_ in FACTS} | {
        case[0].partition("/")[0] for case, _ in REFUSED
    }
    known |= {KREISE.partition("/")[0], "office-lock-file"}
    assert {path.name for path in Path(FOLDER).iterdir() if path.is_dir()} == known


def test_no_island_is_lost_among_the_wards_of_vietnam():
    rows = computed(WARDS).report()["rows"]
    levels = [row["level"] for row in rows]
    assert (levels.count("commune"), levels.count("district"), levels.count("province")) == (
        11165,
        712,
        63,
    )
    assert sum(row["denominator"] for row in rows if row["level"] == "commune") == 96208984
    assert {row["denominator"] for row in rows if row["unit"] == "Huyện Bạch Long Vĩ"} == {624}
    assert "total-mismatch" not in computed(WARDS).codes()


def test_districts_of_one_name_in_two_provinces_are_not_mixed():
    rows = [row for row in computed(DISTRICTS).report()["rows"] if row["period"] == "2014"]
    named = {row["parent"]: row["denominator"] for row in rows if row["unit"] == "Châu Thành"}
    assert (named["Tiền Giang"], named["Hậu Giang"]) == (259408, 81810)
    assert sum(row["level"] == "commune" for row in rows) == 698


def test_the_regions_of_vietnam_are_found_by_their_sums():
    result = computed(PEOPLE_2015)
    rows = result.report()["rows"]
    regions = {row["parent"] for row in rows if row["parent"]}
    assert len(regions) == 6
    assert result.codes().count("sum-among-units") == 6


def test_a_thousands_dot_that_became_a_decimal_point_is_said_and_never_summed():
    assert "thousands-as-decimal" in computed(TB).codes()
    hanoi = [row for row in computed(TB).report()["rows"] if row["parent"] == "Hà Nội"]
    assert [row["numerator"] for row in hanoi] == [225, 316, 252, 242]


def test_dengue_in_2011_is_read_from_an_old_font_and_a_column_without_a_heading():
    rows = computed(SXH).report()["rows"]
    whole = rows[0]
    assert (whole["numerator"], round(whole["denominator"])) == (69876, 89499994)
    assert round(1000 * whole["coverage_pct"], 1) == 78.1
    assert (rows[1]["unit"], rows[-1]["unit"], len(rows)) == ("Hà Nội", "Kon Tum", 64)


def test_one_sheet_a_county_with_a_row_of_percentages_below_each_row_of_counts():
    rows = computed(PA).report()["rows"]
    first = next(row for row in rows if row["parent"] == "Adams")
    assert (first["unit"], first["numerator"], first["denominator"]) == (
        "Kindergarten - Total",
        958,
        1018,
    )
    assert first["coverage_pct"] == pytest.approx(94.1060903732809)
    assert len({row["parent"] for row in rows if row["unit"] == "12th Grade - Total"}) == 67


def test_the_philippines_are_no_region_of_their_own():
    assert "sum-among-units" in computed(PSGC).codes()
    assert "total-mismatch" in computed(PSGC).codes()
    assert (
        len([row for row in computed(PSGC).report()["rows"] if row["parent"] == "PHILIPPINES"])
        == 18
    )


def test_a_column_of_levels_stands_the_philippines_in_their_order():
    rows = computed(BARANGAYS).report()["rows"]
    levels = Counter(row["level"] for row in rows)
    assert (levels["region"], levels["province"], levels["district"], levels["commune"]) == (
        18,
        82,
        149 + 1493,
        42011,
    )
    assert (rows[0]["units_complete"], rows[0]["units_expected"]) == (
        42011 - 16 - 7,
        42011,
    )  # 7 have no people
    named = {row["unit"]: row["level"] for row in rows}
    assert named["City of Isabela (Not a Province)"] == named["Special Geographic Area"] == "group"
    # What does not add up are places moved between the census and the list: Negros, the wards of Makati.
    wrong = {
        at["unit"]
        for at in computed(BARANGAYS).report()["findings"]
        if at["code"] == "total-mismatch"
    }
    assert {"City of Makati", "City of Taguig", "Region VI (Western Visayas)"} < wrong
    assert len(wrong) == 8
