"""Targets of every kind, attainment, gap, shortfall and status, decided before any rounding."""

import pytest
from grids import figures, observations, pct, people, rate, simple

HEAD = ["TT", "Đơn vị", "Dân số", "BHYT"]
RATES, COUNTS = [*HEAD, "Chỉ tiêu BHYT (%)"], [*HEAD, "Chỉ tiêu BHYT (người)"]


def judged(rows, *given, indicator="health_insurance"):
    """Return kind, target in people, gap, shortfall and status of every unit."""
    found = figures(observations(rows), indicator, *given)
    return {
        name: (at.target_kind, at.target_count, at.gap_people, at.shortfall_people, at.status)
        for name, at in found.items()
    }


def test_three_communes_of_ten():
    rows = [
        HEAD,
        ["I", "Huyện X", 30, 29],
        [1, "Xã A", 10, 10],
        [2, "Xã B", 10, 10],
        [3, "Xã C", 10, 9],
    ]
    assert judged(rows, rate("95")) == {
        "Huyện X": ("rate", 29, 0, 1, "met"),
        "Xã A": ("rate", 10, 0, 0, "met"),
        "Xã B": ("rate", 10, 0, 0, "met"),
        "Xã C": ("rate", 10, 1, 1, "short"),
    }


def test_a_surplus_is_a_negative_gap_and_enrols_nobody_elsewhere():
    rows = simple(["Xã A", 1000, 990], ["Xã B", 1000, 900], head=["Đơn vị", "Dân số", "BHYT"])
    assert judged(rows, rate("95")) == {
        "Total": ("rate", 1900, 10, 50, "short"),
        "Xã A": ("rate", 950, -40, 0, "met"),
        "Xã B": ("rate", 950, 50, 50, "short"),
    }


def test_a_rate_target_in_full():
    at = figures(
        observations(simple(["Xã Đồng Phong", 5000, 4700])), "health_insurance", rate("95")
    )["Xã Đồng Phong"]
    assert (pct(at.coverage_pct), pct(at.target_pct), at.target_count, at.gap_people) == (
        94.0,
        95.0,
        4750,
        50,
    )
    assert (pct(at.attainment_pct, 3), pct(at.gap_pp), at.status) == (98.947, 1.0, "short")


def test_the_verdict_falls_before_rounding():
    found = figures(
        observations(simple(["Xuân Lộc", 240986, 197247])), "health_insurance", rate("81.85")
    )["Xuân Lộc"]
    assert (pct(found.coverage_pct), found.status, found.gap_people) == (81.85, "short", 1)
    found = figures(
        observations(simple(["Xuân Lộc", 240986, 197248])), "health_insurance", rate("81.85")
    )["Xuân Lộc"]
    assert (pct(found.coverage_pct), found.status, found.gap_people) == (81.85, "met", 0)


def test_nhon_trach_needs_2395_more():
    assert judged(simple(["Nhơn Trạch", 159410, 149045]), rate("95"))["Nhơn Trạch"] == (
        "rate",
        151440,
        2395,
        2395,
        "short",
    )


def test_tuyen_quang_against_its_plan():
    rows = [["Đơn vị", "LLLĐ", "BHXH", "Chỉ tiêu BHXH"], ["Tuyên Quang", 436210, 59177, 70544]]
    at = figures(observations(rows), "social_insurance")["Tuyên Quang"]
    assert (pct(at.coverage_pct), pct(at.target_pct), pct(at.attainment_pct), at.gap_people) == (
        13.57,
        16.17,
        83.89,
        11367,
    )


def test_a_count_target_needs_no_denominator():
    rows = [
        ["Đơn vị", "BHXH tự nguyện", "Chỉ tiêu giao"],
        ["Tuyên Quang", 9287, 8700],
        ["Khác", 20, 30],
    ]
    found = figures(observations(rows), "voluntary_social_insurance")
    at = found["Tuyên Quang"]
    assert (
        at.coverage_pct,
        at.target_pct,
        pct(at.attainment_pct, 3),
        at.gap_people,
        at.status,
    ) == (
        None,
        None,
        106.747,
        -587,
        "met",
    )
    assert (found["Total"].gap_people, found["Total"].shortfall_people) == (-577, 10)


def test_a_count_target_needs_no_denominator_even_where_others_have_one():
    rows = [COUNTS, [1, "Xã A", 1000, 900, 950], [2, "Xã B", None, 1500, 1900]]
    assert judged(rows)["Xã B"] == ("count", 1900, 400, 400, "short")


def test_a_unit_without_numerator_has_no_data_whatever_its_target():
    assert judged([COUNTS, [1, "Xã A", 1000, 900, 950], [2, "Xã B", 2000, None, 1900]])["Xã B"] == (
        "count",
        1900,
        None,
        None,
        "no_data",
    )


def test_an_upper_count_for_all_parts_judges_nothing_while_one_is_missing():
    rows = [
        COUNTS,
        ["I", "Huyện X", 3000, 2400, 2900],
        [1, "Xã A", 1000, 900, 950],
        [2, "Xã B", 2000, None, 1900],
    ]
    at = figures(observations(rows))["Huyện X"]
    assert (at.target_count, at.gap_people, at.gap_pp, at.attainment_pct, at.status) == (
        2900,
        None,
        None,
        None,
        "incomplete",
    )


def test_an_upper_rate_judges_the_parts_that_are_there():
    rows = [
        RATES,
        ["I", "Huyện X", 3000, 2400, 95],
        [1, "Xã A", 1000, 900, 95],
        [2, "Xã B", 2000, None, 95],
    ]
    assert judged(rows)["Huyện X"] == ("rate", 950, 50, 50, "short")


