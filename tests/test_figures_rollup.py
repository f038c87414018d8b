"""Sums up the tree: over parts that have both of the pair, subtotals never summed again."""

import pytest
from grids import computed, doubts, figures, observations, pct, simple

from coverage_cli.units import settle_duplicates
from coverage_cli.words import load_words

HEAD = ["TT", "Đơn vị", "Dân số", "BHYT"]


def shown(rows, *given, **options):
    """Return numerator, denominator, complete and expected of every unit."""
    return {
        name: (at.numerator, at.denominator, at.units_complete, at.units_expected)
        for name, at in figures(observations(rows), "health_insurance", *given, **options).items()
    }


THREE_LEVELS = [HEAD, ["I", "Huyện X", 3100, 2500], [1, "Xã A", 1000, 900], [2, "Xã B", 2000, 1500]]
THREE_LEVELS += [
    ["II", "Huyện Y", 3000, 2700],
    [1, "Xã C", 3000, 2700],
    [None, "Toàn tỉnh", 7000, 6000],
]


def test_every_level_is_the_sum_of_the_one_below_and_printed_rows_are_not_summed():
    assert shown(THREE_LEVELS) == {
        "Toàn tỉnh": (5100, 6000, 3, 3), "Huyện X": (2400, 3000, 2, 2), "Xã A": (900, 1000, 1, 1),
        "Xã B": (1500, 2000, 1, 1), "Huyện Y": (2700, 3000, 1, 1), "Xã C": (2700, 3000, 1, 1),
    }  # fmt: skip


def test_printed_figures_stand_where_they_are_asked_for():
    found = shown(THREE_LEVELS, printed=True)
    assert found["Toàn tỉnh"] == (6000, 7000, 3, 3)
    assert found["Huyện X"] == (2500, 3100, 2, 2)
    assert found["Xã A"] == (900, 1000, 1, 1)


def test_percentages_are_never_averaged():
    found = figures(observations(simple(["Xã A", 100, 100], ["Xã B", 900, 0])))
    assert pct(found["Total"].coverage_pct) == 10.0


@pytest.mark.parametrize(
    ("population", "insured"),
    [(None, 1500), (2000, None), (None, None), (0, 1500), ("x", 1500), (2000, -1)],
)
def test_a_unit_with_one_of_the_pair_missing_is_left_out_of_both_sums(population, insured):
    found = shown(simple(["Xã A", 1000, 900], ["Xã B", population, insured], ["Xã C", 3000, 2700]))
    assert found["Total"] == (3600, 4000, 2, 3)
    assert found["Xã B"][2:] == (0, 1)


def test_five_enrolled_of_an_unreadable_population_change_nothing():
    rows = simple(["Xã A", 10, 11], ["Xã B", "#VALUE!", 5], total=["Tổng", 100, 110])
    assert pct(figures(observations(rows))["Tổng"].coverage_pct) == 110.0


def test_without_a_complete_part_there_is_no_sum():
    rows = simple(["Xã A", 1000, None], ["Xã B", None, 1500])
    assert shown(rows)["Total"] == (None, None, 0, 2)
    assert figures(observations(rows))["Total"].status == "no_data"


def test_a_level_without_figures_is_taken_as_printed():
    rows = [
        HEAD,
        ["I", "Huyện X", 3100, 2500],
        [1, "Xã A", None, None],
        ["II", "Huyện Y", 3000, 2700],
        [1, "Xã C", 3000, 2700],
    ]
    found = shown(rows)
    assert found["Huyện X"][:2] == (2500, 3100)
    assert found["Total"][:2] == (5200, 6100)


def test_a_level_that_has_only_half_of_the_pair_leaves_the_printed_pair_standing():
    rows = [HEAD, ["I", "Huyện X", 3000, 2500], [1, "Xã A", None, 900], [2, "Xã B", None, 1600]]
    assert shown(rows)["Huyện X"][:2] == (2500, 3000)


HALF = [
    HEAD,
    ["I", "Huyện X", 3000, 2500],
    [1, "Xã A", 1000, None],
    [2, "Xã B", 2000, None],
    ["II", "Huyện Y", 3000, 2700],
    [1, "Xã C", 3000, 2700],
]


def test_units_that_printed_figures_stand_for_are_expected_and_not_complete():
    found = shown(HALF)
    assert found["Huyện X"] == (2500, 3000, 0, 2)
    assert found["Huyện Y"] == (2700, 3000, 1, 1)
    assert found["Total"] == (5200, 6000, 1, 3)


