"""Figures on the units of one day: --as-of and --units on compute, trend, gaps, allocate, compare."""

from __future__ import annotations

import openpyxl
import pytest
from program import compute, run

# On 1 January 2025: Ao, Bến and three tenths of Cầu are Sông, the rest of Cầu and a part of Dốc are Núi, the rest of Dốc
# and Đồi are Đồi. Codes are borne again, as offices do.
CHANGES = """old_code,old_name,old_parent,valid_to,new_code,new_name,new_parent,share,source
101,Xã Ao,Huyện Nam,2024-12-31,101,Xã Sông,Tỉnh Đông,,NQ 1
102,Xã Bến,Huyện Nam,2024-12-31,101,Xã Sông,Tỉnh Đông,,NQ 1
103,Xã Cầu,Huyện Nam,2024-12-31,101,Xã Sông,Tỉnh Đông,0.3,NQ 1
103,Xã Cầu,Huyện Nam,2024-12-31,104,Xã Núi,Tỉnh Đông,0.7,NQ 1
104,Xã Dốc,Huyện Bắc,2024-12-31,104,Xã Núi,Tỉnh Đông,,NQ 1
104,Xã Dốc,Huyện Bắc,2024-12-31,105,Xã Đồi,Tỉnh Đông,,NQ 1
105,Xã Đồi,Huyện Bắc,2024-12-31,105,Xã Đồi,Tỉnh Đông,,NQ 1
"""
ALL_TOLD = CHANGES.replace("104,Xã Dốc,Huyện Bắc,2024-12-31,105,Xã Đồi,Tỉnh Đông,,NQ 1\n", "")
OLD = (
    ("Huyện Nam", "Xã Ao", 101, 1000, 900),
    ("Huyện Nam", "Xã Bến", 102, 501, 400),
    ("Huyện Nam", "Xã Cầu", 103, 333, 300),
    ("Huyện Bắc", "Xã Dốc", 104, 700, 650),
    ("Huyện Bắc", "Xã Đồi", 105, 200, 190),
)
NEW = (
    ("BHXH cơ sở 1", "Xã Sông", 101, 1600, 1450),
    ("BHXH cơ sở 1", "Xã Núi", 104, 600, 520),
    ("BHXH cơ sở 2", "Xã Đồi", 105, 540, 500),
)


