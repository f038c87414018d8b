"""Figures that cannot all be true: above 100 %, parts above wholes, copies, swapped columns, hidden misses."""

import pytest
from grids import PROFILE, computed, contradictions, doubts, found, observations, rate, simple

from coverage_cli.figures import compute
from coverage_cli.model import Quotient
from coverage_cli.rules.rounding_hides_miss import only_looks_met


def relations(rows, *given, indicator="health_insurance"):
    made = observations(rows)
    return doubts(made, computed(made, indicator, *given))


def measures(rows):
    return contradictions(observations(rows))


def test_above_100_is_said_at_the_numerator():
    (finding,) = relations(simple(["A", 10, 12], ["B", 20, 18], ["C", 10, 9]))
    assert found([finding]) == [("over-100", "warning", ("C2",))]
    assert (finding.unit, finding.people) == ("A", 2)
    assert (finding.values["numerator_cell"], finding.values["denominator_cell"]) == ("C2", "B2")


def test_exactly_100_is_nothing_to_say():
    assert relations(simple(["A", 10, 10], ["B", 20, 18])) == []


def test_several_units_above_100_are_one_finding():
    (finding,) = relations(simple(["A", 10, 12], ["B", 20, 18], ["C", 10, 11]))
    assert (finding.cells, finding.count, finding.unit, finding.people) == (
        ("C2", "C4"),
        2,
        None,
        3,
    )


def test_all_above_100_and_plausible_the_other_way_round_are_swapped_columns():
    (finding,) = relations(simple(["A", 900, 1000], ["B", 1500, 2000], ["C", 2700, 3000]))
    assert found([finding]) == [("columns-swapped", "error", ("C2", "C3", "C4"))]


def test_two_units_are_too_few_to_say_swapped():
    assert [at.code for at in relations(simple(["A", 900, 1000], ["B", 1500, 2000]))] == [
        "over-100"
    ]


def test_a_denominator_of_zero_is_none():
    said = relations(simple(["A", 0, 0], ["B", 20, 18]))
    assert found(said) == [("no-denominator", "error", ("B2",))]


def test_a_miss_that_rounding_would_hide_is_said():
    rows = simple(["Xuân Lộc", 240986, 197247], ["Khác", 1000, 900])
    said = [at for at in relations(rows, rate("81.85")) if at.unit == "Xuân Lộc"]
    assert found(said) == [("rounding-hides-miss", "info", ("C2",))]
    assert said[0].values["gap"] == 1
    assert not only_looks_met(Quotient(19724700, 240986), Quotient(8185, 100), places=5)


def test_a_target_that_is_met_hides_nothing():
    assert relations(simple(["Xuân Lộc", 240986, 197248]), rate("81.85")) == []


def test_units_without_a_target_among_others_are_said():
    rows = [
        ["Đơn vị", "Dân số", "BHYT", "Chỉ tiêu BHYT (%)"],
        ["A", 10, 9, 95],
        ["B", 20, 18, None],
        ["C", 10, 9, 95],
    ]
    assert [at for at in found(relations(rows)) if at[0] == "no-target"] == [
        ("no-target", "info", ("C3",))
    ]
    assert [at.code for at in relations([row[:3] for row in rows])] == []


INSURED = ["Đơn vị", "BHYT", "BHYT hộ gia đình", "BHXH", "BHXH bắt buộc", "BHXH TN", "BHTN"]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (["A", 900, 901, 300, 250, 50, 240], [("C2",)]),
        (["A", 900, 100, 300, 301, 50, 240], [("E2",)]),
        (["A", 900, 100, 300, 250, 350, 240], [("F2",)]),
        (["A", 900, 100, 300, 250, 50, 251], [("G2",)]),
        (["A", 900, 900, 300, 300, 0, 300], []),
    ],
)
def test_a_part_never_exceeds_its_whole(row, cells):
    said = [at for at in measures([INSURED, row]) if at.code == "component-exceeds-total"]
    assert [at.cells for at in said] == cells
    assert {at.severity for at in said} <= {"error"}


def test_a_value_copied_down_is_said():
    said = measures(simple(["A", 100, 95], ["B", 200, 95], ["C", 300, 95], ["D", 400, 96]))
    assert found(said) == [("copied-down", "warning", ("C2", "C3", "C4"))]
    assert said[0].values["value"] == 95


@pytest.mark.parametrize(
    "rows",
    [
        simple(["A", 100, 95], ["B", 200, 95], ["C", 300, 94], ["D", 400, 95]),
        simple(["A", 100, 5], ["B", 200, 5], ["C", 300, 5]),
        simple(["A", 100, 95], ["B", 200, 95], [], ["C", 300, 95]),
        simple(["A", 100, None], ["B", 200, None], ["C", 300, None]),
    ],
)
def test_equal_values_that_are_no_copies(rows):
    assert measures(rows) == []


def own_rule(rows, **fields):
    made = observations(rows)
    indicator = PROFILE.indicators["health_insurance"]._replace(**fields)
    given = rate("10", "health_insurance")
    said = doubts(made, compute(made, indicator, [given]))
    return found([finding for finding in said if finding.code != "attainment-unlikely"])


def test_an_indicator_has_a_rule_of_its_own_on_rates_above_100():
    rows = simple(["A", 100, 104], ["B", 100, 106], ["C", 100, 90])
    assert own_rule(rows) == [("over-100", "warning", ("C2", "C3"))]
    assert own_rule(rows, over_100=105) == [("over-100", "warning", ("C3",))]
    assert own_rule(rows, over_100=False) == []


def test_where_lower_is_better_rounding_hides_a_miss_above_the_target():
    rows = simple(["A", 100000, 10001], ["B", 100000, 10000], ["C", 100000, 10010])
    hidden = own_rule(
        rows, better="lower"
    )  # 10.001 %, and 10.0037 % of the whole, which no row prints
    assert hidden == [("rounding-hides-miss", "info", ()), ("rounding-hides-miss", "info", ("C2",))]