def test_an_upper_unit_has_the_rate_that_its_parts_share():
    rows = [RATES, ["I", "Huyện X"], [1, "Xã A", 30, 29, 95], [2, "Xã B", 31, 30, 95]]
    assert judged(rows)["Huyện X"] == ("rate", 58, -1, 0, "met")


def test_an_upper_unit_has_the_sum_of_its_parts_counts_where_rates_differ():
    rows = [RATES, ["I", "Huyện X"], [1, "Xã A", 1000, 900, 95], [2, "Xã B", 2000, 1500, 90]]
    at = figures(observations(rows))["Huyện X"]
    assert (
        at.target_kind,
        at.target_count,
        pct(at.target_pct),
        at.gap_people,
        at.shortfall_people,
    ) == (
        "count",
        2750,
        91.67,
        350,
        350,
    )


def test_counts_are_summed_over_the_units_of_the_numerator():
    rows = [COUNTS, ["I", "Huyện X"], [1, "Xã A", 1000, 900, 950], [2, "Xã B", 2000, None, 1900]]
    assert judged(rows)["Huyện X"] == ("count", 950, 50, 50, "short")


def test_without_a_target_for_each_part_there_is_none_for_the_whole():
    rows = [RATES, ["I", "Huyện X"], [1, "Xã A", 1000, 900, 95], [2, "Xã B", 2000, 1500, None]]
    found = judged(rows)
    assert found["Huyện X"][:3] == (None, None, None)
    assert found["Huyện X"][4] == "no_target"
    assert found["Xã B"] == (None, None, None, None, "no_target")


def test_the_target_of_a_total_row_is_the_wholes_own_and_never_the_sum():
    rows = [
        COUNTS,
        [1, "Xã A", 1000, 900, 950],
        [2, "Xã B", 2000, 1500, 1900],
        [None, "Tổng cộng", 3000, 2400, 2900],
    ]
    assert judged(rows)["Tổng cộng"] == ("count", 2900, 500, 450, "short")


def test_a_given_rate_holds_where_no_own_one_stands():
    rows = [RATES, [1, "Xã A", 1000, 900, 90], [2, "Xã B", 2000, 1500, None]]
    assert judged(rows, rate("95")) == {
        "Total": ("rate", 2850, 450, 400, "short"),
        "Xã A": ("rate", 900, 0, 0, "met"),
        "Xã B": ("rate", 1900, 400, 400, "short"),
    }


def test_a_given_count_is_of_the_whole_alone():
    found = judged(simple(["Xã A", 1000, 900], ["Xã B", 2000, 1500]), people(2900))
    assert found["Total"][:3] == ("count", 2900, 500)
    assert found["Xã A"] == (None, None, None, None, "no_target")


def test_a_target_named_for_an_indicator_wins_over_the_general_one():
    found = judged(
        simple(["Xã A", 1000, 900]),
        rate("95"),
        rate("80", "health_insurance"),
        rate("10", "social_insurance"),
    )
    assert found["Xã A"] == ("rate", 800, -100, 0, "met")


@pytest.mark.parametrize(("population", "insured"), [(0, 9), (None, 9)])
def test_a_rate_needs_a_denominator(population, insured):
    rows = simple(["Xã A", population, insured], ["Xã B", 2000, 1500])
    assert judged(rows, rate("95"))["Xã A"] == ("rate", None, None, None, "no_data")


def test_nobody_enrolled_is_all_short():
    at = figures(observations(simple(["Xã A", 100, 0])), "health_insurance", rate("95"))["Xã A"]
    assert (
        pct(at.coverage_pct),
        at.gap_people,
        pct(at.gap_pp),
        pct(at.attainment_pct),
        at.status,
    ) == (
        0.0,
        95,
        95.0,
        0.0,
        "short",
    )


def test_above_100_is_shown_and_never_clipped():
    at = figures(
        observations(simple(["Guimaras", 174201, 231244])), "health_insurance", rate("100")
    )["Guimaras"]
    assert (pct(at.coverage_pct), at.gap_people, pct(at.attainment_pct), at.status) == (
        132.75,
        -57043,
        132.75,
        "met",
    )


NEW = ["Đơn vị", "Dân số", "BHYT", "BHYT phát triển mới", "Chỉ tiêu phát triển mới BHYT (người)"]


def test_new_people_stand_in_the_place_of_the_numerator():
    at = figures(observations([NEW, ["Quảng Ngãi", 9000, 5000, 4065, 4200]]))["Quảng Ngãi"]
    assert (
        at.target_kind,
        at.target_count,
        at.gap_people,
        pct(at.attainment_pct, 1),
        at.status,
    ) == (
        "new",
        4200,
        135,
        96.8,
        "short",
    )
    assert (at.numerator, pct(at.coverage_pct), at.target_pct, at.gap_pp) == (
        5000,
        55.56,
        None,
        None,
    )


def test_new_people_are_summed_with_their_targets():
    rows = [NEW, ["A", 1000, 900, 30, 50], ["B", 2000, 1500, 40, 30]]
    assert judged(rows)["Total"] == ("new", 80, 10, 20, "short")


def test_new_people_targets_are_summed_over_the_units_whose_new_people_are_known():
    rows = [NEW, ["A", 1000, 900, None, 50], ["B", 2000, 1500, 40, 30]]
    assert judged(rows)["Total"] == ("new", 30, -10, 0, "met")
