"""What each month must bring, and where the recent pace leads; laws that hold for any figures."""

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from coverage_cli.figures.pace import (
    Goal,
    Outlook,
    Standing,
    months_left,
    outlook,
    recent_per_month,
    standing,
)

people = st.integers(min_value=0, max_value=5_000_000)
months = st.integers(min_value=1, max_value=11)
DECEMBER = "2024-12"


@given(reached=people, target=people, month=months)
def test_the_required_pace_meets_the_target_on_the_deadline_and_one_fewer_a_month_does_not(
    reached, target, month
):
    assume(target > reached)
    pace = outlook(f"2024-{month:02d}", reached, Goal(target, DECEMBER), {}).required_per_month
    left = months_left(f"2024-{month:02d}", DECEMBER)
    assert reached + pace * left >= target
    assert reached + (pace - 1) * left < target


@given(reached=people, target=people, month=months, earlier=people)
def test_a_projection_goes_on_at_the_recent_pace_and_tells_whether_it_is_on_track(
    reached, target, month, earlier
):
    found = outlook(
        f"2024-{month:02d}",
        reached,
        Goal(target, DECEMBER),
        {"2023-12" if month == 1 else f"2024-{month - 1:02d}": earlier},
    )
    assert found.recent_per_month == reached - earlier
    assert found.projected == reached + (12 - month) * (reached - earlier)
    assert found.on_track is (found.projected >= target)


def test_fewer_are_better_where_told_so():
    found = outlook("2024-05", 150, Goal(100, DECEMBER, lower=True), {"2024-04": 160})
    assert found == Outlook(7, 8, Fraction(-10), 80, True)


def test_a_gap_in_the_months_is_no_standstill():
    assert recent_per_month("2024-05", 130, {"2024-03": 100}) == 15
    assert recent_per_month("2024-05", 130, {"2024-01": 100}) is None
    assert recent_per_month("2024-02", 130, {"2023-11": 100}) == 10


def test_without_a_period_a_target_or_a_figure_nothing_is_told():
    assert outlook(None, 5, Goal(10, DECEMBER), {}) == Outlook()
    assert outlook("2024-05", None, Goal(10, DECEMBER), {}) == Outlook(7)
    assert outlook("2024-05", 5, None, {"2024-04": 3}) == Outlook(recent_per_month=Fraction(2))


def test_at_the_deadline_the_projection_is_the_figure_itself():
    assert outlook(DECEMBER, 5, Goal(10, DECEMBER), {"2024-11": 3}) == Outlook(
        0, None, Fraction(2), 5, False
    )


# Pupils' cards: 1,000 at the end of 2022, 1,100 by June, 2,000 by December 2023; in 2024 from 2,000 to 3,000.
LAST_YEAR = {"2022-12": 1000, "2023-06": 1100, "2023-12": 2000}


def test_last_year_tells_how_much_of_the_way_is_due():
    found = standing("2024-06", 2100, Goal(3000, DECEMBER), LAST_YEAR)
    assert found == Standing(Fraction(2100), "on_path", "seasonal")


def test_a_straight_line_would_cry_wolf():
    found = standing("2024-06", 2100, Goal(3000, DECEMBER), {"2023-12": 2000})
    assert found == Standing(Fraction(2500), "far_behind", "linear")


def test_a_year_without_growth_tells_no_seasons():
    shrunk = {"2022-12": 1000, "2023-06": 1100, "2023-12": 900}
    assert standing("2024-06", 1000, Goal(1100, DECEMBER), shrunk).path == "linear"


def test_another_deadline_has_no_seasons():
    assert standing("2024-06", 2100, Goal(3000, "2025-06"), LAST_YEAR) == Standing(
        Fraction(7000, 3), "behind", "linear"
    )


def test_nothing_is_due_where_last_december_is_unknown_or_beyond_the_target():
    assert standing("2024-06", 100, Goal(200, DECEMBER), {"2024-03": 90}) == Standing()
    assert standing("2024-06", 100, Goal(200, DECEMBER), {"2023-12": 200}) == Standing()
