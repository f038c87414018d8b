"""Copies, denominators, last year's ratio and completeness: worked by hand, with the faults of other systems as cases."""

from __future__ import annotations

from fractions import Fraction

import pytest
from histories import history, months, said
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_cli.model import Quotient
from coverage_cli.project import Thresholds
from coverage_cli.rules import off_parent

SIX = "ABCDEF"


def told(findings):
    return [(at.code, at.severity, at.count) for at in findings]


class TestCopiedForward:
    def column(self, same, moved=0):
        names = [f"U{at}" for at in range(same + moved)]
        return {name: [1000 + at, 1000 + at + (at >= same)] for at, name in enumerate(names)}

    @pytest.mark.parametrize(
        ("same", "moved", "is_copied"), [(5, 0, True), (4, 0, False), (8, 2, True), (7, 2, False)]
    )
    def test_most_of_a_column_and_five_units(self, same, moved, is_copied):
        found = said(history(self.column(same, moved)), "copied-forward")
        assert told(found) == ([("copied-forward", "warning", same)] if is_copied else [])

    def test_both_periods_counts_and_the_rule_are_told(self):
        (found,) = said(history(self.column(8, 2)), "copied-forward")
        values = found.values
        assert (values["same"], values["compared"], values["earlier"], values["period"]) == (
            8,
            10,
            "2024-01",
            "2024-02",
        )
        assert (values["threshold"], values["source"].values["setting"]) == (80, "copied_forward")
        assert set(found.cells) == {f"B{row}" for row in range(1, 9)}

    def test_a_district_that_copied_among_others_that_did_not(self):
        counts = {**self.column(5), **{f"M{at}": [2000 + at, 2100 + at] for at in range(15)}}
        parents = {
            **dict.fromkeys(self.column(5), "Huyện A"),
            **{f"M{at}": "Huyện B" for at in range(15)},
        }
        (found,) = said(history(counts, parents=parents), "copied-forward")
        assert (found.count, found.values["compared"]) == (5, 5)

    def test_a_few_people_are_no_sign(self):
        assert said(history({name: [3, 3] for name in SIX}), "copied-forward") == []

    def test_a_denominator_may_stay(self):
        assert (
            said(history({"population": {name: [1000, 1000] for name in SIX}}), "copied-forward")
            == []
        )

    def test_a_figure_of_one_cell_that_serves_both_periods_is_no_copy(self):
        made = history({name: [1000, 1000] for name in SIX})
        spot = made.spot
        assert (
            said(
                made._replace(spot=lambda measure, unit, _: spot(measure, unit, 0)),
                "copied-forward",
            )
            == []
        )

    def test_a_unit_that_stands_still_while_its_neighbours_move(self):
        moving = {name: [1000, 1010, 1020] for name in "BCDEF"}
        (found,) = said(history({"A": [500, 500, 500], **moving}), "copied-forward")
        assert (found.severity, found.variant, found.unit, found.cells) == (
            "info",
            "still",
            "A",
            ("C1",),
        )
        assert said(history({"A": [500, 501, 501], **moving}), "copied-forward") == []

    def test_a_unit_that_goes_on_standing_still_is_said_once(self):
        moving = {name: [1000 + 10 * at for at in range(6)] for name in "BCDEF"}
        (found,) = said(history({"A": [500] * 6, **moving}), "copied-forward")
        assert (found.cells, found.values["earlier"], found.values["periods"]) == (
            ("F1",),
            "2024-01",
            6,
        )
        (third,) = said(history({"A": [500] * 6, **moving}, told=[3]), "copied-forward")
        assert (third.cells, third.values["earlier"], third.values["periods"]) == (
            ("D1",),
            "2024-01",
            4,
        )

    def test_a_unit_that_stands_still_among_others_that_do_is_no_news(self):
        assert said(history({name: [500, 500, 500] for name in "ABC"}), "copied-forward") == []

    def test_what_was_copied_before_is_said_of_its_own_period(self):
        found = said(
            history({name: [1000, 1000, 1010] for name in SIX}, told=[2]), "copied-forward"
        )
        assert found == []


