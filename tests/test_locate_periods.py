"""Periods in titles, headings and file names, in every form that offices write them."""

import pytest

from coverage_cli.locate import needs_month_first, period_in, period_of, periods_in
from coverage_cli.locate.periods import BEGINS_A_TIME, short_month, words_of_times
from coverage_cli.periods import closed, closing, is_within


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Tháng 5/2024", "2024-05"),
        ("Tháng 05 năm 2024", "2024-05"),
        ("tháng 5 năm 2024", "2024-05"),
        ("hết tháng 5-2024", "2024-05"),
        ("T5-2024", "2024-05"),
        ("T5/2024", "2024-05"),
        ("T12.2023", "2023-12"),
        ("Kỳ báo cáo: 05/2024", "2024-05"),
        ("Mai 2024", "2024-05"),
        ("May 2024", "2024-05"),
        ("Sept. 2020", "2020-09"),
        ("Dec-2023", "2023-12"),
        ("Juni 2023", "2023-06"),
        ("THÁNG 5 - NĂM 2024", "2024-05"),
        ("Tháng 5, năm 2024", "2024-05"),
        ("QUÝ II - NĂM 2024", "2024-Q2"),
        ("Quý I/2024", "2024-Q1"),
        ("quý IV năm 2023", "2023-Q4"),
        ("Quý 2/2024", "2024-Q2"),
        ("Q2/2024", "2024-Q2"),
        ("2024-Q2", "2024-Q2"),
        ("Quarter 2, 2024", "2024-Q2"),
        ("2nd quarter of 2024", "2024-Q2"),
        ("3. Quartal 2024", "2024-Q3"),
        ("6 tháng đầu năm 2024", "2024-06"),
        ("9 tháng năm 2024", "2024-09"),
        ("năm 2024", "2024"),
        ("2018-19", "2018/19"),
        ("Năm học 2018-2019", "2018/19"),
        ("1999-00", "1999/00"),
    ],
)
def test_months_quarters_and_years(text, period):
    assert periods_in(text) == [period]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Số liệu đến ngày 31/5/2024", "2024-05"),
        ("31-12-2023", "2023-12"),
        ("29/2/2024", "2024-02"),
        ("28/2/2023", "2023-02"),
        ("ngày 31 tháng 12 năm 2023", "2023-12"),
        ("ngày 31 tháng 5, năm 2024", "2024-05"),
        ("as at 30 June 2024", "2024-06"),
        ("May 31, 2024", "2024-05"),
        ("Stand: 31.12.2023", "2023-12"),
        ("2024-05-31", "2024-05"),
    ],
)
def test_a_stock_of_the_last_day_is_of_that_month(text, period):
    (day,) = periods_in(text)
    assert (len(day), closed(day, 25)) == (10, period)


@pytest.mark.parametrize(
    ("days", "months"),
    [
        (["2024-05-31"], ["2024-05"]),
        (["2024-05-25"], ["2024-05"]),
        (["2023-11-25", "2023-12-25", "2024-01-25"], ["2023-11", "2023-12-25", "2024-01"]),
        (["2024-04-30", "2024-05-15"], ["2024-04", "2024-05-15"]),
        (["2021-01-17", "2021-01-24", "2021-01-31", "2021-02-07"], None),
        (["2021-01-31", "2021-02-07"], None),
        (["2024-05-25", "2024-05-31"], None),
        (["2024-05-15", "2024-05-31", "2024-06-15", "2024-06-30"], None),
    ],
)
def test_a_day_closes_its_month_only_in_a_series_of_months(days, months):
    closed_months = closing(days, 25)
    assert [closed_months.get(day, day) for day in days] == (months or days)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("24/5/2024", "2024-05-24"),
        ("25/5/2024", "2024-05-25"),
        ("28/2/2024", "2024-02-28"),
        ("12-6-2018", "2018-06-12"),
        ("ngày 17 tháng 5 năm 2024", "2024-05-17"),
        ("01.27.2021", "2021-01-27"),
        ("27.01.2021", "2021-01-27"),
    ],
)
def test_other_days_stay_days(text, period):
    assert periods_in(text) == [period]


