"""Where the first reading comes to more than is printed the next one is tried: groups moved, second lists left out."""

import csv

import pytest
from program import compute, run

HEAD = ["Unit", "Population", "Insured"]
FIRST = [("Ilmdorf", 7387, 6071), ("Weinheim", 10240, 9658), ("Rodach", 5674, 4873)]
SECOND = [("Steinbach", 10461, 8491), ("Dorndorf", 7101, 6225), ("Neuhagen", 8338, 8084)]
THIRD = [("Thalrode", 13960, 12621), ("Weinfeld", 6238, 5065)]
ALL = [*FIRST, *SECOND, *THIRD]


def total(units):
    return [sum(unit[at] for unit in units) for at in (1, 2)]


def sheet(folder, rows):
    path = folder / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.mark.parametrize(
    ("heads", "lead"),
    [
        (
            ("Landkreis Elsten", "Amt Zell", "Landkreis Gern"),
            "Krankenversicherung im Land Oberdorf",
        ),
        (("Huyện Phú Bình", "Vùng cao Đồng Hỷ", "Huyện Võ Nhai"), "THAM GIA BHYT TỈNH BẮC SƠN"),
        (
            ("County Elmton", "Holworth Isles", "County Morstead"),
            "Health cover in Norwick Province",
        ),
    ],
)
@pytest.mark.parametrize("whole", ["Total", "Oberdorf/Bắc Sơn/Norwick"])
def test_a_head_of_another_kind_is_no_part_of_the_group_above_it(tmp_path, heads, lead, whole):
    rows = []
    for head, units in zip(heads, (FIRST, SECOND, THIRD), strict=True):
        rows += [[head, *total(units)], *units]
    report = compute(sheet(tmp_path, [[lead], HEAD, *rows, [whole, *total(ALL)]]))
    for head, units in zip(heads, (FIRST, SECOND, THIRD), strict=True):
        row = report.row(head)
        assert [row["denominator"], row["numerator"]] == total(units)
        assert row["parent"] not in heads
    assert [report.report()["rows"][0][key] for key in ("denominator", "numerator")] == total(ALL)
    assert "total-mismatch" not in report.codes()


def test_a_subtotal_that_forgets_its_last_unit_keeps_it(tmp_path):
    rows = [
        ["Landkreis Elsten", *total(FIRST[:2])],
        *FIRST,
        ["Landkreis Gern", *total(SECOND)],
        *SECOND,
    ]
    report = compute(sheet(tmp_path, [HEAD, *rows, ["Total", *total([*FIRST, *SECOND])]]))
    assert [report.row("Landkreis Elsten")[key] for key in ("denominator", "numerator")] == total(
        FIRST
    )
    assert "total-mismatch" in report.codes()


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("Phân theo khu vực", ("Đồng bằng", "Miền núi")),
        ("Nach Lage", ("Küste", "Binnenland")),
        ("By terrain", ("Lowland", "Upland")),
        (None, ("Ven sông", "Trên đồi")),
    ],
)
def test_the_same_people_once_more_below_a_total_that_nothing_calls_so(tmp_path, label, parts):
    rows = []
    for head, units in zip(
        ("Huyện Phú Bình", "Huyện Đồng Hỷ", "Huyện Võ Nhai"), (FIRST, SECOND, THIRD), strict=True
    ):
        rows += [[head, None, None], *units]
    people, insured = total(ALL)
    again = [[parts[0], 30100, 24000], [parts[1], people - 30100, insured - 24000]]
    again = [[label, None, None], *again] if label else again
    head = [["TỈNH BẮC SƠN"], ["Đơn vị", "Dân số", "BHYT"]]
    report = compute(sheet(tmp_path, [*head, *rows, ["Tỉnh Bắc Sơn", people, insured], *again]))
    assert [report.report()["rows"][0][key] for key in ("denominator", "numerator")] == [
        people,
        insured,
    ]
    assert parts[0] not in [row["unit"] for row in report.report()["rows"]]


def test_rows_that_come_to_the_whole_in_one_column_alone_are_refused_or_said(tmp_path):
    people, insured = total(ALL)
    rows = [*ALL, ("Lowland", 30100, 24000), ("Upland", people - 30100, insured - 24321)]
    result = run(
        "compute", sheet(tmp_path, [HEAD, ["Total", people, insured], *rows]), "--format", "json"
    )
    assert result.code == 3 or "total-mismatch" in result.codes()
