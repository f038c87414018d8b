"""Indicators of every form: shares, totals without a denominator, differences, per 1,000, lower is better."""

from __future__ import annotations

import re

import pytest
from grids import people, rate
from program import compute as run_compute

from coverage_cli.figures import compute
from coverage_cli.indicator import Indicator, Term, added_up, sum_of, sums, written
from coverage_cli.model import Observations, Unit, Units

EXEMPTIONS = Indicator(
    "exemptions", sums("exempted"), sums("children"), {}, per=1000, better="lower"
)
DROP_OUT = Indicator("drop_out", sums("dtp1 - dtp3"), sums("dtp1"), {}, better="lower")


def observed(**columns: list[int | None]) -> Observations:
    """Build the observations of a whole and as many communes as the columns have counts."""
    size = len(next(iter(columns.values())))
    communes = tuple(
        Unit(f"Xã {at + 1}", "commune", None, 0, at + 1, (at + 1, 0)) for at in range(size)
    )
    units = Units.of([Unit("Total", "district", None, None, None, None, leaf=False), *communes])
    counts = {measure: [None, *values] for measure, values in columns.items()}
    places = {measure: [None, *((0, at + 1) for at in range(size))] for measure in columns}
    return Observations("2024", units, False, counts, {}, {}, places, {}, {0: ("a.csv", "")})


def figures(made, indicator, *given):
    return {figure.unit: figure for figure in compute(made, indicator, given).figures}


def csv(folder, *lines):
    path = folder / "sheet.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


# Published: Ninh Bình city, May 2024 (E09: 9.36 %, E10: 15.15457 %, printed as 15.1)


def test_the_voluntary_share_of_the_socially_insured_of_ninh_binh_city(tmp_path):
    path = csv(tmp_path, "Đơn vị;BHXH;BHXH tự nguyện", "Ninh Bình;25729;2408")
    row = run_compute(path, "-i", "voluntary_share", "--level", "commune").report()["rows"][0]
    assert (row["numerator"], row["denominator"], round(row["coverage_pct"], 2)) == (
        2408,
        25729,
        9.36,
    )


def test_the_household_share_of_the_health_insured_of_ninh_binh_city(tmp_path):
    path = csv(tmp_path, "Đơn vị;BHYT;BHYT hộ gia đình", "Ninh Bình;128067;19408")
    row = run_compute(path, "-i", "household_share", "--level", "commune").report()["rows"][0]
    assert (row["numerator"], row["denominator"], round(row["coverage_pct"], 3)) == (
        19408,
        128067,
        15.155,
    )


def test_people_insured_are_counted_once_nghe_an_2021(tmp_path):
    """Nghệ An, February 2021: 2 794 346 health insured + 79 000 voluntary = 2 873 346 people insured."""
    path = csv(
        tmp_path,
        "Đơn vị;BHYT;BHXH bắt buộc;BHXH tự nguyện;BHTN",
        "Nghệ An;2794346;239011;79000;217587",
    )
    row = run_compute(path, "-i", "people_insured", "--level", "commune").report()["rows"][0]
    assert (row["numerator"], row["denominator"], row["coverage_pct"], row["status"]) == (
        2873346,
        None,
        None,
        "no_target",
    )
    target = ["--target", "people_insured=2900000:count", "--level", "commune"]
    row = run_compute(path, "-i", "people_insured", *target).report()["rows"][0]
    assert (row["gap_people"], row["target_pct"], row["status"]) == (26654, None, "short")


def test_shares_and_totals_are_computed_only_where_they_are_asked_for(tmp_path):
    path = csv(
        tmp_path,
        "Đơn vị;Dân số;BHYT;BHYT hộ gia đình;LLLĐ;BHXH;BHXH tự nguyện",
        "A;100;90;40;60;20;5",
    )
    rows = run_compute(path).report()["rows"]
    expected = ["health_insurance", "social_insurance", "voluntary_social_insurance"]
    assert list(dict.fromkeys(row["indicator"] for row in rows)) == expected


def test_a_share_takes_no_target_of_its_measure(tmp_path):
    path = csv(
        tmp_path,
        "Đơn vị;BHYT;BHYT hộ gia đình;Chỉ tiêu BHYT (người)",
        "A;100;40;120",
        "B;100;30;130",
    )
    rows = run_compute(path, "-i", "household_share", "--target", "95").report()["rows"]
    assert {row["target_kind"] for row in rows} == {None}


# Sums and differences