@pytest.mark.parametrize(
    "text",
    [
        "31/4/2024",
        "Tháng 13/2024",
        "giai đoạn 2021-2025",
        "tháng 5",
        "population 2,024",
        "Number 12024",
        "",
    ],
)
def test_what_is_no_period_is_none(text):
    assert periods_in(text) == []


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("ninh-binh-2024-05.xlsx", "2024-05"),
        ("ninh_binh_2024_05.xlsx", "2024-05"),
        ("bao-cao_T5_2024.xlsx", "2024-05"),
        ("BC thang 5-2024.xlsx", "2024-05"),
        ("enrolled_2023.csv", "2023"),
        ("quy2-2024.xlsx", "2024-Q2"),
        ("05_2024_v2.xlsx", "2024-05"),
        ("bhyt-5-2024.xlsx", "2024-05"),
        ("bhyt_v2_2024.xlsx", "2024"),
        ("31-4-2024.xlsx", None),
        ("huyen-1-2024-02.xlsx", "2024-02"),
        ("1_2024_02.xlsx", "2024-02"),
        ("bc 5.2024 12 huyen.xlsx", "2024-05"),
        ("bc_quy_IV_2023.xlsx", "2023-Q4"),
        ("bao-cao-quy-1-2024.xls", "2024-Q1"),
        ("sc-2019-23.csv", None),
    ],
)
def test_file_names_with_dashes_and_underscores(name, period):
    assert [found.period for found in period_of((), "", name)] == ([period] if period else [])


@pytest.mark.parametrize("text", ["bc_thang_05_2024.xlsx", "thang 5 nam 2024"])
def test_a_month_written_without_marks(text):
    assert periods_in(text) == ["2024-05"]


@pytest.mark.parametrize(
    ("text", "period"), [("5 tháng đầu năm 2024", "2024-05"), ("11 tháng năm 2023", "2023-11")]
)
def test_so_many_months_of_a_year(text, period):
    assert periods_in(text) == [period]


def test_one_date_that_can_only_be_month_first_makes_all_of_them_so():
    assert needs_month_first(["03.02.2021", "01.27.2021"])
    assert not needs_month_first(["03.02.2021", "27.01.2021"])
    assert periods_in("03.02.2021", month_first=True) == ["2021-03-02"]
    assert periods_in("03.02.2021") == ["2021-02-03"]


def test_title_sheet_and_file_are_told_apart():
    found = period_of(("BÁO CÁO tháng 5/2024",), "T5-2024", "x/bc-2024-04.xlsx")
    assert [(at.period, at.where) for at in found] == [
        ("2024-05", "title"),
        ("2024-05", "sheet"),
        ("2024-04", "file"),
    ]


def test_the_finer_of_two_periods_of_a_title_is_taken():
    (found,) = period_of(("CHỈ TIÊU NĂM 2024", "(Số liệu đến ngày 31/5/2024)"), "", "x.xlsx")
    assert found.period == "2024-05-31"


@pytest.mark.parametrize(
    "line",
    [
        "Quyết định 546/QĐ-TTg ngày 29/4/2022",
        "(Ban hành kèm theo Công văn số 12/BHXH ngày 3/6/2023)",
        "So với 31/12/2023",
        "Released 12 March 2023",
    ],
)
def test_dates_of_decisions_and_releases_are_no_periods(line):
    assert [at.period for at in period_of((line, "Tháng 5/2024"), "", "x.xlsx")] == ["2024-05"]


@pytest.mark.parametrize(
    "line",
    [
        "Nho Quan, ngày 3 tháng 6 năm 2024",
        "Ninh Bình, ngày 31 tháng 5 năm 2024",
        "Hà Nội, ngày 03/6/2024",
    ],
)
def test_dates_of_signatures_are_never_periods(line):
    assert period_of((line, "BÁO CÁO THÁNG 4/2024"), "", "x.xlsx")[0].period == "2024-04"
    assert period_of((line,), "", "x.xlsx") == []