class TestDenominators:
    def people(self, *series, periods=()):
        return history({"population": {"A": series}}, periods)

    def test_a_change_within_the_year_is_a_note(self):
        (found,) = said(self.people(1000, 1020), "denominator-changed")
        assert (found.severity, found.cells, found.values["change"]) == (
            "info",
            ("B1",),
            Quotient(2, 1),
        )

    def test_ten_percent_passes_and_more_is_a_warning(self):
        assert said(self.people(1000, 1100), "denominator-changed")[0].severity == "info"
        (found,) = said(self.people(1000, 1101), "denominator-changed")
        assert (found.severity, found.variant, found.people) == ("warning", "much", 101)
        assert said(self.people(1000, 899), "denominator-changed")[0].severity == "warning"

    def test_a_new_year_may_have_a_new_one(self):
        turn = ["2023-12", "2024-01"]
        assert said(self.people(1000, 1050, periods=turn), "denominator-changed") == []
        assert (
            said(self.people(1000, 1150, periods=turn), "denominator-changed")[0].severity
            == "warning"
        )

    @pytest.mark.parametrize(("count", "is_old"), [(12, False), (13, False), (14, True)])
    def test_unchanged_for_more_than_twelve_months(self, count, is_old):
        # January 2023 to January 2024 are twelve months, to February thirteen
        found = said(
            self.people(*[1000] * count, periods=months(count, "2023-01")), "denominator-unchanged"
        )
        assert told(found) == ([("denominator-unchanged", "info", 1)] if is_old else [])
        assert [at.values["months"] for at in found] == ([13] if is_old else [])

    def test_it_is_said_once_of_the_last_period(self):
        (found,) = said(self.people(*[1000] * 16), "denominator-unchanged")
        assert found.cells == ("P1",)

    def test_growth_of_a_population_is_that_of_the_year(self):
        """cd2030: growth averaged over months made 3 % of a year 0.17 %; here a year's change is the year's."""
        (found,) = said(
            self.people(*[1000] * 12, 1030, periods=months(13, "2023-01")), denominator_changed=2
        )
        assert found.values["change"] == Quotient(3, 1)


class TestOffParent:
    def year(self, *pairs, parents=None):
        """A year ago and now, of one unit after another."""
        names = [chr(65 + at) for at in range(len(pairs))]
        counts = dict(zip(names, pairs, strict=True))
        return history(
            counts, ["2023-05", "2024-05"], parents=parents or dict.fromkeys(names, "Huyện")
        )

    def test_by_hand(self):
        # the district: 4000 -> 4500, 1.125 times; A 1000 -> 1500, 1.5 times; 1.5 / 1.125 = 1.3333 > 1.33
        (found,) = said(self.year((1000, 1500), *[(1000, 1000)] * 3), "off-parent")
        values = found.values
        assert (Fraction(*values["ratio"]), Fraction(*values["parent_ratio"])) == (
            Fraction(3, 2),
            Fraction(9, 8),
        )
        assert (Fraction(*values["relative"]), values["parent"]) == (Fraction(4, 3), "Huyện")
        assert (found.unit, found.people, found.cells) == ("A", 375, ("B2",))

    def test_both_bounds_are_bounds(self):
        """HISP Rwanda: upper and lower bound were both 1 + c, so that everything usual was flagged and no fall was."""
        assert said(self.year(*[(1000, 1000)] * 4), "off-parent") == []
        # 4000 -> 3500, 0.875 times; A 0.5 times; 0.5 / 0.875 = 0.571 < 0.67
        (found,) = said(self.year((1000, 500), *[(1000, 1000)] * 3), "off-parent")
        assert (found.unit, found.values["source"].values["setting"]) == ("A", "off_parent_low")

    def test_the_ratio_is_now_over_last_year(self):
        """HISP Rwanda: the branch of the forecast gave the forecast itself, not current over forecast."""
        (found,) = said(self.year((1000, 500), *[(1000, 1000)] * 3), "off-parent")
        assert found.values["ratio"] == Quotient(1, 2)

    def test_a_district_that_grew_as_a_whole_is_no_outlier(self):
        assert said(self.year(*[(1000, 1900)] * 4), "off-parent") == []

    def test_a_town_that_carries_its_district_with_it_is_said_and_not_the_others(self):
        # the district: 25000 -> 65000, 2.6 times, and the median of its units 1; the town 3 times
        (found,) = said(self.year((20000, 60000), *[(1000, 1000)] * 5), "off-parent")
        values = found.values
        assert (found.unit, found.variant, found.people) == ("A", "median", 40000)
        assert (Fraction(*values["parent_ratio"]), Fraction(*values["relative"])) == (1, 3)

    def test_a_parent_of_two_says_nothing_of_what_is_usual(self):
        assert said(self.year((1000, 3000), (1000, 1000)), "off-parent") == []

    def test_a_unit_that_stays_off_is_said_once(self):
        counts = {
            name: [1000, 1000, 1000 + 900 * (name == "A"), 1000 + 900 * (name == "A")]
            for name in SIX
        }
        periods = ["2023-05", "2023-06", "2024-05", "2024-06"]
        assert [at.values["period"] for at in said(history(counts, periods), "off-parent")] == [
            "2024-05"
        ]
        assert [
            at.values["period"] for at in said(history(counts, periods, told=[3]), "off-parent")
        ] == ["2024-06"]

    def test_a_few_people_are_not_off(self):
        assert said(self.year((50, 90), *[(50, 50)] * 3), "off-parent") == []

    def test_only_the_same_month_of_last_year_counts(self):
        made = history(
            {name: [1000, 1000 + 900 * (name == "A")] for name in SIX}, ["2023-04", "2024-05"]
        )
        assert said(made, "off-parent") == []


