"""`coverage gaps`: who is short, by how many, how fast it must go and how fast it goes."""

from __future__ import annotations

import io

import openpyxl
import pytest
from office import headings, opened
from program import SAMPLES, run

MONTHS = [SAMPLES / f"ninh-binh-2024-0{month}.xlsx" for month in (3, 4, 5)]
UNITS = ("Xã A", "Xã B", "Xã C", "Xã D")


def month(folder, period, enrolled, population=(1000, 1000, 1000, 1000), targets=None, units=UNITS):
    """Write a month's sheet of one district: who is enrolled, of how many."""
    year, number = period.split("-")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"BHYT HUYỆN THỬ THÁNG {int(number)}/{year}"])
    sheet.append(["STT", "Đơn vị", "Dân số", "BHYT", *(["Chỉ tiêu BHYT (%)"] if targets else [])])
    for at, (unit, people, count) in enumerate(zip(units, population, enrolled, strict=True)):
        sheet.append([at + 1, unit, people, count, *([targets[at]] if targets else [])])
    path = folder / f"bhyt-{period}.xlsx"
    book.save(path)
    return path


def gaps(*arguments):
    result = run("gaps", *arguments, "--format", "json")
    assert result.code == 0, result.err
    return result


def by_unit(result):
    return {row["unit"]: row for row in result.report()["rows"]}


def test_only_units_that_are_short_the_largest_gap_first(tmp_path):
    sheet = month(tmp_path, "2024-05", (900, 990, 700, 940))
    result = gaps(sheet, "--target", "95")
    found = [
        (row["unit"], row["gap_people"], row["rank"])
        for row in result.report()["rows"]
        if row["level"] == "commune"
    ]
    assert found == [("Xã C", 250, 1), ("Xã A", 50, 2), ("Xã D", 10, 3)]
    assert "Xã B" not in by_unit(result)


def test_shares_of_the_shortfall_add_up_over_the_lowest_units(tmp_path):
    rows = by_unit(gaps(month(tmp_path, "2024-05", (900, 990, 700, 940)), "--target", "95"))
    assert [rows[unit]["cumulative_pct"] for unit in ("Xã C", "Xã A", "Xã D")] == [
        pytest.approx(100 * part / 310) for part in (250, 300, 310)
    ]
    assert rows["Xã C"]["share_pct"] == pytest.approx(100 * 250 / 310)


def test_the_few_that_hold_most_of_the_shortfall_are_named(tmp_path):
    sheet = month(tmp_path, "2024-05", (900, 990, 700, 940))
    assert (
        "1 of 3 short units holds 80.65 % of the shortfall (250 people): Xã C"
        in run("gaps", sheet, "--target", "95").out
    )
    assert "2 of 3 short units" in run("gaps", sheet, "--target", "95", "--share", "90").out


@pytest.mark.parametrize(
    ("sort", "order"),
    [("people", "CAD"), ("points", "CAD"), ("attainment", "CAD"), ("name", "ACD")],
)
def test_the_ranking_goes_by_what_was_asked_for(sort, order, tmp_path):
    sheet = month(tmp_path, "2024-05", (900, 990, 700, 940))
    rows = gaps(sheet, "--target", "95", "--level", "commune", "--sort", sort).report()["rows"]
    assert [row["unit"][-1] for row in rows] == list(order)


def test_points_and_people_rank_units_of_different_size_differently(tmp_path):
    sheet = month(tmp_path, "2024-05", (900, 50, 990, 990), population=(1000, 100, 1000, 1000))
    ranked = {
        sort: gaps(sheet, "--target", "96", "--level", "commune", "--sort", sort).report()["rows"]
        for sort in ("people", "points")
    }
    assert [row["unit"] for row in ranked["people"]] == ["Xã A", "Xã B"]
    assert [row["unit"] for row in ranked["points"]] == ["Xã B", "Xã A"]


def test_the_first_of_a_ranking_are_lowest_units_unless_a_level_is_told():
    asked = ("-i", "health_insurance", "--top", "2")
    assert list(by_unit(gaps(MONTHS[-1], *asked))) == ["Xã Lưu Phương", "Xã Kim Chính"]
    told = by_unit(gaps(MONTHS[-1], *asked, "--level", "district"))
    assert list(told) == ["Huyện Kim Sơn", "Huyện Yên Mô"]


