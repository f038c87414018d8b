"""Jumps, slips of the keys and outliers: worked by hand, with the faults of other systems as cases."""

from __future__ import annotations

from fractions import Fraction

import pytest
from histories import history, months, said
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_cli.model import Quotient
from coverage_cli.project import Thresholds
from coverage_cli.rules.digit_error import likely
from coverage_cli.rules.outlier import score_of

NOISY = [1000, 1010, 990, 1005, 995, 1000, 1010, 990, 1005, 995, 1000]


def told(findings):
    return [(at.code, at.severity, at.cells) for at in findings]


class TestJumps:
    @pytest.mark.parametrize(
        ("now", "severity"), [(1100, None), (1101, "warning"), (899, "warning"), (1330, "warning"), (1331, "error"), (669, "error")]
    )  # fmt: skip
    def test_the_boundary_itself_passes(self, now, severity):
        found = said(history({"A": [1000, now]}), "jump")
        assert [at.severity for at in found] == ([severity] if severity else [])

    def test_both_periods_and_values_the_rule_and_its_source_are_told(self):
        (found,) = said(history({"A": [1000, 750]}), "jump")
        values = found.values
        assert (values["before"], values["now"], values["earlier"], values["period"]) == (
            1000,
            750,
            "2024-01",
            "2024-02",
        )
        assert (values["change"], values["threshold"], values["source"].key) == (
            Quotient(-25, 1),
            10,
            "source_default",
        )
        assert (found.unit, found.people, found.cells) == ("A", 250, ("B1",))

    def test_a_month_missing_between_allows_a_move_for_each(self):
        # 1.1 x 1.1 = 1.21 and 0.9 x 0.9 = 0.81 in two months
        assert said(history({"A": [1000, 1210]}, ["2024-01", "2024-03"]), "jump") == []
        assert said(history({"A": [1000, 810]}, ["2024-01", "2024-03"]), "jump") == []
        (found,) = said(history({"A": [1000, 809]}, ["2024-01", "2024-03"]), "jump")
        assert (found.variant, found.values["months"]) == ("months", 2)

    def test_a_unit_that_did_not_report_in_between_is_held_against_its_last_report(self):
        (found,) = said(history({"A": [1000, None, 1300]}), "jump")
        assert (found.values["earlier"], found.values["months"]) == ("2024-01", 2)

    def test_dinh_binh_lost_14_points_in_a_month_and_is_warned_of_never_altered(self):
        # 89 % in August, 75 % in September: people who had bought cards for three months (domain)
        (found,) = said(history({"Định Bình": [8900, 7500]}, ["2024-08", "2024-09"]))
        assert told([found]) == [("jump", "warning", ("B1",))]
        assert (found.values["now"], found.people) == (7500, 1400)

    def test_a_few_people_are_no_jump(self):
        assert said(history({"A": [40, 49]}), "jump") == []
        assert told(said(history({"A": [40, 50]}), "jump")) == [("jump", "warning", ("B1",))]

    def test_a_value_that_returns_after_a_jump_has_not_jumped_again(self):
        assert told(said(history({"A": [1000, 1500, 1010]}), "jump")) == [
            ("jump", "error", ("B1",))
        ]

    def test_a_step_is_said_once(self):
        assert told(said(history({"A": [1000, 1500, 1510, 1505]}), "jump")) == [
            ("jump", "error", ("B1",))
        ]

    def test_from_none_to_some_is_a_warning_that_asks_for_the_report_before(self):
        (found,) = said(history({"A": [0, 500]}))
        assert (found.code, found.severity, found.variant) == ("jump", "warning", "from-none")

    def test_denominators_jump_too_and_flows_never(self):
        found = said(
            history({"population": {"A": [1000, 1200]}, "new_health_insured": {"A": [100, 300]}}),
            "jump",
        )
        assert [at.values["column"] for at in found] == ["population"]

    def test_all_units_of_a_period_and_measure_are_one_finding_the_largest_move_first(self):
        (found,) = said(history({"A": [1000, 1200], "B": [2000, 2500], "C": [1000, 1001]}), "jump")
        assert (found.cells, found.count, found.unit, found.people) == (("B2", "B1"), 2, None, 700)
        assert found.values["unit"] == "B"

    def test_earlier_deliveries_are_only_compared_with(self):
        made = history({"A": [1000, 1500, 2000]}, told=[2])
        assert told(said(made, "jump")) == [("jump", "error", ("C1",))]

    def test_a_threshold_of_ones_own_is_said_to_be_told(self):
        (found,) = said(history({"A": [1000, 1060]}), jump=5)
        assert (found.values["threshold"], found.values["source"].key) == (5, "source_told")