class TestReporting:
    def sheet(self, *, gone, of=10, listed=False, parents=None):
        names = [f"U{at}" for at in range(of)]
        counts = {name: [100, None if name in gone else 105] for name in names}
        there = [name for name in names if name not in gone]
        return history(
            counts,
            members=[names, names if listed else there],
            listed=listed,
            parents=parents or {},
        )

    def test_exactly_ninety_percent_pass_as_no_error(self):
        """WHO fails 90.0 %, Countdown passes it; here the threshold passes, and it is printed."""
        (found,) = said(self.sheet(gone=["U1"]), "reporting-incomplete")
        assert (found.severity, found.values["share"], found.values["threshold"]) == (
            "warning",
            Quotient(900, 10),
            100,
        )
        (found,) = said(self.sheet(gone=["U1", "U2"]), "reporting-incomplete")
        assert (found.severity, found.values["share"], found.values["threshold"]) == (
            "error",
            Quotient(800, 10),
            90,
        )

    def test_units_that_reported_before_are_named_with_their_people(self):
        (found,) = said(self.sheet(gone=["U1", "U2"]), "reporting-incomplete")
        assert (found.variant, found.values["units"], found.people) == ("named", ("U1", "U2"), 200)

    def test_units_of_a_list_are_named_by_the_finding_on_the_list(self):
        (found,) = said(self.sheet(gone=["U1"], listed=True), "reporting-incomplete")
        assert (found.variant, found.values["expected"]) == ("", 10)

    def test_zero_is_a_report(self):
        made = history({"A": [100, 0], "B": [100, 100]})
        assert said(made, "reporting-incomplete") == []

    def test_a_population_alone_is_none(self):
        made = history(
            {
                "population": {"A": [1, 1], "B": [1, 1]},
                "health_insured": {"A": [9, 9], "B": [9, None]},
            }
        )
        assert told(said(made, "reporting-incomplete")) == [("reporting-incomplete", "error", 1)]

    def test_a_unit_with_another_name_in_its_stead_has_not_failed_to_report(self):
        names, after = list("ABCDE"), list("ABCDX")
        counts = {**{name: [100, 105] for name in "ABCD"}, "E": [100, None], "X": [None, 104]}
        (found,) = said(history(counts, members=[names, after]), "reporting-incomplete")
        assert (found.severity, found.variant) == ("warning", "replaced")
        assert (found.values["units"], found.values["others"], found.people) == (
            ("E",),
            ("X",),
            100,
        )

    def test_another_name_does_not_hide_a_unit_without_figures_nor_many_that_are_gone(self):
        counts = {
            **{name: [100, 105] for name in "ABC"},
            "D": [100, None],
            "E": [100, None],
            "X": [None, 104],
        }
        replaced, missing = said(
            history(counts, members=[list("ABCDE"), list("ABCDX")]), "reporting-incomplete"
        )
        assert {replaced.severity, missing.severity} == {"warning", "error"}
        of_six = {**{name: [100, None] for name in "BCDEF"}, "A": [100, 105], "X": [None, 104]}
        (found,) = said(
            history(of_six, members=[list("ABCDEF"), list("AX")]), "reporting-incomplete"
        )
        assert (found.severity, found.variant, found.values["reported"]) == ("error", "named", 1)

    def test_it_is_counted_place_by_place(self):
        parents = {f"U{at}": f"Huyện {at % 2}" for at in range(10)}
        (found,) = said(self.sheet(gone=["U1"], parents=parents), "reporting-incomplete")
        assert (found.unit, found.values["reported"], found.values["expected"]) == ("Huyện 1", 4, 5)

    def test_a_district_s_sheet_after_a_province_s_is_not_missed_elsewhere(self):
        parents = {f"U{at}": f"Huyện {at % 5}" for at in range(10)}
        gone = [name for name in parents if parents[name] != "Huyện 1"]
        assert said(self.sheet(gone=gone, parents=parents), "reporting-incomplete") == []

    def test_a_whole_district_is_missed_where_most_are_there(self):
        parents = {f"U{at}": f"Huyện {at % 5}" for at in range(10)}
        gone = [name for name in parents if parents[name] == "Huyện 1"]
        (found,) = said(self.sheet(gone=gone, parents=parents), "reporting-incomplete")
        assert (found.unit, found.values["reported"]) == ("Huyện 1", 0)


@settings(deadline=None)
@given(st.integers(10, 10**6), st.integers(2, 12))
def test_a_constant_unit_gives_no_error_and_no_warning(count, size):
    made = history({"health_insured": {"A": [count] * size}, "population": {"A": [count] * size}})
    assert [at for at in said(made) if at.severity != "info"] == []


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(100, 10**5), st.integers(100, 10**5)), min_size=3, max_size=8),
    st.integers(2, 9),
)
def test_a_constant_factor_changes_nothing_for_last_year_s_ratio(pairs, factor):
    names = [f"U{at}" for at in range(len(pairs))]

    def found(by):
        counts = {name: [at * by for at in pair] for name, pair in zip(names, pairs, strict=True)}
        made = history(counts, ["2023-05", "2024-05"])
        return {flag.place for flag in off_parent.judge(made, Thresholds(off_parent_people=0))}

    assert found(1) == found(factor)


@settings(deadline=None)
@given(st.lists(st.integers(100, 10**6), min_size=5, max_size=30))
def test_a_planted_copy_is_found(values):
    counts = {f"U{at}": [value, value] for at, value in enumerate(values)}
    assert told(said(history(counts), "copied-forward")) == [
        ("copied-forward", "warning", len(values))
    ]
