"""The formulas, on published figures that anyone can verify with a calculator, and at their edges."""

from fractions import Fraction

import pytest
from grids import pct
from hypothesis import given
from hypothesis import strategies as st

from coverage_cli.figures.arithmetic import (
    attainment_of_count,
    attainment_of_rate,
    coverage_pct,
    gap_pp,
    is_met,
    target_count_of_rate,
)
from coverage_cli.model import Quotient

PUBLISHED = [
    ("Hà Nam 2019, registered population", 742024, 808149, 1, 91.8),
    ("Hà Nam 2019, census population", 742024, 852800, 0, 87.0),
    ("Xuân Lộc 2018", 197247, 240986, 2, 81.85),
    ("Vĩnh Thanh 2022", 19418, 21392, 2, 90.77),
    ("Vĩnh Thanh pupils", 763, 2141, 1, 35.6),
    ("Tuyên Quang 2020, social insurance", 59177, 436210, 2, 13.57),
    ("Tuyên Quang 2020, of its plan", 59177, 70544, 0, 84.0),
    ("Tuyên Quang 2020, voluntary, of its plan", 9287, 8700, 0, 107.0),
    ("Quảng Nam 2021, of its plan", 1427535, 1452050, 2, 98.31),
    ("Ninh Bình city 2024, voluntary share", 2408, 25729, 2, 9.36),
    ("Quảng Ngãi Post 2019, new members", 4065, 4200, 1, 96.8),
    ("Philippines 2020", 94932084, 94932084 + 15248125, 2, 86.16),
    ("Guimaras 2010", 231244, 174201, 2, 132.75),
    ("Region VI 2010", 7870437, 7646954, 2, 102.92),
]


@pytest.mark.parametrize(
    ("place", "over", "under", "places", "published"),
    PUBLISHED,
    ids=[case[0] for case in PUBLISHED],
)
def test_published_rates(place, over, under, places, published):
    assert pct(coverage_pct(over, under), places) == published


def test_the_share_that_was_published_truncated():
    assert pct(coverage_pct(19408, 128067), 1) == 15.2  # printed as 15.1; exactly 15.1545…


@pytest.mark.parametrize(
    ("now", "before", "places", "published"),
    [
        (318011, 277371, 2, 14.65),
        (239011, 228498, 2, 4.6),
        (79000, 48873, 2, 61.64),
        (217587, 205180, 2, 6.05),
        (2794346, 2760600, 2, 1.22),
        (17038, 15275, 2, 11.54),
        (3426, 1373, 1, 149.5),
        (9287, 6481, 0, 43.0),
    ],
)
def test_published_growth(now, before, places, published):
    assert pct(coverage_pct(now - before, before), places) == published


def test_no_denominator():
    assert coverage_pct(9, 0) is None
    assert coverage_pct(None, 5) is None
    assert coverage_pct(5, None) is None
    assert coverage_pct(0, 5) == Quotient(0, 5)


def test_fractional_people_are_exact():
    assert coverage_pct(Fraction(1, 3), Fraction(1, 3)) == Quotient(100, 1)
    assert coverage_pct(1, Fraction(3, 2)) == Quotient(200, 3)


@pytest.mark.parametrize(
    ("rate", "people", "count"),
    [
        (Quotient(95, 1), 10, 10),
        (Quotient(95, 1), 30, 29),
        (Quotient(95, 1), 159410, 151440),
        (Quotient(8185, 100), 240986, 197248),
        (Quotient(7, 1), 100, 7),
        (Quotient(100, 1), 7, 7),
        (Quotient(95, 1), Fraction(2001, 2), 951),
        (Quotient(1001, 10), 1000, 1001),
    ],
)
def test_the_smallest_whole_number_of_people_that_reaches_a_rate(rate, people, count):
    assert target_count_of_rate(rate, people) == count


@given(st.integers(1, 10**7), st.integers(1, 15000), st.sampled_from([1, 10, 100]))
def test_enrolling_up_to_the_target_count_meets_the_rate_and_one_fewer_does_not(
    people, over, under
):
    rate = Quotient(over, under)
    count = target_count_of_rate(rate, people)
    assert 100 * count * under >= over * people
    assert 100 * (count - 1) * under < over * people
    assert is_met(count, count)
    assert not is_met(count - 1, count)


def test_attainment_is_not_coverage():
    assert pct(attainment_of_count(59177, 70544), 3) == 83.887
    assert pct(attainment_of_count(9287, 8700), 3) == 106.747
    assert attainment_of_count(5, 0) is None
    assert float(attainment_of_rate(Quotient(470000, 5000), Quotient(95, 1))) == 98.94736842105263


def test_the_gap_in_points():
    assert float(gap_pp(Quotient(95, 1), coverage_pct(4700, 5000))) == 1.0
    assert pct(gap_pp(Quotient(355, 10), Quotient(351, 10)), 2) == 0.4
    assert pct(gap_pp(Quotient(32, 1), Quotient(3248, 100)), 2) == -0.48


def test_the_rate_of_a_count():
    assert pct(coverage_pct(70544, 436210)) == 16.17
    assert coverage_pct(70544, None) is None


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Quotient(1, 8), 2, 13),
        (Quotient(-1, 8), 2, -13),
        (Quotient(19724700, 240986), 2, 8185),
        (Quotient(89955, 1000), 1, 900),
    ],
)
def test_rounding_is_half_away_from_zero(value, places, shown):
    assert value.rounded(places) == shown
