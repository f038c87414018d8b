"""Figures as people read them: the fast columns say exactly what the words say one by one."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports import load_test_words

from coverage_cli.model import Quotient
from coverage_cli.write.text.numerals import counts, percents

ENGLISH = load_test_words()
WORDS = (ENGLISH, load_test_words("vi"), load_test_words(places=0), load_test_words("vi", places=5))
PEOPLE = st.none() | st.integers() | st.fractions()
QUOTIENTS = st.none() | st.builds(Quotient, st.integers(), st.integers(min_value=1))


@given(st.lists(PEOPLE), st.sampled_from(WORDS))
def test_counts_say_what_words_say(values, words):
    missing = words.label("missing")
    assert counts(values, words) == [
        missing if value is None else words.number(value) for value in values
    ]


@given(st.lists(QUOTIENTS), st.sampled_from(WORDS))
def test_percents_say_what_words_say(values, words):
    missing = words.label("missing")
    assert percents(values, words) == [
        missing if value is None else words.percent(value) for value in values
    ]


@pytest.mark.parametrize(
    ("over", "under", "shown"),
    [
        (
            19_724_700,
            240_986,
            "81.85",
        ),  # Xuân Lộc 2018: 197,247 of 240,986, just below the 81.85 it is shown as
        (1, 8, "0.13"),  # a tie goes away from zero, as in a spreadsheet
        (-1, 8, "-0.13"),
        (-1, 1000, "0.00"),  # no "-0.00"
        (123_456_789, 1, "123,456,789.00"),
    ],
)
def test_percent_is_rounded_half_away_from_zero(over, under, shown):
    assert percents([Quotient(over, under)], ENGLISH) == [shown]


def test_vietnamese_digits_are_grouped_by_points():
    words = load_test_words("vi")
    assert counts([1_017_308, Fraction(3, 2)], words) == ["1.017.308", "1,5"]
    assert percents([Quotient(1_234_565, 1000), None], words) == ["1.234,57", "–"]
