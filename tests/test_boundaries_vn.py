"""Viet Nam's units since 2019 as they come with the program, held against lists that others keep."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache

import pytest
from program import SAMPLES, compute, run

from coverage_cli.boundaries.carry import Moves
from coverage_cli.boundaries.crosswalk import Crosswalk, Route
from coverage_cli.boundaries.shipped import shipped
from coverage_cli.spelling import key

TODAY = "2025-07-01"


@cache
def vietnam() -> Crosswalk:
    return shipped("vn")


@cache
def route() -> Route:
    return Route(vietnam(), TODAY)


def in_ninh_binh(day):
    places = vietnam().places
    return [at for at in vietnam().on(day) if places[at].parent.startswith("Tỉnh Ninh Bình")]


def every(name, code):
    return [at for at, one in enumerate(vietnam().places) if (one.name, one.code) == (name, code)]


def goals(name, code):
    places = vietnam().places
    return [
        (places[goal.place].name, goal.reached)
        for at in every(name, code)
        for goal in route().goals[at]
    ]


@pytest.mark.parametrize(
    ("day", "units"),
    [
        ("2019-04-01", 145),
        ("2020-01-01", 143),
        ("2024-12-31", 143),
        ("2025-01-01", 125),
        (TODAY, 129),
    ],
)
def test_ninh_binh_has_as_many_communes_as_were_counted(day, units):
    assert len(in_ninh_binh(day)) == units


def test_the_communes_of_2024_are_those_of_the_census_office_to_code_name_and_district():
    with (SAMPLES / "ninh-binh-2024-population.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    told = {(row["commune_code"], key(row["commune"]), key(row["district"])) for row in rows}
    places = [vietnam().places[at] for at in in_ninh_binh("2024-05-31")]
    assert {(one.code, key(one.name), key(one.above[1])) for one in places} == told


@pytest.mark.parametrize(
    ("name", "code", "became"),
    [
        ("Xã Đồng Phong", "14416", "Xã Nho Quan"),
        ("Thị trấn Nho Quan", "14383", "Xã Nho Quan"),
        ("Xã Ninh Mỹ", "14539", "Phường Hoa Lư"),
        ("Xã Gia Phú", "14482", "Xã Gia Hưng"),
        ("Xã Xuân Thiện", "14626", "Xã Chất Bình"),
        ("Xã Yên Mật", "14644", "Xã Phát Diệm"),
        ("Phường Vân Giang", "14329", "Phường Hoa Lư"),
    ],
)
def test_old_communes_are_followed_to_today(name, code, became):
    assert set(goals(name, code)) == {(became, True)}


def test_the_one_parted_commune_of_ninh_binh_is_not_shared_out():
    assert goals("Xã Gia Tân", "14503") == [("Xã Gia Tân", False)]


def test_land_without_people_takes_nobody_along():
    """Of these the official table says that all people went with one part and that the others are land alone."""
    shares = Counter(one.share for one in vietnam().changes if one.kind == "part")
    assert shares[1] == 58
    assert shares[0] > 58
    assert set(shares) == {None, 0, 1}


def test_the_whole_country_has_the_units_that_were_announced():
    places = [vietnam().places[at] for at in vietnam().on(TODAY)]
    communes = [one for one in places if one.code]
    kinds = Counter(one.name.split()[0] for one in communes)
    assert len(communes) == 3321
    assert (kinds["Xã"], kinds["Phường"], kinds["Đặc"]) == (2621, 687, 13)
    assert len(places) - len(communes) == 34
    assert len([at for at in vietnam().on("2025-03-01") if vietnam().places[at].code]) == 10_035


def test_no_person_of_the_country_is_lost():
    there = vietnam().on("2025-03-01")
    counts = [(at * 7919) % 12_345 for at in there]
    moves = [tuple((goal.place, goal.share) for goal in route().goals[at]) for at in there]
    carried = Moves(moves, len(vietnam().places)).carried(counts)
    assert sum(value for value in carried if value is not None) == sum(counts)


def test_most_codes_of_today_were_borne_by_another_unit_before():
    places = vietnam().places
    before = {places[at].code: key(places[at].name) for at in vietnam().on("2025-06-30")}
    today = [places[at] for at in vietnam().on(TODAY) if places[at].code]
    borne = [one for one in today if one.code in before]
    assert len(borne) > 3300
    assert sum(before[one.code] == key(one.name) for one in borne) < 1200


MAY = SAMPLES / "ninh-binh-2024-05.xlsx"


def figures(result):
    return {row["unit"]: row for row in result.report()["rows"]}


def test_a_sheet_of_2024_stands_on_the_units_of_today():
    old = compute(MAY, "-i", "health_insurance")
    new = figures(compute(MAY, "-i", "health_insurance", "--as-of", TODAY))
    lowest = [row for row in new.values() if row["level"] == "commune"]
    assert len(lowest) == 40
    for side in ("numerator", "denominator"):
        assert sum(row[side] for row in lowest) == figures(old)["TỈNH NINH BÌNH"][side]
    parts = [
        figures(old)[name]
        for name in (
            "Xã Đồng Phong",
            "Xã Yên Quang",
            "Thị trấn Nho Quan",
            "Xã Văn Phong",
            "Xã Lạng Phong",
        )
    ]
    assert new["Xã Nho Quan"]["numerator"] == sum(row["numerator"] for row in parts)
    assert new["Xã Nho Quan"]["code"] == "14428"
    assert not new["Phường Tây Hoa Lư"]["comparable"]
    assert new["TỈNH NINH BÌNH"]["comparable"]


def test_it_stands_on_those_of_january_2025_too_with_their_districts():
    new = figures(compute(MAY, "-i", "health_insurance", "--as-of", "2025-01-01"))
    assert sum(row["level"] == "commune" for row in new.values()) == 125
    assert sum(row["level"] == "district" for row in new.values()) == 7
    assert new["Phường Vân Giang"]["parent"] == "Thành phố Hoa Lư"
    # A district with the same people keeps its target and its printed row; a new one has what its communes come to.
    assert (
        new["Huyện Nho Quan"]["target_count"]
        == figures(compute(MAY, "-i", "health_insurance"))["Huyện Nho Quan"]["target_count"]
    )


def test_units_outside_ninh_binh_are_not_compared_with_2024_where_nobody_tells_what_they_took_in(
    tmp_path,
):
    """Phường Trúc Bạch took another ward in before 2025, of which no list here tells."""
    sheet = tmp_path / "ha-noi-2024-05.csv"
    sheet.write_text(
        "BHYT THÀNH PHỐ HÀ NỘI THÁNG 5/2024,,,\nQuận,Phường,Dân số,Số người có thẻ BHYT\n"
        "Quận Ba Đình,Phường Trúc Bạch,8000,7000\nQuận Ba Đình,Phường Quán Thánh,7000,6900\n",
        encoding="utf-8",
    )
    result = run("compute", sheet, "-i", "health_insurance", "--as-of", TODAY, "-f", "json")
    found = figures(result)
    assert not found["Phường Trúc Bạch"]["comparable"]
    assert sum(row["numerator"] for row in found.values() if row["level"] == "commune") == 13900
