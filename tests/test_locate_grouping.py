"""Columns of upper units that only their cells tell, and those that tell further rows of the same units."""

import csv

import pytest
from program import compute, run


def sheet(folder, heads, rows):
    path = folder / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    return path


def parents(report):
    return {row["unit"]: row["parent"] for row in report.report()["rows"]}


COUNTS = [(4100, 3800), (5200, 4700), (3300, 3000), (6400, 5900), (2500, 2400), (7600, 7000)]
NAMES = ["Ashby", "Barrow", "Coldwell", "Dunsop", "Elmdon", "Farnley"]


@pytest.mark.parametrize(
    "head", ["Zone", "Cluster office", "", "Betreuung", "Cụm", "Đầu việc", "Jurisdiction"]
)
@pytest.mark.parametrize("written", ["each row", "once"])
def test_groups_of_rows_are_upper_units_whatever_heads_them(tmp_path, head, written):
    groups = ["East side"] * 3 + ["West side"] * 3
    if written == "once":
        groups = ["East side", "", "", "West side", "", ""]
    rows = [
        [group, name, *counts] for group, name, counts in zip(groups, NAMES, COUNTS, strict=True)
    ]
    report = compute(sheet(tmp_path, [head, "Ward", "Population", "Health insured"], rows))
    assert parents(report)["Coldwell"] == "East side"
    assert parents(report)["Dunsop"] == "West side"
    assert report.row("East side", "health_insurance")["numerator"] == 11500
    assert "cells-unread" not in report.codes()


@pytest.mark.parametrize(
    ("above", "below"), [("Kabkota", "Lurah"), ("Okres", "Osada"), ("Tập", "Đội")]
)
def test_of_two_unknown_columns_the_one_that_names_each_row_is_that_of_the_units(
    tmp_path, above, below
):
    groups = ["Savar"] * 2 + ["Dohar"] * 4
    rows = [
        [group, name, *counts] for group, name, counts in zip(groups, NAMES, COUNTS, strict=True)
    ]
    report = compute(sheet(tmp_path, [above, below, "Population", "Health insured"], rows))
    assert parents(report)["Barrow"] == "Savar"
    assert report.row("Dohar", "health_insurance")["numerator"] == 18300


@pytest.mark.parametrize("head", ["School", "Tên cơ sở", "Einrichtung"])
def test_the_column_that_names_each_row_is_that_of_the_units(tmp_path, head):
    """The column called unit is written once above its rows: they are units, too, and none of their figures is lost."""
    groups = ["Education office of Norwick", "", "", "Education office of Sudbury", "", ""]
    rows = [
        [group, name, *counts] for group, name, counts in zip(groups, NAMES, COUNTS, strict=True)
    ]
    report = compute(sheet(tmp_path, ["Đơn vị", head, "Population", "Health insured"], rows))
    assert parents(report)["Farnley"] == "Education office of Sudbury"
    assert report.report()["rows"][0]["numerator"] == sum(insured for _, insured in COUNTS)


@pytest.mark.parametrize("head", ["Officer in charge", "Cán bộ phụ trách", "Sachbearbeiter"])
def test_people_who_look_after_units_are_no_upper_units(tmp_path, head):
    people = ["Nguyễn Văn Bình"] * 3 + ["Trần Thu Hà"] * 3
    rows = [
        [person, name, *counts] for person, name, counts in zip(people, NAMES, COUNTS, strict=True)
    ]
    report = compute(sheet(tmp_path, [head, "Ward", "Population", "Health insured"], rows))
    assert "Trần Thu Hà" not in parents(report)
    assert "cells-unread" not in report.codes()


@pytest.mark.parametrize(
    "kinds", [("Public", "Private"), ("Nam", "Nữ"), ("2022", "2023"), ("Quý I", "Quý II")]
)
def test_a_column_without_a_heading_that_repeats_the_units_is_refused_by_its_letter(
    tmp_path, kinds
):
    rows = [
        [kind, name, *counts] for kind in kinds for name, counts in zip(NAMES, COUNTS, strict=True)
    ]
    path = sheet(tmp_path, ["", "Ward", "Population", "Health insured"], rows)
    refused = run("compute", path)
    assert refused.code == 3
    assert "column A" in refused.err
    assert f"A={kinds[0]}" in refused.err or f"A={kinds[1]}" in refused.err
    kept = compute(path, "--where", f"A={kinds[1]}")
    assert kept.report()["rows"][0]["denominator"] == sum(people for people, _ in COUNTS)


def test_few_names_under_each_of_many_groups_are_parts_of_these(tmp_path):
    groups = ["Northam", "Easton", "Southey"]
    rows = [
        [group, name, 900 + 10 * at, 800 + 7 * at]
        for at, group in enumerate(groups)
        for name in ("Town", "Land")
    ]
    report = compute(sheet(tmp_path, ["", "Ward", "Population", "Health insured"], rows))
    assert report.row("Easton", "health_insurance")["denominator"] == 1820


@pytest.mark.parametrize("whole", ["Duchy of Elm", "TỈNH HÒA AN", "Elm"])
@pytest.mark.parametrize("head", ["Branch", "Chi nhánh", "Amtsbereich"])
@pytest.mark.parametrize("written", ["each row", "once"])
def test_the_whole_by_its_name_may_stand_above_the_groups(tmp_path, whole, head, written):
    sums = [sum(column) for column in zip(*COUNTS, strict=True)]
    groups = ["East side"] * 3 + ["West side"] * 3
    if written == "once":
        groups = ["East side", "", "", "West side", "", ""]
    rows = [["", whole, *sums]]
    rows += [[at, name, *counts] for at, name, counts in zip(groups, NAMES, COUNTS, strict=True)]
    report = compute(sheet(tmp_path, [head, "Ward", "Population", "Health insured"], rows))
    assert report.report()["rows"][0]["numerator"] == sums[1]
    assert parents(report)["Coldwell"] == "East side"
    assert report.row("East side", "health_insurance")["numerator"] == 11500