def test_earlier_months_give_the_pace(tmp_path):
    sheets = [
        month(tmp_path, period, enrolled)
        for period, enrolled in (
            ("2024-02", (880, 900, 700, 910)),
            ("2024-04", (890, 900, 700, 930)),
            ("2024-05", (892, 900, 700, 940)),
        )
    ]
    rows = by_unit(gaps(*sheets, "--target", "95"))
    a = rows["Xã A"]
    assert (a["period"], a["months_left"], a["required_per_month"]) == ("2024-05", 7, 9)
    assert (a["recent_per_month"], a["projected"], a["on_track"]) == (4, 920, False)
    assert (a["previous_period"], a["change_people"], a["change_pp"]) == (
        "2024-04",
        2,
        pytest.approx(0.2),
    )
    assert rows["Xã D"]["on_track"] is True
    assert rows["Xã C"]["recent_per_month"] == 0


def test_order_of_the_files_does_not_matter(tmp_path):
    sheets = [month(tmp_path, f"2024-0{at}", (880 + at, 900, 700, 910 + at)) for at in (3, 4, 5)]
    assert (
        gaps(*sheets, "--target", "95").report()["rows"]
        == gaps(*sheets[::-1], "--target", "95").report()["rows"]
    )


def test_previous_deliveries_are_history_and_not_reported(tmp_path):
    march, may = (month(tmp_path, f"2024-0{at}", (880 + at, 900, 700, 910)) for at in (3, 5))
    result = gaps(may, "--previous", march, "--target", "95")
    assert {row["period"] for row in result.report()["rows"]} == {"2024-05"}
    assert by_unit(result)["Xã A"]["recent_per_month"] == 1


def test_an_earlier_period_asked_for_knows_nothing_of_later_ones(tmp_path):
    sheets = [month(tmp_path, f"2024-0{at}", (880 + at * at, 900, 700, 910)) for at in (3, 4, 5)]
    row = by_unit(gaps(*sheets, "--target", "95", "--period", "2024-04"))["Xã A"]
    assert (row["period"], row["numerator"], row["recent_per_month"]) == ("2024-04", 896, 7)


def test_a_deadline_may_be_told(tmp_path):
    sheet = month(tmp_path, "2024-05", (900, 990, 700, 940))
    for told in ("2024-07", "31/7/2024", "7/2024", "2024-07-15"):
        row = by_unit(gaps(sheet, "--target", "95", "--by-date", told))["Xã C"]
        assert (row["months_left"], row["required_per_month"]) == (2, 125)
    assert by_unit(gaps(sheet, "--target", "95", "--by-date", "2025"))["Xã C"]["months_left"] == 19
    wrong = run("gaps", sheet, "--target", "95", "--by-date", "tomorrow")
    assert wrong.code == 2
    assert "2024-12" in wrong.err


def test_where_no_month_is_left_nothing_is_asked_a_month(tmp_path):
    row = by_unit(gaps(month(tmp_path, "2024-12", (900, 990, 700, 940)), "--target", "95"))["Xã C"]
    assert (row["months_left"], row["required_per_month"]) == (0, None)


def test_last_december_tells_where_a_unit_should_stand(tmp_path):
    sheets = [
        month(tmp_path, "2023-12", (830, 900, 700, 900)),
        month(tmp_path, "2024-06", (880, 900, 700, 925)),
    ]
    rows = by_unit(gaps(*sheets, "--target", "95"))
    assert (rows["Xã A"]["expected_now"], rows["Xã A"]["band"], rows["Xã A"]["path"]) == (
        890,
        "on_path",
        "linear",
    )
    assert rows["Xã C"]["band"] == "far_behind"
    assert rows["Xã A"]["change_december_people"] == 50


def test_a_commune_that_did_not_report_makes_no_fall_of_its_district(tmp_path):
    april = month(tmp_path, "2024-04", (890, 900, 700, None))
    may = month(tmp_path, "2024-05", (892, 900, 700, 940))
    result = gaps(april, may, "--target", "95")
    whole = next(row for row in result.report()["rows"] if row["level"] != "commune")
    assert (whole["change_people"], whole["recent_per_month"], whole["projected"]) == (
        None,
        None,
        None,
    )
    assert by_unit(result)["Xã A"]["change_people"] == 2
    finding = next(
        at for at in result.report()["findings"] if at["code"] == "change-not-comparable"
    )
    assert "Xã D" in finding["message"]