class TestDigits:
    @pytest.mark.parametrize(
        ("found", "usual", "meant"),
        [
            (47000, 4700, ("extra", 4700)),
            (47123, 4700, ("extra", 4712)),
            (470, 4700, ("missing", 4700)),
            (900, 100, ("extra", 90)),
            (4730, 4370, None),
            (7430, 4370, None),
            (3470, 4370, ("swapped", 4370)),
            (1101, 1000, None),
            (799, 100, None),
            (1201, 100, None),
        ],
    )
    def test_what_was_probably_meant(self, found, usual, meant):
        assert likely(found, Fraction(usual), Thresholds()) == meant

    def test_a_digit_error_takes_the_place_of_the_jump(self):
        (found,) = said(history({"A": [4700, 47000, 4710, 4720]}))
        assert told([found]) == [("digit-error", "error", ("B1",))]
        assert (found.values["usual"], found.values["meant"], found.variant) == (
            4710,
            4700,
            "extra",
        )

    def test_the_wrong_month_is_told_from_the_right_one_after_it(self):
        assert told(said(history({"A": [47000, 4700, 4710]}))) == [
            ("digit-error", "error", ("A1",))
        ]

    def test_an_earlier_delivery_with_the_same_slip_hides_nothing(self):
        # its right value of January is the odd one out, and is not reported on
        assert told(said(history({"A": [4700, 47000, 47000]}, told=[1, 2]))) == [
            ("jump", "error", ("B1",))
        ]

    def test_small_numbers_have_no_digits_to_lose(self):
        assert said(history({"A": [3, 30]}), "digit-error") == []

    def test_what_came_there_in_steps_has_no_digits_exchanged(self):
        # 153 after 136 would be 135 the other way round, had it not come there through 140 and 147
        assert said(history({"A": [136, 136, 136, 136, 140, 147, 153]}), "digit-error") == []
        assert [at.code for at in said(history({"A": [1350, 1360, 1355, 1530]}))] == ["digit-error"]

    def test_what_rose_to_a_new_level_has_no_digit_too_many(self):
        for series in (
            [12, 14, 15, 110, 140, 150],
            [150, 140, 110, 15, 14, 12],
            [150, 150, 150, 1500, 1500, 1500],
        ):
            assert said(history({"A": series}), "digit-error") == []
            assert {at.code for at in said(history({"A": series}))} >= {"jump"}

    def test_the_same_slip_in_two_periods_is_said_of_both(self):
        (one, other) = said(history({"A": [4700, 4712, 472, 473, 4740, 4751]}), "digit-error")
        assert (one.cells, other.cells) == (("C1",), ("D1",))

    def test_two_exchanged_digits(self):
        (found,) = said(history({"A": [4690, 4700, 7400, 4710]}))
        assert (found.code, found.variant, found.values["meant"]) == (
            "digit-error",
            "swapped",
            4700,
        )


