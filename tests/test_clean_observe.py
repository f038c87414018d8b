"""Tables -> observations: periods of columns, totals, and what each measure's cells are."""

import pytest
from grids import PROFILE, counts, figures, found, observations, reading, text_grid

from coverage_cli.figures import computable

A, B = ["A", 1000, 900], ["B", 2000, 1500]


def test_the_period_of_the_title_is_that_of_the_figures():
    assert observations([["Xã", "Dân số", "BHYT"], A, B], period="2024-05").period == "2024-05"


def test_columns_of_several_years_are_periods():
    read = reading(
        [
            ["Xã", "Dân số 2022", "BHYT 2022", "Dân số 2023", "BHYT 2023"],
            [*A, 1010, 910],
            [*B, 2020, 1600],
        ]
    )
    assert [(made.period, list(made.counts["population"])) for made in read.observations] == [
        ("2022", [None, 1000, 2000]),
        ("2023", [None, 1010, 2020]),
    ]
    assert [made.cell("health_insured", 1) for made in read.observations] == ["C2", "E2"]


def test_an_undated_denominator_serves_every_dated_numerator():
    read = reading(
        [["Xã", "Dân số", "BHYT tháng 4/2024", "BHYT tháng 5/2024"], [*A, 910], [*B, 1600]]
    )
    assert [
        (made.period, counts(made, "population")["B"], counts(made, "health_insured")["B"])
        for made in read.observations
    ] == [
        ("2024-04", 2000, 1500),
        ("2024-05", 2000, 1600),
    ]


@pytest.mark.parametrize(
    "denominator", ["Dân số 2024", "Dân số năm 2024", "Dân số 31/12/2023", "Dân số năm 2023"]
)
def test_a_denominator_of_a_year_serves_the_months_of_the_numerator(denominator):
    read = reading([["Xã", denominator, "BHYT tháng 5/2024"], A, B])
    assert [made.period for made in read.observations] == ["2024-05"]
    made = read.observations[0]
    assert computable(made, PROFILE.indicators, ()) == ["health_insurance"]
    assert float(figures(made)["A"].coverage_pct) == 90.0


def test_a_dated_denominator_does_not_date_the_numerator():
    read = reading([["Tháng 5/2024"], ["Xã", "Dân số năm 2023", "BHYT"], A, B], period="2024-05")
    assert [made.period for made in read.observations] == ["2024-05"]


def test_last_years_column_beside_the_current_one_is_a_period_of_its_own():
    read = reading(
        [["Xã", "Dân số", "BHYT", "BHYT 31/12/2023"], [*A, 800], [*B, 1400]], period="2024-05"
    )
    assert {made.period: counts(made, "health_insured")["A"] for made in read.observations} == {
        "2023-12": 800,
        "2024-05": 900,
    }


def test_last_months_column_beside_the_current_one_is_a_period_of_its_own():
    read = reading(
        [
            ["Xã", "Dân số", "BHYT tháng 4/2024", "BHYT"],
            ["A", 1000, 800, 900],
            ["B", 2000, 1400, 1500],
        ],
        period="2024-05",
    )
    assert {made.period: counts(made, "health_insured")["A"] for made in read.observations} == {
        "2024-04": 800,
        "2024-05": 900,
    }


@pytest.mark.parametrize("heading", ["Dân số (nghìn người)", "Dân số (1000 người)"])
def test_thousands_in_one_heading_are_of_that_column(heading):
    made = observations([["Xã", heading, "BHYT (người)"], ["A", 5.5, 4700], ["B", 12.25, 11000]])
    assert list(made.counts["population"]) == [None, 5500, 12250]
    assert list(made.counts["health_insured"]) == [None, 4700, 11000]


def test_measures_without_any_figure_are_left_away():
    made = observations([["Xã", "Dân số", "BHYT", "BHXH"], [*A, None], [*B, "-"]])
    assert sorted(made.counts) == ["health_insured", "population"]


def test_blanks_of_upper_rows_are_no_news():
    rows = [
        ["TT", "Đơn vị", "Dân số", "BHYT"],
        ["I", "Huyện X", None, 2400],
        [1, "Xã A", 1000, 900],
        [2, "Xã B", 2000, None],
    ]
    assert found(reading(rows).findings) == [("missing-value", "warning", ("D4",))]


def test_numbers_as_text_are_no_news_in_a_text_file():
    assert found(reading(text_grid("Xã|Dân số|BHYT\nA|1000|900\nB|2000|1500")).findings) == []


def test_reading_twice_is_reading_once():
    rows = [["Xã", "Dân số", "BHYT"], ["A", "1.000", 900], ["B", 2000, None]]
    assert reading(rows) == reading(rows)


def test_a_told_sum_is_the_sum_although_its_first_column_is_a_measure_of_its_own():
    rows = [
        ["Đơn vị", "Dân số", "BHYT HGĐ", "BHYT HSSV"],
        ["A", 5000, 3200, 1500],
        ["B", 4000, 2500, 1000],
    ]
    (made,) = reading(rows, measures={"health_insured": "C+D"}).observations
    assert list(made.counts["health_insured"])[1:] == [4700, 3500]