def test_units_in_another_order_are_known_again(tmp_path):
    april = month(tmp_path, "2024-04", (940, 700, 900, 890), units=UNITS[::-1])
    may = month(tmp_path, "2024-05", (892, 900, 701, 941))
    rows = by_unit(gaps(april, may, "--target", "95"))
    assert [rows[unit]["change_people"] for unit in ("Xã A", "Xã C", "Xã D")] == [2, 1, 1]


def test_communes_before_and_after_the_reform_of_july_2025_are_not_compared(tmp_path):
    before, after = (
        month(tmp_path, "2025-06", (890, 900, 700, 940)),
        month(tmp_path, "2025-07", (892, 900, 700, 941)),
    )
    result = gaps(before, after, "--target", "95")
    assert all(row["change_people"] is None for row in result.report()["rows"])
    assert "boundary-change" in result.codes()


def test_without_a_period_there_is_no_pace_and_that_is_said(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Đơn vị", "Dân số", "BHYT"], ["Xã A", 1000, 900], ["Xã B", 1000, 990]):
        book.active.append(row)
    book.save(tmp_path / "bhyt.xlsx")
    result = gaps(tmp_path / "bhyt.xlsx", "--target", "95")
    assert by_unit(result)["Xã A"]["months_left"] is None
    assert "period-unclear" in result.codes()


def test_the_foot_speaks_of_all_units_and_not_only_of_those_that_are_short():
    shown = run(
        "gaps", MONTHS[-1], "-i", "health_insurance", "--level", "commune", "--top", "3"
    ).out
    assert "Commune: 48 of 143 met" in shown


def test_where_nobody_is_short_there_is_no_row_and_the_code_is_zero(tmp_path):
    result = run("gaps", month(tmp_path, "2024-05", (990, 990, 990, 990)), "--target", "95")
    assert result.code == 0
    assert "no unit is short of its target" in result.out


def test_every_format_is_written(tmp_path):
    for suffix in ("csv", "tsv", "json", "ndjson", "md", "txt", "xlsx"):
        out = tmp_path / f"gaps.{suffix}"
        assert run("gaps", *MONTHS, "-i", "health_insurance", "-o", out).code == 0
        assert out.stat().st_size > 1000


@pytest.mark.parametrize("room", [80, 100, 120, 200])
def test_no_line_of_a_ranking_is_wider_than_the_terminal(room):
    from rich.console import Console

    from coverage_cli.cli.jobs import Options, job_of
    from coverage_cli.features.over_time.gaps import Ranking
    from coverage_cli.features.over_time.gaps import gaps as rank
    from coverage_cli.words import load_words
    from coverage_cli.write.text.screen import show

    options = Options(
        [str(MONTHS[0]), str(MONTHS[2])], indicator=["health_insurance"], target=["92#Tỉnh ủy"]
    )
    console = Console(width=room, record=True, file=io.StringIO())
    show(rank(job_of(options), Ranking()).report, load_words(), console)
    assert max(map(len, console.export_text().splitlines())) <= room


def test_the_summary_sheet_speaks_of_all_units_not_only_of_those_that_are_short(tmp_path):
    out = tmp_path / "gaps.xlsx"
    assert run("gaps", MONTHS[-1], "-i", "health_insurance", "-o", out).code == 0
    sheet = opened(out)["Summary"]
    heading, row = sheet[sheet.tables["key_figures"].ref]
    told = dict(zip([cell.value for cell in heading], [cell.value for cell in row], strict=True))
    assert (told["People covered"], told["Units that met it"]) == (919_276, "48 / 143")
    first = sheet[sheet.tables["parts"].ref][1]
    assert first[0].value == "Xã Lưu Phương"  # of those that are short the one with most people


def test_columns_that_no_unit_has_are_not_printed_in_the_workbook(tmp_path):
    out = tmp_path / "gaps.xlsx"
    assert run("gaps", MONTHS[-1], "-i", "health_insurance", "-o", out).code == 0
    told = headings(opened(out)["Health insurance"])
    assert "Required a month" in told
    assert "On last year %" not in told


def test_an_indicator_without_any_target_says_so():
    shown = run("gaps", MONTHS[-1], "-i", "social_insurance").out
    assert "no unit has a target" in shown


def ragged(folder, rows, title="BHYT TỈNH THỬ THÁNG 5/2024"):
    """Write a sheet of districts and communes; a unit may stand right below the province."""
    path = folder / "ragged.csv"
    lines = [
        title,
        "Đơn vị,Dân số,BHYT",
        *(",".join("" if cell is None else str(cell) for cell in row) for row in rows),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_commune_right_below_the_province_has_its_share_among_the_communes(tmp_path):
    rows = (("Xã L", 1000, 700), ("Huyện P", None, None), ("Xã A", 1000, 900), ("Xã C", 100, 10))
    sheet = ragged(tmp_path, rows)
    found = by_unit(gaps(sheet, "--target", "95", "--level", "commune"))
    assert found["Xã L"]["share_pct"] == pytest.approx(100 * 250 / 385)
    assert found["Xã A"]["cumulative_pct"] == 100
    assert (
        "2 of 3 short units hold 87.01 %"
        in run("gaps", sheet, "--target", "95", "--level", "commune").out
    )


def test_shares_of_districts_are_of_the_shortfall_and_not_of_net_gaps(tmp_path):
    """A surplus beside it hides the 50 people missing in Xã A from its district's gap, not from its shortfall."""
    rows = (
        ("Huyện P", None, None), ("Xã A", 1000, 900), ("Xã C", 1000, 1000),
        ("Huyện Q", None, None), ("Xã D", 1000, 940), ("Xã E", 1000, 945),
    )  # fmt: skip
    sheet = ragged(tmp_path, rows)
    row = by_unit(gaps(sheet, "--target", "95", "--level", "district"))["Huyện Q"]
    assert (row["gap_people"], row["share_pct"], row["cumulative_pct"]) == (
        15,
        pytest.approx(100 * 15 / 65),
        100,
    )
    shown = run("gaps", sheet, "--target", "95", "--level", "district", "--share", "70").out
    assert (
        "1 of 2 units with short units in them holds 76.92 % of the shortfall (50 people): Huyện P"
        in shown
    )


def test_where_only_districts_have_targets_the_shares_are_theirs(tmp_path):
    rows = (
        ("Huyện P", None, None),
        ("Xã A", 1000, 900),
        ("Huyện Q", None, None),
        ("Xã D", 1000, 940),
    )
    result = gaps(ragged(tmp_path, rows), "--target", "@district=95")
    assert [(row["unit"], row["share_pct"]) for row in result.report()["rows"] if row["level"] == "district"] == [
        ("Huyện P", pytest.approx(100 * 50 / 60)), ("Huyện Q", pytest.approx(100 * 10 / 60)),
    ]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), [("9500.5", "11400"), ("9400.5", "11350")])