def test_sums_are_read_as_they_are_written():
    assert sum_of("a+b - c") == (Term("a"), Term("b"), Term("c", -1))
    assert written(sum_of("a+b - c")) == "a + b - c"


@pytest.mark.parametrize("text", ["", "a +", "a b", "2 * a", "A", "a - ", "a / b"])
def test_anything_else_is_no_sum(text):
    with pytest.raises(ValueError, match=re.escape(text) or "^$"):
        sum_of(text)


def test_one_count_missing_leaves_no_sum():
    assert added_up(sum_of("a - b + c"), {"a": [9, 9], "b": [2, None], "c": [1, 1]}) == [8, None]


def test_a_drop_out_is_rolled_up_over_units_that_have_both_doses():
    found = figures(observed(dtp1=[100, 200, 50], dtp3=[90, 150, None]), DROP_OUT)
    assert (found["Total"].numerator, found["Total"].denominator) == (60, 300)
    assert float(found["Total"].coverage_pct) == 20.0
    assert (found["Total"].units_complete, found["Total"].units_expected) == (2, 3)


def test_a_negative_drop_out_is_shown_as_it_is():
    found = figures(observed(dtp1=[100], dtp3=[104]), DROP_OUT, rate("10", "drop_out"))["Xã 1"]
    assert (found.numerator, float(found.coverage_pct), found.status) == (-4, -4.0, "met")
    assert (found.target_count, found.gap_people, found.attainment_pct) == (10, -14, None)


def test_a_difference_below_zero_is_no_denominator():
    indicator = Indicator("x", sums("insured"), sums("population - soldiers"), {})
    found = figures(observed(insured=[5, 5], population=[10, 10], soldiers=[2, 12]), indicator)
    assert (found["Xã 1"].denominator, found["Xã 2"].denominator, found["Total"].denominator) == (
        8,
        None,
        8,
    )


# Lower is better


def test_lower_is_better_is_met_at_most_at_the_target():
    made = observed(dtp1=[155, 100, 100], dtp3=[139, 90, 89])
    found = figures(made, DROP_OUT, rate("10", "drop_out"))
    judged = {
        name: (at.target_count, at.gap_people, at.shortfall_people, at.status)
        for name, at in found.items()
    }
    assert judged == {
        "Total": (35, 2, 2, "short"),
        "Xã 1": (15, 1, 1, "short"),  # floor(10 % of 155): 16 would be 10.3 %
        "Xã 2": (10, 0, 0, "met"),
        "Xã 3": (10, 1, 1, "short"),
    }
    assert float(found["Xã 3"].gap_pp) == 1.0
    assert round(float(found["Xã 3"].attainment_pct), 3) == 90.909


def test_a_surplus_elsewhere_does_not_net_what_is_too_much_here():
    found = figures(observed(dtp1=[100, 100], dtp3=[80, 100]), DROP_OUT, rate("10", "drop_out"))[
        "Total"
    ]
    assert (found.gap_people, found.shortfall_people, found.status) == (0, 10, "met")


def test_a_count_that_must_not_be_exceeded():
    found = figures(observed(dtp1=[100], dtp3=[80]), DROP_OUT, people(15, "drop_out"))["Total"]
    assert (found.gap_people, found.status, float(found.attainment_pct)) == (5, "short", 75.0)


def test_nothing_left_to_lower_has_no_attainment():
    found = figures(observed(dtp1=[100], dtp3=[100]), DROP_OUT, people(15, "drop_out"))["Xã 1"]
    assert (found.attainment_pct, found.status, found.gap_people) == (None, "met", -15)


# Per 1,000


def test_a_target_per_1000_is_given_as_the_rate_is_shown():
    """Catron county, New Mexico 2022: 5 of 458 children are exempted, 10.9 per 1,000."""
    found = figures(observed(exempted=[5], children=[458]), EXEMPTIONS, rate("10", "exemptions"))[
        "Xã 1"
    ]
    assert round(float(found.coverage_pct) * 10, 1) == 10.9
    assert (float(found.target_pct), found.target_count, found.gap_people, found.status) == (
        1.0,
        4,
        1,
        "short",
    )


def test_a_target_for_everything_speaks_of_coverages_alone():
    made = observed(exempted=[5], children=[458], dtp1=[458], dtp3=[400])
    for indicator in (EXEMPTIONS, DROP_OUT):
        assert figures(made, indicator, rate("95"))["Xã 1"].status == "no_target"
