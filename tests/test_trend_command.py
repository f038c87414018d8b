"""`coverage trend`: the same units over several periods: what changed, where it leads, what is missing."""

from __future__ import annotations

import itertools
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import opened, records
from program import SAMPLES, run

MONTHS = [
    SAMPLES / f"ninh-binh-{month}.xlsx" for month in ("2023-12", "2024-03", "2024-04", "2024-05")
]
UNITS = ("Xã A", "Xã B", "Xã C")


def fill(sheet, title, enrolled, population=1000, units=UNITS):
    sheet.append([f"BHYT HUYỆN THỬ {title}"])
    sheet.append(["STT", "Đơn vị", "Dân số", "BHYT"])
    for at, (unit, count) in enumerate(zip(units, enrolled, strict=True)):
        sheet.append([at + 1, unit, population, count])


def month(folder, period, enrolled, **how):
    """Write a month's sheet of one district: who is enrolled, of how many."""
    book = openpyxl.Workbook()
    fill(book.active, f"THÁNG {int(period[5:])}/{period[:4]}", enrolled, **how)
    path = folder / f"bhyt-{period}.xlsx"
    book.save(path)
    return path


def dated(folder, day, enrolled, name="bhyt.xlsx"):
    book = openpyxl.Workbook()
    fill(book.active, f"(Số liệu đến ngày {day})", enrolled)
    book.save(folder / name)
    return folder / name


def trend(*arguments):
    result = run("trend", *arguments, "--format", "json")
    assert result.code == 0, result.err
    return result


def rows(result, unit="Xã A"):
    return {row["period"]: row for row in result.report()["rows"] if row["unit"] == unit}


def shown(*arguments):
    result = run("trend", *arguments)
    assert result.code == 0, result.err
    return result.out


def line(text, start):
    return next(line for line in text.splitlines() if line.strip().startswith(start)).split()


def test_a_row_a_unit_and_period_with_every_change_labelled_apart(tmp_path):
    sheets = [
        month(tmp_path, period, (count, 700, 700))
        for period, count in (
            ("2023-05", 800),
            ("2023-12", 850),
            ("2024-04", 880),
            ("2024-05", 890),
        )
    ]
    may = rows(trend(*sheets, "--target", "95"))["2024-05"]
    assert (may["previous_period"], may["change_people"]) == ("2024-04", 10)
    assert (may["change_pct"], may["change_pp"]) == (
        pytest.approx(100 * 10 / 880),
        pytest.approx(1.0),
    )
    assert (may["change_december_people"], may["change_december_pp"]) == (40, pytest.approx(4.0))
    assert may["change_december_pct"] == pytest.approx(100 * 40 / 850)
    assert (may["change_year_people"], may["change_year_pp"]) == (90, pytest.approx(9.0))
    assert may["change_year_pct"] == pytest.approx(100 * 90 / 800)
    assert (may["months_left"], may["required_per_month"], may["recent_per_month"]) == (7, 9, 10)
    assert (may["projected"], may["on_track"], may["path"]) == (960, True, "linear")


def test_the_columns_of_the_contract_stand_in_its_order():
    heading = run("trend", *MONTHS, "--format", "csv", "--quiet").out.splitlines()[0]
    assert (
        "months_left,required_per_month,recent_per_month,projected,on_track,previous_period,change_people,change_pp,"
        "change_year_people,change_year_pp" in heading
    )


def test_people_read_one_row_a_unit_with_the_periods_as_columns():
    text = shown(*MONTHS, "-i", "health_insurance", "--in", "Huyện Hoa Lư")
    heading = next(line for line in text.splitlines() if line.startswith("Unit"))
    assert heading.split()[1:11] == [
        "December",
        "2023",
        "January",
        "2024",
        "February",
        "2024",
        "March",
        "2024",
        "April",
        "2024",
    ]
    assert "Since 31 December, people" in heading
    assert text.count("Xã Ninh Giang") == 1


def test_a_missing_month_is_shown_as_missing_and_said(tmp_path):
    sheets = [month(tmp_path, f"2024-0{at}", (880 + at, 700, 700)) for at in (2, 3, 5)]
    text = shown(*sheets)
    assert line(text, "Xã A")[2:6] == ["88.20", "88.30", "–", "88.50"]
    result = trend(*sheets)
    finding = next(at for at in result.report()["findings"] if at["code"] == "period-missing")
    assert (finding["severity"], finding["count"]) == ("warning", 1)
    assert "April 2024" in finding["message"]
    assert rows(result)["2024-05"]["previous_period"] == "2024-03"


def test_a_long_gap_is_one_column(tmp_path):
    sheets = [month(tmp_path, period, (880, 700, 700)) for period in ("2022-05", "2024-05")]
    assert "June 2022–April 2024" in shown(*sheets)


