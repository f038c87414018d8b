"""What the program makes of the times of a sheet: days and weeks, plans beside stocks, whose time is the only one."""

from __future__ import annotations

import pytest
from program import run

ROWS = "Xã A,5000,4500,4760\nXã B,4000,3300,3610\n"


def computed(tmp_path, text, *options, name="sheet.csv", command="compute"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return run(command, tmp_path / name, "--format", "json", *options).report()


def periods(report):
    return sorted({row["period"] for row in report["rows"]}, key=str)


def said(report, code):
    return [one for one in report["findings"] if one["code"] == code]


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Tình hình tham gia BHYT tháng 5 năm 2024", "BHYT đến 31/12/2024"),
        ("BHYT quý I/2023", "BHYT năm 2025"),
        ("Health insured May 2024", "Health insured Dec 2024"),
        ("Krankenversicherte Mai 2024", "Krankenversicherte 31.12.2025"),
    ],
)
def test_counts_dated_after_the_figures_are_no_stock_and_that_is_said(title, heading, tmp_path):
    language = heading.split()[0]
    own = {"Health": "Health insured", "Krankenversicherte": "Krankenversicherte"}.get(
        language, "BHYT"
    )
    people = {"Health": "Population", "Krankenversicherte": "Einwohner"}.get(language, "Dân số")
    report = computed(tmp_path, f"{title},,,\nXã,{people},{own},{heading}\n{ROWS}")
    assert len(periods(report)) == 1
    assert report["rows"][0]["numerator"] == 7800
    assert [one["cell"] for one in said(report, "period-conflict")] == ["D2"]


@pytest.mark.parametrize(
    "heading", ["BHYT dự kiến đến 12/2024", "BHYT ước tháng 12/2024", "Health insured projected Dec 2024", "Krankenversicherte (Prognose 2025)"]
)  # fmt: skip
def test_a_count_dated_as_a_plan_is_no_stock_beside_a_dated_count(heading, tmp_path):
    own = next(
        (word for word in ("Health insured", "Krankenversicherte") if heading.startswith(word)),
        "BHYT",
    )
    people = {"BHYT": "Dân số", "Health insured": "Population"}.get(own, "Einwohner")
    report = computed(tmp_path, f"Xã,{people},{own} 5/2024,{heading}\n{ROWS}")
    assert periods(report) == ["2024-05"]


def test_a_stock_of_last_december_is_a_period_whose_population_is_said_to_be_of_another_year(
    tmp_path,
):
    report = computed(tmp_path, f"BHYT tháng 5/2024,,,\nXã,Dân số,BHYT 31/12/2023,BHYT\n{ROWS}")
    assert periods(report) == ["2023-12", "2024-05"]
    assert [one["message"].split(",")[0] for one in said(report, "other-year")] == [
        "'Dân số' is of May 2024"
    ]


def test_a_month_of_the_titles_year_shares_its_population(tmp_path):
    report = computed(tmp_path, f"BHYT tháng 5/2024,,,\nXã,Dân số,BHYT T3/2024,BHYT\n{ROWS}")
    assert periods(report) == ["2024-03", "2024-05"]
    assert said(report, "other-year") == []


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("Nho Quan ngày 05 tháng 01 năm 2025", "signature"),
        ("Xuất ngày 03/06/2024", "print"),
        ("Printed 3 June 2024", "print"),
        ("Kèm theo Quyết định số 12/QĐ-UBND ngày 5/1/2024", "letter"),
        ("Dân số ngày 1/4/2019", "population"),
        ("Ước đến 31/12/2025", "plan"),
    ],
)
def test_where_only_another_time_is_told_there_is_no_period_and_a_note_says_whose_it_is(
    line, word, tmp_path
):
    report = computed(tmp_path, f"{line},,,\nXã,Dân số,BHYT,Ghi chú\n{ROWS}")
    assert periods(report) == [None]
    (note,) = said(report, "period-unclear")
    assert (note["severity"], word in note["message"]) == ("info", True)
    assert (
        said(
            computed(tmp_path, f"{line},,,\nXã,Dân số,BHYT,Ghi chú\n{ROWS}", "--period", "2024-05"),
            "period-unclear",
        )
        == []
    )


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("Ghi chú: số liệu tính đến ngày 31/5/2024", "2024-05"),
        ("Source: provincial office; data as of 20 May 2024", "2024-05-20"),
        ("Stand: 31.05.2024", "2024-05"),
        ("Nho Quan, ngày 3 tháng 6 năm 2024", None),
        ("Số liệu dân số theo Tổng điều tra 1/4/2019", None),
        ("So với tháng 4/2024", None),
    ],
)
def test_a_note_below_may_say_of_what_time_the_figures_are(note, found, tmp_path):
    assert periods(computed(tmp_path, f"Xã,Dân số,BHYT,Ghi chú\n{ROWS}\n{note}\n")) == [found]