class TestOutliers:
    def test_by_hand(self):
        # 1040 left out: median 1000, deviations 0 10 10 5 5 0 10 10 5 5 0: MAD 5, 40 / (1.4826 x 5) = 5.396
        score = score_of(1040, NOISY)
        assert (score.median, score.z, score.by_mean) == (
            1000,
            Fraction(40) / (Fraction("1.4826") * 5),
            False,
        )

    def test_the_index_of_a_unit_is_never_taken_for_a_month(self):
        """WHO data quality app: calculateZScore(valueSet[i]) within a loop over j."""
        units = {name: NOISY for name in "ABCDEF"}
        (found,) = said(history({**units, "G": [*NOISY[:7], 1100, *NOISY[8:]]}), "outlier")
        assert (found.unit, found.cells) == ("G", ("H7",))

    def test_both_sides_count(self):
        """WHO data quality app: z > 3.5 without an absolute value."""
        for odd in (1100, 900):
            assert told(said(history({"A": [*NOISY, odd]}), "outlier")) == [
                ("outlier", "warning", ("L1",))
            ]

    def test_a_mad_of_zero_does_not_hide_everything(self):
        """WHO data quality app: MeanAD computed as MAD, so that more than half equal values flag nothing ever."""
        series = [1000] * 7 + [1010, 990, 1005, 995, 1400]
        (found,) = said(history({"A": series}), "outlier")
        assert (found.cells, found.variant) == (("L1",), "mean")
        # mean deviation of the eleven others: (10 + 10 + 5 + 5) / 11
        assert Fraction(*found.values["z"]) == 400 / (Fraction("1.2533") * Fraction(30, 11))

    def test_eleven_equal_values_and_another_are_said_by_the_rules_of_moves(self):
        """WHO data quality app: 100 eleven times and 900 flagged nothing."""
        for at in range(12):
            series = [100] * 12
            series[at] = 900
            assert [found.code for found in said(history({"A": series}))] == ["digit-error"]
        assert told(said(history({"A": [100] * 11 + [500]}))) == [("jump", "error", ("L1",))]

    def test_the_list_of_extreme_values_is_not_empty(self):
        """HISP Rwanda: a misspelt name, `extremeOuliers`, left the list empty."""
        found = said(history({"A": [*NOISY, 2000], "B": [*NOISY, 1500]}), "outlier")
        assert [at.count for at in found] == [2]

    def test_a_spike_is_seen_among_twelve_which_three_standard_deviations_never_do(self):
        """With the value itself included |z| cannot exceed 11 / sqrt(12) = 3.18."""
        assert told(said(history({"A": [*NOISY, 1090]}), "outlier")) == [
            ("outlier", "warning", ("L1",))
        ]

    def test_two_spikes_do_not_hide_each_other_and_are_an_error(self):
        (first, second) = said(history({"A": [*NOISY[:9], 1800, 1000, 1800]}), "outlier")
        assert told([first, second]) == [
            ("outlier", "warning", ("J1",)),
            ("outlier", "error", ("L1",)),
        ]
        assert (second.variant, second.values["times"]) == ("often", 2)

    def test_spikes_more_than_a_year_apart_are_two_warnings(self):
        series = [1000, 1005, 995, 1600, *([1000, 1005, 995] * 5), 1600]
        assert [at.severity for at in said(history({"A": series}), "outlier")] == [
            "warning",
            "warning",
        ]

    def test_the_deviation_is_scaled_as_it_is_said(self):
        """R's mad() scales by 1.4826 already: 3.5 scaled are 5.19 raw deviations, here 25.9 people."""
        others = [500, 505, 495, 505, 495, 500, 505, 495, 500, 495, 505]  # median 500, MAD 5
        assert said(history({"A": [*others, 525]}), "outlier", outlier_pct=0) == []
        assert [
            at.code for at in said(history({"A": [*others, 526]}), "outlier", outlier_pct=0)
        ] == ["outlier"]

    def test_five_values_are_too_few(self):
        assert said(history({"A": [1000, 1010, 990, 1005, 1500]}), "outlier") == []
        assert [
            at.code for at in said(history({"A": [1000, 1010, 990, 1005, 995, 1500]}), "outlier")
        ] == ["outlier"]

    def test_a_month_in_which_all_fall_has_no_outliers(self):
        january = {f"U{at}": [*[value + at for value in NOISY], 880 + at] for at in range(5)}
        assert said(history(january), "outlier") == []
        alone = {
            name: series if name == "U0" else series[:-1] + [1000]
            for name, series in january.items()
        }
        assert told(said(history(alone), "outlier")) == [("outlier", "warning", ("L1",))]
        (found,) = said(history({**january, "U0": [*NOISY, 700]}), "outlier")
        assert found.unit == "U0"

    def test_steady_growth_has_no_outliers_at_its_ends(self):
        grown = [
            200,
            206,
            206,
            212,
            214,
            214,
            214,
            215,
            215,
            215,
            215,
            215,
            221,
            221,
            221,
            228,
            235,
            241,
            243,
            244,
            246,
            246,
        ]
        grown += [248, 254]
        assert score_of(grown[-1], grown[:-1]).z > Fraction(
            "3.5"
        )  # by its median alone the last would be one
        assert said(history({"A": grown}), "outlier", "digit-error") == []
        assert told(said(history({"A": [*grown[:20], 150, *grown[21:]]}), "outlier")) == [
            ("outlier", "warning", ("U1",))
        ]

    def test_a_register_that_hardly_moves_may_move_a_little_more(self):
        assert said(history({"A": [10000, 10001, 10000, 10001, 10000, 10001, 10040]})) == []


counts = st.integers(0, 10**6)
series = st.lists(st.one_of(st.none(), counts), min_size=2, max_size=14)


@settings(deadline=None)
@given(counts, st.integers(2, 14))
def test_a_constant_series_gives_no_finding(count, size):
    assert said(history({"A": [count] * size}), "jump", "digit-error", "outlier") == []


@settings(deadline=None)
@given(st.lists(st.integers(1000, 10**6), min_size=2, max_size=14), st.integers(2, 9))
def test_a_constant_factor_changes_nothing_for_rules_of_ratios(values, factor):
    found = [
        told(said(history({"A": each}), "jump", "outlier"))
        for each in (values, [factor * at for at in values])
    ]
    digits = [
        said(history({"A": each}), "digit-error")
        for each in (values, [factor * at for at in values])
    ]
    if not any(digits):  # whether digits were exchanged is no matter of ratios
        assert found[0] == found[1]


@settings(deadline=None)
@given(st.lists(st.integers(4900, 5100), min_size=3, max_size=12), st.data())
def test_a_planted_digit_error_is_found_and_nothing_else(values, data):
    at = data.draw(st.integers(0, len(values) - 1))
    usual = values[at]
    kind = data.draw(st.sampled_from(["extra", "missing"]))
    values[at] = 10 * usual if kind == "extra" else usual // 10
    (found,) = said(history({"A": values}))
    assert (found.code, found.variant, found.cells) == (
        "digit-error",
        kind,
        (f"{'ABCDEFGHIJKL'[at]}1",),
    )
    assert abs(found.values["meant"] - usual) <= 200  # the usual ones are as far apart as that


@settings(deadline=None)
@given(series, series)
def test_units_are_judged_by_themselves(one, other):
    size = min(len(one), len(other))
    alone = [
        said(history({"A": at[:size]}), "jump", "outlier", "digit-error") for at in (one, other)
    ]
    both = said(history({"A": one[:size], "B": other[:size]}), "jump", "outlier", "digit-error")
    assert sum(at.count for at in both) == sum(at.count for found in alone for at in found)


def test_months_helper():
    assert months(3, "2023-12") == ("2023-12", "2024-01", "2024-02")