def test_all_months_of_a_workbook_and_side_by_side(tmp_path):
    book = openpyxl.Workbook()
    for at in (3, 4, 5):
        fill(book.create_sheet(f"T{at}-2024"), f"THÁNG {at}/2024", (880 + at, 700, 700))
    book.remove(book.active)
    book.save(tmp_path / "sheets.xlsx")
    beside = tmp_path / "beside.csv"
    beside.write_text(
        "Đơn vị,BHYT tháng 3/2024,BHYT tháng 4/2024,BHYT tháng 5/2024,Dân số\n"
        + "".join(
            f"{unit},{n + 3},{n + 4},{n + 5},1000\n" for unit, n in (("Xã A", 880), ("Xã B", 695))
        ),
        encoding="utf-8",
    )
    for path in (tmp_path / "sheets.xlsx", beside):
        found = rows(trend(path))
        assert [
            (at, found[at]["numerator"], found[at]["change_people"]) for at in sorted(found)
        ] == [
            ("2024-03", 883, None),
            ("2024-04", 884, 1),
            ("2024-05", 885, 1),
        ]


def test_a_period_asked_for_keeps_its_history_and_knows_nothing_later(tmp_path):
    sheets = [month(tmp_path, f"2024-0{at}", (880 + at * at, 700, 700)) for at in (3, 4, 5)]
    result = trend(*sheets, "--period", "2024-04")
    found = rows(result)
    assert list(found) == ["2024-04"]
    assert found["2024-04"]["change_people"] == 7
    text = shown(*sheets, "--period", "2024-04")
    assert line(text, "Xã A")[2:5] == ["88.90", "89.60", "7"]


def test_previous_deliveries_are_columns_and_no_rows(tmp_path):
    march, may = (month(tmp_path, f"2024-0{at}", (880 + at, 700, 700)) for at in (3, 5))
    result = trend(may, "--previous", march)
    assert list(rows(result)) == ["2024-05"]
    assert rows(result)["2024-05"]["change_people"] == 2
    assert "88.30" in shown(may, "--previous", march)


@pytest.mark.parametrize(
    ("show", "cells"), [("people", ["880", "890"]), ("percent", ["88.00", "89.00"])]
)
def test_the_figure_by_period_can_be_chosen(show, cells, tmp_path):
    sheets = [month(tmp_path, f"2024-0{at}", (840 + 10 * at, 700, 700)) for at in (4, 5)]
    assert line(shown(*sheets, "--show", show), "Xã A")[2:4] == cells
    assert line(shown(*sheets, "--show", "points", "--target", "95"), "Xã A")[2:4] == [
        "7.00",
        "6.00",
    ]
    assert run("trend", *sheets, "--show", "euros").code == 2


def test_without_a_denominator_people_are_shown(tmp_path):
    for period, count in (("2024-04", 500), ("2024-05", 520)):
        (tmp_path / f"{period}.csv").write_text(
            f"Đơn vị,BHYT\nXã A,{count}\nXã B,100\n", encoding="utf-8"
        )
    result = trend(tmp_path)
    assert rows(result)["2024-05"]["change_people"] == 20
    assert (rows(result)["2024-05"]["coverage_pct"], rows(result)["2024-05"]["status"]) == (
        None,
        "no_target",
    )
    assert line(shown(tmp_path), "Xã A")[2:5] == ["500", "520", "20"]


def test_a_unit_that_is_gone_keeps_its_row_and_place(tmp_path):
    april = month(tmp_path, "2024-04", (880, 700, 600))
    may = month(tmp_path, "2024-05", (890, 600), units=("Xã A", "Xã C"))
    text = shown(april, may)
    names = [line.split()[1] for line in text.splitlines() if line.strip().startswith("Xã")]
    assert names == ["A", "B", "C"]
    assert line(text, "Xã B")[2:4] == ["70.00", "–"]
    assert "no data" in next(line for line in text.splitlines() if "Xã B" in line)
    assert "2 of 2 units complete" in shown(april, may, "--level", "commune")


def test_a_single_period_is_no_trend_and_that_is_said(tmp_path):
    assert "one-period" in trend(month(tmp_path, "2024-05", (880, 700, 700))).codes()


def test_a_table_without_a_date_has_no_place_and_that_is_said(tmp_path):
    book = openpyxl.Workbook()
    fill(book.active, "", (880, 700, 700))
    book.save(tmp_path / "bhyt.xlsx")
    assert (
        "period-unclear"
        in trend(tmp_path / "bhyt.xlsx", month(tmp_path, "2024-05", (880, 700, 700))).codes()
    )


def test_fail_on_short_asks_about_the_last_period_alone(tmp_path):
    sheets = [
        month(tmp_path, period, (count,) * 3)
        for period, count in (("2024-04", 900), ("2024-05", 960))
    ]
    assert run("trend", *sheets, "--target", "95", "--fail-on", "short").code == 0
    assert run("trend", sheets[0], "--target", "95", "--fail-on", "short").code == 1