def test_fractions_of_people_have_their_exact_share(first, second, tmp_path):
    rows = (
        ("Xã A", 10001, first),
        ("Xã B", 12000, second),
        ("Xã C", 13000, 13000),
        ("Xã D", 14000, 13900),
    )
    found = by_unit(
        gaps(ragged(tmp_path, rows), "--target", "95", "--number-style", "en", "--level", "commune")
    )
    missing = 9501 - float(first)
    assert found["Xã A"]["gap_people"] == missing
    assert found["Xã A"]["share_pct"] == pytest.approx(
        100 * missing / (missing + 11400 - int(second))
    )


def test_a_stock_of_an_earlier_month_is_no_number_of_new_people(tmp_path):
    """May tells new people and a target of them, April the stock alone: no pace can be told from 900 - 895."""
    may = ragged(tmp_path, (("Xã A", 1000, "900,20,50"), ("Xã B", 1000, "930,5,50")))
    may.write_text(
        may.read_text(encoding="utf-8").replace(
            "BHYT\n", "BHYT,BHYT tăng mới,Chỉ tiêu BHYT tăng mới\n"
        )
    )
    april = month(tmp_path, "2024-04", (895, 930), (1000, 1000), units=("Xã A", "Xã B"))
    row = by_unit(gaps(may, "--previous", april))["Xã A"]
    assert (row["target_kind"], row["gap_people"], row["change_people"]) == ("new", 30, 5)
    assert (row["recent_per_month"], row["projected"], row["on_track"]) == (None, None, None)


def dated(folder, name, title, enrolled):
    path = folder / name
    rows = "".join(
        f"{unit},1000,{count}\n" for unit, count in zip(("Xã A", "Xã B"), enrolled, strict=True)
    )
    path.write_text(f"{title},,\nĐơn vị,Dân số,BHYT\n{rows}", encoding="utf-8")
    return path