WEEKS = "Alpha,{0},10000,{1}\nBeta,{0},20000,{2}\n"


def weekly(*weeks):
    rows = "".join(
        WEEKS.format(day, 6000 + 300 * at, 11000 + 500 * at) for at, day in enumerate(weeks)
    )
    return f"District,As of,Population,Health insured\n{rows}"


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (["2021-02-14", "2021-02-21", "2021-02-28"], ["2021-02-14", "2021-02-21", "2021-02-28"]),
        (["2021-04-25", "2021-05-02"], ["2021-04-25", "2021-05-02"]),
        (["2021-02-28", "2021-03-31", "2021-04-30"], ["2021-02", "2021-03", "2021-04"]),
        (["2021-02-25", "2021-03-25"], ["2021-02", "2021-03"]),
        (["31/01/2022", "28/02/2022"], ["2022-01", "2022-02"]),
        (["24.01.2022", "31.01.2022"], ["2022-01-24", "2022-01-31"]),
    ],
)
def test_weeks_stay_weeks_and_month_ends_are_months(days, found, tmp_path):
    assert periods(computed(tmp_path, weekly(*days))) == found


@pytest.mark.parametrize(
    "title",
    [
        "Tham gia BHYT tuần 19/5 - 25/5/2024",
        "Health insured, week of 19 to 25 May 2024",
        "Woche bis 25.05.2024",
    ],
)
def test_a_week_that_ends_on_a_closing_day_is_no_month(title, tmp_path):
    text = f'"{title}",,,\nXã,Dân số,BHYT,Ghi chú\n{ROWS}'
    assert periods(computed(tmp_path, text)) == ["2024-05-25"]
    assert periods(computed(tmp_path, text, "--period", "2024-05-25")) == ["2024-05-25"]
    rows = weekly("2021-01-31").replace("As of", "Week ending")
    assert periods(computed(tmp_path, rows, name="week.csv")) == ["2021-01-31"]


def test_files_of_a_week_each_are_a_series_of_weeks(tmp_path):
    for day in ("2021-01-24", "2021-01-31"):
        (tmp_path / f"{day}.csv").write_text(weekly(day), encoding="utf-8")
    assert periods(run("compute", tmp_path, "--format", "json").report()) == [
        "2021-01-24",
        "2021-01-31",
    ]


@pytest.mark.parametrize("told", ["2024-05-31", "31/5/2024", "2024-05"])
def test_the_last_day_told_is_the_month_of_the_sheet(told, tmp_path):
    text = f"Số liệu đến ngày 31/5/2024,,,\nXã,Dân số,BHYT 30/4/2024,BHYT\n{ROWS}"
    report = computed(tmp_path, text, "--period", told)
    assert periods(report) == ["2024-05"]
    assert said(report, "period-conflict") == []


def test_between_days_the_pace_counts_the_days(tmp_path):
    options = ("--target", "95", "--by-date", "2021-12")
    (alpha, *_) = [
        row for row in computed(tmp_path, weekly("2021-04-28", "2021-05-05"), *options, command="gaps")["rows"]
        if row["unit"] == "Alpha"
    ]  # fmt: skip
    month = 30.436875
    assert alpha["recent_per_month"] == pytest.approx(300 / 7 * month)
    assert alpha["projected"] == pytest.approx(6300 + 300 / 7 * 240)
    assert alpha["required_per_month"] == -(-3200 * month // 240)
    assert (alpha["months_left"], alpha["on_track"]) == (7, True)


@pytest.mark.parametrize(("then", "now"), [("12/2023", "6/2024"), ("10/2022", "4/2024")])
def test_counts_of_an_earlier_time_beside_todays_are_no_doubt(tmp_path, then, now):
    head = f"BHYT tháng {now},,,\nXã,Dân số,BHYT tháng {then},BHYT tháng {now}"
    report = computed(tmp_path, f"{head}\n{ROWS}")
    assert [one["severity"] for one in said(report, "other-year")] == ["info"]