@pytest.mark.parametrize(
    ("day", "setting", "period"),
    [
        ("25/5/2024", None, "2024-05"),
        ("31/5/2024", None, "2024-05"),
        ("20/5/2024", None, "2024-05-20"),
        ("20/5/2024", 20, "2024-05"),
        ("25/5/2024", 20, "2024-05-25"),
        ("31/12/2024", None, "2024-12"),
        ("25/12/2024", None, "2024-12-25"),
    ],
)
def test_a_month_closes_on_its_closing_day_and_december_on_its_last(
    day, setting, period, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    if setting:
        (tmp_path / "coverage-cli.toml").write_text(
            f"[periods]\nclosing_day = {setting}\n", encoding="utf-8"
        )
    assert list(rows(trend(dated(tmp_path, day, (880, 700, 700))))) == [period]


def test_a_closing_day_of_columns_counts_too(tmp_path):
    path = tmp_path / "beside.csv"
    path.write_text(
        "Đơn vị,BHYT 25/4/2024,BHYT 25/5/2024,Dân số\nXã A,880,890,1000\nXã B,1,2,1000\n",
        encoding="utf-8",
    )
    assert list(rows(trend(path))) == ["2024-04", "2024-05"]


def test_a_mistake_in_the_closing_day_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "coverage-cli.toml").write_text("[periods]\nclosing_day = 32\n", encoding="utf-8")
    result = run("trend", month(tmp_path, "2024-05", (880, 700, 700)))
    assert result.code == 2
    assert "closing_day" in result.err


@pytest.mark.parametrize("form", ["json", "csv", "plain", "markdown"])
def test_the_order_of_the_files_changes_no_byte(form):
    wanted = [
        run("trend", *order, "-f", form, "--lang", "vi")
        for order in itertools.permutations(MONTHS[:3])
    ]
    assert len({(one.out, one.err) for one in wanted}) == 1


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    counts=st.lists(st.lists(st.integers(0, 1000), min_size=3, max_size=3), min_size=2, max_size=5),
    order=st.randoms(use_true_random=False),
)
def test_changes_add_up_over_time_whatever_the_order(counts, order, tmp_path_factory):
    folder = tmp_path_factory.mktemp("trend")
    sheets = [month(folder, f"2024-{at + 1:02d}", count) for at, count in enumerate(counts)]
    shuffled = list(sheets)
    order.shuffle(shuffled)
    result = trend(*shuffled)
    assert result.out == trend(*sheets).out
    for at, unit in enumerate(UNITS):
        found = rows(result, unit)
        steps = [row["change_people"] for row in found.values() if row["previous_period"]]
        assert sum(steps) == counts[-1][at] - counts[0][at]


def test_the_workbook_has_the_long_rows_and_the_matrix_in_real_numbers(tmp_path):
    out = tmp_path / "trend.xlsx"
    assert run("trend", *MONTHS, "-o", out).code == 0
    book = opened(out)
    assert book.sheetnames[:2] == ["Summary", "Trend Health insurance"]
    row = next(
        row for row in records(book["Trend Health insurance"]) if row["Unit"] == "Xã Đồng Phong"
    )
    assert row["May 2024"] == 94.0
    assert row["February 2024"] is None
    assert isinstance(row["Since 31 December, people"], int)
    machine = run("trend", *MONTHS, "-f", "csv", "-q").out.splitlines()
    names = {sheet.title for sheet in book if f"Trend {sheet.title}"[:31] in book.sheetnames}
    assert sum(len(records(book[name])) for name in names) == len(machine) - 1


def test_the_months_of_the_workbook_are_the_cells_of_the_long_rows_and_drawn(tmp_path):
    out = tmp_path / "trend.xlsx"
    assert run("trend", *MONTHS, "-i", "health_insurance", "-o", out).code == 0
    sheet = opened(out, values=False)["Trend Health insurance"]
    row = records(sheet)[0]
    assert row["May 2024"].startswith("='Health insurance'!")
    assert row["Course"] is None
    parts = zipfile.ZipFile(out)
    assert parts.read("xl/worksheets/sheet2.xml").decode().count("<x14:sparkline>") == 152
    chart = parts.read("xl/charts/chart1.xml").decode()
    assert "<c:lineChart>" in chart
    assert chart.count("<c:ser>") == 8  # the province and the first of its districts