def test_a_quarter_that_ends_with_the_month_is_neither_earlier_nor_in_its_place(tmp_path):
    quarter = dated(tmp_path, "q.csv", "BHYT HUYỆN THỬ QUÝ II/2024", (890, 910))
    june, may, march, first = (
        dated(tmp_path, "m6.csv", "BHYT HUYỆN THỬ THÁNG 6/2024", (891, 912)),
        dated(tmp_path, "m5.csv", "BHYT HUYỆN THỬ THÁNG 5/2024", (885, 905)),
        dated(tmp_path, "m3.csv", "BHYT HUYỆN THỬ THÁNG 3/2024", (881, 899)),
        dated(tmp_path, "q1.csv", "BHYT HUYỆN THỬ QUÝ I/2024", (880, 900)),
    )
    row = by_unit(gaps(quarter, june, may, "--target", "95"))["Xã A"]
    assert (row["period"], row["previous_period"], row["change_people"]) == (
        "2024-06",
        "2024-05",
        6,
    )
    for inputs in ((may, march, first), (first, march, may)):
        assert by_unit(gaps(*inputs, "--target", "95"))["Xã A"]["recent_per_month"] == 2


@pytest.mark.parametrize("told", ["31/02/2024", "2024-06-31", "0/7/2024", "2024-07-00"])
def test_a_day_that_no_calendar_has_is_no_deadline(told, tmp_path):
    assert (
        run(
            "gaps",
            month(tmp_path, "2024-05", (900, 990, 700, 940)),
            "--target",
            "95",
            "--by-date",
            told,
        ).code
        == 2
    )


def test_a_previous_delivery_that_is_not_earlier_is_said(tmp_path):
    may = month(tmp_path, "2024-05", (900, 990, 700, 940))
    june = month(tmp_path, "2024-06", (910, 990, 700, 940))
    (tmp_path / "old").mkdir()
    old = month(tmp_path / "old", "2024-05", (890, 990, 700, 940))
    for other in (june, old):
        result = gaps(may, "--previous", other, "--target", "95")
        assert "previous-unused" in result.codes()
        assert by_unit(result)["Xã A"]["recent_per_month"] is None
    april = month(tmp_path, "2024-04", (890, 990, 700, 940))
    assert "previous-unused" not in gaps(may, "--previous", april, "--target", "95").codes()


def test_a_deadline_that_has_passed_is_said(tmp_path):
    sheet = month(tmp_path, "2024-05", (900, 990, 700, 940))
    assert "deadline-passed" in gaps(sheet, "--target", "95", "--by-date", "2024-05").codes()
    assert "deadline-passed" not in gaps(sheet, "--target", "95", "--by-date", "2024-06").codes()
    assert (
        "deadline-passed"
        not in gaps(month(tmp_path, "2024-12", (900, 990, 700, 940)), "--target", "95").codes()
    )


def test_a_flow_has_changes_and_no_pace(tmp_path):
    """What was counted in May says nothing of what is still to come by December."""
    profile = tmp_path / "doses.toml"
    profile.write_text(
        '[measures]\ndoses = ["bhyt"]\nchildren = ["dân số"]\n[indicators.doses]\nnumerator = "doses"\n'
        'denominator = "children"\nmeasure_kind = "flow"\nlabel = "Doses"\n',
        encoding="utf-8",
    )
    sheets = [month(tmp_path, f"2024-0{at}", (80 + at, 90, 70, 94)) for at in (3, 4, 5)]
    row = by_unit(gaps(*sheets, "--profile", profile, "--target", "95"))["Xã A"]
    assert row["change_people"] == 1
    pace = (
        "months_left",
        "required_per_month",
        "recent_per_month",
        "projected",
        "on_track",
        "expected_now",
    )
    assert [row[name] for name in pace] == [None] * len(pace)


def test_every_row_of_a_ranking_names_the_unit_above():
    shown = run(
        "gaps", MONTHS[-1], "-i", "health_insurance", "--level", "commune", "--top", "2"
    ).out
    assert [line.split("  ")[0] for line in shown.splitlines() if line.startswith("Xã")] == [
        "Xã Lưu Phương",
        "Xã Kim Chính",
    ]
    assert all("Huyện Kim Sơn" in line for line in shown.splitlines() if line.startswith("Xã"))