def sheet(folder, month, year, rows, columns=("Dân số", "Số người có thẻ BHYT")):
    lines = [
        f"BHYT TỈNH ĐÔNG THÁNG {month}/{year}",
        ",".join(("Đơn vị cấp trên", "Xã", "Mã", *columns)),
    ]
    lines += [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    path = folder / f"bhyt-{year}-{month:02d}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def changes(tmp_path):
    path = tmp_path / "changes.csv"
    path.write_text(CHANGES, encoding="utf-8")
    return path


@pytest.fixture
def old(tmp_path):
    return sheet(tmp_path, 11, 2024, OLD)


@pytest.fixture
def new(tmp_path):
    return sheet(tmp_path, 1, 2025, NEW)


def people(result, field="numerator", period=None):
    rows = [
        row
        for row in result.report()["rows"]
        if row["indicator"] == "health_insurance" and period in (None, row["period"])
    ]
    return {row["unit"]: row[field] for row in rows}


def said(result, variant_words):
    return [
        one["message"]
        for one in result.report()["findings"]
        if one["code"] == "boundary-change" and variant_words in one["message"]
    ]


def test_whole_units_are_added_up_and_parted_ones_by_their_shares(old, changes):
    result = compute(old, "--units", changes, "-i", "health_insurance")
    assert people(result) == {
        "TỈNH ĐÔNG": 2440,
        "Xã Sông": 900 + 400 + 90,
        "Xã Núi": 210,
        "Xã Dốc (→ 2024-12-31)": 650,
        "Xã Đồi": 190,
    }
    assert people(result, "denominator")["TỈNH ĐÔNG"] == 2734
    assert people(result, "parent")["Xã Sông"] == "TỈNH ĐÔNG"


def test_what_lacks_a_part_nobody_knows_is_not_comparable_and_the_whole_is(old, changes):
    result = compute(old, "--units", changes, "-i", "health_insurance")
    assert people(result, "comparable") == {
        "TỈNH ĐÔNG": True,
        "Xã Sông": True,
        "Xã Núi": False,
        "Xã Dốc (→ 2024-12-31)": False,
        "Xã Đồi": False,
    }
    (message,) = said(result, "went where")
    assert "Xã Dốc" in message
    assert "Xã Núi, Xã Đồi" in message


def test_without_the_options_nothing_is_restated(old, new):
    result = compute(old)
    assert "comparable" not in result.report()["rows"][0]
    assert len(people(result)) == 8
    assert run("compute", old, new, "--format", "json").code == 0


def test_a_trend_goes_over_the_change_where_it_can(old, new, changes):
    result = run("trend", old, new, "--units", changes, "-i", "health_insurance", "-f", "json")
    change = people(result, "change_people", "2025-01")
    assert change["TỈNH ĐÔNG"] == 2470 - 2440
    assert change["Xã Sông"] == 1450 - 1390
    assert change["Xã Núi"] is None
    assert change["Xã Đồi"] is None
    # The offices of the new sheet stand over the old figures, too.
    assert people(result, "parent", "2024-11")["Xã Sông"] == "BHXH cơ sở 1"
    # A parted unit that moved is no error of the sheet that has it.
    assert "jump" not in result.codes()


def test_an_upper_unit_that_lacks_a_part_is_not_compared(old, new, changes):
    result = run("trend", old, new, "--units", changes, "-i", "health_insurance", "-f", "json")
    for period in ("2024-11", "2025-01"):
        told = people(result, "comparable", period)
        # Dốc went to communes of both offices, nobody knows how many of its people.
        assert (told["BHXH cơ sở 1"], told["BHXH cơ sở 2"], told["TỈNH ĐÔNG"]) == (
            False,
            False,
            True,
        )


def test_as_of_a_day_before_the_change_leaves_the_units(old, changes):
    result = compute(old, "--units", changes, "--as-of", "31/12/2024", "-i", "health_insurance")
    assert people(result)["Xã Ao"] == 900
    assert people(result)["Huyện Nam"] == 1600


def test_units_are_not_carried_back(new, changes):
    result = run("compute", new, "--units", changes, "--as-of", "2024-06")
    assert result.code == 3
    assert "came after 2024-12-31 (Xã Sông, Xã Núi, Xã Đồi)" in result.err


def test_units_of_two_times_in_one_sheet_are_refused(tmp_path, changes):
    mixed = sheet(tmp_path, 1, 2025, (*NEW, *OLD[:3]))
    result = run("compute", mixed, "--units", changes)
    assert result.code == 3
    assert "Xã Ao, Xã Bến, Xã Cầu" in result.err


def test_old_units_reported_after_the_change_are_taken_as_what_they_are(tmp_path, changes):
    late = sheet(tmp_path, 2, 2025, OLD)
    result = compute(late, "--units", changes, "-i", "health_insurance")
    assert people(result)["Xã Sông"] == 1390
    assert said(result, "31 December 2024, not of 1 January 2025")


def test_a_part_without_a_figure_keeps_the_others_apart_and_their_people_in_the_sum(tmp_path):
    table = tmp_path / "whole.csv"
    table.write_text(ALL_TOLD, encoding="utf-8")
    rows = (OLD[0], (*OLD[1][:4], None), *OLD[2:])
    result = compute(sheet(tmp_path, 11, 2024, rows), "--units", table, "-i", "health_insurance")
    found = people(result)
    assert "Xã Sông" not in found
    assert found["Xã Ao (→ 2024-12-31)"] == 900
    assert found["Xã Cầu (→ 2024-12-31)"] == 90
    assert found["TỈNH ĐÔNG"] == 2440 - 400
    assert people(result, "units_complete")["TỈNH ĐÔNG"] == 4
    assert people(result, "comparable")["TỈNH ĐÔNG"] is False
    assert said(result, "Xã Sông cannot be made of its parts")


def test_a_unit_that_a_full_list_lacks_is_said(tmp_path):
    table = tmp_path / "full.csv"
    full = ALL_TOLD.replace("share,source", "share,kind,source").replace(",NQ 1", ",,NQ 1")
    full += "106,Xã Yên,Huyện Bắc,2024-12-31,106,Xã Yên,Tỉnh Đông,,unchanged,NQ 1\n"
    table.write_text(full, encoding="utf-8")
    rows = (*OLD, ("Huyện Bắc", "Xã Lạ", 199, 50, 40))
    result = compute(sheet(tmp_path, 11, 2024, rows), "--units", table, "-i", "health_insurance")
    assert said(result, "Xã Lạ")
    assert people(result, "comparable")["Xã Lạ"] is False
    assert people(result)["TỈNH ĐÔNG"] == 2480


def test_old_targets_serve_a_sheet_of_today(tmp_path, new):
    table = tmp_path / "whole.csv"
    table.write_text(ALL_TOLD, encoding="utf-8")
    goals = sheet(
        tmp_path,
        1,
        2024,
        [(*row[:3], row[3] - 1) for row in OLD],
        columns=("Chỉ tiêu BHYT 2025 (người)",),
    )
    result = compute(new, "--units", table, "--targets", goals, "-i", "health_insurance")
    assert people(result, "target_count") == {
        "TỈNH ĐÔNG": 2734 - 5,
        "BHXH cơ sở 1": 999 + 500 + 332 + 699,
        "Xã Sông": 999 + 500 + 100,
        "Xã Núi": 232 + 699,
        "BHXH cơ sở 2": 199,
        "Xã Đồi": 199,
    }


def test_a_population_of_today_serves_an_old_sheet(tmp_path):
    table = tmp_path / "whole.csv"
    table.write_text(ALL_TOLD, encoding="utf-8")
    counted = sheet(
        tmp_path, 11, 2024, [(*row[:3], row[4]) for row in OLD], ("Số người có thẻ BHYT",)
    )
    today = sheet(tmp_path, 1, 2025, [row[:4] for row in NEW], ("Dân số",))
    result = compute(counted, "--units", table, "--population", today, "-i", "health_insurance")
    assert people(result, "denominator")["Xã Sông"] == 1600
    assert people(result)["Xã Sông"] == 1390
    assert "unit-unknown" not in result.codes()


def test_rates_of_parts_are_weighed_by_their_people(tmp_path):
    table = tmp_path / "whole.csv"
    table.write_text(ALL_TOLD, encoding="utf-8")
    columns = ("Dân số", "Số người có thẻ BHYT", "Chỉ tiêu BHYT (%)")
    rows = [(*row, 90 if row[1] == "Xã Ao" else 96) for row in OLD]
    result = compute(
        sheet(tmp_path, 11, 2024, rows, columns), "--units", table, "-i", "health_insurance"
    )
    weighed = (90 * 1000 + 96 * 501 + 96 * 333 * 0.3) / (1000 + 501 + 333 * 0.3)
    assert people(result, "target_pct")["Xã Sông"] == pytest.approx(weighed)
    assert people(result, "target_pct")["Xã Núi"] == 96


def test_rates_of_a_list_that_cannot_be_weighed_are_said_to_be_lost(tmp_path, new):
    table = tmp_path / "whole.csv"
    table.write_text(ALL_TOLD, encoding="utf-8")
    rates = [(*row[:3], 90 if row[1] == "Xã Ao" else 96) for row in OLD]
    goals = sheet(tmp_path, 1, 2024, rates, columns=("Chỉ tiêu BHYT 2025 (%)",))
    result = compute(new, "--units", table, "--targets", goals, "-i", "health_insurance")
    assert people(result, "target_pct")["Xã Núi"] == 96
    assert people(result, "target_pct")["Xã Sông"] is None
    (message,) = said(result, "although parts of")
    assert "Xã Sông" in message


def test_an_amount_is_split_among_the_units_of_the_day(old, changes):
    result = run(
        "allocate", old, "--units", changes, "-i", "health_insurance", "--amount", "2600",
        "--rule", "uninsured", "-f", "json",
    )  # fmt: skip
    parts = people(result, "target_count")
    assert parts.pop("TỈNH ĐÔNG") == 2600 == sum(parts.values())
    assert "comparable" in result.report()["rows"][0]


def test_gaps_rank_the_units_of_the_day_and_earlier_deliveries_follow(old, new, changes):
    result = run(
        "gaps",
        new,
        "--previous",
        old,
        "--units",
        changes,
        "-i",
        "health_insurance",
        "--target",
        "95",
        "-f",
        "json",
    )
    found = people(result, "recent_per_month")
    assert found["Xã Sông"] == 30
    assert found["Xã Núi"] is None


def test_two_deliveries_on_other_units_are_compared(tmp_path, changes):
    sent = tmp_path / "sent"
    again = tmp_path / "again"
    for folder in (sent, again):
        folder.mkdir()
    first = sheet(sent, 12, 2024, OLD)
    restated = (
        ("", "Xã Sông", 101, 1601, 1391),
        ("", "Xã Núi", 104, 500, 400),
        ("", "Xã Đồi", 105, 633, 651),
    )
    second = sheet(again, 12, 2024, restated)
    result = run(
        "compare", first, second, "--units", changes, "-i", "health_insurance", "-f", "json"
    )
    moved = {one["unit"]: one["change_people"] for one in result.report()["rows"]}
    assert moved["Xã Sông"] == 1


def test_printed_totals_stay_with_upper_units_of_the_same_people(tmp_path):
    """A district that keeps all of its people keeps its printed row, its own target and the check against both."""
    table = tmp_path / "within.csv"
    table.write_text(
        "old_name,valid_to,new_name\nXã Ao,2024-12-31,Xã Sông\nXã Bến,2024-12-31,Xã Sông\n",
        encoding="utf-8",
    )
    book = openpyxl.Workbook()
    page = book.active
    for row in (
        ["BHYT TỈNH ĐÔNG THÁNG 11/2024"],
        ["TT", "Đơn vị", "Dân số", "Số người có thẻ BHYT", "Chỉ tiêu BHYT (%)"],
        ["I", "Huyện Nam", 1501, 1300, 97],
        [1, "Xã Ao", 1000, 900, 95],
        [2, "Xã Bến", 501, 400, 95],
        ["II", "Huyện Bắc", 900, 840, 95],
        [1, "Xã Dốc", 700, 650, 95],
        [2, "Xã Đồi", 200, 190, 95],
    ):
        page.append(row)
    path = tmp_path / "bhyt-2024-11.xlsx"
    book.save(path)
    result = compute(path, "--units", table, "-i", "health_insurance")
    assert people(result, "target_pct")["Huyện Nam"] == 97
    assert people(result)["Xã Sông"] == 1300
    assert people(result, "parent")["Xã Sông"] == "Huyện Nam"
    assert all(people(result, "comparable").values())


def test_every_output_tells_what_is_comparable(old, new, changes, tmp_path):
    asked = ("trend", old, new, "--units", changes, "-i", "health_insurance")
    assert "Comparable" in run(*asked, "-f", "plain").out
    assert "So sánh được" in run(*asked, "-f", "plain", "--lang", "vi").out
    assert run(*asked, "-f", "csv").out.splitlines()[0].endswith(",comparable")
    book = tmp_path / "trend.xlsx"
    assert run(*asked, "-o", book).code == 0
    headings = {
        cell.value
        for page in openpyxl.load_workbook(book)
        for row in page.iter_rows()
        for cell in row
    }
    assert "Comparable" in headings