def test_months_that_are_too_many_for_a_page_run_over_several(tmp_path):
    for last, fits in ((5, True), (31, False)):
        days = [f"2024-{1 + at // 28:02d}-{1 + at % 28:02d}" for at in range(last)]
        sheets = [dated(tmp_path, day, (850, 700, 700), f"bhyt-{day}.xlsx") for day in days]
        out = tmp_path / f"{last}.xlsx"
        assert run("trend", *sheets, "-o", out, "-q").code == 0
        sheet = opened(out)["Trend Health insurance"]
        assert (sheet.page_setup.fitToWidth in (None, 1)) == fits  # None: one, as in Excel
        assert bool(sheet.print_area) == fits
        assert sheet.print_title_cols == (None if fits else "$A:$A")


def test_a_line_is_drawn_on_a_terminal_and_nowhere_else(tmp_path):
    from coverage_cli.features.over_time.trend import Manner
    from coverage_cli.features.over_time.trend import trend as side_by_side
    from coverage_cli.project import Job
    from coverage_cli.words import load_words
    from coverage_cli.write.parts import parts_of
    from coverage_cli.write.text.screen import screen_columns

    sheets = [str(month(tmp_path, f"2024-0{at}", (850 + 10 * at, 700, 700))) for at in (2, 3, 5)]
    report = side_by_side(Job(tuple(sheets)), Manner()).report
    part = parts_of(report, load_words())[0]
    drawn = next(
        column for column in screen_columns(part, load_words(), 120) if column.key == "spark"
    )
    assert drawn.cells[1] == "▁▃ █"
    assert drawn.cells[2] == "▄▄ ▄"
    for form in ("plain", "csv", "json", "markdown"):
        assert "▄" not in run("trend", *sheets, "-f", form).out


def nghe_an(folder, period, compulsory, voluntary, unemployment, health):
    path = folder / f"nghe-an-{period}.csv"
    path.write_text(
        "Đơn vị,BHXH bắt buộc,BHXH tự nguyện,BHTN,BHYT\n"
        f"Tỉnh Nghệ An,{compulsory},{voluntary},{unemployment},{health}\n",
        encoding="utf-8",
    )
    return path


def test_nghe_an_february_2021_as_printed(tmp_path):
    """baonghean.vn: BHXH 318.011 (+40.640, 14,65 %), TN 79.000 (+30.127, 61,64 %), BHTN +12.407, BHYT +33.746."""
    sheets = [
        nghe_an(tmp_path, "2020-02", 228_498, 48_873, 205_180, 2_760_600),
        nghe_an(tmp_path, "2021-02", 239_011, 79_000, 217_587, 2_794_346),
    ]
    found = {
        row["indicator"]: row
        for row in trend(*sheets, "--period", "2021-02", "--level", "province").report()["rows"]
    }
    printed = {
        "social_insurance": (318_011, 40_640, 14.65),
        "voluntary_social_insurance": (79_000, 30_127, 61.64),
        "unemployment_insurance": (217_587, 12_407, 6.05),
        "health_insurance": (2_794_346, 33_746, 1.22),
    }
    for indicator, (people, change, percent) in printed.items():
        row = found[indicator]
        assert (row["numerator"], row["change_year_people"], row["change_people"]) == (
            people,
            change,
            change,
        )
        assert f"{row['change_year_pct']:.2f}" == f"{percent:.2f}"
    text = shown(
        *sheets,
        "--numerator",
        "BHXH bắt buộc",
        "--lang",
        "vi",
        "-i",
        "coverage",
        "--level",
        "province",
    )
    assert line(text, "Tỉnh Nghệ An")[3:] == [
        "228.498",
        "–",
        "239.011",
        "10.513",
        "4,60",
        "10.513",
        "4,60",
        "không",
        "có",
        "chỉ",
        "tiêu",
    ]


@pytest.mark.parametrize(
    ("earlier", "later", "before", "now", "change", "percent", "column"),
    [
        ("2019-12", "2020-07", 15_275, 17_038, 1_763, "11.54", "december"),  # Hải Phòng, voluntary
        ("2019-12", "2020-12", 1_373, 3_426, 2_053, "149.5", "december"),  # Hoà Bình, voluntary
        ("2019-07", "2020-07", 55_317, 59_177, 3_860, "7", "year"),  # Tuyên Quang, social insurance
        ("2019-07", "2020-07", 6_481, 9_287, 2_806, "43", "year"),  # Tuyên Quang, voluntary
    ],
)
def test_published_changes_as_printed(
    earlier, later, before, now, change, percent, column, tmp_path
):
    for period, count in ((earlier, before), (later, now)):
        (tmp_path / f"{period}.csv").write_text(
            f"Đơn vị,BHXH tự nguyện\nTỉnh,{count}\n", encoding="utf-8"
        )
    row = next(
        row for row in trend(tmp_path, "--period", later).report()["rows"] if row["unit"] == "Tỉnh"
    )
    assert row[f"change_{column}_people"] == change
    decimals = len(percent.partition(".")[2])
    assert f"{row[f'change_{column}_pct']:.{decimals}f}" == percent