@pytest.mark.parametrize(
    ("inner", "outer", "within"),
    [
        ("2024-05", "2024", True),
        ("2024-05", "2024-Q2", True),
        ("2024-07", "2024-Q2", False),
        ("2024-05-17", "2024-05", True),
        ("2024-05-17", "2024-Q2", True),
        ("2019", "2018/19", True),
        ("2020-01", "2018/19", False),
        ("2024", "2024-05", False),
        ("2024-Q2", "2024", True),
    ],
)
def test_within(inner, outer, within):
    assert is_within(inner, outer) is within


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("Số liệu đến 31/05/2024 (so với cùng kỳ 31/05/2023)", "2024-05-31"),
        ("Tháng 5 năm 2024 so với tháng 4 năm 2024", "2024-05"),
        ("June 2024 compared to June 2023", "2024-06"),
        ("Tăng, giảm so với tháng 4/2024", None),
    ],
)
def test_what_the_figures_are_compared_with_is_no_period_of_theirs(line, period):
    assert [found.period for found in period_of((line,), "", "")] == ([period] if period else [])


@pytest.mark.parametrize(
    ("title", "sheet", "file", "period"),
    [
        ("BÁO CÁO BHYT", "Tháng 1", "bhyt-2024.xlsx", "2024-01"),
        ("BÁO CÁO BHYT NĂM 2024", "T5", "bhyt.xlsx", "2024-05"),
        ("BÁO CÁO BHYT NĂM 2024", "Sheet1", "bhyt T5.xlsx", "2024-05"),
        ("BÁO CÁO BHYT NĂM 2024", "Quý II", "bhyt.xlsx", "2024-Q2"),
        ("BÁO CÁO BHYT THÁNG 3 NĂM 2024", "T5", "bhyt.xlsx", "2024-03"),
        ("BÁO CÁO BHYT NĂM 2024", "Sheet1", "bhyt.xlsx", "2024"),
        ("TIẾN ĐỘ THỰC HIỆN CHỈ TIÊU NĂM 2024", "T7-2024", "bhyt.xlsx", "2024-07"),
        ("Health cover 2024", "Sep 2024", "cover.xlsx", "2024-09"),
        ("Krankenversicherte 2024", "31.05.2024", "kv.xlsx", "2024-05-31"),
        ("Health cover 2024", "May 2023", "cover.xlsx", "2024"),
        ("Health cover June 2024", "2024", "cover.xlsx", "2024-06"),
    ],
)
def test_a_month_without_its_year_takes_the_year_that_is_told_elsewhere(title, sheet, file, period):
    assert period_of([title], sheet, file)[0].period == period


def test_every_name_of_a_month_begins_a_time():
    names = [name for names in words_of_times("months").values() for name in names]
    assert [name for name in names if not BEGINS_A_TIME.match(f"{name.capitalize()} 2024")] == []


@pytest.mark.parametrize("text", ["", "5", "24", "0524", "x-24", "May 2024"])
def test_what_is_no_month_of_two_digits(text):
    assert short_month(text) is None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("H1 2023", "2023-06"), ("H2/2025", "2025-12"), ("First half of 2022", "2022-06"), ("2nd half 2022", "2022-12"),
        ("1. Halbjahr 2021", "2021-06"), ("Zweites Halbjahr 2021", "2021-12"), ("primer semestre de 2020", "2020-06"),
        ("Half the members in 2024", "2024"), ("Halbjahr 2024", "2024"),
    ],
)  # fmt: skip
def test_a_half_year_is_the_month_that_ends_it(text, period):
    assert period_in(text) == period


def test_the_day_of_a_revision_is_not_that_of_the_figures():
    assert [
        found.period for found in period_of(["Members in April 2023, revised 9 May 2023"], "", "")
    ] == ["2023-04"]
