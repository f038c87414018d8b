"""Cells -> rates in percent: points, fractions and texts, decided for the whole column; printed rates and gaps."""

from fractions import Fraction

import pytest
from grids import found, observations, reading

from coverage_cli.clean.rates import read_rates
from coverage_cli.model import Quotient


def rates(*cells, style=None, told=None, near=90):
    read = read_rates(
        [float(cell) if type(cell) is int else cell for cell in cells],
        style,
        None,
        told,
        Fraction(near),
    )
    return [None if rate is None else rate.value for rate in read.values], [
        (at.code, at.position) for at in read.issues
    ]


POINTS = [Quotient(95, 1), Quotient(955, 10), Quotient(96, 1)]


@pytest.mark.parametrize(
    "cells",
    [
        (95, 95.5, 96),
        (0.95, 0.955, 0.96),
        ("95%", "95,5%", "96 %"),
        ("95.0%", "95.50%", "96.00%"),
        ("0,95", "0,955", "0,96"),
        ("95", "95,5", "96"),
    ],
)
def test_points_fractions_and_texts_are_the_same_rates(cells):
    assert rates(*cells) == (POINTS, [])


def test_equal_rates_are_equal_values_however_written():
    values, _ = rates(0.95, 0.950, 0.95)
    assert values == [Quotient(95, 1)] * 3
    assert rates(0.07, 0.07, 0.07, near=7)[0] == [Quotient(7, 1)] * 3


def test_a_scale_near_the_computed_rates_is_taken():
    assert rates(1.2, 1.3, 1.1, near=1)[0] == [Quotient(12, 10), Quotient(13, 10), Quotient(11, 10)]
    assert rates(0.012, 0.013, 0.011, near=1)[0] == [
        Quotient(12, 10),
        Quotient(13, 10),
        Quotient(11, 10),
    ]


def test_a_told_scale_is_obeyed():
    assert rates(1, 1, 1, told="fraction", near=1)[0] == [Quotient(100, 1)] * 3
    assert rates(0.95, told="points")[0] == [Quotient(95, 100)]


def test_points_among_fractions_have_no_value():
    assert rates(0.95, 95.5, 0.96) == (
        [Quotient(95, 1), None, Quotient(96, 1)],
        [("rate-scale-mixed", 1)],
    )


def test_three_decimals_are_a_rate_and_no_thousands():
    assert rates("94.125", "95.250")[0] == [Quotient(94125, 1000), Quotient(9525, 100)]
    assert rates("94,125", "95,250")[0] == [Quotient(94125, 1000), Quotient(9525, 100)]


@pytest.mark.parametrize("cell", ["khoảng 95", "đạt", "95/100"])
def test_words_are_no_rates(cell):
    assert rates(95, cell, 96) == ([Quotient(95, 1), None, Quotient(96, 1)], [("not-a-number", 1)])


def test_blanks_and_placeholders_are_no_rates_and_no_news():
    assert rates(95, None, "-") == ([Quotient(95, 1), None, None], [])


def printed(kind, heading, cells, *, population=1000, insured=900, target=None):
    head = ["Xã", "Dân số", "BHYT", heading] + (["Chỉ tiêu BHYT (%)"] if target else [])
    rows = [
        [f"X{at}", population, insured, cell] + ([target] if target else [])
        for at, cell in enumerate(cells)
    ]
    made = observations([head, *rows])
    column = made.printed.get((kind, "health_insured"))
    return (
        None
        if column is None
        else [None if at is None else (at.value, at.tolerance, at.cell) for at in column[1:]]
    )


def test_printed_rates_keep_half_a_unit_of_their_last_digit():
    assert printed("rate", "Tỷ lệ bao phủ (%)", [90, 90.5, 89.75]) == [
        (Quotient(90, 1), Quotient(1, 200), "D2"),
        (Quotient(905, 10), Quotient(1, 200), "D3"),
        (Quotient(8975, 100), Quotient(1, 200), "D4"),
    ]
    assert printed("rate", "Tỷ lệ BHYT", ["90%", "90,4%", None]) == [
        (Quotient(90, 1), Quotient(1, 2), "D2"),
        (Quotient(904, 10), Quotient(1, 20), "D3"),
        None,
    ]


def test_fractions_stored_under_a_percent_format_are_rates():
    assert printed("rate", "Tỷ lệ bao phủ", [0.9012, 0.8988, 0.9]) == [
        (Quotient(9012, 100), Quotient(1, 200), "D2"),
        (Quotient(8988, 100), Quotient(1, 200), "D3"),
        (Quotient(90, 1), Quotient(1, 200), "D4"),
    ]


def test_a_rate_column_that_shows_something_else_is_not_compared():
    assert printed("rate", "Tỷ lệ (%)", [50, 60, 70]) is None


def test_printed_gaps_may_be_negative():
    cells = printed("gap", "Còn thiếu", [50, -10, "-10", "−10"], target=95)
    assert [at[0] for at in cells] == [
        Quotient(50, 1),
        Quotient(-10, 1),
        Quotient(-10, 1),
        Quotient(-10, 1),
    ]
    assert [at[2] for at in cells] == ["D2", "D3", "D4", "D5"]


def test_of_several_indicators_a_rate_belongs_to_the_one_it_shows():
    head = ["Xã", "Dân số", "LLLĐ", "BHYT", "BHXH", "Tỷ lệ (%)", "Tỷ lệ 2 (%)"]
    made = observations(
        [head, ["A", 1000, 600, 900, 300, 50, 90], ["B", 2000, 1200, 1500, 300, 25, 75]]
    )
    assert {key: [at and at.cell for at in column] for key, column in made.printed.items()} == {
        ("rate", "social_insured"): [None, "F2", "F3"],
        ("rate", "health_insured"): [None, "G2", "G3"],
    }


def test_an_error_in_a_printed_rate_stands_for_nothing_and_is_said():
    read = reading(
        [
            ["Xã", "Dân số", "BHYT", "Tỷ lệ BHYT (%)"],
            ["A", 1000, 900, 90],
            ["B", 1000, 900, "#DIV/0!"],
        ]
    )
    assert read.observations[0].printed["rate", "health_insured"][2] is None
    assert found(read.findings) == [("error-cell.rate", "error", ("D3",))]


def test_totals_in_full_precision_do_not_make_the_rounded_rates_beside_them_exact():
    read = read_rates([89.99, 90.02, 89.5, 100 * 8 / 9], None, None, None, Fraction(90))
    assert [rate.tolerance for rate in read.values[:3]] == [Quotient(1, 200)] * 3
    assert read.values[3].tolerance.under > 10**9
    formulas = read_rates([100 / 9, 200 / 7, 94.0], None, None, None, Fraction(90))
    assert formulas.values[2].tolerance.under > 10**9


def test_noise_of_a_formula_is_not_what_the_sheet_shows():
    read = read_rates([89.99 / 100, 0.9, 0.95], None, None, None, Fraction(90))
    assert (read.values[0].value, read.values[0].tolerance) == (
        Quotient(8999, 100),
        Quotient(1, 200),
    )