def test_printed_figures_that_stand_for_others_are_said_with_their_cells():
    made = observations(HALF)
    (said,) = [at for at in doubts(made, computed(made)) if at.code == "taken-as-printed"]
    assert (said.severity, said.cells, said.unit) == ("warning", ("D2",), "Huyện X")
    assert "2 units have no figures of their own for health_insurance" in load_words(
        "en", 2
    ).finding(said)
    assert "Huyện X (D2, for 2 units)" in load_words("en", 2).finding(said)


def test_a_count_target_of_a_district_is_judged_by_the_printed_figures_that_stand_for_its_communes():
    head = [*HEAD, "Chỉ tiêu (người)"]
    rows = [
        head,
        *(
            [*row, target]
            for row, target in zip(HALF[1:], (2400, None, None, 2800, 2800), strict=True)
        ),
    ]
    found = figures(observations(rows))
    assert [found[name].status for name in ("Huyện X", "Huyện Y")] == ["met", "short"]
    assert (found["Total"].target_count, found["Total"].status) == (5200, "met")


def test_a_unit_whose_parts_are_all_counted_is_one_complete_unit():
    rows = [HEAD, ["I", "Huyện X", 3000, 2500], [1, "Xã A", None, 900], [2, "Xã B", None, 1600]]
    made = observations(rows)
    assert shown(rows)["Huyện X"] == (2500, 3000, 1, 1)
    assert "taken-as-printed" not in [at.code for at in doubts(made, computed(made))]


def test_no_unit_counts_twice():
    made, _ = settle_duplicates(
        observations(simple(["Xã A", 1000, 900], ["Xã A", 1000, 900], ["Xã B", 2000, 1500]))
    )
    assert figures(made)["Total"].numerator == 2400
    made, _ = settle_duplicates(
        observations(simple(["Xã A", 1000, 900], ["Xã A", 1000, 910], ["Xã B", 2000, 1500]))
    )
    assert (figures(made)["Total"].numerator, figures(made)["Total"].units_expected) == (1500, 2)


def test_social_insurance_is_compulsory_plus_voluntary_where_no_total_is_given():
    rows = [
        ["Xã", "LLLĐ", "BHXH bắt buộc", "BHXH tự nguyện"],
        ["A", 600, 200, 30],
        ["B", 1200, 100, None],
        ["C", 100, 10, 5],
    ]
    found = figures(observations(rows), "social_insurance")
    assert (found["A"].numerator, found["B"].numerator, found["Total"].numerator) == (
        230,
        None,
        245,
    )
    assert (
        found["Total"].denominator,
        found["Total"].units_complete,
        found["Total"].units_expected,
    ) == (700, 2, 3)


def test_a_given_total_wins_over_its_parts():
    rows = [["Xã", "LLLĐ", "BHXH", "BHXH bắt buộc", "BHXH tự nguyện"], ["A", 600, 235, 200, 30]]
    assert figures(observations(rows), "social_insurance")["A"].numerator == 235


def test_every_indicator_has_the_denominator_of_its_own():
    rows = [
        ["Xã", "Dân số", "LLLĐ", "BHYT", "BHXH tự nguyện", "BHTN"],
        ["A", 1000, 600, 900, 30, 180],
    ]
    made = observations(rows)
    assert pct(figures(made)["A"].coverage_pct) == 90.0
    assert pct(figures(made, "voluntary_social_insurance")["A"].coverage_pct) == 5.0
    assert pct(figures(made, "unemployment_insurance")["A"].coverage_pct) == 30.0


def test_reading_order_is_each_whole_and_then_its_parts():
    rows = [
        ["Huyện", "Xã", "Dân số", "BHYT"],
        ["X", "A", 10, 9],
        ["Y", "C", 30, 27],
        ["X", "B", 20, 15],
    ]
    result = computed(observations(rows))
    assert [(at.unit, at.depth, at.parent) for at in result.figures] == [
        ("Total", 0, None), ("X", 1, None), ("A", 2, "X"), ("B", 2, "X"), ("Y", 1, None), ("C", 2, "Y"),
    ]  # fmt: skip


def test_a_named_whole_is_the_parent_of_its_parts():
    found = figures(observations([["BHXH HUYỆN NHO QUAN"], [], *simple(["Xã A", 10, 9])]))
    assert found["Xã A"].parent == "HUYỆN NHO QUAN"
    assert found["HUYỆN NHO QUAN"].parent is None


def test_fractional_averages_are_summed_exactly():
    found = figures(
        observations(simple(["A", 1000.1, 900], ["B", 2000.2, 1500], ["C", 3000.4, 2700]))
    )
    assert str(found["Total"].denominator) == "60007/10"
